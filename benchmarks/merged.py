"""Accuracy of `newsfacts merge`: how articles are put together, and their tolls.

Both run the command over all articles of the set at once. A part (tuned on, set aside) has the articles of
its events, by hash of the event or group; what they were wrongly put together with counts all the same.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.development import records, set_aside

Record = dict[str, Any]
Scores = dict[str, float]
# Name -> (documents, scores), of all, tuned on, set aside.
Parts = dict[str, tuple[int, Scores]]

STORIES, TOLLS = "stories (four parts)", "tolls (wire articles)"
# Events, and groups of toll articles: one in two is set aside.
ASIDE_IN = 2


def measure(name: str, shared: Path, folder: Path) -> tuple[str, Parts]:
    """The digest of the gold, and the scores of `STORIES` or `TOLLS`, by part."""
    corpora = shared / "corpora"
    if name == STORIES:
        path = corpora / "stories" / "articles.jsonl.gz"
        gold = list(records(path))
        merged = merge(gold, folder)
        return hashlib.sha256(gzip.decompress(path.read_bytes())).hexdigest()[:16], stories(gold, merged)
    path = corpora / "stories" / "tolls.json"
    groups = json.loads(path.read_text("utf-8"))
    ids = {article for group in groups for event in group["events"] for article in event["articles"]}
    told = [record for record in records(corpora / "plain" / "news.jsonl.gz") if record["id"] in ids]
    merged = merge(told, folder)
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16], tolls(groups, merged, shared, folder)


def merge(articles: Sequence[Record], folder: Path) -> Path:
    """The JSON of `newsfacts merge` over `articles`."""
    given, out = folder / "articles.jsonl", folder / "stories.json"
    known = ("id", "url", "published", "title", "text")
    lines = (json.dumps({key: article.get(key) for key in known}) for article in articles)
    given.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    command = [sys.executable, "-m", "newsfacts", "merge", str(given), "-o", str(out), "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise SystemExit(f"newsfacts merge ended with {done.returncode}:\n{done.stderr}")
    return out


def stories(gold: Sequence[Record], merged: Path) -> Parts:
    """B³ (as in score_stories.py) of each part of the corpus."""
    told = json.loads(merged.read_text("utf-8"))["stories"]
    story = {article["id"]: item["id"] for item in told for article in item["articles"]}
    scored: Parts = {}
    for part, wanted in (("all", None), ("tuned on", False), ("set aside", True)):
        chosen = [g for g in gold if wanted is None or set_aside(str(g["event_id"]), ASIDE_IN) == wanted]
        scores = {}
        for corpus in sorted({g["part"] for g in gold}):
            scores |= b_cubed(corpus, gold, story, [g for g in chosen if g["part"] == corpus])
        scored[part] = len(chosen), scores
    return scored


def b_cubed(corpus: str, gold: Sequence[Record], story: dict[str, str], chosen: Sequence[Record]) -> Scores:
    """Precision, recall and F1 over the articles `chosen`, each held against all of `gold`."""
    events = Counter(g["event_id"] for g in gold)
    sizes = Counter(story[g["id"]] for g in gold)
    both = Counter((g["event_id"], story[g["id"]]) for g in gold)
    shared = [(both[g["event_id"], story[g["id"]]], g) for g in chosen]
    precision = sum(n / sizes[story[g["id"]]] for n, g in shared) / len(shared)
    recall = sum(n / events[g["event_id"]] for n, g in shared) / len(shared)
    return {
        f"{corpus}: B³ F1": round(2 * precision * recall / (precision + recall), 4),
        f"{corpus}: precision": round(precision, 4),
        f"{corpus}: recall": round(recall, 4),
    }


def tolls(groups: Sequence[Record], merged: Path, shared: Path, folder: Path) -> Parts:
    """The figures of score_tolls.py."""
    scored: Parts = {}
    for part, wanted in (("all", None), ("tuned on", False), ("set aside", True)):
        chosen = [g for g in groups if wanted is None or set_aside(g["id"], ASIDE_IN) == wanted]
        gold = folder / "groups.json"
        gold.write_text(json.dumps(chosen), "utf-8")
        command = [sys.executable, str(shared / "eval" / "score_tolls.py"), str(gold), str(merged), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"score_tolls.py: {done.stderr.strip()}")
        result = json.loads(done.stdout)
        several = {f"{key}, told by several": result["several"][key] or 0.0 for key in ("best", "relation")}
        scored[part] = (
            len(chosen),
            {
                "statements found": result["found"],
                "statements by harm, B³ F1": result["b3"]["f1"],
                "best right": result["all"]["best"],
                "relation right": result["all"]["relation"],
                **several,
            },
        )
    return scored
