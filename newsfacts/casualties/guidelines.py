"""Which figures count: no natural deaths, no patients, no players, no rates, no general talk of risk.

The guidelines are those of the annotated articles; what they ask of a word of harm is a `Trait` of its rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from newsfacts.casualties.attach.shares import of_before
from newsfacts.casualties.attach.survivors import aboard
from newsfacts.casualties.context import context, signs
from newsfacts.casualties.figure import Figure, Told, Trait
from newsfacts.casualties.people import Count
from newsfacts.casualties.sentence import Sentence
from newsfacts.casualties.sentences import Sentences
from newsfacts.casualties.tags import verbal
from newsfacts.casualties.things import of_things
from newsfacts.types import Harm

# Words between a hospital and the name of a disease.
SICKNESS_REACH = 5
# Words between a word of harm and "every day", and of such a unit.
RATE_REACH = 6
UNIT_REACH = 3


def counted(sentences: Sentences, found: Sequence[Sequence[Figure]]) -> list[list[Figure]]:
    """Those of the figures `found` in each sentence that count, in reading order."""
    found = [[*_all_lost(sentences, index, items)] for index, items in enumerate(found)]
    kept = [
        [item for item in items if counts(sentences, index, item, items)] for index, items in enumerate(found)
    ]
    known = set(_killed(sentences, kept))
    for index, items in enumerate(found):
        # A death told elsewhere as violent is so here too: "her son died".
        kept[index].extend(
            item
            for item in items
            if item.lone
            and item not in kept[index]
            and victim_word(sentences[index], item) in known
            and not natural(sentences[index])
        )
    for index, (before, items) in enumerate(pairwise(kept), start=1):
        if before and not items and sentences.low(index)[0] in ("among", "they"):
            items.extend(of_before(sentences[index], before))
    return [
        # A sentence without figures, as most are, need not be read.
        sorted(_less_hurt(sentences[index], items), key=lambda item: (item.start, item.kind)) if items else []
        for index, items in enumerate(kept)
    ]


def _all_lost(sentences: Sentences, index: int, items: Sequence[Figure]) -> Iterator[Figure]:
    """The figures of a sentence; "no survivors" with the number of the sentence before, or none."""
    for item in items:
        if item.told is not Told.ALL_LOST:
            yield item
            continue
        whole = aboard(sentences[index - 1]) if index else None
        if whole is not None and whole.number is not None:
            number = whole.number
            yield replace(item, count=Count(number.min, number.max, number.approximate))


def _killed(sentences: Sentences, kept: Sequence[Sequence[Figure]]) -> Iterator[str]:
    """The words for single victims killed."""
    for index, items in enumerate(kept):
        for item in items:
            if item.kind == Harm.KILLED and item.lone:
                word = victim_word(sentences[index], item)
                if word:
                    yield word


def _less_hurt(words: Sentence, found: Sequence[Figure]) -> list[Figure]:
    """Without the hospital of one who died in the same sentence: "the driver was killed and his passenger
    flown to hospital" has two victims."""
    died = [item for item in found if item.kind == Harm.KILLED and item.lone]
    return [
        item
        for item in found
        if not (item.lone and Trait.OUTLIVED in item.traits and any(_same(words, item, one) for one in died))
    ]


def _same(words: Sentence, hurt: Figure, died: Figure) -> bool:
    """Whether the two may be one victim: words of both tell two apart where neither is a pronoun."""
    first, second = victim_word(words, hurt), victim_word(words, died)
    return not first or not second or first == second


def victim_word(words: Sentence, item: Figure) -> str:
    """The last word of the victim's phrase; "" for a pronoun, which may be anybody's."""
    if item.victims is None or words.tag[item.victims[1] - 1] in ("PRP", "PRP$", "WP"):
        return ""
    return words.low[item.victims[1] - 1]


