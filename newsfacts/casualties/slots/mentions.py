"""What a sentence tells for the slots of its figures: places, times and speakers among which to choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsfacts.casualties.figure import Figure, Shape
from newsfacts.casualties.sentence import Sentence
from newsfacts.casualties.slots import places, sources, times
from newsfacts.casualties.slots.places import Place
from newsfacts.casualties.slots.sources import Source
from newsfacts.casualties.slots.times import Time
from newsfacts.types import CharSpan


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of one sentence, in reading order.

    `figures`: those of the sentence; `spans`: the characters of the times; `rivals`: the numbers of
    figures, and whom one is told of without a verb of its own.
    """

    places: Sequence[Place]
    times: Sequence[Time]
    speakers: Sequence[Source]
    spans: Sequence[CharSpan]
    rivals: Sequence[CharSpan]
    figures: Sequence[Figure] = ()

    def timed(self, span: CharSpan) -> bool:
        """Whether one of the times stands at `span`."""
        return any(time.overlaps(span) for time in self.spans)


def mentions(words: Sentence, dates: Sequence[CharSpan], figures: Sequence[Figure] = ()) -> Mentions:
    """What the sentence mentions. `dates`: those that the dates component found in it, by characters."""
    numbers = [figure.span for figure in figures if figure.shape is Shape.NUMBER]
    told = [time for time in times.times(words, dates) if not any(a <= time.start < b for a, b in numbers)]
    spans = [CharSpan(words.first[time.start], words.last[time.end - 1]) for time in told]
    rivals = [figure.rival for figure in figures if figure.rival]
    sites = [site for site in places.places(words) if not any(a <= site.start < b for a, b in rivals)]
    own = [span for other in (*rivals, *numbers) if (span := words.chars(other))]
    return Mentions(sites, told, sources.sources(words), spans, own, figures)
