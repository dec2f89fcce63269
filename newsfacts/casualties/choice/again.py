"""What the second reading of the words around a statement says of the candidates for a slot, as features."""

from __future__ import annotations

import math
from collections.abc import Sequence

from newsfacts.casualties.choice.asked import Found
from newsfacts.casualties.choice.ranker import Candidates, Features

# A candidate that is less likely than e to this is as good as impossible.
LEAST = -8.0


def read_again(candidates: Candidates, likely: Sequence[float | None], found: Found | None) -> Candidates:
    """The candidates with how `likely` each is, as a logarithm, None where it was not read. `found`: what the
    rules found."""
    by_rules = "rules have none" if found is None else found.origin
    described = [
        {**features, **_features(log, by_rules)}
        for features, log in zip(candidates.described, likely, strict=True)
    ]
    return Candidates(candidates.spans, candidates.keys, described)


def _features(log: float | None, by_rules: str) -> Features:
    if log is None:
        return {"unread": 1.0}
    share = (max(log, LEAST) - LEAST) / -LEAST
    return {"read, log": share, "read, share": math.exp(log), f"read, log, {by_rules}": share}
