"""Dataclasses of plain values: their way to plain data and back, and a repr on one line."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

_PLAIN = frozenset({str, int, float, bool, type(None)})


@cache
def _names(kind: type[Any]) -> tuple[str, ...] | None:
    """The fields of a dataclass; None for any other type."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else None


def to_dict(value: Any) -> Any:
    """`value` as plain data: dicts, lists, strings, numbers, None."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if (names := _names(kind)) is not None:
        told = ((name, getattr(value, name)) for name in names)
        return {name: item if type(item) in _PLAIN else to_dict(item) for name, item in told}
    if isinstance(value, tuple | list):
        return [to_dict(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value


def from_dict(kind: type[T], data: Any) -> T:
    """The inverse of `to_dict`, for the type `kind`. Raises TypeError or ValueError for data that is none."""
    return _restore(kind, data)  # type: ignore[no-any-return]


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _restore(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (UnionType, Union):
        wanted = next(arg for arg in get_args(kind) if arg is not type(None))
        return None if data is None else _restore(wanted, data)
    if origin is tuple:
        _check(list | tuple, data)
        return tuple(_restore(get_args(kind)[0], item) for item in data)
    if isinstance(kind, type) and is_dataclass(kind):
        _check(dict, data)
        hints = _hints(kind)
        return kind(**{name: _restore(hints[name], item) for name, item in data.items()})
    if kind is date:
        return date.fromisoformat(data)
    if issubclass(kind, StrEnum):
        return kind(data)
    if kind in (int, float):
        return _number(kind, data)
    _check(kind, data)
    return data


# Databases hold no larger number, JSON no infinite one.
_LARGEST = 2**63 - 1


def _number(kind: type[float], data: Any) -> float:
    _check(int if kind is int else int | float, data)
    if isinstance(data, bool) or not -_LARGEST <= data <= _LARGEST:
        raise ValueError(f"{data!r:.20} is no number that can be")
    number: float = data
    return number


def _check(kind: Any, data: Any) -> None:
    if not isinstance(data, kind):
        raise TypeError(f"{data!r:.40} is of type {type(data).__name__}")


_SHOWN = 60  # characters of a text


class Short:
    """A repr on one line: what the fact says, without what it does not say and where it stands."""

    __slots__ = ()

    def __repr__(self) -> str:
        known: Any = self
        values = {f.name: getattr(self, f.name) for f in fields(known) if f.repr}
        told = (f"{name}={_shown(value)}" for name, value in values.items() if not _untold(value))
        return f"{type(self).__name__}({', '.join(told)})"


def _untold(value: Any) -> bool:
    return value is None or value is False or value in ((), "")


def _shown(value: Any) -> str:
    if (span := getattr(value, "span", None)) is not None:
        return f"{span.start}:{span.end}"
    if isinstance(value, tuple) and value and hasattr(value[0], "span"):
        return str(len(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and len(value) > _SHOWN:
        return f"{str(value)[:_SHOWN]!r}…"
    return repr(str(value)) if isinstance(value, str) else repr(value)