def counts(sentences: Sentences, index: int, item: Figure, beside: Sequence[Figure]) -> bool:
    """Whether the guidelines count a figure of sentence `index`. `beside`: all figures of the sentence."""
    words = sentences[index]
    if _of_none(sentences, index, item) or rate(words, item) or sick_or_at_play(words, item):
        return False
    if of_things(sentences, index, item):
        return False
    if Trait.VIOLENT not in item.traits or not (item.lone or item.bare):
        return True
    several = item.bare and _listed(words, item)
    if (item.lone or several) and natural(words) and not _of_wounds(words, item.at[1]):
        return False
    if several and item.told is Told.UNDERGONE:
        return True  # "Ana Ruiz and her mother died in the fire": hardly of age on one day
    return (item.lone and _news(words, item, beside)) or violent(sentences, index, item)


def _of_wounds(words: Sentence, at: int) -> bool:
    """Whether what one died of follows word `at`, and is violent: "died Monday of an accidental gunshot"."""
    for spot in range(at, min(at + HOW_REACH, len(words))):
        if words.low[spot] in ("of", "from"):
            phrase = words.opening.get(spot + 1)
            told = () if phrase is None else words.low[phrase.start : phrase.end]
            return not signs().isdisjoint(told) and context("natural", "disease").isdisjoint(told)
        if verbal(words.tag[spot]) or words.low[spot] == ",":
            return False
    return False


def _listed(words: Sentence, item: Figure) -> bool:
    """ "Ana and her son"; "her son, two cousins and others"."""
    least = item.count.min
    return least == item.count.max or (least or 0) > words.least_plural


def _of_none(sentences: Sentences, index: int, item: Figure) -> bool:
    """Whether, by the traits of its word of harm, nobody was harmed where nothing violent is told."""
    if Trait.NEVER_NATURAL in item.traits and natural(sentences[index]):
        return True  # "lost six relatives to cancer"
    hurt = Trait.ACT_OF_VIOLENCE in item.traits and item.told is Told.ACT  # "the tariffs hurt 40 farmers"
    left = Trait.UPROOTED in item.traits and item.agent is None  # "homeless people", "an influx of migrants"
    return (hurt or left) and not violent(sentences, index, item)


def _news(words: Sentence, item: Figure, beside: Sequence[Figure]) -> bool:
    """Whether the sentence itself tells that one death was no natural one."""
    named = item.told in (Told.REFERRED, Told.OWNED)
    if named and not words.lex.charged.isdisjoint(words.low):
        return True  # "charged with the death of a clerk"
    if item.told not in (Told.UNDERGONE, Told.REFERRED):
        return False
    if item.victims is None:
        return False
    if words.low[item.victims[1] - 1] in words.lex.ordinals:
        # "two died at the scene; a third died later in hospital"
        return any(o.kind == item.kind and o is not item for o in beside)
    if _of_event(words, item.at[1]) or _told_how(words, item.at[1]) or _nameless(words, item):
        return True
    return not context("untimely").isdisjoint(words.low[slice(*item.victims)])


def _nameless(words: Sentence, item: Figure) -> bool:
    """ "A nurse died in hospital on Monday": whoever is not named is in the news for that death alone."""
    first, last = item.victims or item.span
    nameless = words.low[first] in words.lex.an and "former" not in words.low[first:last]
    return nameless and words.low[item.at[1] : item.at[1] + 2] == ["in", "hospital"]


# What follows "died" where it was no natural death, by the word before it: "in a house fire", "at the scene".
_HAPPENED = {
    **dict.fromkeys(("in", "from", "during", "after"), "happening"),
    **dict.fromkeys(("at", "on"), "on-the-spot"),
}


def _of_event(words: Sentence, at: int) -> bool:
    """Whether what happened, or that it was there, follows a word of harm that ends before word `at`."""
    role, phrase = _HAPPENED.get(words.at(at)), words.opening.get(at + 1)
    return role is not None and phrase is not None and words.low[phrase.head] in context(role)


