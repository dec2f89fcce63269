"""The place that a figure's words for where mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsfacts.casualties.location import located
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
    found = located([figure(words, before)], PLACES, TEXT)[0].location
    assert (found.name if found else None) == name


def test_a_location_has_what_its_place_has():
    found = located([figure("the city", "Two")], PLACES, TEXT)[0].location
    assert found == Location("Dorval", "PE", "Orlo", 1.5, 2.5, Precision.EXACT)


def located_in(words: str, *places: tuple[str, PlaceKind, float, float]) -> Location | None:
    """The place of a figure at `words`, in a text with `places`: name, kind, latitude, longitude."""
    text = f"Nine died in {words}, police said."
    named = [
        Place(
            name,
            kind,
            None,
            latitude,
            longitude,
            (),
            (Evidence(CharSpan(text.index(name), text.index(name) + len(name)), CharSpan(0, len(text))),),
        )
        for name, kind, latitude, longitude in places
    ]
    at = Evidence(CharSpan(0, 4), CharSpan(0, len(text)))
    told = words.partition(" and ")[0]
    return located([replace(figure(told, "Two"), evidence=at)], named, text)[0].location


CITY, REGION, COUNTRY = PlaceKind.CITY, PlaceKind.REGION, PlaceKind.COUNTRY


@pytest.mark.parametrize(
    ("words", "places", "name"),
    [
        ("Peru's Orlo region", [("Peru", COUNTRY, -9, -75), ("Orlo", REGION, -5, -77)], "Orlo"),
        (
            "Peru's Andean resort of Zexu",
            [("Peru", COUNTRY, -9, -75), ("Andean", REGION, -10, -70), ("Zexu", CITY, -13, -72)],
            "Zexu",
        ),
        ("the village of Zexu in Peru", [("Zexu", CITY, -13, -72), ("Peru", COUNTRY, -9, -75)], "Zexu"),
        ("Paris, Texas", [("Paris", CITY, 33.7, -95.6), ("Texas", REGION, 31.4, -99.3)], "Paris"),
        # Far from one another: no point is right for both.
        ("Peru and Chile", [("Peru", COUNTRY, -9, -75), ("Chile", COUNTRY, -31, -71)], None),
        ("Peru, Chile and Ecuador", [("Peru", COUNTRY, -9, -75), ("Chile", COUNTRY, -31, -71)], None),
        ("Zexu and Orlo", [("Zexu", CITY, -13, -72), ("Orlo", CITY, -13.1, -72.1)], "Zexu"),
    ],
)
def test_the_narrowest_place_is_meant_and_none_of_several_far_apart(words, places, name):
    found = located_in(words, *places)
    assert (found.name if found else None) == name
