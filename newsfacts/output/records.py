"""ArticleFacts as the JSON of the contract and back.

The TypedDicts are the one description of the output: mypy holds `as_record` to them, and
`schema.py` makes the JSON Schema from them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Annotated, Any, TypedDict, cast

from newsfacts.dataclass_data import from_dict, to_dict
from newsfacts.edits import Reviewed
from newsfacts.output.edited import EditedRecord, ReviewRecord, edited, reviewed
from newsfacts.output.notes import Note
from newsfacts.output.stand_in import stand_in
from newsfacts.types import (
    Article,
    ArticleFacts,
    CasualtyFigure,
    CharSpan,
    DateBasis,
    DateType,
    EventDate,
    EventStatus,
    Evidence,
    Grain,
    Harm,
    Organization,
    OrganizationKind,
    Person,
    Place,
    PlaceKind,
    Precision,
    PublishedBasis,
    Scope,
    Skipped,
    SkipReason,
    Status,
)

SCHEMA_VERSION = "1.5"


Text = Annotated[str, Note("The article's own words: its text from start to end.")]
Start = Annotated[int, Note("First character, in code points of the text as read.", (("minimum", 0),))]
End = Annotated[int, Note("The character after the last.", (("minimum", 1),))]
Confidence = Annotated[
    float | None,
    Note("How sure, 0 to 1, calibrated; null where not known.", (("minimum", 0), ("maximum", 1))),
]
Aliases = Annotated[list[str], Note("The other forms of the name in the article.")]
Edtf = Annotated[str | None, Note("EDTF (ISO 8601-2, level 2); null where the words name no date.")]
Day = Annotated[str | None, Note("A calendar day, included.", (("format", "date"),))]
Persons = Annotated[int | None, Note("Persons, included; null = open.", (("minimum", 0),))]


Country = Annotated[str | None, Note("ISO 3166-1 alpha-2.", (("pattern", "^[A-Z]{2}$"),))]
Admin1 = Annotated[str | None, Note("First order division: state, province; null = unsure, or in none.")]
Latitude = Annotated[
    float | None, Note("WGS 84, decimal degrees; null = unsure.", (("minimum", -90), ("maximum", 90)))
]
Longitude = Annotated[
    float | None, Note("WGS 84, decimal degrees; null = unsure.", (("minimum", -180), ("maximum", 180)))
]
AtPoint = Annotated[Precision | None, Note("Of what the coordinates are the point; null = there are none.")]


class SpanRecord(TypedDict):
    """A stretch of the article's text."""

    text: Text
    start: Start
    end: End


class PublishedRecord(TypedDict):
    """When the article came out, and how that is known."""

    date: Annotated[str | None, Note("EDTF: 2024-09-02, 2024-09, 2024, XXXX-05-06; null = not known.")]
    basis: PublishedBasis | None
    earliest: Annotated[str | None, Note("Of a date worked out: the first day that it can be.")]
    latest: Annotated[str | None, Note("The last day that it can be, included.")]


class PersonRecord(EditedRecord):
    """A person of the article."""

    name: Annotated[str, Note("The fullest form of the name in the article.")]
    role: Annotated[str | None, Note("Title, office or family tie; several joined by '; '.")]
    age: Annotated[int | None, Note("Years; null = the article does not say.", (("minimum", 0),))]
    nationality: Annotated[
        str | None,
        Note(
            "ISO 3166-1 alpha-2, several joined by '; '; null = the article does not say.",
            (("pattern", "^[A-Z]{2}(; [A-Z]{2})*$"),),
        ),
    ]
    aliases: Aliases
    confidence: Confidence
    mentions: list[SpanRecord]
    pronouns: Annotated[
        list[SpanRecord],
        Note('Where "he", "her" or "the minister" surely means the person; many more are left open.'),
    ]


class PlaceRecord(EditedRecord):
    """A place of the article."""

    name: Annotated[str, Note("The fullest form of the name in the article.")]
    kind: PlaceKind | None
    country: Country
    admin1: Admin1
    latitude: Latitude
    longitude: Longitude
    precision: AtPoint
    geonames: Annotated[int | None, Note("GeoNames id; null = unsure, or not in GeoNames.")]
    location_confidence: Annotated[
        float | None,
        Note(
            "How sure which of its namesakes it is, 0 to 1, calibrated; null = no gazetteer knows the name.",
            (("minimum", 0), ("maximum", 1)),
        ),
    ]
    metonymy: Annotated[
        bool, Note("Whether a capital or country stands for its government wherever it is mentioned.")
    ]
    aliases: Aliases
    confidence: Confidence
    mentions: list[SpanRecord]


class OrganizationRecord(EditedRecord):
    """An organization of the article."""

    name: Annotated[str, Note("The fullest form of the name in the article.")]
    kind: OrganizationKind | None
    aliases: Aliases
    confidence: Confidence
    mentions: list[SpanRecord]


