"""Finds casualty figures: who was killed, hurt, taken, lost or driven out, how many, where, when, who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from newsfacts.nlp import cues, harm, harm_slots, store
from newsfacts.nlp.harm import Candidate
from newsfacts.nlp.harm_words import Sentence, sentences_of
from newsfacts.nlp.sentences import story_sentences
from newsfacts.types import (
    CasualtyFigure,
    CharSpan,
    EventDate,
    Evidence,
    FigureDate,
    Harm,
    Scope,
    Status,
)


@Language.factory("newsfacts_casualties", requires=["doc.sents"], assigns=["doc.spans"])
def make_casualties(nlp: Language, name: str) -> Casualties:
    return Casualties()


@dataclass(frozen=True, slots=True)
class _Statement:
    """A candidate with the slots its own sentence gives; character offsets."""

    item: Candidate
    sentence: int  # index among the story's sentences
    span: CharSpan
    victims: CharSpan | None
    place: CharSpan | None
    date: CharSpan | None
    attribution: CharSpan | None
    cause: CharSpan | None
    status: Status
    scope: Scope | None


class Casualties:
    """The component that finds casualty figures and keeps them as span group `casualties`."""

    def __call__(self, doc: Doc) -> Doc:
        store.store(doc, "casualties", self.find(doc))
        return doc

    def find(self, doc: Doc) -> tuple[CasualtyFigure, ...]:
        """The figures of `doc`, in reading order; changes nothing."""
        spans = list(story_sentences(doc))
        sentences = sentences_of(doc, spans)
        statements: list[_Statement] = []
        candidates = [harm.find(words) for words in sentences]
        kept = [
            [item for item in found if _counts(sentences, index, item)] for index, found in enumerate(candidates)
        ]
        known = {
            _victim_word(sentences[index], item)
            for index, found in enumerate(kept)
            for item in found
            if item.kind == Harm.KILLED and item.lone and _victim_word(sentences[index], item)
        }
        for index, words in enumerate(sentences):
            # A death told elsewhere as violent is so here too: "her son died".
            again = [
                item
                for item in candidates[index]
                if item not in kept[index] and item.lone and _victim_word(words, item) in known
                and not harm_slots.natural(words)
            ]
            found = sorted(_less_hurt([*kept[index], *again]), key=lambda item: (item.start, item.kind))
            if found:
                statements.extend(_with_slots(words, index, found))
        statements.sort(key=lambda s: (s.span, s.item.kind))
        return _facts(doc, spans, sentences, statements)


def _victim_word(words: Sentence, item: Candidate) -> str:
    """The last word of the victim's phrase; "" for a pronoun, which may be anybody's."""
    if item.victims is None or words.tag[item.victims[1] - 1] in ("PRP", "PRP$", "WP"):
        return ""
    return words.low[item.victims[1] - 1]


def _less_hurt(found: Sequence[Candidate]) -> list[Candidate]:
    """Without the hospital of one who died in the same sentence."""
    died = any(item.kind == Harm.KILLED and item.lone for item in found)
    return [item for item in found if not (died and item.lone and item.rule.id == "taken-to-hospital")]


def _counts(sentences: Sequence[Sentence], index: int, item: Candidate) -> bool:
    """Whether the guidelines count the statement: no natural deaths, no general talk of risk."""
    words = sentences[index]
    if item.lone and item.rule.violent:
        if harm_slots.natural(words) or not harm_slots.violent(sentences, index, item.trigger):
            return False
    if item.bare and item.rule.violent and not harm_slots.violent(sentences, index, item.trigger):
        return False
    return True


def _chars(words: Sentence, span: tuple[int, int] | None) -> CharSpan | None:
    if span is None or span[0] >= span[1]:
        return None
    return CharSpan(words.first[span[0]], words.last[span[1] - 1])


def _with_slots(words: Sentence, index: int, found: Sequence[Candidate]) -> list[_Statement]:
    all_cues = cues.find(words)
    speakers = cues.sources(words)
    statements = []
    for item in found:
        span = _chars(words, (item.start, item.end))
        if span is None:
            continue
        source = cues.source_of(words, speakers, item.start, item.end, item.trigger[1])
        statements.append(
            _Statement(
                item=item,
                sentence=index,
                span=span,
                victims=_chars(words, item.victims),
                place=_chars(words, harm_slots.place_of(words, item)),
                date=_chars(words, harm_slots.date_of(words, item)),
                attribution=_chars(words, (source.start, source.end)) if source else None,
                cause=_chars(words, harm_slots.cause_of(words, item)),
                status=_status(words, all_cues, item),
                scope=cues.scope(words, all_cues, *item.trigger),
            )
        )
    return statements


def _status(words: Sentence, found: list[cues.Cue], item: Candidate) -> Status:
    # A modal before "hostages" or "the murder of Ana" is not about the harm: "will release two hostages".
    if item.rule.frame in ("victims", "event") and item.frame in ("counted", "named", "of", "owner", "none"):
        found = [cue for cue in found if cue.rule.id not in ("modal", "purpose", "plans") or item.frame == "counted"
                 and item.kind != Harm.CAPTIVE]
    return cues.status(words, found, *item.trigger)


def _facts(
    doc: Doc, spans: Sequence[Span], sentences: Sequence[Sentence], statements: Sequence[_Statement]
) -> tuple[CasualtyFigure, ...]:
    dates = store.stored(doc, "dates", EventDate)
    groups = _groups(doc.text, sentences, statements)
    facts = []
    last_place: CharSpan | None = None
    for statement, group in zip(statements, groups, strict=True):
        item = statement.item
        place = statement.place or last_place
        last_place = statement.place or last_place
        facts.append(
            CasualtyFigure(
                kind=item.kind,
                min=item.count.min,
                max=item.count.max,
                approximate=item.count.approximate,
                victims=_text(doc.text, statement.victims),
                place=_text(doc.text, place),
                date=_date(doc.text, statement.date, dates),
                attribution=_text(doc.text, statement.attribution),
                cause=_text(doc.text, statement.cause),
                status=statement.status,
                scope=statement.scope,
                group=group,
                evidence=Evidence(
                    statement.span, store.char_span(spans[statement.sentence]), item.rule.id
                ),
            )
        )
    return tuple(facts)


def _text(text: str, span: CharSpan | None) -> str | None:
    return None if span is None else span.of(text)


def _date(text: str, span: CharSpan | None, dates: Sequence[EventDate]) -> FigureDate | None:
    if span is None:
        return None
    value = next((date.value for date in dates if date.evidence.span.overlaps(span)), None)
    return FigureDate(span.of(text), value)


def _groups(text: str, sentences: Sequence[Sentence], statements: Sequence[_Statement]) -> list[int]:
    """Numbers shared by statements of one figure: same kind and bounds, or the same named victim."""
    groups: list[int] = []
    seen: dict[tuple[Harm, object], int] = {}
    for statement in statements:
        item = statement.item
        words = sentences[statement.sentence]
        key: tuple[Harm, object]
        if item.lone and statement.victims is not None:
            last = words.low[item.victims[1] - 1] if item.victims else ""
            key = (item.kind, last)
        else:
            low = item.count.min if item.count.min is not None else item.count.max
            key = (item.kind, low)
        groups.append(seen.setdefault(key, len(seen) + 1))
    return groups
