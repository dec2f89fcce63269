"""Data inside a page, where no text of an article can be taken for markup or code."""

from __future__ import annotations

import json
import re
from typing import Any

# What ends a script element or opens a comment in it; line ends that JavaScript once had of its own; what
# steers a terminal, an editor or the direction of writing. All as escapes, which JSON reads as the same.
_ESCAPED = re.compile("[<>&\u0080-\u00a0\u00ad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e"
                      "\u2060-\u206f\ufeff\ufff0-\uffff\U000e0000-\U000e0fff]")  # fmt: skip
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def island(data: Any) -> str:
    """`data` as JSON for a `<script type="application/json">`: it holds no markup, and parses to `data`.

    Lone surrogates, which no UTF-8 file can hold, become U+FFFD: as long, so that offsets stay true.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _ESCAPED.sub(_escape, _LONE_SURROGATE.sub("\ufffd", text))


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
