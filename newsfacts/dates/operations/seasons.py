"""Seasons and holidays: "last fall", "Thanksgiving", "Easter week"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from newsfacts.dates import calendar
from newsfacts.dates.calendar import add_days
from newsfacts.dates.operations import feasts
from newsfacts.dates.operations.counted import day_ago
from newsfacts.dates.operations.days import full_year
from newsfacts.dates.reference import middle_of_season
from newsfacts.dates.rules import Found, words
from newsfacts.dates.story import UNKNOWN, Direction, Operation, Story, day_of
from newsfacts.rules import load
from newsfacts.types import DateBasis


def season(story: Story, item: Found) -> str | None:
    code = str(words("season")[item.groups["season"].lower()])
    if year := item.get("year"):
        story.basis = DateBasis.ABSOLUTE
        return f"{year}-{code}"
    if short := item.get("yy"):
        story.basis = DateBasis.ABSOLUTE
        return f"{full_year(story, int(short)):04}-{code}"
    relative = " ".join((item.get("rel") or "").lower().split())
    if relative in ("", "that") and (told := story.told_before(item)):
        return f"{told.year_of(12 if code == 'WI' else _MIDDLES[code]):04}-{code}"
    if relative == "that" and (told_year := story.year_told(item)):
        return f"{told_year[:4]}-{code}"
    if (beside := _beside_told(story, code, relative)) is not None:
        return beside
    base = story.published()
    if base is None:
        return f"{UNKNOWN}-{code}"
    past = not relative and story.tense(item.start, item.end) is Direction.PAST
    return f"{base.year + _years_on(code, relative, base.month, past=past):04}-{code}"


def _beside_told(story: Story, code: str, relative: str) -> str | None:
    """ "The following spring", "the previous winter": that beside the date named last; None without it."""
    if relative not in ("the following", "the previous") or story.last is None:
        return None
    day = day_of(story.last) or middle_of_season(story.last)
    if day is None or story.last.startswith(UNKNOWN):
        return None
    story.basis = DateBasis.TEXT
    alone, middle = len(story.last) == 4, _MIDDLES[code]
    if relative == "the following":
        later = code != "WI" if alone else day.month >= middle - 1
        return f"{day.year + later:04}-{code}"
    return f"{day.year - (alone or day.month <= middle + 1):04}-{code}"


def _years_on(code: str, relative: str, month: int, *, past: bool) -> int:
    """How many years after that of the publication, in `month`, "last fall", "the spring" are.

    `past`: whether what is told of a season without such a word is over.
    """
    middle = _MIDDLES[code]
    if code == "WI" and month <= 3 and relative in ("this", "this past", ""):
        return -1
    if relative in ("last", "the previous"):
        return 0 if code != "WI" and month > middle + 1 and month - middle > 6 else -1
    if relative in ("this past", "the past"):
        return 0 if month >= middle - 1 else -1
    if relative in ("next", "the following"):
        return 1 if month >= middle - 1 else 0
    return -1 if past and month < middle - 1 else 0


_MIDDLES = {"SP": 4, "SU": 7, "FA": 10, "WI": 13}  # the middle months of the seasons, northern


def holiday(story: Story, item: Found) -> str | tuple[str, str] | None:
    """A holiday's day; first and last day of one that lasts ("Ramadan"); its week or weekend."""
    name = re.sub(r"\s+", " ", item.groups["holiday"].lower().replace("’", "'"))
    spec = _spec(name, week="unit" in item.groups)
    if year := item.get("year"):
        story.basis = DateBasis.ABSOLUTE
        day = next(iter(_falls(spec, int(year))), None)
    elif (of_event := _year_of_event(story, item, spec)) is not None:
        day = next(iter(_falls(spec, of_event)), None) if of_event else None
        if day is None:
            return _of_no_year(spec)
    elif told := story.told_before(item):
        near = _falls(spec, told.day.year - 1, told.day.year, told.day.year + 1)
        day = next((day for day in near if day.year == told.year_of(day.month)), None)
    elif (base := story.published()) is None:
        return _of_no_year(spec)
    else:
        day = _chosen(story, item, spec, base)
    if day is None:
        return None
    if unit := item.get("unit"):
        return calendar.week_of(day) + ("-WE" if unit.lower() == "weekend" else "")
    if item.get("eve"):
        return (add_days(day, -1) or day).isoformat()
    last = _last_day(spec, day)
    return day.isoformat() if last == day else (day.isoformat(), last.isoformat())


