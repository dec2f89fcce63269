"""What functions gave for words, remembered for the article at hand, and bounded from article to article.

A list of a fixed size, the oldest left out, is of no use to an article of more names than it holds: each pass
over the names would find its first ones left out again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary

P = ParamSpec("P")
ReturnT = TypeVar("ReturnT")

# So many words are kept for the next article: a dozen functions have such lists, of 200 bytes a word.
KEPT = 2_048
_bounds: WeakKeyDictionary[Any, int] = WeakKeyDictionary()


def remembered(kept: int = KEPT) -> Callable[[Callable[P, ReturnT]], Callable[P, ReturnT]]:
    """Decorates a function of words that gives the same for the same words: it is asked once. What it gave is
    forgotten before an article that finds more than `kept` of them.
    """

    def keeping(function: Callable[P, ReturnT]) -> Callable[P, ReturnT]:
        found = cache(cast(Any, function))
        _bounds[found] = kept
        return cast("Callable[P, ReturnT]", found)

    return keeping


def forget() -> None:
    """Forget what was remembered, where it is too much. Called before each article."""
    for found, kept in _bounds.items():
        if found.cache_info().currsize > kept:
            found.cache_clear()
