"""The years that a text tells, as evidence of its own: how old the latest is, how many are near it.

A log-linear model of how far the year of an article lies from the years in it (a conditional logit over
years; no year counts for itself, so that what was learned of one time holds for any). The weights are in
`rules.toml`, learned from dated news of 1989 to 2024.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from newsfacts.dates.dating.days import Weights, every_day, table
from newsfacts.dates.rules import Found
from newsfacts.dates.story import Direction, Tense

Years = np.ndarray[Any, np.dtype[np.int64]]


class _Told(NamedTuple):
    """The years of a text: those not to come with the kind of their expression, those to come, and those that
    name a vote or games ("the 2016 race"), which are told of long before as well."""

    past: list[tuple[int, str]]
    ahead: list[int]
    named: list[int]

    @property
    def latest(self) -> int:
        return max(year for year, _ in self.past)


# How an expression with its year is read; of the ways in which the latest year is told, the first one counts.
_KINDS = ("month", "day", "day alone", "year", "alone")
_KIND_OF = {
    "year": "year",
    "range": "year",
    "years": "year",
    "month": "month",
    "season": "month",
    "quarter": "month",
    "full": "day",
}


def years(text: str, found: list[Found], tense: Tense) -> Weights | None:
    """The weights of all days by the years told; None without any."""
    told = _told(text, found, tense)
    if not any(told):
        return None
    every = every_day()
    numbers = np.arange(int(every.year[0]), int(every.year[-1]) + 1)
    weights = _near(told, numbers)
    if told.named and not (told.past and told.latest > max(told.named)):
        weights = weights + _aged(numbers - max(told.named), "named")
    if told.past:
        weights = weights + _by_age(told, numbers) + _beside(told, numbers, found, tense)
    by_day: Weights = _some_stray(weights)[every.year - numbers[0]]
    return by_day


def _some_stray(weights: Weights) -> Weights:
    """The logarithms of how likely each year is: some articles tell of the years of an old story only."""
    stray, likely = table("years")["stray"], np.exp(weights - weights.max())
    mixed: Weights = np.log((1 - stray) * likely / likely.sum() + stray / len(weights))
    return mixed


def _told(text: str, found: list[Found], tense: Tense) -> _Told:
    first, last = int(every_day().year[0]), int(every_day().year[-1])
    told = _Told([], [], [])
    for item in found:
        year, kind = item.get("year2", "year"), _KIND_OF.get(item.rule.op)
        if year is None or kind is None or not first <= int(year) <= last:
            continue
        way = tense(item.start, item.end)
        if kind == "year" and _names(text, item):
            told.named.append(int(year))
        elif way is Direction.FUTURE:
            told.ahead.append(int(year))
        elif way is None and kind != "month":
            told.past.append((int(year), {"year": "alone", "day": "day alone"}[kind]))
        else:
            told.past.append((int(year), kind))
    return told


def _names(text: str, item: Found) -> bool:
    """Whether a year names what is held in it: "the 2016 race", "run for president in 2016"."""
    behind, before = _held()
    if behind.match(text, item.end):
        return True
    return before.search(text, max(0, item.start - 40), item.start) is not None


@cache
def _held() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand behind the year of a vote or games, and before it."""
    words = table("held")
    behind, before = "|".join(words["behind"]), "|".join(words["before"])
    return (
        re.compile(rf"[ -](?:U\.?S\.? )?(?:{behind})\b"),
        re.compile(rf"\b(?:{before})(?: \w+)? (?:in|for|of) $"),
    )


def _by_age(told: _Told, numbers: Years) -> Weights:
    """How likely the latest year is so old, by how it is told."""
    latest = told.latest
    kinds = {kind for year, kind in told.past if year == latest}
    return _aged(numbers - latest, next(kind for kind in _KINDS if kind in kinds))


def _aged(gap: Years, kind: str) -> Weights:
    """How likely a year told in that way is so old."""
    rules = table("years")
    ages, first = np.array(rules["ages"][kind]), rules["first_age"]
    older = np.log1p(np.maximum(gap - (first + len(ages) - 1), 0))
    weights: Weights = ages[np.clip(gap - first, 0, len(ages) - 1)] - rules["older"] * older
    return weights


def _beside(told: _Told, numbers: Years, found: list[Found], tense: Tense) -> Weights:
    """What dates without a year tell of the age of the latest year."""
    rules, gap = table("years")["beside"], numbers - told.latest
    weights = np.zeros(len(numbers))
    for name, holds in _BESIDE.items():
        if any(holds(item, tense) for item in found):
            for age, weight in enumerate(rules[name]):
                weights[gap == age] += weight
    return weights


def _of_unit(item: Found, rule: str) -> bool:
    return item.rule.id == rule and (item.get("unit") or "").lower() == "year"


def _without_year(item: Found, op: str, tense: Tense) -> bool:
    free = item.rule.op == op and not item.get("year", "rel")
    return free and tense(item.start, item.end) is not Direction.FUTURE


def _of_last_year(item: Found, tense: Tense) -> bool:
    related = item.rule.id.startswith("rel") and item.rule.op in ("month", "season", "month_day")
    return _of_unit(item, "last-unit") or (related and item.get("rel", "relword") is not None)


_BESIDE: dict[str, Callable[[Found, Tense], bool]] = {
    "last_year": _of_last_year,
    "day": lambda item, tense: _without_year(item, "month_day", tense),
    "month": lambda item, tense: _without_year(item, "month", tense),
    "this_year": lambda item, tense: _of_unit(item, "this-unit"),
}


def _near(told: _Told, numbers: Years) -> Weights:
    """What the numbers of years tell that lie near."""
    rules = table("years")["near"]
    past, ahead = [year for year, _ in told.past], told.ahead
    weights = np.zeros(len(numbers))
    for years_told, name in ((past, "told"), (ahead, "to_come")):
        for distance, weight in rules[name]:
            times = Counter(years_told)
            counts = np.array([times[int(year) + distance] for year in numbers])
            weights += weight * np.log1p(counts)
    if ahead:
        weights += rules["some_come"] * (numbers > min(ahead)) + rules["all_come"] * (numbers > max(ahead))
    in_order = sorted(past)
    later = [len(in_order) - bisect_right(in_order, int(number)) for number in numbers]
    weights += rules["later_told"] * np.array(later)
    return weights
