"""The word lists of `casualties/slots/words.toml`, which the search for slots looks at."""

from __future__ import annotations

from functools import cache

from newsfacts.casualties.lexicon import WordLists, Words
from newsfacts.english.speech import Speech, speech


class SlotWords(WordLists):
    file = "casualties/slots/words"

    # Places.
    place_prepositions: Words
    bare_place_prepositions: Words
    place_joints: Words
    beside_names: Words
    listing: Words
    homes: Words
    speakers_nouns: Words
    hospitals: Words
    brought: Words
    bound_for: Words
    reacting: Words
    body: Words
    # Times.
    other_acts: Words
    courts: Words
    spoke: Words
    planned: Words
    no_date: Words
    part_of_time: Words
    joined: Words
    found: Words
    before_time: Words
    intervals: Words
    after_before: Words
    plain_intervals: Words
    until: Words
    from_between: Words
    up_to: Words
    backward: Words
    adverbs_of_time: Words
    clock: Words
    hours: Words
    # Causes.
    cause_prepositions: Words
    no_doers: Words
    gerund_openers: Words
    idle_gerunds: Words
    gerund_ends: Words
    clause_causes: Words
    related: Words
    charges: Words
    charged_with: Words
    they: Words
    indefinite: Words
    he_or_she: Words
    declared: Words
    # Sources; what they say with is `casualties/sources.toml`.
    somebody: Words
    perfect: Words
    before_speaker: Words
    passive: Words
    quoted_before: Words
    aside_ends: Words
    aside_marks: Words
    before_named: Words
    name_joints: Words
    source_joints: Words
    relatives: Words
    quote_marks: Words

    def __init__(self) -> None:
        super().__init__()
        self.said = speech(Speech.ACT) | self.other_acts
        self.clock_endings = tuple(self.rules["clock"].words)


@cache
def slot_words() -> SlotWords:
    """The lists, read once."""
    return SlotWords()