class FigureDateRecord(TypedDict):
    """When the harm happened."""

    text: Annotated[str, Note("The article's own words.")]
    value: Annotated[str | None, Note("EDTF (ISO 8601-2, level 2); 'since Monday' is open: 2024-09-02/..")]
    first: Day
    last: Day


class SlotConfidenceRecord(TypedDict):
    """How sure each slot is; null where the slot is null."""

    victims: Confidence
    place: Confidence
    date: Confidence
    attribution: Confidence
    cause: Confidence


class LocationRecord(TypedDict):
    """The place of `places` that the words for where mean."""

    name: Annotated[str, Note("Its name in `places`.")]
    country: Country
    admin1: Admin1
    latitude: Latitude
    longitude: Longitude
    precision: AtPoint


class CasualtyRecord(EditedRecord):
    """One statement of a casualty figure."""

    kind: Harm
    min: Persons
    max: Persons
    approximate: Annotated[bool, Note("The text hedges the number or uses a vague word.")]
    victims: Annotated[str | None, Note("Who, in the article's words, without the number.")]
    place: Annotated[str | None, Note("Where, in the article's words.")]
    location: Annotated[LocationRecord | None, Note("The place of the article that `place` means.")]
    date: Annotated[FigureDateRecord | None, Note("When the harm happened.")]
    attribution: Annotated[str | None, Note("Who says so, in the article's words; null = the reporter.")]
    cause: Annotated[str | None, Note("What or who did it, in the article's words.")]
    status: Status
    scope: Annotated[
        Scope | None,
        Note("One event, a count over a period, or those still missing or held; null = unclear."),
    ]
    group: Annotated[int, Note("Shared by the statements of one and the same figure in the article.")]
    text: Text
    start: Start
    end: End
    sentence: SpanRecord
    confidence: Confidence
    confidence_of: SlotConfidenceRecord


class DateRecord(EditedRecord):
    """One expression of time; only those of type date and time are event dates."""

    text: Text
    start: Start
    end: End
    type: DateType
    timex: Annotated[str | None, Note("The TIMEX3 value (TimeML): 2023-10-07, 2013-W12, P3M, PAST_REF.")]
    value: Edtf
    first: Day
    last: Day
    grain: Grain | None
    event: Annotated[str | None, Note("What happened then, in the article's words.")]
    status: Annotated[
        EventStatus | None,
        Note("Whether it has happened, is planned, or recurs; null for lengths of time and where unclear."),
    ]
    basis: Annotated[DateBasis | None, Note("What the value was worked out from.")]
    confidence: Confidence
    sentence: SpanRecord


class SkippedRecord(TypedDict):
    """A stretch of furniture: in the text, but not part of the story."""

    start: Start
    end: End
    reason: SkipReason


class ArticleRecord(ReviewRecord):
    """The facts of one article, in reading order."""

    schema_version: Annotated[str, Note("Major.minor; a minor one adds fields.", (("pattern", r"^1\.\d+$"),))]
    id: Annotated[str, Note("The record's id, else the file's stem.")]
    source: Annotated[str | None, Note("The path as given; - for standard input.")]
    title: str | None
    author: Annotated[str | None, Note('Who wrote it, as printed, without "By".')]
    published: PublishedRecord
    people: list[PersonRecord]
    places: list[PlaceRecord]
    organizations: list[OrganizationRecord]
    casualties: list[CasualtyRecord]
    dates: list[DateRecord]
    skipped: list[SkippedRecord]
    warnings: list[str]