# Words from "died" to "when"; from there to the verb of what happened.
HOW_REACH = 8


def _told_how(words: Sentence, at: int) -> bool:
    """Whether a clause behind word `at` tells what happened: "died on Friday when her car left the road"."""
    for spot in range(at, min(at + HOW_REACH, len(words))):
        if words.low[spot] in words.lex.tells_how:
            clause = range(spot + 1, min(spot + 1 + HOW_REACH, len(words)))
            happened = (
                (words.tag[i] == "VBD" and words.low[i] not in words.lex.auxiliaries)
                or (words.tag[i] == "VBN" and words.at(i - 1) == "being")
                for i in clause
            )
            return any(happened) and context("disease").isdisjoint(words.low)
        if verbal(words.tag[spot]):
            return False
    return False


@cache
def _signs_of(act: bool, uprooted: bool) -> frozenset[str]:
    """The words that tell of violence, accident or disaster beside an act of harm, or people uprooted."""
    told = signs() | context("happening") if act else signs()
    return told | context("event") if uprooted else told


def violent(sentences: Sentences, at: int, item: Figure) -> bool:
    """Whether sentence `at` or a neighbour tells of violence, accident or disaster, in other words than those
    of the harm of `item`."""
    told = _signs_of(item.told is Told.ACT, Trait.UPROOTED in item.traits)
    first = max(0, at - 1)
    while first and first < at and _of_parts(sentences.plain(first).low):
        first -= 1
    for index in range(first, min(at + 2, len(sentences))):
        for place, low in enumerate(sentences.plain(index).low):
            if low in told and not (index == at and item.at[0] <= place < item.at[1]):
                return True
    return False


def _of_parts(low: Sequence[str]) -> bool:
    """Whether a sentence tells but who some of those before were: "Two nuns were among them"."""
    return any(pair in (("among", "them"), ("among", "the"), ("among", "those")) for pair in pairwise(low))


def rate(words: Sentence, item: Figure) -> bool:
    """Whether the figure is a rate: "five people die every day", "one is killed every four minutes"."""
    at, behind = item.at
    if item.told is Told.EVENTS and words.at(behind) in words.lex.rate_joints:
        return words.at(behind + 1) in words.lex.short_units  # "up to 25 murders a day"
    if words.tag[at] not in ("VBP", "VBZ", "VB") and words.at(at - 1) not in words.lex.is_are:
        return False
    for spot in range(behind, min(behind + RATE_REACH, len(words))):
        if words.low[spot] in words.lex.rate_ends or verbal(words.tag[spot]):
            return False
        if words.low[spot] in words.lex.each_time:
            return not words.lex.short_units.isdisjoint(words.low[spot + 1 : spot + 1 + UNIT_REACH])
    return False


def sick_or_at_play(words: Sentence, item: Figure) -> bool:
    """Whether the hurt are patients, as in "was hospitalised with measles", or one player."""
    if _athlete(words, item):
        return True
    if item.kind != Harm.INJURED:
        return False
    start, end = item.at
    around = words.low[max(0, start - SICKNESS_REACH) : end + SICKNESS_REACH]
    if Trait.PATIENTS in item.traits and not context("disease").isdisjoint(around):
        return True
    return item.lone and not context("sport").isdisjoint(words.low)


def _athlete(words: Sentence, item: Figure) -> bool:
    """Whether those hurt or lost are players, and nothing that happened is told: "lost six players"."""
    lost = item.kind == Harm.INJURED or Trait.NEVER_NATURAL in item.traits
    return (
        lost
        and victim_word(words, item) in words.lex.athletes
        and context("happening", "event").isdisjoint(words.low)
    )


def natural(words: Sentence) -> bool:
    """Whether the sentence tells of illness or age; "a 17-year-old" is no age to die of."""
    return any(
        low in context("natural") and not (low == "old" and words.at(at - 1) in words.lex.before_age)
        for at, low in enumerate(words.low)
    )
