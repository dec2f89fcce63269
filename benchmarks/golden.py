"""The golden file, tests/golden.json: what `extract` made of every development article, a digest each.

    python -m benchmarks.golden --write          writes it anew: say in the commit which facts changed and why
    python -m benchmarks.golden --save FOLDER    the JSON Lines of each set, to compare two commits

Moving and splitting code must change no byte of the facts. The digests hold where the network gives the
very numbers that it gave when the file was written: another processor may round otherwise (`processor`),
and a label or a third decimal of a confidence differs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.development import records

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden.json"

# Made-up articles first: these are there for everybody.
OWN = ("seeds", "tests/layouts")
SETS = (
    "casualties/dev",
    "casualties/articles",
    "dates/timebank",
    "dates/aquaint",
    "facts/dev",
    "ner/wwn-dev",
)
DIGITS = 12  # of a digest: enough for a change to show


def digest(line: str) -> str:
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def articles_of(name: str, shared: Path) -> Iterator[dict[str, Any]]:
    """The articles of a set: records of `id`, `text`, `published`, `url`."""
    if name in OWN:
        for path in sorted((ROOT / name).glob("*.txt")):
            yield {"id": path.stem, "text": path.read_text("utf-8"), "published": "2024-09-02", "url": None}
        return
    for record in records(shared / "corpora" / f"{name}.jsonl.gz"):
        published = record.get("dct") or record.get("published")
        yield {"id": record["id"], "text": record["text"], "published": published, "url": record.get("url")}


def facts_of(articles: Iterable[dict[str, Any]], nlp: Any) -> Iterator[tuple[str, str]]:
    """The id of each article, and the line that `extract --format jsonl` writes of it."""
    from newsfacts.output.records import as_record
    from newsfacts.pipeline import extract_many
    from newsfacts.types import Article, Published, PublishedBasis

    for record in articles:
        day = record["published"]
        article = Article(
            id=str(record["id"]),
            text=record["text"],
            published=Published(day, PublishedBasis.METADATA) if day else Published(None, None),
            source=record["url"],
        )
        for facts in extract_many([article], nlp=nlp):
            yield article.id, json.dumps(as_record(facts), ensure_ascii=False, separators=(",", ":"))


def processor() -> str:
    """A digest of what the shipped network makes of fixed inputs on this processor, to the last bit."""
    import numpy as np

    from newsfacts.tagger.encoder import Encoder, model_folder

    random = np.random.default_rng(7)
    session = Encoder(model_folder("news-en")).session
    scores = []
    for words in (1, 3, 11, 40, 90):
        inputs = {
            "pieces": random.integers(5, 2000, words),
            "shapes": random.integers(0, 5, words),
            "lexicon": np.zeros(words, dtype=np.int64),
            "first": np.arange(words),
        }
        scores.append(session.run(None, inputs)[0].tobytes())
    return hashlib.sha256(b"".join(scores)).hexdigest()[:DIGITS]


def main() -> None:
    from newsfacts.pipeline import build_nlp

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", action="store_true", help="write tests/golden.json anew")
    parser.add_argument("--save", type=Path, help="a folder for the facts themselves")
    arguments = parser.parse_args()
    nlp = build_nlp()
    golden: dict[str, Any] = {"processor": processor(), "sets": {}}
    for name in (*OWN, *SETS):
        facts = dict(facts_of(articles_of(name, arguments.shared), nlp))
        golden["sets"][name] = {article_id: digest(line) for article_id, line in facts.items()}
        if arguments.save:
            arguments.save.mkdir(parents=True, exist_ok=True)
            lines = "".join(line + "\n" for line in facts.values())
            (arguments.save / f"{name.replace('/', '-')}.jsonl").write_text(lines, "utf-8")
    if arguments.write:
        GOLDEN.write_text(json.dumps(golden, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    main()
