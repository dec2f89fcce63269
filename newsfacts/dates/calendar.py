"""Calendar values: TIMEX3 to EDTF, to days and grain; shifting by units; holidays. No words, no clock."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from typing import NamedTuple

from newsfacts.remembered import remembered
from newsfacts.types import Grain

SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}  # EDTF level 1

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)$")
_SHAPES: tuple[tuple[Grain, re.Pattern[str]], ...] = (
    (Grain.DAY, re.compile(r"[\dX]{4}-[\dX]{2}-[\dX]{2}$|[\dX]{4}-W[\dX]{2}-[1-7]$")),
    (Grain.WEEK, re.compile(r"[\dX]{4}-W[\dX]{2}(?:-WE)?$")),
    (Grain.QUARTER, re.compile(r"[\dX]{4}-[QH][\dX]$")),
    (Grain.SEASON, re.compile(r"[\dX]{4}-(?:SP|SU|FA|WI)$")),
    (Grain.MONTH, re.compile(r"[\dX]{4}-[\dX]{2}$")),
    (Grain.YEAR, re.compile(r"(?:BC)?[\dX]{4}$")),
    (Grain.DECADE, re.compile(r"[\dX]{3}$")),
    (Grain.CENTURY, re.compile(r"[\dX]{2}$")),
)


class Calendar(NamedTuple):
    """What a TIMEX3 value says about the calendar; `first` and `last` both included, None when not known."""

    value: str | None
    first: date | None
    last: date | None
    grain: Grain | None


NOTHING = Calendar(None, None, None, None)


@remembered()
def describe(timex: str | None) -> Calendar:
    """EDTF value, days and grain of a TIMEX3 value.

    >>> describe("2013-W12").value, describe("199").value, describe("XXXX-09-01").value
    ('2013-03-18/2013-03-24', '199X', 'XXXX-09-01')

    Weeks, weekends, quarters and halves have no EDTF form that others read: they become intervals. The days
    of a season differ by hemisphere: `first` and `last` stay None. Durations and references such as
    PAST_REF name no calendar date: all four are None.
    """
    if not timex or timex[0] in "PF" or timex.endswith("_REF"):
        return NOTHING
    if timex[:2] == "BC":
        return _before_christ(timex[2:])
    if timex[0] == "T":
        return Calendar(None, None, None, Grain.TIME)
    day, has_time, _ = timex.partition("T")
    grain = _grain_of(day)
    if grain is None:
        return NOTHING
    shown = Grain.TIME if has_time else grain
    if "X" in day or grain is Grain.SEASON:
        return Calendar(_edtf_without_days(day, grain), None, None, shown)
    try:
        first, last = _days(day, grain)
    except ValueError:
        return NOTHING
    return Calendar(_edtf(day, grain, first, last), first, last, shown)


def _grain_of(day: str) -> Grain | None:
    return next((grain for grain, shape in _SHAPES if shape.match(day)), None)


def _edtf_without_days(day: str, grain: Grain) -> str | None:
    """EDTF of a season, and of a day or month with something left open; None where it has no form for it."""
    if "X" not in day:
        return f"{day[:4]}-{SEASONS[day[5:]]}"
    known = grain in (Grain.DAY, Grain.MONTH) and re.match(r"[\dX]{4}-\d\d", day)
    return re.sub(r"(?:-XX)+$", "", day) if known else None


def _edtf(day: str, grain: Grain, first: date, last: date) -> str:
    match grain:
        case Grain.QUARTER:
            return f"{first:%Y-%m}/{last:%Y-%m}"
        case Grain.WEEK:
            return f"{first}/{last}"
        case Grain.DAY:
            return first.isoformat()
        case Grain.DECADE:
            return day + "X"
        case Grain.CENTURY:
            return day + "XX"
    return day


def _before_christ(day: str) -> Calendar:
    """Years before Christ have no `date`: only their EDTF value, which counts a year 0 (480 BC is -0479)."""
    grain = _grain_of(day)
    if grain is None or not day[:4].isdigit() or len(day) < len("0480"):
        return Calendar(None, None, None, grain)
    rest = f"-{SEASONS[day[5:]]}" if grain is Grain.SEASON else day[4:]
    return Calendar(f"-{int(day[:4]) - 1:04}{rest}", None, None, grain)


def _days(day: str, grain: Grain) -> tuple[date, date]:
    year = int(day[:4]) if grain not in (Grain.DECADE, Grain.CENTURY) else 0
    if grain is Grain.DAY and "W" in day:
        only = date.fromisocalendar(year, int(day[6:8]), int(day[9]))
        return only, only
    if grain is Grain.DAY:
        only = date.fromisoformat(day)
        return only, only
    if grain is Grain.WEEK:
        week = int(day[6:8])
        return date.fromisocalendar(year, week, 6 if day.endswith("WE") else 1), date.fromisocalendar(
            year, week, 7
        )
    if grain is Grain.QUARTER:
        length = 3 if day[5] == "Q" else 6
        number = int(day[6])
        if not 1 <= number <= 12 // length:
            raise ValueError(day)
        return date(year, length * (number - 1) + 1, 1), month_end(year, length * number)
    if grain is Grain.MONTH:
        return date(year, int(day[5:7]), 1), month_end(year, int(day[5:7]))
    if grain is Grain.YEAR:
        return date(year, 1, 1), date(year, 12, 31)
    span = 10 if grain is Grain.DECADE else 100
    return date(max(int(day) * span, 1), 1, 1), date(int(day) * span + span - 1, 12, 31)


def interval(first: str, last: str) -> Calendar:
    """The range from one TIMEX3 value to another; days are known when both are."""
    a, b = describe(first), describe(last)
    grain = a.grain if a.grain is b.grain else Grain.DAY
    if a.value is None or b.value is None or (a.first and b.last and a.first > b.last):
        return Calendar(None, None, None, grain)
    return Calendar(f"{a.value.split('/')[0]}/{b.value.split('/')[-1]}", a.first, b.last, grain)


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def make_day(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has none (30 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date | None:
    """`day` so many months on, or the last day of a shorter month; None outside years 1 to 9999."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_numbered(near: date, number: int) -> list[date]:
    """The days of that number in the month of `near`, the two before it and the two behind, in order."""
    months = [month for by in range(-2, 3) if (month := add_months(near, by))]
    return [made for month in months if (made := make_day(month.year, month.month, number))]


