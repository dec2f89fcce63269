"""CSV and TSV with a header line -> Articles."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import BinaryIO

from newsfacts.errors import InputError
from newsfacts.readers.decoding import LineDecoder, as_utf8, why_binary
from newsfacts.readers.fields import RecordReader
from newsfacts.types import Article

_SEP_LINE = re.compile(r"\ufeff?sep=(?P<mark>[,;\t|])\s*", re.IGNORECASE)
_IN_QUOTES = re.compile(r'"[^"]*"')
# For the other fields of a line.
_BYTES_BESIDES = 1 << 20


def _records(stream: BinaryIO, reader: RecordReader, *, delimiter: str) -> Iterator[Article]:
    """A record a row; the number of a record is the line on which it ends (the header is line 1)."""
    name = reader.item.label
    csv.field_size_limit(max(csv.field_size_limit(), 4 * reader.max_chars + 1))
    warnings: list[str] = []
    lines = _lines(stream, reader, warnings)
    before = 0  # lines in front of the header
    first = next(lines, "")
    if told := _SEP_LINE.fullmatch(first):  # Excel's own line, that no record is
        delimiter, first, before = told["mark"], next(lines, ""), 1
    elif delimiter == ",":
        delimiter = _delimiter_of(first)
    rows = csv.DictReader(chain([first], lines), delimiter=delimiter, strict=True)
    some = False
    try:
        if keys := [key for key in rows.fieldnames or () if key]:
            reader.check_keys(keys, name)
        for row in rows:
            some = True
            try:
                article = reader.article(
                    {key: value for key, value in row.items() if key}, rows.line_num + before
                )
                yield replace(article, warnings=(*dict.fromkeys(warnings), *article.warnings))
            except InputError as error:
                reader.refuse(error)
            warnings.clear()
    except csv.Error as error:
        raise InputError(
            f"{name}:{rows.line_num + before}", f"malformed table ({error})", "mend its quotes"
        ) from None
    if not some:
        raise InputError(name, "no records in it", "leave it out")


def _delimiter_of(header: str) -> str:
    """What parts the cells of a file that is called CSV: a comma, or what Excel writes in much of Europe."""
    outside = _IN_QUOTES.sub("", header)
    return max(",;\t", key=outside.count)


def _lines(stream: BinaryIO, reader: RecordReader, warnings: list[str]) -> Iterator[str]:
    """The lines as text; what there is to say of their encoding goes to `warnings`."""
    name, longest_bytes = reader.item.label, 4 * reader.max_chars + _BYTES_BESIDES
    stream = as_utf8(stream)
    decoder = LineDecoder()
    while line := stream.readline(longest_bytes):
        if len(line) == longest_bytes and not line.endswith(b"\n"):
            reader.check_length(name, None)
        if why := why_binary(line):
            raise InputError(name, why, "save it as CSV")
        try:
            text, warning = decoder.decode(line)
        except UnicodeError:
            raise InputError(name, "text in no known encoding", "save it as UTF-8") from None
        if warning:
            warnings.append(warning)
        yield text


csv_records = partial(_records, delimiter=",")
tsv_records = partial(_records, delimiter="\t")
