"""Which facts are shown, of those that were found."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from newsfacts.types import KINDS, ArticleFacts, Harm


@dataclass(frozen=True, slots=True)
class Picking:
    """What of the facts is wanted.

    `min_confidence`: the least; a fact whose confidence is not known (null) stays. `harms`: the kinds of harm
    of casualty figures.
    """

    min_confidence: float = 0.0
    harms: frozenset[str] = frozenset(Harm)

    def of(self, facts: ArticleFacts) -> ArticleFacts:
        """`facts` without those that are not wanted; in their order, unchanged."""
        kept: dict[str, Any] = {
            kind: tuple(fact for fact in getattr(facts, kind) if self._wants(fact)) for kind in KINDS
        }
        return replace(facts, **kept)

    def _wants(self, fact: Any) -> bool:
        sure = fact.confidence is None or fact.confidence >= self.min_confidence
        harm = getattr(fact, "kind", None) if isinstance(getattr(fact, "kind", None), Harm) else None
        return sure and (harm is None or harm in self.harms)


def with_columns(columns: Collection[str], table: Collection[str]) -> tuple[str, ...]:
    """Those of `columns` that `table` has, as they are ordered; all of `table` where none is named."""
    return tuple(column for column in columns if column in table) if columns else tuple(table)
