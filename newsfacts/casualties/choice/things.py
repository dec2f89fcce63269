"""The noun phrases of a sentence as candidates for who or what did a harm."""

from __future__ import annotations

from collections.abc import Iterator

from newsfacts.casualties.choice.asked import Thing
from newsfacts.casualties.choice.told import word_list
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


def _sorts(words: Sentence, phrase: NounPhrase) -> Iterator[str]:
    low, head = words.low[phrase.head], phrase.head
    yield f"is {who(words, phrase).value}"
    if words.label[head]:
        yield f"label {words.label[head]}"
    yield from (role for role in _ROLES if low in context(role))
    yield from (name for name in _LISTS if low in word_list(name))
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
