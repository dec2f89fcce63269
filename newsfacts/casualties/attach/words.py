"""The word lists of `casualties/attach/words.toml`, which the frames look at."""

from __future__ import annotations

from functools import cache

from newsfacts.casualties.lexicon import WordLists


class FrameWords(WordLists):
    def __init__(self) -> None:
        super().__init__("casualties/attach/words")
        self.nth_of = {word: n for n, word in enumerate(self.rules["nth"].words, start=2)}
        self.doer_endings = self.rules["doer-endings"].endings


@cache
def frame_words() -> FrameWords:
    """The lists, read once."""
    return FrameWords()
