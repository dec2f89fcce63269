"""Verbs by their tags, or by word lists where no tagger has set them; the words of `clauses.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span, Token

from newsfacts.rules import read

# How far from the date a sentence is read, in tokens; the longest sentence of prose is shorter.
REACH_TOKENS = 80


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of `dates/clauses.toml`."""

    modals: frozenset[str]
    present: frozenset[str]
    past: frozenset[str]
    base: frozenset[str]
    ahead: frozenset[str]
    ahead_prepositions: frozenset[str]
    openers: frozenset[str]
    joiners: frozenset[str]
    subjects: frozenset[str]
    not_verbs: frozenset[str]
    after_to: frozenset[str]
    prepositions: frozenset[str]
    determiners: frozenset[str]
    helpers: frozenset[str]
    willing: frozenset[str]
    ahead_to: frozenset[str]
    unscheduled: frozenset[str]
    answering: frozenset[str]
    scheduled: frozenset[str]
    timetable: frozenset[str]
    plan: frozenset[str]
    plan_to: frozenset[str]
    recurring: frozenset[str]
    fixing: frozenset[str]
    lasting: frozenset[str]
    looking_back: frozenset[str]
    happened: frozenset[str]
    notices: frozenset[str]
    ahead_phrases: frozenset[str]
    relatives: frozenset[str]
    parts: frozenset[str]
    about: frozenset[str]
    happenings: frozenset[str]
    saying: frozenset[str]


@cache
def lists() -> Words:
    table = read("dates/clauses")["words"]
    return Words(**{name: frozenset(words) for name, words in table.items()})


def verb_form(token: Token) -> str | None:
    """MD, VB, VBD, VBN, VBG, VBP or VBZ where the token is (or looks like) a verb; None otherwise."""
    if token.lower_ in lists().modals and token.text != "May":
        return "MD"
    if token.tag_:
        return token.tag_ if token.tag_.startswith("VB") or token.tag_ == "MD" else None
    return _by_lists(token)


def _by_lists(token: Token) -> str | None:
    """The form of a word that no tagger has read: by the lists, by its ending."""
    known, word = lists(), token.lower_
    before = token.nbor(-1).lower_ if token.i > 0 else ""
    if before == "to" and word.isalpha() and word.islower() and word not in known.determiners:
        return "VB" if word in known.base or word not in known.after_to else None
    if word in known.past:
        return "VBD"
    if word in known.present:
        return "VBZ" if word != "am" or before == "i" else None
    if token.text.islower() and word not in known.not_verbs and before not in known.determiners - {"that"}:
        return _by_ending(word)
    return None


def _by_ending(word: str) -> str | None:
    if len(word) > 3 and word.endswith("ed"):
        return "VBD"
    return "VBG" if len(word) > 4 and word.endswith("ing") else None


def is_finite(token: Token) -> bool:
    """Whether the token can be the verb of a clause of its own."""
    return verb_form(token) in ("MD", "VBD", "VBP", "VBZ")


def near(sentence: Span, inside: Span) -> Span:
    """The part of an endless sentence (a list, a table) that can bear on the date."""
    low, high = max(sentence.start, inside.start - REACH_TOKENS), min(sentence.end, inside.end + REACH_TOKENS)
    return sentence.doc[min(low, inside.start) : max(high, inside.end)]


BE = frozenset(("is", "are", "am", "'s", "’s", "'re", "’re", "be", "was", "were"))
HAVE = frozenset(("has", "have", "had", "having", "'ve", "’ve"))
POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
