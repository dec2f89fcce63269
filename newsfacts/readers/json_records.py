"""JSON Lines and JSON documents -> Articles, or the facts of some."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast

from newsfacts.errors import InputError
from newsfacts.readers.decoding import LineDecoder, as_utf8, decode
from newsfacts.readers.fields import Found, RecordReader, loosely
from newsfacts.readers.formats import HEAD_BYTES
from newsfacts.readers.packed import TooMuch

# A character may take twelve bytes of JSON (\ud83d\ude00); the rest is for the other fields.
_BYTES_PER_CHAR = 12
_BYTES_BESIDES = 1 << 20
# A document is held in memory whole, several times over.
MAX_DOCUMENT_BYTES = 250_000_000
# A line that has no end is read no further.
_MAX_LINE_BYTES = 250_000_000
# Two objects, a line each: JSON Lines, whatever the file is called.
_LINES = re.compile(r'\s*\{[ \t]*".*\}[ \t]*\r?\n\s*\{[ \t]*"')


def json_lines(stream: BinaryIO, reader: RecordReader) -> Iterator[Found]:
    """One record a line; blank lines count, but are no records. Bad lines go to `reader.refuse`."""
    empty = True
    decoder = LineDecoder()
    longest = _BYTES_PER_CHAR * reader.max_chars + _BYTES_BESIDES
    for number, line in _numbered(as_utf8(stream), longest, reader.item.label):
        where = reader.at(number)
        try:
            if line is None:
                reader.check_length(where, None)
            elif line.strip():
                empty = False
                yield _line_story(line, number, reader, decoder)
        except InputError as error:
            empty = False
            reader.refuse(error)
    if empty:
        raise InputError(reader.item.label, "no records in it", "leave it out")


def json_document(stream: BinaryIO, reader: RecordReader) -> Iterator[Found]:
    """A list of records, or one; they are numbered from 1. The document is held in memory whole."""
    name = reader.item.label
    buffered = cast(io.BufferedReader, stream)
    if _LINES.match(_head(buffered)):
        yield from json_lines(stream, reader)
        return
    data = stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        what = f"a JSON document of more than {MAX_DOCUMENT_BYTES // 1_000_000} MB"
        raise InputError(name, what, "give it as JSON Lines, a record a line")
    text, warning = _decoded(data, name)
    if _LINES.match(text):
        yield from json_lines(io.BufferedReader(cast(io.RawIOBase, io.BytesIO(text.encode()))), reader)
        return
    records = _unwrapped(_parsed(text, name), reader)
    single = not isinstance(records, list)
    if not single and not records:
        raise InputError(name, "no records in it", "leave it out")
    for number, record in enumerate([records] if single else records, 1):
        try:
            yield reader.warned(reader.story(record, number), warning)
        except InputError as error:
            reader.refuse(error)


# Under which names services answer with lists of articles; some have them two deep.
_LISTS = ("articles", "results", "data", "items", "docs", "documents", "stories", "news", "hits", "records")


def _unwrapped(document: Any, reader: RecordReader) -> Any:
    """The records of a document: of an answer such as {"status": "ok", "articles": […]} the list in it."""
    within = document
    for _ in range(3):
        if not isinstance(within, dict) or _has_text(within, reader):
            break
        within = next((within[name] for name in _LISTS if isinstance(within.get(name), list | dict)), None)
        if isinstance(within, list) and within and all(isinstance(item, dict) for item in within[:20]):
            return within
    return document


def _has_text(record: dict[str, Any], reader: RecordReader) -> bool:
    known = loosely(record)
    return any(isinstance(known.get(name), str) for name in reader.fields.text) or "schema_version" in record


def _head(stream: io.BufferedReader) -> str:
    """What an input begins with, as far as it is there. Raises InputError where that is no text."""
    return stream.peek(HEAD_BYTES)[:HEAD_BYTES].decode("utf-8", "replace")


def _line_story(line: bytes, number: int, reader: RecordReader, decoder: LineDecoder) -> Found:
    where = reader.at(number)
    text, warning = _decoded(line.rstrip(b"\r\n"), where, decoder.decode)
    return reader.warned(reader.story(_parsed(text, where), number), warning)


def _decoded(
    data: bytes, where: str, decoded: Callable[[bytes], tuple[str, str | None]] = decode
) -> tuple[str, str | None]:
    try:
        return decoded(data)
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


def _numbered(stream: BinaryIO, longest_bytes: int, where: str) -> Iterator[tuple[int, bytes | None]]:
    """The lines from 1 on; None for one longer than `longest_bytes`, which is passed over unread."""
    number = 0
    while line := stream.readline(longest_bytes):
        number += 1
        if len(line) < longest_bytes or line.endswith(b"\n"):
            yield number, line
            continue
        passed = len(line)
        while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
            passed += len(rest)
            if passed > _MAX_LINE_BYTES:
                what = f"a line of more than {_MAX_LINE_BYTES // 1_000_000} MB"
                raise TooMuch(where, what, "give a record a line")
        yield number, None
