"""Line ends in mid-sentence, as archives and mail have them: read as blanks.

A text is hard-wrapped where the next word would not have fitted on the line. Besides, a paragraph of short
lines none of which ends a sentence is one, where its words show that lines break off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from newsfacts.doc.split import Line, lines, paragraphs, wrap_column
from newsfacts.plain.views import Edit

# Columns of papers and phones are as narrow as that.
_MAX_SHORT = 80
_MIN_LINES = 3
_ENDS = re.compile(r"[.!?…:;][\"”’'»)\]]*\Z")
_FINAL = re.compile(r"[.!?…][\"”’'»)\]]*\Z")
# Words that no line of its own ends in.
_OPEN_WORDS = (
    "a an the of in on at by to for from with and or but as than near into over after before that which "
    "who is are was were be been has have had will would said its his her their least most about some more "
    "nearly almost around van der den von de la del da el bin ibn mr. mrs. ms. dr. gen. col. mr mrs ms dr "
    "prof sir lord president mayor governor minister senator judge general colonel sheikh prince"
)
_BREAKS_OFF = re.compile(
    rf"(?:[,(]|\b(?:{'|'.join(map(re.escape, _OPEN_WORDS.split()))})|(?<=[a-z] )\d{{1,2}})\Z",
    re.IGNORECASE,
)
_MAY_GO_ON = re.compile(r"[\w,('’–—-]\Z(?<!--)")
_BULLET = re.compile(r"\s*(?:[•●▪■◦‣*·–—>-]|\(?(?:\d{1,2}|[a-z])[.)])\s")
_LINE_END = re.compile(r"[ \t]*(?:\r\n|[\n\r])[ \t]*")


def line_ends(text: str) -> Iterator[Edit]:
    """A blank for each line end in mid-sentence, with the blanks around it; one `\\n` for each `\\r\\n`."""
    if "\n" not in text and "\r" not in text:
        return
    joined = set(_joined(text))
    if not joined and "\r" not in text:
        return
    for match in _LINE_END.finditer(text):
        end = match.group()
        if match.start() in joined:
            yield match.start(), match.end(), " "
        elif "\r" in end:
            at = match.start() + end.index("\r")
            yield at, at + (2 if text.startswith("\r\n", at) else 1), "\n"


def _joined(text: str) -> Iterator[int]:
    """Where the lines end, blanks behind them left out, that go on in the next."""
    every = lines(text)
    if wrap_column(text, every) is not None:
        for paragraph in paragraphs(text):
            yield from (line.end for line in paragraph[:-1])
        return
    block: list[Line] = []
    for line in [*every, Line(len(text), len(text), 0)]:
        if line.blank:
            yield from _joined_in(text, block)
            block = []
        else:
            block.append(line)


def _joined_in(text: str, block: Sequence[Line]) -> Iterator[int]:
    """As `_joined`, of one paragraph."""
    if len(block) < 2:
        return
    bodies = [text[line.start : line.end] for line in block]
    off = [_breaks_off(before, after) for before, after in pairwise(bodies)]
    whole = (
        len(block) >= _MIN_LINES
        and any(off)
        and max(map(len, bodies)) <= _MAX_SHORT
        and _FINAL.search(bodies[-1])
        and not any(_ENDS.search(body) for body in bodies[:-1])
        and not any(_BULLET.match(body) for body in bodies)
    )
    # A single line that goes on in the next is left to the borders of sentences: whether it is furniture or
    # story, its own line tells best.
    if whole:
        yield from (line.end for line in block[:-1])


def _breaks_off(body: str, following: str) -> bool:
    """Whether a line plainly breaks off."""
    if _ENDS.search(body) or _BULLET.match(following):
        return False
    if _BREAKS_OFF.search(body):
        return True
    # Not an address, and not what stands below a rule.
    small = following[:1].islower() and "://" not in following.split(None, 1)[0]
    return small and _MAY_GO_ON.search(body) is not None
