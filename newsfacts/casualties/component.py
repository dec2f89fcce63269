"""Finds casualty figures: killed, injured, missing, captive, displaced; how many, where, when, says who."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from newsfacts import numbers
from newsfacts.casualties import cues, explain, slots
from newsfacts.casualties.attach import frames, heads
from newsfacts.casualties.location import located
from newsfacts.casualties.sentence import Sentence
from newsfacts.casualties.sentences import Sentences
from newsfacts.casualties.triggers import Candidate, may_tell
from newsfacts.dates.published import dateline_dates
from newsfacts.doc import store
from newsfacts.types import (
    CasualtyFigure,
    CharSpan,
    DateType,
    EventDate,
    Evidence,
    FigureDate,
    Grain,
    Harm,
    Place,
    Scope,
    Status,
)


@Language.factory(
    "newsfacts_casualties",
    requires=["doc.sents"],
    assigns=["doc.spans"],
    default_config={"least_confidence": 0.6, "least_alone": 0.8, "vague": "literal"},
)
def make_casualties(
    nlp: Language, name: str, least_confidence: float, least_alone: float, vague: str
) -> Casualties:
    return Casualties(
        least_confidence=least_confidence, least_alone=least_alone, vague=numbers.check_policy(vague)
    )


@dataclass(frozen=True, slots=True)
class _Statement:
    """A candidate with the slots its own sentence gives; character offsets."""

    item: Candidate
    sentence: int  # index among the story's sentences
    span: CharSpan
    victims: CharSpan | None
    place: CharSpan | None
    vague_place: CharSpan | None  # told, but doubtful: for want of a better one
    date: CharSpan | None
    attribution: CharSpan | None
    cause: CharSpan | None
    status: Status
    scope: Scope | None
    blamed: bool
    confidence: float | None
    said: CharSpan | None  # the word by which the source says so
    by_tagger: frozenset[str]  # slots that the tagger's roles fill


class Casualties:
    """The component that finds casualty figures and keeps them as span group `casualties`.

    `least_confidence`: of the tagger's roles, from which on they fill what the rules leave open, and of its
    figures, from which on one agrees with a rule's. `least_alone`: of its figures that no rule finds. Swept
    .5 to .95 on the development articles: F1 .889 at .6, .897 from .8 on.
    `vague`: the policy for number words like "dozens" (`text.numbers.policies`).
    """

    def __init__(self, *, least_confidence: float, least_alone: float, vague: str) -> None:
        self.least_confidence = least_confidence
        self.least_alone = least_alone
        self.vague = vague

    def __call__(self, doc: Doc) -> Doc:
        places = store.stored(doc, "places", Place)
        store.store(doc, "casualties", located(self.find(doc), places, store.text_of(doc)))
        return doc

    def find(self, doc: Doc) -> tuple[CasualtyFigure, ...]:
        """The figures of `doc`, in reading order; changes nothing."""
        text = store.text_of(doc)
        datelines = dateline_dates(text)
        sentences = Sentences(doc, store.story_of(doc), vague=self.vague, without=datelines)
        told_by_tagger = heads.Heads(doc, least_confidence=self.least_confidence, without=datelines)
        dates = _Dates(doc, without=datelines)
        statements: list[_Statement] = []
        for index, found in enumerate(_candidates(sentences)):
            figures = told_by_tagger.figures_in(sentences.span(index))
            if not found and not figures:
                continue
            words = sentences[index]
            alone = heads.candidates(words, figures, found, least_confidence=self.least_alone)
            found = [*found, *alone]
            if found:
                roles = told_by_tagger.roles_in(sentences.span(index))
                told = _Told(words, dates.within(words), figures, roles)
                told.withdrawn = index + 1 < len(sentences) and cues.withdrawn(sentences[index + 1])
                statements.extend(_with_slots(words, index, found, told))
        statements.sort(key=lambda s: (s.span, s.item.kind))
        return _facts(text, sentences, statements, dates) if statements else ()


def _candidates(sentences: Sentences) -> list[list[Candidate]]:
    """The statements of each sentence that the rules find and the guidelines count."""
    every = range(len(sentences))
    found = [frames.find(sentences[index]) if may_tell(sentences.low(index)) else [] for index in every]
    kept = [
        [item for item in items if _counts(sentences, index, item, items)]
        for index, items in enumerate(found)
    ]
    known = {
        _victim_word(sentences[index], item)
        for index, items in enumerate(kept)
        for item in items
        if item.kind == Harm.KILLED and item.lone
    } - {""}
    for index in every:
        # A death told elsewhere as violent is so here too: "her son died".
        kept[index].extend(
            item
            for item in found[index]
            if item.lone
            and item not in kept[index]
            and _victim_word(sentences[index], item) in known
            and not slots.natural(sentences[index])
        )
    return [sorted(_less_hurt(items), key=lambda item: (item.start, item.kind)) for items in kept]


class _Dates:
    """The dates and times that the dates component found, but for those that overlap `without`."""

    def __init__(self, doc: Doc, *, without: Sequence[CharSpan] = ()) -> None:
        kinds = (DateType.DATE, DateType.TIME)
        self.facts = [
            fact
            for fact in store.stored(doc, "dates", EventDate)
            if fact.type in kinds and not heads.overlaps(without, fact.evidence.span)
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
        if value is not None and value.endswith("X") and _BACKWARD.search(span.of(text)):
            value = None  # "the past decade" is none of the calendar's
        return FigureDate(span.of(text), value)


_BACKWARD = re.compile(r"\b(?:past|last)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\s*(?:to|and|until|till|through|[-–—])\s*")


def _interval(text: str, first: EventDate, last: EventDate) -> str | None:
    """The value of "1976 to 1983", where both ends are plain; else that of the first."""
    between = text[first.evidence.span.end : last.evidence.span.start]
    one, other = first.value, last.value
    if one and other and _UNTIL.fullmatch(between) and "/" not in one + other and one < other:
        return f"{one}/{other}"
    return one


# Days from which on a figure over an interval is no longer that of one event.
LONG_DAYS = 45


# No single event kills or displaces so many.
MILLION = 10**6
_A_DAY = r"(?:\d{4}|XXXX)-\d\d-\d\d(?:T.*)?"


def _long(value: str | None) -> bool:
    """Whether an EDTF value is a decade or a long interval."""
    if value is None:
        return False
    if re.fullmatch(r"\d{3}X", value):
        return True
    ends = [_day(end) for end in value.split("/")]
    return len(ends) == 2 and None not in ends and (ends[1] or 0) - (ends[0] or 0) >= LONG_DAYS


def _day(value: str) -> int | None:
    """The first day of a year, a month or a day, counted roughly from year 0; None for other values."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", value)
    if match is None or int(match[2] or 1) > 12:
        return None
    return int(match[1]) * 365 + int(match[2] or 1) * 30 + int(match[3] or 1)


