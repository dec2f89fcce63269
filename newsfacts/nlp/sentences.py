"""Sentence borders."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from newsfacts.nlp import store
from newsfacts.types import Skipped


@Language.factory("newsfacts_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    return Sentences()


class Sentences:
    """The component that sets `token.is_sent_start`."""

    def __call__(self, doc: Doc) -> Doc:
        for token in doc:
            token.is_sent_start = token.i == 0 or (
                doc[token.i - 1].text in ".?!" or "\n" in doc[token.i - 1].text
            )
        return doc


def story_sentences(doc: Doc) -> Iterator[Span]:
    """The sentences of the story: those not marked as furniture, blank ones left out."""
    skipped = [fact.span for fact in store.stored(doc, "skipped", Skipped)]
    for sentence in doc.sents:
        inside = any(span.start <= sentence.start_char < span.end for span in skipped)
        if not inside and not sentence.text.isspace():
            yield sentence
