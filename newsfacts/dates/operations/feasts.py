"""The year of what a feast is the name of: "the Boxing Day tsunami … in 2004", "the Halloween crowd crush".

Such a name means the feast of that year, not the last one. The text gives the year: beside the name, in the
clause that tells of the harm, by an anniversary; else what is known of the world does (`known.py`). Of "the"
event of a feast of the last weeks it is the year of that feast. Else it is not told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from itertools import chain

from newsfacts.dates.calendar import make_day
from newsfacts.dates.known import Event, find_known
from newsfacts.dates.rules import Found, words
from newsfacts.dates.story import Story
from newsfacts.rules import read
from newsfacts.types import DateBasis

# Days of the feast in these years, in their order.
Falls = Callable[..., list[date]]

NOT_TOLD = 0


def year_of_event(story: Story, item: Found, falls: Falls) -> int | None:
    """The year of the event that the feast is the name of, noted as what its value counts from.

    `NOT_TOLD` where nothing tells it; None where the feast names no event, or one of these weeks.
    """
    name = _name().match(story.text, item.end)
    if name is None:
        return None
    year = _told(story, item, name) or _by_anniversary(story, item, falls)
    if year is not None:
        story.basis = DateBasis.TEXT
        return year
    if (known := _known_year(story, item, falls)) is not None:
        story.basis = DateBasis.INFERRED
        return known
    subject = name["subject"] is not None
    if story.reference.of(item) is not None:
        return None  # of the time that the story tells of
    if (not subject and not _is_definite(story, item)) or _is_recent(story, item, falls):
        return None
    return NOT_TOLD


def year_of_day(story: Story, item: Found, month: int, day: int) -> int | None:
    """The year of "the July 7 bombings, which killed 52 people in 2005"; None where nothing tells one."""
    name = _name().match(story.text, item.end)
    if name is None or name["subject"] is not None or not _is_definite(story, item):
        return None

    def falls(*years: int) -> list[date]:
        return [made for year in years if (made := make_day(year, month, day)) is not None]

    year = _told(story, item, name) or _by_anniversary(story, item, falls)
    if year is not None:
        story.basis = DateBasis.TEXT
    return year


def _is_definite(story: Story, item: Found) -> bool:
    """Whether it is "the" event: "the Boxing Day tsunami", "the Fourth of July shooting"."""
    text, start = story.text, item.start
    return (
        text[start : start + 4].lower() == "the "
        or _THE.search(text, max(0, start - _REACH), start) is not None
    )


def _told(story: Story, item: Found, name: re.Match[str]) -> int | None:
    """The year that the name's own clause gives."""
    text = story.text
    if beside := _YEAR_BEFORE.search(text, max(0, item.start - _REACH), item.start):
        return int(beside["year"])
    behind = _SENTENCE_END.split(text[item.end : item.end + _SENTENCE])[0]
    for year in _YEAR.finditer(behind):
        between = behind[name.end() - item.end : year.start()]
        if _OF.fullmatch(between) or _harm().search(between):
            return int(year["year"])
    return _last_year(story, item, name)


def _last_year(story: Story, item: Found, name: re.Match[str]) -> int | None:
    """The year of "last year's May Day bombing", "the Christmas market attack last year"."""
    before = _LAST_YEARS.search(story.text, max(0, item.start - _REACH), item.start)
    told = before or _LAST_YEAR.match(story.text, name.end())
    base = story.anchor.whole
    return base.year - (told["which"].lower() == "last") if told and base else None


def _by_anniversary(story: Story, item: Found, falls: Falls) -> int | None:
    """The year of "the third anniversary of the Halloween crowd crush"."""
    told = _ANNIVERSARY.search(story.text, max(0, item.start - _REACH), item.start)
    base = story.anchor.whole
    if told is None or base is None:
        return None
    number = told["figures"] or read("dates/feast_events")["nth"].get(told["word"].lower())
    days = falls(base.year - 1, base.year, base.year + 1)
    last = max((day for day in days if day <= base + _SOON), default=None)
    return last.year - int(number) if number and last else None


