"""The frame of survivors: "there were no survivors among the 62", "none of the six survived": all died."""

from __future__ import annotations

from collections.abc import Iterator

from newsfacts.casualties.attach.triggers import Trigger
from newsfacts.casualties.attach.victims import figure
from newsfacts.casualties.attach.words import frame_words
from newsfacts.casualties.figure import Figure, Told
from newsfacts.casualties.grammar.subjects import partitive, subject_of
from newsfacts.casualties.people import Count, figure_span, victim_span, who
from newsfacts.casualties.sentence import NounPhrase, Sentence

# Words between "the 62 people" and "aboard".
ABOARD_REACH = 3


def survivors_frame(words: Sentence, trigger: Trigger) -> Iterator[Figure]:
    """All those aboard; their number is open where another sentence has it (`guidelines`)."""
    if words.low[trigger.start] == "no":
        subject = words.within[trigger.start]
    else:
        subject = subject_of(words, trigger.start)
    if subject is None or subject.number is None or subject.number.max != 0:
        return
    if words.low[subject.start] == "neither" and subject.number.max == 0 and words.at(subject.end) != "of":
        span = (subject.start, subject.end)
        yield figure(trigger, Count(2, 2), span, victims=victim_span(words, subject), told=Told.TOLD)
        return
    of_whom = partitive(words, subject)
    whole = of_whom if of_whom is not subject else aboard(words)
    if whole is None or whole.number is None:
        yield figure(trigger, Count(None, None), (subject.start, subject.end), told=Told.ALL_LOST)
        return
    number, victims = whole.number, victim_span(words, whole)
    yield figure(
        trigger,
        Count(number.min, number.max, number.approximate),
        figure_span(words, whole),
        victims=victims if victims[1] > victims[0] else None,
        told=Told.TOLD,
    )


def aboard(words: Sentence) -> NounPhrase | None:
    """The counted people of the sentence who were aboard, or of whom some might have survived."""
    lists = frame_words()
    for phrase in words.phrases:
        number = phrase.number
        if number is None or number.max == 0 or (number.min or 0) < 2 or not who(words, phrase).human:
            continue
        behind = words.low[phrase.end : phrase.end + ABOARD_REACH]
        before = words.low[max(phrase.start - 1, 0) : phrase.start]
        if not lists.aboard.isdisjoint(behind) or not lists.before_aboard.isdisjoint(before):
            return phrase
    return None
