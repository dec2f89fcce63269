"""Exact numbers in digits and words: "40,691", "3.5 million", "two hundred and five", "half a million"."""

from __future__ import annotations

import re
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
        return Value(rule.min, rule.max, rule.approximate, at, end, rule.id)
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
    token = tokens[at]
    if token.kind == "digits":
        return _digits(grammar, tokens, text, at)
    if token.kind != "word":
        return None
    fraction = _fraction(grammar, tokens, at)
    if fraction is not None:
        return (*fraction, False)
    words = _words(grammar, tokens, text, at)
    return None if words is None else (*words, False)


def _digits(grammar: Grammar, tokens: Tokens, text: str, at: int) -> tuple[int, int, bool] | None:
    token = tokens[at]
    before = text[token.start - 1] if token.start else " "
    behind = text[token.end] if token.end < len(text) else " "
    letter = None
    if behind.isalpha() or behind == "_":
        # "3m", "700k" are numbers; "20th", "9mm" are not.
        follows = tokens[at + 1] if at + 1 < len(tokens) else None
        if follows is None or follows.start != token.end:
            return None
        letter = grammar.values["letter"].get(follows.low)
        if letter is None:
            return None
    if before.isalnum() or before in "_.,:/'’" or (before == "-" and _word_char(text, token.start - 2)):
        return None
    if behind == ":" and token.end + 1 < len(text) and text[token.end + 1].isdigit():
        return None
    if behind in "/" and token.end + 1 < len(text) and text[token.end + 1].isdigit():
        return None
    plain = re.sub(r"[,\s]", "", token.low)
    scales = grammar.values["scale"] | grammar.values["multiple"]
    follows_scale = at + 1 < len(tokens) and tokens.low[at + 1] in scales
    if "." in plain and not follows_scale and letter is None:
        whole, _, part = plain.partition(".")
        # "1.000 persons": a full stop groups thousands in much of the world's English.
        if len(part) != 3 or not 1 <= len(whole) <= 3 or whole == "0":
            return None
        plain = whole + part
    end, factor = at + 1, 1
    if letter is not None:
        end, factor = at + 2, letter
    while end < len(tokens) and tokens.low[end] in scales and _adjacent(text, tokens[end - 1], tokens[end]):
        factor = min(factor * scales[tokens.low[end]], 10 * _LARGEST)
        end += 1
    whole, _, part = plain.partition(".")
    # Python reads no number of more than 4,300 digits, and nobody counts to a thousandth of a person.
    whole, part = whole.lstrip("0") or "0", part[:15]
    value = 10 * _LARGEST if len(whole) > 15 else int(whole + part) * factor // 10 ** len(part)
    year_like = end == at + 1 and len(token.low) == 4 and token.low.isdigit() and 1500 <= value <= 2100
    return value, end, year_like


def _word_char(text: str, at: int) -> bool:
    """Whether a letter stands at `at`: "Covid-19" and "AK-47" are names, "20-30" is a range."""
    return at >= 0 and text[at].isalpha()


def _adjacent(text: str, left: Token, right: Token) -> bool:
    between = text[left.end : right.start]
    return not between or between.isspace()


def _fraction(grammar: Grammar, tokens: Tokens, at: int) -> tuple[int, int] | None:
    """ "half a million", "a quarter of a million", "half of a dozen"."""
    if tokens.low[at] == "a" and at + 1 < len(tokens):
        at += 1
    parts = grammar.values["fraction"].get(tokens.low[at])
    if parts is None:
        return None
    at += 1
    if at < len(tokens) and tokens.low[at] in ("of", "-"):
        at += 1
    if at < len(tokens) and tokens.low[at] == "a":
        at += 1
    scales = grammar.values["scale"] | grammar.values["multiple"]
    scale = scales.get(tokens.low[at]) if at < len(tokens) else None
    return None if scale is None or scale < parts else (scale // parts, at + 1)


class _Sum:
    """A number in words, summed up word by word.

    `total`: its thousands, millions …; `current`: what stands below them so far, None where nothing does.
    """

    def __init__(self, grammar: Grammar) -> None:
        self._values = grammar.values
        self.total = 0
        self.current: int | None = None
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
            self.current, self._room = current * 100, 100
        elif low in scales and low != "hundred" and current and scales[low] < self._last_scale:
            self._last_scale = scales[low]
            self.total, self.current, self._room = self.total + current * scales[low], None, 1000
        else:
            return False
        return True


def _words(grammar: Grammar, tokens: Tokens, text: str, at: int) -> tuple[int, int] | None:
    """ "two hundred and five thousand", "a dozen", "one and a half million"."""
    scales, multiples = grammar.values["scale"], grammar.values["multiple"]
    number, end = _Sum(grammar), at
    if tokens.low[at] == "a" and at + 1 < len(tokens) and tokens.low[at + 1] in (scales | multiples):
        number.begin_with_a()
        end = at + 1
    while end < len(tokens):
        word = _next_word(tokens, text, at, end)
        if word is None:
            break
        low = tokens.low[word]
        if word > end and tokens.low[end] == "and":
            half = _and_a_half(tokens, word)
            if half and number.current is not None and half < len(tokens) and tokens.low[half] in scales:
                scale = scales[tokens.low[half]]
                return number.total + number.current * scale + scale // 2, half + 1
            if not number.goes_on_with_and:
                break
        if not number.add(low, alone=word == end):
            if low in multiples and number.current:
                return number.total + number.current * multiples[low], word + 1
            break
        end = word + 1
    # A lone "a" is no number.
    if end == at or (end == at + 1 and tokens.low[at] == "a"):
        return None
    return number.value, end


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


def _and_a_half(tokens: Tokens, at: int) -> int | None:
    """The token behind "a half" at `at`."""
    if at + 1 < len(tokens) and tokens.low[at] == "a" and tokens.low[at + 1] == "half":
        return at + 2
    return None
