"""Which predicted fact is which gold one: one to one, as many pairs as can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from newsfacts.review import agree
from newsfacts.review.fields import NAMED

Record = Mapping[str, Any]
# Pairs count first, then what fits best: so that one more pair beats any better fit.
_PAIR, _FITS, _MOST_SHARED = 1_000_000, 10_000, 900


def pairs(kind: str, gold: Sequence[Record], predicted: Sequence[Record]) -> list[tuple[int, int]]:
    """Pairs of indices into `gold` and `predicted`, facts of one article, by gold.

    Entities pair by name: the predicted name is the gold's, one of its aliases or of its mentions. Figures
    pair where their kind is the same and their words overlap, or where they stand in one sentence with the
    same bounds; dates where their words overlap.
    """
    weigh = _weight_named if kind in NAMED else _weight_figure if kind == "casualties" else _weight_date
    return best_pairs(gold, predicted, weigh)


def best_pairs(
    gold: Sequence[Record], predicted: Sequence[Record], weigh: Callable[[Record, Record], int]
) -> list[tuple[int, int]]:
    """The heaviest one-to-one pairing; what weighs 0 is no pair."""
    if not gold or not predicted:
        return []
    weights = [[weigh(one, other) for other in predicted] for one in gold]
    turned = len(gold) > len(predicted)
    if turned:
        weights = [list(column) for column in zip(*weights, strict=True)]
    found = [(row, column) for row, column in enumerate(_assign(weights)) if weights[row][column] > 0]
    return sorted((column, row) if turned else (row, column) for row, column in found)


def names_of(fact: Record) -> set[str]:
    """All names of an entity, as they are compared."""
    forms = (fact["name"], *fact["aliases"], *(mention["text"] for mention in fact["mentions"]))
    return {agree.name(form) for form in forms} - {""}


def _weight_named(gold: Record, predicted: Record) -> int:
    own = agree.name(predicted["name"])
    if own not in names_of(gold):
        return 0
    return (
        _PAIR
        + _FITS * (own == agree.name(gold["name"]))
        + min(_shared_mentions(gold, predicted), _MOST_SHARED)
    )


def _shared_mentions(gold: Record, predicted: Record) -> int:
    spans = {(mention["start"], mention["end"]) for mention in gold["mentions"]}
    return len(spans & {(mention["start"], mention["end"]) for mention in predicted["mentions"]})


def _weight_figure(gold: Record, predicted: Record) -> int:
    if gold["kind"] != predicted["kind"]:
        return 0
    same = (gold["min"], gold["max"]) == (predicted["min"], predicted["max"])
    shared = _overlap(gold, predicted)
    inside = gold["sentence"]["start"] <= predicted["start"] and predicted["end"] <= gold["sentence"]["end"]
    if not shared and not (same and inside):
        return 0
    return _PAIR + _FITS * same + min(shared, _MOST_SHARED)


def _weight_date(gold: Record, predicted: Record) -> int:
    shared = _overlap(gold, predicted)
    same = (gold["start"], gold["end"]) == (predicted["start"], predicted["end"])
    return _PAIR + _FITS * same + min(shared, _MOST_SHARED) if shared else 0


def _overlap(one: Record, other: Record) -> int:
    return max(0, int(min(one["end"], other["end"])) - int(max(one["start"], other["start"])))


def _assign(weights: Sequence[Sequence[int]]) -> list[int]:
    """The column of each row so that the sum is greatest; no more rows than columns.

    The Hungarian algorithm with potentials (Kuhn 1955; Jonker and Volgenant 1987): rows² · columns steps.
    """
    rows, columns = len(weights), len(weights[0])
    far = float("inf")
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of, before = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0], column = row, 0
        lowest, used = [far] * (columns + 1), [False] * (columns + 1)
        while row_of[column]:
            used[column] = True
            owner, step, following = row_of[column], far, 0
            for other in range(1, columns + 1):
                if used[other]:
                    continue
                cost = -weights[owner - 1][other - 1] - row_price[owner] - column_price[other]
                if cost < lowest[other]:
                    lowest[other], before[other] = cost, column
                if lowest[other] < step:
                    step, following = lowest[other], other
            for other in range(columns + 1):
                if used[other]:
                    row_price[row_of[other]] += step
                    column_price[other] -= step
                else:
                    lowest[other] -= step
            column = following
        while column:
            row_of[column] = row_of[before[column]]
            column = before[column]
    chosen = [0] * rows
    for column in range(1, columns + 1):
        if row_of[column]:
            chosen[row_of[column] - 1] = column - 1
    return chosen
