"""GeoJSON (RFC 7946): places and casualty figures as points on a map."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any, TextIO

from newsfacts.interrupts import uninterrupted
from newsfacts.output.columns import Row, rows
from newsfacts.types import ArticleFacts
from newsfacts.writers.streams import put

_OPEN = '{"type":"FeatureCollection","features":['
_CLOSE = "\n]}\n"
_ON_A_MAP = ("places", "casualties")


def write_geojson(facts: Iterable[ArticleFacts], stream: TextIO, *, only: Collection[str]) -> None:
    """One FeatureCollection, a feature a place and a figure; it is closed whatever happens, also at Ctrl-C.

    What has no point has the geometry null, as the standard provides.
    """
    before = f"{_OPEN}\n"
    try:
        for found in facts:
            lines = [
                json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in _features(found, only)
            ]
            if lines:
                with uninterrupted():
                    put(stream, before + ",\n".join(lines))
                    before = ",\n"
    except BaseException as error:
        if before == ",\n" or isinstance(error, KeyboardInterrupt):
            put(stream, _CLOSE if before == ",\n" else f"{_OPEN}]}}\n")
        raise
    put(stream, _CLOSE if before == ",\n" else f"{_OPEN}]}}\n")


def _features(facts: ArticleFacts, only: Collection[str]) -> Iterator[dict[str, Any]]:
    for kind in _ON_A_MAP:
        if kind in only:
            yield from (_feature(kind, row) for row in rows(facts, kind))


def _feature(kind: str, row: Row) -> dict[str, Any]:
    latitude, longitude = row["latitude"], row["longitude"]
    known = latitude is not None and longitude is not None
    about = {key: value for key, value in row.items() if key not in ("latitude", "longitude")}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]} if known else None,
        "properties": {"kind_of_fact": kind, **about},
    }
