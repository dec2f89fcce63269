"""What people write for a publication date -> EDTF."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

# Day, month or year; the year may be unknown. Then, in metadata, a time of day, which is left out.
_EDTF = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?=$|T\d)")
_TIME = re.compile(r"[T ]\d\d(?::?\d\d){0,2}(?:[.,]\d+)?\s*(?:Z|UTC|[+-]\d\d(?::?\d\d)?)?", re.IGNORECASE)

_WEEKDAY = r"(?:[A-Za-z]{3,9}\.?,?\s+)?"
_CLOCK = r"(?:,?\s+\d{1,2}:\d\d(?::\d\d)?\b.{0,20})?"
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<month>[A-Za-z]{{3,9}})\.?,?[ -]"
    rf"(?P<year>\d{{4}}){_CLOCK}"
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<month>[A-Za-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_CLOCK}"
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

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
    20240902, the form of mails and feeds (Mon, 02 Sep 2024 10:00:00 GMT), and days with the month in words
    (2 Sep 2024, September 2, 2024). Raises ValueError for all else; days like 02/09/24 are guesswork.
    """
    if isinstance(value, date):
        value = value.isoformat()
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    text = _COMPACT.sub(r"\1-\2-\3", text, count=1)
    if len(text) > 10 and _TIME.fullmatch(text[10:]):
        text = text[:10]
    if spelled := _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text):
        month = _month(spelled["month"])
        text = f"{spelled['year']}-{month:02}-{int(spelled['day']):02}"
    return checked_edtf(text)


def _month(word: str) -> int:
    low = word.lower()
    for number, name in enumerate(_MONTHS, 1):
        if low == name or low == name[:3] or (low == "sept" and number == 9):
            return number
    raise ValueError(f"{word!r} is no month")
