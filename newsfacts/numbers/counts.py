"""Counts in words and digits: "at least 40,691" -> min 40691, max open.

A hand-written grammar over the words of a text; which words mean what is data, `numbers/rules.toml`.
The readings are those of the annotation guidelines: "more than 100" is 101 or more, "dozens" is 24
or more and approximate, "up to 32" has no lower bound, "no one" is zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import NamedTuple

from newsfacts.errors import RuleError, UsageError
from newsfacts.rules import load
from newsfacts.types import CharSpan

ROLES = frozenset(
    [
        "ones",
        "tens",
        "scale",
        "multiple",
        "fraction",
        "letter",
        "fixed",
        "vague",
        "before",
        "after",
        "unit",
        "currency",
        "policy",
    ]
)
LITERAL = "literal"  # the policy that reads vague words as the guidelines do
PLURAL = "plural"  # in a policy: a plural without a number
BOUNDS = frozenset(["lower", "above", "upper", "below", "about", "plain", "between"])

# "1,205", "1.205", "1 205" and the Indian "1,00,000" are groups; "1.5" is a decimal.
# Groups may also be parted by a no-break or thin space. Digits glued to letters ("M23") are no counts.
_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?(?!\d)|\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3})+(?!\d)"
    r"|\d+(?:\.\d+)?"
    r"|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)?"
    r"|[^\s\w]|_"
)
_LARGEST = 10**11  # larger than any count of people: an id, a sum of money


@dataclass(frozen=True, slots=True)
class NumberRule:
    """A table of `numbers/rules.toml`; see the head of that file."""

    id: str
    role: str
    words: tuple[str, ...] = ()
    values: dict[str, int] = field(default_factory=dict)
    bound: str = ""
    min: int | None = None
    max: int | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A count. `min`, `max`: both included, None = open. `rule`: the rule that set the bounds.

    `core`: the number without its modifiers ("44" of "at least 44").
    `year_like`: four bare digits that may as well be a year.
    """

    span: CharSpan
    core: CharSpan
    min: int | None
    max: int | None
    approximate: bool
    rule: str
    year_like: bool = False


class _Token(NamedTuple):
    low: str
    start: int
    end: int
    kind: str  # digits, word, other


class _Tokens:
    """The tokens of a text. `low`: the words of all; the rest is made for those that are asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = _TOKEN.findall(text)
        self.low = [word.lower() for word in self._words]
        if "’" in text:
            self.low = [low.replace("’", "'") for low in self.low]

    def __len__(self) -> int:
        return len(self.low)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each token begins: nothing but blanks stands between two."""
        starts, end = [], 0
        for word in self._words:
            starts.append(start := self._text.index(word, end))
            end = start + len(word)
        return starts

    def __getitem__(self, at: int) -> _Token:
        word, start = self._words[at], self._starts[at]
        kind = "digits" if word[0].isdecimal() else "word" if word[0].isalnum() else "other"
        return _Token(self.low[at], start, start + len(word), kind)


class _Value(NamedTuple):
    """An exact number or a vague word, tokens [start, end)."""

    low: int | None
    high: int | None
    approximate: bool
    start: int
    end: int
    rule: str
    year_like: bool = False


