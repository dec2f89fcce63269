"""Clauses that tell something older of whom or where: "the suspect, who killed three in 2009, was shot"."""

from __future__ import annotations

from collections.abc import Sequence

from newsfacts.casualties.people import who
from newsfacts.casualties.sentence import Sentence, Words
from newsfacts.casualties.tags import FINITE

# Tags of "who" and "where". Not "which": "the fire, which broke out in 2003, killed six".
_OPENERS = ("WP", "WRB")
# Tags in front of a verb that goes on with the clause, or begins another one.
_LEADS = ("CC", ",", "WP", "WDT")
_NOT = ("what", "whatever", "when", "why", "how")
# Words in front of a year in which a number makes it a day's: "5 May 2009", "May 5, 2009".
_DAY_REACH = 3
# Words of such a clause.
REACH = 40


def older(words: Sentence, harm: int) -> list[Words]:
    """What of the sentence is of an older time than the harm at word `harm`: clauses before it, in the midst
    of the sentence, with a bare year."""
    return [(start, end) for start, end in _clauses(words) if end <= harm]


def younger(words: Sentence, harm: int, others: Sequence[int]) -> list[Words]:
    """What stands behind such a clause, for the harm told in it. `others`: the words of the other harms, one
    of which must be there: "whose father was shot in 1992, died in a crash"."""
    ends = [end for start, end in _clauses(words) if start <= harm < end]
    return [(end, len(words)) for end in ends if any(other >= end for other in others)]


def _clauses(words: Sentence) -> list[Words]:
    """The clauses that tell of a bare year, the sentence going on behind them."""
    if words.older is None:
        years = [at for at in range(len(words)) if _bare_year(words, at)]
        ends = [(at, _end(words, at)) for at in range(len(words)) if years and _opens(words, at)]
        words.older = [
            (start, end) for start, end in ends if end and any(start < year < end for year in years)
        ]
    return words.older


def _bare_year(words: Sentence, at: int) -> bool:
    """Whether a year stands there without a day: "in 2009", "a 1995 murder"."""
    low = words.low[at]
    if not (len(low) == 4 and low.isdigit() and low[:2] in ("18", "19", "20")):
        return False
    return not any(before.isdigit() for before in words.low[max(at - _DAY_REACH, 0) : at])


def _opens(words: Sentence, at: int) -> bool:
    if words.tag[at] in _OPENERS or words.low[at] in words.lex.whose:
        return at > 0 and words.low[at] not in _NOT
    # "Gang boss Ana Ruiz, wounded in 2015, was …"
    person = words.ending.get(at - 1) if words.tag[at] == "VBN" and words.at(at - 1) == "," else None
    return person is not None and who(words, person).human


def _end(words: Sentence, opener: int) -> int | None:
    """Where the clause that begins at word `opener` ends and the sentence goes on; None where it does not."""
    aside, verbs = words.at(opener - 1) == ",", 0
    for at in range(opener + 1, min(opener + 1 + REACH, len(words))):
        if words.low[at] == ";":
            return None
        if aside:
            if words.low[at] == "," and _goes_on(words, at + 1):
                return at
        elif words.tag[at] in FINITE and (not verbs or words.tagged(at - 1) not in _LEADS):
            verbs += 1
            if verbs == 2:
                return at
    return None


def _goes_on(words: Sentence, at: int) -> bool:
    while words.tagged(at) == "RB":
        at += 1
    return words.tagged(at) in FINITE
