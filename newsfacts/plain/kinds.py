"""What the text of an article may be."""

from __future__ import annotations

from enum import StrEnum


class TextIs(StrEnum):
    """What the text of an article is: `auto` tells by its tags."""

    AUTO = "auto"
    TEXT = "text"
    HTML = "html"
