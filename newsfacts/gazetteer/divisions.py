"""The divisions of countries that are kept by hand, and what is short for them: "Ga.", "N.Y.", "MINN."."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from newsfacts import rules
from newsfacts.english.names import fold

LONGEST_CODE = 2  # letters of "GA", "WV"; longer short forms are words cut short


@dataclass(frozen=True, slots=True)
class DivisionRule:
    """A line of `gazetteer/divisions.toml`. `id`: ISO code of the country, "-", GeoNames admin1 code."""

    id: str
    names: tuple[str, ...]
    short: tuple[str, ...] = ()


@cache
def _divisions() -> tuple[dict[str, tuple[DivisionRule, ...]], dict[str, DivisionRule]]:
    """The divisions of `gazetteer/divisions.toml`, by folded name and by abbreviation without stops."""
    names: dict[str, tuple[DivisionRule, ...]] = {}
    short: dict[str, DivisionRule] = {}
    for rule in rules.load("gazetteer/divisions", DivisionRule).values():
        for name in rule.names:
            names[fold(name)] = (*names.get(fold(name), ()), rule)
        for name in rule.short:
            short.setdefault(name, rule)
    return names, short


def codes(rule: DivisionRule) -> tuple[str, str]:
    """ISO code of the country and GeoNames admin1 code."""
    country, _, division = rule.id.partition("-")
    return country, division


def abbreviated(name: str) -> DivisionRule | None:
    """The division that an abbreviation stands for, its capitals as usual: "Ga.", "N.Y.", "GA", or all
    capitals and a stop, as in a dateline: "MINN.".
    """
    short, bare = _divisions()[1], name.replace(".", "").strip()
    in_dateline = name.isupper() and name.rstrip().endswith(".") and len(bare) > LONGEST_CODE
    return short.get(bare) or (short.get(bare.capitalize()) if in_dateline else None)


def rules_called(name: str) -> tuple[DivisionRule, ...]:
    """The divisions called `name`; () where none is kept."""
    return _divisions()[0].get(fold(name), ())
