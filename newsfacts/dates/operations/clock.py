"""Clock times and parts of the day: "10 p.m.", "Friday night", "that morning", "overnight"."""

from __future__ import annotations

import re

from newsfacts.dates.operations.days import day_from_published, shifted_day
from newsfacts.dates.rules import Found, words
from newsfacts.dates.story import Operation, Story, day_of
from newsfacts.types import DateBasis, DateType


def with_time(story: Story, item: Found, timex: str, kind: DateType) -> tuple[str, DateType]:
    day = re.fullmatch(r"[\dX]{4}-(?:[\dX]{2}-[\dX]{2}|WXX-\d)", timex)
    if item.clock is not None and day:
        said = item.groups.get("part") or {"TAF": "afternoon", "TEV": "evening", "TNI": "night"}.get(
            item.part or ""
        )
        clock = clock_of({k[6:]: v for k, v in item.groups.items() if k.startswith("clock_")}, said)
        return (timex + clock, DateType.TIME) if clock else (timex, kind)
    # "Friday night": the day is the date of what happened; news tells the part of the day as it tells "late
    # Friday". Of those that are annotated, the day alone is the value of two in three.
    if item.rule.id == "weekday" or (item.get("part_of") and not story.reference.history):
        return timex, kind
    part = item.part or (words("part").get(item.groups["part"].lower()) if "part" in item.groups else None)
    if part and day:
        return f"{timex}{part}", DateType.TIME
    if item.rule.id == "tonight" and day:
        return timex + "TNI", DateType.TIME
    return timex, kind


def clock_of(groups: dict[str, str], part: str | None = None) -> str | None:
    if named := groups.get("named"):
        return {"noon": "T12:00", "midday": "T12:00", "midnight": "T24:00"}[named.lower()]
    if word := groups.get("hourword"):
        hour = int(words("number").get(word.lower(), word))
        part = groups.get("part") or groups.get("part2") or part
        if part and part.lower() in ("afternoon", "evening", "night") and hour < 12:
            hour += 12
        minute = 0
        if off := groups.get("off"):
            off = off.lower().removeprefix("a ")
            minute = _MINUTES[off]
            if groups["way"].lower() == "to":
                hour, minute = (hour - 1) % 24, 60 - minute
        return f"T{hour:02}:{minute:02}" if hour <= 24 else None
    part = groups.get("part") or groups.get("part2") or part
    hour = int(groups.get("hour") or groups.get("hour2") or 0)
    minute = int(groups.get("minute") or groups.get("minute2") or 0)
    if ampm := groups.get("ampm"):
        if hour > 12:
            return f"T{hour:02}:{minute:02}" if hour < 24 else None
        hour = hour % 12 + (12 if ampm[0] in "pP" else 0)
    elif part and part.lower() in ("afternoon", "evening", "night") and hour < 12:
        hour += 12
    return f"T{hour:02}:{minute:02}"


_FRESH_DAYS = 7
_MINUTES = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}


def clock(story: Story, item: Found) -> str | None:
    clock = clock_of(item.groups)
    if clock is None:
        return None
    # A time alone is a time of the day told of in the sentence, else of the day of publication; so is one
    # of the
    # markets ("by 0915 GMT") where the day told of is long over.
    if (year := story.year_told(item, in_paragraph=True)) is not None:
        return year
    told = day_of(story.last_day) if story.last_day else None
    base = story.anchor.whole
    market = item.rule.id == "clock-hours" and told and base and abs((base - told).days) > _FRESH_DAYS
    if story.last_day and not (market and not story.reference.history):
        story.basis = DateBasis.TEXT
        return story.last_day + clock
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
