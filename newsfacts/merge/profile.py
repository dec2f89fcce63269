"""What of an article tells which event it is of: words, names, places, days, figures, quotations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from newsfacts.english.names import bare, fold
from newsfacts.merge.words import Rarity, Vector, quotations, stems, unit, vector
from newsfacts.types import (
    ArticleFacts,
    CasualtyFigure,
    EventDate,
    Grain,
    Organization,
    Person,
    Place,
    PlaceKind,
    Precision,
    Status,
)

_YEAR = re.compile(r"(?:19|20)\d\d")
# Of an article's text so many words are looked at, and so many of the weightiest kept.
_READ_WORDS = 3000
_KEPT_WORDS = 100
_LEAD_WORDS = 70
_TITLE_WORDS = 20
# What is news was a few days ago, and stands among the first dates.
_LEAD_DATES, _RECENT = 4, 10
_POINTS = 20  # of an article are compared with those of another
_SAYING = frozenset(("said", "says", "say", "told", "reporters"))
_PARTS_OF_DAY = {
    "morning": frozenset(("morning", "dawn", "early", "predawn", "pre-dawn", "sunrise", "breakfast")),
    "evening": frozenset(("evening", "night", "midnight", "late", "dusk", "sunset")),
}
_WIDE = (PlaceKind.COUNTRY, PlaceKind.WATER)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the article with a point of its own, no country. `weight`: share of the mentions."""

    name: str
    latitude: float
    longitude: float
    weight: float


@dataclass(frozen=True, slots=True)
class Scene:
    """A place where people were harmed, or may have been. `whole`: it is all of the country."""

    latitude: float
    longitude: float
    country: str | None
    whole: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """An article's words as counted, before it is known how rare they are."""

    words: Counter[str]
    lead: Counter[str]
    title: Counter[str]
    pairs: Counter[str]


@dataclass(frozen=True, slots=True)
class Profile:
    """What of one article is compared with others; vectors have length 1, or no terms at all."""

    id: str
    published: date | None
    words: Vector
    deeds: Vector  # the words that are in no name of the article
    names: Vector  # those that are
    lead: Vector
    title: Vector
    pairs: Vector
    numbers: Vector
    people: Vector
    organizations: Vector
    places: Vector
    countries: Vector
    days: Vector
    figures: Vector
    quotations: frozenset[str]
    spots: tuple[Spot, ...]
    told_of: tuple[Scene, ...]  # all places with a point
    scenes: tuple[Scene, ...]  # those of harm
    harmed: tuple[date, ...]  # the days of harm
    harmed_on: tuple[date, ...]  # those that the sentences of the harm name themselves
    news_of_harm: tuple[date, str] | None  # the first of these told, with its figure
    hours: frozenset[tuple[date, str]]  # those of which a part is told: "morning", "evening"
    news: date | None  # the day of what the article tells first
    ages: frozenset[int]


def count(facts: ArticleFacts) -> Counts:
    """The words of an article's title and text; furniture left out."""
    title = stems(facts.article.title or "")[:_TITLE_WORDS]
    text = stems(told(facts))[:_READ_WORDS]
    runs = [f"{one} {two}" for one, two in pairwise(text)]
    return Counts(
        Counter(text) + Counter(title), Counter((*title, *text[:_LEAD_WORDS])), Counter(title), Counter(runs)
    )


def told(facts: ArticleFacts) -> str:
    """The text of an article without its furniture."""
    text, at, parts = facts.article.text, 0, []
    for part in facts.skipped:
        parts.append(text[at : max(part.span.start, at)])
        at = max(at, part.span.end)
    parts.append(text[at:])
    return " ".join(parts)


def profile(facts: ArticleFacts, counts: Counts, rarity: Rarity) -> Profile:
    """The profile of `facts`, whose words are `counts`."""
    places = [place for place in facts.places if place.kind not in _WIDE]
    named, named_days = _name_words(facts), list(_named_days(facts))
    return Profile(
        id=facts.article.id,
        published=day_of(facts.published.date),
        words=vector(counts.words, rarity, most=_KEPT_WORDS),
        deeds=vector(_only(counts.words, lambda word: word not in named), rarity, most=_KEPT_WORDS),
        names=vector(_only(counts.words, lambda word: word in named), rarity, most=_KEPT_WORDS),
        lead=vector(counts.lead, rarity, most=_KEPT_WORDS),
        title=vector(counts.title, rarity, most=_TITLE_WORDS),
        pairs=_pairs(counts.pairs, rarity),
        numbers=_numbers(counts.words, rarity),
        people=_named(((last_name(person.name), len(person.mentions)) for person in facts.people), rarity),
        organizations=_named(((fold(bare(o.name)), len(o.mentions)) for o in facts.organizations), rarity),
        places=_named(((fold(place.name), len(place.mentions)) for place in places), rarity),
        countries=_named(((p.country or "", len(p.mentions)) for p in facts.places), rarity),
        days=unit(Counter(day.isoformat() for day in _days(facts)), most=_KEPT_WORDS),
        figures=unit(Counter(_figures(facts)), most=_KEPT_WORDS),
        quotations=quotations(facts.article.text),
        spots=_spots(places),
        told_of=_told_of(facts),
        scenes=_scenes(facts),
        harmed=tuple(sorted(set(_harmed(facts)))),
        harmed_on=tuple(sorted({day for day, _, _ in named_days})),
        news_of_harm=next(((day, _figure(harm)) for day, _, harm in named_days), None),
        hours=frozenset(_hours(named_days)),
        news=_news(facts),
        ages=frozenset(person.age for person in facts.people if person.age is not None),
    )


