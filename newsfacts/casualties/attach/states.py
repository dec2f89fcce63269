"""The frame of adjectives and participles: "six are dead", "left six dead", "six dead", "Man found dead"."""

from __future__ import annotations

from collections.abc import Iterator

from newsfacts.casualties.attach.triggers import Trigger
from newsfacts.casualties.attach.verbs import attributive
from newsfacts.casualties.attach.victims import may_be_victim, statement
from newsfacts.casualties.attach.words import frame_words
from newsfacts.casualties.figure import Figure, Told
from newsfacts.casualties.grammar.coordination import VictimList, backward, forward
from newsfacts.casualties.grammar.objects import behind_copula, delayed_object
from newsfacts.casualties.grammar.subjects import (
    clause_subject,
    extended,
    leftmost,
    partitive,
    subject_of,
    temporal,
)
from newsfacts.casualties.people import Who, who
from newsfacts.casualties.sentence import NounPhrase, Sentence, Words

# Words in front of "or missing" in which "are" stands.
CHAIN_REACH = 12


def state_frame(words: Sentence, trigger: Trigger) -> Iterator[Figure]:
    """The victims are the subject of "are dead", the object of "left … dead", or stand beside it."""
    start, end, rule = trigger.start, trigger.end, trigger.rule
    behind = behind_copula(words, start, end)
    if behind is not None:
        yield from statement(words, trigger, forward(words, behind), told=Told.TOLD)
        return
    inside = words.within[start]
    if inside is not None and inside.end >= end and (inside.start, inside.end) != (start, end):
        if not rule.told_before or inside.number is not None or words.low[inside.start] in words.lex.an:
            yield from attributive(words, trigger, inside)
    elif not rule.attributive_only and not _is_verb(words, start, end):
        yield from _predicative(words, trigger)


def _predicative(words: Sentence, trigger: Trigger) -> Iterator[Figure]:
    """The state is told of its subject or of an object before it: "six were left dead", "left six dead"."""
    start = trigger.start
    spot = _before_adverbs(words, start)
    before, phrase = words.at(spot), words.ending.get(spot + 1)
    if copula := _copula(words, start, spot):
        if _governs(words, trigger, before):
            return  # "the flood has displaced 40", "the plan will hurt trade"
        if before != "to":
            subject = subject_of(words, copula)
            if subject is not None:
                yield from statement(words, trigger, backward(words, subject), told=Told.TOLD)
            return
    aside = words.ending.get(spot) if before == "," and spot == start - 1 else None
    if aside is not None and _leaves(words, _listed(words, aside).start - 1):
        yield from _behind_noun(words, trigger, aside)  # "found the clerk, Ana Ruiz, dead"
    elif before in frame_words().joints and spot == start - 1:
        yield from statement(words, trigger, _chained(words, spot), told=Told.TOLD)
    elif phrase is not None:
        yield from _behind_noun(words, trigger, phrase)


def _copula(words: Sentence, start: int, spot: int) -> int | None:
    """The verb whose subject has the state at word `start`, given the word at `spot` before it: the state
    itself behind "are", the participle of "were pulled dead from the well"; else None."""
    if words.tagged(spot) == "VBN" and words.at(spot - 1) in words.lex.passives:
        return spot
    return start if words.at(spot) in words.lex.auxiliaries or words.at(spot) in words.lex.raising else None


def _governs(words: Sentence, trigger: Trigger, before: str) -> bool:
    """Whether the word is a verb with an object of its own, behind an auxiliary or "to"."""
    verb = trigger.end in words.opening and words.tag[trigger.start].startswith("VB")
    return verb and before in frame_words().not_copular


def _is_verb(words: Sentence, start: int, end: int) -> bool:
    """Whether the word has an object: "she hurt her knee", "missing their appointments"."""
    tag, behind = words.tag[start], words.opening.get(end)
    if tag == "VBD" and behind is None and words.at(start - 1) not in words.lex.passives:
        return delayed_object(words, end) is not None  # "wounded in the foyer a cashier"
    verb = tag == "VBD" or (words.low[start].endswith("ing") and end in words.opening)
    return verb and behind is not None and not temporal(words, behind)


