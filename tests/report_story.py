"""A made-up story of five articles whose sources contradict each other, for the tests of the report."""

from __future__ import annotations

from datetime import date
from typing import Any

from newsfacts.output.records import SCHEMA_VERSION
from newsfacts.report import Told
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
    FigureDate,
    Grain,
    Harm,
    Organization,
    OrganizationKind,
    Person,
    Place,
    PlaceKind,
    Precision,
    Published,
    PublishedBasis,
    Scope,
    Skipped,
    SkipReason,
    Status,
)

# id, address, title, day, text, (figure's words, harm, min, max, approximate, place, date, who says so)
_STORIES: tuple[tuple[Any, ...], ...] = (
    (
        "wire-1",
        "https://wire.example/ferry",
        "Ferry capsizes off Lisbon, at least nine dead",
        "2026-03-02",
        "Sign up for our morning letter.\n\n"
        "LISBON — At least nine people were killed when the ferry Estrela capsized off Lisbon on Monday, the "
        "coast guard said. Some 30 others were missing, Captain Rui Tavares told Radio Tejo.\n\n"
        "The Estrela had left Lisbon for Setúbal before dawn. A ferry of the same line sank off Sines on "
        "4 May 2019.",
        (("At least nine", "killed", 9, None, False), ("Some 30", "missing", 30, 30, True)),
        "the coast guard",
    ),
    (
        "tribune-1",
        "https://tribune.example/2026/03/02/estrela",
        "Nine dead as ferry goes down",
        "2026-03-02",
        "LISBON — At least nine people were killed when the ferry Estrela capsized off Lisbon on Monday, the "
        "coast guard said. Some 30 others were missing, Captain Rui Tavares told Radio Tejo.",
        (("At least nine", "killed", 9, None, False), ("Some 30", "missing", 30, 30, True)),
        "the coast guard",
    ),
    (
        "herald-1",
        "https://herald.example/news/ferry",
        "Hospital and ministry differ on ferry dead",
        "2026-03-03",
        "The interior ministry put the number of dead at 26 on Tuesday. Doctors of the Hospital of Santa "
        "Clara in Lisbon said that they had counted 32 bodies. Helena Prado, the interior minister, called "
        "that count premature.\n\n"
        "Relatives waited at the harbour of Setúbal. The search goes on until 6 March, the ministry said.",
        (("26", "killed", 26, 26, False), ("32", "killed", 32, 32, False)),
        "the interior ministry",
    ),
    (
        "wire-2",
        "https://wire.example/ferry-2",
        "Toll of ferry disaster rises to 41",
        "2026-03-04",
        "LISBON — The toll of the ferry disaster rose to 41 on Wednesday, the coast guard said. Among the "
        "dead were six children. Between 4 and 7 people were still missing.",
        (
            ("41", "killed", 41, 41, False),
            ("six", "killed", 6, 6, False),
            ("Between 4 and 7", "missing", 4, 7, False),
        ),
        "the coast guard",
    ),
    (
        "courier-1",
        "https://courier.example/a",
        "",
        "2026-03-05",
        "Forty-one people died on the Estrela, the interior ministry said on Thursday, and six of them were "
        "children. Helena Prado spoke of the worst week of the Tejo in a century.",
        (("Forty-one", "killed", 41, 41, False),),
        "the interior ministry",
    ),
)
_PLACES = (
    ("Lisbon", PlaceKind.CITY, "PT", 38.72, -9.14),
    ("Setúbal", PlaceKind.CITY, "PT", 38.52, -8.89),
    ("Sines", PlaceKind.CITY, "PT", 37.96, -8.87),
    ("Tejo", PlaceKind.WATER, "PT", 38.9, -9.0),
)
_PEOPLE = (("Rui Tavares", "Captain"), ("Helena Prado", "interior minister"))
_BODIES = (
    ("coast guard", OrganizationKind.GOVERNMENT),
    ("Radio Tejo", OrganizationKind.MEDIA),
    ("Hospital of Santa Clara", OrganizationKind.OTHER),
)
_DATES = (
    ("Monday", "2026-03-02", "the ferry Estrela capsized off Lisbon", EventStatus.HAPPENED),
    ("Tuesday", "2026-03-03", "The interior ministry put the number of dead at 26", EventStatus.HAPPENED),
    ("Wednesday", "2026-03-04", "The toll of the ferry disaster rose to 41", EventStatus.HAPPENED),
    ("4 May 2019", "2019-05-04", "A ferry of the same line sank off Sines", EventStatus.HAPPENED),
    ("6 March", "2026-03-06", "The search goes on", EventStatus.PLANNED),
)


