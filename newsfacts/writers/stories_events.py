"""Stories as event tables: a row an event in which people were killed, over all articles that tell of it.

The columns of ACLED and UCDP as in `coders_acled` and `coders_ucdp`; and a table of reports by event, as R's
`eventreport` (and any other work on differing reports) takes it. docs/merge.md says what each is filled from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TextIO
from urllib.parse import urlsplit

from newsfacts.errors import visible
from newsfacts.merge.types import StatementRelation, Story, StoryArticle, StoryPlace, Toll, TollStatement
from newsfacts.types import Harm, PlaceKind, Precision, Scope
from newsfacts.writers import coders_acled, coders_ucdp
from newsfacts.writers.coders import Columns, country_code, country_name
from newsfacts.writers.streams import put
from newsfacts.writers.tables import table_cell, table_line

_WEEK, _MONTH = 7, 31

REPORT_COLUMNS = (
    *("event_id", "report_id", "story", "article_id", "source", "url", "published", "headline", "date_start"),
    *("date_end", "country", "iso", "location", "latitude", "longitude", "victims", "cause", "attribution"),
    *("deaths_low", "deaths_high", "injured_low", "injured_high", "relation", "event_deaths_low"),
    *("event_deaths_high", "event_deaths_best", "event_sources"),
)


@dataclass(frozen=True, slots=True)
class StoryEventTold:
    """A toll of people killed in one incident, with its story. `number`: 1, 2, … among those of the story."""

    story: Story
    toll: Toll
    number: int

    @property
    def id(self) -> str:
        return f"{self.story.id}-{self.number}"

    @property
    def place(self) -> StoryPlace | None:
        """The story's place that the toll's location is."""
        where = self.toll.location
        if where is None:
            return None
        found = (p for p in self.story.places if p.name == where.name and p.country == where.country)
        kind = next((place.kind for place in found), None)
        return StoryPlace(
            name=where.name,
            kind=kind,
            country=where.country,
            admin1=where.admin1,
            latitude=where.latitude,
            longitude=where.longitude,
            precision=where.precision,
            aliases=(),
            articles=(),
        )

    @property
    def days(self) -> tuple[date, date] | None:
        when = self.toll.date
        return (when.first, when.last) if when and when.first and when.last else None

    @property
    def wholes(self) -> list[TollStatement]:
        return [s for s in self.toll.statements if s.relation is not StatementRelation.PART_OF]

    @property
    def best(self) -> int | None:
        best = self.toll.best
        return best.min if best.min is not None else best.max


def events_of(stories: Iterable[Story]) -> Iterator[StoryEventTold]:
    """The events of all stories; counts over a period or a war, and those still missing, are none."""
    for story in stories:
        killed = [t for t in story.tolls if t.kind is Harm.KILLED and t.scope in (None, Scope.INCIDENT)]
        for number, toll in enumerate(killed, 1):
            yield StoryEventTold(story, toll, number)


def _write(columns: Sequence[str], rows: Iterable[Columns], stream: TextIO) -> None:
    put(stream, table_line(columns, ","))
    for row in rows:
        put(stream, table_line([table_cell(row.get(column)) for column in columns], ","))


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:  # an address that is none
        return None
    return host.removeprefix("www.") if host else None


def _sources(event: StoryEventTold) -> str | None:
    """The hosts of the articles that tell of it, each once, as ACLED joins sources."""
    told = {statement.article_id for statement in event.toll.statements}
    articles = [article for article in event.story.articles if article.id in told]
    hosts = [host for article in articles if (host := _host(article.url))]
    return "; ".join(dict.fromkeys(hosts)) or None


def write_story_acled(stories: Sequence[Story], stream: TextIO) -> None:
    """ACLED's columns; `fatalities` is the lowest number of the whole harm, as ACLED takes it."""
    _write(coders_acled.COLUMNS, map(_acled, events_of(stories)), stream)


def _acled(event: StoryEventTold) -> Columns:
    sentences = dict.fromkeys(visible(s.sentence) for s in event.wholes if s.sentence)
    articles = ", ".join(dict.fromkeys(statement.article_id for statement in event.toll.statements))
    return {
        **_acled_time(event),
        **coders_acled.type_of_cause(event.toll.cause),
        **_acled_place(event),
        "source": _sources(event),
        "notes": f"{' '.join(sentences)} [{event.id}: {articles}]",
        "fatalities": event.toll.low,
    }


