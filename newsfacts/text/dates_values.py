"""What temporal expressions mean: TIMEX3 values, counted from the publication date or from one of the text.

Absolute dates and simple relative ones go to dateparser; what it does not know or reads in another way than
news does (weekdays, quarters, seasons, fiscal years, dates without a year) is worked out here. Never reads
the clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from newsfacts.rules import read
from newsfacts.text import dates_calendar as calendar
from newsfacts.text.dates_calendar import Calendar, add_days, add_months
from newsfacts.text.dates_counts import duration, read_number, read_roman
from newsfacts.text.dates_grammar import Found, words
from newsfacts.types import DateBasis, DateType, Grain

UNKNOWN = "XXXX"
# A stand-in year for publication dates such as XXXX-05-06: a leap year, so that 29 February is a day.
_STAND_IN = 2000


class Direction(StrEnum):
    """Which way a clause looks."""

    PAST = "past"
    DONE = "done"  # past, of what nobody announces: an attack, a quake
    FUTURE = "future"


Tense = Callable[[int, int], "Direction | None"]


@dataclass(frozen=True, slots=True)
class Dated:
    """A temporal expression and what it means. `timex`: TIMEX3 value; `calendar`: EDTF, days, grain."""

    start: int
    end: int
    type: DateType
    timex: str | None
    calendar: Calendar
    basis: DateBasis | None
    rule: str
    open: bool = False  # its words name no year: it can be one of many such days


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
        day = calendar.make_day(int(match[1]) if known else _STAND_IN, int(match[2]), int(match[3]))
        return cls(day, known and day is not None)

    def show(self, day: date | None) -> str | None:
        """A day counted from this anchor, as TIMEX3."""
        if day is None:
            return None
        return day.isoformat() if self.year_known else UNKNOWN + day.isoformat()[4:]


def resolve(found: list[Found], text: str, *, published: str | None, tense: Tense) -> list[Dated]:
    """The values of the expressions of one text, in order.

    `published`: EDTF, may be partial (`XXXX-05-06`) or None. `tense`: which way the clause around the
    characters [start, end) looks. Years that only the text pins down have basis `inferred`.
    """
    resolver = _Resolver(text, Anchor.read(published), tense, found)
    return [resolver.resolve(item) for item in found]


def _years_of_months(found: list[Found]) -> dict[int, int]:
    """Month -> year for months that stand with one year only in the text."""
    years: dict[int, set[int]] = {}
    for item in found:
        if (
            item.rule.op in ("full", "month")
            and (month := item.get("month", "month3"))
            and (year := item.get("year"))
        ):
            years.setdefault(_number("month", month), set()).add(int(year))
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


def _number(table: str, word: str) -> int:
    return int(words(table)[word.lower().rstrip(".")])


@lru_cache(maxsize=4096)
def parse_words(expression: str, base: date | None = None) -> date | None:
    """The day dateparser reads in `expression`, first day of a month or year where it names no day.

    `base` is what relative expressions count from. None where dateparser reads nothing.
    """
    import dateparser  # takes a third of a second to import; only articles with dates pay it

    settings: dict[str, Any] = {
        "RELATIVE_BASE": datetime.combine(base or date(_STAND_IN, 1, 1), datetime.min.time()),
        "PREFER_DAY_OF_MONTH": "first",
        "PREFER_MONTH_OF_YEAR": "first",
        "RETURN_AS_TIMEZONE_AWARE": False,
        "PARSERS": ["relative-time", "absolute-time"],
    }
    parsed = dateparser.parse(expression, languages=["en"], settings=settings)
    return parsed.date() if parsed is not None else None


@cache
def _known_days() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = read("dates_words")["known_day"].values()
    return tuple((row["day"], re.compile(rf"\b(?:{row['near']})\b", re.IGNORECASE)) for row in table)


class _Resolver:
    """One text: its anchor, and the date named last, from which "a day later" counts."""

    def __init__(self, text: str, anchor: Anchor, tense: Tense, found: list[Found]) -> None:
        self.text, self.anchor, self.tense = text, anchor, tense
        self.years, self.named_years = _years_of_months(found), _years(found)
        self.day_first = _day_first(found)
        self.last: str | None = None  # TIMEX3 of the calendar date named last
        self.last_day: str | None = None
        self.last_year: str | None = None
        self.last_quarter: str | None = None
        self.quarter: tuple[int, int] | None = None  # the quarter that results are told of
        self.month_told: tuple[int, str] | None = None  # where a month is, of which figures are told, and it
        self.longer = False  # figures of nine months, half a year, a year were told of since that quarter
        self.basis: DateBasis | None = None

    def resolve(self, item: Found) -> Dated:
        self.basis = None
        method = getattr(self, "_" + item.rule.op)
        timex: str | tuple[str, str] | Calendar | None = method(item)
        kind = item.rule.type
        if isinstance(timex, Calendar):  # one of several days
            year = f"{self._numeric_year(item):04}"
            self.last_year = year
            return Dated(item.start, item.end, kind, f"{year}-XX-XX", timex, self.basis, item.rule.id)
        if isinstance(timex, tuple):
            shown = calendar.interval(*timex)
            self._remember(timex[0])
            return Dated(item.start, item.end, kind, None, shown, self.basis, item.rule.id, _open(item))
        if timex is not None and kind in (DateType.DATE, DateType.TIME):
            timex, kind = self._with_time(item, timex, kind)
            if timex[:1] == "P":
                kind = (
                    DateType.DURATION if timex[1:2] in ("T", "X") or timex[1:2].isdigit() else DateType.DATE
                )
        shown = calendar.describe(timex) if kind in (DateType.DATE, DateType.TIME) else calendar.NOTHING
        if shown.grain is None or (shown.value is None and shown.grain is not None):
            self.basis = None
        if kind in (DateType.DATE, DateType.TIME) and shown.value is not None:
            self._remember((timex or "").split("T")[0])
        return Dated(item.start, item.end, kind, timex, shown, self.basis, item.rule.id, _open(item))

    def _remember(self, timex: str) -> None:
        self.last = timex
        if re.match(r"[\dX]{4}-\d\d-\d\d", timex):
            self.last_day = timex
        if re.match(r"\d{4}-Q\d", timex):
            self.last_quarter = timex
        if re.match(r"\d{4}", timex):
            self.last_year = timex[:4]

    # -------------------------------------------------------- time of day

    def _with_time(self, item: Found, timex: str, kind: DateType) -> tuple[str, DateType]:
        day = re.fullmatch(r"[\dX]{4}-(?:[\dX]{2}-[\dX]{2}|WXX-\d)", timex)
        if item.clock is not None and day:
            clock = self._clock_of(
                {k[6:]: v for k, v in item.groups.items() if k.startswith("clock_")}, item.groups.get("part")
            )
            return (timex + clock, DateType.TIME) if clock else (timex, kind)
        part = item.part or (
            words("part").get(item.groups["part"].lower()) if "part" in item.groups else None
        )
        if part and day:
            return f"{timex}{part}", DateType.TIME
        if item.rule.id == "tonight" and day:
            return timex + "TNI", DateType.TIME
        return timex, kind

    def _clock_of(self, groups: dict[str, str], part: str | None = None) -> str | None:
        if named := groups.get("named"):
            return {"noon": "T12:00", "midday": "T12:00", "midnight": "T24:00"}[named.lower()]
        if word := groups.get("hourword"):
            hour = int(words("number").get(word.lower(), word))
            part = groups.get("part") or groups.get("part2") or part
            if part and part.lower() in ("afternoon", "evening", "night") and hour < 12:
                hour += 12
            return f"T{hour:02}:00" if hour <= 24 else None
        part = groups.get("part") or groups.get("part2") or part
        hour = int(groups.get("hour") or groups.get("hour2") or 0)
        minute = int(groups.get("minute") or groups.get("minute2") or 0)
        if ampm := groups.get("ampm"):
            if hour > 12:
                return f"T{hour:02}:{minute:02}" if hour < 24 else None
            hour = hour % 12 + (12 if ampm[0] in "pP" else 0)
        elif part and part.lower() in ("afternoon", "evening", "night") and hour < 12:
            hour += 12
        return f"T{hour:02}:{minute:02}"

    def _clock(self, item: Found) -> str | None:
        clock = self._clock_of(item.groups)
        if clock is None:
            return None
        # A time alone is a time of the day told of in the sentence, else of the day of publication.
        if self.last_day and self._near_last(item):
            self.basis = DateBasis.TEXT
            return self.last_day + clock
        if self.anchor.day:
            self.basis = DateBasis.PUBLISHED
            return f"{self.anchor.show(self.anchor.day)}{clock}"
        return clock

    def _near_last(self, item: Found) -> bool:
        return True

    def _part(self, item: Found) -> str | None:
        if item.get("anchor"):
            word = (item.get("anchor") or "").lower()
            return self._shifted_day({"the next": 1, "the following": 1, "the previous": -1}.get(word, 0))
        if self.last_day:
            self.basis = DateBasis.TEXT
            return self.last_day
        if self.anchor.day:
            self.basis = DateBasis.PUBLISHED
            return self.anchor.show(self.anchor.day)
        return f"{UNKNOWN}-XX-XX"

    def _overnight(self, item: Found) -> str | None:
        if self.anchor.day is None:
            return f"{UNKNOWN}-XX-XXTNI"
        self.basis = DateBasis.PUBLISHED
        return f"{self.anchor.show(self.anchor.day)}TNI"

    # -------------------------------------------------------- days

    def _full(self, item: Found) -> str | None:
        self.basis = DateBasis.ABSOLUTE
        year, day = int(item.groups["year"]), int(item.get("day", "day3") or 0)
        if "monthnum" in item.groups:
            parsed = parse_words(f"{year:04}-{item.groups['monthnum']}-{day:02}")
        else:
            word = item.get("month", "month3") or ""
            parsed = parse_words(f"{day} {word} {year:04}") or calendar.make_day(
                year, _number("month", word), day
            )
        return parsed.isoformat() if parsed else None

    def _numeric(self, item: Found) -> str | Calendar | None:
        """A day of numbers: "13/10/2024", "7/10/2024".

        Where both orders give a day, the article's habit decides: another day of numbers that can be read
        one way only, or days written "13 October". With hyphens ("05-08-2021") the day then comes first:
        those who begin with the month write strokes. Else the one that fits the publication: a day told of
        as past lies not after it. Else both stay, as one of a set (EDTF level 2: `[2024-07-10,2024-10-07]`),
        TIMEX3 `2024-XX-XX`: a guess would be wrong every other time. The country of the source is no help:
        under .com there are papers of either habit.
        """
        self.basis = DateBasis.ABSOLUTE
        first, second, year = int(item.groups["first"]), int(item.groups["second"]), self._numeric_year(item)
        day_first, month_first = (
            calendar.make_day(year, second, first),
            calendar.make_day(year, first, second),
        )
        if day_first is None or month_first is None or first == second:
            only = day_first or month_first
            return only.isoformat() if only else None
        if item.groups["mark"] == ".":  # nobody writes month.day.year
            return day_first.isoformat()
        if self.day_first is not None:
            self.basis = DateBasis.INFERRED
            return (day_first if self.day_first else month_first).isoformat()
        if item.groups["mark"] == "-":
            self.basis = DateBasis.INFERRED
            return day_first.isoformat()
        if self.anchor.day and self.anchor.year_known:
            ahead = self.tense(item.start, item.end) is Direction.FUTURE
            fitting = [day for day in (day_first, month_first) if (day > self.anchor.day) == ahead]
            if len(fitting) == 1:
                self.basis = DateBasis.INFERRED
                return fitting[0].isoformat()
        one, other = sorted((day_first.isoformat(), month_first.isoformat()))
        return Calendar(f"[{one},{other}]", None, None, Grain.DAY)

    def _numeric_year(self, item: Found) -> int:
        if year := item.get("year"):
            return int(year)
        return self._full_year(int(item.groups["yy"]))

    def _full_year(self, short: int) -> int:
        """The year that two digits mean: not more than ten years after the publication."""
        latest = (self.anchor.day.year if self.anchor.day and self.anchor.year_known else 2024) + 10
        year = latest - latest % 100 + short
        return year - 100 * (year > latest)

    def _month_day(self, item: Found) -> str | None:
        month, day = _number("month", item.groups["month"]), int(item.groups["day"])
        relative = (item.get("rel") or "").lower()
        year: int | None = None
        if self.anchor.year_known and self.anchor.day:
            if relative:
                year = self._related_year(relative)
                self.basis = DateBasis.PUBLISHED
            else:
                return self._known_day(item, month, day) or self._nearest_day(item, month, day)
        if year is None and (weekday := item.get("weekday")):
            # Of the years that the text names, the one in which the day is that weekday.
            wanted = _number("weekday", weekday)
            days = [
                d
                for y in self.named_years
                if (d := calendar.make_day(y, month, day)) and d.isoweekday() == wanted
            ]
            if len(days) == 1:
                self.basis = DateBasis.INFERRED
                return days[0].isoformat()
        if year is None and month in self.years and calendar.make_day(self.years[month], month, day):
            year = self.years[month]
            self.basis = DateBasis.INFERRED
        if year is None:
            self.basis = self.basis or DateBasis.ABSOLUTE
            return f"{UNKNOWN}-{month:02}-{day:02}" if calendar.make_day(_STAND_IN, month, day) else None
        made = calendar.make_day(year, month, day)
        return made.isoformat() if made else None

    def _known_day(self, item: Found, month: int, day: int) -> str | None:
        """The day in its own year where the text tells of what made it known ("the Sept. 11 attacks")."""
        base = self.anchor.day
        for known, near in _known_days():
            later = base is not None and date.fromisoformat(known) <= base
            if known[5:] == f"{month:02}-{day:02}" and later:
                if near.search(self.text, max(0, item.start - 80), item.end + 80) is None:
                    continue
                self.basis = DateBasis.INFERRED
                return known
        return None

    def _nearest_day(self, item: Found, month: int, day: int) -> str | None:
        base = self.anchor.day
        assert base is not None
        self.basis = DateBasis.PUBLISHED
        candidates = [
            d
            for y in (base.year - 1, base.year, base.year + 1)
            if 0 < y < 9999 and (d := calendar.make_day(y, month, day))
        ]
        if not candidates:
            candidates = [
                d
                for y in range(max(1, base.year - 4), base.year + 5)
                if (d := calendar.make_day(y, month, day))
            ]
            if not candidates:
                return None
        if weekday := item.get("weekday"):
            fitting = [d for d in candidates if d.isoweekday() == _number("weekday", weekday)]
            candidates = fitting or candidates
        nearest = min(candidates, key=lambda d: abs((d - base).days))
        gap = (nearest - base).days
        if gap < -_SURE_DAYS or gap > 0:
            tense = self.tense(item.start, item.end)
            if gap < 0 and tense is Direction.FUTURE:
                nearest = min((d for d in candidates if d > base), default=nearest)
            elif (
                gap > (_AHEAD_DAYS[tense] if tense in _PAST else _SURE_DAYS) and tense is not Direction.FUTURE
            ):
                nearest = max((d for d in candidates if d <= base), default=nearest)
        return nearest.isoformat()

    def _and_day(self, item: Found) -> str | None:
        if self.last_day is None:
            return None
        day = int(item.groups["day"])
        self.basis = DateBasis.TEXT
        prefix = self.last_day[:8]
        return f"{prefix}{day:02}"

    def _weekday(self, item: Found) -> str | None:
        number = _number("weekday", item.get("weekday", "weekday2") or "")
        base = self.anchor.day
        if base is None or not self.anchor.year_known:
            return f"{UNKNOWN}-WXX-{number}"
        self.basis = DateBasis.PUBLISHED
        if item.rule.value == -7:
            return self._show(add_days(_latest(base, number), -7))
        if "day" in item.groups:  # "Tuesday the 14th"
            day = int(item.groups["day"])
            near = [
                d
                for k in range(-2, 3)
                if (m := add_months(base, k)) and (d := calendar.make_day(m.year, m.month, day))
            ]
            fitting = [d for d in near if d.isoweekday() == number]
            return self._show(min(fitting, key=lambda d: abs((d - base).days))) if fitting else None
        if week := item.get("week"):
            monday = base - timedelta(days=base.weekday())
            weeks = {"last": -1, "this": 0, "next": 1}[week.lower()]
            return self._show(add_days(monday, 7 * weeks + number - 1))
        relative = " ".join((item.get("rel") or "").lower().split())
        if (
            relative in ("the previous", "the preceding", "the following", "the next", "that")
            and self.last_day
        ):
            known = self._day_of(self.last_day)
            if known:
                self.basis = DateBasis.TEXT
                if relative in ("the following", "the next"):
                    return self._show(_next(known, number))
                if relative == "that":
                    return self._show(_latest(known, number))
                return self._show(_latest(_before(known), number))
        if relative in ("last", "past", "this past", "the previous", "the preceding"):
            return self._show(_latest(_before(base), number))
        if relative in ("next", "coming", "this coming", "the following", "the next"):
            return self._show(_next(base, number))
        if relative == "this":
            tense = self.tense(item.start, item.end)
            return self._show(_latest(base, number) if tense in _PAST else _next(_before(base), number))
        if self.tense(item.start, item.end) is Direction.FUTURE:
            # News of a Monday that says "will meet on Monday" means the same day, else it has "next".
            return self._show(_next(_before(base), number))
        return self._show(_latest(base, number))

    def _show(self, day: date | None) -> str | None:
        return self.anchor.show(day)

    def _day_of(self, timex: str) -> date | None:
        first = calendar.describe(timex).first
        if first is None and timex.startswith(UNKNOWN + "-") and re.fullmatch(r"XXXX-\d\d-\d\d", timex):
            first = calendar.make_day(_STAND_IN, int(timex[5:7]), int(timex[8:10]))
        return first

    def _day_offset(self, item: Found) -> str | None:
        if self.anchor.day is None:
            return f"{UNKNOWN}-XX-XX"
        if item.rule.id == "today" and _GENERAL_TODAY.match(self.text, item.end):
            return "PRESENT_REF"
        self.basis = DateBasis.PUBLISHED
        return self._show(add_days(self.anchor.day, int(item.rule.value or 0)))

    def _shifted_day(self, days: int) -> str | None:
        if self.last_day is None:
            return self._day_from_anchor(days)
        known = self._day_of(self.last_day)
        if known is None:
            return f"{UNKNOWN}-XX-XX"
        self.basis = DateBasis.TEXT
        day = add_days(known, days)
        if day is None:
            return None
        return day.isoformat() if not self.last_day.startswith(UNKNOWN) else UNKNOWN + day.isoformat()[4:]

    def _day_from_anchor(self, days: int) -> str | None:
        if self.anchor.day is None:
            return f"{UNKNOWN}-XX-XX"
        self.basis = DateBasis.PUBLISHED
        return self._show(add_days(self.anchor.day, days))

    def _anchor_day(self, item: Found) -> str | None:
        return self._shifted_day(int(item.rule.value or 0))

    # -------------------------------------------------------- months

    def _month(self, item: Found) -> str | None:
        month = _number("month", item.groups["month"])
        if year := item.get("year"):
            self.basis = DateBasis.ABSOLUTE
            return f"{year}-{month:02}"
        base, relative = self.anchor.day, " ".join((item.get("rel") or "").lower().split())
        if item.rule.id == "month-of-year" and relative:
            known = self._related_year(relative)
            if known is not None:
                return f"{known:04}-{month:02}"
            relative = ""
        if base is None or not self.anchor.year_known:
            if month in self.years:
                self.basis = DateBasis.INFERRED
                return f"{self.years[month]}-{month:02}"
            self.basis = DateBasis.ABSOLUTE
            return f"{UNKNOWN}-{month:02}"
        self.basis = DateBasis.PUBLISHED
        if relative in ("last", "past", "this past", "the previous"):
            return f"{base.year - (month >= base.month):04}-{month:02}"
        if relative in ("next", "this coming", "the following"):
            return f"{base.year + (month <= base.month):04}-{month:02}"
        if relative == "this":
            return f"{base.year:04}-{month:02}"
        if relative in ("that", "the same", "this same") and self.last_year:
            self.basis = DateBasis.TEXT
            return f"{self.last_year}-{month:02}"
        tense = self.tense(item.start, item.end)
        ahead = (month - base.month) % 12  # months until the next one
        if tense is not Direction.DONE and _THROUGH.search(self.text, max(0, item.start - 9), item.start):
            tense = Direction.FUTURE if ahead < 6 else Direction.PAST  # "loans through January": the nearer
        if tense is Direction.FUTURE or (tense is None and 0 < ahead <= _NEAR_MONTHS):
            year_of = base.year + (month < base.month)
        else:
            year_of = base.year - (month > base.month)
        if tense is not Direction.FUTURE and item.rule.id == "month" and self._in_results(item):
            self.month_told = item.end, f"{year_of:04}-{month:02}"
        return f"{year_of:04}-{month:02}"

    def _month_short_year(self, item: Found) -> str | None:
        """ "Oct. '87" and, spoken, "January nineteen ninety-seven"."""
        month = _number("month", item.groups["month"])
        self.basis = DateBasis.ABSOLUTE
        if short := item.get("yy"):
            return f"{self._full_year(int(short)):04}-{month:02}"
        return f"{self._spoken_year(item)}-{month:02}"

    def _week_of_month(self, item: Found) -> str | None:
        """ "the first week of October": the one with its first day; "the last week": with its last."""
        timex = self._month(item)
        first = calendar.describe(timex).first
        if first is None:
            return "XXXX-WXX"
        word = item.groups["nthweek"].lower()
        if word in ("last", "final"):
            return calendar.week_of(calendar.month_end(first.year, first.month))
        weeks = int(words("ordinal")[word]) - 1
        return calendar.week_of(first + timedelta(days=7 * weeks))

    def _range(self, item: Found) -> tuple[str, str] | str | None:
        g = item.groups
        last_month = g.get("month2") or g.get("month") or ""
        first_month = g.get("month") or last_month
        months = _number("month", first_month), _number("month", last_month)
        year = g.get("year2") or g.get("year")
        relative = g.get("rel")
        if relative and (known := self._related_year(relative.lower())) is not None:
            year = str(known)
        first_year = g.get("year") if g.get("year2") and g.get("year") else year
        if year is None:
            self.basis = DateBasis.ABSOLUTE
            first_year = year = UNKNOWN
            if self.anchor.year_known and self.anchor.day:
                self.basis = DateBasis.PUBLISHED
                day = int(g.get("day2") or 28)
                nearest = self._nearest_day(item, months[1], min(day, 28))
                if nearest:
                    first_year = year = nearest[:4]
        else:
            self.basis = DateBasis.ABSOLUTE
        if first_year == year and year != UNKNOWN and months[0] > months[1]:
            first_year = f"{int(year) - 1:04}"
        if "day" not in g:
            return f"{first_year}-{months[0]:02}", f"{year}-{months[1]:02}"
        return f"{first_year}-{months[0]:02}-{int(g['day']):02}", f"{year}-{months[1]:02}-{int(g['day2']):02}"

    # -------------------------------------------------------- years and more

    def _related_year(self, relative: str) -> int | None:
        """The year of "last year", "that year"; None where there is nothing to count from."""
        relative = " ".join(relative.lower().split()).removeprefix("of ")
        if relative.startswith("that") or relative in (
            "the previous",
            "the following",
            "the same",
            "the next",
        ):
            if self.last_year is None:
                return None
            self.basis = DateBasis.TEXT
            return int(self.last_year) + {"the previous": -1, "the following": 1, "the next": 1}.get(
                relative, 0
            )
        if not self.anchor.year_known or self.anchor.day is None:
            return None
        self.basis = DateBasis.PUBLISHED
        return self.anchor.day.year + {"last": -1, "the past": -1, "next": 1, "the coming": 1}.get(
            relative, 0
        )

    def _year(self, item: Found) -> str | None:
        self.basis = DateBasis.ABSOLUTE
        return f"{int(item.groups['year']):04}"

    def _year_pair(self, item: Found) -> tuple[str, str] | str | None:
        first, short = int(item.groups["year"]), int(item.groups["yy"])
        self.basis = DateBasis.ABSOLUTE
        last = first - first % 100 + short
        if last < first:
            last += 100
        return f"{first:04}", f"{last:04}"

    def _spoken_year(self, item: Found) -> str | None:
        self.basis = DateBasis.ABSOLUTE
        century = {"eighteen": 18, "nineteen": 19, "twenty": 20}.get(
            (item.get("century") or "twenty").lower(), 20
        )
        tens = int(words("tens").get((item.get("tens") or "").lower(), 0))
        ones = int(words("number").get((item.get("ones") or "").lower(), 0))
        return f"{century * 100 + tens + ones:04}"

    def _decade(self, item: Found) -> str | None:
        self.basis = DateBasis.ABSOLUTE
        if century := item.get("century"):
            return f"{century}{item.groups['tens']}"
        if item.rule.id == "decade-next" and self.last and re.fullmatch(r"\d{3}", self.last):
            self.basis = DateBasis.TEXT
            return f"{self.last[:2]}{item.groups['tens']}"
        word = item.get("decade")
        tens = int(words("decade")[word.lower()]) if word else int(item.get("tens", "tens3") or 0)
        base = self.anchor.day.year if self.anchor.day and self.anchor.year_known else 2009
        return f"{max(c for c in (18, 19, 20) if c * 100 + tens * 10 <= max(base, 1900))}{tens}"

    def _century(self, item: Found) -> str | None:
        self.basis = DateBasis.ABSOLUTE
        word = re.sub(r"[-\s]+", " ", (item.get("nthword") or "").lower())
        number = _CENTURY_WORDS.get(word) or int(item.groups.get("nth", "0"))
        if roman := item.get("roman"):
            number = read_roman(roman)
        return f"{number - 1:02}" if 1 <= number <= 21 else None

    def _rel_unit(self, item: Found) -> str | None:
        unit, offset = item.groups.get("unit", "week").lower(), int(item.rule.value or 0)
        if item.groups.get("plural"):
            return None
        if item.rule.id == "the-week" and (day := self._week_ended(item)):
            return calendar.week_of(day)
        if unit in ("second", "minute", "hour", "night") or (unit == "day" and offset):
            return None
        return self._unit_from(self.anchor, unit, offset, DateBasis.PUBLISHED)

    def _week_ended(self, item: Found) -> date | None:
        """The last day of "the week ended Oct. 27"."""
        base, match = self.anchor.day, _WEEK_ENDED.match(self.text, item.end)
        month = words("month").get(match[1].lower()) if match else None
        if match is None or month is None or base is None or not self.anchor.year_known:
            return None
        days = [calendar.make_day(base.year - k, int(month), int(match[2])) for k in (0, 1)]
        return next((day for day in days if day and day <= base), None)

    def _unit_from(self, anchor: Anchor, unit: str, offset: int, basis: DateBasis) -> str | None:
        base = anchor.day
        if base is None:
            return _UNKNOWN_UNITS.get(unit)
        self.basis = basis
        if unit == "day":
            return anchor.show(add_days(base, offset))
        if unit == "month" and (day := add_months(base.replace(day=1), offset)):
            return (anchor.show(day) or "")[:7]
        if not anchor.year_known:
            self.basis = None
            return self._unit_from(Anchor(), unit, offset, basis)
        if unit in ("week", "weekend") and (day := add_days(base, 7 * offset)):
            return calendar.week_of(day) + ("-WE" if unit == "weekend" else "")
        if unit == "quarter" and (day := add_months(base.replace(day=1), 3 * offset)):
            year, number = calendar.quarter_of(day)
            return f"{year:04}-Q{number}"
        if unit == "fortnight":
            return None
        year = base.year + offset * {"year": 1, "decade": 10, "century": 100}.get(unit, 1)
        if not 1 <= year <= 9998:
            return None
        return f"{year:04}"[: {"year": 4, "decade": 3, "century": 2}.get(unit, 4)]

    def _anchor_unit(self, item: Found) -> str | None:
        unit = item.groups["unit"].lower()
        word = " ".join(item.groups["anchor"].lower().split())
        offset = {"the previous": -1, "the preceding": -1, "the prior": -1, "the following": 1, "the next": 1,
                  "the subsequent": 1}.get(word, 0)  # fmt: skip
        if unit == "day":
            return self._shifted_day(offset)
        if unit == "period":
            return None
        if unit == "quarter" and offset == 0 and self.last_quarter:
            self.basis = DateBasis.TEXT
            return self.last_quarter
        known = self._day_of(self.last) if self.last else None
        if self.last is None or known is None:
            return self._unit_from(self.anchor, unit, offset, DateBasis.PUBLISHED)
        return self._unit_from(Anchor(known, not self.last.startswith(UNKNOWN)), unit, offset, DateBasis.TEXT)

    def _unit_before(self, item: Found) -> str | None:
        """ "the month before", from the date named last; of figures, "the year before" is "a year before"."""
        unit, sign = item.groups["unit"].lower(), 1 if item.groups["direction"].lower() == "after" else -1
        if unit == "year" and sign < 0:
            return self._counted(item, "1", "Y", sign, self._last_anchor(), DateBasis.TEXT)
        return self._unit_from(self._last_anchor(), unit, sign, DateBasis.TEXT)

    def _last_anchor(self) -> Anchor:
        """The date named last, else the publication date, to count from."""
        known = self._day_of(self.last) if self.last else None
        if known is None or self.last is None:
            return self.anchor
        return Anchor(known, not self.last.startswith(UNKNOWN))

    def _same_period(self, item: Found) -> str | None:
        """ "the same period last year": the stretch told of, in the other year."""
        unit = item.groups["unit"].lower()
        last = self.last or ""
        year = item.get("year")
        if year is None:
            if re.match(r"\d{4}", last) and item.get("outer") == "year":
                year = f"{int(last[:4]) - 1:04}"
                self.basis = DateBasis.TEXT
            elif self.anchor.year_known and self.anchor.day:
                year = f"{self.anchor.day.year - 1:04}"
                self.basis = DateBasis.PUBLISHED
            else:
                return UNKNOWN
        else:
            self.basis = DateBasis.TEXT
        if unit == "month" or (unit in ("period", "time") and re.fullmatch(r"[\dX]{4}-\d\d", last)):
            base = self.anchor.day
            month = (
                last[5:7] if re.fullmatch(r"[\dX]{4}-\d\d", last) else f"{base.month:02}" if base else None
            )
            return f"{year}-{month}" if month else year
        if unit in ("period", "quarter", "time") and re.fullmatch(r"\d{4}-[QH]\d", last):
            return year + last[4:]
        if unit == "quarter" and (quarter := self._results_quarter()):
            return f"{year}-Q{quarter[1]}"
        return year

    def _weekend(self, item: Found) -> str | None:
        base = self.anchor.day
        if "day" in item.groups:
            timex = self._month_day(item)
            base = self._day_of(timex) if timex else None
            return (
                f"{calendar.week_of(base)}-WE"
                if base and not (timex or "X").startswith(UNKNOWN)
                else "XXXX-WXX-WE"
            )
        if base is None or not self.anchor.year_known:
            return "XXXX-WXX-WE"
        self.basis = DateBasis.PUBLISHED
        relative = " ".join((item.get("rel") or "").lower().split())
        offset = {"last": -1, "this past": -1, "the past": -1, "next": 1}.get(relative)
        if relative in ("last", "this past", "the past") and base.isoweekday() == 7:
            offset = 0 if relative != "last" else -1
        if relative == "next" and base.isoweekday() > 5:
            offset = 1
        if offset is None:
            offset = 0
            early = base.isoweekday() <= 3
            tense = self.tense(item.start, item.end)
            if relative in ("the", "") and tense is not Direction.FUTURE and base.isoweekday() <= 5:
                offset = -1 if early or tense in _PAST else 0
            elif relative in ("this", "this coming", "the coming"):
                offset = -1 if relative == "this" and early and tense in _PAST else 0
        return self._unit_from(self.anchor, "weekend", offset, DateBasis.PUBLISHED)

    def _week_of(self, item: Found) -> str | None:
        timex = self._month_day(item)
        day = self._day_of(timex) if timex else None
        if day is None or (timex or "X").startswith(UNKNOWN):
            return "XXXX-WXX"
        return calendar.week_of(day)

    def _numbered_week(self, item: Found) -> str | None:
        number = int(item.get("nth", "nth2") or 0)
        if not 1 <= number <= 53:
            return None
        if self.anchor.day and self.anchor.year_known:
            self.basis = DateBasis.PUBLISHED
            return f"{self.anchor.day.year:04}-W{number:02}"
        return f"{UNKNOWN}-W{number:02}"

    def _end_of_unit(self, item: Found) -> str | None:
        unit = item.groups["unit"].lower()
        words_ = item_text(self.text, item).lower()
        offset = -1 if " last " in words_ else 1 if " next " in words_ else 0
        return self._unit_from(self.anchor, unit, offset, DateBasis.PUBLISHED)

    def _year_end(self, item: Found) -> str | None:
        if not self.anchor.year_known or self.anchor.day is None:
            return UNKNOWN
        self.basis = DateBasis.PUBLISHED
        if item_text(self.text, item).lower().endswith("of the year"):
            return f"{self.anchor.day.year:04}"
        ended = self.text[max(0, item.start - 6) : item.start].lower() == "since "
        return f"{self.anchor.day.year - ended:04}-12-31"

    def _the_year(self, item: Found) -> str | None:
        offset = -1 if item.get("ago") == "past" else 0
        return self._unit_from(self.anchor, "year", offset, DateBasis.PUBLISHED)

    # -------------------------------------------------------- quarters, halves, seasons

    def _latest_quarter(self, day: date) -> tuple[int, int]:
        """The last quarter that is over on `day`."""
        year, number = calendar.quarter_of(day)
        return (year, number - 1) if number > 1 else (year - 1, 4)

    def _results_quarter(self) -> tuple[int, int] | None:
        if self.quarter:
            return self.quarter
        if self.anchor.day and self.anchor.year_known:
            return self._latest_quarter(self.anchor.day)
        return None

    def _quarter(self, item: Found) -> str | None:
        number = int(item.get("q") or words("ordinal")[(item.get("ordinal") or "first").lower()])
        year = item.get("year", "year2")
        if year:
            self.basis = DateBasis.ABSOLUTE
            return f"{year}-Q{number}"
        base = self.anchor.day
        if base is None or not self.anchor.year_known:
            return f"{UNKNOWN}-Q{number}"
        self.basis = DateBasis.PUBLISHED
        relative = (item.get("rel") or "").lower()
        if relative in ("the previous", "the prior") and self.quarter:
            self.basis = DateBasis.TEXT
            return f"{self.quarter[0] - 1:04}-Q{number}"
        if relative in ("this", "last", "next", "the previous", "the prior"):
            chosen = base.year + {"this": 0, "next": 1}.get(relative, -1)
            return self._told_of(chosen, number)
        year_of, current = calendar.quarter_of(base)
        tense = self.tense(item.start, item.end)
        if number > current:
            over = year_of - 1
            near = number - current == 1 and tense not in _PAST
            chosen = year_of if tense is Direction.FUTURE or near else over
        elif number == current:
            chosen = year_of
        else:
            chosen = year_of + 1 if tense is Direction.FUTURE and current - number > 1 else year_of
        if _ago(item):
            chosen -= 1
            return f"{chosen:04}-Q{number}"
        ended = _ENDED.match(self.text, item.end) is not None
        return self._told_of(chosen, number, over=ended or tense in _PAST)

    def _told_of(self, year: int, number: int, *, over: bool = False) -> str:
        """Note a quarter that is over as the one that results are told of."""
        if over or (self.anchor.day and (year, number) < calendar.quarter_of(self.anchor.day)):
            self.quarter, self.longer, self.month_told = (year, number), False, None
        return f"{year:04}-Q{number}"

    def _the_quarter(self, item: Found) -> str | None:
        if year := item.get("year"):
            self.basis = DateBasis.TEXT
            quarter = self._results_quarter()
            if quarter is None or (self.longer and item.groups.get("unit") == "period"):
                return year
            return f"{year}-Q{quarter[1]}"
        word = (item.get("ago", "ago2") or str(item.rule.value or "")).lower()
        if unit := item.get("unit2"):
            return self._unit_a_year_before(unit.lower())
        base = self.anchor.day
        if (
            word in ("current", "next", "past", "last", "previous", "prior")
            and base
            and self.anchor.year_known
        ):
            offset = {"current": 0, "next": 1}.get(word, -1)
            return self._unit_from(self.anchor, "quarter", offset, DateBasis.PUBLISHED)
        ended = _ENDED.match(self.text, item.end)
        if (
            ended
            and self.quarter is None
            and base
            and self.anchor.year_known
            and ended[1].lower() in words("month")
        ):
            self._told_of(*self._quarter_ended(_number("month", ended[1])), over=True)
        quarter = self._results_quarter()
        if quarter is None:
            return f"{UNKNOWN}-QX"
        self.basis = DateBasis.TEXT if self.quarter else DateBasis.PUBLISHED
        unit = item.groups.get("unit")
        ago = bool(_YEAR_AGO.search(word)) or bool(item.get("then"))
        if unit == "quarter":
            self.longer = False
        elif self.longer and ago:
            return f"{quarter[0] - 1:04}"
        return f"{quarter[0] - ago:04}-Q{quarter[1]}"

    def _unit_a_year_before(self, unit: str) -> str | None:
        """ "the year-earlier month": the one told of last, else the latest that is over, a year before."""
        base = self.anchor.day
        if self.last and re.fullmatch(r"\d{4}-\d\d" if unit == "month" else r"\d{4}-W\d\d", self.last):
            self.basis = DateBasis.TEXT
            return f"{int(self.last[:4]) - 1:04}{self.last[4:]}"
        if base is None or not self.anchor.year_known or base.year < 2:
            return _UNKNOWN_UNITS[unit]
        self.basis = DateBasis.PUBLISHED
        now = self._unit_from(self.anchor, unit, -1, DateBasis.PUBLISHED) or ""
        return f"{int(now[:4]) - 1:04}{now[4:]}"

    def _quarter_ended(self, month: int) -> tuple[int, int]:
        """The latest three months that ended with `month`, as the quarter that most of them are in."""
        base = self.anchor.day
        assert base is not None
        year = base.year - (month > base.month)
        return (year, (month - 2) // 3 + 1) if month > 1 else (year - 1, 4)

    def _month_quarter(self, item: Found) -> str | None:
        """ "the September quarter": the one that ends with the month."""
        month = _number("month", item.get("month2", "month") or "")
        number = (month - 1) // 3 + 1
        if year := item.get("year"):
            self.basis = DateBasis.ABSOLUTE
            return f"{year}-Q{number}"
        base = self.anchor.day
        if base is None or not self.anchor.year_known:
            return f"{UNKNOWN}-Q{number}"
        self.basis = DateBasis.PUBLISHED
        if (relative := item.get("rel")) and (known := self._related_year(relative)) is not None:
            return f"{known:04}-Q{number}"
        ahead = self.tense(item.start, item.end) is Direction.FUTURE
        year_of = base.year + (month < base.month) if ahead else base.year - (month > base.month)
        return self._told_of(year_of, number)

    def _months_quarter(self, item: Found) -> str | tuple[str, str] | None:
        first, last = _number("month", item.groups["month"]), _number("month", item.groups["month2"])
        if last - first == 2 and last % 3 == 0:
            return self._month_quarter(item)
        return self._range(item)

    def _half(self, item: Found) -> str | None:
        word = item.get("h", "h2") or {"first": "1", "1st": "1"}.get((item.get("half") or "").lower(), "2")
        if year := item.get("year", "year2"):
            self.basis = DateBasis.ABSOLUTE
            return f"{year}-H{word}"
        if item.rule.id == "first-half" and not (self.quarter or self._in_results(item, _MONEY)):
            return None
        self.longer = True
        base = self.anchor.day
        if base is None or not self.anchor.year_known:
            ended = re.match(
                r"[^.\n]{0,20}\bended (?:on )?[A-Z][a-z]+\.? \d{1,2},? ((?:19|20)\d\d)",
                self.text[item.end : item.end + 60],
            )
            if ended:
                self.basis = DateBasis.TEXT
                return f"{ended[1]}-H{word}"
            if self.last and re.match(r"\d{4}-H\d", self.last):
                self.basis = DateBasis.TEXT
                return f"{self.last[:4]}-H{word}"
            return f"{UNKNOWN}-H{word}"
        self.basis = DateBasis.PUBLISHED
        offset = {"last": -1, "next": 1}.get((item.get("rel") or "").lower(), 0)
        return f"{base.year + offset:04}-H{word}"

    def _season(self, item: Found) -> str | None:
        code = str(words("season")[item.groups["season"].lower()])
        if year := item.get("year"):
            self.basis = DateBasis.ABSOLUTE
            return f"{year}-{code}"
        base = self.anchor.day
        if base is None or not self.anchor.year_known:
            return f"{UNKNOWN}-{code}"
        self.basis = DateBasis.PUBLISHED
        middle = {"SP": 4, "SU": 7, "FA": 10, "WI": 13}[code]  # its middle month, northern
        relative = " ".join((item.get("rel") or "").lower().split())
        offset = 0
        if relative in ("last", "the previous"):
            offset = 0 if code != "WI" and base.month > middle + 1 and base.month - middle > 6 else -1
        elif relative in ("this past", "the past"):
            offset = 0 if base.month >= middle - 1 else -1
        elif relative in ("next", "the following"):
            offset = 1 if base.month >= middle - 1 else 0
        elif not relative and self.tense(item.start, item.end) is Direction.PAST and base.month < middle - 1:
            offset = -1
        if code == "WI" and base.month <= 3 and relative in ("this", "this past", ""):
            offset = -1
        return f"{base.year + offset:04}-{code}"

    # -------------------------------------------------------- counted

    def _count(self, item: Found) -> tuple[str, str]:
        """The number, "X" where it is not said, and the letter of the unit."""
        number = re.sub(r"\s+", " ", (item.get("number") or "1").lower())
        unit = item.groups["unit"].lower()
        return read_number(number), str(words("unit").get(unit) or words("unit").get(unit.rstrip("s")) or "D")

    def _ago(self, item: Found) -> str | None:
        if item.rule.id == "half-ago":
            return "PAST_REF"
        number, letter = self._count(item)
        approx = (item.get("approx") or "").lower()
        if number == "X":
            return "PAST_REF"
        if (
            approx.startswith(("more", "over", "less", "fewer", "at ", "no ", "up "))
            and letter in ("E", "Y", "C")
            and number != "1"
        ):
            return duration(number, letter)
        return self._counted(item, number, letter, -1, self.anchor, DateBasis.PUBLISHED)

    def _ahead(self, item: Found) -> str | None:
        number, letter = self._count(item)
        if number == "X":
            return "FUTURE_REF"
        return self._counted(item, number, letter, 1, self.anchor, DateBasis.PUBLISHED)

    def _shift(self, item: Found) -> str | None:
        """ "a year earlier": from the date named last; in results, the same quarter of the year before."""
        number, letter = self._count(item)
        sign = -1 if item.groups["direction"].lower() in ("earlier", "before", "previously") else 1
        if number == "X":
            return (
                "PAST_REF"
                if sign < 0 or self.tense(item.start, item.end) is not Direction.FUTURE
                else "FUTURE_REF"
            )
        if letter == "Y" and number == "1" and sign < 0:
            return self._counted(item, number, letter, sign, self.anchor, DateBasis.PUBLISHED)
        known = self._day_of(self.last) if self.last else None
        if known is None or self.last is None:
            anchor = self.anchor if sign < 0 else Anchor()
            return self._counted(item, number, letter, sign, anchor, DateBasis.PUBLISHED)
        anchor = Anchor(known, not self.last.startswith(UNKNOWN))
        return self._counted(item, number, letter, sign, anchor, DateBasis.TEXT)

    def _counted(
        self, item: Found, number: str, letter: str, sign: int, anchor: Anchor, basis: DateBasis
    ) -> str | None:
        """So many units before or after the anchor, at the grain of the unit."""
        if letter == "Y" and number == "1" and self.month_told and self._in_results(item):
            end, month = self.month_told
            near = item.start - end < _SENTENCE_CHARS
            if near and not re.search(r"[.!?]['\"”’]?\s", self.text[end : item.start]):
                self.basis = DateBasis.TEXT
                return f"{int(month[:4]) + sign:04}{month[4:]}"
        if letter == "Y" and number == "1" and self.quarter and self._in_results(item):
            self.basis = DateBasis.TEXT
            other = f"{self.quarter[0] + sign:04}"
            return other if self.longer else f"{other}-Q{self.quarter[1]}"
        base = anchor.day
        if base is None:
            return "PAST_REF" if sign < 0 else "FUTURE_REF"
        if letter.startswith("T"):
            self.basis = basis
            return anchor.show(base) if number.isdigit() and int(number) < 24 else None
        amount = sign * round(float(number) * {"F": 2}.get(letter, 1))
        if abs(amount) > 3000:
            return "PAST_REF" if sign < 0 else "FUTURE_REF"
        self.basis = basis
        if letter == "D":
            ago = f"{abs(amount)} days ago" if amount < 0 else f"in {amount} days"
            return anchor.show(parse_words(ago, base))
        if letter in ("W", "F", "WE"):
            day = add_days(base, 7 * amount)
            if letter == "WE" and day and anchor.year_known:
                return calendar.week_of(day) + "-WE"
            return anchor.show(day)
        if letter in ("M", "Q"):
            moved = add_months(base.replace(day=1), amount * (3 if letter == "Q" else 1))
            if moved is None:
                return None
            if letter == "Q" and anchor.year_known:
                year, quarter = calendar.quarter_of(moved)
                return f"{year:04}-Q{quarter}"
            return (anchor.show(moved) or "")[:7]
        if not anchor.year_known:
            self.basis = None
            return "PAST_REF" if sign < 0 else "FUTURE_REF"
        if letter == "Y" and not float(number).is_integer():
            moved = add_months(base, sign * round(float(number) * 12))
            return f"{moved.year:04}" if moved else None
        year = base.year + amount * {"Y": 1, "E": 10, "C": 100}[letter]
        return f"{year:04}" if 1 <= year <= 9998 else None

    def _in_results(self, item: Found, words_of: re.Pattern[str] | None = None) -> bool:
        """Whether the sentence tells of money: figures of a company or an economy."""
        low = max(0, item.start - 200)
        start = max(self.text.rfind(".\n", low, item.start), self.text.rfind("\n\n", low, item.start), low)
        return bool((words_of or _RESULTS).search(self.text, start, min(len(self.text), item.end + 60)))

    # -------------------------------------------------------- holidays

    def _holiday(self, item: Found) -> str | None:
        name = re.sub(r"\s+", " ", item.groups["holiday"].lower().replace("’", "'"))
        table = words("holiday")
        spec = str(
            table.get(name) or table.get(name.replace("'", "")) or ("easter-7" if name == "holy" else "11-01")
        )
        if name in ("easter",) and "unit" in item.groups:
            spec = "easter-3"
        year = item.get("year")
        base = self.anchor.day
        if year:
            self.basis = DateBasis.ABSOLUTE
            day = calendar.holiday(spec, int(year))
        elif base is None or not self.anchor.year_known:
            return f"{UNKNOWN}-{spec}" if re.fullmatch(r"\d\d-\d\d", spec) else f"{UNKNOWN}-XX-XX"
        else:
            self.basis = DateBasis.PUBLISHED
            relative = (item.get("rel", "then") or "").lower()
            near = [d for y in (base.year - 1, base.year, base.year + 1) if (d := calendar.holiday(spec, y))]
            if item.get("then"):
                day = calendar.holiday(spec, base.year + {"last": -1, "next": 1}.get(relative, 0))
            elif relative.endswith(("last", "past")):
                day = max((d for d in near if d < base), default=None)
            elif relative == "next":
                day = min((d for d in near if d > base), default=None)
            else:
                day = min(near, key=lambda d: abs((d - base).days), default=None)
                tense = self.tense(item.start, item.end)
                if day and abs((day - base).days) > 90:
                    past = [d for d in near if d <= base]
                    later = [d for d in near if d > base]
                    pick = later[:1] if tense is Direction.FUTURE else past[-1:]
                    day = pick[0] if pick else day
        if day is None:
            return None
        if unit := item.get("unit"):
            return calendar.week_of(day) + ("-WE" if unit.lower() == "weekend" else "")
        return day.isoformat()

    # -------------------------------------------------------- no calendar date

    def _constant(self, item: Found) -> str | None:
        self.basis = DateBasis.ABSOLUTE  # dropped again for "now" and the like, which name no day
        return str(item.rule.value)

    def _duration(self, item: Found) -> str | None:
        if item.rule.value is not None:
            unit = re.sub(r"ies$", "y", item.groups.get("unit", "year").lower())
            letter = str(words("unit").get(unit) or words("unit")[unit.rstrip("s")])
            return duration(str(item.rule.value), letter)
        number, letter = self._count(item)
        if (item.get("half") or "").strip().lower() == "and a half" and number != "X":
            number = f"{float(number) + 0.5:g}"
        if number in ("6", "9") and letter == "M" and "month" in item_text(self.text, item):
            self.longer = True
        return duration(number, letter)

    def _every(self, item: Found) -> str | None:
        if adverb := item.get("adverb"):
            return {"hourly": "PT1H", "daily": "P1D", "weekly": "P1W", "monthly": "P1M"}.get(
                adverb.lower(), "P1Y"
            )
        if weekday := item.get("weekday"):
            name = weekday.lower()
            return f"{UNKNOWN}-WXX-{_number('weekday', name[:-1] if name.endswith('days') else name)}"
        if month := item.get("month"):
            return f"{UNKNOWN}-{_number('month', month):02}"
        if part := item.get("part"):
            return f"{UNKNOWN}-XX-XX{words('part')[part.lower()]}"
        if season := item.get("season"):
            return f"{UNKNOWN}-{words('season')[season.lower()]}"
        number, letter = self._count(item)
        if item.get("other") and "other" in (item.get("other") or ""):
            number = "2"
        return duration(number, letter)


# Beyond so many days from the publication a month and day may lie on either side, and the tense decides.
_SURE_DAYS = 120
# In a clause of the past, a month and day farther ahead than this is of the year before.
_PAST = (Direction.PAST, Direction.DONE)
_AHEAD_DAYS = {Direction.PAST: 60, Direction.DONE: 0}
# A bare month so near ahead is taken as coming where the clause does not tell.
_NEAR_MONTHS = 1

_SENTENCE_CHARS = 400  # longer than most sentences
_YEAR_AGO = re.compile(r"ago|earlier|before|corresponding|similar|like|comparable|(?:prior|previous)-year")
_GENERAL_TODAY = re.compile(r"['’]s\s(?:world|youth|society|generation|standards|children|young|market)")
_RESULTS = re.compile(
    r"\$|#|£|€|\bmillion|\bbillion|\bshares?\b|\bprofit|\bearn|\bsales\b|\brevenue|\bincome\b|\bloss\b|\bpercent|%|\bcompared\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[$#£€]\s?\d|\b(?:million|billion)\b")
_THROUGH = re.compile(r"\bthrough $")
_ENDED = re.compile(r"\s{1,9}(?:that )?ended\s{1,9}(?:on\s)?([A-Z][a-z]{2,8})\b")
_WEEK_ENDED = re.compile(r"\s{1,9}(?:that )?(?:ended|ending)\s{1,9}(?:on\s)?([A-Z][a-z]{2,8})\.?\s(\d\d?)\b")
_CENTURY_WORDS = {
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "twenty first": 21,
}
# "this week" and the like where there is nothing to count from.
_UNKNOWN_UNITS = {
    "day": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "weekend": "XXXX-WXX-WE",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
    "year": UNKNOWN,
    "decade": "XXX",
    "century": "XX",
}


# Operations of words that can stand for one day of each year, month or week.
_OPEN = frozenset({"month_day", "month", "holiday", "season", "weekday", "clock", "part", "range"})


def _open(item: Found) -> bool:
    return item.rule.op in _OPEN and item.get("year", "year2", "rel") is None


def item_text(text: str, item: Found) -> str:
    return text[item.start : item.end]


def _ago(item: Found) -> bool:
    return bool(_YEAR_AGO.search((item.get("ago", "then") or "").lower()))


def _latest(day: date, weekday: int) -> date:
    """The last such weekday (1 = Monday) not after `day`."""
    return day - timedelta(days=(day.isoweekday() - weekday) % 7) if day.toordinal() > 7 else day


def _before(day: date) -> date:
    """The day before, or the first day of the calendar itself."""
    return add_days(day, -1) or day


def _next(day: date, weekday: int) -> date:
    """The first such weekday after `day`."""
    return day + timedelta(days=(weekday - day.isoweekday() - 1) % 7 + 1) if day.year < 9999 else day
