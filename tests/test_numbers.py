"""The counts of `numbers/counts.py`."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfacts import numbers
from newsfacts.errors import RuleError, UsageError
from newsfacts.numbers import NumberRule
from newsfacts.numbers.grammar import Grammar
from newsfacts.rules import parse

CASES = tomllib.loads((files("newsfacts") / "numbers/cases.toml").read_text("utf-8"))["case"]


def open_as_none(value):
    return None if value == "" else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_case(case):
    counts = numbers.find(case["text"], policy=case.get("policy", numbers.LITERAL))
    found = [(n.span.of(case["text"]), n.min, n.max, n.approximate) for n in counts]
    assert found == [(q, open_as_none(low), open_as_none(high), a) for q, low, high, a in case["numbers"]]


@given(st.integers(0, 999_999))
@settings(deadline=None)
def test_words_round_trip(number):
    read = numbers.read(numbers.spell(number))
    assert read is not None
    assert (read.min, read.max, read.approximate) == (number, number, False)


@given(st.integers(1, 999_999_999))
@settings(deadline=None)
def test_digits_round_trip(number):
    for text in (str(number), f"{number:,}", f"{number:,}".replace(",", "\u202f")):
        read = numbers.read(text)
        assert read is not None
        assert (read.min, read.max) == (number, number)


def test_spell_knows_its_bounds():
    for outside in (-1, 1_000_000):
        with pytest.raises(ValueError, match="0 to 999999"):
            numbers.spell(outside)


WORDS = st.sampled_from(
    "at least more than up to about some six twelve hundred thousand million dozen dozens of and or to "
    "a the no 12 1,205 1.5 2018 20-30 % $ between people killed . , ; - “ ” \n".split(" ")
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join))


@given(TEXTS)
@settings(deadline=None, max_examples=200)
def test_any_text_gives_spans_inside_it_in_order(text):
    behind = 0
    for number in numbers.find(text):
        assert behind <= number.span.start < number.span.end <= len(text)
        assert number.span.start <= number.core.start
        assert number.core.end <= number.span.end
        assert number.min is None or number.max is None or number.min <= number.max
        behind = number.span.end


@given(TEXTS)
def test_a_policy_changes_nothing_but_the_bounds_of_vague_words(text):
    literal, acled = (numbers.find(text, policy=policy) for policy in ("literal", "acled"))
    assert [(n.span, n.core, n.approximate, n.rule) for n in literal] == [
        (n.span, n.core, n.approximate, n.rule) for n in acled
    ]
    for one, other in zip(literal, acled, strict=True):
        assert one.approximate or (one.min, one.max) == (other.min, other.max)


def test_the_guidelines_policy_comes_first_and_others_are_refused():
    assert numbers.policies() == ("literal", "acled")
    assert [numbers.least_plural(policy) for policy in numbers.policies()] == [2, 3]
    with pytest.raises(UsageError, match="unknown reading of vague words 'acleb': there are literal, acled"):
        numbers.check_policy("acleb")


def test_a_policy_for_a_word_that_is_none_is_refused():
    tables = {"x": {"role": "policy", "values": {"dozns": 12}}}
    with pytest.raises(RuleError, match=r"\[x\]: 'dozns' is no vague rule"):
        Grammar(parse(tables, NumberRule, where="numbers/rules.toml"), "x")


@given(TEXTS)
@settings(deadline=None, max_examples=200)
def test_a_paragraph_in_front_only_shifts_the_spans(text):
    front = "ORU (Courier).\n\n"
    shifted = [(n.span.start - len(front), n.min, n.max, n.approximate) for n in numbers.find(front + text)]
    assert shifted == [(n.span.start, n.min, n.max, n.approximate) for n in numbers.find(text)]


def test_years_are_marked():
    years = [n for n in numbers.find("in 2018, 1,850 of 1900 men") if n.year_like]
    assert [n.min for n in years] == [2018, 1900]


def test_a_long_run_of_numbers_takes_time_in_proportion():
    # Would take hours if every number looked at all others.
    assert len(numbers.find("12 and " * 50_000)) == 50_000


def test_an_unknown_role_is_refused():
    with pytest.raises(RuleError, match=r"\[x\]: unknown role 'colour'; known: ones, tens"):
        parse({"x": {"role": "colour", "words": ["red"]}}, NumberRule, where="numbers/rules.toml")


def test_a_modifier_without_a_bound_is_refused():
    rules = parse({"x": {"role": "before", "words": ["some"]}}, NumberRule, where="numbers/rules.toml")
    with pytest.raises(RuleError, match=r"\[x\]: key 'bound' is missing"):
        Grammar(rules)


def test_a_decimal_of_thousands_of_digits_is_read():
    (number,) = numbers.find(f"1.{'0' * 5000} million people")
    assert number.min == 1_000_000


def test_a_long_run_of_scales_takes_time_in_proportion():
    (number,) = numbers.find("1" + " million" * 100_000)
    assert number.min is None
