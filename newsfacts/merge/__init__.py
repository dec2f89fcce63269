"""Articles of one event put together: the facts of many articles in, stories out.

In: `ArticleFacts`, in any order. Out: a list of `Story` (`types`). `merge_facts` is all there is to call.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsfacts.merge.types import Best, Story
from newsfacts.types import ArticleFacts

__all__ = ["merge_facts"]


def merge_facts(
    facts: Iterable[ArticleFacts], *, same_story: float = 0.5, best: Best = Best.LATEST
) -> list[Story]:
    """The stories of all articles, in the same order whatever the order of `facts`.

    Each article stands in one story, alone where nothing joins it. `same_story`: how sure, 0 to 1, two
    articles have to be of one event; `best`: the policy that chooses a toll's figure.
    """
    raise NotImplementedError
