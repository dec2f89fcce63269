"""Sums told in two currencies, as evidence of the year: what a dollar cost (`exchange.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import hypot, log

import numpy as np

from newsfacts.dates.dating.days import Weights, every_day, table
from newsfacts.rules import load

FIRST_YEAR = 1999  # of the rates


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency of exchange.toml; the file's head says what the rates are."""

    id: str
    words: tuple[str, ...]
    rates: tuple[float, ...]


_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALE = "|".join(_SCALES)
_SUM = r"(?P<{0}>\d[\d,]{{0,17}}(?:\.\d{{1,6}})?)(?:[ -](?P<{0}_scale>" + _SCALE + r"))?"


def exchanged(small: str) -> Weights | None:
    """The half years in which the sums told in two currencies were worth the same; None without any."""
    known = _by_word()
    if "$" not in small:
        return None
    weights = None
    for match in {match[0]: match for match in _pattern().finditer(small)}.values():
        here, dollars = _amount(match, "sum"), _amount(match, "dollars")
        currencies = known.get(match["word"] or match["sign"], ())
        if not here or not dollars:
            continue
        own = [each for one in currencies if (each := _likely(one, log(here / dollars), match)) is not None]
        if own:
            best = np.max(own, axis=0)
            weights = best if weights is None else np.minimum(weights, best)
    return weights


def _likely(currency: Currency, rate: float, match: re.Match[str]) -> Weights | None:
    """How likely the logarithm of a rate is on every day; None where it never was near that."""
    rules, calendar = table("money"), every_day()
    rates = np.array(currency.rates)
    known = rates > 0
    means = np.log(np.where(known, rates, 1.0))
    if np.abs(means[known] - rate).min() > rules["strange"]:
        return None
    spread = hypot(rules["spread"], _rounded(match["dollars"]), _rounded(match["sum"]) / 2)
    halves = np.where(
        known, np.maximum(-0.5 * ((means - rate) / spread) ** 2, rules["most"]), rules["unknown"]
    )
    place = (calendar.year - FIRST_YEAR) * 2 + (calendar.month > 6)
    inside = (place >= 0) & (place < len(halves))
    weights: Weights = np.where(inside, halves[np.clip(place, 0, len(halves) - 1)], rules["unknown"])
    return weights


def _rounded(number: str) -> float:
    """How far the last digit of a number may be off, as a share of it: "4.35" 0.0006, "48" 0.006."""
    digits = number.replace(",", "")
    last = 10.0 ** -len(digits.partition(".")[2]) if "." in digits else 1.0
    if "." not in digits:
        last *= 10.0 ** (len(digits) - len(digits.rstrip("0")))
    return 0.29 * last / max(float(digits), 1e-9)


def _amount(match: re.Match[str], name: str) -> float:
    scale = match[f"{name}_scale"]
    return float(match[name].replace(",", "")) * _SCALES.get(scale or "", 1.0)


@cache
def _by_word() -> dict[str, tuple[Currency, ...]]:
    known: dict[str, tuple[Currency, ...]] = {}
    for currency in load("dates/exchange", Currency).values():
        for word in currency.words:
            known[word] = (*known.get(word, ()), currency)
    return known


@cache
def _pattern() -> re.Pattern[str]:
    """ "21 billion pesos ($1.15 billion)", "£30m" is left out: its scale is no word."""
    words = sorted((word for word in _by_word() if word[0].isalpha()), key=len, reverse=True)
    signs = "".join(word for word in _by_word() if not word[0].isalpha())
    return re.compile(
        rf"(?:(?P<sign>[{signs}]) ?)?{_SUM.format('sum')}(?: (?P<word>{'|'.join(words)}))?"
        rf" \((?:about |around |roughly |some |nearly |approximately |over |more than |or |us)*"
        rf"\${_SUM.format('dollars')}"
    )
