"""Runs passes over names, and keeps on each mention which of them changed it, and what it was before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import is_
from typing import cast

from newsfacts.dataclass_data import from_dict, to_dict
from newsfacts.doc import store
from newsfacts.doc.store import Labelled
from newsfacts.names.passes.value import At, Names
from newsfacts.types import Decision

Pass = Callable[[Names], Names]


def run(names: Names, passes: Sequence[Pass]) -> Names:
    """`names` after all `passes`, in their order, with their changes."""
    for one in passes:
        names = recorded(names, one(names), one.__name__)
    return names


def recorded(before: Names, after: Names, by: str) -> Names:
    """`after` with what the pass `by` made of the mentions of `before`.

    A mention that is another object was changed: it comes from the one that stands there, or the first that
    it overlaps; where there is none, the pass found it.
    """
    if len(before.found) == len(after.found) and all(map(is_, before.found, after.found)):
        return after  # as nearly always
    known = set(map(id, before.found))
    new = [mention for mention in after.found if id(mention) not in known]
    if not new:
        return after
    changes = dict(before.changes)
    taken = {i: old for old in reversed(before.found) for i in range(old.span.start, old.span.end)}
    for mention in new:
        at = _at(mention)
        old = next((taken[i] for i in range(*at) if i in taken), None)
        if old is None:
            changes[at] = (Decision("found", f"pass {by}"),)
        else:
            changes[at] = (*before.changes.get(_at(old), ()), *_differences(old, mention, by))
    return replace(after, changes=changes)


def _differences(old: Labelled, new: Labelled, by: str) -> Iterator[Decision]:
    """What a mention was until a pass changed it."""
    if _at(old) != _at(new):
        yield Decision("words", f"until pass {by}", store.char_span(old.span))
    if old.label != new.label:
        yield Decision("label", f"{old.label} until pass {by}")
    if old.confidence != new.confidence:
        yield Decision("confidence", f"{old.confidence} until pass {by}")


def _at(mention: Labelled) -> At:
    return mention.span.start, mention.span.end


def plain(names: Names) -> list[list[object]]:
    """What was changed of the mentions found, as plain data that is written to bytes with a Doc: for each the
    first token, the token after the last, and its decisions; in reading order.
    """
    at = sorted(map(_at, names.found))
    return [[*one, [to_dict(made) for made in names.changes[one]]] for one in at if names.changes.get(one)]


def from_plain(change: Sequence[object]) -> tuple[Decision, ...]:
    """The decisions of one mention of `plain`."""
    made = cast(Sequence[object], change[2])
    return tuple(from_dict(Decision, one) for one in made)
