"""Rules as data: TOML files beside the code that reads them, checked and frozen.

A name is a path in the package: "numbers/rules" is newsfacts/numbers/rules.toml, one table a rule; the cases
of these rules stand beside them in newsfacts/numbers/cases.toml.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import tomli  # tomllib, compiled: rules are read three times as fast, which every start waits for

from newsfacts.errors import RuleError

RuleT = TypeVar("RuleT")


@cache
def read(name: str) -> dict[str, Any]:
    """The tables of `NAME.toml`. Raises RuleError where there is no such file or it is no TOML."""
    file = files("newsfacts") / f"{name}.toml"
    try:
        return tomli.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise RuleError(f"{name}.toml: no such rule file") from None
    except tomli.TOMLDecodeError as error:
        raise RuleError(f"{name}.toml: {error}") from error


def load(name: str, kind: type[RuleT]) -> dict[str, RuleT]:
    """The rules of `NAME.toml` by id, each a frozen dataclass `kind`; its fields are the keys allowed.

    Lists become tuples. A field `id` of the rule type is filled with the table's name.
    Raises RuleError for an unknown or missing key and for a file without rules.
    """
    return parse(read(name), kind, where=f"{name}.toml")


def parse(tables: dict[str, Any], kind: type[RuleT], *, where: str) -> dict[str, RuleT]:
    """As `load`, for tables already read; `where` begins the error messages."""
    allowed = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    rules: dict[str, RuleT] = {}
    for rule_id, table in tables.items():
        if not isinstance(table, dict):
            raise RuleError(f"{where}: [{rule_id}] must be a table")
        data = {"id": rule_id, **table} if "id" in allowed else dict(table)
        for key in data:
            if key not in allowed:
                known = ", ".join(sorted(allowed))
                raise RuleError(f"{where}, rule [{rule_id}]: unknown key {key!r}; known: {known}")
        for key, f in allowed.items():
            if key not in data and f.default is MISSING and f.default_factory is MISSING:
                raise RuleError(f"{where}, rule [{rule_id}]: key {key!r} is missing")
        rules[rule_id] = kind(**{key: _freeze(value) for key, value in data.items()})
    if not rules:
        raise RuleError(f"{where}: no rules")
    return rules


def _freeze(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_freeze(item) for item in value)
    return value
