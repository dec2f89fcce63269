"""The columns of UCDP's Georeferenced Event Dataset: a row an event in which people were killed.

Columns as UCDP publishes them; docs/coder-exports.md says what each is filled from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from math import floor

from newsfacts.merge.statements import is_people_in_general
from newsfacts.merge.types import StoryPlace
from newsfacts.types import ArticleFacts, Place, PlaceKind, Precision, Scope
from newsfacts.writers.coders import (
    Columns,
    Event,
    country_name,
    events,
    host_of,
    one_day,
    rules,
    table_writer,
)

COLUMNS = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id"),
    *("conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id"),
    *("side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources"),
    *("source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec"),
    *("where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt"),
    *("priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start"),
    *("date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low"),
    *("gwnoa", "gwnob"),
)
# The longest spans of UCDP's date precisions 1 to 5, in days: a day, some days, a week, a month, a year.
_PRECISIONS = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))
_WORD = re.compile(r"[\w-]+")


def rows(facts: ArticleFacts) -> Iterator[Columns]:
    """The rows of an article, by column; columns that are not there are blank."""
    for event in events(facts):
        if event.least == 0 and event.most == 0:  # nobody was killed: no event for UCDP
            continue
        yield {
            **time_columns(event.days, event.scope),
            **_sources(facts),
            "source_original": event.attribution,
            **_where(event),
            # As UCDP's, `best` is the lowest number told where one source tells a range.
            **death_columns(event.victims, event.least, low=event.least, high=event.most),
        }


write_ucdp = table_writer(COLUMNS, rows)


def time_columns(days: tuple[date, date] | None, scope: Scope | None) -> Columns:
    """What the days on which it can have happened fill, first and last."""
    if days is None:
        return {}
    first, last = days
    precision = date_precision(first, last)
    return {
        "year": first.year if first.year == last.year else None,
        "event_clarity": 1 if scope is Scope.INCIDENT and precision == 1 else None,
        "date_prec": precision,
        "date_start": first.isoformat(),
        "date_end": last.isoformat(),
    }


def date_precision(first: date, last: date) -> int | None:
    """UCDP's code for how long the time is in which it can have happened; None for more than a year."""
    length = (last - first).days + 1
    return next((code for most, code in _PRECISIONS if length <= most), None)


def _sources(facts: ArticleFacts) -> Columns:
    day = one_day(facts.published.date)
    return {
        "number_of_sources": 1,
        "source_article": facts.article.url or facts.article.source or facts.article.id,
        "source_office": host_of(facts),
        "source_date": day.isoformat() if day else None,
        "source_headline": facts.article.title,
    }


def _where(event: Event) -> Columns:
    place = event.place
    if place is None:
        return {"where_description": event.where}
    return {"where_description": event.where, **place_columns(place)}


def place_columns(place: Place | StoryPlace) -> Columns:
    """What the place itself fills: all but `where_description`."""
    columns: dict[str, str | int | float | None] = {
        "where_prec": _precision(place),
        "where_coordinates": place.name,
        "country": country_name(place.country),
        "adm_1": place.admin1,
    }
    if place.latitude is not None and place.longitude is not None:
        columns |= {
            "latitude": place.latitude,
            "longitude": place.longitude,
            "geom_wkt": f"POINT ({place.longitude} {place.latitude})",
            "priogrid_gid": priogrid_cell(place.latitude, place.longitude),
        }
    return columns


def _precision(place: Place | StoryPlace) -> int | None:
    """1: the place itself; 4: a first order division; 6: the country alone; 2, 3 and 5 are not told apart."""
    if place.latitude is None:
        return None
    if place.kind is PlaceKind.COUNTRY:
        return 6
    exact = place.precision is Precision.EXACT
    if exact and place.kind is PlaceKind.REGION and place.name == place.admin1:
        return 4
    return 1 if exact and place.kind in (PlaceKind.CITY, PlaceKind.LANDMARK) else None


def priogrid_cell(latitude: float, longitude: float) -> int:
    """The PRIO-GRID cell (Tollefsen et al. 2012): half degrees wide, 720 a row, 1 in the south-west."""
    row = min(floor((latitude + 90) * 2), 359)
    column = min(floor((longitude + 180) * 2), 719)
    return row * 720 + column + 1


def are_civilians(victims: str | None) -> bool:
    """Whether the words call the victims civilians or bystanders."""
    words = _WORD.findall((victims or "").lower())
    return any(word in rules()["ucdp"]["civilians"] for word in words)


def death_columns(victims: str | None, best: int | None, *, low: int | None, high: int | None) -> Columns:
    """What the numbers fill; those of nobody in particular are unknown, those of one side stay open."""
    civilian = are_civilians(victims)
    unknown = not civilian and is_people_in_general(victims)
    return {
        "deaths_civilians": best if civilian else None,
        "deaths_unknown": best if unknown else None,
        "best": best,
        "high": high,
        "low": low,
    }
