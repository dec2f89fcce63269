"""The lines above and below an article that say when it came out: "Published: …, Updated: …", a day alone.

Such a line is read from left to right as labels, days, times and names, whatever their order; the words of
labels are in `day_lines.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from newsfacts.doc.datelines import Day, day_at, is_place
from newsfacts.rules import read


class Label(StrEnum):
    """What a line says of its day; `OTHER` that it is of something else ("Deadline: …")."""

    PUBLISHED = "published"
    CHANGED = "changed"
    OTHER = "other"


class Stated(NamedTuple):
    """A day of a line, and what the line says of it; None where it says nothing."""

    day: Day
    label: Label | None


class _Labelled(NamedTuple):
    label: Label
    colon: bool


_LINE_CHARS = 240
# A line without a digit is read for a label alone, which is no longer.
_LABEL_CHARS = 40
_DIGIT_NEAR = re.compile(r"[^\d]{0,100}\d")
_MARKS = re.compile(r"[\s|,;·•()\[\]/*_–—-]+")
_LITTLE = re.compile(r"(?:on|at|of|the|by \w+)\b ?", re.IGNORECASE)
_NAMES = re.compile(r"(?:[^\W\d_][\w'’.&]*(?:[^\S\n]+|$|(?=[|,;·•()\[\]/:–—-])))+")
_COLON = re.compile(r"[^\S\n]*:")


@cache
def _label() -> re.Pattern[str]:
    labels = read("dates/day_lines")["labels"]
    ways = (
        rf"(?P<{kind}>{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})"
        for kind, words in labels.items()
    )
    # "Situation report No. 12", "Sitrep 7 |"
    number = r"(?:(?:no\.? ?|number |#)\d{1,4}|\d{1,3}(?=[^\S\n]*[|–—]))"
    label = rf"(?:article |story |page )?(?:{'|'.join(ways)})(?: {number}| on| at)?(?!\w)"
    return re.compile(rf"{label}(?P<colon>[^\S\n]*[:|])?", re.IGNORECASE)


@cache
def _clock() -> re.Pattern[str]:
    return re.compile("T?" + read("dates/day_lines")["clock"]["pattern"], re.IGNORECASE)


def stated_days(text: str, start: int, end: int) -> Iterator[Stated]:
    """The days that the lines of `text[start:end]` state, in reading order; `start` begins a line."""
    inherited: _Labelled | None = None
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if _DIGIT_NEAR.match(text, start, stop) or 0 < stop - start < _LABEL_CHARS:
            line = _Line(text, start, min(stop, start + _LINE_CHARS), inherited)
            yield from line.stated()
            inherited = line.handed_on()
        start = stop + 1


class _Line:
    """One line, read as far as it is made of labels, days, times and names."""

    def __init__(self, text: str, start: int, stop: int, label: _Labelled | None) -> None:
        self._text, self._start, self._stop, self._at = text, start, stop, start
        self._label = label
        self._days: list[tuple[Day, _Labelled | None]] = []
        self._names: list[str] = []
        while self._at < stop and self._step():
            pass

    def _step(self) -> bool:
        """Reads one more piece; whether there was one."""
        text, at, stop = self._text, self._at, self._stop
        if (day := day_at(text, at, stop)) is not None:
            self._days.append((day, self._label))
            self._label, self._at = None, day.end
        elif (match := self._filler()) is not None:
            self._at = match.end()
        elif match := _label().match(text, at, stop):
            self._label, self._at = _labelled(match), match.end()
        elif match := _NAMES.match(text, at, stop):
            return self._name(match)
        return self._at > at

    def _filler(self) -> re.Match[str] | None:
        """Marks, a time; behind a label or a day, small words."""
        text, at, stop = self._text, self._at, self._stop
        filler = _MARKS.match(text, at, stop) or _clock().match(text, at, stop)
        if filler is None and (self._label or self._days):
            return _LITTLE.match(text, at, stop)
        return filler

    def _name(self, match: re.Match[str]) -> bool:
        if not is_place(match[0]):
            return False
        self._at = match.end()
        self._names.append(match[0])
        if colon := _COLON.match(self._text, self._at, self._stop):
            self._label, self._at = _Labelled(Label.OTHER, colon=True), colon.end()
        return True

    @property
    def _whole(self) -> bool:
        return self._at >= self._stop

    def handed_on(self) -> _Labelled | None:
        """The label that ends the line, if nothing else is in it: that of the line below."""
        return self._label if self._whole and not self._days and not self._names else None

    def stated(self) -> Iterator[Stated]:
        """The days of the line that say when the article came out, or that they do not."""
        bare = [day for day, label in self._days if label is None]
        for day, label in self._days:
            if label is not None and (label.colon or self._whole or self._goes_on(day.end)):
                yield Stated(day, label.label)
            elif label is None and len(bare) == 1 and self._is_day_line(day):
                yield Stated(day, None)

    def _is_day_line(self, day: Day) -> bool:
        """Whether a day without a label is all that the line tells, or opens it with its time."""
        if not self._whole:
            clock = _AT_TIME.match(self._text, day.end, self._stop)
            return not self._text[self._start : day.start].strip() and clock is not None
        others = read("doc/datelines")["others"]["words"]
        words = {word.lower() for name in self._names for word in name.split()}
        return (day.year is not None or day.weekday) and words.isdisjoint(others)

    def _goes_on(self, end: int) -> bool:
        """Whether what stands behind a labelled day is no part of its clause: "Released on 9 October 2020,
        the film …" labels nothing."""
        return _APART.match(self._text, end, self._stop) is not None


_AT_TIME = re.compile(r"[^\S\n|,-]*[|,-]?[^\S\n]*(?:at )?\d\d?[:.]\d\d(?!\d)(?! [a-z]{4})")
_APART = re.compile(r"[^\S\n]*(?:$|[|•·(]|[-–—]|[^\W\d_a-z])|[^\S\n]*(?:at )?\d\d?[:.]\d\d")


def _labelled(match: re.Match[str]) -> _Labelled | None:
    if match["beside"]:
        return None
    return _Labelled(Label.CHANGED if match["changed"] else Label.PUBLISHED, match["colon"] is not None)
