"""Parquet: a file a table, with the types of the columns also where there is not one row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from newsfacts.output.columns import Cell, Row, type_of
from newsfacts.output.records import SCHEMA_VERSION
from newsfacts.writers.cells import Typed
from newsfacts.writers.formats import table_files
from newsfacts.writers.streams import Together, refused, whole_binary_file

if TYPE_CHECKING:
    import pyarrow

# Rows with sentences: some ten megabytes at a time.
_ROWS_A_GROUP = 20_000


@contextmanager
def open_parquet(path: Path, tables: Mapping[str, Sequence[str]], *, folder: bool) -> Iterator[_Files]:
    """`TABLE.parquet` for each of `tables` in the folder `path`, or the one table in the file."""
    with ExitStack() as stack:
        together = stack.enter_context(Together())
        files = {
            table: stack.enter_context(_open(file, tables[table], together))
            for table, file in table_files(path, tables, ".parquet", folder=folder).items()
        }
        sink = _Files(files)
        yield sink
        for one in files.values():
            one.finish()
            sink.remarks += one.typed.remarks(one.path)


class _Files:
    def __init__(self, files: Mapping[str, _File]) -> None:
        self.files = files
        self.remarks: list[str] = []

    def add(self, rows: Mapping[str, Sequence[Row]]) -> None:
        for table, file in self.files.items():
            file.add(rows.get(table, ()))


class _File:
    """The rows of one table, gathered to groups."""

    def __init__(self, path: Path, stream: BinaryIO, schema: pyarrow.Schema) -> None:
        from pyarrow import parquet

        self.path = path
        self.schema = schema
        self.typed = Typed()
        self.waiting: list[dict[str, Cell]] = []
        with refused(path):
            self.writer = parquet.ParquetWriter(stream, schema)

    def add(self, rows: Sequence[Row]) -> None:
        self.waiting += [{column: self.typed(value) for column, value in row.items()} for row in rows]
        if len(self.waiting) >= _ROWS_A_GROUP:
            self._write()

    def _write(self) -> None:
        import pyarrow

        with refused(self.path):
            self.writer.write_table(pyarrow.Table.from_pylist(self.waiting, self.schema))
        self.waiting = []

    def finish(self) -> None:
        self._write()
        with refused(self.path):
            self.writer.close()


@contextmanager
def _open(path: Path, columns: Sequence[str], together: Together) -> Iterator[_File]:
    import pyarrow

    types = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    fields = [(column, types[type_of(column)]) for column in columns]
    schema = pyarrow.schema(fields, metadata={"newsfacts_schema_version": SCHEMA_VERSION})
    with whole_binary_file(path, together=together) as stream:
        file = _File(path, stream, schema)
        try:
            yield file
        except BaseException:
            # Else it is closed when nobody can catch what it raises then.
            with suppress(OSError):
                file.writer.close()
            file.writer.is_open = False
            raise
