"""Passes that leave out names of things: storms, ships, animals, vaccines, cars, strains of a virus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span

from newsfacts.doc.store import Labelled
from newsfacts.english.names import fold
from newsfacts.english.titles import is_listed, is_title
from newsfacts.english.words import closed, lists
from newsfacts.names import organization_names
from newsfacts.names.passes.clues import CERTAIN, trust
from newsfacts.names.passes.value import ORG, PERSON, PLACES, Names

MAX_BEAST, MAX_BREED = 4, 9  # tokens of "the family's new pet" before "dog", of "a 10-year-old terrier"
MAX_BEFORE = 3  # tokens of "vaccine known as" before a name
HARDLY = 0.5  # a body that is believed more is the maker of the vaccine
MAX_PAINTS = 3  # tokens of "a stolen dark blue" before a car
ARTICLES_OF_CARS = frozenset({"a", "an", "the", "his", "her", "their", "my", "another", "one", "both"})


@dataclass(frozen=True, slots=True)
class ThingWords:
    """The tables of `names/passes/things.toml`."""

    storms: frozenset[str]
    ships: frozenset[str]
    animals: frozenset[str]
    owners: frozenset[str]
    phrase_ends: frozenset[str]
    aboard: frozenset[str]
    sails: frozenset[str]
    medicines: frozenset[str]
    doses: frozenset[str]
    strains: frozenset[str]
    models: frozenset[str]
    vehicles: frozenset[str]
    paints: frozenset[str]


@cache
def words() -> ThingWords:
    return lists("names/passes/things", ThingWords)


def things(names: Names) -> Names:
    """Without the names of storms, ships, animals and vaccines: no people, bodies, nor places.

    "Typhoon Amihan", "the ferry Orlo", "his dog, Fenn", "Fenn, a 10-year-old terrier", "doses of Orlovax".
    """
    doc = names.doc
    bearers = {fold(m.text) for m in names.found if _is_thing(names, m)} | set(_storms(names))
    return names.having(
        m
        for m in names.found
        if fold(m.text) not in bearers and not _is_prefix(doc, m.span.start, m.span.end)
    )


def _storms(names: Names) -> Iterator[str]:
    """The names behind "Typhoon", whether they were found there or not."""
    for at, word in enumerate(names.low[:-1]):
        if word in words().storms and names.words[at].istitle() and names.words[at + 1].istitle():
            yield fold(names.words[at + 1])


def _is_thing(names: Names, name: Labelled) -> bool:
    """Whether the words beside a name tell that it is a thing's."""
    if name.label == ORG and not _is_doubtful_body(name):
        return False
    at = name.span.start
    if at > 1 and names.doc[at - 1].is_title and is_title(names.low[at - 1], "ranks"):
        at -= 1  # "the ferry Queen Orlo"
    if (at > 0 and _bears_name(names.doc, at - 1)) or _is_ship(names, name):
        return True
    return name.label not in PLACES and (_is_animal(names, name) or _is_medicine(names, name))


def _is_doubtful_body(body: Labelled) -> bool:
    """Whether a body of one word is known to no list, and not believed above all."""
    if len(body.span) > 1 or trust(body) >= CERTAIN:
        return False
    return organization_names.listed(body.text) is None and organization_names.known(body.text) is None


def _bears_name(doc: Doc, at: int) -> bool:
    """Whether a word is a storm's or ship's before its name; two words for "the bulk carrier Orlo"."""
    word = doc[at]
    if word.is_upper and len(word) < 4:
        return word.lower_ in words().ships
    if word.is_title:
        return is_listed(word.text, words().storms)
    pair = f"{doc[at - 1].lower_} {word.lower_}" if at else ""
    return word.is_lower and (word.lower_ in words().ships or pair in words().ships)


def _is_ship(names: Names, name: Labelled) -> bool:
    """Whether a name behind "the" is a ship's: "the crew of the Abdullah", "the Lady Mary sank"."""
    low, start, end = names.low, name.span.start, name.span.end
    if start > 1 and is_title(low[start - 1], "honorifics"):
        start -= 1  # "the Lady Mary"
    if name.label in PLACES or start < 1 or low[start - 1] != "the" or not _stands_free(names, end):
        return False
    before = {" ".join(low[max(start - 1 - n, 0) : start - 1]) for n in (1, 2)}
    behind = {" ".join(low[end : end + n]) for n in (1, 2)}
    return not words().aboard.isdisjoint(before) or not words().sails.isdisjoint(behind)


