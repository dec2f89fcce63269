"""CSV and TSV with a header line -> Articles."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from newsfacts.errors import InputError
from newsfacts.readers.decoding import decode, why_binary
from newsfacts.readers.fields import RecordReader
from newsfacts.types import Article


def _records(stream: BinaryIO, reader: RecordReader, *, delimiter: str) -> Iterator[Article]:
    """A record a row; the number of a record is the line on which it ends (the header is line 1)."""
    name = reader.item.label
    csv.field_size_limit(max(csv.field_size_limit(), 4 * reader.max_chars + 1))
    rows = csv.DictReader(_lines(stream, name), delimiter=delimiter, strict=True)
    some = False
    try:
        for row in rows:
            some = True
            try:
                yield reader.article({key: value for key, value in row.items() if key}, rows.line_num)
            except InputError as error:
                reader.on_error(error)
    except csv.Error as error:
        raise InputError(f"{name}:{rows.line_num}", f"malformed table ({error})", "mend its quotes") from None
    if not some:
        raise InputError(name, "no records in it", "leave it out")


def _lines(stream: BinaryIO, name: str) -> Iterator[str]:
    for line in stream:
        if why := why_binary(line):
            raise InputError(name, why, "save it as CSV")
        try:
            yield decode(line)[0]
        except UnicodeError:
            raise InputError(name, "text in no known encoding", "save it as UTF-8") from None


csv_records = partial(_records, delimiter=",")
tsv_records = partial(_records, delimiter="\t")
