"""Rules as data: TOML files beside the code that reads them, checked and frozen.

A name is a path in the package: "numbers/rules" is newsfacts/numbers/rules.toml, one table a rule; the cases
of these rules stand beside them in newsfacts/numbers/cases.toml.
"""

from __future__ import annotations

import sys
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

    def tables() -> dict[str, dict[str, Any]]:
        return _checked(read(name), kind, where=f"{name}.toml")

    files = [_FOLDER / f"{name}.toml", Path(str(sys.modules[kind.__module__].__file__))]
    try:
        return _made(of_files(files, tables, named=f"{name} {kind.__qualname__}"), kind)
    except FileNotFoundError:
        raise RuleError(f"{name}.toml: no such rule file") from None


def parse(tables: dict[str, Any], kind: type[RuleT], *, where: str) -> dict[str, RuleT]:
    """As `load`, for tables already read; `where` begins the error messages."""
    return _made(_checked(tables, kind, where=where), kind)


def _checked(tables: dict[str, Any], kind: type[Any], *, where: str) -> dict[str, dict[str, Any]]:
    """The fields of each rule, lists as tuples; words of an enum as they stand. Raises RuleError."""
    allowed = {f.name: f for f in fields(kind)}
    required = {key for key, f in allowed.items() if f.default is MISSING and f.default_factory is MISSING}
    enums = _enums(kind)  # type: ignore[arg-type]
    rules: dict[str, dict[str, Any]] = {}
    for rule_id, table in tables.items():
        if not isinstance(table, dict):
            raise RuleError(f"{where}: [{rule_id}] must be a table")
        data = {"id": rule_id, **table} if "id" in allowed else table
        at = f"{where}, rule [{rule_id}]"
        if unknown := [key for key in data if key not in allowed]:
            raise RuleError(f"{at}: unknown key {unknown[0]!r}; known: {', '.join(sorted(allowed))}")
        if missing := required - data.keys():
            raise RuleError(f"{at}: key {min(missing)!r} is missing")
        rules[rule_id] = {key: _frozen(value, enums.get(key), key, at) for key, value in data.items()}
    if not rules:
        raise RuleError(f"{where}: no rules")
    return rules


def _made(checked: dict[str, dict[str, Any]], kind: type[RuleT]) -> dict[str, RuleT]:
    enums = _enums(kind)  # type: ignore[arg-type]
    if not enums:
        return {rule_id: kind(**data) for rule_id, data in checked.items()}
    made = {}
    for rule_id, data in checked.items():
        words = {key: _members(data[key], enum) for key, enum in enums.items() if key in data}
        made[rule_id] = kind(**{**data, **words})
    return made


def _members(value: Any, enum: type[StrEnum]) -> Any:
    """The words of a checked field as members of its enum."""
    if isinstance(value, tuple):
        return tuple(_members(item, enum) for item in value)
    return enum(value) if isinstance(value, str) else value


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
    """`value` of a TOML file with lists as tuples, its words checked."""
    if isinstance(value, list):
        return _frozen_list(value, enum, key, at)
    if enum is not None and isinstance(value, str) and value not in list(enum):
        raise RuleError(f"{at}: unknown {key} {value!r}; known: {', '.join(enum)}")
    return value


def _frozen_list(values: list[Any], enum: type[StrEnum] | None, key: str, at: str) -> tuple[Any, ...]:
    # Nearly all lists are: words, each once.
    if enum is None and set(map(type, values)) == {str} and len(set(values)) == len(values):
        return tuple(values)
    words = Counter(value for value in values if isinstance(value, str))
    if twice := [word for word, times in words.items() if times > 1]:
        raise RuleError(f"{at}: {key}: {twice[0]!r} stands there twice: leave one")
    return tuple(_frozen(item, enum, key, at) for item in values)
