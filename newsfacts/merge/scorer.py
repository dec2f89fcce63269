"""How sure two articles are of one event: a sum of what each feature is worth, as a probability.

A generalized additive model (Hastie and Tibshirani 1986): `weights.toml` has a curve for each feature,
straight between its points, that only rises (or, of what sets apart, falls). `training.stories` makes it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from newsfacts.merge.features import FEATURES, Features
from newsfacts.rules import read


@dataclass(frozen=True, slots=True)
class Curve:
    """What a feature is worth: `worth` at the points `at`, straight between; `missing` where nobody tells."""

    at: tuple[float, ...]
    worth: tuple[float, ...]
    missing: float

    def of(self, value: float | None) -> float:
        if value is None:
            return self.missing
        right = bisect_right(self.at, value)
        if right == 0 or right == len(self.at):
            return self.worth[min(right, len(self.at) - 1)]
        low, high = self.at[right - 1], self.at[right]
        share = (value - low) / (high - low)
        return self.worth[right - 1] * (1 - share) + self.worth[right] * share


@dataclass(frozen=True, slots=True)
class Scorer:
    """`curves`: in the order of the features."""

    bias: float
    curves: tuple[Curve, ...]

    def worths(self, features: Features) -> list[float]:
        """What each feature adds."""
        return [curve.of(value) for curve, value in zip(self.curves, features, strict=True)]

    def probability(self, features: Features) -> float:
        """How sure, 0 to 1, that a pair with these features is of one event."""
        return 1 / (1 + exp(-(self.bias + sum(self.worths(features)))))


@cache
def scorer() -> Scorer:
    """The trained one."""
    return read_scorer("merge/weights", FEATURES)


def read_scorer(name: str, features: Sequence[str]) -> Scorer:
    """The weights in the file `name`, a curve for each of `features`."""
    data = read(name)
    return Scorer(data["bias"], tuple(_curve(data["feature"][feature]) for feature in features))


def _curve(data: dict[str, Sequence[float]]) -> Curve:
    return Curve(tuple(data["at"]), tuple(data["worth"]), float(data["missing"]))  # type: ignore[arg-type]
