"""Facts as data frames, of pandas or polars: whichever is installed; newsfacts needs neither."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from newsfacts.output.columns import COLUMNS, Row, rows, type_of
from newsfacts.types import ArticleFacts

LIBRARIES = ("pandas", "polars")
# Types of pandas that hold missing values beside numbers.
_PANDAS = {int: "Int64", float: "Float64", bool: "boolean", str: "string"}


def to_frames(facts: ArticleFacts | Iterable[ArticleFacts], *, library: str | None = None) -> dict[str, Any]:
    """A data frame a table: articles, people, places, organizations, casualties, dates, mentions.

    Columns and rows are those of `--format csv` (docs/output.md), typed, with missing values where the
    article does not say. `library`: "pandas" or "polars"; unless told, the first that is installed. Raises
    ValueError for another name, ModuleNotFoundError, which says what to install, where it is not there.
    """
    name = _library(library)
    told = (facts,) if isinstance(facts, ArticleFacts) else tuple(facts)
    make = _pandas if name == "pandas" else _polars
    return {table: make(table, [row for found in told for row in rows(found, table)]) for table in COLUMNS}


def _library(wanted: str | None) -> str:
    if wanted is not None and wanted not in LIBRARIES:
        raise ValueError(f"library: unknown {wanted!r}: there are {', '.join(LIBRARIES)}")
    names = LIBRARIES if wanted is None else (wanted,)
    for name in names:
        if find_spec(name) is not None:
            return name
    raise ModuleNotFoundError(f"data frames need {' or '.join(names)}: pip install {names[0]}")


def _pandas(table: str, found: list[Row]) -> Any:
    pandas: Any = import_module("pandas")
    columns = {
        column: pandas.array([_plain(row[column]) for row in found], dtype=_PANDAS[type_of(column)])
        for column in COLUMNS[table]
    }
    return pandas.DataFrame(columns)


def _polars(table: str, found: list[Row]) -> Any:
    polars: Any = import_module("polars")
    types = {int: polars.Int64, float: polars.Float64, bool: polars.Boolean, str: polars.String}
    schema = {column: types[type_of(column)] for column in COLUMNS[table]}
    columns = {column: [_plain(row[column]) for row in found] for column in schema}
    return polars.DataFrame(columns, schema=schema)


def _plain(value: Any) -> Any:
    """`value` without being an enumeration, which is a text of a kind that frames do not know."""
    return str(value) if isinstance(value, str) else value
