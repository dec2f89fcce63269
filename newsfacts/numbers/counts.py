"""Counts in words and digits: "at least 40,691" -> min 40691, max open.

A hand-written grammar over the words of a text; which words mean what is data, `numbers/rules.toml`.
The readings are those of the annotation guidelines: "more than 100" is 101 or more, "dozens" is 24
or more and approximate, "up to 32" has no lower bound, "no one" is zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from newsfacts.numbers.grammar import LITERAL, Bound, Grammar, Role, Tokens, grammar_of
from newsfacts.numbers.shares import SHARE, share_at
from newsfacts.numbers.values import Value, exact_at, value_at
from newsfacts.types import CharSpan


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


def find(text: str, *, policy: str = LITERAL) -> list[Number]:
    """All counts in `text`, left to right, none overlapping. `policy`: how vague words are read (`policies`).

    Left out: percentages, sums of money, measures, clock times, ages, ordinals, numbers inside words
    ("Covid-19", "20th"). Years are kept and marked `year_like`, as only the context can tell.
    """
    tokens = Tokens(text)
    grammar = grammar_of(policy)
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


def _modifiers(grammar: Grammar, tokens: Tokens, text: str, at: int) -> tuple[int, list[_Modifier]] | None:
    """The token behind the modifiers from token `at` on, and those; None where they only lead to a number."""
    found = []
    while (step := grammar.phrase(Role.BEFORE, tokens, at)) is not None:
        # "all" and "some" may open a longer word for a number: "some hundreds of", "all but two of the 12".
        if grammar.phrase(Role.VAGUE, tokens, at) or share_at(grammar, tokens, text, at):
            break
        if _leads_up(grammar, tokens, at):
            return None
        at, rule = step
        found.append(_Modifier(rule.bound, rule.id))
    return at, found


def _number_at(grammar: Grammar, tokens: Tokens, text: str, at: int) -> tuple[Number | None, int]:
    """The count that begins at token `at`, and the token behind what was read."""
    start = at
    if (read := _modifiers(grammar, tokens, text, at)) is None:
        return None, at + 1
    at, modifiers = read
    if modifiers and at < len(tokens) and tokens.low[at] in _QUOTES:
        at += 1  # more than "seven million"
    value = share_at(grammar, tokens, text, at) or value_at(grammar, tokens, text, at)
    if value is None or (value.rule == "none" and modifiers) or value.end == value.start:
        return None, start + 1
    if not _counts(grammar, tokens, text, value):
        return None, value.end
    bounds = [modifier.bound for modifier in modifiers]
    opens = Bound.BETWEEN in bounds
    least = not {Bound.LOWER, Bound.ABOVE}.isdisjoint(bounds)
    second = _range_end(grammar, tokens, text, value, opens=opens, least=least)
    if second is not None and not _counts(grammar, tokens, text, second):
        return None, second.end
    if second is None and opens:
        # "from 12" without an end: the number alone.
        cut = len(bounds) - bounds[::-1].index(Bound.BETWEEN)
        return _number_at(grammar, tokens, text, _behind(grammar, tokens, start, cut))
    return _number_of(grammar, tokens, text, start, modifiers, (value, second))


def _number_of(
    grammar: Grammar,
    tokens: Tokens,
    text: str,
    start: int,
    modifiers: list[_Modifier],
    read: tuple[Value, Value | None],
) -> tuple[Number, int]:
    """The count from token `start` on, its value and the other end of its range read, and the token behind it
    and the modifier that follows."""
    value, second = read
    more = value.low is not None and any(modifier.bound is Bound.ABOVE for modifier in modifiers)
    last = second or value
    end = _behind_repeat(grammar, tokens, text, last)
    if step_behind := _modifier_behind(grammar, tokens, text, end):
        end, modifier = step_behind
        modifiers = [*modifiers, modifier]
    approximate = value.approximate or any(modifier.bound is Bound.ABOUT for modifier in modifiers)
    if second is None:
        low, high, rule_id = _apply(modifiers, value)
    else:  # "more than 20 and possibly 25"
        low, high, rule_id = (value.low or 0) + 1 if more else value.low, second.high, "range"
    span = CharSpan(tokens[start].start, tokens[end - 1].end)
    core = CharSpan(tokens[value.start].start, tokens[last.end - 1].end)
    year_like = value.year_like and second is None
    return Number(span, core, low, high, approximate, rule_id, year_like), end


def _leads_up(grammar: Grammar, tokens: Tokens, at: int) -> bool:
    """Whether the word at `at` only leads to the number behind a change: "rose from 12", "went up to 19"."""
    if tokens.low[at] not in ("from", "up"):
        return False
    for spot in range(at - 1, max(at - 1 - CHANGE_REACH, -1), -1):
        if tokens[spot].kind != "word":
            return False
        if grammar.phrase(Role.CHANGE, tokens, spot) is not None:
            return True
    return False


# Tokens between "rose" and "from 12 to 19": "raised the number of those missing in the port from".
CHANGE_REACH = 12


class _Modifier(NamedTuple):
    """A word beside a number that sets its bounds, and the rule it is of."""

    bound: Bound | None
    rule: str


_QUOTES = frozenset(('"', "“", "‘", "'"))
# What a hyphen glues to a number: "forty-odd", "20-plus".
_GLUED = {"odd": _Modifier(Bound.ABOUT, "or-so"), "plus": _Modifier(Bound.LOWER, "or-more")}


def _behind(grammar: Grammar, tokens: Tokens, at: int, count: int) -> int:
    for _ in range(count):
        step = grammar.phrase(Role.BEFORE, tokens, at)
        if step is None:
            break
        at = step[0]
    return at


def _behind_repeat(grammar: Grammar, tokens: Tokens, text: str, value: Value) -> int:
    """The token behind a number and its repetition in other signs: "30 (thirty)", "twelve (12)"."""
    at = value.end
    if at + 2 < len(tokens) and tokens.low[at] == "(":
        again = value_at(grammar, tokens, text, at + 1)
        if again is not None and tokens.low[again.end : again.end + 1] == [")"] and again.low == value.low:
            return again.end + 1
    return at


def _modifier_behind(grammar: Grammar, tokens: Tokens, text: str, end: int) -> tuple[int, _Modifier] | None:
    """The modifier behind a number that ends at token `end`, and the token behind it: "44+", "20-odd",
    "30 or more"."""
    if end < len(tokens) and tokens.low[end] == "+" and tokens[end].start == tokens[end - 1].end:
        return end + 1, _GLUED["plus"]
    if end + 1 < len(tokens) and tokens.low[end] in "-‑" and tokens.low[end + 1] in _GLUED:
        return end + 2, _GLUED[tokens.low[end + 1]]
    step = grammar.phrase(Role.AFTER, tokens, end)
    if step is None or (step[1].id == "or-more" and value_at(grammar, tokens, text, step[0])):
        return None
    return step[0], _Modifier(step[1].bound, step[1].id)


def _apply(modifiers: Sequence[_Modifier], value: Value) -> tuple[int | None, int | None, str]:
    """Bounds of a value under its modifiers, and the rule that set them; agencies stack modifiers, and the
    outermost sets the bound."""
    low, high, rule_id = value.low, value.high, value.rule
    for bound, name in modifiers:
        match bound:
            case Bound.ABOUT if value.rule == SHARE and name == "nearly":
                return None, high, name
            case Bound.ABOUT:
                rule_id = name
            case Bound.LOWER:
                return low, None, name
            case Bound.ABOVE:
                # "more than a few", "more than dozens": a vague word has no next number.
                return (low if low is None or value.approximate else low + 1), None, name
            case Bound.UPPER:
                return None, high if high is not None else low, name
            case Bound.BELOW:
                top = high if high is not None else low
                return None, None if top is None else max(top - 1, 0), name
    return low, high, rule_id


def _range_end(
    grammar: Grammar, tokens: Tokens, text: str, first: Value, *, opens: bool, least: bool
) -> Value | None:
    """The second number of a range that `first` opens: "20 to 30", "three or four", "20-30"; where it is the
    `least`, "at least 12 and perhaps 20"."""
    before = first.start - 1
    if not _bounded(first) or (
        tokens.low[before : first.start] == ["from"] and _leads_up(grammar, tokens, before)
    ):
        return None
    if least and (most := _at_most(grammar, tokens, text, first.end)):
        return most if (most.high or 0) > (first.low or 0) else None
    joint, at = _joint(tokens, first.end, opens=opens, least=least)
    second = _second(grammar, tokens, text, at, joint) if joint else None
    low, high = first.low or 0, (second.high or 0) if second else 0
    # "20 to 30 million" scales both; "5 or more" and "2 to 1" are no ranges.
    return None if high <= low or (joint in ("or", *_DOUBTS) and high > 3 * low) else second


def _second(grammar: Grammar, tokens: Tokens, text: str, at: int, joint: str) -> Value | None:
    """The number at token `at`, behind a joint: "perhaps as many as 20"."""
    bounds = (Bound.ABOUT, Bound.UPPER) if joint in _DOUBTS else (Bound.ABOUT,)
    step = grammar.phrase("before", tokens, at)
    if step is not None and step[1].bound in bounds:
        at = step[0]
    second = value_at(grammar, tokens, text, at)
    return second if second is not None and _bounded(second) else None


def _bounded(value: Value) -> bool:
    """Whether a number may be an end of a range."""
    return value.low is not None and value.high is not None and value.rule not in ("none", "both")


def _at_most(grammar: Grammar, tokens: Tokens, text: str, at: int) -> Value | None:
    """The other bound behind a least number that ends before token `at`: "at least six and no more than
    ten", "upwards of 50 but fewer than 80"."""
    if tokens.low[at : at + 1] not in _BOUND_JOINTS:
        return None
    step = grammar.phrase(Role.BEFORE, tokens, at + 1)
    if step is None or step[1].bound not in (Bound.UPPER, Bound.BELOW):
        return None
    value = value_at(grammar, tokens, text, step[0])
    if value is None or value.high is None:
        return None
    return value._replace(high=value.high - 1) if step[1].bound is Bound.BELOW else value


