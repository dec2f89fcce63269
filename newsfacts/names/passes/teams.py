"""The pass that tells a team from the town it is named for: "Boston lost to Toronto in the playoffs"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from newsfacts import gazetteer
from newsfacts.doc.store import Labelled
from newsfacts.english.names import fold
from newsfacts.english.words import lists
from newsfacts.names.passes.clues import is_place
from newsfacts.names.passes.value import ORG, PLACES, Names

_SCORE = re.compile(r"\d{1,3}\s?[-–]\s?\d{1,3}(?!\d)")
REACH = 6  # words before the other side in which a verb stands: "drew 2-2 at home with"


@dataclass(frozen=True, slots=True)
class TeamWords:
    """The tables of `names/passes/teams.toml`."""

    sides: frozenset[str]
    plays: frozenset[str]
    pairs: frozenset[str]
    sport: frozenset[str]
    clubs: frozenset[str]
    half_clubs: frozenset[str]
    known_clubs: frozenset[str]


@cache
def _words() -> TeamWords:
    return lists("names/passes/teams", TeamWords)


@cache
def _verbs() -> frozenset[str]:
    """What stands right beside a side."""
    return _words().sides | _words().plays


def teams(names: Names) -> Names:
    """Towns and regions as bodies where they stand for their teams. Countries stay places.

    A name is a team's between "beat" and the like and another name; or beside a verb of play in a sentence
    that tells of a game by its score, a word of sport or a club.
    """
    game = _Games(names)
    return names.having(
        one._replace(label=ORG) if one.label in PLACES and game.is_team(one) else one for one in names.found
    )


class _Games:
    """The sentences of an article as far as they tell of games."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.starts = {one.span.start for one in names.found}
        self.ends = {one.span.end for one in names.found}
        self.told: dict[int, bool] = {}  # by the first token of a sentence

    def is_team(self, one: Labelled) -> bool:
        if _is_club(one.text, _words().clubs):
            return True
        if not self._is_side(one) and not _may_be_club(one.text):
            return False
        if not _is_town(one.text):
            return False
        return self._has_two_sides(one) or self._tells_game(one)

    def _is_side(self, one: Labelled) -> bool:
        """Whether a verb of play stands beside a name."""
        low, start, end = self.names.low, one.span.start, one.span.end
        verbs = _verbs()
        if (end < len(low) and low[end] in verbs) or (start and low[start - 1] in verbs):
            return True
        return any(
            f"{low[i]} {low[start - 1]}" in _words().pairs for i in range(max(0, start - REACH), start - 1)
        )

    def _has_two_sides(self, one: Labelled) -> bool:
        """Whether a name stands on one side of a verb that takes two, and another name on the other."""
        low, start, end = self.names.low, one.span.start, one.span.end
        first = end + 1 < len(low) and low[end] in _words().sides and end + 1 in self.starts
        return first or (start > 1 and low[start - 1] in _words().sides and start - 1 in self.ends)

    def _tells_game(self, one: Labelled) -> bool:
        sentence = one.span.sent
        if sentence.start not in self.told:
            self.told[sentence.start] = any(self._signs(sentence.start, sentence.end))
        return self.told[sentence.start]

    def _signs(self, start: int, end: int) -> Iterator[bool]:
        low = self.names.low
        yield from (word in _words().sport for word in low[start:end])
        yield any(map(self._is_score, range(start, end)))
        inside = [other.text for other in self.names.found if start <= other.span.start < end]
        clubs = _words().clubs
        yield any(_is_club(name, clubs) or fold(name) in clubs for name in inside)
        # "Norwich City" alone may be the town; two of the sort are two sides.
        yield len({name for name in inside if _may_be_club(name)}) > 1

    def _is_score(self, at: int) -> bool:
        """Whether the token `at` begins "2-1", and not the "20-30" of "20-30 families"."""
        doc = self.names.doc
        if not doc[at].text[0].isdigit():
            return False
        text = doc[at : at + 3].text
        found = _SCORE.match(text)
        if found is None:
            return False
        behind = doc.char_span(doc[at].idx, doc[at].idx + found.end(), alignment_mode="expand")
        return behind is None or behind.end >= len(doc) or doc[behind.end].tag_ != "NNS"


def _is_club(name: str, endings: frozenset[str]) -> bool:
    """Whether a name is a town's with one of `endings` behind it, and no place of the gazetteer itself."""
    words = fold(name).split()
    for cut in (1, 2):
        if len(words) > cut and " ".join(words[-cut:]) in endings:
            return is_place(" ".join(words[:-cut])) and not is_place(name)
    return False


def _may_be_club(name: str) -> bool:
    """Whether a name is a club's where a sentence tells of a game."""
    return _is_club(name, _words().half_clubs) or fold(name) in _words().known_clubs


def _is_town(name: str) -> bool:
    """Whether a name is no country's."""
    return gazetteer.default().country(name) is None
