"""Casualty figures: what holds for any text, and how figures of one article belong together."""

from __future__ import annotations

import ast
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import rules_alone
from spacy.language import Language
from spacy.tokens import Doc

from newsfacts import casualties
from newsfacts.casualties.attach import triggers
from newsfacts.casualties.attach.triggers import HarmRule
from newsfacts.casualties.attach.words import frame_words
from newsfacts.casualties.lexicon import lexicon
from newsfacts.casualties.slots.saying import saying
from newsfacts.casualties.slots.words import slot_words
from newsfacts.doc import store
from newsfacts.errors import RuleError
from newsfacts.rules import load, parse
from newsfacts.types import CasualtyFigure, Status


def nlp() -> Language:
    return rules_alone("casualties")


def figures(text: str) -> tuple[CasualtyFigure, ...]:
    return store.stored(nlp()(text), "casualties", CasualtyFigure)


WORDS = st.sampled_from(
    "six at least 44 dozens of people soldiers a woman and two children he they the bodies hostages Ana Ruiz "
    "were was killed killing died wounded injured dead missing taken hostage fled toll rose to in Batu on "
    "Sunday by gunmen after a blast could not denied that said , . ( ) “ ” - including among who deaths "
    "murder no reports left 1,205 \n".split(" ")
)
NEWS = st.lists(WORDS, max_size=40).map(" ".join)


@given(st.one_of(NEWS, st.text(max_size=120)))
@settings(deadline=None, max_examples=150)
def test_any_text_gives_figures_inside_their_sentences(text):
    for fact in figures(text):
        span, sentence = fact.evidence.span, fact.evidence.sentence
        assert sentence.start <= span.start < span.end <= sentence.end <= len(text)
        assert fact.min is None or fact.max is None or 0 <= fact.min <= fact.max
        assert fact.group >= 1
        for words in (fact.victims, fact.place, fact.attribution, fact.cause, fact.date and fact.date.text):
            assert words is None or words in text


@given(NEWS)
@settings(deadline=None, max_examples=100)
def test_a_paragraph_in_front_only_shifts_the_figures(text):
    front = "The council met again.\n\n"

    def shown(given_text: str, shift: int) -> list[tuple[object, ...]]:
        return [
            (f.kind, f.min, f.max, f.approximate, f.status, f.evidence.span.start - shift, f.evidence.rule)
            for f in figures(given_text)
        ]

    assert shown(front + text, len(front)) == shown(text, 0)


def test_reading_twice_gives_the_same():
    text = "Six people died in Batu on Sunday. Two were hurt, police said."
    assert figures(text) == figures(text)


def test_facts_survive_bytes():
    doc = nlp()("At least 44 people were killed.")
    again = Doc(nlp().vocab).from_bytes(doc.to_bytes())
    assert store.stored(again, "casualties", CasualtyFigure) == store.stored(
        doc, "casualties", CasualtyFigure
    )


def test_statements_of_one_figure_share_their_group():
    facts = figures(
        "The blast killed at least 15 people. The 15 people were killed at dawn. Then 12 people died."
    )
    assert [f.min for f in facts] == [15, 15, 12]
    assert facts[0].group == facts[1].group != facts[2].group


def test_place_is_taken_from_the_statement_of_the_same_figure():
    facts = figures("A bomb killed 40 people in Batu. All 40 people were killed at once.")
    assert [f.place for f in facts] == ["Batu", "Batu"]


def test_a_single_death_counts_only_where_something_violent_is_told():
    assert not figures("Ana Ruiz died on Monday. She was a poet.")
    assert figures("The car crashed. Ana Ruiz died on Monday.")


def test_furniture_gives_nothing():
    from newsfacts.types import CharSpan, Skipped, SkipReason

    text = "Six people were killed in Batu."
    doc = nlp().get_pipe("newsfacts_sentences")(nlp().make_doc(text))
    store.store(doc, "skipped", [Skipped(CharSpan(0, len(text)), SkipReason.TEASER)])
    casualties: Any = nlp().get_pipe("newsfacts_casualties")
    assert casualties.find(doc) == ()


def test_statuses():
    text = "Rebels denied that 30 people had been killed. A strike could kill 40 people."
    assert [f.status for f in figures(text)] == [Status.DENIED, Status.HYPOTHETICAL]


def test_a_text_without_stops_takes_time_in_proportion():
    assert len(figures("six people were killed and " * 4_000)) > 1_000


def test_every_rule_has_a_case():
    cases = tomllib.loads((files("newsfacts") / "casualties/cases.toml").read_text("utf-8"))["case"]
    named = {figure.get("rule") for case in cases for figure in case["figures"]}
    assert not set(load("casualties/rules", HarmRule)) - named


def test_an_unknown_frame_is_refused():
    with pytest.raises(RuleError, match=r"\[x\]: unknown frame 'picture'"):
        parse({"x": {"kind": "killed", "frame": "picture", "words": ["y"]}}, HarmRule, where="x.toml")


def test_a_rule_without_words_is_refused():
    rules = parse({"x": {"kind": "killed", "frame": "event"}}, HarmRule, where="x.toml")
    with pytest.raises(RuleError, match=r"\[x\]: no words"):
        list(triggers._entries(rules["x"]))


def read_lists() -> list[tuple[ast.AST, str]]:
    """What the code of figures reads off its lists of words: of what, which attribute."""
    folder = Path(casualties.__path__[0])
    trees = [ast.parse(path.read_text("utf-8")) for path in folder.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return [(node.value, node.attr) for node in nodes if isinstance(node, ast.Attribute)]


@pytest.mark.parametrize("lists", [lexicon(), frame_words(), saying(), slot_words()])
def test_every_list_of_words_is_read(lists):
    read = {name for _, name in read_lists()} | {"nth"}  # of which the order is read
    tables = {
        table.replace("-", "_") for table, rule in lists.rules.items() if not rule.tag and not rule.endings
    }
    assert sorted(tables - read) == []


def test_every_list_of_words_that_is_read_is_there():
    known = {"lex": lexicon(), "lexicon": lexicon(), "frame_words": frame_words(), "saying": saying()}
    known["slot_words"] = slot_words()
    for of, name in read_lists():
        called = of.func if isinstance(of, ast.Call) else of
        lists = known.get(getattr(called, "attr", getattr(called, "id", "")))
        assert lists is None or getattr(lists, name) is not None


def test_a_list_of_words_that_is_missing_is_named():
    with pytest.raises(AttributeError, match=r"casualties/words\.toml: no table \[dog-days\]"):
        assert lexicon().dog_days
