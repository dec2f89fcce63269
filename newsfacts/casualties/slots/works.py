"""Times of a book, a study, a film, a song: they are not those of the deaths that it is about."""

from __future__ import annotations

from newsfacts.casualties.sentence import Sentence
from newsfacts.casualties.slots.words import slot_words

# Words between a work and the time when it came out, between the brackets of its title, before its noun.
_REACH, _TITLE, _ADJECTIVES = 25, 9, 2


def of_work(words: Sentence, start: int, end: int) -> bool:
    """Whether the time at words [start, end) is when a work came out: "a 1962 song", "her novel of 1999", "a
    study published in 2018", "(The Turning Tide, 2003)"."""
    return _names_work(words, end) or _came_out(words, start) or _in_title(words, start, end)


def _names_work(words: Sentence, end: int) -> bool:
    """Whether a work follows, and no other noun behind it: not "a 2016 film shoot"."""
    at = end
    while at < end + _ADJECTIVES and (words.tagged(at) or "").startswith("JJ"):
        at += 1
    return words.at(at) in slot_words().works and not (words.tagged(at + 1) or "").startswith("NN")


def _came_out(words: Sentence, start: int) -> bool:
    """Whether the verb before the time tells that a work told of before came out."""
    lists, at = slot_words(), start - 1
    while words.at(at) in lists.before_time:
        at -= 1
    if words.at(at) in lists.works and words.at(start - 1) == "of":
        return True
    return words.at(at) in lists.came_out and _tells_of_work(words, at)


def _in_title(words: Sentence, start: int, end: int) -> bool:
    """Whether the time stands behind a title in brackets."""
    if words.at(end) != ")" or words.at(start - 1) != ",":
        return False
    opens = next((at for at in range(start - 1, max(start - _TITLE, -1), -1) if words.low[at] == "("), None)
    return opens is not None and (words.at(opens + 1) in ("the", "a", "an") or _tells_of_work(words, opens))


def _tells_of_work(words: Sentence, end: int) -> bool:
    lists = slot_words()
    return any(words.low[at] in lists.works for at in range(max(0, end - _REACH), end))
