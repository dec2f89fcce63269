"""The word lists of `words.toml`, and what words tell of by them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from newsfacts.casualties.choice.ranker import Features
from newsfacts.casualties.context import context
from newsfacts.rules import load

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class WordList:
    words: tuple[str, ...]


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of the table `name` of `words.toml`."""
    return frozenset(load("casualties/choice/words", WordList)[name].words)


# What the words around a candidate may tell of, by the tables of `words.toml`.
ABOUT = ("harm", "speech", "aftermath", "care")


def classes(words: frozenset[str]) -> list[str]:
    """What `words` tell of; of an event by the words that the rules know too."""
    told = [name for name in ABOUT if not words.isdisjoint(word_list(name))]
    return told if words.isdisjoint(context("event", "violence")) else [*told, "an event"]


@lru_cache(maxsize=4_096)
def of_verb(word: str, side: str, close: bool) -> Features:
    """What a verb on that side of a candidate tells of, close by or not; not to be changed."""
    one = frozenset((word,))
    of = [*classes(one), *(("accusing",) if one & word_list("accused") else ())] or ["other"]
    found: Features = {f"verb {side} of {name}": 1.0 for name in of}
    if close:
        found |= {f"close verb {side} of {name}": 1.0 for name in of}
    return found


def tokens(text: str) -> list[str]:
    """The words of `text` in small letters."""
    return _WORD.findall(text.lower())


def content(text: str) -> frozenset[str]:
    """The words of `text` in small letters, those of grammar left out."""
    return frozenset(tokens(text)) - word_list("grammar")
