"""Stories as the JSON of `newsfacts merge`, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, TypedDict, get_args, get_origin, get_type_hints, is_typeddict

from newsfacts.dataclass_data import from_dict, to_dict
from newsfacts.merge.types import (
    Best,
    StatementRelation,
    Story,
    Toll,
    TollDate,
    TollRelation,
)
from newsfacts.output.columns import Row
from newsfacts.output.notes import Note
from newsfacts.output.records import SCHEMA_VERSION, Confidence, Day, Edtf, End, Persons, Start, Text
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

_Articles = Annotated[list[str], Note("The ids of the articles that name it.")]
_Names = Annotated[list[str], Note("The other forms of the name in the articles.")]
_Latitude = Annotated[
    float | None, Note("WGS 84, decimal degrees; null = unsure.", (("minimum", -90), ("maximum", 90)))
]
_Longitude = Annotated[
    float | None, Note("WGS 84, decimal degrees; null = unsure.", (("minimum", -180), ("maximum", 180)))
]
_Country = Annotated[str | None, Note("ISO 3166-1 alpha-2.", (("pattern", "^[A-Z]{2}$"),))]
_ArticleId = Annotated[str, Note("The `id` of the article.")]
_Published = Annotated[str | None, Note("EDTF: when the article came out; null = not known.")]
_Sentence = Annotated[str | None, Note("The sentence it stands in.")]


class StoryArticleRecord(TypedDict):
    """An article of the story."""

    id: _ArticleId
    source: Annotated[str | None, Note("The path as given; - for standard input.")]
    url: str | None
    title: str | None
    published: _Published
    copy_of: Annotated[str | None, Note("The id of the article that it repeats almost word for word.")]
    confidence: Annotated[
        float | None,
        Note("How sure that it tells of this event; null: alone.", (("minimum", 0), ("maximum", 1))),
    ]
    why: Annotated[list[str], Note("What joined it to the others, for people.")]


class StoryPersonRecord(TypedDict):
    """One person of all articles of the story."""

    name: Annotated[str, Note("The fullest form of the name in the articles.")]
    role: str | None
    aliases: _Names
    articles: _Articles


class StoryPlaceRecord(TypedDict):
    """One place of all articles of the story."""

    name: str
    kind: PlaceKind | None
    country: _Country
    admin1: str | None
    latitude: _Latitude
    longitude: _Longitude
    precision: Precision | None
    aliases: _Names
    articles: _Articles


class StoryOrganizationRecord(TypedDict):
    """One organization of all articles of the story."""

    name: str
    kind: OrganizationKind | None
    aliases: _Names
    articles: _Articles


class DateStatementRecord(TypedDict):
    """One date of one article."""

    article_id: _ArticleId
    start: Start
    end: End
    text: Text
    value: Annotated[str, Note("EDTF: the event's, or another form for the same days.")]
    basis: DateBasis | None
    inferred_from: Annotated[str | None, Note("The id of the article that completed an open date.")]
    sentence: _Sentence


class StoryEventRecord(TypedDict):
    """What happened at one date, by all articles that tell of it."""

    value: Annotated[str, Note("EDTF (ISO 8601-2, level 2).")]
    first: Day
    last: Day
    grain: Grain | None
    event: Annotated[str | None, Note("What happened then, in an article's words; null = none says.")]
    status: EventStatus | None
    statements: Annotated[
        list[DateStatementRecord], Note("The one whose words are `event` first.", (("minItems", 1),))
    ]


class TollDateRecord(TypedDict):
    """When the harm happened."""

    text: str
    value: Edtf
    first: Day
    last: Day


class TollLocationRecord(TypedDict):
    """The place of the story that the words of `place` mean."""

    name: str
    country: _Country
    admin1: str | None
    latitude: _Latitude
    longitude: _Longitude
    precision: Precision | None


class BestFigureRecord(TypedDict):
    """The figure that the policy chooses."""

    min: Persons
    max: Persons
    approximate: bool
    policy: Best


class TollStatementRecord(TypedDict):
    """One figure of one article."""

    article_id: _ArticleId
    start: Start
    end: End
    text: Text
    min: Persons
    max: Persons
    approximate: bool
    attribution: Annotated[str | None, Note("Who says so, in the article's words.")]
    published: _Published
    relation: StatementRelation
    to: Annotated[int | None, Note("The statement it is held against: its place in this list, from 0.")]
    rule: Annotated[str, Note("What decided the relation.")]
    victims: str | None
    sentence: _Sentence
    confidence: Confidence


class TollRecord(TypedDict):
    """One harm with all its statements."""

    kind: Harm
    victims: str | None
    place: str | None
    location: TollLocationRecord | None
    date: TollDateRecord | None
    scope: Scope | None
    cause: str | None
    low: Annotated[int | None, Note("The least that statements of the whole harm give; null = open.")]
    high: Annotated[int | None, Note("The most that statements of the whole harm give; null = open.")]
    best: BestFigureRecord
    sources: Annotated[int, Note("How many independent sources tell of it; copies count once.")]
    relation: TollRelation
    statements: Annotated[
        list[TollStatementRecord], Note("By publication, article and place in it.", (("minItems", 1),))
    ]


class StoryRecord(TypedDict):
    """What the articles of one event tell."""

    id: Annotated[str, Note("s1, s2, … in the order of the list.", (("pattern", "^s[0-9]+$"),))]
    title: str | None
    first: Annotated[str | None, Note("The first day of publication.", (("format", "date"),))]
    last: Annotated[str | None, Note("The last day of publication.", (("format", "date"),))]
    articles: Annotated[list[StoryArticleRecord], Note("By publication, then id.", (("minItems", 1),))]
    people: list[StoryPersonRecord]
    places: list[StoryPlaceRecord]
    organizations: list[StoryOrganizationRecord]
    timeline: list[StoryEventRecord]
    tolls: list[TollRecord]


class StoriesRecord(TypedDict):
    """All stories, by the first publication, then id of the article."""

    schema_version: Annotated[str, Note("Major.minor; a minor one adds fields.", (("pattern", r"^1\.\d+$"),))]
    stories: list[StoryRecord]


def as_story_record(story: Story) -> StoryRecord:
    """`story` as plain JSON data: every key there."""
    made: Any = to_dict(story)
    return made  # type: ignore[no-any-return]


def as_stories_record(stories: Iterable[Story]) -> StoriesRecord:
    """The whole document of `merge --format json`."""
    return {"schema_version": SCHEMA_VERSION, "stories": [as_story_record(story) for story in stories]}


def from_stories_record(record: StoriesRecord) -> list[Story]:
    """The stories of a document of `as_stories_record`; keys of later minor versions are passed over.

    Raises KeyError, TypeError or ValueError where `record` is no such document.
    """
    return [from_dict(Story, _known(story)) for story in record["stories"]]


def _known(story: StoryRecord) -> dict[str, Any]:
    """`story` without the keys that this version does not know, at any depth."""
    return _pruned(story, StoryRecord)  # type: ignore[no-any-return]


def _pruned(value: Any, kind: Any) -> Any:
    if is_typeddict(kind) and isinstance(value, dict):
        return {name: _pruned(value[name], hint) for name, hint in get_type_hints(kind).items()}
    if get_origin(kind) is list and isinstance(value, list):
        return [_pruned(item, get_args(kind)[0]) for item in value]
    parts = [part for part in get_args(kind) if is_typeddict(part)]
    if parts and isinstance(value, dict):
        return _pruned(value, parts[0])
    return value


# The columns of each table. `story`, then `toll` (1, 2, … within the story) and `statement` (1, 2, … within
# the toll) are the keys; `to` is the `statement` that a statement is held against.
STORY_COLUMNS: dict[str, tuple[str, ...]] = {
    "stories": ("story", "title", "first", "last", "articles", "people", "places", "organizations"),
    "story_articles": (
        *("story", "article_id", "source", "url", "title", "published", "copy_of", "confidence", "why"),
    ),
    "tolls": (
        *("story", "toll", "kind", "victims", "place", "location", "country", "admin1", "latitude"),
        *("longitude", "precision", "date", "date_value", "first", "last", "scope", "cause", "low", "high"),
        *("best_min", "best_max", "best_approximate", "policy", "sources", "relation", "statements"),
    ),
    "toll_statements": (
        *("story", "toll", "statement", "article_id", "text", "start", "end", "min", "max", "approximate"),
        *("attribution", "published", "relation", "to", "rule", "victims", "confidence", "sentence"),
    ),
}


def story_rows(story: Story) -> dict[str, list[Row]]:
    """The rows of a story by table of `STORY_COLUMNS`; names and ids are joined by "; ", null stays None."""
    return {
        "stories": [_story_row(story)],
        "story_articles": [
            {
                "story": story.id,
                "article_id": article.id,
                "source": article.source,
                "url": article.url,
                "title": article.title,
                "published": article.published,
                "copy_of": article.copy_of,
                "confidence": article.confidence,
                "why": "; ".join(article.why),
            }
            for article in story.articles
        ],
        "tolls": [_toll_row(story.id, number, toll) for number, toll in enumerate(story.tolls, 1)],
        "toll_statements": [
            row
            for number, toll in enumerate(story.tolls, 1)
            for row in _statement_rows(story.id, number, toll)
        ],
    }


def _story_row(story: Story) -> Row:
    return {
        "story": story.id,
        "title": story.title,
        "first": story.first.isoformat() if story.first else None,
        "last": story.last.isoformat() if story.last else None,
        "articles": "; ".join(article.id for article in story.articles),
        "people": "; ".join(person.name for person in story.people),
        "places": "; ".join(place.name for place in story.places),
        "organizations": "; ".join(body.name for body in story.organizations),
    }


def _toll_row(story: str, number: int, toll: Toll) -> Row:
    return {
        "story": story,
        "toll": number,
        "kind": toll.kind,
        "victims": toll.victims,
        "place": toll.place,
        **_where(toll.location),
        **_when(toll.date),
        "scope": toll.scope,
        "cause": toll.cause,
        "low": toll.low,
        "high": toll.high,
        "best_min": toll.best.min,
        "best_max": toll.best.max,
        "best_approximate": toll.best.approximate,
        "policy": toll.best.policy,
        "sources": toll.sources,
        "relation": toll.relation,
        "statements": len(toll.statements),
    }


def _where(place: Location | None) -> Row:
    columns = ("location", "country", "admin1", "latitude", "longitude", "precision")
    if place is None:
        return dict.fromkeys(columns)
    told = (place.name, place.country, place.admin1, place.latitude, place.longitude, place.precision)
    return dict(zip(columns, told, strict=True))


def _when(when: TollDate | None) -> Row:
    columns = ("date", "date_value", "first", "last")
    if when is None:
        return dict.fromkeys(columns)
    days = (day.isoformat() if day else None for day in (when.first, when.last))
    return dict(zip(columns, (when.text, when.value, *days), strict=True))


def _statement_rows(story: str, number: int, toll: Toll) -> Iterator[Row]:
    for place, told in enumerate(toll.statements, 1):
        yield {
            "story": story,
            "toll": number,
            "statement": place,
            "article_id": told.article_id,
            "text": told.text,
            "start": told.start,
            "end": told.end,
            "min": told.min,
            "max": told.max,
            "approximate": told.approximate,
            "attribution": told.attribution,
            "published": told.published,
            "relation": told.relation,
            "to": None if told.to is None else told.to + 1,
            "rule": told.rule,
            "victims": told.victims,
            "confidence": told.confidence,
            "sentence": told.sentence,
        }
