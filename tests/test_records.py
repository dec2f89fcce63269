"""Facts -> JSON -> facts, and facts -> rows."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from newsfacts.output.columns import COLUMNS, rows
from newsfacts.output.records import as_record, from_record
from newsfacts.types import KINDS, Article, ArticleFacts, Published


def test_record_has_the_keys_of_the_contract_in_order(story_facts):
    record = as_record(story_facts)
    assert list(record) == [
        *("schema_version", "id", "source", "title", "author", "published"),
        *("people", "places", "organizations"),
        *("casualties", "dates", "skipped", "warnings"),
    ]
    assert list(record["people"][0]) == [
        *("name", "role", "age", "nationality", "aliases", "confidence", "mentions", "pronouns"),
    ]
    assert list(record["casualties"][0]) == [
        *("kind", "min", "max", "approximate", "victims", "place", "location", "date", "attribution"),
        *("cause", "status", "scope", "group", "text", "start", "end", "sentence", "confidence"),
        "confidence_of",
    ]
    assert list(record["dates"][0]) == [
        *("text", "start", "end", "type", "timex", "value", "first", "last", "grain", "event", "status"),
        *("basis",),
        *("confidence", "sentence"),
    ]


def test_record_quotes_the_text_at_its_offsets(story_facts):
    text = story_facts.article.text

    def check(data):
        if isinstance(data, dict):
            if {"text", "start", "end"} <= set(data):
                assert data["text"] == text[data["start"] : data["end"]]
            data = list(data.values())
        if isinstance(data, list):
            for part in data:
                check(part)

    check(as_record(story_facts))


def test_record_is_plain_json(story_facts):
    record = as_record(story_facts)
    assert json.loads(json.dumps(record)) == record
    assert record["published"] == {
        "date": "2024-09-02",
        "basis": "option",
        "earliest": None,
        "latest": None,
    }
    assert record["casualties"][0]["date"] == {
        "text": "Sunday",
        "value": "2024-09-01",
        "first": "2024-09-01",
        "last": "2024-09-01",
    }
    assert list(record["casualties"][0]["confidence_of"]) == [
        *("victims", "place", "date", "attribution", "cause")
    ]
    assert record["casualties"][1]["date"] is None


def test_warnings_of_reader_and_pipeline_are_told_once(story_facts):
    both = replace(story_facts, warnings=("a warning of the pipeline", *story_facts.article.warnings))
    assert as_record(both)["warnings"] == ["read as cp1252, not UTF-8", "a warning of the pipeline"]


@pytest.mark.parametrize("with_text", [True, False])
def test_record_comes_back(story_facts, with_text):
    record = json.loads(json.dumps(as_record(story_facts)))
    again = from_record(record, story_facts.article.text if with_text else None)
    assert as_record(again) == record
    assert again.casualties[0].min == 44
    assert again.dates[0].first == story_facts.dates[0].first
    assert again.dates[0].evidence.sentence == story_facts.dates[0].evidence.sentence


def test_record_of_nothing_comes_back():
    record = as_record(ArticleFacts(Article("empty", "Nothing."), Published()))
    assert as_record(from_record(record)) == record


@pytest.mark.parametrize("kind", list(COLUMNS))
def test_rows_have_their_columns(story_facts, kind):
    made = list(rows(story_facts, kind))
    assert made
    for row in made:
        assert tuple(row) == COLUMNS[kind]
        assert row["id" if kind == "articles" else "article_id"] == "ferry"


def test_mentions_lead_to_their_facts(story_facts):
    for mention in rows(story_facts, "mentions"):
        facts = {row["fact"]: row for row in rows(story_facts, str(mention["kind"]))}
        assert facts[mention["fact"]]["name"] == mention["name"]
    assert len(list(rows(story_facts, "mentions"))) == 6


def test_a_person_without_mentions_has_a_row(story_facts):
    bare = replace(story_facts, people=(replace(story_facts.people[0], mentions=()),))
    (row,) = rows(bare, "people")
    assert (row["name"], row["mentions"], row["start"]) == ("Ana Ruiz", 0, None)


def test_columns_keep_the_names_of_the_json(story_facts):
    record: dict[str, Any] = {**as_record(story_facts)}
    for kind in KINDS:
        keys = set(record[kind][0]) - {"mentions", "pronouns", "sentence", "confidence_of"}
        assert keys <= set(COLUMNS[kind])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("title",), ["x"]),
        (("id",), None),
        (("published", "date"), 2024),
        (("warnings",), "x"),
        (("people", 0), "x"),
        (("people", 0, "aliases"), "Ruiz"),
        (("casualties", 0, "min"), "44"),
        (("casualties", 0, "min"), True),
        (("casualties", 0, "max"), 10**400),
        (("casualties", 0, "confidence"), float("inf")),
        (("dates", 0, "event"), {"text": "x"}),
        (("dates", 0, "type"), None),
        (("skipped", 0, "start"), "x"),
    ],
    ids=str,
)
def test_facts_with_values_that_are_none_are_refused(story_facts, path, value):
    record = json.loads(json.dumps(as_record(story_facts)))
    at = record
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    with pytest.raises((TypeError, ValueError)):
        from_record(record)