def _pairs(pairs: Iterable[str], rarity: Rarity) -> Vector:
    """The rarer pairs of words."""
    parted = ((pair, pair.partition(" ")) for pair in pairs if not pair[0].isdigit())
    weights = {pair: rarity.of(one) + rarity.of(other) for pair, (one, _, other) in parted}
    return unit({pair: weight**2 for pair, weight in weights.items() if weight > 1}, most=_KEPT_WORDS)


def _numbers(words: Iterable[str], rarity: Rarity) -> Vector:
    """The numbers of two digits and more that are no years."""
    numbers = (word for word in words if word[0].isdigit() and len(word) > 1 and not _YEAR.fullmatch(word))
    return unit({number: rarity.of(number) for number in numbers}, most=_KEPT_WORDS)


def _name_words(facts: ArticleFacts) -> frozenset[str]:
    """The stems of all names of people, places and organizations."""
    entities: tuple[Person | Place | Organization, ...] = (*facts.people, *facts.places, *facts.organizations)
    return frozenset(s for one in entities for name in (one.name, *one.aliases) for s in stems(name))


def _only(counts: Counter[str], wanted: Callable[[str], bool]) -> dict[str, float]:
    return {word: n for word, n in counts.items() if wanted(word) and not word[0].isdigit()}


def last_name(name: str) -> str:
    """The last word of a person's name, as compared."""
    return fold(name).rpartition(" ")[2]


def _named(names: Iterable[tuple[str, int]], rarity: Rarity) -> Vector:
    counted: Counter[str] = Counter()
    for name, mentions in names:
        if name:
            counted[name] += max(mentions, 1)
    return unit(
        {name: n**0.5 * (rarity.of_name(name) + 0.05) for name, n in counted.items()}, most=_KEPT_WORDS
    )


def day_of(value: str | None) -> date | None:
    """The day of an EDTF value that names one."""
    try:
        return date.fromisoformat(value) if value and len(value) == len("2024-09-02") else None
    except ValueError:
        return None


def _days(facts: ArticleFacts) -> Iterator[date]:
    """The days that the article tells of, that of its publication left out."""
    for when in facts.dates:
        if is_day(when) and when.first:
            yield when.first


def is_day(when: EventDate) -> bool:
    return when.grain in (Grain.DAY, Grain.TIME) and when.first is not None and when.first == when.last


def _news(facts: ArticleFacts) -> date | None:
    """The first day told that lies shortly before the publication, or on it."""
    published = day_of(facts.published.date)
    for when in facts.dates[:_LEAD_DATES]:
        if is_day(when) and when.first and published and 0 <= (published - when.first).days <= _RECENT:
            return when.first
    return None


def _harmed(facts: ArticleFacts) -> Iterator[date]:
    for figure in facts.casualties:
        day = day_of(figure.date.value) if figure.date else None
        if day and figure.status is Status.REPORTED:
            yield day


# The day of a harm whose own sentence names it, its words, small, with the two before them; the harm.
NamedDay = tuple[date, str, CasualtyFigure]


def _named_days(facts: ArticleFacts) -> Iterator[NamedDay]:
    for figure in facts.casualties:
        day = day_of(figure.date.value) if figure.date else None
        if figure.date is None or day is None or figure.max == 0 or figure.status is not Status.REPORTED:
            continue
        before, found, _ = figure.evidence.sentence.of(facts.article.text).partition(figure.date.text)
        left = before.lower().split()[-2:]
        if found and _SAYING.isdisjoint(left):  # "said on Sunday" may be of another day
            yield day, " ".join((*left, found.lower())), figure


def _hours(named_days: Iterable[NamedDay]) -> Iterator[tuple[date, str]]:
    """The days of harm of which the article names the morning or the evening."""
    for day, words, _ in named_days:
        told = set(words.split())
        parts = [part for part, names in _PARTS_OF_DAY.items() if not names.isdisjoint(told)]
        if len(parts) == 1:
            yield day, parts[0]


def _figures(facts: ArticleFacts) -> Iterator[str]:
    for figure in facts.casualties:
        if figure.status is Status.REPORTED and (figure.min or 0) > 1:
            yield _figure(figure)


def _figure(figure: CasualtyFigure) -> str:
    return f"{figure.kind} {figure.min}-{figure.max}"


def _scenes(facts: ArticleFacts) -> tuple[Scene, ...]:
    """Where people were harmed."""
    countries = {(p.latitude, p.longitude) for p in facts.places if p.kind is PlaceKind.COUNTRY}
    found: dict[Scene, None] = {}
    for figure in facts.casualties:
        at = figure.location
        if figure.status is Status.REPORTED and at and at.latitude is not None:
            whole = at.precision is Precision.COUNTRY or (at.latitude, at.longitude) in countries
            found[Scene(at.latitude, at.longitude or 0.0, at.country, whole)] = None
    return tuple(found)[:_POINTS]


def _told_of(facts: ArticleFacts) -> tuple[Scene, ...]:
    return tuple(
        Scene(p.latitude, p.longitude or 0.0, p.country, p.kind is PlaceKind.COUNTRY)
        for p in facts.places
        if p.latitude is not None
    )[:_POINTS]


def _spots(places: Sequence[Place]) -> tuple[Spot, ...]:
    told = [place for place in places if place.latitude is not None and place.longitude is not None]
    total = sum(len(place.mentions) for place in told) or 1
    most = sorted(told, key=lambda place: (-len(place.mentions), place.name))[:8]
    return tuple(
        Spot(fold(p.name), p.latitude or 0.0, p.longitude or 0.0, len(p.mentions) / total) for p in most
    )
