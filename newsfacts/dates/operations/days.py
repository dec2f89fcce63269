"""Days of the calendar, and those near the publication: "Sept. 2", "7/10/2024", "Monday", "yesterday"."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from newsfacts.dates import calendar
from newsfacts.dates.calendar import Calendar, add_days
from newsfacts.dates.operations.counted import ago, day_ago, shift
from newsfacts.dates.operations.feasts import year_of_day
from newsfacts.dates.operations.years import related_year
from newsfacts.dates.reference import Told
from newsfacts.dates.rules import Found, words
from newsfacts.dates.story import (
    STAND_IN,
    UNKNOWN,
    Anchor,
    Direction,
    Operation,
    Story,
    day_of,
    number_of,
)
from newsfacts.rules import read
from newsfacts.types import DateBasis, Grain


def full(story: Story, item: Found) -> str | None:
    story.basis = DateBasis.ABSOLUTE
    year, day = numeric_year(story, item), int(item.get("day", "day3") or 0)
    if "monthnum" in item.groups:
        month = int(item.groups["monthnum"])
    else:
        month = number_of("month", item.get("month", "month3") or "")
    made = calendar.make_day(year, month, day)
    return made.isoformat() if made else None


def numeric(story: Story, item: Found) -> str | Calendar | None:
    """A day of numbers: "13/10/2024", "7/10/2024".

    Where both orders give a day, the article's habit decides: another day of numbers that can be read
    one way only, or days written "13 October". With hyphens ("05-08-2021") the day then comes first:
    those who begin with the month write strokes. Else the one that fits the publication: a day told of
    as past lies not after it. Else both stay, as one of a set (EDTF level 2: `[2024-07-10,2024-10-07]`),
    TIMEX3 `2024-XX-XX`: a guess would be wrong every other time. The country of the source is no help:
    under .com there are papers of either habit.
    """
    story.basis = DateBasis.ABSOLUTE
    first, second, year = int(item.groups["first"]), int(item.groups["second"]), numeric_year(story, item)
    day_first, month_first = (
        calendar.make_day(year, second, first),
        calendar.make_day(year, first, second),
    )
    if day_first is None or month_first is None or first == second:
        only = day_first or month_first
        return only.isoformat() if only else None
    if item.groups["mark"] == ".":  # nobody writes month.day.year
        return day_first.isoformat()
    if story.day_first is not None:
        story.basis = DateBasis.INFERRED
        return (day_first if story.day_first else month_first).isoformat()
    if item.groups["mark"] == "-":
        story.basis = DateBasis.INFERRED
        return day_first.isoformat()
    if base := story.anchor.whole:
        ahead = story.tense(item.start, item.end) is Direction.FUTURE
        fitting = [day for day in (day_first, month_first) if (day > base) == ahead]
        if len(fitting) == 1:
            story.basis = DateBasis.INFERRED
            return fitting[0].isoformat()
    one, other = sorted((day_first.isoformat(), month_first.isoformat()))
    return Calendar(f"[{one},{other}]", None, None, Grain.DAY)


def numeric_year(story: Story, item: Found) -> int:
    if year := item.get("year"):
        return int(year)
    return full_year(story, int(item.groups["yy"]))


def full_year(story: Story, short: int) -> int:
    """The year that two digits mean: not more than ten years after the publication."""
    latest = (story.anchor.whole or date(_USUAL_YEAR, 1, 1)).year + 10
    year = latest - latest % 100 + short
    return year - 100 * (year > latest)


def month_day(story: Story, item: Found) -> str | None:
    month, day = number_of("month", item.groups["month"]), day_number(item)
    if year := item.get("year"):
        story.basis = DateBasis.ABSOLUTE
        return _iso(int(year), month, day)
    if item.near is not None and (told := _beside(story, item.near, month, day)):
        return told
    if relative := (item.get("rel") or "").lower():
        related = related_year(story, relative)
        return _day_alone(story, item, month, day) if related is None else _iso(related, month, day)
    if known := known_day(story, item, month, day):
        return known
    if (year_of := year_of_day(story, item, month, day)) is not None:
        return _iso(year_of, month, day)
    if before := story.told_before(item):
        return _near_told(before, item, month, day)
    return nearest_day(story, item, month, day) if story.anchor.whole else _day_alone(story, item, month, day)


def _iso(year: int, month: int, day: int) -> str | None:
    made = calendar.make_day(year, month, day)
    return made.isoformat() if made else None


def _day_alone(story: Story, item: Found, month: int, day: int) -> str | None:
    """The month and day in an article of an unknown year: of the year that the text names for it, if one."""
    years = _years_by_weekday(story, item.groups["weekday"], month, day) if "weekday" in item.groups else []
    year = years[0] if len(years) == 1 else story.years_of_days.get(month)
    if year is not None and calendar.make_day(year, month, day):
        story.basis = DateBasis.INFERRED
        return _iso(year, month, day)
    story.basis = story.basis or DateBasis.ABSOLUTE
    return f"{UNKNOWN}-{month:02}-{day:02}" if calendar.make_day(STAND_IN, month, day) else None


def _years_by_weekday(story: Story, weekday: str, month: int, day: int) -> list[int]:
    """Of the years that the text names, those in which the day is that weekday."""
    number = number_of("weekday", weekday)
    days = (made for year in story.named_years if (made := calendar.make_day(year, month, day)))
    return [made.year for made in days if made.isoweekday() == number]


def day_number(item: Found) -> int:
    """The day of the month, in figures or in words ("the twenty-first")."""
    word = item.get("dayword")
    return (
        int(words("dayword")[" ".join(word.lower().split()).replace(" ", "-")])
        if word
        else int(item.groups["day"])
    )


def numeric_order(story: Story, first: int, second: int) -> tuple[int, int]:
    """Day and month of two numbers, in the order that the article keeps; else the month comes first."""
    if first > _MONTHS or (story.day_first and second <= _MONTHS):
        return first, second
    return second, first


def _near_told(told: Told, item: Found, month: int, day: int) -> str | None:
    """The month and day in the year of the story's time, or in that beside it where the weekday is right."""
    year = told.year_of(month)
    years = sorted({year - 1, year, year + 1}, key=lambda near: abs(near - year))
    days = [made for near in years if near > 0 and (made := calendar.make_day(near, month, day))]
    if weekday := item.get("weekday"):
        number = number_of("weekday", weekday)
        days = [made for made in days if made.isoweekday() == number] or days
    return days[0].isoformat() if days else None


