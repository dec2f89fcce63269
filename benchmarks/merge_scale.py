"""How long `newsfacts merge` takes beyond extraction, and how much memory.

    python -m benchmarks.merge_scale FACTS.jsonl ... --sizes 1000 3000 10000

FACTS are JSON Lines of `extract`. Where there are too few they are repeated with changed names: in each copy
the letters of all words with a capital are moved on, so that no copy is of the events of another. Each size
runs in a process of its own; the texts are the stand-ins that the facts quote.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_NAME = re.compile(r"\b[A-Z][a-z]{2,}\b")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KEPT = frozenset(
    {"id", "source", "kind", "type", "value", "timex", "date", "basis", "status", "scope", "grain"}
)


def changed(value: Any, by: int) -> Any:
    """`value` with the letters of names moved on by so many; lengths stay, and so do all offsets."""
    if isinstance(value, str):
        moved = str.maketrans(_LETTERS, _LETTERS[by:] + _LETTERS[:by])
        return _NAME.sub(lambda match: match[0][0] + match[0][1:].translate(moved), value)
    if isinstance(value, list):
        return [changed(item, by) for item in value]
    if isinstance(value, dict):
        return {key: item if key in _KEPT and isinstance(item, str | None) else changed(item, by)
                for key, item in value.items()}  # fmt: skip
    return value


def repeated(paths: list[Path], size: int) -> Iterator[str]:
    """`size` lines of facts."""
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    for number in range(size):
        copy, at = divmod(number, len(lines))
        record = json.loads(lines[at])
        if copy:
            record = {**changed(record, copy), "id": f"{record['id']}-{copy}"}
        yield json.dumps(record, ensure_ascii=False)


def measure(path: Path) -> None:
    """Merge the facts of `path` in this process; print seconds and memory."""
    from newsfacts.merge import merge_facts
    from newsfacts.output.records import from_record

    with path.open(encoding="utf-8") as lines:
        facts = [from_record(json.loads(line)) for line in lines]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, processor = time.monotonic(), time.process_time()
    stories = merge_facts(facts)
    seconds, busy = time.monotonic() - begun, time.process_time() - processor
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{len(facts):6,} articles {len(stories):6,} stories  {seconds:6.1f} s ({busy:.1f} s of processor)  "
        f"{before / 1024:5.0f} MB of facts, {(after - before) / 1024:5.0f} MB more at the peak"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("facts", nargs="+", type=Path)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 3000, 10_000])
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.facts[0])
        return
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "facts.jsonl"
            path.write_text("".join(f"{line}\n" for line in repeated(arguments.facts, size)), "utf-8")
            subprocess.run(
                [sys.executable, "-m", "benchmarks.merge_scale", str(path), "--measure"], check=True
            )


if __name__ == "__main__":
    main()
