"""The words by which a sentence tells who says so: `casualties/sources.toml`, and the verbs of saying."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from newsfacts.english.speech import Speech, speech
from newsfacts.english.words import lists

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Lists:
    """The tables of `casualties/sources.toml`; the file says what each is for."""

    before: Words
    per: Words
    headline_marks: Words
    never: Words
    counts: Words
    documents: Words
    document_verbs: Words
    document_joints: Words
    bodies: Words
    toll_verbs: Words
    tolls: Words
    tallying: Words
    with_of: Words
    addressed: Words
    plain: Words
    of_things: Words
    not_telling: Words
    no_doer: Words
    around_times: Words
    opening_clauses: Words
    joining: Words
    negations: Words


class Saying:
    """`verbs`: each verb by which a source is told, with what it does; `telling`: these and those that do so
    with some subjects or objects alone; `before`: phrases that lead to a source, by first word, the longest
    first; `leading`: all first words of what does so; `words`: the lists."""

    def __init__(self) -> None:
        self.words = lists("casualties/sources", Lists)
        self.verbs = {
            verb: use for use in (Speech.OBJECT, Speech.CONTENT, Speech.SOURCE) for verb in speech(use)
        }
        self.telling = (
            self.words.toll_verbs | self.words.tallying | self.words.document_verbs | set(self.verbs)
        )
        self.before: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(map(_split, self.words.before), key=lambda phrase: (-len(phrase), phrase)):
            self.before.setdefault(phrase[0], []).append(phrase)
        self.leading = self.words.per | self.words.headline_marks | {"by"} | set(self.before)


def _split(phrase: str) -> tuple[str, ...]:
    return tuple(phrase.split())


@cache
def saying() -> Saying:
    """The words, read once."""
    return Saying()
