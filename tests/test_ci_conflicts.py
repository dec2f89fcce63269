"""Figures of one article that contradict each other: the cases beside the rules, and long articles."""

from __future__ import annotations

import pytest
from ferry import facts_of_story

from newsfacts.merge.conflicts import conflicts
from newsfacts.rules import read
from newsfacts.types import (
    Article,
    ArticleFacts,
    CasualtyFigure,
    CharSpan,
    Evidence,
    FigureDate,
    Harm,
    Published,
    Scope,
    Status,
)

CASES = read("merge/tolls.cases")["case"]


@pytest.mark.model
@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_case(case, nlp):
    from newsfacts import extract

    facts = extract(case["text"], published="2024-09-02", nlp=nlp)
    found = [
        [figure.evidence.span.of(case["text"]) for figure in (conflict.first, conflict.second)]
        for conflict in conflicts(facts)
    ]
    assert found == case["conflicts"]


SENTENCE = "{} people were killed in Torvik on Sunday."


def told(*numbers: int, place: str | None = "Torvik", status: Status = Status.REPORTED) -> ArticleFacts:
    """An article in which a sentence after the other says how many were killed."""
    text, figures = "", []
    for group, number in enumerate(numbers, 1):
        start = len(text)
        text += SENTENCE.format(number) + " "
        evidence = Evidence(CharSpan(start, start + len(str(number))), CharSpan(start, len(text) - 1))
        date = FigureDate("Sunday", "2024-09-01")
        figures.append(
            CasualtyFigure(
                *(Harm.KILLED, number, number, False, "people", place, date, None, None, status),
                *(Scope.INCIDENT, group, evidence),
            )
        )
    return ArticleFacts(Article("a", text), Published(), casualties=tuple(figures))


def test_each_pair_of_groups_once():
    assert [(c.first.min, c.second.min) for c in conflicts(told(6, 9))] == [(6, 9)]
    facts = told(6, 9)
    assert not conflicts(ArticleFacts(facts.article, facts.published, casualties=facts.casualties[:1]))


def test_the_fields_have_to_tell_that_it_is_one_harm():
    assert not conflicts(told(6, 9, place=None))
    assert not conflicts(told(6, 9, status=Status.HYPOTHETICAL))


def test_an_article_without_contradictions():
    assert conflicts(facts_of_story()) == ()


def test_thousands_of_figures_are_held_against_the_latest_only():
    assert len(conflicts(told(*range(10, 1010)))) < 50 * 1000
