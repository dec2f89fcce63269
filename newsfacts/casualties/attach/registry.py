"""The seam of the engine: what attaches a figure, its victims and its slots to a word of harm, by name.

An attacher of one's own is made by a function like those of `ATTACHERS`; an installed package names it as an
entry point of the group `newsfacts_attachers`, and a pipeline chooses it:
`nlp.add_pipe("newsfacts_casualties", config={"attacher": "mine.v1"})`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from importlib.metadata import entry_points
from typing import Protocol

from newsfacts.casualties.attach.rules import Rules, RulesAndHeads
from newsfacts.casualties.figure import Figure, Slots
from newsfacts.casualties.sentence import Sentence
from newsfacts.casualties.slots.mentions import Mentions
from newsfacts.errors import RuleError

ENTRY_POINTS = "newsfacts_attachers"


class Attacher(Protocol):
    """Finds the figures of a sentence and chooses their slots among what the sentence mentions.

    Which figures count is not asked here: that is `guidelines`. Same sentence, same figures and slots.
    """

    def may_tell(self, low: Collection[str], *, marked: bool) -> bool:
        """Whether a sentence of these words, in small letters, may have a figure, so that it must be read.
        `marked`: whether the tagger marks one there."""
        ...

    def figures(self, sentence: Sentence) -> list[Figure]:
        """The figures of a sentence."""
        ...

    def slots(self, sentence: Sentence, figure: Figure, told: Mentions) -> Slots:
        """Where, when, by what and who says so, for one of `figures`."""
        ...


ATTACHERS: dict[str, Callable[[], Attacher]] = {"rules.v1": Rules, "rules_and_heads.v1": RulesAndHeads}


def make_attacher(name: str) -> Attacher:
    """The attacher of that name. Raises RuleError where there is none."""
    make = ATTACHERS.get(name)
    if make is not None:
        return make()
    installed = {point.name: point for point in entry_points(group=ENTRY_POINTS)}
    if name not in installed:
        known = ", ".join(sorted({*ATTACHERS, *installed}))
        raise RuleError(f"newsfacts_casualties: unknown attacher {name!r}; known: {known}")
    made: Attacher = installed[name].load()()
    return made
