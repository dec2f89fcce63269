"""Where a name may lie: countries, regions, waters, and 200,000 towns and districts with their other names.

Two sources, opened at the first look-up: the rule files `places` and `places_countries`, kept by hand, and
`newsfacts/gazetteer/places.bin`, made by `make gazetteer` from GeoNames (CC BY 4.0) and Natural Earth.

The binary file: MAGIC; the length of the index (uint32, little-endian); the index, compressed: a line
"first key, tab, length" for each block; the length of the table of divisions; that table, compressed: lines
of country, code, name, latitude, longitude, id, reach in km; the blocks, each compressed by itself: lines of
key, form (`_FORMS`), country, division, size, latitude, longitude, id, parted by tabs, sorted by key, an
empty key repeating the line before. Numbers are tenths (size, log10 of inhabitants), hundredths (degrees),
base 36 (ids). A look-up opens one block of 20 kB, which is kept: the file and all 600 blocks take 17 MB, and
not the 100 MB of a dictionary.
"""

from __future__ import annotations

import math
import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files

from newsfacts import rules
from newsfacts.english.names import WordList, fold
from newsfacts.gazetteer.divisions import abbreviated, codes, rules_called
from newsfacts.remembered import remembered
from newsfacts.types import PlaceKind

MAGIC = b"NFGAZ2\n"

# A country weighs more than any namesake town: "Lebanon" is not the one in Pennsylvania.
COUNTRY_PRIOR = 9.0
CAPITAL_BONUS = 0.5
EARTH_KM = 6371.0

# How the file lists a name: c settlement, s another spelling of its name, a another name; r first order
# division, q by another name; d second order division, e one of which only the first order division is known;
# h quarter of a city or part of a district, l landmark in one, both with the point of what holds them. Each
# with its kind, and what it weighs less: a name that is not the usual one counts as a place of a fifth the
# size, and a division is mostly named for its town, so that the bare name means the town.
_FORMS = {
    "c": (PlaceKind.CITY, 0.0),
    "s": (PlaceKind.CITY, 0.3),
    "a": (PlaceKind.CITY, 0.7),
    "r": (PlaceKind.REGION, 1.0),
    "q": (PlaceKind.REGION, 1.4),
    "d": (PlaceKind.REGION, 1.5),
    "e": (PlaceKind.REGION, 1.5),
    "h": (PlaceKind.CITY, 0.0),
    "l": (PlaceKind.LANDMARK, 0.0),
}
DISTRICTS = frozenset("de")
HELD = frozenset("hl")


