"""Patterns compiled once for all runs, as Python keeps modules compiled: a fifth of what a start takes.

Python keeps no compiled pattern between runs, and a short article needs 430, its own and spaCy's. Here what
they are compiled to is kept beside the bytecode of this package, in `__pycache__` (or below
PYTHONPYCACHEPREFIX), under the same conditions: nothing is written where Python writes none, or may not. A
file of another version of Python, or one that is broken, is not read. Only the command line does this: who
imports newsfacts has the `re` of Python.
"""

from __future__ import annotations

import importlib.util
import marshal
import os
import re
import sys
import zlib
from array import array
from collections.abc import Callable
from contextlib import suppress
from typing import Any

_HEAD = f"{sys.version} {sys.byteorder}".encode()
# Patterns of these are the program's own; others may be made of what somebody reads.
_OURS = ("newsfacts.", "spacy.")
_NOT = ("newsfacts.readers", "newsfacts.report", "newsfacts.cli", "newsfacts.names.aliases")
_MOST = 3000
_FEW_NEW = 20  # are not worth writing the file again

# pattern, flags -> flags, code, groups, names of groups
_Key = tuple[str, int]
_Kept = tuple[int, bytes, int, dict[str, int]]


class _Patterns:
    def __init__(self, path: str, parts: Any) -> None:
        self.path, self.parts = path, parts
        self.kept: dict[_Key, _Kept] = _read(path)
        self.new = 0
        self.original: Callable[..., Any] = parts.compile

    def compile(self, pattern: Any, flags: int = 0) -> Any:
        """In the place of `re._compiler.compile`."""
        if not isinstance(pattern, str) or flags & re.DEBUG:
            return self.original(pattern, flags)
        key = pattern, int(flags)
        kept = self.kept.get(key)
        if kept is None:
            if len(self.kept) >= _MOST or not _is_ours():
                return self.original(pattern, flags)
            parsed = self.parts._parser.parse(pattern, flags)
            code = self.parts._code(parsed, flags)
            state = parsed.state
            kept = (
                int(flags | state.flags),
                array("I", code).tobytes(),
                state.groups - 1,
                dict(state.groupdict),
            )
            self.kept[key] = kept
            self.new += 1
        whole, packed, groups, names = kept
        numbers = array("I")
        numbers.frombytes(packed)
        indexed: list[str | None] = [None] * (groups + 1)
        for name, index in names.items():
            indexed[index] = name
        return self.parts._sre.compile(pattern, whole, numbers.tolist(), groups, names, tuple(indexed))

    def write(self) -> None:
        """Keep what is new. Where that cannot be, nothing is lost."""
        if self.new < _FEW_NEW or sys.dont_write_bytecode:
            return
        data = marshal.dumps(self.kept)
        temporary = f"{self.path}.{os.getpid()}"
        try:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            with open(temporary, "xb") as stream:
                stream.write(_HEAD + b"\n" + zlib.crc32(data).to_bytes(4, "little") + data)
            os.replace(temporary, self.path)
        except OSError:
            with suppress(OSError):
                os.unlink(temporary)
        self.new = 0


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


def _read(path: str) -> dict[_Key, _Kept]:
    try:
        with open(path, "rb") as stream:
            data = stream.read()
        start = len(_HEAD) + 5
        sound = (
            data.startswith(_HEAD + b"\n")
            and zlib.crc32(data[start:]).to_bytes(4, "little") == data[start - 4 : start]
        )
        found = marshal.loads(data[start:]) if sound else {}
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


_running: list[_Patterns] = []


def remember() -> None:
    """Let `re.compile` take from now on what is kept, and keep what is new until `write`."""
    parts = getattr(re, "_compiler", None)
    if _running or sys.implementation.name != "cpython" or array("I").itemsize != 4:
        return
    if not all(hasattr(parts, name) for name in ("compile", "_parser", "_code", "_sre")):
        return
    patterns = _Patterns(importlib.util.cache_from_source(__file__).removesuffix(".pyc") + ".bin", parts)
    _running.append(patterns)
    setattr(parts, "compile", patterns.compile)  # noqa: B010


def write() -> None:
    """Keep what was compiled since `remember`, for the next run."""
    for patterns in _running:
        patterns.write()
