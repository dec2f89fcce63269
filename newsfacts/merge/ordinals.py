""" "A 15th victim has died": one person who raises the toll of his harm to fifteen.

In an article alone that is one dead. Where the story tells a toll of fourteen, or of fifteen, it is the
next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from newsfacts.merge.statements import Told
from newsfacts.rules import read
from newsfacts.types import CasualtyFigure, Harm

_ORDINAL = re.compile(
    r"(?:an?|the|another)?\s*(?P<ordinal>\d{1,4}(?=(?:st|nd|rd|th)\b)|[a-z]+)(?:st|nd|rd|th)?\s+(?P<who>.+)",
    re.IGNORECASE,
)

Item = tuple[int, Told]


def counted_on(told: Sequence[Item], again: Callable[[Item, CasualtyFigure], Told]) -> list[Item]:
    """`told` with the figures of such people raised to the toll. `again`: tells one with another figure."""
    totals = {(one.figure.kind, one.figure.min) for _, one in told if not one.lone}
    made = []
    for item in told:
        number = _place_of(item[1].figure)
        kind = item[1].figure.kind
        if number is not None and not totals.isdisjoint({(kind, number - 1), (kind, number)}):
            # He died on a day of his own, which is not that of the harm.
            one = again(item, replace(item[1].figure, min=number, max=number, victims=None, date=None))
            one.updates, one.lone, one.is_part = True, False, False
            item = item[0], one
        made.append(item)
    return made


def _place_of(figure: CasualtyFigure) -> int | None:
    """15 of "a 15th victim"; None of all else."""
    match = _ORDINAL.fullmatch(figure.victims or "")
    if figure.kind is not Harm.KILLED or figure.min != 1 or figure.max != 1 or match is None:
        return None
    rules = read("merge/tolls")["ordinals"]
    if match["who"].split()[-1].lower() not in rules["counted"].split():
        return None
    said = match["ordinal"].lower()
    return int(said) if said.isdigit() else rules["words"].get(said)
