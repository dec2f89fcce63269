"""Frames of verbs: "gunmen killed six", "six were killed", "six died"; and participles before their noun."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from newsfacts.casualties.attach.triggers import HarmRule, Trigger
from newsfacts.casualties.attach.victims import statement
from newsfacts.casualties.attach.words import frame_words
from newsfacts.casualties.figure import Figure, Told
from newsfacts.casualties.grammar.coordination import VictimList, backward, forward
from newsfacts.casualties.grammar.objects import (
    agent_of,
    behind_copula,
    delayed_object,
    object_of,
    opening_of,
    passive,
)
from newsfacts.casualties.grammar.subjects import (
    clause_subject,
    ending_at,
    extended,
    main_subject,
    subject_of,
)
from newsfacts.casualties.people import Who, who
from newsfacts.casualties.sentence import NounPhrase, Sentence, Words
from newsfacts.casualties.tags import NOUNS, verbal
from newsfacts.types import Harm

_PAST = ("past", "part")


def object_frame(words: Sentence, trigger: Trigger) -> Iterator[Figure]:
    """The victims are the verb's object, or its subject in the passive."""
    start, end, form = trigger.start, trigger.end, trigger.form
    if form in _PAST:
        # "is said to hurt", read as a base form too
        if not (words.tag[start] == "VB" and words.tagged(start - 1) in ("TO", "MD")):
            yield from _past(words, trigger)
        return
    if trigger.rule.passive_only:
        return
    if form == "ing":
        yield from _accused_of(words, trigger)
    inside, target = words.within[start], object_of(words, end)
    if target is None and form == "ing":
        target = delayed_object(words, end)
    target = _other_object(words, trigger, target)
    if target is None or (inside is not None and inside.end > end):
        return
    if not (form == "ing" and _next_headline(words, start, target)):
        yield from _active(words, trigger, target)


def _other_object(words: Sentence, trigger: Trigger, target: NounPhrase | None) -> NounPhrase | None:
    """The second object of a verb that has two: "cost the village all 31 fishermen"."""
    if target is None or not trigger.rule.indirect:
        return target
    return words.opening.get(target.end)


def _next_headline(words: Sentence, start: int, target: NounPhrase) -> bool:
    """Whether a noun looks like a verb: "Elm Street shooting Police seek two men"."""
    officers = target.number is None and words.low[target.head] in frame_words().officers
    return officers and words.tagged(start - 1) in NOUNS


# Words between the victims of "the two students he is accused of stabbing" and "accused".
ACCUSED_REACH = 4


def _accused_of(words: Sentence, trigger: Trigger) -> Iterator[Figure]:
    """The victims of "the two students he is accused of stabbing"."""
    accused = trigger.start - 2
    if accused < 1 or words.low[accused] not in words.lex.charged or object_of(words, trigger.end):
        return
    for spot in range(accused - 1, max(accused - 1 - ACCUSED_REACH, 0), -1):
        left = words.ending.get(spot)
        if words.low[spot] in words.lex.nominative and left is not None and who(words, left).human:
            agent = (spot, spot + 1)
            yield from statement(words, trigger, backward(words, left), agent=agent, told=Told.ACT)
            return


def _past(words: Sentence, trigger: Trigger) -> Iterator[Figure]:
    start, rule = trigger.start, trigger.rule
    behind = behind_copula(words, start, trigger.end)
    if behind is not None and not rule.active_only:
        yield from statement(words, trigger, forward(words, behind), told=Told.TOLD)
        return
    joined = _joined_state(words, start - 1)
    if joined is not None:
        yield from statement(words, trigger, VictimList([joined]), told=Told.DESCRIBED)
        return
    # "the wounded soldiers", "a murdered man": a participle inside a noun phrase describes its head.
    inside = words.within[start]
    alone = inside is not None and (inside.start, inside.end) == (start, start + 1)
    if inside is not None and not (alone and verbal(words.tag[start])):
        yield from attributive(words, trigger, inside)
        return
    target = object_of(words, trigger.end)
    if target is None and passive(words, start) is None and _done_by_people(words, start):
        target = delayed_object(words, trigger.end)
    if _is_passive(words, trigger, target):
        if not rule.active_only:
            yield from _passive(words, trigger)
    elif not rule.passive_only:
        target = _other_object(words, trigger, target) or _object_in_front(words, start)
        if target is not None:
            yield from _active(words, trigger, target)


def _object_in_front(words: Sentence, verb: int) -> NounPhrase | None:
    """ "the six miners they killed": the miners."""
    return words.ending.get(verb - 1) if words.at(verb - 1) in words.lex.nominative else None


def _done_by_people(words: Sentence, verb: int) -> bool:
    """Whether nobody is counted right before the verb: "the gunmen wounded", not "six wounded"."""
    before = words.ending.get(verb)
    return before is not None and before.number is None and words.low[before.start] not in words.lex.an


def _is_passive(words: Sentence, trigger: Trigger, target: NounPhrase | None) -> bool:
    voice = passive(words, trigger.start)
    if voice is not None:
        return voice
    if target is None:
        # "how many people he killed": what he killed stands before him.
        pronoun = words.at(trigger.start - 1) in words.lex.nominative
        return not (pronoun and words.tag[trigger.start] == "VBD")
    heads = trigger.rule.heads
    if target.number is None or (heads and words.low[target.head] in heads):
        return False
    # "six killed 20 injured"
    before = ending_at(words, trigger.start - 1, 3)
    harmed = words.at(target.end) in frame_words().harm_behind
    return harmed and before is not None and before.number is not None


