"""Finds casualty figures: killed, injured, missing, captive, displaced; how many, where, when, says who."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.attrs import IDX
from spacy.language import Language
from spacy.tokens import Doc

from newsfacts import numbers
from newsfacts.casualties import article, cues, explain, guidelines
from newsfacts.casualties.attach.registry import make_attacher
from newsfacts.casualties.attach.tables import of_tables
from newsfacts.casualties.choice import (
    Asked,
    Chosen,
    Found,
    Named,
    Tokens,
    Told,
    choose_causes,
    choose_dates,
    choose_places,
    sureness,
)
from newsfacts.casualties.choice.things import things
from newsfacts.casualties.deaths import as_deaths
from newsfacts.casualties.figure import Figure, Shape
from newsfacts.casualties.groups import groups
from newsfacts.casualties.location import located
from newsfacts.casualties.sentences import Marked, Sentences, overlaps
from newsfacts.casualties.slots.dates import KnownDates
from newsfacts.casualties.slots.mentions import mentions
from newsfacts.casualties.slots.places import everywhere
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
        "vague": "literal",
    },
)
def make_casualties(
    nlp: Language, name: str, attacher: str, least_confidence: float, vague: str
) -> Casualties:
    return Casualties(
        attacher=attacher,
        least_confidence=least_confidence,
        vague=numbers.check_policy(vague),
    )


class Casualties:
    """The component that finds casualty figures and keeps them as span group `casualties`.

    `attacher`: what attaches victims, counts and slots to a word of harm, by its name in `attach.registry`.
    `least_confidence`: of the tagger's roles, from which on they fill what the rules leave open, and of its
    figures, from which on one agrees with a rule's.
    `vague`: the policy for number words like "dozens" (`numbers.policies`).
    Raises RuleError where no attacher has that name.
    """

    def __init__(self, *, attacher: str, least_confidence: float, vague: str) -> None:
        self.attacher = make_attacher(attacher)
        self.least_confidence = least_confidence
        self.vague = vague

    def __call__(self, doc: Doc) -> Doc:
        places = store.stored(doc, "places", Place)
        store.store(doc, "casualties", located(self.find(doc), places, store.text_of(doc)))
        return doc

    def find(self, doc: Doc) -> tuple[CasualtyFigure, ...]:
        """The figures of `doc`, in reading order; changes nothing."""
        read = self._read(doc)
        return read.facts() if read.statements else ()

    def told(self, doc: Doc) -> tuple[Told, list[Statement]]:
        """The article as the choice of slots sees it, and its statements; for training."""
        read = self._read(doc)
        return read.told, list(read.statements)

    def _read(self, doc: Doc) -> _Article:
        datelines = dateline_dates(store.text_of(doc))
        marked = Marked(doc, least_confidence=self.least_confidence, without=datelines)
        sentences = Sentences(doc, store.story_of(doc), vague=self.vague, without=datelines, marked=marked)
        dates = KnownDates(doc, without=datelines)
        found = guidelines.counted(sentences, [self._figures(sentences, at) for at in range(len(sentences))])
        if "|" in (text := store.text_of(doc)) or "\t" in text:
            for row, figures in of_tables(sentences):
                found[row] = figures
        statements: list[Statement] = []
        for index, figures in enumerate(found):
            if figures:
                statements.extend(self._statements(sentences, index, figures, dates))
        statements = as_deaths(sentences, statements)
        statements.sort(key=lambda s: (s.span, s.figure.kind))
        return _Article(doc, sentences, statements, dates)

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
        told, cues_told = mentions(words, dates.within(words), figures), cues.find(words)
        behind = index + 1
        # Most are not read for their phrases otherwise.
        may_withdraw = behind < len(sentences) and cues.refers_back(sentences.plain(behind))
        withdrawn = may_withdraw and cues.withdrawn(sentences[behind])
        for figure in figures:
            slots = self.attacher.slots(words, figure, told)
            found = statement(words, index, figure, slots, cues_told, withdrawn=withdrawn)
            if found is not None:
                yield found


@dataclass(frozen=True)
class _Article:
    """The statements of an article, each with its group, and what it takes from the others."""

    doc: Doc
    sentences: Sentences
    statements: Sequence[Statement]
    dates: KnownDates

    @cached_property
    def _groups(self) -> list[int]:
        return groups(self.sentences, self.statements, _named(self.doc))

    @cached_property
    def _filled(self) -> list[explain.Filled]:
        """The slots as the rules fill them."""
        slots = zip(
            article.places(self.sentences, self.statements, self._groups),
            article.times(self.sentences, self.dates, self.statements, self._groups),
            article.causes(self.sentences, self.statements, self._groups),
            article.sources(store.text_of(self.doc), self.sentences, self.statements),
            strict=True,
        )
        return [explain.Filled(*spans) for spans in slots]

    @cached_property
    def told(self) -> Told:
        text = store.text_of(self.doc)
        numbers = [one.span for one in self.statements if one.figure.shape is Shape.NUMBER]
        return Told(
            text=text,
            published=self.doc._.published if self.doc.has_extension("published") else None,
            sentences=[self.sentences.span(at) for at in range(len(self.sentences))],
            asked=self._asked(text),
            # "killed 2001" is no year
            dates=[fact for fact in self.dates.facts if not overlaps(numbers, fact.evidence.span)],
            places=_named(self.doc),
            tokens=_tokens(self.doc),
            things_in=lambda index: things(self.sentences[index]),
            reading=store.reading_of(self.doc),
        )

    def _asked(self, text: str) -> list[Asked]:
        owned = {
            (slot, group, getattr(one.slots, slot))
            for one, group in zip(self.statements, self._groups, strict=True)
            for slot in ("place", "date", "cause")
        }

        def found(slot: str, span: CharSpan | None, one: Statement, group: int) -> Found | None:
            if span is None:
                return None
            own = getattr(one.slots, slot)
            # Whom a pronoun means stands for the pronoun.
            if span == own or (slot == "cause" and own is not None):
                return Found(span, "tagger" if slot in one.slots.by_tagger else "own")
            if slot == "place" and span == one.slots.vague_place:
                return Found(span, "vague")
            return Found(span, "group" if (slot, group, span) in owned else "elsewhere")

        asked = []
        for one, group, filled in zip(self.statements, self._groups, self._filled, strict=True):
            date, cause = self.dates.figure_date(text, one.slots.date), _text(text, one.slots.cause)
            words = self.sentences[one.sentence]
            told = bool(filled.date or filled.cause)
            asked.append(
                Asked(
                    span=one.span,
                    at=words.chars(one.figure.at) or one.span,
                    kind=one.figure.kind,
                    told=one.figure.told.value,
                    lone=one.figure.lone,
                    status=one.status,
                    scope=scope(one, words, date, cause, told=told),
                    group=group,
                    victims=one.victims,
                    date=found("date", filled.date, one, group),
                    place=found("place", filled.place, one, group),
                    cause=found("cause", filled.cause, one, group),
                    attribution=filled.attribution,
                    elsewhere=one.slots.elsewhere,
                    other_times=one.slots.other_times,
                    everywhere=everywhere(words, one.figure),
                )
            )
        return asked

    def facts(self) -> tuple[CasualtyFigure, ...]:
        trace = explain.Trace(self.sentences, self.statements, self._groups)
        choices = {"place": choose_places, "date": choose_dates, "cause": choose_causes}
        opening = self.told.opening()
        made = {slot: choose(opening) for slot, choose in choices.items()}
        chosen: list[dict[str, Chosen]] = [
            {slot: choice for slot, found in made.items() if (choice := found[at]) is not None}
            for at in range(len(opening.asked))
        ]
        chosen += [{} for _ in self.statements[len(opening.asked) :]]
        return tuple(
            _fact(self.told, self.sentences, one, asked, filled, choice, self.dates, trace)
            for one, asked, filled, choice in zip(
                self.statements, self.told.asked, self._filled, chosen, strict=True
            )
        )


def _tokens(doc: Doc) -> Tokens:
    blanks, low, tag = store.blanks_of(doc), store.lower_words_of(doc), store.tags_of(doc)
    first = doc.to_array([IDX]).tolist()
    kept = [at for at in range(len(low)) if not blanks[at]]
    return Tokens([first[at] for at in kept], [low[at] for at in kept], [tag[at] for at in kept])


def _named(doc: Doc) -> list[Named]:
    """The mentions of places that the places component kept, in reading order."""
    places = store.stored(doc, "places", Place)
    named = [
        Named(mention.span, place.name, place.kind, place.country)
        for place in places
        for mention in place.mentions
    ]
    return sorted(named, key=lambda name: name.span)


def _fact(
    article: Told,
    sentences: Sentences,
    told: Statement,
    asked: Asked,
    by_rules: explain.Filled,
    chosen: Mapping[str, Chosen],
    dates: KnownDates,
    trace: explain.Trace,
) -> CasualtyFigure:
    figure, text = told.figure, article.text
    filled = by_rules._replace(**{slot: choice.span for slot, choice in chosen.items()})
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
        scope=asked.scope,
        group=asked.group,
        evidence=Evidence(told.span, sentences.whole_span(told.sentence), figure.by),
        confidence=figure.confidence,
        confidence_of=sureness(article, asked, chosen),
        decisions=trace.decisions(told, asked.group, filled, chosen),
    )


def _text(text: str, span: CharSpan | None) -> str | None:
    return None if span is None else span.of(text)
