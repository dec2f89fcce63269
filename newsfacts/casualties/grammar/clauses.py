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
    subject = words.opening.get(_behind_adjunct(words, at + 1))
    verb = after_chain(words, subject) if subject is not None else at
    while words.tagged(verb) == "RB":
        verb += 1
    return subject is not None and words.tagged(verb) in FINITE and words.at(verb) not in words.lex.own_harm


def _behind_adjunct(words: Sentence, at: int) -> int:
    """Where the clause goes on behind the time or place with which it begins: "in 2021 a bus fell"."""
    phrase = words.opening.get(at + 1) if words.tagged(at) == "IN" else None
    if phrase is None or words.label[phrase.head] not in _BOTH:
        return at
    return phrase.end + (words.at(phrase.end) == ",")


def _own(words: Sentence, before: int, at: int, behind: int) -> frozenset[str]:
    if words.low[at] != ";" and _behind_adjunct(words, at + 1) > at + 1:
        return _BOTH
    return _BOTH.intersection(words.label[before:at]).intersection(words.label[at:behind])
