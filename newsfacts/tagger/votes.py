"""One name, one label: what all mentions of a name in an article say together.

A sentence can leave open whether "Odhikar" is a man, a place or a body; the other sentences tell. The
encoder's shares of each label are added up over the mentions of a name, and the label with most takes them
all. The last word of a person's name speaks for that word alone ("Maria Arce" for "Arce"), and more than a
mention of it: a full name is seldom in doubt. On wwn-dev this is worth a point (docs/model.md).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsfacts.english.names import fold

PERSON = "PERSON"
# Dates and sums do not change what they are with their sentence; the votes are among names.
VOTED = (PERSON, "ORG", "LOC", "FAC", "NORP", "PRODUCT", "MISC")
SURNAME_WEIGHT = 1.5

LabelledSpan = tuple[int, int, str, float]


def vote(
    words: Sequence[str], spans: Sequence[LabelledSpan], shares: NDArray[np.float32], labels: Sequence[str]
) -> list[LabelledSpan]:
    """`spans`, (first token, token after the last, label, probability), each with its name's label.

    `words`: of the article. `shares`: tokens × labels, how likely each word is part of a name of `labels`.
    The probability of a span that changes its label becomes the share of the votes for it.
    """
    voted = [labels.index(label) for label in VOTED if label in labels]
    named = [span for span in spans if span[2] in VOTED]
    votes: dict[str, NDArray[np.float32]] = {}
    for (start, end, label, _), own in zip(named, _means(shares[:, voted], named), strict=True):
        _add(votes, " ".join(words[start:end]), own)
        if label == PERSON and end - start > 1:
            _add(votes, words[end - 1], SURNAME_WEIGHT * own)
    out = []
    for start, end, label, probability in spans:
        if label in VOTED:
            counted = votes[fold(" ".join(words[start:end]))]
            winner = labels[voted[int(counted.argmax())]]
            if winner != label:
                label, probability = winner, float(counted.max() / counted.sum())
        out.append((start, end, label, probability))
    return out


def _means(shares: NDArray[np.float32], spans: Sequence[LabelledSpan]) -> NDArray[np.float32]:
    """The mean share of the words of each span, spans × labels."""
    if not spans:
        return shares[:0]
    starts, ends = np.array([span[:2] for span in spans]).T
    ended = np.vstack((shares, np.zeros_like(shares[:1])))  # a span may end with the article
    sums = np.add.reduceat(ended, np.column_stack((starts, ends)).ravel())[::2]
    means: NDArray[np.float32] = sums / (ends - starts)[:, None].astype(np.float32)
    return means


def _add(votes: dict[str, NDArray[np.float32]], name: str, own: NDArray[np.float32]) -> None:
    key = fold(name)
    votes[key] = votes[key] + own if key in votes else own
