"""When an article came out: from what was handed in, its address or file name, or its own words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from urllib.parse import unquote

from newsfacts.dates.calendar import describe, make_day
from newsfacts.dates.day_lines import Label, stated_days
from newsfacts.dates.rules import LIKE_LETTERS, with_plain
from newsfacts.dates.story import UNKNOWN
from newsfacts.doc import datelines
from newsfacts.doc.datelines import Day
from newsfacts.types import PUBLISHED_FROM, Article, Grain, Published, PublishedBasis, PublishedSource

# Years that a number in an address may mean; others are numbers of articles.
FIRST_YEAR, LAST_YEAR = 1980, 2099
# How much of a text is read for a dateline (its beginning) and for lines such as "Published: …" (both ends).
DATELINE_CHARS = 300
LINE_CHARS = 1500
# More lines than these that are days are a chronology.
MAX_DAY_LINES = 2
# How many days after it was written a story may come out.
MAX_DELAY = 28

_YEAR, _MONTH, _DAY = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>0?[1-9]|1[0-2])", r"(?P<d>0?[1-9]|[12]\d|3[01])"
_MONTH2, _DAY2 = r"(?P<m>0[1-9]|1[0-2])", r"(?P<d>0[1-9]|[12]\d|3[01])"
# Of several forms, the first one that an address has counts.
_ADDRESS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d){_YEAR}[/_.]{_MONTH}[/_.]{_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}-{_MONTH2}-{_DAY2}(?!\d)",
        rf"(?<!\d){_YEAR}/{_MONTH2}{_DAY2}(?!\d)",
        rf"(?<![\dA-Fa-f-]){_YEAR}{_MONTH2}{_DAY2}(?=\d{{0,10}}(?![\dA-Za-z]))(?!\d{{11}})",
        rf"(?<!\d){_DAY2}[/_-]{_MONTH2}[/_-]{_YEAR}(?!\d)",
    )
)
_ADDRESS_MONTH = re.compile(rf"/{_YEAR}/{_MONTH2}(?=/|$)")


def find_published(article: Article, *, sources: Collection[str] = PUBLISHED_FROM) -> Published:
    """The publication date of `article`, and how it is known; `Published()` where nothing tells.

    In this order: what the article already has (option or metadata); a date in its address or file name
    (`url`); a line such as "Published: 2 September 2024", "today (July 26, 2022)", or a dateline (`text`). A
    dateline without a year gives `XXXX-05-06`, or takes the year from an address that names year and month.
    Last, where it is asked for, the day on which the file was changed (`inferred`). `sources`: the
    `PublishedSource`s that count; what the caller has set as an option always does.
    """
    given = article.published
    by_hand = given.basis is not PublishedBasis.METADATA
    if given.date is not None and (by_hand or PublishedSource.METADATA in sources):
        return given
    url = article.url if PublishedSource.URL in sources else None
    name = article.source if PublishedSource.NAME in sources else None
    if date := _first(date_of_address(address) for address in (url, name) if address):
        return Published(date, PublishedBasis.URL)
    if PublishedSource.TEXT in sources and (date := date_of_text(article.text)):
        return Published(_with_year(date, url), PublishedBasis.TEXT)
    if PublishedSource.MTIME in sources and article.modified:
        return Published(article.modified.isoformat(), PublishedBasis.INFERRED)
    return Published()


def _with_year(date: str, url: str | None) -> str:
    """`date`, its year, where it has none, from an address that names a year and the same month."""
    match = _ADDRESS_MONTH.search(url) if url and date.startswith(UNKNOWN) else None
    if match is None or match["m"] != date[5:7]:
        return date
    return _edtf(match["y"], int(match["m"]), int(date[8:10])) or date


def written_on(text: str, published: str | None) -> str | None:
    """The day from which the words of an article count ("today", "Friday"): that of its dateline, where it
    lies up to `MAX_DELAY` days before `published`, or in the month or year that this is; else `published`."""
    told = date_of_text(text) if published else None
    return (published and told and _shortly_before(told, published)) or published


def _shortly_before(told: str, published: str) -> str | None:
    """The day `told`, its year X or not, if it lies up to `MAX_DELAY` days before `published`, or in it."""
    out = describe(published)
    if out.first is None or out.last is None:
        return None
    delay = MAX_DELAY if out.grain is Grain.DAY else 0
    years = (out.last.year, out.last.year - 1) if told.startswith(UNKNOWN) else (int(told[:4]),)
    days = (make_day(year, int(told[5:7]), int(told[8:10])) for year in years)
    return next(
        (day.isoformat() for day in days if day and day <= out.last and (out.first - day).days <= delay), None
    )


def date_of_address(address: str) -> str | None:
    """The day in a URL or a path (`/2024/09/02/`, `20240902-…`, `2024-09-02`), as EDTF; None without one.

    Of a path without "://" only the last three parts count: folders above are not about the article.
    """
    address = unquote(address)
    if "://" not in address:
        address = "/".join(re.split(r"[/\\]", address)[-4:])
    else:
        address = address.split("://", 1)[1]
        address = address[address.find("/") :] if "/" in address else ""
    for pattern in _ADDRESS:
        for match in pattern.finditer(address):
            if FIRST_YEAR <= int(match["y"]) <= LAST_YEAR and (
                date := _edtf(match["y"], int(match["m"]), int(match["d"]))
            ):
                return date
    return None


def _edtf(year: str | None, month: int, day: int) -> str | None:
    if make_day(int(year) if year else 2000, month, day) is None:
        return None
    return f"{year or UNKNOWN}-{month:02}-{day:02}"


def date_of_text(text: str) -> str | None:
    """The publication date that the words of an article give, as EDTF, its year X where it has none.

    In this order: a line "Published: …" or one that is a day, at the beginning of the text, then at its end;
    a dateline (without a year, it may come shortly before the day of "Updated: …"); the day of "Updated: …";
    "today (July 26, 2022)".
    """
    text = with_plain(text, LIKE_LETTERS)
    order, parts = _days_of_lines(text)
    if told := _first(map(_published_line, parts)):
        return told
    changed = _first(day for part in parts for own, day in part if own is Label.CHANGED)
    lines = (line.day for line in datelines.datelines(text, DATELINE_CHARS))
    if written := _first(_written(day, order) for day in lines):
        return (changed and _shortly_before(written, changed)) or written
    if changed or "today" not in text.lower():
        return changed
    return _first(map(_today, _TODAY.finditer(text)))


# Days that lines of one part of a text state, as EDTF, each with what its label says.
_Days = list[tuple[Label | None, str | None]]


def _days_of_lines(text: str) -> tuple[str | None, list[_Days]]:
    """The order in which the lines at both ends write days in numbers, and the days of either end."""
    tail = text.find("\n", max(LINE_CHARS, len(text) - LINE_CHARS)) + 1
    parts = [(0, LINE_CHARS), *([(tail, len(text))] if tail else [])]
    stated = [list(stated_days(text, start, min(end, len(text)))) for start, end in parts]
    order = _order(told.day for part in stated for told in part)
    return order, [[(told.label, _written(told.day, order)) for told in part] for part in stated]


def _published_line(days: _Days) -> str | None:
    """The day of a line that says "Published", else of one that is only a day; None in a chronology."""
    if told := _first(day for own, day in days if own is Label.PUBLISHED):
        return told
    alone = list(dict.fromkeys(day for own, day in days if own is None and day))
    return alone[0] if 0 < len(alone) <= MAX_DAY_LINES else None


_TODAY = re.compile(r"\btoday ?[(,]? ?", re.IGNORECASE)


def _today(match: re.Match[str]) -> str | None:
    day = datelines.day_at(match.string, match.end(), len(match.string))
    return _written(day, None) if day and day.year else None


def _first(days: Iterable[str | None]) -> str | None:
    return next((day for day in days if day), None)


def _order(days: Iterable[Day]) -> str | None:
    """The order of days in numbers that others of the text show; None where none does, or both are there."""
    orders = {day.order for day in days} & {"dmy", "mdy"}
    return orders.pop() if len(orders) == 1 else None


def _written(day: Day, order: str | None) -> str | None:
    """A day as EDTF; None where there is no such day, or nobody knows which of its numbers is the month."""
    if day.order == "open" and order is None:
        return None
    month, number = (day.day, day.month) if day.order == "open" and order == "dmy" else (day.month, day.day)
    return _edtf(f"{day.year}" if day.year else None, month, number)