def _beside(story: Story, told: Found, month: int, day: int) -> str | None:
    """The month and day of "two years ago, on May 27": of that year, or the nearest to that day."""
    timex = (shift(story, told) if told.rule.op == "shift" else ago(story, told)) or ""
    base = day_of(timex)
    if base is None or timex.startswith(UNKNOWN):
        return None
    years = (base.year,) if len(timex) == 4 else (base.year - 1, base.year, base.year + 1)
    days = [made for year in years if year > 0 and (made := calendar.make_day(year, month, day))]
    return min(days, key=lambda made: abs((made - base).days)).isoformat() if days else None


def known_day(story: Story, item: Found, month: int, day: int) -> str | None:
    """The day in its own year where the text tells of what made it known ("the Sept. 11 attacks")."""
    base = story.anchor.whole
    for known, near in _known_days():
        later = base is not None and date.fromisoformat(known) <= base
        if known[5:] == f"{month:02}-{day:02}" and later:
            if near.search(story.text, max(0, item.start - 80), item.end + 80) is None:
                continue
            story.basis = DateBasis.INFERRED
            return known
    return None


def nearest_day(story: Story, item: Found, month: int, day: int) -> str | None:
    """The month and day nearest to the publication, unless the tense of the clause speaks against it."""
    base = story.anchor.day
    assert base is not None
    story.basis = DateBasis.PUBLISHED
    candidates = _days_around(base, item.get("weekday"), month, day)
    if not candidates:
        return None
    nearest = min(candidates, key=lambda day: abs((day - base).days))
    earlier = max((day for day in candidates if day <= base), default=nearest)
    later = min((day for day in candidates if day > base), default=nearest)
    gap = (nearest - base).days
    if gap > 0 and _ENDED.search(story.text, max(0, item.start - 10), item.start):
        return earlier.isoformat()
    if -_SURE_DAYS <= gap <= 0:
        return nearest.isoformat()
    tense = story.tense(item.start, item.end)
    if gap < 0:
        return (later if tense is Direction.FUTURE else nearest).isoformat()
    far = tense is not Direction.FUTURE and gap > _AHEAD_DAYS.get(tense, _SURE_DAYS)
    return (earlier if far else nearest).isoformat()


def _days_around(base: date, weekday: str | None, month: int, day: int) -> list[date]:
    """The month and day in the years about `base`, in farther ones where these have none (29 February); of
    those that are the weekday that stands with it, if any is."""
    for reach in (1, 4):
        years = range(max(1, base.year - reach), min(9999, base.year + reach + 1))
        if days := [made for year in years if (made := calendar.make_day(year, month, day))]:
            break
    fitting = [made for made in days if weekday and made.isoweekday() == number_of("weekday", weekday)]
    return fitting or days


