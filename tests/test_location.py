"""The place that a figure's words for where mean."""

from __future__ import annotations

import pytest

from newsfacts.casualties.location import location_of
from newsfacts.types import (
    CasualtyFigure,
    CharSpan,
    Evidence,
    Harm,
    Location,
    Place,
    PlaceKind,
    Precision,
    Status,
)

TEXT = "DORVAL: Rain fell on Orlo province. Two died in the city, three in the same province, one near Zexu."


def place(name: str, kind: PlaceKind, *words: str) -> Place:
    spans = [CharSpan(TEXT.index(word), TEXT.index(word) + len(word)) for word in words]
    mentions = tuple(Evidence(span, CharSpan(0, len(TEXT)), "LOC") for span in spans)
    return Place(name, kind, "PE", 1.5, 2.5, (), mentions, precision=Precision.EXACT, admin1="Orlo")


PLACES = (
    place("Dorval", PlaceKind.CITY, "DORVAL"),
    place("Orlo", PlaceKind.REGION, "Orlo"),
    place("Zexu", PlaceKind.CITY, "Zexu"),
)


def figure(words: str | None, before: str) -> CasualtyFigure:
    at = TEXT.index(before)
    evidence = Evidence(CharSpan(at, at + len(before)), CharSpan(0, len(TEXT)))
    return CasualtyFigure(
        kind=Harm.KILLED,
        min=2,
        max=2,
        approximate=False,
        victims=None,
        place=words,
        date=None,
        attribution=None,
        cause=None,
        status=Status.REPORTED,
        scope=None,
        group=1,
        evidence=evidence,
    )


@pytest.mark.parametrize(
    ("words", "before", "name"),
    [
        ("the city", "Two", "Dorval"),
        ("the same province", "three", "Orlo"),
        ("near Zexu", "one", "Zexu"),
        ("Orlo province", "Two", "Orlo"),
        ("DORVAL", "Two", "Dorval"),
        ("Dorval", "Two", "Dorval"),
        ("the country", "Two", None),  # none is named
        ("a field", "Two", None),
        (None, "Two", None),
    ],
)
def test_words_for_where_mean_a_place_of_the_article(words, before, name):
    found = location_of(figure(words, before), PLACES, TEXT)
    assert (found.name if found else None) == name


def test_a_location_has_what_its_place_has():
    found = location_of(figure("the city", "Two"), PLACES, TEXT)
    assert found == Location("Dorval", "PE", "Orlo", 1.5, 2.5, Precision.EXACT)
