"""WARC, as web archives and CC-News have it -> Articles, one a page.

Records are told apart here, so that a broken one costs no other; fastwarc reads them. At any time one record
is in memory, however long the file is.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date
from typing import BinaryIO

from fastwarc import ArchiveIterator, WarcRecord, WarcRecordType

from newsfacts.errors import InputError
from newsfacts.readers.fields import RecordReader
from newsfacts.readers.packed import BROKEN_PART, TooMuch
from newsfacts.readers.pages import MAX_PAGE_BYTES, page_article, read_page
from newsfacts.readers.text import text_article
from newsfacts.types import Article

_FIRST_LINE = re.compile(rb"WARC/\d\.\d")
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,15})[ \t]*\r?$")
# What may hold a page: an answer of a server, or a file; or, in WET files, the text of one.
_TYPE = re.compile(rb"(?im)^warc-type:[ \t]*(?:response|resource|conversion)[ \t]*\r?$")
_NEXT_RECORD = re.compile(rb"(?m)^(?=WARC/\d\.\d\r?$)")
_MAX_HEADER_BYTES = 1 << 16
# The header of the server comes on top of a page.
_MAX_BLOCK_BYTES = MAX_PAGE_BYTES + _MAX_HEADER_BYTES
# What stands between records of a damaged file; of what never ends no more is read.
_MAX_GARBAGE_BYTES = 100_000_000
_PAGES = ("text/html", "application/xhtml+xml")
_TEXT = "text/plain"
_BROKEN = "leave it out, or fetch the file again"


def warc_records(stream: BinaryIO, reader: RecordReader) -> Iterator[Article]:
    """The pages in a WARC file: of what servers answered with success, what is HTML, or text in WET files.

    Records of other kinds are passed over in silence. What is broken goes to `reader.on_error`, with the
    number of the record, counted from 1 over all kinds. Raises InputError where there is not one page.
    """
    some = False
    for number, record in enumerate(_records(_Ahead(stream, reader.item.label)), 1):
        try:
            for article in _articles(record, reader, number):
                some = True
                yield article
        except InputError as error:
            some = True
            reader.on_error(error)
    if not some:
        raise InputError(reader.item.label, "no pages in it", "leave it out")


@dataclass(slots=True)
class _Record:
    """A record as it stands in the file; empty where it is of no kind that may hold a page. `broken`: how."""

    data: bytes = b""
    broken: str | None = None


class _Ahead:
    """A stream into which what was read too far can be put back."""

    def __init__(self, stream: BinaryIO, where: str) -> None:
        self._stream, self._ahead, self.where = stream, b"", where

    def readline(self) -> bytes:
        if not self._ahead:
            return self._stream.readline(_MAX_HEADER_BYTES)
        line, end, self._ahead = self._ahead.partition(b"\n")
        return line + end if end else line + self._stream.readline(_MAX_HEADER_BYTES)

    def read(self, size: int) -> bytes:
        data, self._ahead = self._ahead[:size], self._ahead[size:]
        return data + self._stream.read(size - len(data)) if len(data) < size else data

    def put_back(self, data: bytes) -> None:
        self._ahead = data + self._ahead


def _records(stream: _Ahead) -> Iterator[_Record]:
    while line := stream.readline():
        if not line.strip():
            continue
        if not _FIRST_LINE.match(line):
            _to_next_record(stream)
            broken_part = line.strip() == BROKEN_PART.strip()
            yield _Record(broken="broken gzip" if broken_part else "no WARC record where one should begin")
            continue
        yield _record(line, stream)


def _record(first_line: bytes, stream: _Ahead) -> _Record:
    header = first_line
    while (line := stream.readline()).strip():
        header += line
        if len(header) > _MAX_HEADER_BYTES or _FIRST_LINE.match(line):
            stream.put_back(line)
            _to_next_record(stream)
            return _Record(broken="a header without an end")
    length = _LENGTH.search(header)
    if not length:
        _to_next_record(stream)
        return _Record(broken="a header without a length")
    size, wanted = int(length[1]), bool(_TYPE.search(header))
    block = stream.read(min(size, _MAX_BLOCK_BYTES))
    left = size - len(block)
    end = b""
    while left > 0 and (line := stream.readline()):
        if _NEXT_RECORD.match(line):
            end = line
            break
        left -= len(line)
    end = end or stream.readline()
    if end.strip() or (left > 0):
        # The length is wrong, or something is missing: the next record may stand in what was read.
        after = _NEXT_RECORD.search(block)
        stream.put_back(block[after.end() :] + end if after else end)
        _to_next_record(stream)
        return _Record(broken="a record of another length than its header tells, or cut off")
    if not wanted:
        return _Record()
    if size > len(block):
        return _Record(broken=f"a record of more than {MAX_PAGE_BYTES // 1_000_000} MB")
    return _Record(header + b"\r\n" + block + b"\r\n\r\n")


def _to_next_record(stream: _Ahead) -> None:
    """Pass over what is no record. Raises TooMuch where that has no end."""
    passed = 0
    while line := stream.readline():
        if _FIRST_LINE.match(line):
            stream.put_back(line)
            return
        passed += len(line)
        if passed > _MAX_GARBAGE_BYTES:
            what = f"more than {_MAX_GARBAGE_BYTES // 1_000_000} MB that are no WARC record"
            raise TooMuch(stream.where, what, "check that it is a WARC file")


def _articles(record: _Record, reader: RecordReader, number: int) -> Iterator[Article]:
    where = reader.at(number)
    if record.broken:
        raise InputError(where, record.broken, _BROKEN)
    if not record.data:
        return
    try:
        found = next(iter(ArchiveIterator(io.BytesIO(record.data), parse_http=False)))
        kind = _kind(found) if _is_there(found) else None
        # As much as a page may have, and no more: a packed one may hold a million times its size.
        data = found.reader.read(MAX_PAGE_BYTES + 1) if kind else b""
    except (OSError, ValueError, StopIteration) as error:
        raise InputError(where, f"a record that cannot be read ({str(error)[:80]})", _BROKEN) from None
    if kind is None:
        return
    url = found.headers.get("WARC-Target-URI")
    url = url.strip("<>") if url else None  # some programs write them as they write ids
    id = (found.record_id or "").strip("<>").removeprefix("urn:uuid:") or url or f"{reader.item.id}:{number}"
    if kind == _TEXT:
        at = replace(reader, item=replace(reader.item, path=where))
        for article in text_article(io.BytesIO(data), at):
            yield replace(article, id=id, url=url, source=reader.item.name, modified=_fetched(found, reader))
        return
    page = read_page(data, where, charset=found.http_charset if found.is_http else None, url=url)
    article = page_article(page, reader, id=id, where=where, url=url)
    yield replace(article, modified=_fetched(found, reader))


def _is_there(record: WarcRecord) -> bool:
    """Whether a record is no answer of a server, or one of success. Raises ValueError where it is broken."""
    if not record.is_http:
        return True
    record.parse_http(auto_decode="all")
    status = record.http_headers.status_code
    if record.record_type is not WarcRecordType.response:
        return True
    if status is None:
        raise ValueError("no answer of a server")
    return bool(200 <= status < 300)


def _kind(record: WarcRecord) -> str | None:
    told = record.http_content_type if record.is_http else record.headers.get("Content-Type")
    kind = (told or "").partition(";")[0].strip().lower()
    if record.record_type is WarcRecordType.conversion:
        return kind if kind == _TEXT else None
    return kind if kind in _PAGES else None


def _fetched(record: WarcRecord, reader: RecordReader) -> date | None:
    """The day on which a page was fetched, where such days were asked for."""
    return record.record_date.astimezone(UTC).date() if reader.modified and record.record_date else None
