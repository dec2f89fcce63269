"""The noun phrases of a sentence as candidates for who or what did a harm."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from newsfacts.casualties.choice.asked import Thing
from newsfacts.casualties.choice.words import word_list
from newsfacts.casualties.context import context
from newsfacts.casualties.people import who
from newsfacts.casualties.sentence import NounPhrase, Sentence
from newsfacts.types import CharSpan

# What a head may be, by the roles of `casualties/context.toml`.
_ROLES = ("event", "violence", "weak", "disease", "long-event", "site", "vague-site", "no-harm", "sport")
# Likewise by the tables of `words.toml`.
_LISTS = ("doers", "instruments", "wounds", "motives", "aftermath", "speech")


def things(words: Sentence) -> list[Thing]:
    """The noun phrases of a sentence, in reading order; and the causes that the tagger marks besides."""
    found = [_thing(words, phrase) for phrase in words.phrases if phrase.end > phrase.start]
    starts = {thing.span.start for thing in found}
    found += [
        Thing(role.span, "", ("tagged alone",), "", role.confidence or 0.0)
        for role in words.roles
        if role.label == "CAUSE" and role.span.start not in starts
    ]
    return found


def _thing(words: Sentence, phrase: NounPhrase) -> Thing:
    start, end, head = phrase.start, phrase.end, phrase.head
    span = CharSpan(words.first[start], words.last[end - 1])
    tagged = max(
        (r.confidence or 0.0 for r in words.roles if r.label == "CAUSE" and r.span.overlaps(span)),
        default=0.0,
    )
    return Thing(span, words.low[head], tuple(_sorts(words, phrase)), words.at(start - 1), tagged)


@lru_cache(maxsize=4_096)
def _lists_with(word: str) -> tuple[str, ...]:
    """The roles and tables that have a word."""
    roles = (role for role in _ROLES if word in context(role))
    return (*roles, *(name for name in _LISTS if word in word_list(name)))


def _sorts(words: Sentence, phrase: NounPhrase) -> Iterator[str]:
    low, head = words.low[phrase.head], phrase.head
    yield f"is {who(words, phrase).value}"
    if words.label[head]:
        yield f"label {words.label[head]}"
    yield from _lists_with(low)
    inside = words.low[phrase.start : phrase.end]
    if low not in context("event") and not context("event").isdisjoint(inside):
        yield "event within"
    if low in words.lex.temporal:
        yield "temporal"
    if words.tag[head].startswith("PRP"):
        yield "pronoun"
    if phrase.number is not None:
        yield "number"
    if phrase.owner is not None:
        yield "owned"
    if words.tag[phrase.start] == "PRP$":
        yield "possessive"
    opens = words.low[phrase.start]
    if opens in ("a", "an", "the", "no"):
        yield f"opens {opens}"
    if words.tag[head].startswith("NNP"):
        yield "proper"
