"""Finds dates."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from newsfacts.nlp import store
from newsfacts.types import EventDate


@Language.factory("newsfacts_dates", requires=["doc.sents"], assigns=["doc.spans"])
def make_dates(nlp: Language, name: str) -> Dates:
    return Dates()


class Dates:
    """The component that finds dates and keeps them as span group `dates`."""

    def __call__(self, doc: Doc) -> Doc:
        store.store(doc, "dates", self.find(doc))
        return doc

    def find(self, doc: Doc) -> tuple[EventDate, ...]:
        """The facts of `doc`, in reading order; changes nothing."""
        return ()
