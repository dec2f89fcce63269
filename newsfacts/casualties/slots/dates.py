"""The dates and times that the dates component found, as words of a sentence and as values."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from spacy.tokens import Doc

from newsfacts.casualties.marked import overlaps
from newsfacts.casualties.sentence import Sentence
from newsfacts.casualties.slots.words import slot_words
from newsfacts.doc import store
from newsfacts.types import CharSpan, DateType, EventDate, FigureDate, Grain


class KnownDates:
    """The dates and times on a Doc, but for those that overlap `without`."""

    def __init__(self, doc: Doc, *, without: Sequence[CharSpan] = ()) -> None:
        kinds = (DateType.DATE, DateType.TIME)
        self.facts = [
            fact
            for fact in store.stored(doc, "dates", EventDate)
            if fact.type in kinds and not overlaps(without, fact.evidence.span)
        ]
        self.days = {fact.evidence.span for fact in self.facts if fact.grain in (Grain.DAY, Grain.TIME)}
        self.starts = [fact.evidence.span.start for fact in self.facts]

    def within(self, words: Sentence) -> list[CharSpan]:
        left = bisect_left(self.starts, words.first[0] if len(words) else 0)
        right = bisect_left(self.starts, words.last[-1] if len(words) else 0)
        return [fact.evidence.span for fact in self.facts[left:right]]

    def days_within(self, words: Sentence) -> list[CharSpan]:
        """Those of a day or part of a day."""
        return [span for span in self.within(words) if span in self.days]

    def figure_date(self, text: str, span: CharSpan | None) -> FigureDate | None:
        """The words of `span` with the value of the date there."""
        if span is None:
            return None
        left = max(bisect_left(self.starts, span.start) - 1, 0)
        right = bisect_left(self.starts, span.end)
        facts = [fact for fact in self.facts[left:right] if fact.evidence.span.overlaps(span)]
        value = facts[0].value if facts else None
        if len(facts) == 2 and value is not None:
            value = _interval(text, facts[0], facts[1])
        if value is not None and value.endswith("X") and _backward(span.of(text)):
            value = None  # "the past decade" is none of the calendar's
        return FigureDate(span.of(text), value)


def _backward(text: str) -> bool:
    return not slot_words().backward.isdisjoint(re.findall(r"\w+", text.lower()))


def _interval(text: str, first: EventDate, last: EventDate) -> str | None:
    """The value of "1976 to 1983", where both ends are plain; else that of the first."""
    between = text[first.evidence.span.end : last.evidence.span.start].strip()
    one, other = first.value, last.value
    if one and other and between in slot_words().up_to and "/" not in one + other and one < other:
        return f"{one}/{other}"
    return one
