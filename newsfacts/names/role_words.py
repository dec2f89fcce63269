"""The words by which roles are read, and how far from a name they are looked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from newsfacts.english.words import lists

MAX_TOKENS_BEFORE = 12  # of a title in front of a name
MAX_TOKENS_AFTER = 18  # of an apposition behind it
MAX_BEHIND_OFFICE = 4  # tokens of its noun phrase behind an office
MAX_FIRST = 10  # tokens of "a father of four" before "and a farmer"
MAX_AGE = 5  # tokens of "61-year-old"
_AGED = re.compile(r"\d{1,3}-?years?-?old")


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The tables of `names/roles.toml`."""

    owners: frozenset[str]
    links: frozenset[str]
    ends: frozenset[str]
    being: frozenset[str]
    classes: frozenset[str]
    works: frozenset[str]
    once: frozenset[str]
    chosen: frozenset[str]
    coming: frozenset[str]
    openers: frozenset[str]
    before_openers: frozenset[str]
    lists: frozenset[str]
    small: frozenset[str]
    joints: frozenset[str]
    hard_ends: frozenset[str]
    dashes: frozenset[str]
    aged: frozenset[str]
    left_off: frozenset[str]
    of_offices: frozenset[str]
    identifies: frozenset[str]
    forces: frozenset[str]


@cache
def role_words() -> RoleWords:
    return lists("names/roles", RoleWords)


def before_age(low: Sequence[str], at: int, least: int) -> int:
    """Where the "61-year-old" that ends before token `at` begins; `at` where there is none."""
    if at <= least or not low[at - 1].endswith("old"):
        return at
    text = ""
    for start in range(at - 1, max(least, at - MAX_AGE) - 1, -1):
        text = low[start] + text
        if _AGED.fullmatch(text):
            return start
    return at
