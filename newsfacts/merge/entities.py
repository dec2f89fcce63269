"""Who is who across the articles of a story: people, places and organizations under one name each.

The user's aliases decide before anything else. Else a person's short name joins the one full name that it
fits; a place, those of its name close by; an organization, its acronym.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from newsfacts.english.names import Fit, bare, fit, fold, is_acronym, person_words, stands_for, suffix
from newsfacts.merge.features import kilometres
from newsfacts.merge.profile import Spot
from newsfacts.merge.types import StoryOrganization, StoryPerson, StoryPlace
from newsfacts.names.aliases.file import Aliases
from newsfacts.types import ArticleFacts, Organization, Person, Place

NamedT = TypeVar("NamedT", Person, Place, Organization)

# Places of one name that lie farther apart are two.
_NEAR_KM = 50.0


@dataclass
class _Joined:
    """What the articles tell of one entity. `told`: article id and entity, in order."""

    told: list[tuple[str, Any]] = field(default_factory=list)
    canonical: str | None = None  # by the user's aliases

    @property
    def names(self) -> Counter[str]:
        """Names and aliases with the mentions of who has them as a name."""
        counted: Counter[str] = Counter()
        for _, entity in self.told:
            counted[entity.name] += len(entity.mentions) + 1
            counted.update(entity.aliases)
        return counted

    @property
    def name(self) -> str:
        """The user's; else that with the most words, of equals the most told."""
        if self.canonical:
            return self.canonical
        counted = Counter[str]()
        for _, entity in self.told:
            counted[entity.name] += len(entity.mentions) + 1
        return max(counted, key=lambda name: (len(name.split()), counted[name], name))

    @property
    def aliases(self) -> tuple[str, ...]:
        name = self.name
        return tuple(other for other in self.names if other != name)

    @property
    def articles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(article for article, _ in self.told))

    def most(self, slot: Callable[[Any], Hashable | None]) -> Any:
        """What most say; of equals the first; None where nobody says."""
        counted = Counter(value for _, entity in self.told if (value := slot(entity)) is not None)
        return counted.most_common(1)[0][0] if counted else None


def _by_weight(groups: Iterable[_Joined]) -> list[_Joined]:
    """Those that more articles name first, of equals the more mentioned."""

    def weight(group: _Joined) -> tuple[int, int]:
        return -len(group.articles), -sum(len(entity.mentions) for _, entity in group.told)

    return sorted(groups, key=weight)


def _owned(
    facts: Sequence[ArticleFacts], kind: str, aliases: Aliases | None
) -> tuple[list[_Joined], list[tuple[str, Any]]]:
    """The entities that the user's aliases name, joined; and the others with their articles."""
    owned: dict[str, _Joined] = {}
    others = []
    for found in facts:
        for entity in getattr(found, kind):
            owner = aliases.owner(entity.name) if aliases else None
            if aliases and aliases.ignores(entity.name):
                continue
            if owner and owner.table == kind:
                group = owned.setdefault(owner.name, _Joined(canonical=owner.name))
                group.told.append((found.article.id, entity))
            else:
                others.append((found.article.id, entity))
    return list(owned.values()), others


def people(facts: Sequence[ArticleFacts], aliases: Aliases | None = None) -> tuple[StoryPerson, ...]:
    """The people of all articles, those that more articles name first."""
    groups, others = _owned(facts, "people", aliases)
    known = _KnownPeople(groups)
    # Full names first: a short one joins where it fits one of them only.
    for article, person in sorted(others, key=lambda item: -len(person_words(item[1].name))):
        fitting = known.fitting(person.name)
        if len(fitting) == 1:
            group = fitting[0]
        else:
            groups.append(group := _Joined())
        group.told.append((article, person))
        known.add(person.name, group)
    return tuple(_person(group) for group in _by_weight(_in_order(groups, facts)))


