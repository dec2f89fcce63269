"""Text all in capitals or all in small letters, which has a network of its own.

The word pieces have no case: what a word has is told by its shape alone (`shapes.SHAPES`). Where no word of
a chunk tells, it is read in small letters, capitals or not, by layers that learned from such text alone
(`training/caseless.py`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from newsfacts.tagger.shapes import INITIAL, LOWER, TITLE, UPPER

Inputs = dict[str, NDArray[np.int64]]


def without_case(shapes: NDArray[np.int64]) -> bool:
    """Whether words of such shapes tell nothing by their case."""
    found = np.bincount(shapes, minlength=UPPER + 1)
    return not found[TITLE] and bool(found[LOWER]) != bool(found[UPPER])


def in_small_letters(inputs: Inputs) -> Inputs:
    """The inputs of a chunk without case as those of the same words in small letters."""
    shapes = inputs["shapes"]
    return {**inputs, "shapes": np.where((shapes == UPPER) | (shapes == INITIAL), LOWER, shapes)}