def conflict_facts() -> list[ArticleFacts]:
    """The articles' facts, in order of publication."""
    return [_facts(*story) for story in _STORIES]


def conflict_articles() -> list[Told]:
    return [Told(facts) for facts in conflict_facts()]


def conflict_stories() -> list[dict[str, Any]]:
    """One story, as `merge --format json` tells it."""
    told = {facts.article.id: facts for facts in conflict_facts()}

    def statement(article: str, words: str, relation: str, to: int | None, rule: str, who: str) -> Any:
        facts = told[article]
        figure = next(f for f in facts.casualties if f.evidence.span.of(facts.article.text) == words)
        span = figure.evidence.span
        return {
            "article_id": article,
            "start": span.start,
            "end": span.end,
            "text": words,
            "min": figure.min,
            "max": figure.max,
            "approximate": figure.approximate,
            "attribution": who,
            "published": facts.published.date,
            "relation": relation,
            "to": to,
            "rule": rule,
            "confidence": 0.9,
        }

    guard, ministry, doctors = (
        "the coast guard",
        "the interior ministry",
        "Doctors of the Hospital of Santa Clara",
    )
    dead = [
        statement("wire-1", "At least nine", "first", None, "first", guard),
        statement("tribune-1", "At least nine", "agrees", 0, "copy", guard),
        statement("herald-1", "26", "updates", 0, "later-higher", ministry),
        statement("herald-1", "32", "conflicts", 2, "excluding-counts", doctors),
        statement("wire-2", "41", "updates", 2, "later-higher", guard),
        statement("wire-2", "six", "part_of", 4, "named-part", guard),
        statement("courier-1", "Forty-one", "agrees", 4, "same-figure", ministry),
    ]
    missing = [
        statement("wire-1", "Some 30", "first", None, "first", "Captain Rui Tavares"),
        statement("tribune-1", "Some 30", "agrees", 0, "copy", "Captain Rui Tavares"),
        statement("wire-2", "Between 4 and 7", "updates", 0, "later-lower", guard),
    ]
    lisbon = {
        "name": "Lisbon",
        "country": "PT",
        "admin1": None,
        "latitude": 38.72,
        "longitude": -9.14,
        "precision": "exact",
    }
    when = {"text": "Monday", "value": "2026-03-02", "first": "2026-03-02", "last": "2026-03-02"}
    shared = {
        "place": "off Lisbon",
        "location": lisbon,
        "date": when,
        "scope": "incident",
        "cause": "the ferry Estrela capsized",
    }
    tolls = [
        {
            "kind": "killed",
            "victims": "people",
            **shared,
            "low": 9,
            "high": 41,
            "best": {"min": 41, "max": 41, "approximate": False, "policy": "latest"},
            "sources": 4,
            "relation": "conflict",
            "statements": dead,
        },
        {
            "kind": "missing",
            "victims": "others",
            **shared,
            "low": 4,
            "high": 30,
            "best": {"min": 4, "max": 7, "approximate": False, "policy": "latest"},
            "sources": 2,
            "relation": "update",
            "statements": missing,
        },
    ]
    articles = [
        {
            "id": facts.article.id,
            "source": facts.article.source,
            "url": facts.article.url,
            "title": facts.article.title,
            "published": facts.published.date,
            "copy_of": "wire-1" if facts.article.id == "tribune-1" else None,
            "confidence": 0.97,
            "why": ["same ship: Estrela", "same day and place: 2026-03-02, Lisbon"],
        }
        for facts in told.values()
    ]
    return [
        {
            "id": "s1",
            "title": "Toll of ferry disaster rises to 41",
            "first": "2026-03-02",
            "last": "2026-03-05",
            "articles": articles,
            "people": _named("people"),
            "places": _named("places"),
            "organizations": _named("organizations"),
            "timeline": _timeline(),
            "tolls": tolls,
        }
    ]