@dataclass(frozen=True, slots=True)
class CountryRule:
    """A line of `gazetteer/countries.toml`."""

    names: tuple[str, ...]
    people: tuple[str, ...]
    capital: str
    latitude: float
    longitude: float
    geonames: int = 0


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """A line of `gazetteer/places.toml`. `prior`: log10 of the inhabitants of a town of this weight.

    `division`: GeoNames admin1 code of the first order division, of a district in one: "West Yorkshire".
    """

    id: str
    names: tuple[str, ...]
    kind: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    prior: float = 6.0
    geonames: int = 0
    former: bool = False
    division: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name can mean. `prior`: how likely without context, as log10 of inhabitants.

    `id`: equal for two names of one place where the rule files say so, else empty. `division`: GeoNames
    admin1 code. `geonames`: GeoNames id, 0 where unknown. `form`: how the file lists the name, a letter of
    `_FORMS`; "" for what is kept by hand.
    """

    kind: PlaceKind
    country: str | None
    latitude: float | None
    longitude: float | None
    prior: float
    division: str = ""
    id: str = ""
    geonames: int = 0
    form: str = ""
    capital: bool = False  # of a country
    former: bool = False  # a country that is no more

    @property
    def held(self) -> bool:
        """Whether the point is that of what holds the place."""
        return self.form in HELD


@dataclass(frozen=True, slots=True)
class Division:
    """A first order division of a country: a state, a province. `reach_km`: how far from its point its
    settlements lie, but for the farthest twentieth.
    """

    name: str
    latitude: float
    longitude: float
    geonames: int
    reach_km: int


# What short first words of names stand for: all that is called so is meant too.
_SHORT = {"st": "saint", "mt": "mount", "ft": "fort", "co": "county"}


class Gazetteer:
    """Names to candidates. Look-ups fold case, accents and punctuation."""

    def __init__(
        self, data: bytes, places: Iterable[PlaceRule], countries: Mapping[str, CountryRule]
    ) -> None:
        """`data`: the binary file; raises ValueError where it is none. `countries`: by ISO code."""
        if not data.startswith(MAGIC):
            raise ValueError("not a gazetteer file")
        self._data = data
        index, at = _part(data, len(MAGIC))
        self._table, at = _part(data, at)
        self._keys: list[str] = []
        self._offsets = [at]
        for line in zlib.decompress(index).decode().split("\n"):
            key, size = line.split("\t")
            self._keys.append(key)
            self._offsets.append(self._offsets[-1] + int(size))
        self._block = cache(self._open)
        self._meanings = remembered(4_096)(self._largest)
        self.divisions = remembered()(self._divisions)
        self._named: dict[str, list[Candidate]] = {}
        self._people: dict[str, list[str]] = {}
        self._capitals: dict[str, str] = {}
        self.centres: dict[str, Candidate] = {}
        for code, country in countries.items():
            centre = Candidate(
                PlaceKind.COUNTRY,
                code,
                country.latitude,
                country.longitude,
                COUNTRY_PRIOR,
                id=code,
                geonames=country.geonames,
            )
            self.centres[code] = centre
            for key in {fold(name): None for name in country.names}:
                self._named.setdefault(key, []).append(centre)
            for key in {fold(name): None for name in country.people}:
                self._people.setdefault(key, []).append(code)
            if country.capital:
                self._capitals[fold(country.capital)] = code
        for place in places:
            candidate = Candidate(
                PlaceKind(place.kind),
                place.country,
                place.latitude,
                place.longitude,
                place.prior,
                division=place.division,
                id=place.id,
                geonames=place.geonames,
                form="d" if place.division else "",
                former=place.former,
            )
            for key in {fold(name): None for name in place.names}:
                capital = place.kind == "city" and self._capitals.get(key) == place.country
                own = replace(candidate, capital=True) if capital else candidate
                self._named.setdefault(key, []).append(own)

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """What `name` can mean, the likeliest first, of a first order division's settlements the largest; ()
        where the gazetteer does not know it.
        """
        key = fold(name)
        return self._meanings(key) if key else ()

    def namesakes(self, name: str) -> tuple[Candidate, ...]:
        """The same, with the smaller settlements: the Richmond in Yorkshire beside that in London."""
        key = fold(name)
        return self._look_up(key) if key else ()

    def _largest(self, key: str) -> tuple[Candidate, ...]:
        seen: set[tuple[str | None, str]] = set()
        kept = []
        for candidate in self._look_up(key):
            where = candidate.country, candidate.division
            if candidate.form != "c" or where not in seen:
                kept.append(candidate)
            seen |= {where} if candidate.form == "c" else set()
        return tuple(kept)

    def _look_up(self, key: str) -> tuple[Candidate, ...]:
        first, blank, rest = key.partition(" ")
        written_out = self._look_up(f"{_SHORT[first]} {rest}") if blank and first in _SHORT else ()
        own = {c.geonames: c for c in written_out if c.form == "c"}  # "St. Paul" is as much its name
        found = [own.get(c.geonames, c) if c.form == "s" else c for c in self._all_called(key)]
        found += [c for c in written_out if not any(_close(c, other) for other in found)]
        return tuple(sorted(found, key=lambda c: -c.prior))

    def _all_called(self, key: str) -> list[Candidate]:
        """What has exactly this name."""
        found = [*self._named.get(key, ())]
        # The towns of a name kept by hand are left out where they lie in the place kept: "Gaza", "Jerusalem".
        # The province named for the town kept is one of its own.
        known = {c.country for c in found if c.kind is not PlaceKind.COUNTRY}
        kept = len(found)
        for candidate in self._towns(key):
            near = candidate.country in known and any(_same(other, candidate) for other in found[:kept])
            if not near:
                found.append(candidate)
            else:
                found[:kept] = [_completed(other, candidate) for other in found[:kept]]
        found.sort(key=lambda c: -c.prior)
        # The capital is the largest of its name: the other Washingtons of the country are none.
        capital = next((i for i, c in enumerate(found) if c.capital), None)
        told = (
            replace(c, capital=False, prior=c.prior - CAPITAL_BONUS)
            if c.capital and i != capital and c.form
            else c
            for i, c in enumerate(found)
        )
        return list(told)

    def division(self, country: str | None, code: str) -> Division | None:
        """The first order division with a GeoNames admin1 code; None where there is none."""
        return self._by_code.get((country, code)) if country and code else None

    @cached_property
    def _by_code(self) -> dict[tuple[str, str], Division]:
        found = {}
        for line in zlib.decompress(self._table).decode().split("\n"):
            country, code, name, latitude, longitude, id_, reach = line.split("\t")
            point = int(latitude) / 100, int(longitude) / 100
            found[country, code] = Division(name, *point, int(id_, 36), int(reach))
        return found

    def names(self) -> Iterator[str]:
        """The folded names there are, each once; opens every block."""
        yield from self._named
        for index in range(len(self._keys)):
            for line in self._open(index).strip("\n").split("\n"):
                key = line.partition("\t")[0]
                if key and key not in self._named:
                    yield key

    def _divisions(self, name: str) -> frozenset[tuple[str, str]]:
        """What division `name` means behind a comma: (ISO code, admin1 code), abbreviations too."""
        regions = [c for c in self.lookup(name) if c.kind is PlaceKind.REGION and c.country and c.division]
        # "Texas" is the state, not the county of that name in Missouri; "Lebanon" is the country.
        first = [c for c in regions if c.form not in DISTRICTS]
        kept = first or ([] if self.country(name) else _as_written(regions, name))
        found = {(c.country, c.division) for c in kept if c.country}
        for rule in rules_called(name):
            found.add(codes(rule))
        short = abbreviated(name)
        if short is not None:
            found.add(codes(short))
        return frozenset(found)

    def districts(self, name: str) -> tuple[Candidate, ...]:
        """The second order divisions that `name` means behind a comma, with their points; () where it means
        one of the first order.
        """
        within = self.divisions(name)
        found = [c for c in self.lookup(name) if c.kind is PlaceKind.REGION and c.latitude is not None]
        if any(c.form not in DISTRICTS for c in found if c.division) or bool(rules_called(name)):
            return ()
        return tuple(c for c in found if (c.country, c.division) in within)

    def spelt_out(self, abbreviation: str) -> Candidate | None:
        """The division that "Ga." or "Ont." stands for; None for what is no abbreviation of one."""
        rule = abbreviated(abbreviation)
        if rule is None:
            return None
        country = codes(rule)[0]
        found = [c for c in self.lookup(rule.names[0]) if c.country == country]
        regions = [c for c in found if c.kind is PlaceKind.REGION]
        return next(iter(regions or found), None)

    def country(self, name: str) -> str | None:
        """ISO code of the country called `name`, the first where two bear it; None where none does."""
        named = self._named.get(fold(name))
        return next((c.country for c in named if c.id in self.centres), None) if named else None

    def is_country(self, name: str) -> bool:
        """Whether `name` is a country's, one that is no more included."""
        return any(c.kind is PlaceKind.COUNTRY for c in self._named.get(fold(name), ()))

    def capital(self, name: str) -> str | None:
        """ISO code of the country whose capital is called `name`; None where it is none."""
        return self._capitals.get(fold(name))

    def people(self, word: str) -> tuple[str, ...]:
        """ISO codes of the countries whose people, language or things `word` names: "Sudanese"."""
        key = fold(word)
        codes = self._people.get(key)
        if codes is None and key.endswith("s"):
            codes = self._people.get(key[:-1])
        return tuple(codes or ())

    def _towns(self, key: str) -> Iterator[Candidate]:
        index = bisect_right(self._keys, key) - 1
        block = self._block(index) if index >= 0 else ""
        at = block.find(f"\n{key}\t")
        while at >= 0:
            line, at = block[at + 1 : block.index("\n", at + 1)], block.index("\n", at + 1)
            _, form, country, division, size, latitude, longitude, id_ = line.split("\t")
            kind, cost = _FORMS[form]
            capital = form in "cs" and self._capitals.get(key) == country
            yield Candidate(
                kind,
                country,
                _degrees(latitude),
                _degrees(longitude),
                int(size) / 10 - cost + CAPITAL_BONUS * capital,
                division,
                geonames=int(id_, 36),
                form=form,
                capital=capital,
            )
            if block[at + 1 : at + 2] != "\t":  # the next line is another name's
                break

    def _open(self, index: int) -> str:
        """A block as text, with a line's end before the first line and behind the last."""
        block = zlib.decompress(self._data[self._offsets[index] : self._offsets[index + 1]])
        return f"\n{block.decode()}\n"


