"""The pass that finds homes: behind a full name and "of" stands where someone lives, and no person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Span

from newsfacts.doc.store import Labelled
from newsfacts.english.names import fold
from newsfacts.english.titles import is_any_title, title_words
from newsfacts.names import organization_names
from newsfacts.names.passes.clues import CERTAIN, DOUBTFUL, is_known_body, is_place, trust, words_of_people
from newsfacts.names.passes.given import is_given
from newsfacts.names.passes.value import LOC, ORG, PERSON, PLACES, Names, words

MAX_HOME = 3  # words of a town's name


def homes(names: Names) -> Names:
    """Homes behind people: the "Orlo" of "Linda Bell of Orlo" is a town, though tagged as a person or not at
    all; so are both of "Linda Bell, 29, of Orlo Lane, Great Hale,". One that no list has is left out where it
    was taken for a person.
    """
    people = words_of_people(names.found)
    gone: set[int] = set()
    towns: list[Labelled] = []
    for person in names.found:
        for home, aged in _homes(names, person):
            over = names.over(home.start, home.end)
            if not all(_gives_way(one, home, people, aged) for one in over):
                continue
            known = is_place(home.text) or (aged and home[-1].lower_ in words().street_ends)
            if known or any(one.label == PERSON and (aged or trust(one) < DOUBTFUL) for one in over):
                gone.update(map(id, over))
            if known:
                towns.append(Labelled(home, LOC, _believed(over)))
    if not gone and not towns:
        return names
    kept = (one for one in names.found if id(one) not in gone)
    return names.having(sorted((*kept, *towns), key=lambda one: one.span.start))


def _believed(over: Sequence[Labelled]) -> float | None:
    """What the most believed of some names is believed; None where none is."""
    return max((one.confidence for one in over if one.confidence is not None), default=None)


def _homes(names: Names, person: Labelled) -> Iterator[tuple[Span, bool]]:
    """What is told of a home behind a full name, "of Orlo" or ", 29, of Orlo Lane, Great Hale,", and whether
    an age stands before it. None where a verb asks for the "of": "accused Ken Orlo of".
    """
    start, at = person.span.start, person.span.end
    if person.label != PERSON or len(person.span) < 2:
        return
    aged = names.low[at : at + 1] == [","] and names.low[at + 2 : at + 4] in ([",", "of"], [",", "from"])
    aged = aged and names.words[at + 1].isdigit()
    if aged:
        at += 3
    elif names.low[at : at + 1] != ["of"] or not words().of_verbs.isdisjoint(
        names.low[max(start - 2, 0) : start]
    ):
        return
    last = _capitals(names, at + 1)
    if last > at + 1:
        yield names.doc[at + 1 : last], aged
    further = _capitals(names, last + 1) if aged and names.low[last : last + 1] == [","] else 0
    if further > last + 1 and _ends_address(names, further) and not is_given(names.words[last + 1]):
        yield names.doc[last + 1 : further], True


def _capitals(names: Names, start: int) -> int:
    """Where the words with capitals from token `start` on end."""
    last = start
    while last < min(start + MAX_HOME, len(names.words)) and _is_capital(names, last):
        last += 1
    return last


def _ends_address(names: Names, end: int) -> bool:
    """Whether a sentence goes on behind an address, and no list of people: ", admitted", not ", 31, of"."""
    if names.low[end : end + 1] != [","] or end + 1 >= len(names.words):
        return False
    behind = names.words[end + 1]
    return behind.isalpha() and behind.islower() and behind not in ("and", "of", "from", "aged")


def _is_capital(names: Names, at: int) -> bool:
    word = names.words[at]
    plain = word[0].isupper() and word.replace("-", "").replace("'", "").isalpha()
    return plain and not is_any_title(word) and names.low[at] not in title_words("stops")


def _gives_way(one: Labelled, home: Span, people: set[str], aged: bool) -> bool:
    """Whether a name over a home was taken for a person or body in error: hardly believed, no surname; behind
    an age a person may be believed.
    """
    if one.label in PLACES or one.span.start != home.start or one.span.end != home.end:
        return False
    if one.label == ORG:
        listed = organization_names.listed(one.text) is not None
        return trust(one) < DOUBTFUL and not (listed or is_known_body(one.text))
    sure = not aged and trust(one) >= CERTAIN and len(one.span) > 1
    alone = aged and len(one.span) > 1  # its own words are among those of people
    return not sure and (alone or not any(fold(token.text) in people for token in one.span))
