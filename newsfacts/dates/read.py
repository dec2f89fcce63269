"""Dates of a plain text: where they stand (`find`), and what they mean (`read_dates`).

Spans and values follow TimeML's TIMEX3: prepositions stand outside. The grammar is `dates/rules.toml`; how
values are worked out is told in `values`. Never reads the clock.
"""

from __future__ import annotations

from newsfacts.dates.grammar import find
from newsfacts.dates.rules import Found
from newsfacts.dates.story import Direction, Tense
from newsfacts.dates.values import Dated, resolve

__all__ = ["Dated", "Direction", "Found", "Tense", "find", "read_dates", "resolve"]


def _no_tense(start: int, end: int) -> Direction | None:
    return None


def read_dates(text: str, *, published: str | None = None, tense: Tense = _no_tense) -> list[Dated]:
    """The temporal expressions of `text` with their values, in order, without overlaps.

    `published` is EDTF, whole (`2024-09-02`) or without its year (`XXXX-09-02`); without it relative
    expressions have no calendar value. `tense` tells which way the clause around [start, end) looks.
    """
    return [
        item
        for item in resolve(find(text), text, published=published, tense=tense)
        if item.timex is not None or item.calendar.value is not None
    ]
