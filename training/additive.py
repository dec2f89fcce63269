"""Generalized additive models with curves that only rise or only fall, and their files of weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

# Where curves bend, if nothing else is said.
CLOSENESS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.45, 0.65, 1.0)
SHRINK = 2.0


@dataclass(frozen=True)
class Shape:
    """The features, where the curve of each bends, and which way it may go: others only rise."""

    features: Sequence[str]
    bends: Mapping[str, Sequence[float]] = field(default_factory=dict)
    falling: Sequence[str] = ()
    free: Sequence[str] = ()

    def bends_of(self, feature: str) -> Sequence[float]:
        return self.bends.get(feature, CLOSENESS)

    def sign(self, feature: str) -> int:
        return -1 if feature in self.falling else 0 if feature in self.free else 1


def design(values: Array, shape: Shape) -> tuple[Array, Array, list[tuple[int, int]]]:
    """A column for each step between bends and for what is missing; the sign of its weight; its key."""
    columns, signs, keys = [np.ones(len(values))], [0], [(-1, 0)]
    for at, name in enumerate(shape.features):
        value = values[:, at]
        missing = np.isnan(value)
        for step, (low, high) in enumerate(pairwise(shape.bends_of(name)), 1):
            columns.append(np.where(missing, 0, np.clip((value - low) / (high - low), 0, 1)))
            signs.append(shape.sign(name))
            keys.append((at, step))
        columns.append(missing.astype(float))
        signs.append(0)
        keys.append((at, 0))
    return np.nan_to_num(np.column_stack(columns)), np.array(signs), keys


def fit(table: Array, same: Array, weights: Array, signs: Array, shrink_by: float = SHRINK) -> Array:
    """Logistic regression, shrunk, with the signs given: Newton's method on the weights not held at 0."""
    shrink = np.full(table.shape[1], shrink_by)
    shrink[0] = 1e-6
    found = np.zeros(table.shape[1])

    def loss(at: Array) -> float:
        z = table @ at
        return float((weights * (np.logaddexp(0, z) - same * z)).sum() + (shrink * at * at).sum() / 2)

    for _ in range(100):
        sure = 1 / (1 + np.exp(-np.clip(table @ found, -30, 30)))
        slope = table.T @ (weights * (sure - same)) + shrink * found
        bend = (table * (weights * sure * (1 - sure))[:, None]).T @ table + np.diag(shrink)
        free = ~((signs != 0) & (found * signs <= 0) & (slope * signs > 0))
        step = np.zeros_like(found)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        length, before = 1.0, loss(found)
        while length > 1e-6:
            after = found - length * step
            after[(signs != 0) & (after * signs < 0)] = 0
            if loss(after) < before:
                break
            length /= 2
        if length <= 1e-6 or abs(after - found).max() < 1e-7:
            break
        found = after
    return found


def as_toml(found: Array, keys: Sequence[tuple[int, int]], shape: Shape, head: str) -> str:
    """The file of weights."""
    by_key = dict(zip(keys, found, strict=True))
    lines = [head, f"bias = {by_key[-1, 0]:.3f}"]
    for at, name in enumerate(shape.features):
        bends = shape.bends_of(name)
        worth = np.cumsum([0.0, *(by_key[at, step] for step in range(1, len(bends)))])
        lines += [
            "",
            f"[feature.{name}]",
            f"at = [{', '.join(f'{bend:g}' for bend in bends)}]",
            f"worth = [{', '.join(f'{value:.3f}' for value in worth)}]",
            f"missing = {by_key[at, 0]:.3f}",
        ]
    return "\n".join(lines) + "\n"
