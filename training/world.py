"""Build the outline of the world that the report's maps are drawn with: `make world`.

Input: the npm package world-atlas 2 (ISC; data: Natural Earth, public domain), as `npm pack` gives it; of it
only `package/countries-50m.json` is read, a TopoJSON file: https://github.com/topojson/topojson-specification.

Output: one JSON document. `scale`: steps a degree; `arcs`: lines, each a string of steps in Google's encoded
polyline format (longitude before latitude, the first point from 0, 0); `land`: rings of the coasts, `~n` for
the arc n walked backwards, as in TopoJSON; `borders`: the arcs between two countries.

usage: python -m training.world PACKAGE.tgz OUTPUT
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

MEMBER = "package/countries-50m.json"
# 50 steps a degree: about two kilometres, a pixel and a half on the closest map that the report draws.
SCALE = 50
# Square degrees at the equator: bends of less are flattened, islands of less left out (some 25 km²).
LEAST_BEND, LEAST_ISLAND = 0.004, 0.002
SOUTHERN_END = -60.0  # Antarctica is in no news map, and a tenth of the file

Point = tuple[float, float]


def read_topology(package: Path) -> dict[str, Any]:
    with tarfile.open(package) as archive:
        member = archive.extractfile(MEMBER)
        assert member is not None
        data: dict[str, Any] = json.load(member)
    return data


def positions(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs in degrees, longitude first."""
    (across, up), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * across + west, y * up + south))
        arcs.append(points)
    return arcs


def rings_of(geometry: dict[str, Any]) -> Iterator[list[int]]:
    if geometry["type"] == "Polygon":
        yield from geometry["arcs"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon


def points_of(ring: Iterable[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    return [point for n in ring for point in (arcs[n] if n >= 0 else reversed(arcs[~n]))]


def ring_area(points: Sequence[Point]) -> float:
    """Square degrees, as they are at the equator."""
    twice = sum(
        x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True)
    )
    return abs(twice) / 2 * math.cos(math.radians(points[0][1]))


def flattened(points: Sequence[Point], least: float) -> list[Point]:
    """The points without bends of under `least` square degrees; both ends stay (Visvalingam, Whyatt 1993)."""

    def bend(before: int, here: int, after: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = points[before], points[here], points[after]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2 * math.cos(math.radians(by))

    last = len(points) - 1
    before, after = [n - 1 for n in range(last + 1)], [n + 1 for n in range(last + 1)]
    bends = {n: bend(n - 1, n, n + 1) for n in range(1, last)}
    queue = [(size, n) for n, size in bends.items()]
    heapq.heapify(queue)
    while queue:
        size, n = heapq.heappop(queue)
        if bends.get(n) != size:
            continue
        if size >= least:
            break
        del bends[n]
        after[before[n]], before[after[n]] = after[n], before[n]
        for near in (before[n], after[n]):
            if near in bends:
                # Never less than what was taken away: else a whole bay would go, bend by bend.
                bends[near] = max(size, bend(before[near], near, after[near]))
                heapq.heappush(queue, (bends[near], near))
    return [points[n] for n in (0, *sorted(bends), last)]


def encoded(points: Sequence[Point]) -> str:
    """https://developers.google.com/maps/documentation/utilities/polylinealgorithm"""
    x = y = 0
    said = []
    for longitude, latitude in points:
        step = round(longitude * SCALE) - x, round(latitude * SCALE) - y
        if step != (0, 0) or not said:
            x, y = x + step[0], y + step[1]
            said.append(_chunks(step[0]) + _chunks(step[1]))
    return "".join(said)


def _chunks(number: int) -> str:
    rest = ~(number << 1) if number < 0 else number << 1
    said = ""
    while rest >= 0x20:
        said += chr((0x20 | (rest & 0x1F)) + 63)
        rest >>= 5
    return said + chr(rest + 63)


def outline(topology: dict[str, Any]) -> dict[str, Any]:
    arcs = positions(topology)
    countries = topology["objects"]["countries"]["geometries"]
    uses = Counter(n if n >= 0 else ~n for country in countries for ring in rings_of(country) for n in ring)
    land = []
    for geometry in topology["objects"]["land"]["geometries"]:
        for ring in rings_of(geometry):
            points = points_of(ring, arcs)
            if ring_area(points) >= LEAST_ISLAND and max(y for _, y in points) > SOUTHERN_END:
                land.append(ring)
    coasts = {n if n >= 0 else ~n for ring in land for n in ring}
    borders = sorted(n for n, count in uses.items() if count > 1 and n not in coasts)
    kept = sorted(coasts.union(borders))
    number = {old: new for new, old in enumerate(kept)}
    return {
        "scale": SCALE,
        "arcs": [encoded(flattened(arcs[n], LEAST_BEND if len(arcs[n]) > 8 else 0.0)) for n in kept],
        "land": [[number[n] if n >= 0 else ~number[~n] for n in ring] for ring in land],
        "borders": [number[n] for n in borders],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    data = outline(read_topology(arguments.package))
    arguments.output.write_text(json.dumps(data, separators=(",", ":")) + "\n", "ascii")
    print(f"{arguments.output}: {arguments.output.stat().st_size:,} bytes, {len(data['arcs']):,} lines")


if __name__ == "__main__":
    main()
