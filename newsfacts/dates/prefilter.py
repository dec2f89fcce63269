"""What a match of a pattern can begin with, and words that it has: cheap to look for before the pattern is
compiled, or tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache, reduce
from typing import NamedTuple

# Characters of a beginning that are told apart: most expressions differ in them ("the la", "the pr").
LENGTH = 6
# A set of beginnings that would grow beyond this is cut short: then more patterns are tried than need be.
_MANY = 100

_TOKEN = re.compile(
    r"(?P<skip>\(\?<?[=!])|(?P<back>\(\?P=\w+\))|(?P<group>\((?:\?(?:P<\w+>|-?[a-z]*:))?)"
    r"|(?P<close>\))|(?P<bar>\|)|(?P<piece>\{(?P<name>[a-z]\w*?)(?::\d)?\})"
    r"|(?P<digit>\\d|\[(?:\d|\d-\d)+\]|\d)|(?P<edge>\\[bB]|[$^])|(?P<word>[A-Za-z]{2,}(?![?*+{])|[A-Za-z])"
    r"|(?P<escape>\\[^a-zA-Z0-9])|(?P<set>\[[^\\^\]-]+-?\])|(?P<other>\\.|\[(?:\\.|[^\]\\])+\]|\.)|(?P<literal>.)",
    re.DOTALL,
)
_TIMES = re.compile(r"[?*+]|\{(?P<least>\d*)(?:,(?P<most>\d*))?\}")
_DIGITS, _BLANKS = re.compile(r"\d"), re.compile(r"\s+")


class Beginnings:
    """A set of strings. `whole`: shorter than LENGTH, what follows counts; `cut`: anything may follow."""

    __slots__ = ("cut", "whole")

    def __init__(self, whole: Iterable[str] = (), cut: Iterable[str] = ()) -> None:
        whole = set(whole)
        long = {text for text in whole if len(text) >= LENGTH}
        self.whole = frozenset(whole - long)
        self.cut = frozenset(text[:LENGTH] for text in {*cut, *long})
        if len(self.whole) > _MANY:
            self.cut, self.whole = self.cut | self.whole, frozenset()

    def __or__(self, other: Beginnings) -> Beginnings:
        return Beginnings(self.whole | other.whole, self.cut | other.cut)

    def __add__(self, other: Beginnings) -> Beginnings:
        if not self.whole:
            return self
        return Beginnings(
            {a + b for a in self.whole for b in other.whole},
            self.cut.union(a + b for a in self.whole for b in other.cut),
        )

    def shortest(self) -> tuple[str, ...]:
        """The beginnings, without those that begin with another of them."""
        every = sorted(self.cut | self.whole, key=lambda text: (len(text), text))
        kept: list[str] = []
        for text in every:
            if not text.startswith(tuple(kept)):
                kept.append(text)
        return tuple(kept)


EMPTY = Beginnings([""])
ANYTHING = Beginnings(cut=[""])
_DIGIT = Beginnings(["0"])


def beginning(text: str, start: int = 0) -> str:
    """What stands at `start`, to be compared with beginnings: small letters, 0 a digit, one blank a gap."""
    return _BLANKS.sub(" ", _DIGITS.sub("0", text[start : start + 2 * LENGTH].lower()))[:LENGTH]


class _Item(NamedTuple):
    """A piece of a pattern with what says how often it stands there."""

    kind: str  # a group of _TOKEN
    text: str
    ways: tuple[_Way, ...]  # of a group
    optional: bool
    many: bool


_Way = tuple[_Item, ...]


@cache
def _ways(pattern: str) -> tuple[_Way, ...]:
    """The ways of `pattern`, as its bars part them."""
    ways, _ = _group(pattern, 0)
    return ways


def _group(pattern: str, at: int) -> tuple[tuple[_Way, ...], int]:
    """The ways of what stands from `at` to the end of the group, and where that is."""
    ways: list[list[_Item]] = [[]]
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        assert token is not None  # its last way takes any character
        at, kind = token.end(), token.lastgroup or ""
        if kind == "close":
            break
        if kind == "bar":
            ways.append([])
            continue
        inner: tuple[_Way, ...] = ()
        if kind in ("group", "skip"):
            inner, at = _group(pattern, at)
        optional = many = False
        if times := _TIMES.match(pattern, at):
            at = times.end() + (pattern[times.end() : times.end() + 1] == "?")
            optional, many = _times(times)
        text = token["name"] if kind in ("name", "piece") else token.group()
        ways[-1].append(_Item(kind, text, inner, optional, many))
    return tuple(map(tuple, ways)), at


def _times(times: re.Match[str]) -> tuple[bool, bool]:
    """Whether what stands before the sign may be missing, and whether it may stand there in other numbers
    than one."""
    sign = times.group()
    most = times["least"] if times["most"] is None else times["most"]
    optional = sign != "+" and not int(times["least"] or 0)
    return optional, sign in "*+" or (sign[0] == "{" and most != "1")


def beginnings(pattern: str, piece: Callable[[str], Beginnings]) -> Beginnings:
    """What matches of `pattern`, an expression without regard to case, can begin with.

    `piece`: what `{name}` begins with. A blank stands for any number of them. What is not understood may
    begin with anything.
    """
    return _any_begins(_ways(pattern), piece)


def _any_begins(ways: Iterable[_Way], piece: Callable[[str], Beginnings]) -> Beginnings:
    return reduce(Beginnings.__or__, (_begins(way, piece) for way in ways))


def _begins(way: _Way, piece: Callable[[str], Beginnings]) -> Beginnings:
    so_far = EMPTY
    for item in way:
        part = _item_begins(item, piece)
        if item.many:
            part = Beginnings(cut=part.cut | part.whole)
        so_far = so_far + (part | EMPTY if item.optional else part)
        if not so_far.whole:
            break
    return so_far


def _item_begins(item: _Item, piece: Callable[[str], Beginnings]) -> Beginnings:
    """What a piece begins with, where it stands there once."""
    match item.kind:
        case "group":
            return _any_begins(item.ways, piece)
        case "skip" | "edge":
            return EMPTY
        case "name" | "piece":
            return piece(item.text)
        case "digit":
            return _DIGIT
        case "word" | "literal":
            return Beginnings([item.text.lower()])
        case "set":
            return Beginnings(item.text[1:-1].lower())
        case "escape":
            return Beginnings([item.text[1]])
    return ANYTHING


# Words of which a match has one.
Needed = tuple[str, ...]
# Shorter words are part of too many others.
_MIN_NEEDED = 3


@lru_cache(maxsize=1)  # all rules that a match may be of are asked in a row
def plainly(text: str, start: int, length: int) -> str:
    """What stands at `start`, to be asked for words: small letters, 0 a digit."""
    return _DIGITS.sub("0", text[start : start + length].lower())


def has_needed(plain: str, sets: Iterable[Needed]) -> bool:
    """Whether a text, as `plainly` gives it, has a word of each of the sets."""
    for words in sets:
        for word in words:
            if word in plain:
                break
        else:
            return False
    return True


def needed(pattern: str, piece: Callable[[str], list[Needed]]) -> list[Needed]:
    """Sets of words, in small letters, or 0 for a digit: each match of `pattern`, as for `beginnings`, has
    one of every set.

    `piece`: the same of `{name}`. What is not understood needs nothing.
    """
    return _needed(_ways(pattern), piece)


def _needed(ways: Sequence[_Way], piece: Callable[[str], list[Needed]]) -> list[Needed]:
    each = [[words for item in way for words in _item_needs(item, piece)] for way in ways]
    if len(each) == 1:
        return each[0]
    # Of each way the set with the longest words: the rarest.
    best = [max(way, key=lambda words: min(map(len, words)), default=()) for way in each]
    return [tuple(dict.fromkeys(word for words in best for word in words))] if all(best) else []


def _item_needs(item: _Item, piece: Callable[[str], list[Needed]]) -> list[Needed]:
    if item.optional:
        return []
    match item.kind:
        case "group":
            return _needed(item.ways, piece)
        case "name" | "piece":
            return piece(item.text)
        case "word" if len(item.text) >= _MIN_NEEDED:
            return [(item.text.lower(),)]
        case "digit":
            return [("0",)]
    return []
