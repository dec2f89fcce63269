"""Articles of one event put together: the facts of many articles in, stories out.

In: `ArticleFacts`, in any order. Out: a list of `Story` (`types`). `merge_facts` is all there is to call. On
the way: `profile` (what of an article tells its event), `blocking` (who is worth comparing), `features` and
`scorer` (how sure they are of one event), `copies`, `clusters`; then per story `entities`, `dates`, `harms`
(which figures count the same), `relations` and `tolls`.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsfacts.merge.types import Best, Story
from newsfacts.names.aliases.file import Aliases
from newsfacts.types import ArticleFacts

__all__ = ["merge_facts"]

SAME_STORY = 0.5


def merge_facts(
    facts: Iterable[ArticleFacts],
    *,
    same_story: float = SAME_STORY,
    best: Best = Best.LATEST,
    aliases: Aliases | None = None,
) -> list[Story]:
    """The stories of all articles, in the same order whatever the order of `facts`.

    Each article stands in one story, alone where nothing joins it; of several with one id the first counts.
    `same_story`: how sure, 0 to 1, the articles of a story have to be of one event; `best`: the policy that
    chooses a toll's figure; `aliases`: the user's word on who is who.
    """
    from newsfacts.merge.build import stories

    return stories(facts, same_story=same_story, best=best, aliases=aliases)