class _Grammar:
    """The tables of `numbers/rules.toml`, each word once, longest first; vague words read by `policy`."""

    def __init__(self, rules: dict[str, NumberRule], policy: str = LITERAL) -> None:
        least = _least(rules, policy)
        self.values: dict[str, dict[str, int]] = {role: {} for role in ROLES}
        self.phrases: dict[str, dict[str, list[tuple[tuple[str, ...], NumberRule]]]] = {
            role: {} for role in ROLES
        }
        for rule in rules.values():
            if rule.role not in ROLES:
                raise RuleError(
                    f"numbers/rules.toml, rule [{rule.id}]: unknown role {rule.role!r};"
                    f" known: {sorted(ROLES)}"
                )
            if rule.role in ("before", "after") and rule.bound not in BOUNDS:
                raise RuleError(
                    f"numbers/rules.toml, rule [{rule.id}]: unknown bound {rule.bound!r};"
                    f" known: {sorted(BOUNDS)}"
                )
            if not rule.words and not rule.values:
                raise RuleError(f"numbers/rules.toml, rule [{rule.id}]: no words")
            if rule.role == "policy":
                continue
            if rule.role == "vague" and rule.id in least:
                rule = replace(rule, min=least[rule.id])
            self.values[rule.role].update(rule.values)
            for words in rule.words:
                parts = tuple(_Tokens(words).low)
                self.phrases[rule.role].setdefault(parts[0], []).append((parts, rule))
        for table in self.phrases.values():
            for entries in table.values():
                entries.sort(key=lambda entry: -len(entry[0]))
        self.openers = self._openers()

    def _openers(self) -> dict[str, frozenset[str] | None]:
        """The few words that begin a count not in digits -> the words of which one must follow; None: any.

        Most stand in front of no count: "the" of "the estimated 40", "in" of "in excess of 40".
        """
        phrases = [
            parts
            for role in ("before", "vague", "fixed")
            for entries in self.phrases[role].values()
            for parts, _ in entries
        ]
        behind: dict[str, set[str]] = {
            "a": {word for role in ("fraction", "scale", "multiple") for word in self.values[role]}
        }
        for parts in phrases:
            behind.setdefault(parts[0], set()).update(parts[1:2])
        alone = {parts[0] for parts in phrases if len(parts) == 1}.union(
            *(self.values[role] for role in ("fraction", "ones", "tens"))
        )
        return {**{word: frozenset(words) for word, words in behind.items()}, **dict.fromkeys(alone)}

    def phrase(self, role: str, tokens: _Tokens, at: int) -> tuple[int, NumberRule] | None:
        """The longest phrase of `role` that begins at token `at`: the token behind it, and its rule."""
        if at >= len(tokens):
            return None
        for parts, rule in self.phrases[role].get(tokens.low[at], ()):
            end = at + len(parts)
            if len(parts) == 1 or tuple(tokens.low[at:end]) == parts:
                return end, rule
        return None

    def may_begin(self, low: Sequence[str]) -> list[int]:
        """The tokens, `low` in small letters, at which a count can begin."""
        openers = self.openers
        return [
            at
            for at, (word, after) in enumerate(zip(low, [*low[1:], ""], strict=False))
            if (word in openers and ((ways := openers[word]) is None or after in ways)) or word[0].isdecimal()
        ]


def _least(rules: dict[str, NumberRule], policy: str) -> dict[str, int]:
    """What the rules of vague words mean at least, by `policy`."""
    known = {rule.id: rule.values for rule in rules.values() if rule.role == "policy"}
    for name, values in known.items():
        for key in values:
            if key != PLURAL and (key not in rules or rules[key].role != "vague"):
                raise RuleError(f"numbers/rules.toml, rule [{name}]: {key!r} is no vague rule")
    return known.get(policy, {})


@cache
def _grammar(policy: str = LITERAL) -> _Grammar:
    return _Grammar(load("numbers/rules", NumberRule), policy)


@cache
def policies() -> tuple[str, ...]:
    """The names of the readings of vague words, the guidelines' one first."""
    names = [rule.id for rule in load("numbers/rules", NumberRule).values() if rule.role == "policy"]
    return tuple(sorted(names, key=lambda name: (name != LITERAL, name)))


def check_policy(name: str) -> str:
    """`name`. Raises UsageError where there is no such reading of vague words."""
    if name not in policies():
        raise UsageError(f"unknown reading of vague words {name!r}: there are {', '.join(policies())}")
    return name


@cache
def least_plural(policy: str = LITERAL) -> int:
    """How many people a plural without a number means at least: "soldiers"."""
    return _least(load("numbers/rules", NumberRule), policy).get(PLURAL, 2)


