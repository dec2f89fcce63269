"""Years that a text lets be reckoned: the 88th awards, 15 years after an event, an election on Nov. 8.

`small` is the text in small letters, made plain by `words_alike`: of the same length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from newsfacts.dates.dating.days import Weights, every_day, table
from newsfacts.dates.known import Event, Named
from newsfacts.dates.operations.days import day_number
from newsfacts.dates.rules import Found
from newsfacts.dates.story import number_of
from newsfacts.rules import parse, read


@dataclass(frozen=True, slots=True)
class Numbered:
    """Something counted of editions.toml; the file's head says what the keys mean."""

    id: str
    words: tuple[str, ...]
    offset: int
    every: int = 1
    number_behind: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """Something of editions.toml that was held on known days."""

    id: str
    words: tuple[str, ...]
    days: tuple[str, ...]
    places: tuple[str, ...] = ()


_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_ONES, 1)} | {"a": 1, "fifteen": 15, "twenty": 20}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ANNIVERSARY = re.compile(
    rf"\b(?:(\d{{1,3}})(?:st|nd|rd|th)|({'|'.join(_ORDINALS)}))[ -](?:year )?anniversary\b"
)
_AGE = re.compile(
    rf"\b(\d{{1,3}}|{'|'.join(_NUMBERS)})[ -](year|month)s? (after|since|following|on from|ago)\b"
)
_WAR = re.compile(
    rf"\b(?P<years>\d{{1,2}}|{'|'.join(_NUMBERS)})"
    r"(?:-year(?:-old|-long)?,?| years (?:of|into)(?: the| a)?) (?:\w+ )?"
    r"(?:war|conflict|insurgency|uprising|fighting)\b"
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def numbered(small: str) -> Weights | None:
    """ "The 88th Academy Awards", "Super Bowl 50": articles of that year, or of the months around it."""
    rules, calendar = table("numbered"), every_day()
    weights = None
    for pattern, what in _numbered():
        if not any(word.lower() in small for word in what.words):
            continue
        years = [
            int(number) * what.every + what.offset
            for number in map(_edition, pattern.finditer(small))
            if number
        ]
        years = [year for year in years if calendar.year[0] <= year <= calendar.year[-1]]
        if not years:
            continue
        gap = calendar.year - max(years)
        own = np.full(len(gap), rules["later"])
        for near, weight in ((-1, rules["before"]), (0, 0.0), (1, rules["after"])):
            own[gap == near] = weight
        own[gap < -1] = rules["other"]
        weights = own if weights is None else weights + own
    return weights


def _edition(match: re.Match[str]) -> int | None:
    number = match["nth"] or match["number"]
    if number is None or number.isdigit():
        return int(number) if number else None
    total = 0
    for place, letter in enumerate(number):
        value = _ROMAN[letter]
        total += -value if any(_ROMAN[later] > value for later in number[place + 1 :]) else value
    return total


@cache
def _numbered() -> tuple[tuple[re.Pattern[str], Numbered], ...]:
    kinds = parse(read("dates/editions")["numbered"], Numbered, where="dates/editions.toml")
    patterns = []
    for what in kinds.values():
        words = "|".join(re.escape(word.lower()) for word in what.words)
        nth = rf"\b(?P<nth>\d{{1,3}})(?:st|nd|rd|th) (?:annual |(?:edition|session) of the )?(?:{words})\b"
        behind = rf"|\b(?:{words}) (?P<number>\d{{1,2}}|[ivxl]+)\b" if what.number_behind else "(?P<number>)?"
        patterns.append((re.compile(nth + behind), what))
    return tuple(patterns)


def ages(small: str, named: list[Named]) -> Weights | None:
    """ "The 15th anniversary of the Sept. 11 attacks", "two years after the Beirut port blast"."""
    events = [name for name in named if isinstance(name.what, Event)]
    if not events:
        return None
    rules, days = table("ages"), every_day().ordinal
    weights = None
    for match in [*_ANNIVERSARY.finditer(small), *_AGE.finditer(small)]:
        event = _nearest(events, match, rules["reach"])
        if event is None:
            continue
        years = (days - event.first.toordinal()) / 365.25
        if match.re is _ANNIVERSARY:
            number = float(match[1] or _ORDINALS.index(match[2]) + 1)
            near = np.abs(years - number) <= rules["anniversary"]
        else:
            number = float(_NUMBERS.get(match[1], 0) or match[1])
            slack = 1.0
            if match[2] == "month":
                number, slack = number / 12, 1 / 12
            near = (years >= number - slack) & (years <= number + 1.2 * slack)
        exact = match.re is _ANNIVERSARY
        own = np.where(near, 0.0, rules["other_anniversary" if exact else "other"])
        weights = own if weights is None else np.minimum(weights, own)
    return weights


def wars(small: str) -> Weights | None:
    """ "Syria's five-year-old civil war": articles of about its sixth year."""
    rules, days = table("wars"), every_day().ordinal
    matches = list(_WAR.finditer(small))
    most_told = _most_told(small) if matches else []
    near: dict[tuple[str, float], np.ndarray] = {}
    for match in matches:
        number = float(_NUMBERS.get(match["years"], 0) or match["years"])
        if number > rules["not_round"]:
            continue
        around = small[max(0, match.start() - rules["reach"]) : match.end() + rules["reach"]]
        meant = [what for what in _wars() if _holds(around, what.words)]
        for what in meant or most_told:
            since = [(days - date.fromisoformat(day).toordinal()) / 365.25 for day in what.days]
            own = [
                (old >= number - rules["rounded_up"]) & (old <= number + 1 + rules["late"]) for old in since
            ]
            near[what.id, number] = np.any(own, axis=0)
    if not near:
        return None
    weights: Weights = np.where(np.any(list(near.values()), axis=0), 0.0, rules["other"])
    return weights


@cache
def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})\b")


