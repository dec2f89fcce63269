"""The words by which a sentence tells who says so: `casualties/sources.toml`, and the verbs of saying."""

from __future__ import annotations

from functools import cache

from newsfacts.casualties.lexicon import WordLists
from newsfacts.english.speech import Speech, speech


class Saying(WordLists):
    """`verbs`: each verb by which a source is told, with what it does; `telling`: these and those that do so
    with some subjects or objects alone; `phrases`: those that lead to a source, by first word, the longest
    first."""

    def __init__(self) -> None:
        super().__init__("casualties/sources")
        self.verbs = {
            verb: use for use in (Speech.OBJECT, Speech.CONTENT, Speech.SOURCE) for verb in speech(use)
        }
        self.telling = self.toll_verbs | self.tallying | self.document_verbs | set(self.verbs)
        self.phrases: dict[str, list[tuple[str, ...]]] = {}
        split = [tuple(phrase.split()) for phrase in self.before]
        for phrase in sorted(split, key=lambda phrase: (-len(phrase), phrase)):
            self.phrases.setdefault(phrase[0], []).append(phrase)


@cache
def saying() -> Saying:
    """The words, read once."""
    return Saying()
