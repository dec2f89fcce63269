"""The tolls of one story: each harm with all its statements, their relations, its range and best figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from statistics import median_low
from typing import TypeVar

from newsfacts.merge.deciding import Dated, Link
from newsfacts.merge.harms import harms, statements
from newsfacts.merge.ordinals import counted_on
from newsfacts.merge.relations import is_doubtful, relation_of, relations
from newsfacts.merge.statements import Places, Told, is_told
from newsfacts.merge.types import (
    Best,
    BestFigure,
    StatementRelation,
    Toll,
    TollDate,
    TollStatement,
)
from newsfacts.merge.words import Rarity
from newsfacts.types import ArticleFacts, CasualtyFigure, Location, PlaceKind, Scope

ValueT = TypeVar("ValueT")


def tolls(
    facts: Sequence[ArticleFacts],
    published: Sequence[date | None],
    origins: Sequence[str],
    rarity: Rarity,
    best: Best,
) -> tuple[Toll, ...]:
    """The tolls of the articles of one story, given in the order of publication, by their first statement.

    `published`: the day of each; `origins`: its id, or that of the article it copies. Denied and hypothetical
    figures, and those without a bound, are left out.
    """
    told = []
    named = [Places(found) for found in facts]
    for index, found in enumerate(facts):
        told += [(index, Told(figure, found, named[index])) for figure in found.casualties if is_told(figure)]
    told = counted_on(told, lambda item, figure: Told(figure, facts[item[0]], named[item[0]]))
    made = []
    for harm in harms(statements(told, rarity)):
        dated = [Dated(one, published[one.article], origins[one.article]) for one in harm]
        made += [_toll(part, links, best) for part, links in _settled(dated)]
    return tuple(sorted(made, key=lambda toll: _place_of(toll, facts)))


def _settled(told: Sequence[Dated]) -> Iterator[tuple[Sequence[Dated], Sequence[Link]]]:
    """`told` with its links, in two or more where a figure that differs is not surely of the same harm."""
    links = relations(told)
    doubtful = next((i for i, link in enumerate(links) if is_doubtful(told, i, link)), None)
    if doubtful is None:
        yield told, links
        return
    moved = {doubtful}
    while more := {i for i, link in enumerate(links) if link.to in moved} - moved:
        moved |= more
    yield from _settled([one for i, one in enumerate(told) if i not in moved])
    yield from _settled([one for i, one in enumerate(told) if i in moved])


def _place_of(toll: Toll, facts: Sequence[ArticleFacts]) -> tuple[int, int]:
    first = toll.statements[0]
    return next(i for i, f in enumerate(facts) if f.article.id == first.article_id), first.start


def _toll(told: Sequence[Dated], links: Sequence[Link], best: Best) -> Toll:
    wholes = [i for i, link in enumerate(links) if link.relation is not StatementRelation.PART_OF]
    whole = [told[i] for i in wholes]
    figures = [one.statement.told.figure for one in whole]
    minima, maxima = [figure.min for figure in figures], [figure.max for figure in figures]
    return Toll(
        kind=figures[0].kind,
        victims=_usual(whole, lambda figure: figure.victims),
        place=_usual(whole, lambda figure: figure.place),
        location=_location(whole),
        date=_date(whole),
        scope=_scope(figures),
        cause=_usual(whole, lambda figure: figure.cause),
        low=None if None in minima else min(n for n in minima if n is not None),
        high=None if None in maxima else max(n for n in maxima if n is not None),
        best=_best(best, told, links),
        sources=len({_source(one) for one in told}),
        relation=relation_of(links),
        statements=tuple(_statement(one, link) for one, link in zip(told, links, strict=True)),
    )


def _statement(one: Dated, link: Link) -> TollStatement:
    told, figure = one.statement.told, one.statement.told.figure
    text, span = told.facts.article.text, figure.evidence.span
    return TollStatement(
        article_id=told.facts.article.id,
        start=span.start,
        end=span.end,
        text=span.of(text),
        min=figure.min,
        max=figure.max,
        approximate=figure.approximate,
        attribution=figure.attribution,
        published=told.facts.published.date,
        relation=link.relation,
        to=link.to,
        rule=link.rule,
        victims=figure.victims,
        sentence=figure.evidence.sentence.of(text),
        confidence=figure.confidence,
    )


def _source(one: Dated) -> object:
    """Who tells: the one named, else the article, or that it copies."""
    return one.source or one.origin


# The best figure


def _best(best: Best, told: Sequence[Dated], links: Sequence[Link]) -> BestFigure:
    """The figure that the policy takes; of what is disputed on the last day, with as many sources on both
    sides, all from the lowest to the highest: neither is later than the other.
    """
    wholes = [i for i, link in enumerate(links) if link.relation is not StatementRelation.PART_OF]
    chosen = [_chosen(best, told, links, wholes)]
    if best is Best.LATEST:
        chosen = _disputed(told, links, wholes, *chosen)
    figures = [told[i].statement.told.figure for i in chosen]
    minima, maxima = [figure.min for figure in figures], [figure.max for figure in figures]
    return BestFigure(
        None if None in minima else min(n for n in minima if n is not None),
        None if None in maxima else max(n for n in maxima if n is not None),
        any(figure.approximate for figure in figures),
        best,
    )


def _disputed(told: Sequence[Dated], links: Sequence[Link], wholes: Sequence[int], last: int) -> list[int]:
    """`last` and the figure of that day that contradicts it; of the two that which more sources tell."""

    def of_last(i: int) -> bool:
        return told[i].statement.told.fits(told[last].statement.told)

    for i in wholes:
        to = links[i].to
        if to is None or links[i].relation is not StatementRelation.CONFLICTS or of_last(i) == of_last(to):
            continue
        other = to if of_last(i) else i
        if told[other].published == told[last].published:
            mine, theirs = (_sources_of(told, wholes, k) for k in (last, other))
            return [last, other] if mine == theirs else [last if mine > theirs else other]
    return [last]


def _sources_of(told: Sequence[Dated], wholes: Sequence[int], i: int) -> int:
    """How many tell a figure that fits it."""
    return len({_source(told[k]) for k in wholes if told[k].statement.told.fits(told[i].statement.told)})


def _chosen(best: Best, told: Sequence[Dated], links: Sequence[Link], wholes: Sequence[int]) -> int:
    """The statement whose figure the policy takes."""
    if best is Best.LATEST:
        return _latest(told, links, wholes)
    in_order = sorted(wholes, key=lambda i: (told[i].number, i))
    if best is Best.LOWEST:
        return in_order[0]
    if best is Best.HIGHEST:
        return in_order[-1]
    if best is Best.MEDIAN:
        number = median_low(told[i].number for i in wholes)
        return next(i for i in in_order if told[i].number == number)
    return _most_told(told, wholes)


def _latest(told: Sequence[Dated], links: Sequence[Link], wholes: Sequence[int]) -> int:
    """The last published; of those that fit it, and that nothing has replaced, the most exact."""
    replaced = {links[i].to for i in wholes if links[i].relation is StatementRelation.UPDATES}
    standing = [i for i in wholes if i not in replaced]
    last = max(standing, key=lambda i: (told[i].published or date.min, _rank(told[i]), i))
    updates = [i for i in standing if links[i].relation is StatementRelation.UPDATES]
    if updates:
        last = max(updates, key=lambda i: (told[i].published or date.min, i))
    fitting = [i for i in standing if told[i].statement.told.fits(told[last].statement.told)]
    return max(fitting, key=lambda i: (_exactness(told[i]), told[i].number, i))


def _rank(one: Dated) -> int:
    """Of one day the figure told first in its article is the newest."""
    return -one.statement.order


def _exactness(one: Dated) -> tuple[bool, int, bool]:
    """The narrower the better; of open ones the most that is sure."""
    figure = one.statement.told.figure
    if figure.min is None or figure.max is None:
        return False, figure.min if figure.min is not None else -1, not figure.approximate
    return True, figure.min - figure.max, not figure.approximate


def _most_told(told: Sequence[Dated], wholes: Iterable[int]) -> int:
    """The figure of the most independent sources; of equals the last published."""
    by_figure: dict[tuple[int | None, int | None], list[int]] = {}
    for i in wholes:
        figure = told[i].statement.told.figure
        by_figure.setdefault((figure.min, figure.max), []).append(i)
    most = max(
        by_figure.values(),
        key=lambda group: (
            len({_source(told[i]) for i in group}),
            max(told[i].published or date.min for i in group),
            group[-1],
        ),
    )
    return most[-1]


# Slots


def _usual(whole: Sequence[Dated], slot: Callable[[CasualtyFigure], str | None]) -> str | None:
    """What most say; of equals the first."""
    values = [value for one in whole if (value := slot(one.statement.told.figure))]
    return Counter(values).most_common(1)[0][0] if values else None


def _scope(figures: Sequence[CasualtyFigure]) -> Scope | None:
    values = [figure.scope for figure in figures if figure.scope]
    return Counter(values).most_common(1)[0][0] if values else None


def _location(whole: Sequence[Dated]) -> Location | None:
    """The place that most name; a town before the country it lies in."""
    spots = [one.statement.told.spot for one in whole if one.statement.told.spot]
    if not spots:
        return None
    counted = Counter((spot.name, spot.country) for spot in spots)
    narrow = [spot for spot in spots if spot.kind is not PlaceKind.COUNTRY] or spots
    chosen = max(narrow, key=lambda spot: counted[spot.name, spot.country])
    return Location(
        name=chosen.name,
        country=chosen.country,
        admin1=chosen.admin1,
        latitude=chosen.latitude,
        longitude=chosen.longitude,
        precision=chosen.precision,
    )


def _date(whole: Sequence[Dated]) -> TollDate | None:
    """The date that most tell; one with a value before one without."""
    dates = [one.statement.told.figure.date for one in whole if one.statement.told.figure.date]
    valued = [when for when in dates if when.value] or dates
    if not valued:
        return None
    value = Counter(when.value for when in valued).most_common(1)[0][0]
    chosen = next(when for when in valued if when.value == value)
    span = next(
        (
            one.statement.told.days
            for one in whole
            if one.statement.told.figure.date == chosen and one.statement.told.days
        ),
        None,
    )
    return TollDate(chosen.text, chosen.value, *(span or (None, None)))
