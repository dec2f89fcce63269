"""Numbers and times with which others are compared: "down from 44 in 2022", "12 more than in 2019"."""

from __future__ import annotations

from newsfacts.casualties.sentence import Sentence, Words

# Words from a comparison's opener to its number or time.
REACH = 8


def compared(words: Sentence, at: int) -> Words | None:
    """The words with which something is compared in which word `at` stands; None where nothing is."""
    for start in range(at - 1, max(at - 1 - REACH, -1), -1):
        if words.low[start] in words.lex.comparison_ends:
            return None
        if _opens(words, start):
            ends = (spot for spot in range(at, len(words)) if words.low[spot] in words.lex.comparison_ends)
            return start, next(ends, len(words))
    return None


def _opens(words: Sentence, at: int) -> bool:
    """Whether a comparison begins with word `at`: "compared with", "fewer than in", "against 44"."""
    pair = f"{words.low[at]} {words.at(at + 1)}"
    if words.low[at] in words.lex.against:
        return at + 1 in words.counts
    return pair in words.lex.comparisons
