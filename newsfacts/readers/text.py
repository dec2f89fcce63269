"""A file of text -> its Article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from newsfacts.errors import InputError
from newsfacts.furniture.front_matter import front_matter
from newsfacts.readers.decoding import decode, why_binary
from newsfacts.readers.fields import RecordReader, published_of, word_of
from newsfacts.readers.language import foreign
from newsfacts.types import Article, Published

# What to do with what is no text, by a word of what it is.
_TODOS = {
    "HTML": "add --input-format html",
    "ARC": "convert it to WARC",
    "RTF": "save it as plain text (.txt)",
    "Office": "save it as plain text (.txt)",
}
FRONT_DATES = ("published", "publishdate", "pubdate", "date", "published_at", "date_published")


def text_article(stream: BinaryIO, reader: RecordReader) -> Iterator[Article]:
    """The one article that a file of text, or of Markdown with front matter, is. Raises InputError."""
    label = reader.item.label
    # No encoding spends more than four bytes on a character; another four for the byte order mark.
    data = stream.read(4 * reader.max_chars + 5)
    if why := why_binary(data):
        todos = (todo for word, todo in _TODOS.items() if word in why)
        raise InputError(label, why, next(todos, "give the article as text (.txt) or JSON Lines"))
    if len(data) > 4 * reader.max_chars + 4:
        reader.check_length(label, None)
    try:
        text, warning = decode(data)
    except UnicodeError:
        raise InputError(label, "text in no known encoding", "save it as UTF-8") from None
    if not text.strip():
        raise reader.empty("only blanks")
    reader.check_length(label, len(text))
    # What a page in Markdown says of itself; its text stays whole.
    front = front_matter(text)
    title, url = (front.first("title", "headline"), front.first("url")) if front else (None, None)
    published, malformed = published_of(front.fields, FRONT_DATES) if front else (Published(), None)
    yield Article(
        id=reader.item.id,
        text=text,
        title=word_of(title),
        author=word_of(front.first("author", "authors", "byline")) if front else None,
        published=reader.option or published,
        url=url if isinstance(url, str) and "://" in url else None,
        source=reader.item.name,
        warnings=tuple(said for said in (warning, malformed, foreign(text)) if said),
        modified=reader.modified,
    )
