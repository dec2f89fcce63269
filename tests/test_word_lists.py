"""Lists of words read as a typed rule: a field a table."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from newsfacts.english.words import closed, lists
from newsfacts.errors import RuleError


@dataclass(frozen=True, slots=True)
class Fewer:
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class More:
    kinds: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]


def test_a_table_that_no_field_reads_is_refused():
    with pytest.raises(RuleError, match=r"tagger/borders\.toml: unknown table \[before\]; known: kinds"):
        lists("tagger/borders", Fewer)


def test_a_field_without_a_table_is_refused():
    with pytest.raises(RuleError, match=r"tagger/borders\.toml: table \[after\] is missing"):
        lists("tagger/borders", More)


def test_closed_classes():
    assert "’s" in closed().possessives
    assert "the" in closed().articles
