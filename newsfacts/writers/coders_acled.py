"""The columns of ACLED's event exports: a row an event in which people were killed.

Columns as ACLED publishes them; docs/coder-exports.md says what each is filled from.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from newsfacts.english.names import fold
from newsfacts.types import ArticleFacts, OrganizationKind, PlaceKind, Precision
from newsfacts.writers.coders import (
    Columns,
    Event,
    country_code,
    country_name,
    events,
    host_of,
    rules,
    table_writer,
)

COLUMNS = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type"),
    *("sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2"),
    *("interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3"),
    *("location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes"),
    *("fatalities", "tags", "timestamp"),
)
_VIOLENCE, _EXPLOSIONS = "Political violence", "Explosions/Remote violence"
# Days that "a week" and "a month" have at most: ACLED's time precision 2 and 3.
_WEEK, _MONTH = 7, 31


def rows(facts: ArticleFacts) -> Iterator[Columns]:
    """The rows of an article, by column; columns that are not there are blank."""
    for event in events(facts):
        groups = ", ".join(map(str, event.groups))
        yield {
            **_time(event),
            **type_of_cause(event.cause),
            "actor1": _actor(event),
            **_geography(event),
            "source": host_of(facts),
            "notes": f"{event.sentences} [{facts.article.id}, group {groups}]",
            "fatalities": event.least,
        }


write_acled = table_writer(COLUMNS, rows)


def _time(event: Event) -> Columns:
    """The day, or the middle of the week or month in which it was, as ACLED sets it."""
    if event.days is None:
        return {}
    first, last = event.days
    year = first.year if first.year == last.year else None
    length = (last - first).days + 1
    if length > _MONTH:
        return {"year": year}
    day = first + timedelta(days=(length - 1) // 2)
    precision = 1 if length == 1 else 2 if length <= _WEEK else 3
    return {"event_date": day.isoformat(), "year": day.year, "time_precision": precision}


def type_of_cause(words_of_cause: str | None) -> Columns:
    """The types of event that a cause names in so many words."""
    cause = f" {fold(words_of_cause or '')} "
    for rule in rules()["acled"].values():
        if any(f" {fold(words)} " in cause for words in rule["words"]):
            sub_type = rule["sub_event_type"]
            return {"disorder_type": _VIOLENCE, "event_type": _EXPLOSIONS, "sub_event_type": sub_type}
    return {}


def _actor(event: Event) -> str | None:
    """The armed group with whose name the cause begins."""
    cause = f"{fold(event.cause or '').removeprefix('the ')} "
    for body in event.facts.organizations:
        if body.kind is OrganizationKind.ARMED_GROUP:
            names = (fold(name).removeprefix("the ") for name in (body.name, *body.aliases))
            if any(name and cause.startswith(f"{name} ") for name in names):
                return body.name
    return None


def _geography(event: Event) -> Columns:
    place = event.place
    if place is None:
        return {"location": event.where}
    known = place.latitude is not None
    exact = place.precision is Precision.EXACT
    town = place.kind in (PlaceKind.CITY, PlaceKind.LANDMARK)
    return {
        "iso": country_code(place.country, "number"),
        "country": country_name(place.country),
        "admin1": place.admin1,
        "location": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geo_precision": None if not known else 1 if exact and town else 2 if town else 3,
    }
