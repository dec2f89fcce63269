"""A period in which something is the worst or the first of its kind: "the worst fire since 1998"."""

from __future__ import annotations

from newsfacts.casualties.sentence import Sentence
from newsfacts.casualties.tags import verbal

# Words between a superlative or an ordinal and the period in which it is one.
RANK_REACH = 8
# Words behind "to": "the strongest to hit the island since 1999".
_INFINITIVE = ("VB", "TO")


def ranked(words: Sentence, start: int) -> bool:
    """Whether the period that begins at word `start` belongs to a rank: "the third such raid since May", "the
    worst day of the war"; not "the worst hit have lost six since May"."""
    for at in range(start - 1, max(start - 1 - RANK_REACH, -1), -1):
        if verbal(words.tag[at]) and words.tag[at] not in _INFINITIVE:
            return False
        if words.low[at] in words.lex.rank_ends:
            return False
        if _rank(words, at):
            return True
    return False


def without_like(words: Sentence, since: int) -> bool:
    """Whether the time behind "since", at word `since`, tells how long nothing alike was: "the worst since
    1998", "not since 1998", "no avalanche since 1954"."""
    if ranked(words, since) or words.at(since - 1) in words.lex.never:
        return True
    phrase = words.ending.get(since)
    return phrase is not None and words.low[phrase.start] == "no"


def _rank(words: Sentence, at: int) -> bool:
    low, tag = words.low[at], words.tag[at]
    if low in words.lex.bounds_of_rank:  # "at least 40 people", "most of those killed"
        return words.at(at - 1) == "the"
    superlative = tag.startswith("JJ") and low.endswith("est")
    return superlative or tag in ("JJS", "RBS") or low in words.lex.ranks