class _Told:
    """What a sentence tells for the slots of its statements."""

    def __init__(
        self,
        words: Sentence,
        dates: Sequence[CharSpan],
        figures: Sequence[heads.Labelled],
        roles: Sequence[heads.Labelled],
    ) -> None:
        self.cues = cues.find(words)
        self.speakers = cues.sources(words)
        self.places = slots.places(words)
        self.times = slots.times(words, dates)
        self.figures = figures
        self.roles = roles
        self.withdrawn = False  # whether the next sentence takes it back

    def timed(self, words: Sentence, span: CharSpan) -> bool:
        """Whether a time that the rules know stands at `span`."""
        return any(
            words.first[time.start] < span.end and span.start < words.last[time.end - 1]
            for time in self.times
        )


def _victim_word(words: Sentence, item: Candidate) -> str:
    """The last word of the victim's phrase; "" for a pronoun, which may be anybody's."""
    if item.victims is None or words.tag[item.victims[1] - 1] in ("PRP", "PRP$", "WP"):
        return ""
    last = item.victims[1] - 1
    if words.low[last] in ("'s", "'") and last > item.victims[0]:
        last -= 1
    return words.low[last]


def _less_hurt(found: Sequence[Candidate]) -> list[Candidate]:
    """Without the hospital of one who died in the same sentence."""
    died = any(item.kind == Harm.KILLED and item.lone for item in found)
    return [item for item in found if not (died and item.lone and item.rule.id == "taken-to-hospital")]


