"""An article as the choice of dates and places sees it: its sentences, statements of harm, dates, names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from newsfacts.casualties.choice.ranker import SAME
from newsfacts.rules import load
from newsfacts.types import CharSpan, EventDate, Harm, Scope, Status

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BREAK = re.compile(r"\n")


@dataclass(frozen=True, slots=True)
class WordList:
    words: tuple[str, ...]


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of the table `name` of `words.toml`."""
    return frozenset(load("casualties/choice/words", WordList)[name].words)


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement of harm, and what the rules found for it; spans by characters."""

    span: CharSpan
    kind: Harm
    status: Status
    scope: Scope | None
    group: int
    victims: CharSpan | None
    cause: CharSpan | None
    date: CharSpan | None
    place: CharSpan | None

    @property
    def of_an_event(self) -> bool:
        """Whether what an article tells elsewhere of its event is told of it too: not of those still missing
        or held, of harm over a period, nor of what is feared or denied."""
        return (
            self.status is Status.REPORTED
            and self.kind not in (Harm.MISSING, Harm.CAPTIVE)
            and self.scope not in (Scope.REMAINING, Scope.CUMULATIVE)
        )


@dataclass(frozen=True, slots=True)
class Named:
    """A mention of a place. `name`: what all its mentions share; `country`: ISO 3166-1 alpha-2."""

    span: CharSpan
    name: str
    kind: str | None
    country: str | None


@dataclass(frozen=True)
class Told:
    """One article. `sentences`: those of the story, in order; `published`: EDTF."""

    text: str
    published: str | None
    sentences: Sequence[CharSpan]
    asked: Sequence[Asked]
    dates: Sequence[EventDate]
    places: Sequence[Named]

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def _breaks(self) -> list[int]:
        return [match.start() for match in _BREAK.finditer(self.text)]

    @cached_property
    def _words(self) -> dict[int, frozenset[str]]:
        return {}

    def sentence_of(self, span: CharSpan) -> int:
        """The sentence in which `span` begins."""
        return max(bisect_right(self._starts, span.start) - 1, 0)

    def paragraph_of(self, span: CharSpan) -> int:
        return bisect_right(self._breaks, span.start)

    def words_in(self, sentence: int) -> frozenset[str]:
        """The words of a sentence, in small letters, those left out that tell nothing."""
        if sentence not in self._words:
            self._words[sentence] = content(self.sentences[sentence].of(self.text))
        return self._words[sentence]

    def about(self, asked: Asked) -> frozenset[str]:
        """The words of who was harmed, by what, and of where and when as the rules have it."""
        spans = (asked.victims, asked.cause, asked.place, asked.date)
        return content(" ".join(span.of(self.text) for span in spans if span is not None))

    def before(self, span: CharSpan, count: int) -> list[str]:
        """Up to `count` words in front of `span`, on its line, in small letters."""
        line = self.text[max(0, span.start - 40) : span.start].rpartition("\n")[2]
        return tokens(line)[-count:]

    def between(self, one: CharSpan, other: CharSpan) -> str:
        return self.text[min(one.end, other.end) : max(one.start, other.start)]


def tokens(text: str) -> list[str]:
    """The words of `text` in small letters."""
    return _WORD.findall(text.lower())


def content(text: str) -> frozenset[str]:
    """The words of `text` in small letters, those of grammar left out."""
    return frozenset(tokens(text)) - word_list("grammar")


def distance(steps: int) -> str:
    """How far a candidate's sentence lies from the statement's, as the name of a bin; below 0 = before it."""
    side = "after" if steps > 0 else "before"
    steps = abs(steps)
    if steps <= 2:
        return f"{side}-{steps}" if steps else SAME
    return f"{side}-5" if steps <= 5 else f"{side}-far"
