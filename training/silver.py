"""Casualty figures that the rules find in articles without gold: labels for the harm and roles heads.

The rules are right in more than nine statements of ten (docs/accuracy.md) and know articles as they are
written; the annotated sentences of the corpus are agency prose of one kind. What the heads learn from both
lets them find figures whose words no rule has. Articles on which casualties are measured are left out.

usage: python -m training.silver OUTPUT --shared ../shared
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.development import records
from newsfacts.output.records import as_record
from newsfacts.pipeline import build_nlp, extract
from newsfacts.types import Article


def write(output: Path, corpora: Path) -> None:
    """One line an article of wwn-train: {"id", "casualties": [the fields of a gold statement]}."""
    measured = {record["id"] for record in records(corpora / "casualties" / "dev.jsonl.gz")}
    nlp = build_nlp()
    with output.open("w", encoding="utf-8") as lines:
        for record in records(corpora / "ner" / "wwn-train.jsonl.gz"):
            if record["id"] in measured:
                continue
            facts = extract(Article(record["id"], record["text"]), nlp=nlp)
            statements = [
                {
                    "span": [figure["start"], figure["end"]],
                    "optional": False,
                    **{
                        field: figure[field] for field in ("kind", "victims", "place", "attribution", "cause")
                    },
                    "date": figure["date"] and figure["date"]["text"],
                    "confidence": figure["confidence"],
                }
                for figure in as_record(facts)["casualties"]
            ]
            lines.write(json.dumps({"id": record["id"], "casualties": statements}) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("output", type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments = parser.parse_args()
    write(arguments.output, arguments.shared / "corpora")


if __name__ == "__main__":
    main()
