"""How rare words are in news, and the weights of the same-story scorer, from the corpora of SHARED.

    python -m training.stories words --shared ../shared
    newsfacts extract ../shared/corpora/stories/articles.jsonl.gz --format jsonl -o facts.jsonl
    python -m training.stories weights --shared ../shared --facts facts.jsonl

The weights are fitted on one half of the events of each part, by hash of the event; the other half is set aside.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import newsfacts.merge
from benchmarks.development import records, set_aside
from newsfacts.merge.blocking import candidates
from newsfacts.merge.features import FEATURES, features
from newsfacts.merge.profile import Profile, count, profile
from newsfacts.merge.words import Rarity, stems
from newsfacts.records import from_record
from newsfacts.types import ArticleFacts
from training.additive import Array, Shape, as_toml, design, fit

PACKAGE = Path(newsfacts.merge.__file__).parent
# A word of fewer articles is as rare as one of none.
LEAST_ARTICLES = 3
# Where the curves bend: shares, and logarithms of 1 + days or kilometres.
SHAPE = Shape(
    FEATURES,
    {
        "words": (0, 0.03, 0.07, 0.12, 0.18, 0.25, 0.35, 0.5, 0.7, 1),
        "lead": (0, 0.04, 0.1, 0.18, 0.28, 0.4, 0.6, 1),
        "distance": (0, 0.5, 1, 1.5, 2, 2.7, 3.3, 4.3),
        "days_of_harm_apart": (0, 0.31, 0.7, 1, 1.5, 2, 3, 4),
        "published_apart": (0, 0.31, 0.6, 0.9, 1.2, 1.5, 2, 2.6, 3.6),
        "as_close_as_nearest": (0, 0.2, 0.4, 0.6, 0.8, 1),
        "as_close_as_nearest_of_both": (0, 0.2, 0.4, 0.6, 0.8, 1),
    },
    falling=("distance", "days_of_harm_apart", "published_apart"),
)
# Pairs of one event weigh so much in each part, whose stories are of very different size.
PARTS = {"ecb": 300.0, "g5w1h": 200.0, "politics": 75.0, "shootings": 50.0}


def words(shared: Path) -> None:
    """Write `words.txt`: the number of articles, then a line a frequency with its words."""
    counted: Counter[str] = Counter()
    articles = 0
    for record in records(shared / "corpora" / "plain" / "news.jsonl.gz"):
        counted.update(set(stems(f"{record.get('title') or ''} {record['text']}")))
        articles += 1
    by_number: defaultdict[int, list[str]] = defaultdict(list)
    for word, number in counted.items():
        if number >= LEAST_ARTICLES and len(word) > 1 and not any(char.isdigit() for char in word):
            # Steps of a tenth: the exact number does not matter.
            step = number if number < 12 else round(1.1 ** round(math.log(number, 1.1)))
            by_number[step].append(word)
    lines = [f"{number} {' '.join(sorted(by_number[number]))}" for number in sorted(by_number, reverse=True)]
    (PACKAGE / "words.txt").write_text("\n".join([str(articles), *lines]) + "\n", "utf-8")


@dataclass
class Pairs:
    """The pairs of the development articles. `left`, `right`: indices into the profiles."""

    profiles: list[Profile]
    left: Array
    right: Array
    values: Array  # features, NaN where not told
    events: Array
    parts: Array
    aside: Array

    @property
    def same(self) -> Array:
        return self.events[self.left] == self.events[self.right]  # type: ignore[no-any-return]


def profiles_of(facts: Sequence[ArticleFacts]) -> list[Profile]:
    rarity = Rarity()
    counts = [count(found) for found in facts]
    for counted in counts:
        rarity.add(counted.words)
    return [profile(found, counted, rarity) for found, counted in zip(facts, counts, strict=True)]


def facts_of(shared: Path, path: Path) -> Iterator[tuple[dict[str, Any], ArticleFacts]]:
    """The development articles with the facts that were extracted from them."""
    known = {record["id"]: record for record in records(shared / "corpora" / "stories" / "articles.jsonl.gz")}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            article = known[record["id"]]
            yield article, from_record(record, article["text"])


def pairs_of(shared: Path, path: Path) -> Pairs:
    gold, facts = zip(*sorted(facts_of(shared, path), key=lambda item: item[0]["id"]), strict=True)
    profiles = profiles_of(facts)
    pairs = list(candidates(profiles))
    table = [[math.nan if v is None else v for v in row] for row in features(profiles, pairs)]
    events = np.array([str(article["event_id"]) for article in gold])
    return Pairs(
        profiles,
        np.array([i for i, _ in pairs]),
        np.array([j for _, j in pairs]),
        np.array(table),
        events,
        np.array([article["part"] for article in gold]),
        np.array([set_aside(event, 2) for event in events]),
    )


def weights_of(pairs: Pairs, used: Array) -> Array:
    weights = np.ones(len(pairs.left))
    for part, total in PARTS.items():
        chosen = used & pairs.same & (pairs.parts[pairs.left] == part)
        weights[chosen] = total / max(chosen.sum(), 1)
    return weights


def weights(shared: Path, path: Path) -> None:
    """Write `weights.toml`."""
    pairs = pairs_of(shared, path)
    used = ~pairs.aside[pairs.left] & ~pairs.aside[pairs.right]
    table, signs, keys = design(pairs.values, SHAPE)
    found = fit(table[used], pairs.same[used].astype(float), weights_of(pairs, used)[used], signs)
    (PACKAGE / "weights.toml").write_text(as_toml(found, keys, SHAPE, HEAD), "utf-8")


HEAD = """# What a feature is worth, in log odds that two articles are of one event. Made by training.stories.
# `at`: values of the feature; `worth`: what they add, straight between; `missing`: where one does not tell.
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("words", "weights"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--facts", type=Path)
    arguments = parser.parse_args()
    if arguments.what == "words":
        words(arguments.shared)
    elif arguments.facts is None:
        parser.error("weights needs --facts")
    else:
        weights(arguments.shared, arguments.facts)


if __name__ == "__main__":
    main()
