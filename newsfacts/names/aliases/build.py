"""Makes entities anew of the mentions that belong together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from spacy.tokens import Doc, Span

from newsfacts import gazetteer
from newsfacts.doc import store
from newsfacts.names import mentions
from newsfacts.names.aliases.file import TABLES, Entry, key
from newsfacts.names.organization_names import kind_of
from newsfacts.names.people import Descriptions
from newsfacts.types import (
    KINDS,
    CharSpan,
    Evidence,
    Organization,
    OrganizationKind,
    Person,
    Place,
    Precision,
)

Entity = Person | Place | Organization


@dataclass
class Piece:
    """The mentions of one entity to be. `sources`: the entities of this kind that they come from.

    `inherited`: those among them whose kind, country and coordinates are the piece's too.
    """

    table: str
    entry: Entry | None
    mentions: list[Evidence] = field(default_factory=list)
    sources: list[Any] = field(default_factory=list)
    inherited: list[Any] = field(default_factory=list)


class Builder:
    """Makes entities of pieces of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc, self.text = doc, store.text_of(doc)
        self._people: Descriptions | None = None
        self._confidence: dict[tuple[int, int], float | None] | None = None

    def all(self, pieces: Sequence[Piece]) -> dict[str, tuple[Entity, ...]]:
        """The entities by kind, in reading order."""
        made: dict[str, list[Entity]] = {table: [] for table in TABLES}
        for piece in pieces:
            made[piece.table].append(self._entity(piece))
        return {
            table: tuple(sorted(entities, key=lambda entity: entity.mentions[0].span))
            for table, entities in made.items()
        }

    def _entity(self, piece: Piece) -> Entity:
        entry = piece.entry
        base: Any = piece.sources[0] if piece.sources else None
        whole = len(piece.sources) == 1 and base.mentions == tuple(piece.mentions)
        if whole and entry is None:
            untouched: Entity = base
            return untouched
        texts = [text_of(self.text, mention) for mention in piece.mentions]
        name = entry.name if entry is not None else self._name(base.name, texts)
        values: dict[str, Any] = {"name": name, "mentions": tuple(piece.mentions)}
        if not whole or base.name != name:
            values["aliases"] = mentions.other_forms(name, texts)
        if not whole:
            values["confidence"] = self._sure(piece.mentions)
        heirs = piece.sources if entry is None else piece.inherited
        if piece.table == "people":
            if not whole:
                values |= self._described(piece.mentions)
                values["pronouns"] = tuple(sorted({at for source in piece.sources for at in source.pronouns}))
            if entry is not None and entry.role is not None:
                values["role"] = entry.role
        elif piece.table == "organizations":
            values["kind"] = _kind(entry, heirs, [name, *texts])
        else:
            values |= _where(entry or Entry("places", name), heirs)
        made: Entity = KINDS[piece.table](**values) if base is None else replace(base, **values)
        return made

    @staticmethod
    def _name(name: str, texts: Sequence[str]) -> str:
        """The name of what is left of an entity: as it was, where that is left, else the fullest."""
        if any(key(text) == key(name) for text in texts):
            return name
        return max(texts, key=lambda text: (len(text.split()), len(text)))

    def _described(self, found: Iterable[Evidence]) -> dict[str, Any]:
        """What the article says of a person beside these mentions."""
        if self._people is None:
            self._people = Descriptions(self.doc)
        at = [self._span(mention.span) for mention in found]
        role, age, nationality = self._people.of([span for span in at if span is not None])
        return {"role": role, "age": age, "nationality": nationality}

    def _span(self, at: CharSpan) -> Span | None:
        return self.doc.char_span(at.start, at.end, alignment_mode="expand")

    def _sure(self, found: Iterable[Evidence]) -> float | None:
        if self._confidence is None:
            named = mentions.mentions(self.doc)
            self._confidence = {(m.span.start_char, m.span.end_char): m.confidence for m in named}
        given = [self._confidence.get((mention.span.start, mention.span.end)) for mention in found]
        known = [confidence for confidence in given if confidence is not None]
        return round(sum(known) / len(known), 3) if known else None


def _kind(
    entry: Entry | None, heirs: Sequence[Organization], texts: Sequence[str]
) -> OrganizationKind | None:
    """The kind of a body: the file's, else the article's, else what its names tell where it is new."""
    if entry is not None and entry.kind is not None:
        return OrganizationKind(entry.kind)
    if heirs:
        return next((body.kind for body in heirs if body.kind is not None), None)
    return kind_of(texts)


def _best(entry: Entry | None, heirs: Sequence[Place]) -> Place:
    """Of the places merged that whose whereabouts are known, and fit the country of the file."""
    country = entry.country if entry is not None else None
    fitting = [place for place in heirs if country in (None, place.country)] or heirs
    return next((place for place in fitting if place.latitude is not None), fitting[0])


def _where(entry: Entry, heirs: Sequence[Place]) -> dict[str, Any]:
    """Kind, country and coordinates: the file's, else the article's, else the gazetteer's if it is sure."""
    base = _best(entry, heirs) if heirs else None
    kind = entry.kind or (base.kind if base is not None else None)
    country = entry.country or (base.country if base is not None else None)
    found: dict[str, Any] = {
        "kind": kind,
        "country": country,
        "metonymy": bool(heirs) and all(place.metonymy for place in heirs),
    }
    if entry.latitude is not None:
        return found | _point(entry.latitude, entry.longitude, Precision.EXACT)
    if base is not None and country == base.country:
        return found | _point(base.latitude, base.longitude, base.precision)
    known = gazetteer.default().lookup(entry.name)
    code = entry.country or gazetteer.sure_country(known)
    for candidate in known:
        if code and candidate.country == code and kind in (None, candidate.kind):
            found |= {"country": code, "kind": candidate.kind}
            return found | _point(candidate.latitude, candidate.longitude, Precision.EXACT)
    return found | _point(None, None, None)


def _point(latitude: float | None, longitude: float | None, precision: Precision | None) -> dict[str, Any]:
    return {"latitude": latitude, "longitude": longitude, "precision": precision}


def text_of(text: str, mention: Evidence) -> str:
    """The words of a mention on one line."""
    return " ".join(mention.span.of(text).split())
