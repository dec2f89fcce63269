"""A figure in its article: what its own sentence tells of it, before its neighbours are asked."""

from __future__ import annotations

from dataclasses import dataclass

from newsfacts.casualties import cues
from newsfacts.casualties.figure import Figure, Slots
from newsfacts.casualties.sentence import Sentence
from newsfacts.types import CharSpan, Scope, Status


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
    """The statement of `figure`, in sentence `index`; None where it has no words. `told`: the cues of the
    sentence. `withdrawn`: whether the next sentence takes it back."""
    span = words.chars(figure.span)
    if span is None:
        return None
    return Statement(
        figure=figure,
        sentence=index,
        span=span,
        victims=words.chars(figure.victims),
        slots=slots,
        status=Status.DENIED if withdrawn else cues.status_of(words, told, figure),
        scope=cues.scope(words, told, *figure.at, figure.kind),
        blamed=cues.blamed(words, told, *figure.at),
    )
