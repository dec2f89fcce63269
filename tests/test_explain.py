"""`--explain`: what found each fact, and the words that decided."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache

import pytest
from pipelines import rules_alone
from typer.testing import CliRunner

from newsfacts.cli import app
from newsfacts.dataclass_data import from_dict, to_dict
from newsfacts.doc import store
from newsfacts.types import CasualtyFigure, CharSpan, Decision
from newsfacts.writers.explain import explanations

STORY = (
    "At least 44 people were killed and dozens hurt in a blast in Batu, the army said. A new strike could "
    "kill ten guards. A woman and two children died in the fire. Soldiers were killed. “We lost six men,” "
    "said Ana Ruiz."
)


def figures(text: str) -> tuple[CasualtyFigure, ...]:
    return store.stored(rules_alone("casualties")(text), "casualties", CasualtyFigure)


@cache
def found() -> tuple[CasualtyFigure, ...]:
    """Those of STORY."""
    return figures(STORY)


def decided(figure: CasualtyFigure) -> dict[str, tuple[str, str | None]]:
    """By slot: what decided it, and its words; the first where there are several."""
    slots: dict[str, tuple[str, str | None]] = {}
    for decision in figure.decisions:
        slots.setdefault(decision.slot, (decision.by, decision.span.of(STORY) if decision.span else None))
    return slots


def test_rule_number_and_speaker():
    decisions = decided(found()[0])
    assert decisions["kind"] == ("rule kill", "killed")
    assert decisions["count"] == ("number rule at-least", "At least 44")
    assert decisions["victims"] == ("whom the figure counts", "people")
    assert decisions["attribution"] == ("speaker of its clause", "the army")
    assert decisions["status"] == ("no cue against it", None)
    said = [d for d in found()[0].decisions if d.by == "word of saying"]
    assert [d.span and d.span.of(STORY) for d in said] == ["said"]


def test_the_cue_of_a_status():
    [threat] = [figure for figure in found() if figure.status == "hypothetical"]
    assert decided(threat)["status"] == ("cue modal", "could")


def test_counts_without_a_number():
    counts = [decided(figure)["count"] for figure in found()]
    assert ("number rule dozens", "dozens") in counts
    assert ("a list of victims, summed", "A woman and two children") in counts
    assert ("victims without a number", "Soldiers") in counts


def test_every_filled_slot_is_explained_by_its_own_words():
    for figure in found():
        decisions = decided(figure)
        for slot in ("victims", "place", "attribution", "cause"):
            value = getattr(figure, slot)
            assert (decisions.get(slot, (None, None))[1] is not None) == (value is not None)
            assert value is None or decisions[slot][1] == value
        assert (decisions.get("date", (None, None))[1] is not None) == (figure.date is not None)


def test_decisions_survive_plain_data_and_do_not_make_figures_differ():
    for figure in found():
        again = from_dict(CasualtyFigure, to_dict(figure))
        assert again.decisions == figure.decisions
        assert again == figure


def test_facts_made_by_hand_are_explained_as_far_as_they_go(story_facts):
    lines = list(explanations(story_facts, ("people", "casualties", "dates")))
    assert lines[0].startswith('ferry people[0]: "Ana Ruiz" ')
    assert sum(".kind" in line for line in lines) == 0
    assert all(len(line.splitlines()) == 1 for line in lines)


@pytest.mark.model
def test_the_command_explains_on_stderr_and_leaves_the_data_alone(tmp_path):
    article = tmp_path / "a.txt"
    article.write_text(STORY, "utf-8")
    plain = CliRunner().invoke(app, ["extract", "--quiet", str(article)])
    told = CliRunner().invoke(app, ["extract", "--quiet", "--explain", str(article)])
    assert (plain.exit_code, plain.stderr, told.exit_code) == (0, "", 0)
    assert told.stdout == plain.stdout
    record = json.loads(told.stdout)[0]
    lines = told.stderr.splitlines()
    for kind in ("people", "places", "organizations", "casualties", "dates"):
        headers = [line for line in lines if re.match(rf"a {kind}\[\d+\]:", line)]
        assert len(headers) == len(record[kind])
    for line in lines:
        for words, start, end in re.findall(r'"([^"]*)" (\d+):(\d+)', line):
            assert STORY[int(start) : int(end)] == words


def test_a_changed_mention_is_explained_by_the_pass_and_its_words_before(story_facts):
    (person,) = story_facts.people
    first = person.mentions[0]
    start = first.span.start
    decisions = (
        Decision("words", "until pass trimmed", CharSpan(start, start + 3)),
        Decision("label", "ORG until pass alike"),
    )
    mention = replace(first, decisions=decisions)
    facts = replace(story_facts, people=(replace(person, mentions=(mention, *person.mentions[1:])),))
    assert list(explanations(facts, ("people",)))[1:] == [
        f'ferry people[0].mentions[0].words: "Ana" {start}:{start + 3}, until pass trimmed',
        "ferry people[0].mentions[0].label: ORG until pass alike",
    ]


@pytest.mark.model
def test_only_the_kinds_asked_for_are_explained(tmp_path):
    article = tmp_path / "a.txt"
    article.write_text(STORY, "utf-8")
    told = CliRunner().invoke(app, ["extract", "-q", "--explain", "--only", "casualties", str(article)])
    assert told.stderr
    assert all(line.startswith("a casualties[") for line in told.stderr.splitlines())
