"""CSV and TSV: a table a kind of fact, columns as in `records.COLUMNS`.

Spreadsheets run a cell that begins with = + - @ as a formula. Text cells that do get an apostrophe in
front, the spreadsheets' own mark for text; numbers, also negative ones, stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TextIO

from newsfacts.output.columns import COLUMNS, Cell, Row, rows
from newsfacts.types import ArticleFacts
from newsfacts.writers.formats import OpenTables, Writer, table_files
from newsfacts.writers.streams import Together, put, whole_file

DELIMITERS = {"csv": ",", "tsv": "\t"}
# Full-width signs count as well, and blanks in front do not help: some programs strip them.
# Signs that steer a terminal do not help either.
_FORMULA = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
# Some programs part cells at these, whatever the file is called, or end lines where Unicode does.
_QUOTED = re.compile(r"""[",;\t\r\n\x00-\x1f\x7f-\x9f\u2028\u2029]|\A\s|\s\Z""")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*")


class _Lines:
    """The rows of several tables as lines of text, a stream a table."""

    def __init__(
        self, streams: Mapping[str, TextIO], tables: Mapping[str, Sequence[str]], delimiter: str
    ) -> None:
        self.streams = streams
        self.delimiter = delimiter
        self.remarks: list[str] = []
        # The header waits for the first article: where not one can be read, nothing is written.
        self.headers = {table: table_line(tables[table], delimiter) for table in streams}

    def add(self, rows: Mapping[str, Sequence[Row]]) -> None:
        for table, stream in self.streams.items():
            lines = [
                table_line([table_cell(value) for value in row.values()], self.delimiter)
                for row in rows.get(table, ())
            ]
            put(stream, self.headers.pop(table, "") + "".join(lines))

    def finish(self) -> None:
        self.add({})


def _write(
    facts: Iterable[ArticleFacts],
    stream: TextIO,
    *,
    only: Collection[str],
    delimiter: str,
    columns: Sequence[str] = (),
) -> None:
    """The table of the one kind in `only`; `columns`: those of it, all unless told."""
    (kind,) = only
    columns = columns or COLUMNS[kind]
    lines = _Lines({kind: stream}, {kind: columns}, delimiter)
    for found in facts:
        lines.add({kind: list(rows(found, kind, columns))})
    lines.finish()


@contextmanager
def _open(
    path: Path, tables: Mapping[str, Sequence[str]], *, folder: bool, format_name: str
) -> Iterator[_Lines]:
    """`TABLE.csv` (or .tsv) for each of `tables` in the folder `path`, or the one table in the file."""
    with ExitStack() as files:
        together = files.enter_context(Together())
        streams = {
            table: files.enter_context(whole_file(file, together=together))
            for table, file in table_files(path, tables, f".{format_name}", folder=folder).items()
        }
        lines = _Lines(streams, tables, DELIMITERS[format_name])
        yield lines
        lines.finish()


write_csv: Writer = partial(_write, delimiter=DELIMITERS["csv"])
write_tsv: Writer = partial(_write, delimiter=DELIMITERS["tsv"])
open_csv: OpenTables = partial(_open, format_name="csv")
open_tsv: OpenTables = partial(_open, format_name="tsv")


def table_line(cells: Sequence[str], delimiter: str) -> str:
    return delimiter.join(map(_quoted, cells)) + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell


def table_cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if runs_as_formula(value) else value
    return str(value)


def runs_as_formula(text: str) -> bool:
    """Whether a spreadsheet would run `text` where it stands in a cell."""
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text)
