"""Options, variables and settings that nobody would write: `python -m benchmarks.fuzz_options [--count N]`.

Each run ends with 0 or 2, says what is wrong where it ends with 2, and takes no longer than some seconds.
Prints those that did not.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from any_options import check

_SECONDS = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    ends: Counter[str] = Counter()
    failed = 0

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {_SECONDS} s")

    signal.signal(signal.SIGALRM, stop)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(args.start, args.start + args.count):
            signal.alarm(_SECONDS)
            try:
                ends[check(number, args.seed, Path(folder))] += 1
            except Exception as error:
                failed += 1
                cause = f": {type(error.__cause__).__name__}: {error.__cause__}" if error.__cause__ else ""
                print(f"{number}: {type(error).__name__}: {str(error)[:300]}{cause[:300]}", flush=True)
            finally:
                signal.alarm(0)
            if (number + 1) % 1000 == 0:
                print(f"{number + 1} done, {failed} failed", file=sys.stderr, flush=True)
    print(f"{args.count} runs, seed {args.seed}: {failed} failed; exit codes {dict(ends)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
