"""Timelines -> what people and programs read.

TIMELINE_WRITERS: format name -> function(entries, stream, remarks=lines for people).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Protocol, TextIO

from newsfacts.errors import visible
from newsfacts.output.columns import Row
from newsfacts.output.timeline_records import TIMELINE_COLUMNS, as_timeline_record, timeline_row
from newsfacts.timeline import Statement, TimelineEntry
from newsfacts.types import EventStatus
from newsfacts.writers.layout import (
    INDENT,
    console_for,
    print_heading,
    print_wrapped,
    quotation,
    width_of,
)
from newsfacts.writers.markdown import plain, table_row
from newsfacts.writers.sections import NOTHING
from newsfacts.writers.streams import put
from newsfacts.writers.tables import DELIMITERS, table_cell, table_line
from newsfacts.writers.words import period

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# For formats of tables in files.
TIMELINE_TABLES = {"timeline": TIMELINE_COLUMNS}

# Of so many articles the table shows the sentences; the others are named.
_QUOTED_ARTICLES = 3


class TimelineWriter(Protocol):
    """Writes `entries`, in order, to `stream`. `remarks`: what there is to say to people besides."""

    def __call__(
        self, entries: Sequence[TimelineEntry], stream: TextIO, *, remarks: Sequence[str] = ()
    ) -> None: ...


def write_timeline_json(
    entries: Sequence[TimelineEntry], stream: TextIO, *, remarks: Sequence[str] = ()
) -> None:
    """One list of all entries."""
    records = [as_timeline_record(entry) for entry in entries]
    put(stream, json.dumps(records, ensure_ascii=False, indent=2) + "\n")


def write_timeline_jsonl(
    entries: Sequence[TimelineEntry], stream: TextIO, *, remarks: Sequence[str] = ()
) -> None:
    """One line an entry."""
    for entry in entries:
        record = as_timeline_record(entry)
        put(stream, json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


def write_timeline_rows(
    entries: Sequence[TimelineEntry], stream: TextIO, *, remarks: Sequence[str] = (), delimiter: str
) -> None:
    """A row an entry, with the place of its first statement; text cells as in all tables."""
    put(stream, table_line(TIMELINE_COLUMNS, delimiter))
    for entry in entries:
        put(stream, table_line([table_cell(value) for value in timeline_row(entry).values()], delimiter))


def timeline_tables(entries: Sequence[TimelineEntry]) -> dict[str, list[Row]]:
    """The rows of `TIMELINE_TABLES`, for formats of tables in files."""
    return {"timeline": [timeline_row(entry) for entry in entries]}


def write_timeline_markdown(
    entries: Sequence[TimelineEntry], stream: TextIO, *, remarks: Sequence[str] = ()
) -> None:
    """A table with the sentence of the first statement."""
    columns = ("When", "Event", "Articles", "Sentence")
    rows = [table_row(columns), table_row("---" for _ in columns)]
    for entry in entries:
        cells = (_when(entry), _event(entry), ", ".join(entry.articles), entry.statements[0].sentence)
        rows.append(table_row(plain(visible(cell)) for cell in cells))
    body = "\n".join(rows) if entries else "None."
    blocks = ["# Timeline", plain(_counts(entries)), body, *map(plain, remarks)]
    put(stream, "\n\n".join(blocks) + "\n")


def write_timeline_table(
    entries: Sequence[TimelineEntry], stream: TextIO, *, remarks: Sequence[str] = ()
) -> None:
    """The events under their dates, each with its sentences and the articles that have them."""
    from rich.text import Text

    console = console_for(stream)
    with console.capture() as captured:
        print_heading(console, "Timeline", [_counts(entries)])
        _print_entries(console, entries)
        for remark in remarks:
            console.print()
            print_wrapped(console, Text(remark, "dim"), width_of(console))
    put(stream, captured.get())


def _print_entries(console: Console, entries: Sequence[TimelineEntry]) -> None:
    from rich.text import Text

    width = width_of(console)
    several = len({article for entry in entries for article in entry.articles}) > 1
    for when, events in groupby(entries, key=_when):
        console.print()
        print_wrapped(console, Text(when, "bold cyan"), width)
        for entry in events:
            event = Text(_event(entry), "bold")
            if len(entry.articles) > 1:
                told = _count(len(entry.articles), "article")
                last = event.wrap(console, width - len(INDENT), overflow="fold")[-1]
                room = width - len(INDENT) - last.cell_len
                event.append(f"{'  ' if room > len(told) + 1 else chr(10)}{told}", "not bold dim")
            print_wrapped(console, event, width, indent=INDENT)
            for line in _sentences(entry, named=several):
                print_wrapped(console, line, width, indent=INDENT * 2)


def _sentences(entry: TimelineEntry, *, named: bool) -> list[Text]:
    """The first sentence of each article, the same one (of an agency) once; `named`: with the ids."""
    from rich.text import Text

    first: dict[str, Statement] = {}
    for statement in entry.statements:
        first.setdefault(statement.article.id, statement)
    told: dict[str, list[Statement]] = {}
    for statement in first.values():
        told.setdefault(visible(statement.sentence), []).append(statement)
    lines = []
    for statements in list(told.values())[:_QUOTED_ARTICLES]:
        quoted = quotation([statements[0].when.evidence], statements[0].article.text)
        ids = ", ".join(visible(statement.article.id) for statement in statements)
        lines.append(Text.assemble((f"{ids}: ", "dim"), quoted) if named else quoted)
    others = [s.article.id for statements in list(told.values())[_QUOTED_ARTICLES:] for s in statements]
    if others:
        lines.append(Text(f"also in {', '.join(map(visible, others))}", "dim"))
    return lines


def _when(entry: TimelineEntry) -> str:
    return visible(period(entry.value) or NOTHING)


def _event(entry: TimelineEntry) -> str:
    if not entry.event:
        return NOTHING
    usual = entry.status in (None, EventStatus.HAPPENED)
    return visible(entry.event if usual else f"{entry.event} ({entry.status})")


def _counts(entries: Sequence[TimelineEntry]) -> str:
    """ "3 events on 2 dates, in 5 articles"."""
    if not entries:
        return "no dated events"
    values = list(dict.fromkeys(period(entry.value) for entry in entries))
    articles = {article for entry in entries for article in entry.articles}
    parts = [_count(len(entries), "event"), _count(len(values), "date"), _count(len(articles), "article")]
    return visible(f"{parts[0]} on {parts[1]}, in {parts[2]}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"


TIMELINE_WRITERS: dict[str, TimelineWriter] = {
    "table": write_timeline_table,
    "json": write_timeline_json,
    "jsonl": write_timeline_jsonl,
    **{name: partial(write_timeline_rows, delimiter=delimiter) for name, delimiter in DELIMITERS.items()},
    "markdown": write_timeline_markdown,
}
