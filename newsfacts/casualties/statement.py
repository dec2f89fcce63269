"""A figure in its article: what its own sentence tells of it, and whether it is of one event or of many."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from newsfacts.casualties import cues
from newsfacts.casualties.figure import Figure, Slots
from newsfacts.casualties.people import Count
from newsfacts.casualties.sentence import Sentence
from newsfacts.casualties.slots.causes import lasts
from newsfacts.types import CharSpan, FigureDate, Scope, Status


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure with the slots its own sentence gives; character offsets."""

    figure: Figure
    sentence: int  # index among the story's sentences
    span: CharSpan
    victims: CharSpan | None
    slots: Slots
    status: Status
    scope: Scope | None  # that a cue tells
    blamed: bool


def statement(
    words: Sentence, index: int, figure: Figure, slots: Slots, told: list[cues.Cue], *, withdrawn: bool
) -> Statement | None:
    """The statement of `figure`, in sentence `index`; None where it has no words, or where what may come
    would be done to nobody in particular ("to evacuate staff").

    `told`: the cues of the sentence. `withdrawn`: whether the next sentence takes it back.
    """
    span = words.chars(figure.span)
    if span is None:
        return None
    status = Status.DENIED if withdrawn else cues.status_of(words, told, figure)
    if not withdrawn and _single(words, figure) and _negated(words, told, figure):
        # "has not had a single road death"
        figure, status = replace(figure, count=Count(0, 0)), Status.REPORTED
    if status is Status.HYPOTHETICAL and _nobody_meant(words, figure):
        return None
    return Statement(
        figure=figure,
        sentence=index,
        span=span,
        victims=words.chars(figure.victims),
        slots=slots,
        status=status,
        scope=cues.scope(words, told, figure),
        blamed=cues.blamed(words, told, *figure.at),
    )


def _nobody_meant(words: Sentence, figure: Figure) -> bool:
    """Whether the victims are a plural without a number that means no known ones: "children", "all"."""
    if not figure.bare or words.low[figure.start] in words.lex.whoever:
        return figure.bare
    return words.tag[figure.start] not in ("DT", "PRP", "PRP$", "NNP", "NNPS", "JJR")


def _negated(words: Sentence, told: list[cues.Cue], figure: Figure) -> bool:
    return any(cue.rule.status == Status.DENIED and cues.reaches(words, cue, *figure.span) for cue in told)


def _single(words: Sentence, figure: Figure) -> bool:
    return figure.count == Count(1, 1) and words.at(figure.end - 1) == "single"


# Days from which on a figure over an interval is no longer that of one event.
LONG_DAYS = 45
# No single event kills or displaces so many.
MILLION = 10**6
_A_DAY = re.compile(r"(?:\d{4}|XXXX)-\d\d-\d\d(?:T.*)?")


def scope(
    statement: Statement, words: Sentence, date: FigureDate | None, cause: str | None, *, told: bool
) -> Scope | None:
    """One event, where its time or what did it is told, unless a cue, a long time or a cause that goes on
    for long tells more.

    `words`, `date`, `cause`: the sentence and what it tells itself. `told`: whether the statement has a time
    or a cause, be it of another sentence.
    """
    figure = statement.figure
    if statement.scope is not None:
        return statement.scope
    reported = statement.status == Status.REPORTED
    if _over_time(statement, date, cause):
        return Scope.CUMULATIVE
    if statement.blamed and date is None:
        return None
    if told or figure.lone or figure.count.max == 0 or not reported:
        return Scope.INCIDENT
    return Scope.INCIDENT if _once(words, figure.at[0]) else None


def _over_time(statement: Statement, date: FigureDate | None, cause: str | None) -> bool:
    """Whether the number, the time or the cause is that of more than one event."""
    figure = statement.figure
    if statement.status == Status.REPORTED and figure.count.max != 0:
        if max(figure.count.min or 0, figure.count.max or 0) >= MILLION:
            return True
        if not figure.lone and not _is_short(date) and cause is not None and lasts(cause):
            return True
    return date is not None and _long(date.value)


def _is_short(date: FigureDate | None) -> bool:
    """Whether a time is a day, or from one day to another not long after: that of one event."""
    if date is None or date.value is None:
        return False
    return all(_A_DAY.fullmatch(end) for end in date.value.split("/")) and not _long(date.value)


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


def _once(words: Sentence, harm: int) -> bool:
    """Whether the verb of harm tells of what happened once: "were killed", not "have been killed"."""
    if words.tag[harm] == "VBD":
        return True
    at = harm
    while at > 0 and (words.tag[at] in ("VBN", "VBG", "RB", "JJ", "IN") or at == harm):
        at -= 1
    return words.low[at] in words.lex.was_were
