"""The loader of rule files: what it takes, and what it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pytest

from newsfacts.errors import RuleError
from newsfacts.rules import parse


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class PaintRule:
    id: str
    colour: Colour
    words: tuple[str, ...] = ()
    beside: tuple[Colour, ...] = ()


def painted(**table: object) -> PaintRule:
    return parse({"wall": table}, PaintRule, where="paint.toml")["wall"]


def test_words_of_an_enum_become_its_members():
    rule = painted(colour="red", words=["brick", "rust"], beside=["blue", "red"])
    assert rule == PaintRule("wall", Colour.RED, ("brick", "rust"), (Colour.BLUE, Colour.RED))
    assert all(type(colour) is Colour for colour in (rule.colour, *rule.beside))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"colour": "green"}, r"paint.toml, rule \[wall\]: unknown colour 'green'; known: red, blue"),
        ({"colour": "red", "beside": ["pink"]}, "unknown beside 'pink'"),
        ({"colour": "red", "words": ["rust", "brick", "rust"]}, "words: 'rust' stands there twice"),
        ({"colour": "red", "word": ["rust"]}, "unknown key 'word'; known: beside, colour, id, words"),
        ({"words": ["rust"]}, "key 'colour' is missing"),
    ],
)
def test_what_does_not_fit_is_refused(table, message):
    with pytest.raises(RuleError, match=message):
        painted(**table)


def test_a_file_without_rules_is_refused():
    with pytest.raises(RuleError, match=r"paint\.toml: no rules"):
        parse({}, PaintRule, where="paint.toml")
