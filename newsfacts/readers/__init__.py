"""Files, folders, archives, globs and standard input -> Articles.

The text of an article is the file decoded, without a byte order mark, otherwise untouched: newlines
stay as they stand (`\\r\\n` counts as two characters), nothing is stripped; of pages and feeds it is what
`readers.pages` makes of them. Offsets count its code points. Which kinds there are: `readers.formats`.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import BinaryIO, TypedDict, Unpack, cast

from newsfacts.dates.given import as_edtf, checked_edtf, order_in
from newsfacts.errors import InputError
from newsfacts.readers.archives import members
from newsfacts.readers.fields import Fields, Found, Merged, RecordReader
from newsfacts.readers.formats import (
    ARCHIVE_MAGIC,
    ARCHIVE_SUFFIX,
    FORMAT_NAMES,
    HEAD_BYTES,
    Format,
    format_named,
    format_of,
    format_of_head,
    packing_of,
    reader_of,
    suffix_of,
)
from newsfacts.readers.inputs import find_inputs
from newsfacts.readers.item import Input
from newsfacts.readers.packed import Budget, Counted, TooMuch, Unpacked
from newsfacts.readers.patterns import Picks
from newsfacts.readers.remote import Remote, is_remote, real_path
from newsfacts.types import Article, Published, PublishedBasis

__all__ = [
    "FORMAT_NAMES",
    "MAX_CHARS",
    "SAME_ID",
    "Fields",
    "Input",
    "Merged",
    "OnError",
    "Picks",
    "ReadOptions",
    "as_edtf",
    "checked_edtf",
    "find_inputs",
    "holds_records",
    "read_articles",
    "read_stories",
    "real_path",
]

MAX_CHARS = 1_000_000
SAME_ID = "an earlier article has the same id"
OnError = Callable[[InputError], None]
Stories = Iterator[Found]
_BUFFER_BYTES = 1 << 16


class ReadOptions(TypedDict, total=False):
    """How inputs are read; what is not given is as it is usual.

    `fields`: under which names records have what. `published`: an EDTF date for all articles, which beats
    every other. `max_chars`: longest text in characters. `stdin`: where to read the input `-` from.
    `modified`: whether an article that is a file of its own gets the day on which that was last changed
    (UTC). `format`: one of `FORMAT_NAMES`, for all inputs; otherwise names tell, and where they do not,
    content. `picks`: which members of archives count.
    """

    fields: Fields | None
    published: str | None
    max_chars: int
    stdin: BinaryIO | None
    modified: bool
    format: str | None
    picks: Picks | None


def read_articles(
    inputs: Iterable[Input], *, on_error: OnError, **options: Unpack[ReadOptions]
) -> Iterator[Article]:
    """The articles of `inputs` (see `find_inputs`), one at a time, each file open only while it is read.

    A bad input, or a bad record of one, goes to `on_error`; the rest is read on. Ids stay as they are given:
    an article with that of an earlier one has the warning `SAME_ID`.
    """
    return cast(Iterator[Article], read_stories(inputs, on_error=on_error, facts=False, **options))


def read_stories(
    inputs: Iterable[Input],
    *,
    on_error: OnError,
    facts: bool = True,
    merged: bool = False,
    **options: Unpack[ReadOptions],
) -> Stories:
    """As `read_articles`, with the records that `newsfacts extract` wrote read as the facts they are.

    They are known by their fields, in JSON and JSON Lines, also among articles; with `facts` off they are
    bad records. `published` has no effect on them: their dates are worked out already. With `merged`, the
    documents of `newsfacts merge` are read as well.
    """
    published, format = options.get("published"), options.get("format")
    option = Published(published, PublishedBasis.OPTION) if published else None
    forced = format_named(format) if format else None
    fields, picks = options.get("fields") or Fields(), options.get("picks") or Picks()
    known: set[str] = set()
    for item in inputs:
        reader = RecordReader(
            fields, options.get("max_chars", MAX_CHARS), option, on_error, item, facts, merged=merged
        )
        try:
            with _opened(item, options) as (stream, modified):
                file = _File(forced, picks, Budget(item.label))
                yield from _marked(file.stories(stream, replace(reader, modified=modified)), item, known)
        except InputError as error:
            on_error(error)
        except OSError as error:
            what = (error.strerror or str(error)).lower()
            on_error(InputError(item.label, f"cannot be read ({what})", "check the file and its permissions"))
        reader.finish()


@contextmanager
def _opened(item: Input, options: ReadOptions) -> Iterator[tuple[BinaryIO, date | None]]:
    """What is in `item`, and the day on which it was last changed, where such days are asked for."""
    if item.path == "-":
        yield options.get("stdin") or io.BytesIO(), None
        return
    place = Remote(item.path) if is_remote(item.path) else None
    with place.open() if place else cast(BinaryIO, open(item.path, "rb")) as stream:
        day = None
        if options.get("modified"):
            day = place.modified() if place else _modified(stream)
        yield stream, day


def _marked(stories: Stories, item: Input, known: set[str]) -> Stories:
    """`stories`, with a warning in articles whose id is among `known`; puts the others there.

    Members of archives are not known before they are read: where one has the id of an earlier article, its
    path is its id.
    """
    for story in stories:
        if isinstance(story, Article):
            source = story.source or item.name
            if story.id in known and source != item.name and f"/{story.id}." in f"/{source}":
                story = replace(story, id=source)
            if story.id in known:
                story = replace(story, warnings=(*story.warnings, SAME_ID))
            known.add(story.id)
        yield story


def holds_records(item: Input, named: str | None = None) -> bool:
    """Whether `item` may hold several articles, as far as its name tells, or the name of its format."""
    format = format_named(named) if named else format_of(item.path)
    return format is None or format.many


def _modified(stream: BinaryIO) -> date:
    # UTC: the same file has the same day wherever it is read.
    return datetime.fromtimestamp(os.fstat(stream.fileno()).st_mtime, UTC).date()


class _File:
    """What one input is made of: it may be packed, or an archive of others."""

    def __init__(self, forced: Format | None, picks: Picks, budget: Budget) -> None:
        self._forced, self._picks, self._budget = forced, picks, budget

    def stories(self, stream: BinaryIO, reader: RecordReader) -> Stories:
        """All that is in `stream`. Raises InputError where it can be read no further."""
        item, depth = reader.item, self._budget.depth
        format = self._forced or format_of(item.path)
        buffered = _buffered(stream)
        while packing := packing_of(buffered.peek(8)[:8]):
            packed = cast(BinaryIO, buffered)
            if not self._budget.depth:
                packed = cast(BinaryIO, io.BufferedReader(Counted(packed, self._budget), _BUFFER_BYTES))
            self._budget.deeper()
            unpacked = Unpacked(packed, packing, self._budget, where=item.label)
            unpacked.skips = format is not None and format.skips_broken
            buffered = io.BufferedReader(unpacked, _BUFFER_BYTES)
        head = buffered.peek(HEAD_BYTES)
        if not head:
            raise reader.empty("nothing came in" if item.path == "-" else "empty file")
        if head.startswith(ARCHIVE_MAGIC) or suffix_of(item.path) == ARCHIVE_SUFFIX:
            yield from self._members(buffered, reader)
        else:
            format = format or format_of_head(head)
            if format.many and buffered.seekable() and (order := order_in(buffered.peek(_BUFFER_BYTES))):
                reader.habits["order"] = order
            if isinstance(buffered.raw, Unpacked):
                buffered.raw.skips = format.skips_broken
            yield from reader_of(format, item.label)(buffered, reader)
        self._budget.depth = depth

    def _members(self, stream: BinaryIO, reader: RecordReader) -> Stories:
        self._budget.deeper()
        depth = self._budget.depth
        prefix = f"{reader.item.below}/" if reader.item.below else ""
        for found in members(
            stream, reader.item, self._budget, picks=lambda name: self._picks.takes(prefix + name)
        ):
            if isinstance(found, InputError):
                reader.on_error(found)
                continue
            opened, member = found
            self._budget.depth = depth
            try:
                yield from self.stories(opened, replace(reader, item=member, habits={}))
            except TooMuch:
                raise
            except InputError as error:
                reader.on_error(error)


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast(io.RawIOBase, stream))