def _counts(sentences: Sentences, index: int, item: Candidate, beside: Sequence[Candidate]) -> bool:
    """Whether the guidelines count the statement: no natural deaths, no general talk of risk.

    `beside`: all statements of the sentence.
    """
    words = sentences[index]
    if item.rule.id == "lose-someone" and slots.natural(words):
        return False  # "lost six relatives to cancer"
    if slots.rate(words, item):
        return False
    if item.kind == Harm.INJURED and slots.sick_or_at_play(words, item):
        return False
    if not item.rule.violent or not (item.lone or item.bare):
        return True
    # "Ana and her son"; "her son, two cousins and others".
    several = item.bare and (item.count.min == item.count.max or (item.count.min or 0) > words.least_plural)
    if (item.lone or several) and slots.natural(words):
        return False
    if several and item.frame == "subject":
        return True  # "Ana Ruiz and her mother died in the fire": hardly of age on one day
    named = item.rule.id == "death" and item.frame in ("of", "owner") and item.lone
    if named and not _CHARGED.isdisjoint(words.low):
        return True  # "charged with the death of a clerk"
    if item.frame in ("subject", "of") and item.lone:
        # "A woman was hit by a bus and died", "a passenger died in hospital"
        if any(other.lone and not other.rule.violent and other.kind != item.kind for other in beside):
            return True
        if item.victims and slots.context("untimely").intersection(words.low[slice(*item.victims)]):
            return True
    return slots.violent(sentences, index, item.trigger)


_CHARGED = frozenset(["charged", "charges", "charge", "accused", "convicted", "indicted", "guilty"])


def _chars(words: Sentence, span: tuple[int, int] | None) -> CharSpan | None:
    if span is None or span[0] >= span[1]:
        return None
    return CharSpan(words.first[span[0]], words.last[span[1] - 1])


def _with_slots(words: Sentence, index: int, found: Sequence[Candidate], told: _Told) -> list[_Statement]:
    statements = []
    for item in found:
        span = _chars(words, (item.start, item.end))
        if span is None:
            continue
        source = cues.source_of(words, told.speakers, item.start, item.end, item.trigger)
        speaker = (source.start, source.end) if source else None
        # A time that the rules give to another act stays there.
        roles = [role for role in told.roles if role.label != "DATE" or not told.timed(words, role.span)]
        roles = [
            role
            for role in roles
            if role.label != "PLACE"
            or not slots.of_a_part(words, item, bisect_left(words.first, role.span.start))
        ]
        by_tagger: set[str] = set()

        def filled(
            label: str,
            slot: tuple[int, int] | None,
            at: int = span.start,
            tagged: set[str] = by_tagger,
            roles: Sequence[heads.Labelled] = roles,
        ) -> CharSpan | None:
            own = _chars(words, slot)
            if own is not None and label == "CAUSE":
                # "A ferry sank", of which the rules see the ferry.
                own = heads.covering(words, roles, label, own)
            if own is None and (own := heads.role(words, roles, label, at)) is not None:
                tagged.add(label.lower())
            return own

        statements.append(
            _Statement(
                item=item,
                sentence=index,
                span=span,
                victims=_chars(words, item.victims),
                place=filled("PLACE", slots.place_of(words, item, told.places, speaker, rank=1)),
                vague_place=_chars(words, slots.place_of(words, item, told.places, speaker, rank=2)),
                date=filled("DATE", slots.date_of(words, item, told.times)),
                attribution=_chars(words, speaker),
                cause=filled("CAUSE", slots.cause_of(words, item)),
                status=_status(words, told, item),
                scope=cues.scope(words, told.cues, *item.trigger, item.kind),
                blamed=cues.blamed(words, told.cues, *item.trigger),
                confidence=heads.confidence(item, span, told.figures),
                said=_chars(words, (source.verb, source.verb + 1)) if source else None,
                by_tagger=frozenset(by_tagger),
            )
        )
    return statements


