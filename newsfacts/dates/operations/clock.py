"""Clock times and parts of the day: "10 p.m.", "Friday night", "that morning", "overnight"."""

from __future__ import annotations

import re

from newsfacts.dates.operations.days import day_from_published, shifted_day
from newsfacts.dates.rules import Found, words
from newsfacts.dates.story import Operation, Story, day_of
from newsfacts.types import DateBasis, DateType


def with_time(story: Story, item: Found, timex: str, kind: DateType) -> tuple[str, DateType]:
    """A day with its time or its part of the day."""
    if not re.fullmatch(r"[\dX]{4}-(?:[\dX]{2}-[\dX]{2}|WXX-\d)", timex):
        return timex, kind
    time = _part_of_day(story, item) if item.clock is None else _clock_beside(item)
    return (timex + time, DateType.TIME) if time else (timex, kind)


def _clock_beside(item: Found) -> str | None:
    """The time of day of "10 p.m. on Friday"."""
    said = item.groups.get("part") or _PARTS.get(item.part or "")
    return clock_of({k[6:]: v for k, v in item.groups.items() if k.startswith("clock_")}, said)


_PARTS = {"TAF": "afternoon", "TEV": "evening", "TNI": "night"}


def _part_of_day(story: Story, item: Found) -> str | None:
    """The part of the day of "that morning", where it counts."""
    # "Friday night": the day is the date of what happened; news tells the part of the day as it tells "late
    # Friday". Of those that are annotated, the day alone is the value of two in three.
    if item.rule.id == "weekday" or (item.get("part_of") and not story.reference.history):
        return None
    said = item.groups.get("part")
    part = item.part or (words("part").get(said.lower()) if said else None)
    return f"{part}" if part else ("TNI" if item.rule.id == "tonight" else None)


def clock_of(groups: dict[str, str], part: str | None = None) -> str | None:
    """The time of day as TIMEX3 writes it; None where it is none. `part`: that of the day beside it."""
    if named := groups.get("named"):
        return _NAMED[named.lower()]
    later = (_said(groups, "part") or part or "").lower() in ("afternoon", "evening", "night")
    if word := groups.get("hourword"):
        return _spoken(int(words("number").get(word.lower(), word)), groups, later=later)
    hour, minute = int(_said(groups, "hour") or 0), int(_said(groups, "minute") or 0)
    ampm = groups.get("ampm")
    if ampm and hour >= 24:
        return None
    if ampm and hour <= 12:
        hour = hour % 12 + (12 if ampm[0] in "pP" else 0)
    elif later and hour < 12:
        hour += 12
    return f"T{hour:02}:{minute:02}"


_NAMED = {"noon": "T12:00", "midday": "T12:00", "midnight": "T24:00"}


def _said(groups: dict[str, str], name: str) -> str | None:
    """A part of a time, where an expression has room for it in two places."""
    return groups.get(name) or groups.get(f"{name}2")


def _spoken(hour: int, groups: dict[str, str], *, later: bool) -> str | None:
    """The time of "five o'clock", "half past ten", "ten to twelve"; `later`: after noon."""
    if later and hour < 12:
        hour += 12
    minute = _MINUTES[groups["off"].lower().removeprefix("a ")] if groups.get("off") else 0
    if minute and groups["way"].lower() == "to":
        hour, minute = (hour - 1) % 24, 60 - minute
    return f"T{hour:02}:{minute:02}" if hour <= 24 else None


_FRESH_DAYS = 7
_MINUTES = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}


def clock(story: Story, item: Found) -> str | None:
    clock = clock_of(item.groups)
    if clock is None:
        return None
    # A time alone is a time of the day told of in the sentence, else of the day of publication; so is one of
    # the markets ("by 0915 GMT") where the day told of is long over.
    if (year := story.year_told(item, in_paragraph=True)) is not None:
        return year
    day, base = story.day_of_clock, story.anchor.whole
    told = day_of(day) if day else None
    market = item.rule.id == "clock-hours" and told and base and abs((base - told).days) > _FRESH_DAYS
    if day and not (market and not story.reference.history):
        story.basis = DateBasis.TEXT
        return day + clock
    if story.last_day and not day:  # "Founded on 1 May 1901, … . The fire broke out at 3 a.m.": of which day?
        return clock
    if story.anchor.day:
        story.basis = DateBasis.PUBLISHED
        return f"{story.anchor.show(story.anchor.day)}{clock}"
    return clock


def part(story: Story, item: Found) -> str | None:
    if item.get("anchor"):
        word = (item.get("anchor") or "").lower()
        return shifted_day(story, item, {"the next": 1, "the following": 1, "the previous": -1}.get(word, 0))
    if (year := story.year_told(item)) is not None:
        return year
    if story.last_day:
        story.basis = DateBasis.TEXT
        return story.last_day
    return day_from_published(story, 0)


def overnight(story: Story, item: Found) -> str | None:
    return f"{day_from_published(story, 0)}TNI"


OPS: dict[str, Operation] = {
    "clock": clock,
    "part": part,
    "overnight": overnight,
}
