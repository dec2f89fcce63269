"""Words of title and office, kin and generations: the tables of `english/titles.toml`."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from newsfacts import rules
from newsfacts.english.words import WordList
from newsfacts.remembered import remembered

LEAST_TRADE = 7  # letters of a word whose ending tells a trade


@cache
def title_words(table: str) -> frozenset[str]:
    """The words of a table of `english/titles.toml`: honorifics, ranks, offices, modifiers, particles …"""
    return frozenset(rules.load("english/titles", WordList)[table].words)


@remembered(8_192)
def is_title(word: str, table: str) -> bool:
    """Whether `word`, stops aside, is in the table of `english/titles.toml`; a plural counts: "ministers",
    "Presidents".
    """
    return is_listed(word, title_words(table))


def is_listed(word: str, words: Collection[str]) -> bool:
    """Whether `word`, stops aside, is one of `words`; a plural counts."""
    key = word.casefold().replace(".", "").replace("’", "'")
    return key in words or (key.endswith("s") and key[:-1] in words and len(key) > 3)


@remembered(8_192)
def ends_as_trade(word: str) -> bool:
    """Whether a long word that no table has ends as one for a trade does: "stationmaster"."""
    key = word.casefold()
    if len(key) < LEAST_TRADE or not key.isalpha() or key in title_words("family"):
        return False
    return any(key.endswith(ending) and len(key) > len(ending) + 2 for ending in title_words("endings"))


@remembered()
def is_any_title(word: str) -> bool:
    """Whether `word` is an honorific, a rank or an office."""
    return is_title(word, "honorifics") or is_title(word, "ranks") or is_title(word, "offices")
