"""Parts of a sentence that have a time each: "on Monday, three days after gunmen shot four monks", "Nargis
(2008, 138,000 killed)"."""

from __future__ import annotations

from collections.abc import Collection

from newsfacts.casualties.grammar.clauses import semicolon
from newsfacts.casualties.sentence import Sentence, Words
from newsfacts.casualties.slots.words import slot_words
from newsfacts.casualties.tags import FINITE


def beyond(words: Sentence, harm: int, time: int) -> bool:
    """Whether one of the words `harm` and `time` stands in a clause behind "three days after", or in these
    words, and the other does not."""
    return any((start <= harm < end) != (start <= time < end) for start, end in _clauses(words))


def in_brackets(words: Sentence, harm: int, time: int, times: Collection[int]) -> bool:
    """Whether the word `harm` stands in brackets that tell a time of their own, and `time` outside of them:
    "Bhola (1970, 300,000 killed), Nargis (2008, 138,000 killed)"."""
    if "(" not in words.low[: harm + 1]:
        return False
    opens = max(at for at in range(harm + 1) if words.low[at] == "(")
    closes = next((at for at in range(opens, len(words)) if words.low[at] == ")"), len(words))
    own = any(opens < one < closes for one in times)
    return own and harm < closes and not opens < time < closes


def _clauses(words: Sentence) -> list[Words]:
    """From the count before "after" to the end of its clause: a comma where no verb stands in front of it."""
    lists, found = slot_words(), []
    for at in range(1, len(words) - 1):
        counts = words.low[at] in lists.after_before and words.low[at - 1] in lists.days_counted
        if counts and words.low[at + 1] != ",":
            start, end = _count_start(words, at - 1), semicolon(words, at)
            told = any(words.tag[spot] in FINITE for spot in range(start))
            found.append((start, end if told else _comma(words, at, end)))
    return found


def _count_start(words: Sentence, unit: int) -> int:
    """Where the count of the unit begins, its number in figures or words."""
    return unit - (unit > 0 and (words.tag[unit - 1] in ("CD", "DT") or words.low[unit - 1].isdigit()))


def _comma(words: Sentence, at: int, end: int) -> int:
    return next((spot for spot in range(at, end) if words.low[spot] == ","), end)
