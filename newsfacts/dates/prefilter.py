"""What a match of a pattern can begin with, and words that it has: cheap to look for before the pattern is
compiled, or tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, reduce

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
# What stands between the brackets and bars of a pattern.
_REST = re.compile(r"(?:[^\\\[()|]|\\.|\[(?:\\.|[^\]\\])+\])+", re.DOTALL)
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


def beginnings(pattern: str, piece: Callable[[str], Beginnings]) -> Beginnings:
    """What matches of `pattern`, an expression without regard to case, can begin with.

    `piece`: what `{name}` begins with. A blank stands for any number of them. What is not understood may
    begin with anything.
    """
    ways, _ = _either(pattern, 0, piece)
    return ways


def _either(pattern: str, at: int, piece: Callable[[str], Beginnings]) -> tuple[Beginnings, int]:
    """The beginnings of what stands from `at` to the end of the group, and where that is."""
    ways: list[Beginnings] = []
    so_far = EMPTY
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        assert token is not None  # its last way takes any character
        at = token.end()
        match token.lastgroup:
            case "close":
                break
            case "bar":
                ways.append(so_far)
                so_far = EMPTY
                continue
            case "group":
                part, at = _either(pattern, at, piece)
            case "skip":
                _, at = _either(pattern, at, piece)
                part = EMPTY
            case "edge":
                part = EMPTY
            case "name" | "piece":
                part = piece(token["name"])
            case "digit":
                part = _DIGIT
            case "word" | "literal":
                part = Beginnings([token.group().lower()])
            case "set":
                part = Beginnings(token.group()[1:-1].lower())
            case "escape":
                part = Beginnings([token.group()[1]])
            case _:
                part = ANYTHING
        times = _TIMES.match(pattern, at)
        if times is not None:
            at = times.end() + (pattern[times.end() : times.end() + 1] == "?")
            part = _repeated(part, times)
        so_far = so_far + part
        if not so_far.whole:
            at = _end_of_way(pattern, at)
    return reduce(Beginnings.__or__, ways, so_far), at


def _end_of_way(pattern: str, at: int) -> int:
    """The next bar or closing bracket that belongs to the way on which `at` stands, or the end."""
    depth = 0
    while at < len(pattern):
        if rest := _REST.match(pattern, at):
            at = rest.end()
            continue
        if depth == 0 and pattern[at] != "(":
            return at
        depth += {"(": 1, ")": -1}.get(pattern[at], 0)
        at += 1
    return at


def _repeated(part: Beginnings, times: re.Match[str]) -> Beginnings:
    """`part`, as often as the sign says."""
    sign = times.group()
    most = times["least"] if times["most"] is None else times["most"]
    if sign in "*+" or (sign[0] == "{" and most != "1"):
        part = Beginnings(cut=part.cut | part.whole)
    none = sign in "?*" or (sign[0] == "{" and int(times["least"] or 0) == 0)
    return part | EMPTY if none else part


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
    found, _ = _needed(pattern, 0, piece)
    return found


def _needed(pattern: str, at: int, piece: Callable[[str], list[Needed]]) -> tuple[list[Needed], int]:
    """What is needed from `at` to the end of the group, and where that is."""
    ways: list[list[Needed]] = [[]]
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        assert token is not None  # its last way takes any character
        at = token.end()
        part: list[Needed] = []
        match token.lastgroup:
            case "close":
                break
            case "bar":
                ways.append([])
                continue
            case "group":
                part, at = _needed(pattern, at, piece)
            case "skip":
                _, at = _needed(pattern, at, piece)
            case "name" | "piece":
                part = piece(token["name"])
            case "word" if len(token.group()) >= _MIN_NEEDED:
                part = [(token.group().lower(),)]
            case "digit":
                part = [("0",)]
        if times := _TIMES.match(pattern, at):
            at = times.end() + (pattern[times.end() : times.end() + 1] == "?")
            if times.group() != "+" and not int(times["least"] or 0):
                part = []
        ways[-1] += part
    if len(ways) == 1:
        return ways[0], at
    # Of each way the set with the longest words: the rarest.
    best = [max(way, key=lambda words: min(map(len, words)), default=()) for way in ways]
    return ([tuple(dict.fromkeys(word for words in best for word in words))] if all(best) else []), at
