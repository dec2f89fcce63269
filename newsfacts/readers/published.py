"""What people write for a publication date -> EDTF."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

# Day, month or year; the year may be unknown. Then, in metadata, a time of day, which is left out.
_EDTF = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?=$|T\d)")
_TIME = re.compile(r"[T ]\d\d(?::?\d\d){0,2}(?:[.,]\d+)?\s*(?:Z|UTC|[+-]\d\d(?::?\d\d)?)?", re.IGNORECASE)

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
    """The publication date that a record gives, as EDTF.

    Read are EDTF as above, ISO 8601 with a time (the day as written there counts, whatever the zone),
    20240902, and the form of mails and feeds (Mon, 02 Sep 2024 10:00:00 GMT).
    Raises ValueError for all else; days like 02/09/24 are guesswork.
    """
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    text = _COMPACT.sub(r"\1-\2-\3", text, count=1)
    if len(text) > 10 and _TIME.fullmatch(text[10:]):
        text = text[:10]
    if re.match(r"(?:[A-Z][a-z]{2},? )?\d{1,2} [A-Z][a-z]{2} \d{4}\b", text):
        text = parsedate_to_datetime(text).date().isoformat()
    return checked_edtf(text)
