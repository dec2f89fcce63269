"""Figures and days as people write them: ">18,000", "autumn 2024"."""

from __future__ import annotations

import re

# Above and below, where the article spells its number out ("more than a dozen").
_ABOVE = re.compile(r"\b(?:more than|over|above|beyond|in excess of|upwards? of|north of)\b", re.IGNORECASE)
_BELOW = re.compile(r"\b(?:fewer than|less than|under|below)\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d[\d,. \u00a0\u2009\u202f]*")
_SEPARATORS = re.compile(r"\D")
# EDTF writes seasons, quarters and halves of a year as months of their own.
_PARTS_OF_YEARS = {
    "21": "spring",
    "22": "summer",
    "23": "autumn",
    "24": "winter",
    "33": "first quarter",
    "34": "second quarter",
    "35": "third quarter",
    "36": "fourth quarter",
    "40": "first half",
    "41": "second half",
}
_PART_OF_YEAR = re.compile(r"(?P<year>\d{4}|XXXX)-(?P<part>\d\d)")
_DECADE = re.compile(r"(?P<decade>\d{3})X")
_SEASONS = 4


def range_words(
    least: int | None,
    most: int | None,
    *,
    approximate: bool = False,
    words: str | None = None,
    to: str = "–",
) -> str | None:
    """6; 6+ (six or more); >18,000; up to 32; <20; 20–30; a ~ in front of a hedged one; None without a bound.

    `words`: those of the article, if known: they tell "more than 18,000" (18,001 or more) from "at least
    18,001". Without them a round number is taken for the former, which means the same.
    """
    about = "~" if approximate else ""
    if least is None and most is None:
        return None
    if most is None:
        assert least is not None
        return f">{about}{least - 1:,}" if _beyond(least - 1, words, _ABOVE) else f"{about}{least:,}+"
    if least is None:
        below = words is not None and _beyond(most + 1, words, _BELOW)
        return f"<{about}{most + 1:,}" if below else f"up to {about}{most:,}"
    return f"{about}{least:,}" if least == most else f"{about}{least:,}{to}{most:,}"


def _beyond(number: int, words: str | None, cues: re.Pattern[str]) -> bool:
    """Whether the words name `number` itself, which the figure does not include."""
    if words is None:
        return number >= 10 and number % 10 == 0
    told = [_SEPARATORS.sub("", digits[0]) for digits in _DIGITS.finditer(words)]
    return str(number) in told if told else bool(cues.search(words))


def period(value: str | None) -> str | None:
    """An EDTF value as people write it: seasons and quarters in words, an interval with a dash."""
    if not value:
        return None
    if value.startswith("["):
        return " or ".join(map(_one, value[1:-1].split(",")))
    if value.endswith("/.."):
        return f"since {_one(value.removesuffix('/..'))}"
    return " – ".join(map(_one, value.split("/")))


def _one(value: str) -> str:
    if decade := _DECADE.fullmatch(value):
        return f"{decade['decade']}0s"
    match = _PART_OF_YEAR.fullmatch(value)
    if not match or match["part"] not in _PARTS_OF_YEARS:
        return value
    part = _PARTS_OF_YEARS[match["part"]]
    if match["year"] == "XXXX":
        return part
    return f"{part} {match['year']}" if int(match["part"]) <= 20 + _SEASONS else f"{part} of {match['year']}"
