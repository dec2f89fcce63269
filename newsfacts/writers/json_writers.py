"""JSON, JSON Lines, and JSON Lines of rows: UTF-8, nothing escaped that need not be."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import TextIO

from newsfacts.interrupts import uninterrupted
from newsfacts.output.columns import COLUMNS, rows
from newsfacts.output.picking import with_columns
from newsfacts.output.records import as_record
from newsfacts.types import ArticleFacts
from newsfacts.writers.streams import put


def write_json(facts: Iterable[ArticleFacts], stream: TextIO, *, only: Collection[str]) -> None:
    """One list of all articles, an article at a time. It is closed whatever happens, also at Ctrl-C."""
    before = "[\n"
    try:
        for found in facts:
            text = before + json.dumps(as_record(found), ensure_ascii=False, indent=2)
            with uninterrupted():
                before = ",\n"
                put(stream, text)
    except BaseException as error:
        if before == ",\n" or isinstance(error, KeyboardInterrupt):
            put(stream, "\n]\n" if before == ",\n" else "[]\n")
        raise
    put(stream, "\n]\n" if before == ",\n" else "[]\n")


def write_jsonl(facts: Iterable[ArticleFacts], stream: TextIO, *, only: Collection[str]) -> None:
    """One line an article, flushed as it is done."""
    for found in facts:
        put(stream, json.dumps(as_record(found), ensure_ascii=False, separators=(",", ":")) + "\n")


def write_rows(
    facts: Iterable[ArticleFacts], stream: TextIO, *, only: Collection[str], columns: Sequence[str] = ()
) -> None:
    """One line a fact, with the columns of its table behind `kind_of_fact`, the table's name.

    `columns`: those of each table that are wanted, all unless told.
    """
    for found in facts:
        lines = [
            json.dumps({"kind_of_fact": kind, **row}, ensure_ascii=False, separators=(",", ":")) + "\n"
            for kind in only
            for row in rows(found, kind, with_columns(columns, COLUMNS[kind]))
        ]
        put(stream, "".join(lines))
