"""What surrounds a harm: words of events, violence, illness, sites; `casualties/context.toml`, by role."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from newsfacts.rules import load


@dataclass(frozen=True, slots=True)
class ContextRule:
    """A table of `casualties/context.toml`; see the head of that file."""

    id: str
    role: str
    words: tuple[str, ...]


@cache
def context(*roles: str) -> frozenset[str]:
    """The words of `casualties/context.toml` that play one of `roles`."""
    rules = load("casualties/context", ContextRule).values()
    return frozenset(word for rule in rules if rule.role in roles for word in rule.words)


@cache
def signs() -> frozenset[str]:
    """Words that tell by themselves of violence, accident or disaster."""
    return context("violence", "event") - context("weak")
