"""Quarters and halves of a year, as results of companies tell of them: "the year-ago quarter"."""

from __future__ import annotations

import re
from datetime import date

from newsfacts.dates import calendar
from newsfacts.dates.operations.days import full_year
from newsfacts.dates.operations.ranges import days_range
from newsfacts.dates.operations.units import UNKNOWN_UNITS, unit_from
from newsfacts.dates.operations.years import related_year
from newsfacts.dates.rules import Found, words
from newsfacts.dates.story import PAST, UNKNOWN, Direction, Operation, Story, number_of
from newsfacts.types import DateBasis


def latest_quarter(day: date) -> tuple[int, int]:
    """The last quarter that is over on `day`."""
    year, number = calendar.quarter_of(day)
    return (year, number - 1) if number > 1 else (year - 1, 4)


def results_quarter(story: Story) -> tuple[int, int] | None:
    if story.quarter:
        return story.quarter
    if story.anchor.whole:
        return latest_quarter(story.anchor.whole)
    return None


def quarter(story: Story, item: Found) -> str | None:
    number = int(item.get("q", "q2") or words("ordinal")[(item.get("ordinal") or "first").lower()])
    year = item.get("year", "year2") or (full_year(story, int(item.groups["yy"])) if item.get("yy") else None)
    if year:
        story.basis = DateBasis.ABSOLUTE
        return f"{year}-Q{number}"
    if told := story.told_before(item):
        return f"{told.year_of(3 * number - 1):04}-Q{number}"
    base = story.published()
    if base is None:
        return f"{UNKNOWN}-Q{number}"
    relative = (item.get("rel") or "").lower()
    if relative in ("the previous", "the prior") and story.quarter:
        story.basis = DateBasis.TEXT
        return f"{story.quarter[0] - 1:04}-Q{number}"
    if relative in _YEARS_OFF:
        return told_of(story, base.year + _YEARS_OFF[relative], number)
    return _quarter_near(story, item, base, number)


_YEARS_OFF = {"this": 0, "next": 1, "last": -1, "the previous": -1, "the prior": -1}


def _quarter_near(story: Story, item: Found, base: date, number: int) -> str:
    """The quarter of a number near `base`: its year by the tense, by "a year ago" or by its last day."""
    tense = story.tense(item.start, item.end)
    chosen = _year_by_tense(base, number, tense)
    if _a_year_ago(item):
        return f"{chosen - 1:04}-Q{number}"
    ended = _ENDED.match(story.text, item.end)
    if ended and (last := _last_day(base, ended)):
        # The year of its last day; a fourth quarter that ends in the first months is of the year before.
        chosen = last.year - (number == 4 and last.month < 4)
    return told_of(story, chosen, number, over=ended is not None or tense in PAST)


def _year_by_tense(base: date, number: int, tense: Direction | None) -> int:
    """The year of a quarter without one: of the latest that has begun or, told as to come, of the next."""
    year, current = calendar.quarter_of(base)
    ahead = tense is Direction.FUTURE
    if number > current:
        near = number - current == 1 and tense not in PAST
        return year if ahead or near else year - 1
    return year + 1 if ahead and current - number > 1 else year


def _last_day(base: date, ended: re.Match[str]) -> date | None:
    """The last day of "the second quarter ended Oct. 31": the latest such day to `base`."""
    if ended["month"].lower() not in words("month"):
        return None
    month, day = number_of("month", ended["month"]), int(ended["day"] or 1)
    days = [calendar.make_day(base.year - k, month, day) for k in (0, 1) if base.year > k]
    return next((made for made in days if made and made <= base), None)


def told_of(story: Story, year: int, number: int, *, over: bool = False) -> str:
    """Note a quarter that is over as the one that results are told of."""
    if over or (story.anchor.day and (year, number) < calendar.quarter_of(story.anchor.day)):
        story.quarter, story.longer, story.month_told = (year, number), False, None
    return f"{year:04}-Q{number}"


