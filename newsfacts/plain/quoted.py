"""Quoted-printable, the way mail writes letters beyond ASCII: "caf=C3=A9", lines that end in "="."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsfacts.plain.views import Edit

_CODE = r"=[0-9A-F]{2}"
_MARK = re.compile(rf"(?:{_CODE})+|=[ \t]*\r?\n")
_SOFT = re.compile(r"=[ \t]*\r?\n")
# Real text has "=" at the end of a line next to never.
_MIN_SOFT = 2


def is_quoted(text: str) -> bool:
    """Whether `text` is in quoted-printable: lines broken off with "=", and no other "=" than its marks."""
    if "=" not in text:
        return False
    soft = len(_SOFT.findall(text))
    if soft < _MIN_SOFT:
        return False
    marks = sum(match.group().count("=") for match in _MARK.finditer(text))
    return marks >= 0.95 * text.count("=")


def quoted(text: str) -> Iterator[Edit]:
    """What stands in place of each mark."""
    for match in _MARK.finditer(text):
        mark = match.group()
        if mark.endswith("\n"):
            yield match.start(), match.end(), ""
            continue
        codes = bytes.fromhex(mark.replace("=", ""))
        try:
            words = codes.decode()
        except UnicodeDecodeError:
            words = codes.decode("cp1252", "replace")
        yield match.start(), match.end(), words
