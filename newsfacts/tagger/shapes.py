"""The shape of a word, which tells its case: the pieces that the network reads have none."""

from __future__ import annotations

from functools import lru_cache

SHAPES = ("none", "lower", "title", "upper", "initial", "mixed", "digits", "alphanumeric", "other")
NONE, LOWER, TITLE, UPPER, INITIAL, MIXED, DIGITS, ALPHANUMERIC, OTHER = range(len(SHAPES))


@lru_cache(maxsize=8_192)
def shape_of(word: str) -> int:
    """Index in SHAPES of the shape of `word`."""
    if word.isalpha():
        return _of_letters(word)
    letters = [char for char in word if char.isalpha()]
    if any(map(str.isdigit, word)):
        return ALPHANUMERIC if letters else DIGITS
    if not letters:
        return OTHER
    # With a stop, hyphen or apostrophe inside.
    if all(map(str.isupper, letters)):
        return UPPER
    return LOWER if all(map(str.islower, letters)) else MIXED


def _of_letters(word: str) -> int:
    if word.islower():
        return LOWER
    if word.isupper():
        return UPPER if len(word) > 1 else INITIAL
    return TITLE if word[0].isupper() and word[1:].islower() else MIXED
