"""Verbs of saying and thinking: `english/speech.toml`, each once with what it does."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from newsfacts.errors import RuleError
from newsfacts.rules import read


class Speech(StrEnum):
    """What a verb of saying does; the head of the file says more."""

    QUOTE = "quote"
    SOURCE = "source"
    CONTENT = "content"
    OBJECT = "object"
    CLAUSE = "clause"
    THOUGHT = "thought"
    ACT = "act"
    TOLD = "told"
    THAT = "that"


@cache
def speech(use: Speech) -> frozenset[str]:
    """The verbs, in small letters, that do what `use` says. Raises RuleError where a verb has another use."""
    verbs = read("english/speech")["verbs"]
    for verb, uses in verbs.items():
        if unknown := sorted(set(uses) - set(Speech)):
            known = ", ".join(Speech)
            raise RuleError(f"english/speech.toml, {verb!r}: unknown use {unknown[0]!r}; known: {known}")
    return frozenset(verb for verb, uses in verbs.items() if use in uses)
