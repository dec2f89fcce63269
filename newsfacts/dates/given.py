"""What people write for a publication date -> EDTF."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

# Day, month or year; the year may be unknown. Then, in metadata, a time of day, which is left out.
_EDTF = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:(?=$|T\d)|\d{6}$|\d{4}$)")
_CLOCK = (
    r"(?:[T ,]+(?:at )?\d{1,2}(?::\d\d){1,2}(?:[.,]\d+)?(?: ?[ap]\.?m\.?)?"
    r"(?: ?(?:Z|[A-Z]{2,5}|[+-]\d\d:?\d\d))?)?"
)
_YEAR_FIRST = re.compile(
    rf"(?P<y>(?:19|20)\d\d)[/.-](?P<m>\d{{1,2}})[/.-](?P<d>\d{{1,2}}){_CLOCK}", re.IGNORECASE
)
_SLASHED = re.compile(
    rf"(?P<one>\d{{1,2}})(?P<mark>[/.-])(?P<two>\d{{1,2}})(?P=mark)(?P<year>(?:19|20)\d\d){_CLOCK}",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}(?:\.\d+)?|\d{15,16}")
# 1980 to 2099, as the years that count in addresses and pages.
_FIRST_SECOND, _LAST_SECOND = 315_532_800, 4_102_444_799
_TIME = re.compile(r"[T ]\d\d(?::?\d\d){0,2}(?:[.,]\d+)?\s*(?:Z|UTC|[+-]\d\d(?::?\d\d)?)?", re.IGNORECASE)

# Days in words, of which dateparser is asked: a year of four digits and the name of a month.
_IN_WORDS = re.compile(r"(?=.*[A-Za-z]{3}).*(?<!\d)\d{4}(?!\d).*", re.DOTALL)
_LONGEST = 60
_LONGEST_TEXT = 100

# "September 2024", "Sept. 2024", "Sep, 2024".
_MONTH_YEAR = re.compile(r"(?P<month>[A-Za-z]{3,9})[.,]* +(?P<y>(?:19|20)\d\d)")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

# What a date that people give may look like, for messages.
FORMS = "give 2024-09-02, 2 Sep 2024, September 2024, 2024 or, where the year is not known, XXXX-05-06"

# Any leap year: XXXX-02-29 is a day.
_SOME_YEAR = 2000


def checked_edtf(value: str) -> str:
    """`value` if it is a day, month or year (2024-09-02, 2024-09, 2024), or one of an unknown year
    (XXXX-05-06, XXXX-05). Raises ValueError for all else, 2023-02-29 among it.
    """
    found = _EDTF.fullmatch(value)
    if not found or (found["year"] == "XXXX" and not found["month"]):
        raise ValueError(f"{value!r} is no date")
    year = _SOME_YEAR if found["year"] == "XXXX" else int(found["year"])
    date(year, int(found["month"] or 1), int(found["day"] or 1))
    return value


class NoOrder(ValueError):
    """A day in numbers of which nobody knows which is the month: 05/06/2024."""


def as_edtf(value: Any, *, order: str | None = None) -> str:
    """The publication date that somebody gives, as EDTF.

    Read are EDTF as above, ISO 8601 with a time (the day as written there counts, whatever the zone),
    20240902, 20240902101500, 2024/9/2 10:15, 02.09.2024, seconds and milliseconds since 1970 (their day in
    world time), a month in words (September 2024), and what dateparser reads of days with the month in words
    (2 Sep 2024; Sept. 2nd, 2024, 10.15am EDT; Mon, 02 Sep 2024 10:00:00 GMT). `order`: "dmy" or "mdy", of
    days such as 05/06/2024; those that can be one day only need none. Raises NoOrder for such a day without
    `order`, ValueError for all else; years of two digits are guesswork.
    """
    if isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    readable = isinstance(value, str | int | float) and not isinstance(value, bool)
    text = str(value).strip() if readable else ""
    text = text[:_LONGEST_TEXT]
    if told := _since_1970(text) or _month_of(text):
        return told
    text = _COMPACT.sub(r"\1-\2-\3", text, count=1)
    if slashed := _SLASHED.fullmatch(text):
        return _of_numbers(slashed, order)
    if year_first := _YEAR_FIRST.fullmatch(text):
        text = f"{year_first['y']}-{int(year_first['m']):02}-{int(year_first['d']):02}"
    if len(text) > 10 and _TIME.fullmatch(text[10:]):
        text = text[:10]
    if len(text) <= _LONGEST and _IN_WORDS.fullmatch(text):
        text = _in_words(text) or text
    return checked_edtf(text)


def day_given(value: str) -> str:
    """The publication date that a person gives, as EDTF, read as `as_edtf` does.

    Raises ValueError, whose text says what is wrong and what to give, for what is no date, and for a day in
    numbers that may be two.
    """
    try:
        return as_edtf(value)
    except NoOrder:
        days = dict.fromkeys(as_edtf(value, order=order) for order in ("dmy", "mdy"))
        raise NoOrder(f"{value!r} may be two days: give {' or '.join(days)}") from None
    except ValueError:
        raise ValueError(f"{value!r:.80} is no date: {FORMS}") from None


def _month_of(text: str) -> str | None:
    """The month of "September 2024", as EDTF; None where `text` is none."""
    match = _MONTH_YEAR.fullmatch(text)
    if not match:
        return None
    word = match["month"].lower()
    word = "sep" if word == "sept" else word
    months = (f"{match['y']}-{number:02}" for number, name in enumerate(_MONTHS, 1) if _names(word, name))
    return next(months, None)


def _names(word: str, month: str) -> bool:
    return word in (month, month[:3])


def _since_1970(text: str) -> str | None:
    """The day of seconds, milli- or microseconds since 1970, from 1980 to 2099; None where `text` is none."""
    if not _EPOCH.fullmatch(text):
        return None
    seconds = int(text.partition(".")[0])
    for unit in (1, 1_000, 1_000_000):
        if _FIRST_SECOND <= seconds // unit <= _LAST_SECOND:
            return datetime.fromtimestamp(seconds // unit, UTC).date().isoformat()
    return None


def _of_numbers(match: re.Match[str], order: str | None) -> str:
    """The day of "25/12/2023": the number above 12 is the day; where both may be the month, `order` tells."""
    one, two, year = int(match["one"]), int(match["two"]), match["year"]
    if match["mark"] == ".":
        order = "dmy"
    elif one > 12 or two > 12 or one == two:
        order = "dmy" if one > 12 else "mdy"
    if order is None:
        raise NoOrder(f"{match.group()!r} may be two days")
    day, month = (one, two) if order == "dmy" else (two, one)
    return checked_edtf(f"{year}-{month:02}-{day:02}")


# A value or a cell that is a day in numbers, and nothing else but a time.
_NUMBERS_IN = re.compile(
    rb"""["',;\t\n:]\s*(\d{1,2}[/-]\d{1,2}[/-](?:19|20)\d\d)(?:[T ,]+\d[^"',;\t\n]{0,20})?["',;\t\r\n}]"""
)


def order_in(head: bytes) -> str | None:
    """The order of days in numbers that what a file begins with shows: "dmy", "mdy", None."""
    told = (order_told(match[1].decode()) for match in _NUMBERS_IN.finditer(head))
    return next((order for order in told if order), None)


def order_told(value: Any) -> str | None:
    """The order that a day in numbers shows, "dmy" of 25/12/2023; None where it shows none."""
    match = _SLASHED.fullmatch(value.strip()[:_LONGEST_TEXT]) if isinstance(value, str) else None
    if not match or match["mark"] == ".":
        return None
    one, two = int(match["one"]), int(match["two"])
    return "dmy" if one > 12 >= two else "mdy" if two > 12 >= one else None


def _in_words(text: str) -> str | None:
    """The day that `text` spells out, as written there; None where it names none in full."""
    import dateparser  # slow to import; most dates are in digits

    settings: Any = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
        "RELATIVE_BASE": datetime(_SOME_YEAR, 1, 1),  # else it reads the clock
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    day = dateparser.parse(text, languages=["en"], settings=settings)
    return day.date().isoformat() if day else None