def _status(words: Sentence, told: _Told, item: Candidate) -> Status:
    if told.withdrawn:
        return Status.DENIED
    found = told.cues
    if item.frame == "head":
        # No word of harm is known: what stands before the figure itself may be about something else.
        found = [cue for cue in found if not cue.rule.base_only]
    if item.rule.id == "freed-captives":
        return Status.REPORTED  # what may come is their freedom
    # A modal before "hostages" or "the murder of Ana" is not about the harm: "will release two hostages".
    if item.rule.frame in ("victims", "event") and item.frame in ("counted", "named", "of", "owner", "none"):
        found = [
            cue
            for cue in found
            if cue.rule.id not in ("modal", "purpose", "plans")
            or (item.frame == "counted" and item.kind != Harm.CAPTIVE)
        ]
    if words.at(item.trigger[0] - 1) in ("have", "has", "had", "was", "were"):
        # "33 migrants trying to cross have drowned": what they tried is no part of the harm.
        tried = range(item.start, item.trigger[0])
        found = [cue for cue in found if not (cue.start in tried and words.tag[cue.start] == "VBG")]
    status = cues.status(words, found, *item.trigger)
    if status == Status.REPORTED and item.frame == "toll":
        # "expects the toll to reach 40"; "has risen to 40" is no purpose.
        found = [cue for cue in found if not cue.rule.base_only]
        status = cues.status(words, found, item.start, item.end)
    if status == Status.REPORTED and item.rule.status:
        return Status(item.rule.status)
    return status


def _facts(
    text: str,
    sentences: Sentences,
    statements: Sequence[_Statement],
    dates: _Dates,
) -> tuple[CasualtyFigure, ...]:
    groups = _groups(sentences, statements)
    trace = explain.Trace(sentences, statements, groups)
    filled = zip(
        statements,
        groups,
        _places(sentences, statements, groups),
        _times(sentences, dates, statements, groups),
        _causes(sentences, statements, groups),
        _sources(text, sentences, statements),
        strict=True,
    )
    return tuple(
        CasualtyFigure(
            kind=statement.item.kind,
            min=statement.item.count.min,
            max=statement.item.count.max,
            approximate=statement.item.count.approximate,
            victims=_text(text, statement.victims),
            place=_text(text, place),
            date=dates.figure_date(text, time),
            attribution=_text(text, source),
            cause=_text(text, cause),
            status=statement.status,
            scope=_scope(
                statement,
                dates.figure_date(text, statement.date),
                _text(text, statement.cause),
                told=bool(time or cause),
                once=_once(sentences[statement.sentence], statement.item),
            ),
            group=group,
            evidence=Evidence(
                statement.span, sentences.whole_span(statement.sentence), statement.item.rule.id
            ),
            confidence=statement.confidence,
            decisions=trace.decisions(
                statement, group, {"place": place, "date": time, "cause": cause, "attribution": source}
            ),
        )
        for statement, group, place, time, cause, source in filled
    )


# Sentences before a statement in which its place is looked for. Swept 1, 2, 4 on the development
# articles: place is right in 62.5, 62.7, 62.9 of 100 statements found.
SENTENCES_BACK = 2
# And in which a figure with a place stands, for one victim without number: swept 1, 2, 3, 5, 9.
STATEMENTS_BACK = 3


def _places(
    sentences: Sentences, statements: Sequence[_Statement], groups: Sequence[int]
) -> list[CharSpan | None]:
    """The place of each statement: its own, its group's, one named just before, or the article's."""
    by_group: dict[int, CharSpan] = {}
    for statement, group in zip(statements, groups, strict=True):
        if statement.place is not None:
            by_group.setdefault(group, statement.place)
    main = _main_place(sentences) if any(map(_at_main_place, statements)) else None
    found: list[CharSpan | None] = []
    last: _Statement | None = None
    for statement, group in zip(statements, groups, strict=True):
        place = statement.place or by_group.get(group) or statement.vague_place
        if place is None and last is not None and statement.item.lone:
            place = last.place if statement.sentence - last.sentence <= STATEMENTS_BACK else None
        if statement.place is not None:
            last = statement
        back = statement.sentence - 1
        while (
            place is None
            and not _reference(statement.item)
            and back >= max(statement.sentence - SENTENCES_BACK, 0)
        ):
            words = sentences[back]
            near = [p for p in slots.places(words) if p.rank == 0 and _named(words, p)]
            if near:
                place = _chars(words, (near[-1].start, near[-1].end))
            back -= 1
        if place is None and _at_main_place(statement):
            place = main
        found.append(place)
    return found


