"""`--vague`: how number words without a number count; the words themselves always stay."""

from __future__ import annotations

import json
from typing import Any

import pytest
import spacy
from pipelines import rules_alone
from typer.testing import CliRunner

from newsfacts import numbers
from newsfacts.cli import app
from newsfacts.doc import store
from newsfacts.errors import UsageError
from newsfacts.pipeline import build_nlp
from newsfacts.types import CasualtyFigure

POLICIES = ("literal", "acled")

# The figure's words, then its minimum under each of POLICIES; None = open.
FIGURES = [
    ("Dozens of people were killed in Batu.", "Dozens", 24, 12),
    ("The blast killed scores of monks.", "scores", 40, 20),
    ("Hundreds of villagers were injured.", "Hundreds", 200, 100),
    ("Thousands of people were displaced.", "Thousands", 2000, 1000),
    ("Several soldiers were wounded.", "Several", 3, 3),
    ("Many villagers were killed.", "Many", None, 3),
    ("Soldiers were killed in the blast.", "Soldiers", 2, 3),
    ("At least 24 people were killed.", "At least 24", 24, 24),
    ("Three dozen people were killed.", "Three dozen", 36, 36),
    ("No one was hurt.", "No one", 0, 0),
]


def read(text: str, policy: str) -> tuple[CasualtyFigure, ...]:
    return store.stored(rules_alone("casualties", vague=policy)(text), "casualties", CasualtyFigure)


@pytest.mark.parametrize(("text", "words", "literal", "acled"), FIGURES)
def test_figure(text, words, literal, acled):
    for policy, least in zip(POLICIES, (literal, acled), strict=True):
        [fact] = read(text, policy)
        assert (fact.evidence.span.of(text), fact.min) == (words, least), policy


def test_a_policy_changes_minima_and_nothing_else():
    text = " ".join(text for text, *_ in FIGURES)
    found = [read(text, policy) for policy in POLICIES]
    assert len(found[0]) == len(FIGURES)
    for one, other in zip(*found, strict=True):
        assert (one.evidence, one.kind, one.max, one.approximate, one.victims) == (
            *(other.evidence, other.kind, other.max, other.approximate, other.victims),
        )


def test_the_components_own_default_is_literal():
    nlp = spacy.blank("en")
    casualties: Any = nlp.add_pipe("newsfacts_casualties")
    assert casualties.vague == numbers.LITERAL == POLICIES[0]


def test_an_unknown_policy_is_refused():
    with pytest.raises(UsageError, match="there are literal, acled"):
        build_nlp(vague="generous")


@pytest.mark.model
def test_the_command_line_takes_the_policy(tmp_path):
    article = tmp_path / "a.txt"
    article.write_text("Dozens of people were killed in Batu on Sunday.", "utf-8")
    minima = []
    for options in ([], ["--vague", "literal"], ["--vague", "acled"]):
        result = CliRunner().invoke(app, ["extract", "--quiet", *options, str(article)])
        assert result.exit_code == 0
        [figure] = json.loads(result.stdout)[0]["casualties"]
        assert figure["text"] == "Dozens"
        minima.append(figure["min"])
    assert minima == [24, 24, 12]


def test_the_command_line_refuses_an_unknown_policy(tmp_path):
    article = tmp_path / "a.txt"
    article.write_text("Dozens died.", "utf-8")
    result = CliRunner().invoke(app, ["extract", "--vague", "acleb", str(article)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--vague: unknown 'acleb': did you mean 'acled'?" in result.stderr