def find(text: str, *, policy: str = LITERAL) -> list[Number]:
    """All counts in `text`, left to right, none overlapping. `policy`: how vague words are read (`policies`).

    Left out: percentages, sums of money, measures, clock times, ages, ordinals, numbers inside words
    ("Covid-19", "20th"). Years are kept and marked `year_like`, as only the context can tell.
    """
    tokens = _Tokens(text)
    grammar = _grammar(policy)
    found: list[Number] = []
    behind = 0
    for at in grammar.may_begin(tokens.low):
        if at >= behind:
            number, behind = _number_at(grammar, tokens, text, at)
            if number is not None:
                found.append(number)
    return found


def read(text: str) -> Number | None:
    """The count that `text` as a whole is, or None."""
    numbers = find(text)
    if len(numbers) == 1 and numbers[0].span.of(text) == text.strip():
        return numbers[0]
    return None


def _number_at(grammar: _Grammar, tokens: _Tokens, text: str, at: int) -> tuple[Number | None, int]:
    """The count that begins at token `at`, and the token behind what was read."""
    start, bounds, rules = at, [], []
    while True:
        step = grammar.phrase("before", tokens, at)
        # "all" and "some" may open a longer word for a number: "some hundreds of".
        if step is None or grammar.phrase("vague", tokens, at):
            break
        at, rule = step
        bounds.append(rule.bound)
        rules.append(rule.id)
    if bounds and at < len(tokens) and tokens.low[at] in _QUOTES:
        at += 1  # more than "seven million"
    value = _value(grammar, tokens, text, at)
    if value is None or (value.rule == "none" and bounds):
        return None, start + 1
    if value.end == value.start:
        return None, start + 1
    if not _counts(grammar, tokens, text, value):
        return None, value.end
    high, end, rule_id = value.high, value.end, value.rule
    low, approximate = value.low, value.approximate
    opens = "between" in bounds
    second = _range_end(grammar, tokens, text, value, opens=opens)
    if second is not None:
        if not _counts(grammar, tokens, text, second):
            return None, second.end
        high, end, rule_id = second.high, second.end, "range"
    elif opens:
        # "from 12" without an end: the number alone.
        cut = len(bounds) - 1 - bounds[::-1].index("between")
        return (
            _number_at(grammar, tokens, text, _behind(grammar, tokens, start, cut + 1))
            if cut + 1 <= len(bounds)
            else (None, start + 1)
        )
    behind = grammar.phrase("after", tokens, end)
    glued = end < len(tokens) and tokens.low[end] == "+" and tokens[end].start == tokens[end - 1].end
    if glued:
        bounds.append("lower")
        rules.append("or-more")
        end += 1
    elif end + 1 < len(tokens) and tokens.low[end] in "-‑" and tokens.low[end + 1] in _GLUED:
        bound, rule_id = _GLUED[tokens.low[end + 1]]
        bounds.append(bound)
        rules.append(rule_id)
        end += 2
    elif behind is not None and not (behind[1].id == "or-more" and _value(grammar, tokens, text, behind[0])):
        end, rule = behind
        bounds.append(rule.bound)
        rules.append(rule.id)
    if second is None:
        low, high, approximate, rule_id = _apply(bounds, rules, low, high, approximate, rule_id)
    approximate = approximate or "about" in bounds
    span = CharSpan(tokens[start].start, tokens[end - 1].end)
    core = CharSpan(tokens[value.start].start, tokens[(second or value).end - 1].end)
    year_like = value.year_like and second is None
    return Number(span, core, low, high, approximate, rule_id, year_like), end


_QUOTES = frozenset(('"', "“", "‘", "'"))
# What a hyphen glues to a number: "forty-odd", "20-plus".
_GLUED = {"odd": ("about", "or-so"), "plus": ("lower", "or-more")}


def _behind(grammar: _Grammar, tokens: _Tokens, at: int, count: int) -> int:
    for _ in range(count):
        step = grammar.phrase("before", tokens, at)
        if step is None:
            break
        at = step[0]
    return at


