"""What temporal expressions mean: TIMEX3 values, counted from the publication date or from one of the text.

Each rule of dates/rules.toml names an operation; the operations stand by kind of value in the package
`operations` (`units`: weeks, "last year"; `counted`: "two weeks ago"), what they share in `story`. Never
reads the clock.
"""

from __future__ import annotations

from dataclasses import dataclass

from newsfacts.dates import calendar
from newsfacts.dates.calendar import Calendar
from newsfacts.dates.operations import (
    clock,
    counted,
    days,
    eras,
    months,
    quarters,
    ranges,
    seasons,
    units,
    weekdays,
    years,
)
from newsfacts.dates.reference import Background
from newsfacts.dates.rules import Found
from newsfacts.dates.story import Anchor, Operation, Story, Tense
from newsfacts.types import DateBasis, DateType

OPERATIONS: dict[str, Operation] = {
    **days.OPS,
    **weekdays.OPS,
    **months.OPS,
    **years.OPS,
    **units.OPS,
    **quarters.OPS,
    **seasons.OPS,
    **counted.OPS,
    **clock.OPS,
    **ranges.OPS,
    **eras.OPS,
}


@dataclass(frozen=True, slots=True)
class Dated:
    """A temporal expression and what it means. `timex`: TIMEX3 value; `calendar`: EDTF, days, grain."""

    start: int
    end: int
    type: DateType
    timex: str | None
    calendar: Calendar
    basis: DateBasis | None
    rule: str
    open: bool = False  # its words name no year: it can be one of many such days


def _no_background(start: int, end: int) -> bool:
    return False


def resolve(
    found: list[Found],
    text: str,
    *,
    published: str | None,
    tense: Tense,
    background: Background = _no_background,
    out: str | None = None,
) -> list[Dated]:
    """The values of the expressions of one text, in order.

    `published`: EDTF, may be partial (`XXXX-05-06`) or None. `tense`: which way the clause around the
    characters [start, end) looks; `background`: whether it tells of what "had been" before the time of the
    story. Years that only the text pins down have basis `inferred`. `out`: when the article came out, where
    `published` is the day of its dateline.
    """
    story = Story(text, Anchor.read(published), tense, found, background, Anchor.read(out).whole)
    return [_resolve(story, item) for item in found]


def _resolve(story: Story, item: Found) -> Dated:
    story.basis = None
    story.enter(item)
    value = OPERATIONS[item.rule.op](story, item)
    kind = item.rule.type
    if item.days_off and isinstance(value, str):
        value = days.moved(value, item.days_off)
    if isinstance(value, Calendar):  # one of several days
        year = f"{days.numeric_year(story, item):04}"
        story.last_year = year
        return Dated(item.start, item.end, kind, f"{year}-XX-XX", value, story.basis, item.rule.id)
    if isinstance(value, tuple):
        shown = calendar.interval(*value)
        story.remember(value[1], item)
        story.stretch = value
        return Dated(item.start, item.end, kind, None, shown, story.basis, item.rule.id, _open(item))
    timex = value
    if timex is not None and kind in (DateType.DATE, DateType.TIME):
        timex, kind = clock.with_time(story, item, timex, kind)
        if timex[:1] == "P" and not timex.endswith("_REF"):
            kind = DateType.DURATION
    shown = calendar.describe(timex) if kind in (DateType.DATE, DateType.TIME) else calendar.NOTHING
    if shown.value is None:
        story.basis = None
    elif kind in (DateType.DATE, DateType.TIME):
        story.remember((timex or "").split("T")[0], item)
    return Dated(item.start, item.end, kind, timex, shown, story.basis, item.rule.id, _open(item))


# Operations of words that can stand for one day of each year, month or week.
_OPEN = frozenset({"month_day", "month", "holiday", "season", "weekday", "clock", "part", "range"})


def _open(item: Found) -> bool:
    return item.rule.op in _OPEN and item.get("year", "year2", "rel") is None