def _before_adverbs(words: Sentence, start: int) -> int:
    spot = start - 1
    while spot > 0 and (words.tag[spot] == "RB" or words.low[spot] in frame_words().quotes_before):
        spot -= 1
    return spot


def _chained(words: Sentence, at: int) -> VictimList | None:
    """The subject of "are dead or missing" for the word behind the conjunction at `at`."""
    for spot in range(at - 1, max(at - CHAIN_REACH, -1), -1):
        if words.low[spot] in words.lex.passives:
            subject = subject_of(words, spot + 1)
            return None if subject is None else backward(words, subject)
    return None


def _behind_noun(words: Sentence, trigger: Trigger, phrase: NounPhrase) -> Iterator[Figure]:
    """ "left six people dead", "six dead", "Man found dead": the victims stand before the state."""
    listed = _listed(words, phrase)
    phrase = listed.items[-1]
    verb, chain = phrase.start - 1, phrase
    while verb > 0 and words.low[verb] in frame_words().of_place and words.ending.get(verb) is not None:
        chain = words.ending[verb]
        verb = chain.start - 1
    if len(listed.items) > 1 and _leaves(words, listed.start - 1):
        agent = _leaver(words, listed.start - 1)
        yield from statement(words, trigger, listed, agent=agent, told=Told.TOLD)
        return
    if _leaves(words, verb):
        agent = _leaver(words, verb) if words.tag[verb] != "VBN" else None
        yield from statement(words, trigger, VictimList([chain]), agent=agent, told=Told.TOLD)
        return
    beside = words.at(trigger.start - 1)
    counted = phrase.number is not None or beside in words.lex.ordinals or beside in frame_words().others
    if counted or trigger.rule.postnominal:
        phrase = _described(words, trigger, phrase)
        if trigger.rule.figure == 0:
            return
    # Headlines: "Man found dead", "Teacher shot dead".
    elif trigger.start != phrase.end - phrase.start and words.at(verb) != "with":
        return
    yield from statement(words, trigger, VictimList([phrase]), told=Told.DESCRIBED)


def _listed(words: Sentence, phrase: NounPhrase) -> VictimList:
    """Those of whom a state behind `phrase` is told."""
    return backward(words, _named(words, phrase), anywhere=True)


def _named(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """The husband of "her husband, Karl Lind", the clerk of "the clerk, Ana Ruiz, a woman of 30"; else
    `phrase`."""
    left = words.ending.get(phrase.start - 1) if words.at(phrase.start - 1) == "," else None
    if left is None or left.number is not None or who(words, left) is not Who.PERSON:
        return phrase
    named = words.label[phrase.head] == "PERSON" != words.label[left.head]
    if not named and words.low[phrase.start] not in words.lex.an:
        return phrase
    return _named(words, left)


def _described(words: Sentence, trigger: Trigger, phrase: NounPhrase) -> NounPhrase:
    if phrase.number is not None and phrase.number.max == 1:
        return partitive(words, phrase)  # "one of the six dead"
    if may_be_victim(words, phrase, trigger.rule):
        return phrase
    # "a man in the yard with gunshot wounds", "he was found in the yard with gunshot wounds"
    chain = leftmost(words, phrase)
    subject = clause_subject(words, phrase.start) if chain is phrase else None
    if subject is None or words.low[subject.head] in frame_words().officers:
        return chain  # "officers found Lind dead in the yard with a gunshot wound"
    return subject


def _leaves(words: Sentence, verb: int) -> bool:
    return words.at(verb) in words.lex.leave and words.at(verb) != "with"


def _leaver(words: Sentence, verb: int) -> Words | None:
    """Who or what left them so."""
    subject = subject_of(words, verb)
    return None if subject is None else (subject.start, extended(words, subject))
