"""Lines headed by a year: "2008 - 224 killed in Jodhpur on Sept 30.", the lines of days below a year alone.

What such a line tells without a year is of its year; what stands around the list is not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from newsfacts.dates.rules import words


class YearLine(NamedTuple):
    """Characters [start, end) headed by a year."""

    start: int
    end: int
    year: int


class YearLines:
    """The lines of a text that a year heads, in their order."""

    def __init__(self, text: str) -> None:
        self._lines = [line for head in _HEAD.finditer(text) if (line := _line(text, head)) is not None]
        self._starts = [line.start for line in self._lines]

    def at(self, start: int) -> YearLine | None:
        """The line that holds the character."""
        index = bisect_right(self._starts, start) - 1
        line = self._lines[index] if index >= 0 else None
        return line if line is not None and start < line.end else None


def _line(text: str, head: re.Match[str]) -> YearLine | None:
    """What the year heads; None where it only stands at the beginning of a line."""
    above = text[max(0, head.start() - _ABOVE) : head.start()].rstrip(" \t")
    if head["dash"] is None and above and not _ENDED.search(above):
        return None
    end = _days_below(text, head.end()) if head["alone"] is not None else _line_end(text, head.end())
    return YearLine(head.start(), end, int(head["year"])) if end > head.end() else None


def _line_end(text: str, at: int) -> int:
    """Where the line ends that goes on at `at`, with the lines below into which it was broken."""
    start, end = at, _break(text, at)
    for _ in range(_MOST_BREAKS):
        following = text[end + 1 : _break(text, end + 1)]
        whole = end - start < _BROKEN or text[end - 1] in _STOPS
        if whole or not following.strip() or _HEAD.match(text, end + 1):
            break
        start, end = end + 1, end + 1 + len(following)
    return end


def _days_below(text: str, at: int) -> int:
    """Where the lines end that stand below a year alone, each with its month or day in front."""
    end = at
    while (line := _day_line().match(text, end)) is not None:
        end = line.end()
    return end


def _break(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


_ABOVE = 200  # characters before a year, of which the last ones tell whether a line or a sentence ended there
_BROKEN = 55  # characters of a line that may go on in the next one
_MOST_BREAKS = 12
_STOPS = '.!?"”’)'
_ENDED = re.compile(r"(?:^|[.!?:;\"”’)]|\n[^\S\n]*|\n[^\n]{1,54})\n+$")
_HEAD = re.compile(
    r"^[^\S\n]*(?:[-*•–—·][^\S\n]*)?(?P<year>1[5-9]\d\d|20\d\d)"
    r"(?:[^\S\n]*(?P<dash>[-–—:|])[^\S\n]+(?=\S)|\.[^\S\n]+(?=[A-Z])|(?P<alone>:?)[^\S\n]*$)",
    re.MULTILINE,
)


@cache
def _day_line() -> re.Pattern[str]:
    months = "|".join(sorted(map(re.escape, words("month")), key=len, reverse=True))
    return re.compile(
        rf"\s*\n[^\S\n]*(?:[-*•–—·][^\S\n]*)?(?:(?:on|in) )?(?:\d\d?(?:st|nd|rd|th)? )?(?:{months})\b[^\n]*",
        re.IGNORECASE,
    )
