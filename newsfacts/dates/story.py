"""What is known of a story while its dates are worked out: when it came out, and the dates told of so far.

`Story` is what every operation is given beside the expression; nothing here knows a kind of value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from newsfacts.dates import calendar
from newsfacts.dates.between import days_told, weekday_between
from newsfacts.dates.calendar import Calendar
from newsfacts.dates.reference import Background, Reference, Tie, Told, count_deictic, is_history
from newsfacts.dates.rules import Found, words
from newsfacts.dates.telling import is_day_of_telling
from newsfacts.dates.year_lines import YearLine, YearLines
from newsfacts.types import DateBasis, Grain

UNKNOWN = "XXXX"
# A stand-in year for publication dates such as XXXX-05-06: a leap year, so that 29 February is a day.
STAND_IN = 2000


class Direction(StrEnum):
    """Which way a clause looks."""

    PAST = "past"
    DONE = "done"  # past, of what nobody announces: an attack, a quake
    FUTURE = "future"


PAST = (Direction.PAST, Direction.DONE)

Tense = Callable[[int, int], "Direction | None"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The publication date. `day` is None where nothing is known; `year_known` is False for XXXX-05-06."""

    day: date | None = None
    year_known: bool = False

    @classmethod
    def read(cls, published: str | None) -> Anchor:
        """From EDTF: full days and days without a year count; coarser ones are no anchor."""
        match = re.match(r"(\d{4}|XXXX)-(\d\d)-(\d\d)", published or "")
        if match is None:
            return cls()
        known = match[1] != UNKNOWN
        day = calendar.make_day(int(match[1]) if known else STAND_IN, int(match[2]), int(match[3]))
        return cls(day, known and day is not None)

    @property
    def whole(self) -> date | None:
        """The day where its year is known too."""
        return self.day if self.year_known else None

    def show(self, day: date | None) -> str | None:
        """A day counted from this anchor, as TIMEX3."""
        if day is None:
            return None
        return day.isoformat() if self.year_known else UNKNOWN + day.isoformat()[4:]


