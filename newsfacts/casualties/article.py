"""What a statement of an article takes from the others and from the sentences around it: where, when, by
what, who says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from newsfacts.casualties.figure import REFERENCES
from newsfacts.casualties.sentences import Sentences
from newsfacts.casualties.slots import causes as told_causes
from newsfacts.casualties.slots import places as told_places
from newsfacts.casualties.slots import sources as told_sources
from newsfacts.casualties.slots import times as told_times
from newsfacts.casualties.slots.antecedents import antecedent
from newsfacts.casualties.slots.dates import KnownDates
from newsfacts.casualties.statement import Statement
from newsfacts.types import CharSpan, Harm, Scope

# Sentences before a statement in which its place is looked for. Swept 1, 2, 4 on the development
# articles: place is right in 62.5, 62.7, 62.9 of 100 statements found.
SENTENCES_BACK = 2
# And in which a figure with a place stands, for one victim without number: swept 1, 2, 3, 5, 9.
STATEMENTS_BACK = 3
# Sentences from the start in which a single victim is one of the article's main event.
LEAD = 2
# Sentences around a quotation in which its speaker is looked for.
SPEAKER_REACH = 3
# A quotation without an end is given up after so many characters.
MAX_QUOTATION = 3000

Found = list[CharSpan | None]


def places(sentences: Sentences, statements: Sequence[Statement], groups: Sequence[int]) -> Found:
    """The place of each statement: its own, its group's, one named just before, or the article's."""
    by_group = _by_group([statement.slots.place for statement in statements], groups)
    main = _main_place(sentences) if any(map(_at_main_place, statements)) else None
    found: Found = []
    last: Statement | None = None
    for statement, group in zip(statements, groups, strict=True):
        place = statement.slots.place or by_group.get(group) or statement.slots.vague_place
        if place is None and last is not None and statement.figure.lone:
            place = last.slots.place if statement.sentence - last.sentence <= STATEMENTS_BACK else None
        if statement.slots.place is not None:
            last = statement
        place = place or _place_of_others(sentences, statement, main)
        found.append(None if place is None or _elsewhere(statement, place) else place)
    return found


def _place_of_others(sentences: Sentences, statement: Statement, main: CharSpan | None) -> CharSpan | None:
    """The place of a statement that has none of its own: one named just before, or the article's."""
    if told_places.everywhere(sentences[statement.sentence], statement.figure):
        return None
    before = None if _reference(statement) else _place_before(sentences, statement.sentence)
    return before or (main if _at_main_place(statement) else None)


def _elsewhere(statement: Statement, place: CharSpan) -> bool:
    """Whether the statement's sentence tells of the place, but for something else."""
    return place != statement.slots.place and any(place.overlaps(p) for p in statement.slots.elsewhere)


def _by_group(own: Sequence[CharSpan | None], groups: Sequence[int]) -> dict[int, CharSpan]:
    """The first of `own` that each group has."""
    by_group: dict[int, CharSpan] = {}
    for span, group in zip(own, groups, strict=True):
        if span is not None:
            by_group.setdefault(group, span)
    return by_group


def _place_before(sentences: Sentences, index: int) -> CharSpan | None:
    """The last place named in the nearest sentence before `index` that names one."""
    for back in range(index - 1, max(index - SENTENCES_BACK, 0) - 1, -1):
        words = sentences[back]
        near = [p for p in told_places.places(words) if p.rank == 0 and told_places.named(words, p)]
        if near:
            return words.chars((near[-1].start, near[-1].end))
    return None


def _at_main_place(statement: Statement) -> bool:
    """Whether the article's main place may be that of a statement without place: a figure's, or that of
    the victim with whom the article opens."""
    figure = statement.figure
    if figure.bare:
        return False
    return not figure.lone or (statement.sentence < LEAD and not _reference(statement))


def _reference(statement: Statement) -> bool:
    """Whether the harm is only named, not told: "the murder of Ana", "her son's death"."""
    return statement.figure.told in REFERENCES


def _main_place(sentences: Sentences) -> CharSpan | None:
    """The name of a place that the article tells most often, the first of equals."""
    counts: dict[str, int] = {}
    first: dict[str, CharSpan] = {}
    for index in range(len(sentences)):
        if "LOC" not in sentences.labels(index):
            continue  # most are not read otherwise
        words, at = sentences.plain(index), 0
        labels = words.label
        while at < len(labels):
            if labels[at] != "LOC":
                at += 1
                continue
            end = at
            while end < len(labels) and labels[end] == "LOC":
                end += 1
            name = " ".join(words.low[at:end])
            if words.at(at - 1) != "from":  # where somebody comes from
                counts[name] = counts.get(name, 0) + 1
                first.setdefault(name, CharSpan(words.first[at], words.last[end - 1]))
            at = end
    if not counts:
        return None
    return first[max(counts, key=lambda name: (counts[name], -first[name].start))]


