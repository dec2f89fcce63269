"""What the scorer of toponyms does not print: whether `exact` tells the truth, and the confidence behind it.

Right = within 161 km of the gold point, the usual measure. Two gazetteers give the middle of a large
country or a continent up to a thousand kilometres apart: where one of these stands for itself, it is left
out of the figures said to be without them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from newsfacts.gazetteer.lookup import distance_km

Record = dict[str, Any]
NEAR_KM, LARGE_KM = 161.0, 1500.0
BINS = (0.75, 0.85, 0.9, 0.95, 1.01)
CORPORA = {"lgl": "LGL", "geovirus": "GeoVirus"}


class Located(NamedTuple):
    """A gold toponym that was found and located."""

    corpus: str
    right: bool
    large: bool  # a large country or a continent, which is the right one but for the point
    exact: bool
    confidence: float


def extras(gold: list[Record], found: list[Record], shared: Path) -> dict[str, float]:
    """Per corpus: the share right of those located without large countries, of `exact`, and of `exact`
    without large countries; over both, the share right of `exact` in bins of `location_confidence`."""
    rows = list(located(gold, found))
    figures = {}
    for corpus, name in CORPORA.items():
        mine = [row for row in rows if row.corpus == corpus]
        figures[f"{name}: acc161 of located, large countries aside"] = _share(_without_large(mine))
        exact = [row for row in mine if row.exact]
        figures[f"{name}: exact points right"] = _share(exact)
        figures[f"{name}: exact points right, large countries aside"] = _share(_without_large(exact))
    exact = _without_large([row for row in rows if row.exact])
    figures["both: exact points right, large countries aside"] = _share(exact)
    for low, high in pairwise(BINS):
        inside = [row for row in exact if low <= row.confidence < high]
        name = f"both: of exact points told with {low:g} to {min(high, 1):g}, right"
        figures[name] = _share(inside)
    return figures


def _without_large(rows: list[Located]) -> list[Located]:
    return [row for row in rows if row.right or not row.large]


def _share(rows: list[Located]) -> float:
    return round(sum(row.right for row in rows) / len(rows), 4) if rows else 0.0


def located(gold: list[Record], found: list[Record]) -> Iterator[Located]:
    """The gold toponyms that the mention of a place with a point overlaps, as the scorer pairs them."""
    places = {record["id"]: record["places"] for record in found}
    for record in gold:
        at = [
            (mention["start"], mention["end"], place)
            for place in places.get(record["id"], [])
            for mention in place["mentions"]
        ]
        at.sort(key=lambda entry: entry[:2])
        for toponym in record["gold"]["places"]:
            place = next((p for s, e, p in at if s < toponym["end"] and toponym["start"] < e), None)
            if toponym.get("lat") in (None, "") or place is None or place["latitude"] is None:
                continue
            point = place["latitude"], place["longitude"]
            away = distance_km(point, (float(toponym["lat"]), float(toponym["lon"])))
            wide = place["kind"] == "country" or (place["kind"] == "region" and place["country"] is None)
            yield Located(
                record["corpus"],
                away <= NEAR_KM,
                wide and away <= LARGE_KM,
                place["precision"] == "exact",
                place["location_confidence"] or 0.0,
            )
