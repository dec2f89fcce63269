"""Made-up pages marked line by line (`tests/layouts/*.pages`).

    === name of the page          begins a page
    @advert Advertisement         furniture, and why it is skipped; advert/other where either is right
    @either By Dana Whitlock      neither wanted nor wrong: bylines, datelines, captions, labels
    @title Six die in fire        the headline (story); of several the first is meant
    %author Dana Whitlock         not on the page: who its byline names
    Six people died. {share|Share this.}     a line of the story, with furniture inside

An empty line is one of the page. Lines that begin with "# " above the first page are remarks.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LAYOUTS = Path(__file__).parent / "layouts"
STORY, EITHER, TITLE = "story", "either", "title"
_INSIDE = re.compile(r"\{(?P<reasons>[a-z/]+)\|(?P<words>[^{}]*)\}")


@dataclass(slots=True)
class Piece:
    """A line of a page, or a part of one: characters [start, end) of the page's text."""

    start: int
    end: int
    mark: str

    @property
    def furniture(self) -> bool:
        return self.mark not in (STORY, EITHER, TITLE)


@dataclass(slots=True)
class Page:
    name: str
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    title: str | None = None
    author: str | None = None

    @property
    def fresh(self) -> bool:
        """Whether the page was written after the first rules."""
        return self.name.startswith("fresh_")

    @property
    def last(self) -> bool:
        """Whether the page was written after all of them; it is never used but to measure."""
        return self.name.startswith("last_")

    @property
    def measured_only(self) -> bool:
        """Whether the page is of the half whose errors nobody looks at while writing rules."""
        return self.fresh or self.last or int(hashlib.sha1(self.name.encode()).hexdigest(), 16) % 2 == 0

    def add(self, words: str, mark: str) -> None:
        self.pieces.append(Piece(len(self.text), len(self.text) + len(words), mark))
        self.text += words

    def add_line(self, line: str) -> None:
        mark, words = STORY, line
        if line.startswith("@"):
            mark, _, words = line[1:].partition(" ")
        if mark == TITLE:
            self.title = self.title or words
        at = 0
        for inside in _INSIDE.finditer(words):
            if words[at : inside.start()].strip():
                self.add(words[at : inside.start()], mark)
            else:
                self.text += words[at : inside.start()]
            self.add(inside["words"], inside["reasons"])
            at = inside.end()
        if words[at:].strip():
            self.add(words[at:], mark)
        self.text += "\n"


def read_pages(path: Path) -> Iterator[Page]:
    page: Page | None = None
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("=== "):
            if page is not None:
                yield page
            page = Page(line[4:])
        elif page is None:
            continue
        elif line.startswith("%author "):
            page.author = line.removeprefix("%author ")
        else:
            page.add_line(line)
    if page is not None:
        yield page


def all_pages() -> list[Page]:
    return [page for path in sorted(LAYOUTS.glob("*.pages")) for page in read_pages(path)]
