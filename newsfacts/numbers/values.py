"""Exact numbers in digits and words: "40,691", "3.5 million", "two hundred and five", "half a million"."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple

from newsfacts.numbers.grammar import Grammar, Token, Tokens

_LARGEST = 10**11  # larger than any count of people: an id, a sum of money


class Value(NamedTuple):
    """An exact number or a vague word, tokens [start, end)."""

    low: int | None
    high: int | None
    approximate: bool
    start: int
    end: int
    rule: str
    year_like: bool = False


def value_at(grammar: Grammar, tokens: Tokens, text: str, at: int) -> Value | None:
    if at >= len(tokens):
        return None
    vague = grammar.phrase("vague", tokens, at)
    if vague is not None:
        end, rule = vague
        factor, end = _scales(grammar, tokens, text, end) if rule.multiplies else (1, end)
        low, high = (None if bound is None else bound * factor for bound in (rule.min, rule.max))
        return Value(low, high, rule.approximate, at, end, rule.id)
    fixed = grammar.phrase("fixed", tokens, at)
    if fixed is not None:
        end, rule = fixed
        return Value(rule.min, rule.max, rule.approximate, at, end, rule.id)
    exact = exact_at(grammar, tokens, text, at)
    if exact is None:
        return None
    value, end, year_like = exact
    if value > _LARGEST:
        # A number all the same: the words around it must not be read without it.
        return Value(None, None, False, at, end, "too-large")
    return Value(value, value, False, at, end, "exact", year_like)


def exact_at(grammar: Grammar, tokens: Tokens, text: str, at: int) -> tuple[int, int, bool] | None:
    """An exact number at token `at`: its value, the token behind it, whether it may be a year."""
    if at not in tokens.exact:
        tokens.exact[at] = _exact_at(grammar, tokens, text, at)
    return tokens.exact[at]


def _exact_at(grammar: Grammar, tokens: Tokens, text: str, at: int) -> tuple[int, int, bool] | None:
    token = tokens[at]
    if token.kind == "digits":
        return _digits(grammar, tokens, text, at)
    if token.kind != "word":
        return None
    words = (
        _fraction(grammar, tokens, at)
        or _words(grammar, tokens, text, at)
        or _sign(grammar, tokens, text, at)
    )
    return None if words is None else (*words, False)


def _scales(grammar: Grammar, tokens: Tokens, text: str, at: int) -> tuple[int, int]:
    """The product of the scales from token `at` on, and the token behind them: "hundred thousand"."""
    scales, factor, end = grammar.scales, 1, at
    while end < len(tokens) and tokens.low[end] in scales and _adjacent(text, tokens[end - 1], tokens[end]):
        factor = min(factor * scales[tokens.low[end]], 10 * _LARGEST)
        end += 1
    return factor, end


def _sign(grammar: Grammar, tokens: Tokens, text: str, at: int) -> tuple[int, int] | None:
    """A sign for a fraction of a scale: "½ million"; the token behind it."""
    part = _of_sign(tokens.low[at])
    factor, end = _scales(grammar, tokens, text, at + 1)
    return None if part is None or end == at + 1 else (int(part * factor), end)


def _of_sign(low: str) -> Fraction | None:
    """The fraction that a sign like "½" means."""
    if len(low) != 1 or unicodedata.category(low) != "No":
        return None
    value = Fraction(unicodedata.numeric(low, 0)).limit_denominator(10)
    return value if 0 < value < 1 else None


def _digits(grammar: Grammar, tokens: Tokens, text: str, at: int) -> tuple[int, int, bool] | None:
    token = tokens[at]
    glued = None if _of_something_else(text, token) else _glued(grammar, tokens, text, at)
    if glued is None:
        return None
    part, letter, end = glued
    scale, end = _scales(grammar, tokens, text, end)
    plain, factor = re.sub(r"[,\s]", "", token.low), letter * scale
    grouped = _GROUPED.fullmatch(plain)
    if (part and scale == 1) or ("." in plain and factor == 1 and not grouped):
        return None
    if grouped and factor == 1:
        plain = plain.replace(".", "")
    year_like = end == at + 1 and bool(_YEAR.fullmatch(token.low))
    return _valued(plain, part, factor), end, year_like


# "1.000 persons": a full stop groups thousands in much of the world's English.
_GROUPED = re.compile(r"(?!0\.)\d{1,3}\.\d{3}")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d|2100")
# A noun that a blank should part from its number: "12people"; "20th", "5pm" are too short.
_GLUED_NOUN = re.compile(r"[a-z]{5,}\b")
_OF_CLOCK_OR_DATE = re.compile(r"[:/]\d")


def _of_something_else(text: str, token: Token) -> bool:
    """Whether digits are a part of something else: of "5:30", "9/11", "No.5", of the name "Covid-19"."""
    before = text[token.start - 1] if token.start else " "
    if before.isalnum() or before in "_.,:/'’" or _OF_CLOCK_OR_DATE.match(text, token.end):
        return True
    named = before == "-" and token.start > 1 and text[token.start - 2].isalpha()  # "20-30" is a range
    return named and not text.endswith("-to-", 0, token.start)


def _glued(grammar: Grammar, tokens: Tokens, text: str, at: int) -> tuple[Fraction | int, int, int] | None:
    """The fraction of a sign and the factor of a letter that stand without a blank behind the digits at `at`,
    and the token behind them; None where the digits are no number: "3m", "2½ million", "1.4million",
    "12people" are numbers, "20th" and "9mm" are not."""
    end = tokens[at].end
    if not text[end : end + 1].isalnum() and text[end : end + 1] != "_":
        return 0, 1, at + 1
    low = tokens.low[at + 1] if at + 1 < len(tokens) and tokens[at + 1].start == end else ""
    part, letter = _of_sign(low) or 0, grammar.values["letter"].get(low, 1)
    if part or letter > 1:
        return part, letter, at + 2
    return (0, 1, at + 1) if low in grammar.scales or _GLUED_NOUN.match(text, end) else None


def _valued(plain: str, part: Fraction | int, factor: int) -> int:
    """The value of digits with a decimal point; one too large to matter for a long row of them."""
    whole, _, decimals = plain.partition(".")
    # Python reads no number of more than 4,300 digits, and nobody counts to a thousandth of a person.
    whole, decimals = whole.lstrip("0") or "0", decimals[:15]
    if len(whole) > 15:
        return 10 * _LARGEST
    value: int = int(whole + decimals) * factor // 10 ** len(decimals) + int(part * factor)
    return value


def _adjacent(text: str, left: Token, right: Token) -> bool:
    between = text[left.end : right.start]
    return not between or between.isspace()


def _fraction(grammar: Grammar, tokens: Tokens, at: int) -> tuple[int, int] | None:
    """ "half a million", "three quarters of a million", "half of a dozen"."""
    found = fraction_at(grammar, tokens, at)
    if found is None:
        return None
    part, at = found
    if at < len(tokens) and tokens.low[at] in ("of", "-"):
        at += 1
    if at < len(tokens) and tokens.low[at] == "a":
        at += 1
    scale = grammar.scales.get(tokens.low[at]) if at < len(tokens) else None
    return None if scale is None or scale < part.denominator else (int(part * scale), at + 1)


def fraction_at(grammar: Grammar, tokens: Tokens, at: int) -> tuple[Fraction, int] | None:
    """The part of a whole at token `at`, and the token behind it: "half", "a third", "two-thirds"."""
    parts, many, low = grammar.values["fraction"], 1, tokens.low
    if at + 1 < len(tokens) and low[at] not in parts:
        if low[at] != "a":
            many = grammar.values["ones"].get(low[at], 0)
            if not many:
                return None
        at += 1
        if at + 1 < len(tokens) and low[at] in "-‑":
            at += 1
    parts_in = parts.get(low[at].removesuffix("s") if many > 1 else low[at]) if at < len(tokens) else None
    if parts_in is None or not 0 < many < parts_in:
        return None
    return Fraction(many, parts_in), at + 1


class _Sum:
    """A number in words, summed up word by word.

    `total`: its thousands, millions …; `current`: what stands below them so far, None where nothing does;
    `unit`: the last of its scales, 1 before any.
    """

    def __init__(self, grammar: Grammar) -> None:
        self._values = grammar.values
        self.total = 0
        self.current: int | None = None
        self.unit = 1
        # The next part must be smaller than this: "twenty five" is 25, "five six" is two numbers.
        self._room = 1000
        self._last_scale = 10**12

    def begin_with_a(self) -> None:
        """ "a hundred", "a dozen"."""
        self.current, self._room = 1, 1

    @property
    def value(self) -> int:
        return self.total + (self.current or 0)

    @property
    def goes_on_with_and(self) -> bool:
        """ "one hundred and five" is one number, "six and four" are two."""
        return bool(self.total) if self.current is None else self.current % 100 == 0

    def add(self, low: str, *, alone: bool) -> bool:
        """Whether `low` goes on with the number; `alone`: no hyphen and no "and" stands before it."""
        ones, tens, scales = (self._values[role] for role in ("ones", "tens", "scale"))
        current = self.current or 0
        if low in tens and self._room > 10 and not current % 100:
            self.current, self._room = current + tens[low], 10
        elif low in ones and self._room > ones[low] and not current % 10:
            self.current, self._room = current + ones[low], 1
        elif low == "hundred" and 0 < current < 100 and alone:
            self.current, self._room, self.unit = current * 100, 100, 100
        elif low in self._values["multiple"] and 0 < current < 100:
            self.current, self.unit = current * self._values["multiple"][low], self._values["multiple"][low]
            self._room = 1
        elif low in scales and low != "hundred" and current and scales[low] < self._last_scale:
            self._last_scale = self.unit = scales[low]
            self.total, self.current, self._room = self.total + current * scales[low], None, 1000
        else:
            return False
        return True


def _words(grammar: Grammar, tokens: Tokens, text: str, at: int) -> tuple[int, int] | None:
    """ "two hundred and five thousand", "a dozen", "one and a half million", "one point two million"."""
    number, end = _Sum(grammar), at
    if tokens.low[at] == "a" and at + 1 < len(tokens) and tokens.low[at + 1] in grammar.scales:
        number.begin_with_a()
        end = at + 1
    while end < len(tokens):
        word = _next_word(tokens, text, at, end)
        if word is None:
            break
        if word > end and tokens.low[end] == "and":
            if (more := _and_a_part(grammar, tokens, word, number)) is not None:
                return more
            if not number.goes_on_with_and:
                break
        if not number.add(tokens.low[word], alone=word == end):
            break
        end = word + 1
    # A lone "a" is no number.
    if end == at or (end == at + 1 and tokens.low[at] == "a"):
        return None
    return _with_decimals(grammar, tokens, text, number.value, end) or (number.value, end)


def _and_a_part(grammar: Grammar, tokens: Tokens, at: int, number: _Sum) -> tuple[int, int] | None:
    """What "and a half" at token `at` makes of a number: "two and a half million", "a dozen and a half"."""
    found = fraction_at(grammar, tokens, at)
    if found is None or tokens.low[at] in grammar.values["fraction"]:
        return None
    part, end = found
    scale = grammar.scales.get(tokens.low[end]) if end < len(tokens) else None
    if scale is not None and number.current is not None and number.unit == 1:
        return number.total + int((number.current + part) * scale), end + 1
    return None if number.unit == 1 else (number.value + int(part * number.unit), end)


def _with_decimals(
    grammar: Grammar, tokens: Tokens, text: str, whole: int, end: int
) -> tuple[int, int] | None:
    """ "one point two five million", where `whole` ends at token `end`."""
    if end >= len(tokens) or tokens.low[end] != "point":
        return None
    ones, digits = grammar.values["ones"], ""
    while (end := end + 1) < len(tokens) and 0 < ones.get(tokens.low[end], 0) < 10:
        digits += str(ones[tokens.low[end]])
    factor, behind = _scales(grammar, tokens, text, end)
    return (int(Fraction(f"{whole}.{digits}") * factor), behind) if digits and behind > end else None


def _next_word(tokens: Tokens, text: str, at: int, end: int) -> int | None:
    """The token that may go on, at `end`, with a number that began at `at`: behind a hyphen or "and" the one
    after it; None where none may."""
    if end == at:
        return end
    low = tokens.low[end]
    if low in ("-", "and", "‑", "–"):
        glued = low == "and" or tokens[end].start == tokens[end - 1].end
        return end + 1 if glued and end + 1 < len(tokens) else None
    return end if _adjacent(text, tokens[end - 1], tokens[end]) else None
