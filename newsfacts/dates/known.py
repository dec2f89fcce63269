"""What is known of the world: events with their days (`events.toml`, and in short `happenings.toml`), offices
and names with theirs (`terms.toml`).

Words are found as they stand, without regard to capitals, in time linear in the text: by the first word of
each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from typing import NamedTuple

from newsfacts.dates.rules import with_plain
from newsfacts.rules import load

_PLAIN = {"’": "'", "‘": "'", "–": "-", "\u2011": "-", "\u00a0": " "}


@dataclass(frozen=True, slots=True)
class Event:
    """An event of events.toml: no article that names it is older than `day`."""

    id: str
    day: str
    place: str
    words: tuple[str, ...]
    lasting: bool = False  # a war, a law: named as often ten years on

    @property
    def first(self) -> date:
        return date.fromisoformat(self.day)


@dataclass(frozen=True, slots=True)
class Term:
    """Words of terms.toml that are used from `since` on, and hardly after `until` (None: still used)."""

    id: str
    since: str
    words: tuple[str, ...]
    until: str | None = None

    @property
    def first(self) -> date:
        return date.fromisoformat(self.since)

    @property
    def last(self) -> date | None:
        return date.fromisoformat(self.until) if self.until else None


@dataclass(frozen=True, slots=True)
class Recurring:
    """Something of recurring.toml; the file's head says what the keys mean."""

    id: str
    words: tuple[str, ...]
    every: int
    phase: int
    months: tuple[int, ...]
    before: tuple[int, ...]
    ahead: float = 0.0


@dataclass(frozen=True, slots=True)
class Happenings:
    """Events of some years, as rows of happenings.toml; the file's head says what they mean."""

    id: str
    names: tuple[str, ...]

    def events(self) -> Iterator[Event]:
        for row in self.names:
            day, words = row.split(" ", 1)
            yield Event(row, day, "", tuple(words.split("|")))


Known = Event | Term | Recurring


class Named(NamedTuple):
    """Where a text names something known: characters [start, end)."""

    what: Known
    start: int
    end: int


def find_known(text: str) -> list[Named]:
    """The events and terms that `text` names, in reading order; of those that begin at a word, the
    longest."""
    plain = with_plain(text, _PLAIN).lower()
    index = _index()
    found: list[Named] = []
    for match in _STARTS.finditer(plain):
        best: Named | None = None
        for phrase, what in index.get(match[0], ()):
            end = match.start() + len(phrase)
            whole = plain.startswith(phrase, match.start()) and not plain[end : end + 1].isalnum()
            if whole and (best is None or end > best.end):
                best = Named(what, match.start(), end)
        if best is not None and (not found or best.start >= found[-1].end):
            found.append(best)
    return found


_STARTS = re.compile(r"(?<![\w'])[\w#$]+")


@cache
def _index() -> dict[str, tuple[tuple[str, Known], ...]]:
    """First word -> the phrases that begin with it, in small letters, longest first, and what they name."""
    table: dict[str, list[tuple[str, Known]]] = {}
    known: list[Known] = [
        *load("dates/events", Event).values(),
        *chain.from_iterable(some.events() for some in load("dates/happenings", Happenings).values()),
        *load("dates/terms", Term).values(),
        *load("dates/recurring", Recurring).values(),
    ]
    for what in known:
        for words in what.words:
            phrase = with_plain(words, _PLAIN).lower()
            first = _STARTS.match(phrase)
            if first is not None:
                table.setdefault(first[0], []).append((phrase, what))
    return {word: tuple(sorted(own, key=lambda pair: -len(pair[0]))) for word, own in table.items()}
