"""What a run has done, kept beside its output, so that one that was broken off goes on where it was.

An article is known by a digest of all that its facts depend on: its text and what its reader tells of it, the
options, the version of newsfacts. So a changed article, or another option, is read anew, and an archive that
grew costs what is new. What goes to the output is made of the facts kept, whatever its format.

The file: MAGIC, then for each article its key (16 bytes), the size and the CRC-32 of what follows (uint32,
little-endian), and its facts without the text as JSON, packed by zlib. It only grows. A last entry that was
cut off (a killed process, a full disk) is taken away when the file is opened; one that is damaged counts as
not there.
"""

from __future__ import annotations

import json
import os
import re
import struct
import time
import zlib
from contextlib import suppress
from dataclasses import fields, replace
from hashlib import sha256
from importlib import metadata
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO

import numpy as np

from newsfacts import __version__
from newsfacts.errors import UsageError
from newsfacts.jobs.work import Work
from newsfacts.types import Article, ArticleFacts, from_dict, to_dict

MAGIC = b"newsfacts resume 1\n"
_HEAD = struct.Struct("<16sII")
_LONG = re.compile(rb"\d{19}")
_SYNC_SECONDS = 10.0  # a power cut loses as much; a killed process nothing


class Store:
    """The file at `path`, for articles read as `work` says. Raises UsageError where it cannot be written, is
    no such file, or another run has it.
    """

    def __init__(self, path: Path, work: Work) -> None:
        self.path = path
        self._base = sha256(_said(work))
        try:
            self._file: BinaryIO = open(path, "a+b")  # noqa: SIM115
        except OSError as error:
            raise self._refused(error) from error
        try:
            _lock(self._file, path)
            self._keys, self._places = self._index()
        except BaseException:
            self._file.close()
            raise
        self._synced = time.monotonic()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            os.fsync(self._file.fileno())
        with suppress(OSError):
            self._file.close()

    def __len__(self) -> int:
        return len(self._places)

    def key(self, article: Article) -> bytes:
        """Of `article`, by which its facts are found again."""
        digest = self._base.copy()
        digest.update(json.dumps(to_dict(article), sort_keys=True).encode())
        return digest.digest()[:16]

    def has(self, key: bytes) -> bool:
        """Whether the facts of `key` are there, unharmed."""
        return self._data(key) is not None

    def facts(self, article: Article, key: bytes) -> ArticleFacts:
        """Those kept under `key`, of `article`. Raises KeyError."""
        data = self._data(key)
        if data is None:
            raise KeyError(key)
        found = from_dict(ArticleFacts, json.loads(zlib.decompress(data)))
        return replace(found, article=replace(found.article, text=article.text))

    def add(self, article: Article, key: bytes, facts: ArticleFacts) -> None:
        """Keep `facts`. Raises UsageError where the disk is full."""
        told = to_dict(replace(facts, article=replace(facts.article, text="")))
        written = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        # Such an article is read again: it has half characters, or numbers that no JSON of ours can have.
        if facts.article.text != article.text or _LONG.search(written):
            return
        data = zlib.compress(written, 3)
        try:
            self._file.write(_HEAD.pack(key, len(data), zlib.crc32(data)) + data)
            self._file.flush()
            if time.monotonic() - self._synced > _SYNC_SECONDS:
                os.fsync(self._file.fileno())
                self._synced = time.monotonic()
        except OSError as error:
            raise self._refused(error) from error

    def _index(self) -> tuple[np.ndarray, np.ndarray]:
        """The first half of each key, sorted, and where its entry begins; the end of the file is mended."""
        size = self._file.seek(0, SEEK_END)
        self._file.seek(0)
        head = self._file.read(len(MAGIC))
        if not MAGIC.startswith(head):
            raise UsageError(f"{self.path}: is no record of a run: take it away, or choose another -o")
        if head != MAGIC:  # new, or killed in its first moment
            self._cut(0)
            self._file.write(MAGIC)
            self._file.flush()
            size = len(MAGIC)
        keys, places, place = [], [], len(MAGIC)
        while place < size:
            self._file.seek(place)
            head = self._file.read(_HEAD.size)
            key, length, _ = _HEAD.unpack(head) if len(head) == _HEAD.size else (b"", 0, 0)
            if not length or place + _HEAD.size + length > size:
                self._cut(place)
                break
            keys.append(int.from_bytes(key[:8], "little"))
            places.append(place)
            place += _HEAD.size + length
        found = np.array(keys, np.uint64)
        order = np.argsort(found, kind="stable")
        return found[order], np.array(places, np.int64)[order]

    def _cut(self, place: int) -> None:
        try:
            self._file.truncate(place)
        except OSError as error:
            raise self._refused(error) from error

    def _data(self, key: bytes) -> bytes | None:
        wanted = np.uint64(int.from_bytes(key[:8], "little"))
        at = int(np.searchsorted(self._keys, wanted))
        while at < len(self._keys) and self._keys[at] == wanted:
            self._file.seek(int(self._places[at]))
            own, length, check = _HEAD.unpack(self._file.read(_HEAD.size))
            data = self._file.read(length)
            if own == key and zlib.crc32(data) == check:
                return data
            at += 1
        return None

    def _refused(self, error: OSError) -> UsageError:
        what = (error.strerror or str(error)).lower()
        return UsageError(f"{self.path}: cannot be written ({what}): make room, or choose another -o")


def _said(work: Work) -> bytes:
    """All of `work` that facts depend on, and the versions of what finds them."""
    told = {field.name: getattr(work, field.name) for field in fields(work) if field.name != "timeout"}
    versions = [__version__]
    if work.model is not None:
        with suppress(metadata.PackageNotFoundError):
            versions.append(metadata.version(work.model))
    return repr((versions, sorted(told.items()))).encode("utf-8", "surrogatepass")


def _lock(file: BinaryIO, path: Path) -> None:
    """Keep other runs away, where the system can: two at once would write the same articles twice."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UsageError(f"{path}: another run writes it: wait for that, or choose another -o") from None
    except OSError:  # some network disks have no locks
        pass
