"""Neighbours that are one expression: a clock time and its day, the part of a day, a year that several
share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import zip_longest

from newsfacts.dates.operations.counted import count
from newsfacts.dates.rules import Found, Grammar, words

_DAY_OPS = frozenset(
    {"full", "numeric", "month_day", "and_day", "weekday", "day_offset", "holiday", "anchor_day"}
)
_TIME_TO_DAY = re.compile(r",?\s{1,2}(?:(?:on|of|in)\s{1,2})?(?:the\s{1,2})?$|,?\s?\($")
_DAY_TO_TIME = re.compile(
    r",?\s{1,2}(?:at|around|about|by|from)?\s{0,2}(?:around\s|about\s|exactly\s)?$|,\s{0,2}$"
)


def merge(text: str, found: list[Found], rules: Grammar) -> list[Found]:
    """Parts of the day, clock times and "early", "late" taken into the day they stand with."""
    out: list[Found] = []
    for item, following in zip_longest(found, found[1:]):
        low = out[-1].end if out else 0
        if item.rule.op in _DAY_OPS and item.part is None:
            item = _with_part(text, item, low, rules)
        previous = out[-1] if out else None
        own_day = following is not None and item.rule.op == "clock" and _joined(text, item, following)
        joined = _joined(text, previous, item) if previous is not None and not own_day else None
        if joined is not None:
            out[-1] = joined
        else:
            out.append(item)
    return _with_years(
        text, [item for item in out if item.rule.op != "beside"]
    )  # "the day before" what is no date


# What may stand between two months or days that share a year.
_COORDINATED = re.compile(r"(?:,| and| or|, and|/| &)\s?(?:in |on )?(?:the )?(?:early |late |mid-)?$")
_SHARE_A_YEAR = frozenset({"month", "month_day", "season"})


def _with_years(text: str, found: list[Found]) -> list[Found]:
    """With the year that stands behind the last of several months, or days: "April and June 1955"."""
    out = list(found)
    for place in range(len(out) - 2, -1, -1):
        item, behind = out[place], out[place + 1]
        if _lacks_year(item) and _has_year(behind) and _COORDINATED.fullmatch(text, item.end, behind.start):
            over = _month_number(item) > _month_number(behind) > 0
            year = f"{int(behind.groups['year']) - over:04}"
            out[place] = replace(item, groups={**item.groups, "year": year})
    return out


def _lacks_year(item: Found) -> bool:
    """Whether it is a month, a season or a day without a word on its year."""
    return item.rule.op in _SHARE_A_YEAR and not item.near and item.get("year", "rel", "yy") is None


def _has_year(item: Found) -> bool:
    return "year" in item.groups and (item.rule.op in _SHARE_A_YEAR or item.rule.op == "full")


def _month_number(item: Found) -> int:
    """The month of the expression, 0 where it has none."""
    month = item.groups.get("month")
    return int(words("month")[month.lower().rstrip(".")]) if month else 0


def _with_part(text: str, item: Found, low: int, rules: Grammar) -> Found:
    if "part" not in item.groups and item.rule.op not in ("holiday", "anchor_day"):
        item = _with_part_behind(text, item, rules) or _with_part_before(text, item, low, rules) or item
    if item.rule.id in ("weekday", "today", "yesterday", "tomorrow"):
        left = rules.left.search(text, max(low, item.start - 14), item.start)
        if left and _begins_word(text, left.start()):
            item = replace(item, start=left.start(), sub=left["sub"])
    return item


def _with_part_behind(text: str, item: Found, rules: Grammar) -> Found | None:
    """The day with the part behind it: "Friday night"."""
    right = rules.right_part.match(text, item.end)
    if right is None:
        return None
    table, word = words("part"), right["part"].lower()
    part = str(table.get(word) or table.get(word.rstrip("s"), ""))
    return replace(item, end=right.end(), part=part or None)


def _with_part_before(text: str, item: Found, low: int, rules: Grammar) -> Found | None:
    """The day with the part before it: "the night of Oct. 23"."""
    left = rules.left_part.search(text, max(low, item.start - 40), item.start)
    if left is None or not _begins_word(text, left.start()):
        return None
    part = str(words("part").get((left["part"] or left["part2"] or "").lower(), "TMO"))
    # "the night of Oct. 23": told so, it belongs to histories; news dates by the day.
    groups = {**item.groups, "part_of": left["part"]} if left["part"] else item.groups
    return replace(item, start=left.start(), part=part, groups=groups)


def _begins_word(text: str, start: int) -> bool:
    return start == 0 or not text[start - 1].isalnum()


# Two neighbours with this gap between them, made one expression; None where they are two.
_Join = Callable[[Found, Found, str], "Found | None"]


def _joined(text: str, first: Found, second: Found) -> Found | None:
    """Two neighbours that are one expression."""
    gap = text[first.end : second.start]
    if len(gap) > 14 or "\n\n" in gap:
        return None
    return next((made for join in _JOINS if (made := join(first, second, gap)) is not None), None)


def _time_of_day(first: Found, second: Found, gap: str) -> Found | None:
    """ "10 p.m. Wednesday"."""
    has_day = second.rule.op in _DAY_OPS or second.rule.id in _DAYS_BY_PART
    if first.rule.op != "clock" or not has_day or second.clock is not None or not _TIME_TO_DAY.match(gap):
        return None
    return _at_time(replace(second, start=first.start), first)


def _day_at_time(first: Found, second: Found, gap: str) -> Found | None:
    """ "Wednesday at 10 p.m."."""
    if second.rule.op != "clock" or first.rule.op not in _DAY_OPS or first.clock is not None:
        return None
    return _at_time(replace(first, end=second.end), second) if _DAY_TO_TIME.match(gap) else None


def _at_time(day: Found, clock: Found) -> Found:
    return replace(day, groups={**day.groups, **{f"clock_{k}": v for k, v in clock.groups.items()}}, clock="")


def _beside_day(first: Found, second: Found, gap: str) -> Found | None:
    """ "the day before Christmas"."""
    if first.rule.op != "beside" or second.rule.op not in _DAY_OPS or gap not in (" ", " the "):
        return None
    days = _days_off(first)
    rule = replace(second.rule, id=first.rule.id)
    return replace(second, start=first.start, days_off=days, rule=rule) if days else None


def _shift_told(first: Found, second: Found, gap: str) -> Found | None:
    """ "Three days earlier, on Aug. 12", "A year earlier, in 2019": the date tells which it is."""
    unit = _SHIFTS.get(first.rule.op)
    if unit is None or second.near or not _SHIFT_TO_DATE.fullmatch(gap):
        return None
    if second.rule.op not in _DATES_BY_UNIT.get((first.get("unit") or unit).lower().rstrip("s"), ()):
        return None
    return replace(second, start=first.start, near=first if first.rule.op == "shift" else None)


def _when_then_day(first: Found, second: Found, gap: str) -> Found | None:
    """ "two years ago, on May 27"."""
    if not _tells_when(first, second) or not re.fullmatch(r",?\s(?:on\s|at\s)?", gap):
        return None
    return replace(second, start=first.start, near=first)


def _day_then_when(first: Found, second: Found, gap: str) -> Found | None:
    """ "on May 27 two years ago"."""
    if not _tells_when(second, first) or not re.fullmatch(r",?\s", gap):
        return None
    return replace(first, end=second.end, near=second)


def _day_told_twice(first: Found, second: Found, gap: str) -> Found | None:
    """ "Monday, Sept. 2", "yesterday (Sept. 2)"."""
    if first.rule.id not in _NAMED_DAYS or first.clock is not None or "weekday" in second.groups:
        return None
    if second.rule.op not in ("full", "month_day") or not re.fullmatch(r",?\s|\s?\(|,? the ", gap):
        return None
    if first.rule.id == "weekday" and "(" in gap:
        return None
    said = {name: words for name, words in first.groups.items() if name != "rel"}
    groups, part = {**said, **second.groups}, first.part or second.part
    return replace(second, start=first.start, groups=groups, part=part)


_JOINS: tuple[_Join, ...] = (
    _time_of_day,
    _day_at_time,
    _beside_day,
    _shift_told,
    _when_then_day,
    _day_then_when,
    _day_told_twice,
)
_DAYS_BY_PART = frozenset({"this-morning", "last-night", "tonight"})
_NAMED_DAYS = frozenset({"today", "yesterday", "tomorrow", "weekday", "rel-weekday"})
# Operations that count from a date told before, and the unit that they have where they name none.
_SHIFTS = {"shift": "", "anchor_day": "day", "unit_before": ""}
_SHIFT_TO_DATE = re.compile(r",\s(?:on\s|in\s)?(?:the\s)?")
_DAYS = ("full", "month_day", "numeric", "weekday")
_DATES_BY_UNIT = {
    **dict.fromkeys(("day", "week", "fortnight", "night"), _DAYS),
    "month": (*_DAYS, "month"),
    "year": (*_DAYS, "month", "year"),
}


def _days_off(item: Found) -> int:
    """How many days "the day before", "two weeks after" lie from the day behind them; 0 where nobody says."""
    number, letter = count(item) if "unit" in item.groups else ("1", "D")
    days = 0 if number == "X" else int(float(number)) * (7 if letter == "W" else 1)
    return days if item.groups["direction"].lower() == "after" else -days


def _tells_when(item: Found, day: Found) -> bool:
    """Whether `item` only tells of which year or week the day beside it is: "two years ago, on May 27"."""
    if item.near or day.near or item.part:
        return False
    unit = (item.get("unit") or "").lower()
    if item.rule.op == "ago" and item.rule.id != "half-ago":
        if day.rule.id == "weekday":
            return unit in ("week", "fortnight")
        return day.rule.op in ("month_day", "full", "holiday") or day.rule.id == "today" or _is_this(day)
    return item.rule.op == "rel_unit" and day.rule.id == "weekday" and unit == "week"


def _is_this(item: Found) -> bool:
    """Whether it is the "this month" of "a year ago this month"."""
    return item.rule.id == "this-unit" and (item.get("unit") or "").lower() in ("week", "month")
