"""Offsets of an article's text -> lines and columns of its file, for messages and annotations."""

from __future__ import annotations

import os
from bisect import bisect_right
from dataclasses import dataclass

from newsfacts.readers.formats import ARCHIVE_SUFFIX, TEXT
from newsfacts.types import Article, CharSpan


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """`line` and `column` count from 1.

    A line ends at a line feed, as in git. A column is a unit of UTF-16, as editors and JavaScript count: one
    for each character, two for those beyond U+FFFF (emoji).
    """

    line: int
    column: int


class Lines:
    """Where the lines of `text` begin; looked up in the time of a binary search."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def position(self, offset: int) -> Position:
        """Of the character at `offset`; of the end of the text behind the last."""
        line = bisect_right(self._starts, offset)
        before = self._text[self._starts[line - 1] : offset]
        return Position(line, 1 + len(before) + sum(char > "\uffff" for char in before))

    def ends(self, span: CharSpan) -> tuple[Position, Position]:
        """Of the first character of `span`, and of the one behind its last, on the line of the last."""
        last = self.position(span.end - 1)
        wide = self._text[span.end - 1] > "\uffff"
        return self.position(span.start), Position(last.line, last.column + 1 + wide)


def file_of(article: Article) -> str | None:
    """The file whose lines are those of the article's text, as given; None where there is none.

    Text files only: not standard input, records, or what lies packed in another file.
    """
    source = article.source
    if source is None or source == "-":
        return None
    folder, name = os.path.split(source)
    stem, suffix = os.path.splitext(name)
    packed = any(part.lower().endswith(ARCHIVE_SUFFIX) for part in folder.split(os.sep))
    # Files without ending, and those that are said to hold records, may do so: these have ids of their own.
    whole = os.path.basename(article.id) in (stem, name)
    return source if whole and not packed and suffix.lower() in ("", *TEXT.suffixes) else None
