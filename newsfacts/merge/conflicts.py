"""Casualty figures of one article that contradict each other, by the rules of tolls."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass

from newsfacts.merge.statements import Places, Told
from newsfacts.types import ArticleFacts, CasualtyFigure


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements that cannot both be right, in reading order."""

    first: CasualtyFigure
    second: CasualtyFigure


def conflicts(facts: ArticleFacts) -> tuple[Conflict, ...]:
    """The conflicts of an article in reading order, each pair of groups once, by their first statements."""
    return tuple(_conflicts(facts))


def _conflicts(facts: ArticleFacts) -> Iterator[Conflict]:
    known: set[tuple[int, int]] = set()
    # By all that has to be the same: the others need not be compared.
    told: defaultdict[object, deque[Told]] = defaultdict(lambda: deque(maxlen=_COMPARED))
    places = Places(facts)
    for figure in facts.casualties:
        second = Told(figure, facts, places)
        if not second.counts or second.updates:
            continue
        alike = told[figure.kind, second.victims]
        for first in alike:
            groups = (first.figure.group, figure.group)
            if groups not in known and first.excludes(second):
                known.add(groups)
                yield Conflict(first.figure, figure)
        alike.append(second)


# Articles of a million characters may tell of thousands of harms: each figure is held against the latest.
_COMPARED = 50
