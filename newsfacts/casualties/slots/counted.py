"""Parts of a sentence that have a time each: "on Monday, three days after gunmen shot four monks", "1,350 in
January 2025, against 1,560 in January 2024"."""

from __future__ import annotations

from collections.abc import Collection

from newsfacts.casualties.grammar.clauses import semicolon
from newsfacts.casualties.sentence import Sentence, Words
from newsfacts.casualties.slots.words import slot_words

# Words of a number and a unit before "after": "some twenty two days".
_COUNT = 4
_AGAINST = {("compared", "with"), ("compared", "to"), ("up", "from"), ("down", "from")}


def beyond(words: Sentence, harm: int, time: int) -> bool:
    """Whether one of the words `harm` and `time` stands in a clause behind "three days after", or in these
    words, and the other does not."""
    return any((start <= harm < end) != (start <= time < end) for start, end in _clauses(words))


def compared(words: Sentence, harm: int, time: int, times: Collection[int]) -> bool:
    """Whether the words `harm` and `time` are of two periods that are compared; `times`: where times stand,
    of which there is one on either side."""
    return any(
        (harm < at) != (time < at)
        for at in _comparisons(words)
        if any(one < at for one in times) and any(one > at for one in times)
    )


def _comparisons(words: Sentence) -> list[int]:
    """Where a second number begins to be compared: "against", "compared with", "up from"."""
    lists = slot_words()
    return [
        at
        for at in range(1, len(words) - 1)
        if (words.low[at] in lists.against or (words.low[at - 1], words.low[at]) in _AGAINST)
        and (words.tag[at + 1] == "CD" or words.low[at + 1][:1].isdigit())
    ]


def _clauses(words: Sentence) -> list[Words]:
    """From the unit before "after" to the end of its clause: a comma where it opens the sentence."""
    lists = slot_words()
    found = []
    for at in range(1, len(words)):
        if words.low[at] in lists.after_before and words.low[at - 1] in lists.days_counted:
            end = semicolon(words, at)
            opens = at <= _COUNT
            found.append((_count_start(words, at - 1), _comma(words, at, end) if opens else end))
    return found


def _count_start(words: Sentence, unit: int) -> int:
    """Where the count of the unit begins, its number in figures or words."""
    return unit - (unit > 0 and (words.tag[unit - 1] in ("CD", "DT") or words.low[unit - 1].isdigit()))


def _comma(words: Sentence, at: int, end: int) -> int:
    return next((spot for spot in range(at, end) if words.low[spot] == ","), end)
