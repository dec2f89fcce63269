"""Passes that part bodies from who serves in them, and leave out what is a thing, not a body.

"Washington Rep." and "Colorado Democrat" say who someone is, "Operation Lumo" and "Orlo Prize" what something
is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from newsfacts.doc.store import Labelled
from newsfacts.english.titles import is_title
from newsfacts.english.words import closed, lists
from newsfacts.names import organization_names
from newsfacts.names.passes.clues import is_place
from newsfacts.names.passes.value import LOC, ORG, PERSON, Names


@dataclass(frozen=True, slots=True)
class OfficerWords:
    """The tables of `names/passes/officers.toml`."""

    titles: frozenset[str]
    of_titles: frozenset[str]
    adherents: frozenset[str]
    chambers: frozenset[str]
    things: frozenset[str]
    thing_begins: frozenset[str]


@cache
def words() -> OfficerWords:
    return lists("names/passes/officers", OfficerWords)


def parted(names: Names) -> Names:
    """Bodies without the officer or party member behind them; things left out.

    What is left of a name is a body where it is a known one or a chamber, a place where the gazetteer has it,
    and nothing else.
    """
    people = {m.span.start for m in names.found if m.label == PERSON}
    found = (m for m in names.found if not (m.span.end in people and _is_rank(m)))
    return names.having(part for name in found for part in _parted(names, name))


def _is_rank(name: Labelled) -> bool:
    """Whether a body of one word is a rank in capitals: "CSP" before "Ada Orlo"."""
    return name.label == ORG and name.text.isupper() and is_title(name.text, "ranks")


def _parted(names: Names, name: Labelled) -> Iterator[Labelled]:
    if name.label != ORG or organization_names.known(name.text) is not None:
        yield name
        return
    start, end = name.span.start, name.span.end
    last = _without_officer(names, start, end)
    if last == end:
        if not _is_thing(names, start, end):
            yield name
        return
    if last == start:
        return
    whole = names.doc[start:last]
    if organization_names.known(whole.text) is not None or names.low[last - 1] in words().chambers:
        yield name._replace(span=whole)
    elif is_place(whole.text):
        yield name._replace(span=whole, label=LOC)


def _without_officer(names: Names, start: int, end: int) -> int:
    """Where a body's name ends before a title or "Democrat"; `end` where none stands there.

    Not before "'s" or "of": the "Attorney General's Office" is a body, and so is what is "of" something.
    """
    low = names.low
    behind = low[end] if end < len(low) else ""
    if behind in closed().possessives or behind in closed().apostrophes or behind == "of":
        return end
    if "of" in low[start:end] or not names.words[end - 1][0].isupper():
        return end
    last = end
    if low[last - 1].rstrip(".") in words().adherents:
        return last - 1 if last - 1 > start else end
    goes_on = end < len(low) and names.words[end][0].isupper() and behind.rstrip(".") in words().titles
    if low[last - 1].rstrip(".") not in words().titles and not goes_on:
        return end
    while last > start and low[last - 1].rstrip(".") in (words().titles | words().of_titles):
        last -= 1
    return last


def _is_thing(names: Names, start: int, end: int) -> bool:
    """Whether a name of several words is of a prize, a law, an operation, a contest."""
    if end - start < 2 or names.low[end - 1] not in words().things:
        return end - start > 1 and names.low[start] in words().thing_begins
    return organization_names.listed(names.doc[start:end].text) is None