_BOUND_JOINTS = (["and"], ["or"], ["but"])


def _joint(tokens: Tokens, at: int, *, opens: bool, least: bool) -> tuple[str, int]:
    """What joins the ends of a range from token `at` on, and the token behind it; "" where nothing does."""
    joint, *behind = tokens.low[at : at + 3] or [""]
    if least and joint in ("and", "or") and behind and behind[0] in _DOUBTS:
        return behind[0], at + 2
    if joint in ("to", "or", "-", "–", "—") or (opens and joint == "and"):
        return joint, at + (3 if [joint, *behind] == ["-", "to", "-"] else 1)
    return "", at


_DOUBTS = ("perhaps", "possibly", "maybe", "probably")


def _counts(grammar: Grammar, tokens: Tokens, text: str, value: Value) -> bool:
    """Whether the value may count people: no money, measure, age, ordinal, clock time, attribute or rate."""
    if _is_labelled(grammar, tokens, value) or _is_in_word(tokens, text, value):
        return False
    if value.rule == "many" and tokens.low[value.start - 1 : value.start] == ["as"]:
        return False  # "three times as many", "killed six and hurt as many"
    if value.rule != "none" and grammar.phrase("unit", tokens, value.end) is not None:
        return False
    return not _is_of_rate(grammar, tokens, text, value)


