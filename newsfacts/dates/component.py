"""Finds dates: temporal expressions, their values, and the words for what happened then."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache, partial

from spacy.language import Language
from spacy.tokens import Doc, Span

from newsfacts.dates import tense as clause_tense
from newsfacts.dates.dating import infer
from newsfacts.dates.event import event
from newsfacts.dates.published import written_on
from newsfacts.dates.published_range import days_of, of_month_or_year, of_worked_out
from newsfacts.dates.read import Dated, Direction, Found, find, resolve
from newsfacts.dates.rules import DateRule
from newsfacts.dates.story import Anchor
from newsfacts.doc import store
from newsfacts.doc.datelines import Dateline, datelines
from newsfacts.doc.sentences import story_sentences
from newsfacts.rules import load, read
from newsfacts.types import CharSpan, DateType, EventDate, EventStatus, Evidence

# A sentence with more dates than this is a table or a list: its dates have no clause and no tense.
MAX_DATES = 30


@Language.factory("newsfacts_dates", requires=["doc.sents"], assigns=["doc.spans"])
def make_dates(nlp: Language, name: str) -> Dates:
    store.register()
    return Dates()


@Language.factory("newsfacts_dating", requires=["doc.sents"], assigns=["doc._.published_between"])
def make_dating(nlp: Language, name: str) -> Dating:
    store.register()
    return Dating()


class Dating:
    """The component that works out when an undated article was published.

    Kept as `doc._.published_between`: EDTF as far as it is sure, or None; the first and the last day that it
    can be.
    """

    def __call__(self, doc: Doc) -> Doc:
        published = doc._.published
        day = Anchor.read(published)
        if doc._.infer_published and not day.year_known and (published is None or day.day is not None):
            on = (day.day.month, day.day.day) if day.day else None
            reading = _Reading(doc)
            worked_out = infer(store.text_of(doc), reading.found, reading.tense, on=on)
            if worked_out is not None and not (on and worked_out.value is None):
                first, last = worked_out.earliest.isoformat(), worked_out.latest.isoformat()
                doc._.published_between = [worked_out.value, first, last]
        return doc


class _Reading:
    """The temporal expressions of the story of a Doc, and which way their clauses look."""

    def __init__(self, doc: Doc) -> None:
        self.sentences = _Sentences(story_sentences(doc))
        names = _Names(doc)
        self.found = [
            item
            for item in find(store.text_of(doc))
            if self.sentences.at(item.start) is not None and not names.hold(item)
        ]
        crowd = Counter(self.sentences.number(item.start) for item in self.found)
        self.tables = {number for number, dates_in_it in crowd.items() if dates_in_it > MAX_DATES}
        self._known: dict[tuple[int, int], Direction | None] = {}

    def in_table(self, start: int) -> bool:
        return self.sentences.number(start) in self.tables

    def tense(self, start: int, end: int) -> Direction | None:
        """Which way the clause around the characters [start, end) looks; asked for time and again."""
        if (start, end) not in self._known:
            sentence = None if self.in_table(start) else self.sentences.at(start)
            self._known[start, end] = clause_tense.direction(sentence, start, end) if sentence else None
        return self._known[start, end]

    def background(self, start: int, end: int) -> bool:
        sentence = None if self.in_table(start) else self.sentences.at(start)
        return sentence is not None and clause_tense.background(sentence, start, end)

    def resolved(self, text: str, published: str | None, *, out: str | None = None) -> list[Dated]:
        """The values of the expressions, counted from `published`; `out` as for `resolve`."""
        return resolve(
            self.found, text, published=published, tense=self.tense, background=self.background, out=out
        )


class Dates:
    """The component that finds dates and keeps them as span group `dates`."""

    def __call__(self, doc: Doc) -> Doc:
        store.store(doc, "dates", self.find(doc))
        return doc

    def find(self, doc: Doc) -> tuple[EventDate, ...]:
        """The facts of `doc`, in reading order; changes nothing.

        Method: TIMEX3 by the grammar of `newsfacts.dates.read`; the tense of the clause decides what the
        words leave open. `event` is given for dates and times, not for durations, sets and "recently".
        Of a publication of which no day is known, see `published_range`.
        """
        reading, text = _Reading(doc), store.text_of(doc)
        published = Anchor.read(doc._.published)
        written = written_on(text, doc._.published)
        resolved = reading.resolved(text, written, out=doc._.published)
        unsure: set[int] = set()
        if (between := doc._.published_between) and not published.year_known:
            days = date.fromisoformat(between[1]), date.fromisoformat(between[2])
            resolved, unsure = of_worked_out(partial(reading.resolved, text), resolved, between[0], days)
        elif some_days := days_of(written):
            resolved = of_month_or_year(partial(reading.resolved, text), resolved, some_days)
        facts, lines = [], datelines(text)
        for place, item in enumerate(resolved):
            sentence = reading.sentences.at(item.start)
            if sentence is None or (item.timex is None and item.calendar.value is None):
                continue
            told = None if reading.in_table(item.start) else _told(sentence, item, lines)
            fact = _fact(item, sentence, published, told=told, table=reading.in_table(item.start))
            facts.append(replace(fact, confidence=None) if place in unsure else fact)
        return tuple(facts)


def _told(sentence: Span, item: Dated, lines: list[Dateline]) -> Span | None:
    """The part of the sentence that tells of what happened: behind a dateline in it; None in a dateline."""
    end = next((line.story for line in lines if sentence.start_char <= line.day.start < sentence.end_char), 0)
    if not end:
        return sentence
    return (
        sentence.doc.char_span(end, sentence.end_char, alignment_mode="contract")
        if end <= item.start
        else None
    )


def _fact(item: Dated, sentence: Span, published: Anchor, *, told: Span | None, table: bool) -> EventDate:
    value, first, last, grain = item.calendar
    dated = item.type in (DateType.DATE, DateType.TIME) and grain is not None
    return EventDate(
        type=item.type,
        timex=item.timex,
        value=value,
        first=first,
        last=last,
        grain=grain,
        event=event(told, item.start, item.end) if dated and told is not None else None,
        basis=item.basis,
        evidence=Evidence(
            CharSpan(item.start, item.end),
            CharSpan(sentence.start_char, max(sentence.end_char, item.end)),
            rule=item.rule,
        ),
        confidence=confidence(item.rule),
        status=_status(item, None if table else sentence, published),
    )


def _status(item: Dated, sentence: Span | None, published: Anchor) -> EventStatus | None:
    """Whether what is told of the date has happened, is planned or recurs; None where the text does not tell.

    A day after the publication is to come, a day before it is past unless the clause tells of a plan
    ("was due to open on Monday"); of stretches that hold the day of publication, and of days without a
    year, the tense of the clause decides.
    """
    if item.type is DateType.SET:
        return EventStatus.RECURRING
    if item.type is DateType.DURATION or item.calendar.grain is None:
        return None
    if sentence and item.open and clause_tense.recurs(sentence, item.start, item.end):
        return EventStatus.RECURRING
    return _status_by_day(item, sentence, published.whole) or _status_by_tense(item, sentence)


def _status_by_day(item: Dated, sentence: Span | None, day: date | None) -> EventStatus | None:
    """The status of what lies on one side of the day of publication."""
    first, last = item.calendar.first, item.calendar.last
    if day and first and first > day:
        return EventStatus.PLANNED
    if day and last and last < day:
        plan = sentence is not None and clause_tense.planned(sentence, item.start, item.end)
        return EventStatus.PLANNED if plan else EventStatus.HAPPENED
    return None


def _status_by_tense(item: Dated, sentence: Span | None) -> EventStatus | None:
    way = clause_tense.direction(sentence, item.start, item.end) if sentence else None
    if way is None:
        return None
    return EventStatus.PLANNED if way is Direction.FUTURE else EventStatus.HAPPENED


@cache
def confidence(rule: str) -> float:
    """How often a rule is right, 0 to 1: measured on the development sets, rare rules drawn to the mean.

    The counts and the way they are drawn are in `dates/confidence.toml`.
    """
    known, table = load("dates/rules", DateRule).get(rule), read("dates/confidence")
    prior, weight = table["shrinkage"]["prior"], table["shrinkage"]["weight"]
    found, right = table["rules"].get((known and known.group) or rule, (0, 0))
    return round(float((right + weight * prior) / (found + weight)), 2)


# Expressions of one common word: inside a longer name of these kinds they are no dates ("Theresa May",
# "Sunday Times", "Tomorrow X Together"); a date of numbers is one in a name too ("January 6 Committee").
_DOUBTFUL = frozenset(
    {"weekday", "today", "tomorrow", "now", "month", "the-season", "this-unit", "weekend", "holiday"}
)
_NAME_KINDS = frozenset({"PERSON", "ORG", "PRODUCT", "FAC"})
_MISC_DOUBTFUL = frozenset({"weekday", "today", "tomorrow", "now"})


class _Names:
    """The names that a tagger found, by character."""

    def __init__(self, doc: Doc) -> None:
        self._at: dict[int, tuple[CharSpan, str]] = {}
        firsts, words = store.firsts_of(doc), store.words_of(doc)
        for start, end, label, _ in store.model_spans(doc, store.NAMES):
            if label in _NAME_KINDS or label == "MISC":
                whole = CharSpan(firsts[start], firsts[end - 1] + len(words[end - 1]))
                self._at.update((first, (whole, label)) for first in firsts[start:end])

    def hold(self, item: Found) -> bool:
        """Whether the expression is but a part of a name."""
        if item.rule.id not in _DOUBTFUL or item.start not in self._at:
            return False
        name, label = self._at[item.start]
        longer = (
            name.start <= item.start
            and item.end <= name.end
            and name.end - name.start > item.end - item.start
        )
        return longer and (label in _NAME_KINDS or item.rule.id in _MISC_DOUBTFUL)


class _Sentences:
    """Sentences by character, looked up in reading order or not."""

    def __init__(self, sentences: Iterable[Span]) -> None:
        self._sentences = list(sentences)
        self._starts = [sentence.start_char for sentence in self._sentences]

    def number(self, start: int) -> int:
        """Which sentence holds the character, or is the last before it."""
        return bisect_right(self._starts, start) - 1

    def at(self, start: int) -> Span | None:
        index = self.number(start)
        if index < 0 or self._sentences[index].end_char <= start:
            return None
        return self._sentences[index]
