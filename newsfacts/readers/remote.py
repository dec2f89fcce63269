"""Paths such as `s3://bucket/news.jsonl`: files that fsspec opens, each file system by a package of its own.

Web addresses are none of them: nothing is fetched from the web. Nor are chains (`zip://…::s3://…`).
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, BinaryIO, cast

from newsfacts.errors import InputError
from newsfacts.readers.item import printable

# Two letters at least: one is a drive of Windows.
_REMOTE = re.compile(r"(?P<kind>[A-Za-z][A-Za-z0-9+.-]+)://")
_WEB = frozenset({"http", "https", "ftp", "ws", "wss"})
_LOCAL = re.compile(r"(?:file|local)://(?=/)")
_BUFFER_BYTES = 1 << 20


def is_remote(path: str) -> bool:
    """Whether `path` is one that fsspec opens."""
    found = _REMOTE.match(path)
    return bool(found) and found["kind"].lower() not in _WEB if found else False


def real_path(path: str) -> str:
    """What tells whether two paths are one file: of local ones the real path."""
    if local := _LOCAL.match(path):
        return os.path.realpath(path[local.end() :])
    return path if is_remote(path) else os.path.realpath(path)


class Remote:
    """The file system of an address, and the path in it. Raises InputError where there is none to be had."""

    def __init__(self, address: str) -> None:
        self.address = address
        try:
            import fsspec
        except ImportError as error:
            what = "needs the remote extra"
            raise InputError(printable(address), what, "pip install 'newsfacts[remote]'") from error
        if "::" in address:
            todo = "name the file itself, and let newsfacts unpack it"
            raise InputError(printable(address), "a chain of file systems is not read", todo)
        self.kind = cast(re.Match[str], _REMOTE.match(address))["kind"]
        with self.told():
            try:
                self.files, self.path = fsspec.core.url_to_fs(address)
            except ImportError as error:
                what = f"no package for {self.kind}:// is installed"
                raise InputError(printable(address), what, f"install it ({_line(error)})") from error

    def is_folder(self) -> bool:
        with self.told():
            return bool(self.files.isdir(self.path))

    def exists(self) -> bool:
        with self.told():
            return bool(self.files.exists(self.path))

    def below(self) -> list[str]:
        """The paths of all files below, from the folder on, sorted."""
        root = self.path.rstrip("/")
        with self.told():
            return sorted(path[len(root) :].lstrip("/") for path in self.files.find(root))

    def matches(self) -> list[str]:
        """The addresses that the pattern in the path matches, sorted."""
        with self.told():
            return sorted(str(self.files.unstrip_protocol(path)) for path in self.files.glob(self.path))

    def modified(self) -> date | None:
        """The day of the last change in world time, where the file system tells."""
        try:
            told = self.files.modified(self.path)
        except Exception:  # file systems without such days say so in many ways
            return None
        return told.astimezone(UTC).date() if isinstance(told, datetime) else None

    def open(self) -> BinaryIO:
        with self.told():
            return cast(BinaryIO, io.BufferedReader(_Stream(self.files.open(self.path, "rb")), _BUFFER_BYTES))

    @contextmanager
    def told(self) -> Iterator[None]:
        """Errors as InputError: each file system has its own, of many kinds."""
        try:
            yield
        except InputError:
            raise
        except Exception as error:
            what = "no such file or folder" if isinstance(error, FileNotFoundError) else "cannot be opened"
            detail = f"{what} ({_line(error)})" if what == "cannot be opened" else what
            raise InputError(printable(self.address), detail, "check the address and your rights") from error


class _Stream(io.RawIOBase):
    """A remote file; whatever it raises is an OSError, as of local ones."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._stream.seekable())

    def readinto(self, buffer: Any) -> int:
        data = self._told(self._stream.read, len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._told(self._stream.seek, offset, whence))

    def tell(self) -> int:
        return int(self._stream.tell())

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()

    @staticmethod
    def _told(call: Any, *args: Any) -> Any:
        try:
            return call(*args)
        except OSError:
            raise
        except Exception as error:
            raise OSError(_line(error)) from error


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
