"""Bytes -> text: UTF-8, with or without a byte order mark, else what charset-normalizer takes it for."""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from contextlib import suppress
from typing import BinaryIO, cast

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# What English news has beyond ASCII: typographic marks above all, then accented letters and signs.
_MARKS_OF_TYPE = frozenset("‘’“”–—…")
_USUAL = frozenset("•€£¥©®™°½¼¾·\u00a0§" + "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœšžß" + "ÉÖÜÁÅØÇÑÓ")
_WESTERN = ("cp1252", "mac_roman")
_SAMPLE_BYTES = 1 << 16
_LINES_TO_BE_SURE = 100


def mark_of(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark that `data` begins with, and its encoding."""
    return next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), None)


def why_binary(data: bytes) -> str | None:
    """What `data` is if it is no text, None if it may be one."""
    head = data[:1024].lstrip()
    if head.startswith(b"%PDF-"):
        return "a PDF, not text"
    if head.startswith(b"{\\rtf"):
        return "an RTF document, not text"
    if head.startswith(_OLD_OFFICE):
        return "an old Office document (.doc, .xls), not text"
    if head.startswith(b"filedesc://"):
        return "an ARC file, the form before WARC, not text"
    if re.match(rb"(?i)<(?:!doctype\s+html|html[\s>])", head):
        return "an HTML page, not text"
    found = mark_of(data)
    if found and found[1] != "utf-8":
        return None
    sample = data[:_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if b"\0" in data or controls > len(sample) // 20:
        return "binary, not text"
    return None


def decode(data: bytes) -> tuple[str, str | None]:
    """The text of `data` without a byte order mark, and a warning where it is not plain UTF-8.

    UTF-8 with a few broken bytes is read as that, with U+FFFD for what is broken: any other encoding
    would spoil all the rest. Raises UnicodeError where no encoding fits.
    """
    mark, encoding = mark_of(data) or (b"", None)
    data = data[len(mark) :]
    if encoding not in (None, "utf-8"):
        return data.decode(encoding), f"read as {encoding.upper()}, not UTF-8"
    try:
        return data.decode(), None
    except UnicodeDecodeError as error:
        # Counted around the first fault: there the mixture shows.
        sample = data[max(0, error.start - _SAMPLE_BYTES // 2) : error.start + _SAMPLE_BYTES // 2]
    if encoding == "utf-8" or _mostly_utf8(sample):
        text = data.decode("utf-8", "replace")
        broken = text.count("\ufffd") - data.count("\ufffd".encode())
        return text, f"damaged UTF-8: {broken} unreadable places read as U+FFFD"
    for encoding in _candidates(sample):
        try:
            return data.decode(encoding), f"read as {encoding}, not UTF-8"
        except UnicodeDecodeError:
            continue
    raise UnicodeError("no encoding fits")


class LineDecoder:
    """Decodes the lines of one input: once many were taken for one encoding, it is tried before others.

    To detect an encoding takes a hundredth of a second, for each line of a file of a million far too long.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def decode(self, data: bytes) -> tuple[str, str | None]:
        """As `decode`."""
        usual = self._seen.most_common(1)
        if usual and usual[0][1] >= _LINES_TO_BE_SURE:
            try:
                return data.decode(), None
            except UnicodeDecodeError:
                with suppress(UnicodeDecodeError):
                    return data.decode(usual[0][0]), f"read as {usual[0][0]}, not UTF-8"
        elif self._seen.total() >= 10 * _LINES_TO_BE_SURE:
            return data.decode("cp1252", "replace"), "read as cp1252, not UTF-8"
        text, warning = decode(data)
        if warning and warning.startswith("read as "):
            self._seen[warning.removeprefix("read as ").partition(",")[0]] += 1
        return text, warning


def _mostly_utf8(sample: bytes) -> bool:
    whole = len(_SEQUENCE.findall(sample))
    stray = sum(byte >= 0x80 for byte in _SEQUENCE.sub(b"", sample))
    return whole > stray


def _candidates(sample: bytes) -> list[str]:
    """Encodings to try, most likely first."""
    from charset_normalizer import from_bytes  # slow to import, and seldom needed

    matches = from_bytes(sample)
    best = matches.best()
    possible = {name for match in matches for name in match.could_be_from_charset}
    # On the few such characters of English news the detector cannot tell Western encodings from
    # Central European or old DOS ones, and where they are dense it gives up. So a Western encoding
    # that it holds possible, or that makes most of them typographic marks, competes with its choice:
    # that one wins which gives more of the characters that such news has.
    if "cp1252" in possible or any(name.startswith("mac_") for name in possible - {"mac_cyrillic"}):
        rivals = list(_WESTERN)
    else:
        rivals = [name for name in _WESTERN if _typographic(sample, name)]
    if best is not None:
        rivals.append(best.encoding)
    return sorted(dict.fromkeys(rivals), key=lambda name: -_likeness(sample, name))


def _beyond_ascii(sample: bytes, encoding: str) -> list[str]:
    return [character for character in sample.decode(encoding, "replace") if character > "\x7f"]


def _typographic(sample: bytes, encoding: str) -> bool:
    characters = _beyond_ascii(sample, encoding)
    return sum(character in _MARKS_OF_TYPE for character in characters) > len(characters) / 2


def _likeness(sample: bytes, encoding: str) -> int:
    """How much `sample` in `encoding` looks like English news."""
    worth = {**dict.fromkeys(_USUAL, 1), **dict.fromkeys(_MARKS_OF_TYPE, 2)}
    return sum(worth.get(character, -1) for character in _beyond_ascii(sample, encoding))


def as_utf8(stream: BinaryIO) -> BinaryIO:
    """`stream` itself, or its text as UTF-8 where a byte order mark says that it is UTF-16 or -32."""
    found = mark_of(cast(io.BufferedReader, stream).peek(4)[:4])
    if not found or found[1] == "utf-8":
        return stream
    stream.read(len(found[0]))
    return cast(BinaryIO, _Recoded(stream, found[1]))


class _Recoded:
    """The lines of a text in `encoding`, as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._text = io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")

    def readline(self, size: int) -> bytes:
        return self._text.readline(size).encode()
