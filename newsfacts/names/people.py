"""Finds people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from newsfacts.doc import store
from newsfacts.english.names import spelt_out, surname_last
from newsfacts.names import coreference, mentions, pronouns
from newsfacts.names.age_nationality import Ages, Nationalities
from newsfacts.names.roles import Roles
from newsfacts.types import Person


@Language.factory("newsfacts_people", requires=["doc.sents"], assigns=["doc.spans"])
def make_people(nlp: Language, name: str) -> People:
    return People()


class People:
    """The component that finds people and keeps them as span group `people`.

    It comes first of those that read the names, and keeps them cleaned as span group `mentions` for the
    others.
    """

    def __call__(self, doc: Doc) -> Doc:
        mentions.keep(doc, mentions.resolve(doc))
        store.store(doc, "people", self.find(doc))
        return doc

    def find(self, doc: Doc) -> tuple[Person, ...]:
        """The people of `doc`, in reading order; changes nothing."""
        groups = coreference.people(doc, mentions.mentions(doc, (mentions.PERSON,)))
        if not groups:
            return ()
        told = Descriptions(doc)
        people = [self._person(group, told) for group in groups]
        found = pronouns.find(doc, groups, [(person.role, person.age) for person in people])
        return tuple(
            replace(person, pronouns=spans) if spans else person
            for person, spans in zip(people, found, strict=True)
        )

    @staticmethod
    def _person(group: coreference.Group, told: Descriptions) -> Person:
        texts = [mentions.text_of(m) for m in group.mentions]
        # The fullest form: the most words, then, as initials are shorter, the most letters; the first of
        # these. A form in ordinary spelling goes before the same in capitals.
        own = [mentions.text_of(m) for m in group.mentions if m not in group.others] or texts
        name = max(own, key=lambda text: (len(text.split()), not _in_capitals(text), len(text)))
        if _in_capitals(name):
            name = spelt_out(name)
        name = surname_last(name)
        role, age, nationality = told.of([m.span for m in group.mentions])
        return Person(
            name=name,
            role=role,
            aliases=mentions.other_forms(name, texts),
            mentions=tuple(mentions.evidence(m) for m in group.mentions),
            confidence=mentions.confidence_of(group.mentions),
            age=age,
            nationality=nationality,
        )


class Descriptions:
    """What an article says of its people beside their names."""

    def __init__(self, doc: Doc) -> None:
        labels = mentions.labels(doc)
        self.roles, self.ages = Roles(doc, labels), Ages(doc, labels)
        self.nationalities = Nationalities(doc, labels)

    def of(self, spans: Sequence[Span]) -> tuple[str | None, int | None, str | None]:
        """The role, age and nationality of the person with these mentions, each None where it is not said."""
        return self.roles.of(spans), self.ages.of(spans), self.nationalities.of(spans)


def _in_capitals(name: str) -> bool:
    """Whether a name is written in capitals: "JOHN SMITH", but not "JFK"."""
    return name.isupper() and len(name) > 4
