"""The headline of a plain text article."""

from __future__ import annotations

import re

_MAX_BLOCKS = 12
_MAX_CHARS = 300
_MIN_WORDS, _MAX_WORDS = 4, 30
_PROSE_WORDS = 12
_WRAPPED_WORDS = 8
# Lines that stand above a story and are no headline, though they look like one.
_BYLINE = re.compile(r"(?i)(?:by|published|updated|posted|photo|image|source|share|read|sign up|subscribe)\b")
_ENDS_SENTENCE = re.compile(r"[.:;,…]['\"’”)\]]*$")


def headline(text: str) -> str | None:
    """The line above the story that is its headline, without the blanks around it; None if unsure.

    That is the first block of a single line that does not end like a sentence, before any prose.
    A block of several whole lines (a box of an advert or appeal) is passed over.
    """
    blocks = re.split(r"(?:\r?\n[ \t]*){2,}", text[:5000].strip())
    if len(blocks) == 1:
        blocks = blocks[0].splitlines()
    for block in blocks[: _MAX_BLOCKS if len(blocks) > 1 else 0]:
        line = block.strip()
        words = len(line.split())
        if "\n" in line:
            if any(_is_broken_off(part) for part in line.splitlines()[:-1]):
                return None
            continue
        if _ENDS_SENTENCE.search(line):
            if words >= _PROSE_WORDS:
                return None
        elif _MIN_WORDS <= words <= _MAX_WORDS and len(line) <= _MAX_CHARS and not _BYLINE.match(line):
            return line
    return None


def _is_broken_off(line: str) -> bool:
    """Whether `line` is one of prose with hard line breaks."""
    return len(line.split()) >= _WRAPPED_WORDS and not re.search(r"[.:;!?…]['\"’”)\]]*\s*$", line)
