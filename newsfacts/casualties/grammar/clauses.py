"""Clauses of a sentence that tell of two events: "nine drowned in Oru in May and six died in Batu"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from newsfacts.casualties.grammar.subjects import after_chain
from newsfacts.casualties.sentence import Sentence, Words
from newsfacts.casualties.tags import FINITE

WHEN, WHERE = "DATE", "LOC"


def apart(words: Sentence, one: int, other: int, labels: tuple[str, ...] = (WHEN, WHERE)) -> bool:
    """Whether words `one` and `other` stand in clauses each of which has a time or a place of its own, or the
    later of which begins with one. `labels`: what each must have its own of."""
    first, last = min(one, other), max(one, other)
    return any(first < at <= last and _own(words, at, labels) for at in _borders(words))


def others(words: Sentence, at: int) -> list[Words]:
    """The clauses of the sentence that tell of other events than that in which word `at` stands."""
    borders = [0, *_borders(words), len(words)]
    return [clause for clause in pairwise(borders) if clause[0] < clause[1] and apart(words, clause[0], at)]


def _borders(words: Sentence) -> Iterator[int]:
    """Where a clause with a subject and a verb of its own begins, behind "and", "but" or a semicolon."""
    for at, low in enumerate(words.low):
        if low == ";":
            yield at
        elif low in words.lex.clause_joints:
            subject = words.opening.get(_behind_adjunct(words, at + 1))
            verb = after_chain(words, subject) if subject is not None else at
            while words.tagged(verb) == "RB":
                verb += 1
            tells = words.tagged(verb) in FINITE and words.at(verb) not in words.lex.own_harm
            if subject is not None and tells:
                yield at


def _behind_adjunct(words: Sentence, at: int) -> int:
    """Where the clause goes on behind the time or place with which it begins: "in 2021 a bus fell"."""
    phrase = words.opening.get(at + 1) if words.tagged(at) == "IN" else None
    if phrase is None or words.label[phrase.head] not in (WHEN, WHERE):
        return at
    return phrase.end + (words.at(phrase.end) == ",")


def _own(words: Sentence, at: int, labels: tuple[str, ...]) -> bool:
    if words.low[at] != ";" and _behind_adjunct(words, at + 1) > at + 1:
        return True
    borders = [0, *_borders(words), len(words)]
    here = borders.index(at) if at else 0
    left, right = words.label[borders[here - 1] : at], words.label[at : borders[here + 1]]
    return any(label in left and label in right for label in labels)
