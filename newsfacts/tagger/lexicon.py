"""What lists of names know of a word before it is read: a place, a first name, a family name.

The encoder is small and has met few of the world's towns and names. The lexicon tells it, word by word,
what the lists say; it is a hint that the encoder has learned to weigh, never a decision.

The binary file: MAGIC; the count of keys (uint32, little-endian); the CRC-32 of each key, sorted (uint32
each); the entry of each (one byte, bits as below). A key is a name as `fold` writes it.
`training/lexicon.py` makes the file. An unknown word has the CRC of a known one by chance once in ten
thousand times; it then gets a wrong hint.
"""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from newsfacts.english.names import fold
from newsfacts.errors import ModelError
from newsfacts.remembered import remembered

MAGIC = b"NFLEX1\n"

# Bits of an entry: the weight of the place (1 to 3, 0: none); whether longer names of places begin with
# the word; whether it is a first name, a family name.
PLACE, OPENS, FIRST, LAST = 3, 4, 8, 16
LARGE = 3  # the most a place weighs: a country, a sea, a town of 300,000
LONGEST = 4  # words of a place's name
_BEGINS, _CONTINUES = 4, 5  # in the place of the weight: first and further words of a name of several
CLASSES = 4 * 6
CACHED_WORDS = 8_192


class Lexicon:
    """The lists of names. Raises ModelError where `data` is no such file."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC):
            raise ModelError("the model's lexicon.bin is none: install newsfacts again")
        (count,) = struct.unpack_from("<I", data, len(MAGIC))
        start = len(MAGIC) + 4
        self._hashes = memoryview(np.frombuffer(data, "<u4", count, start).astype(np.uint32).data)
        self._entries = data[start + 4 * count :]
        self._known: dict[str, tuple[str, int]] = {}
        self.entry = remembered()(self._entry)

    @classmethod
    @cache
    def read(cls, path: Path) -> Lexicon:
        """The lists of a file, read once: the tagger and the passes over its names share them."""
        return cls(path.read_bytes())

    def _entry(self, key: str) -> int:
        """The bits of a folded name; 0 where it is not known."""
        wanted = zlib.crc32(key.encode("utf-8", "replace"))
        at = bisect_left(self._hashes, wanted)
        return self._entries[at] if at < len(self._hashes) and self._hashes[at] == wanted else 0

    def weight(self, name: str) -> int:
        """Of the place that `name`, of one or more words, is: 1 to LARGE; 0 where it is none."""
        return self.entry(fold(name)) & PLACE

    def classes(self, words: Sequence[str]) -> list[int]:
        """The class of each word of a sentence, below CLASSES: 4 × place + first name + 2 × family name.

        Where a sentence has capitals, a word without any is no name.
        """
        found = [0] * len(words)
        capitals = [i for i, word in enumerate(words) if word[:1].isupper()]
        until = 0
        for i in capitals or range(len(words)):
            if i < until:
                continue
            bits = self._word(words[i])[1]
            place = bits & PLACE
            if bits & OPENS and (length := self._several(words, i)):
                until = i + length
                place = _BEGINS
                for j in range(i + 1, until):
                    found[j] = 4 * _CONTINUES + self._word(words[j])[1] // FIRST
            found[i] = 4 * place + bits // FIRST
        return found

    def _several(self, words: Sequence[str], start: int) -> int:
        """How many words from `start` name one place; 0 where not even two do."""
        keys = [self._word(word)[0] for word in words[start : start + LONGEST]]
        for length in range(len(keys), 1, -1):
            if all(keys[:length]) and self.entry(" ".join(keys[:length])) & PLACE:
                return length
        return 0

    def _word(self, word: str) -> tuple[str, int]:
        """The folded word and its bits; a single character is no name."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) > CACHED_WORDS:
                self._known.clear()
            key = fold(word) if len(word) > 1 else ""
            known = self._known[word] = (key, self.entry(key) if key else 0)
        return known


def packed(entries: dict[str, int]) -> bytes:
    """The file for `entries`, folded name -> bits."""
    merged: dict[int, int] = {}
    for key, bits in entries.items():
        crc = zlib.crc32(key.encode())
        merged[crc] = max(merged.get(crc, 0) & PLACE, bits & PLACE) | ((merged.get(crc, 0) | bits) & ~PLACE)
    hashes = np.array(sorted(merged), "<u4")
    return MAGIC + struct.pack("<I", len(hashes)) + hashes.tobytes() + bytes(merged[int(h)] for h in hashes)
