"""What the casualty scorer does not print: whether groups are right, and whether confidences are.

Statements are matched by the scorer's own pairing (SHARED/eval/score_casualties.py).
"""

from __future__ import annotations

import importlib.util
import sys
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.development import calibration_error

Record = dict[str, Any]


def extras(gold: list[Record], found: list[Record], shared: Path) -> dict[str, float]:
    """`groups F1`: over pairs of matched statements of one article, those put into one group (pairwise
    F1). `calibration error`: expected error of the confidences in ten bins, a prediction being right
    when it is paired with a counted statement; those paired with optional ones are left out."""
    scorer = load_scorer(shared)
    predictions = {record["id"]: [scorer.plain(item) for item in record["casualties"]] for record in found}
    together_both = together_gold = together_found = 0
    sure: list[tuple[float, bool]] = []
    for record in gold:
        golds, preds = record["casualties"], predictions.get(record["id"], [])
        pairs = scorer.best_pairs(golds, preds)
        for (a, b), (c, d) in combinations(pairs, 2):
            in_gold = golds[a]["group"] == golds[c]["group"]
            in_found = preds[b]["group"] == preds[d]["group"]
            together_gold += in_gold
            together_found += in_found
            together_both += in_gold and in_found
        gold_of = {b: golds[a] for a, b in pairs}
        for at, pred in enumerate(preds):
            confidence, of = pred.get("confidence"), gold_of.get(at)
            if confidence is not None and not (of and of.get("optional")):
                sure.append((confidence, of is not None))
    f1 = 2 * together_both / max(together_gold + together_found, 1)
    return {"groups F1": round(f1, 4), "calibration error": round(calibration_error(sure), 4)}


def load_scorer(shared: Path) -> ModuleType:
    path = shared / "eval" / "score_casualties.py"
    spec = importlib.util.spec_from_file_location("score_casualties", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
