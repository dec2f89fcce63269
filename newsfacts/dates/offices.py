"""Who a text calls by which office, and when that was so (`offices.toml`); whom else it names, who was in the
news for a time (`fame.toml`).

"President Barack Obama" is of his term, "former President Barack Obama" of the time after it, "Barack Obama"
alone of neither for sure. Read in time linear in the text: a name is looked up by its first word, then the
words beside it are read for a title.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from newsfacts.rules import derived, load


class Standing(StrEnum):
    """How a name is told with an office."""

    IN = "in"
    FORMER = "former"
    BARE = "bare"
    FAMOUS = "famous"  # no office is told; the spans are those of fame


@dataclass(frozen=True, slots=True)
class Office:
    """An office of offices.toml; the file's head says what the keys mean."""

    id: str
    titles: tuple[str, ...]
    holders: tuple[str, ...]
    surnames: bool = False


@dataclass(frozen=True, slots=True)
class Fame:
    """Names of one kind of fame.toml; the file's head says what the rows mean."""

    id: str
    names: tuple[str, ...]


class Span(NamedTuple):
    """First and last day in office; None where no end is known."""

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Holder:
    """A name, and its spans in the offices meant, in time order."""

    name: str
    spans: tuple[Span, ...]


class Called(NamedTuple):
    """Where a text names a holder: characters [start, end) of the name."""

    holder: Holder
    standing: Standing
    start: int
    end: int


# The rows of a name in the files, by office; those of its fame stand under "".
Rows = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name as it is looked for."""

    words: str
    rows: Rows

    @property
    def offices(self) -> set[str]:
        return set(self.rows) - {""}

    def spans(self, *offices: str) -> tuple[Span, ...]:
        """In time order, those in the offices; "" for those of fame."""
        return tuple(sorted(_span(row) for office in offices for row in self.rows.get(office, ())))


_NAME = re.compile(r"(?<![\w'.-])[A-Za-z0-9][\w']*(?:-\w+)*")
_FORMER = re.compile(
    r"\b(?:former|ex|late|then|onetime|one-time|ousted|deposed|retired)[ -](?:[\w.'-]+ ){0,3}$"
)
_NOT_YET = re.compile(r"\b(?:future|incoming|next|deputy|assistant|acting|shadow|vice|lieutenant|lt\.)[ -]$")
_YEARS_OLD = re.compile(r"\b(?:19|20)\d\d (?:[\w.'-]+ ){0,1}$")
_BEHIND = re.compile(
    r",? \(?(?:the |a |who (?:is|was) (?:the )?)?(former |ex-|then-|late )?((?:[\w.'-]+[ ,.)]{1,2}){0,5})"
)
_REACH = 70


def find_holders(plain: str) -> list[Called]:
    """The holders of offices that a text names, in reading order. `plain`: the text made so by `alike`."""
    small = plain.lower()
    found: list[Called] = []
    for match in _NAME.finditer(plain):
        if found and match.start() < found[-1].end:
            continue
        for words, rows in _index().get(match[0], ()):
            end = match.start() + len(words)
            if not plain.startswith(words, match.start()) or plain[end : end + 1].isalnum():
                continue
            called = _called(_Entry(words, rows), small, match.start(), end)
            if called is not None:
                found.append(called)
                break
    return found


def _called(entry: _Entry, small: str, start: int, end: int) -> Called | None:
    """What the words beside the name of `entry` call its bearer."""
    before = small[max(0, start - _REACH) : start].rstrip(' "')
    before = before.replace("then-", "then ").replace("ex-", "ex ")
    standing, offices = _title_in_front(entry, before)
    if not offices:
        standing, offices = _title_behind(entry, small[end : end + _REACH])
    if not offices and (named := _first_word_is_title(entry)):
        standing, offices = Standing.IN, named
    if not offices and (fame := entry.spans("")):
        return Called(Holder(entry.words, fame), Standing.FAMOUS, start, end)
    if not offices:
        if " " not in entry.words:
            return None
        offices = entry.offices
    return Called(Holder(entry.words, entry.spans(*offices)), standing, start, end)


def _title_in_front(entry: _Entry, before: str) -> tuple[Standing, set[str]]:
    for title in _titles_at_end(before):
        own = {office for office in entry.offices if title in _offices()[office].titles}
        rest = before[: len(before) - len(title)]
        if not own or _NOT_YET.search(rest):
            continue
        if _YEARS_OLD.search(rest):
            return Standing.BARE, own
        return (Standing.FORMER if _FORMER.search(rest) else Standing.IN), own
    return Standing.BARE, set()


def _titles_at_end(before: str) -> list[str]:
    """The titles with which `before` ends, the longest first."""
    words = before.rstrip(",").split(" ")
    return [" ".join(words[-size:]) for size in range(min(8, len(words)), 0, -1)]


def _title_behind(entry: _Entry, behind: str) -> tuple[Standing, set[str]]:
    """ "Angela Merkel, the German chancellor"."""
    match = _BEHIND.match(behind)
    if match is None or not behind.startswith((",", " (")):
        return Standing.BARE, set()
    words = [word.strip(",.()") for word in (match[2]).split(" ") if word]
    for low in range(len(words)):
        for high in range(len(words), low, -1):
            title = " ".join(words[low:high])
            own = {office for office in entry.offices if title in _offices()[office].titles}
            if own:
                return (Standing.FORMER if match[1] else Standing.IN), own
    return Standing.BARE, set()


def _first_word_is_title(entry: _Entry) -> set[str]:
    """The offices whose title is part of the name itself: "Pope Francis"."""
    first = entry.words.split(" ", 1)[0].lower()
    return {office for office in entry.offices if first in _offices()[office].titles}


@cache
def _offices() -> dict[str, Office]:
    return load("dates/offices", Office)


@cache
def _index() -> dict[str, list[tuple[str, Rows]]]:
    """First word of a name -> the names that begin with it, the longest first, and the rows of each by
    office; "" for its fame."""
    return derived(_by_first_word, "dates/offices.toml", "dates/fame.toml")


def _by_first_word() -> dict[str, list[tuple[str, Rows]]]:
    entries: dict[str, Rows] = {}
    for office in _offices().values():
        for row in office.holders:
            names = _names(row)
            if office.surnames:
                names.append(names[0].rsplit(" ", 1)[-1])
            for name in dict.fromkeys(names):
                entries.setdefault(name, {}).setdefault(office.id, []).append(row)
    for fame in load("dates/fame", Fame).values():
        for row in fame.names:
            for name in _names(row):
                entries.setdefault(name, {}).setdefault("", []).append(row)
    table: dict[str, list[tuple[str, Rows]]] = {}
    for words in sorted(entries, key=lambda words: -len(words)):
        begin = _NAME.match(words)
        if begin is not None:
            table.setdefault(begin[0], []).append((words, entries[words]))
    return table


def _names(row: str) -> list[str]:
    """The names of "2014-01-01 2021-12-31 Bill de Blasio|de Blasio"."""
    return row.split(" ", 2)[2].split("|")


def _span(row: str) -> Span:
    """The days of such a row."""
    first, last, _ = row.split(" ", 2)
    return Span(_day(first, last=False), None if last == "-" else _day(last, last=True))


def _day(told: str, *, last: bool) -> date:
    """A day of a row; of a month or a year alone its first or its last."""
    parts = [int(part) for part in told.split("-")]
    year, month, day = (*parts, 0, 0)[:3]
    month = month or (12 if last else 1)
    return date(year, month, day or (monthrange(year, month)[1] if last else 1))
