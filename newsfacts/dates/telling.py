"""Days on which somebody told of an event, or came to see what it left, as against the day of the event."""

from __future__ import annotations

import re
from functools import cache

from newsfacts.rules import read

_BEFORE, _BEHIND = 90, 50  # characters


def is_day_of_telling(text: str, start: int, end: int) -> bool:
    """Whether the day at characters [start, end) is one of a report, a trial, a visit, a statement."""
    before = _SENTENCE_END.split(text[max(0, start - _BEFORE) : start])[-1]
    behind = _SENTENCE_END.split(text[end : end + _BEHIND])[0]
    return any(
        pattern.search(part) is not None
        for pattern, part in ((_verb_before(), before), (_setting(), before), (_verb_behind(), behind))
    )


def _any(table: str) -> str:
    return "|".join(sorted(map(re.escape, read("dates/telling")[table]["words"]), key=len, reverse=True))


@cache
def _verb_before() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any('verbs')})\b(?: [\w'’-]+){{0,4}}? (?:late |early |on )*$", re.IGNORECASE)


@cache
def _verb_behind() -> re.Pattern[str]:
    return re.compile(rf"^,?(?: (?!and\b|as\b|when\b)[\w'’-]+){{0,3}} (?:{_any('verbs')})\b", re.IGNORECASE)


@cache
def _setting() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any('settings')})\b", re.IGNORECASE)


_SENTENCE_END = re.compile(r"[.!?;][\"”’)]*\s+|\n")
