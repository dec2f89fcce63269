"""Whom "he", "her" and "the minister" stand for."""

from __future__ import annotations

from typing import Any

import pytest
from marked_names import marked
from spacy.tokens import Doc

from newsfacts.doc import store
from newsfacts.names.people import People
from newsfacts.output.records import as_record, from_record
from newsfacts.pipeline import gather
from newsfacts.types import Article, Person


def told(text: str) -> dict[str, list[str]]:
    """Of each person the words that stand for them."""
    doc: Doc = marked(text)
    People()(doc)
    return {
        person.name: [span.of(doc.text) for span in person.pronouns]
        for person in store.stored(doc, "people", Person)
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "[Ann Orlo:PERSON] said she was tired. She left with her bag.",
            {"Ann Orlo": ["she", "She", "her"]},
        ),
        (
            "[Ken Lund:PERSON] left. He slept. His bag stayed.",
            {"Ken Lund": ["He"]},  # across sentences only what begins a clause is safe
        ),
        (
            "[Ken Lund:PERSON] met [Bo Pell:PERSON]. He left.",
            {"Ken Lund": [], "Bo Pell": []},
        ),
        ("[Ken Lund:PERSON] met the driver. He left.", {"Ken Lund": []}),
        ("Mr [Lund:PERSON] spoke. She left.", {"Lund": []}),
        ("[Ken Lund:PERSON] spoke. “He was late,” a guard said.", {"Ken Lund": []}),
        ("A guard praised [Ken Lund:PERSON], and he left.", {"Ken Lund": []}),
        (
            "Transport Minister [Ken Lund:PERSON] spoke. The road is shut, the minister said.",
            {"Ken Lund": ["the minister"]},
        ),
        (
            "Minister [Ken Lund:PERSON] met Minister [Bo Pell:PERSON]. The road is shut, the minister said.",
            {"Ken Lund": [], "Bo Pell": []},
        ),
        (
            "Minister [Ken Lund:PERSON] met ministers of the south. The road is shut, the minister said.",
            {"Ken Lund": []},
        ),
        (
            "[Ken Lund:PERSON], 34, fell. Doctors saw the 34-year-old, who was hurt.",
            {"Ken Lund": ["the 34-year-old"]},
        ),
    ],
)
def test_pronouns_stand_for_whom_it_is_safe_to_say(text, wanted):
    assert told(text) == wanted


def test_pronouns_survive_the_json_and_are_no_mentions():
    doc = marked("[Ann Orlo:PERSON] said she was tired.")
    People()(doc)
    facts = gather(doc, Article("a", doc.text))
    record = as_record(facts)
    (person,) = record["people"]
    assert [mention["text"] for mention in person["mentions"]] == ["Ann Orlo"]
    assert person["pronouns"] == [{"text": "she", "start": 14, "end": 17}]
    assert as_record(from_record(record, doc.text)) == record
    assert as_record(from_record(record)) == record  # of the record alone


def test_a_record_of_an_earlier_schema_has_no_pronouns():
    doc = marked("[Ann Orlo:PERSON] said she was tired.")
    People()(doc)
    record: Any = as_record(gather(doc, Article("a", doc.text)))
    del record["people"][0]["pronouns"]
    assert from_record(record).people[0].pronouns == ()
