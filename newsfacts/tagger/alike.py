"""Chunks that tell nothing new, as no article has them: of a megabyte of names, days, tags or "Mr.".

An article of more than READ_ANYWAY chunks is a book or a list. A chunk of it is not scored if each of its
words stands as words of scored chunks did SEEN times before; it takes, word by word, what those were on
average. How a word stands are the word itself and those beside it; of a word that is not frequent in the
article only its shape counts, and what the lists of names know of it. So the ten-thousandth new name of a
list is read as the thousand before it. Prose always has something new: of 3.7 million characters of joined
articles no chunk is left out, and the most that one had was 87 words of a hundred that stood as others did.

Names of random letters that died, one by one, are found so at 94 of 100 places, at 88 where all is scored; in
lists ("- 7 killed in …") at 100 and 100.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from newsfacts.tagger.decode import Scores

READ_ANYWAY = 100  # chunks: 20,000 pieces, 100,000 characters of prose
OFTEN = 50  # a word that stands as often in the article is itself
SEEN = 10
SHAPES, CLASSES = 16, 32  # more than there are of each
_BORDER = -1
_DIGITS = re.compile(r"\d+")

Numbers = NDArray[np.int64]


class Words(Protocol):
    """The words of a chunk, as `encoder.Chunk` has them."""

    @property
    def words(self) -> Sequence[str]: ...
    @property
    def borders(self) -> Sequence[int]: ...
    @property
    def inputs(self) -> Mapping[str, Numbers]: ...


ChunkT = TypeVar("ChunkT", bound=Words)


def scored(chunks: Sequence[ChunkT], score: Callable[[Sequence[ChunkT]], list[Scores]]) -> list[Scores]:
    """The scores of each chunk, words × labels. `score`: gives those of chunks that tell something new."""
    if len(chunks) <= READ_ANYWAY:  # nearly all articles
        return score(chunks)
    standing = _contexts(chunks)
    new = _new(standing)
    read = [own for own, told in zip(standing, new, strict=True) if told]
    found = score([chunk for chunk, told in zip(chunks, new, strict=True) if told])
    if len(found) == len(chunks):
        return found
    means = _means(read, found, [own for own, told in zip(standing, new, strict=True) if not told])
    in_order = {True: iter(found), False: iter(means)}
    return [next(in_order[told]) for told in new]


def _contexts(chunks: Sequence[Words]) -> list[Numbers]:
    """How each word of each chunk stands, as numbers: the same for words that stand alike."""
    known: dict[str, int] = {}
    words = np.array([known.setdefault(_plainly(w), len(known)) for c in chunks for w in c.words], np.int64)
    shapes, classes = (
        np.concatenate([c.inputs[name][c.inputs["first"]] for c in chunks]) for name in ("shapes", "lexicon")
    )
    often = np.bincount(words)[words] >= OFTEN
    near = np.where(often, words, len(known) + shapes)
    own = np.where(often, words, len(known) + shapes + SHAPES * classes)
    sizes = np.cumsum([0, *(len(c.words) for c in chunks)])
    starts = np.concatenate([at + np.array(c.borders[:-1]) for at, c in zip(sizes[:-1], chunks, strict=True)])
    before, after = np.roll(near, 1), np.roll(near, -1)
    before[starts] = after[starts - 1] = _BORDER  # the last word of all is in front of the first
    # As one number: three words of an article of a million fit.
    kinds = len(known) + SHAPES * (CLASSES + 1)
    _, numbers = np.unique(((before + 1) * kinds + after + 1) * kinds + own, return_inverse=True)
    return np.split(numbers.astype(np.int64), sizes[1:-1])


def _new(standing: Sequence[Numbers]) -> list[bool]:
    """Whether each chunk is to be scored. `standing`: the contexts of its words."""
    met = np.zeros(1 + max(own.max() for own in standing), np.int64)
    found = []
    for i, own in enumerate(standing):
        found.append(i < READ_ANYWAY or bool((met[own] < SEEN).any()))
        if found[-1]:
            np.add.at(met, own, 1)
    return found


def _means(standing: Sequence[Numbers], scores: Sequence[Scores], wanted: Sequence[Numbers]) -> list[Scores]:
    """For chunks that were not scored the mean scores of each word's context, words × labels.

    `standing`, `scores`: of those that were; `wanted`: the contexts of those that were not.
    """
    read = np.concatenate(standing)
    needed, rows = np.unique(np.concatenate(wanted), return_inverse=True)
    place = np.searchsorted(needed, read)
    place[place == len(needed)] = 0
    at = (needed[place] == read).nonzero()[0]
    sums = np.zeros((len(needed), scores[0].shape[1]), np.float32)
    np.add.at(sums, place[at], np.concatenate(scores)[at])
    mean: Scores = (sums / np.bincount(place[at], minlength=len(needed))[:, None]).astype(np.float32)
    return np.split(mean[rows], np.cumsum([len(own) for own in wanted])[:-1])


def _plainly(word: str) -> str:
    return word if word.isalpha() else _DIGITS.sub("0", word)
