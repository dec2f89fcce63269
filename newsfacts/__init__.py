"""newsfacts: facts from English news articles, each with the sentence it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from newsfacts.errors import NewsfactsError
    from newsfacts.pipeline import extract, extract_many
    from newsfacts.types import Article, ArticleFacts

__all__ = ["Article", "ArticleFacts", "NewsfactsError", "__version__", "extract", "extract_many"]

_HOME = {
    "Article": "types",
    "ArticleFacts": "types",
    "NewsfactsError": "errors",
    "extract": "pipeline",
    "extract_many": "pipeline",
}


def __getattr__(name: str) -> Any:
    """The public names, imported when asked for: `newsfacts --help` must not wait for spaCy."""
    if name not in _HOME:
        raise AttributeError(f"module 'newsfacts' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"newsfacts.{_HOME[name]}"), name)
