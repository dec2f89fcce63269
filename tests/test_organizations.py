"""Organizations: full names, acronyms, short forms, kinds."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from marked_names import doc_of, entities, marked, organizations, shows

from newsfacts.names.organization_names import begins, kind_of, known, shortens
from newsfacts.types import OrganizationKind

CASES = tomllib.loads((files("newsfacts") / "names/organizations.cases.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case):
    found = organizations(case["text"])
    assert len(found) == len(case["organizations"]), found
    for body, want in zip(found, case["organizations"], strict=True):
        wanted = {key: None if value == "" else value for key, value in want.items()}
        assert shows(body, wanted), body


def test_an_ending_of_one_name_is_no_short_form_of_another():
    assert shortens("national team", "costa rican national team")
    assert not shortens("bank", "world bank of seeds")
    assert begins("seed valley authority", "seed valley authority for river navigation")
    assert not begins("un", "un security council")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ministry of Sports", OrganizationKind.GOVERNMENT),
        ("Bank of Easton", OrganizationKind.COMPANY),
        ("Easton High Court", OrganizationKind.COURT),
        ("Easton Daily News", OrganizationKind.MEDIA),
        ("Easton Labour Party", OrganizationKind.PARTY),
        ("Easton University", OrganizationKind.OTHER),
        ("Easton Martyrs Brigade", OrganizationKind.ARMED_GROUP),
        ("Zyxo", None),
    ],
)
def test_kind(name, kind):
    assert kind_of([name]) == kind


def test_capitals_tell_a_body_from_a_word():
    assert known("WHO") is not None
    assert known("who") is None
    assert known("Who") is None


def test_a_body_hardly_believed_is_left_out():
    doc = doc_of("Outbound is up.", [(0, 8, "ORG", 0.2)])
    assert not entities(doc)["organizations"]


def test_a_name_that_says_it_is_a_body_needs_little_belief():
    doc = doc_of("The Orlo Trade Ministry paid.", [(4, 23, "ORG", 0.2)])
    assert [body.name for body in entities(doc)["organizations"]] == ["Orlo Trade Ministry"]


def test_one_introduction_as_a_body_counts_for_the_whole_article():
    doc = marked('The charity "[Zexu:PERSON]" sued. [Zexu:PERSON] lost. [Zexu:PERSON] paid.')
    assert [body.name for body in entities(doc)["organizations"]] == ["Zexu"]
    assert not entities(doc)["people"]


def test_names_of_one_list_are_of_one_kind():
    doc = doc_of(
        "In Arlo, Berlo and Derlo.", [(3, 7, "LOC", 0.9), (9, 14, "PERSON", 0.6), (19, 24, "LOC", 0.9)]
    )
    assert [place.name for place in entities(doc)["places"]] == ["Arlo", "Berlo", "Derlo"]


def test_a_body_tagged_as_a_title_elsewhere_is_the_body():
    text = "Zexu won. Then Zexu left."
    doc = doc_of(text, [(0, 4, "ORG", 0.9), (15, 19, "MISC", 0.4)])
    assert len(entities(doc)["organizations"][0].mentions) == 2
