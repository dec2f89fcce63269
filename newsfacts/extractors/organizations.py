"""Finds organizations."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from newsfacts.nlp import store
from newsfacts.types import Organization


@Language.factory("newsfacts_organizations", requires=["doc.sents"], assigns=["doc.spans"])
def make_organizations(nlp: Language, name: str) -> Organizations:
    return Organizations()


class Organizations:
    """The component that finds organizations and keeps them as span group `organizations`."""

    def __call__(self, doc: Doc) -> Doc:
        store.store(doc, "organizations", self.find(doc))
        return doc

    def find(self, doc: Doc) -> tuple[Organization, ...]:
        """The facts of `doc`, in reading order; changes nothing."""
        return ()
