"""One process, workers, shares and a cluster side by side: `python -m benchmarks.scaling --articles 2000`.

The same articles of `corpora/plain` (their beginnings with --characters) through `newsfacts extract` with
--jobs 1, --jobs 2, three shares and, with --ray, --engine ray: whether all give the same lines, and what each
took of the clock and of the processors. On a machine that does other work too, the clock says little: then 2
× the processors' time of one job ÷ that of two is what two cores would give, as far as nothing waits (`by
accounting`).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.development import records


@dataclass(frozen=True)
class Run:
    """`lines`: what came out, sorted. `seconds`, `processor`: of the clock, of all processors."""

    name: str
    lines: list[bytes]
    seconds: float
    processor: float


def run(name: str, folder: Path, *several: list[str]) -> Run:
    """`newsfacts extract` on the articles, once with each of `several` options, one after the other."""
    lines: list[bytes] = []
    begun, before = time.perf_counter(), _children()
    for options in several:
        command = [
            sys.executable,
            "-m",
            "newsfacts",
            "extract",
            "in.jsonl",
            "--format",
            "jsonl",
            "-q",
            *options,
        ]
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        environment["PYTHONPATH"] = str(Path(__file__).parent.parent)
        done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, check=True)
        lines += done.stdout.splitlines()
    ordered = lines if len(several) == 1 else sorted(lines)
    return Run(name, ordered, time.perf_counter() - begun, _children() - before)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--characters", type=int, default=10**9, help="of each article")
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--no-shares", action="store_true")
    arguments = parser.parse_args()
    given = list(records(arguments.shared / "corpora" / "plain" / "news.jsonl.gz"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open(folder / "in.jsonl", "w", encoding="utf-8") as stream:
            for i in range(arguments.articles):
                one = given[i % len(given)]
                told = {**one, "id": f"{i}-{one['id']}", "text": one["text"][: arguments.characters]}
                stream.write(json.dumps(told, ensure_ascii=False) + "\n")
        runs = [
            run("1 job", folder, []),
            run("2 jobs", folder, ["--jobs", "2"]),
        ]
        if not arguments.no_shares:
            runs.append(run("3 shares", folder, *(["--shard", f"{i}/3"] for i in (1, 2, 3))))
        if arguments.ray:
            runs.append(run("Ray", folder, ["--engine", "ray", "--jobs", "2"]))
    first = runs[0]
    print("| run | articles | clock, s | processors, s | the same lines |\n|---|--:|--:|--:|---|")
    for one in runs:
        same = one.lines == first.lines or one.lines == sorted(first.lines)
        print(
            f"| {one.name} | {len(one.lines):,} | {one.seconds:.1f} | {one.processor:.1f} | "
            f"{'yes' if same else 'NO'} |"
        )
    two = runs[1]
    print(f"\nTwo jobs against one: {first.seconds / two.seconds:.2f} × by the clock, ", end="")
    print(f"{2 * first.processor / two.processor:.2f} × by accounting.")


if __name__ == "__main__":
    main()
