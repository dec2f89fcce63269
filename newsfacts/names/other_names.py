"""Other names of a person that the text ties to one: "X, better known as Y", "Ann Orlo (Bell)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from newsfacts.doc import store
from newsfacts.doc.store import Labelled
from newsfacts.english.names import nickname
from newsfacts.english.titles import title_words
from newsfacts.english.words import closed, lists
from newsfacts.names.mentions import around
from newsfacts.names.passes.clues import in_brackets

# Tokens between "X" and "Y" in "X [L], better known to the world as Y".
MAX_ALIAS_GAP = 10

Name = tuple[tuple[str, ...], str]  # the words of a name as they are compared; "jr", "iii", else ""


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """The tables of `names/coreference.toml`."""

    mr: frozenset[str]
    ms: frozenset[str]
    also_known: frozenset[str]
    knows: frozenset[str]
    he: frozenset[str]
    whose: frozenset[str]
    she: frozenset[str]
    ranks: frozenset[str]
    besides: frozenset[str]


@cache
def people_words() -> PeopleWords:
    return lists("names/coreference", PeopleWords)


def other_names(doc: Doc, named: Sequence[Labelled], names: Sequence[Name]) -> dict[int, int]:
    """Of mentions that are another name, the mention of the name; as positions in `named`."""
    return {
        **dict(_also_known(doc, named)),
        **dict(_in_brackets(doc, named, names)),
        **dict(_as_known(doc, named, names)),
        **dict(_nicknamed(named, names)),
    }


def _also_known(doc: Doc, named: Sequence[Labelled]) -> Iterator[tuple[int, int]]:
    """Pairs of mentions, (other name, name), that the text ties: "X, better known as Y"."""
    ties = [tuple(tie.split()) for tie in people_words().also_known]
    signs, quotes = closed().signs, closed().quotes
    for i in range(len(named) - 1):
        a, b = named[i].span, named[i + 1].span
        if not 0 < b.start - a.end <= MAX_ALIAS_GAP:
            continue
        between = [
            word
            for word in store.lower_words_of(doc)[a.end : b.start]
            if word not in signs and word not in quotes and not word.isspace()
        ]
        if any(tuple(between[-len(tie) :]) == tie for tie in ties):
            yield i + 1, i


def _in_brackets(doc: Doc, named: Sequence[Labelled], names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Pairs, (other name, name), of a full name and one word in brackets behind it: "Ann Orlo (Bell)".

    Not where that is the surname of another full name.
    """
    surnames = {words[-1] for words, _ in names if is_full(words)}
    for i in range(len(named) - 1):
        words = names[i + 1][0]
        lone = len(words) == 1 and words[0] not in surnames and is_full(names[i][0])
        if lone and in_brackets(doc, named[i].span, named[i + 1].span):
            yield i + 1, i


def _as_known(doc: Doc, named: Sequence[Labelled], names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Pairs, (other name, name), of one surname, where the text says so: "Tata Orlo, as he is known"."""
    low, known = store.lower_words_of(doc), people_words()
    for i, mention in enumerate(named):
        end = mention.span.end
        if low[end : end + 2] != [",", "as"]:
            continue
        told = low[end + 2 : min(end + 2 + MAX_ALIAS_GAP, around(mention.span)[1])]
        stop = told.index(",") if "," in told else len(told)
        if known.knows.isdisjoint(told[:stop]):
            continue
        surname = names[i][0][-1:]
        others = (j for j in range(i - 1, -1, -1) if names[j][0][-1:] == surname and names[j] != names[i])
        other = next((j for j in others if is_full(names[j][0])), None)
        if other is not None:
            yield i, other


def _nicknamed(named: Sequence[Labelled], names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Pairs, (other name, name), of who is called by the nickname in a full name: "Biff", "Biff Orlo"."""
    called: dict[tuple[str, ...], int] = {}
    for i, mention in enumerate(named):
        words, nick = names[i][0], nickname(mention.text)
        if nick and is_full(words):
            called.setdefault(nick, i)
            called.setdefault((*nick, words[-1]), i)
    for i, (words, _) in enumerate(names):
        known = called.get(words)
        if known is not None and names[known] != names[i]:
            yield i, known


def is_full(words: tuple[str, ...]) -> bool:
    particles = title_words("particles")
    return sum(word not in particles for word in words) > 1
