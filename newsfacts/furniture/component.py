"""Marks what is on the page but not part of the story; deletes nothing."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from newsfacts.doc import store
from newsfacts.doc.sentences import add_borders
from newsfacts.furniture.marks import find_furniture
from newsfacts.types import Skipped


@Language.factory("newsfacts_furniture", assigns=["doc.spans", "token.is_sent_start"])
def make_furniture(nlp: Language, name: str) -> Furniture:
    return Furniture()


class Furniture:
    """The component that keeps furniture as span group `skipped`, and ends sentences at its edges."""

    def __call__(self, doc: Doc) -> Doc:
        found = self.find(doc)
        # No sentence reaches from the story into furniture or back.
        add_borders(doc, [edge for fact in found for edge in (fact.span.start, fact.span.end)])
        store.store(doc, "skipped", found)
        store.forget_sentences(doc)
        return doc

    def find(self, doc: Doc) -> tuple[Skipped, ...]:
        """The furniture of `doc`, in reading order; changes nothing."""
        return find_furniture(store.text_of(doc))
