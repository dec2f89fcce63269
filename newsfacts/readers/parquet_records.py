"""Parquet -> Articles: a record a row, its columns known as the fields of other records are.

Rows come a batch at a time, of the columns that count alone, so that a file of any length takes the memory of
one batch. pyarrow reads them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO

import pyarrow
from pyarrow import parquet

from newsfacts.errors import InputError
from newsfacts.readers.archives import seekable
from newsfacts.readers.decoding import decode
from newsfacts.readers.fields import WITHIN, Found, RecordReader, loose_name
from newsfacts.readers.packed import Budget

_ROWS = 64
# Thrift, compression, types: all that pyarrow raises for what is damaged.
_ERRORS = (pyarrow.ArrowException, OSError, ValueError, KeyError, OverflowError, UnicodeDecodeError)


def parquet_records(stream: BinaryIO, reader: RecordReader) -> Iterator[Found]:
    """One record a row, numbered from 1. Raises InputError where the file can be read no further."""
    label = reader.item.label
    with seekable(stream) as whole:
        try:
            file = parquet.ParquetFile(whole, memory_map=False, pre_buffer=False)
        except _ERRORS as error:
            raise _broken(label, error) from None
        budget = Budget(label, packed=whole.seek(0, os.SEEK_END))
        names = [str(name) for name in file.schema_arrow.names]
        if not {*names} & {*WITHIN}:  # there the fields stand below
            reader.check_keys(names, label)
        wanted = [name for name in names if _counts(name, reader)]
        number = 0
        for number, row in enumerate(_rows(file, wanted, budget, label), 1):
            try:
                yield reader.story(row, number)
            except InputError as error:
                reader.refuse(error)
        if not number:
            raise InputError(label, "no records in it", "leave it out")


def _counts(name: str, reader: RecordReader) -> bool:
    """Whether a column is one of the fields of an article, or holds such."""
    fields = reader.fields
    known = (*fields.text, *fields.id, *fields.title, *fields.published, *fields.url, *fields.author)
    return name in known or loose_name(name) in known or name in WITHIN


def _rows(file: Any, names: list[str], budget: Budget, label: str) -> Iterator[Mapping[str, Any]]:
    for group in range(file.num_row_groups):
        try:
            # Of the group as a whole: of damaged files pyarrow ends the program where a column is asked.
            budget.spend(file.metadata.row_group(group).total_byte_size)
            batches: Iterable[Any] = file.iter_batches(
                _ROWS, row_groups=[group], columns=names, use_threads=False
            )
            for batch in batches:
                for row in batch.cast(_plain(batch.schema), safe=False).to_pylist():
                    yield {name: _value(value) for name, value in row.items()}
        except InputError:
            raise
        except _ERRORS as error:
            raise _broken(label, error) from None


def _plain(schema: Any) -> Any:
    """`schema` with times in microseconds: Python has none that are finer."""
    for at, field in enumerate(schema):
        if pyarrow.types.is_timestamp(field.type) and field.type.unit == "ns":
            schema = schema.set(at, field.with_type(pyarrow.timestamp("us", tz=field.type.tz)))
    return schema


def _value(value: Any) -> Any:
    """A cell as JSON has it; text that was kept as bytes is decoded."""
    if isinstance(value, bytes):
        return decode(value)[0]
    return value.isoformat() if isinstance(value, date) else value


def _broken(label: str, error: Exception) -> InputError:
    what = " ".join(str(error).split())[:80]
    return InputError(label, f"broken Parquet ({what})", "copy it again from where it came")
