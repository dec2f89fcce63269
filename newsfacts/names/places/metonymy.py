"""Whether a capital or a country stands for its government: "Moscow condemned the raid".

A place does so where all its mentions allow it: at least half of them are the bare subject of a verb of
speech or policy, or what such a verb is about ("urged Moscow", "talks with Moscow"), and none is said as a
place ("in Moscow", "MOSCOW –", "Moscow-based"). The words are those of `names/places/metonymy.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from spacy.tokens import Doc, Span, Token

from newsfacts import gazetteer, rules
from newsfacts.english.names import WordList
from newsfacts.gazetteer.lookup import place_words
from newsfacts.names.mentions import around
from newsfacts.names.passes.clues import opens_dateline

MAX_SKIPPED = 5  # tokens between a name and its verb: "has since repeatedly"
MAX_LIST = 8  # tokens of "Riyadh, Doha and Washington"

_APOSTROPHES = ("'s", "’s", "'", "’")


@cache
def words(table: str) -> frozenset[str]:
    """The words of a table of `names/places/metonymy.toml`; of verbs all regular forms."""
    listed = rules.load("names/places/metonymy", WordList)[table].words
    if table not in ("verbs", "objects"):
        return frozenset(listed)
    return frozenset(form for word in listed for form in _forms(word))


def _forms(verb: str) -> Iterator[str]:
    yield verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied")
    elif verb.endswith("e"):
        yield from (f"{verb}s", f"{verb}d")
    else:
        yield f"{verb}es" if verb.endswith(("s", "x", "ch", "sh", "z")) else f"{verb}s"
        yield f"{verb}ed"
    yield f"{verb.removesuffix('e') if not verb.endswith('ee') else verb}ing"


def stands_for_government(doc: Doc, mentions: Sequence[Span], places: Mapping[int, object]) -> bool:
    """Whether a capital or country with these mentions stands for its government throughout.

    `places`: the tokens of `doc` that belong to places, for lists of them.
    """
    told = 0
    for mention in mentions:
        if is_locative(doc, mention):
            return False
        told += _is_subject(doc, mention, places) or _is_object(doc, mention)
    return 2 * told >= len(mentions) and told > 0


def is_locative(doc: Doc, mention: Span) -> bool:
    """Whether a mention is about the place itself: "in Moscow", "MOSCOW –", "Moscow-based", "central
    Moscow".
    """
    if opens_dateline(doc, mention):
        return True
    if _is_part(mention[0]) and len(mention) > 1:
        return True
    if mention.end + 1 < len(doc) and doc[mention.end].text == "-":
        return doc[mention.end + 1].lower_ in words("linked")
    at, least = mention.start - 1, around(mention)[0]
    while at >= least and (doc[at].lower_ in ("the", "nearby", "neighbouring") or _is_part(doc[at])):
        if _is_part(doc[at]):
            return True
        at -= 1
    return at >= least and doc[at].lower_ in words("locatives")


def _is_part(token: Token) -> bool:
    return (token.is_lower or bool(token.is_sent_start)) and token.lower_ in place_words("direction")


def _is_subject(doc: Doc, mention: Span, places: Mapping[int, object]) -> bool:
    """Whether a verb of speech or policy follows a mention, or the list that it stands in."""
    end = around(mention)[1]
    before = doc[mention.start - 1] if mention.start > around(mention)[0] else None
    if before is not None and (before.text in _APOSTROPHES or before.tag_ == "IN" or before.lower_ == "of"):
        return before.lower_ in ("that", "as", "but", "while", "after", "because", "if", "though", "although")
    at = mention.end
    while at < min(end, mention.end + MAX_LIST) and (
        at in places or (doc[at].lower_ in ("and", ",", "the") and _place_ahead(at + 1, end, places, doc))
    ):
        at += 1
    for token in doc[at : min(end, at + MAX_SKIPPED)]:
        if token.lower_ in words("verbs"):
            # "Moscow was accused" is as good; "the Moscow call" is none.
            return token.tag_ not in ("NN", "NNS", "NNP") or token.lower_ in ("said", "says")
        if token.lower_ not in words("skipped") and token.text != "," and token.tag_ != "RB":
            return False
    return False


def _place_ahead(at: int, end: int, places: Mapping[int, object], doc: Doc) -> bool:
    while at < end and doc[at].lower_ in ("and", "the"):
        at += 1
    return at < end and at in places


def _is_object(doc: Doc, mention: Span) -> bool:
    """Whether others deal with a mention as with a government: "urged Moscow", "an agreement with Ottawa"."""
    start, at = around(mention)[0], mention.start - 1
    if mention.end < len(doc) and doc[mention.end].text in _APOSTROPHES:
        return False
    if at < start:
        return False
    if doc[at].lower_ in words("objects"):
        return True
    return doc[at].lower_ == "with" and at > start and doc[at - 1].lower_ in words("ties")


def is_capital(name: str, country: str | None) -> bool:
    """Whether `name` is the capital of `country`."""
    return country is not None and gazetteer.default().capital(name) == country
