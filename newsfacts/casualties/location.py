"""Which place of the article the words for where mean: "the city", "the same region", "DHAKA".

Places are read off the Doc, as the places component kept them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from newsfacts.gazetteer.lookup import distance_km
from newsfacts.types import CasualtyFigure, CharSpan, Location, Place, PlaceKind

# What "the city", "the same region" say of the place named before.
_KINDS = {
    "city": PlaceKind.CITY,
    "town": PlaceKind.CITY,
    "village": PlaceKind.CITY,
    "capital": PlaceKind.CITY,
    "municipality": PlaceKind.CITY,
    "region": PlaceKind.REGION,
    "province": PlaceKind.REGION,
    "state": PlaceKind.REGION,
    "district": PlaceKind.REGION,
    "county": PlaceKind.REGION,
    "governorate": PlaceKind.REGION,
    "enclave": PlaceKind.REGION,
    "strip": PlaceKind.REGION,
    "country": PlaceKind.COUNTRY,
    "nation": PlaceKind.COUNTRY,
    "island": PlaceKind.OTHER,
}
# Between a place and what is said to be its: "Russia's Chechnya", "Aegean resort of Bodrum".
_OWNS = re.compile(r"['’]s?\s|\s[a-z][a-z ]*\bof\s$")
# Between the places of a list.
_JOINS = re.compile(r"\s*(?:[,/]|,?\s*\b(?:and|or|as well as)\b|&)\s*(?:the\s+)?", re.IGNORECASE)
_ANDS = re.compile(r"\b(?:and|or|as well as)\b|&", re.IGNORECASE)
APART_KM = 161.0  # places of a list so far apart have no point in common
_BACK = re.compile(rf"\b(?:the|this|that|there)\b.*?\b({'|'.join(_KINDS)})\b", re.IGNORECASE)


def located(
    figures: Sequence[CasualtyFigure], places: Sequence[Place], text: str
) -> tuple[CasualtyFigure, ...]:
    """`figures`, each with the place that its words for where mean, where one of `places` is it."""
    named = _Named(places)
    return tuple(replace(figure, location=_location_of(figure, named, text)) for figure in figures)


class _Named:
    """The places of an article by where their mentions stand, by kind and by name.

    `at`: of each mention its first character, the one behind its last, the number of its place; in order.
    """

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = places
        self.at = sorted(
            (mention.span.start, mention.span.end, index)
            for index, place in enumerate(places)
            for mention in place.mentions
        )
        self._longest = max((end - start for start, end, _ in self.at), default=0)
        self._ends: dict[PlaceKind | None, list[tuple[int, int]]] = {}
        for _, end, index in self.at:
            self._ends.setdefault(places[index].kind, []).append((end, index))
        for ends in self._ends.values():
            ends.sort()
        self._by_name: dict[str, Place] = {}
        for place in places:
            for name in (place.name, *place.aliases):
                self._by_name.setdefault(name.casefold(), place)

    def inside(self, span: CharSpan) -> Iterator[tuple[Place, CharSpan]]:
        """The places with a mention that overlaps a span, and where it stands, in reading order."""
        first = bisect_left(self.at, (span.start - self._longest,))
        for start, end, index in self.at[first : bisect_left(self.at, (span.end,))]:
            if end > span.start:
                yield self.places[index], CharSpan(start, end)

    def behind(self, end: int) -> tuple[Place, CharSpan] | None:
        """The first place named behind a character."""
        at = bisect_left(self.at, (end + 1,))
        if at == len(self.at):
            return None
        start, after, index = self.at[at]
        return self.places[index], CharSpan(start, after)

    def last_before(self, at: int, kind: PlaceKind) -> Place | None:
        """The place of a kind that was named last before a character."""
        ends = self._ends.get(kind, [])
        before = bisect_left(ends, (at + 1,))
        return self.places[ends[before - 1][1]] if before else None

    def called(self, words: str) -> Place | None:
        """The place that bears the words as a name: "Dhaka" for DHAKA."""
        return self._by_name.get(words.casefold())


def _location_of(figure: CasualtyFigure, named: _Named, text: str) -> Location | None:
    """The place of the article that a figure's words for where mean; None where there is none."""
    if figure.place is None:
        return None
    span = _span(figure, text)
    place = None
    if span is not None:
        inside = list(named.inside(span))
        if _lie_apart(_listed(inside, named, text), text):
            return None
        place = _narrowest(inside, text) or _named_before(figure.place, span, named)
    place = place or named.called(figure.place)
    if place is None:
        return None
    return Location(place.name, place.country, place.admin1, place.latitude, place.longitude, place.precision)


def _span(figure: CasualtyFigure, text: str) -> CharSpan | None:
    """Where the words for where stand: as the decision says, else the nearest to the figure."""
    words = figure.place or ""
    for decision in figure.decisions:
        if decision.slot == "place" and decision.span is not None and decision.span.of(text) == words:
            return decision.span
    at = figure.evidence.span.start
    around = (text.rfind(words, 0, at + len(words)), text.find(words, at + 1))
    found = [start for start in around if start >= 0] if words else []
    if not found:
        return None
    start = min(found, key=lambda start: abs(start - at))
    return CharSpan(start, start + len(words))


def _listed(inside: list[tuple[Place, CharSpan]], named: _Named, text: str) -> list[tuple[Place, CharSpan]]:
    """The places of a span, and the one that goes on behind it in a list: "in Kenya" of "in Kenya and
    Uganda".
    """
    behind = named.behind(inside[-1][1].end) if inside else None
    if behind is None or not _JOINS.fullmatch(text, inside[-1][1].end, behind[1].start):
        return inside
    return [*inside, behind]


def _narrowest(inside: Sequence[tuple[Place, CharSpan]], text: str) -> Place | None:
    """The place itself: the first that the words name, "the village of X in Y", or what is said to be its:
    "Russia's Chechnya region", "Turkey's Aegean resort of Bodrum".
    """
    for (place, at), (_, after) in pairwise(inside):
        if not _OWNS.match(text[at.end : after.start]):
            return place
    return inside[-1][0] if inside else None


def _lie_apart(inside: Sequence[tuple[Place, CharSpan]], text: str) -> bool:
    """Whether the words list places far from one another: "across Nepal, India and Bangladesh"."""
    for (place, at), (other, after) in pairwise(inside):
        if not _JOINS.fullmatch(text[at.end : after.start]):
            return False
        if _is_far(place, other):
            return len(inside) == 2 or _ANDS.search(text[at.end : inside[-1][1].start]) is not None
    return False


def _is_far(one: Place, other: Place) -> bool:
    if one.kind is not other.kind:
        return False
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return one.country != other.country
    return distance_km((one.latitude, one.longitude), (other.latitude, other.longitude)) > APART_KM


def _named_before(words: str, span: CharSpan, named: _Named) -> Place | None:
    """The place of its kind that "the city" takes up: the last one named before."""
    told = _BACK.search(words)
    return None if told is None else named.last_before(span.start, _KINDS[told[1].casefold()])
