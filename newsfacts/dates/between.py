"""The weekday that stands between two days told: "On July 2 … Sunday evening … Monday, July 4"."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from operator import itemgetter

from newsfacts.dates.calendar import make_day
from newsfacts.dates.rules import Found, words

_REACH = 700  # characters to either day
_APART = 8  # days between the two at most
_OVER = 6  # days from the later one to the publication at least: else the weekday is one of the news
_FORMER = 330  # days: a month and day that would lie further back is one to come


def days_told(found: list[Found], published: date | None) -> list[tuple[int, date]]:
    """Where a text gives days by month and day, and which they are; none without its day of publication."""
    told = []
    for item in found if published else ():
        day, month = item.get("day"), item.get("month")
        if published is None or item.rule.op not in ("month_day", "full") or day is None or month is None:
            continue
        number, year = int(words("month")[month.lower().rstrip(".")]), item.get("year")
        if not day.isdigit() or item.get("rel") is not None:
            continue
        years = (int(year),) if year else (published.year, published.year - 1)
        days = (made for year in years if (made := make_day(year, number, int(day))))
        past = next((day for day in days if timedelta(0) <= published - day <= timedelta(_FORMER)), None)
        if past is not None:
            told.append((item.start, past))
    return told


def weekday_between(told: list[tuple[int, date]], start: int, number: int, published: date) -> date | None:
    """The day of the ISO weekday `number`, told at `start`, that lies between the days told around it,
    which are in the order of the text.

    None where no two days close by hold just one, or where they are of the days before the publication.
    """
    at, after = (bisect_left(told, place, key=itemgetter(0)) for place in (start, start + 1))
    if not at or after == len(told):
        return None
    (left, before), (right, behind) = told[at - 1], told[after]
    if left < start - _REACH or right > start + _REACH:
        return None
    if not timedelta(0) < behind - before <= timedelta(_APART) or published - behind < timedelta(_OVER):
        return None
    day = before + timedelta((number - before.isoweekday()) % 7)
    return day if day <= behind else None
