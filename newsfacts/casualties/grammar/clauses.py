"""Clauses of a sentence that tell of two events: "nine drowned in Oru in May and six died in Batu"."""

from __future__ import annotations

from newsfacts.casualties.grammar.subjects import after_chain
from newsfacts.casualties.sentence import Sentence, Words
from newsfacts.casualties.tags import FINITE

WHEN, WHERE = "DATE", "LOC"
_BOTH = frozenset((WHEN, WHERE))


def apart(words: Sentence, one: int, other: int, labels: frozenset[str] = _BOTH) -> bool:
    """Whether words `one` and `other` stand in clauses each of which has a time or a place of its own, or the
    later of which begins with one. `labels`: what each must have its own of."""
    first, last = min(one, other), max(one, other)
    return any(first < at <= last and not own.isdisjoint(labels) for at, own in _borders(words))


def others(words: Sentence, at: int) -> list[Words]:
    """What of the sentence tells of other events than the clause in which word `at` stands."""
    borders = [border for border, own in _borders(words) if own]
    before = max((border for border in borders if border <= at), default=0)
    behind = min((border for border in borders if border > at), default=len(words))
    return [part for part in ((0, before), (behind, len(words))) if part[0] < part[1]]


def semicolon(words: Sentence, at: int) -> int:
    """Where the next ";" stands, at word `at` or behind it; the end of the sentence where none does."""
    return next((spot for spot in range(at, len(words)) if words.low[spot] == ";"), len(words))


def _borders(words: Sentence) -> list[tuple[int, frozenset[str]]]:
    """Where a clause with a subject and a verb of its own begins, behind "and" or a semicolon, and what
    both sides have their own of."""
    if words.clauses is None:
        starts = [0, *(at for at in range(1, len(words)) if _begins(words, at)), len(words)]
        words.clauses = [
            (at, _own(words, before, at, behind))
            for before, at, behind in zip(starts, starts[1:], starts[2:], strict=False)
        ]
    return words.clauses


def _begins(words: Sentence, at: int) -> bool:
    if words.low[at] not in words.lex.clause_joints:
        return words.low[at] == ";"
    start = _behind_adjunct(words, at + 1)
    subject = words.opening.get(start)
    verb = after_chain(words, subject) if subject is not None else at
    while words.tagged(verb) == "RB":
        verb += 1
    if subject is None or words.tagged(verb) not in FINITE:
        return False
    told = words.at(verb) in words.lex.own_harm or words.at(verb) in words.lex.saying
    # "violence between guards and rebels has left six dead" is one clause.
    before = any(words.tag[i] in FINITE and words.within[i] is None for i in range(at))
    return not told and (before or start > at + 1)


def _behind_adjunct(words: Sentence, at: int) -> int:
    """Where the clause goes on behind the time or place with which it begins: "in 2021 a bus fell"."""
    phrase = words.opening.get(at + 1) if words.tagged(at) == "IN" else None
    if phrase is None or words.label[phrase.head] not in _BOTH:
        return at
    return phrase.end + (words.at(phrase.end) == ",")


def _own(words: Sentence, before: int, at: int, behind: int) -> frozenset[str]:
    """What the clauses on both sides of word `at` have; "In Lima, …" at the start is of both."""
    if words.low[at] != ";" and _behind_adjunct(words, at + 1) > at + 1:
        return _BOTH
    start = before or _behind_adjunct(words, 0)
    return _adjuncts(words, start, at) & _adjuncts(words, at, behind)


def _adjuncts(words: Sentence, start: int, end: int) -> frozenset[str]:
    """Whether words [start, end) tell a time, and a place behind a preposition or at their start."""
    told = {words.label[at] for at in range(start, end) if words.label[at] == WHEN}
    for at in range(start, end):
        phrase = words.opening.get(at)
        led = at <= start + 1 or words.tagged(at - 1) == "IN" or words.at(at - 1) in words.lex.directions
        if phrase is not None and led and WHERE in words.label[phrase.start : phrase.end]:
            told.add(WHERE)
    return frozenset(told)
