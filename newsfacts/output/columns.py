"""Facts as the rows of tables: a table a kind of fact, one of articles, one of mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from hashlib import sha256
from typing import Any

from newsfacts.output.records import as_record, warnings_of
from newsfacts.types import KINDS, ArticleFacts, Evidence, SlotConfidence

Cell = str | int | float | bool | None
Row = dict[str, Cell]

# The rows of an entity end in its first mention; `mentions` is how many there are.
_FOUND = ("text", "start", "end", "sentence", "sentence_start", "sentence_end")
_NAMED = ("confidence", "mentions", *_FOUND)
# What stands in columns of its own, or in JSON alone.
_UNTOLD = ("sentence", "edited", "edit", "pronouns")
_POINT = ("latitude", "longitude", "precision")

# How sure each slot of a figure is: `confidence_of` of the JSON.
SLOT_CONFIDENCES = tuple(f"{field.name}_confidence" for field in fields(SlotConfidence))

# The columns of each table, the articles' first. `article_id` and `fact` (1, 2, … within article and kind)
# are the key of a fact; mentions refer to it with `kind`. A column is called as in the JSON wherever it is
# there.
COLUMNS: dict[str, tuple[str, ...]] = {
    "articles": (
        *("id", "source", "url", "title", "author", "published", "published_basis", "characters", "sha256"),
        *("skipped", "warnings"),
    ),
    "people": ("article_id", "fact", "name", "role", "age", "nationality", "aliases", *_NAMED),
    "places": (
        *("article_id", "fact", "name", "kind", "country", "admin1", *_POINT, "geonames"),
        *("location_confidence", "metonymy", "aliases", *_NAMED),
    ),
    "organizations": ("article_id", "fact", "name", "kind", "aliases", *_NAMED),
    "casualties": (
        *("article_id", "fact", "kind", "min", "max", "approximate", "victims", "place", "location"),
        *(
            "country",
            "admin1",
            *_POINT,
            "date",
            "date_value",
            "date_first",
            "date_last",
            "attribution",
            "cause",
            "status",
            "scope",
            "group",
            "confidence",
        ),
        *SLOT_CONFIDENCES,
        *_FOUND,
    ),
    "dates": (
        *("article_id", "fact", "type", "timex", "value", "first", "last", "grain", "event", "status"),
        *("basis", "confidence", *_FOUND),
    ),
    "mentions": ("article_id", "kind", "fact", "mention", "name", *_FOUND),
}

# What makes a row of each table one of its kind.
KEYS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(KINDS, ("article_id", "fact")),
    "articles": ("id",),
    "mentions": ("article_id", "kind", "fact", "mention"),
}

# A column has one type, in whatever table it is; those not named here are text.
_TYPES: dict[str, type[int] | type[float] | type[bool]] = {
    **dict.fromkeys(("fact", "mention", "mentions", "statements", "skipped", "characters", "geonames"), int),
    **dict.fromkeys(("start", "end", "sentence_start", "sentence_end"), int),
    **dict.fromkeys(("min", "max", "group", "age"), int),
    **dict.fromkeys(("toll", "statement", "to", "low", "high", "best_min", "best_max", "sources"), int),
    **dict.fromkeys(("latitude", "longitude", "confidence", "location_confidence"), float),
    **dict.fromkeys(SLOT_CONFIDENCES, float),
    **dict.fromkeys(("approximate", "best_approximate", "metonymy"), bool),
}


def type_of(column: str) -> type[str] | type[int] | type[float] | type[bool]:
    """The type of what stands in `column` of any table, where it is not null."""
    return _TYPES.get(column, str)


def tables_of(kinds: Iterable[str]) -> tuple[str, ...]:
    """The tables that tell all of `kinds` of fact, in the order of `COLUMNS`."""
    wanted = {"articles", *kinds, "mentions"}
    return tuple(table for table in COLUMNS if table in wanted)


def rows(facts: ArticleFacts, table: str, columns: Sequence[str] = ()) -> Iterator[Row]:
    """The rows of a table of `COLUMNS`; lists are joined by "; ", null stays None. `columns`: those alone."""
    found = _rows(facts, table)
    return ({column: row[column] for column in columns} for row in found) if columns else found


def _rows(facts: ArticleFacts, table: str) -> Iterator[Row]:
    if table == "articles":
        yield _article_row(facts)
    elif table == "mentions":
        yield from _mention_rows(facts)
    else:
        yield from _fact_rows(facts, table)


def _article_row(facts: ArticleFacts) -> Row:
    article = facts.article
    return {
        "id": article.id,
        "source": article.source,
        "url": article.url,
        "title": article.title,
        "author": article.author,
        "published": facts.published.date,
        "published_basis": facts.published.basis,
        "characters": len(article.text),
        "sha256": sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "skipped": len(facts.skipped),
        "warnings": "; ".join(warnings_of(facts)),
    }


def _fact_rows(facts: ArticleFacts, kind: str) -> Iterator[Row]:
    record: dict[str, Any] = dict(as_record(facts))
    for number, (fact, data) in enumerate(zip(getattr(facts, kind), record[kind], strict=True), 1):
        row: Row = {"article_id": facts.article.id, "fact": number}
        for name, value in data.items():
            if name == "mentions":
                row[name] = len(value)
            elif name == "date":
                row |= {"date": value and value["text"]}
                row |= {f"date_{key}": value and value[key] for key in ("value", "first", "last")}
            elif name == "confidence_of":
                row |= {f"{slot}_confidence": sure for slot, sure in value.items()}
            elif name == "location":
                row |= {"location": value and value["name"], **_but_name(value)}
            elif name not in _UNTOLD:
                row[name] = "; ".join(value) if isinstance(value, list) else value
        evidence = fact.evidence if kind in ("casualties", "dates") else next(iter(fact.mentions), None)
        yield {**dict.fromkeys(COLUMNS[kind]), **row, **_found(facts.article.text, evidence)}


def _but_name(location: Mapping[str, Any] | None) -> Row:
    return {key: value for key, value in (location or {}).items() if key != "name"}


def _mention_rows(facts: ArticleFacts) -> Iterator[Row]:
    for kind in KINDS:
        for number, fact in enumerate(getattr(facts, kind), 1):
            for place, mention in enumerate(getattr(fact, "mentions", ()), 1):
                yield {
                    "article_id": facts.article.id,
                    "kind": kind,
                    "fact": number,
                    "mention": place,
                    "name": fact.name,
                    **_found(facts.article.text, mention),
                }


def _found(text: str, evidence: Evidence | None) -> Row:
    if evidence is None:
        return {}
    span, sentence = evidence.span, evidence.sentence
    return {
        "text": span.of(text),
        "start": span.start,
        "end": span.end,
        "sentence": sentence.of(text),
        "sentence_start": sentence.start,
        "sentence_end": sentence.end,
    }