def _times(
    sentences: Sentences, dates: _Dates, statements: Sequence[_Statement], groups: Sequence[int]
) -> list[CharSpan | None]:
    """The time of each statement: its own, else that of another statement of the same number, else that
    of a figure of its kind one sentence before, else the day that a sentence beside it tells of the event.

    Tried without success: the time of any statement before, the only time that an article tells, two or
    three sentences before.
    """
    by_group: dict[int, CharSpan] = {}
    for statement, group in zip(statements, groups, strict=True):
        if statement.date is not None:
            by_group.setdefault(group, statement.date)
    found: list[CharSpan | None] = []
    last: dict[Harm, tuple[int, CharSpan]] = {}
    days: dict[int, CharSpan | None] = {}  # of the event that a sentence tells
    for statement, group in zip(statements, groups, strict=True):
        date = statement.date or (None if statement.item.lone else by_group.get(group))
        sentence, before = last.get(statement.item.kind, (-2, None))
        if date is None and statement.scope != Scope.CUMULATIVE:
            date = before if statement.sentence - sentence <= 1 else None
            date = date or _event_day(sentences, dates, statement, days)
        found.append(date)
        if statement.date is not None:
            last[statement.item.kind] = (statement.sentence, statement.date)
    return found


def _event_day(
    sentences: Sentences, dates: _Dates, statement: _Statement, days: dict[int, CharSpan | None]
) -> CharSpan | None:
    """The day of the event that the sentence before or behind tells, for a harm told as a part of it.

    `days`: by sentence, as found so far.
    """
    item = statement.item
    reference = item.bare or item.frame in ("of", "owner") or statement.blamed
    if reference or (statement.scope == Scope.REMAINING and item.kind == Harm.CAPTIVE):
        return None
    for near in (statement.sentence - 1, statement.sentence + 1):
        if 0 <= near < len(sentences):
            if near not in days:
                words = sentences[near]
                days[near] = _chars(words, slots.event_time(words, dates.days_within(words)))
            if days[near] is not None:
                return days[near]
    return None


def _causes(
    sentences: Sentences, statements: Sequence[_Statement], groups: Sequence[int]
) -> list[CharSpan | None]:
    """The cause of each statement: its own, else that of another statement of its group, else the event
    that its sentence or the one before names.

    Tried without success: that of the statement before, an event of the sentence behind or of two before.
    """
    by_group: dict[int, CharSpan] = {}
    for statement, group in zip(statements, groups, strict=True):
        if statement.cause is not None:
            by_group.setdefault(group, statement.cause)
    return [
        statement.cause or by_group.get(group) or _event_near(sentences, statement)
        for statement, group in zip(statements, groups, strict=True)
    ]


def _event_near(sentences: Sentences, statement: _Statement) -> CharSpan | None:
    item = statement.item
    if item.bare or item.frame in ("of", "owner") or statement.scope == Scope.CUMULATIVE:
        return None
    for near in (statement.sentence, statement.sentence - 1):
        event = slots.event_told(sentences[near]) if near >= 0 else None
        if event is not None:
            return _chars(sentences[near], event)
    return None


def _sources(text: str, sentences: Sentences, statements: Sequence[_Statement]) -> list[CharSpan | None]:
    """Who tells each statement; in a quotation of several sentences, the one quoted."""
    quoted = _quotations(text)
    starts = [start for start, _ in quoted]
    found: list[CharSpan | None] = []
    for statement in statements:
        source = statement.attribution
        at = bisect_left(starts, statement.span.start) - 1
        if source is None and at >= 0 and statement.span.start < quoted[at][1]:
            source = _quoted_speaker(sentences, statement.sentence, quoted[at])
        found.append(source)
    return found


# Sentences around a quotation in which its speaker is looked for.
SPEAKER_REACH = 3


def _quoted_speaker(sentences: Sentences, index: int, quotation: tuple[int, int]) -> CharSpan | None:
    """The nearest speaker named outside the quotation, behind it first."""
    order = [*range(index + 1, index + 1 + SPEAKER_REACH), *range(index - 1, index - 1 - SPEAKER_REACH, -1)]
    for near in order:
        if not 0 <= near < len(sentences):
            continue
        words = sentences[near]
        for source in cues.sources(words):
            span = _chars(words, (source.start, source.end))
            if span is not None and not quotation[0] <= span.start < quotation[1]:
                return span
    return None


# A quotation without an end is given up after so many characters.
MAX_QUOTATION = 3000


