"""What the words right beside a name say of where it lies: "X, Ohio", "X in Sudan", "Sudan's X", "X, Ga."."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from functools import cache
from typing import Protocol, TypeVar

from spacy.tokens import Doc, Span

from newsfacts import gazetteer
from newsfacts.doc import store
from newsfacts.english.speech import Speech, speech
from newsfacts.gazetteer.lookup import Candidate, place_words
from newsfacts.rules import read

MAX_DIVISION_TOKENS = 4
FAR_SMALLER = 1.5  # powers of ten of inhabitants
LIES = ("located", "situated")

# A division: ISO code of the country, GeoNames admin1 code.
Division = tuple[str, str]

_POSSESSIVES = ("'s", "’s", "'", "’")


@cache
def _no_divisions() -> frozenset[str]:
    """Months, "at X harbour in March", and verbs of a headline, "X, Say Police"."""
    return frozenset(read("english/calendar")["month"]) | speech(Speech.CLAUSE)


class Meaning(Protocol):
    """A place of the article with what its name can mean."""

    @property
    def candidates(self) -> tuple[Candidate, ...]: ...


MeaningT = TypeVar("MeaningT", bound=Meaning)


def divisions_beside(span: Span, places: Container[int]) -> Iterator[tuple[Division, bool]]:
    """Divisions that stand behind a name, "X, Ohio", "X, Ga.", "X in Ontario", each with whether a list goes
    on behind it: "X, Virginia and Maryland" names three places. `places`: the tokens of the article's places.
    """
    for start, end in _division_behind(span, places):
        name = store.words_between(span.doc, start, end)
        own = store.words_between(span.doc, span.start, span.end)
        listed = _goes_on(span.doc, end, places, _is_state(own))
        yield from ((division, listed) for division in sorted(gazetteer.default().divisions(name)))


def districts_beside(span: Span, places: Container[int]) -> Iterator[Candidate]:
    """The districts that stand so behind a name, "X, Somerset", each with its point."""
    for start, end in _division_behind(span, places):
        yield from gazetteer.default().districts(store.words_between(span.doc, start, end))


def _division_behind(span: Span, places: Container[int]) -> Iterator[tuple[int, int]]:
    """The tokens [start, end) of the longest name of divisions behind a name, if any stands there."""
    doc = span.doc
    start = _behind(doc, span.end)
    if start is None or (start not in places and store.lower_words_of(doc)[start] in _no_divisions()):
        return
    own = store.words_between(doc, span.start, span.end)
    for end in range(min(len(doc), start + MAX_DIVISION_TOKENS), start, -1):
        last = doc[end - 1]
        if last.is_space or (last.is_punct and (last.text != "." or end - start == 1)):
            continue
        name = store.words_between(doc, start, end)
        if _is_half(doc, start, end) or name == own:
            continue
        if gazetteer.default().divisions(name):
            yield start, end
            return


def _is_half(doc: Doc, start: int, end: int) -> bool:
    """Whether tokens are but the direction of a longer name: the "South West" of "South West England"."""
    low = store.lower_words_of(doc)
    directions = all(word in place_words("direction") for word in low[start:end])
    return directions and end < len(doc) and doc[end].text[:1].isupper()


def _behind(doc: Doc, end: int) -> int | None:
    """The token behind "X," or "X, in" or "X in northern" or "X located in"; None where none follows."""
    low, at = store.lower_words_of(doc), end
    if at < len(doc) and low[at] == ",":
        at += 1
    if at + 1 < len(doc) and low[at] in LIES and low[at + 1] == "in":
        at += 1
    if at < len(doc) and low[at] in ("in", "of", "("):
        at += 1
    if at == end:
        return None
    while at < len(doc) and (low[at] == "the" or low[at] in place_words("direction")) and doc[at].is_lower:
        at += 1
    return at if at < len(doc) and doc[at].text[:1].isupper() else None


def countries_behind(span: Span, places: Container[int]) -> Iterator[str]:
    """The country that stands behind a name, ISO code: "X, Sudan", "X in northern Sudan"."""
    start = _behind(span.doc, span.end)
    if start is None or start not in places:
        return
    for end in range(min(len(span.doc), start + MAX_DIVISION_TOKENS), start, -1):
        code = gazetteer.default().country(store.words_between(span.doc, start, end))
        if code:
            yield code
            return


def _goes_on(doc: Doc, end: int, places: Container[int], is_state: bool) -> bool:
    """Whether a list of places goes on behind token `end`: "and Z", ", Z". `is_state`: of its first name."""
    low = store.lower_words_of(doc)
    at = end + 1 if end < len(doc) and low[end] == "," else end
    if at < len(doc) and low[at] in ("and", "or", "&"):
        at += 1
    return at > end and at in places and not _names_again(doc, at, is_state)


def _names_again(doc: Doc, at: int, is_state: bool) -> bool:
    """Whether what stands at `at` has a division or country of its own behind it: "X, Illinois, and Y, Peru".

    Of names of states and provinces each is one of a list: "Delaware, Idaho, Maine, Ohio".
    """
    for end in range(at + 1, min(len(doc), at + MAX_DIVISION_TOKENS)):
        if doc[end].text == ",":
            if is_state and _is_state(doc[at:end].text):
                return False
            start = _behind(doc, end)
            most = min(len(doc), (start or end) + MAX_DIVISION_TOKENS)
            places = gazetteer.default()
            return start is not None and any(
                places.divisions(name) or places.country(name)
                for name in (store.words_between(doc, start, stop) for stop in range(start + 1, most))
            )
        if not doc[end].text[:1].isupper():
            return False
    return False


def _is_state(name: str) -> bool:
    """Whether a first order division goes by the name, and no far larger town: not Portland in Jamaica."""
    found = gazetteer.default().lookup(name)
    return any(c.form == "r" and c.prior >= found[0].prior - FAR_SMALLER for c in found)


def places_beside(span: Span, places: Mapping[int, MeaningT]) -> Iterator[MeaningT]:
    """The places of the article that stand where what holds a name does: "X, Sudan", "Sudan's X"."""
    doc, start = span.doc, span.start
    low = store.lower_words_of(doc)
    own = places.get(start)
    behind = _behind(doc, span.end)
    if behind is not None:
        other = places.get(behind)
        if other is not None and other is not own:
            yield other
    if start >= 2 and low[start - 1] in _POSSESSIVES:
        other = places.get(start - 2)
        if other is not None and other is not own:
            yield other
