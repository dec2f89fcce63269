"""The word lists of `casualties/slots/words.toml`, which the search for slots looks at."""

from __future__ import annotations

from functools import cache

from newsfacts.casualties.lexicon import WordLists
from newsfacts.english.speech import Speech, speech


class SlotWords(WordLists):
    def __init__(self) -> None:
        super().__init__("casualties/slots/words")
        self.said = speech(Speech.ACT) | self.other_acts


@cache
def slot_words() -> SlotWords:
    """The lists, read once."""
    return SlotWords()
