"""What the passes work on: the names of one article, and the words beside them."""

from __future__ import annotations

from bisect import bisect_right
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

BORNE_OUT = 0.6  # what is believed less and borne out by the words themselves has no confidence

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

    def with_spans(self, spans: Iterable[At], label: str) -> Names:
        """The same article with `label` names at these tokens, in place of what they overlap.

        A name is believed as what of its label stood there is. Where nothing did, or what was hardly
        believed, its confidence is None: what bears it out has no calibrated one.
        """
        new: list[Labelled] = []
        taken: set[int] = set()
        for start, end in sorted(set(spans), key=lambda at: (at[0] - at[1], at)):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                given = (m.confidence for m in self.over(start, end) if m.label == label)
                belief = max((c for c in given if c is not None and c >= BORNE_OUT), default=None)
                new.append(Labelled(self.doc[start:end], label, belief))
        if not new:
            return self
        kept = (m for m in self.found if taken.isdisjoint(range(m.span.start, m.span.end)))
        return self.having(sorted((*kept, *new), key=lambda m: m.span.start))

    def over(self, start: int, end: int) -> list[Labelled]:
        """The names found that overlap tokens [start, end); none of them may overlap another."""
        at = bisect_right(self.found, start, key=lambda m: m.span.end)
        after = at
        while after < len(self.found) and self.found[after].span.start < end:
            after += 1
        return list(self.found[at:after])


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
    short_days: frozenset[str]
    groups: frozenset[str]
    things: frozenset[str]
    family_names: frozenset[str]
    nickname_opens: frozenset[str]
    nickname_closes: frozenset[str]
    name_leads: frozenset[str]
    before_known: frozenset[str]
    against: frozenset[str]
    of_verbs: frozenset[str]
    rank_names: frozenset[str]
    rank_parts: frozenset[str]
    businesses: frozenset[str]
    towns: frozenset[str]
    street_ends: frozenset[str]
    address_ends: frozenset[str]
    division_ends: frozenset[str]
    outlived: frozenset[str]
    public_ends: frozenset[str]
    team_names: frozenset[str]


@cache
def words() -> PassWords:
    return lists("names/passes/words", PassWords)
