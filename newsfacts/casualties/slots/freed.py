"""Captives set free, missing people found alive: when, where and by whom is not told of their capture."""

from __future__ import annotations

from newsfacts.casualties.figure import Figure
from newsfacts.casualties.sentence import Sentence, Words
from newsfacts.casualties.slots.words import slot_words
from newsfacts.types import Harm

# Words between the freed and the verb: "of the missing hikers have been", "all of the".
REACH = 8


def freed(words: Sentence, figure: Figure) -> list[Words]:
    """What of the sentence tells of the freedom of those of the figure: "nine hostages were freed"."""
    if figure.kind not in (Harm.CAPTIVE, Harm.MISSING) or _told_of_capture(words, figure):
        return []
    verb = _verb(words, figure)
    if verb is None:
        return []
    ends = (at for at in range(max(verb + 1, figure.end), len(words)) if _capture_told(words, at))
    end = next(ends, len(words))
    if verb < figure.start:  # "rebels released nine": they are those who held them
        start = 0 if _rescue(words, verb) else verb
        return [(start, figure.start), (figure.end, end)]
    return [(0, figure.start), (verb, end)]


def _told_of_capture(words: Sentence, figure: Figure) -> bool:
    """Whether the verb of the harm is one of capture: "gunmen seized twelve and released three"."""
    return words.tag[figure.at[0]] == "VBD" and words.low[figure.at[0]] not in slot_words().freeing


def _verb(words: Sentence, figure: Figure) -> int | None:
    """The verb that sets them free, right before them or a few words behind."""
    lists = slot_words()
    for at in range(figure.start - 1, max(figure.start - 3, -1), -1):
        if words.low[at] in lists.freeing and words.tag[at].startswith("VB"):
            return at
    for at in range(figure.end, min(figure.end + REACH, len(words))):
        if words.low[at] in lists.freeing or words.low[at] in lists.safe:
            return at
        if words.low[at] in (",", ";", "and", "but"):
            return None
    return None


def _rescue(words: Sentence, verb: int) -> bool:
    """Whether those in front of the verb are not who held them: "troops freed nine"."""
    lists = slot_words()
    return words.low[verb] in lists.rescuing or not lists.rescuers.isdisjoint(words.low[:verb])


def _capture_told(words: Sentence, at: int) -> bool:
    """Whether what follows tells of something else: "freed nine workers abducted in May", "who had been"."""
    return words.tag[at] == "VBN" or words.low[at] in slot_words().joined or words.low[at] == ";"
