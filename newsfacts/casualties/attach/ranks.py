"""Harms counted by their rank: "the 12th person killed this year", "the execution was the 533rd since 1976".

Only where the period is told: "the third man killed in the attack" tells of one man.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from newsfacts.casualties import cues
from newsfacts.casualties.attach.triggers import Frame, Trigger
from newsfacts.casualties.attach.victims import figure
from newsfacts.casualties.attach.words import frame_words
from newsfacts.casualties.figure import REFERENCES, Figure, Shape, Told
from newsfacts.casualties.people import Count
from newsfacts.casualties.sentence import Sentence, Words
from newsfacts.types import Harm, Scope, Status

_NTH = re.compile(r"(\d[\d,]*)(?:st|nd|rd|th)")
# Words between a noun of harm and its "was"; between a rank and the next.
REACH = 10
_PERIODS = ("year", "month", "season", "decade", "century", "war")
# Words between "would be" and a rank.
COMING_REACH = 6
NEXT_REACH = 25


def ranked(words: Sentence, triggers: Sequence[Trigger], found: Sequence[Figure]) -> list[Figure]:
    """`found`, with the number of all of a period where one victim is told by its rank in it."""
    if not _has_rank(words):
        return list(found)
    made = [_of_victim(words, item) for item in found]
    made += [item for trigger in triggers for item in _told_of(words, trigger)]
    made += [item for one in made if one.told is Told.RANKED for item in _next(words, one)]
    return made


def _has_rank(words: Sentence) -> bool:
    # Few sentences have a word or a number like one.
    if frame_words().nth_of.keys().isdisjoint(words.low) and not any(map(_NTH.fullmatch, words.low)):
        return False
    return any(rank_at(words, at) for at in range(len(words)))


def rank_at(words: Sentence, at: int) -> int | None:
    """The number that word `at` is the rank of: 12 of "12th"; "first" is none."""
    low = words.at(at)
    match = _NTH.fullmatch(low)
    number = int(match[1].replace(",", "")) if match else frame_words().nth_of.get(low, 0)
    return number if number > 1 else None


def _span(words: Sentence, at: int) -> Words:
    """The rank at word `at` with its article."""
    return at - (words.tag[at - 1] == "DT"), at + 1


def _in_period(words: Sentence, at: int) -> bool:
    """Whether a period is told behind word `at`: "this year", "since 1976", "of the year"."""
    behind = range(at, len(words))
    if any(words.low[i : i + 2] == ["of", "the"] and words.at(i + 2) in _PERIODS for i in behind):
        return True
    return any(cue.rule.status == Scope.CUMULATIVE and cue.start in behind for cue in cues.find(words))


def _of_victim(words: Sentence, item: Figure) -> Figure:
    """With the rank of its victim as its number: "the ninth person executed this year"."""
    if item.count != Count(1, 1) or item.told in (*REFERENCES, Told.PART, Told.SHARE):
        return item
    for at in range(item.start + 1, item.end):
        number = rank_at(words, at)
        definite = words.low[at - 1] == "the" or words.tag[at - 1] in ("POS", "PRP$")
        if number is not None and definite and _in_period(words, at):
            of_rank = replace(item, told=Told.RANKED, shape=Shape.NUMBER, status=_status(words, at))
            return replace(of_rank, count=Count(number, number), span=_span(words, at))
    return item


def _told_of(words: Sentence, trigger: Trigger) -> Iterator[Figure]:
    """ "The execution was the second this year", "the killing was the city's 45th homicide of the year"."""
    rule, noun = trigger.rule, trigger.end - 1
    single = rule.frame is Frame.EVENT and not rule.many and not words.low[noun].endswith("s")
    if rule.kind is not Harm.KILLED or not single or words.within[noun] is None:
        return
    verb = next((at for at in range(noun, min(noun + REACH, len(words))) if _links(words, at)), None)
    if verb is None:
        return
    for at in range(verb + 1, min(verb + REACH, len(words))):
        number = rank_at(words, at)
        if number is not None:
            if _in_period(words, at) and (_stands_alone(words, at) or _of_harm(words, at)):
                yield _figure(words, trigger, number, at)
            return


def _links(words: Sentence, at: int) -> bool:
    return words.low[at] in frame_words().ranking and not words.tag[at].startswith("NN")


def _stands_alone(words: Sentence, at: int) -> bool:
    return words.tagged(at + 1)[:2] not in ("NN", "JJ", "VB") and words.low[at - 1] in ("the", "its", "their")


def _of_harm(words: Sentence, at: int) -> bool:
    phrase = words.within[at]
    return phrase is not None and words.low[phrase.head] in frame_words().ranked


def _next(words: Sentence, one: Figure) -> Iterator[Figure]:
    """The further ranks of the same harm: "and the 533rd in the state"."""
    for at in range(one.end, min(one.end + NEXT_REACH, len(words))):
        joined = words.at(at - 2) in ("and", ",") and words.at(at - 1) == "the"
        number = rank_at(words, at) if joined else None
        if number is not None and _stands_alone(words, at):
            yield replace(one, count=Count(number, number), span=_span(words, at), victims=None)


def _figure(words: Sentence, trigger: Trigger, number: int, at: int) -> Figure:
    made = figure(trigger, Count(number, number), _span(words, at), told=Told.RANKED)
    return replace(made, status=_status(words, at))


def _status(words: Sentence, at: int) -> Status:
    """Whether the harm at rank `at` is still to come: "would be the fifth", not "became the fifth"."""
    before = range(max(at - COMING_REACH, 0), at)
    coming = any(words.tag[i] == "MD" or words.low[i : i + 2] == ["to", "become"] for i in before)
    return Status.HYPOTHETICAL if coming else Status.REPORTED