def _known_year(story: Story, item: Found, falls: Falls) -> int | None:
    """The year of an event known to have been on that feast, which the text names here."""
    low, base = max(0, item.start - _REACH), story.anchor.whole
    for named in find_known(story.text[low : item.end + _REACH]):
        if not isinstance(named.what, Event) or (base is not None and named.what.first > base):
            continue
        days = falls(named.what.first.year)
        if any(abs(named.what.first - day) <= _A_DAY for day in days):
            return named.what.first.year
    return None


def _is_recent(story: Story, item: Found, falls: Falls) -> bool:
    """Whether the feast was in the last weeks, and nothing around it looks back."""
    base = story.anchor.whole
    if base is None:
        return False
    around = story.text[max(0, item.start - _SENTENCE) : item.end + _SENTENCE]
    before = _SENTENCE_END.split(around[: min(item.start, _SENTENCE)])[-1]
    sentence = before + _SENTENCE_END.split(around[len(around) - _SENTENCE :])[0]
    days = falls(base.year - 1, base.year)
    near = any(timedelta(0) <= base - day <= _RECENT for day in days)
    return near and _memory().search(sentence) is None


def _any(*words_of: str) -> str:
    return "|".join(sorted((re.escape(word) for word in words_of), key=len, reverse=True))


@cache
def _name() -> re.Pattern[str]:
    """What follows a feast that is a name: its event, one or two words between; or a verb."""
    table = read("dates/feast_events")
    events = _any(*chain(map(str, words("happening")), table["events"]["words"]))
    little = r"(?!(?:of|in|on|at|to|and|or|the|an?|is|was|were|has|had|when|after|for|by|with|as|from)\b)"
    subject = _any(*table["subject"]["words"])
    return re.compile(
        rf"(?:['’]s)?[ \n](?:{little}[\w'’-]+ ){{0,2}}?(?:{events})(?:e?s)?\b|[ \n](?P<subject>{subject})\b",
        re.IGNORECASE,
    )


@cache
def _harm() -> re.Pattern[str]:
    """A clause of the harm with nothing of another clause behind its verb."""
    harm = _any(*read("dates/feast_events")["harm"]["words"])
    return re.compile(
        rf"(?<![\w-])(?:{harm})(?![^,;]*(?:[,;]|\b(?:and|when|was|were|is|are|has|had)\b))", re.IGNORECASE
    )


@cache
def _memory() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any(*read('dates/feast_events')['memory']['words'])})", re.IGNORECASE)


_REACH = 60  # characters before the feast, and behind it, in which its name is looked at
_SENTENCE = 200
_A_DAY, _SOON, _RECENT = timedelta(1), timedelta(60), timedelta(45)
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z])|\n|;")
_THE = re.compile(
    r"(?:\b(?:the|that|those|these|this|his|her|their|its|our|my)|['’]s) (?:[\w-]+ ){0,2}$", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![\w$£€.,-])(?P<year>1[5-9]\d\d|20\d\d)(?![\w%]|[.,]\d)")
# "in 1999 the Palm Sunday shipwreck", "the 2004 Boxing Day tsunami"
_YEAR_BEFORE = re.compile(
    r"(?<![\w$£€.,-])(?P<year>1[5-9]\d\d|20\d\d)(?:,? the)? (?:[a-z]+ )?$", re.IGNORECASE
)
_OF = re.compile(
    r"(?:(?! (?:was|were|is|are|has|had|have|will|would|who|survivor|trial)\b) [\w'’-]+){0,5}?"
    r" (?:of|in|(?:of|on) (?:[A-Z][a-z]+\.? \d\d?,|\d\d? [A-Z][a-z]+)) "
)
_LAST_YEARS = re.compile(r"\b(?P<which>last|this) year['’]s (?:[\w-]+ )?$", re.IGNORECASE)
_LAST_YEAR = re.compile(r" (?:of |earlier )?(?P<which>last|this) year\b", re.IGNORECASE)
_ANNIVERSARY = re.compile(
    r"\b(?:(?P<figures>\d{1,3})(?:st|nd|rd|th)|(?P<word>[a-z-]+)) anniversary of (?:the )?(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
