"""CSV and TSV: a table a kind of fact, columns as in `records.COLUMNS`.

Spreadsheets run a cell that begins with = + - @ as a formula. Text cells that do get an apostrophe in
front, the spreadsheets' own mark for text; numbers, also negative ones, stay as they are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from newsfacts.records import COLUMNS, Cell, rows
from newsfacts.types import ArticleFacts
from newsfacts.writers.streams import put, whole_file

DELIMITERS = {"csv": ",", "tsv": "\t"}
# Full-width signs count as well, and blanks in front do not help: some programs strip them.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*")


def write_csv(facts: Iterable[ArticleFacts], stream: TextIO, *, only: Collection[str]) -> None:
    """The table of the one kind in `only`."""
    _write(facts, {_single(only): stream}, DELIMITERS["csv"])


def write_tsv(facts: Iterable[ArticleFacts], stream: TextIO, *, only: Collection[str]) -> None:
    """As CSV, with tabs."""
    _write(facts, {_single(only): stream}, DELIMITERS["tsv"])


def write_folder(
    facts: Iterable[ArticleFacts], folder: Path, *, format_name: str, only: Collection[str]
) -> None:
    """`KIND.csv` (or .tsv) for each kind in `only` and the mentions; all of them when all is done."""
    with ExitStack() as files:
        streams = {
            kind: files.enter_context(whole_file(folder / f"{kind}.{format_name}"))
            for kind in (*only, "mentions")
        }
        _write(facts, streams, DELIMITERS[format_name])


def _single(only: Collection[str]) -> str:
    (kind,) = only
    return kind


def _write(facts: Iterable[ArticleFacts], streams: dict[str, TextIO], delimiter: str) -> None:
    # The header waits for the first article: where not one can be read, nothing is written.
    lines = {kind: [table_line(COLUMNS[kind], delimiter)] for kind in streams}
    for found in facts:
        for kind, stream in streams.items():
            lines[kind] += [
                table_line([table_cell(value) for value in row.values()], delimiter)
                for row in rows(found, kind)
            ]
            put(stream, "".join(lines[kind]))
            lines[kind] = []
    for kind, stream in streams.items():
        put(stream, "".join(lines[kind]))


def table_line(cells: Sequence[str], delimiter: str) -> str:
    buffer = io.StringIO()
    # With "\n" alone as the end of a line, a lone "\r" in a cell would stand unquoted and break the row.
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()[:-2] + "\n"


def table_cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) and not _NUMBER.fullmatch(value) else value
    return str(value)
