"""Frames of nouns: "the deaths of six", "three deaths", "Ana's murder", "six hostages", "six bodies"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from newsfacts.casualties.attach.triggers import HarmRule, Trigger
from newsfacts.casualties.attach.victims import figure, none_told, statement
from newsfacts.casualties.attach.words import frame_words
from newsfacts.casualties.figure import Figure, Shape, Told
from newsfacts.casualties.grammar.coordination import VictimList, forward
from newsfacts.casualties.grammar.objects import agent_of
from newsfacts.casualties.grammar.subjects import partitive, temporal
from newsfacts.casualties.lexicon import plural
from newsfacts.casualties.people import Count, Who, figure_span, who
from newsfacts.casualties.sentence import NounPhrase, Sentence
from newsfacts.casualties.tags import PROPER, verbal
from newsfacts.types import Harm

_NTH = re.compile(r"\d+(?:st|nd|rd|th)|(?:[a-z]+-)?(?:eleven|twelf|[a-z]+teen|[a-z]+tie)th")
# Words between "no reports" and a noun of harm; between that and its "of"; between "body" and "found".
REPORT_REACH = 8
OF_REACH = 10
FOUND_REACH = 8


def event_frame(words: Sentence, trigger: Trigger) -> Iterator[Figure]:
    """The noun names the harm; the victims follow "of", own it, or are as many as it is counted."""
    end, rule = trigger.end, trigger.rule
    if rule.of_only:
        yield from statement(words, trigger, _of_victims(words, trigger, end), told=Told.REFERRED)
        return
    of = words.at(end + (words.at(end) in words.lex.quotes)) == "of"  # the "murder" of 19 people
    none = None if of else _none_reported(words, trigger)
    if none is not None:
        yield none
        return
    if not of and (_is_verb(words, trigger) or words.low[end - 1] in frame_words().losses):
        return  # "a 3-0 loss", "three losses"
    phrase = words.within[end - 1]
    victims = _of_victims(words, trigger, end)
    cases = None if victims is not None else _cases(words, trigger, phrase)
    if cases is not None:
        yield from statement(words, _loose(trigger), VictimList([cases]), told=Told.EVENTS)
    elif rule.figure is not None and victims is None:
        yield figure(trigger, Count(rule.figure, rule.figure), (trigger.start, end), told=Told.EVENTS)
    elif victims is not None:
        yield from _of_noun(words, trigger, victims, phrase)
    elif phrase is not None:
        yield from _noun_alone(words, trigger, phrase)


def _is_verb(words: Sentence, trigger: Trigger) -> bool:
    """Whether a word that may be a noun is a verb; "three cases of drowning" has a noun."""
    verb = words.tag[trigger.end - 1].startswith("VB") and words.tag[trigger.end - 1] != "VBN"
    return trigger.rule.gerund and verb and words.at(trigger.start - 1) != "of"


def _of_noun(
    words: Sentence, trigger: Trigger, victims: VictimList, phrase: NounPhrase | None
) -> Iterator[Figure]:
    """ "the deaths of 1,205 people": the people are counted, not the deaths."""
    counted = phrase is not None and phrase.head == trigger.end - 1 and phrase.number
    if phrase is not None and counted and counted.min != 1 and victims.items[0].number is None:
        yield from statement(words, _loose(trigger), VictimList([phrase]), told=Told.EVENTS)
        return
    agent = agent_of(words, victims.end)
    if phrase is not None and phrase.owner is not None:
        agent = (phrase.start, phrase.owner)
    yield from statement(words, trigger, victims, agent=agent, told=Told.REFERRED)


def _noun_alone(words: Sentence, trigger: Trigger, phrase: NounPhrase) -> Iterator[Figure]:
    """ "three deaths", "no deaths", "Ana's murder"."""
    number, start, last = phrase.number, phrase.start, trigger.end - 1
    single = not words.low[last].endswith("s")
    if _counts_nobody(words, trigger, phrase):
        return
    if number is not None and phrase.head == last:
        if not single or number.min in (0, 1, 2):
            yield from _unnamed(statement(words, _loose(trigger), VictimList([phrase]), told=Told.EVENTS))
    elif phrase.owner is not None:
        if trigger.start > phrase.owner:
            yield from _owned(words, trigger, phrase)
    elif single and phrase.head == last and _is_nth(words, phrase, trigger.start):
        yield figure(trigger, Count(1, 1), (start, trigger.end), told=Told.EVENTS)
    elif words.tag[start] == "PRP$" and words.at(start - 1) in frame_words().causing:
        count = Count(2, None) if words.low[start] == "their" else Count(1, 1)
        shape, span = Shape.LONE if count.max == 1 else Shape.PLURAL, (start, start + 1)
        # What causes a death is named, so that it is no natural one.
        found = figure(trigger, count, span, victims=span, told=Told.TOLD, shape=shape)
        yield replace(found, traits=())


def _counts_nobody(words: Sentence, trigger: Trigger, phrase: NounPhrase) -> bool:
    """ "20 massacres", "none of their injuries is serious", "every one of those deaths"."""
    number = phrase.number
    if number is None:
        return False
    return trigger.rule.many or (words.low[phrase.body - 1] == "of" and number.max in (0, 1))


def _unnamed(found: Iterable[Figure]) -> Iterator[Figure]:
    """The figures without victims, which the words counted are not."""
    return (replace(item, victims=None) for item in found)


def _is_nth(words: Sentence, phrase: NounPhrase, at: int) -> bool:
    """Whether a noun of harm at word `at` is one in a row: "a sixth fatality", "the 12th death"."""
    if not phrase.start < at or words.low[phrase.start] not in ("a", "an", "the", "another"):
        return False
    nth = words.low[phrase.start + 1]
    return nth in words.lex.ordinals or bool(_NTH.fullmatch(nth))


def _cases(words: Sentence, trigger: Trigger, phrase: NounPhrase | None) -> NounPhrase | None:
    """The counted cases of "12 cases of deaths in custody"; charges are none: "four counts of murder"."""
    start = trigger.start if phrase is None else phrase.start
    if words.at(start - 1) != "of" or (phrase is not None and phrase.number is not None):
        return None
    before = words.ending.get(start - 1)
    if before is None or before.number is None or before.number.max == 0:
        return None
    return before if words.low[before.head] in frame_words().cases else None


def _none_reported(words: Sentence, trigger: Trigger) -> Figure | None:
    """ "No reports of damage or injuries": zero."""
    lists = frame_words()
    noun = words.within[trigger.start]
    first = trigger.start if noun is None else noun.start
    first -= words.at(first - 2) == "without" and not verbal(words.tag[first - 1])  # "without mine deaths"
    if words.at(first - 1) == "without" and _of_any(words, trigger, noun):
        return none_told(trigger, (first - 1, first))
    for spot in range(trigger.start - 1, max(trigger.start - REPORT_REACH, -1), -1):
        if words.low[spot] in lists.report_ends or words.tag[spot].startswith("VB"):
            return None
        phrase = words.within[spot]
        if words.low[spot] in lists.reports and phrase is not None:
            unsaid = words.at(phrase.end) in lists.about  # "no word on injuries"
            if phrase.number is not None and phrase.number.max == 0 and not unsaid:
                return none_told(trigger, figure_span(words, phrase))
            return None
    return None


def _of_any(words: Sentence, trigger: Trigger, noun: NounPhrase | None) -> bool:
    """Whether a noun of harm means each of its kind: "deaths", "a single drowning"."""
    if words.low[trigger.end - 1].endswith("s"):
        return True
    return noun is not None and noun.end == trigger.end and words.low[noun.start] in ("a", "an", "any", "one")


def _loose(trigger: Trigger) -> Trigger:
    """The trigger for a number with the noun of harm itself ("three deaths"): no victim to check."""
    return Trigger(_counted_rule(trigger.rule), trigger.form, trigger.start, trigger.end)


@cache
def _counted_rule(rule: HarmRule) -> HarmRule:
    words = frozenset(word.split(" ")[-1] for word in rule.words)
    heads = tuple(sorted(words | {plural(word) for word in words} | frame_words().cases))
    return HarmRule(rule.id, rule.kind, rule.frame, words=rule.words, heads=heads)


def _of_victims(words: Sentence, trigger: Trigger, at: int) -> VictimList | None:
    """Those named by "of" behind a noun of harm, also at a distance: "the deaths in May of two boys"."""
    at += words.at(at) in words.lex.quotes
    spot = _joint(words, trigger, at)
    behind = None if spot is None else spot + 1 + (words.at(spot + 1) in words.lex.quotes)
    phrase = words.opening.get(behind) if behind is not None else None
    if spot is None or phrase is None or (spot > at and not _time_or_place(words, spot)):
        return None
    kind, heads = who(words, phrase), trigger.rule.heads
    counted = phrase.number is not None and words.low[trigger.end - 1] not in frame_words().losses
    unknown = kind is Who.UNKNOWN and spot == at and counted
    if words.low[phrase.head] not in heads and (heads or not (kind.human or kind is Who.NAME or unknown)):
        return None
    return forward(words, phrase, under_noun=True)


def _joint(words: Sentence, trigger: Trigger, at: int) -> int | None:
    """The "of" behind word `at`, with no verb and no other clause between: at most an aside."""
    aside = words.at(at) == ","
    for spot in range(at + aside, at + OF_REACH):
        low = words.at(spot)
        if aside and low == "," and words.at(spot + 1) == "of":
            return spot + 1
        if low == "of" or (low in ("to", "for", "with", "from") and trigger.rule.to_victims):
            return spot
        if not low or verbal(words.tagged(spot)) or low in frame_words().of_ends:
            return None
    return None


def _time_or_place(words: Sentence, spot: int) -> bool:
    """Whether a time or a place ends before word `spot`: "the deaths in late May of two boys"."""
    between = words.ending.get(spot - (words.at(spot - 1) == ","))
    if between is None:
        return False
    return temporal(words, between) or words.label[between.head] in ("LOC", "DATE", "FAC")


def _owned(words: Sentence, trigger: Trigger, phrase: NounPhrase) -> Iterator[Figure]:
    """ "Ana Ruiz's death", "her son's murder": the owner is the victim."""
    owner = phrase.owner
    if owner is None:
        return
    squad = words.low[trigger.end - 1] == "homicide" and phrase.head >= trigger.end - 1
    if squad and words.low[owner - 1] in frame_words().offices:
        return  # "the sheriff's homicide detectives"
    holder = NounPhrase(phrase.start, owner, owner - 1, None, phrase.start, None)
    if who(words, holder) not in (Who.PERSON, Who.NAME, Who.PEOPLE):
        return
    for item in statement(words, trigger, VictimList([holder]), told=Told.OWNED):
        yield replace(item, span=(phrase.start, trigger.end), agent=None, told=Told.OWNED)


def victims_frame(words: Sentence, trigger: Trigger) -> Iterator[Figure]:
    """The noun names the victims: "six hostages", "five fatalities"."""
    none, rule = _none_reported(words, trigger), trigger.rule
    phrase = words.within[trigger.start if rule.number_only else trigger.end - 1]
    if none is not None:
        yield none
    elif phrase is None:
        return
    elif rule.number_only:
        if phrase.number is not None:
            yield from statement(words, trigger, VictimList([phrase]), told=Told.VICTIMS)
    elif rule.remains and phrase.number is None and words.at(trigger.end) == "of":
        inner = words.opening.get(trigger.end + 1)
        if inner is not None and (who(words, inner).human or who(words, inner) is Who.NAME):
            listed = forward(words, inner, under_noun=True)
            yield from statement(words, trigger, listed, told=Told.REMAINS)
    elif phrase.number is not None:
        if phrase.head in range(trigger.start, trigger.end):
            yield from _counted_victims(words, trigger, phrase)
    elif rule.one_counts:
        yield from _one_victim(words, trigger, phrase)
    elif rule.remains:
        yield from _remains(words, trigger, phrase)


def _counted_victims(words: Sentence, trigger: Trigger, phrase: NounPhrase) -> Iterator[Figure]:
    rule = trigger.rule
    # "three of the five hostages": five were held.
    one = phrase.number is not None and phrase.number.max == 1
    counted = partitive(words, phrase) if rule.kind == Harm.CAPTIVE or one else phrase
    agent = agent_of(words, phrase.end)
    loose = _loose(trigger) if rule.loose else trigger
    found = statement(words, loose, VictimList([counted]), agent=agent, told=Told.VICTIMS)
    yield from _unnamed(found) if rule.unnamed else found


def _one_victim(words: Sentence, trigger: Trigger, phrase: NounPhrase) -> Iterator[Figure]:
    """ "a hostage", "hostage Ana Ruiz"."""
    if phrase.head in range(trigger.start, trigger.end):
        one = words.low[phrase.start] in words.lex.indefinite or words.at(phrase.end) in frame_words().held
        agent = agent_of(words, phrase.end)
    else:
        one, agent = words.tag[phrase.head] in PROPER and words.low[trigger.start] == "hostage", None
    if one:
        yield from statement(words, trigger, VictimList([phrase]), agent=agent, told=Told.NAMED)


def _remains(words: Sentence, trigger: Trigger, phrase: NounPhrase) -> Iterator[Figure]:
    """ "Ana Ruiz's body was found", "a body was found"; what is only "his body" was told before."""
    lists, start = frame_words(), trigger.start
    nearby = words.low[max(0, start - FOUND_REACH) : trigger.end + FOUND_REACH]
    if lists.found.isdisjoint(nearby):
        return
    if phrase.owner is not None:
        if phrase.owner < start and words.tag[phrase.start] != "PRP$":
            yield from _owned(words, trigger, phrase)
    elif words.low[phrase.start] in words.lex.an and words.low[start] == "body":
        yield from _unnamed(statement(words, _loose(trigger), VictimList([phrase]), told=Told.VICTIMS))