def _is_labelled(grammar: Grammar, tokens: Tokens, value: Value) -> bool:
    """Whether a currency, "aged", "day" or the like stands before the value, and makes it no count.

    "Day 23" is a name, "this year 23 women" are women.
    """
    if not value.start or not grammar.phrase("currency", tokens, value.start - 1):
        return False
    sign = tokens[value.start - 1]
    if value.start >= 2 and tokens.low[value.start - 2] in _THIS and sign.low in _PERIODS:
        return False
    digits = tokens[value.start].kind == "digits"
    return digits or sign.kind == "other" or sign.low in ("aged", "age", "number")


def _is_in_word(tokens: Tokens, text: str, value: Value) -> bool:
    """Whether a hyphen joins the value to a word, an attribute: "three-month-old", "12-member".

    "20-30" and "30-odd" are numbers.
    """
    end = tokens[value.end - 1].end
    hyphen, letter = text[end : end + 1], text[end + 1 : end + 2]
    if hyphen not in ("-", "‑") or not letter.isalpha():
        return False
    behind = tokens.low[value.end : value.end + 3]
    return behind != ["-", "to", "-"] and (len(behind) == 1 or behind[1] not in _GLUED)


def _is_of_rate(grammar: Grammar, tokens: Tokens, text: str, value: Value) -> bool:
    """Whether the value is a part or the whole of "one in five", "four of ten"; so "one another"."""
    if not value.year_like and _ends_rate(grammar, tokens, text, value):
        return True
    if value.rule != "exact" or value.end + 1 >= len(tokens):
        return False
    another = tokens.low[value.start] == "one" and tokens.low[value.end] == "another"
    return another or _is_rate(grammar, tokens, text, value.low, value.end)


def _ends_rate(grammar: Grammar, tokens: Tokens, text: str, value: Value) -> bool:
    """Whether the value is the whole of a rate: the "five" of "one in five"."""
    low, start = tokens.low, value.start
    joint = 1 if low[start - 1 : start] == ["in"] else 2 if low[start - 2 : start] == ["out", "of"] else start
    part = start - joint - 1
    number = exact_at(grammar, tokens, text, part) if part >= 0 else None
    return number is not None and _is_rate(grammar, tokens, text, number[0], number[1])


def _is_rate(grammar: Grammar, tokens: Tokens, text: str, number: int | None, end: int) -> bool:
    """Whether a number that ends before token `end` is a part of one behind it: "one in five", "nine in ten
    of those", "two out of three people"; not "five in 10 attacks"."""
    joint = 1 + (tokens.low[end : end + 2] == ["out", "of"])
    at = end + joint
    if at >= len(tokens) or (joint == 1 and tokens.low[end] != "in"):
        return False
    whole = exact_at(grammar, tokens, text, at)
    if whole is None or number is None or whole[2]:
        return False  # "one in 2019"
    one = number == 1
    if not one and not number < whole[0] <= LARGEST_WHOLE:
        return False
    follows = tokens.low[whole[1]] if whole[1] < len(tokens) else "."
    return one or not follows[0].isalnum() or follows in _BEHIND_RATE


# The largest whole of a rate that does not begin with "one": "nine in ten".
LARGEST_WHOLE = 10
_BEHIND_RATE = frozenset(
    ("of", "people", "patients", "who", "were", "are", "was", "have", "had", "died", "die")
)


_THIS = frozenset(
    ["this", "last", "next", "that", "same", "one", "past", "previous", "following", "every", "each"]
)
_PERIODS = frozenset(["week", "day", "year", "season"])
