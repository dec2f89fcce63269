"""A line of GDELT's Global Knowledge Graph 2.1 for each article: 27 columns parted by tabs, without a header.

Blocks within a column are parted by ";", their fields by "#" or ",". docs/coder-exports.md says what each
column is filled from.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TextIO
from xml.sax.saxutils import escape

from newsfacts.errors import visible
from newsfacts.merge.statements import Places
from newsfacts.types import (
    ArticleFacts,
    CasualtyFigure,
    DateType,
    EventDate,
    Grain,
    Organization,
    Person,
    Place,
    PlaceKind,
    Status,
)
from newsfacts.writers.coders import country_code, country_name, host_of, one_day, rules
from newsfacts.writers.streams import put
from newsfacts.writers.tables import table_cell

COLUMNS = (
    *("GKGRECORDID", "V2.1DATE", "V2SOURCECOLLECTIONIDENTIFIER", "V2SOURCECOMMONNAME"),
    *("V2DOCUMENTIDENTIFIER", "V1COUNTS", "V2.1COUNTS", "V1THEMES", "V2ENHANCEDTHEMES", "V1LOCATIONS"),
    *("V2ENHANCEDLOCATIONS", "V1PERSONS", "V2ENHANCEDPERSONS", "V1ORGANIZATIONS", "V2ENHANCEDORGANIZATIONS"),
    *("V1.5TONE", "V2.1ENHANCEDDATES", "V2GCAM", "V2.1SHARINGIMAGE", "V2.1RELATEDIMAGES"),
    *("V2.1SOCIALIMAGEEMBEDS", "V2.1SOCIALVIDEOEMBEDS", "V2.1QUOTATIONS", "V2.1ALLNAMES", "V2.1AMOUNTS"),
    *("V2.1TRANSLATIONINFO", "V2EXTRASXML"),
)
_WEB = "1"
# What parts columns, blocks and fields may not stand in a name.
_PARTS = re.compile(r"[;#|,\t\r\n]+")
# GDELT's types of location: country; city of the United States; city of the world; state of either.
_COUNTRY, _US_STATE, _US_CITY, _CITY, _STATE = "1", "2", "3", "4", "5"


def write_gkg(facts: Iterable[ArticleFacts], stream: TextIO, *, only: Collection[str]) -> None:
    """A line an article, flushed as it is done."""
    for found in facts:
        columns = row(found)
        put(stream, "\t".join(table_cell(visible(columns.get(name, ""))) for name in COLUMNS) + "\n")


def row(facts: ArticleFacts) -> dict[str, str]:
    """The columns of an article; those that are not there are blank."""
    article = facts.article
    places = Places(facts)
    counts = [*filter(None, (_count(figure, places) for figure in facts.casualties))]
    return {
        "GKGRECORDID": article.id,
        "V2.1DATE": _published(facts),
        "V2SOURCECOLLECTIONIDENTIFIER": _WEB if article.url else "",
        "V2SOURCECOMMONNAME": host_of(facts) or "",
        "V2DOCUMENTIDENTIFIER": article.url or article.source or "",
        "V1COUNTS": _blocks("#".join(fields[:-1]) for fields in counts),
        "V2.1COUNTS": _blocks(map("#".join, counts)),
        "V1LOCATIONS": _blocks("#".join(_location(place)) for place in facts.places if place.kind),
        "V2ENHANCEDLOCATIONS": _blocks(_enhanced_locations(facts.places)),
        "V1PERSONS": _blocks(_name(person.name) for person in facts.people),
        "V2ENHANCEDPERSONS": _blocks(_enhanced(facts.people)),
        "V1ORGANIZATIONS": _blocks(_name(body.name) for body in facts.organizations),
        "V2ENHANCEDORGANIZATIONS": _blocks(_enhanced(facts.organizations)),
        "V2.1ENHANCEDDATES": _blocks(filter(None, map(_date, facts.dates))),
        "V2.1AMOUNTS": _blocks(_amounts(facts)),
        "V2EXTRASXML": f"<PAGE_TITLE>{escape(visible(article.title))}</PAGE_TITLE>" if article.title else "",
    }


# Several things in a column.
_blocks = ";".join


def _published(facts: ArticleFacts) -> str:
    day = one_day(facts.published.date)
    return day.isoformat().replace("-", "") + "000000" if day else ""


def _count(figure: CasualtyFigure, places: Places) -> list[str] | None:
    """Type, number, object, the seven fields of the location, offset; None for what GDELT does not count."""
    kind = rules()["gkg"]["counts"].get(figure.kind)
    number = figure.min if figure.min is not None else figure.max
    if kind is None or number is None or figure.status is not Status.REPORTED:
        return None
    place = places.find(figure.place)
    location = _location(place) if place else [""] * 7
    return [kind, str(number), _name(figure.victims or ""), *location, str(figure.evidence.span.start)]


def _location(place: Place) -> list[str]:
    """Type, full name, country (FIPS 10-4), first division, latitude, longitude, feature."""
    american = place.country == "US"
    if place.kind is PlaceKind.COUNTRY:
        kind, full = _COUNTRY, place.name
    elif place.kind is PlaceKind.REGION:
        kind, full = _US_STATE if american else _STATE, _full(place)
    else:
        kind, full = _US_CITY if american else _CITY, _full(place)
    code = country_code(place.country, "fips") or ""
    return [kind, full, code, "", _number(place.latitude), _number(place.longitude), ""]


def _full(place: Place) -> str:
    """GDELT ends the full name in that of the country: "Odesa, Ukraine"."""
    country = country_name(place.country)
    return f"{_name(place.name)}, {country}" if country else _name(place.name)


def _enhanced_locations(places: Sequence[Place]) -> Iterator[str]:
    """A block a mention: as `_location`, with the second division and the offset."""
    for place in places:
        if place.kind:
            fields = _location(place)
            for mention in place.mentions:
                yield "#".join([*fields[:4], "", *fields[4:], str(mention.span.start)])


def _enhanced(named: Iterable[Person | Organization]) -> Iterator[str]:
    """A name and an offset for each mention, in reading order within each."""
    for one in named:
        for mention in one.mentions:
            yield f"{_name(one.name)},{mention.span.start}"


def _date(when: EventDate) -> str | None:
    """Resolution, month, day, year, offset: 1 a year, 2 a month, 3 a day, 4 a day of no year."""
    if when.type not in (DateType.DATE, DateType.TIME) or not when.value:
        return None
    offset = when.evidence.span.start
    if when.first and when.last:
        day = when.first
        if when.first == when.last:
            return f"3#{day.month}#{day.day}#{day.year}#{offset}"
        if when.grain is Grain.MONTH:
            return f"2#{day.month}#0#{day.year}#{offset}"
        return f"1#0#0#{day.year}#{offset}" if when.grain is Grain.YEAR else None
    if known := re.fullmatch(r"XXXX-(\d\d)-(\d\d)", when.value):
        return f"4#{int(known[1])}#{int(known[2])}#0#{offset}"
    return None


def _amounts(facts: ArticleFacts) -> Iterator[str]:
    """Number, what is counted, offset: of figures that are one number."""
    for figure in facts.casualties:
        if figure.min is not None and figure.min == figure.max and figure.status is Status.REPORTED:
            counted = " ".join(part for part in (_name(figure.victims or ""), figure.kind.value) if part)
            yield f"{figure.min},{counted},{figure.evidence.span.start}"


def _name(text: str) -> str:
    return _PARTS.sub(" ", visible(text)).strip()


def _number(value: float | None) -> str:
    return "" if value is None else str(value)