def times(
    sentences: Sentences, dates: KnownDates, statements: Sequence[Statement], groups: Sequence[int]
) -> Found:
    """The time of each statement: its own, else that of another statement of the same number, else that
    of a figure of its kind one sentence before, else the day that a sentence beside it tells of the event.

    Tried without success: the time of any statement before, the only time that an article tells, two or
    three sentences before.
    """
    by_group = _by_group([statement.slots.date for statement in statements], groups)
    found: Found = []
    last: dict[Harm, tuple[int, CharSpan]] = {}
    days: dict[int, CharSpan | None] = {}  # of the event that a sentence tells
    for statement, group in zip(statements, groups, strict=True):
        figure = statement.figure
        date = statement.slots.date or (None if figure.lone else by_group.get(group))
        sentence, before = last.get(figure.kind, (-2, None))
        if date is None and statement.scope != Scope.CUMULATIVE:
            date = before if statement.sentence - sentence <= 1 else None
            date = date or _event_day(sentences, dates, statement, days)
        found.append(date)
        if statement.slots.date is not None:
            last[figure.kind] = (statement.sentence, statement.slots.date)
    return found


def _event_day(
    sentences: Sentences, dates: KnownDates, statement: Statement, days: dict[int, CharSpan | None]
) -> CharSpan | None:
    """The day of the event that the sentence before or behind tells, for a harm told as a part of it.

    `days`: by sentence, as found so far.
    """
    figure = statement.figure
    held = statement.scope == Scope.REMAINING and figure.kind == Harm.CAPTIVE
    if figure.bare or _reference(statement) or statement.blamed or held:
        return None
    for near in (statement.sentence - 1, statement.sentence + 1):
        if 0 <= near < len(sentences):
            if near not in days:
                words = sentences[near]
                days[near] = words.chars(told_times.event_time(words, dates.days_within(words)))
            if days[near] is not None:
                return days[near]
    return None


def causes(sentences: Sentences, statements: Sequence[Statement], groups: Sequence[int]) -> Found:
    """The cause of each statement: its own, else that of another statement of its group, else the event
    that its sentence or the one before names.

    Tried without success: that of the statement before, an event of the sentence behind or of two before.
    """
    own = [_meant(sentences, statement) for statement in statements]
    by_group = _by_group(own, groups)
    return [
        cause or by_group.get(group) or _event_near(sentences, statement)
        for cause, statement, group in zip(own, statements, groups, strict=True)
    ]


def _meant(sentences: Sentences, statement: Statement) -> CharSpan | None:
    """The cause that the statement's sentence tells; whom it means where it is a pronoun."""
    slots = statement.slots
    if slots.cause is None:
        return None
    others = [span for span in (statement.victims, slots.attribution) if span is not None]
    return antecedent(sentences, statement.sentence, slots.cause, others) or slots.cause


def _event_near(sentences: Sentences, statement: Statement) -> CharSpan | None:
    if statement.figure.bare or _reference(statement) or statement.scope == Scope.CUMULATIVE:
        return None
    for near in (statement.sentence, statement.sentence - 1):
        event = told_causes.event_told(sentences[near]) if near >= 0 else None
        if event is not None:
            return sentences[near].chars(event)
    return None


def sources(text: str, sentences: Sentences, statements: Sequence[Statement]) -> Found:
    """Who tells each statement; in a quotation of several sentences, the one quoted."""
    quoted = _quotations(text)
    starts = [start for start, _ in quoted]
    found: Found = []
    for statement in statements:
        source = statement.slots.attribution
        at = bisect_left(starts, statement.span.start) - 1
        if source is None and at >= 0 and statement.span.start < quoted[at][1]:
            source = _quoted_speaker(sentences, statement.sentence, quoted[at])
        found.append(source)
    return found


def _quoted_speaker(sentences: Sentences, index: int, quotation: tuple[int, int]) -> CharSpan | None:
    """The nearest speaker named outside the quotation, behind it first."""
    order = [*range(index + 1, index + 1 + SPEAKER_REACH), *range(index - 1, index - 1 - SPEAKER_REACH, -1)]
    for near in order:
        if not 0 <= near < len(sentences):
            continue
        words = sentences[near]
        for source in told_sources.sources(words):
            span = words.chars((source.start, source.end))
            if span is not None and not quotation[0] <= span.start < quotation[1]:
                return span
    return None


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
