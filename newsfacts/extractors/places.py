"""Finds places."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from newsfacts.nlp import store
from newsfacts.types import Place


@Language.factory("newsfacts_places", requires=["doc.sents"], assigns=["doc.spans"])
def make_places(nlp: Language, name: str) -> Places:
    return Places()


class Places:
    """The component that finds places and keeps them as span group `places`."""

    def __call__(self, doc: Doc) -> Doc:
        store.store(doc, "places", self.find(doc))
        return doc

    def find(self, doc: Doc) -> tuple[Place, ...]:
        """The facts of `doc`, in reading order; changes nothing."""
        return ()
