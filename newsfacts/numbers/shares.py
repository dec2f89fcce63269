"""Parts of a counted whole: "half of the 40" is 20, "most of the 60" 31 to 60, "all but two of the 9" 7."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from newsfacts.numbers.grammar import Bound, Grammar, Role, Tokens
from newsfacts.numbers.values import Value, exact_at, fraction_at


class _Part(NamedTuple):
    """`share`: the part; `above`: more than that; `less`: the whole but so many; ends before token `end`."""

    end: int
    share: Fraction = Fraction(1)
    above: bool = False
    less: int = 0


def share_at(grammar: Grammar, tokens: Tokens, text: str, at: int) -> Value | None:
    """The part of a counted whole that begins at token `at`; None where no whole is counted behind it."""
    part = _part_at(grammar, tokens, text, at) if at < len(tokens) else None
    spot = None if part is None else _whole_at(tokens, part.end)
    if part is None or spot is None:
        return None
    step = grammar.phrase(Role.BEFORE, tokens, spot)
    bound = None if step is None else step[1].bound
    spot = spot if step is None else step[0]
    # "a quarter of a million" is no part of a count.
    whole = None if spot >= len(tokens) or tokens.low[spot] == "a" else exact_at(grammar, tokens, text, spot)
    if whole is None or whole[0] < 2 or part.less >= whole[0]:
        return None
    exact = whole[0] * part.share - part.less
    low = high = round(exact)
    if part.above:
        low, high = int(exact) + 1, whole[0]
    approximate = bound is Bound.ABOUT or exact.denominator > 1
    least = None if bound in (Bound.UPPER, Bound.BELOW) else low
    most = None if bound in (Bound.LOWER, Bound.ABOVE) else high
    return Value(least, most, approximate, at, whole[1], SHARE)


SHARE = "share"
_OWN = frozenset(("the", "its", "his", "her", "their", "our", "those", "these", "all", "every"))
_BUT = frozenset(("but", "except"))


def _whole_at(tokens: Tokens, at: int) -> int | None:
    """Where the whole may begin of a part that ends before token `at`: behind "of the", "half the"."""
    if at >= len(tokens) or not (tokens.low[at] == "of" or tokens.low[at] in _OWN):
        return None
    at += 1
    while at < len(tokens) and tokens.low[at] in _OWN:
        at += 1
    for behind in range(at + 3, min(at + 3 + OWNER_WORDS, len(tokens))):
        if tokens.low[behind - 2] == "'" and tokens.low[behind - 1] == "s":
            return behind  # "a third of the port's 900 people"
    return at


# Words of whoever owns the whole: "of the old port's 900 people".
OWNER_WORDS = 4


def _part_at(grammar: Grammar, tokens: Tokens, text: str, at: int) -> _Part | None:
    low = tokens.low
    if (step := grammar.phrase(Role.MAJORITY, tokens, at)) is not None:
        return _Part(step[0], Fraction(1, 2), above=True)
    if low[at] == "all" and at + 2 < len(tokens) and low[at + 1] in _BUT:
        left = exact_at(grammar, tokens, text, at + 2)
        return None if left is None else _Part(left[1], less=left[0])
    if (found := fraction_at(grammar, tokens, at)) is not None:
        return _Part(found[1], found[0])
    exact = exact_at(grammar, tokens, text, at)
    number = _decimal_at(tokens, at) if exact is None else exact[:2]
    if number is None:
        return None
    percent = grammar.phrase(Role.PERCENT, tokens, number[1])
    if percent is not None and 0 < number[0] < 100:
        return _Part(percent[0], Fraction(number[0]) / 100)
    return _one_in(grammar, tokens, text, number)


def _decimal_at(tokens: Tokens, at: int) -> tuple[Fraction, int] | None:
    """ "12.5" of "12.5 per cent"."""
    token = tokens[at]
    if token.kind != "digits" or token.low.count(".") != 1:
        return None
    return Fraction(token.low.replace(",", "")), at + 1


def _one_in(grammar: Grammar, tokens: Tokens, text: str, number: tuple[int | Fraction, int]) -> _Part | None:
    """ "one in three", "two out of every five"."""
    at = number[1]
    while at < len(tokens) and tokens.low[at] in ("in", "out", "of", "every"):
        at += 1
    whole = exact_at(grammar, tokens, text, at) if number[1] < at < len(tokens) else None
    if whole is None or tokens.low[number[1]] == "of" or not 0 < number[0] < whole[0] <= 10:
        return None
    return _Part(whole[1], Fraction(number[0]) / whole[0])
