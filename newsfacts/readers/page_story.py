"""The story of a page, looked at a second time: what trafilatura lost is put back, what is no story left out.

Lost are: a second container of the story's class (an advert between them), a box above it that tells what
happened, paragraphs most of which is a link, and stories that stand in the metadata only. Titles of other
stories between the paragraphs are links from end to end, and end without a stop.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import lxml.etree
import lxml.html

from newsfacts.readers.page_dates import main_article
from newsfacts.readers.page_survey import HEADINGS, Block, Survey, line_of, rules, squeezed

# Shorter paragraphs are labels as often as prose.
_MIN_CHARS = 40
_MAX_LEAD_CHARS = 700
_STOPS = (".", "!", "?", "…")
_CLOSERS = "\"”’'»)]"
# The text in the metadata counts where it is longer by so much, and holds no less than so many characters.
_LONGER, _MIN_BODY_CHARS = 1.4, 300
_MIN_TITLE_WORDS = 4

ADDED = "{count} added that stood apart from the story: {which}"
FROM_METADATA = "the text is that of the page's metadata (articleBody): the page itself shows less"
_KINDS = {
    "lead": "the summary above it",
    "container": "another container of its kind",
    "link": "one that is mostly a link",
}


@dataclass(frozen=True, slots=True)
class Story:
    """`blocks`: tag and text. `said`: what was done to it."""

    blocks: tuple[tuple[str, str], ...]
    said: tuple[str, ...] = ()


def second_look(blocks: Sequence[tuple[str, str]], page: Survey) -> Story:
    """`blocks`, the story as found, with what is missing of it, and without titles of other stories."""
    if body := _body(page, blocks):
        same = squeezed("".join(body)) == squeezed("".join(text for _, text in blocks))
        return Story(tuple(("p", paragraph) for paragraph in body), () if same else (FROM_METADATA,))
    at = _places(blocks, page)
    dropped = _titles_of_others(blocks, page, at)
    missing = _missing(blocks, page, at)
    if not missing and not dropped:
        return Story(tuple(blocks))
    mended = _with_missing(blocks, page, at, missing)
    return Story(tuple(block for index, block in mended if index not in dropped), _told_of(missing.values()))


def _with_missing(
    blocks: Sequence[tuple[str, str]], page: Survey, at: dict[int, int], missing: Iterable[int]
) -> Iterator[tuple[int | None, tuple[str, str]]]:
    """`blocks` with their numbers, and between them those of the places `missing`, which rise.

    A missing block goes behind the last found before it, whatever is out of order among those found.
    """
    waiting = deque(missing)
    last = -1
    for index, block in enumerate(blocks):
        here = at.get(index)
        if here is not None and here > last:
            last = here
            while waiting and waiting[0] < here:
                yield None, _as_block(page.blocks[waiting.popleft()])
        yield index, block
    yield from ((None, _as_block(page.blocks[place])) for place in waiting)


def _told_of(kinds: Collection[str]) -> tuple[str, ...]:
    """What is said of the blocks that were added, by why they were."""
    if not kinds:
        return ()
    many = "1 paragraph" if len(kinds) == 1 else f"{len(kinds)} paragraphs"
    which = ", ".join(_KINDS[kind] for kind in dict.fromkeys(kinds))
    return (ADDED.format(count=many, which=which),)


def _as_block(block: Block) -> tuple[str, str]:
    return ("p" if block.tag in ("div", "section", "span") else block.tag, block.text)


def _places(blocks: Sequence[tuple[str, str]], page: Survey) -> dict[int, int]:
    """Of each block of the story, by its number, the block of the page that it is; where it is one."""
    known: dict[str, list[int]] = {}
    for place, block in enumerate(page.blocks):
        known.setdefault(squeezed(block.text), []).append(place)
    found: dict[int, int] = {}
    last = -1
    for index, (_, text) in enumerate(blocks):
        places = known.get(squeezed(text))
        if places:
            # Of several that say the same the next one down the page.
            after = bisect_right(places, last)
            found[index] = last = places[after] if after < len(places) else places[0]
    return found


def is_prose(text: str) -> bool:
    """Whether a text is sentences by its length and its words in small letters."""
    words = text.split()
    small = sum(word[:1].islower() for word in words)
    return len(text) >= _MIN_CHARS and small >= 4 and small * 3 >= len(words)


def ends(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return text.rstrip(_CLOSERS).endswith(_STOPS)


def _missing(blocks: Sequence[tuple[str, str]], page: Survey, at: dict[int, int]) -> dict[int, str]:
    """The blocks of the page that belong to the story and are not in it, down the page, each with why."""
    told = [place for index, place in at.items() if is_prose(blocks[index][1])]
    if not told:
        return {}
    story = _Found(
        first=min(told),
        last=max(told),
        used=frozenset(at.values()),
        words=squeezed("".join(text for _, text in blocks)),
        kinds=Counter(page.blocks[place].kind for place in told),
        parents=Counter(page.blocks[place].parent for place in told),
    )
    whys = ((place, story.why_missing(block, place, page)) for place, block in enumerate(page.blocks))
    return {place: why for place, why in whys if why}


@dataclass(frozen=True, slots=True)
class _Found:
    """The story that was found, as it stands on the page.

    `first`, `last`: places of its prose; `used`: of all its blocks; `kinds`, `parents`: of its prose, with
    how often each is there.
    """

    first: int
    last: int
    used: frozenset[int]
    words: str
    kinds: Counter[str]
    parents: Counter[Any]

    def why_missing(self, block: Block, place: int, page: Survey) -> str | None:
        """Why the block at `place` belongs to the story; None where it does not, or is in it."""
        if self._is_in_it(block, place) or (block.aside and not self._is_twin(block, place)):
            return None
        if place < self.first:
            return "lead" if _is_lead(block, place, page) else None
        if block.tag == "h2" or not ends(block.text):
            return None
        if place < self.last and 0 < block.linked < len(block.text) - 8:
            return "link" if not block.aside and len(block.text.split()) >= 6 else None
        return "container" if self._is_one_of_its_kind(block) else None

    def _is_in_it(self, block: Block, place: int) -> bool:
        """Whether the story has the block, or headings of its rank are none of a story's."""
        return place in self.used or block.tag in HEADINGS - {"h2"} or squeezed(block.text) in self.words

    def _is_one_of_its_kind(self, block: Block) -> bool:
        if not is_prose(block.text) or block.linked * 2 >= len(block.text):
            return False
        return self.parents[block.parent] >= 2 or self._is_named_alike(block)

    def _is_named_alike(self, block: Block) -> bool:
        """Whether paragraphs of the story are called like it; what has no name is like any other."""
        return "." in block.kind and self.kinds[block.kind] >= 2

    def _is_twin(self, block: Block, place: int) -> bool:
        """Whether it is no aside, whatever it stands in: it is called as paragraphs of the story are."""
        named = block.tag == "p" and self._is_named_alike(block)
        return named and self.first < place and not block.own & rules()["aside"].words


