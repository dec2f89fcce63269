"""The pass that finds homes: behind a full name and "of" stands where someone lives, and no person."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span

from newsfacts.doc.store import Labelled
from newsfacts.english.names import fold
from newsfacts.english.titles import is_any_title, title_words
from newsfacts.names import organization_names
from newsfacts.names.passes.clues import CERTAIN, DOUBTFUL, is_known_body, is_place, trust, words_of_people
from newsfacts.names.passes.value import LOC, ORG, PERSON, PLACES, Names, words

MAX_HOME = 3  # words of a town's name


def homes(names: Names) -> Names:
    """Homes behind people: the "Orlo" of "Linda Bell of Orlo" is a town, though tagged as a person or not at
    all. One that no list has is left out where it was taken for a person.
    """
    people = words_of_people(names.found)
    found = list(names.found)
    for person in names.found:
        home = _home(names, person)
        over = names.over(home.start, home.end) if home is not None else []
        if home is None or not all(_gives_way(one, home, people) for one in over):
            continue
        known = is_place(home.text)
        if known or any(one.label == PERSON and trust(one) < DOUBTFUL for one in over):
            found = [one for one in found if one not in over]
        if known:
            found.append(Labelled(home, LOC, _believed(over)))
    same = [id(one) for one in found] == [id(one) for one in names.found]
    return names if same else names.having(sorted(found, key=lambda one: one.span.start))


def _believed(over: Sequence[Labelled]) -> float | None:
    """What the most believed of some names is believed; None where none is."""
    return max((one.confidence for one in over if one.confidence is not None), default=None)


def _home(names: Names, person: Labelled) -> Span | None:
    """The capitals behind a full name and "of"; None where there are none, or a verb asks for the "of"."""
    start, end = person.span.start, person.span.end
    if person.label != PERSON or len(person.span) < 2 or names.low[end : end + 1] != ["of"]:
        return None
    if any(word in words().of_verbs for word in names.low[max(start - 2, 0) : start]):
        return None  # "accused Ken Orlo of"
    last = end + 1
    while last < min(end + 1 + MAX_HOME, len(names.words)) and _is_capital(names, last):
        last += 1
    return names.doc[end + 1 : last] if last > end + 1 else None


def _is_capital(names: Names, at: int) -> bool:
    word = names.words[at]
    plain = word[0].isupper() and word.replace("-", "").replace("'", "").isalpha()
    return plain and not is_any_title(word) and names.low[at] not in title_words("stops")


def _gives_way(one: Labelled, home: Span, people: set[str]) -> bool:
    """Whether a name over a home was taken for a person or body in error: hardly believed, no surname."""
    if one.label in PLACES or one.span.start != home.start or one.span.end != home.end:
        return False
    if one.label == ORG:
        listed = organization_names.listed(one.text) is not None
        return trust(one) < DOUBTFUL and not (listed or is_known_body(one.text))
    sure = trust(one) >= CERTAIN and len(one.span) > 1
    return not sure and not any(fold(token.text) in people for token in one.span)
