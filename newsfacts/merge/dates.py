"""Open dates of a story's articles completed from the others, and its timeline.

An article that does not say when it came out has dates of no year ("Sept. 1") and days of no date ("Monday").
The others of its story tell: a date of that month and day, or when they came out.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from newsfacts.merge.profile import day_of, is_day
from newsfacts.merge.types import DateStatement, StoryEvent
from newsfacts.timeline import TimelineEntry, timeline
from newsfacts.types import ArticleFacts, DateBasis, EventDate, EventStatus, FigureDate

_OPEN = re.compile(r"XXXX-(?P<month>\d\d)(?:-(?P<day>\d\d))?")
_WEEKDAY = re.compile(r"XXXX-WXX-(?P<weekday>[1-7])(?:T\w+)?")
# Articles of one story that came out within so many days tell which Monday is meant.
_ONE_MOMENT = timedelta(days=3)
_WEEK = timedelta(days=7)
# What an article tells lies behind it, as a rule; "on May 27" of an article of May 25 is to come.
_AHEAD = timedelta(days=60)

# Article id -> date by its place in the text -> the article that completed it.
Origins = Mapping[tuple[str, int], str]


def completed(facts: Sequence[ArticleFacts]) -> tuple[list[ArticleFacts], Origins]:
    """`facts` of one story with the open dates completed, `basis: inferred`, and what completed each."""
    origins: dict[tuple[str, int], str] = {}
    made = []
    for found in facts:
        others = [other for other in facts if other is not found]
        made.append(_complete(found, others, origins))
    return made, origins


def _complete(
    found: ArticleFacts, others: Sequence[ArticleFacts], origins: dict[tuple[str, int], str]
) -> ArticleFacts:
    known: dict[str, tuple[str, date | None, date | None]] = {}
    dates = []
    for when in found.dates:
        better, origin = _better(when, found, others)
        dates.append(better)
        if origin is not None:
            origins[found.article.id, when.evidence.span.start] = origin
            known[when.evidence.span.of(found.article.text)] = better.value or "", better.first, better.last
    if not known:
        return found
    casualties = []
    for figure in found.casualties:
        day = figure.date
        open_day = day is not None and (day.value is None or "X" in day.value)
        if day is not None and open_day and day.text in known:
            figure = replace(figure, date=FigureDate(day.text, *known[day.text]))
        casualties.append(figure)
    return replace(found, dates=tuple(dates), casualties=tuple(casualties))


def _better(
    when: EventDate, found: ArticleFacts, others: Sequence[ArticleFacts]
) -> tuple[EventDate, str | None]:
    """`when` with a value, and the article that told it; as it was and None where nobody tells."""
    if match := _OPEN.fullmatch(when.value or ""):
        month, day = int(match["month"]), int(match["day"] or 0)
        told = _year(month, day, others)
        if told and (span := _span(told[0], month, day)):
            return _dated(when, f"{told[0]}{(when.value or '')[4:]}", span), told[1]
    elif when.value is None and (match := _WEEKDAY.fullmatch(when.timex or "")):
        told_day = _weekday(int(match["weekday"]), others)
        if told_day and _is_open(told_day[0], found) and when.status is not EventStatus.PLANNED:
            return _dated(when, told_day[0].isoformat(), (told_day[0], told_day[0])), told_day[1]
    return when, None


def _is_open(day: date, found: ArticleFacts) -> bool:
    """Whether the article can mean `day`: its day of publication is not known, and its bounds hold."""
    earliest, latest = day_of(found.published.earliest), day_of(found.published.latest)
    fits = (earliest is None or day >= earliest - _WEEK) and (latest is None or day <= latest)
    return day_of(found.published.date) is None and fits


def _dated(when: EventDate, value: str, span: tuple[date, date]) -> EventDate:
    timex = value if when.timex is None or not when.timex.startswith("XXXX-W") else when.timex
    return replace(
        when, value=value, first=span[0], last=span[1], timex=timex, basis=DateBasis.INFERRED, confidence=None
    )


def _span(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        return date(year, month, day or 1), date(year, month, day or monthrange(year, month)[1])
    except ValueError:  # 29 February of another year, seasons
        return None


def _year(month: int, day: int, others: Sequence[ArticleFacts]) -> tuple[int, str] | None:
    """The year of that month and day: where another article has it, else by when the others came out."""
    for other in others:
        for when in other.dates:
            if day and is_day(when) and when.first and (when.first.month, when.first.day) == (month, day):
                return when.first.year, other.article.id
    for published, article in _published(others):
        for year in (published.year + 1, published.year, published.year - 1):
            span = _span(year, month, day)
            if span and span[0] <= published + _AHEAD:
                return year, article
    return None


def _published(others: Sequence[ArticleFacts]) -> Iterator[tuple[date, str]]:
    days = [(day_of(other.published.date), other.article.id) for other in others]
    return iter(sorted((day, article) for day, article in days if day))


def _weekday(weekday: int, others: Sequence[ArticleFacts]) -> tuple[date, str] | None:
    """The last day of that name not after the others came out, where they all did within a few days."""
    days = list(_published(others))
    if not days or days[-1][0] - days[0][0] > _ONE_MOMENT:
        return None
    named = {day - timedelta(days=(day.isoweekday() - weekday) % 7) for day, _ in days}
    return (named.pop(), days[0][1]) if len(named) == 1 else None


def events(facts: Sequence[ArticleFacts], origins: Origins) -> tuple[StoryEvent, ...]:
    """The timeline of a story: each event once, with all its statements."""
    return tuple(_event(entry, origins) for entry in timeline(facts))


def _event(entry: TimelineEntry, origins: Origins) -> StoryEvent:
    return StoryEvent(
        value=entry.value,
        first=entry.first,
        last=entry.last,
        grain=entry.grain,
        event=entry.event,
        status=entry.status,
        statements=tuple(
            DateStatement(
                article_id=told.article.id,
                start=told.when.evidence.span.start,
                end=told.when.evidence.span.end,
                text=told.words,
                value=told.when.value or "",
                basis=told.when.basis,
                inferred_from=origins.get((told.article.id, told.when.evidence.span.start)),
                sentence=told.sentence,
            )
            for told in entry.statements
        ),
    )
