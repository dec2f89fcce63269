"""Figures that count no people though their words could: animals and aircraft told by a number alone ("20
dogs, 12 of which died"), things that are missing."""

from __future__ import annotations

from collections.abc import Iterator

from newsfacts.casualties.attach.words import frame_words
from newsfacts.casualties.context import context
from newsfacts.casualties.figure import COUNTED, Figure, Shape, Told
from newsfacts.casualties.people import Who, who
from newsfacts.casualties.sentence import NounPhrase, Sentence
from newsfacts.casualties.sentences import Sentences
from newsfacts.types import Harm


def of_things(sentences: Sentences, index: int, item: Figure) -> bool:
    """Whether the figure of sentence `index` counts no people."""
    words = sentences[index]
    several = not item.lone and item.told not in COUNTED  # "two cases of disappearance", of people
    if item.kind is Harm.MISSING and several and _thing_missing(words, item):
        return True
    if item.shape is not Shape.NUMBER or not _nameless(words, item):
        return False
    things = context("animal", "craft") if _downed(words, item) else context("animal")
    for near in (index, index - 1)[: index + 1]:
        told = next(_told_before(sentences[near], item, things, same=near == index), None)
        if told is not None:
            return told
    return False


def _thing_missing(words: Sentence, item: Figure) -> bool:
    """Whether what is missing is known for no people: "14 laptops", "three of the paintings"."""
    phrase = _victims(words, item)
    if phrase is None:
        return False
    kind = who(words, phrase)
    if kind is not Who.UNKNOWN:
        return kind is Who.THING
    low = words.low[phrase.head]
    return not low.removesuffix("s").endswith(frame_words().doer_endings)


def _victims(words: Sentence, item: Figure) -> NounPhrase | None:
    """The phrase of those whom the figure counts, "the paintings" of "three of the paintings"."""
    if item.victims is None:
        return None
    last = item.victims[1] - 1
    inner = next((phrase for phrase in words.phrases if phrase.start <= last < phrase.end), None)
    if inner is not None and inner.number is not None and words.at(inner.end) == "of":
        return words.opening.get(inner.end + 1, inner)
    return inner


def _nameless(words: Sentence, item: Figure) -> bool:
    """Whether no noun tells who are counted: "12", "12 of them", "both", "two others"; not "killed 12"."""
    first, last = item.victims or (0, 0)
    if item.told is Told.ACT and item.victims is None:
        return False
    return all(low in words.lex.no_noun for low in words.low[first:last])


def _downed(words: Sentence, item: Figure) -> bool:
    """Whether the harm is one that is done to aircraft and tanks too: "shot down", "burned"."""
    return not context("downed").isdisjoint(words.low[slice(*item.at)])


def _told_before(words: Sentence, item: Figure, things: frozenset[str], *, same: bool) -> Iterator[bool]:
    """What the number may be of, the nearest first: True for `things` that are as many and for a herd, False
    for people. `same`: whether it stands in this sentence, behind what is looked for."""
    least = item.count.min or item.count.max or 0
    for phrase in reversed(words.phrases):
        if same and phrase.end > item.start:
            continue
        low, number = words.low[phrase.head], phrase.number
        if low in things and number is not None:
            if max(number.min or 0, number.max or 0) >= least:
                yield True
        elif low in context("herd"):
            yield True
        elif who(words, phrase) is Who.PEOPLE:
            yield False
