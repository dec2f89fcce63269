"""The time that a story has reached: what "in June" counts from where the publication does not tell its year.

News counts from its own day. A history counts from the date that it told of last, and so does news for a
while
where it tells of old times ("fell on July 11, 1995. The shootings began on July 13"). `Reference` walks the
text with its dates and says, for each expression, which of the two it counts from; `reference.toml` has the
bounds. After HeidelTime's two strategies, news and narratives (Strötgen and Gertz 2010), here chosen date
by date.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import NamedTuple

from newsfacts.dates import calendar
from newsfacts.dates.rules import Found, words
from newsfacts.rules import read
from newsfacts.types import Grain

# Whether the clause around the characters [start, end) tells of what was before the story's time ("had
# been").
_ONWARD_BACK = 2  # months: "by May 3, … by March" are told in any order, "by January" after April is ahead

Background = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Told:
    """A date told of: its first day, its grain, where it ends in the text."""

    day: date
    grain: Grain
    end: int
    full: bool  # its words give the year, or it counts from one that does
    ahead: bool = False  # what counts from it lies after it ("by January")
    goes_on: bool = False  # and so it does in one sentence with it ("began on May 3 and ended in January")
    opens: bool = False  # it opens its sentence

    def year_of(self, month: int) -> int:
        """The year in which `month`, without a year of its own, is nearest to what was told."""
        if self.grain is Grain.YEAR:
            return self.day.year
        back = 0 if self.goes_on else _ONWARD_BACK if self.ahead else _rules().back
        ahead = (month - self.day.month + back) % 12 - back
        return self.day.year + (self.day.month - 1 + ahead) // 12


class Tie(NamedTuple):
    """How a date without its year goes on from one before it in the same sentence."""

    onward: bool  # it lies after that one
    sure: bool  # even where it could be of the days before the publication: "…; by April"


@dataclass(frozen=True, slots=True)
class _Rules:
    """The bounds of reference.toml."""

    least_old: int
    least_years: int
    old_years: int
    old_a_deictic: float
    deictic: frozenset[str]
    reach: int
    grains: frozenset[str]
    old_days: int
    year_days: int
    long_ago_days: int
    ancient_days: int
    stay_days: int
    back: int
    jump_years: int
    aside: frozenset[str]
    backward: frozenset[str]
    in_history: frozenset[str]
    in_background: frozenset[str]
    deictic_rules: frozenset[str]


@cache
def _rules() -> _Rules:
    table = read("dates/reference")
    history, background, counts = table["history"], table["background"], table["counts_from_story"]
    return _Rules(
        history["least_old"],
        history["least_years"],
        history["old_years"],
        history["old_a_deictic"],
        frozenset(history["deictic"]),
        background["reach"],
        frozenset(background["grains"]),
        background["old_days"],
        background["year_days"],
        background["long_ago_days"],
        background["ancient_days"],
        background["stay_days"],
        table["window"]["back"],
        table["aside"]["jump_years"],
        frozenset(table["aside"]["operations"]),
        frozenset(table["aside"]["backward"]),
        frozenset(counts["history"]),
        frozenset(counts["background"]),
        frozenset(counts["deictic_rules"]),
    )


def middle_of_season(timex: str) -> date | None:
    """The first day of the middle month of "1893-SP"; winter's is December's."""
    match = re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", timex)
    return date(int(match[1]), {"SP": 4, "SU": 7, "FA": 10, "WI": 12}[match[2]], 1) if match else None


def count_deictic(found: list[Found]) -> int:
    """How many of the expressions count from the day of writing, whatever the text tells of."""
    return sum(item.rule.op in _rules().deictic for item in found)


def is_history(found: list[Found], published: date | None) -> bool:
    """Whether a text with these expressions tells of old times alone: old years, hardly a "today"."""
    rules = _rules()
    old = [
        (int(year), item.get("month", "season") is not None)
        for item in found
        if (year := item.get("year", "year2"))
        and (published is None or int(year) <= published.year - rules.old_years)
    ]
    several = len({year for year, _ in old}) >= rules.least_years and any(fine for _, fine in old)
    return (several or len(old) >= rules.least_old) and len(old) >= rules.old_a_deictic * count_deictic(found)


@dataclass(slots=True)
class Reference:
    """What the story has told of so far, and whether it is a history."""

    history: bool
    published: date | None
    background: Background
    deictic: bool  # the text looks at its own day somewhere
    fronted: Callable[[int], bool]  # whether an expression that starts there opens its sentence
    onward: Callable[[int], bool]  # whether "by", "until" stand before an expression that starts there
    told_on: Callable[[int, Found], Tie | None]  # how one sentence ties it to a date that ends there
    ahead: Callable[[Found], bool]  # whether the clause of an expression tells of what is to come
    main: Told | None = None  # the date told of last, those by the way left out
    day: Told | None = None  # the last day of those

    def note(self, timex: str, item: Found, *, from_text: bool) -> None:
        """Take in the date that `item` was found to mean; `from_text`: it counts from another of the text."""
        told = self._told(timex, item, from_text=from_text)
        if told is None:
            return
        if not told.full and not self.history:  # a day of the news: the story is back in its own time
            if not self._ancient():
                self.main = self.day = None
            return
        aside = self.background(item.start, item.end)
        if told.grain is Grain.DAY and not aside:
            self.day = told
        if self._by_the_way(told, item, aside):
            return
        main = self.main
        if told.grain is Grain.YEAR and main is not None and main.day.year == told.day.year:
            told = replace(main, end=told.end)  # the year alone adds nothing
        self.main = told

    def _told(self, timex: str, item: Found, *, from_text: bool) -> Told | None:
        """The date as one that the story may go on from; None of a value without a day, or too wide."""
        shown = calendar.describe(timex.split("T")[0])
        first = shown.first or middle_of_season(timex)
        if first is None or shown.grain is None or shown.grain in (Grain.DECADE, Grain.CENTURY):
            return None
        full = item.get("year", "year2") is not None or (from_text and self.main is not None)
        return Told(first, shown.grain, item.end, full, opens=self.fronted(item.start))

    def _ancient(self) -> bool:
        """Whether the story tells of so old a time that nothing else in it brings it back to today."""
        if self.main is None or self.published is None:
            return False
        return (self.published - self.main.day).days > _rules().ancient_days

    def _by_the_way(self, told: Told, item: Found, aside: bool) -> bool:
        """Whether the story goes on from the date before this one."""
        rules = _rules()
        back = item.rule.op == "shift" and (item.get("direction") or "").lower() in rules.backward
        if item.rule.op in rules.aside or back or (aside and not self.history):
            return True
        ahead = told.day.year - self.main.day.year if self.main else 0
        return told.grain is Grain.YEAR and (aside or ahead > rules.jump_years)

    def of(self, item: Found) -> Told | None:
        """The date of the story that `item` counts from; None where it counts from the publication."""
        rules, told = _rules(), self.main
        if told is None or item.rule.id in rules.deictic_rules:
            return None
        operations = rules.in_history if self.history else rules.in_background
        if item.rule.op not in operations:
            return None
        tie = None if self.history else self.told_on(told.end, item)
        if not self.history and not self._tied(told, item, tie) and not self._still(told, item):
            return None
        if not self.history and tie is None and self.ahead(item):
            return None
        return replace(told, ahead=self.onward(item.start), goes_on=tie is not None and tie.onward)

    def _of_these_days(self, item: Found) -> bool:
        """Whether a month and day is that of the publication, or one just before it; so a month alone."""
        month, day = item.get("month"), item.get("day")
        if self.published is None or month is None:
            return False
        number = int(words("month")[month.lower().rstrip(".")])
        days = (calendar.make_day(self.published.year - k, number, int(day or 28)) for k in (0, 1))
        early = 0 if day else -28
        return any(made and early <= (self.published - made).days <= _rules().stay_days for made in days)

    def _tied(self, told: Told, item: Found, tie: Tie | None) -> bool:
        """Whether a sentence that told of an old time goes on in it: "In October 2021 they took six; two were
        let go in November"."""
        if tie is None or not self._leads(told):
            return False
        if self.published is None:
            return tie.onward
        old = (self.published - told.day).days >= _rules().old_days
        return old and (tie.sure or not self._of_these_days(item))

    def _leads(self, told: Told) -> bool:
        """Whether others may count from that date: a day, a month, or a year long gone that opens its
        sentence ("In 1847 the brig sailed in April")."""
        if told.grain in _rules().grains:
            return True
        if self.published is None or self.deictic or told.grain is not Grain.YEAR or not told.opens:
            return False
        return (self.published - told.day).days >= _rules().year_days

    def _still(self, told: Told, item: Found) -> bool:
        """Whether news is still in the old time that it told of."""
        rules = _rules()
        if not self._leads(told) or item.start - told.end > rules.reach:
            return False
        if self.published is None and item.get("day") and told.grain is not Grain.DAY:
            return False  # "in January 2023 … on Jan. 13": of which January?
        if self.published is not None:
            age = (self.published - told.day).days
            long_ago = age > (rules.ancient_days if self.deictic else rules.long_ago_days)
            if age < rules.old_days or (self._of_these_days(item) and not long_ago):
                return False
        return (self.published is not None and not self.deictic) or self.fronted(item.start)
