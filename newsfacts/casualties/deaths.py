"""One victim whose shot is told in one sentence and whose death in another: both tell a death.

"A man was shot on Elm Road. He was pronounced dead at the scene." tells of nobody who lives on hurt. Of the
local articles of an archive in which every figure is of one, somebody was killed and no words of who lives
stand beside the hurt, 86 of 99 tell of nobody injured (the tuned ones).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newsfacts.casualties.context import context
from newsfacts.casualties.figure import Trait
from newsfacts.casualties.people import Count
from newsfacts.casualties.sentences import Sentences
from newsfacts.casualties.statement import Statement
from newsfacts.casualties.tags import PROPER
from newsfacts.types import Harm, Status

_ONE = Count(1, 1)


def as_deaths(sentences: Sentences, statements: Sequence[Statement]) -> list[Statement]:
    """The statements, those of one hurt as of one killed where the article tells of one victim, who died."""
    told = [one for one in statements if one.status is Status.REPORTED and one.figure.count.max != 0]
    hurt = [one for one in told if one.figure.kind is Harm.INJURED]
    dead = [one for one in told if one.figure.kind is Harm.KILLED]
    if not (hurt and dead and _may_have_died(sentences, hurt) and _same(sentences, hurt, dead)):
        return list(statements)
    # "Lind died after being shot" tells it once; "a bus ran over Lind, causing her death" stays as it is.
    beside = {one.sentence for one in dead}
    victims = {one.victims for one in dead if one.victims is not None}
    return [
        replace(one, figure=replace(one.figure, kind=Harm.KILLED))
        if one in hurt and one.sentence not in beside
        else one
        for one in statements
        if one not in hurt or one.victims not in victims
    ]


def _may_have_died(sentences: Sentences, hurt: Sequence[Statement]) -> bool:
    """Whether all were hurt in a way that kills, and nothing beside tells how they are."""
    return all(
        Trait.MAY_KILL in one.figure.traits and context("lives-on").isdisjoint(sentences[one.sentence].low)
        for one in hurt
    )


def _same(sentences: Sentences, hurt: Sequence[Statement], dead: Sequence[Statement]) -> bool:
    """Whether all are of one victim, and no name tells two apart, nor a man from a woman."""
    told = [*hurt, *dead]
    if any(one.figure.count != _ONE for one in told) or len(_sexes(sentences, told)) > 1:
        return False
    died = [names for one in dead if (names := _names(sentences, one))]
    known = {name for names in died for name in names}
    one_dead = not died or all(names & died[0] for names in died)
    return one_dead and all(
        not (names := _names(sentences, one)) or not known or names & known for one in hurt
    )


def _sexes(sentences: Sentences, told: Sequence[Statement]) -> set[str]:
    heads = {sentences[one.sentence].low[one.figure.victims[1] - 1] for one in told if one.figure.victims}
    return {sex for sex in ("he", "she") if not heads.isdisjoint(context(sex))}


def _names(sentences: Sentences, one: Statement) -> set[str]:
    """The words of the victim's name; none where no name is told."""
    words, victims = sentences[one.sentence], one.figure.victims
    if victims is None:
        return set()
    inside = range(*victims)
    return {words.low[at] for at in inside if words.tag[at] in PROPER and words.label[at] in ("PERSON", "")}
