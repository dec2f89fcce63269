"""What a sentence tells of others than those of a figure: a part of a total, the wounded beside the dead, an
older event. Where and by what these were harmed is not told of the figure."""

from __future__ import annotations

from collections.abc import Sequence

from newsfacts.casualties.figure import Figure, Told
from newsfacts.casualties.grammar.clauses import semicolon
from newsfacts.casualties.grammar.older import older, younger
from newsfacts.casualties.sentence import Sentence, Words
from newsfacts.casualties.slots.freed import freed
from newsfacts.casualties.slots.words import slot_words
from newsfacts.types import Harm


def of_others(words: Sentence, figure: Figure, figures: Sequence[Figure]) -> list[Words]:
    """The parts of the sentence that tell of others than `figure`. `figures`: those of the sentence."""
    harm = figure.at[0]
    found = [*older(words, harm), *younger(words, harm, [other.at[0] for other in figures])]
    if figure.kind is Harm.CAPTIVE:  # the missing are mostly found where they went missing
        found += freed(words, figure)
    behind = max(figure.end, figure.at[1])
    starts = [
        other.start
        for other in figures
        if other.start >= behind and (_part(words, figure, other) or _in_care(words, figure, other))
    ]
    first = min([*starts, *_of_them(words, figure, behind)], default=None)
    if first is not None:
        found.append((first, semicolon(words, first)))
    return found


def _part(words: Sentence, figure: Figure, other: Figure) -> bool:
    """Whether the other is a part of the figure with a place of its own: "20 died, 14 in Oru and six in
    Batu", not "20 died, including six children in Oru"."""
    part = other.told is Told.PART or (other.told is Told.TOLL and other.at == figure.at)
    if not part or figure.told is Told.PART or other.kind != figure.kind or other.rival:
        return False
    end = other.end + 2 if words.at(other.end) == "of" else other.end  # "of them"
    return words.at(end) in slot_words().place_prepositions


def _in_care(words: Sentence, figure: Figure, other: Figure) -> bool:
    """Whether the figure is of the dead and the other of those who live, in a hospital."""
    if (figure.kind, other.kind) != (Harm.KILLED, Harm.INJURED):
        return False
    return not slot_words().in_care.isdisjoint(words.low[other.end :])


def _of_them(words: Sentence, figure: Figure, behind: int) -> list[int]:
    """Where a part with a place is told, be it a figure or not: "112 hurt, 94 of them in Oru"."""
    if figure.told is Told.PART:
        return []
    return [
        start
        for start, (end, _) in words.counts.items()
        if start >= behind
        and words.at(end) == "of"
        and words.at(end + 1) in words.lex.of_them
        and words.at(end + 2) in slot_words().place_prepositions
    ]
