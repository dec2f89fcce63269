"""JSON Lines and JSON documents -> Articles, or the facts of some."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from newsfacts.errors import InputError
from newsfacts.readers.decoding import decode, mark_of
from newsfacts.readers.fields import RecordReader
from newsfacts.types import Article, ArticleFacts

# A character may take twelve bytes of JSON (\ud83d\ude00); the rest is for the other fields.
_BYTES_PER_CHAR = 12
_BYTES_BESIDES = 1 << 20


def json_lines(stream: BinaryIO, reader: RecordReader) -> Iterator[Article | ArticleFacts]:
    """One record a line; blank lines count, but are no records. Bad lines go to `reader.on_error`."""
    empty = True
    for number, line in _numbered(_as_utf8(stream), _BYTES_PER_CHAR * reader.max_chars + _BYTES_BESIDES):
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


def json_document(stream: BinaryIO, reader: RecordReader) -> Iterator[Article | ArticleFacts]:
    """A list of records, or one; they are numbered from 1. The document is held in memory whole."""
    name = reader.item.label
    records = _parsed(_decoded(stream.read(), name)[0], name)
    single = not isinstance(records, list)
    if not single and not records:
        raise InputError(name, "no records in it", "leave it out")
    for number, record in enumerate([records] if single else records, 1):
        try:
            yield reader.story(record, number)
        except InputError as error:
            reader.on_error(error)


def _line_story(line: bytes, number: int, reader: RecordReader) -> Article | ArticleFacts:
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


def _as_utf8(stream: BinaryIO) -> BinaryIO:
    """`stream` itself, or its text as UTF-8 where a byte order mark says that it is UTF-16 or -32."""
    found = mark_of(cast(io.BufferedReader, stream).peek(4)[:4])
    if not found or found[1] == "utf-8":
        return stream
    stream.read(len(found[0]))
    return cast(BinaryIO, _Recoded(stream, found[1]))


class _Recoded:
    """The lines of a text in `encoding`, as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._text = io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")

    def readline(self, size: int) -> bytes:
        return self._text.readline(size).encode()