def _apply(
    bounds: Sequence[str],
    rules: Sequence[str],
    low: int | None,
    high: int | None,
    approximate: bool,
    rule_id: str,
) -> tuple[int | None, int | None, bool, str]:
    """Bounds of a value under its modifiers; agencies stack them, and the outermost sets the bound."""
    for bound, name in zip(bounds, rules, strict=True):
        if bound in ("plain", "about"):
            if bound == "about":
                rule_id = name
            continue
        if bound == "lower":
            return low, None, approximate, name
        if bound == "above":
            # "more than a few", "more than dozens": a vague word has no next number.
            return (low if low is None or approximate else low + 1), None, approximate, name
        if bound == "upper":
            return None, high if high is not None else low, approximate, name
        if bound == "below":
            top = high if high is not None else low
            return None, None if top is None else max(top - 1, 0), approximate, name
    return low, high, approximate, rule_id


def _range_end(grammar: _Grammar, tokens: _Tokens, text: str, first: _Value, *, opens: bool) -> _Value | None:
    """The second number of a range that `first` opens: "20 to 30", "three or four", "20-30"."""
    at = first.end
    if at >= len(tokens) or first.low is None or first.high is None or first.rule in ("none", "both"):
        return None
    joint = tokens.low[at]
    if joint not in ("to", "or", "-", "–", "—") and not (opens and joint == "and"):
        return None
    at += 1
    step = grammar.phrase("before", tokens, at)
    if step is not None and step[1].bound == "about":
        at = step[0]
    second = _value(grammar, tokens, text, at)
    if second is None or second.high is None or second.rule in ("none", "both"):
        return None
    low, high = first.low, second.high
    # "20 to 30 million" scales both; "5 or more" and "2 to 1" are no ranges.
    if high <= low or (joint == "or" and high > 3 * low):
        return None
    return second


def _value(grammar: _Grammar, tokens: _Tokens, text: str, at: int) -> _Value | None:
    if at >= len(tokens):
        return None
    vague = grammar.phrase("vague", tokens, at)
    if vague is not None:
        end, rule = vague
        return _Value(rule.min, rule.max, rule.approximate, at, end, rule.id)
    fixed = grammar.phrase("fixed", tokens, at)
    if fixed is not None:
        end, rule = fixed
        return _Value(rule.min, rule.max, rule.approximate, at, end, rule.id)
    exact = _exact(grammar, tokens, text, at)
    if exact is None:
        return None
    value, end, year_like = exact
    if value > _LARGEST:
        # A number all the same: the words around it must not be read without it.
        return _Value(None, None, False, at, end, "too-large")
    return _Value(value, value, False, at, end, "exact", year_like)


def _exact(grammar: _Grammar, tokens: _Tokens, text: str, at: int) -> tuple[int, int, bool] | None:
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


def _digits(grammar: _Grammar, tokens: _Tokens, text: str, at: int) -> tuple[int, int, bool] | None:
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


def _adjacent(text: str, left: _Token, right: _Token) -> bool:
    between = text[left.end : right.start]
    return not between or between.isspace()


def _fraction(grammar: _Grammar, tokens: _Tokens, at: int) -> tuple[int, int] | None:
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


def _words(grammar: _Grammar, tokens: _Tokens, text: str, at: int) -> tuple[int, int] | None:
    """ "two hundred and five thousand", "a dozen", "one and a half million"."""
    ones, tens, scales = (grammar.values[role] for role in ("ones", "tens", "scale"))
    multiples = grammar.values["multiple"]
    total, current, end = 0, None, at
    room = 1000  # the next part must be smaller than this: "twenty five" is 25, "five six" is two numbers
    last_scale = 10**12
    while end < len(tokens):
        low = tokens.low[end]
        joined = end
        if end > at and low in ("-", "and", "‑", "–"):
            if low != "and" and tokens[end].start != tokens[end - 1].end:
                break
            joined = end + 1
            if joined >= len(tokens):
                break
            low = tokens.low[joined]
            if tokens.low[end] == "and":
                half = _and_a_half(tokens, joined)
                if half and current is not None and half < len(tokens) and tokens.low[half] in scales:
                    scale = scales[tokens.low[half]]
                    return total + current * scale + scale // 2, half + 1
                # "one hundred and five" is one number, "six and four" are two.
                if not (current is None or current % 100 == 0) or (current is None and not total):
                    break
        elif end > at and not _adjacent(text, tokens[end - 1], tokens[end]):
            break
        if low == "a" and end == at and end + 1 < len(tokens) and tokens.low[end + 1] in (scales | multiples):
            current, room, end = 1, 1, end + 1
            continue
        if low in tens and room > 10 and not (current and current % 100):
            current, room = (current or 0) + tens[low], 10
        elif low in ones and room > ones[low] and (not current or current % 100 == 0 or current % 10 == 0):
            current, room = (current or 0) + ones[low], 1
        elif low == "hundred" and current is not None and 0 < current < 100 and joined == end:
            current, room = current * 100, 100
        elif low in scales and low != "hundred" and current and scales[low] < last_scale:
            last_scale = scales[low]
            total, current, room = total + current * last_scale, None, 1000
        elif low in multiples and current:
            return total + current * multiples[low], joined + 1
        else:
            break
        end = joined + 1
    value = total + (current or 0)
    # A lone "a" is no number.
    if end == at or (end == at + 1 and tokens.low[at] == "a"):
        return None
    return value, end


