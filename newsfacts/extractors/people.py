"""Finds people."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from newsfacts.nlp import store
from newsfacts.types import Person


@Language.factory("newsfacts_people", requires=["doc.sents"], assigns=["doc.spans"])
def make_people(nlp: Language, name: str) -> People:
    return People()


class People:
    """The component that finds people and keeps them as span group `people`."""

    def __call__(self, doc: Doc) -> Doc:
        store.store(doc, "people", self.find(doc))
        return doc

    def find(self, doc: Doc) -> tuple[Person, ...]:
        """The facts of `doc`, in reading order; changes nothing."""
        return ()