def _of_no_year(spec: str) -> str:
    """The feast in a year that is not told: its day where that is the same each year."""
    return f"{UNKNOWN}-{spec}" if re.fullmatch(r"\d\d-\d\d", spec) else f"{UNKNOWN}-XX-XX"


def _year_of_event(story: Story, item: Found, spec: str) -> int | None:
    """`feasts.year_of_event` of a feast whose words leave its year open."""
    if item.near is not None or item.get("rel", "then", "unit"):
        return None
    return feasts.year_of_event(story, item, lambda *years: _falls(spec, *years))


def _chosen(story: Story, item: Found, spec: str, base: date) -> date | None:
    """The holiday that is meant in news of `base`: the nearest, unless the tense speaks against it."""
    relative = (item.get("rel", "then") or "").lower()
    if item.get("then"):
        return next(iter(_falls(spec, base.year + {"last": -1, "next": 1}.get(relative, 0))), None)
    if item.near is not None and (told := day_ago(base, item.near)):  # "at Christmas three years ago"
        return next(iter(_falls(spec, told.year)), None)
    near = _falls(spec, base.year - 1, base.year, base.year + 1)
    if relative.endswith(("last", "past")):
        return max((day for day in near if day < base), default=None)
    if relative == "next":
        return min((day for day in near if day > base), default=None)
    return _by_tense(near, base, story.tense(item.start, item.end))


def _by_tense(near: list[date], base: date, tense: Direction | None) -> date | None:
    """Of the days of a holiday the nearest, or the next or the one before where the tense asks for it."""
    nearest = min(near, key=lambda day: abs((day - base).days), default=None)
    if nearest is None:
        return None
    ahead = (nearest - base).days
    if tense is Direction.FUTURE:
        later = min((day for day in near if day > base), default=nearest)
        return later if ahead < -_NEAR_DAYS[tense] else nearest
    far = ahead > _NEAR_DAYS[tense] or (tense is None and -ahead > _NEAR_DAYS[tense])
    return max((day for day in near if day <= base), default=nearest) if far else nearest


def _spec(name: str, *, week: bool) -> str:
    """How dates/words.toml tells when a holiday is; `week`: of "Easter week", the one before the Sunday."""
    if name == "holy":
        return "easter-7"
    table = words("holiday")
    spec = str(table.get(name) or table.get(name.replace("'", "")) or "11-01")
    return "easter-3" if name == "easter" and week else spec


def _falls(spec: str, *years: int) -> list[date]:
    """The days of a holiday in those years, in order."""
    if spec.startswith("feast "):
        days = {day for feast in spec.split()[1:] for day in _feasts()[feast].first if day.year in years}
        return sorted(days)
    return [day for year in years if (day := calendar.holiday(spec, year))]


def _last_day(spec: str, day: date) -> date:
    """The last day of a holiday that begins on `day`."""
    if not spec.startswith("feast "):
        return day
    feast = _feasts()[spec.split()[1]]
    if feast.until:
        return min(
            (add_days(end, -1) or end for end in _feasts()[feast.until].first if end > day), default=day
        )
    return add_days(day, feast.days - 1) or day


@dataclass(frozen=True, slots=True)
class _Feast:
    """A feast of dates/feasts.toml; the file's head says what the keys mean."""

    id: str
    first: tuple[date, ...]
    days: int = 1
    until: str | None = None


@cache
def _feasts() -> dict[str, _Feast]:
    return load("dates/feasts", _Feast)


# So far the nearest may lie on the side the tense does not tell of: "as Easter week began", on Palm Sunday.
_NEAR_DAYS = {Direction.PAST: 45, Direction.DONE: 7, Direction.FUTURE: 30, None: 90}


OPS: dict[str, Operation] = {
    "season": season,
    "holiday": holiday,
}
