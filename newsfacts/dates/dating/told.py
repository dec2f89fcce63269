"""The dates that a text tells, as evidence of its own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from datetime import date

import numpy as np

from newsfacts.dates.calendar import make_day
from newsfacts.dates.dating.days import Weights, days_since, every_day, table
from newsfacts.dates.known import Event, Named
from newsfacts.dates.operations.counted import count
from newsfacts.dates.operations.days import day_number
from newsfacts.dates.rules import Found
from newsfacts.dates.story import PAST, Direction, Tense, number_of


def told_once(found: list[Found]) -> list[Found]:
    """The months and days, each once."""
    seen: dict[tuple[str | None, str | None], Found] = {}
    for item in found:
        if item.rule.op in ("month_day", "month") and item.get("year", "rel") is None and item.near is None:
            key = ((item.get("month") or "").lower()[:3], item.get("day", "dayword"))
            seen.setdefault(key, item)
    return list(seen.values())


def to_come(text: str, found: list[Found]) -> list[Found]:
    """The days in full that the words before them put ahead: "ahead of the Nov. 5, 2024, vote"."""
    return [item for item in found if full_day(item) and _is_ahead(text, item)]


def _is_ahead(text: str, item: Found) -> bool:
    if text[item.start : item.end].lower().startswith("tomorrow"):
        return True
    return _AHEAD.search(text, max(0, item.start - 60), item.start) is not None


_AHEAD = re.compile(
    r"\b(?:ahead of(?: [\w'-]+){0,3}|deadline (?:is|of)|(?:is|are)(?: on)?|"
    r"(?:scheduled|set|planned|slated)(?: for| on)?) $",
    re.IGNORECASE,
)


def before(ahead: list[Found]) -> Weights | None:
    """Articles of the time before the first day that is to come."""
    days = [day.toordinal() for item in ahead if (day := full_day(item))]
    if not days:
        return None
    rules, until = table("to_come"), min(days) - every_day().ordinal
    return np.where((until >= 0) & (until <= rules["days"]), 0.0, rules["other"])


def day_beside(text: str, found: list[Found]) -> Weights | None:
    """ "Yesterday, 4 July 2023": articles of the day after; the first such day counts."""
    for item in found:
        day, words = full_day(item), _BESIDE.match(text, item.start)
        if day is not None and words is not None:
            written = day.toordinal() + _DAYS_SINCE[words[1].lower()]
            return np.where(every_day().ordinal == written, 0.0, table("day_of_news")["beside"])
    return None


_DAYS_SINCE = {"today": 0, "yesterday": 1, "tomorrow": -1}
_BESIDE = re.compile(rf"({'|'.join(_DAYS_SINCE)})\b", re.IGNORECASE)


def floors(
    found: list[Found], named: list[Named], tense: Tense, deaths: Iterable[tuple[date, bool]] = ()
) -> Weights | None:
    """Events and days in full that are over: no day before them, and the later the less likely.

    `deaths`: the days of those told as dead, and whether that is told as news.
    """
    rules, days = table("events"), every_day().ordinal
    deaths = list(deaths)
    events = [name.what for name in named if isinstance(name.what, Event)]
    over = [event.first for event in events] + [day for day, _ in deaths] + _days_over(found, tense)
    floors = {floor for floor in map(date.toordinal, over) if days[0] <= floor <= days[-1]}
    if not floors:
        return None
    news = [event.first for event in events if not event.lasting] + [day for day, fresh in deaths if fresh]
    latest = max(news, default=None)
    weights = sum(np.where(days < floor, rules["impossible"], 0.0) for floor in floors)
    if latest is not None and latest.toordinal() == max(floors):
        age = (days - latest.toordinal()).astype(float)
        weights = weights + _aged(age, by_day=_told_by_day(found, named, latest))
    return np.asarray(weights)


def _days_over(found: list[Found], tense: Tense) -> list[date]:
    """The days in full that are not told as to come."""
    days = ((full_day(item), item) for item in found)
    return [day for day, item in days if day and tense(item.start, item.end) is not Direction.FUTURE]


def _aged(age: Weights, *, by_day: bool) -> Weights:
    """How likely an event of that age is named.

    News of the last days names its weekday; "the Nov. 13 attacks" are of the last twelve months, save those
    that have the day for a name.
    """
    rules = table("events")
    if not by_day:
        return np.asarray(-rules["aging"] * np.log(np.maximum(age, 0) + rules["soft"]))
    weights = -np.log(np.maximum(age, 0) + rules["soft_by_day"])
    weights[age < rules["week"]] += rules["within_week"]
    weights[age > rules["year"]] += rules["beyond_year"]
    return np.asarray(weights)


def _told_by_day(found: list[Found], named: list[Named], day: date) -> bool:
    """Whether the text gives the day of its event, and not as the event's name ("the Oct. 7 attack")."""
    names = [name for name in named if isinstance(name.what, Event) and name.what.first == day]
    days = (item for item in found if _month_and_day(item) == (day.month, day.day))
    return any(not _in_name(item, names) for item in days)


def _in_name(item: Found, names: list[Named]) -> bool:
    """Whether the expression overlaps one of the names, which are in reading order and do not overlap."""
    last = bisect_left(names, item.end, key=lambda name: name.start) - 1
    return last >= 0 and names[last].end > item.start