class _KnownPeople:
    """The groups of people so far, by the words of their names."""

    def __init__(self, groups: Sequence[_Joined]) -> None:
        self._names: dict[int, dict[str, tuple[str, ...]]] = {}
        self._groups: dict[int, _Joined] = {}
        self._with: dict[str, dict[int, None]] = {}
        for group in groups:
            for name in (group.name, *(entity.name for _, entity in group.told)):
                self.add(name, group)

    def add(self, name: str, group: _Joined) -> None:
        key, words = id(group), person_words(name)
        self._groups[key] = group
        self._names.setdefault(key, {})[name] = words
        for word in words:
            self._with.setdefault(word, {})[key] = None

    def fitting(self, name: str) -> list[_Joined]:
        """The groups that `name` can be a form of, or is."""
        words = person_words(name)
        keys = dict.fromkeys(key for word in words for key in self._with.get(word, ()))
        return [self._groups[key] for key in keys if self._fits(name, words, key)]

    def _fits(self, name: str, words: Sequence[str], key: int) -> bool:
        least = Fit.LAST if len(words) == 1 else Fit.SEVERAL
        return any(
            fit(words, other_words) >= least and suffix(name) in ("", suffix(other))
            for other, other_words in self._names[key].items()
        )


def _person(group: _Joined) -> StoryPerson:
    role = group.most(lambda person: person.role)
    return StoryPerson(group.name, role, group.aliases, group.articles)


def places(facts: Sequence[ArticleFacts], aliases: Aliases | None = None) -> tuple[StoryPlace, ...]:
    """The places of all articles, those that more articles name first."""
    groups, others = _owned(facts, "places", aliases)
    by_name: dict[str, list[_Joined]] = {}
    for article, place in others:
        known = by_name.setdefault(fold(bare(place.name)), [])
        group = next((group for group in known if _is_same_place(place, group.told[0][1])), None)
        if group is None:
            known.append(group := _Joined())
            groups.append(group)
        group.told.append((article, place))
    return tuple(_place(group) for group in _by_weight(_in_order(groups, facts)))


def _is_same_place(one: Place, other: Place) -> bool:
    if one.country and other.country and one.country != other.country:
        return False
    spots = [
        Spot(place.name, place.latitude, place.longitude, 1.0)
        for place in (one, other)
        if place.latitude is not None and place.longitude is not None
    ]
    return len(spots) < 2 or kilometres(*spots) <= _NEAR_KM


def _place(group: _Joined) -> StoryPlace:
    spot = group.most(lambda p: (p.latitude, p.longitude, p.precision) if p.latitude is not None else None)
    latitude, longitude, precision = spot or (None, None, None)
    return StoryPlace(
        group.name,
        group.most(lambda place: place.kind),
        group.most(lambda place: place.country),
        group.most(lambda place: place.admin1),
        latitude,
        longitude,
        precision,
        group.aliases,
        group.articles,
    )


def organizations(
    facts: Sequence[ArticleFacts], aliases: Aliases | None = None
) -> tuple[StoryOrganization, ...]:
    """The organizations of all articles, those that more articles name first."""
    groups, others = _owned(facts, "organizations", aliases)
    by_name: dict[str, _Joined] = {}
    acronyms = []
    for article, body in others:
        names = [fold(bare(name)) for name in (body.name, *body.aliases)]
        if len(names) == 1 and names[0] not in by_name and is_acronym(body.name):
            acronyms.append((article, body))
            continue
        _tell(groups, by_name, names, article, body)
    for article, body in acronyms:
        own = fold(bare(body.name))
        full = [] if own in by_name else [g for g in groups if stands_for(body.name, bare(g.name))]
        if len(full) == 1:
            by_name[own] = full[0]
        _tell(groups, by_name, [own], article, body)
    return tuple(_organization(group) for group in _by_weight(_in_order(groups, facts)))


def _tell(
    groups: list[_Joined],
    by_name: dict[str, _Joined],
    names: Sequence[str],
    article: str,
    body: Organization,
) -> None:
    """Add what `article` tells of `body` to the group known by one of `names`, or to a new one."""
    group = next((by_name[name] for name in names if name in by_name), None)
    if group is None:
        groups.append(group := _Joined())
    group.told.append((article, body))
    for name in names:
        by_name.setdefault(name, group)


def _organization(group: _Joined) -> StoryOrganization:
    return StoryOrganization(group.name, group.most(lambda body: body.kind), group.aliases, group.articles)


def _in_order(groups: Sequence[_Joined], facts: Sequence[ArticleFacts]) -> Iterator[_Joined]:
    """`groups` by the first article that names them, what each article tells in its order."""
    order = {found.article.id: number for number, found in enumerate(facts)}

    def first(group: _Joined) -> tuple[int, int]:
        group.told.sort(key=lambda item: (order[item[0]], _start(item[1])))
        return order[group.told[0][0]], _start(group.told[0][1])

    return iter(sorted(groups, key=first))


def _start(entity: Person | Place | Organization) -> int:
    return entity.mentions[0].span.start if entity.mentions else 0
