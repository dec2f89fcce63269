"""How rare words are in news, and the weights of the same-story scorer, from the corpora of SHARED.

    python -m training.stories words --shared ../shared
    newsfacts extract ../shared/corpora/stories/articles.jsonl.gz --format jsonl -o facts.jsonl
    python -m training.stories weights --shared ../shared --facts facts.jsonl --facts wire.jsonl

The weights are fitted on one half of the events of each part, by hash; the other half is set aside.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

import newsfacts.merge
from benchmarks.development import records, set_aside
from newsfacts.merge.blocking import candidates
from newsfacts.merge.features import FEATURES, features
from newsfacts.merge.profile import Profile, count, profile
from newsfacts.merge.words import Rarity, stems
from newsfacts.output.records import from_record
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
        "told_before": (0, 0.31, 0.6, 0.9, 1.2, 1.5, 2, 2.6, 3.6),
        "published_apart": (0, 0.31, 0.6, 0.9, 1.2, 1.5, 2, 2.6, 3.6),
        "news_apart": (0, 0.31, 0.6, 0.9, 1.2, 1.5, 2, 2.6, 3.6),
        "apart_without_day": (0, 0.31, 0.6, 0.9, 1.2, 1.5, 2, 2.6, 3.6),
        "as_close_as_nearest": (0, 0.2, 0.4, 0.6, 0.8, 1),
        "as_close_as_nearest_of_both": (0, 0.2, 0.4, 0.6, 0.8, 1),
    },
    falling=(
        *("distance", "days_of_harm_apart", "told_before", "published_apart"),
        *("news_apart", "apart_without_day"),
    ),
)
# Pairs of one event weigh so much in each part, whose stories are of very different size.
PARTS = {"ecb": 300.0, "g5w1h": 200.0, "politics": 75.0, "shootings": 50.0, "wire": 50.0}
# Wire articles of two groups that came out closer together may be of one event all the same.
UNCLEAR_DAYS = 14
# Small collections: so many events, so many times for each part; their weight beside the whole collection.
SAMPLE_EVENTS = (2, 6, 15)
SAMPLES = 6
SAMPLED = 0.6
# The bias is lowered by so much, so that 0.5 is the threshold: of 0.2 to 0.45 the half tuned on is best at
# 0.4 (.978, .978, .989, .963); from 0.3 on it is about as good.
STRICTER = 0.4


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
    """Pairs of development articles. `values`: features, NaN where not told; `used`: not set aside."""

    values: Array
    same: Array
    parts: Array
    used: Array


Gold = dict[str, Any]


def profiles_of(facts: Sequence[ArticleFacts]) -> list[Profile]:
    rarity = Rarity()
    counts = [count(found) for found in facts]
    for counted in counts:
        rarity.add(counted.words)
    return [profile(found, counted, rarity) for found, counted in zip(facts, counts, strict=True)]


def facts_of(shared: Path, paths: Sequence[Path]) -> list[tuple[Gold, ArticleFacts]]:
    """The development articles of the stories and the tolls, with the facts extracted from them, by id."""
    corpora = shared / "corpora"
    known = {record["id"]: record for record in records(corpora / "stories" / "articles.jsonl.gz")}
    groups = json.loads((corpora / "stories" / "tolls.json").read_text("utf-8"))
    events = {
        article: {"event_id": f"{group['id']} {number}", "part": "wire", "group": group["id"]}
        for group in groups
        for number, event in enumerate(group["events"])
        for article in event["articles"]
    }
    for record in records(corpora / "plain" / "news.jsonl.gz"):
        if record["id"] in events:
            known[record["id"]] = {**record, **events[record["id"]]}
    made = {}
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                article = known[record["id"]]
                made[record["id"]] = article, from_record(record, article["text"])
    return [made[key] for key in sorted(made)]


def pairs_of(told: Sequence[tuple[Gold, ArticleFacts]]) -> Pairs:
    """The pairs worth comparing of a collection."""
    gold = [article for article, _ in told]
    profiles = profiles_of([facts for _, facts in told])
    pairs = list(candidates(profiles))
    table = [[math.nan if v is None else v for v in row] for row in features(profiles, pairs)]
    return Pairs(
        np.array(table),
        np.array([gold[i]["event_id"] == gold[j]["event_id"] for i, j in pairs]),
        np.array([gold[i]["part"] for i, j in pairs]),
        np.array(
            [not is_aside(gold[i]) and not is_aside(gold[j]) and is_clear(gold[i], gold[j]) for i, j in pairs]
        ),
    )


def is_aside(article: Gold) -> bool:
    """By event; of the wire by group of events, as for the tolls."""
    return set_aside(str(article.get("group") or article["event_id"]), 2)


def is_clear(one: Gold, other: Gold) -> bool:
    """Whether it is known that two are of one event or not: two groups of wire articles may tell of one."""
    if not (one.get("group") and other.get("group")) or one["group"] == other["group"]:
        return True
    return (
        abs((date.fromisoformat(one["published"]) - date.fromisoformat(other["published"])).days)
        > UNCLEAR_DAYS
    )


def samples(told: Sequence[tuple[Gold, ArticleFacts]]) -> Iterator[list[tuple[Gold, ArticleFacts]]]:
    """Small collections of the articles not set aside: what is near depends on what else is there."""
    used = [item for item in told if not is_aside(item[0])]
    random = Random(7)
    for part in PARTS:
        events = sorted({item[0]["event_id"] for item in used if item[0]["part"] == part})
        for size in SAMPLE_EVENTS:
            for _ in range(SAMPLES):
                chosen = set(random.sample(events, min(size, len(events))))
                yield [item for item in used if item[0]["event_id"] in chosen]


def weights_of(pairs: Pairs, positive: Mapping[str, float]) -> Array:
    """1 for two events, what `positive` says for one, by part; 0 where set aside."""
    same = np.array([positive[part] for part in pairs.parts])
    return np.where(pairs.used, np.where(pairs.same, same, 1.0), 0.0)


def weights(shared: Path, paths: Sequence[Path]) -> None:
    """Write `weights.toml`."""
    told = facts_of(shared, paths)
    whole = pairs_of(told)
    counted = Counter(whole.parts[whole.used & whole.same])
    positive = {part: total / max(counted[part], 1) for part, total in PARTS.items()}
    parts = [part for sample in samples(told) if len((part := pairs_of(sample)).used)]
    weight = [weights_of(pairs, positive) for pairs in (whole, *parts)]
    share = SAMPLED * weight[0].sum() / sum(other.sum() for other in weight[1:])
    weigh = np.concatenate([weight[0], *(other * share for other in weight[1:])])
    values = np.vstack([pairs.values for pairs in (whole, *parts)])
    same = np.concatenate([pairs.same for pairs in (whole, *parts)])
    used = weigh > 0
    table, signs, keys = design(values[used], SHAPE)
    found = fit(table, same[used].astype(float), weigh[used], signs)
    found[0] -= STRICTER
    (PACKAGE / "weights.toml").write_text(as_toml(found, keys, SHAPE, HEAD), "utf-8")
    print(f"{used.sum()} pairs, {same[used].sum()} of one event")


HEAD = """# What a feature is worth, in log odds that two articles are of one event. Made by training.stories.
# `at`: values of the feature; `worth`: what they add, straight between; `missing`: where one does not tell.
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("words", "weights"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--facts", type=Path, action="append")
    arguments = parser.parse_args()
    if arguments.what == "words":
        words(arguments.shared)
    elif arguments.facts is None:
        parser.error("weights needs --facts")
    else:
        weights(arguments.shared, arguments.facts)


if __name__ == "__main__":
    main()
