"""Outlets at home somewhere, and so their places; rivers; namesakes that the text itself tells apart."""

from __future__ import annotations

import pytest
from pipelines import whole

from newsfacts import gazetteer
from newsfacts.names.places.outlets import WHOLE, Home, home_of
from newsfacts.pipeline import extract
from newsfacts.rules import read
from newsfacts.types import Article, Place, PlaceKind, Precision


def places(text: str, url: str | None = None) -> dict[str, Place]:
    return {place.name: place for place in extract(Article("a", text, url=url), nlp=whole()).places}


@pytest.mark.parametrize(
    ("address", "country", "division", "town"),
    [
        ("http://www.parispi.net/articles/2024/03/a.html", "US", "TN", "Paris"),
        ("https://richmondregister.com", "US", "KY", "Richmond"),
        ("https://news.richmondregister.com:8080/x?y=z", "US", "KY", "Richmond"),
    ],
)
def test_the_host_of_an_address_tells_where_an_outlet_is_at_home(
    address: str, country: str, division: str, town: str
) -> None:
    home = home_of(address)
    assert home is not None
    assert (home.country, home.division) == (country, division)
    assert home.town in gazetteer.default().lookup(town)


def test_an_outlet_of_a_country_has_no_town() -> None:
    assert home_of("https://www.jpost.com/a") == Home("IL")


@pytest.mark.parametrize(
    "address", [None, "", "seeds/a.txt", "-", "http://[::1", "https://nosuchpaper.example/", "com"]
)
def test_other_addresses_have_no_home(address: str | None) -> None:
    assert home_of(address) is None


def test_the_list_is_whole() -> None:
    """Each host once; each area a division or country that the gazetteer has; nearly each town one of its."""
    hosts, unknown, towns = [], [], 0
    for area, listed in read("names/places/outlets").items():
        for town, names in listed.items():
            hosts += names.split()
            home = home_of(f"https://{names.split()[0]}/")
            assert home is not None, area
            towns += town != WHOLE
            unknown += [(area, town)] if town != WHOLE and home.town is None else []
    assert len(hosts) == len(set(hosts))
    assert all(host == host.lower() and "." in host and "/" not in host for host in hosts)
    assert len(unknown) < 0.05 * towns, unknown


@pytest.mark.model
def test_a_local_paper_speaks_of_its_own_town() -> None:
    text = "Police in Paris arrested a man of 34 on Friday after a fire at a barn."
    at_home = places(text, "https://www.parispi.net/news/1.html")["Paris"]
    assert (at_home.country, at_home.admin1, at_home.precision) == ("US", "Tennessee", Precision.EXACT)
    assert places(text)["Paris"].country == "FR"


@pytest.mark.model
def test_what_the_text_says_outweighs_the_paper() -> None:
    found = places("Police in Paris, France, arrested a man of 34.", "https://www.parispi.net/news/1.html")
    assert found["Paris"].country == "FR"
    found = places("Talks in Berlin and Vienna ended without a deal.", "https://www.parispi.net/news/1.html")
    assert (found["Berlin"].country, found["Vienna"].country) == ("DE", "AT")


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    ["Two anglers drowned in the Drava.", "A raft sank on the Vltava.", "Two kayaks collided on the Tisza."],
)
def test_a_river_with_the_is_no_town(text: str) -> None:
    (river,) = places(text).values()
    assert (river.kind, river.latitude) == (PlaceKind.WATER, None)


@pytest.mark.model
def test_a_noun_described_by_a_rivers_name_is_none() -> None:
    assert all(place.kind is not PlaceKind.WATER for place in places("The Ohio governor signed it.").values())


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Fires burned in León, Mexico, and León in northern Spain.", {"MX", "ES"}),
        ("The school has branches in Cambridge, England, and Cambridge, Ontario.", {"GB", "CA"}),
        ("Sirens sounded in Perth, Scotland, and Perth, Australia.", {"GB", "AU"}),
    ],
)
def test_two_places_of_one_name_are_told_apart_by_country(text: str, countries: set[str]) -> None:
    found = extract(text, nlp=whole()).places
    name = found[0].name
    assert {place.country for place in found if place.name == name} == countries


@pytest.mark.model
def test_a_state_behind_a_town_that_no_list_knows_is_the_state() -> None:
    found = places("A farmhand was hurt in Elmsgrove Hollow, Montana, on Sunday.")
    assert (found["Montana"].country, found["Montana"].kind) == ("US", PlaceKind.REGION)
