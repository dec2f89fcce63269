"""For which regions the names come out worse: `python -m benchmarks.regions --shared ../shared`.

Runs the tagger over the newswire set wwn-dev, whose articles tell the region of their newspaper, and prints
the strict scores of names (span and label: PERSON, ORG, LOC) by region, with 95 % intervals from resampled
articles.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
from collections import defaultdict
from pathlib import Path
from typing import Any

LABELS = ("PERSON", "ORG", "LOC")
ROUNDS = 1000
Counts = tuple[int, int, int]  # found and right, found, there


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    path = parser.parse_args().shared / "corpora" / "ner" / "wwn-dev.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    regions: dict[str, list[Counts]] = defaultdict(list)
    for article, found in zip(articles, names_of(articles), strict=True):
        gold = {(start, end, label) for start, end, label in article["spans"] if label in LABELS}
        regions[article["region"]].append((len(gold & found), len(found), len(gold)))
    everything = [counts for part in regions.values() for counts in part]
    columns = ("region of the newspaper", "articles", "names", "precision", "recall", "F1", "95 % interval")
    print(f"| {' | '.join((*columns, 'median article', 'F1 without the worst article'))} |")
    print("|---|" + "--:|" * (len(columns) + 1))
    for region, part in sorted(regions.items(), key=lambda item: -len(item[1])):
        print(row(region, part))
    print(row("all", everything))


def names_of(articles: list[dict[str, Any]]) -> list[set[tuple[int, int, str]]]:
    """The tagger's spans in each article: what the set annotates, before names are gathered to entities."""
    from newsfacts.doc import store
    from newsfacts.pipeline import build_nlp

    nlp = build_nlp(keep_furniture=True)
    found = []
    for article in articles:
        doc = nlp.make_doc(article["text"])
        with nlp.select_pipes(enable=["newsfacts_sentences", "newsfacts_tagger"]):
            doc = nlp(doc)
        names = store.labelled(doc, store.NAMES)
        found.append({(n.span.start_char, n.span.end_char, n.label) for n in names if n.label in LABELS})
    return found


def row(name: str, part: list[Counts]) -> str:
    precision, recall, f1 = scores(part)
    drawn = random.Random(0)
    spread = sorted(scores(drawn.choices(part, k=len(part)))[2] for _ in range(ROUNDS))
    low, high = spread[int(0.025 * ROUNDS)], spread[int(0.975 * ROUNDS)]
    by_article = sorted((scores([counts])[2], counts) for counts in part)
    without = scores([counts for _, counts in by_article[1:]])[2]
    middle = statistics.median(score for score, _ in by_article)
    names = sum(there for _, _, there in part)
    figures = " | ".join(f"{100 * score:.1f}" for score in (precision, recall, f1))
    between = f"{100 * low:.1f} to {100 * high:.1f}"
    robust = f"{100 * middle:.1f} | {100 * without:.1f}"
    return f"| {name} | {len(part)} | {names:,} | {figures} | {between} | {robust} |"


def scores(part: list[Counts]) -> tuple[float, float, float]:
    """Precision, recall and F1 over all names of `part`; 0 where there are none."""
    right, found, there = (sum(counts) for counts in zip(*part, strict=True))
    precision, recall = right / found if found else 0.0, right / there if there else 0.0
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


if __name__ == "__main__":
    main()
