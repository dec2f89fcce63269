"""A text where the article's own is not at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# A wrong offset must not fill the memory.
_LONGEST_TEXT = 200_000_000


def stand_in(record: Mapping[str, Any]) -> str:
    """A text in which all that `record` quotes stands where it stood, and blanks elsewhere."""
    quotes = list(_quotes(record))
    for quote in quotes:
        if not 0 <= quote["start"] < quote["end"] == quote["start"] + len(quote["text"]):
            raise ValueError(f"{quote['text'][:20]!r} is not as long as its span")
    length = max((quote["end"] for quote in quotes), default=0)
    if length > _LONGEST_TEXT:
        raise ValueError(f"a text of {length:,} characters")
    characters = [" "] * length
    for quote in quotes:
        characters[quote["start"] : quote["end"]] = quote["text"]
    return "".join(characters)


def _quotes(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for named in (*record["people"], *record["places"], *record["organizations"]):
        yield from named["mentions"]
        yield from named.get("pronouns", ())  # of people, from schema 1.5 on
    for stated in (*record["casualties"], *record["dates"]):
        yield stated["sentence"]
        yield stated
