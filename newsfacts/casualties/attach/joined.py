"""What the figures of one sentence are to each other: one told twice, one for two harms, a share of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newsfacts.casualties.attach.words import frame_words
from newsfacts.casualties.figure import COUNTED, Figure, Told
from newsfacts.casualties.sentence import Sentence
from newsfacts.types import Harm

_HURT = {Harm.KILLED, Harm.INJURED}
_LOST = {Harm.KILLED, Harm.MISSING}
# Words between "killed" and "or wounded".
JOINT_REACH = 2


def untold(found: Sequence[Figure]) -> list[Figure]:
    """Without the share of a total of which more is told: "one of the wounded died" has one dead."""
    whole = [item for item in found if item.told is not Told.SHARE]
    return [
        item
        for item in found
        if item.told is not Told.SHARE or not any(other.overlaps(item.span) for other in whole)
    ]


def named_by_antecedent(words: Sentence, item: Figure, found: Sequence[Figure]) -> Figure:
    """With the victims of the total before it, for "100 hostages, dozens of whom are dead"."""
    if words.at(item.end) != "of" or words.at(item.end + 1) not in frame_words().of_them:
        return item
    before = [other.victims for other in found if other.end <= item.start and other.victims is not None]
    return replace(item, victims=before[-1]) if before else item


def joint(words: Sentence, found: Sequence[Figure]) -> list[Figure]:
    """ "30 killed or wounded" is one figure for both; "was shot and killed" tells of one death."""
    dead = {item.span for item in found if item.kind == Harm.KILLED}
    # "the bodies of six hostages"
    found = [item for item in found if not (_by_noun(item) and item.span in dead)]
    kept = list(found)
    for left in found:
        for right in found:
            if left.at[1] > right.at[0] or left.kind == right.kind or left.span != right.span:
                continue
            if left in kept and right in kept:
                _join(words, kept, left, right)
    return kept


def _by_noun(item: Figure) -> bool:
    return item.told in COUNTED and item.kind in (Harm.CAPTIVE, Harm.CASUALTIES)


def _join(words: Sentence, kept: list[Figure], left: Figure, right: Figure) -> None:
    """Make one of two figures of the same words, where "and" or "or" joins their words of harm."""
    between = words.low[left.at[1] : right.at[0]]
    lists = frame_words()
    if len(between) > JOINT_REACH or lists.harm_joints.isdisjoint(between):
        return
    kinds = {left.kind, right.kind}
    jointly = kinds == _HURT or (left.kind == Harm.KILLED and kinds == _LOST)
    if not lists.either.isdisjoint(between) or (jointly and not left.lone):
        kept[kept.index(left)] = replace(left, kind=Harm.CASUALTIES, harm=(left.at[0], right.at[1]))
        kept.remove(right)
    elif kinds == _HURT:
        kept.remove(left if left.kind == Harm.INJURED else right)


def unique(found: Sequence[Figure]) -> list[Figure]:
    """One figure a kind and place; the wider one, then that of the earlier word of harm, is kept."""
    kept: list[Figure] = []
    for item in sorted(found, key=lambda f: (f.bare or f.lone, f.start - f.end, f.at[0])):
        if not any(item.kind == other.kind and item.overlaps(other.span) for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda f: (f.start, f.end, f.kind))
