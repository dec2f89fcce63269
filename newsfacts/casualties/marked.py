"""What the tagger marked in an article: figures by kind of harm, and the roles of a statement of harm."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from spacy.tokens import Doc

from newsfacts.casualties.sentence import Labelled
from newsfacts.doc import store
from newsfacts.types import CharSpan


class Marked:
    """The spans of the heads HARM and ROLES on a Doc, with at least the confidence given, that overlap
    none of `without` (in reading order)."""

    def __init__(self, doc: Doc, *, least_confidence: float, without: Sequence[CharSpan] = ()) -> None:
        figures, roles = (_spans(doc, key, least_confidence) for key in (store.HARM, store.ROLES))
        self.figures = [item for item in figures if not overlaps(without, item.span)]
        self.roles = [item for item in roles if not overlaps(without, item.span)]
        self.figure_starts = [item.span.start for item in self.figures]
        self.role_starts = [item.span.start for item in self.roles]

    def figures_in(self, sentence: CharSpan) -> list[Labelled]:
        left = bisect_left(self.figure_starts, sentence.start)
        return self.figures[left : bisect_left(self.figure_starts, sentence.end)]

    def roles_in(self, sentence: CharSpan) -> list[Labelled]:
        left = bisect_left(self.role_starts, sentence.start)
        return self.roles[left : bisect_left(self.role_starts, sentence.end)]


def overlaps(spans: Sequence[CharSpan], span: CharSpan) -> bool:
    """Whether `span` overlaps one of `spans`, which are in reading order and do not overlap each other."""
    at = bisect_left(spans, span.end, key=lambda other: other.start) - 1
    return at >= 0 and spans[at].end > span.start


def _spans(doc: Doc, key: str, least_confidence: float) -> list[Labelled]:
    return [
        Labelled(store.char_span(item.span), item.label, item.confidence)
        for item in store.labelled(doc, key)
        if item.confidence is None or item.confidence >= least_confidence
    ]