def _stands_free(names: Names, end: int) -> bool:
    """Whether no noun stands behind a name, which it would belong to: "aboard the Obama campaign bus"."""
    if end >= len(names.words):
        return True
    return names.words[end] in closed().signs or not names.doc[end].tag_.startswith(("NN", "JJ", "POS"))


def _is_animal(names: Names, name: Labelled) -> bool:
    """Whether a person of one word is an animal by what is said right beside the name."""
    low, start, end = names.low, name.span.start, name.span.end
    if name.label != PERSON or end - start > 1 or not start:
        return False
    at = start - 1 - (low[start - 1] in (",", "named", "called"))
    if at > 0 and low[at] in words().animals:
        beasts = low[max(at - MAX_BEAST, 0) : at]
        return at == start - 1 or any(
            word in words().owners or word in closed().possessives for word in beasts
        )
    if low[end : end + 1] != [","] or low[end + 1 : end + 2] not in (
        ["a"],
        ["an"],
        ["the"],
        ["his"],
        ["her"],
    ):
        return False
    said = low[end + 2 : end + 2 + MAX_BREED]
    stop = next((i for i, word in enumerate(said) if word in words().phrase_ends), len(said))
    return stop > 0 and said[stop - 1] in words().animals


def _is_medicine(names: Names, name: Labelled) -> bool:
    """Whether a name of one word is a medicine's: "the Orlovax vaccine", "doses of Orlovax".

    A company's vaccine is called by the company: a body that is believed stays.
    """
    start, end = name.span.start, name.span.end
    if end - start > 1 or (name.label == ORG and trust(name) >= HARDLY):
        return False
    if names.low[end : end + 1] and names.low[end] in words().medicines:
        return True
    before = (" ".join(names.low[max(start - n, 0) : start]) for n in range(1, MAX_BEFORE + 1))
    return not words().doses.isdisjoint(before)


def _is_prefix(doc: Doc, start: int, end: int) -> bool:
    """Whether a name is no more than the "MV" before a ship's."""
    word = doc[start]
    alone = end - start == 1 and end < len(doc)
    return alone and word.is_upper and len(word) < 4 and word.lower_ in words().ships


# ---------------------------------------------------------------- cars, strains


def cars_and_strains(names: Names) -> Names:
    """Without the names of cars behind an article, "the silver Malibu", and strains, "the Sudan strain"."""
    return names.having(m for m in names.found if not (_is_strain(names, m) or _is_car(names, m)))


def _is_strain(names: Names, name: Labelled) -> bool:
    end = name.span.end
    return name.label in PLACES and end < len(names.low) and names.low[end] in words().strains


def _is_car(names: Names, name: Labelled) -> bool:
    """Whether a name is a car's: one of the list with "a" or "the" before it, where cars are spoken of."""
    span = name.span
    if name.text.lower() not in words().models or not _stands_free_of_names(names, span):
        return False
    behind = names.low[span.end : span.end + 1]
    if behind and behind[0] in words().vehicles:
        return True
    article = next((i for i in _before(names, span.start) if names.low[i] in ARTICLES_OF_CARS), None)
    if article is None or not _stands_free(names, span.end):
        return False
    sentence = span.sent
    return not words().vehicles.isdisjoint(names.low[sentence.start : sentence.end])


def _before(names: Names, at: int) -> Iterator[int]:
    """The tokens before token `at`, back to the first that is neither a colour nor a year."""
    for i in range(at - 1, max(at - 2 - MAX_PAINTS, -1), -1):
        yield i
        if names.low[i] not in words().paints and not names.low[i].isdigit():
            return


def _stands_free_of_names(names: Names, span: Span) -> bool:
    """Whether no capital goes on behind a name: not "the Colorado River"."""
    behind = names.words[span.end : span.end + 1]
    return not behind or not behind[0][0].isupper()