def _passive(words: Sentence, trigger: Trigger) -> Iterator[Figure]:
    start = trigger.start
    subject = subject_of(words, start)
    if subject is None and words.at(start - 1) == "being":
        # "wounded five before being shot dead"
        subject = clause_subject(words, start - 1)
    if subject is None:
        subject = main_subject(words, start)
    if subject is not None:
        victims, agent = backward(words, subject), agent_of(words, trigger.end)
        yield from statement(words, trigger, victims, agent=agent, told=Told.TOLD)


def _joined_state(words: Sentence, joint: int) -> NounPhrase | None:
    """The number that the words around the joint describe together: "left 30 people dead or injured"."""
    if words.at(joint) not in words.lex.and_or_slash:
        return None
    if words.at(joint - 1) not in frame_words().described_together:
        return None
    phrase = words.ending.get(joint - 1)
    return phrase if phrase is not None and phrase.number is not None else None


def _active(words: Sentence, trigger: Trigger, target: NounPhrase) -> Iterator[Figure]:
    lists = frame_words()
    subject = subject_of(words, trigger.start)
    if words.low[target.head] in lists.myself:
        yield from _reflexive(words, trigger, target, subject)
        return
    agent = None
    if subject is not None and subject is not target and not trigger.rule.bereaved:
        agent = (opening_of(words, subject), extended(words, subject))
    if trigger.rule.heads and words.low[target.head] in lists.lives:
        yield from _lives(words, trigger, target, agent)
        return
    idle = trigger.rule.bereaved and not trigger.rule.traits  # "divers are looking for six"
    told = Told.UNDERGONE if idle else Told.ACT
    yield from statement(words, trigger, forward(words, target), agent=agent, told=told)


def _reflexive(
    words: Sentence, trigger: Trigger, target: NounPhrase, subject: NounPhrase | None
) -> Iterator[Figure]:
    """ "killed himself", "killed himself and two guards"."""
    if words.at(target.end) == "and" and target.end + 1 in words.opening:
        yield from statement(words, trigger, forward(words, target), told=Told.ACT)
    else:
        # "shot his wife before killing himself"
        yield from statement(words, trigger, VictimList([subject or target]), told=Told.TOLD)


def _lives(words: Sentence, trigger: Trigger, target: NounPhrase, agent: Words | None) -> Iterator[Figure]:
    """ "claimed 40 lives", "the lives of 40 people", "claimed his life"."""
    lists = frame_words()
    victims = VictimList([target])
    if target.number is not None:
        listed = forward(words, target)
        victims = victims if len(listed.items) > 1 else listed
    elif words.at(target.end) == "of" and target.end + 1 in words.opening:
        inner = words.opening[target.end + 1]
        trigger = Trigger(_without_heads(trigger.rule), trigger.form, trigger.start, trigger.end)
        victims = forward(words, inner)
    else:
        # One victim; "lost his life" is a phrase of its own.
        taken = words.low[trigger.start] in lists.claims and words.low[target.start] in words.lex.possessives
        if not (taken and words.low[target.head] == "life" and words.tag[target.start] == "PRP$"):
            return
    yield from statement(words, trigger, victims, agent=agent, told=Told.ACT)


@cache
def _without_heads(rule: HarmRule) -> HarmRule:
    return HarmRule(rule.id, rule.kind, rule.frame, verbs=rule.verbs, traits=rule.traits)


def attributive(words: Sentence, trigger: Trigger, phrase: NounPhrase) -> Iterator[Figure]:
    """ "120 wounded", "two murdered teachers", "missing fishermen"; not "the injured man" told before."""
    kind = who(words, phrase)
    if not (kind.human or kind is Who.NAME):
        return
    at, rule, lists = trigger.start, trigger.rule, frame_words()
    if at and words.capital[at] and words.capital[at + 1 : at + 2] == [True] and phrase.number is None:
        return  # a name: "the Missing Children Fund"
    first = words.low[phrase.start]
    new = rule.told_before and rule.kind in (Harm.KILLED, Harm.INJURED)  # "a wounded clerk", not "the"
    one = (rule.attributive_one or new) and first in words.lex.indefinite
    told = words.low[at] in rule.attributive and first not in lists.their_own
    if phrase.number is not None or one or told:
        yield from statement(words, trigger, VictimList([phrase]), told=Told.DESCRIBED)


def _with_others(words: Sentence, phrase: NounPhrase) -> bool:
    """ "killed himself and two guards"."""
    joined = words.at(phrase.end) == "and" and phrase.end + 1 in words.opening
    return joined and words.low[phrase.head] in frame_words().myself


def subject_frame(words: Sentence, trigger: Trigger) -> Iterator[Figure]:
    """The victims are the subject of the verb: "six died"."""
    start = trigger.start
    last = words.within[trigger.end - 1]
    if last is not None and _with_others(words, last):
        yield from statement(words, trigger, forward(words, last), told=Told.ACT)
        return
    subject = subject_of(words, start)
    if subject is None and words.at(start - 1) in frame_words().before_clause and trigger.form != "base":
        subject = clause_subject(words, start - 1)
    if subject is None:
        subject = main_subject(words, start)
    if subject is None:
        return
    yield from statement(words, trigger, backward(words, subject), told=Told.UNDERGONE)