def _quotations(text: str) -> list[tuple[int, int]]:
    """Stretches between quotation marks; a paragraph that opens without a close runs to the next mark."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for match in _QUOTE_MARKS.finditer(text):
        mark = match[0]
        if mark == "“" or (mark == '"' and opened is None):
            # A new opening mark at a new paragraph goes on with the same quotation.
            opened = match.start() if opened is None else opened
        elif opened is not None:
            if match.start() - opened <= MAX_QUOTATION:
                found.append((opened, match.start()))
            opened = None
    return found


_QUOTE_MARKS = re.compile('[“”"]')


# Sentences from the start in which a single victim is one of the article's main event.
LEAD = 2


def _at_main_place(statement: _Statement) -> bool:
    """Whether the article's main place may be that of a statement without place: a figure's, or that of
    the victim with whom the article opens."""
    item = statement.item
    return not item.bare and (not item.lone or (statement.sentence < LEAD and not _reference(item)))


def _reference(item: Candidate) -> bool:
    """Whether the harm is only named, not told: "the murder of Ana", "her son's death"."""
    return item.frame in ("of", "owner")


def _named(words: Sentence, place: slots.Place) -> bool:
    return any(label in ("LOC", "FAC") for label in words.label[place.start : place.end])


def _main_place(sentences: Sentences) -> CharSpan | None:
    """The name of a place that the article tells most often, the first of equals."""
    counts: dict[str, int] = {}
    first: dict[str, CharSpan] = {}
    for words in map(sentences.plain, range(len(sentences))):
        at = 0
        while at < len(words):
            if words.label[at] not in ("LOC",):
                at += 1
                continue
            end = at
            while end < len(words) and words.label[end] == words.label[at]:
                end += 1
            name = " ".join(words.low[at:end])
            counts[name] = counts.get(name, 0) + 1
            first.setdefault(name, CharSpan(words.first[at], words.last[end - 1]))
            at = end
    if not counts:
        return None
    return first[max(counts, key=lambda name: (counts[name], -first[name].start))]


def _text(text: str, span: CharSpan | None) -> str | None:
    return None if span is None else span.of(text)


def _scope(
    statement: _Statement, date: FigureDate | None, cause: str | None, *, told: bool, once: bool
) -> Scope | None:
    """One event, where its time or what did it is told, unless a cue, a long time or a cause that goes on
    for long tells more.

    `date`, `cause`: of the sentence itself. `told`: whether the statement has a time or a cause.
    `once`: whether the verb tells of what happened once.
    """
    if statement.scope is not None:
        return statement.scope
    many = max(statement.item.count.min or 0, statement.item.count.max or 0)
    reported = statement.status == Status.REPORTED and statement.item.count.max != 0
    if reported and many >= MILLION:
        return Scope.CUMULATIVE
    day = date is not None and date.value is not None and re.fullmatch(_A_DAY, date.value)
    if reported and not statement.item.lone and not day and cause is not None and slots.lasts(cause):
        return Scope.CUMULATIVE
    if date is not None and _long(date.value):
        return Scope.CUMULATIVE
    if statement.blamed and date is None:
        return None
    item = statement.item
    if told or item.lone or item.count.max == 0 or statement.status != Status.REPORTED:
        return Scope.INCIDENT
    return Scope.INCIDENT if once else None


def _once(words: Sentence, item: Candidate) -> bool:
    """Whether the verb of harm tells of what happened once: "were killed", not "have been killed"."""
    at = item.trigger[0]
    if words.tag[at] == "VBD":
        return True
    while at > 0 and (words.tag[at] in ("VBN", "VBG", "RB", "JJ", "IN") or at == item.trigger[0]):
        at -= 1
    return words.low[at] in ("was", "were")


def _groups(sentences: Sentences, statements: Sequence[_Statement]) -> list[int]:
    """Numbers shared by statements of one figure: same kind and bounds, or the same single victim."""
    groups: list[int] = []
    seen: dict[tuple[Harm, object], int] = {}
    told: dict[tuple[Harm, object], list[tuple[_Statement, int]]] = {}
    single: dict[Harm, _Victims] = {}
    for statement in statements:
        item = statement.item
        words = sentences[statement.sentence]
        fresh = len(groups) + 1
        if item.lone or (
            item.frame == "part" and item.count.max == 1 and item.victims == (item.start, item.end)
        ):
            known = single.setdefault(item.kind, _Victims())
            group = known.group(words, statement, fresh)
            first = known.first.setdefault(group, statement)
            # "A man was shot in Oru on Monday … a man was shot in Batu on Friday": two men.
            if group != fresh and known.indefinite and _apart(sentences, first, statement):
                group = known.renew(fresh)
                known.first[group] = statement
            groups.append(group)
            continue
        if item.bare and item.count.max is None:
            word = _victim_word(words, item)
            group = seen.setdefault((item.kind, word or statement.span), fresh)
        else:
            low = item.count.min if item.count.min is not None else item.count.max
            vague = item.count.approximate and item.count.max is None  # "several" is not "three"
            key = (item.kind, (low, vague) if low is not None else statement.span)
            before = told.setdefault(key, [])
            group = next(
                (number for other, number in before if not _apart(sentences, other, statement)), fresh
            )
            if len(before) < MAX_ALIKE:
                before.append((statement, group))
        groups.append(group)
    return groups


# Statements of one number that the next one is held against, so that the time taken stays in proportion.
MAX_ALIKE = 20


def _apart(sentences: Sentences, one: _Statement, other: _Statement) -> bool:
    """Whether two statements of the same number tell another day and another place, each its own."""
    pairs = ((one.date, other.date), (one.place, other.place))
    told = [(_nouns(sentences, one, first), _nouns(sentences, other, second)) for first, second in pairs]
    return all(first and second and not first & second for first, second in told)


def _nouns(sentences: Sentences, statement: _Statement, span: CharSpan | None) -> set[str]:
    """The nouns, names and numbers of a slot of the statement's sentence."""
    if span is None:
        return set()
    words = sentences[statement.sentence]
    inside = range(bisect_left(words.first, span.start), bisect_left(words.first, span.end))
    return {words.low[at] for at in inside if words.tag[at].startswith(("NN", "CD"))}


