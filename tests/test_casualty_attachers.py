"""What every attacher of the casualty engine must hold to, and how one is chosen."""

from __future__ import annotations

import tomllib
from importlib.metadata import EntryPoint, EntryPoints
from importlib.resources import files
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from newsfacts.casualties.attach import registry
from newsfacts.casualties.attach.registry import ATTACHERS, make_attacher
from newsfacts.casualties.attach.rules import Rules
from newsfacts.casualties.figure import Figure, Shape, Told
from newsfacts.casualties.people import Count
from newsfacts.casualties.sentences import Marked, Sentences
from newsfacts.casualties.slots.mentions import mentions
from newsfacts.doc import store
from newsfacts.errors import RuleError
from newsfacts.types import CasualtyFigure, Harm

CASES = tomllib.loads((files("newsfacts") / "casualties/cases.toml").read_text("utf-8"))["case"]
NAMES = sorted(ATTACHERS)


def make_nlp(attacher: str) -> spacy.language.Language:
    store.register()
    nlp = spacy.blank("en")
    nlp.add_pipe("newsfacts_sentences")
    nlp.add_pipe("newsfacts_casualties", config={"attacher": attacher})
    return nlp


PIPELINES = {name: make_nlp(name) for name in NAMES}


def check(name: str, text: str) -> None:
    """Assert what holds for the facts of any text, and for the figures and slots behind them."""
    nlp = PIPELINES[name]
    component: Any = nlp.get_pipe("newsfacts_casualties")
    doc = nlp(text)
    facts = store.stored(doc, "casualties", CasualtyFigure)
    assert component.find(doc) == facts
    for fact in facts:
        span, sentence = fact.evidence.span, fact.evidence.sentence
        assert sentence.start <= span.start < span.end <= sentence.end <= len(text)
        assert fact.min is None or fact.max is None or 0 <= fact.min <= fact.max
        assert fact.evidence.rule
        assert fact.confidence is None or 0 <= fact.confidence <= 1
        words = (fact.victims, fact.place, fact.attribution, fact.cause, fact.date and fact.date.text)
        assert all(part is None or str(part) in text for part in words)
    check_sentences(name, doc)


def check_sentences(name: str, doc: spacy.tokens.Doc) -> None:
    attacher = make_attacher(name)
    sentences = Sentences(doc, store.story_of(doc), marked=Marked(doc, least_confidence=0.6))
    for index in range(len(sentences)):
        words = sentences[index]
        found = attacher.figures(words)
        assert found == attacher.figures(words)
        assert not found or attacher.may_tell(sentences.low(index), marked=bool(words.figures))
        for figure in found:
            spans = (figure.span, figure.victims, figure.harm, figure.agent)
            assert all(0 <= span[0] < span[1] <= len(words) for span in spans if span is not None)
            slots = attacher.slots(words, figure, mentions(words, []))
            told = (slots.place, slots.vague_place, slots.date, slots.attribution, slots.cause, slots.said)
            inside = [span for span in told if span is not None]
            assert all(words.first[0] <= span.start < span.end <= words.last[-1] for span in inside)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_every_attacher_keeps_to_the_contract_on_the_cases(name, case):
    check(name, case["text"])


NEWS = st.lists(
    st.sampled_from(
        "six at least 44 dozens of people a woman and two children he they the bodies hostages Ana Ruiz were "
        "was killed wounded dead missing taken hostage fled toll rose to in Batu on Sunday by gunmen after a "
        "blast could not said that , . ( ) - including among who deaths murder no reports left".split(" ")
    ),
    max_size=30,
).map(" ".join)


@pytest.mark.parametrize("name", NAMES)
@given(text=NEWS)
def test_every_attacher_keeps_to_the_contract_on_any_words(name, text):
    check(name, text)


class OneDead(Rules):
    """An attacher that knows one word: whatever was "felled" is one dead."""

    def may_tell(self, low, *, marked):
        return "felled" in low

    def figures(self, sentence):
        at = sentence.low.index("felled") if "felled" in sentence.low else None
        if at is None:
            return []
        harm = (at, at + 1)
        return [Figure(Harm.KILLED, Count(1, 1), harm, None, harm, None, Told.TOLD, Shape.NUMBER, "one")]


def one_dead():
    return OneDead()


def test_an_attacher_of_ones_own_is_chosen_by_name(monkeypatch):
    monkeypatch.setitem(ATTACHERS, "one.v1", one_dead)
    doc = make_nlp("one.v1")("A guard was felled in Batu. Six people died.")
    [fact] = store.stored(doc, "casualties", CasualtyFigure)
    assert (fact.min, fact.max, fact.place, fact.evidence.rule) == (1, 1, "Batu", "one")


def test_an_installed_package_brings_its_attacher(monkeypatch):
    point = EntryPoint("one.v1", f"{__name__}:one_dead", registry.ENTRY_POINTS)
    monkeypatch.setattr(registry, "entry_points", lambda group: EntryPoints([point]).select(group=group))
    assert isinstance(make_attacher("one.v1"), OneDead)


def test_an_unknown_attacher_is_refused():
    with pytest.raises(RuleError, match=r"unknown attacher 'two\.v1'; known: rules\.v1, rules_and_heads\.v1"):
        make_nlp("two.v1")


@pytest.mark.model
def test_the_rules_alone_do_not_ask_the_tagger(nlp):
    text = "The army said the clash cost the rebels 40 men, 3 of them commanders. Six people were killed."
    doc = nlp(text)
    component: Any = PIPELINES["rules.v1"].get_pipe("newsfacts_casualties")
    alone = component.find(doc)
    marked = [spans.text for spans in store.labelled(doc, store.HARM)]
    assert marked
    assert all(fact.evidence.rule != "tagger" for fact in alone)
    assert [fact.min for fact in alone][-1] == 6