def _acled_time(event: StoryEventTold) -> Columns:
    if event.days is None:
        return {}
    first, last = event.days
    length = (last - first).days + 1
    if length > _MONTH:
        return {"year": first.year if first.year == last.year else None}
    day = first + timedelta(days=(length - 1) // 2)
    precision = 1 if length == 1 else 2 if length <= _WEEK else 3
    return {"event_date": day.isoformat(), "year": day.year, "time_precision": precision}


def _acled_place(event: StoryEventTold) -> Columns:
    place = event.place
    if place is None:
        return {"location": event.toll.place}
    town = place.kind in (PlaceKind.CITY, PlaceKind.LANDMARK)
    exact = place.precision is Precision.EXACT
    known = place.latitude is not None
    return {
        "iso": country_code(place.country, "number"),
        "country": country_name(place.country),
        "location": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geo_precision": None if not known else 1 if exact and town else 2 if town else 3,
    }


def write_story_ucdp(stories: Sequence[Story], stream: TextIO) -> None:
    """UCDP's columns; `low`, `high` and `best` are the toll's. Events without a death are left out."""
    rows = (_ucdp(event) for event in events_of(stories) if event.best != 0)
    _write(coders_ucdp.COLUMNS, rows, stream)


def _addresses(articles: Sequence[StoryArticle]) -> list[str]:
    """Where each is to be found; by its id where one file holds several."""
    files = Counter(article.source for article in articles)
    return [a.url or (a.source if a.source and files[a.source] == 1 else a.id) for a in articles]


def _ucdp(event: StoryEventTold) -> Columns:
    toll, story = event.toll, event.story
    told = {statement.article_id for statement in toll.statements}
    articles = [article for article in story.articles if article.id in told]
    said: dict[str, str] = {}
    for attribution in (s.attribution for s in event.wholes if s.attribution):
        said.setdefault(attribution.casefold(), attribution)  # "Fire chief Lind" opens a sentence
    return {
        "id": event.id,
        "number_of_sources": toll.sources,
        "source_article": "; ".join(_addresses(articles)),
        "source_office": _sources(event),
        "source_date": "; ".join(dict.fromkeys(a.published for a in articles if a.published)) or None,
        "source_headline": story.title,
        "source_original": "; ".join(said.values()) or None,
        "where_description": toll.place,
        **coders_ucdp.death_columns(toll.victims, event.best, low=toll.low, high=toll.high),
        **coders_ucdp.time_columns(event.days, toll.scope),
        **(coders_ucdp.place_columns(event.place) if event.place else {}),
    }


def write_story_eventreport(stories: Sequence[Story], stream: TextIO) -> None:
    """A row an event and article: what each report says, with the event's own figures beside."""
    _write(REPORT_COLUMNS, (row for event in events_of(stories) for row in _reports(event)), stream)


def _reports(event: StoryEventTold) -> Iterator[Columns]:
    toll = event.toll
    where = _time_and_place(event)
    for number, article in enumerate(event.story.articles, 1):
        told = [s for s in event.wholes if s.article_id == article.id]
        if not told:
            continue
        injured = _injured(event, article.id)
        yield {
            "event_id": event.id,
            "report_id": f"{event.id}-{number}",
            "story": event.story.id,
            "article_id": article.id,
            "source": _host(article.url) or article.source,
            "url": article.url,
            "published": article.published,
            "headline": article.title,
            **where,
            "victims": toll.victims,
            "cause": toll.cause,
            "attribution": "; ".join(dict.fromkeys(s.attribution for s in told if s.attribution)) or None,
            "deaths_low": _low(told),
            "deaths_high": _high(told),
            "injured_low": _low(injured),
            "injured_high": _high(injured),
            "relation": told[0].relation,
            "event_deaths_low": toll.low,
            "event_deaths_high": toll.high,
            "event_deaths_best": event.best,
            "event_sources": toll.sources,
        }


def _time_and_place(event: StoryEventTold) -> Columns:
    place = event.place
    if place is None:
        where: Columns = {"location": event.toll.place}
    else:
        where = {
            "country": country_name(place.country),
            "iso": place.country,
            "location": place.name,
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
    if event.days is None:
        return where
    first, last = event.days
    return {**where, "date_start": first.isoformat(), "date_end": last.isoformat()}


def _injured(event: StoryEventTold, article: str) -> list[TollStatement]:
    """What the article says of the injured of the incident: of the same day and place, as far as told."""
    tolls = [t for t in event.story.tolls if t.kind is Harm.INJURED and t.scope in (None, Scope.INCIDENT)]
    chosen = next((toll for toll in tolls if _is_of_one_incident(event.toll, toll)), None)
    whole = [s for s in chosen.statements if s.relation is not StatementRelation.PART_OF] if chosen else []
    return [statement for statement in whole if statement.article_id == article]


def _is_of_one_incident(mine: Toll, theirs: Toll) -> bool:
    days = not mine.date or not theirs.date or mine.date.value == theirs.date.value
    places = not mine.location or not theirs.location or mine.location.name == theirs.location.name
    return days and places


def _low(told: Sequence[TollStatement]) -> int | None:
    return min((s.min for s in told if s.min is not None), default=None)


def _high(told: Sequence[TollStatement]) -> int | None:
    most = [s.max for s in told]
    return None if None in most else max((n for n in most if n is not None), default=None)
