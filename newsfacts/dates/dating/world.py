"""What a text knows of the world, as evidence of its day: events, offices, what comes back at fixed times."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from newsfacts.dates.dating.days import Weights, every_day, table
from newsfacts.dates.known import Event, Named, Recurring, Term
from newsfacts.dates.offices import Called, Span, Standing
from newsfacts.dates.people import Person, Told
from newsfacts.dates.rules import Found
from newsfacts.dates.story import number_of


def offices(called: list[Called]) -> Weights | None:
    """Who holds an office in the text, and who has held it."""
    rules, days = table("offices"), every_day().ordinal
    told = {(item.holder, item.standing): item.holder.spans for item in called}
    if not told:
        return None
    early, late, bare, fame = np.zeros((4, len(days)))
    for (_, standing), spans in told.items():
        inside, before, since = _stretches(days, spans)
        if standing is Standing.IN:
            early += np.where(before, rules["early"], 0.0)
            late += np.where(inside | before, 0.0, rules["late"])
        elif standing is Standing.FORMER:
            still = before | _first_held(days, spans)
            early += np.where(still, rules["early"], 0.0)
            late += np.where(inside & ~still, rules["late"], 0.0)
        elif standing is Standing.FAMOUS:
            early += np.where(before, rules["unheard_of"], 0.0)
            fame += np.where(before, 0.0, np.maximum(rules["fame_fading"] * since, rules["forgotten"]))
        else:
            bare += np.where(before, rules["unknown"], np.maximum(rules["fading"] * since, rules["faded"]))
    weights: Weights = (
        np.maximum(early, rules["most_early"])
        + np.maximum(late, rules["most_late"])
        + np.maximum(bare, rules["most_bare"])
        + np.maximum(fame, rules["most_forgotten"])
    )
    return weights


def _first_held(days: np.ndarray[Any, np.dtype[np.int64]], spans: tuple[Span, ...]) -> np.ndarray[Any, Any]:
    """Of each day, whether it lies in the first span: nobody is "former" then."""
    first = spans[0]
    inside: np.ndarray[Any, Any] = days >= first.first.toordinal()
    return inside & (days <= (first.last.toordinal() if first.last else int(days[-1])))


def _stretches(
    days: np.ndarray[Any, np.dtype[np.int64]], spans: tuple[Span, ...]
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], Weights]:
    """Of each day, whether it lies in a span, before all, and how many years after the last one."""
    inside = np.zeros(len(days), dtype=bool)
    since = np.full(len(days), np.inf)
    for span in spans:
        first = span.first.toordinal()
        last = span.last.toordinal() if span.last else int(days[-1])
        inside |= (days >= first) & (days <= last)
        since = np.minimum(since, np.where(days > last, (days - last) / 365.25, np.inf))
    before = days < spans[0].first.toordinal()
    return inside, before, np.where(inside | before, 0.0, since)


def ages(told: Told) -> Weights | None:
    """Ages beside the names of those whose birthday is known: articles of that year of their lives."""
    if not told.aged:
        return None
    rules, days = table("people"), every_day().ordinal
    weights = np.zeros(len(days))
    for person, age in dict.fromkeys(told.aged):
        years = (days - person.born.toordinal()) / 365.2425
        last = np.inf if _died_at(person, age) else age + 1  # "the 55-year-old was shot last spring"
        off = np.where(years < age, age - years, np.maximum(years - last, 0.0))
        weights += np.where(off <= 0.01, 0.0, np.where(off <= 1, rules["year_off"], rules["other"]))
    most: Weights = np.maximum(weights, rules["most"])
    return most


def _died_at(person: Person, age: int) -> bool:
    """Whether a person died at that age: so the dead are told of ever after."""
    return person.died is not None and 0 <= (person.died - person.born).days / 365.2425 - age < 1


def terms(named: list[Named]) -> Weights | None:
    """Offices and names in use; events as such bear no weight here."""
    rules, days = table("terms"), every_day().ordinal
    terms = {name.what.id: name.what for name in named if isinstance(name.what, Term)}
    if not terms:
        return None
    early, late = np.zeros(len(days)), np.zeros(len(days))
    for term in terms.values():
        early += np.where(days < term.first.toordinal(), rules["early"], 0.0)
        if term.last:
            late += np.where(days > term.last.toordinal(), rules["late"], 0.0)
    weights: Weights = early + np.maximum(late, rules["most_late"])
    return weights


def recurring(named: list[Named]) -> Weights | None:
    """What comes back at fixed times is told of in its own years and months."""
    rules, calendar = table("recurring"), every_day()
    known = {name.what.id: name.what for name in named if isinstance(name.what, Recurring)}
    if not known:
        return None
    weights = np.zeros(len(calendar.year))
    for what in known.values():
        season = (calendar.year % what.every == what.phase) & np.isin(calendar.month, what.months)
        ahead = ((calendar.year + 1) % what.every == what.phase) & np.isin(calendar.month, what.before)
        weights += np.where(season, 0.0, np.where(ahead, what.ahead, rules["out"]))
    most: Weights = np.maximum(weights, rules["most_out"])
    return most


def events_of_last_year(found: list[Found], named: list[Named]) -> Weights | None:
    """ "last year's Paris attacks" is of the year after; "the Paris attacks in November" of the twelve
    months."""
    rules = table("event_last_year")
    weights = None
    for name in named:
        if not isinstance(name.what, Event) or name.what.lasting:
            continue
        for item in found:
            apart = max(item.start - name.end, name.start - item.end)
            if apart > rules["reach"] or item.get("year"):
                continue
            near = _days_of_telling(item, name.what.first)
            if near is not None:
                own = np.where(near, 0.0, rules["other"])
                weights = own if weights is None else weights + own
    return weights


def _days_of_telling(item: Found, event: date) -> np.ndarray[Any, np.dtype[np.bool_]] | None:
    """On which days an article tells so of an event of that day; None where it may on any."""
    days = every_day().ordinal - event.toordinal()
    near: np.ndarray[Any, np.dtype[np.bool_]] | None = None
    match item.rule.id, (item.get("unit") or "").lower():
        case "last-unit", "year":
            near = every_day().year == event.year + 1
        case "last-unit", "month":
            near = _months_since(event) == 1
        case "last-unit", "week":
            near = np.abs(days - 7) <= 6
        case "weekday", _:  # "On Saturday, troops recovered the bodies of six hostages"
            if number_of("weekday", item.get("weekday", "weekday2") or "") == event.isoweekday():
                near = (days >= 0) & (days < 7)
        case _ if item.rule.op == "month" and number_of("month", item.groups["month"]) == event.month:
            near = (days >= 0) & (days < 365) & (_months_since(event) > 0)
    return near


def _months_since(event: date) -> np.ndarray[Any, np.dtype[np.int64]]:
    calendar = every_day()
    return (calendar.year - event.year) * 12 + calendar.month - event.month
