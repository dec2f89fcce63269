"""Where a story says when and where it was written: "KYIV, Sept. 2 (AP) —", "afrol News, 25 March -"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from newsfacts.rules import read
from newsfacts.types import CharSpan


@cache
def _pieces() -> dict[str, str]:
    """Pieces of patterns of days, with groups y, m or month, and d."""
    calendar = read("english/calendar")
    names = "|".join(sorted(calendar["month"], key=lambda word: (-len(word), word)))
    weekdays = "|".join(sorted(calendar["weekday"], key=len, reverse=True))
    return {
        "weekday": rf"(?:(?:{weekdays})\.?,? (?:the )?)?",
        "month": rf"(?P<month>{names})\.?",
        "day": r"(?P<d>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?",
        "year": r"(?P<y>(?:19|20)\d\d)",
    }


def full_dates() -> tuple[str, ...]:
    """Patterns of a day with its year: groups y, m or month, and d."""
    weekday, month, day, year = _pieces().values()
    return (
        rf"{weekday}{day}(?: of)?[ -]{month},?[ -]{year}",
        rf"{weekday}{month} {day},? {year}",
        rf"{year}[-/.](?P<m>0[1-9]|1[0-2])[-/.](?P<d>0[1-9]|[12]\d|3[01])(?!\d)",
    )


def compiled(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """Patterns of datelines: groups place, and those of the day, the year being left out at times."""
    weekday, month, day, _ = _pieces().values()
    # "KYIV, Sept. 2 (AP) —", "afrol News, 25 March -", "CAIRO – 26 July 2022:", "(Reuters, May 3)".
    place = r"(?:^|\n)[^\S\n]*(?P<place>[^\n.:;?!]{2,60}?)[^\S\n]?(?:,|\(|[–—/|-])[^\S\n]?\(?"
    close = (
        r"[^\S\n]*(?:,? ?(?:19|20)\d\d)?[^\S\n]?\)?(?:[^\S\n]*[(/–—:|-]|[^\S\n]*$|[^\S\n]*\n"
        r"|,[^\S\n]*(?:xinhua|reuters|ap|afp|ani|ians|pti|aa)\b)"
    )
    partial = (rf"{weekday}{day}(?: of)? {month}(?!\w)", rf"{weekday}{month} {day}(?!\w)")
    return compiled(place + form + close for form in (*full_dates(), *partial))


def dateline_dates(text: str) -> list[CharSpan]:
    """The dates of the datelines of `text`, with the marks around them: ", Sept. 2 (" of
    "KYIV, Sept. 2 (AP) —". The day of writing, not that of anything told."""
    starts = [match.start() for match in _DATED_LINE.finditer(text)]
    if not starts:
        return []
    spans = set()
    for pattern in patterns():
        end = 0
        for start in starts:
            if start >= end and (match := pattern.match(text, start)):
                end = match.end()
                if is_place(match["place"]):
                    spans.add(CharSpan(match.end("place"), end))
    return sorted(spans)


# A line with a digit near its beginning: a dateline has its place in up to 60 characters and its day behind
# them, after a weekday and a month at most. Few lines are such, and the patterns of datelines are slow.
_DATED_LINE = re.compile(r"(?:^|\n)(?=[^\S\n]*[^\n\d]{0,100}\d)")


def is_place(words_before: str) -> bool:
    """Whether the words before a date can be a dateline: a few, each a name or in capitals, or an agency."""
    parts = re.findall(r"[^\W\d_][\w'’.]*", words_before)
    named = [
        part
        for part in parts
        if part[0].isupper() or part.lower() in ("de", "of", "al", "el", "la", "and", "the")
    ]
    # One lower-case word is let pass: agencies write their own names so ("afrol News, 6 May").
    return 0 < len(parts) <= 6 and len(named) >= max(1, len(parts) - 1) and parts[-1][0].isupper()
