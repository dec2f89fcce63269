"""The weights of the same-harm scorer, from the tolls of SHARED.

    newsfacts extract ARTICLES --format jsonl -o facts.jsonl      # those of corpora/stories/tolls.json
    python -m training.harms --shared ../shared --facts facts.jsonl

Fitted on one half of the groups, by hash; the other half is set aside.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

import newsfacts.merge
from benchmarks.development import records, set_aside
from newsfacts.merge.harms import HARM_FEATURES, Statement, compare, statements
from newsfacts.merge.profile import count
from newsfacts.merge.statements import Places, Told
from newsfacts.merge.words import Rarity
from newsfacts.output.records import from_record
from newsfacts.types import ArticleFacts, Status
from training.additive import Shape, as_toml, design, fit

# What all pairs of strangers weigh together; the pairs of a group weigh as much as it has statements.
STRANGERS = 100.0
TARGET = Path(newsfacts.merge.__file__).parent / "harm_weights.toml"
STEPS = (0.0, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0)
SHAPE = Shape(
    HARM_FEATURES,
    {
        "numbers_apart": (0, 0.11, 0.3, 0.6, 1, 2),
        "same_number": (0, 0.31, 0.5, 0.8, 1.1, 1.5, 3),
        "one_of_each": (0, 1),
        "scope": (0, 1),
        "days_apart": (0, 0.31, 0.7, 1.1, 1.5, 2.6, 4),
        "told_days_apart": (0, 0.31, 0.7, 1.1, 1.5, 2.6, 4),
        "published_apart": (0, 0.31, 0.61, 0.91, 1.2, 2),
        "place": STEPS,
        "kilometres": (0, 0.5, 1, 1.5, 2, 2.7, 3.3, 4.3),
        "victims": STEPS,
        "lone": (0, 1, 2),
        "cause": STEPS,
        "sentence": STEPS,
        "around": STEPS,
        "in_one_article": (0, 1),
        "two_numbers_in_one": (0, 1),
        "says_update": (0, 1),
        "sentences_between": (0, 0.31, 0.5, 0.8, 1.1, 1.5),
        "lead": (0, 1, 2),
    },
    falling=(
        *("numbers_apart", "days_apart", "told_days_apart", "published_apart", "kilometres"),
        *("two_numbers_in_one", "sentences_between"),
    ),
    free=("one_of_each", "lone", "lead"),
)
HEAD = """# What a feature is worth, in log odds that two figures count the same harm. Made by training.harms.
# `at`: values of the feature; `worth`: what they add, straight between; `missing`: where one does not tell.
"""


def facts_of(shared: Path, path: Path) -> dict[str, ArticleFacts]:
    """The articles of the groups, with the facts that were extracted from them."""
    texts = {record["id"]: record["text"] for record in records(shared / "corpora/plain/news.jsonl.gz")}
    with path.open(encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return {record["id"]: from_record(record, texts[record["id"]]) for record in found}


def gold_statements(
    group: dict[str, Any], facts: dict[str, ArticleFacts], rarity: Rarity
) -> Iterator[tuple[Statement, int]]:
    """The figures of a group that are statements of the gold, each with the number of its toll."""
    ids = sorted({statement["id"] for toll in group["tolls"] for statement in toll["statements"]})
    for index, article_id in enumerate(ids):
        found = facts[article_id]
        places = Places(found)
        reported = [figure for figure in found.casualties if figure.status is Status.REPORTED]
        told = statements([(index, Told(figure, found, places)) for figure in reported], rarity)
        for statement in told:
            span = statement.told.figure.evidence.span
            for number, toll in enumerate(group["tolls"]):
                if any(
                    gold["id"] == article_id
                    and gold["start"] < span.end
                    and span.start < gold["end"]
                    and toll["kind"] == statement.told.figure.kind
                    for gold in toll["statements"]
                ):
                    yield statement, number
                    break


def _strangers(
    by_group: Sequence[Sequence[tuple[Statement, int]]],
) -> Iterator[tuple[Statement, Statement]]:
    """Pairs of one kind from different groups: not of one harm, but for equal numbers (the dead of a war)."""
    for at, group in enumerate(by_group):
        for others in by_group[at + 1 :]:
            for one, _ in group:
                for other, _ in others:
                    mine, theirs = one.told.figure, other.told.figure
                    if mine.kind == theirs.kind and (mine.min, mine.max) != (theirs.min, theirs.max):
                        yield one, other


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--facts", type=Path, required=True)
    arguments = parser.parse_args()
    facts = facts_of(arguments.shared, arguments.facts)
    rarity = Rarity()
    for found in facts.values():
        rarity.add(count(found).words)
    groups = json.loads((arguments.shared / "corpora/stories/tolls.json").read_text("utf-8"))
    rows, same, weights = [], [], []
    used = [group for group in groups if not set_aside(group["id"], 2)]
    by_group = [list(gold_statements(group, facts, rarity)) for group in used]
    strangers = list(_strangers(by_group))
    for one, other in strangers:
        row = compare(one, replace(other, article=one.article + 1))
        rows.append([math.nan if v is None else v for v in row])
        same.append(0.0)
        weights.append(STRANGERS / len(strangers))
    for told in by_group:
        pairs = [
            (one, other)
            for at, one in enumerate(told)
            for other in told[at + 1 :]
            if one[0].told.figure.kind == other[0].told.figure.kind
        ]
        for one, other in pairs:
            rows.append([math.nan if v is None else v for v in compare(one[0], other[0])])
            same.append(float(one[1] == other[1]))
            weights.append(len(told) / len(pairs))
    table, signs, keys = design(np.array(rows), SHAPE)
    found_weights = fit(table, np.array(same), np.array(weights), signs, 0.5)
    TARGET.write_text(as_toml(found_weights, keys, SHAPE, HEAD), "utf-8")
    print(f"{len(rows)} pairs, {sum(same):.0f} of one harm")


if __name__ == "__main__":
    main()
