"""Where a news outlet is at home, by the address of its article: what its names of places mean by default.

A local paper's "Paris" is its own. `outlets.toml` lists outlets from general knowledge: a table for each
first order division ("Tennessee, US") with its towns, "*" standing for all of it, or for a country ("LB").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

from newsfacts import gazetteer
from newsfacts.gazetteer.lookup import Candidate
from newsfacts.types import PlaceKind

WHOLE = "*"  # of a division or country, no town of it
BORDERS = '" '  # of a host in the list
LEAST_LABELS = 2  # of a host name that is an outlet's: "parispi.net"


@dataclass(frozen=True, slots=True)
class Home:
    """`division`: GeoNames admin1 code, "" for a whole country's outlet; `town`: None but for a town's."""

    country: str
    division: str = ""
    town: Candidate | None = None


def home_of(address: str | None) -> Home | None:
    """The home of the outlet at an address; None for one that is not listed, and without address."""
    return next((home for host in _hosts(address or "") if (home := _home_of(host)) is not None), None)


def _hosts(address: str) -> Iterator[str]:
    """The host of an address, then without its first labels: "news.example.com", "example.com"."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:  # a malformed address has no host
        return
    labels = host.split(".")
    for first in range(len(labels) - LEAST_LABELS + 1):
        yield ".".join(labels[first:])


@cache
def _text() -> str:
    return (files("newsfacts") / "names/places/outlets.toml").read_text("utf-8")


@lru_cache(maxsize=1024)
def _home_of(host: str) -> Home | None:
    """The home that the list gives a host. The file is searched: to parse its thousands of lines for the few
    hosts of a run would take longer than the rest of the start.
    """
    text = _text()
    at = text.find(host)
    while at >= 0 and not (text[at - 1] in BORDERS and text[at + len(host)] in BORDERS):
        at = text.find(host, at + 1)
    if at < 0:
        return None
    town = text.rindex('\n"', 0, at) + 2
    area = text.rindex('\n["', 0, at) + 3
    return _home(text[area : text.index('"', area)], text[town : text.index('"', town)])


@cache
def _home(area: str, town: str) -> Home:
    name, _, country = area.rpartition(", ")
    places = gazetteer.default()
    division = next((code for where, code in sorted(places.divisions(name)) if where == country), "")
    if not division:  # "Puerto Rico, US" has a code of its own
        country = places.country(name) or country
    inside = (
        c
        for c in places.lookup(town)
        if c.kind is PlaceKind.CITY and c.country == country and division in ("", c.division)
    )
    return Home(country, division, None if town == WHOLE else next(inside, None))
