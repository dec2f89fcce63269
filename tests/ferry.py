"""A made-up article of a ferry with facts of every kind written by hand, to write and to record.

Imports nothing but the types: a command started with it need not wait for more.
"""

from __future__ import annotations

from datetime import date

from newsfacts.types import (
    Article,
    ArticleFacts,
    CasualtyFigure,
    CharSpan,
    DateBasis,
    DateType,
    EventDate,
    Evidence,
    FigureDate,
    Grain,
    Harm,
    Organization,
    OrganizationKind,
    Person,
    Place,
    PlaceKind,
    Published,
    PublishedBasis,
    Scope,
    Skipped,
    SkipReason,
    SlotConfidence,
    Status,
)

STORY = (
    "Support our newsroom today.\n\n"
    "TORVIK — At least 44 passengers were killed and some 20 hurt when the ferry Solveig sank off Batu "
    "on Sunday, the coast guard’s Vice-Adm. Ana Ruiz said. “=We saw nothing,” Ms Ruiz told the "
    "Torvik Courier.\r\n\r\n"
    "Between 3 and 5 divers have been missing since Sept. 1, 2024, according to the National Search and "
    "Rescue Coordination Authority of the Northern Isles. The harbour will reopen on Oct. 7."
)


def facts_of_story(article_id: str = "ferry") -> ArticleFacts:
    published = Published("2024-09-02", PublishedBasis.OPTION)
    article = Article(
        id=article_id,
        text=STORY,
        title="Dozens feared dead as ferry sinks off Batu",
        published=published,
        source=f"articles/{article_id}.txt",
        warnings=("read as cp1252, not UTF-8",),
    )
    return ArticleFacts(
        article=article,
        published=published,
        people=(
            Person("Ana Ruiz", "Vice-Adm.", ("Ms Ruiz", "Ruiz"), (_at("Ana Ruiz"), _at("Ms Ruiz")), 0.97),
        ),
        places=(
            Place("Torvik", PlaceKind.CITY, None, None, None, (), (_at("TORVIK"),), None),
            Place("Batu", PlaceKind.OTHER, "ID", -7.88, 112.53, (), (_at("Batu"),), 0.5),
        ),
        organizations=(
            Organization("Torvik Courier", OrganizationKind.MEDIA, (), (_at("Torvik Courier"),), 0.9),
            Organization("Mouvement du 3 mars", OrganizationKind.ARMED_GROUP, (), (_at("coast guard"),)),
        ),
        casualties=(
            CasualtyFigure(
                kind=Harm.KILLED,
                min=44,
                max=None,
                approximate=False,
                victims="passengers",
                place="off Batu",
                date=FigureDate("Sunday", "2024-09-01", date(2024, 9, 1), date(2024, 9, 1)),
                attribution="the coast guard’s Vice-Adm. Ana Ruiz",
                cause="the ferry Solveig sank",
                status=Status.REPORTED,
                scope=Scope.INCIDENT,
                group=1,
                evidence=_at("At least 44"),
                confidence=0.91,
                confidence_of=SlotConfidence(victims=0.95, place=0.8, date=0.75, attribution=0.9, cause=0.7),
            ),
            CasualtyFigure(
                kind=Harm.INJURED,
                min=20,
                max=20,
                approximate=True,
                victims=None,
                place="off Batu",
                date=None,
                attribution=None,
                cause=None,
                status=Status.REPORTED,
                scope=None,
                group=2,
                evidence=_at("some 20"),
                confidence=None,
            ),
            CasualtyFigure(
                kind=Harm.MISSING,
                min=3,
                max=5,
                approximate=False,
                victims="divers",
                place=None,
                date=FigureDate("since Sept. 1, 2024", "2024-09-01/..", date(2024, 9, 1)),
                attribution="the National Search and Rescue Coordination Authority of the Northern Isles",
                cause=None,
                status=Status.REPORTED,
                scope=Scope.REMAINING,
                group=3,
                evidence=_at("Between 3 and 5"),
                confidence=0.8,
            ),
        ),
        dates=(
            _date("Sunday", "2024-09-01", date(2024, 9, 1), "the ferry Solveig sank", DateBasis.PUBLISHED),
            _date("Sept. 1, 2024", "2024-09-01", date(2024, 9, 1), None, DateBasis.ABSOLUTE),
            _date("Oct. 7", "2024-10-07", date(2024, 10, 7), "The harbour will reopen", DateBasis.PUBLISHED),
            EventDate(
                *(DateType.DURATION, "P3M", None, None, None, None, None, None),
                *(_at("today"), None),
            ),
        ),
        skipped=(Skipped(_span("Support our newsroom today."), SkipReason.DONATION),),
        warnings=("a warning of the pipeline",),
    )


def _date(words: str, value: str, day: date, event: str | None, basis: DateBasis) -> EventDate:
    return EventDate(DateType.DATE, value, value, day, day, Grain.DAY, event, basis, _at(words), 0.9)


def _span(words: str) -> CharSpan:
    start = STORY.index(words)
    return CharSpan(start, start + len(words))


def _at(words: str) -> Evidence:
    """The first place of `words` in the story, in its sentence."""
    span = _span(words)
    starts = [0, *(STORY.index(begin) for begin in ("TORVIK", "“=We", "Between", "The harbour")), len(STORY)]
    start = max(at for at in starts if at <= span.start)
    end = min(at for at in starts if at >= span.end)
    return Evidence(span, CharSpan(start, start + len(STORY[start:end].rstrip())), rule="by hand")
