"""Facts -> stories: the steps in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from newsfacts.merge.blocking import candidates
from newsfacts.merge.clusters import Linkage, clusters
from newsfacts.merge.copies import copies
from newsfacts.merge.dates import completed, events
from newsfacts.merge.entities import organizations, people, places
from newsfacts.merge.features import features, most_likely, most_likely_by_days
from newsfacts.merge.profile import Profile, count, profile
from newsfacts.merge.scorer import scorer
from newsfacts.merge.tolls import tolls
from newsfacts.merge.types import Best, Story, StoryArticle
from newsfacts.merge.why import reasons
from newsfacts.merge.words import Rarity
from newsfacts.names.aliases.file import Aliases
from newsfacts.types import ArticleFacts

# Many articles tell of one event from many sides. Of 0.1 to 0.25 and of 0.25 to 0.6 these are best on the
# half of the events tuned on.
_LINKAGE = Linkage(raised_by=0.2, stray=0.3)
# Harm so many days from that of a story is of another event.
_ANOTHER_DAY = 3


@dataclass(frozen=True)
class _Collection:
    """All articles, by id, and what is known of their pairs."""

    facts: Sequence[ArticleFacts]
    profiles: Sequence[Profile]
    rarity: Rarity
    likely: Mapping[tuple[int, int], float]
    copies: Mapping[int, int]

    def sure(self, one: int, other: int) -> float:
        """How sure two articles are of one event; a copy is of that of its original."""
        if self.copies.get(one, one) == self.copies.get(other, other):
            return 1.0
        return self.likely.get((min(one, other), max(one, other)), 0.0)


def stories(
    facts: Iterable[ArticleFacts], *, same_story: float, best: Best, aliases: Aliases | None
) -> list[Story]:
    """As `merge_facts`."""
    collection = _collection(facts)
    groups = clusters(
        len(collection.facts),
        collection.likely,
        same_story,
        together=collection.copies.items(),
        linkage=_LINKAGE,
        differ=lambda one, other: _harmed_apart(collection.profiles, one, other),
    )
    told = [sorted(group, key=lambda i: _order(collection, i)) for group in groups]
    told.sort(key=lambda group: _order(collection, group[0]))
    return [
        _story(f"s{number}", collection, group, best, aliases) for number, group in enumerate(told, start=1)
    ]


def _harmed_apart(profiles: Sequence[Profile], one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two groups of articles both tell of days of harm, and of no common ones."""
    mine, theirs = ({day for i in group for day in profiles[i].harmed} for group in (one, other))
    apart = (abs((a - b).days) for a in mine for b in theirs)
    return min(apart, default=0) > _ANOTHER_DAY


def _order(collection: _Collection, item: int) -> tuple[date, str]:
    """By publication, the undated last, then id."""
    return collection.profiles[item].published or date.max, collection.profiles[item].id


def _collection(facts: Iterable[ArticleFacts]) -> _Collection:
    by_id: dict[str, ArticleFacts] = {}
    for found in facts:
        by_id.setdefault(found.article.id, found)
    known = [by_id[key] for key in sorted(by_id)]
    counts = [count(found) for found in known]
    rarity = Rarity()
    for counted in counts:
        rarity.add(counted.words)
    profiles = [profile(found, counted, rarity) for found, counted in zip(known, counts, strict=True)]
    del counts
    pairs = list(candidates(profiles))
    sure = scorer()
    likely = {
        (i, j): min(
            sure.probability(row), most_likely(row), most_likely_by_days(profiles[i], profiles[j], row)
        )
        for (i, j), row in zip(pairs, features(profiles, pairs), strict=True)
    }
    return _Collection(known, profiles, rarity, likely, copies(known, profiles))


def _story(
    name: str, collection: _Collection, group: Sequence[int], best: Best, aliases: Aliases | None
) -> Story:
    facts, origins = completed([collection.facts[i] for i in group])
    days = [collection.profiles[i].published for i in group]
    known = [day for day in days if day]
    originals = [collection.facts[collection.copies.get(i, i)].article.id for i in group]
    return Story(
        id=name,
        title=_title(collection, group),
        first=min(known, default=None),
        last=max(known, default=None),
        articles=tuple(_article(collection, i, group) for i in group),
        people=people(facts, aliases),
        places=places(facts, aliases),
        organizations=organizations(facts, aliases),
        timeline=events(facts, origins),
        tolls=tolls(facts, days, originals, collection.rarity, best),
    )


def _closest(collection: _Collection, item: int, group: Sequence[int]) -> int | None:
    others = [i for i in group if i != item]
    return max(others, key=lambda i: (collection.sure(item, i), -i), default=None)


def _title(collection: _Collection, group: Sequence[int]) -> str | None:
    """That of the article closest to all others, of equals the first that has one."""

    def centrality(item: int) -> float:
        return round(sum(collection.sure(item, other) for other in group if other != item), 6)

    titled = [i for i in group if collection.facts[i].article.title]
    return collection.facts[max(titled, key=centrality)].article.title if titled else None


def _article(collection: _Collection, item: int, group: Sequence[int]) -> StoryArticle:
    facts = collection.facts[item]
    original = collection.copies.get(item)
    closest = _closest(collection, item, group)
    others = [collection.sure(item, other) for other in group if other != item]
    why: tuple[str, ...] = ()
    if original is not None:
        why = (f"nearly the same text as {collection.facts[original].article.id}",)
    elif closest is not None:
        why = reasons(collection.profiles[item], collection.profiles[closest], facts)
    return StoryArticle(
        id=facts.article.id,
        source=facts.article.source,
        url=facts.article.url,
        title=facts.article.title,
        published=facts.published.date,
        copy_of=None if original is None else collection.facts[original].article.id,
        confidence=round(sum(others) / len(others), 4) if others else None,
        why=why,
    )
