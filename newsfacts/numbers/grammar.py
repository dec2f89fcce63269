"""The words of `numbers/rules.toml`, and the tokens of a text that they are looked for in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, cached_property
from typing import NamedTuple

from newsfacts.errors import RuleError, UsageError
from newsfacts.rules import load


class Role(StrEnum):
    ONES = "ones"
    TENS = "tens"
    SCALE = "scale"
    MULTIPLE = "multiple"
    FRACTION = "fraction"
    LETTER = "letter"
    FIXED = "fixed"
    VAGUE = "vague"
    BEFORE = "before"
    AFTER = "after"
    UNIT = "unit"
    CURRENCY = "currency"
    POLICY = "policy"
    MAJORITY = "majority"
    CHANGE = "change"
    PERCENT = "percent"


LITERAL = "literal"  # the policy that reads vague words as the guidelines do
PLURAL = "plural"  # in a policy: a plural without a number


class Bound(StrEnum):
    """What a modifier makes of a number: "at least" is lower, "more than" above, "between" opens a range."""

    LOWER = "lower"
    ABOVE = "above"
    UPPER = "upper"
    BELOW = "below"
    ABOUT = "about"
    PLAIN = "plain"
    BETWEEN = "between"


# "1,205", "1.205", "1 205" and the Indian "1,00,000" are groups; "1.5" is a decimal.
# Groups may also be parted by a no-break or thin space. Digits glued to letters ("M23") are no counts.
_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?(?!\d)|\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3})+(?!\d)"
    r"|\d+(?:\.\d+)?"
    r"|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)?"
    r"|[^\s\w]|_"
)


@dataclass(frozen=True, slots=True)
class NumberRule:
    """A table of `numbers/rules.toml`; see the head of that file."""

    id: str
    role: Role
    words: tuple[str, ...] = ()
    values: dict[str, int] = field(default_factory=dict)
    bound: Bound | None = None
    min: int | None = None
    max: int | None = None
    approximate: bool = False
    multiplies: bool = False


class Token(NamedTuple):
    low: str
    start: int
    end: int
    kind: str  # digits, word, other


class Tokens:
    """The tokens of a text. `low`: the words of all; the rest is made for those that are asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = _TOKEN.findall(text)
        self.low = [word.lower() for word in self._words]
        if "’" in text:
            self.low = [low.replace("’", "'") for low in self.low]
        self._made: dict[int, Token] = {}
        # Exact numbers by the token at which they begin: rules for shares, ranges and rates ask once more.
        self.exact: dict[int, tuple[int, int, bool] | None] = {}

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

    def __getitem__(self, at: int) -> Token:
        made = self._made.get(at)
        if made is None:
            word, start = self._words[at], self._starts[at]
            kind = "digits" if word[0].isdecimal() else "word" if word[0].isalnum() else "other"
            made = self._made[at] = Token(self.low[at], start, start + len(word), kind)
        return made


class Grammar:
    """The tables of `numbers/rules.toml`, each word once, longest first; vague words read by `policy`."""

    def __init__(self, rules: dict[str, NumberRule], policy: str = LITERAL) -> None:
        least_of = least(rules, policy)
        self.values: dict[str, dict[str, int]] = {role: {} for role in Role}
        self.phrases: dict[str, dict[str, list[tuple[tuple[str, ...], NumberRule]]]] = {
            role: {} for role in Role
        }
        for rule in rules.values():
            if rule.role in (Role.BEFORE, Role.AFTER) and rule.bound is None:
                raise RuleError(f"numbers/rules.toml, rule [{rule.id}]: key 'bound' is missing")
            if not rule.words and not rule.values:
                raise RuleError(f"numbers/rules.toml, rule [{rule.id}]: no words")
            if rule.role == "policy":
                continue
            if rule.role == "vague" and rule.id in least_of:
                rule = replace(rule, min=least_of[rule.id])
            self.values[rule.role].update(rule.values)
            for words in rule.words:
                parts = tuple(Tokens(words).low)
                self.phrases[rule.role].setdefault(parts[0], []).append((parts, rule))
        for table in self.phrases.values():
            for entries in table.values():
                entries.sort(key=lambda entry: -len(entry[0]))
        self.scales = self.values[Role.SCALE] | self.values[Role.MULTIPLE]
        self.openers = self._openers()

    def _openers(self) -> dict[str, frozenset[str] | None]:
        """The few words that begin a count not in digits -> the words of which one must follow; None: any.

        Most stand in front of no count: "the" of "the estimated 40", "in" of "in excess of 40".
        """
        phrases = [
            parts
            for role in ("before", "vague", "fixed", "majority")
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

    def phrase(self, role: str, tokens: Tokens, at: int) -> tuple[int, NumberRule] | None:
        """The longest phrase of `role` that begins at token `at`: the token behind it, and its rule."""
        low = tokens.low
        if at >= len(low):
            return None
        for parts, rule in self.phrases[role].get(low[at], ()):
            end = at + len(parts)
            if len(parts) == 1 or tuple(low[at:end]) == parts:
                return end, rule
        return None

    def may_begin(self, low: Sequence[str]) -> list[int]:
        """The tokens, `low` in small letters, at which a count can begin."""
        openers = self.openers
        return [
            at
            for at, (word, after) in enumerate(zip(low, [*low[1:], ""], strict=False))
            if (word in openers and ((ways := openers[word]) is None or after in ways)) or word[0].isnumeric()
        ]


def least(rules: dict[str, NumberRule], policy: str) -> dict[str, int]:
    """What the rules of vague words mean at least, by `policy`."""
    known = {rule.id: rule.values for rule in rules.values() if rule.role == "policy"}
    for name, values in known.items():
        for key in values:
            if key != PLURAL and (key not in rules or rules[key].role != "vague"):
                raise RuleError(f"numbers/rules.toml, rule [{name}]: {key!r} is no vague rule")
    return known.get(policy, {})


@cache
def grammar_of(policy: str = LITERAL) -> Grammar:
    return Grammar(load("numbers/rules", NumberRule), policy)


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
    return least(load("numbers/rules", NumberRule), policy).get(PLURAL, 2)