class Story:
    """One text: its publication date, the tense of its clauses, the dates named so far, from which "a day
    later" and "that month" count. Operations note in `basis` what their value counts from.
    """

    def __init__(
        self,
        text: str,
        anchor: Anchor,
        tense: Tense,
        found: list[Found],
        background: Background,
        out: date | None = None,
    ) -> None:
        """`anchor`: the day from which the words count; `out`: that of publication, where that is later."""
        self.text, self.anchor, self.tense, self.out = text, anchor, tense, out
        self._lines = YearLines(text)
        self._line: YearLine | None = None  # the one that the story has come to
        self._listed = False  # whether that has told more than its year
        running = [item for item in found if self._lines.at(item.start) is None]
        self.reference = Reference(
            is_history(running, anchor.whole),
            anchor.whole,
            background,
            count_deictic(found) > 0,
            self._opens_sentence,
            self._goes_on,
            self._tie,
            self._is_ahead,
        )
        # "January 2023" tells the year of another "January", not of "Jan. 13".
        self.years_of_months = _years_of_months(found, "full", "month")
        self.years_of_days = _years_of_months(found, "full")
        self.named_years = _years(found)
        self.days_told = days_told(found, anchor.whole)
        self.day_first = _day_first(found)
        self.before_christ = sum(item.rule.id == "year-bc" for item in found)
        self.last: str | None = None  # TIMEX3 of the calendar date named last
        self.last_item: Found | None = None  # and its expression
        self.last_day: str | None = None
        self.day_of_clock: str | None = (
            None  # the same, but none on which somebody told of it, or an old thing began
        )
        self.last_year: str | None = None
        self.last_quarter: str | None = None
        self.stretch: tuple[str, str] | None = None  # ends of one told of, or of so many first months of XXXX
        self.quarter: tuple[int, int] | None = None  # the quarter that results are told of
        self.month_told: tuple[int, str] | None = None  # where a month is, of which figures are told, and it
        self.longer = False  # figures of nine months, half a year, a year were told of since that quarter
        self.basis: DateBasis | None = None

    def published(self) -> date | None:
        """The whole publication date, noted as what the value counts from.

        None where it or its year is not known: then the value leaves its own year open (`XXXX-Q3`).
        """
        if self.anchor.whole is not None:
            self.basis = DateBasis.PUBLISHED
        return self.anchor.whole

    def show(self, day: date | None) -> str | None:
        """A day counted from the publication date, as TIMEX3."""
        return self.anchor.show(day)

    def _opens_sentence(self, start: int) -> bool:
        """Whether the expression at `start` stands first in its sentence, its preposition aside."""
        return _OPENING.search(self.text, max(0, start - 40), start) is not None

    def _goes_on(self, start: int) -> bool:
        """Whether the story has come as far as the expression at `start`: "by January it had …"."""
        return _ONWARD.search(self.text, max(0, start - 12), start) is not None

    def _tie(self, told_end: int, item: Found) -> Tie | None:
        """How the sentence goes on from the date that ends at `told_end` to `item`; None where it does not.

        Not where the date stands in a relative clause ("Jones, who joined in June 2019, resigned in March"),
        nor behind "since", nor where `item` is to come.
        """
        if item.start - told_end > _SENTENCE:
            return None
        between = self.text[told_end : item.start]
        if _SENTENCE_END.search(between) or _BACK.search(between):
            return None
        before = self.text[max(0, told_end - _SENTENCE) : told_end]
        if _LEFT_BEHIND.search(_SENTENCE_END.split(before)[-1]) or not _ON.search(between):
            return None
        if self._is_ahead(item):
            return None
        return Tie(onward=True, sure=self._goes_on(item.start))

    def is_new_sentence(self, end: int, start: int) -> bool:
        """Whether a sentence ends between two expressions, or they lie far apart."""
        return start - end > _SENTENCE or _SENTENCE_END.search(self.text, end, start) is not None

    def _is_ahead(self, item: Found) -> bool:
        """Whether what is told with `item` is to come; not of "by", "until", which look ahead from old times
        as well."""
        return not self._goes_on(item.start) and self.tense(item.start, item.end) is Direction.FUTURE

    def told_before(self, item: Found) -> Told | None:
        """The date of the story that `item` counts from, noted as such; None: it counts from the
        publication."""
        told = self._of_line(item) or self.reference.of(item)
        if told is not None:
            self.basis = DateBasis.TEXT if self.anchor.whole else DateBasis.INFERRED
        return told

    def _of_line(self, item: Found) -> Told | None:
        """The year that heads the line of `item`, for what has none of its own."""
        line, base = self._line, self.anchor.whole
        if line is None or item.start == line.start or item.rule.op not in _OF_LINE:
            return None
        if item.rule.op == "weekday" and base is not None and base.year == line.year:
            return None  # a weekday of these days
        return Told(date(line.year, 1, 1), Grain.YEAR, item.start, full=True)

    def enter(self, item: Found) -> None:
        """Come to `item`: each line headed by a year begins anew, and so does what stands behind a list."""
        line = self._lines.at(item.start)
        if line is self._line:
            self._listed = line is not None
            return
        heading = line is None and not self._listed  # "2005: Elections", its paragraphs below
        self._line, self._listed = line, False
        if heading:
            return
        self.last = self.last_item = self.last_day = self.day_of_clock = self.stretch = None
        self.last_year = f"{line.year:04}" if line else None
        self.reference.main = self.reference.day = None

    def weekday_between(self, item: Found, number: int) -> date | None:
        """The day of a weekday that stands between two days told."""
        base = self.anchor.whole
        return weekday_between(self.days_told, item.start, number, base) if base else None

    def remember(self, timex: str, item: Found) -> None:
        """Note `timex`, which `item` means, as the date named last."""
        self.last, self.last_item = timex, item
        if len(timex) > len("2016"):  # "the first nine months of 2016": the year is part of it
            self.stretch = None
        from_text = self.basis in (DateBasis.TEXT, DateBasis.INFERRED)
        self.reference.note(timex, item, from_text=from_text)
        if re.match(r"[\dX]{4}-\d\d-\d\d", timex):
            self.last_day = timex
            if not self._begins_long_ago(timex, item) and not self._tells(item):
                self.day_of_clock = timex
        if re.match(r"\d{4}-Q\d", timex):
            self.last_quarter = timex
        if re.match(r"\d{4}", timex):
            self.last_year = timex[:4]

    def _tells(self, item: Found) -> bool:
        """Whether its day is one of a report, a trial, a visit that has been, none of the event itself."""
        told = item.clock is None and is_day_of_telling(self.text, item.start, item.end)
        return told and not self._is_ahead(item)

    def _begins_long_ago(self, timex: str, item: Found) -> bool:
        """Whether somebody was born or something opened on that day, years before the news."""
        day, base = day_of(timex), self.anchor.whole
        if day is None or base is None or (base - day).days < _YEARS_AGO or timex.startswith(UNKNOWN):
            return False
        return _BEGINNING.search(self.text, max(0, item.start - 60), item.start) is not None

    def year_told(self, item: Found, *, in_paragraph: bool = False) -> str | None:
        """The year or month told of just before `item`, where the text tells of no day of it, noted as what
        counts.

        "The dam broke in 1963. That night 2,000 people died": a night of 1963. None where it is one of these
        weeks, and where a year is told by the way and a day before it. `in_paragraph`: in the same line only.
        """
        if self.last is None or self.last_item is None or not re.fullmatch(r"\d{4}(?:-\d\d)?", self.last):
            return None
        if item.start - self.last_item.end > _JUST_BEFORE or self._is_ahead(item):
            return None
        if in_paragraph and "\n" in self.text[self.last_item.end : item.start]:
            return None
        over, base = calendar.describe(self.last).last, self.anchor.whole
        if over is None or (base is not None and (base - over).days < _LONG_OVER):
            return None
        if self.last_day is not None and not self._opens_sentence(self.last_item.start):
            return None
        self.basis = DateBasis.TEXT
        return self.last

    def last_anchor(self) -> Anchor | None:
        """The date named last, to count from; None where there is none or its day is not known."""
        known = day_of(self.last) if self.last else None
        if known is None or self.last is None:
            return None
        return Anchor(known, not self.last.startswith(UNKNOWN))

    def tells_of_money(self, item: Found, words_of: re.Pattern[str] | None = None) -> bool:
        """Whether the sentence tells of money: figures of a company or an economy."""
        low = max(0, item.start - 200)
        start = max(self.text.rfind(".\n", low, item.start), self.text.rfind("\n\n", low, item.start), low)
        return bool((words_of or _RESULTS).search(self.text, start, min(len(self.text), item.end + 60)))


