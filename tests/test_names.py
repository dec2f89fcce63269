"""Names as strings."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfacts.english import names
from newsfacts.english.names import (
    Fit,
    bare,
    fit,
    fold,
    is_acronym,
    is_misspelling,
    person_words,
    spelt_out,
    stands_for,
)


def test_doctests():
    assert doctest.testmod(names).failed == 0


@pytest.mark.parametrize(
    ("short", "full", "wanted"),
    [
        ("Sisi", "Abdel Fattah El-Sisi", Fit.LAST),
        ("El-Sisi", "Abdel Fattah El-Sisi", Fit.LAST),
        ("van Dyk", "Jan van Dyk", Fit.LAST),
        ("J. Smith", "John Smith", Fit.SEVERAL),
        ("George Bush", "George W. Bush", Fit.SEVERAL),
        ("Ahmad Zahid", "Ahmad Zahid Hamidi", Fit.SEVERAL),
        ("John Smith Jr.", "John Smith", Fit.SAME),
        ("John", "John Smith", Fit.FIRST),
        ("Tan", "David Tan Siong", Fit.MIDDLE),
        ("Luke Ali", "Fareez Ali", Fit.NONE),
        ("Smith John", "John Smith", Fit.NONE),
        ("J", "John Smith", Fit.NONE),
        ("", "John Smith", Fit.NONE),
    ],
)
def test_fit(short, full, wanted):
    assert fit(person_words(short), person_words(full)) is wanted


@pytest.mark.parametrize(
    ("acronym", "name", "wanted"),
    [
        ("IAEA", "International Atomic Energy Agency", True),
        ("NWRC", "National Water Resources Committee", True),
        ("DoJ", "Department of Justice", True),
        ("DJ", "Department of Justice", True),
        ("UN", "Union", False),
        ("X", "Xylo Yard", False),
    ],
)
def test_stands_for(acronym, name, wanted):
    assert stands_for(acronym, name) is wanted


def test_bare():
    assert [bare(name) for name in ("the Kremlin’s", "The UN", "Hamas’", "Peru")] == [
        "Kremlin",
        "UN",
        "Hamas",
        "Peru",
    ]


def test_acronyms():
    assert [is_acronym(name) for name in ("UN", "U.S.", "MoH", "Peru", "A", "UKSB")] == [
        True,
        True,
        True,
        False,
        False,
        True,
    ]


def test_spelt_out():
    assert spelt_out("PORT OF SPAIN") == "Port of Spain"
    assert spelt_out("ASH-SHIHR") == "Ash-Shihr"


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(min_size=4, alphabet="abcdefgh"), st.integers(1, 20), st.sampled_from("abcdefgh"))
def test_one_letter_more_is_a_misspelling(word, at, letter):
    longer = word[:at] + letter + word[at:]
    assert is_misspelling(word, longer)
    assert is_misspelling(longer, word)
    assert not is_misspelling(word, word)
