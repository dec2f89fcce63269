"""Scores of words read as spans: the best sequence of BIO labels (Viterbi)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def decode(
    scores: Scores, labels: tuple[str, ...], sentences: Sequence[int] = ()
) -> list[tuple[int, int, str, float]]:
    """Spans of a chunk, (first word, word after the last, label, probability).

    `scores`: words × labels, of which the first is O. `sentences`: the first word of each, over whose
    borders no span runs. The best sequence in which no I- follows another label's tag (Viterbi); the
    probability is the least of the span's words.
    """
    best = scores.argmax(axis=1)
    if not best.any():  # most chunks have no harm
        return []
    tags = Tags.of(labels)
    opens = np.zeros(len(best), bool)
    opens[[0, *sentences]] = True
    broken = tags.inside[best]
    broken[1:] &= opens[1:] | (tags.kind[best[1:]] != tags.kind[best[:-1]])
    if broken.any():
        for first, after in pairwise([*opens.nonzero()[0], len(best)]):
            if broken[first:after].any():
                best[first:after] = _mended(scores[first:after], best[first:after], broken[first:after], tags)
    starts = tags.begins[best].nonzero()[0]
    if not len(starts):
        return []
    outside = np.append((~tags.inside[best]).nonzero()[0], len(best))
    ends = outside[np.searchsorted(outside, starts, side="right")]
    within = best.nonzero()[0]
    shares = np.ones(len(best) + 1, np.float32)  # one more: a span may end with the chunk
    shares[within] = softmax(scores[within])[np.arange(len(within)), best[within]]
    least = np.minimum.reduceat(shares, np.column_stack((starts, ends)).ravel())[::2]
    names = [labels[i][2:] for i in best[starts]]
    return list(zip(starts.tolist(), ends.tolist(), names, least.tolist(), strict=True))


def softmax(scores: Scores) -> Scores:
    """Each label's probability: words × labels, as `scores`."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Scores = powers / powers.sum(axis=1, keepdims=True)
    return shares


@dataclass(frozen=True, slots=True)
class Tags:
    """BIO labels as arrays over them: whether one begins or goes on with a name, the kind of name, and as
    `follows` what it costs a label (row) to be followed by another (column): 0, or more than any score.
    """

    begins: NDArray[np.bool_]
    inside: NDArray[np.bool_]
    kind: NDArray[np.int64]
    follows: Scores

    @classmethod
    @lru_cache(maxsize=8)
    def of(cls, labels: tuple[str, ...]) -> Tags:
        kinds = sorted({label[2:] for label in labels})
        inside = np.array([label[0] == "I" for label in labels])
        kind = np.array([kinds.index(label[2:]) for label in labels])
        barred = inside & (kind[:, None] != kind)
        begins = np.array([label[0] == "B" for label in labels])
        return cls(begins, inside, kind, np.where(barred, np.float32(-1e9), np.float32(0)))


def _mended(
    scores: Scores, best: NDArray[np.intp], broken: NDArray[np.bool_], tags: Tags
) -> NDArray[np.intp]:
    """The best sequence of a sentence, `best` but for the names that are `broken`.

    What is no I- may follow anything. So the pieces that begin with such a tag can be mended one by one,
    unless the best sequence of one begins with an I- of its own.
    """
    starts = (~tags.inside[best]).nonzero()[0]
    if not len(starts) or starts[0]:
        return _viterbi(scores, tags)
    out = best.copy()
    for first, after in pairwise([*starts.tolist(), len(best)]):
        if broken[first:after].any():
            out[first:after] = _viterbi(scores[first:after], tags, opens=first == 0)
            if first and tags.inside[out[first]]:
                return _viterbi(scores, tags)
    return out


def _viterbi(scores: Scores, tags: Tags, *, opens: bool = True) -> NDArray[np.intp]:
    """The best sequence of tags. `opens`: whether an I- may not be the first."""
    total = scores[0] + np.where(tags.inside & opens, np.float32(-1e9), np.float32(0))
    back: list[NDArray[np.intp]] = []
    every = np.arange(len(total))
    for row in scores[1:]:
        ways = total[:, None] + tags.follows
        back.append(best := ways.argmax(axis=0))
        total = ways[best, every] + row
    path = [int(total.argmax())]
    for came_from in reversed(back):
        path.append(int(came_from[path[-1]]))
    return np.array(path[::-1], np.intp)
