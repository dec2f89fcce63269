""" "A 15th victim has died": one person who raises the toll of his harm to fifteen.

In an article alone that is one dead. Where the story tells a toll of fourteen, or of fifteen, it is the
next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace

from newsfacts.merge.statements import Told
from newsfacts.merge.words import stem, stems
from newsfacts.rules import read
from newsfacts.types import CasualtyFigure, Harm

_ORDINAL = re.compile(
    r"(?:an?|the|another)?\s*(?P<ordinal>\d{1,4}(?=(?:st|nd|rd|th)\b)|[a-z]+)(?:st|nd|rd|th)?\s+(?P<who>.+)",
    re.IGNORECASE,
)

Item = tuple[int, Told]


def counted_on(told: Sequence[Item], again: Callable[[Item, CasualtyFigure], Told]) -> list[Item]:
    """`told` with the figures of such people raised to the toll. `again`: tells one with another figure."""
    totals: dict[int | None, set[str]] = {}
    for _, one in told:
        if one.figure.kind is Harm.KILLED and not one.lone:
            totals.setdefault(one.figure.min, set()).update(stems(one.figure.victims or ""))
    made = []
    for item in told:
        number = _place_of(item[1].figure, totals)
        if number is not None:
            # He died on a day of his own, which is not that of the harm.
            one = again(item, replace(item[1].figure, min=number, max=number, victims=None, date=None))
            one.updates, one.lone, one.is_part = True, False, False
            item = item[0], one
        made.append(item)
    return made


def _place_of(figure: CasualtyFigure, totals: Mapping[int | None, Set[str]]) -> int | None:
    """15 of "a 15th victim", where 14 or 15 are told, else None. `totals`: by number, who they were."""
    match = _ORDINAL.fullmatch(figure.victims or "")
    if figure.kind is not Harm.KILLED or figure.min != 1 or figure.max != 1 or match is None:
        return None
    rules = read("merge/tolls")["ordinals"]
    said = match["ordinal"].lower()
    number = int(said) if said.isdigit() else rules["words"].get(said)
    before = [totals[n] for n in (number - 1, number) if n in totals] if number else []
    who = stem(match["who"].split()[-1].lower())
    known = who in rules["counted"].split() or any(who in victims for victims in before)
    return number if before and known else None
