"""The words by which roles are read, and how far from a name they are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from newsfacts.english.words import lists

MAX_TOKENS_BEFORE = 12  # of a title in front of a name
MAX_TOKENS_AFTER = 18  # of an apposition behind it
MAX_BEHIND_OFFICE = 4  # tokens of its noun phrase behind an office


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The tables of `names/roles.toml`."""

    owners: frozenset[str]
    links: frozenset[str]
    ends: frozenset[str]
    being: frozenset[str]
    classes: frozenset[str]
    works: frozenset[str]
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
