"""Rules as data: TOML files beside the code that reads them, checked and frozen.

A name is a path in the package: "numbers/rules" is newsfacts/numbers/rules.toml, one table a rule; the cases
of these rules stand beside them in newsfacts/numbers/cases.toml.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import MISSING, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

import tomli  # tomllib, compiled: rules are read three times as fast, which every start waits for

from newsfacts.errors import RuleError
from newsfacts.kept import of_files

RuleT = TypeVar("RuleT")
ValueT = TypeVar("ValueT")

_FOLDER = Path(__file__).parent.parent


@cache
def read(name: str) -> dict[str, Any]:
    """The tables of `NAME.toml`. Raises RuleError where there is no such file or it is no TOML."""
    file = _FOLDER / f"{name}.toml"

    def tables() -> dict[str, Any]:
        return tomli.loads(file.read_text("utf-8"))

    try:
        return of_files([file], tables, named=name)
    except FileNotFoundError:
        raise RuleError(f"{name}.toml: no such rule file") from None
    except tomli.TOMLDecodeError as error:
        raise RuleError(f"{name}.toml: {error}") from error


def derived(make: Callable[[], ValueT], *files: str) -> ValueT:
    """What `make`, of a module, works out of these rule files and other modules, paths in the package.

    The command line keeps it from run to run where it is of types that `marshal` writes.
    """
    return of_files([_FOLDER / file for file in files], make)


def load(name: str, kind: type[RuleT]) -> dict[str, RuleT]:
    """The rules of `NAME.toml` by id, each a frozen dataclass `kind`; its fields are the keys allowed.

    Lists become tuples, and words the members of an enum where the field's type is one. A field `id` of the
    rule type is filled with the table's name. Raises RuleError for an unknown or missing key, a word that is
    none of the enum's, a word that stands twice in one list, and a file without rules.
    """
    return parse(read(name), kind, where=f"{name}.toml")


def parse(tables: dict[str, Any], kind: type[RuleT], *, where: str) -> dict[str, RuleT]:
    """As `load`, for tables already read; `where` begins the error messages."""
    allowed = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    required = {key for key, f in allowed.items() if f.default is MISSING and f.default_factory is MISSING}
    enums = _enums(kind)  # type: ignore[arg-type]
    rules: dict[str, RuleT] = {}
    for rule_id, table in tables.items():
        if not isinstance(table, dict):
            raise RuleError(f"{where}: [{rule_id}] must be a table")
        data = {"id": rule_id, **table} if "id" in allowed else table
        at = f"{where}, rule [{rule_id}]"
        if unknown := [key for key in data if key not in allowed]:
            raise RuleError(f"{at}: unknown key {unknown[0]!r}; known: {', '.join(sorted(allowed))}")
        if missing := required - data.keys():
            raise RuleError(f"{at}: key {min(missing)!r} is missing")
        rules[rule_id] = kind(**{key: _frozen(value, enums.get(key), key, at) for key, value in data.items()})
    if not rules:
        raise RuleError(f"{where}: no rules")
    return rules


@cache
def _enums(kind: type[Any]) -> dict[str, type[StrEnum]]:
    """The fields of a rule type that take words of an enum, one or a tuple of them."""
    found = {}
    for name, hint in get_type_hints(kind).items():
        for one in (hint, *get_args(hint)):
            if isinstance(one, type) and issubclass(one, StrEnum):
                found[name] = one
    return found


def _frozen(value: Any, enum: type[StrEnum] | None, key: str, at: str) -> Any:
    """`value` of a TOML file as a field takes it."""
    if enum is None and type(value) is not list:
        return value
    if isinstance(value, list):
        # Nearly all lists are: words, each once.
        if enum is None and set(map(type, value)) == {str} and len(set(value)) == len(value):
            return tuple(value)
        twice = [word for word, times in Counter(v for v in value if isinstance(v, str)).items() if times > 1]
        if twice:
            raise RuleError(f"{at}: {key}: {twice[0]!r} stands there twice: leave one")
        return tuple(_frozen(item, enum, key, at) for item in value)
    if enum is None or not isinstance(value, str):
        return value
    try:
        return enum(value)
    except ValueError:
        raise RuleError(f"{at}: unknown {key} {value!r}; known: {', '.join(enum)}") from None
