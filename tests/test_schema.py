"""The schema fits what is written, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator

from newsfacts.output.records import as_record
from newsfacts.output.schema import schema
from newsfacts.types import Article, ArticleFacts, Published


@pytest.fixture(scope="module")
def closed() -> Draft202012Validator:
    return Draft202012Validator(schema(closed=True), format_checker=Draft202012Validator.FORMAT_CHECKER)


def plain(facts: ArticleFacts) -> dict:
    return json.loads(json.dumps(as_record(facts)))


@pytest.mark.parametrize("closed_too", [False, True])
def test_schema_is_one(closed_too):
    Draft202012Validator.check_schema(schema(closed=closed_too))


def test_schema_fits_an_article_and_a_list(closed, story_facts):
    nothing = ArticleFacts(Article("empty", "Nothing."), Published())
    closed.validate(plain(story_facts))
    closed.validate([plain(story_facts), plain(nothing)])
    closed.validate([])


def test_every_key_is_there_when_nothing_was_found(closed):
    record = plain(ArticleFacts(Article("empty", "Nothing."), Published()))
    assert list(record) == schema()["$defs"]["Article"]["required"]
    assert record["published"] == {"date": None, "basis": None, "earliest": None, "latest": None}
    assert record["people"] == record["dates"] == record["skipped"] == record["warnings"] == []


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"title": 5}, "title"),
        ({"published": {"date": None, "basis": "guess", "earliest": None, "latest": None}}, "basis"),
        ({"casualties": [{}]}, "casualties"),
        ({"extra": 1}, ""),
        ({"schema_version": "2.0"}, "schema_version"),
    ],
)
def test_schema_names_what_is_wrong(closed, story_facts, change, names):
    (error,) = list(closed.iter_errors({**plain(story_facts), **change}))[:1]
    assert names in ".".join(map(str, error.absolute_path))


def test_published_schema_lets_later_versions_add_keys(story_facts):
    validator = Draft202012Validator(schema())
    validator.validate({**plain(story_facts), "schema_version": "1.7", "headline_language": "en"})


def test_schema_knows_every_kind_of_fact_and_value(story_facts):
    definitions = schema()["$defs"]
    assert definitions["Harm"]["enum"] == [
        *("killed", "injured", "missing", "captive", "displaced", "casualties"),
    ]
    assert {"type": "null"} in definitions["Date"]["properties"]["grain"]["anyOf"]


def test_calendar_days_are_checked(closed, story_facts):
    record = plain(replace(story_facts))
    record["dates"][0]["first"] = "2024-13-01"
    assert not closed.is_valid(record)
