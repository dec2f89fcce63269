"""What a reader sees of an article, as strings: sections of rows, for terminal and Markdown tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from newsfacts.errors import visible
from newsfacts.types import (
    ArticleFacts,
    CasualtyFigure,
    DateType,
    EventDate,
    EventStatus,
    Evidence,
    Precision,
    Status,
)
from newsfacts.writers.words import period, range_words

NOTHING = "–"
# A slot of a figure that is believed less has a "?" behind it: more than one in four of these are wrong.
LEAST_SURE = 0.75


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a section; `evidence`: the sentence it rests on, where that is shown."""

    cells: tuple[str, ...]
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of fact, with the headings of its columns."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def heading(facts: ArticleFacts) -> tuple[str, str]:
    """The title, and a line with id and date; the id alone where there is no title."""
    article, published = facts.article, facts.published
    between = f", between {published.earliest} and {published.latest}" if published.earliest else ""
    day = f"no publication date{between}"
    if published.date:
        day = f"published {published.date} ({published.basis}{between})"
    if article.title is None:
        return visible(article.id), day
    return visible(article.title), visible(f"{article.id} · {day}")


def sections(facts: ArticleFacts, only: Collection[str]) -> Iterator[Section]:
    """The sections of the kinds in `only`, empty ones too; dates and times in time order."""
    makers = {
        "people": _people,
        "places": _places,
        "organizations": _organizations,
        "casualties": _casualties,
        "dates": _dates,
    }
    for kind, make in makers.items():
        if kind in only:
            yield make(facts)


def remarks(facts: ArticleFacts) -> Iterator[str]:
    """What there is to say besides: passages that were skipped."""
    if facts.skipped:
        reasons = ", ".join(dict.fromkeys(part.reason.value for part in facts.skipped))
        count = len(facts.skipped)
        yield f"{count} {'passage' if count == 1 else 'passages'} skipped as no part of the story: {reasons}"


def figure_words(figure: CasualtyFigure, text: str) -> str:
    """The figure as `range_words` writes it; without a bound the article's own words."""
    words = figure.evidence.span.of(text)
    return range_words(figure.min, figure.max, approximate=figure.approximate, words=words) or visible(words)


def _cells(*values: str | None) -> tuple[str, ...]:
    return tuple(visible(value) if value else NOTHING for value in values)


def _people(facts: ArticleFacts) -> Section:
    lines = [
        Line(_cells(person.name, person.role, ", ".join(person.aliases), str(len(person.mentions))))
        for person in facts.people
    ]
    return Section("People", ("Name", "Role", "Also", "Mentions"), tuple(lines))


def _places(facts: ArticleFacts) -> Section:
    lines = []
    for place in facts.places:
        known = place.latitude is not None and place.longitude is not None
        position = f"{place.latitude:.2f}, {place.longitude:.2f}" if known else None
        if known and place.precision not in (None, Precision.EXACT):
            position = f"{position} ({place.precision})"
        also = ", ".join(place.aliases)
        mentions = str(len(place.mentions))
        lines.append(Line(_cells(place.name, place.kind, place.country, position, also, mentions)))
    return Section("Places", ("Name", "Kind", "In", "Position", "Also", "Mentions"), tuple(lines))


def _organizations(facts: ArticleFacts) -> Section:
    lines = [
        Line(_cells(body.name, _words(body.kind), ", ".join(body.aliases), str(len(body.mentions))))
        for body in facts.organizations
    ]
    return Section("Organizations", ("Name", "Kind", "Also", "Mentions"), tuple(lines))


def _casualties(facts: ArticleFacts) -> Section:
    lines = [
        Line(
            _cells(
                _figure_and_kind(figure, facts.article.text),
                figure.victims,
                _marked(figure.place, figure.confidence_of.place),
                _marked(_figure_date(figure), figure.confidence_of.date),
                _marked(figure.attribution, figure.confidence_of.attribution),
            ),
            figure.evidence,
        )
        for figure in facts.casualties
    ]
    columns = ("Figure", "Victims", "Place", "Date", "Source")
    return Section("Casualties", columns, tuple(lines))


def _figure_and_kind(figure: CasualtyFigure, text: str) -> str:
    """ "6 killed"; a status only where it is not the usual one: width is what the slots need."""
    words = f"{figure_words(figure, text)} {figure.kind}"
    return words if figure.status is Status.REPORTED else f"{words} ({figure.status})"


def _marked(words: str | None, confidence: float | None) -> str | None:
    """`words` with a "?" behind them where they are not sure."""
    doubtful = words is not None and confidence is not None and confidence < LEAST_SURE
    return f"{words} ?" if doubtful else words


def _figure_date(figure: CasualtyFigure) -> str | None:
    return (period(figure.date.value) or figure.date.text) if figure.date else None


def _dates(facts: ArticleFacts) -> Section:
    events = [when for when in facts.dates if when.type in (DateType.DATE, DateType.TIME)]
    events.sort(key=_time_order)
    lines = [
        Line(
            _cells(period(when.value), when.evidence.span.of(facts.article.text), _event(when)), when.evidence
        )
        for when in events
    ]
    return Section("Dates", ("When", "Words", "Event"), tuple(lines))


def _event(when: EventDate) -> str | None:
    """What happened; a status only where it is not the usual one."""
    if when.event is None or when.status in (None, EventStatus.HAPPENED):
        return when.event
    return f"{when.event} ({when.status})"


def _time_order(when: EventDate) -> tuple[date, date, str, int]:
    """By first day, then last day, then time of day; those of no known day at the end, in reading order."""
    day = when.first or when.last or date.max
    return day, when.last or date.max, (when.value or "") if when.first else "", when.evidence.span.start


def _words(value: str | None) -> str | None:
    return value and value.replace("_", " ")