def add_days(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def week_of(day: date) -> str:
    """The ISO week as TIMEX3 writes it."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def quarter_of(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3 + 1


def easter(year: int) -> date:
    """Western Easter Sunday (the Anonymous Gregorian algorithm, Nature 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    j, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * j - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


def orthodox_easter(year: int) -> date:
    """Orthodox Easter Sunday in the Gregorian calendar (Meeus's Julian algorithm, 1991)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=year // 100 - year // 400 - 2)


def holiday(spec: str, year: int) -> date | None:
    """The day of a holiday; `spec` as in dates/words.toml. None for a year out of range."""
    if not 1583 <= year < MAXYEAR:
        return None
    if spec.startswith("easter"):
        return easter(year) + timedelta(days=int(spec[6:]))
    if spec.startswith("orthodox"):
        return orthodox_easter(year) + timedelta(days=int(spec[8:]))
    if spec == "election":
        first = nth_weekday(year, 11, 1, 1)
        return first + timedelta(days=1)
    if spec.startswith("nth"):
        month, weekday, nth = map(int, spec.split()[1:])
        return nth_weekday(year, month, weekday, nth)
    month, day = map(int, spec.split("-"))
    return date(year, month, day)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth Monday (1) … Sunday (7) of a month; nth = 5: the last one."""
    first = date(year, month, 1)
    day = 1 + (weekday - first.isoweekday()) % 7 + 7 * (nth - 1)
    if day > monthrange(year, month)[1]:
        day -= 7
    return date(year, month, day)
