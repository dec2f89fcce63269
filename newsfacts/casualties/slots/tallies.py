"""A place told as the one that counts those harmed there: "Oru counted four wounded, Batu none"."""

from __future__ import annotations

from newsfacts.casualties.figure import Figure
from newsfacts.casualties.sentence import Sentence, Words
from newsfacts.casualties.slots.sources import Source
from newsfacts.casualties.slots.words import slot_words


def counting_place(words: Sentence, figure: Figure, source: Source | None) -> Words | None:
    """The place that has or counts the figure as its own; None where none does."""
    if figure.rival and figure.agent is None:  # "…, Batu none"
        return figure.rival if _place(words, figure.rival) else None
    if source is None or words.low[source.verb] not in slot_words().tallying | slot_words().reporting:
        return None
    subject = (source.start, source.end)
    return subject if _place(words, subject) and source.end <= source.verb < figure.start else None


def only_counts(words: Sentence, source: Source | None) -> bool:
    """Whether who counts says nothing: "Oru counted four", not "Oru reported four"."""
    return source is None or words.low[source.verb] in slot_words().tallying


def _place(words: Sentence, span: Words) -> bool:
    return all(label == "LOC" for label in words.label[slice(*span)])
