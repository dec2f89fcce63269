"""Where a story says when and where it was written: "KYIV, Sept. 2 (AP) —", "(Nairobi, 9 October 2023)".

A dateline is read in three steps, none of which knows the forms that agencies use: the day (`days_in`), what
stands before it in its line (places and agencies, with marks between them), what stands behind it. The words
are in `datelines.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from newsfacts.english.names import fold
from newsfacts.rules import read
from newsfacts.types import CharSpan

# How much of a line is looked at, and how far into it the words before the day go.
_LINE_CHARS = 240
_PLACE_CHARS = 80
_MAX_WORDS = 6


class Day(NamedTuple):
    """A day as written, characters [start, end) of its text; `year` None where it has none.

    `order` of a day in numbers: "dmy", "mdy", or "open" where either number may be the month (05/06/2024);
    `month` is then the first of them. None of all others.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int
    order: str | None = None
    weekday: bool = False


class Dateline(NamedTuple):
    """A dateline: its day, where its place ends, where the first mark behind its day ends, and where the
    story begins."""

    day: Day
    place_end: int
    end: int
    story: int

    @property
    def placed(self) -> bool:
        return self.place_end < self.day.start


@cache
def _pattern() -> re.Pattern[str]:
    calendar, forms = read("english/calendar"), read("doc/datelines")["days"]
    months = "|".join(sorted(calendar["month"], key=lambda word: (-len(word), word)))
    weekdays = "|".join(sorted(calendar["weekday"], key=len, reverse=True))
    ways = [
        form.format(
            weekday=rf"(?:(?P<weekday{n}>{weekdays})\.?,? (?:the )?)?",
            month=rf"(?P<month{n}>{months})",
            d=rf"(?P<d{n}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?",
            y=rf"(?P<y{n}>(?:19|20)\d\d)",
            mm=rf"(?P<m{n}>0[1-9]|1[0-2])",
            dd=rf"(?P<d{n}>0[1-9]|[12]\d|3[01])",
        )
        for n, form in enumerate([*forms["full"], forms["in_numbers"], *forms["partial"]])
    ]
    return re.compile(rf"(?<![\w/.])(?<!\w-)(?:{'|'.join(ways)})(?:(?=T\d\d)|(?!\w|[.,/]\d))", re.IGNORECASE)


def days_in(text: str, start: int, end: int) -> Iterator[Day]:
    """The days written in `text[start:end]`, in reading order."""
    return map(_read, _pattern().finditer(text, start, end))


def day_at(text: str, start: int, end: int) -> Day | None:
    """The day that is written at `start`, as far as `end`."""
    match = _pattern().match(text, start, end)
    return _read(match) if match else None


def _read(match: re.Match[str]) -> Day:
    groups = {name.rstrip("0123456789"): value for name, value in match.groupdict().items() if value}
    start, end, weekday = match.start(), match.end(), "weekday" in groups
    year = int(groups["y"]) if "y" in groups else None
    if "one" in groups:
        one, two = int(groups["one"]), int(groups["two"])
        if groups["mark"] == "." or one > 12:
            return Day(start, end, year, two, one, "dmy", weekday)
        return Day(start, end, year, one, two, "mdy" if two > 12 or one == two else "open", weekday)
    # Folded, as the pattern takes "Auguſt" and "Aprıl" for the months.
    named = read("english/calendar")["month"].get(fold(groups.get("month", "")))
    month = int(groups["m"]) if "m" in groups else named
    return Day(start, end, year, month, int(groups["d"]), None, weekday)


# What a line begins with that has a digit near its beginning; few lines are such.
_NEAR_DIGIT = re.compile(r"[^\n\d]{0,100}(\d)")
# How long a day is at most, and how much of it stands before its first digit: "Wednesday, the September ".
_DAY_CHARS, _BEFORE_DIGIT = 40, 26
_OPENED = re.compile(r"[^\S\n]*(?P<bracket>[(\[]?)[^\S\n]*")
# Between a place and its day; "(New York) October 9", "NAIROBI Oct 9" have none.
_MARKS_AT_END = re.compile(r"(?:[\s,./|(\[)\]_–—-]+|(?<=[A-Z]{2})\s+)$")
_BETWEEN_DAYS = re.compile(r"[^\S\n]*[-–—][^\S\n]*")
_LAST_DAY = re.compile(
    r"\d{1,2}(?!\d|[:.,]\d)(?:(?<=\d[-–]\d)|(?<=\d[-–]\d\d)|,|\s*$|[)\]]|[^\S\n]+(?:19|20)\d\d)"
)


@cache
def _behind() -> re.Pattern[str]:
    """What may stand behind the day of a dateline, up to where the story begins, which is with no small
    letter."""
    agencies = "|".join(read("doc/datelines")["agencies"]["words"])
    return re.compile(
        r"(?:[^\S\n]*[,|][^\S\n]*(?P<names>[^\W\d_a-z][^\n.;:()\[\]–—|/]{1,60}?)(?=[^\S\n]*[-–—:|/()\[\]])"
        r"|(?P<stop>[.,]?))"
        r"[^\S\n]*(?P<close>[)\]]?)"
        r"(?P<agency>[^\S\n]*(?:[(\[][^\W\d_a-z][^\n()\[\]]{0,60}[)\]]|/[^\W\d_a-z][^\n/]{0,40}/"
        rf"|,?[^\S\n]*(?:(?i:{agencies})\b|[A-Z]{{3,}}(?=[.:]| ?[-–—])))\.?)?"
        r"(?P<mark>[^\S\n]*(?:[-–—―_]+|[:/|]))?"
        r"(?P<rest>[^\S\n]*(?P<at_end>$)|[\s–—―_-]*(?=[\"“‘'«(\[/]*(?:[^\W\d_a-z]|\d)))"
    )