def _and_a_half(tokens: _Tokens, at: int) -> int | None:
    """The token behind "a half" at `at`."""
    if at + 1 < len(tokens) and tokens.low[at] == "a" and tokens.low[at + 1] == "half":
        return at + 2
    return None


def _counts(grammar: _Grammar, tokens: _Tokens, text: str, value: _Value) -> bool:
    """Whether the value may count people: no money, measure, age, ordinal or clock time."""
    first, last = tokens[value.start], tokens[value.end - 1]
    if value.start and grammar.phrase("currency", tokens, value.start - 1):
        sign = tokens[value.start - 1]
        counted = value.start >= 2 and tokens.low[value.start - 2] in _THIS and sign.low in _PERIODS
        label = sign.kind == "other" or first.kind == "digits" or sign.low in ("aged", "age", "number")
        if label and not counted:
            return False  # "day 23" is a name, "this year 23 women" are women
    rate = (
        value.start >= 2
        and tokens.low[value.start - 1] == "in"
        and tokens.low[value.start - 2] in ("one", "1")
    )
    if rate and not value.year_like:
        return False
    behind = text[last.end : last.end + 2]
    # "three-month-old", "12-member": an attribute. "20-30" and "30-odd" are dealt with as numbers.
    if len(behind) == 2 and behind[0] in "-‑" and behind[1].isalpha():
        nxt = tokens[value.end + 1] if value.end + 1 < len(tokens) else None
        if nxt is None or nxt.low not in _GLUED:
            return False
    unit = grammar.phrase("unit", tokens, value.end)
    if unit is not None and value.rule != "none":
        return False
    # "one in five", "four of ten" are rates; "one another" is a pronoun.
    if value.rule == "exact" and value.end + 1 < len(tokens):
        joint, nxt = tokens[value.end], tokens[value.end + 1]
        if joint.low == "in" and first.low in ("one", "1") and _exact(grammar, tokens, text, value.end + 1):
            return False
        if first.low == "one" and joint.low == "another":
            return False
    return True


_THIS = frozenset(
    ["this", "last", "next", "that", "same", "one", "past", "previous", "following", "every", "each"]
)
_PERIODS = frozenset(["week", "day", "year", "season"])


def spell(number: int) -> str:
    """`number`, 0 to 999,999, in English words; the inverse of reading them. Raises ValueError outside."""
    if not 0 <= number < 10**6:
        raise ValueError(f"spell knows 0 to 999999, got {number}")
    return " ".join(_spell(number)) or "zero"


def _spell(number: int) -> Iterator[str]:
    values = _grammar().values
    ones = {value: word for word, value in values["ones"].items()}
    tens = {value: word for word, value in reversed(values["tens"].items())}
    if number >= 1000:
        yield from _spell(number // 1000)
        yield "thousand"
        number %= 1000
    if number >= 100:
        yield ones[number // 100]
        yield "hundred"
        number %= 100
        if number:
            yield "and"
    if number >= 20:
        yield tens[number - number % 10] + (f"-{ones[number % 10]}" if number % 10 else "")
    elif number:
        yield ones[number]