def _month_and_day(item: Found) -> tuple[int, int] | None:
    """The month and day of the expression, its year not told; None of any other."""
    if item.rule.op != "month_day" or item.get("year", "rel") is not None:
        return None
    return number_of("month", item.groups["month"]), day_number(item)


def told_of_events(found: list[Found], named: list[Named]) -> list[Found]:
    """The expressions that are the day of an event named: they tell how old that is, and no more."""
    days = {(name.what.first.month, name.what.first.day) for name in named if isinstance(name.what, Event)}
    return [item for item in found if _month_and_day(item) in days] if days else []


def full_day(item: Found) -> date | None:
    """The day of "May 27, 2019"; None for what is none, or leaves its order open."""
    year, month = item.get("year"), item.get("month", "month3")
    if item.rule.op != "full" or year is None:
        return None
    day = item.get("day", "day3")
    number = int(item.groups["monthnum"]) if "monthnum" in item.groups else number_of("month", month or "")
    return make_day(int(year), number, int(day or 0))


def in_year(item: Found, tense: Tense) -> Weights | None:
    """A month, or a month and day, without a year: how long ago, or ahead, it is for news to tell it so."""
    month, way = number_of("month", item.groups["month"]), tense(item.start, item.end)
    kind = {Direction.FUTURE: "ahead", None: "open"}.get(way, "past")
    if item.rule.op == "month":
        ago = np.log(np.array(table("months")[kind]))
        return np.asarray(ago[(every_day().month - month) % 12])
    rules = table("days")
    if make_day(2000, month, day_number(item)) is None:
        return None
    since = days_since(month, day_number(item))
    weights: Weights = np.array(rules[kind])[np.searchsorted(rules["since"], since, side="right") - 1]
    return weights


def weekday_told(found: list[Found], tense: Tense) -> Weights | None:
    """The first weekday told of as past: the article is of that day, or of the next ones."""
    for item in found:
        way = tense(item.start, item.end)
        if item.rule.id == "weekday" and way in PAST:
            number = number_of("weekday", item.get("weekday", "weekday2") or "")
            ago = np.array(table("weekday_told")["ago"])
            weights: Weights = np.log(ago)[(every_day().ordinal - number) % 7]
            return weights
    return None


def without_pictures(text: str, found: list[Found]) -> list[Found]:
    """The expressions but those of the captions of old pictures: "FILE - In this Friday, Dec. 29, 2017, file
    photo", which may be of any day before."""
    return [item for item in found if not (item.get("year") and _is_of_picture(text, item))]


def _is_of_picture(text: str, item: Found) -> bool:
    if _PICTURE.match(text, item.end) or _IN_THIS.search(text, max(0, item.start - 20), item.start):
        return True
    return _FILE.search(text, max(0, item.start - 60), item.start) is not None


_PICTURE = re.compile(r",? (?:file )?(?:photo|picture|image|frame|handout|screengrab)\b", re.IGNORECASE)
_IN_THIS = re.compile(r"\bIn (?:this|an?) (?:\w+, )?$")
_FILE = re.compile(r"\bFILE(?: PHOTO)?\b ?[-–—:][^.]*$")


def day_of_news(found: list[Found], tense: Tense) -> Weights | None:
    """The latest day told with its weekday and year, and not as one to come."""
    rules, days = table("day_of_news"), every_day().ordinal
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
    if _opens_with_last_week(
        found, tense
    ):  # "Last week … jailed him, on Monday, June 7, 2021": of the week after
        week = (days - 1) // 7 - (max(told) - 1) // 7
        return np.where(week == 1, 0.0, rules["older"])
    ago, age = np.log(np.array(rules["ago"])), days - max(told)
    weights: Weights = np.where(
        (age >= 0) & (age < len(ago)), ago[np.clip(age, 0, len(ago) - 1)], rules["older"]
    )
    return weights


def _opens_with_last_week(found: list[Found], tense: Tense) -> bool:
    """Whether the first expression of the text is a "last week" that is past."""
    first = found[0]
    last_week = first.rule.id == "last-unit" and (first.get("unit") or "").lower() == "week"
    return last_week and tense(first.start, first.end) is not Direction.FUTURE


def weekday(item: Found) -> Weights | None:
    """ "Monday, Sept. 2": the years in which it was a Monday."""
    weekday = item.get("weekday")
    if item.rule.op != "month_day" or weekday is None or item.get("year", "rel"):
        return None
    rules, calendar = table("weekdays"), every_day()
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


def beside(item: Found) -> Weights | None:
    """ "Three months ago, on May 27": articles of late August."""
    if item.near is None or item.near.rule.op != "ago" or item.rule.op not in ("month_day", "full"):
        return None
    rules, calendar = table("beside"), every_day()
    number, letter = count(item.near)
    if number == "X" or letter not in _DAYS_OF:
        return None
    told = float(number) * _DAYS_OF[letter]
    day = full_day(item)
    if day is not None:
        away = np.abs(calendar.ordinal - day.toordinal() - told)
    else:
        since = days_since(number_of("month", item.groups["month"]), day_number(item))
        away = np.abs((since - told + 182) % 365 - 182)
    weights: Weights = np.where(away <= rules["share"] * told + rules["days"], 0.0, rules["other"])
    return weights
