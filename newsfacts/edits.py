"""What a person did to facts: fields of the types of facts, and of an article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EditHow(StrEnum):
    CHANGED = "changed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person did to a fact. `fields`: those changed, by their names in the JSON; all of one added.

    `by`, `on`: who, and on which day (ISO), as far as that was said.
    """

    how: EditHow
    by: str | None = None
    on: str | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """That a person went through an article, and what became of its facts.

    `done`: the whole article was looked at, so that what is not there is not in its text. Facts without a
    decision count as `unmarked`.
    """

    done: bool
    accepted: int
    changed: int
    added: int
    rejected: int
    unmarked: int
    by: str | None = None
    on: str | None = None
