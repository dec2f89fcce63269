"""The attachers that ship: the rules of `casualties/rules.toml`, alone or with the tagger's heads."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from newsfacts.casualties.attach import heads, shares, together, triggers
from newsfacts.casualties.attach.again import corrected, gapped, told_again
from newsfacts.casualties.attach.heads import confidence
from newsfacts.casualties.attach.nouns import event_frame, victims_frame
from newsfacts.casualties.attach.ranks import ranked
from newsfacts.casualties.attach.states import state_frame
from newsfacts.casualties.attach.survivors import survivors_frame
from newsfacts.casualties.attach.tolls import member_frame, of_number, share_frame, toll_frame
from newsfacts.casualties.attach.triggers import Frame
from newsfacts.casualties.attach.verbs import object_frame, subject_frame
from newsfacts.casualties.figure import Figure, Slots
from newsfacts.casualties.grammar.clauses import others
from newsfacts.casualties.sentence import Labelled, Sentence, Words
from newsfacts.casualties.slots.causes import cause_of
from newsfacts.casualties.slots.mentions import Mentions
from newsfacts.casualties.slots.others import of_others
from newsfacts.casualties.slots.places import homes, place_of
from newsfacts.casualties.slots.sources import Source, source_of
from newsfacts.casualties.slots.tallies import counting_place, only_counts
from newsfacts.casualties.slots.times import date_of, times_of_others
from newsfacts.types import CharSpan

# How a word of harm is joined to its victims, by the `frame` of its rule: one function a frame.
FRAMES = {
    Frame.OBJECT: object_frame,
    Frame.SUBJECT: subject_frame,
    Frame.STATE: state_frame,
    Frame.EVENT: event_frame,
    Frame.VICTIMS: victims_frame,
    Frame.MEMBER: member_frame,
    Frame.TOLL: toll_frame,
    Frame.SHARE: share_frame,
    Frame.SURVIVORS: survivors_frame,
}


def find(words: Sentence) -> list[Figure]:
    """The figures of a sentence that the rules find, in reading order, one a victim phrase and kind."""
    found: list[Figure] = []
    harm = triggers.triggers(words)
    for trigger in harm:
        found.extend(FRAMES[trigger.rule.frame](words, trigger))
    found = [told for item in found for told in of_number(words, item)]
    found = [told for item in found for told in shares.rest(words, item)]
    found = ranked(words, harm, found)
    found = together.joint(words, together.unique(together.untold(found)))
    found = [together.named_by_antecedent(words, item, found) for item in found]
    found.extend(
        together.parts(words, found)
    )  # a part may have parts of its own: the list grows while it is read
    found += [*told_again(words, found), *gapped(words, found), *shares.of_them(words, found)]
    return corrected(words, together.unique(found))


class Rules:
    """The rules alone: what a sentence tells by its words, whatever the tagger marks."""

    def may_tell(self, low: Collection[str], *, marked: bool) -> bool:
        return triggers.may_tell(low)

    def figures(self, sentence: Sentence) -> list[Figure]:
        return [replace(item, confidence=confidence(item, agrees=False)) for item in find(sentence)]

    def slots(self, sentence: Sentence, figure: Figure, told: Mentions) -> Slots:
        source = source_of(sentence, told.speakers, figure)
        speaker = _speaker(figure, source)
        apart = of_others(sentence, figure, told.figures)
        sites = [site for site in told.places if not _in(apart, site.start)]
        place, vague_place = (place_of(sentence, figure, sites, speaker, rank=rank) for rank in (1, 2))
        counting = counting_place(sentence, figure, source)
        if counting and (place is None or figure.rival):
            place = counting
            speaker = None if only_counts(sentence, source) else speaker
        other_times = times_of_others(sentence, figure, told.times)
        own_times = [time for time in told.times if time not in other_times]
        cause = cause_of(sentence, figure)
        return Slots(
            place=sentence.chars(place),
            vague_place=sentence.chars(vague_place),
            date=sentence.chars(date_of(sentence, figure, own_times)),
            attribution=sentence.chars(speaker),
            cause=None if cause and _in(apart, cause[0]) else sentence.chars(cause),
            said=sentence.chars((source.verb, source.verb + 1)) if source else None,
            elsewhere=_chars(sentence, [*_elsewhere(sentence, figure), *apart]),
            other_times=_chars(sentence, [(time.start, time.end) for time in other_times]),
        )


def _speaker(figure: Figure, source: Source | None) -> Words | None:
    if source and figure.rival and figure.agent is None:
        return figure.rival
    return (source.start, source.end) if source else None


def _in(parts: Iterable[Words], at: int) -> bool:
    return any(start <= at < end for start, end in parts)


def _elsewhere(words: Sentence, figure: Figure) -> list[Words]:
    """What of the sentence tells of other events, and of places where somebody lives or was going."""
    return [*others(words, figure.at[0]), *homes(words)]


def _chars(words: Sentence, parts: Iterable[Words]) -> tuple[CharSpan, ...]:
    return tuple(span for part in parts if (span := words.chars(part)))


class RulesAndHeads(Rules):
    """The rules; the tagger's heads tell how sure they are and fill the slots that no rule fills."""

    def figures(self, sentence: Sentence) -> list[Figure]:
        return [
            replace(item, confidence=confidence(item, agrees=heads.agrees(sentence, item)))
            for item in find(sentence)
        ]

    def slots(self, sentence: Sentence, figure: Figure, told: Mentions) -> Slots:
        found = super().slots(sentence, figure, told)
        if not sentence.roles:
            return found
        roles = [
            role
            for role in sentence.roles
            if not _of_another(told, role) and not any(role.span.overlaps(other) for other in found.elsewhere)
        ]
        start = sentence.first[figure.start]
        tagged: dict[str, Any] = {}
        for slot in ("place", "date", "cause"):
            if getattr(found, slot) is None and (span := heads.role(sentence, roles, slot.upper(), start)):
                tagged[slot] = span
        found = replace(found, by_tagger=frozenset(tagged), **tagged)
        if found.cause is None or "cause" in tagged:
            return found
        # "A ferry sank", of which the rules see the ferry.
        return replace(found, cause=heads.covering(sentence, roles, "CAUSE", found.cause))


def _of_another(told: Mentions, role: Labelled) -> bool:
    """Whether a role is of another act, as is a time that the rules know, or of another number."""
    rival = any(role.span.overlaps(rival) for rival in told.rivals)
    return rival or (role.label == "DATE" and told.timed(role.span))
