"""Letters and marks that mean the same, made one, each in the place it had: for looking words up."""

from __future__ import annotations

import unicodedata

_MARKS = {
    "’": "'",
    "‘": "'",
    "–": "-",
    "\u2011": "-",
    "\u00a0": " ",
    "“": '"',
    "”": '"',
    "\n": " ",
    "\r": " ",
    "\t": " ",
}
_ALIKE = str.maketrans(
    _MARKS
    | {
        letter: base
        for letter in map(chr, range(0xC0, 0x250))
        if (base := unicodedata.normalize("NFD", letter)[0]).isascii()
    }
    | {"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d"}
)


def alike(text: str) -> str:
    """`text` with straight quotes, plain dashes and blanks, no accents; each letter in its place."""
    return text.translate(_ALIKE)
