"""Clauses that tell of something older than the harm beside them: "the suspect, who killed three in 2009, was
shot", "shot a man who was behind the 2016 bombing"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsfacts.casualties.context import context
from newsfacts.casualties.grammar.clauses import WHEN, semicolon
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


def older(words: Sentence, harm: Words, others: Sequence[Words] = ()) -> list[Words]:
    """What of the sentence is told of another event, older or younger than the harm at words `harm`.

    For a harm told in such a clause that is what stands behind it, if one of `others`, the words of the other
    harms, does: "whose father was shot in 1992, died in a crash".
    """
    found: list[Words] = []
    for start, end in _clauses(words):
        if harm[0] < start or end <= harm[0]:
            found.append((start, end))
        elif any(other[0] >= end for other in others):
            found.append((end, len(words)))
    return found


def _clauses(words: Sentence) -> list[Words]:
    if words.older is None:
        words.older = [*_dated(words), *_had_part(words)]
    return words.older


def _dated(words: Sentence) -> Iterator[Words]:
    """The clauses that tell of a bare year, the sentence going on behind them."""
    years = [at for at in range(len(words)) if _bare_year(words, at)]
    for at in range(len(words) if years else 0):
        end = _end(words, at) if _opens(words, at) else None
        if end is not None and any(at < year < end for year in years):
            yield at, end


def _had_part(words: Sentence) -> Iterator[Words]:
    """The clauses that tell what somebody had done, or in which older event they had a part."""
    event = _last_old_event(words)
    for at, low in enumerate(words.low):
        person = low in words.lex.of_persons
        had = person and words.at(at + 1) in words.lex.pluperfect
        if had or (event > at and (person or low in words.lex.blamed_for)):
            end = _end(words, at) or semicolon(words, at)
            if had or event < end:
                yield at, end


def _last_old_event(words: Sentence) -> int:
    """Where the last time stands that is right before its event, "the 2016 bombing"; -1 without any."""
    event = context("event")
    for at in range(len(words) - 1, -1, -1):
        if words.label[at] == WHEN and words.at(at + 1 + (words.at(at + 1) in words.lex.genitives)) in event:
            return at
    return -1


def _bare_year(words: Sentence, at: int) -> bool:
    """Whether a year stands there without a day: "in 2009", "a 1995 murder"."""
    low = words.low[at]
    if not (len(low) == 4 and low.isdigit() and low[:2] in ("18", "19", "20")):
        return False
    return not any(before.isdigit() for before in words.low[max(at - _DAY_REACH, 0) : at])


def _opens(words: Sentence, at: int) -> bool:
    if words.tag[at] in _OPENERS or words.low[at] in words.lex.whose:
        return at > 0 and words.low[at] not in _NOT
    if words.low[at] == "which":  # "the hall in which nine died in 2001"
        return words.tagged(at - 1) == "IN"
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
        elif _verb(words, at, first=not verbs):
            verbs += 1
            if verbs == 2:
                return at
    return None


def _verb(words: Sentence, at: int, *, first: bool) -> bool:
    """Whether a clause has its verb at word `at`; `first`: none before it."""
    if first:  # "where six packers burned", taken for a participle
        return words.tag[at] in FINITE or (words.tag[at] == "VBN" and at in words.ending)
    return words.tag[at] in FINITE and words.tagged(at - 1) not in _LEADS


def _goes_on(words: Sentence, at: int) -> bool:
    while words.tagged(at) == "RB":
        at += 1
    return words.tagged(at) in FINITE
