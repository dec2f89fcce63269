"""What matches can begin with: never less than they do."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfacts.dates import grammar
from newsfacts.dates.prefilter import ANYTHING, Beginnings, beginning, beginnings
from newsfacts.rules import read

WORDS = {"month": Beginnings(cut=["may", "june"]), "any": ANYTHING}


@pytest.mark.parametrize(
    ("pattern", "begin"),
    [
        ("last night", ("last n",)),
        ("(?:the )?year", ("year", "the ye")),
        ("(?P<rel>this|next) week", ("next w", "this w")),
        (r"\d{1,2}(?:st|nd) May", ("0",)),
        (r"(?<!x)a?b", ("b", "ab")),
        ("{month} days", ("may", "june")),
        ("(?:{any}|day)", ("",)),
        (r"[/.-]x", ("-x", "/x", ".x")),
        (r"[^a]x", ("",)),
        (r"(?P<m>[/.])0(?P=m)", ("/0", ".0")),
        ("ab+c", ("ab",)),
        ("(?-i:GMT)", ("gmt",)),
    ],
)
def test_beginnings_of_patterns(pattern: str, begin: tuple[str, ...]) -> None:
    assert set(beginnings(pattern, WORDS.__getitem__).shortest()) == set(begin)


def test_a_beginning_is_plain() -> None:
    assert beginning("The  \n 25th") == "the 00"
    assert beginning("on May", 3) == "may"


def test_every_rule_of_dates_compiles() -> None:
    for rule in grammar.grammar().rules:
        rule.check()


CASES = [case["text"] for case in read("dates/cases")["case"]]
PIECES = sorted({word for text in CASES for word in re.findall(r"\S+\s*|\s+", text)})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.sampled_from(CASES))
def test_no_rule_of_dates_is_passed_over(text: str) -> None:
    for start in range(len(text)):
        tried = grammar._rules_that_begin(beginning(text, start))
        for rule in grammar.grammar().rules:
            assert rule in tried or rule.match.match(text, start) is None, (rule.rule.id, text[start:])
