"""One sentence as the search for victims sees it: its words, what is known of each, its noun phrases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from newsfacts.casualties.lexicon import Lexicon, lexicon
from newsfacts.numbers.counts import Number
from newsfacts.types import CharSpan

Words = tuple[int, int]  # words [start, end) of a sentence


@dataclass(frozen=True, slots=True)
class Labelled:
    """Words that a model labelled, by characters. `confidence`: 0 to 1, None where it gives none."""

    span: CharSpan
    label: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """Words [start, end) of a sentence; `head`: its main word; `number`: its count.

    `owner`: where a possessor ends ("Ana Ruiz" of "Ana Ruiz's death"), else None.
    `body`: where the words after the number begin.
    """

    start: int
    end: int
    head: int
    number: Number | None = None
    body: int = 0
    owner: int | None = None


@dataclass(slots=True)
class Sentence:
    """The words of a sentence, blanks left out; `first[i]` and `last[i]` are character offsets."""

    low: list[str] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    label: list[str] = field(default_factory=list)  # of the name a word belongs to, or ""
    capital: list[bool] = field(default_factory=list)
    counts: dict[int, tuple[int, Number]] = field(default_factory=dict)  # first word -> (end, number)
    phrases: list[NounPhrase] = field(default_factory=list)
    ending: dict[int, NounPhrase] = field(default_factory=dict)  # end word -> phrase
    opening: dict[int, NounPhrase] = field(default_factory=dict)  # first word -> phrase
    within: list[NounPhrase | None] = field(default_factory=list)
    least_plural: int = 2  # people in a plural without a number
    figures: Sequence[Labelled] = ()  # what the tagger takes for figures, by kind of harm
    roles: Sequence[Labelled] = ()  # and for a place, a date, a cause of a harm
    clauses: list[tuple[int, frozenset[str]]] | None = None  # as `grammar.clauses` has them, once asked for
    older: list[Words] | None = None  # as `grammar.older` has them, likewise
    lex: Lexicon = field(default_factory=lexicon)

    def __len__(self) -> int:
        return len(self.low)

    def at(self, index: int) -> str:
        """The word at `index`, "" outside the sentence."""
        return self.low[index] if 0 <= index < len(self.low) else ""

    def tagged(self, index: int) -> str:
        return self.tag[index] if 0 <= index < len(self.tag) else ""

    def chars(self, words: Words | None) -> CharSpan | None:
        """The characters of `words`; None where there are none."""
        if words is None or words[0] >= words[1]:
            return None
        return CharSpan(self.first[words[0]], self.last[words[1] - 1])
