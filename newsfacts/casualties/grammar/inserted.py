"""Who says so, put into a relative clause: "the strikes that they said killed 26"."""

from __future__ import annotations

from newsfacts.casualties.sentence import Sentence
from newsfacts.casualties.tags import FINITE

_RELATIVES = ("that", "which", "who")


def inserted(words: Sentence, verb: int) -> int | None:
    """The relative pronoun that is the subject of the verb at word `verb`, before "they said"; else None."""
    said = verb - 1
    if words.tagged(said) not in FINITE or words.at(said) not in words.lex.raising:
        return None
    speaker = words.ending.get(said)
    if speaker is None or words.at(speaker.start - 1) not in _RELATIVES:
        return None
    return speaker.start - 1
