"""The facts of articles as the rows of a form, the same for every kind of form."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsfacts.output.records import as_record
from newsfacts.report import Told
from newsfacts.report.articles import lead, passages
from newsfacts.review.fields import FIELDS, value_of
from newsfacts.review.find import Words
from newsfacts.types import KINDS, ArticleFacts, CasualtyFigure, EventDate

Record = dict[str, Any]
_DIGITS = 16  # of a fingerprint


@dataclass(frozen=True, slots=True)
class Reviewable:
    """An article in a form. `key`: its id, with a number where an earlier one has the same.

    `facts`: the fingerprint of its facts, `text`: its text in pieces [start, words], all of it where `whole`.
    `skipped`: spans of what is no part of the story. `done`: a person says to have gone through all of it.
    """

    key: str
    facts: str | None
    title: str | None = None
    source: str | None = None
    published: str | None = None
    text: Sequence[tuple[int, str]] = ()
    whole: bool = False
    skipped: Sequence[tuple[int, int]] = ()
    done: bool = False


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A fact in a form. `id`: kind and number in its article ("people-3"), None of a fact that was missed.

    `values`: by field, what the form shows, or what a cell says when it comes back: fields that the form does
    not have are not there. `decision`: accept, reject, edit, in whatever words a cell has. `where`: the row,
    for messages.
    """

    article: str
    kind: str
    id: str | None
    values: Mapping[str, Any]
    decision: str | None = None
    sentence: str | None = None
    confidence: float | None = None
    note: str | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A form: its articles, and their facts in order. `by`: who filled it in, where it says so.

    `problems`: what could not be read of it, a line each.
    """

    articles: tuple[Reviewable, ...]
    rows: tuple[ReviewRow, ...]
    by: str | None = None
    problems: tuple[str, ...] = field(default=())

    def rows_of(self, key: str, kind: str) -> Iterator[ReviewRow]:
        return (row for row in self.rows if row.article == key and row.kind == kind)


def review_of(told: Iterable[Told]) -> Review:
    """The form for `told`, to be filled in. Same articles, same form."""
    known = list(told)
    articles: list[Reviewable] = []
    rows: list[ReviewRow] = []
    for key, one in zip(keys_of(known), known, strict=True):
        record = plain_record(one.facts)
        articles.append(_article(key, one, record))
        rows += _rows(key, one, record)
    return Review(tuple(articles), tuple(rows))


def keys_of(told: Iterable[Told]) -> list[str]:
    """What the articles are called in a form: their ids, "ID (2)" for the second of one."""
    seen: Counter[str] = Counter()
    keys = []
    for one in told:
        seen[one.facts.article.id] += 1
        number = seen[one.facts.article.id]
        keys.append(one.facts.article.id if number == 1 else f"{one.facts.article.id} ({number})")
    return keys


def plain_record(facts: ArticleFacts) -> Record:
    """The record of `facts` as JSON has it: lists and plain strings."""
    record: Record = json.loads(json.dumps(as_record(facts)))
    return record


def fingerprint(record: Mapping[str, Any]) -> str:
    """What tells whether a form is about these facts: a digest of what can be corrected in them."""
    told = [
        [kind, [value_of(fact, field.name) for field in FIELDS[kind]]]
        for kind in KINDS
        for fact in record[kind]
    ]
    return hashlib.sha256(json.dumps([record["id"], told]).encode()).hexdigest()[:_DIGITS]


def words_of(told: Told) -> Words:
    """Where words can be looked up in the article."""
    facts = told.facts
    stated: list[CasualtyFigure | EventDate] = [*facts.casualties, *facts.dates]
    sentences = sorted({fact.evidence.sentence for fact in stated})
    return Words(facts.article.text, sentences, told.whole)


def _article(key: str, told: Told, record: Record) -> Reviewable:
    text = told.facts.article.text
    pieces = [(0, text)] if told.whole else [(span.start, span.of(text)) for span in passages(told.facts)]
    return Reviewable(
        key,
        fingerprint(record),
        told.facts.article.title or lead(told.facts),
        told.facts.article.source,
        told.facts.published.date,
        tuple(pieces),
        told.whole,
        tuple((part["start"], part["end"]) for part in record["skipped"]),
    )


def _rows(key: str, told: Told, record: Record) -> Iterator[ReviewRow]:
    words = words_of(told)
    for kind in KINDS:
        for number, (fact, data) in enumerate(zip(getattr(told.facts, kind), record[kind], strict=True), 1):
            sentence = _sentence(fact, words)
            values = {field.name: value_of(data, field.name) for field in FIELDS[kind]}
            yield ReviewRow(
                key, kind, f"{kind}-{number}", values, sentence=sentence, confidence=data["confidence"]
            )


def _sentence(fact: Any, words: Words) -> str | None:
    """The sentence of `fact`, of an entity that of its first mention."""
    if hasattr(fact, "evidence"):
        return str(fact.evidence.sentence.of(words.text))
    first = next(iter(fact.mentions), None)
    return None if first is None else words.sentence_of(first.span).of(words.text)
