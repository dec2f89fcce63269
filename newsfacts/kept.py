"""What is worked out once for all runs, kept as Python keeps modules compiled.

It stands beside the bytecode of this package, in `__pycache__` (or below PYTHONPYCACHEPREFIX), under the same
conditions: nothing is written where Python writes none, or may not. A file of another version of Python, or
one that is broken, is not read. Only the command line keeps anything: who imports newsfacts waits for his
own run alone.
"""

from __future__ import annotations

import importlib.util
import marshal
import os
import sys
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, cast

ValueT = TypeVar("ValueT")

TABLES = "tables"
_HEAD = f"{sys.version} {sys.byteorder}".encode()


class Kept:
    """The values of one file, by key; of any type that `marshal` writes.

    `least`: so many new values are worth writing the file again. `new`: how many it has not yet.
    """

    def __init__(self, name: str, *, least: int = 1) -> None:
        self.least = least
        self.path = beside(name)
        self.values: dict[Any, Any] = _read(self.path)
        self.new = 0

    def add(self, key: Any, value: Any) -> None:
        self.values[key] = value
        self.new += 1

    def write(self) -> None:
        """Keep what is new. Where that cannot be, nothing is lost."""
        if self.new < self.least or sys.dont_write_bytecode:
            return
        data = marshal.dumps(self.values)
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


def beside(name: str) -> str:
    """Where the file of that name stands: as the bytecode of a module of that name would."""
    return (
        importlib.util.cache_from_source(str(Path(__file__).with_name(f"{name}.py"))).removesuffix(".pyc")
        + ".bin"
    )


def _read(path: str) -> dict[Any, Any]:
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


_files: dict[str, Kept] = {}


def remember(name: str = TABLES, *, least: int = 1) -> Kept:
    """The file of that name, which `write` writes from now on. That of TABLES is for `of_files`."""
    if name not in _files:
        _files[name] = Kept(name, least=least)
    return _files[name]


def in_command() -> bool:
    """Whether this is a run of the command line, which `remember` begins with."""
    return TABLES in _files


def of_files(paths: Sequence[Path], make: Callable[[], ValueT], *, named: str = "") -> ValueT:
    """What `make` gives for these files, or gave when they were as large and as old, as was its own module.

    `named`: tells apart what one function makes of several files. A value that `marshal` cannot write is made
    in each run. Raises what `make` raises.
    """
    if not in_command():
        return make()
    stamp = tuple(_stamp(path) for path in (Path(make.__code__.co_filename), *paths))
    key = make.__module__, make.__qualname__, named
    before, data = _files[TABLES].values.get(key, (None, b""))
    if before == stamp:
        value: ValueT = marshal.loads(data)
        return value
    value = make()
    with suppress(ValueError):
        _files[TABLES].add(key, (stamp, marshal.dumps(cast(Any, value))))
    return value


def _stamp(path: Path) -> tuple[int, int]:
    """Size and time of change, as bytecode has them of its source."""
    seen = os.stat(path)
    return seen.st_size, seen.st_mtime_ns


def write() -> None:
    """Keep for the next run what was made since `remember`."""
    for kept in _files.values():
        kept.write()
