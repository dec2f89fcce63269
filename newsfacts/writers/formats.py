"""What a format is: the one thing that the command line, the tests and the writers have to know of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, TextIO

from newsfacts.errors import UsageError
from newsfacts.output.columns import Row
from newsfacts.types import ArticleFacts


class Writer(Protocol):
    """Writes all `facts` to `stream`, each article as it comes. `only`: the kinds of fact to show."""

    def __call__(self, facts: Iterable[ArticleFacts], stream: TextIO, *, only: Collection[str]) -> None: ...


class TableSink(Protocol):
    """Open tables. `remarks`: what there is to say to people when all is written (a cell was cut)."""

    remarks: list[str]

    def add(self, rows: Mapping[str, Sequence[Row]]) -> None:
        """Add rows to tables, by table: those of one article, or a whole table that is no article's."""


class OpenTables(Protocol):
    """Opens `tables` (name -> columns) in files at `path`, for the time of a block.

    `path` is one file, or a folder for a file a table where `folder` is true. Raises UsageError where it
    cannot be written, before a row is asked for. When the block breaks off, what was there before stays,
    or what was added is whole.
    """

    def __call__(
        self, path: Path, tables: Mapping[str, Sequence[str]], *, folder: bool
    ) -> AbstractContextManager[TableSink]: ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format of `--format`: a function for a stream of text, one for tables in files, or both.

    `suffixes`: endings of `-o` that mean it, the usual one first. `one_table`: a stream or file takes one
    kind of fact, several go to a folder, a file a kind. `needs`: module and extra that are to be installed.
    `keeps_articles`: where a run breaks off, the articles that were done stay in the file. `all_kinds`: it
    rests on all kinds of fact, whatever it shows. `takes_columns`: some of the columns can be left out; its
    `write` takes `columns`.
    """

    write: Writer | None = None
    suffixes: tuple[str, ...] = ()
    open_tables: OpenTables | None = None
    one_table: bool = False
    needs: tuple[str, str] | None = None
    keeps_articles: bool = False
    all_kinds: bool = False
    takes_columns: bool = False

    @property
    def binary(self) -> bool:
        """Whether it is for files only: nothing that a terminal or a pipe could take."""
        return self.write is None

    @property
    def takes_folder(self) -> bool:
        """Whether several tables may go to a folder, a file each."""
        return self.one_table and self.open_tables is not None

    def check(self, name: str) -> None:
        """Raises UsageError where what the format needs is not installed."""
        if self.needs and find_spec(self.needs[0]) is None:
            extra = self.needs[1]
            raise UsageError(f"--format {name}: needs the {extra} extra: pip install 'newsfacts[{extra}]'")


def table_files(path: Path, tables: Iterable[str], suffix: str, *, folder: bool) -> dict[str, Path]:
    """The file of each of `tables`: in the folder `path`, called like the table, else `path` for the one."""
    if folder:
        return {table: path / f"{table}{suffix}" for table in tables}
    (table,) = tables
    return {table: path}