def the_quarter(story: Story, item: Found) -> str | None:
    if year := item.get("year"):
        return _quarter_in(story, year, item.groups.get("unit"))
    word = (item.get("ago", "ago2") or str(item.rule.value or "")).lower()
    if unit := item.get("unit2"):
        return unit_a_year_before(story, unit.lower())
    base = story.anchor.whole
    if base and word in _QUARTERS_OFF:
        return unit_from(story, story.anchor, "quarter", _QUARTERS_OFF[word], DateBasis.PUBLISHED)
    if base and story.quarter is None:
        _note_ended(story, item, base)
    quarter = results_quarter(story)
    if quarter is None:
        return f"{UNKNOWN}-QX"
    story.basis = DateBasis.TEXT if story.quarter else DateBasis.PUBLISHED
    ago = bool(_YEAR_AGO.search(word)) or bool(item.get("then"))
    if item.groups.get("unit") == "quarter":
        story.longer = False
    elif story.longer and ago:
        return f"{quarter[0] - 1:04}"
    return f"{quarter[0] - ago:04}-Q{quarter[1]}"


_QUARTERS_OFF = {"current": 0, "next": 1, "past": -1, "last": -1, "previous": -1, "prior": -1}


def _quarter_in(story: Story, year: str, unit: str | None) -> str:
    """The quarter of "the 1988 period": the one of the results told of, in that year."""
    story.basis = DateBasis.TEXT
    quarter = results_quarter(story)
    return year if quarter is None or (story.longer and unit == "period") else f"{year}-Q{quarter[1]}"


def _note_ended(story: Story, item: Found, base: date) -> None:
    """Note the quarter of "the quarter ended Oct. 31" as the one that results are told of."""
    ended = _ENDED.match(story.text, item.end)
    if ended and ended["month"].lower() in words("month"):
        told_of(story, *quarter_ended(base, number_of("month", ended["month"])), over=True)


def unit_a_year_before(story: Story, unit: str) -> str | None:
    """ "the year-earlier month": the one told of last, else the latest that is over, a year before."""
    base = story.anchor.whole
    if story.last and re.fullmatch(r"\d{4}-\d\d" if unit == "month" else r"\d{4}-W\d\d", story.last):
        story.basis = DateBasis.TEXT
        return f"{int(story.last[:4]) - 1:04}{story.last[4:]}"
    if base is None or base.year < 2:
        return UNKNOWN_UNITS[unit]
    story.basis = DateBasis.PUBLISHED
    now = unit_from(story, story.anchor, unit, -1, DateBasis.PUBLISHED) or ""
    return f"{int(now[:4]) - 1:04}{now[4:]}"


