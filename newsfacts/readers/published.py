"""What people write for a publication date -> EDTF."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

# Day, month or year; the year may be unknown. Then, in metadata, a time of day, which is left out.
_EDTF = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?=$|T\d)")
_TIME = re.compile(r"[T ]\d\d(?::?\d\d){0,2}(?:[.,]\d+)?\s*(?:Z|UTC|[+-]\d\d(?::?\d\d)?)?", re.IGNORECASE)

# Days in words, of which dateparser is asked: a year of four digits and the name of a month.
_IN_WORDS = re.compile(r"(?=.*[A-Za-z]{3}).*(?<!\d)\d{4}(?!\d).*", re.DOTALL)
_LONGEST = 60

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


def as_edtf(value: Any) -> str:
    """The publication date that somebody gives, as EDTF.

    Read are EDTF as above, ISO 8601 with a time (the day as written there counts, whatever the zone),
    20240902, and what dateparser reads of days with the month in words (2 Sep 2024; Sept. 2nd, 2024, 10.15am
    EDT; Mon, 02 Sep 2024 10:00:00 GMT). Raises ValueError for all else; days like 02/09/24 are guesswork.
    """
    if isinstance(value, date):
        value = value.isoformat()
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    text = _COMPACT.sub(r"\1-\2-\3", text, count=1)
    if len(text) > 10 and _TIME.fullmatch(text[10:]):
        text = text[:10]
    if len(text) <= _LONGEST and _IN_WORDS.fullmatch(text):
        text = _in_words(text) or text
    return checked_edtf(text)


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
