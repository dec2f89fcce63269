"""The calendar on which an article is dated: every day, and the numbers of `rules.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

import numpy as np

from newsfacts.dates.calendar import make_day
from newsfacts.rules import read

Weights = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Calendar:
    """Every day, as ordinal, year, month, and day of a year of 366 days."""

    ordinal: np.ndarray[Any, np.dtype[np.int64]]
    year: np.ndarray[Any, np.dtype[np.int64]]
    month: np.ndarray[Any, np.dtype[np.int64]]


def table(name: str) -> dict[str, Any]:
    """The numbers of one kind of evidence."""
    numbers: dict[str, Any] = read("dates/dating/rules")[name]
    return numbers


@cache
def every_day() -> Calendar:
    bounds = table("calendar")
    first, last = bounds["first"].toordinal(), bounds["last"].toordinal()
    days = [date.fromordinal(n) for n in range(first, last + 1)]
    return Calendar(
        np.arange(first, last + 1),
        np.array([day.year for day in days]),
        np.array([day.month for day in days]),
    )


@cache
def beyond_knowledge() -> Weights:
    """Of days later than what is known of the world, how much less likely an article is of them."""
    rules = table("calendar")
    weights: Weights = rules["unknown"] * np.maximum(every_day().year - rules["known"], 0)
    return weights


@lru_cache(maxsize=32)  # 93 KB each: those of all days of a year would be 34 MB
def days_since(month: int, day: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """For every day of the calendar, how many days ago the last such day of a year was."""
    ordinal, years = every_day().ordinal, range(int(every_day().year[0]) - 1, int(every_day().year[-1]) + 1)
    days = [
        made.toordinal()
        for year in years
        if (made := make_day(year, month, min(day, 28 if month == 2 else day)))
    ]
    known = np.array(days)
    since: np.ndarray[Any, np.dtype[np.int64]] = (
        ordinal - known[np.searchsorted(known, ordinal, side="right") - 1]
    )
    return since
