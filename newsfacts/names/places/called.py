"""What a country calls its divisions: "Aurora province" is in the Philippines, "Aurora County" in Dakota."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from newsfacts import rules


@dataclass(frozen=True, slots=True)
class Called:
    """A line of `names/places/called.toml`: where a word is used alone, or where it never is; ISO codes.

    `wide`: whether the division is far more than the town that it is named for.
    """

    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    wide: bool = False


@cache
def _called() -> dict[str, Called]:
    return dict(rules.load("names/places/called", Called))


def is_called(country: str | None, words: Collection[str]) -> bool:
    """Whether a country uses one of `words`, small letters, for its divisions; no words fit any."""
    if not words or country is None:
        return True
    return any(_uses(country.casefold(), word) for word in words)


def is_wide(words: Collection[str]) -> bool:
    """Whether one of `words` is for a division that is no town's: "Quezon province"."""
    return any(word in _called() and _called()[word].wide for word in words)


def _uses(country: str, word: str) -> bool:
    known = _called().get(word)
    if known is None:
        return True
    return country in known.only if known.only else country not in known.never