def _most_told(small: str) -> list[Dated]:
    """The war whose places the text names most, if any."""
    counts = [(len(_any_of(what.words).findall(small)), what) for what in _wars()]
    most = max(count for count, _ in counts)
    return [what for count, what in counts if count == most] if most > 1 else []


def _nearest(events: list[Named], match: re.Match[str], reach: int) -> Event | None:
    """The event that the words of `match` reckon from: the next behind them, or the one in front of "ago"."""
    for name in events:
        if 0 <= name.start - match.end() <= reach and isinstance(name.what, Event):
            return name.what
    behind = match.re is _ANNIVERSARY or match[0].endswith("ago")
    for name in reversed(events):
        if behind and 0 <= match.start() - name.end <= reach and isinstance(name.what, Event):
            return name.what
    return None


def occasions(small: str, found: list[Found]) -> Weights | None:
    """ "The Feb. 1 Iowa caucuses": the years in which they were held on that day."""
    rules, days = table("occasions"), every_day().ordinal
    told: set[tuple[str, ...]] = set()
    there: dict[str, bool] = {}  # whether the text names the places of each
    for item in found:
        if item.rule.op != "month_day" or item.get("year", "rel"):
            continue
        around = small[max(0, item.start - rules["reach"]) : item.end + rules["reach"]]
        day = f"-{number_of('month', item.groups['month']):02}-{day_number(item):02}"
        for what in _dated():
            own = tuple(held for held in what.days if held.endswith(day))
            if own and _holds(around, what.words):
                if what.id not in there:
                    there[what.id] = not what.places or _holds(small, what.places)
                if there[what.id]:
                    told.add(own)
                    break
    weights = None
    for held in sorted(told):
        near = np.zeros(len(days), dtype=bool)
        for told_day in held:
            since = days - date.fromisoformat(told_day).toordinal()
            near |= (since >= -rules["before"]) & (since <= rules["after"])
        own_weights = np.where(near, 0.0, rules["other"])
        weights = own_weights if weights is None else weights + own_weights
    return weights


def _holds(text: str, words: tuple[str, ...]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in words if word in text)


@cache
def _wars() -> tuple[Dated, ...]:
    return tuple(parse(read("dates/editions")["wars"], Dated, where="dates/editions.toml").values())


@cache
def _dated() -> tuple[Dated, ...]:
    return tuple(parse(read("dates/editions")["dated"], Dated, where="dates/editions.toml").values())
