"""What an article says a place lies in: "X village in Y district, Z province", "Z's X", "20 km from W"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum, auto
from functools import lru_cache
from typing import TypeVar

from spacy.tokens import Doc, Span

from newsfacts.names.mentions import around

T = TypeVar("T")

# Whether a word stands in a table of `gazetteer/words.toml`, in the plural too.
InTable = Callable[[str, str], bool]

MAX_GAP = 9  # tokens between a name and the one that holds it
MAX_CHAIN = 40  # tokens of "X in Y district, Z province, W"
MAX_KILOMETRES = 100  # farther off, "north of Y" does not say where

_POSSESSIVES = ("'s", "’s", "'", "’")


class Link(Enum):
    """How two places are tied."""

    INSIDE = auto()  # "X in Y", "Y's X"
    COMMA = auto()  # "X, Y": perhaps a list
    BESIDE = auto()  # "X near Y"


def holders(doc: Doc, span: Span, places: Mapping[int, T], is_in: InTable) -> Iterator[tuple[T, Link]]:
    """The places said to hold the one at `span`, the smallest first. `places`: by token of `doc`."""
    own = places.get(span.start)
    yield from _before(doc, span, places, is_in)
    at, most = span.end, min(around(span)[1], span.end + MAX_CHAIN)
    link: Link | None = None
    listed = _is_listed_before(doc, span, places)
    last = at
    while at < most and at - last < MAX_GAP:
        token = doc[at]
        other = places.get(at)
        if other is not None:
            if other is own or link is None:
                return
            end = at
            while end < most and places.get(end) is other:
                end += 1
            if link is Link.COMMA and (listed or _goes_on(doc, end, most, places)):
                return
            yield other, link
            at = last = end
            link = None
            continue
        word = token.lower_
        if word == ",":
            link = link or Link.COMMA
        elif is_in(word, "beside"):
            link = Link.BESIDE
        elif word in ("in", "of", "("):
            link = link if link is Link.BESIDE else Link.INSIDE
        elif token.like_num and at + 1 < most and is_in(doc[at + 1].lower_, "length"):
            if not token.text.isdecimal() or int(token.text) > MAX_KILOMETRES:
                return
            link = Link.BESIDE
            at += 1
        elif not _is_kind(word, is_in) and not (link is Link.BESIDE and word in ("from", "about", "some")):
            return
        at += 1


def _before(doc: Doc, span: Span, places: Mapping[int, T], is_in: InTable) -> Iterator[tuple[T, Link]]:
    """The owner in front: "Sudan's X", "Zamfara state's remote X"."""
    at, least = span.start - 1, max(around(span)[0], span.start - MAX_GAP)
    while at >= least and doc[at].is_alpha and _is_kind(doc[at].lower_, is_in):
        at -= 1
    if at <= least or doc[at].text not in _POSSESSIVES:
        return
    at -= 1
    while at >= least and doc[at].is_lower and is_in(doc[at].lower_, "region"):
        at -= 1
    other = places.get(at)
    if at >= least and other is not None and other is not places.get(span.start):
        yield other, Link.INSIDE


@lru_cache(maxsize=4_096)
def _is_kind(word: str, is_in: InTable) -> bool:
    return any(is_in(word, table) for table in ("inside", "region", "city", "direction", "landmark"))


def _is_listed_before(doc: Doc, span: Span, places: Mapping[int, T]) -> bool:
    """Whether a name follows another in a list: "W, X, Y"."""
    at = span.start - 1
    if at > around(span)[0] and doc[at].lower_ in (",", "and", "or"):
        return at - 1 in places
    return False


def _goes_on(doc: Doc, end: int, most: int, places: Mapping[int, T]) -> bool:
    """Whether a list goes on behind token `end`: "and Z"."""
    if end < most and doc[end].text == ",":
        end += 1
    return end + 1 < most and doc[end].lower_ in ("and", "or", "&") and end + 1 in places
