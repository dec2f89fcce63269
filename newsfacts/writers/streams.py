"""Streams that hold whole records only, and files that appear when they are whole."""

from __future__ import annotations

import errno
import io
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, TextIO, TypeVar

from newsfacts.errors import UsageError
from newsfacts.interrupts import uninterrupted

if TYPE_CHECKING:
    from typing_extensions import Buffer

_TODO = "choose another -o"
_StreamT = TypeVar("_StreamT", bound=IO[Any])


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


class Together:
    """Files that get their names together, when all are whole: a folder of tables is new or as it was."""

    def __init__(self) -> None:
        self._ready: list[tuple[str, Path]] = []

    def add(self, temporary: str, path: Path) -> None:
        self._ready.append((temporary, path))

    def __enter__(self) -> Together:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                with uninterrupted():
                    for temporary, path in self._ready:
                        with refused(path):
                            os.replace(temporary, path)
        finally:
            for temporary, _path in self._ready:
                Path(temporary).unlink(missing_ok=True)


@contextmanager
def whole_file(path: Path, *, together: Together | None = None) -> Iterator[TextIO]:
    """A text file (UTF-8, newlines `\\n`) that gets its name when all went well, and else is never there.

    `together`: the files with which it gets it. Raises UsageError where it cannot be written.
    """
    with _whole(path, _text, together) as stream:
        yield stream


@contextmanager
def whole_binary_file(path: Path, *, together: Together | None = None) -> Iterator[BinaryIO]:
    """As `whole_file`, for bytes. Once something went wrong, it takes all there is and keeps nothing.

    Libraries write again when they are tidied up: a second error would come where none can be caught.
    """
    with _whole(path, _Bytes, together) as stream:
        try:
            yield stream
        except BaseException:
            stream.over = True
            raise


def _text(file: int | Path) -> TextIO:
    # "replace": lone surrogates, which no reader lets in, would otherwise stop the whole run.
    return open(file, "w", encoding="utf-8", errors="replace", newline="")


class _Bytes(io.BufferedWriter):
    def __init__(self, file: int | Path) -> None:
        super().__init__(io.FileIO(file, "w"))
        self.over = False
        self.place = 0  # where the next byte goes, or would

    def write(self, data: Buffer, /) -> int:
        size = memoryview(data).nbytes
        if not self.over:
            try:
                super().write(data)
            except OSError:
                self.over = True
                raise
        self.place += size
        return size

    def flush(self) -> None:
        if not self.over:
            super().flush()

    def seek(self, place: int, whence: int = os.SEEK_SET, /) -> int:
        if not self.over:
            self.place = super().seek(place, whence)
        elif whence == os.SEEK_SET:
            self.place = place
        return self.place

    def tell(self) -> int:
        return self.place if self.over else super().tell()

    def close(self) -> None:
        if self.over:
            self.raw.close()
        else:
            super().close()


@contextmanager
def _whole(
    path: Path, opened: Callable[[int | Path], _StreamT], together: Together | None
) -> Iterator[_StreamT]:
    if path.exists() and not path.is_file():  # /dev/null, a named pipe: not to be replaced
        with refused(path), closing(opened(path)) as device:
            yield device
        return
    given, path = path, Path(os.path.realpath(path))  # a link stays one: its target is replaced
    stream: _StreamT | None = None
    temporary = ""
    try:
        # A signal waits until the file is known by its name: else nobody would take it away.
        with refused(given), uninterrupted():
            handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
            stream = opened(handle)
        with _disk_errors(given):
            yield stream
        with refused(given):
            stream.close()
            os.chmod(temporary, _mode_of(path))
            if together is None:
                os.replace(temporary, path)
            else:
                together.add(temporary, path)
    except BaseException:
        if stream is not None:
            with suppress(OSError):
                stream.close()
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise


# What a device says that takes no more. Other errors inside the block may be of other files.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    """Errors of a full disk, while `path` is written, as UsageError."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise UsageError(
            f"{path}: cannot be written ({(error.strerror or str(error)).lower()}): {_TODO}"
        ) from error


def _mode_of(path: Path) -> int:
    """The permissions that the file has, or that a new one would get."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


@contextmanager
def refused(path: Path) -> Iterator[None]:
    """Errors of writing `path` as UsageError."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise UsageError(f"{path}: cannot be written ({what}): {_TODO}") from error
