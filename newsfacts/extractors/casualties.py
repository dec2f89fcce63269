"""Finds casualties."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from newsfacts.nlp import store
from newsfacts.types import CasualtyFigure


@Language.factory("newsfacts_casualties", requires=["doc.sents"], assigns=["doc.spans"])
def make_casualties(nlp: Language, name: str) -> Casualties:
    return Casualties()


class Casualties:
    """The component that finds casualties and keeps them as span group `casualties`."""

    def __call__(self, doc: Doc) -> Doc:
        store.store(doc, "casualties", self.find(doc))
        return doc

    def find(self, doc: Doc) -> tuple[CasualtyFigure, ...]:
        """The facts of `doc`, in reading order; changes nothing."""
        return ()
