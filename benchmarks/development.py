"""What training and measuring share: reading a development set, its part set aside, calibration."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of gzipped JSON Lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def set_aside(article_id: str, one_in: int = 3) -> bool:
    """Whether an article of a development set is kept aside while tuning: one in so many, by hash."""
    return fold_of(article_id, one_in) == 0


def fold_of(article_id: str, folds: int) -> int:
    """The part, 0 to `folds` - 1, that an article falls into by hash."""
    return int(hashlib.sha1(article_id.encode()).hexdigest(), 16) % folds


def calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error (Naeini et al. 2015) with bins of equal width; 0 without any pair."""
    total = 0.0
    for low in range(bins):
        inside = [(p, ok) for p, ok in pairs if min(int(p * bins), bins - 1) == low]
        total += abs(sum(p for p, _ in inside) - sum(ok for _, ok in inside))
    return total / max(len(pairs), 1)
