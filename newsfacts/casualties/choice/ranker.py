"""A choice among candidates, by the sum of what their features weigh.

A conditional logit (McFadden 1974): the probability of a candidate is the share of the exponential of its
score. That there is none is a candidate too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from newsfacts.rules import read
from newsfacts.types import CharSpan

Features = dict[str, float]

SAME = "same"  # the feature of what stands in the same sentence


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen. `span`: None where the article does not tell. `probability`: 0 to 1. `others`: the
    candidates passed over, the likeliest first, with theirs."""

    span: CharSpan | None
    probability: float
    others: tuple[tuple[CharSpan | None, float], ...] = ()


@cache
def weights(name: str) -> Mapping[str, float]:
    """What each feature weighs, by the file `NAME.toml` beside this module, there in thousandths."""
    return {feature: value / 1000 for feature, value in read(f"casualties/choice/{name}")["weights"].items()}


def score(features: Features, weighs: Mapping[str, float]) -> float:
    return sum(value * weighs.get(name, 0.0) for name, value in features.items())


def probabilities(described: Sequence[Features], weighs: Mapping[str, float]) -> list[float]:
    """How likely each candidate is to be the right one, given its features; they sum to 1."""
    scores = [score(features, weighs) for features in described]
    top = max(scores)
    shares = [math.exp(one - top) for one in scores]
    total = sum(shares)
    return [share / total for share in shares]


# What stands in the statement's own sentence, where the rules passed it over, must be likelier than not.
# Swept 0, .5, .7, .8: the same share right on the tuned articles, fewer days of a statement or a showing.
LEAST_BESIDE = 0.5


def chosen(spans: Sequence[CharSpan | None], described: Sequence[Features], name: str) -> Chosen:
    """The likeliest of `spans`; of equals the first."""
    likely = probabilities(described, weights(name))
    order = sorted(range(len(spans)), key=lambda at: (-likely[at], at))
    best = next(at for at in order if SAME not in described[at] or likely[at] >= LEAST_BESIDE)
    others = tuple((spans[at], round(likely[at], 3)) for at in order[:4] if at != best)
    return Chosen(spans[best], round(likely[best], 3), others[:3])
