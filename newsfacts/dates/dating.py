"""The day of publication of an article that does not give it, worked out of its own words.

Every day of the calendar is weighed by the evidence of the text: events and offices that it names
(`known`), days
in full as floors, months and days with the weekday they fell on, years told of as past or to come, "three
months
ago, on May 27". The weights are multiplied (naive Bayes over days, after de Jong et al. 2005 and Kanhabua
2008, who
used word statistics); `dating.toml` has them. What no evidence bounds stays open: most short articles have
no day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

import numpy as np

from newsfacts.dates.calendar import make_day
from newsfacts.dates.known import Event, Named, Recurring, Term
from newsfacts.dates.operations.counted import count
from newsfacts.dates.operations.days import day_number
from newsfacts.dates.rules import Found
from newsfacts.dates.story import PAST, Direction, Tense, number_of
from newsfacts.rules import read

Weights = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Dating:
    """When an article was published, as far as its words tell: EDTF (day, month or year; None where only the
    range is known), the first and last day that it can be of, and how sure `value` is, 0 to 1."""

    value: str | None
    earliest: date
    latest: date
    confidence: float


@dataclass(frozen=True)
class _Calendar:
    """Every day, as ordinal, year, month, and day of a year of 366 days."""

    ordinal: np.ndarray[Any, np.dtype[np.int64]]
    year: np.ndarray[Any, np.dtype[np.int64]]
    month: np.ndarray[Any, np.dtype[np.int64]]


_NOT_THAT_DAY = -60.0


@cache
def _rules() -> dict[str, Any]:
    return read("dates/dating")


@cache
def _calendar() -> _Calendar:
    bounds = _rules()["calendar"]
    first, last = bounds["first"].toordinal(), bounds["last"].toordinal()
    days = [date.fromordinal(n) for n in range(first, last + 1)]
    return _Calendar(
        np.arange(first, last + 1),
        np.array([day.year for day in days]),
        np.array([day.month for day in days]),
    )


def infer(
    found: list[Found], named: list[Named], tense: Tense, *, on: tuple[int, int] | None = None
) -> Dating | None:
    """The dating of an article with these expressions and known things; None where its words tell nothing.

    `on`: month and day of its dateline, where that leaves only the year open.
    """
    evidence = [
        _terms(named),
        _recurring(named),
        _events_of_last_year(found, named),
        _floors(found, named, tense),
        _years(found, tense),
        _day_of_news(found, tense),
        *(_weekday(item) for item in found),
        *(_beside(item) for item in found),
    ]
    bounds = [weights for weights in evidence if weights is not None]
    if not bounds:
        return None
    cyclic = [weights for item in _told_once(found) if (weights := _in_year(item, tense)) is not None]
    # Dates of one text hang together: a list of them is no more evidence than a few.
    weights = np.sum(bounds, axis=0)
    if cyclic:
        weights = weights + np.sum(cyclic, axis=0) / np.sqrt(len(cyclic))
    if (told := _weekday_told(found, tense)) is not None:
        weights = weights + told
    if on is not None:
        weights = weights + np.where(_days_since(*on) == 0, 0.0, _NOT_THAT_DAY)
    return _claim(weights)


def _told_once(found: list[Found]) -> list[Found]:
    """The months and days, each once."""
    seen: dict[tuple[str | None, str | None], Found] = {}
    for item in found:
        if item.rule.op in ("month_day", "month") and item.get("year", "rel") is None and item.near is None:
            key = ((item.get("month") or "").lower()[:3], item.get("day", "dayword"))
            seen.setdefault(key, item)
    return list(seen.values())


def _terms(named: list[Named]) -> Weights | None:
    """Offices and names in use; events as such bear no weight here."""
    rules, days = _rules()["terms"], _calendar().ordinal
    terms = {name.what.id: name.what for name in named if isinstance(name.what, Term)}
    if not terms:
        return None
    early, late = np.zeros(len(days)), np.zeros(len(days))
    for term in terms.values():
        early += np.where(days < term.first.toordinal(), rules["early"], 0.0)
        if term.last:
            late += np.where(days > term.last.toordinal(), rules["late"], 0.0)
    weights: Weights = early + np.maximum(late, rules["most_late"])
    return weights


def _recurring(named: list[Named]) -> Weights | None:
    """What comes back at fixed times is told of in its own years and months."""
    rules, calendar = _rules()["recurring"], _calendar()
    known = {name.what.id: name.what for name in named if isinstance(name.what, Recurring)}
    if not known:
        return None
    weights = np.zeros(len(calendar.year))
    for what in known.values():
        season = (calendar.year % what.every == what.phase) & np.isin(calendar.month, what.months)
        season |= ((calendar.year + 1) % what.every == what.phase) & np.isin(calendar.month, what.before)
        weights += np.where(season, 0.0, rules["out"])
    most: Weights = np.maximum(weights, rules["most_out"])
    return most


def _events_of_last_year(found: list[Found], named: list[Named]) -> Weights | None:
    """ "last year's Paris attacks" is of the year after; "the Paris attacks in November" of the twelve
    months."""
    rules, calendar = _rules()["event_last_year"], _calendar()
    weights = None
    for name in named:
        if not isinstance(name.what, Event) or name.what.lasting:
            continue
        day = name.what.first
        for item in found:
            if max(item.start - name.end, name.start - item.end) > rules["reach"] or item.get("year"):
                continue
            unit = (item.get("unit") or "").lower()
            if item.rule.id == "last-unit" and unit in ("year", "month", "week"):
                near = calendar.year == day.year + 1
                if unit == "month":
                    near = calendar.year * 12 + calendar.month == day.year * 12 + day.month + 1
                elif unit == "week":
                    near = np.abs(calendar.ordinal - day.toordinal() - 7) <= 6
            elif item.rule.id == "weekday":  # "On Saturday, troops recovered the bodies of six hostages"
                if number_of("weekday", item.get("weekday", "weekday2") or "") != day.isoweekday():
                    continue
                near = (calendar.ordinal >= day.toordinal()) & (calendar.ordinal - day.toordinal() < 7)
            elif item.rule.op == "month" and number_of("month", item.groups["month"]) == day.month:
                near = (calendar.ordinal >= day.toordinal()) & (calendar.ordinal - day.toordinal() < 365)
            else:
                continue
            own = np.where(near, 0.0, rules["other"])
            weights = own if weights is None else weights + own
    return weights


def _floors(found: list[Found], named: list[Named], tense: Tense) -> Weights | None:
    """Events and days in full that are over: no day before them, and the later the less likely."""
    rules, days = _rules()["events"], _calendar().ordinal
    events = [name.what for name in named if isinstance(name.what, Event)]
    floors = [event.first.toordinal() for event in events]
    for item in found:
        day = full_day(item)
        if day is not None and tense(item.start, item.end) is not Direction.FUTURE:
            floors.append(day.toordinal())
    floors = [floor for floor in floors if days[0] <= floor <= days[-1]]
    if not floors:
        return None
    latest = max(event.first.toordinal() for event in events) if events else 0
    aging = latest == max(floors) and not all(e.lasting for e in events if e.first.toordinal() == latest)
    weights = sum(np.where(days < floor, rules["impossible"], 0.0) for floor in set(floors))
    if aging:
        weights = weights - np.log(np.maximum(days - latest, 0) + rules["soft"])
    return np.asarray(weights)


def full_day(item: Found) -> date | None:
    """The day of "May 27, 2019"; None for what is none, or leaves its order open."""
    year, month = item.get("year"), item.get("month", "month3")
    if item.rule.op != "full" or year is None:
        return None
    day = item.get("day", "day3")
    number = int(item.groups["monthnum"]) if "monthnum" in item.groups else number_of("month", month or "")
    return make_day(int(year), number, int(day or 0))


def _years(found: list[Found], tense: Tense) -> Weights | None:
    """Years told of as past (the latest counts) and as to come."""
    rules, calendar = _rules()["years"], _calendar()
    past: list[tuple[int, str]] = []  # the year, and the table of how old such years are
    future: list[int] = []
    for item in found:
        year = item.get("year2", "year")
        if year is None or item.rule.op not in (
            "year",
            "month",
            "full",
            "range",
            "years",
            "quarter",
            "season",
        ):
            continue
        way = tense(item.start, item.end)
        if way is Direction.FUTURE:
            future.append(int(year))
        elif calendar.year[0] <= int(year) <= calendar.year[-1]:
            kind = {"month": "month", "season": "month", "full": "day"}.get(item.rule.op)
            past.append((int(year), kind or ("alone" if way is None else "year")))
    weights = np.zeros(len(calendar.year))
    best = 0
    if past:
        best = max(year for year, _ in past)
        tables = {table for year, table in past if year == best}
        table = np.array(rules[next(name for name in _FINEST if name in tables)])
        gap = calendar.year - best
        known = np.log(table)[np.clip(gap, 0, len(table) - 1)] - np.log1p(np.maximum(gap - len(table) + 1, 0))
        weights += np.where(gap < 0, rules["impossible"], known)
    elif not future:
        return None
    ahead = [year for year in future if year >= best]
    if ahead:
        weights += np.where(calendar.year > max(ahead), rules["future"], 0.0)
    return weights


# Of the ways in which the latest year is told, the one that tells most about its age.
_FINEST = ("month", "day", "year", "alone")


def _in_year(item: Found, tense: Tense) -> Weights | None:
    """A month, or a month and day, without a year: how near the article is to it, any year."""
    calendar = _calendar()
    month, way = number_of("month", item.groups["month"]), tense(item.start, item.end)
    if item.rule.op == "month":
        rules = _rules()["months"]
        ago = np.array(rules["ago"])
        past, ahead = ago[(calendar.month - month) % 12], ago[(month - calendar.month) % 12]
        wrong = rules["wrong_way"]
    else:
        rules = _rules()["days"]
        if make_day(2000, month, day_number(item)) is None:
            return None
        since = _days_since(month, day_number(item))
        wrong = rules["wrong_way"]
        scale = float(np.log((365 + rules["soft"]) / rules["soft"]))
        past = 1 / (since + rules["soft"]) / scale + rules["floor"]
        ahead = 1 / ((365 - since) % 365 + rules["soft"]) / scale + rules["floor"]
    share = {Direction.FUTURE: wrong, None: 0.6}.get(way, 1 - wrong)
    weights: Weights = np.log(share * past + (1 - share) * ahead)
    return weights


@lru_cache(maxsize=32)  # 93 KB each: those of all days of a year would be 34 MB
def _days_since(month: int, day: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """For every day of the calendar, how many days ago the last such day of a year was."""
    ordinal, years = _calendar().ordinal, range(int(_calendar().year[0]) - 1, int(_calendar().year[-1]) + 1)
    days = [
        made.toordinal()
        for year in years
        if (made := make_day(year, month, min(day, 28 if month == 2 else day)))
    ]
    known = np.array(days)
    since: np.ndarray[Any, np.dtype[np.int64]] = (
        ordinal - known[np.searchsorted(known, ordinal, side="right") - 1]
    )
    return since


def _weekday_told(found: list[Found], tense: Tense) -> Weights | None:
    """The first weekday told of as past: the article is of that day, or of the next ones."""
    for item in found:
        way = tense(item.start, item.end)
        if item.rule.id == "weekday" and way in PAST:
            number = number_of("weekday", item.get("weekday", "weekday2") or "")
            ago = np.array(_rules()["weekday_told"]["ago"])
            weights: Weights = np.log(ago)[(_calendar().ordinal - number) % 7]
            return weights
    return None


def _day_of_news(found: list[Found], tense: Tense) -> Weights | None:
    """The latest day told with its weekday and year, and not as one to come."""
    rules, days = _rules()["day_of_news"], _calendar().ordinal
    told = [
        day.toordinal()
        for item in found
        if item.get("weekday")
        and (day := full_day(item)) is not None
        and day.isoweekday() == number_of("weekday", item.groups["weekday"])
        and tense(item.start, item.end) is not Direction.FUTURE
    ]
    if not told:
        return None
    ago, age = np.log(np.array(rules["ago"])), days - max(told)
    weights: Weights = np.where(
        (age >= 0) & (age < len(ago)), ago[np.clip(age, 0, len(ago) - 1)], rules["older"]
    )
    return weights


def _weekday(item: Found) -> Weights | None:
    """ "Monday, Sept. 2": the years in which it was a Monday."""
    weekday = item.get("weekday")
    if item.rule.op != "month_day" or weekday is None or item.get("year", "rel"):
        return None
    rules, calendar = _rules()["weekdays"], _calendar()
    month, day, number = (
        number_of("month", item.groups["month"]),
        day_number(item),
        number_of("weekday", weekday),
    )
    weights = np.full(len(calendar.ordinal), rules["other_year"])
    for year in range(int(calendar.year[0]), int(calendar.year[-1]) + 1):
        made = make_day(year, month, day)
        if made is not None and made.isoweekday() == number:
            weights[np.abs(calendar.ordinal - made.toordinal()) <= rules["reach"]] = 0.0
    return weights


_DAYS_OF = {"D": 1, "W": 7, "F": 14, "M": 30.44, "Y": 365.25, "E": 3652.5}


def _beside(item: Found) -> Weights | None:
    """ "Three months ago, on May 27": articles of late August."""
    if item.near is None or item.near.rule.op != "ago" or item.rule.op not in ("month_day", "full"):
        return None
    rules, calendar = _rules()["beside"], _calendar()
    number, letter = count(item.near)
    if number == "X" or letter not in _DAYS_OF:
        return None
    told = float(number) * _DAYS_OF[letter]
    day = full_day(item)
    if day is not None:
        away = np.abs(calendar.ordinal - day.toordinal() - told)
    else:
        since = _days_since(number_of("month", item.groups["month"]), day_number(item))
        away = np.abs((since - told + 182) % 365 - 182)
    weights: Weights = np.where(away <= rules["share"] * told + rules["days"], 0.0, rules["other"])
    return weights


def _claim(weights: Weights) -> Dating | None:
    """What the weights of all days allow to be said."""
    rules, calendar = _rules()["claims"], _calendar()
    mass = np.exp(weights - weights.max())
    mass /= mass.sum()
    first, last = _range(mass, rules["range"])
    value, confidence = _value(mass, rules, last - first + 1)
    if value is not None and len(value) < len("2024-09-02"):  # the range is that of the year, or the month
        own = (calendar.year == int(value[:4])) & (
            (len(value) == 4) | (calendar.month == int(value[5:7] or 1))
        )
        first, last = _range(np.where(own, mass, 0.0) / mass[own].sum(), rules["range"])
    if last - first > rules["widest"]:
        return None
    if first == last:  # never claimed to the day: what is inferred may be off
        first, last = max(first - 1, 0), min(last + 1, len(mass) - 1)
    earliest, latest = (date.fromordinal(int(calendar.ordinal[place])) for place in (first, last))
    return Dating(value, earliest, latest, round(confidence, 2))


def _value(mass: Weights, rules: dict[str, Any], days: int) -> tuple[str | None, float]:
    calendar, reach = _calendar(), rules["day_reach"]
    window = np.convolve(mass, np.ones(2 * reach + 1), mode="same")
    best = int(mass.argmax())
    if window[best] >= rules["day"] and days <= rules["day_range"]:
        return date.fromordinal(int(calendar.ordinal[best])).isoformat(), float(window[best])
    months = np.bincount(calendar.year * 12 + calendar.month - 1, weights=mass)
    if months.max() >= rules["month"]:
        year, month = divmod(int(months.argmax()), 12)
        return f"{year:04}-{month + 1:02}", float(months.max())
    years = np.bincount(calendar.year, weights=mass)
    if years.max() >= rules["year"]:
        return f"{int(years.argmax()):04}", float(years.max())
    return None, 0.0


def _range(mass: Weights, share: float) -> tuple[int, int]:
    """The places of the first and last day of the shortest stretch that holds `share` of all, near enough:
    as much is left out before it as behind."""
    total = np.cumsum(mass)
    rest = (1 - share) / 2
    return int(np.searchsorted(total, rest)), min(int(np.searchsorted(total, 1 - rest)), len(mass) - 1)
