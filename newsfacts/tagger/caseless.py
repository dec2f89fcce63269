"""Text all in capitals or all in small letters, read as if it had case.

The word pieces have no case: what a word has is told by its shape alone (`encoder.SHAPES`). Where no word of
a chunk tells, it is read in small letters, in capitals, and once more with a capital where these two readings
believe in a name; the three are averaged (docs/model.md has what that is worth). A list of how words are
mostly written does worse: the network knows that, and more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from newsfacts.tagger.decode import Scores, softmax

Inputs = dict[str, NDArray[np.int64]]

LOWER, TITLE, UPPER, INITIAL = 1, 2, 3, 4  # of encoder.SHAPES
# How likely a word must be in a name to get a capital; .15 and .5 do not do better.
LEAST_NAME = 0.3


def without_case(shapes: NDArray[np.int64]) -> bool:
    """Whether words of such shapes tell nothing by their case."""
    found = np.bincount(shapes, minlength=UPPER + 1)
    return not found[TITLE] and bool(found[LOWER]) != bool(found[UPPER])


def read(inputs: Inputs, borders: Sequence[int], names: slice, network: Callable[[Inputs], Scores]) -> Scores:
    """The scores of a chunk without case, words × labels of all heads.

    `inputs` and `borders`: as of `encoder.Chunk`. `names`: the columns of the head of names, the first O.
    `network`: what scores inputs.
    """
    shapes = inputs["shapes"]
    initial = shapes == INITIAL  # of a name, or the article "A"
    lettered = (shapes == LOWER) | (shapes == UPPER)
    small = network({**inputs, "shapes": np.where(lettered | initial, LOWER, shapes)})
    capitals = network({**inputs, "shapes": np.where(lettered, UPPER, shapes)})
    both = (small + capitals) / np.float32(2)
    title = 1 - softmax(both[:, names])[:, 0] > LEAST_NAME
    title[list(borders[:-1])] = True
    pieces = np.diff(inputs["first"], append=len(shapes) - 1)  # of each word
    titled = np.concatenate(([False], np.repeat(title, pieces), [False]))
    named = np.where(lettered, TITLE, shapes)
    restored = network(
        {
            **inputs,
            "shapes": np.where(titled, named, np.where(lettered | initial, LOWER, shapes)),
            "lexicon": np.where(titled, inputs["lexicon"], 0),
        }
    )
    return (small + capitals + restored) / np.float32(3)