def quarter_ended(base: date, month: int) -> tuple[int, int]:
    """The latest three months to `base` that ended with `month`, as the quarter that most of them are in."""
    year = base.year - (month > base.month)
    return (year, (month - 2) // 3 + 1) if month > 1 else (year - 1, 4)


def month_quarter(story: Story, item: Found) -> str | None:
    """ "the September quarter": the one that ends with the month."""
    month = number_of("month", item.get("month2", "month") or "")
    number = (month - 1) // 3 + 1
    if year := item.get("year"):
        story.basis = DateBasis.ABSOLUTE
        return f"{year}-Q{number}"
    base = story.published()
    if base is None:
        return f"{UNKNOWN}-Q{number}"
    if (relative := item.get("rel")) and (known := related_year(story, relative)) is not None:
        return f"{known:04}-Q{number}"
    ahead = story.tense(item.start, item.end) is Direction.FUTURE
    year_of = base.year + (month < base.month) if ahead else base.year - (month > base.month)
    return told_of(story, year_of, number)


def months_quarter(story: Story, item: Found) -> str | tuple[str, str] | None:
    first, last = number_of("month", item.groups["month"]), number_of("month", item.groups["month2"])
    if last - first == 2 and last % 3 == 0:
        return month_quarter(story, item)
    return days_range(story, item)


def half(story: Story, item: Found) -> str | None:
    word = item.get("h", "h2") or {"first": "1", "1st": "1"}.get((item.get("half") or "").lower(), "2")
    if year := item.get("year", "year2"):
        story.basis = DateBasis.ABSOLUTE
        return f"{year}-H{word}"
    if item.rule.id == "first-half" and not (story.quarter or story.tells_of_money(item, _MONEY)):
        return None
    story.longer = True
    base = story.published()
    if base is None:
        ended = re.match(
            r"[^.\n]{0,20}\bended (?:on )?[A-Z][a-z]+\.? \d{1,2},? ((?:19|20)\d\d)",
            story.text[item.end : item.end + 60],
        )
        if ended:
            story.basis = DateBasis.TEXT
            return f"{ended[1]}-H{word}"
        if story.last and re.match(r"\d{4}-H\d", story.last):
            story.basis = DateBasis.TEXT
            return f"{story.last[:4]}-H{word}"
        return f"{UNKNOWN}-H{word}"
    offset = {"last": -1, "next": 1}.get((item.get("rel") or "").lower(), 0)
    return f"{base.year + offset:04}-H{word}"


def same_period(story: Story, item: Found) -> str | tuple[str, str] | None:
    """ "the same period last year": the stretch told of, in the other year."""
    unit = item.groups["unit"].lower()
    year = _other_year(story, item)
    if year is None:
        return UNKNOWN
    if unit in ("period", "time") and story.stretch:
        return _in_year(story.stretch, year)
    last = story.last or ""
    if unit == "month" or (unit in ("period", "time") and re.fullmatch(r"[\dX]{4}-\d\d", last)):
        today = story.anchor.day
        month = last[5:7] if re.fullmatch(r"[\dX]{4}-\d\d", last) else f"{today.month:02}" if today else None
        return f"{year}-{month}" if month else year
    if unit in ("period", "quarter", "time") and re.fullmatch(r"\d{4}-[QH]\d", last):
        return year + last[4:]
    if unit == "quarter" and (quarter := results_quarter(story)):
        return f"{year}-Q{quarter[1]}"
    return year


def _other_year(story: Story, item: Found) -> str | None:
    """The year of "the same period last year", "the same period of 2019"; None where nothing tells it."""
    if year := item.get("year"):
        story.basis = DateBasis.TEXT
        return year
    if story.last and re.match(r"\d{4}", story.last) and item.get("outer") == "year":
        story.basis = DateBasis.TEXT
        return f"{int(story.last[:4]) - 1:04}"
    base = story.published()
    return f"{base.year - 1:04}" if base else None


def _in_year(stretch: tuple[str, str], year: str) -> tuple[str, str]:
    """A stretch of TIMEX3 values, in the year in which it is to end."""
    first, last = stretch
    over = int(last[:4]) - int(first[:4]) if first[:4].isdigit() else 0
    return f"{int(year) - over:04}{first[4:]}", f"{year}{last[4:]}"


def _a_year_ago(item: Found) -> bool:
    return bool(_YEAR_AGO.search((item.get("ago", "then") or "").lower()))


_YEAR_AGO = re.compile(r"ago|earlier|before|corresponding|similar|like|comparable|(?:prior|previous)-year")
_MONEY = re.compile(r"[$#£€]\s?\d|\b(?:million|billion)\b")
_ENDED = re.compile(
    r"\s{1,9}(?:that )?ended\s{1,9}(?:on\s)?(?P<month>[A-Z][a-z]{2,8})\b(?:\.?\s{1,9}(?P<day>\d\d?)\b)?"
)


OPS: dict[str, Operation] = {
    "quarter": quarter,
    "the_quarter": the_quarter,
    "month_quarter": month_quarter,
    "months_quarter": months_quarter,
    "half": half,
    "same_period": same_period,
}
