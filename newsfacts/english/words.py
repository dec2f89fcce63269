"""Closed classes of words, and how lists of words are read: `lists` for a file of them, `closed` for those
that every subject may ask for (`english/words.toml`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TypeVar

from newsfacts import rules
from newsfacts.errors import RuleError

ListsT = TypeVar("ListsT")


@dataclass(frozen=True, slots=True)
class WordList:
    """A table of words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """The tables of `english/words.toml`."""

    articles: frozenset[str]
    ands: frozenset[str]
    small: frozenset[str]
    small_abroad: frozenset[str]
    possessives: frozenset[str]
    apostrophes: frozenset[str]
    quotes: frozenset[str]
    hyphens: frozenset[str]
    signs: frozenset[str]


@cache
def closed() -> Closed:
    """The closed classes of English."""
    return lists("english/words", Closed)


def lists(name: str, kind: type[ListsT]) -> ListsT:
    """The tables of `NAME.toml` as a frozen dataclass `kind` of frozensets, a field a table.

    Raises RuleError for a table that is no field and a field without a table, besides what `rules.load` does.
    """
    tables = rules.load(name, WordList)
    wanted = [f.name for f in fields(kind)]  # type: ignore[arg-type]
    for table in tables:
        if table not in wanted:
            raise RuleError(f"{name}.toml: unknown table [{table}]; known: {', '.join(wanted)}")
    missing = [table for table in wanted if table not in tables]
    if missing:
        raise RuleError(f"{name}.toml: table [{missing[0]}] is missing")
    return kind(**{table: frozenset(entry.words) for table, entry in tables.items()})
