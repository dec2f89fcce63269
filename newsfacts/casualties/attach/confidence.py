"""How often a figure of each sort is right; the sorts and the counts are `casualties/confidence.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from newsfacts.casualties.figure import Figure, Shape, Trait
from newsfacts.rules import load


@dataclass(frozen=True, slots=True)
class ConfidenceRule:
    """A table of `casualties/confidence.toml`; see the head of that file."""

    id: str
    source: str
    confidence: float
    right: int
    counted: int
    agrees: bool = False
    doubt: bool = False


def confidence(figure: Figure, *, agrees: bool) -> float | None:
    """How sure a figure of the rules is. `agrees`: whether the tagger marks its words with its kind."""
    source = "number" if figure.shape is Shape.NUMBER else "phrase"
    doubt = Trait.VIOLENT in figure.traits and source == "phrase" and not agrees
    return _confidences().get((source, agrees, doubt))


@cache
def _confidences() -> dict[tuple[str, bool, bool], float]:
    rules = load("casualties/confidence", ConfidenceRule).values()
    return {(rule.source, rule.agrees, rule.doubt): rule.confidence for rule in rules}
