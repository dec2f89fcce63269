"""What the tagger's heads add to the rules: figures that no rule found, and slots that no rule filled.

Measured on the development articles, the rules alone find more and err less than the heads alone, and
where both speak the rules are right more often; so the heads only fill gaps.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from newsfacts.casualties.context import context
from newsfacts.casualties.figure import Figure, Shape, Told, Trait
from newsfacts.casualties.people import Who, count, figure_span, victim_span, who
from newsfacts.casualties.sentence import Labelled, NounPhrase, Sentence
from newsfacts.rules import load
from newsfacts.types import CharSpan, Harm


@dataclass(frozen=True, slots=True)
class ConfidenceRule:
    """A table of `casualties/confidence.toml`; see the head of that file."""

    id: str
    source: str
    confidence: float
    right: int
    counted: int
    agrees: bool = False
    doubt: bool = False


def confidence(figure: Figure, *, agrees: bool) -> float | None:
    """How sure a figure of the rules is. `agrees`: whether the tagger marks its words with its kind."""
    source = "number" if figure.shape is Shape.NUMBER else "phrase"
    doubt = Trait.VIOLENT in figure.traits and source == "phrase" and not agrees
    return _confidences().get((source, agrees, doubt))


@cache
def _confidences() -> dict[tuple[str, bool, bool], float]:
    rules = load("casualties/confidence", ConfidenceRule).values()
    return {(rule.source, rule.agrees, rule.doubt): rule.confidence for rule in rules}


# Words between a figure and a word that tells of something else than harm.
LOOK_ALIKE_REACH = 3
# Tags at which a role may break off too early.
_OPEN_ENDS = ("IN", "TO", "DT", "CC", ",")

BY = "tagger"


def figures(words: Sentence, *, least_confidence: float) -> Iterator[Figure]:
    """The head's figures that are a number or a whole phrase of victims; each yields to a rule's."""
    for marked in words.figures:
        if marked.label not in set(Harm):
            continue
        if marked.confidence is not None and marked.confidence < least_confidence:
            continue
        start = bisect_right(words.first, marked.span.start) - 1
        end = bisect_left(words.first, marked.span.end)
        phrase = words.within[end - 1] if 0 <= start < end else None
        if phrase is None or not _fits(words, phrase, start, end):
            continue
        how_many = count(words, phrase)
        if how_many is None:
            continue
        span, victims = figure_span(words, phrase), victim_span(words, phrase)
        lone = Shape.LONE if how_many.max == 1 else Shape.PLURAL
        found = Figure(
            kind=Harm(marked.label),
            count=how_many,
            span=span,
            victims=victims if victims[0] < victims[1] else None,
            harm=None,
            agent=None,
            told=Told.TOLD,
            shape=lone if phrase.number is None else Shape.NUMBER,
            by=BY,
            # "one of two soldiers", of whom the rules have the one
            yields=(min(start, span[0]), max(end, span[1])),
        )
        yield found


def _fits(words: Sentence, phrase: NounPhrase, start: int, end: int) -> bool:
    """Whether the phrase in which the marked words [start, end) end is one of victims."""
    near = words.low[max(phrase.start - LOOK_ALIKE_REACH, 0) : phrase.end + LOOK_ALIKE_REACH]
    if not context("no-harm").isdisjoint(near):
        return False
    kind = who(words, phrase)
    # "Lind, 39, was", "Lind (39) was": an age; "a" of "a 43-year-old": a splinter.
    age = kind is Who.COUNT and words.at(phrase.start - 1) in (",", "(")
    return kind is not Who.THING and not age and (start <= phrase.head < end or phrase.number is not None)


def agreeing(words: Sentence, figure: Figure) -> list[Labelled]:
    """The head's figures of the same kind over words of `figure`."""
    span = words.chars(figure.span)
    return [
        marked
        for marked in words.figures
        if span is not None and marked.label == figure.kind and marked.span.overlaps(span)
    ]


def role(words: Sentence, roles: Sequence[Labelled], label: str, at: int) -> CharSpan | None:
    """The span of `label` nearest to character `at`, made whole where it breaks off inside a phrase."""
    near = min(
        (item.span for item in roles if item.label == label),
        key=lambda span: (abs(span.start - at), span.start),
        default=None,
    )
    if near is None:
        return None
    last = bisect_left(words.first, near.end) - 1
    if last < 0:
        return None
    phrase = words.within[last]
    end = near.end if phrase is None else words.last[phrase.end - 1]
    return CharSpan(near.start, max(end, near.end))


def covering(words: Sentence, roles: Sequence[Labelled], label: str, span: CharSpan) -> CharSpan:
    """The role around `span`, if it breaks off at no preposition or article, else `span` itself."""
    for item in roles:
        if item.label == label and item.span.start <= span.start and item.span.end >= span.end:
            last = bisect_left(words.first, item.span.end) - 1
            if words.tagged(last) not in _OPEN_ENDS:
                return item.span
    return span
