"""Dates and places that the rules leave open, chosen among those that the article tells."""

from __future__ import annotations

import pytest

from newsfacts.casualties.choice.ranker import chosen, probabilities
from newsfacts.pipeline import extract
from newsfacts.types import CharSpan

BLAST = (
    "TORVIK, Norland — A bomb went off in the market of Torvik on Sunday morning, officials said. "
    "Ambulances took hours to arrive. The minister will visit on Friday. "
    "Shop owners swept up glass. At least 12 people were killed."
)


def test_likeliest_candidate_is_chosen_and_the_others_are_told():
    likely = probabilities([{"none": 1.0}, {"near": 1.0}], {"none": 0.0, "near": 2.0})
    assert likely == [pytest.approx(0.119, abs=0.001), pytest.approx(0.881, abs=0.001)]


def test_what_the_rules_passed_over_in_the_sentence_needs_to_be_likely(monkeypatch):
    from newsfacts.casualties.choice import ranker

    monkeypatch.setattr(ranker, "weights", lambda name: {"none": 0.0, "same": 0.1, "far": -0.2})
    inside, outside = CharSpan(0, 3), CharSpan(9, 12)
    choice = chosen([None, inside, outside], [{"none": 1.0}, {"same": 1.0}, {"far": 1.0}], "dates")
    assert choice.span is None
    assert [span for span, _ in choice.others] == [inside, outside]


@pytest.mark.model
def test_a_date_and_a_place_told_at_the_start_are_those_of_a_later_figure(nlp):
    (figure,) = extract(BLAST, published="2024-09-04", nlp=nlp).casualties
    assert figure.date is not None
    assert (figure.date.value or "").startswith("2024-09-01")
    assert figure.place is not None
    assert "Torvik" in figure.place or "TORVIK" in figure.place


@pytest.mark.model
@pytest.mark.parametrize(
    "told",
    [
        "Twelve villagers are still held hostage.",  # since when is another day
        "The war has killed 12,000 people.",  # over a period
        "Police denied that 12 people had been killed.",
    ],
)
def test_what_is_not_of_the_event_gets_no_day_of_it(nlp, told):
    text = BLAST.replace("At least 12 people were killed.", told)
    (figure,) = extract(text, published="2024-09-04", nlp=nlp).casualties
    assert figure.date is None


@pytest.mark.model
def test_explain_tells_how_likely_the_choice_was(nlp):
    (figure,) = extract(BLAST, published="2024-09-04", nlp=nlp).casualties
    (decided, *_) = [decision for decision in figure.decisions if decision.slot == "date"]
    assert decided.by.endswith(" likely")
