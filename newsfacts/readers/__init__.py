"""Files, folders, globs and standard input -> Articles.

The text of an article is the file decoded, without a byte order mark, otherwise untouched: newlines
stay as they stand (`\\r\\n` counts as two characters), nothing is stripped. Offsets count its code points.
"""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, BinaryIO, cast

from newsfacts.errors import InputError
from newsfacts.readers import tabular
from newsfacts.readers.decoding import decode, why_binary
from newsfacts.readers.fields import Fields, RecordReader, published_of, word_of
from newsfacts.readers.inputs import Input, find_inputs, suffix_of
from newsfacts.readers.json_records import json_document, json_lines, looks_like_records
from newsfacts.readers.published import as_edtf, checked_edtf
from newsfacts.text.front_matter import front_matter
from newsfacts.types import Article, ArticleFacts, Published, PublishedBasis

__all__ = [
    "MAX_CHARS",
    "SAME_ID",
    "Fields",
    "Input",
    "OnError",
    "as_edtf",
    "checked_edtf",
    "find_inputs",
    "holds_records",
    "read_articles",
    "read_stories",
]

MAX_CHARS = 1_000_000
SAME_ID = "an earlier article has the same id"
FRONT_DATES = ("published", "publishdate", "pubdate", "date", "published_at", "date_published")
OnError = Callable[[InputError], None]

_RECORDS: dict[str, Callable[[BinaryIO, RecordReader], Iterator[Article | ArticleFacts]]] = {
    ".jsonl": json_lines,
    ".ndjson": json_lines,
    ".json": json_document,
    ".csv": tabular.csv_records,
    ".tsv": tabular.tsv_records,
}
_TEXTS = (".txt", ".text", ".md", ".markdown")
_GZIP_MAGIC = b"\x1f\x8b"


def read_articles(
    inputs: Iterable[Input],
    *,
    on_error: OnError,
    fields: Fields | None = None,
    published: str | None = None,
    max_chars: int = MAX_CHARS,
    stdin: BinaryIO | None = None,
    modified: bool = False,
) -> Iterator[Article]:
    """The articles of `inputs` (see `find_inputs`), one at a time, each file open only while it is read.

    A bad input, or a bad record of one, goes to `on_error`; the rest is read on. Ids stay as they are given:
    an article with that of an earlier one has the warning `SAME_ID`. `published`: an EDTF
    date for all articles, which beats every other. `max_chars`: longest text in characters.
    `stdin`: where to read the input `-` from. `modified`: whether an article that is a file of its own
    gets the day on which that was last changed (UTC).
    """
    stories = read_stories(
        inputs,
        on_error=on_error,
        fields=fields,
        published=published,
        max_chars=max_chars,
        stdin=stdin,
        modified=modified,
        facts=False,
    )
    return cast(Iterator[Article], stories)


def read_stories(
    inputs: Iterable[Input],
    *,
    on_error: OnError,
    fields: Fields | None = None,
    published: str | None = None,
    max_chars: int = MAX_CHARS,
    stdin: BinaryIO | None = None,
    modified: bool = False,
    facts: bool = True,
) -> Iterator[Article | ArticleFacts]:
    """As `read_articles`, with the records that `newsfacts extract` wrote read as the facts they are.

    They are known by their fields, in JSON and JSON Lines, also among articles; with `facts` off they are
    bad records. `published` has no effect on them: their dates are worked out already.
    """
    option = Published(published, PublishedBasis.OPTION) if published else None
    known: set[str] = set()
    for item in inputs:
        reader = RecordReader(fields or Fields(), max_chars, option, on_error, item, facts)
        try:
            if item.path == "-":
                yield from _marked(_read(stdin or io.BytesIO(), reader), known)
            else:
                with open(item.path, "rb") as stream:
                    if modified:
                        reader = replace(reader, modified=_modified(stream))
                    yield from _marked(_read(stream, reader), known)
        except InputError as error:
            on_error(error)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            on_error(InputError(item.label, f"broken gzip ({error})", "copy it again from where it came"))
        except OSError as error:
            what = (error.strerror or str(error)).lower()
            on_error(InputError(item.label, f"cannot be read ({what})", "check the file and its permissions"))


def _marked(stories: Iterable[Article | ArticleFacts], known: set[str]) -> Iterator[Article | ArticleFacts]:
    """`stories`, with a warning in articles whose id is among `known`; puts the others there."""
    for story in stories:
        if isinstance(story, Article):
            if story.id in known:
                story = replace(story, warnings=(*story.warnings, SAME_ID))
            known.add(story.id)
        yield story


def holds_records(item: Input) -> bool:
    """Whether `item` may hold several articles, as far as its name tells."""
    return suffix_of(item.path) not in _TEXTS


def _modified(stream: BinaryIO) -> date:
    # UTC: the same file has the same day wherever it is read.
    return datetime.fromtimestamp(os.fstat(stream.fileno()).st_mtime, UTC).date()


def _read(stream: BinaryIO, reader: RecordReader) -> Iterator[Article | ArticleFacts]:
    buffered = _buffered(stream)
    if buffered.peek(2)[:2] == _GZIP_MAGIC:
        buffered = io.BufferedReader(_Decompressed(buffered))
    suffix = suffix_of(reader.item.path)
    records = _RECORDS.get(suffix)
    if records is None and suffix not in _TEXTS:
        records = looks_like_records(buffered.peek(4096))
    if records:
        if not buffered.peek(1):
            raise _empty(reader.item, "")
        yield from records(buffered, reader)
    else:
        yield _text_article(buffered, reader)


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast(io.RawIOBase, stream))


class _Decompressed(io.RawIOBase):
    """A gzip stream that gives all there is before it says that the rest is broken."""

    def __init__(self, stream: BinaryIO) -> None:
        self._file = gzip.GzipFile(fileobj=stream)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _empty(item: Input, text: str) -> InputError:
    if item.path == "-":
        return InputError(item.label, "only blanks" if text else "nothing came in", "send it an article")
    return InputError(item.label, "only blanks" if text else "empty file", "leave it out")


def _text_article(stream: BinaryIO, reader: RecordReader) -> Article:
    label = reader.item.label
    # No encoding spends more than four bytes on a character; another four for the byte order mark.
    data = stream.read(4 * reader.max_chars + 5)
    if why := why_binary(data):
        raise InputError(label, why, "give the article as text (.txt) or JSON Lines")
    if len(data) > 4 * reader.max_chars + 4:
        reader.check_length(label, None)
    try:
        text, warning = decode(data)
    except UnicodeError:
        raise InputError(label, "text in no known encoding", "save it as UTF-8") from None
    if not text.strip():
        raise _empty(reader.item, text)
    reader.check_length(label, len(text))
    # What a page in Markdown says of itself; its text stays whole.
    front = front_matter(text)
    title, url = (front.first("title", "headline"), front.first("url")) if front else (None, None)
    published, malformed = published_of(front.fields, FRONT_DATES) if front else (Published(), None)
    return Article(
        id=reader.item.id,
        text=text,
        title=word_of(title),
        published=reader.option or published,
        url=url if isinstance(url, str) and "://" in url else None,
        source=reader.item.name,
        warnings=tuple(said for said in (warning, malformed) if said),
        modified=reader.modified,
    )
