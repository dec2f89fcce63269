"""Months: "May 2021", "May", "Oct. '87", "the first week of October"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from newsfacts.dates import calendar
from newsfacts.dates.operations.days import full_year
from newsfacts.dates.operations.years import related_year, spoken_year
from newsfacts.dates.rules import Found, words
from newsfacts.dates.story import UNKNOWN, Direction, Operation, Story, number_of
from newsfacts.types import DateBasis


def month(story: Story, item: Found) -> str | None:
    month = number_of("month", item.groups["month"])
    if year := item.get("year"):
        story.basis = DateBasis.ABSOLUTE
        return f"{year}-{month:02}"
    base, relative = story.anchor.whole, " ".join((item.get("rel") or "").lower().split())
    if not relative and (told := story.told_before(item)):
        return f"{told.year_of(month):04}-{month:02}"
    if item.rule.id in ("month-of-year", "weekday-of-month", "day-of-month") and relative:
        known = related_year(story, relative)
        if known is not None:
            return f"{known:04}-{month:02}"
        relative = ""
    if base is None:
        if month in story.years_of_months:
            story.basis = DateBasis.INFERRED
            return f"{story.years_of_months[month]}-{month:02}"
        story.basis = DateBasis.ABSOLUTE
        return f"{UNKNOWN}-{month:02}"
    story.basis = DateBasis.PUBLISHED
    if relative in ("last", "past", "this past", "the previous"):
        return f"{base.year - (month >= base.month):04}-{month:02}"
    if relative in ("next", "this coming", "the following"):
        return f"{base.year + (month <= base.month):04}-{month:02}"
    if relative == "this":
        return f"{base.year:04}-{month:02}"
    if relative in ("that", "the same", "this same") and story.last_year:
        story.basis = DateBasis.TEXT
        return f"{story.last_year}-{month:02}"
    tense = story.tense(item.start, item.end)
    ahead = (month - base.month) % 12  # months until the next one
    if tense is not Direction.DONE and _THROUGH.search(story.text, max(0, item.start - 9), item.start):
        tense = Direction.FUTURE if ahead < 6 else Direction.PAST  # "loans through January": the nearer
    if item.rule.id == "month" and _TRADED.match(story.text, item.end):
        tense = Direction.FUTURE  # "oil for December delivery fell": what is traded is still to come
    near = tense is not Direction.DONE and 0 < ahead <= _NEAR_MONTHS
    if tense is Direction.FUTURE or near:
        year_of = base.year + (month < base.month)
    else:
        year_of = base.year - (month > base.month)
    if tense is not Direction.FUTURE and item.rule.id == "month" and story.tells_of_money(item):
        story.month_told = item.end, f"{year_of:04}-{month:02}"
    return f"{year_of:04}-{month:02}"


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


_LAST = 5  # of the weekdays of a month, as `calendar.nth_weekday` counts
# A bare month so near ahead is the coming one, in a clause of the past too ("announced a cut in June", said
# in May): eleven months back it would be "last June". Only what nobody announces is past.
_NEAR_MONTHS = 1
_TRADED = re.compile(r"\s(?:delivery|settlement|contracts?|futures|options)\b", re.IGNORECASE)
_THROUGH = re.compile(r"\bthrough $")


OPS: dict[str, Operation] = {
    "month": month,
    "month_short_year": month_short_year,
    "week_of_month": week_of_month,
    "day_of_month": day_of_month,
}
