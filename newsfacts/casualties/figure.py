"""A figure as the rest of the engine sees it: what a sentence tells, not how that was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from newsfacts.casualties.people import Count
from newsfacts.casualties.sentence import Words
from newsfacts.types import CharSpan, Harm, Status


class Told(Enum):
    """How the sentence tells of the harm."""

    TOLD = "told"  # "six were killed", "left six dead"
    ACT = "act"  # of those who did it: "gunmen killed six"
    UNDERGONE = "undergone"  # of the victims: "six died", "six lost their lives"
    DESCRIBED = "described"  # beside the victims: "six dead", "two murdered teachers"
    NAMED = "named"  # by a word for the victim: "a hostage"
    VICTIMS = "victims"  # by a number of victims: "six hostages", "six bodies"
    EVENTS = "events"  # by a number of harms: "three deaths"
    REFERRED = "referred"  # only named: "the murder of Ana"
    OWNED = "owned"  # likewise: "her son's death"
    REMAINS = "remains"  # likewise, by what is left: "the bodies of six men"
    PART = "part"  # of a total: "51 people, including 27 women"
    SHARE = "share"  # of those told before: "two of the dead"
    RANKED = "ranked"  # by the rank of one: "the ninth killed this year"
    TOLL = "toll"  # "the death toll rose to 15"
    ALL_LOST = "all lost"  # "there were no survivors", of a number that another sentence has
    NONE = "none"  # "no reports of injuries"
    NONE_DONE = "none done"  # "no reports of soldiers being killed"


# The harm is only named, not told.
REFERENCES = frozenset((Told.REFERRED, Told.OWNED, Told.REMAINS))
# Its noun is counted.
COUNTED = frozenset((Told.VICTIMS, Told.EVENTS))


class Shape(Enum):
    """What stands for the count."""

    NUMBER = "number"  # "six", "no", "a list of them, summed"
    LONE = "lone"  # one victim without a number
    PLURAL = "plural"  # victims without a number


class Trait(StrEnum):
    """What the guidelines must know of a word of harm; the keys of `traits` in `casualties/rules.toml`."""

    VIOLENT = "violent"  # said of natural deaths too: victims without a number need signs of violence
    NEVER_NATURAL = "never-natural"  # with signs of illness or age it counts nobody: "lost six to cancer"
    PATIENTS = "patients"  # said of the sick too
    ACT_OF_VIOLENCE = "act-of-violence"  # done to others, it counts only beside signs of violence
    UPROOTED = (
        "uprooted"  # said of the poor and of migrants too: where nothing did it, only beside such signs
    )
    OUTLIVED = "outlived"  # counts nobody who died in the same sentence
    MAY_KILL = "may-kill"  # of one whose death another sentence tells it is a death too


@dataclass(frozen=True, slots=True)
class Figure:
    """What was found: words [start, end) of the sentence are its number, or its victims where it has none.

    `victims`: words of the victims, None where only a number stands. `harm`: the word of harm, None where
    none is known. `agent`: who or what did it. `by`: the rule, or the name of the model. `status`: what the
    words themselves tell of what may come or has come. `rival`: of whom or what a number is told that has no
    verb of its own.
    """

    kind: Harm
    count: Count
    span: Words
    victims: Words | None
    harm: Words | None
    agent: Words | None
    told: Told
    shape: Shape
    by: str
    confidence: float | None = None
    status: Status | None = None
    traits: tuple[Trait, ...] = ()
    rival: Words | None = None

    @property
    def start(self) -> int:
        return self.span[0]

    @property
    def end(self) -> int:
        return self.span[1]

    @property
    def at(self) -> Words:
        """The word of harm, or what stands for it."""
        return self.harm or self.span

    @property
    def told_at(self) -> Words:
        """Where in the sentence it is told: a part of a total where its number stands, others where the word
        of harm does."""
        return self.span if self.told is Told.PART else self.at

    @property
    def lone(self) -> bool:
        return self.shape is Shape.LONE

    @property
    def bare(self) -> bool:
        return self.shape is Shape.PLURAL

    def overlaps(self, words: Words) -> bool:
        return self.span[0] < words[1] and words[0] < self.span[1]


@dataclass(frozen=True, slots=True)
class Slots:
    """What a sentence tells of a figure, by characters; None where it does not.

    `vague_place`: a doubtful place, for want of a better one. `said`: the word by which the source says so.
    `by_tagger`: the slots that a model filled. `elsewhere`: what the sentence tells of other events or of
    somebody's home; `other_times`: the times that are surely not that of the harm.
    """

    place: CharSpan | None = None
    vague_place: CharSpan | None = None
    date: CharSpan | None = None
    attribution: CharSpan | None = None
    cause: CharSpan | None = None
    said: CharSpan | None = None
    by_tagger: frozenset[str] = frozenset()
    elsewhere: tuple[CharSpan, ...] = ()
    other_times: tuple[CharSpan, ...] = ()
