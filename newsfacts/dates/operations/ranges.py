"""Stretches from one date to another: "May 3 to 5", "between March and June 2021", "from 1983 to 1996"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from newsfacts.dates import calendar
from newsfacts.dates.calendar import add_days
from newsfacts.dates.operations.counted import count
from newsfacts.dates.operations.days import month_day, nearest_day, numeric_order
from newsfacts.dates.operations.weekdays import following, weekday
from newsfacts.dates.operations.years import related_year
from newsfacts.dates.rules import Found
from newsfacts.dates.story import PAST, UNKNOWN, Operation, Story, day_of, number_of
from newsfacts.types import DateBasis


def days_range(story: Story, item: Found) -> tuple[str, str] | str | None:
    """From a day or month to another. The year that stands with one of them is that of the other too, a year
    less or more where the stretch runs over the year's end ("Dec. 20, 2023, through Jan. 5")."""
    g = item.groups
    last_month = g.get("month2") or g.get("month") or ""
    months = _month(g.get("month") or last_month, g.get("monthnum")), _month(last_month, g.get("monthnum2"))
    first, last = (months[0], int(g.get("day") or 0)), (months[1], int(g.get("day2") or 0))
    over = first > last  # the last one is of the next year
    years = _years_of(story, item, first, last, over)
    if "day" not in g:
        return f"{years[0]}-{months[0]:02}", f"{years[1]}-{months[1]:02}"
    return f"{years[0]}-{months[0]:02}-{first[1]:02}", f"{years[1]}-{months[1]:02}-{last[1]:02}"


def _month(name: str, number: str | None) -> int:
    return int(number) if number else number_of("month", name)


def _years_of(
    story: Story, item: Found, first: tuple[int, int], last: tuple[int, int], over: bool
) -> tuple[str, str]:
    """The years of a stretch from (month, day) to (month, day); UNKNOWN where nothing tells them."""
    year, year2 = item.get("year"), item.get("year2")
    relative = item.get("rel2", "rel")
    story.basis = DateBasis.ABSOLUTE
    if year2 is None and relative and (known := related_year(story, relative)) is not None:
        year2 = f"{known:04}"
    if year or year2:
        start = int(year) if year else int(year2 or 0) - over
        return f"{start:04}", year2 or f"{start + over:04}"
    if told := story.told_before(item):
        start = told.year_of(first[0])
        return f"{start:04}", f"{start + over:04}"
    if story.published():
        nearest = nearest_day(story, item, last[0], min(last[1] or 28, 28))
        if nearest:
            return f"{int(nearest[:4]) - over:04}", nearest[:4]
    return UNKNOWN, UNKNOWN


def years_range(story: Story, item: Found) -> tuple[str, str] | None:
    story.basis = DateBasis.ABSOLUTE
    first, last = item.groups["year"], item.groups["year2"]
    if item.rule.id == "range-years-joined" and int(last) - int(first) > _JOINED_YEARS:
        return None  # "a crowd of 1500-2000"
    return (first, last) if first < last else None


def weekdays_range(story: Story, item: Found) -> tuple[str, str] | str | None:
    """ "from Monday to Wednesday": the stretch that is under way on the day of publication, if one is.

    One that only begins then is of the week before where its clause tells of the past.
    """
    begins = weekday(story, item)
    first = day_of(begins) if begins else None
    if first is None or story.anchor.whole is None:
        return begins
    base, last = story.anchor.whole, following(first, number_of("weekday", item.groups["weekday2"]))
    only_begins = first == base and story.tense(item.start, item.end) in PAST
    if only_begins or first - _WEEK < base <= last - _WEEK:
        first, last = first - _WEEK, last - _WEEK
    return first.isoformat(), last.isoformat()


def time_to_day(story: Story, item: Found) -> tuple[str, str] | str | None:
    """ "the week to 7 September": so many days, that one the last."""
    day = replace(item, groups={name.rstrip("2"): value for name, value in item.groups.items()})
    timex = month_day(story, day)
    last, (number, letter) = day_of(timex) if timex else None, count(item)
    if timex is None or last is None or timex.startswith(UNKNOWN) or number == "X":
        return timex
    days = round(float(number) * {"W": 7, "F": 14}.get(letter, 1))
    first = add_days(last, 1 - days)
    return (first.isoformat(), timex) if first else timex


def decades_range(story: Story, item: Found) -> tuple[str, str]:
    story.basis = DateBasis.ABSOLUTE
    g = item.groups
    return f"{g['century']}{g['tens']}", f"{g['century2']}{g['tens2']}"


def numeric_range(story: Story, item: Found) -> tuple[str, str] | None:
    """ "from 10/1 to 11/7": the order of day and month is the article's, else the American one."""
    base = story.published()
    g = {name: int(value) for name, value in item.groups.items()}
    days = []
    for first, second in ((g["first"], g["second"]), (g["first2"], g["second2"])):
        day, month = numeric_order(story, first, second)
        days.append((month, day))
    if base is None:
        return None
    over = days[0] > days[1]
    year = base.year if days[1] <= (base.month, base.day) else base.year - 1
    made = (calendar.make_day(year - over, *days[0]), calendar.make_day(year, *days[1]))
    if made[0] is None or made[1] is None:
        return None
    story.basis = DateBasis.INFERRED
    return made[0].isoformat(), made[1].isoformat()


def months_of_year(story: Story, item: Found) -> str | tuple[str, str] | None:
    """ "the first three months of 2016", "the last month of last year"."""
    number, _ = count(item)
    if not number.isdigit() or not 1 <= int(number) <= 11:
        return None
    year = item.get("year")
    story.basis = DateBasis.ABSOLUTE
    if year is None:
        relative = item.get("rel") or ""
        known = related_year(story, relative if relative in ("last", "next") else "this")
        if known is None:
            return None
        year = f"{known:04}"
    months = int(number)
    begins = item.groups["which"].lower() in ("first", "opening")
    if months in (3, 6):
        letter, last = ("Q", 4) if months == 3 else ("H", 2)
        return f"{year}-{letter}{1 if begins else last}"
    first, last = (1, months) if begins else (13 - months, 12)
    return f"{year}-{first:02}" if first == last else (f"{year}-{first:02}", f"{year}-{last:02}")


_WEEK = timedelta(days=7)
_JOINED_YEARS = 100  # apart at most


OPS: dict[str, Operation] = {
    "range": days_range,
    "years": years_range,
    "decades": decades_range,
    "weekdays": weekdays_range,
    "time_to_day": time_to_day,
    "numeric_range": numeric_range,
    "months_of_year": months_of_year,
}
