"""Rows of a table in, rows with facts out: for engines that have their own tables, such as Spark, Dask or Ray
Data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from newsfacts.errors import InputError
from newsfacts.jobs.work import Failure, Read, Work
from newsfacts.output.records import as_record
from newsfacts.readers import MAX_CHARS, Fields, Input
from newsfacts.readers.fields import RecordReader

_INPUT = Input("rows", "row")


class Rows:
    """Calls with rows give as many rows back, in order: `id`, `facts` (the record of `--format json` as text,
    or None) and `error` (why there are none, or None).

    Rows are records as in JSON Lines: `id`, `text`, `title`, `published`, `url` under the names known there;
    what is missing is None or NaN. `options`: those of `Work`. It can be pickled; the pipeline is built once
    a process.
    """

    def __init__(self, **options: Any) -> None:
        self.work = Work(**options)

    def __call__(self, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str | None]]:
        read = _ready(self.work)
        return [_row(read, row, number) for number, row in enumerate(rows, 1)]


@cache
def _ready(work: Work) -> Read:
    return work.ready()


def _row(read: Read, row: Mapping[str, Any], number: int) -> dict[str, str | None]:
    reader = RecordReader(Fields(), MAX_CHARS, None, _nobody, _INPUT, facts=False)
    given = {str(key): _plain(value) for key, value in row.items() if not _missing(value)}
    id = None if given.get("id") is None else str(given["id"])
    try:
        article = reader.article(given, number)
    except InputError as error:
        return {"id": id, "facts": None, "error": str(error)}
    outcome = read(article)
    if isinstance(outcome, Failure):
        return {"id": id, "facts": None, "error": outcome.text}
    return {"id": id, "facts": json.dumps(as_record(outcome), ensure_ascii=False), "error": None}


def _missing(value: Any) -> bool:
    """Whether a table has nothing there: None, NaN, pandas' NA and NaT."""
    return (
        value is None
        or type(value).__name__ in ("NAType", "NaTType")
        or (isinstance(value, float) and value != value)
    )


def _plain(value: Any) -> Any:
    """`value` as JSON would have it: a timestamp is text."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _nobody(_error: InputError) -> None:
    """Errors of a row are raised: each row is one article."""
