"""Which place of the article the words for where mean: "the city", "the same region", "DHAKA".

Places are read off the Doc, as the places component kept them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

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
_BACK = re.compile(rf"\b(?:the|this|that|there)\b.*?\b({'|'.join(_KINDS)})\b", re.IGNORECASE)


def located(
    figures: Sequence[CasualtyFigure], places: Sequence[Place], text: str
) -> tuple[CasualtyFigure, ...]:
    """`figures`, each with the place that its words for where mean, where one of `places` is it."""
    return tuple(replace(figure, location=location_of(figure, places, text)) for figure in figures)


def location_of(figure: CasualtyFigure, places: Sequence[Place], text: str) -> Location | None:
    """The place of the article that a figure's words for where mean; None where there is none."""
    if figure.place is None:
        return None
    span = _span(figure, text)
    place = None
    if span is not None:
        inside = list(_inside(span, places))
        # "the village of X in Y": the first that the words name is the place itself.
        place = inside[0] if inside else _named_before(figure.place, span, places)
    place = place or _by_name(figure.place, places)
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
    found = [match.start() for match in re.finditer(re.escape(words), text)] if words else []
    if not found:
        return None
    start = min(found, key=lambda start: abs(start - at))
    return CharSpan(start, start + len(words))


def _inside(span: CharSpan, places: Sequence[Place]) -> Iterator[Place]:
    """The places with a mention in a span, in reading order."""
    named = sorted(
        (mention.span.start, index)
        for index, place in enumerate(places)
        for mention in place.mentions
        if mention.span.overlaps(span)
    )
    yield from (places[index] for _, index in named)


def _named_before(words: str, span: CharSpan, places: Sequence[Place]) -> Place | None:
    """The place of its kind that "the city" takes up: the last one named before."""
    told = _BACK.search(words)
    if told is None:
        return None
    kind = _KINDS[told[1].casefold()]
    before = [
        (mention.span.end, index)
        for index, place in enumerate(places)
        for mention in place.mentions
        if mention.span.end <= span.start and place.kind is kind
    ]
    return places[max(before)[1]] if before else None


def _by_name(words: str, places: Sequence[Place]) -> Place | None:
    """The place that bears the words as a name: "Dhaka" for DHAKA."""
    key = words.casefold()
    for place in places:
        if key in (place.name.casefold(), *(alias.casefold() for alias in place.aliases)):
            return place
    return None
