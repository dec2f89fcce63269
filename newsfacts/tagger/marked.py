"""A second reading of the words around a statement of harm, with its number and its word of harm marked.

The upper half of the network once more, from what its lower half made of the article when it was tagged; it
learned to tell when, where and by what the harm that is marked was done (`training/marked.py`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from newsfacts.tagger.sessions import session
from newsfacts.types import CharSpan, Harm

States = NDArray[np.float32]
Indices = NDArray[np.int64]

SLOTS = ("date", "place", "cause")
# What a piece is marked as: nothing, that nothing is told, of the statement's sentence, of the word of harm,
# of the words of a statement of each kind.
PLAIN, NOTHING, SENTENCE, WORD, KIND = range(5)
KINDS = tuple(Harm)
MARKS = KIND + len(KINDS)
# Pieces around a statement, and of the sentences with which the story begins, that are read again.
AROUND, LEAD = 144, 56
LEAD_SENTENCES = 2
# Chunks of an article whose states are kept, 300 kB each: some 6,000 words.
MOST_CHUNKS = 40


class Said(Protocol):
    """A statement of harm: its words, among them the word of harm, and the kind."""

    @property
    def span(self) -> CharSpan: ...
    @property
    def at(self) -> CharSpan: ...
    @property
    def kind(self) -> Harm: ...


class Pieces:
    """The pieces of an article's words in reading order. `states`: what the lower layers made of each, pieces
    × width; `starts`, `ends`: the characters of the word that each is of."""

    def __init__(self, states: States, starts: Sequence[int], ends: Sequence[int]) -> None:
        self.states, self.starts, self.ends = states, starts, ends

    @classmethod
    def of(cls, chunks: Iterable[tuple[States, NDArray[np.int64], Sequence[tuple[int, int]]]]) -> Pieces:
        """`chunks`: the states of one, the first piece of each word, the characters of each."""
        states, starts, ends = [], [], []
        for own, first, words in chunks:
            lengths = np.diff(np.append(first, len(own) - 1))
            states.append(own[first[0] : -1])
            starts.append(np.repeat([start for start, _ in words], lengths))
            ends.append(np.repeat([end for _, end in words], lengths))
        return cls(np.concatenate(states), np.concatenate(starts).tolist(), np.concatenate(ends).tolist())

    def inside(self, span: CharSpan) -> range:
        """The pieces of the words that begin in `span`."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))

    def window(self, sentences: Sequence[CharSpan], at: int, span: CharSpan) -> Indices:
        """The pieces that are read again for `span` in sentence `at`: those of the sentence, of its
        neighbours as far as there is room, and of the lead."""
        own = self.inside(sentences[at])
        if len(own) > AROUND:  # the words around the statement
            middle = self.inside(span).start
            first = max(own.start, min(middle - AROUND // 2, own.stop - AROUND))
            own = range(first, first + AROUND)
        first, last = own.start, own.stop
        neighbours = chain.from_iterable(zip_longest(range(at - 1, -1, -1), range(at + 1, len(sentences))))
        sides = {True, False}
        for one in neighbours:
            if one is None or (one < at) not in sides:
                continue
            inside = self.inside(sentences[one])
            wider = range(min(first, inside.start), max(last, inside.stop))
            if len(wider) > AROUND:
                sides.discard(one < at)
            else:
                first, last = wider.start, wider.stop
            if not sides:
                break
        opening = self.inside(CharSpan(sentences[0].start, sentences[:LEAD_SENTENCES][-1].end))
        lead = range(opening.start, min(opening.start + LEAD, opening.stop, first))
        return np.fromiter(chain(lead, range(first, last)), np.int64)

    def marks(self, window: Indices, sentence: CharSpan, said: Said) -> Indices:
        """What each piece of a window is marked as, that nothing is told the first."""
        marks = np.full(len(self.starts), PLAIN, np.int64)
        for told, mark in ((sentence, SENTENCE), (said.span, KIND + KINDS.index(said.kind)), (said.at, WORD)):
            inside = self.inside(told)
            marks[inside.start : inside.stop] = mark
        return np.concatenate([[NOTHING], marks[window]])


class Marked:
    """The second pass of a model folder, loaded with the first statement that is asked about."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.there = path.is_file()

    @cached_property
    def session(self) -> Any:
        return session(self.path)

    def __call__(self, states: States, marks: Indices) -> States:
        """Pieces × two a slot."""
        scores: States = self.session.run(None, {"states": states, "marks": marks})[0]
        return scores


class Window:
    """What is read of a statement and, as soon as it is asked for, what that says.

    `states`, `marks`: of its pieces, of which the first stands for nothing told.
    """

    def __init__(self, marked: Marked, pieces: Pieces, window: Indices, marks: Indices) -> None:
        self.marked, self.pieces, self.marks = marked, pieces, marks
        nothing = np.zeros((1, pieces.states.shape[1]), np.float32)
        self.states = np.concatenate([nothing, pieces.states[window]])
        self._row = {int(piece): row for row, piece in enumerate(window, start=1)}

    @cached_property
    def scores(self) -> States:
        """Pieces × two a slot: that a candidate begins and ends there."""
        return self.marked(self.states, self.marks)

    def rows(self, span: CharSpan | None) -> tuple[int, int] | None:
        """The first and the last row of a candidate; None where it does not stand in the window."""
        if span is None:
            return 0, 0
        inside = self.pieces.inside(span)
        first, last = self._row.get(inside.start), self._row.get(inside.stop - 1)
        return None if not inside or first is None or last is None else (first, last)

    def likely(self, slot: str, spans: Sequence[CharSpan | None]) -> list[float | None]:
        """The logarithm of how likely each candidate fills a slot, None where it was not read."""
        column = 2 * SLOTS.index(slot)
        rows = [self.rows(span) for span in spans]
        found = [
            None if row is None else float(self.scores[row[0], column] + self.scores[row[1], column + 1])
            for row in rows
        ]
        read = [one for one in found if one is not None]
        total = float(np.logaddexp.reduce(read)) if read else 0.0
        return [None if one is None else one - total for one in found]


@dataclass(frozen=True)
class Reading:
    """An article to be asked about. `build`: gives its pieces; most articles are never asked about."""

    marked: Marked
    build: Callable[[], Pieces]

    @cached_property
    def pieces(self) -> Pieces:
        return self.build()

    def __call__(self, sentences: Sequence[CharSpan], at: int, said: Said) -> Window:
        """What is told of a statement in sentence `at`."""
        window = self.pieces.window(sentences, at, said.span)
        marks = self.pieces.marks(window, sentences[at], said)
        return Window(self.marked, self.pieces, window, marks)