def as_record(facts: ArticleFacts) -> ArticleRecord:
    """`facts` as plain JSON data: every key there, in the contract's order."""
    article = facts.article

    def at(span: CharSpan) -> SpanRecord:
        return {"text": span.of(article.text), "start": span.start, "end": span.end}

    def mentions(evidence: Iterable[Evidence]) -> list[SpanRecord]:
        return [at(mention.span) for mention in evidence]

    return {
        "schema_version": SCHEMA_VERSION,
        "id": article.id,
        "source": article.source,
        "title": article.title,
        "author": article.author,
        "published": {
            "date": facts.published.date,
            "basis": facts.published.basis,
            "earliest": facts.published.earliest,
            "latest": facts.published.latest,
        },
        "people": [
            {
                "name": person.name,
                "role": person.role,
                "age": person.age,
                "nationality": person.nationality,
                "aliases": list(person.aliases),
                "confidence": person.confidence,
                "mentions": mentions(person.mentions),
                "pronouns": [at(span) for span in person.pronouns],
                **edited(person.edit),
            }
            for person in facts.people
        ],
        "places": [
            {
                "name": place.name,
                "kind": place.kind,
                "country": place.country,
                "admin1": place.admin1,
                "latitude": place.latitude,
                "longitude": place.longitude,
                "precision": place.precision,
                "geonames": place.geonames,
                "location_confidence": place.location_confidence,
                "metonymy": place.metonymy,
                "aliases": list(place.aliases),
                "confidence": place.confidence,
                "mentions": mentions(place.mentions),
                **edited(place.edit),
            }
            for place in facts.places
        ],
        "organizations": [
            {
                "name": organization.name,
                "kind": organization.kind,
                "aliases": list(organization.aliases),
                "confidence": organization.confidence,
                "mentions": mentions(organization.mentions),
                **edited(organization.edit),
            }
            for organization in facts.organizations
        ],
        "casualties": [
            {
                "kind": figure.kind,
                "min": figure.min,
                "max": figure.max,
                "approximate": figure.approximate,
                "victims": figure.victims,
                "place": figure.place,
                "location": cast(LocationRecord | None, to_dict(figure.location)),
                "date": cast(FigureDateRecord | None, to_dict(figure.date)),
                "attribution": figure.attribution,
                "cause": figure.cause,
                "status": figure.status,
                "scope": figure.scope,
                "group": figure.group,
                **at(figure.evidence.span),
                "sentence": at(figure.evidence.sentence),
                "confidence": figure.confidence,
                "confidence_of": cast(SlotConfidenceRecord, to_dict(figure.confidence_of)),
                **edited(figure.edit),
            }
            for figure in facts.casualties
        ],
        "dates": [
            {
                **at(when.evidence.span),
                "type": when.type,
                "timex": when.timex,
                "value": when.value,
                "first": when.first.isoformat() if when.first else None,
                "last": when.last.isoformat() if when.last else None,
                "grain": when.grain,
                "event": when.event,
                "status": when.status,
                "basis": when.basis,
                "confidence": when.confidence,
                "sentence": at(when.evidence.sentence),
                **edited(when.edit),
            }
            for when in facts.dates
        ],
        "skipped": [
            {"start": part.span.start, "end": part.span.end, "reason": part.reason} for part in facts.skipped
        ],
        "warnings": warnings_of(facts),
        **reviewed(facts.reviewed),
    }


def warnings_of(facts: ArticleFacts) -> list[str]:
    """The reader's warnings first; a pipeline that hands them on does not double them."""
    return list(dict.fromkeys((*facts.article.warnings, *facts.warnings)))


def from_record(record: ArticleRecord, text: str | None = None) -> ArticleFacts:
    """The facts of `record`, an output of `as_record`; `as_record` of them is `record` again.

    `text`: the article's text, where it is still at hand. Without it, a stand-in of the same offsets
    is made of the words that the record quotes. A record does not tell the sentences of the mentions
    (they become the mention itself), the rules, the article's URL, or whether a warning was the
    reader's. Raises KeyError, TypeError or ValueError where `record` is no such record.
    """
    about = {
        "id": record["id"],
        "text": stand_in(record) if text is None else text,
        "title": record["title"],
        "author": record.get("author"),  # of a record of schema 1.1 there is none
        "published": record["published"],
        "source": record["source"],
    }
    article = from_dict(Article, about)
    return ArticleFacts(
        article=article,
        published=article.published,
        people=tuple(_named(Person, data) for data in record["people"]),
        places=tuple(_named(Place, data) for data in record["places"]),
        organizations=tuple(_named(Organization, data) for data in record["organizations"]),
        casualties=tuple(_stated(CasualtyFigure, data) for data in record["casualties"]),
        dates=tuple(_stated(EventDate, data) for data in record["dates"]),
        skipped=tuple(
            from_dict(Skipped, {"span": _span(data), "reason": data["reason"]}) for data in record["skipped"]
        ),
        warnings=from_dict(tuple[str, ...], record["warnings"]),
        reviewed=from_dict(Reviewed, record["reviewed"]) if "reviewed" in record else None,
    )


def _span(data: Any) -> dict[str, int]:
    return {"start": data["start"], "end": data["end"]}


def _known(kind: type[Any], data: Any) -> dict[str, Any]:
    """What `kind` has a field for: a later minor version of the schema may have more."""
    return {name: data[name] for name in (field.name for field in fields(kind)) if name in data}


def _named(kind: type[Any], data: Any) -> Any:
    mentions = [{"span": _span(mention), "sentence": _span(mention)} for mention in data["mentions"]]
    known = _known(kind, data)
    if "pronouns" in known:
        known["pronouns"] = [_span(span) for span in data["pronouns"]]
    return from_dict(kind, {**known, "mentions": mentions})


def _stated(kind: type[Any], data: Any) -> Any:
    evidence = {"span": _span(data), "sentence": _span(data["sentence"])}
    return from_dict(kind, {**_known(kind, data), "evidence": evidence})
