"""Memory by article: `python -m benchmarks.memory`, over articles whose names are ever new.

Real articles (the beginnings of those of `corpora/plain` where SHARED is, else of the seeds) with made-up
names in the place of most words that begin with a capital: no vocabulary knows them, none comes twice. Prints
a line each thousand articles and, at the end, how much more the last thousand took than the second.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.development import records
from newsfacts import pipeline
from newsfacts.jobs.work import resident_bytes
from newsfacts.types import Article

ROOT = Path(__file__).parent.parent
_SYLLABLES = "ba ke li mo nu ra se ti vo xu dra kel min nor pos qua ril san tev wol zan hef gry jul".split()
# A word with a capital inside of a sentence.
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
_SHARE = 0.6  # of the names that are made up


def texts(shared: Path, characters: int) -> list[str]:
    path = shared / "corpora" / "plain" / "news.jsonl.gz"
    if path.is_file():
        return [record["text"][:characters] for record in records(path)]
    return [path.read_text("utf-8")[:characters] for path in sorted((ROOT / "seeds").glob("*.txt"))]


def articles(given: list[str], number: int, *, seed: int) -> Iterator[Article]:
    draw = random.Random(seed)

    def name(match: re.Match[str]) -> str:
        if draw.random() > _SHARE:
            return match[0]
        return "".join(draw.choice(_SYLLABLES) for _ in range(draw.randint(3, 5))).capitalize()

    for i in range(number):
        yield Article(str(i), _NAME.sub(name, given[i % len(given)]))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--characters", type=int, default=600, help="of each article")
    parser.add_argument("--every", type=int, default=1000)
    parser.add_argument("--keep", action="store_true", help="keep all words, as spaCy does by itself")
    arguments = parser.parse_args()
    if arguments.keep:
        pipeline.LASTING_WORDS = 10**12
    nlp = pipeline.build_nlp()
    print("| articles | MB at the end | MB on average | words known | ms each |\n|--:|--:|--:|--:|--:|")
    means: list[float] = []
    taken: list[int] = []
    begun = time.process_time()
    given = articles(texts(arguments.shared, arguments.characters), arguments.articles, seed=7)
    for i, _ in enumerate(pipeline.extract_many(given, nlp=nlp), 1):
        taken.append(resident_bytes())
        if i % arguments.every == 0:
            means.append(sum(taken) / len(taken) / 1e6)
            spent = (time.process_time() - begun) / arguments.every * 1000
            row = f"| {i:,} | {taken[-1] / 1e6:.1f} | {means[-1]:.1f} | {len(nlp.vocab):,} | {spent:.1f} |"
            print(row, flush=True)
            taken.clear()
            begun = time.process_time()
    if len(means) > 2:
        print(f"\nThe last {arguments.every:,} took {means[-1] / means[1] - 1:+.1%} against the second.")


if __name__ == "__main__":
    main()
