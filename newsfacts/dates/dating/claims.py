"""What the weights of all days allow to be said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from newsfacts.dates.dating.days import Weights, every_day, table


@dataclass(frozen=True, slots=True)
class Dating:
    """When an article was published, as far as its words tell: EDTF (day, month or year; None where only the
    range is known), the first and last day that it can be of, and how sure `value` is, 0 to 1."""

    value: str | None
    earliest: date
    latest: date
    confidence: float


def claim(weights: Weights) -> Dating | None:
    """What the weights of all days allow to be said."""
    rules, calendar = table("claims"), every_day()
    mass = np.exp(weights - weights.max())
    mass /= mass.sum()
    first, last = _range(mass, rules["day_held"])
    value, confidence = _value(mass, rules, last - first + 1)
    if value is None:
        first, last = _range(mass, rules["range"])
    if value is not None and len(value) < len("2024-09-02"):  # the range is that of the year, or the month
        own = (calendar.year == int(value[:4])) & (
            (len(value) == 4) | (calendar.month == int(value[5:7] or 1))
        )
        first, last = _range(np.where(own, mass, 0.0) / mass[own].sum(), rules["range"])
    if last - first > rules["widest"]:
        return None
    if first == last:  # never claimed to the day: what is inferred may be off
        first, last = max(first - 1, 0), min(last + 1, len(mass) - 1)
    earliest, latest = (date.fromordinal(int(calendar.ordinal[place])) for place in (first, last))
    return Dating(value, earliest, latest, round(confidence, 2))


def _value(mass: Weights, rules: dict[str, Any], days: int) -> tuple[str | None, float]:
    calendar, reach = every_day(), rules["day_reach"]
    window = np.convolve(mass, np.ones(2 * reach + 1), mode="same")
    best = int(mass.argmax())
    if window[best] >= rules["day"] and days <= rules["day_range"]:
        return date.fromordinal(int(calendar.ordinal[best])).isoformat(), float(window[best])
    months = np.bincount(calendar.year * 12 + calendar.month - 1, weights=mass)
    if months.max() >= rules["month"]:
        year, month = divmod(int(months.argmax()), 12)
        return f"{year:04}-{month + 1:02}", float(months.max())
    years = np.bincount(calendar.year, weights=mass)
    if years.max() >= rules["year"]:
        return f"{int(years.argmax()):04}", float(years.max())
    return None, 0.0


def _range(mass: Weights, share: float) -> tuple[int, int]:
    """The places of the first and last day of the shortest stretch that holds `share` of all, near enough:
    as much is left out before it as behind."""
    total = np.cumsum(mass)
    rest = (1 - share) / 2
    return int(np.searchsorted(total, rest)), min(int(np.searchsorted(total, 1 - rest)), len(mass) - 1)
