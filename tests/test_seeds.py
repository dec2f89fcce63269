"""The two sample articles, whole: what a reader would put into the tables must come out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.language import Language

from newsfacts.output import records
from newsfacts.output.records import ArticleRecord
from newsfacts.pipeline import extract_many
from newsfacts.types import Article, Published, PublishedBasis

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def found(nlp: Language) -> list[ArticleRecord]:
    articles = [
        Article(
            path.stem,
            path.read_bytes().decode("utf-8"),
            published=Published("2024-09-02", PublishedBasis.OPTION),
            source=f"seeds/{path.name}",
        )
        for path in SEEDS
    ]
    return [records.as_record(facts) for facts in extract_many(articles, nlp=nlp)]


def roles(found: list[ArticleRecord]) -> dict[str, str]:
    """Names of people and all their roles, over both articles."""
    joined: dict[str, str] = {}
    for record in found:
        for person in record["people"]:
            joined[person["name"]] = f"{joined.get(person['name'], '')} {person['role'] or ''}"
    return joined


def test_both_seeds_are_there():
    assert [path.stem for path in SEEDS] == ["000_6b24aa65f7ff322c", "001_af21548e73121b0a"]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Benjamin Netanyahu", "Israeli Prime Minister"),
        ("Roman Gofman", "Maj.-Gen."),
        ("Roman Gofman", "Military Secretary"),
        ("Alexander Lobanov", ""),
        ("Vladimir Putin", "Russian President"),
        ("Anatoly Viktorov", "Russian Ambassador to Israel"),
        ("Alexander Trufanov", ""),
    ],
)
def test_people_with_their_roles(found, name, role):
    assert role in roles(found)[name]


def test_surnames_are_no_people_of_their_own(found):
    assert not {"Netanyahu", "Gofman", "Lobanov", "Putin"} & set(roles(found))


@pytest.mark.parametrize(
    "name",
    ["Hamas", "Kremlin", "AFP", "Bloomberg", "Israeli Prime Minister’s Office", "UN human rights office"],
)
def test_organizations(found, name):
    assert name in {entity["name"] for record in found for entity in record["organizations"]}


@pytest.mark.parametrize(
    ("name", "country"), [("Moscow", "RU"), ("Doha", "QA"), ("Gaza", "PS"), ("Belarus", "BY")]
)
def test_places(found, name, country):
    assert (name, country) in {(e["name"], e["country"]) for record in found for e in record["places"]} | {
        (alias, e["country"]) for record in found for e in record["places"] for alias in e["aliases"]
    }


@pytest.mark.parametrize(
    "figure",
    [
        {"kind": "killed", "min": 1205, "max": 1205, "attribution": "AFP tally", "date": "2023-10-07"},
        {"kind": "killed", "min": 40691, "max": None, "attribution": "local health ministry"},
        {"kind": "captive", "min": 251, "max": 251},
        {"kind": "captive", "min": 100, "max": 100, "approximate": True},
        {"kind": "killed", "min": 6, "max": 6},
        {"kind": "killed", "min": 24, "max": None, "approximate": True, "status": "reported"},
    ],
)
def test_casualty_figures(found, figure):
    def fits(one: dict) -> bool:
        date = one["date"] and one["date"]["value"]
        given = {**one, "date": date}
        return all(
            value in (given[key] or "") if key == "attribution" else given[key] == value
            for key, value in figure.items()
        )

    assert any(fits(one) for one in found[1]["casualties"])


def test_victims_of_the_tally(found):
    [tally] = [one for one in found[1]["casualties"] if one["min"] == 1205]
    assert tally["victims"].startswith("people")


@pytest.mark.parametrize(
    "day",
    ["2023-10-07", "2024-05-27", "2024-08-16", "2024-08-17", "2024-08-31", "2024-09-01", "2024-09-02"],
)
def test_days(found, day):
    assert day in {date["value"] for record in found for date in record["dates"]}


def test_saturday_is_the_last_one_before_the_day_of_publication(found):
    values = {d["text"]: d["value"] for record in found for d in record["dates"]}
    assert values["Saturday"] == "2024-08-31"


@pytest.mark.parametrize(
    "words",
    [
        "banned in Russia",
        "ad-free",
        "newsletter",
        "Ragtag",
        "Houthi",
        "Prosecutor General",
        "monthly",
        "Unsplash",
    ],
)
def test_nothing_comes_from_furniture(found, words):
    for record in found:
        story = {kind: record[kind] for kind in ("people", "places", "organizations", "casualties", "dates")}
        assert words not in json.dumps(story, ensure_ascii=False)


def test_every_offset_holds(found):
    for path, record in zip(SEEDS, found, strict=True):
        text = path.read_bytes().decode("utf-8")
        spans = [
            m for kind in ("people", "places", "organizations") for e in record[kind] for m in e["mentions"]
        ]
        for fact in (*record["casualties"], *record["dates"]):
            spans += [fact, fact["sentence"]]
            assert fact["sentence"]["start"] <= fact["start"] < fact["end"] <= fact["sentence"]["end"]
        assert spans
        for span in spans:
            assert text[span["start"] : span["end"]] == span["text"]
