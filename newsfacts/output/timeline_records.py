"""TimelineEntry as JSON, and as the row of a table."""

from __future__ import annotations

from typing import Annotated, TypedDict

from newsfacts.output.columns import Row
from newsfacts.output.notes import Note
from newsfacts.output.records import SCHEMA_VERSION, Confidence, Day, End, SpanRecord, Start, Text
from newsfacts.timeline import Statement, TimelineEntry
from newsfacts.types import DateBasis, EventStatus, Grain

_Event = Annotated[str | None, Note("What happened then, in the article's words; null = it does not say.")]
_Status = Annotated[
    EventStatus | None,
    Note("Whether it has happened (of an entry: where one says so), is planned, or recurs; null: unclear."),
]


class StatementRecord(TypedDict):
    """One date of one article."""

    article_id: Annotated[str, Note("The `id` of the article.")]
    source: Annotated[str | None, Note("The path as given; - for standard input.")]
    text: Text
    start: Start
    end: End
    value: Annotated[str, Note("EDTF: the entry's, or another form for the same days.")]
    event: _Event
    status: _Status
    basis: Annotated[DateBasis | None, Note("What the value was worked out from.")]
    confidence: Confidence
    sentence: SpanRecord


class TimelineRecord(TypedDict):
    """What happened at one date, by all articles that tell of it."""

    schema_version: Annotated[str, Note("Major.minor; a minor one adds fields.", (("pattern", r"^1\.\d+$"),))]
    value: Annotated[str, Note("EDTF (ISO 8601-2, level 2).")]
    first: Day
    last: Day
    grain: Grain | None
    event: _Event
    status: _Status
    articles: Annotated[list[str], Note("The ids of the articles it stands in.", (("minItems", 1),))]
    statements: Annotated[
        list[StatementRecord], Note("The one whose words are `event` first.", (("minItems", 1),))
    ]


# The columns of the table. From `article_id` on they tell of the first statement; `statements` is how many.
TIMELINE_COLUMNS = (
    *("value", "first", "last", "grain", "event", "status", "articles", "statements"),
    *("article_id", "text", "start", "end", "sentence", "sentence_start", "sentence_end"),
)


def as_timeline_record(entry: TimelineEntry) -> TimelineRecord:
    """`entry` as plain JSON data: every key there."""
    return {
        "schema_version": SCHEMA_VERSION,
        "value": entry.value,
        "first": entry.first.isoformat() if entry.first else None,
        "last": entry.last.isoformat() if entry.last else None,
        "grain": entry.grain,
        "event": entry.event,
        "status": entry.status,
        "articles": list(entry.articles),
        "statements": [_statement(statement) for statement in entry.statements],
    }


def _statement(statement: Statement) -> StatementRecord:
    when = statement.when
    span, sentence = when.evidence.span, when.evidence.sentence
    return {
        "article_id": statement.article.id,
        "source": statement.article.source,
        "text": statement.words,
        "start": span.start,
        "end": span.end,
        "value": when.value or "",
        "event": when.event,
        "status": when.status,
        "basis": when.basis,
        "confidence": when.confidence,
        "sentence": {"text": statement.sentence, "start": sentence.start, "end": sentence.end},
    }


def timeline_row(entry: TimelineEntry) -> Row:
    """`entry` as a row of `TIMELINE_COLUMNS`; ids are joined by "; ", null stays None."""
    record = as_timeline_record(entry)
    told = record["statements"][0]
    row: Row = {
        "value": record["value"],
        "first": record["first"],
        "last": record["last"],
        "grain": record["grain"],
        "event": record["event"],
        "status": record["status"],
        "articles": "; ".join(record["articles"]),
        "statements": len(record["statements"]),
        "article_id": told["article_id"],
        "text": told["text"],
        "start": told["start"],
        "end": told["end"],
        "sentence": told["sentence"]["text"],
        "sentence_start": told["sentence"]["start"],
        "sentence_end": told["sentence"]["end"],
    }
    return {column: row[column] for column in TIMELINE_COLUMNS}
