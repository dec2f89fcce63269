"""A form as rows of cells: what the csv and the workbook have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from newsfacts.review.fields import FIELDS, is_blank
from newsfacts.review.rows import Reviewable, ReviewRow

DECISION, ARTICLE, FACT, SENTENCE, NOTE, CONFIDENCE = (
    "decision",
    "article",
    "fact",
    "sentence",
    "note",
    "confidence",
)
DONE = "done"
_DONE_WORDS = ("yes", "y", "done", "x", "true", "1", "ok", "✓")


def is_done(cell: Any) -> bool:
    return not is_blank(cell) and str(cell).strip().lower() in _DONE_WORDS


def row_of(
    kind: str, cells: Mapping[str, Any], where: str, articles: Sequence[Reviewable]
) -> ReviewRow | None:
    """A row of a sheet; None where nothing is filled in.

    A missed fact needs no article where there is but one. Raises ValueError with `what: what to do`.
    """
    values = {field.name: cells[field.name] for field in FIELDS[kind] if field.name in cells}
    fact = None if is_blank(cells.get(FACT)) else str(cells[FACT]).strip()
    article = "" if is_blank(cells.get(ARTICLE)) else _text(cells[ARTICLE])
    if fact is None and all(map(is_blank, values.values())):
        return None
    if not article:
        if fact is not None or len(articles) != 1:
            raise ValueError("article is empty: write which article it is of")
        article = articles[0].key
    sentence = cells.get(SENTENCE)
    note = cells.get(NOTE)
    return ReviewRow(
        article,
        kind,
        fact,
        values,
        None if is_blank(cells.get(DECISION)) else _text(cells[DECISION]),
        None if is_blank(sentence) else str(sentence),
        note=None if is_blank(note) else str(note),
        where=where,
    )


def _text(cell: Any) -> str:
    """An id that is a number was made one by the program."""
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip()


def headed(header: Iterable[Any], row: Sequence[Any]) -> dict[str, Any]:
    """The cells of `row` by the names in `header`; columns without a name are left out."""
    names = [str(name or "").strip().lower().replace(" ", "_") for name in header]
    padded = [*row, *([None] * (len(names) - len(row)))]
    return {name: cell for name, cell in zip(names, padded, strict=False) if name}