def and_day(story: Story, item: Found) -> str | None:
    if story.last_day is None:
        return None
    day = int(item.groups["day"])
    story.basis = DateBasis.TEXT
    prefix = story.last_day[:8]
    return f"{prefix}{day:02}"


def the_nth(story: Story, item: Found) -> str | None:
    """ "On the 18th": of the month of the day told last where that is months away, else the last such day, or
    the next one where the clause tells of what is to come."""
    day, base = int(item.groups["day"]), story.anchor.whole
    told = day_of(story.last_day) if story.last_day and not story.last_day.startswith(UNKNOWN) else None
    if told is not None and (base is None or abs((told - base).days) > _OTHER_MONTHS):
        story.basis = DateBasis.TEXT
        return _iso(told.year, told.month, day)
    if base is None:
        return f"{UNKNOWN}-XX-{day:02}"
    story.basis = DateBasis.PUBLISHED
    days = calendar.days_numbered(base, day)
    if story.tense(item.start, item.end) is Direction.FUTURE:
        return next((made.isoformat() for made in days if made >= base), None)
    return next((made.isoformat() for made in reversed(days) if made <= base), None)


def day_offset(story: Story, item: Found) -> str | None:
    if story.anchor.day is None:
        return f"{UNKNOWN}-XX-XX"
    if item.rule.id == "today" and _of_these_days(story, item):
        return "PRESENT_REF"
    if item.near is not None:
        return day_from_published(story, 0, back=item.near)
    return day_from_published(story, int(item.rule.value or 0))


def _of_these_days(story: Story, item: Found) -> bool:
    """Whether "today" means nowadays."""
    if _GENERAL_TODAY.match(story.text, item.end):
        return True
    of = _MANY_OF_TODAY.search(story.text, max(0, item.start - 12), item.start)
    return of is not None and story.text[item.end : item.end + 2] in ("'s", "’s")


def anchor_day(story: Story, item: Found) -> str | None:
    return shifted_day(story, item, int(item.rule.value or 0))


def shifted_day(story: Story, item: Found, days: int) -> str | None:
    if (year := story.year_told(item)) is not None:
        return year
    if story.last_day is None:
        return day_from_published(story, days)
    if day_of(story.last_day) is not None:
        story.basis = DateBasis.TEXT
    return moved(story.last_day, days)


def moved(timex: str, days: int) -> str | None:
    """The TIMEX3 value of a day so many days on; None beyond the calendar."""
    if match := re.fullmatch(r"(XXXX-WXX-)([1-7])", timex):
        return f"{match[1]}{(int(match[2]) - 1 + days) % 7 + 1}"
    known = day_of(timex)
    if known is None:
        return f"{UNKNOWN}-XX-XX"
    day = add_days(known, days)
    return Anchor(known, not timex.startswith(UNKNOWN)).show(day)


def day_from_published(story: Story, days: int, *, back: Found | None = None) -> str | None:
    """The day so many days after the publication, or so long before it as `back` says."""
    if story.anchor.day is None:
        return f"{UNKNOWN}-XX-XX"
    story.basis = DateBasis.PUBLISHED
    return story.show(day_ago(story.anchor.day, back) if back else add_days(story.anchor.day, days))


@cache
def _known_days() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = read("dates/words")["known_day"].values()
    return tuple((row["day"], re.compile(rf"\b(?:{row['near']})\b", re.IGNORECASE)) for row in table)


_MONTHS = 12
# Beyond so many days from the publication a month and day may lie on either side, and the tense decides.
_SURE_DAYS = 120
# In a clause of the past, a month and day farther ahead than this is of the year before.
_AHEAD_DAYS: dict[Direction | None, int] = {Direction.PAST: 45, Direction.DONE: 0}
_OTHER_MONTHS = 45  # days between the publication and a day of another month's story
_USUAL_YEAR = 2024  # years of two digits are read from here where the publication is not known
_ENDED = re.compile(r"\bended (?:on )?$", re.IGNORECASE)  # "the quarter ended Oct. 31" is over
_GENERAL_TODAY = re.compile(r"['’]s\s(?:world|youth|society|generation|standards|children|young|market)")
_MANY_OF_TODAY = re.compile(r"\b(?:many|most|much) of $")  # "many of today's computers"


OPS: dict[str, Operation] = {
    "full": full,
    "numeric": numeric,
    "month_day": month_day,
    "and_day": and_day,
    "the_nth": the_nth,
    "day_offset": day_offset,
    "anchor_day": anchor_day,
}
