"""Chunks of the same few words in ever another order, as no article has them: days, tags, runs of "Mr.".

A hundred of them are scored. The rest take, word by word, what the word was in those on average: it tells
nothing new, and a megabyte of it would take the network minutes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

from newsfacts.tagger.decode import Scores

KeyT = TypeVar("KeyT")

MOST_ALIKE = 100
_DIGITS = re.compile(r"\d+")


def alike(chunks: Mapping[KeyT, Sequence[str]]) -> list[tuple[list[KeyT], list[KeyT]]]:
    """The keys of more than MOST_ALIKE chunks that have the same words, any number being one: for each such
    set of words the first MOST_ALIKE of its chunks, and the rest. `chunks`: their words.
    """
    if len(chunks) <= MOST_ALIKE:  # nearly all articles
        return []
    groups: dict[frozenset[str], list[KeyT]] = {}
    for key, words in chunks.items():
        groups.setdefault(frozenset(_plainly(words)), []).append(key)
    many = (group for group in groups.values() if len(group) > MOST_ALIKE)
    return [(group[:MOST_ALIKE], group[MOST_ALIKE:]) for group in many]


def _plainly(words: Sequence[str]) -> list[str]:
    return [_DIGITS.sub("0", word) for word in words]


class Means:
    """What each word was in chunks on average. `words`, `scores`: of each chunk, words × labels."""

    def __init__(self, words: Sequence[Sequence[str]], scores: Sequence[Scores]) -> None:
        self._row: dict[str, int] = {}
        rows = [self._row.setdefault(word, len(self._row)) for chunk in words for word in _plainly(chunk)]
        sums = np.zeros((len(self._row), scores[0].shape[1]), np.float32)
        np.add.at(sums, rows, np.concatenate(scores))
        self._means: Scores = (sums / np.bincount(rows)[:, None]).astype(np.float32)

    def of(self, words: Sequence[str]) -> Scores:
        """The scores of a chunk of these words, words × labels."""
        scores: Scores = self._means[[self._row[word] for word in _plainly(words)]]
        return scores