@cache
def place_words(table: str) -> frozenset[str]:
    """The words of a table of `gazetteer/words.toml`."""
    return frozenset(rules.load("gazetteer/words", WordList)[table].words)


def _as_written(regions: Sequence[Candidate], name: str) -> Sequence[Candidate]:
    """The districts that go by `name` as it is written: a county of the United States does so with "County"
    alone, "Suffolk" is the one in England.
    """
    if fold(name).split()[-1:] in (["county"], ["parish"]):
        return regions
    return [c for c in regions if c.country != "US"] or regions


def _part(data: bytes, at: int) -> tuple[bytes, int]:
    """A part of the file with its length before it, and where the next begins."""
    (length,) = struct.unpack_from("<I", data, at)
    return data[at + 4 : at + 4 + length], at + 4 + length


def _degrees(hundredths: str) -> float | None:
    """Degrees of the file; None where it knows no point."""
    return int(hundredths) / 100 if hundredths else None


def base36(number: int) -> str:
    """A number as `int(…, 36)` reads it."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"


def _completed(kept: Candidate, found: Candidate) -> Candidate:
    """A place kept by hand with the id and the division that the file has for it."""
    if kept.kind is not found.kind or not _close(kept, found):
        return kept
    return replace(kept, geonames=kept.geonames or found.geonames, division=kept.division or found.division)


def _close(a: Candidate, b: Candidate) -> bool:
    """Whether two candidates lie within a degree or so of each other."""
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        return False
    return abs(a.latitude - b.latitude) < 1.5 and abs(a.longitude - b.longitude) < 1.5


def _same(kept: Candidate, found: Candidate) -> bool:
    """Whether the file has what is kept by hand, or what lies in it."""
    wider = kept.kind is PlaceKind.CITY and found.kind is PlaceKind.REGION
    return _close(kept, found) and not wider


def sure_country(candidates: Sequence[Candidate]) -> str | None:
    """The country of a name that means one place above all: a country, a capital, a large town without a
    rival.
    """
    if not candidates:
        return None
    top = candidates[0]
    rivals = [c.prior for c in candidates[1:] if c.country != top.country]
    if top.prior >= 5.5 and (not rivals or top.prior - max(rivals) >= 1.0):
        return top.country
    return None


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres between two points, (latitude, longitude) in degrees, along a great circle (haversine)."""
    first, second = math.radians(a[0]), math.radians(b[0])
    east = math.radians(b[1] - a[1])
    half = math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


@cache
def default() -> Gazetteer:
    """The gazetteer that is shipped; read at the first call, then kept."""
    data = (files("newsfacts") / "gazetteer" / "places.bin").read_bytes()
    places = rules.load("gazetteer/places", PlaceRule)
    countries = rules.load("gazetteer/countries", CountryRule)
    return Gazetteer(data, places.values(), countries)
