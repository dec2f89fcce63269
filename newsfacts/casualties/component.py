"""Finds casualty figures: killed, injured, missing, captive, displaced; how many, where, when, says who."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from newsfacts import numbers
from newsfacts.casualties import article, cues, explain, guidelines
from newsfacts.casualties.attach.registry import make_attacher
from newsfacts.casualties.figure import Figure
from newsfacts.casualties.location import located
from newsfacts.casualties.sentences import Marked, Sentences
from newsfacts.casualties.slots.mentions import mentions
from newsfacts.casualties.slots.times import KnownDates
from newsfacts.casualties.statement import Statement, scope, statement
from newsfacts.doc import store
from newsfacts.doc.datelines import dateline_dates
from newsfacts.types import CasualtyFigure, CharSpan, Evidence, Place


@Language.factory(
    "newsfacts_casualties",
    requires=["doc.sents"],
    assigns=["doc.spans"],
    default_config={
        "attacher": "rules_and_heads.v1",
        "least_confidence": 0.6,
        "least_alone": 0.8,
        "vague": "literal",
    },
)
def make_casualties(
    nlp: Language, name: str, attacher: str, least_confidence: float, least_alone: float, vague: str
) -> Casualties:
    return Casualties(
        attacher=attacher,
        least_confidence=least_confidence,
        least_alone=least_alone,
        vague=numbers.check_policy(vague),
    )


class Casualties:
    """The component that finds casualty figures and keeps them as span group `casualties`.

    `attacher`: what attaches victims, counts and slots to a word of harm, by its name in `attach.registry`.
    `least_confidence`: of the tagger's roles, from which on they fill what the rules leave open, and of its
    figures, from which on one agrees with a rule's. `least_alone`: of its figures that no rule finds. Swept
    .5 to .95 on the development articles: F1 .889 at .6, .897 from .8 on.
    `vague`: the policy for number words like "dozens" (`numbers.policies`).
    Raises RuleError where no attacher has that name.
    """

    def __init__(self, *, attacher: str, least_confidence: float, least_alone: float, vague: str) -> None:
        self.attacher = make_attacher(attacher, least_alone=least_alone)
        self.least_confidence = least_confidence
        self.vague = vague

    def __call__(self, doc: Doc) -> Doc:
        places = store.stored(doc, "places", Place)
        store.store(doc, "casualties", located(self.find(doc), places, store.text_of(doc)))
        return doc

    def find(self, doc: Doc) -> tuple[CasualtyFigure, ...]:
        """The figures of `doc`, in reading order; changes nothing."""
        datelines = dateline_dates(store.text_of(doc))
        marked = Marked(doc, least_confidence=self.least_confidence, without=datelines)
        sentences = Sentences(doc, store.story_of(doc), vague=self.vague, without=datelines, marked=marked)
        dates = KnownDates(doc, without=datelines)
        found = guidelines.counted(sentences, [self._figures(sentences, at) for at in range(len(sentences))])
        statements: list[Statement] = []
        for index, figures in enumerate(found):
            if figures:
                statements.extend(self._statements(sentences, index, figures, dates))
        statements.sort(key=lambda s: (s.span, s.figure.kind))
        return _facts(store.text_of(doc), sentences, statements, dates) if statements else ()

    def _figures(self, sentences: Sentences, index: int) -> list[Figure]:
        marked = bool(sentences.marked(index))
        if not self.attacher.may_tell(sentences.low(index), marked=marked):
            return []
        return self.attacher.figures(sentences[index])

    def _statements(
        self, sentences: Sentences, index: int, figures: Sequence[Figure], dates: KnownDates
    ) -> Iterator[Statement]:
        """What sentence `index` tells of its `figures`."""
        words = sentences[index]
        told, cues_told = mentions(words, dates.within(words)), cues.find(words)
        withdrawn = index + 1 < len(sentences) and cues.withdrawn(sentences[index + 1])
        for figure in figures:
            slots = self.attacher.slots(words, figure, told)
            found = statement(words, index, figure, slots, cues_told, withdrawn=withdrawn)
            if found is not None:
                yield found


def _facts(
    text: str, sentences: Sentences, statements: Sequence[Statement], dates: KnownDates
) -> tuple[CasualtyFigure, ...]:
    """The facts: each statement with its group, and what it takes from the others."""
    grouped = article.groups(sentences, statements)
    trace = explain.Trace(sentences, statements, grouped)
    slots = zip(
        article.places(sentences, statements, grouped),
        article.times(sentences, dates, statements, grouped),
        article.causes(sentences, statements, grouped),
        article.sources(text, sentences, statements),
        strict=True,
    )
    return tuple(
        _fact(text, sentences, told, group, explain.Filled(*filled), dates, trace)
        for told, group, filled in zip(statements, grouped, slots, strict=True)
    )


def _fact(
    text: str,
    sentences: Sentences,
    told: Statement,
    group: int,
    filled: explain.Filled,
    dates: KnownDates,
    trace: explain.Trace,
) -> CasualtyFigure:
    figure, own = told.figure, told.slots
    date, cause = dates.figure_date(text, own.date), _text(text, own.cause)
    return CasualtyFigure(
        kind=figure.kind,
        min=figure.count.min,
        max=figure.count.max,
        approximate=figure.count.approximate,
        victims=_text(text, told.victims),
        place=_text(text, filled.place),
        date=dates.figure_date(text, filled.date),
        attribution=_text(text, filled.attribution),
        cause=_text(text, filled.cause),
        status=told.status,
        scope=scope(told, sentences[told.sentence], date, cause, told=bool(filled.date or filled.cause)),
        group=group,
        evidence=Evidence(told.span, sentences.whole_span(told.sentence), figure.by),
        confidence=figure.confidence,
        decisions=trace.decisions(told, group, filled),
    )


def _text(text: str, span: CharSpan | None) -> str | None:
    return None if span is None else span.of(text)