Value = str | tuple[str, str] | Calendar | None
# Works out an expression: a TIMEX3 value, the first and last of a range, days that words leave open, or None.
Operation = Callable[[Story, Found], Value]

_RESULTS = re.compile(
    r"\$|#|£|€|\bmillion|\bbillion|\bshares?\b|\bprofit|\bearn|\bsales\b|\brevenue|\bincome\b|\bloss\b|\bpercent|%|\bcompared\b",
    re.IGNORECASE,
)


# What one sentence tells after a date: another clause of the same subject, or one of its own.
_ON = re.compile(
    r";|\b(?:and|then|until|till|by|before)\b"
    r"|, (?:\w+(?:ed|ld|ght)|was|were|won|lost|left|made|took|went|fell|rose)\b",
    re.IGNORECASE,
)
_BACK = re.compile(r"\b(?:after|following|since|had|has|have|is|are|will|because|from)\b", re.IGNORECASE)
_LEFT_BEHIND = re.compile(
    r"\bsince (?:\w+ ){0,3}\S*$|,? (?:who|which|whose|whom|that|where)\b[^,;]*$", re.IGNORECASE
)
_SENTENCE = 300  # characters
_LONG_OVER = 60  # days
_YEARS_AGO = 730  # days
_BEGINNING = re.compile(
    r"\b(?:born|founded|established|built|consecrated|inaugurated|incorporated|christened|ordained|married|wed"
    r"|commissioned|completed|created|formed|opened(?! (?:fire|up)\b)"
    r"|launched(?! (?:an?|the|its|his|her|their)\b)"
    r"|erected|unveiled|dedicated|chartered|since)\b"
    r"(?: (?!and\b|but\b)[\w'’-]+,?){0,5}? $",
    re.IGNORECASE,
)
# Operations that count from the year of a line headed by one.
_OF_LINE = frozenset(
    {"month", "month_day", "range", "season", "holiday", "week_of", "week_of_month", "end_of_unit", "weekday"}
)
_JUST_BEFORE = 160  # characters
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z])|\n")
_ONWARD = re.compile(r"\b(?:by|until|till) (?:the )?$", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:^|[.!?][\"”’)]*\s+|\n\s*)(?:But |And |Then |Finally )?"
    r"(?:(?:[A-Z][a-z]+ )?(?:on|in|by|from|during|late|early|until) )?(?:the )?$",
    re.IGNORECASE,
)


def day_of(timex: str) -> date | None:
    """The first day of a TIMEX3 value, in a stand-in year where it has none."""
    first = calendar.describe(timex).first
    if first is None and re.fullmatch(r"XXXX-\d\d-\d\d", timex):
        first = calendar.make_day(STAND_IN, int(timex[5:7]), int(timex[8:10]))
    return first


def number_of(table: str, word: str) -> int:
    """What a word of a table of dates/words.toml stands for, its full stop left out."""
    return int(words(table)[word.lower().rstrip(".")])


def _years_of_months(found: list[Found], *operations: str) -> dict[int, int]:
    """Month -> year for months that stand with one year only in the text, in expressions of `operations`."""
    years: dict[int, set[int]] = {}
    for item in found:
        if (
            item.rule.op in operations
            and (month := item.get("month", "month3"))
            and (year := item.get("year"))
        ):
            years.setdefault(number_of("month", month), set()).add(int(year))
    return {month: next(iter(known)) for month, known in years.items() if len(known) == 1}


def _years(found: list[Found]) -> tuple[int, ...]:
    """The years that the text names, each once, in their order."""
    named = (int(year) for item in found if (year := item.get("year")))
    return tuple(dict.fromkeys(named))


def _day_first(found: list[Found]) -> bool | None:
    """Whether the text writes the day before the month in numbers; None where it does not show."""
    numbers = [(int(item.groups["first"]), int(item.groups["second"]))
               for item in found if item.rule.op == "numeric"]  # fmt: skip
    shown = {first > 12 for first, second in numbers if (first > 12) != (second > 12)}
    if not shown and any(item.rule.id in ("day-month-year", "day-month") for item in found):
        shown = {True}
    return shown.pop() if len(shown) == 1 else None
