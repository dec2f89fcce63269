"""Stories, as frozen dataclasses: what several articles tell of one event, side by side.

None = the articles do not say; days (`first`, `last`) and counts (`min`, `max`, `low`, `high`) include both
ends, a count of None is open. Characters are those of the article named beside them, half-open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from newsfacts.types import (
    DateBasis,
    EventStatus,
    Grain,
    Harm,
    Location,
    OrganizationKind,
    PlaceKind,
    Precision,
    Scope,
)


class StatementRelation(StrEnum):
    """How a statement of a toll stands to the one it is held against."""

    FIRST = "first"  # nothing was told of this harm before
    AGREES = "agrees"  # one number fits both
    UPDATES = "updates"  # takes the place of a figure told before
    PART_OF = "part_of"  # counts some of those
    CONFLICTS = "conflicts"  # no number fits both, and neither takes the place of the other


class TollRelation(StrEnum):
    """How the statements of a toll stand to each other."""

    AGREE = "agree"
    UPDATE = "update"
    CONFLICT = "conflict"


class Best(StrEnum):
    """The policy that chooses one figure of a toll; only statements of the whole harm are asked."""

    LATEST = "latest"  # the last published, of one day the most exact
    MEDIAN = "median"
    MOST_SOURCES = "most-sources"  # the figure that most independent sources give
    LOWEST = "lowest"
    HIGHEST = "highest"


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """An article of a story. `copy_of`: id of the article it repeats almost word for word.

    `confidence`: how sure that it tells of this event, 0 to 1; None where it stands alone. `why`: what joined
    it to the others, for people; empty where nothing did.
    """

    id: str
    source: str | None
    url: str | None
    title: str | None
    published: str | None  # EDTF
    copy_of: str | None = None
    confidence: float | None = None
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryPerson:
    """One person of all articles of a story. `articles`: the ids of those that name them."""

    name: str
    role: str | None
    aliases: tuple[str, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryPlace:
    name: str
    kind: PlaceKind | None
    country: str | None  # ISO 3166-1 alpha-2
    admin1: str | None  # first order division
    latitude: float | None  # WGS 84, decimal degrees
    longitude: float | None
    precision: Precision | None
    aliases: tuple[str, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryOrganization:
    name: str
    kind: OrganizationKind | None
    aliases: tuple[str, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateStatement:
    """One date of one article. `inferred_from`: id of the article that completed an open date, else None."""

    article_id: str
    start: int
    end: int
    text: str
    value: str  # EDTF
    basis: DateBasis | None
    inferred_from: str | None = None
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """What happened at one date, with all its statements; the one whose words are `event` first."""

    value: str  # EDTF
    first: date | None
    last: date | None
    grain: Grain | None
    event: str | None
    status: EventStatus | None
    statements: tuple[DateStatement, ...]


@dataclass(frozen=True, slots=True)
class TollDate:
    """When the harm happened: the words of an article, their EDTF value and calendar days."""

    text: str
    value: str | None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class TollStatement:
    """One figure of one article, and how it stands to the statement `to` (index in the toll's list).

    `rule`: what decided the relation. `to` is None for the first.
    """

    article_id: str
    start: int
    end: int
    text: str
    min: int | None
    max: int | None
    approximate: bool
    attribution: str | None
    published: str | None  # EDTF, of the article
    relation: StatementRelation
    to: int | None
    rule: str
    victims: str | None = None
    sentence: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class BestFigure:
    """The figure that `policy` chooses."""

    min: int | None
    max: int | None
    approximate: bool
    policy: Best


@dataclass(frozen=True, slots=True)
class Toll:
    """One harm with all its statements, by publication, article and place in it.

    `low`, `high`: the least and the most that statements of the whole harm give; None = open. `sources`: how
    many independent ones tell of it, copies counted once.
    """

    kind: Harm
    victims: str | None
    place: str | None
    location: Location | None
    date: TollDate | None
    scope: Scope | None
    cause: str | None
    low: int | None
    high: int | None
    best: BestFigure
    sources: int
    relation: TollRelation
    statements: tuple[TollStatement, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """All that the articles of one event tell. `first`, `last`: the first and last day of publication."""

    id: str
    title: str | None
    first: date | None
    last: date | None
    articles: tuple[StoryArticle, ...]
    people: tuple[StoryPerson, ...] = ()
    places: tuple[StoryPlace, ...] = ()
    organizations: tuple[StoryOrganization, ...] = ()
    timeline: tuple[StoryEvent, ...] = ()
    tolls: tuple[Toll, ...] = ()
