"""Excel workbooks: a sheet a table, written with little memory however many rows there are.

Texts are texts, never formulas or links; those that begin like a formula bear Excel's own mark for text.
What a sheet cannot hold is told: long texts are cut, and rows beyond the last go on in a further sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from newsfacts.output.columns import Cell, Row, type_of
from newsfacts.writers.cells import storable
from newsfacts.writers.streams import refused, whole_binary_file
from newsfacts.writers.tables import runs_as_formula

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

# Excel's limits, with the header; of a cell in UTF-16 units.
MAX_ROWS, MAX_CELL = 1_048_576, 32_767
# Excel keeps 15 digits of a number.
_EXACT = 10**15
_WIDTHS = {"sentence": 60, "event": 40, "title": 40, "cause": 30, "source": 30, "role": 30}


@contextmanager
def open_xlsx(path: Path, tables: Mapping[str, Sequence[str]], *, folder: bool) -> Iterator[_Book]:
    """One workbook with a sheet for each of `tables`."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    with whole_binary_file(path) as stream, TemporaryDirectory(prefix="newsfacts-") as temporary:
        workbook = xlsxwriter.Workbook(
            stream,
            {
                "constant_memory": True,
                "tmpdir": temporary,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        workbook.use_zip64()
        # Never the clock: the same facts are the same bytes.
        workbook.set_properties({"created": datetime(2000, 1, 1), "comments": "Made by newsfacts"})
        book = _Book(path, workbook, tables)
        try:
            yield book
            with refused(path):
                workbook.close()
        except FileCreateError as error:  # an OSError, wrapped
            with refused(path):
                raise error.args[0] from error
        finally:
            book.close_sheets()
        book.sum_up()


class _Book:
    def __init__(self, path: Path, workbook: Workbook, tables: Mapping[str, Sequence[str]]) -> None:
        self.path = path
        self.remarks: list[str] = []
        self.header = workbook.add_format({"bold": True})
        self.quoted = workbook.add_format({"quote_prefix": True})
        self.workbook = workbook
        self.cut = 0
        with refused(path):
            self.sheets = {table: [_Sheet(self, table, columns)] for table, columns in tables.items()}

    def add(self, rows: Mapping[str, Sequence[Row]]) -> None:
        with refused(self.path):
            for table, sheets in self.sheets.items():
                for row in rows.get(table, ()):
                    if sheets[-1].rows == MAX_ROWS:
                        name = f"{table} {len(sheets) + 1}"
                        sheets.append(_Sheet(self, name, sheets[0].columns))
                    sheets[-1].add(row)

    def cell(self, value: Cell) -> Cell:
        """`value` as a cell can hold it."""
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, int) and not -_EXACT < value < _EXACT:
            return str(value)
        if isinstance(value, str):
            value = storable(value)
            units = value.encode("utf-16-le")
            if len(units) > 2 * MAX_CELL:
                self.cut += 1
                return units[: 2 * (MAX_CELL - 1)].decode("utf-16-le", "ignore") + "…"
            # The library would take this for XML of its own.
            if value.startswith("<r>") and value.endswith("</r>"):
                return f"{value} "
        return value

    def sum_up(self) -> None:
        if self.cut:
            self.remarks.append(
                f"{self.path}: {self.cut:,} texts were cut to the {MAX_CELL:,} characters of a cell: "
                "parquet and sqlite have them whole"
            )
        for table, sheets in self.sheets.items():
            if len(sheets) > 1:
                self.remarks.append(
                    f"{self.path}: more than {MAX_ROWS:,} rows of {table}: "
                    f"they go on in the sheet {sheets[1].name!r}{' and so on' if len(sheets) > 2 else ''}"
                )

    def close_sheets(self) -> None:
        """Close what the library leaves open when it is not done."""
        for sheets in self.sheets.values():
            for sheet in sheets:
                sheet.close()


class _Sheet:
    def __init__(self, book: _Book, name: str, columns: Sequence[str]) -> None:
        self.name = name
        self.book = book
        self.columns = columns
        self.sheet: Worksheet = book.workbook.add_worksheet(name)
        for number, column in enumerate(columns):
            self.sheet.set_column(
                number, number, _WIDTHS.get(column, 10 if type_of(column) is not str else 16)
            )
        self.sheet.freeze_panes(1, 0)
        self.sheet.write_row(0, 0, columns, book.header)
        self.rows = 1

    def add(self, row: Row) -> None:
        for number, value in enumerate(row.values()):
            cell = self.book.cell(value)
            if isinstance(cell, str):
                # An empty text is a cell of its own, where the library would leave it out.
                marked = self.book.quoted if runs_as_formula(cell) else None
                self.sheet.write_string(self.rows, number, cell, marked)
            elif isinstance(cell, bool):
                self.sheet.write_boolean(self.rows, number, cell)
            elif cell is not None:
                self.sheet.write_number(self.rows, number, cell)
        self.rows += 1

    def close(self) -> None:
        handle: Any = getattr(self.sheet, "row_data_fh", None)
        if handle is not None:
            with suppress(OSError):
                handle.close()
