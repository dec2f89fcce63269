"""What the second reading of the words around a statement says of the candidates for a slot, as features."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from newsfacts.casualties.choice.ranker import Candidates, Features

# A candidate that is less likely than e to this is as good as impossible.
LEAST = -8.0


def read_again(candidates: Candidates, likely: Sequence[float | None], found: Any | None) -> Candidates:
    """The candidates with how `likely` each is, as a logarithm, None where it was not read. `found`: what the
    rules found."""
    described = [
        {**features, **_features(log, found is not None)}
        for features, log in zip(candidates.described, likely, strict=True)
    ]
    return Candidates(candidates.spans, candidates.keys, described)


def _features(log: float | None, found: bool) -> Features:
    if log is None:
        return {"unread": 1.0}
    features = {"read, log": (max(log, LEAST) - LEAST) / -LEAST, "read, share": math.exp(log)}
    if not found:
        features |= {f"{name}, rules have none": value for name, value in features.items()}
    return features
