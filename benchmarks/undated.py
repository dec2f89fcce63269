"""How well undated articles are dated: the day, the year and the range worked out of their own words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from newsfacts.doc.datelines import dateline_dates

Record = dict[str, Any]
NEAR_DAYS = 3  # how far a day that is given may be off


def undated(gold: Record) -> Record:
    """The article without anything that tells its day from outside, and without its dateline."""
    text = gold["text"]
    for span in reversed(dateline_dates(text)):
        text = text[: span.start] + " - " + text[span.end :]
    return {"id": gold["id"], "text": text}


def scores(gold: list[Record], found: list[Record], shared: Path) -> dict[str, float]:
    """Shares of the articles for which a day, a year, a range is claimed, and of these the right ones.

    1 where nothing is claimed.
    """
    days = {row["id"]: date.fromisoformat(row["published"]) for row in gold}
    claims = [(days[row["id"]], row["published"]) for row in found]
    with_day = [
        abs((date.fromisoformat(told["date"]) - day).days) <= NEAR_DAYS
        for day, told in claims
        if len(told["date"] or "") == len("2024-09-02")
    ]
    with_year = [told["date"][:4] == f"{day.year:04}" for day, told in claims if told["date"]]
    ranges = [(day, told) for day, told in claims if told["earliest"]]
    inside = [told["earliest"] <= day.isoformat() <= told["latest"] for day, told in ranges]
    exact = [day.isoformat() != told["date"] for day, told in ranges if told["earliest"] == told["latest"]]
    return {
        "a day is given": _share(with_day, len(claims)),
        f"of these within {NEAR_DAYS} days": _right(with_day),
        "a year is given": _share(with_year, len(claims)),
        "of these right": _right(with_year),
        "a range is given": _share(ranges, len(claims)),
        "of these holding the day": _right(inside),
        "claimed exact and right": _right([not wrong for wrong in exact]),
    }


def _share(some: list[Any], of: int) -> float:
    return round(len(some) / of, 4) if of else 0.0


def _right(answers: list[bool]) -> float:
    return round(sum(answers) / len(answers), 4) if answers else 1.0