class _Victims:
    """The single victims of one kind of harm told so far, to tell whom the next one repeats.

    A victim is known again by a word of the name or by the noun of the description, if no other name stands
    against it; "he" and "the boy" are the last one, but two nouns in one sentence are two victims.

    Tried without success: a name just behind "a nurse was shot" as the nurse's.
    """

    def __init__(self) -> None:
        self.by_word: dict[str, int] = {}
        self.named: set[int] = set()  # groups whose victim has been named
        self.first: dict[int, _Statement] = {}  # of each group
        self.last: int | None = None
        self.sentence = -1  # that of the last
        self.indefinite = False  # whether the last was "a man"
        self.words: list[str] = []  # nouns and names of the last

    def renew(self, fresh: int) -> int:
        """Make the last one a new victim."""
        self.last = fresh
        for word in self.words:
            self.by_word[word] = fresh
        return fresh

    def group(self, words: Sentence, statement: _Statement, fresh: int) -> int:
        """The group of `statement`, `fresh` where nobody told before fits."""
        item, sentence = statement.item, statement.sentence
        start, end = item.victims or (item.start, item.end)
        # "an activist and colleague of Ana Ruiz" is not Ana Ruiz.
        end = next((at for at in range(start + 1, end) if words.tag[at] in ("IN", "CC")), end)
        names = [words.low[at] for at in range(start, end) if _name_word(words, at)]
        nouns = [words.low[at] for at in range(start, end) if words.tag[at] == "NN"]
        indefinite = self.indefinite = words.low[start] in ("a", "an", "another") and not _retold(words, item)
        group = next((self.by_word[name] for name in names if name in self.by_word), None)
        # "The driver died, and the guard was shot": two victims.
        beside = bool(nouns) and sentence == self.sentence
        if group is None and not names and not indefinite and not beside:
            group = self.last
        if group is None:
            described = (self.by_word[noun] for noun in reversed(nouns) if noun in self.by_word)
            group = next((one for one in described if not (names and one in self.named)), None)
        if group is None:
            group = fresh
        self.words = [*names, *nouns]
        for word in self.words:
            self.by_word[word] = group
        if names:
            self.named.add(group)
        self.last, self.sentence = group, sentence
        return group


def _retold(words: Sentence, item: Candidate) -> bool:
    """Whether a relative clause tells again what is known: "the dog which bit a girl"."""
    relative = words.at(item.trigger[0] - 1) in ("who", "which", "that")
    return relative and item.agent is not None and words.low[item.agent[0]] in ("the", "this", "that")


def _name_word(words: Sentence, at: int) -> bool:
    named = words.tag[at] in ("NNP", "NNPS") and words.label[at] in ("PERSON", "")
    return named and words.low[at][0].isalpha() and words.low[at].rstrip(".") not in _TITLES


_TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "sir", "lady", "lord", "prof"])
