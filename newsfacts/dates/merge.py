"""Neighbours that are one expression: a clock time and its day, the part of a day, a year that several
share."""

from __future__ import annotations

import re
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
        year = behind.groups.get("year")
        alike = behind.rule.op in _SHARE_A_YEAR or behind.rule.op == "full"
        if (
            item.rule.op not in _SHARE_A_YEAR
            or item.get("year", "rel", "yy")
            or item.near
            or not (year and alike)
        ):
            continue
        if _COORDINATED.fullmatch(text, item.end, behind.start):
            over = _month_number(item) > _month_number(behind) > 0
            out[place] = replace(item, groups={**item.groups, "year": f"{int(year) - over:04}"})
    return out


def _month_number(item: Found) -> int:
    """The month of the expression, 0 where it has none."""
    month = item.groups.get("month")
    return int(words("month")[month.lower().rstrip(".")]) if month else 0


def _with_part(text: str, item: Found, low: int, rules: Grammar) -> Found:
    table = words("part")
    if "part" not in item.groups and item.rule.op not in ("holiday", "anchor_day"):
        right = rules.right_part.match(text, item.end)
        if right:
            word = right["part"].lower()
            part = str(table.get(word) or table.get(word.rstrip("s"), ""))
            item = replace(item, end=right.end(), part=part or None)
        else:
            left = rules.left_part.search(text, max(low, item.start - 40), item.start)
            if left and (left.start() == 0 or not text[left.start() - 1].isalnum()):
                part = str(table.get((left["part"] or left["part2"] or "").lower(), "TMO"))
                # "the night of Oct. 23": told so, it belongs to histories; news dates by the day.
                groups = {**item.groups, "part_of": left["part"]} if left["part"] else item.groups
                item = replace(item, start=left.start(), part=part, groups=groups)
    if item.rule.id in ("weekday", "today", "yesterday", "tomorrow"):
        left = rules.left.search(text, max(low, item.start - 14), item.start)
        if left and (left.start() == 0 or not text[left.start() - 1].isalnum()):
            item = replace(item, start=left.start(), sub=left["sub"])
    return item


def _joined(text: str, first: Found, second: Found) -> Found | None:
    """Two neighbours that are one expression: a clock time and its day, in either order."""
    gap = text[first.end : second.start]
    if len(gap) > 14 or "\n\n" in gap:
        return None
    if first.rule.op == "clock" and (
        second.rule.op in _DAY_OPS or second.rule.id in ("this-morning", "last-night", "tonight")
    ):
        if second.clock is None and _TIME_TO_DAY.match(gap):
            groups = {**second.groups, **{f"clock_{k}": v for k, v in first.groups.items()}}
            return replace(second, start=first.start, groups=groups, clock="")
    elif (
        second.rule.op == "clock"
        and first.rule.op in _DAY_OPS
        and first.clock is None
        and _DAY_TO_TIME.match(gap)
    ):
        groups = {**first.groups, **{f"clock_{k}": v for k, v in second.groups.items()}}
        return replace(first, end=second.end, groups=groups, clock="")
    elif first.rule.op == "beside":
        if second.rule.op in _DAY_OPS and gap in (" ", " the ") and (days := _days_off(first)):
            rule = replace(second.rule, id=first.rule.id)
            return replace(second, start=first.start, days_off=days, rule=rule)
    elif _tells_when(first, second) and re.fullmatch(r",?\s(?:on\s|at\s)?", gap):
        return replace(second, start=first.start, near=first)
    elif _tells_when(second, first) and re.fullmatch(r",?\s", gap):
        return replace(first, end=second.end, near=second)
    elif (
        first.rule.id in ("today", "yesterday", "tomorrow", "weekday", "rel-weekday")
        and second.rule.op in ("full", "month_day")
        and first.clock is None
        and re.fullmatch(r",?\s|\s?\(|,? the ", gap)
        and "weekday" not in second.groups
        and not (first.rule.id == "weekday" and "(" in gap)
    ):
        said = {name: words for name, words in first.groups.items() if name != "rel"}
        return replace(
            second,
            start=first.start,
            groups={**said, **second.groups},
            part=first.part or second.part,
        )
    return None


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
