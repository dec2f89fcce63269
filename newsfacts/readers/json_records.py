"""JSON Lines and JSON documents -> Articles, or the facts of some."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from newsfacts.errors import InputError
from newsfacts.readers.decoding import as_utf8, decode
from newsfacts.readers.fields import Found, RecordReader

# A character may take twelve bytes of JSON (\ud83d\ude00); the rest is for the other fields.
_BYTES_PER_CHAR = 12
_BYTES_BESIDES = 1 << 20
# Two objects, a line each: JSON Lines, whatever the file is called.
_LINES = re.compile(r'\s*\{[ \t]*".*\}[ \t]*\r?\n\s*\{[ \t]*"')


def json_lines(stream: BinaryIO, reader: RecordReader) -> Iterator[Found]:
    """One record a line; blank lines count, but are no records. Bad lines go to `reader.on_error`."""
    empty = True
    for number, line in _numbered(as_utf8(stream), _BYTES_PER_CHAR * reader.max_chars + _BYTES_BESIDES):
        where = reader.at(number)
        try:
            if line is None:
                reader.check_length(where, None)
            elif line.strip():
                empty = False
                yield _line_story(line, number, reader)
        except InputError as error:
            empty = False
            reader.on_error(error)
    if empty:
        raise InputError(reader.item.label, "no records in it", "leave it out")


def json_document(stream: BinaryIO, reader: RecordReader) -> Iterator[Found]:
    """A list of records, or one; they are numbered from 1. The document is held in memory whole."""
    name = reader.item.label
    text, warning = _decoded(stream.read(), name)
    if _LINES.match(text):
        yield from json_lines(io.BufferedReader(cast(io.RawIOBase, io.BytesIO(text.encode()))), reader)
        return
    records = _parsed(text, name)
    single = not isinstance(records, list)
    if not single and not records:
        raise InputError(name, "no records in it", "leave it out")
    for number, record in enumerate([records] if single else records, 1):
        try:
            yield reader.warned(reader.story(record, number), warning)
        except InputError as error:
            reader.on_error(error)


def _line_story(line: bytes, number: int, reader: RecordReader) -> Found:
    where = reader.at(number)
    text, warning = _decoded(line.rstrip(b"\r\n"), where)
    return reader.warned(reader.story(_parsed(text, where), number), warning)


def _decoded(data: bytes, where: str) -> tuple[str, str | None]:
    try:
        return decode(data)
    except UnicodeError:
        raise InputError(where, "text in no known encoding", "save it as UTF-8") from None


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        what = (error.msg[:1].lower() + error.msg[1:]).removesuffix(" at")
        raise InputError(where, f"malformed JSON ({what} at {at})", "mend or remove it") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, lists in lists in lists
        raise InputError(where, "JSON that cannot be read", "mend or remove it") from None


def _numbered(stream: BinaryIO, longest_bytes: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines from 1 on; None for one longer than `longest_bytes`, which is passed over unread."""
    number = 0
    while line := stream.readline(longest_bytes):
        number += 1
        if len(line) < longest_bytes or line.endswith(b"\n"):
            yield number, line
            continue
        while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
            pass
        yield number, None
