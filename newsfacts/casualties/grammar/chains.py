"""Phrases that prepositions join, and what they name together: "the driver of a bus", "one of the two"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsfacts.casualties.people import Who, who
from newsfacts.casualties.sentence import NounPhrase, Sentence
from newsfacts.casualties.tags import PARTICIPLES

_DECADE = re.compile(r"(?:\d\d)?\d0s")


def temporal(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether the phrase names a time."""
    low = words.low[phrase.head]
    if phrase.number is None and (words.label[phrase.head] == "DATE" or _DECADE.fullmatch(low)):
        return True
    return low in words.lex.temporal and (phrase.number is None or phrase.head >= phrase.body)


def partitive(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """ "one of the two soldiers killed": the two soldiers were killed."""
    for start in range(phrase.body, phrase.head):
        if start in words.counts:
            end, number = words.counts[start]
            return NounPhrase(start, phrase.end, phrase.head, number, end)
    return phrase


def leftmost(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """The first person of a chain "a driver of a bus in Lima"; the phrase itself where there is none."""
    best = phrase
    prefer_left = not (who(words, phrase).human and phrase.number is not None)
    for before, left in _leftwards(words, phrase):
        kind = who(words, left)
        if words.tag[before] == "VBN" and who(words, best).human:
            break
        # "Eleven pensioners on the coach": a number and a plural are people before any "the coach".
        counted = left.number is not None and kind is Who.UNKNOWN and words.tag[left.head] == "NNS"
        counted = counted and best.number is None and words.low[best.start] in words.lex.the_one
        if (kind.human or counted or (kind is Who.NAME and not who(words, best).human)) and (
            prefer_left or words.tag[before] == "VBN" or words.low[before] in words.lex.belonging
        ):
            best = left
    return best


def _leftwards(words: Sentence, phrase: NounPhrase) -> Iterator[tuple[int, NounPhrase]]:
    """The phrases to the left that prepositions join to `phrase`, each with the word behind it."""
    current, lex = phrase, words.lex
    for _ in range(5):
        before = current.start - 1
        if before < 1 or words.tag[before] not in ("IN", "TO", "VBG") or words.low[before] in lex.openers:
            return
        direction = words.low[before - 1] in lex.directions and words.within[before - 1] is None
        if words.low[before] == "of" and direction:
            before -= 1  # "an attack south of the capital"
        if words.low[before - 1] == "and" and words.tagged(before - 2) == "IN":
            before -= 2  # "in and around the town"
        if words.tag[before - 1] in PARTICIPLES and words.within[before - 1] is None:
            before -= 1  # "people injured in the quake have died", "two men working for the firm were"
        left = words.ending.get(before) or words.ending.get(before - (words.low[before - 1] in lex.dashes))
        if left is None:
            return
        current = left
        yield before, left


def leftmost_of(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """ "the driver of a bus from Oru": the driver."""
    best = phrase
    for _ in range(3):
        before = phrase.start - 1
        if before <= 0 or words.low[before] not in words.lex.within_list:
            break
        left = words.ending.get(before)
        if left is None:
            break
        phrase = left
        if who(words, left).human:
            best = left
    return best


def extended(words: Sentence, phrase: NounPhrase) -> int:
    """Where the phrase ends with an "of" phrase added: "a member of the gang"."""
    if words.at(phrase.end) == "of":
        inner = words.opening.get(phrase.end + 1)
        if inner is not None:
            return inner.end
    return phrase.end


def after_chain(words: Sentence, phrase: NounPhrase) -> int:
    """The word behind a phrase and the "of", "from" and "in" phrases and ages that follow it."""
    at = phrase.end
    for _ in range(3):
        if words.at(at) in words.lex.chaining and at + 1 in words.opening:
            at = words.opening[at + 1].end
        elif words.at(at) == "(":
            close = next((i for i in range(at, min(at + 8, len(words))) if words.low[i] == ")"), None)
            if close is None:
                break
            at = close + 1
        else:
            break
    return at
