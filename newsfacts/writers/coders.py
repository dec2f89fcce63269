"""What the exports for coders of conflict data share: events made of killed groups, places, days, tables.

docs/coder-exports.md says of each column what it is filled from. Nothing is guessed: what the article does
not tell stays blank.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TextIO, TypeVar
from urllib.parse import urlsplit

from newsfacts.errors import visible
from newsfacts.merge.statements import Places, Told
from newsfacts.output.columns import Cell
from newsfacts.rules import read
from newsfacts.types import ArticleFacts, CasualtyFigure, Harm, Place, Scope, Status
from newsfacts.writers.formats import Writer
from newsfacts.writers.streams import put
from newsfacts.writers.tables import table_cell, table_line

Columns = Mapping[str, Cell]
SlotT = TypeVar("SlotT")


@dataclass(frozen=True)
class Event:
    """What killed people, at one place and time as far as told: its statements, in reading order.

    A slot is that of the first statement that has it.
    """

    facts: ArticleFacts
    figures: tuple[CasualtyFigure, ...]
    where: str | None  # the place in the article's words
    place: Place | None
    days: tuple[date, date] | None  # first and last day on which it can have happened
    latest: CasualtyFigure | None  # the figure that the text itself puts in the place of the others

    @property
    def victims(self) -> str | None:
        return self._first(lambda figure: figure.victims)

    @property
    def cause(self) -> str | None:
        return self._first(lambda figure: figure.cause)

    @property
    def attribution(self) -> str | None:
        return self._first(lambda figure: figure.attribution)

    @property
    def least(self) -> int | None:
        """The lowest number told, or the one that takes the place of the others; None where there is none."""
        told = [self.latest] if self.latest else self.figures
        return min((figure.min for figure in told if figure.min is not None), default=None)

    @property
    def most(self) -> int | None:
        """The highest number told; None where a bound is open."""
        told = [self.latest] if self.latest else self.figures
        bounds = [figure.max for figure in told]
        return None if None in bounds else max(bound for bound in bounds if bound is not None)

    @property
    def scope(self) -> Scope | None:
        return self._first(lambda figure: figure.scope)

    @property
    def sentences(self) -> str:
        """The sentences of its statements, each once."""
        text = self.facts.article.text
        return " ".join(dict.fromkeys(visible(figure.evidence.sentence.of(text)) for figure in self.figures))

    @property
    def groups(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(figure.group for figure in self.figures))

    def _first(self, slot: Callable[[CasualtyFigure], SlotT | None]) -> SlotT | None:
        values = map(slot, self.figures)
        return next((value for value in values if value is not None), None)


def events(facts: ArticleFacts) -> Iterator[Event]:
    """The events of an article: its killed groups, those that tell of one harm joined, in reading order.

    Left out: what is denied or hypothetical, counts over a period or a war, and parts of a total.
    """
    places, days = Places(facts), Days(facts)
    for told in _harms(facts, places):
        latest = next((one.figure for one in reversed(told) if one.updates and len(told) > 1), None)
        figures = tuple(one.figure for one in told)
        where = next((figure.place for figure in figures if figure.place), None)
        when = next((figure.date for figure in figures if figure.date), None)
        span = days.find(when.value) if when else None
        yield Event(facts, figures, where, places.find(where), span, latest)


def _harms(facts: ArticleFacts, places: Places) -> list[list[Told]]:
    """The figures of people killed, those of one harm together."""
    harms: list[list[Told]] = []
    by_group: dict[int, list[Told]] = {}
    for figure in facts.casualties:
        one = Told(figure, facts, places)
        if not _makes_an_event(figure) or one.is_part:
            continue
        harm = by_group.get(figure.group) or next((h for h in harms[-_COMPARED:] if _same(h[0], one)), None)
        if harm is None:
            harms.append(harm := [])
        by_group[figure.group] = harm
        harm.append(one)
    return harms


def _makes_an_event(figure: CasualtyFigure) -> bool:
    killed = figure.kind is Harm.KILLED and figure.status is Status.REPORTED
    return killed and figure.scope in (None, Scope.INCIDENT)


# As in merge.conflicts: of thousands of events the latest are compared.
_COMPARED = 50


def _same(known: Told, one: Told) -> bool:
    return one.counts and known.counts and known.victims == one.victims and known.is_of_the_harm_of(one)


class Days:
    """The days of an article's dates, by their EDTF values."""

    def __init__(self, facts: ArticleFacts) -> None:
        self._known: dict[str, tuple[date, date]] = {}
        for when in facts.dates:
            if when.value and when.first and when.last:
                self._known.setdefault(when.value, (when.first, when.last))

    def find(self, value: str | None) -> tuple[date, date] | None:
        """First and last day of `value`; None where they are not known."""
        if value is None or value in self._known:
            return self._known.get(value or "")
        return (day, day) if (day := one_day(value)) else None


def one_day(value: str | None) -> date | None:
    """The day that the EDTF `value` is, None where it is none."""
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None


def country_name(code: str | None) -> str | None:
    """The usual English name."""
    names = read("gazetteer/countries").get(code, {}).get("names") if code else None
    return names[0] if names else None


def country_code(code: str | None, kind: str) -> Any:
    """The code of another list, `number` or `fips`; None where there is none."""
    return read("gazetteer/codes").get(code, {}).get(kind) if code else None


def host_of(facts: ArticleFacts) -> str | None:
    """The host of the article's address, without "www."."""
    if not facts.article.url:
        return None
    try:
        host = urlsplit(facts.article.url).hostname
    except ValueError:  # an address that is none
        return None
    return host.removeprefix("www.") if host else None


@cache
def rules() -> dict[str, Any]:
    return read("writers/coders")


def table_writer(columns: Sequence[str], rows: Callable[[ArticleFacts], Iterable[Columns]]) -> Writer:
    """A writer of one CSV table with a header. `rows`: those of an article, by column; others are blank."""

    def write(facts: Iterable[ArticleFacts], stream: TextIO, *, only: Collection[str]) -> None:
        # The header waits for the first article: where not one can be read, nothing is written.
        head = table_line(columns, ",")
        for found in facts:
            lines = [
                table_line([table_cell(row.get(column)) for column in columns], ",") for row in rows(found)
            ]
            put(stream, head + "".join(lines))
            head = ""
        put(stream, head)

    return write
