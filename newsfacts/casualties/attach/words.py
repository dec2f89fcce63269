"""The word lists of `casualties/attach/words.toml`, which the frames look at."""

from __future__ import annotations

from functools import cache

from newsfacts.casualties.lexicon import WordLists, Words


class FrameWords(WordLists):
    file = "casualties/attach/words"

    # Whom a frame names.
    groups: Words
    wholes: Words
    in_all: Words
    limbs: Words
    limb_joints: Words
    fractions: Words
    told_before: Words
    before_no_name: Words
    reports: Words
    report_ends: Words
    about: Words
    harmless: Words
    predators: Words
    # Frames of verbs.
    before_state: Words
    described_together: Words
    harm_behind: Words
    being: Words
    myself: Words
    lives: Words
    claims: Words
    one: Words
    their_own: Words
    before_clause: Words
    # The frame of states.
    not_copular: Words
    quotes_before: Words
    declared: Words
    joints: Words
    of_place: Words
    others: Words
    # Frames of nouns.
    losses: Words
    cases: Words
    causing: Words
    offices: Words
    officers: Words
    of_ends: Words
    belonging: Words
    found: Words
    held: Words
    # Frames of tolls.
    counted: Words
    member_verbs: Words
    clause_starts: Words
    sentence_ends: Words
    plain_ends: Words
    surpassing: Words
    from_to: Words
    bringing: Words
    toll_prepositions: Words
    # The frame of survivors.
    aboard: Words
    before_aboard: Words
    # Parts of a total.
    of_them: Words
    before_of_them: Words
    along: Words
    other: Words
    including: Words
    shared_joints: Words
    counted_joints: Words
    one_joints: Words
    adjuncts: Words
    more_people: Words
    ends: Words
    before_degree: Words
    fatally: Words
    badly: Words
    hurts: Words
    comparisons: Words
    giving_number: Words
    before_contrast: Words
    contrasts: Words
    clause_ends: Words
    copulas: Words
    before_of_total: Words
    marks: Words
    strong_marks: Words
    units: Words
    restating: Words
    harm_joints: Words
    either: Words

    # Ranks, and figures told again.
    nth: Words
    ranking: Words
    ranked: Words
    toll_pronouns: Words
    telling: Words
    around_number: Words

    def __init__(self) -> None:
        super().__init__()
        self.nth_of = {word: n for n, word in enumerate(self.rules["nth"].words, start=2)}
        self.doer_endings = self.rules["doer-endings"].endings


@cache
def frame_words() -> FrameWords:
    """The lists, read once."""
    return FrameWords()
