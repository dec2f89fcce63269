"""Weeks, months and years by their place: "last week", "that month", "the weekend", "year-end"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from newsfacts.dates import calendar
from newsfacts.dates.calendar import add_days, add_months
from newsfacts.dates.operations.counted import counted, day_ago
from newsfacts.dates.operations.days import month_day, shifted_day
from newsfacts.dates.rules import Found, words
from newsfacts.dates.story import PAST, UNKNOWN, Anchor, Direction, Operation, Story, day_of
from newsfacts.types import DateBasis


def rel_unit(story: Story, item: Found) -> str | None:
    unit, offset = item.groups.get("unit", "week").lower(), int(item.rule.value or 0)
    if item.groups.get("plural"):
        return None
    if item.rule.id == "the-week" and (day := week_ended(story, item)):
        return calendar.week_of(day)
    if unit in ("second", "minute", "hour", "night") or (unit == "day" and offset):
        return None
    if told := story.told_before(item):
        return unit_from(story, Anchor(told.day, year_known=True), unit, offset, DateBasis.TEXT)
    anchor = story.anchor
    if item.rule.id == "past-unit" and unit == "week" and anchor.day and anchor.day.isoweekday() >= _THURSDAY:
        offset = 0  # "the past week" is the last seven days: from Thursday on, most of them are of this week
    if item.near is not None and anchor.day:  # "three years ago this month"
        anchor = Anchor(day_ago(anchor.day, item.near), anchor.year_known)
    return unit_from(story, anchor, unit, offset, DateBasis.PUBLISHED)


def week_ended(story: Story, item: Found) -> date | None:
    """The last day of "the week ended Oct. 27"."""
    base, match = story.anchor.whole, _WEEK_ENDED.match(story.text, item.end)
    month = words("month").get(match[1].lower()) if match else None
    if match is None or month is None or base is None:
        return None
    days = [calendar.make_day(base.year - k, int(month), int(match[2])) for k in (0, 1)]
    return next((day for day in days if day and day <= base), None)


def unit_from(story: Story, anchor: Anchor, unit: str, offset: int, basis: DateBasis) -> str | None:
    base = anchor.day
    if base is None:
        return UNKNOWN_UNITS.get(unit)
    story.basis = basis
    if unit == "day":
        return anchor.show(add_days(base, offset))
    if unit == "month" and (day := add_months(base.replace(day=1), offset)):
        return (anchor.show(day) or "")[:7]
    if not anchor.year_known:
        story.basis = None
        return unit_from(story, Anchor(), unit, offset, basis)
    if unit in ("week", "weekend") and (day := add_days(base, 7 * offset)):
        return calendar.week_of(day) + ("-WE" if unit == "weekend" else "")
    if unit == "quarter" and (day := add_months(base.replace(day=1), 3 * offset)):
        year, number = calendar.quarter_of(day)
        return f"{year:04}-Q{number}"
    if unit == "fortnight":
        return None
    year = base.year + offset * {"year": 1, "decade": 10, "century": 100}.get(unit, 1)
    if not 1 <= year <= 9998:
        return None
    return f"{year:04}"[: {"year": 4, "decade": 3, "century": 2}.get(unit, 4)]


def anchor_unit(story: Story, item: Found) -> str | None:
    unit = item.groups["unit"].lower()
    word = " ".join(item.groups["anchor"].lower().split())
    offset = {"the previous": -1, "the preceding": -1, "the prior": -1, "the following": 1, "the next": 1,
              "the subsequent": 1}.get(word, 0)  # fmt: skip
    if unit == "day":
        # "The news hits, and they sell that day": a day of which the text has told nothing is no date.
        return None if offset == 0 and story.last_day is None else shifted_day(story, item, offset)
    if unit == "period":
        return None
    if unit == "quarter" and offset == 0 and story.last_quarter:
        story.basis = DateBasis.TEXT
        return story.last_quarter
    if (told := story.last_anchor()) is None:
        return unit_from(story, story.anchor, unit, offset, DateBasis.PUBLISHED)
    return unit_from(story, told, unit, offset, DateBasis.TEXT)


def unit_before(story: Story, item: Found) -> str | None:
    """ "the month before", from the date named last; of figures, "the year before" is "a year before"."""
    unit, sign = item.groups["unit"].lower(), 1 if item.groups["direction"].lower() == "after" else -1
    if unit == "year" and sign < 0:
        return counted(story, item, "1", "Y", sign, story.last_anchor() or story.anchor, DateBasis.TEXT)
    return unit_from(story, story.last_anchor() or story.anchor, unit, sign, DateBasis.TEXT)


def weekend(story: Story, item: Found) -> str | None:
    if "day" in item.groups:
        return f"{week_of(story, item)}-WE"
    told = story.told_before(item)
    base = told.day if told else story.published()
    if base is None:
        return "XXXX-WXX-WE"
    weeks = _weeks_to_weekend(story, item, base.isoweekday())
    return unit_from(story, story.anchor, "weekend", weeks, DateBasis.PUBLISHED)


def _weeks_to_weekend(story: Story, item: Found, today: int) -> int:
    """How many weeks off the weekend is, told on the ISO weekday `today`."""
    relative = " ".join((item.get("rel") or "").lower().split())
    if relative in ("last", "next"):
        return -1 if relative == "last" else 1
    if relative in ("this past", "the past"):
        return 0 if today == _SUNDAY else -1
    tense = story.tense(item.start, item.end)
    past, early = tense in PAST, today <= _WEDNESDAY
    if relative in ("the", ""):
        over = today <= _FRIDAY and tense is not Direction.FUTURE and (early or past)
        return -1 if over else 0
    return -1 if relative == "this" and early and past else 0


def week_of(story: Story, item: Found) -> str | None:
    if "day2" in item.groups:  # "the week beginning 17 June"
        item = replace(item, groups={name.rstrip("2"): value for name, value in item.groups.items()})
    timex = month_day(story, item)
    day = day_of(timex) if timex else None
    if day is None or (timex or "X").startswith(UNKNOWN):
        return "XXXX-WXX"
    return calendar.week_of(day)


def numbered_week(story: Story, item: Found) -> str | None:
    number = int(item.get("nth", "nth2") or 0)
    if not 1 <= number <= 53:
        return None
    if base := story.published():
        return f"{base.year:04}-W{number:02}"
    return f"{UNKNOWN}-W{number:02}"


def end_of_unit(story: Story, item: Found) -> str | None:
    unit = item.groups["unit"].lower()
    said = story.text[item.start : item.end].lower()
    offset = -1 if " last " in said else 1 if " next " in said else 0
    if " the " in said and (told := story.told_before(item)):
        return unit_from(story, Anchor(told.day, year_known=True), unit, 0, DateBasis.TEXT)
    return unit_from(story, story.anchor, unit, offset, DateBasis.PUBLISHED)


def year_end(story: Story, item: Found) -> str | None:
    if told := story.told_before(item):
        return f"{told.day.year:04}"
    base = story.published()
    if base is None:
        return UNKNOWN
    if story.text[item.start : item.end].lower().endswith("of the year"):
        return f"{base.year:04}"
    if story.text[max(0, item.start - 6) : item.start].lower() == "since ":
        return f"{base.year - 1:04}-12-31"
    return f"{base.year:04}"  # "by year-end", as "by the end of the month": some time near it


def the_year(story: Story, item: Found) -> str | None:
    if told := story.told_before(item):
        return f"{told.day.year:04}"
    offset = -1 if item.get("ago") == "past" else 0
    return unit_from(story, story.anchor, "year", offset, DateBasis.PUBLISHED)


_WEDNESDAY, _THURSDAY, _FRIDAY, _SUNDAY = 3, 4, 5, 7
_WEEK_ENDED = re.compile(r"\s{1,9}(?:that )?(?:ended|ending)\s{1,9}(?:on\s)?([A-Z][a-z]{2,8})\.?\s(\d\d?)\b")
# "this week" and the like where there is nothing to count from.
UNKNOWN_UNITS = {
    "day": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "weekend": "XXXX-WXX-WE",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
    "year": UNKNOWN,
    "decade": "XXX",
    "century": "XX",
}


OPS: dict[str, Operation] = {
    "rel_unit": rel_unit,
    "anchor_unit": anchor_unit,
    "unit_before": unit_before,
    "weekend": weekend,
    "week_of": week_of,
    "numbered_week": numbered_week,
    "end_of_unit": end_of_unit,
    "year_end": year_end,
    "the_year": the_year,
}
