"""RSS and Atom -> Articles, one an entry.

feedparser is in the extra `html`, since entries hold HTML: who reads feeds needs what reads pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

import feedparser

from newsfacts.errors import InputError
from newsfacts.readers.fields import Fields, Found, RecordReader
from newsfacts.readers.pages import text_of_fragment

# A feed is held in memory whole; those of news sites have less than a megabyte.
MAX_FEED_BYTES = 50_000_000
SUMMARY = "read from the summary in the feed, the article may be longer"
_FIELDS = {"id": "id", "author": "author", "url": "link"}


def feed_entries(stream: BinaryIO, reader: RecordReader) -> Iterator[Found]:
    """The entries of a feed, numbered from 1. An entry without text goes to `reader.on_error`."""
    label = reader.item.label
    data = stream.read(MAX_FEED_BYTES + 1)
    if len(data) > MAX_FEED_BYTES:
        raise InputError(label, f"a feed of more than {MAX_FEED_BYTES // 1_000_000} MB", "split it")
    # A stream: feedparser takes text for an address, and would fetch it.
    try:
        feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    # It mends what it can; where it cannot, the error is of any kind.
    except Exception as error:
        what = f"a feed that cannot be read ({type(error).__name__}: {str(error)[:80]})"
        raise InputError(label, what, "fetch it again") from error
    if not feed.entries:
        raise InputError(label, *_why_empty(feed))
    entries = replace(reader, fields=Fields())  # names of fields are said of other inputs
    for number, entry in enumerate(feed.entries, 1):
        text, warning = _text(entry)
        record = {
            "text": text,
            "title": text_of_fragment(entry.get("title") or ""),
            "published": entry.get("published") or entry.get("updated"),
            **{name: entry.get(key) for name, key in _FIELDS.items()},
        }
        try:
            yield reader.warned(entries.article(record, number), warning)
        except InputError as error:
            reader.on_error(error)


def _text(entry: Any) -> tuple[str, str | None]:
    """The text of an entry, and a warning where it may not be all of it."""
    whole = [content.get("value") or "" for content in entry.get("content", ())]
    text = max(map(text_of_fragment, whole), key=len, default="")
    return (text, None) if text else (text_of_fragment(entry.get("summary") or ""), SUMMARY)


def _why_empty(feed: Any) -> tuple[str, str]:
    if feed.get("bozo") and not feed.get("version"):
        return "not RSS or Atom", "give a feed, or say what it is with --input-format"
    return "no entries in it", "leave it out"