def datelines(text: str, end: int | None = None) -> list[Dateline]:
    """The datelines of `text` that begin before `end`, one a line at most.

    A day without a place ("9 October 2023 – Four miners …") counts where no other line begins so: several
    are a chronology.
    """
    end = len(text) if end is None else end
    found = _lines_with_day(text, 0, end)
    alone = [way for way in found if not way.placed]
    several = len(alone) > 1 or (
        alone and not all(way.placed for way in _lines_with_day(text, end, len(text)))
    )
    return [way for way in found if way.placed or not several]


@lru_cache(maxsize=2)  # dates and casualties ask for those of the article at hand
def _lines_with_day(text: str, start: int, end: int) -> tuple[Dateline, ...]:
    return tuple(_each_line_with_day(text, start, end))


def _each_line_with_day(text: str, start: int, end: int) -> Iterator[Dateline]:
    for begin in _line_starts(text, start, end):
        line = _NEAR_DIGIT.match(text, begin, end)
        if line is None:
            continue
        stop = text.find("\n", begin, begin + _LINE_CHARS)
        stop = min(len(text), begin + _LINE_CHARS) if stop < 0 else stop
        near = max(begin, line.start(1) - _BEFORE_DIGIT)
        for day in days_in(text, near, min(stop, begin + _PLACE_CHARS + _DAY_CHARS)):
            way = _dateline(text, begin, stop, day)
            if way is not None:
                yield way
                break


def _line_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Where lines begin, the first of the text and those behind a line end in `text[start:end]`."""
    if start == 0:
        yield 0
    while (start := text.find("\n", start, end) + 1) > 0:
        yield start


def dateline_dates(text: str) -> list[CharSpan]:
    """The dates of the datelines of `text`, with the marks around them: ", Sept. 2 (" of
    "KYIV, Sept. 2 (AP) —". The day of writing, not that of anything told."""
    return [CharSpan(found.place_end, found.end) for found in datelines(text)]


def _dateline(text: str, start: int, stop: int, day: Day) -> Dateline | None:
    """The dateline of the line [start, stop) with this day; None where it is none."""
    opened = _OPENED.match(text, start, day.start)
    behind = _behind().match(text, day.end, stop)
    if opened is None or behind is None or day.start - start > _PLACE_CHARS or _is_stretch(text, day, stop):
        return None
    if behind["names"] and not is_place(behind["names"]):
        return None
    end, closed = _first_mark(behind), bool(opened["bracket"] and behind["close"])
    if opened.end() == day.start:
        return Dateline(day, day.start, end, behind.end()) if _is_alone(behind, day, closed=closed) else None
    place = text[opened.end() : day.start]
    marks = _MARKS_AT_END.search(place)
    if marks is None or not are_places(place[: marks.start()]) or not _is_closed(behind, day, closed=closed):
        return None
    return Dateline(day, opened.end() + marks.start(), end, behind.end())


def _is_alone(behind: re.Match[str], day: Day, *, closed: bool) -> bool:
    """Whether a day at the beginning of its line, without a place, is the day of a dateline."""
    if behind["agency"]:
        return True
    return bool(day.year and (closed or behind["mark"] or behind["at_end"] is not None))


def _is_closed(behind: re.Match[str], day: Day, *, closed: bool) -> bool:
    """Whether a mark, an agency or the end of the line parts a place and its day from the story."""
    if closed or behind["mark"] or behind["agency"] or behind["at_end"] is not None:
        return True
    return bool(behind["stop"] == "." and day.year)


def _first_mark(behind: re.Match[str]) -> int:
    """Where the first mark behind a day ends: the dash, the bracket of an agency; the agency is told."""
    end = behind.end("close")
    for group in ("agency", "mark"):
        if found := behind[group]:
            return end + len(found) - len(found.lstrip()) + 1
    return end


def _is_stretch(text: str, day: Day, stop: int) -> bool:
    """Whether the day is the first of several: "October 9 – 12, 2023", "9 October 1950 – 3 March 2021"."""
    dash = _BETWEEN_DAYS.match(text, day.end, stop)
    if dash is None:
        return False
    behind = dash.end()
    return bool(_LAST_DAY.match(text, behind, stop)) or day_at(text, behind, stop) is not None


def are_places(before: str) -> bool:
    """Whether the words before the day of a dateline are those of one: a place, and an agency in brackets."""
    if re.search(r"[;?!\"“”:@#\d]", before):
        return False
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", before)}
    return is_place(re.sub(r"\([^()]*\)", " ", before) if before[0] != "(" else before) and words.isdisjoint(
        read("doc/datelines")["others"]["words"]
    )


def is_place(words_before: str) -> bool:
    """Whether the words before a date can be a dateline: a few, each a name or in capitals, or an agency."""
    parts = re.findall(r"[^\W\d_][\w'’.]*", words_before)
    joiners = read("doc/datelines")["joiners"]["words"]
    named = [part for part in parts if part[0].isupper() or part.lower() in joiners]
    # One lower-case word is let pass: agencies write their own names so ("afrol News, 6 May").
    return 0 < len(parts) <= _MAX_WORDS and len(named) >= max(1, len(parts) - 1) and parts[-1][0].isupper()
