"""What the words of a line and the lines around it say where no rule is sure: a small linear model.

Logistic regression over words, pairs of words, shape and neighbours. `training/furniture.py` fits it to the
made-up pages of the tests, with paragraphs of real articles as what is no furniture; its weights are data
(`furniture/weights.toml`). It runs after the rules and only adds lines of which it is very sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, repeat

from newsfacts.furniture.bylines import is_stamp
from newsfacts.furniture.lines import Unit
from newsfacts.rules import read

# Weights are kept as whole hundredths.
SCALE = 100
MAX_CHARS = 400
MAX_WORDS = 45
NEAR_LINES = 2

TOKEN = re.compile(r"[^\W\d_](?:[\w'’]*\w)?|\d+|[^\w\s]")
_STOP = re.compile(r"[.!?…][\"”’'\])]*\s*$")
_QUOTE = re.compile(r"[“”\"«]")
_SAID = re.compile(r"\b(?:said|says|told|asked|wrote|added)\b")


def features(units: Sequence[Unit], marked: Sequence[bool], index: int) -> Iterator[str]:
    """What is known of the line `index` of a page, of whose lines the rules have `marked` some."""
    unit = units[index]
    text = unit.text[:MAX_CHARS]
    tokens = ["#" if token[0].isdigit() else token.lower() for token in TOKEN.findall(text)]
    if "’" in text:
        tokens = [token.replace("’", "'") for token in tokens]
    yield from dict.fromkeys(tokens)
    yield from dict.fromkeys(map(" ".join, pairwise(tokens)))
    if tokens:
        yield f"first:{tokens[0]}"
    yield f"length:{min(6, (len(tokens) + 1).bit_length())}"
    yield "stop:yes" if _STOP.search(text) else "stop:no"
    if _QUOTE.search(text):
        yield "has:quote"
    if unit.speaks:
        yield "has:reader"
    if _SAID.search(text):
        yield "has:said"
    above = sum(marked[max(0, index - NEAR_LINES) : index])
    below = sum(marked[index + 1 : index + 1 + NEAR_LINES])
    yield f"above:{above}"
    yield f"below:{below}"
    yield f"between:{above > 0}-{below > 0}"
    yield f"quarter:{4 * index // len(units)}"


def likely(units: Sequence[Unit]) -> list[int]:
    """The lines that no rule took and the model is sure to be furniture."""
    weights, threshold = _model()
    marked = [unit.reason is not None for unit in units]
    return [
        index
        for index, unit in enumerate(units)
        if unit.reason is None
        and not unit.piece
        and unit.words <= MAX_WORDS
        and not is_stamp(unit.text)
        and sum(map(weights.get, features(units, marked, index), repeat(0))) > threshold
    ]


@cache
def _model() -> tuple[dict[str, int], int]:
    data = read("furniture/weights")
    return data["weights"], data["threshold"] - data["intercept"]
