"""Places: which of its namesakes, of what kind, where."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from marked_names import marked, places, shows

from newsfacts import rules
from newsfacts.names import mentions
from newsfacts.names.places import component
from newsfacts.names.places.choose import Weight
from newsfacts.names.places.features import FEATURES
from newsfacts.names.places.locate import LEAST_EXACT
from newsfacts.types import Precision

CASES = tomllib.loads((files("newsfacts") / "names/places/cases.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case):
    found = places(case["text"])
    assert len(found) == len(case["places"]), found
    for place, want in zip(found, case["places"], strict=True):
        wanted = {key: None if value == "" else value for key, value in want.items()}
        assert shows(place, wanted), place


def test_a_name_of_many_towns_is_left_open_without_evidence():
    (place,) = places("He was born in [San Rafael del Xqz:LOC].")
    assert (place.country, place.latitude, place.longitude) == (None, None, None)


def test_countries_have_a_middle():
    (place,) = places("Rain fell on [Kenya:LOC].")
    assert place.latitude == pytest.approx(0.5, abs=2)
    assert place.longitude == pytest.approx(38, abs=2)


def test_the_other_gulf_is_the_gulf_named_before():
    (place,) = places("Waves rose in the [Gulf of Thailand:LOC]. The [Gulf:LOC] was rough.")
    assert place.aliases == ("Gulf",)


def test_states_are_not_merged_with_their_namesakes():
    found = places(
        "The [Congo River:LOC] flows through [Kinshasa:LOC] in the [Democratic Republic of Congo:LOC]."
    )
    assert [place.name for place in found] == ["Congo River", "Kinshasa", "Democratic Republic of Congo"]


def test_two_places_tagged_as_one_are_two():
    found = places("He flew from [Baku, Azerbaijan:LOC] to [Thailand's Lampang:LOC].")
    assert [place.name for place in found] == ["Baku", "Azerbaijan", "Thailand", "Lampang"]
    assert found[3].country == "TH"


def test_the_capitals_of_a_dateline_are_one_place():
    doc = marked("[PORT:LOC] [SUDAN:LOC] — Rain fell.\n[SAN:PERSON] SALVADOR ([AP:LOC]) — Hail fell.")
    found = mentions.mentions(doc)
    assert [(m.span.text, m.label) for m in found] == [
        ("PORT SUDAN", "LOC"),
        ("SAN SALVADOR", "LOC"),
        ("AP", "ORG"),
    ]


def test_two_places_in_capitals_that_are_none_together_stay_two():
    doc = marked("[LIMA:LOC] [CHAD:LOC] — Rain fell.")
    assert [m.span.text for m in mentions.mentions(doc)] == ["LIMA", "CHAD"]


def test_a_town_listed_with_its_article_is_found_without_it():
    (place,) = places("Shells fell on [Qamishli:LOC].")
    assert place.country == "SY"


def test_every_feature_has_a_weight_and_no_other_has():
    kinds = ("confidence", "home_confidence")
    confidence = {f"{kind}_{what}" for kind in kinds for what in ("slope", "shift")}
    assert set(rules.load("names/places/weights", Weight)) == set(FEATURES) | confidence


def test_a_body_named_for_a_county_tells_where_the_article_is():
    (alone,) = places("Police in [Alexandria:LOC] held a man.")
    (beside,) = places("Police in [Alexandria:LOC] held a man, the [Rapides Parish Fire District:ORG] said.")
    louisiana = [one.likely for one in beside.namesakes if one.admin1 == "Louisiana"]
    assert sum(louisiana) > sum(one.likely for one in alone.namesakes if one.admin1 == "Louisiana")
    assert [place.name for place in places("[Rapides Parish Fire District:ORG] trucks came.")] == []


def test_namesakes_are_told_in_order_of_how_likely_they_are():
    (place,) = places("Shops in [Springfield:LOC] were shut.")
    likely = [one.likely for one in place.namesakes]
    assert len(likely) > 2
    assert likely == sorted(likely, reverse=True)
    assert sum(likely) <= 1.01


def test_a_point_is_exact_only_where_the_choice_is_sure():
    text = "He left [Springfield:LOC] and [Dover:LOC] for [Lagos:LOC], [Nigeria:LOC]; [Troy:LOC], [N.Y.:LOC]"
    for place in places(text):
        if place.precision is Precision.EXACT:
            assert (place.location_confidence or 0) >= LEAST_EXACT
        if place.geonames is not None:
            assert (place.location_confidence or 0) >= LEAST_EXACT


def test_an_article_of_very_many_places_is_read_in_parts(monkeypatch):
    text = "Rain fell on [Lima:LOC] in [Peru:LOC]. Hail fell on [Oslo:LOC] in [Norway:LOC]."
    monkeypatch.setattr(component, "MAX_TOGETHER", 2)
    assert [place.country for place in places(text)] == ["PE", "PE", "NO", "NO"]
