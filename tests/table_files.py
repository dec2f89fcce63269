"""What stands in files of tables, read back as rows with their types: None for null and for empty texts."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from newsfacts.output.columns import COLUMNS, Row, rows, tables_of, type_of
from newsfacts.types import KINDS, ArticleFacts
from newsfacts.writers import FORMATS

Tables = dict[str, list[dict[str, Any]]]

# A file that holds all tables, or a folder with a file a table.
NAMES = {"csv": "tables", "tsv": "tables", "parquet": "tables", "sqlite": "facts.db", "xlsx": "facts.xlsx"}


def write(
    format_name: str, path: Path, facts: Iterable[ArticleFacts], only: Iterable[str] = tuple(KINDS)
) -> list[str]:
    """All tables of `facts` in the folder or file at `path`; the remarks."""
    form = FORMATS[format_name]
    names = tables_of(only)
    if form.one_table:
        path.mkdir(exist_ok=True)
    assert form.open_tables
    columns = {table: COLUMNS[table] for table in names}
    with form.open_tables(path, columns, folder=form.one_table) as sink:
        for found in facts:
            sink.add({table: list(rows(found, table)) for table in names})
    return list(sink.remarks)


def expected(facts: Iterable[ArticleFacts]) -> Tables:
    """The rows that are to be found in the files, with texts as UTF-8 can have them."""
    found = list(facts)
    return {table: [_plain(row) for one in found for row in rows(one, table)] for table in COLUMNS}


def _plain(row: Row) -> dict[str, Any]:
    return {column: _text(value) if isinstance(value, str) else value for column, value in row.items()}


def _text(value: str) -> str | None:
    return value.encode("utf-8", "replace").decode() or None


def read(format_name: str, path: Path) -> Tables:
    return {"csv": _csv, "tsv": _tsv, "parquet": _parquet, "sqlite": _sqlite, "xlsx": _xlsx}[format_name](
        path
    )


def _csv(path: Path, suffix: str = "csv", delimiter: str = ",") -> Tables:
    tables: Tables = {}
    for file in path.glob(f"*.{suffix}"):
        with file.open(newline="", encoding="utf-8") as stream:
            lines = csv.DictReader(stream, delimiter=delimiter)
            tables[file.stem] = [{name: _cell(name, cell) for name, cell in line.items()} for line in lines]
            assert tuple(lines.fieldnames or ()) == COLUMNS[file.stem]
    return tables


def _tsv(path: Path) -> Tables:
    return _csv(path, "tsv", "\t")


def _cell(column: str, cell: str) -> Any:
    if cell == "":
        return None
    kind = type_of(column)
    if kind is bool:
        return {"true": True, "false": False}[cell]
    return cell.removeprefix("'") if kind is str else kind(cell)


def _parquet(path: Path) -> Tables:
    import pyarrow.parquet

    tables: Tables = {}
    for file in path.glob("*.parquet"):
        table = pyarrow.parquet.read_table(file)
        assert tuple(table.column_names) == COLUMNS[file.stem]
        tables[file.stem] = [{name: _empty(cell) for name, cell in row.items()} for row in table.to_pylist()]
    return tables


def _empty(cell: Any) -> Any:
    return None if cell == "" else cell


def _sqlite(path: Path) -> Tables:
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        assert [tuple(row) for row in database.execute("PRAGMA integrity_check")] == [("ok",)]
        assert not list(database.execute("PRAGMA foreign_key_check"))
        names = [
            row["name"] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            name: [
                {column: _empty(cell) for column, cell in dict(row).items()}
                for row in database.execute(f'SELECT * FROM "{name}" ORDER BY rowid')
            ]
            for name in names
        }


def _xlsx(path: Path) -> Tables:
    import openpyxl

    tables: Tables = {}
    for sheet in openpyxl.load_workbook(path, read_only=True):
        header, *lines = sheet.iter_rows()
        columns = [cell.value for cell in header]
        assert all(cell.data_type != "f" for line in lines for cell in line)
        values = [[_unescaped(cell.value) for cell in line] for line in lines]
        tables[sheet.title] = [dict(zip(columns, line, strict=True)) for line in values]
    return tables


def _unescaped(cell: Any) -> Any:
    if isinstance(cell, str):
        return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), cell) or None
    return cell