def _is_lead(block: Block, place: int, page: Survey) -> bool:
    """Whether a block above the story tells what happened: it is called a summary, or stands right under the
    headline."""
    top = page.heading
    if not is_prose(block.text) or len(block.text) > _MAX_LEAD_CHARS or block.linked * 3 > len(block.text):
        return False
    if top is None or not top < place <= top + 12:
        return False
    names = block.own | frozenset(block.kind.partition(".")[2].split())
    if block.own & rules()["byline"].words or names & rules()["author"].words:
        return False
    if rules()["published"].begins(block.text):
        return False
    return bool(names & rules()["lead"].words or (block.tag in ("h2", "p") and place == top + 1))


def _titles_of_others(blocks: Sequence[tuple[str, str]], page: Survey, at: dict[int, int]) -> set[int]:
    """The blocks that are links from end to end and no sentences; none where the story is made of such."""
    found = {
        index
        for index, place in at.items()
        if page.blocks[place].is_link
        and blocks[index][0] not in ("item", "li", "row", "cell", "td")
        and not ends(blocks[index][1])
        and len(blocks[index][1].split()) >= _MIN_TITLE_WORDS
    }
    size = sum(len(text) for _, text in blocks)
    return found if sum(len(blocks[index][1]) for index in found) * 3 < size else set()


def _body(page: Survey, blocks: Sequence[tuple[str, str]]) -> list[str]:
    """The paragraphs of `articleBody`, where it holds far more than was found; else none."""
    node = main_article(page)
    body = node.get("articleBody") if node else None
    if not isinstance(body, str):
        return []
    body = _plain(body)
    lines = [line_of(part) for part in body.splitlines() if part.strip()]
    if len(blocks) == 1 and squeezed(body) == squeezed(blocks[0][1]):
        # Pages that a script fills: trafilatura takes their text from there, all on one line.
        return lines
    size = len(squeezed(body))
    found = len(squeezed("".join(text for _, text in blocks)))
    if len(body) < _MIN_BODY_CHARS or size < _LONGER * found:
        return []
    return [] if _shows_more(page, lines, size) else lines


def _shows_more(page: Survey, lines: Sequence[str], size: int) -> bool:
    """Whether `lines`, `size` characters, are a teaser beside a story that stands on the page."""
    prose = sum(len(squeezed(block.text)) for block in page.blocks if is_prose(block.text))
    shown = {squeezed(block.text) for block in page.blocks}
    return prose > size and any(squeezed(line) in shown for line in lines)


def _plain(body: str) -> str:
    if not re.search(r"</?[a-zA-Z][^<>]*>|&[a-z]+;|&#\d+;", body):
        return body
    try:
        tree = lxml.html.fragment_fromstring(body, create_parent="div")
    except (lxml.etree.LxmlError, ValueError):
        return body
    for element in tree.iter("p", "br", "div", "li", "h2", "h3"):
        element.tail = "\n" + (element.tail or "")
    return str(tree.text_content())
