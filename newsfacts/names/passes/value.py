"""What the passes work on: the names of one article, and the words beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from spacy.tokens import Doc

from newsfacts.doc import store
from newsfacts.doc.store import Labelled
from newsfacts.english.words import lists
from newsfacts.types import Decision

PERSON, ORG, LOC, FAC = "PERSON", "ORG", "LOC", "FAC"
PLACES = (LOC, FAC)
KINDS = (PERSON, ORG, *PLACES)

At = tuple[int, int]  # first token, token after the last


@dataclass(frozen=True, slots=True)
class Names:
    """The names of an article on their way through the passes, of which each changes `found` alone.

    `tagged`: what the tagger found, of all labels. `story`: for each token 1 where it belongs to the story, 0
    in furniture. `found`: PERSON ORG LOC FAC, in reading order. `changes`: by the tokens of a mention, what
    the passes before did to it (`record`).
    """

    doc: Doc
    tagged: tuple[Labelled, ...]
    story: bytearray
    words: Sequence[str]
    low: Sequence[str]
    found: tuple[Labelled, ...]
    changes: Mapping[At, tuple[Decision, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, doc: Doc) -> Names:
        """The tagger's names of the labels that are kept."""
        tagged = tuple(store.labelled(doc, store.NAMES))
        found = [name for name in tagged if name.label in KINDS]
        found.sort(key=lambda name: (name.span.start, -name.span.end))
        story = bytearray(len(doc))
        for start, end in store.story_of(doc):
            story[start:end] = b"\1" * (end - start)
        return cls(doc, tagged, story, store.words_of(doc), store.lower_words_of(doc), tuple(found))

    def having(self, found: Iterable[Labelled]) -> Names:
        """The same article with these names found."""
        return replace(self, found=tuple(found))


@dataclass(frozen=True, slots=True)
class PassWords:
    """The tables of `names/passes/words.toml`."""

    in_place: frozenset[str]
    at_place: frozenset[str]
    first_names: frozenset[str]
    hyphen_tails: frozenset[str]
    copulas: frozenset[str]
    speech: frozenset[str]
    sectors: frozenset[str]
    unions: frozenset[str]
    saints: frozenset[str]
    comma_suffixes: frozenset[str]
    dateline_ends: frozenset[str]
    dateline_marks: frozenset[str]
    body_joints: frozenset[str]
    storms: frozenset[str]
    ships: frozenset[str]
    short_days: frozenset[str]


@cache
def words() -> PassWords:
    return lists("names/passes/words", PassWords)
