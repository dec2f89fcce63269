"""The pass that finds homes: behind a full name and "of" stands where someone lives, and no person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Span

from newsfacts.doc.store import Labelled
from newsfacts.english.names import fold
from newsfacts.english.titles import is_any_title, title_words
from newsfacts.names import organization_names
from newsfacts.names.passes.clues import (
    CERTAIN,
    DOUBTFUL,
    FIRM,
    is_known_body,
    is_place,
    trust,
    words_of_people,
)
from newsfacts.names.passes.given import is_given
from newsfacts.names.passes.value import LOC, ORG, PERSON, PLACES, Names, words

MAX_HOME = 3  # words of a town's name


def homes(names: Names) -> Names:
    """Homes behind people: the "Orlo" of "Linda Bell of Orlo" is a town, though tagged as a person or not at
    all; so are both of "Linda Bell, 29, of Orlo Lane, Great Hale,". One that no list has is left out where it
    was taken for a person, if no age or street tells it a home.
    """
    people = words_of_people(names.found)
    gone: set[int] = set()
    towns: list[Labelled] = []
    for person in names.found:
        for home, told in _homes(names, person):
            over = names.over(home.start, home.end)
            if not all(_gives_way(one, home, people, told) for one in over):
                continue
            as_person = any(one.label == PERSON and (told or trust(one) < DOUBTFUL) for one in over)
            known = is_place(home.text) or (told and (as_person or _is_street(names, home.end)))
            if known or as_person:
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
    an age or a street tells it one.
    """
    if person.label != PERSON or len(person.span) < 2:
        return
    start, aged = _home_start(names, person.span)
    last = _capitals(names, start) if start else 0
    if not start or last == start:
        return
    street = _is_street(names, last) and names.low[start - 2] == ","
    told = aged or street
    if names.low[start - 2] != "," or told:
        yield names.doc[start:last], told
    further = _capitals(names, last + 1) if told and names.low[last : last + 1] == [","] else 0
    person_next = not street and further and is_given(names.words[last + 1])
    if further > last + 1 and _ends_address(names, further) and not person_next:
        yield names.doc[last + 1 : further], True


def _home_start(names: Names, person: Span) -> tuple[int, bool]:
    """The token behind "of" or ", of" or ", 29, of" behind a person, 0 where none stands there; whether an
    age does. None where a verb asks for the "of": "accused Ken Orlo of".
    """
    at, low = person.end, names.low
    if low[at : at + 1] == [","] and low[at + 2 : at + 4] in ([",", "of"], [",", "from"]):
        return (at + 4, True) if names.words[at + 1].isdigit() else (0, False)
    if low[at : at + 2] == [",", "of"]:
        return at + 2, False
    asked = not words().of_verbs.isdisjoint(low[max(person.start - 2, 0) : person.start])
    return (at + 1, False) if low[at : at + 1] == ["of"] and not asked else (0, False)


def _is_street(names: Names, end: int) -> bool:
    """Whether a name that ends before token `end` is a street's."""
    return names.low[end - 1] in words().street_ends | words().address_ends


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


def _gives_way(one: Labelled, home: Span, people: set[str], told: bool) -> bool:
    """Whether a name over a home was taken for a person or body in error: hardly believed, no surname; where
    an age or a street tells the home, a person may be believed.
    """
    if one.label in PLACES or one.span.start != home.start or one.span.end != home.end:
        return False
    if one.label == ORG:
        listed = organization_names.listed(one.text) is not None
        return trust(one) < (FIRM if told else DOUBTFUL) and not (listed or is_known_body(one.text))
    sure = not told and trust(one) >= CERTAIN and len(one.span) > 1
    alone = told and len(one.span) > 1  # its own words are among those of people
    return not sure and (alone or not any(fold(token.text) in people for token in one.span))
