"""Marks what is on the page but not part of the story; deletes nothing."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from newsfacts.nlp import store
from newsfacts.types import Skipped


@Language.factory("newsfacts_furniture", assigns=["doc.spans"])
def make_furniture(nlp: Language, name: str) -> Furniture:
    return Furniture()


class Furniture:
    """The component that keeps furniture as span group `skipped`."""

    def __call__(self, doc: Doc) -> Doc:
        store.store(doc, "skipped", self.find(doc))
        return doc

    def find(self, doc: Doc) -> tuple[Skipped, ...]:
        """The furniture of `doc`, in reading order; changes nothing."""
        return ()
