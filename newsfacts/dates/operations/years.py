"""Years, decades and centuries: "1989", "2009-10", "nineteen ninety-six", "the '80s", "the 19th century"."""

from __future__ import annotations

import re

from newsfacts.dates.rules import Found, words
from newsfacts.dates.story import Operation, Story
from newsfacts.types import DateBasis


def related_year(story: Story, relative: str) -> int | None:
    """The year of "last year", "that year"; None where there is nothing to count from."""
    relative = " ".join(relative.lower().split()).removeprefix("of ")
    if relative.startswith("that") or relative in (
        "the previous",
        "the following",
        "the same",
        "the next",
    ):
        if story.last_year is None:
            return None
        story.basis = DateBasis.TEXT
        return int(story.last_year) + {"the previous": -1, "the following": 1, "the next": 1}.get(relative, 0)
    base = story.published()
    if base is None:
        return None
    return base.year + {"last": -1, "the past": -1, "next": 1, "the coming": 1}.get(relative, 0)


def named_year(story: Story, item: Found) -> str | None:
    story.basis = DateBasis.ABSOLUTE
    if short := item.get("yy"):
        base = story.anchor.whole.year + 10 if story.anchor.whole else _LATEST_YEAR
        return f"{base - (base - int(short)) % 100:04}"
    return f"{int(item.groups['year']):04}"


def year_pair(story: Story, item: Found) -> tuple[str, str] | str | None:
    first, short = int(item.groups["year"]), int(item.groups["yy"])
    story.basis = DateBasis.ABSOLUTE
    last = first - first % 100 + short
    if last < first:
        last += 100
    return f"{first:04}", f"{last:04}"


def spoken_year(story: Story, item: Found) -> str | None:
    story.basis = DateBasis.ABSOLUTE
    century = {"eighteen": 18, "nineteen": 19, "twenty": 20}.get(
        (item.get("century") or "twenty").lower(), 20
    )
    tens = int(words("tens").get((item.get("tens") or "").lower(), 0))
    ones = int(words("number").get((item.get("ones") or "").lower(), 0))
    return f"{century * 100 + tens + ones:04}"


def decade(story: Story, item: Found) -> str | None:
    story.basis = DateBasis.ABSOLUTE
    if century := item.get("century"):
        return f"{century}{item.groups['tens']}"
    if item.rule.id == "decade-next" and story.last and re.fullmatch(r"\d{3}", story.last):
        story.basis = DateBasis.TEXT
        return f"{story.last[:2]}{item.groups['tens']}"
    word = item.get("decade")
    tens = int(words("decade")[word.lower()]) if word else int(item.get("tens", "tens3", "tens4") or 0)
    base = story.anchor.whole.year if story.anchor.whole else _LAST_DECADE
    return f"{max(c for c in (18, 19, 20) if c * 100 + tens * 10 <= max(base, 1900))}{tens}"


def century(story: Story, item: Found) -> str | None:
    story.basis = DateBasis.ABSOLUTE
    word = re.sub(r"[-\s]+", " ", (item.get("nthword") or "").lower())
    number = _CENTURY_WORDS.get(word) or int(item.groups.get("nth", "0"))
    if roman := item.get("roman"):
        number = read_roman(roman)
    return f"{number - 1:02}" if 1 <= number <= 21 else None


def read_roman(numeral: str) -> int:
    """A Roman numeral up to XXIX."""
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral.upper()]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


_LATEST_YEAR = 2034  # years of two digits are not after it where the publication is not known
_LAST_DECADE = 2009  # "the '90s" are the last ones begun by then where the publication is not known
_CENTURY_WORDS = {
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "twenty first": 21,
}


OPS: dict[str, Operation] = {
    "year": named_year,
    "year_pair": year_pair,
    "spoken_year": spoken_year,
    "decade": decade,
    "century": century,
}
