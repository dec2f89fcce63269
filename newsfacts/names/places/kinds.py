"""Of what kind a place is, as its words and those beside it tell: "Lake X", "X province", "the town of X"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence

from spacy.tokens import Doc, Span, Token

from newsfacts.doc import store
from newsfacts.gazetteer.lookup import place_words as words
from newsfacts.names import mentions
from newsfacts.names.passes.clues import opens_dateline
from newsfacts.names.places.group import Group, is_in
from newsfacts.names.places.rivers import is_river
from newsfacts.types import PlaceKind

MAX_LIST_TOKENS = 60


def said_kind(g: Group, places: Container[int]) -> PlaceKind | None:
    """The kind that the words of the name, or those beside it, tell; None where they do not.

    `places`: the tokens of the article's places.
    """
    top = g.candidates[0] if g.candidates else None
    if top is not None and top.id:
        # Kept by hand, it knows its kind; but "Odesa region" is not the city, "River Nile state" no water.
        region = top.kind in (PlaceKind.CITY, PlaceKind.WATER) and all(
            _kind_beside(m.span, places) is PlaceKind.REGION for m in g.heard
        )
        return PlaceKind.REGION if region else None
    if g.within:
        return PlaceKind.REGION
    own = next((kind for m in g.heard if (kind := _own_kind(m, g)) is not None), None)
    if own is not None:
        return own
    votes = Counter(kind for m in g.heard if (kind := _beside_or_dateline(m.span, places)) is not None)
    if votes:
        return votes.most_common(1)[0][0]
    if g.candidates:
        return None
    if any(is_river(m.span) for m in g.heard):
        return PlaceKind.WATER
    if all(m.label == "FAC" for m in g.heard):
        return PlaceKind.LANDMARK
    # Of names that no gazetteer knows most are villages and quarters.
    return PlaceKind.CITY


def _own_kind(mention: store.Labelled, g: Group) -> PlaceKind | None:
    """The kind that a name tells itself."""
    top = g.candidates[0] if g.candidates else None
    own = kind_of_words(mention.span)
    # "Fort Worth", "Bay City" are towns first of all.
    town = own in (PlaceKind.WATER, PlaceKind.LANDMARK) and mention.label != "FAC" and g.whole
    return None if town and top is not None and top.kind is not own else own


def _beside_or_dateline(span: Span, places: Container[int]) -> PlaceKind | None:
    beside = _kind_beside(span, places)
    return PlaceKind.CITY if beside is None and opens_dateline(span.doc, span) else beside


def _kind_beside(span: Span, places: Container[int]) -> PlaceKind | None:
    """The kind that common nouns beside a name, or beside the list it stands in, tell."""
    doc = span.doc
    last = mentions.around(span)[1]
    if span.end < last and doc[span.end].is_lower:
        kind = kind_word(doc[span.end])
        if kind is not None:
            return kind
    # On over a list: "Lampang, Phrae and Nan provinces". Only a plural is for all of them.
    at = span.end
    while at < min(last, span.end + MAX_LIST_TOKENS) and _in_list(doc, at, places):
        at += 1
    if at > span.end and at < last and doc[at].is_lower and doc[at].lower_.endswith("s"):
        kind = kind_word(doc[at])
        if kind is not None:
            return kind
    return _kind_before(span, places)


def _kind_before(span: Span, places: Container[int]) -> PlaceKind | None:
    """As above, in front: "the provinces of Lampang, Phrae and Nan", "the town of X", "sheriff of town X"."""
    doc, first = span.doc, mentions.around(span)[0]
    at = span.start - 1
    while at > max(first, span.start - MAX_LIST_TOKENS) and _in_list(doc, at, places):
        at -= 1
    if at > first and doc[at].lower_ in ("of", ":"):
        plural = doc[at - 1].lower_.endswith("s")
        return kind_word(doc[at - 1]) if plural or at >= span.start - 2 else None
    if at == span.start - 1 and at >= first and doc[at].is_lower:
        return kind_word(doc[at])
    return None


def _in_list(doc: Doc, at: int, places: Container[int]) -> bool:
    return store.lower_words_of(doc)[at] in (",", "and", "or", "the", "&") or at in places


def kind_word(token: Token) -> PlaceKind | None:
    """The kind that a common noun beside a name tells."""
    if is_in(token.lower_, "region"):
        return PlaceKind.REGION
    if is_in(token.lower_, "city"):
        return PlaceKind.CITY
    return None


def is_inland(span: Span) -> bool:
    """Whether a water lies in a country by its name: "Bato River", not "Sea of Orlo"."""
    return any(is_in(token.lower_, "inland") for token in span)


def kind_of_words(span: Span) -> PlaceKind | None:
    """The kind that a name tells by its own words: "Lake X", "X Bridge", "X Valley"."""
    tokens = [token.lower_ for token in span if token.is_alpha]
    if len(tokens) < 2:
        return None
    return _by_ends(tokens) or _by_last(tokens)


def _by_ends(tokens: Sequence[str]) -> PlaceKind | None:
    for word in (tokens[-1], tokens[0]):
        if is_in(word, "water"):
            return PlaceKind.WATER
        if is_in(word, "landmark"):
            return PlaceKind.LANDMARK
    return None


def _by_last(tokens: Sequence[str]) -> PlaceKind | None:
    if tokens[-1] in ("island", "isle", "atoll", "islet"):
        return PlaceKind.OTHER
    if is_in(tokens[-1], "region"):
        return PlaceKind.REGION
    if is_in(tokens[-1], "city") or (tokens[0] in words("city") and tokens[1] == "of"):
        return PlaceKind.CITY
    return None
