"""Patterns compiled once for all runs (see `newsfacts.kept`): a fifth of what a start takes.

Python keeps no compiled pattern between runs, and a short article needs 430, its own and spaCy's. Only the
command line keeps what they are compiled to: who imports newsfacts has the `re` of Python.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Callable
from typing import Any

from newsfacts import kept
from newsfacts.kept import Kept

# Patterns of these are the program's own; others may be made of what somebody reads.
_OURS = ("newsfacts.", "spacy.")
_NOT = ("newsfacts.readers", "newsfacts.report", "newsfacts.cli", "newsfacts.names.aliases")
_MOST = 3000
_FEW_NEW = 20  # are not worth writing the file again

# pattern, flags -> flags, code, groups, names of groups
_Key = tuple[str, int]
_Compiled = tuple[int, bytes, int, dict[str, int]]


class _Patterns:
    def __init__(self, file: Kept, parts: Any) -> None:
        self.file, self.parts = file, parts
        self.kept: dict[_Key, _Compiled] = file.values
        self.original: Callable[..., Any] = parts.compile

    def compile(self, pattern: Any, flags: int = 0) -> Any:
        """In the place of `re._compiler.compile`."""
        if not isinstance(pattern, str) or flags & re.DEBUG:
            return self.original(pattern, flags)
        key = pattern, int(flags)
        found = self.kept.get(key)
        if found is None:
            if len(self.kept) >= _MOST or not _is_ours():
                return self.original(pattern, flags)
            parsed = self.parts._parser.parse(pattern, flags)
            code = self.parts._code(parsed, flags)
            state = parsed.state
            found = (
                int(flags | state.flags),
                array("I", code).tobytes(),
                state.groups - 1,
                dict(state.groupdict),
            )
            self.file.add(key, found)
        whole, packed, groups, names = found
        numbers = array("I")
        numbers.frombytes(packed)
        indexed: list[str | None] = [None] * (groups + 1)
        for name, index in names.items():
            indexed[index] = name
        return self.parts._sre.compile(pattern, whole, numbers.tolist(), groups, names, tuple(indexed))


def _is_ours() -> bool:
    """Whether a module of the program has called `re.compile`, not `re.search` and the like."""
    frame: Any = sys._getframe(2)
    called = ""
    while frame is not None and frame.f_globals.get("__name__") == "re":
        called, frame = frame.f_code.co_name, frame.f_back
    if frame is None or called != "compile":
        return False
    name = str(frame.f_globals.get("__name__"))
    return name.startswith(_OURS) and not name.startswith(_NOT)


def remember() -> None:
    """Let `re.compile` take from now on what is kept, and keep what is new until `kept.write`."""
    parts: Any = getattr(re, "_compiler", None)
    if sys.implementation.name != "cpython" or array("I").itemsize != 4:
        return
    if not all(hasattr(parts, name) for name in ("compile", "_parser", "_code", "_sre")):
        return
    if getattr(parts.compile, "__module__", "") != __name__:
        patterns = _Patterns(kept.remember("patterns", least=_FEW_NEW), parts)
        setattr(parts, "compile", patterns.compile)  # noqa: B010
