"""A count told again in its sentence by others: "puts the toll at 10, activists say it is in the dozens"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from newsfacts.casualties.attach.words import frame_words
from newsfacts.casualties.figure import Figure, Shape, Told
from newsfacts.casualties.grammar.coordination import gap
from newsfacts.casualties.people import count, figure_span
from newsfacts.casualties.sentence import NounPhrase, Sentence, Words
from newsfacts.casualties.tags import FINITE
from newsfacts.types import Status

# Words between a count and the words that tell it again; between "it is" and its number.
REACH = 30
NUMBER_REACH = 5
_OF_PARTS = (Told.PART, Told.SHARE, Told.NONE, Told.NONE_DONE)


def told_again(words: Sentence, found: Sequence[Figure]) -> Iterator[Figure]:
    """The number that another one gives for the count before it."""
    for at in range(1, len(words)):
        if words.low[at] in frame_words().toll_pronouns and (start := _number_from(words, at)):
            phrase = _number(words, start)
            first = _before(words, found, at)
            if phrase and first and not any(item.overlaps((phrase.start, phrase.end)) for item in found):
                yield from _as(words, first, phrase)
                return


def corrected(words: Sentence, found: Sequence[Figure]) -> list[Figure]:
    """`found`, denied where a count behind corrects it: "said five died, but corrected that to four"."""
    lists = frame_words()
    if lists.correcting.isdisjoint(words.low):
        return list(found)
    for item in found:
        at = item.start - 2  # "changed the figure to"
        verb = at - 1 - (words.at(at - 1) == "the")
        if (
            item.told is Told.TOLL
            and words.at(at) in lists.toll_pronouns
            and words.at(verb) in lists.correcting
        ):
            first = _before(words, found, at)
            return [replace(other, status=Status.DENIED) if other is first else other for other in found]
    return list(found)


def gapped(words: Sentence, found: Sequence[Figure]) -> Iterator[Figure]:
    """The numbers told by the verb of another one: "the quake killed 41 people and the flood six"."""
    for phrase in words.phrases:
        put = _put_at(words, phrase)
        rival = gap(words, phrase) or put
        first = None if rival is None else _before(words, found, rival[0])
        if first is None or rival is None or any(item.overlaps((phrase.start, phrase.end)) for item in found):
            continue
        if rival == put and first.told is not Told.TOLL:
            continue
        between = range(max(first.end, first.at[1]), rival[0])
        if any(words.tag[at] in FINITE and words.within[at] is None for at in between):
            continue  # "two died and Oru won three games, Batu two"
        agent = None if first.agent is None else rival
        for item in _as(words, first, phrase):
            yield replace(item, told=Told.PART, victims=first.victims, agent=agent, rival=rival)


def _put_at(words: Sentence, number: NounPhrase) -> Words | None:
    """Who puts a toll at a bare number by the verb of another: "put the dead at 11, the union at 30"."""
    who = words.ending.get(number.start - 1) if words.at(number.start - 1) == "at" else None
    bare = (
        number.number is not None
        and number.head < number.body
        and words.at(number.end) in words.lex.gap_closed
    )
    joined = who is not None and words.at(who.start - 1) in words.lex.gap_joints
    return (who.start, who.end) if who and bare and joined and who.number is None else None


def _number_from(words: Sentence, at: int) -> int | None:
    """Where the number may begin behind the pronoun or noun at `at`: "say it is", "put the number at"."""
    lists = frame_words()
    front = at - 1 - (words.at(at - 1) == "the")
    if words.at(front) in lists.bringing and words.at(at + 1) in ("at", "in", "as", "to"):
        return at + 1
    said = front - (words.at(front) == "that")
    behind = at + 1 + (words.at(at + 1) in ("may", "might", "could", "would"))
    if words.at(said) in lists.telling and words.at(behind) in lists.ranking:
        return behind + 1
    return None


def _number(words: Sentence, start: int) -> NounPhrase | None:
    """The bare number at word `start` or a few behind it: "in the dozens", "14", "closer to 30"."""
    for at in range(start, min(start + NUMBER_REACH, len(words))):
        phrase = words.opening.get(at)
        if phrase is not None:
            bare = phrase.number is not None and phrase.head == phrase.body - 1
            return phrase if bare and phrase.number and phrase.number.max != 0 else None
        if words.low[at] not in frame_words().around_number:
            return None
    return None


def _before(words: Sentence, found: Sequence[Figure], at: int) -> Figure | None:
    """The whole count told last before word `at`."""
    near = [
        item
        for item in found
        if item.shape is Shape.NUMBER and item.told not in _OF_PARTS and at - REACH <= item.end <= at
    ]
    last = max(near, key=lambda item: item.end, default=None)
    return None if last is None or last.count.max in (0, 1) else last


def _as(words: Sentence, first: Figure, phrase: NounPhrase) -> Iterator[Figure]:
    how_many = count(words, phrase)
    if how_many is not None:
        yield replace(first, count=how_many, span=figure_span(words, phrase), told=Told.TOLL, victims=None)
