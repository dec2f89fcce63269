"""Zip archives -> their members, each like a file."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast

from newsfacts.errors import InputError
from newsfacts.readers.formats import ARCHIVE_SUFFIX, FOLDER_SUFFIXES, format_of, suffix_of
from newsfacts.readers.inputs import member_of
from newsfacts.readers.item import Input
from newsfacts.readers.packed import Budget

# An archive from a pipe is kept in memory up to this size, then in a temporary file: its list stands at the
# end.
_IN_MEMORY_BYTES = 1 << 24
# What a document is, by a member that its archive always has.
_SHEET = "xl/workbook.xml"
_DOCUMENTS = {
    "word/document.xml": "a Word document (.docx)",
    _SHEET: "an Excel workbook (.xlsx)",
    "ppt/presentation.xml": "a presentation (.pptx)",
}
# A password, another compression, damage: what zipfile and its libraries raise.
_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


def members(
    stream: BinaryIO, item: Input, budget: Budget, *, picks: Callable[[str], bool]
) -> Iterator[tuple[BinaryIO, Input] | InputError]:
    """The readable kinds in a zip archive, sorted by name, each open until the next one is asked for.

    A member that cannot be opened comes as the error that says so. `picks`: whether the member of this path
    is wanted. A lone member is read whatever its name is. Raises InputError where there is no archive, or
    nothing in it.
    """
    with seekable(stream, budget) as whole:
        try:
            archive = zipfile.ZipFile(whole)
        except _ERRORS as error:
            todo = "copy it again from where it came"
            raise InputError(item.label, f"broken zip ({str(error)[:80]})", todo) from None
        with archive:
            found = _wanted(archive, item, picks)
            stems = Counter(member_of(item, info.filename).id for info in found)
            for info in found:
                member = member_of(item, info.filename)
                if stems[member.id] > 1:
                    member = member_of(item, info.filename, id=info.filename)
                if info.flag_bits & 1:
                    yield InputError(member.label, "encrypted", "unpack it yourself, with its password")
                    continue
                try:
                    opened = archive.open(info)
                except _ERRORS as error:
                    yield _broken(member, error)
                    continue
                with opened:
                    yield io.BufferedReader(_Member(cast(BinaryIO, opened), member, budget)), member


def _wanted(archive: zipfile.ZipFile, item: Input, picks: Callable[[str], bool]) -> list[zipfile.ZipInfo]:
    files = [info for info in archive.infolist() if not info.is_dir() and not _hidden(info.filename)]
    _refuse_document({info.filename for info in files}, item)
    lone = len(files) == 1
    files = [info for info in files if _is_wanted(info.filename, picks, lone=lone)]
    if not files:
        kinds = " ".join(FOLDER_SUFFIXES)
        raise InputError(item.label, "no articles in this archive", f"it needs files of {kinds}")
    return sorted(files, key=lambda info: info.filename)


def _is_wanted(name: str, picks: Callable[[str], bool], *, lone: bool) -> bool:
    return _is_archive(name) or (bool(lone or format_of(name)) and picks(name))


def _refuse_document(names: set[str], item: Input) -> None:
    """Raise InputError where the archive with members of these names is a document."""
    if not names & {"[Content_Types].xml", "mimetype"}:
        return
    part = next((part for part in _DOCUMENTS if part in names), "")
    what = _DOCUMENTS.get(part, "an Office document or e-book")
    todo = "save it as CSV" if part == _SHEET else "save it as plain text (.txt)"
    raise InputError(item.label, f"{what}, not text", todo)


def _hidden(name: str) -> bool:
    # "../articles/a.txt" is what `zip x.zip ../articles/*` makes of a file; nothing is unpacked by name.
    parts = (part for part in name.replace("\\", "/").split("/") if part not in (".", ".."))
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _is_archive(name: str) -> bool:
    return suffix_of(name) == ARCHIVE_SUFFIX


def seekable(stream: BinaryIO, budget: Budget | None = None) -> BinaryIO:
    """`stream`, or a copy of it where it cannot be read twice. Counts its size where nobody has yet."""
    if not stream.seekable():
        kept = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115, the caller closes it
        shutil.copyfileobj(stream, kept)
        stream = cast(BinaryIO, kept)
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if budget is not None and budget.depth <= 1:
        budget.packed = max(budget.packed, size)
    return stream


def _broken(member: Input, error: Exception) -> InputError:
    return InputError(member.label, f"broken in its archive ({str(error)[:80]})", "copy the archive again")


class _Member(io.RawIOBase):
    def __init__(self, stream: BinaryIO, member: Input, budget: Budget) -> None:
        self._stream, self._member, self._budget = stream, member, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except _ERRORS as error:
            raise _broken(self._member, error) from None
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)
