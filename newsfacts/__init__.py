"""newsfacts: facts from English news articles, each with the sentence it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.2.0"

if TYPE_CHECKING:
    from newsfacts.api import extract, extract_many
    from newsfacts.errors import NewsfactsError
    from newsfacts.output.frames import to_frames
    from newsfacts.types import Article, ArticleFacts, Published

__all__ = [
    "Article",
    "ArticleFacts",
    "NewsfactsError",
    "Published",
    "__version__",
    "extract",
    "extract_many",
    "to_frames",
]

_HOME = {
    "Article": "types",
    "ArticleFacts": "types",
    "NewsfactsError": "errors",
    "Published": "types",
    "extract": "api",
    "extract_many": "api",
    "to_frames": "output.frames",
}


def __getattr__(name: str) -> Any:
    """The public names, imported when asked for: `newsfacts --help` must not wait for spaCy."""
    if name not in _HOME:
        raise AttributeError(f"module 'newsfacts' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"newsfacts.{_HOME[name]}"), name)
