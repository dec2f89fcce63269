"""Distances between many places at once, as points on the unit sphere."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from newsfacts.gazetteer.lookup import EARTH_KM, Candidate

Numbers = npt.NDArray[np.float64]


def vector(candidate: Candidate | None) -> tuple[float, float, float]:
    """A place as a point on the unit sphere; the middle of the earth where it has none."""
    if candidate is None or candidate.latitude is None or candidate.longitude is None:
        return 0.0, 0.0, 0.0
    latitude, longitude = math.radians(candidate.latitude), math.radians(candidate.longitude)
    flat = math.cos(latitude)
    return flat * math.cos(longitude), flat * math.sin(longitude), math.sin(latitude)


def kilometres(a: Numbers, b: Numbers) -> Numbers:
    """Between points on the unit sphere, as chords are short where it matters; inf for what has no point."""
    out: Numbers = EARTH_KM * np.sqrt(np.maximum(2 - 2 * (a @ b.T), 0.0))
    out[~a.any(1)] = np.inf
    out[:, ~b.any(1)] = np.inf
    return out


def within(away: Numbers, reach: float) -> Numbers:
    """1 for the same point, less the farther off, 0 for what has none; `away` and `reach` in kilometres."""
    out: Numbers = np.exp(-away / reach)
    return out
