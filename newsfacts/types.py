"""The facts, as frozen dataclasses.

None = the article does not say; `()` = looked, found none. Characters are half-open
[start, end); days (`first`, `last`) and counts (`min`, `max`) include both ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from importlib import import_module
from typing import Any

from newsfacts.dataclass_data import Short
from newsfacts.dataclass_data import from_dict as from_dict
from newsfacts.dataclass_data import to_dict as to_dict
from newsfacts.edits import Edit, Reviewed


@dataclass(frozen=True, slots=True, order=True)
class CharSpan:
    """Characters [start, end) of `Article.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]

    def overlaps(self, other: CharSpan) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands. `rule`: id of the rule, or name of the model, that found it. `decisions`, of a
    name: what put it in order, and what it was before.
    """

    span: CharSpan
    sentence: CharSpan
    rule: str = ""
    decisions: tuple[Decision, ...] = field(default=(), compare=False, repr=False)  # for `--explain`


class PlaceKind(StrEnum):
    COUNTRY = "country"
    REGION = "region"
    CITY = "city"
    LANDMARK = "landmark"
    WATER = "water"
    OTHER = "other"


class Precision(StrEnum):
    """Of what a place's coordinates are the point."""

    EXACT = "exact"  # of the place itself; of a country or a region its middle
    REGION = "region"  # of the province or district that holds it, or of a town close by
    COUNTRY = "country"  # of the small country that holds it


class OrganizationKind(StrEnum):
    GOVERNMENT = "government"
    ARMED_GROUP = "armed_group"
    COMPANY = "company"
    MEDIA = "media"
    COURT = "court"
    PARTY = "party"
    NGO = "ngo"
    INTERNATIONAL = "international"
    SPORTS = "sports"
    OTHER = "other"


class Harm(StrEnum):
    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    CAPTIVE = "captive"
    DISPLACED = "displaced"
    CASUALTIES = "casualties"  # one figure for several kinds, or for a kind left open


class Status(StrEnum):
    REPORTED = "reported"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"


class Scope(StrEnum):
    INCIDENT = "incident"
    CUMULATIVE = "cumulative"
    REMAINING = "remaining"


class DateType(StrEnum):
    """The types of TIMEX3; only dates and times become event dates in tables."""

    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    SET = "set"


class EventStatus(StrEnum):
    """How a dated event stands on the day of publication."""

    HAPPENED = "happened"
    PLANNED = "planned"  # to come, or told as a plan of a day gone by
    RECURRING = "recurring"  # each week, every May


class Grain(StrEnum):
    TIME = "time"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


class DateBasis(StrEnum):
    ABSOLUTE = "absolute"  # the words name the date in full
    PUBLISHED = "published"  # counted from the publication date
    TEXT = "text"  # counted from another date of the text
    INFERRED = "inferred"  # worked out otherwise


class PublishedBasis(StrEnum):
    OPTION = "option"
    METADATA = "metadata"
    URL = "url"
    TEXT = "text"
    INFERRED = "inferred"


class PublishedSource(StrEnum):
    """What may tell the publication date, where nobody says it (`PublishedBasis.OPTION`)."""

    METADATA = "metadata"  # a field of the record, or of the page
    URL = "url"  # the address
    NAME = "name"  # the file's name
    TEXT = "text"  # the article's own words
    MTIME = "mtime"  # when the file was last changed
    INFERRED = "inferred"  # worked out of the article's words


# A copied file is as new as the copy: that is taken for a date only where somebody asks for it.
PUBLISHED_FROM = tuple(source for source in PublishedSource if source is not PublishedSource.MTIME)


class SkipReason(StrEnum):
    ADVERT = "advert"
    NEWSLETTER = "newsletter"
    DONATION = "donation"
    TEASER = "teaser"
    CREDIT = "credit"
    SHARE = "share"
    COMMENTS = "comments"
    CORRECTION = "correction"
    NAVIGATION = "navigation"
    OTHER = "other"


@dataclass(frozen=True, slots=True, repr=False)
class Published(Short):
    """Publication date as EDTF (`2024-09-02`, `XXXX-05-06` where the year is not known), and how known.

    `earliest`, `latest`: of one that was worked out, the days between which it lies, both included; `date` is
    then a day, a month or a year as far as that is sure, or None where only the range is.
    """

    date: str | None = None
    basis: PublishedBasis | None = None
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Article(Short):
    """One input. `text` is exactly as read: every offset counts its code points."""

    id: str
    text: str
    title: str | None = None
    published: Published = Published()
    url: str | None = None
    source: str | None = None  # path as given, or URL
    warnings: tuple[str, ...] = ()  # what the reader has to say about it: another encoding, a malformed date
    modified: date | None = None  # when its file was last changed (UTC); only where that was asked for
    author: str | None = None  # who wrote it, as printed, without "By"


@dataclass(frozen=True, slots=True, repr=False)
class Person(Short):
    name: str  # fullest form in the article
    role: str | None
    aliases: tuple[str, ...]
    mentions: tuple[Evidence, ...]
    confidence: float | None = None
    age: int | None = None  # years, where the article states it
    nationality: str | None = None  # ISO 3166-1 alpha-2, several joined by "; "
    edit: Edit | None = None
    pronouns: tuple[CharSpan, ...] = ()  # "he", "her", "the minister", where it is safe to say whom they mean


@dataclass(frozen=True, slots=True)
class Namesake:
    """A place that a name can mean. `likely`: how likely it is that one, 0 to 1."""

    kind: PlaceKind
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    likely: float


@dataclass(frozen=True, slots=True, repr=False)
class Place(Short):
    name: str
    kind: PlaceKind | None
    country: str | None  # ISO 3166-1 alpha-2
    latitude: float | None  # WGS 84, decimal degrees
    longitude: float | None
    aliases: tuple[str, ...]
    mentions: tuple[Evidence, ...]
    confidence: float | None = None
    precision: Precision | None = None  # None where there are no coordinates
    metonymy: bool = False  # a capital or country that stands for its government throughout
    admin1: str | None = None  # first order division: state, province
    geonames: int | None = None  # GeoNames id; None where unsure or unknown
    location_confidence: float | None = None  # of the choice among its namesakes; None where there is none
    namesakes: tuple[Namesake, ...] = field(default=(), compare=False, repr=False)  # for `--explain`
    edit: Edit | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Organization(Short):
    name: str
    kind: OrganizationKind | None
    aliases: tuple[str, ...]
    mentions: tuple[Evidence, ...]
    confidence: float | None = None
    edit: Edit | None = None


@dataclass(frozen=True, slots=True, repr=False)
class FigureDate(Short):
    """When the harm happened: the article's words, their EDTF value, days both included; None: not known."""

    text: str
    value: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class SlotConfidence(Short):
    """How sure each slot of a figure is, 0 to 1; None where the slot is."""

    victims: float | None = None
    place: float | None = None
    date: float | None = None
    attribution: float | None = None
    cause: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What decided a slot of a fact. `by`: the rule, label or cue; `span`: its words, None where none did."""

    slot: str
    by: str
    span: CharSpan | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Location(Short):
    """Where a figure's harm happened, as far as a place of the article tells; fields as in Place."""

    name: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    precision: Precision | None


@dataclass(frozen=True, slots=True, repr=False)
class CasualtyFigure(Short):
    """One statement of a casualty figure. `min`, `max`: persons, both included, None = open."""

    kind: Harm
    min: int | None
    max: int | None
    approximate: bool
    victims: str | None
    place: str | None
    date: FigureDate | None
    attribution: str | None
    cause: str | None
    status: Status
    scope: Scope | None
    group: int
    evidence: Evidence
    confidence: float | None = None
    location: Location | None = None  # the place that `place` means
    confidence_of: SlotConfidence = SlotConfidence()
    decisions: tuple[Decision, ...] = field(default=(), compare=False, repr=False)  # for `--explain`
    edit: Edit | None = None


@dataclass(frozen=True, slots=True, repr=False)
class EventDate(Short):
    """One temporal expression. `timex`: TIMEX3 value; `value`: EDTF; `first`, `last`: days, both included."""

    type: DateType
    timex: str | None
    value: str | None
    first: date | None
    last: date | None
    grain: Grain | None
    event: str | None
    basis: DateBasis | None
    evidence: Evidence
    confidence: float | None = None
    status: EventStatus | None = None  # None: a length of time, or the text does not tell
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A stretch of furniture: there, but not part of the story."""

    span: CharSpan
    reason: SkipReason


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """Everything found in one article, in reading order."""

    article: Article
    published: Published
    people: tuple[Person, ...] = ()
    places: tuple[Place, ...] = ()
    organizations: tuple[Organization, ...] = ()
    casualties: tuple[CasualtyFigure, ...] = ()
    dates: tuple[EventDate, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    reviewed: Reviewed | None = None

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(found)} {kind}" for kind in KINDS if (found := getattr(self, kind)))
        return f"<ArticleFacts of {self.article.id!r}: {counts or 'no facts'}>"

    @property
    def text(self) -> str:
        """The text that all offsets count: `facts.text[start:end]`."""
        return self.article.text

    def to_dict(self) -> dict[str, Any]:
        """The record that `--format json` writes, as plain data: what docs/output.md and the schema tell."""
        record: dict[str, Any] = import_module("newsfacts.output.records").as_record(self)
        return record

    def to_frames(self, *, library: str | None = None) -> dict[str, Any]:
        """A data frame of pandas or polars for each table: see `newsfacts.to_frames`, which takes many."""
        frames: dict[str, Any] = import_module("newsfacts.output.frames").to_frames(self, library=library)
        return frames

    def _repr_html_(self) -> str:
        """The article with its facts marked, as notebooks show it."""
        # By name: this module stands below all others, and notebooks alone ask for it.
        html: str = import_module("newsfacts.writers.notebook").article_html(self)
        return html


Fact = Person | Place | Organization | CasualtyFigure | EventDate | Skipped

# The kinds of facts, in the order in which they are shown: JSON key -> type.
KINDS: dict[str, type[Any]] = {
    "people": Person,
    "places": Place,
    "organizations": Organization,
    "casualties": CasualtyFigure,
    "dates": EventDate,
}


def spans_of(fact: Fact) -> Iterator[CharSpan]:
    """The places in the text where `fact` stands."""
    if isinstance(fact, Skipped):
        yield fact.span
    elif isinstance(fact, CasualtyFigure | EventDate):
        yield fact.evidence.span
    else:
        yield from (mention.span for mention in fact.mentions)
