"""Output on other file systems (`-o s3://archive/facts/`): written on this machine, sent when it is whole.

So every format can go there, and what is there is whole, as of local files; many file systems know no other
way than whole files anyhow.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import has_magic
from pathlib import Path, PurePosixPath

from newsfacts.errors import InputError, UsageError
from newsfacts.interrupts import uninterrupted
from newsfacts.readers.remote import Remote, is_remote


@contextmanager
def sent(output: str | None, *, resume: bool = False) -> Iterator[str | None]:
    """Where to write on this machine what is to stand at `output`: itself, unless that is elsewhere.

    Then all that is written there is sent at the end of the block, if that ends well: first under other
    names, and when all of it has arrived the files get their own. Raises UsageError before the block where
    nothing can be written, and where sending fails; what was there stays then, but for a failure while the
    last names are given.
    """
    if output is None or not is_remote(output):
        yield output
        return
    if resume:
        raise UsageError(
            "--resume: keeps what is done beside the output: name a local file or folder with -o"
        )
    with tempfile.TemporaryDirectory(prefix="newsfacts-") as near:
        with _told():
            there = _There(output)
            there.probe()
        local = str(Path(near) / (PurePosixPath(there.path).name or "facts"))
        try:
            yield local + "/" if there.is_folder else local
        except UsageError as error:
            raise UsageError(str(error).replace(local, output.rstrip("/"))) from error
        with _told():
            there.take(Path(local))


class _There:
    """A place on another file system. `is_folder`: whether it takes files, and is none."""

    def __init__(self, address: str) -> None:
        self.remote = Remote(address)
        self.is_folder = address.endswith("/") or self.remote.is_folder()
        self.path = self.remote.path.rstrip("/")
        self._mark = f".{uuid.uuid4().hex[:12]}.part"

    def probe(self) -> None:
        """See that something can be written there: before hours of reading, not behind them."""
        name = self._partly(f"{self.path}/probe" if self.is_folder else self.path)
        with self.remote.told():
            if self.is_folder:
                self.remote.files.makedirs(self.path, exist_ok=True)
            self.remote.files.pipe_file(name, b"")
            self.remote.files.rm_file(name)

    def take(self, local: Path) -> None:
        """Put the file `local` there, or the files of that folder."""
        if local.is_dir():
            names = {file: f"{self.path}/{file.name}" for file in sorted(local.iterdir()) if file.is_file()}
        else:
            names = {local: self.path}
        files = self.remote.files
        with self.remote.told():
            if local.is_dir():
                files.makedirs(self.path, exist_ok=True)
            try:
                for file, name in names.items():
                    files.put_file(str(file), self._partly(name))
                with uninterrupted():
                    for name in names.values():
                        self._rename(self._partly(name), name)
            except BaseException:
                for name in names.values():
                    with suppress(Exception):  # that of the block is told
                        files.rm_file(self._partly(name))
                raise

    def _rename(self, name: str, new: str) -> None:
        """`mv` of some file systems reads "[1]" in a name as a pattern."""
        if has_magic(name):
            self.remote.files.cp_file(name, new)
            self.remote.files.rm_file(name)
        else:
            self.remote.files.mv(name, new)

    def _partly(self, name: str) -> str:
        """What a file is called until it is whole; in its folder, which may be all that one may write to."""
        folder, _, own = name.rpartition("/")
        return f"{folder}/.{own}{self._mark}" if folder or name.startswith("/") else f".{own}{self._mark}"


@contextmanager
def _told() -> Iterator[None]:
    """Errors of the file system as UsageError."""
    try:
        yield
    except InputError as error:
        raise UsageError(f"-o {error}") from error
