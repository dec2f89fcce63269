"""Packed input -> what is in it, a piece at a time, with a bound on how much that may be."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from newsfacts.errors import InputError
from newsfacts.readers.formats import Packing, unpacker_of

# Text is packed to a third or a tenth, records that are much alike to a thirtieth: what is above both bounds
# is made to fill the disk or the day. The first lets small inputs repeat themselves as they like.
MAX_UNPACKED_BYTES = 4_000_000
MAX_RATIO = 100
# A file in an archive in an archive, each of them packed, is as deep as people get.
MAX_DEPTH = 4
_CHUNK_BYTES = 1 << 16
# What stands for a broken part where such are left out: no line of any format.
BROKEN_PART = b"\r\n[broken part]\r\n"


class TooMuch(InputError):
    """An input holds more than anybody would unpack: no more of it is read."""


@dataclass(slots=True)
class Budget:
    """How much one input has given so far: bytes read, and bytes unpacked from them, all levels together."""

    where: str
    packed: int = 0
    unpacked: int = 0
    depth: int = 0

    def spend(self, size: int) -> None:
        """Count `size` bytes unpacked. Raises TooMuch where that is more than any honest file holds."""
        self.unpacked += size
        if self.unpacked > max(MAX_UNPACKED_BYTES, MAX_RATIO * self.packed):
            what = f"unpacks to more than {MAX_RATIO} times its size, like a zip bomb"
            raise TooMuch(self.where, what, "unpack it yourself, if you trust it")

    def deeper(self) -> None:
        """One more packing inside another. Raises TooMuch where that is too deep."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            what = f"packed more than {MAX_DEPTH} times over"
            raise TooMuch(self.where, what, "unpack it yourself, if you trust it")


class Counted(io.RawIOBase):
    """A stream that adds the bytes read from it to those of `budget`."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = cast(int, cast(io.RawIOBase, self._stream).readinto(buffer))
        self._budget.packed += size
        return size


class Unpacked(io.RawIOBase):
    """What is in a packed stream. It gives all there is before it says that the rest is broken.

    Where `skips` is set, a broken part is left out, for a line that says so: what comes after it is read from
    the next part on (`zcat a.gz b.gz` are two parts, and in WARC files each record is one).
    """

    skips = False

    def __init__(self, stream: BinaryIO, packing: Packing, budget: Budget, *, where: str) -> None:
        self._stream, self._packing, self._budget, self._where = stream, packing, budget, where
        self._unpacker = unpacker_of(packing, where)
        self._part: Any = None
        self._waiting = b""  # read, but not yet given to the part
        self._given = b""  # what the part was given last
        self._some = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._piece(len(buffer))
        except _BrokenPart as error:
            if not self.skips:
                what = f"broken {self._packing.name} ({error})"
                raise InputError(self._where, what, "copy it again from where it came") from None
            self._to_next_part()
            data = BROKEN_PART[: len(buffer)]
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)

    def _piece(self, size: int) -> bytes:
        data = b""
        while not data:
            if self._part is None and not self._next_part():
                return b""
            if self._part.needs_input:
                self._fill()
            data = self._decompressed(size)
            if self._part.eof:
                self._waiting, self._part = self._part.unused_data, None
        return data

    def _next_part(self) -> bool:
        self._fill()
        # Tapes and some programs fill the rest with zeros.
        while self._some and self._waiting and not (waiting := self._waiting.lstrip(b"\0")):
            self._waiting = waiting
            self._fill()
        if self._waiting:
            self._waiting = self._waiting.lstrip(b"\0") if self._some else self._waiting
            self._part, self._some = self._unpacker(), True
        return self._part is not None

    def _decompressed(self, size: int) -> bytes:
        given, self._waiting = self._waiting, b""
        if self._part.needs_input and not given:
            self._part = None
            raise _BrokenPart("it is cut off")
        self._given = given or self._given
        try:
            data: bytes = self._part.decompress(given, size)
        # Each library has errors of its own; all of them say that the data is damaged.
        except Exception as error:
            raise _BrokenPart(error) from None
        return data

    def _fill(self) -> None:
        if not self._waiting:
            self._waiting = self._stream.read(_CHUNK_BYTES)

    def _to_next_part(self) -> None:
        """Drop what is before the next beginning of a part."""
        magic = self._packing.magic
        data, self._given, self._part = self._given[1:], b"", None
        while (at := data.find(magic)) < 0:
            rest = self._stream.read(_CHUNK_BYTES)
            if not rest:
                return
            data = data[-len(magic) + 1 :] + rest
        self._waiting = data[at:]


class _BrokenPart(Exception):
    pass


class GzipDecompressor:
    """One part of a gzip stream, in the manner of `bz2.BZ2Decompressor`."""

    def __init__(self) -> None:
        self._part = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._full = False

    @property
    def eof(self) -> bool:
        return self._part.eof

    @property
    def needs_input(self) -> bool:
        return not self._full

    @property
    def unused_data(self) -> bytes:
        return self._part.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        # Where it gave as much as it may, there is more to come from what it has.
        piece = self._part.decompress(self._part.unconsumed_tail + data, max_length)
        self._full = len(piece) == max_length
        return piece


def xz_decompressor() -> Any:
    """An `LZMADecompressor` that no file can make take all the memory."""
    import lzma

    return lzma.LZMADecompressor(memlimit=1 << 28)
