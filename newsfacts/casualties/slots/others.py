"""What a sentence tells of others than those of a figure: a part of a total, the wounded beside the dead, an
older event. Where and by what these were harmed is not told of the figure."""

from __future__ import annotations

from collections.abc import Sequence

from newsfacts.casualties.figure import Figure, Told
from newsfacts.casualties.grammar.clauses import semicolon
from newsfacts.casualties.grammar.older import older
from newsfacts.casualties.sentence import Sentence, Words
from newsfacts.casualties.slots.freed import freed
from newsfacts.casualties.slots.words import slot_words
from newsfacts.types import Harm


def of_others(words: Sentence, figure: Figure, figures: Sequence[Figure]) -> list[Words]:
    """The parts of the sentence that tell of others than `figure`. `figures`: those of the sentence."""
    found = older(words, figure.at, [other.at for other in figures])
    if figure.kind is Harm.CAPTIVE:  # the missing are mostly found where they went missing
        found += freed(words, figure)
    starts = [other.start for other in figures if _in_care(words, figure, other)]
    # not "20 died, including six children in Oru"
    lists, told = slot_words(), parts(words, figure)
    starts += [start for at, start in told.items() if words.at(at) in lists.place_prepositions]
    first = min(starts, default=None)
    if first is not None:
        # "140 people, 80 of them in Oru, were killed"
        found.append((first, figure.at[0] if first < figure.at[0] else semicolon(words, first)))
    return found


def _in_care(words: Sentence, figure: Figure, other: Figure) -> bool:
    """Whether the figure is of the dead and the other, behind it, of those who live, in a hospital."""
    if (figure.kind, other.kind) != (Harm.KILLED, Harm.INJURED) or other.start < max(
        figure.end, figure.at[1]
    ):
        return False
    return not slot_words().in_care.isdisjoint(words.low[other.end :])


def parts(words: Sentence, figure: Figure) -> dict[int, int]:
    """Where a place or a time of a part of a total may stand, and where that part begins: "112 hurt, 94 of
    them in Oru", "20 died, 14 in Oru and six in Batu"."""
    found: dict[int, int] = {}
    for start, (end, _) in words.counts.items() if figure.told is not Told.PART else ():
        end -= words.low[end - 1] == "of"
        of_them = words.at(end) == "of" and words.at(end + 1) in words.lex.of_them
        if start >= figure.end and (of_them or words.at(start - 1) in slot_words().before_parts):
            found[end + 2 * of_them] = start
    return found