def _facts(
    article_id: str, url: str, title: str, day: str, text: str, figures: tuple[Any, ...], source: str
) -> ArticleFacts:
    published = Published(day, PublishedBasis.METADATA)
    article = Article(article_id, text, title or None, published, url, f"{article_id}.txt")
    furniture = "Sign up for our morning letter."
    return ArticleFacts(
        article=article,
        published=published,
        people=tuple(
            Person(name, role, (), mentions, 0.97) for name, role in _PEOPLE if (mentions := _all(text, name))
        ),
        places=tuple(
            Place(name, kind, country, latitude, longitude, (), mentions, 0.9, Precision.EXACT)
            for name, kind, country, latitude, longitude in _PLACES
            if (mentions := _all(text, name))
        ),
        organizations=tuple(
            Organization(name, kind, (), mentions, 0.6)
            for name, kind in _BODIES
            if (mentions := _all(text, name))
        ),
        casualties=tuple(
            CasualtyFigure(
                *(Harm(kind), low, high, about, "people" if "people" in text else None),
                *("off Lisbon", FigureDate("Monday", "2026-03-02"), source, "the ferry Estrela capsized"),
                *(Status.REPORTED, Scope.INCIDENT, group, _all(text, words)[0], 0.85),
            )
            for group, (words, kind, low, high, about) in enumerate(figures, 1)
        ),
        dates=tuple(
            EventDate(
                *(DateType.DATE, value, value, date.fromisoformat(value), date.fromisoformat(value)),
                *(Grain.DAY, event, DateBasis.PUBLISHED, mentions[0], 0.8, status),
            )
            for words, value, event, status in _DATES
            if (mentions := _all(text, words))
        ),
        skipped=(Skipped(CharSpan(0, len(furniture)), SkipReason.NEWSLETTER),)
        if text.startswith(furniture)
        else (),
    )


def _all(text: str, words: str) -> tuple[Evidence, ...]:
    """Every place of `words`, each in its sentence: what stands between full stops."""
    found = []
    at = text.find(words)
    while at >= 0:
        begin = max(text.rfind(". ", 0, at) + 2 if ". " in text[:at] else 0, text.rfind("\n", 0, at) + 1)
        stop = min(place for place in (text.find(".", at + len(words)) + 1 or len(text), len(text)))
        found.append(Evidence(CharSpan(at, at + len(words)), CharSpan(begin, max(stop, at + len(words)))))
        at = text.find(words, at + 1)
    return tuple(found)


def _named(kind: str) -> list[dict[str, Any]]:
    entries: dict[str, dict[str, Any]] = {}
    for facts in conflict_facts():
        for fact in getattr(facts, kind):
            entry = {"name": fact.name, "aliases": [], "articles": []}
            if kind == "people":
                entry["role"] = fact.role
            else:
                entry["kind"] = fact.kind
            if kind == "places":
                entry |= {"country": fact.country, "latitude": fact.latitude, "longitude": fact.longitude}
                entry |= {"precision": fact.precision, "admin1": None}
            entries.setdefault(fact.name, entry)["articles"].append(facts.article.id)
    return list(entries.values())


def _timeline() -> list[dict[str, Any]]:
    events: dict[str, dict[str, Any]] = {}
    for facts in conflict_facts():
        for when in facts.dates:
            day = when.value
            event = {**dict.fromkeys(("value", "first", "last"), day), "grain": "day", "event": when.event}
            span = when.evidence.span
            told = {
                "article_id": facts.article.id,
                "start": span.start,
                "end": span.end,
                "basis": "published",
            }
            events.setdefault(str(day), {**event, "status": when.status, "statements": []})[
                "statements"
            ].append(told)
    return [events[day] for day in sorted(events)]


def merge_document() -> dict[str, Any]:
    """The story as a whole document of `merge --format json`, every key there."""
    stories = conflict_stories()
    for story in stories:
        for toll in story["tolls"]:
            toll["statements"] = [{**said, "victims": None, "sentence": None} for said in toll["statements"]]
        for event in story["timeline"]:
            more = {"text": "", "value": event["value"], "inferred_from": None, "sentence": None}
            event["statements"] = [{**said, **more} for said in event["statements"]]
    return {"schema_version": SCHEMA_VERSION, "stories": stories}
