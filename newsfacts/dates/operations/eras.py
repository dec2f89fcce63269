"""Years before Christ: "480 BC", "the summer of 481 B.C.", and bare years in a text that tells of such."""

from __future__ import annotations

from newsfacts.dates.rules import Found, words
from newsfacts.dates.story import Operation, Story, number_of
from newsfacts.types import DateBasis


def before_christ(story: Story, item: Found) -> str | None:
    """TIMEX3 writes "BC0480". A number without its "BC" is one only where the text has several with it."""
    if item.rule.id == "year-bc-bare" and story.before_christ < _SEVERAL:
        return None
    story.basis = DateBasis.ABSOLUTE
    year = f"BC{int(item.groups['bc']):04}"
    if season := item.get("season"):
        return f"{year}-{words('season')[season.lower()]}"
    if month := item.get("month"):
        return f"{year}-{number_of('month', month):02}"
    return year


def century_before_christ(story: Story, item: Found) -> str | None:
    story.basis = DateBasis.ABSOLUTE
    number = item.get("nth")
    which = int(number) if number else int(words("dayword")[(item.get("nthword") or "").lower()])
    return f"BC{which - 1:02}" if which else None


_SEVERAL = 3


OPS: dict[str, Operation] = {"bc": before_christ, "century_bc": century_before_christ}
