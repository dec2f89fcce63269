"""Bodies that the tagger does not know as names.

Those in small letters with a country, "Russia's defence ministry", and buildings that are bodies as well,
"Lima General Hospital". They may stand over the names of places, which stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from newsfacts import gazetteer
from newsfacts.doc import store
from newsfacts.doc.store import Labelled
from newsfacts.english.words import closed, lists
from newsfacts.names.passes.value import LOC, ORG, PLACES

MAX_FIELD = 3  # words between a country and "ministry"
MAX_PEOPLES = 2  # "Bosnian Serb"
PEOPLE_ENDS = ("ish", "ian", "ese", "ani")
FIELD_TAGS = ("JJ", "NN", "NNS", "NNP", "VBG", "")


@dataclass(frozen=True, slots=True)
class SmallWords:
    """The tables of `names/small_bodies.toml`."""

    heads: frozenset[str]
    forces: frozenset[str]
    ends: frozenset[str]
    fields: frozenset[str]
    owners: frozenset[str]
    no_fields: frozenset[str]
    houses: frozenset[str]
    missions: frozenset[str]
    acts: frozenset[str]


@cache
def words() -> SmallWords:
    return lists("names/small_bodies", SmallWords)


def small_bodies(doc: Doc, found: Sequence[Labelled]) -> list[Labelled]:
    """Bodies besides those among the names `found`, in reading order. Their confidence is None."""
    taken = {i for m in found if m.label == ORG for i in range(m.span.start, m.span.end)}
    places = {m.span.end: m.span.start for m in found if m.label == LOC}
    spans = dict.fromkeys(_ministries(doc, places))
    spans.update((at, None) for at in _houses(doc, found))
    free = (at for at in sorted(spans) if taken.isdisjoint(range(*at)))
    return [Labelled(doc[start:end], ORG, None) for start, end in free]


def _ministries(doc: Doc, places: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Where a body in small letters stands behind a country. `places`: by their end, where they begin."""
    low, texts = store.lower_words_of(doc), store.words_of(doc)
    for first, after in store.story_of(doc):
        for at in range(first + 1, after):
            word = low[at]
            if texts[at] != word or word not in _last_words():
                continue
            if word in words().forces:
                people = _peoples(doc, at, first)
                if at - people == MAX_PEOPLES:
                    yield people, at + 1
                continue
            head = _head(low, at, first)
            start = None if head is None else _owner(doc, head, first, places)
            if start is not None and (word not in words().missions or _is_told(doc, at + 1, after)):
                yield start, at + 1


def _is_told(doc: Doc, end: int, after: int) -> bool:
    """Whether a mission that ends before token `end` does something there, or its town is named: "the Zambian
    embassy in Harare", "the Zambian embassy said". Else the words mean a house, or what is elsewhere named.
    """
    low = store.lower_words_of(doc)
    if low[end : end + 1] == ["in"] and end + 1 < after:
        return doc[end + 1].text[0].isupper()
    return end < after and low[end] in words().acts


@cache
def _last_words() -> frozenset[str]:
    return frozenset(head.split()[-1] for head in words().heads) | words().ends | words().forces


def _head(low: Sequence[str], at: int, first: int) -> int | None:
    """Where the phrase for a body begins that ends with token `at`: "general staff", "coast guard"."""
    if at > first and f"{low[at - 1]} {low[at]}" in words().heads:
        return at - 1
    if low[at] in words().heads:
        return at
    return at - 1 if low[at] in words().ends and low[at - 1] in words().fields else None


def _owner(doc: Doc, head: int, first: int, places: dict[int, int]) -> int | None:
    """Where the country or people begins whose body begins at token `head`, words for its field between."""
    low = store.lower_words_of(doc)
    at = head
    while at > max(first, head - MAX_FIELD) and _is_field(doc, at - 1, low):
        at -= 1
    if low[at - 1] in closed().possessives and at - 2 >= first:
        owner = at - 1
        if low[owner - 1] in words().owners:
            return owner - 1
        return places.get(owner)
    start = _peoples(doc, at, first)
    return start if start < at else places.get(at)


def _peoples(doc: Doc, at: int, first: int) -> int:
    """Where the words for a people begin that end before token `at`."""
    start = at
    while start > max(first, at - MAX_PEOPLES) and _is_people(doc, start - 1):
        start -= 1
    return start


def _is_field(doc: Doc, at: int, low: Sequence[str]) -> bool:
    token = doc[at]
    return token.is_lower and token.is_alpha and token.tag_ in FIELD_TAGS and low[at] not in words().no_fields


def _is_people(doc: Doc, at: int) -> bool:
    """Whether a word is one for a people, by the gazetteer, or its ending where it has no country."""
    word = doc[at].text
    if not word[0].isupper():
        return False
    return bool(gazetteer.default().people(word)) or (doc[at].tag_ == "JJ" and word.endswith(PEOPLE_ENDS))


def _houses(doc: Doc, found: Sequence[Labelled]) -> Iterator[tuple[int, int]]:
    """Hospitals and police stations among the places, and small letters behind one: "Yaba police station"."""
    low = store.lower_words_of(doc)
    for m in found:
        if m.label not in PLACES:
            continue
        end = m.span.end
        if len(m.span) > 1 and not words().houses.isdisjoint(fold_end(m.text)):
            yield m.span.start, end
        elif low[end : end + 2] == ["police", "station"]:
            yield m.span.start, end + 2


def fold_end(name: str) -> tuple[str, str]:
    """The last word of a name, and its last two, in small letters."""
    parts = name.lower().split()
    return parts[-1], " ".join(parts[-2:])
