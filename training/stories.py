"""How rare words are in news, and the weights of the same-story scorer, from the corpora of SHARED.

    python -m training.stories words --shared ../shared
    newsfacts extract ../shared/corpora/stories/articles.jsonl.gz --format jsonl -o facts.jsonl
    python -m training.stories beginnings --shared ../shared > beginnings.jsonl
    python -m training.stories weights --shared ../shared --facts facts.jsonl … --facts beginnings.facts.jsonl

Articles of local papers (LGL, of the corpora of places) are each of an event of its own: one town, even one
day, is no event. Beginnings of articles are read besides, as much news is short. The weights are
fitted on one half of the events of each part, by hash, and on the articles of one half of the papers; the
other half is set aside.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

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
        "scene_elsewhere": (0, 0.5, 1, 1.5, 2, 2.7, 3.3, 4.3),
        "days_of_harm_apart": (0, 0.31, 0.7, 1, 1.5, 2, 3, 4),
        "told_before": (0, 0.31, 0.6, 0.9, 1.2, 1.5, 2, 2.6, 3.6),
        "published_apart": (0, 0.31, 0.6, 0.9, 1.2, 1.5, 2, 2.6, 3.6),
        "news_apart": (0, 0.31, 0.6, 0.9, 1.2, 1.5, 2, 2.6, 3.6),
        "apart_without_day": (0, 0.31, 0.6, 0.9, 1.2, 1.5, 2, 2.6, 3.6),
        "as_close_as_nearest": (0, 0.2, 0.4, 0.6, 0.8, 1),
        "as_close_as_nearest_of_both": (0, 0.2, 0.4, 0.6, 0.8, 1),
    },
    falling=(
        *("distance", "scene_elsewhere", "days_of_harm_apart", "told_before", "published_apart"),
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
# Articles of local papers: as many in a collection; what is more alike in its words may be of one event.
LOCAL, LOCAL_SIZES, ALIKE = "local", (2, 2, 3, 5), 0.35
BEGINNING, SHORT = 420, "~short"  # characters of a beginning; what its id ends in
LOCAL_WEIGHT = 3.0  # of two articles of them, beside two of other events
UNDATED = 0.4  # of the articles of a small collection are read once more without their day
# The bias is raised by so much, so that 0.5 is the threshold: from 0 to 0.3 the parts of the half tuned on
# are about as good, and two articles of one local paper are joined the less, the lower it is.
LOOSER = 0.3


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


def beginning(text: str) -> str:
    """The first sentences of a text, as a short report has."""
    ends = [match.end() for match in re.finditer(r"[.!?]['\"”]?(?=\s)", text[:BEGINNING])]
    return text[: ends[-1]] if ends else text[:BEGINNING]


def beginnings(shared: Path) -> None:
    """Print the beginnings of the development articles, as JSON Lines for `newsfacts extract`."""
    for record in articles_of(shared).values():
        told = {key: record[key] for key in ("url", "title", "published") if record.get(key)}
        text = beginning(record["text"])
        if len(text) < len(record["text"]):
            print(json.dumps({"id": record["id"] + SHORT, "text": text, **told}))


def articles_of(shared: Path) -> dict[str, Gold]:
    """The development articles of the stories, the tolls and the local papers, by id."""
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
    for record in records(corpora / "places" / "toponyms.jsonl.gz"):
        if record["corpus"] == "lgl":
            paper = urlsplit(record["url"]).hostname or ""
            known[record["id"]] = {**record, "event_id": record["id"], "part": LOCAL, "group": paper}
    return known


def facts_of(shared: Path, paths: Sequence[Path]) -> list[tuple[Gold, ArticleFacts]]:
    """The development articles, and their beginnings, with the facts extracted from them, by id."""
    known, made = articles_of(shared), {}
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                article = known[record["id"].removesuffix(SHORT)]
                if record["id"].endswith(SHORT):
                    article = {**article, "text": beginning(article["text"]), "short": True}
                made[record["id"]] = article, from_record(record, article["text"])
    return [made[key] for key in sorted(made)]


def pairs_of(told: Sequence[tuple[Gold, ArticleFacts]]) -> Pairs:
    """The pairs worth comparing of a collection."""
    gold = [article for article, _ in told]
    profiles = profiles_of([facts for _, facts in told])
    return compared(gold, profiles)


def compared(gold: Sequence[Gold], profiles: Sequence[Profile]) -> Pairs:
    """The pairs worth comparing of a collection, whose articles have these profiles."""
    pairs = list(candidates(profiles))
    table = [[math.nan if v is None else v for v in row] for row in features(profiles, pairs)]
    used = [
        not is_aside(gold[i]) and not is_aside(gold[j]) and is_clear(gold[i], gold[j], row[0])
        for (i, j), row in zip(pairs, table, strict=True)
    ]
    return Pairs(
        np.array(table),
        np.array([gold[i]["event_id"] == gold[j]["event_id"] for i, j in pairs]),
        np.array([gold[i]["part"] for i, j in pairs]),
        np.array(used),
    )


def is_aside(article: Gold) -> bool:
    """By event; of the wire by group of events, as for the tolls."""
    return set_aside(str(article.get("group") or article["event_id"]), 2)


def is_clear(one: Gold, other: Gold, words: float) -> bool:
    """Whether it is known that two are of one event or not: two groups of wire articles may tell of one, and
    two articles of a local paper whose words are much alike.
    """
    if one["part"] == other["part"] == LOCAL:
        return words < ALIKE
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


def local_samples(told: Sequence[tuple[Gold, ArticleFacts]]) -> Iterator[list[tuple[Gold, ArticleFacts]]]:
    """Small collections of articles of one local paper not set aside, and of several."""
    papers: defaultdict[str, list[tuple[Gold, ArticleFacts]]] = defaultdict(list)
    for item in told:
        if item[0]["part"] == LOCAL and not is_aside(item[0]):
            papers[item[0]["group"]].append(item)
    random, articles = Random(7), [item for paper in papers.values() for item in paper]
    for size in LOCAL_SIZES:
        for paper in papers.values():
            yield random.sample(paper, min(size, len(paper)))
            yield random.sample(articles, min(size, len(articles)))


def undated(profile: Profile) -> Profile:
    """A profile as it is of an article of which nobody knows when it came out."""
    return replace(profile, published=None, news=None, days={}, harmed=())


def small_pairs(told: Sequence[tuple[Gold, ArticleFacts]]) -> Iterator[Pairs]:
    """The pairs of small collections, dated and, in part, undated."""
    random = Random(7)
    short = [item for item in told if item[0].get("short")]
    whole = [item for item in told if not item[0].get("short")]
    for sample in (s for told in (whole, short) for s in (*samples(told), *local_samples(told))):
        gold, profiles = [article for article, _ in sample], profiles_of([facts for _, facts in sample])
        some = [undated(p) if random.random() < UNDATED else p for p in profiles]
        yield from (pairs for pairs in (compared(gold, profiles), compared(gold, some)) if len(pairs.used))


def weights_of(pairs: Pairs, positive: Mapping[str, float]) -> Array:
    """1 for two events, what `positive` says for one, by part; 0 where set aside."""
    same = np.array([positive.get(part, 0.0) for part in pairs.parts])
    other = np.where(pairs.parts == LOCAL, LOCAL_WEIGHT, 1.0)
    return np.where(pairs.used, np.where(pairs.same, same, other), 0.0)


def weights(shared: Path, paths: Sequence[Path]) -> None:
    """Write `weights.toml`."""
    told = facts_of(shared, paths)
    whole = pairs_of([one for one in told if one[0]["part"] != LOCAL and not one[0].get("short")])
    counted = Counter(whole.parts[whole.used & whole.same])
    positive = {part: total / max(counted[part], 1) for part, total in PARTS.items()}
    parts = list(small_pairs(told))
    weight = [weights_of(pairs, positive) for pairs in (whole, *parts)]
    share = SAMPLED * weight[0].sum() / sum(other.sum() for other in weight[1:])
    weigh = np.concatenate([weight[0], *(other * share for other in weight[1:])])
    values = np.vstack([pairs.values for pairs in (whole, *parts)])
    same = np.concatenate([pairs.same for pairs in (whole, *parts)])
    used = weigh > 0
    table, signs, keys = design(values[used], SHAPE)
    found = fit(table, same[used].astype(float), weigh[used], signs)
    found[0] += LOOSER
    (PACKAGE / "weights.toml").write_text(as_toml(found, keys, SHAPE, HEAD), "utf-8")
    print(f"{used.sum()} pairs, {same[used].sum()} of one event")


HEAD = """# What a feature is worth, in log odds that two articles are of one event. Made by training.stories.
# `at`: values of the feature; `worth`: what they add, straight between; `missing`: where one does not tell.
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("words", "beginnings", "weights"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--facts", type=Path, action="append")
    arguments = parser.parse_args()
    if arguments.what == "words":
        words(arguments.shared)
    elif arguments.what == "beginnings":
        beginnings(arguments.shared)
    elif arguments.facts is None:
        parser.error("weights needs --facts")
    else:
        weights(arguments.shared, arguments.facts)


if __name__ == "__main__":
    main()
