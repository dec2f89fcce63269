"""What a cell of a typed table can hold."""

from __future__ import annotations

from newsfacts.output.columns import Cell

_LEAST, _MOST = -(2**63), 2**63 - 1
LEFT_EMPTY = "numbers beyond 64 bits were left empty: their words stay in the column text"


def storable(text: str) -> str:
    """`text` as UTF-8 can have it: with ? for lone surrogates, as in files of text."""
    return text.encode("utf-8", "replace").decode("utf-8")


class Typed:
    """Cells as 64-bit databases have them; `left_empty` counts the numbers that were too large."""

    def __init__(self) -> None:
        self.left_empty = 0

    def __call__(self, value: Cell) -> Cell:
        if isinstance(value, str):
            return storable(value)
        if isinstance(value, int) and not _LEAST <= value <= _MOST:
            self.left_empty += 1
            return None
        return value

    def remarks(self, where: object) -> list[str]:
        return [f"{where}: {self.left_empty:,} {LEFT_EMPTY}"] if self.left_empty else []
