"""What fields of the output mean: for people, and for the JSON Schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Note:
    """What a field means, for people; `limits`: further keywords of JSON Schema."""

    text: str
    limits: tuple[tuple[str, Any], ...] = ()
