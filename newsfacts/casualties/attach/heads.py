"""What the tagger's heads add to the rules: figures that no rule found, and slots that no rule filled.

Measured on the development articles, the rules alone find more and err less than the heads alone, and
where both speak the rules are right more often; so the heads only fill gaps.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from newsfacts.casualties.sentence import Sentence, Who, count, figure_span, victim_span, who
from newsfacts.casualties.slots import context
from newsfacts.casualties.triggers import Candidate, HarmRule
from newsfacts.doc import store
from newsfacts.rules import load
from newsfacts.types import CharSpan, Harm


@dataclass(frozen=True, slots=True)
class Labelled:
    """A span of a head, by characters."""

    span: CharSpan
    label: str
    confidence: float | None = None


class Heads:
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


def candidates(
    words: Sentence, figures: Sequence[Labelled], found: Sequence[Candidate], *, least_confidence: float
) -> list[Candidate]:
    """The head's figures that overlap none of `found` and are a number or a whole phrase of victims."""
    added: list[Candidate] = []
    for figure in figures:
        if figure.label not in set(Harm):
            continue
        if figure.confidence is not None and figure.confidence < least_confidence:
            continue
        start = bisect_right(words.first, figure.span.start) - 1
        end = bisect_left(words.first, figure.span.end)
        if start < 0 or end <= start:
            continue
        phrase = words.within[end - 1]
        if phrase is None or any(item.start < end and start < item.end for item in [*found, *added]):
            continue
        near = words.low[max(phrase.start - LOOK_ALIKE_REACH, 0) : phrase.end + LOOK_ALIKE_REACH]
        if context("no-harm").intersection(near):
            continue
        kind = who(words, phrase)
        # "Lind, 39, was", "Lind (39) was": an age; "a" of "a 43-year-old": a splinter.
        age = kind is Who.COUNT and words.at(phrase.start - 1) in (",", "(")
        if kind is Who.THING or age or not (start <= phrase.head < end or phrase.number is not None):
            continue
        how_many = count(words, phrase)
        if how_many is None:
            continue
        first, last = figure_span(words, phrase)
        if any(item.start < last and first < item.end for item in [*found, *added]):
            continue  # "one of two soldiers", of whom the rules have the one
        victims = victim_span(words, phrase)
        added.append(
            Candidate(
                kind=Harm(figure.label),
                count=how_many,
                start=first,
                end=last,
                trigger=(first, last),
                rule=_rule(figure.label),
                victims=victims if victims[0] < victims[1] else None,
                lone=phrase.number is None and how_many.max == 1,
                bare=phrase.number is None and how_many.max != 1,
                frame="head",
            )
        )
    return added


# Words between a figure and a word that tells of something else than harm.
LOOK_ALIKE_REACH = 3


def _rule(kind: str) -> HarmRule:
    return HarmRule("tagger", kind, "victims", words=("-",))


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
            if words.tagged(last) not in ("IN", "TO", "DT", "CC", ","):
                return item.span
    return span


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


def confidence(item: Candidate, span: CharSpan, figures: Sequence[Labelled]) -> float | None:
    """How sure a statement at `span` is, given the head's `figures` in its sentence: as the head itself is
    (scaled like that of names), where no rule found it, else as often as its sort is right.
    """
    alike = [
        figure
        for figure in figures
        if figure.label == item.kind and figure.span.start < span.end and span.start < figure.span.end
    ]
    if item.frame == "head":
        return max((figure.confidence for figure in alike if figure.confidence is not None), default=None)
    agrees = bool(alike)
    source = "phrase" if item.lone or item.bare else "number"
    doubt = item.rule.violent and source == "phrase" and not agrees
    return _confidences().get((source, agrees, doubt))


@cache
def _confidences() -> dict[tuple[str, bool, bool], float]:
    rules = load("casualties/confidence", ConfidenceRule).values()
    return {(rule.source, rule.agrees, rule.doubt): rule.confidence for rule in rules}
