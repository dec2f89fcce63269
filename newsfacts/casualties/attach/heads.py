"""What the tagger's heads add to the rules: how sure a figure is, and slots that no rule filled.

Measured on the development articles, the rules alone find more and err less than the heads alone, and
where both speak the rules are right more often; so the heads only fill gaps. Figures that the heads alone are
sure of added none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from newsfacts.casualties.figure import Figure, Shape, Trait
from newsfacts.casualties.sentence import Labelled, Sentence
from newsfacts.rules import load
from newsfacts.types import CharSpan


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


# Tags at which a role may break off too early.
_OPEN_ENDS = ("IN", "TO", "DT", "CC", ",")


def agrees(words: Sentence, figure: Figure) -> bool:
    """Whether the head marks words of `figure` as one of its kind."""
    span = words.chars(figure.span)
    return span is not None and any(
        marked.label == figure.kind and marked.span.overlaps(span) for marked in words.figures
    )


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
