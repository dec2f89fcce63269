"""Dates and places that the rules leave open, chosen among those that the article tells."""

from __future__ import annotations

import pytest

from newsfacts.casualties.choice.ranker import Candidates, chosen_of, probabilities
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


def _candidates(*of: tuple[str | None, dict[str, float]]) -> Candidates:
    spans = [None if key is None else CharSpan(at, at + 1) for at, (key, _) in enumerate(of)]
    return Candidates(spans, [key for key, _ in of], [features for _, features in of])


def test_mentions_of_one_place_stand_for_one_another():
    found = _candidates((None, {}), ("Torvik", {}), ("Batu", {}), ("Torvik", {}))
    choice = chosen_of(found, [0.1, 0.2, 0.4, 0.3], margin=0.0)
    assert choice.span == found.spans[3], "Torvik, .5 in two places, where it is told likeliest"
    assert choice.probability == pytest.approx(0.5)
    assert choice.others == ((found.spans[2], 0.4), (None, 0.1))


@pytest.mark.parametrize(("margin", "which"), [(0.3, 1), (0.0, 2)])
def test_what_the_rules_found_stands_unless_another_is_likelier_by_the_margin(margin, which):
    found = _candidates((None, {}), ("Sunday", {"own": 1.0}), ("Friday", {}))
    assert chosen_of(found, [0.1, 0.4, 0.5], margin=margin).span == found.spans[which]


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


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A man was convicted Tuesday of killing two nurses in March 2021, prosecutors said.", "2021-03"),
        (
            "Hundreds of mourners gathered on Tuesday for the funeral of Ana Ruiz. "
            "Ruiz was shot dead in Torvik on Saturday.",
            "2024-08-31",
        ),
    ],
)
def test_the_day_of_a_verdict_or_funeral_is_not_that_of_the_harm(nlp, text, value):
    figures = extract(text, published="2024-09-04", nlp=nlp).casualties
    assert [figure.date.value for figure in figures if figure.date] == [value] * len(figures)


@pytest.mark.model
def test_a_cause_told_before_is_that_of_a_later_figure(nlp):
    text = (
        "An explosion rocked the market of Torvik on Sunday, officials said. Shops around it caught fire. "
        "At least 12 people were killed. A similar blast in 2015 killed 14."
    )
    first, second = extract(text, published="2024-09-04", nlp=nlp).casualties
    assert first.cause is not None
    assert "explosion" in first.cause
    assert second.cause == "A similar blast"
    assert second.date is not None
    assert second.date.text == "2015", "the date of another event stays with it"


@pytest.mark.model
def test_each_slot_tells_how_sure_it_is_and_an_empty_one_does_not(nlp):
    text = f"{BLAST} Some 20 soldiers were hurt in a crash in Batu in 2019, the army said."
    figures = extract(text, published="2024-09-04", nlp=nlp).casualties
    assert len(figures) == 2
    for figure in figures:
        for slot in ("victims", "place", "date", "attribution", "cause"):
            sure = getattr(figure.confidence_of, slot)
            assert (sure is None) is (getattr(figure, slot) is None)
            assert sure is None or 0 < sure < 1


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "value", "first", "last"),
    [
        ("Rebels have killed 12 villagers since Monday.", "2024-09-02/..", "2024-09-02", None),
        ("Since 2019, 300 people have died in the fighting.", "2019/..", "2019-01-01", None),
        ("Six people were hurt in Oru on Aug. 30.", "2024-08-30", "2024-08-30", "2024-08-30"),
        (
            "Mines killed 12 villagers on Saturday and Sunday.",
            "2024-08-31/2024-09-01",
            "2024-08-31",
            "2024-09-01",
        ),
        ("Mines have killed 12 villagers since early morning.", "2024-09-04", "2024-09-04", "2024-09-04"),
        # the worst since a year, in which the harm was done
        ("It was the worst crash since 1959, when two women died.", "1959", "1959-01-01", "1959-12-31"),
    ],
)
def test_date_has_its_days_and_since_is_open(nlp, text, value, first, last):
    (figure,) = extract(text, published="2024-09-04", nlp=nlp).casualties
    assert figure.date is not None
    days = [day.isoformat() if day else None for day in (figure.date.first, figure.date.last)]
    assert [figure.date.value, *days] == [value, first, last]
