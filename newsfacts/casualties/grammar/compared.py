"""What is told of another event or period, with which something is compared: "down from 44 in 2022", "12 more
than in 2019", "the worst fire since 1998, when nine died"."""

from __future__ import annotations

from newsfacts.casualties.grammar.clauses import semicolon
from newsfacts.casualties.grammar.ranked import without_like
from newsfacts.casualties.sentence import Sentence, Words

# Words from a comparison's opener to its number or time.
REACH = 8


def compared(words: Sentence, told: Words) -> Words | None:
    """What of the sentence tells of the event or period with which something is compared, where words `told`,
    a number or a time, stand in it; None where nothing is."""
    start, end = told
    for at in range(start - 1, max(start - 1 - REACH, -1), -1):
        if words.low[at] in words.lex.comparison_ends:
            break
        if _opens(words, at):
            ends = (spot for spot in range(start, len(words)) if words.low[spot] in words.lex.comparison_ends)
            return at, next(ends, len(words))
    if words.low[start] != "since" or not without_like(words, start):
        return None  # "missing since 6 March, when they left"
    behind = end + (words.at(end) == ",")
    return start, semicolon(words, behind) if words.at(behind) == "when" else end


def _opens(words: Sentence, at: int) -> bool:
    """Whether a comparison begins with word `at`: "compared with", "fewer than in", "against 44"."""
    if words.low[at] in words.lex.against:
        return at + 1 in words.counts
    return f"{words.low[at]} {words.at(at + 1)}" in words.lex.comparisons
