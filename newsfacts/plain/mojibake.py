"""UTF-8 that somebody decoded as something else: "CafÃ©", "itâ€™s". The repairs are ftfy's (Robyn Speer)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsfacts.plain.views import Edit

# What the first byte of a character of UTF-8 becomes in Windows-1252, Latin-1 or Mac Roman, and what may
# follow.
_LIKELY = re.compile(
    r"[\u00c2-\u00f4\u0102\u0103\u0393\u0412\u201a\u221a\u00ac\ufffd]"
    r"[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u2022\u2026"
    r"\u2030\u2039\u203a\u20ac\u2122]"
)
# Words around a broken place: enough for ftfy to see what happened, and little enough to be quick.
_RUN = re.compile(r"\S*[^\x00-\x7f]\S*")
_MAX_RUN = 200


def mojibake(text: str) -> Iterator[Edit]:
    """What stands in place of each word that was broken in decoding; nothing where none plainly was."""
    if not _LIKELY.search(text):
        return
    from ftfy import fix_encoding  # slow to import, and seldom needed
    from ftfy.badness import is_bad

    for line in re.finditer(r"[^\n]+", text):
        if not _LIKELY.search(line.group()):
            continue
        for run in _RUN.finditer(text, line.start(), line.end()):
            words = run.group()
            if len(words) > _MAX_RUN or not _LIKELY.search(words) or not is_bad(words):
                continue
            mended = fix_encoding(words)
            if mended != words:
                yield run.start(), run.end(), mended
