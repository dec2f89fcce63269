"""How sure each slot of a figure is: a logistic regression over how it was filled (`sure.toml`).

A chosen slot's own probability is calibrated so (Platt 1999), on choices made out of fold; for who was harmed
and who says so, which are not chosen, it counts how the sentence tells of the harm and where the words stand.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from newsfacts.casualties.choice.asked import Asked, Found
from newsfacts.casualties.choice.ranker import Chosen, Features, score
from newsfacts.casualties.choice.told import Told
from newsfacts.casualties.choice.words import content, word_list
from newsfacts.rules import read
from newsfacts.types import CharSpan, SlotConfidence

CHOSEN = ("place", "date", "cause")
# A probability further from 0 or 1 tells no more.
_EDGE = 0.01


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    """By slot, what each feature weighs; in the file in thousandths."""
    tables = read("casualties/choice/sure")
    return {
        slot: {feature: value / 1000 for feature, value in weighs.items()} for slot, weighs in tables.items()
    }


def sureness(told: Told, asked: Asked, chosen: Mapping[str, Chosen]) -> SlotConfidence:
    """How sure each slot of a statement is, None where it has none. `chosen`: the choice by slot."""
    sure = {}
    for slot, weighs in _weights().items():
        features = described(told, asked, slot, chosen.get(slot))
        if features is not None:
            sure[slot] = round(1 / (1 + math.exp(-score(features, weighs))), 3)
    return SlotConfidence(**sure)


def described(told: Told, asked: Asked, slot: str, chosen: Chosen | None) -> Features | None:
    """What tells for and against a slot; None where it is empty."""
    if slot in CHOSEN:
        return of_choice(getattr(asked, slot), chosen)
    span = asked.victims if slot == "victims" else asked.attribution
    return None if span is None else of_words(told, asked, span)


def of_choice(found: Found | None, chosen: Chosen | None) -> Features | None:
    if chosen is None or chosen.span is None:
        return None
    likely = min(max(chosen.probability, _EDGE), 1 - _EDGE)
    by_rules = found is not None and found.span == chosen.span
    return {
        "one": 1.0,
        "likely": math.log(likely / (1 - likely)),
        f"found {found.origin}" if found is not None and by_rules else "chosen": 1.0,
        "overruled": float(found is not None and not by_rules),
    }


def of_words(told: Told, asked: Asked, span: CharSpan) -> Features:
    words = span.of(told.text)
    return {
        "one": 1.0,
        f"told {asked.told}": 1.0,
        f"of {asked.kind}": 1.0,
        "lone": float(asked.lone),
        "elsewhere": float(told.sentence_of(span) != told.sentence_of(asked.span)),
        "before": float(span.start < asked.at.start),
        "a pronoun": float(words.lower() in word_list("pronouns")),
        "a name": float(words[:1].isupper()),
        "long": float(len(content(words)) > 4),
    }
