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
        if region:
            return PlaceKind.REGION
        town = top.kind is PlaceKind.CITY and any(opens_dateline(m.span.doc, m.span) for m in g.heard)
        return PlaceKind.CITY if town else None
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
    word = _word_beside(span, places)
    return kind_word(word) if word is not None else None


def called(g: Group, places: Container[int]) -> frozenset[str]:
    """The words for divisions, in small letters, that a group's names end with or that stand beside them."""
    beside = (_word_beside(m.span, places) for m in g.heard)
    told = (word for word in (*beside, *(m.span[-1] for m in g.heard if len(m.span) > 1)) if word is not None)
    return frozenset(word.lower_.removesuffix("s") for word in told if kind_word(word) is PlaceKind.REGION)


def _word_beside(span: Span, places: Container[int]) -> Token | None:
    """The common noun beside a name, or beside the list it stands in, that tells its kind."""
    doc = span.doc
    last = mentions.around(span)[1]
    if span.end < last and _tells(doc[span.end]):
        return doc[span.end]
    # On over a list: "Lampang, Phrae and Nan provinces". Only a plural is for all of them.
    at = span.end
    while at < min(last, span.end + MAX_LIST_TOKENS) and _in_list(doc, at, places):
        at += 1
    if span.end < at < last and doc[at].lower_.endswith("s") and _tells(doc[at]):
        return doc[at]
    return _word_before(span, places)


def _word_before(span: Span, places: Container[int]) -> Token | None:
    """As above, in front: "the provinces of Lampang, Phrae and Nan", "the town of X", "sheriff of town X"."""
    doc, first = span.doc, mentions.around(span)[0]
    at = span.start - 1
    while at > max(first, span.start - MAX_LIST_TOKENS) and _in_list(doc, at, places):
        at -= 1
    if at > first and doc[at].lower_ in ("of", ":"):
        plural = doc[at - 1].lower_.endswith("s")
        fits = (plural or at >= span.start - 2) and kind_word(doc[at - 1]) is not None
        return doc[at - 1] if fits else None
    return doc[at] if at == span.start - 1 and at >= first and _tells(doc[at]) else None


def _tells(token: Token) -> bool:
    """Whether a common noun tells the kind of the place beside it."""
    return token.is_lower and kind_word(token) is not None


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
