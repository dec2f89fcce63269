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

PACKAGE = Path(newsfacts.merge.__file__).parent
# A word of fewer articles is as rare as one of none.
LEAST_ARTICLES = 3
# Where the curves bend: closeness, and logarithms of 1 + days or kilometres.
CLOSENESS = (0, 0.05, 0.1, 0.2, 0.3, 0.45, 0.65, 1)
BENDS: dict[str, tuple[float, ...]] = {
    "words": (0, 0.03, 0.07, 0.12, 0.18, 0.25, 0.35, 0.5, 0.7, 1),
    "lead": (0, 0.04, 0.1, 0.18, 0.28, 0.4, 0.6, 1),
    "distance": (0, 0.5, 1, 1.5, 2, 2.7, 3.3, 4.3),
    "days_of_harm_apart": (0, 0.31, 0.7, 1, 1.5, 2, 3, 4),
    "published_apart": (0, 0.31, 0.6, 0.9, 1.2, 1.5, 2, 2.6, 3.6),
    "as_close_as_nearest": (0, 0.2, 0.4, 0.6, 0.8, 1),
    "as_close_as_nearest_of_both": (0, 0.2, 0.4, 0.6, 0.8, 1),
}
FALLING = ("distance", "days_of_harm_apart", "published_apart")
# Pairs of one event weigh so much in each part, whose stories are of very different size.
PARTS = {"ecb": 300.0, "g5w1h": 200.0, "politics": 75.0, "shootings": 50.0}
SHRINK = 2.0


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
    left: np.ndarray[Any, Any]
    right: np.ndarray[Any, Any]
    values: np.ndarray[Any, Any]  # features, NaN where not told
    events: np.ndarray[Any, Any]
    parts: np.ndarray[Any, Any]
    aside: np.ndarray[Any, Any]

    @property
    def same(self) -> np.ndarray[Any, Any]:
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


def design(
    values: np.ndarray[Any, Any],
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], list[tuple[int, int]]]:
    """The columns of the steps between bends and of what is missing; the sign each weight must have; their keys."""
    columns, signs, keys = [np.ones(len(values))], [0], [(-1, 0)]
    for at, name in enumerate(FEATURES):
        value, bends = values[:, at], BENDS.get(name, CLOSENESS)
        missing = np.isnan(value)
        for step, (low, high) in enumerate(zip(bends, bends[1:], strict=False), 1):
            columns.append(np.where(missing, 0, np.clip((value - low) / (high - low), 0, 1)))
            signs.append(-1 if name in FALLING else 1)
            keys.append((at, step))
        columns.append(missing.astype(float))
        signs.append(0)
        keys.append((at, 0))
    return np.nan_to_num(np.column_stack(columns)), np.array(signs), keys


def fit(
    table: np.ndarray[Any, Any],
    same: np.ndarray[Any, Any],
    weights: np.ndarray[Any, Any],
    signs: np.ndarray[Any, Any],
) -> np.ndarray[Any, Any]:
    """Logistic regression, shrunk, with the signs given: Newton's method on the weights not held at 0."""
    shrink = np.full(table.shape[1], SHRINK)
    shrink[0] = 1e-6
    found = np.zeros(table.shape[1])

    def loss(at: np.ndarray[Any, Any]) -> float:
        z = table @ at
        return float((weights * (np.logaddexp(0, z) - same * z)).sum() + (shrink * at * at).sum() / 2)

    for _ in range(100):
        sure = 1 / (1 + np.exp(-np.clip(table @ found, -30, 30)))
        slope = table.T @ (weights * (sure - same)) + shrink * found
        bend = (table * (weights * sure * (1 - sure))[:, None]).T @ table + np.diag(shrink)
        free = ~((signs != 0) & (found * signs <= 0) & (slope * signs > 0))
        step = np.zeros_like(found)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        length, before = 1.0, loss(found)
        while length > 1e-6:
            after = found - length * step
            after[(signs != 0) & (after * signs < 0)] = 0
            if loss(after) < before:
                break
            length /= 2
        if length <= 1e-6 or abs(after - found).max() < 1e-7:
            break
        found = after
    return found


def weights_of(pairs: Pairs, used: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    weights = np.ones(len(pairs.left))
    for part, total in PARTS.items():
        chosen = used & pairs.same & (pairs.parts[pairs.left] == part)
        weights[chosen] = total / max(chosen.sum(), 1)
    return weights


def weights(shared: Path, path: Path) -> None:
    """Write `weights.toml`."""
    pairs = pairs_of(shared, path)
    used = ~pairs.aside[pairs.left] & ~pairs.aside[pairs.right]
    table, signs, keys = design(pairs.values)
    found = fit(table[used], pairs.same[used].astype(float), weights_of(pairs, used)[used], signs)
    (PACKAGE / "weights.toml").write_text(as_toml(found, keys), "utf-8")


HEAD = """# What a feature is worth, in log odds that two articles are of one event. Made by training.stories.
# `at`: values of the feature; `worth`: what they add, straight between; `missing`: where one does not tell.
"""


def as_toml(found: np.ndarray[Any, Any], keys: Sequence[tuple[int, int]]) -> str:
    by_key = dict(zip(keys, found, strict=True))
    lines = [HEAD, f"bias = {by_key[-1, 0]:.3f}"]
    for at, name in enumerate(FEATURES):
        bends = BENDS.get(name, CLOSENESS)
        worth = np.cumsum([0.0, *(by_key[at, step] for step in range(1, len(bends)))])
        lines += [
            "",
            f"[feature.{name}]",
            f"at = [{', '.join(f'{bend:g}' for bend in bends)}]",
            f"worth = [{', '.join(f'{value:.3f}' for value in worth)}]",
            f"missing = {by_key[at, 0]:.3f}",
        ]
    return "\n".join(lines) + "\n"


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
