"""Streams that hold whole records only, and files that appear when they are whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from newsfacts.errors import UsageError
from newsfacts.interrupts import uninterrupted


def put(stream: TextIO, text: str) -> None:
    """Write `text` whole and flush it. Raises UsageError where that cannot be, as on a full disk."""
    try:
        with uninterrupted():
            stream.write(text)
            stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise UsageError(f"output: cannot be written ({what}): make room, or choose another -o") from error


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A text file (UTF-8, newlines `\\n`) that gets its name when all went well, and else is never there.

    Raises UsageError where it cannot be written.
    """
    if path.exists() and not path.is_file():  # /dev/null, a named pipe: not to be replaced
        with _refused(path), open(path, "w", encoding="utf-8", errors="replace", newline="") as stream:
            yield stream
        return
    path = Path(os.path.realpath(path))  # a link stays one: its target is replaced
    with _refused(path):
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    # "replace": lone surrogates, which no reader lets in, would otherwise stop the whole run.
    stream = open(handle, "w", encoding="utf-8", errors="replace", newline="")  # noqa: SIM115
    try:
        yield stream
        with _refused(path):
            stream.close()
            os.chmod(temporary, _mode_of(path))
            os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            stream.close()
        Path(temporary).unlink(missing_ok=True)
        raise


def _mode_of(path: Path) -> int:
    """The permissions that the file has, or that a new one would get."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise UsageError(f"{path}: cannot be written ({what}): choose another -o") from error
