"""A choice among candidates, by the sum of what their features weigh.

A conditional logit (McFadden 1974): the probability of a candidate is the share of the exponential of its
score. That there is none is a candidate too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from operator import mul
from typing import Protocol

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
    total: float = sum(map(mul, features.values(), map(weighs.get, features, repeat(0.0))))
    return total


def kept(features: Mapping[str, float | bool]) -> Features:
    """The features that are there, as numbers: what is 0 or false weighs nothing."""
    return {name: float(value) for name, value in features.items() if value}


def probabilities(described: Sequence[Features], weighs: Mapping[str, float]) -> list[float]:
    """How likely each candidate is to be the right one, given its features; they sum to 1."""
    scores = [score(features, weighs) for features in described]
    top = max(scores)
    shares = [math.exp(one - top) for one in scores]
    total = sum(shares)
    return [share / total for share in shares]


class Around:
    """What stands around each candidate, whatever the statement, under names that begin with how it stands to
    that ("same, front in"); described once. `describe`: gives the features of a candidate by its number."""

    def __init__(self, describe: Callable[[int], Mapping[str, float | bool]]) -> None:
        self._describe = describe
        self._plain: dict[int, Features] = {}
        self._named: dict[tuple[int, str], Features] = {}

    def __call__(self, k: int, side: str) -> Features:
        if (k, side) not in self._named:
            if k not in self._plain:
                self._plain[k] = kept(self._describe(k))
            self._named[k, side] = {f"{side}, {name}": value for name, value in self._plain[k].items()}
        return self._named[k, side]


OWN = "own"  # the feature of what the rules found


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may fill a slot, that nothing does the first. `keys`: what each means; candidates that mean the
    same stand for one another ("Torvik" here and there)."""

    spans: Sequence[CharSpan | None]
    keys: Sequence[Hashable]
    described: Sequence[Features]


class Choice(Protocol):
    """The candidates for a slot of the statements of an article, these by number."""

    def candidates(self, at: int) -> Candidates: ...

    def margin(self, at: int, candidates: Candidates) -> float:
        """By how much another must be likelier than what the rules found."""


def choose(choice: Choice, name: str, asked: Iterable[bool]) -> list[Chosen | None]:
    """What is chosen for each statement, in order; None for those not `asked`."""
    made: list[Chosen | None] = []
    for at, wanted in enumerate(asked):
        if not wanted:
            made.append(None)
            continue
        candidates = choice.candidates(at)
        made.append(chosen(candidates, name, margin=choice.margin(at, candidates)))
    return made


def chosen(candidates: Candidates, name: str, *, margin: float) -> Chosen:
    """The likeliest of what the candidates mean, in its likeliest words; of equals the first.

    What the rules found stands unless something else is likelier by `margin`.
    """
    return chosen_of(candidates, probabilities(candidates.described, weights(name)), margin=margin)


def chosen_of(candidates: Candidates, likely: Sequence[float], *, margin: float) -> Chosen:
    """Likewise, given how likely each candidate is."""
    shares: dict[Hashable, float] = {}
    for key, one in zip(candidates.keys, likely, strict=True):
        shares[key] = shares.get(key, 0.0) + one
    order = sorted(shares, key=lambda key: -shares[key])  # stable: of equals the first
    best = order[0]
    own = next((at for at, features in enumerate(candidates.described) if OWN in features), None)
    if own is not None and shares[best] - shares[candidates.keys[own]] < margin:
        best = candidates.keys[own]
    spans = {key: candidates.spans[_likeliest(candidates, likely, key, own)] for key in order[:4]}
    if best not in spans:
        spans[best] = candidates.spans[_likeliest(candidates, likely, best, own)]
    others = tuple((spans[key], round(shares[key], 3)) for key in order[:4] if key != best)
    return Chosen(spans[best], round(shares[best], 3), others[:3])


def _likeliest(candidates: Candidates, likely: Sequence[float], key: Hashable, own: int | None) -> int:
    """Which of the candidates that mean `key` is told: that of the rules, else the likeliest."""
    same = [at for at, other in enumerate(candidates.keys) if other == key]
    return own if own in same else max(same, key=lambda at: (likely[at], -at))
