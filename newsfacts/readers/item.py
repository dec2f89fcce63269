"""One input: a file, or standard input."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SURROGATES = re.compile("[\ud800-\udc7f\udd00-\udfff]")


@dataclass(frozen=True, slots=True)
class Input:
    """One file, or standard input (`-`).

    `path` opens it; `id` is for an article without an id of its own; `below` is the path below the
    folder in which it was found, None where it was named itself.
    """

    path: str
    id: str
    below: str | None = None

    @property
    def name(self) -> str:
        """The path as given, as text that any stream can print; `-` for standard input."""
        return printable(self.path)

    @property
    def label(self) -> str:
        """What messages call it."""
        return "stdin" if self.path == "-" else self.name


def printable(path: str) -> str:
    """`path` with the bytes that are no UTF-8, and lone surrogates, as U+FFFD."""
    # Those from U+DC80 to U+DCFF are bytes of the name of a file; Python can be given others.
    path = _SURROGATES.sub("\ufffd", path)
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
