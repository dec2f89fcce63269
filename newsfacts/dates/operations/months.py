"""Months: "May 2021", "May", "Oct. '87", "the first week of October"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from newsfacts.dates import calendar
from newsfacts.dates.operations.counted import shift
from newsfacts.dates.operations.days import full_year
from newsfacts.dates.operations.years import related_year, spoken_year
from newsfacts.dates.rules import Found, words
from newsfacts.dates.story import UNKNOWN, Direction, Operation, Story, day_of, number_of
from newsfacts.types import DateBasis


def month(story: Story, item: Found) -> str | None:
    month = number_of("month", item.groups["month"])
    if year := item.get("year"):
        story.basis = DateBasis.ABSOLUTE
        return f"{year}-{month:02}"
    relative = " ".join((item.get("rel") or "").lower().split())
    year_of = _year_told(story, item, month, relative)
    if year_of is None and story.anchor.whole is None:
        return _month_alone(story, month)
    if year_of is None and (year_of := _related(story, month, relative)) is None:
        year_of = _year_by_tense(story, item, month)
    return f"{year_of:04}-{month:02}"


def _year_told(story: Story, item: Found, month: int, relative: str) -> int | None:
    """The year that the text tells of the month: beside it, in its story, by "of that year"."""
    if item.near is not None and (told_by := day_of(shift(story, item.near) or UNKNOWN)):
        return _nearest_year(told_by, month)  # "five months earlier, in March"
    if not relative and (told := story.told_before(item)):
        return told.year_of(month)
    if item.rule.id in _OF_A_YEAR and relative:
        return related_year(story, relative)
    return None if relative else _year_promised(story, item, month)


def _year_promised(story: Story, item: Found, month: int) -> int | None:
    """The year of a month to come as seen from a date told in its sentence: "promised in June that the road
    would open by August"."""
    last, told = story.last_item, story.last_anchor()
    if last is None or told is None or told.whole is None or story.is_new_sentence(last.end, item.start):
        return None
    if _WOULD.search(story.text, last.end, item.start) is None:
        return None
    story.basis = DateBasis.TEXT
    return told.whole.year + (month < told.whole.month)


def _month_alone(story: Story, month: int) -> str:
    """The month in an article of an unknown day: of the year with which the text has it elsewhere, if any."""
    known = story.years_of_months.get(month)
    story.basis = DateBasis.ABSOLUTE if known is None else DateBasis.INFERRED
    return f"{UNKNOWN if known is None else known}-{month:02}"


def _related(story: Story, month: int, relative: str) -> int | None:
    """The year of "last May", "that May"; None without such a word."""
    base = story.published()
    if base is None:
        return None
    if relative in ("last", "past", "this past", "the previous"):
        return base.year - (month >= base.month)
    if relative in ("next", "this coming", "the following"):
        return base.year + (month <= base.month)
    if relative in ("that", "the same", "this same") and story.last_year:
        story.basis = DateBasis.TEXT
        return int(story.last_year)
    return base.year if relative == "this" else None


def _year_by_tense(story: Story, item: Found, month: int) -> int:
    """The year of a bare month: the latest one or, where its clause looks ahead, the next."""
    base = story.anchor.whole
    assert base is not None
    tense = _tense_of(story, item, month, base)
    near = tense is not Direction.DONE and 0 < (month - base.month) % 12 <= _NEAR_MONTHS
    ahead = tense is Direction.FUTURE or near
    year = base.year + (month < base.month) if ahead else base.year - (month > base.month)
    if tense is not Direction.FUTURE and item.rule.id == "month" and story.tells_of_money(item):
        story.month_told = item.end, f"{year:04}-{month:02}"
    return year


def _tense_of(story: Story, item: Found, month: int, base: date) -> Direction | None:
    """Which way the clause of a month looks; "through" and a trade decide for themselves."""
    tense = story.tense(item.start, item.end)
    if item.rule.id == "month" and _TRADED.match(story.text, item.end):
        return Direction.FUTURE  # "oil for December delivery fell": what is traded is still to come
    if tense is not Direction.DONE and _THROUGH.search(story.text, max(0, item.start - 9), item.start):
        # "loans through January": the nearer one
        return Direction.FUTURE if (month - base.month) % 12 < 6 else Direction.PAST
    return tense


def _nearest_year(day: date, month: int) -> int:
    """The year in which the month lies nearest to `day`."""
    ahead = (month - day.month + 6) % 12 - 6
    return day.year + (day.month - 1 + ahead) // 12


def month_short_year(story: Story, item: Found) -> str | None:
    """ "Oct. '87" and, spoken, "January nineteen ninety-seven"."""
    month = number_of("month", item.groups["month"])
    story.basis = DateBasis.ABSOLUTE
    if short := item.get("yy"):
        return f"{full_year(story, int(short)):04}-{month:02}"
    return f"{spoken_year(story, item)}-{month:02}"


def week_of_month(story: Story, item: Found) -> str | None:
    """ "the first week of October": the one with its first day; "the last week": with its last."""
    timex = month(story, item)
    first = calendar.describe(timex).first
    if first is None:
        return "XXXX-WXX"
    word = item.groups["nthweek"].lower()
    if word in ("last", "final"):
        return calendar.week_of(calendar.month_end(first.year, first.month))
    weeks = int(words("ordinal")[word]) - 1
    return calendar.week_of(first + timedelta(days=7 * weeks))


def day_of_month(story: Story, item: Found) -> str | None:
    """ "the first Sunday in May", "the last day of May", "the 3rd of last month"."""
    first = _first_of_month(story, item)
    if first is None:
        return f"{UNKNOWN}-XX-XX"
    if number := item.get("day"):
        made = calendar.make_day(first.year, first.month, int(number))
        return made.isoformat() if made else None
    word = item.groups["nthweek"].lower()
    last = word in ("last", "final")
    if weekday := item.get("weekday"):
        nth = _LAST if last else int(words("ordinal")[word])
        return calendar.nth_weekday(first.year, first.month, number_of("weekday", weekday), nth).isoformat()
    return (calendar.month_end(first.year, first.month) if last else first).isoformat()


def _first_of_month(story: Story, item: Found) -> date | None:
    """The first day of the month of "the last day of May", "the 3rd of last month"."""
    if "month" in item.groups:
        return calendar.describe(month(story, item)).first
    base = story.published()
    offset = {"last": -1, "next": 1}.get(item.groups["which"].lower(), 0)
    return calendar.add_months(base.replace(day=1), offset) if base else None


_OF_A_YEAR = ("month-of-year", "weekday-of-month", "day-of-month")
_LAST = 5  # of the weekdays of a month, as `calendar.nth_weekday` counts
# A bare month so near ahead is the coming one, in a clause of the past too ("announced a cut in June", said
# in May): eleven months back it would be "last June". Only what nobody announces is past.
_NEAR_MONTHS = 1
_WOULD = re.compile(r"\bwould\b", re.IGNORECASE)
_TRADED = re.compile(r"\s(?:delivery|settlement|contracts?|futures|options)\b", re.IGNORECASE)
_THROUGH = re.compile(r"\bthrough $")


OPS: dict[str, Operation] = {
    "month": month,
    "month_short_year": month_short_year,
    "week_of_month": week_of_month,
    "day_of_month": day_of_month,
}
