"""The gazetteer: what is in it, and how it is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfacts import gazetteer
from newsfacts.gazetteer.lookup import Gazetteer, sure_country
from newsfacts.types import PlaceKind


@pytest.mark.parametrize(
    ("name", "kind", "country", "latitude", "longitude"),
    [
        ("Moscow", "city", "RU", 55.8, 37.6),
        ("Doha", "city", "QA", 25.3, 51.5),
        ("Gaza", "region", "PS", 31.4, 34.4),
        ("West Bank", "region", "PS", 32.0, 35.2),
        ("Donbas", "region", "UA", 48.3, 38.2),
        ("Kashmir", "region", None, 34, 75),
        ("Red Sea", "water", None, 20, 38.5),
        ("Kyiv", "city", "UA", 50.4, 30.5),
        ("Kiev", "city", "UA", 50.4, 30.5),
        ("Türkiye", "country", "TR", 39, 35),
        ("côte d’ivoire", "country", "CI", 7.6, -5.6),
        ("São Paulo", "city", "BR", -23.5, -46.6),
        ("Sao Paulo", "city", "BR", -23.5, -46.6),
        ("U.S.", "country", "US", 39.8, -98.6),
        ("Washington", "city", "US", 38.9, -77.0),
        ("Gauteng", "region", "ZA", -26, 28),
    ],
)
def test_the_likeliest_place(name, kind, country, latitude, longitude):
    place = gazetteer.default().lookup(name)[0]
    assert (place.kind, place.country) == (PlaceKind(kind), country)
    assert place.latitude == pytest.approx(latitude, abs=1)
    assert place.longitude == pytest.approx(longitude, abs=1)


def test_namesakes_come_in_order_of_weight():
    found = gazetteer.default().lookup("Springfield")
    assert len(found) > 3
    assert [place.prior for place in found] == sorted((place.prior for place in found), reverse=True)
    assert sure_country(found) is None or {place.country for place in found} == {"US"}


def test_people_and_countries():
    names = gazetteer.default()
    assert names.people("Sudanese") == ("SD",)
    assert names.people("Kenyans") == ("KE",)
    assert set(names.people("Congolese")) == {"CD", "CG"}
    assert names.people("table") == ()
    assert names.country("Burma") == "MM"
    assert names.country("Lima") is None


def test_every_country_has_a_point_and_a_name():
    for code, centre in gazetteer.default().centres.items():
        assert len(code) == 2
        assert code.isupper()
        assert -90 <= (centre.latitude or 0) <= 90
        assert -180 <= (centre.longitude or 0) <= 180
        assert centre.latitude is not None
        assert centre.longitude is not None


def test_every_place_kept_by_hand_is_found():
    from newsfacts import rules

    names = gazetteer.default()
    for rule in rules.load("gazetteer/places", gazetteer.PlaceRule).values():
        assert rule.names
        for name in rule.names:
            assert any(place.id == rule.id for place in names.lookup(name)), name


@given(st.text())
def test_any_name_can_be_looked_up(name):
    for place in gazetteer.default().lookup(name):
        assert place.country is None or len(place.country) == 2


def test_other_data_is_refused():
    with pytest.raises(ValueError, match="not a gazetteer"):
        Gazetteer(b"zip", [], {})
