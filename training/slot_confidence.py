"""How sure each slot of a casualty figure is: fits `sure.toml` of `newsfacts/casualties/choice`, for
`training.slots`.

A slot is right as the scorer of corpora/casualties has it. Fitted on the tuned articles, on choices made out
of fold; prints the expected calibration error and the share right by bins of confidence, also set aside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.development import calibration_error
from newsfacts.casualties.choice.ranker import Features

PENALTY = 1.0
LEAST_SEEN = 10
STEPS = 20


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot that was filled: what tells for it, whether it is right, whether its article is set aside."""

    features: Features
    right: bool
    aside: bool


def fit(name: str, filled: Sequence[Filled]) -> dict[str, float]:
    """The weights of the slot `name`; prints how reliable they are set aside."""
    tuned = [one for one in filled if not one.aside]
    seen = Counter(key for one in tuned for key, value in one.features.items() if value)
    names = sorted(key for key in seen if seen[key] >= LEAST_SEEN)
    matrix = np.array([[one.features.get(key, 0.0) for key in names] for one in tuned])
    right = np.array([one.right for one in tuned], dtype=float)
    weights = np.zeros(len(names))
    free = np.array([0.0 if key in ("one", "likely") else PENALTY for key in names])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (right - likely) - free * weights
        curve = (matrix * (likely * (1 - likely))[:, None]).T @ matrix + np.diag(free + 1e-6)
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if abs(step).max() < 1e-4:
            break
    found = {key: float(value) for key, value in zip(names, weights, strict=True)}
    for part, kept in (("tuned", tuned), ("set aside", [one for one in filled if one.aside])):
        _report(f"{name}, {part}", kept, found)
    return found


def _report(name: str, filled: Sequence[Filled], weights: dict[str, float]) -> None:
    pairs = []
    for one in filled:
        total = sum(value * weights.get(key, 0.0) for key, value in one.features.items())
        pairs.append((float(1 / (1 + np.exp(-total))), one.right))
    print(f"  {name}: {len(pairs)} filled, expected calibration error {calibration_error(pairs):.3f}")
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        inside = [pair for pair in pairs if low <= pair[0] < high]
        if inside:
            told, right = (np.mean([pair[at] for pair in inside]) for at in (0, 1))
            print(f"    {low:.1f}-{min(high, 1.0):.1f}: {len(inside)}, told {told:.2f}, right {right:.2f}")


def write(path: Path, tables: dict[str, dict[str, float]]) -> None:
    lines = ["# What speaks for a slot being right, in thousandths. Written by training/slots.py.\n"]
    for slot, weights in tables.items():
        lines.append(f"\n[{slot}]\n")
        lines += [f'"{name}" = {round(value * 1000)}\n' for name, value in sorted(weights.items())]
    path.write_text("".join(lines), "utf-8")
