"""Where, when and by what: the slots of a statement of harm, from its own sentence and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from newsfacts.nlp.harm import Candidate, clause_subject
from newsfacts.nlp.harm_words import NounPhrase, Sentence, Who, lexicon, who
from newsfacts.rules import load

_PLACE_PREPOSITIONS = frozenset("in at near outside inside from across on off around along throughout".split())
_CAUSE_PREPOSITIONS = frozenset("in after by from during when to amid following with of under".split())


@dataclass(frozen=True, slots=True)
class ContextRule:
    """A table of `casualties_context.toml`."""

    id: str
    role: str
    words: tuple[str, ...]


@cache
def context(role: str) -> frozenset[str]:
    """The words of `casualties_context.toml` that play `role`."""
    rules = load("casualties_context", ContextRule).values()
    return frozenset(word for rule in rules if rule.role == role for word in rule.words)


Words = tuple[int, int]  # words [start, end) of a sentence


def place_of(words: Sentence, item: Candidate) -> Words | None:
    """The place told nearest to the word of harm in its sentence."""
    best: tuple[int, Words] | None = None
    for phrase in words.phrases:
        if phrase.start < item.end and item.start < phrase.end:
            continue
        before = words.at(phrase.start - 1)
        if before not in _PLACE_PREPOSITIONS or not _is_place(words, phrase):
            continue
        if words.at(phrase.start - 2) in ("according", "said", "spokesman", "official"):
            continue
        gap = (
            phrase.start - item.trigger[1]
            if phrase.start >= item.trigger[1]
            else (item.trigger[0] - phrase.end) + 3  # what follows is told of the harm, what precedes may not be
        )
        if best is None or gap < best[0]:
            best = (gap, (phrase.start, _place_end(words, phrase)))
    return None if best is None else best[1]


def _is_place(words: Sentence, phrase: NounPhrase) -> bool:
    if phrase.number is not None:
        return False
    head = phrase.head
    if words.label[head] in ("LOC", "FAC"):
        return True
    if words.label[head] in ("PERSON", "ORG", "NORP", "DATE"):
        return False
    low = words.low[head]
    if low in lexicon().temporal:
        return False
    if low in context("site"):
        return True
    return (
        words.tag[head] in ("NNP", "NNPS")
        and not any(words.label)
        and words.at(phrase.start - 1) in ("in", "near", "at", "outside")
        and who(words, phrase) is Who.NAME
    )


def _place_end(words: Sentence, phrase: NounPhrase) -> int:
    """The end of "a clinic in Dori, Mali"."""
    end = phrase.end
    for _ in range(4):
        joint = words.at(end)
        follows = words.opening.get(end + 1)
        if follows is None or joint not in ("in", "of", "near", "on", "at", ",") or not _is_place(words, follows):
            break
        if joint == "," and not words.capital[follows.head]:
            break
        end = follows.end
    return end


def date_of(words: Sentence, item: Candidate) -> Words | None:
    """The time told nearest to the word of harm in its sentence."""
    best: tuple[int, Words] | None = None
    for start, end in times(words):
        if start < item.end and item.start < end:
            continue
        gap = start - item.trigger[1] if start >= item.trigger[1] else (item.trigger[0] - end) + 3
        # "the army said Friday": the day of saying.
        if words.at(start - 1) in _SAID or (words.at(start - 1) == "on" and words.at(start - 2) in _SAID):
            gap += 30
        if gap < 30 and (best is None or gap < best[0]):
            best = (gap, (start, end))
    return None if best is None else best[1]


_SAID = frozenset("said says told reported announced confirmed statement added".split())
_NO_DATE = frozenset("spot scene hour hours minutes moment".split())


def times(words: Sentence) -> list[Words]:
    """The expressions of time in a sentence, without their prepositions."""
    found: list[Words] = []
    at = 0
    while at < len(words):
        if words.label[at] == "DATE":
            end = at
            while end < len(words) and words.label[end] == "DATE":
                end += 1
            found.append((at, end))
            at = end
            continue
        phrase = words.opening.get(at)
        if phrase is not None and words.low[phrase.head] in lexicon().temporal and words.low[phrase.head] not in _NO_DATE:
            end = phrase.end
            while words.at(end).isdigit() or (words.at(end) == "," and words.at(end + 1).isdigit() and len(words.at(end + 1)) == 4):
                end += 1
            if words.at(end) == "ago" or words.low[phrase.head] not in ("years", "months", "weeks", "days"):
                found.append((phrase.start, end + (words.at(end) == "ago")))
            at = max(end, phrase.end)
            continue
        if words.low[at].isdigit() and len(words.low[at]) == 4 and at not in words.counts and words.low[at][:2] in ("15", "16", "17", "18", "19", "20"):
            found.append((at, at + 1))
        elif words.low[at] in ("yesterday", "today", "tonight", "recently", "overnight"):
            found.append((at, at + 1))
        at += 1
    return found


def cause_of(words: Sentence, item: Candidate) -> Words | None:
    """Who or what did it, as the sentence tells: the doer, else an event beside the word of harm."""
    if item.agent is not None:
        head = words.within[item.agent[0]]
        if head is None or not (words.low[head.head] in ("who", "it", "which", "that")):
            return item.agent
    after = _event_after(words, item)
    if after is not None:
        return after
    if words.tag[item.trigger[0]] == "VBG":
        subject = clause_subject(words, item.trigger[0] - 1)
        if subject is not None and not (subject.start < item.end and item.start < subject.end):
            return subject.start, subject.end
    return _event_before(words, item)


def _event_after(words: Sentence, item: Candidate) -> Words | None:
    """ "in a car accident", "after a wall fell", "when gunmen opened fire" behind the word of harm."""
    for at in range(item.trigger[1], min(item.trigger[1] + 30, len(words))):
        low = words.low[at]
        if low in (";",):
            return None
        phrase = words.opening.get(at + 1)
        if phrase is None or phrase.start < item.end and item.start < phrase.end:
            continue
        if low in ("in", "by", "from", "during", "amid", "following", "to", "due", "with", "under", "of") and (
            words.low[phrase.head] in context("event")
        ):
            return phrase.start, phrase.end
        if low in ("after", "when", "as", "because") and words.low[phrase.head] not in lexicon().temporal:
            if words.low[phrase.head] in context("event") or words.tagged(phrase.end).startswith("VB"):
                if who(words, phrase).human and words.tag[phrase.head] == "PRP":
                    continue
                return phrase.start, phrase.end
    return None


def _event_before(words: Sentence, item: Candidate) -> Words | None:
    best: Words | None = None
    for phrase in words.phrases:
        if phrase.end > item.trigger[0] and phrase.start >= item.start:
            break
        if words.low[phrase.head] in context("event") and phrase.end <= item.start:
            best = phrase.start, phrase.end
    return best


def violent(sentences: Sequence[Sentence], at: int, own: tuple[int, int]) -> bool:
    """Whether sentence `at` or a neighbour tells of violence, accident or disaster, outside words `own`."""
    signs = context("violence") | (context("event") - {"bus", "car", "truck", "train", "plane", "fall", "campaign", "march", "disease", "virus", "operation"})
    for index in range(max(0, at - 1), min(at + 2, len(sentences))):
        for place, low in enumerate(sentences[index].low):
            if low in signs and not (index == at and own[0] <= place < own[1]):
                return True
    return False


def natural(words: Sentence) -> bool:
    """Whether the sentence tells of illness or age."""
    return any(low in context("natural") for low in words.low)
