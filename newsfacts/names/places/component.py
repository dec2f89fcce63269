"""Finds places."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from newsfacts import gazetteer
from newsfacts.doc import store
from newsfacts.gazetteer.lookup import Candidate
from newsfacts.names import mentions
from newsfacts.names.places.choose import Choice, choose
from newsfacts.names.places.evidence import Evidence
from newsfacts.names.places.group import Group, group, name_in, name_of
from newsfacts.names.places.kinds import said_kind
from newsfacts.names.places.locate import Where
from newsfacts.names.places.metonymy import is_capital, stands_for_government
from newsfacts.names.places.outlets import home_of
from newsfacts.types import Namesake, Place, PlaceKind

# An article of more places is an index or a book, read in parts: its ties grow by the square.
MAX_TOGETHER = 1000
# Of the namesakes passed over, how many are told, and how likely they must be.
MAX_NAMESAKES, LEAST_TOLD = 6, 0.005


@Language.factory("newsfacts_places", requires=["doc.sents"], assigns=["doc.spans"])
def make_places(nlp: Language, name: str) -> Places:
    return Places()


class Places:
    """The component that finds places and keeps them as span group `places`."""

    def __call__(self, doc: Doc) -> Doc:
        store.store(doc, "places", self.find(doc))
        return doc

    def find(self, doc: Doc) -> tuple[Place, ...]:
        """The places of `doc`, in reading order; changes nothing."""
        found = mentions.mentions(doc, mentions.PLACES)
        if not found:
            return ()
        groups = group(found)
        places = by_token(groups)
        choices: dict[int, Choice] = {}
        silent: list[Group] = []
        peoples: dict[str, float] = {}
        home = home_of(store.address_of(doc))
        known = [g for g in groups if g.candidates]
        for first in range(0, max(len(known), 1), MAX_TOGETHER):
            evidence = Evidence(doc, known[first : first + MAX_TOGETHER], places, home)
            choices |= {id(g): choice for g, choice in zip(evidence.groups, choose(evidence), strict=True)}
            silent += [g for g in evidence.groups if g.silent]
            peoples = evidence.peoples
        where = Where(doc, groups, silent, places, choices, peoples, home)
        return tuple(_place(doc, g, where) for g in groups)


def by_token(groups: Sequence[Group]) -> dict[int, Group]:
    """The group of each token that belongs to a place."""
    return {i: g for g in groups for m in g.mentions for i in range(m.span.start, m.span.end)}


def _place(doc: Doc, g: Group, where: Where) -> Place:
    texts = [name_in(m) for m in g.mentions]
    best = where.sure(g)
    kind = said_kind(g, where.places)
    if kind is None:
        kind = best.kind if best is not None else _likely_kind(g, where)
    country = where.country(g, kind)
    point = where.point(g, kind, country)
    name = name_of(texts)
    if best is not None and _has_article(g, name, best):
        name = f"The {name}"
    return Place(
        name=name,
        kind=kind,
        country=country,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        aliases=mentions.other_forms(name, texts),
        mentions=tuple(mentions.evidence(m) for m in g.mentions),
        confidence=mentions.confidence_of(g.mentions),
        precision=point.precision if point else None,
        metonymy=_is_government(doc, g, name, where),
        admin1=where.admin1(g, country),
        geonames=best.geonames or None if best is not None else None,
        location_confidence=_confidence(g, where),
        namesakes=_namesakes(g, where),
    )


def _has_article(g: Group, name: str, best: Candidate) -> bool:
    """Whether a town's article is part of its name: "The Hague"."""
    if best.kind is not PlaceKind.CITY or not best.geonames:
        return False
    before = {m.span.doc[m.span.start - 1].text for m in g.mentions if m.span.start}
    known = gazetteer.default().lookup(f"the {name}")
    return "The" in before and any(c.geonames == best.geonames for c in known)


def _confidence(g: Group, where: Where) -> float | None:
    """How sure the choice among the namesakes is; None where the gazetteer knows none."""
    choice = where.choices.get(id(g))
    if choice is None:
        return None
    return round(choice.confidence if choice.best is not None else choice.open, 3)


def _namesakes(g: Group, where: Where) -> tuple[Namesake, ...]:
    """What the name can mean, the likeliest first, as far as it is worth telling."""
    choice = where.choices.get(id(g))
    likely = choice.likely[:MAX_NAMESAKES] if choice is not None else ()
    return tuple(
        Namesake(c.kind, c.country, where.division_name(c), c.latitude, c.longitude, round(p, 3))
        for c, p in likely
        if p >= LEAST_TOLD
    )


def _likely_kind(g: Group, where: Where) -> PlaceKind:
    """The kind of the likeliest namesake; of names that have none most are villages and quarters."""
    choice = where.choices.get(id(g))
    return choice.likely[0][0].kind if choice is not None and choice.best is not None else PlaceKind.CITY


def _is_government(doc: Doc, g: Group, name: str, where: Where) -> bool:
    """Whether a capital or country stands for its government wherever the article names it."""
    best = where.sure(g)
    if best is None or not (best.kind is PlaceKind.COUNTRY or is_capital(name, best.country)):
        return False
    return stands_for_government(doc, [m.span for m in g.mentions], where.places)
