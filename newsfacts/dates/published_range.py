"""The dates of an article of which only the month, the year, or two days are known between which it came out.

Each is read on the first of those days and on the last. Sure is what it means on both, and a part of the year
("Oct. 5" in an article of October 2025) that lies among those days in one of the readings alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from newsfacts.dates import calendar
from newsfacts.dates.story import Anchor
from newsfacts.dates.values import Dated
from newsfacts.types import DateBasis

# The expressions of the text, in their order, as an article that came out on a day has them.
ReadOn = Callable[[str], list[Dated]]


def days_of(published: str | None) -> tuple[date, date] | None:
    """First and last day of a publication date that is a month or a year (`2025-10`); None of all else."""
    if not published or not re.fullmatch(r"\d{4}(?:-\d\d)?", published):
        return None
    shown = calendar.describe(published)
    return (shown.first, shown.last) if shown.first and shown.last else None


def of_month_or_year(read_on: ReadOn, left_open: list[Dated], days: tuple[date, date]) -> list[Dated]:
    """The dates of an article that came out in a month or a year of those days; the unsure ones stay open."""
    dates = []
    ends = zip(left_open, *(read_on(day.isoformat()) for day in days), strict=True)
    for item, early, late in ends:
        settled = early if _alike(early, late) else _inside(early, late, days)
        dates.append(item if settled is None else settled)
    return dates


def of_worked_out(
    read_on: ReadOn, left_open: list[Dated], value: str | None, days: tuple[date, date]
) -> tuple[list[Dated], set[int]]:
    """The dates of an article that was found to have come out between two days, and the places of the unsure
    ones: where `value` is a day, what they mean on that likeliest one; else they stay open.
    """
    likely = read_on(value) if value and Anchor.read(value).year_known else left_open
    dates, unsure = [], set()
    ends = zip(likely, *(read_on(day.isoformat()) for day in days), strict=True)
    for place, (item, early, late) in enumerate(ends):
        if _alike(early, late):
            item = early
        elif item.basis is DateBasis.PUBLISHED:
            unsure.add(place)
        counted = item.basis is DateBasis.PUBLISHED
        dates.append(replace(item, basis=DateBasis.INFERRED) if counted else item)
    return dates, unsure


def _alike(early: Dated, late: Dated) -> bool:
    return (early.timex, early.calendar) == (late.timex, late.calendar)


def _inside(early: Dated, late: Dated, days: tuple[date, date]) -> Dated | None:
    """Of two readings of one part of the year, that of which alone a day is among `days`."""
    if _YEAR.sub("", _shown(early)) != _YEAR.sub("", _shown(late)):
        return None
    inside = [item for item in (early, late) if _is_among(item, days)]
    return inside[0] if len(inside) == 1 else None


_YEAR = re.compile(r"\b\d{4}(?=-)")


def _shown(item: Dated) -> str:
    return item.timex or item.calendar.value or ""


def _is_among(item: Dated, days: tuple[date, date]) -> bool:
    first, last = item.calendar.first, item.calendar.last
    if first and last:
        return first <= days[1] and last >= days[0]
    year = _shown(item)[:4]  # a season
    return year.isdigit() and days[0].year <= int(year) <= days[1].year
