"""The passes that put names in order, and the record of what each did to a mention."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked_names import doc_of, entities, marked
from spacy.tokens import Doc

from newsfacts.dataclass_data import from_dict, to_dict
from newsfacts.doc import store
from newsfacts.names import mentions
from newsfacts.names.passes import PASSES, resolve
from newsfacts.names.passes.value import KINDS
from newsfacts.types import Evidence, Person

BY = {one.__name__ for one in PASSES}


def changes(doc: Doc) -> dict[str, list[tuple[str, str, str | None]]]:
    """By the words of each mention that was changed: the slots, what they were until which pass, where."""
    text = store.text_of(doc)
    return {
        mention.span.of(text): [(d.slot, d.by, d.span and d.span.of(text)) for d in mention.decisions]
        for found in entities(doc).values()
        for entity in found
        for mention in entity.mentions
        if mention.decisions
    }


@pytest.mark.parametrize(
    ("text", "words", "was", "by"),
    [
        ("[President Ada Lund's:PERSON] aide left.", "Ada Lund", "President Ada Lund's", "trimmed"),
        ("They met [Ken Orlo:PERSON], Jr., there.", "Ken Orlo, Jr.", "Ken Orlo", "generations"),
        ("The [UN:ORG] human rights office left.", "UN human rights office", "UN", "well_known"),
        ("[Trinidad:LOC] and [Tobago:LOC] paid.", "Trinidad and Tobago", "Trinidad", "joined"),
    ],
)
def test_a_mention_tells_its_words_before(text, words, was, by):
    assert changes(marked(text)) == {words: [("words", f"until pass {by}", was)]}


def test_two_of_one_name_tell_the_one():
    assert changes(marked("[Ali and Musa Said:PERSON] came.")) == {
        "Ali": [("words", "until pass trimmed", "Ali and Musa Said")],
        "Musa Said": [("words", "until pass trimmed", "Ali and Musa Said")],
    }


def test_a_mention_tells_words_and_label_before():
    wanted = [("words", "until pass told", "O'Hagan"), ("label", "PERSON until pass told", None)]
    assert changes(marked("[O'Hagan:PERSON] Media shut.")) == {"O'Hagan Media": wanted}


def test_a_mention_tells_its_label_before():
    doc = doc_of(
        "Israel paid. Ramle and Lod are in Israel.",
        [(0, 6, "LOC", 0.9), (13, 18, "PERSON", 0.8), (23, 26, "PERSON", 0.8), (34, 40, "LOC", 0.9)],
    )
    wanted = [("label", "PERSON until pass towns", None)]
    assert changes(doc) == {"Ramle": wanted, "Lod": wanted}


def test_a_mention_tells_its_belief_before():
    doc = doc_of("The Water Office (WOK) left.", [(4, 16, "ORG", 0.9), (18, 21, "ORG", 0.5)])
    assert changes(doc) == {"WOK": [("confidence", "0.5 until pass told_beside", None)]}


def test_a_mention_tells_all_passes_in_their_order():
    doc = marked('The charity "[Zexu:PERSON]" sued. [Mr Zexu:PERSON] lost.')
    mention = mentions.mentions(doc)[-1]
    assert [(d.slot, d.by) for d in mentions.evidence(mention).decisions] == [
        ("words", "until pass trimmed"),
        ("label", "PERSON until pass alike"),
    ]


def test_a_mention_that_was_passed_by_tells_who_found_it():
    found = changes(marked("[Ada Lund:PERSON] spoke. Later Lund left."))
    assert found == {"Lund": [("found", "pass spread", None)]}


def test_names_that_stay_as_they_are_tell_nothing():
    assert not changes(marked("[Ada Lund:PERSON] spoke in [Lima:LOC] for the [Seed Board:ORG]."))


def test_the_record_goes_with_the_doc_and_with_plain_data():
    doc = marked("[President Ada Lund:PERSON] spoke. Later Lund left.")
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    for mention in mentions.mentions(again):
        evidence = mentions.evidence(mention)
        assert evidence.decisions
        assert from_dict(Evidence, to_dict(evidence)).decisions == evidence.decisions
    (person,) = store.stored(again, "people", Person)
    assert [m.decisions for m in person.mentions] == [
        mentions.evidence(m).decisions for m in mentions.mentions(doc)
    ]


def test_the_record_makes_no_mentions_differ():
    whole, bare = marked("[Mr Lund:PERSON] spoke."), marked("Mr [Lund:PERSON] spoke.")
    assert changes(whole) != changes(bare)
    assert entities(whole) == entities(bare)


SOME = (
    "Ada Lund the Minister ’s 's ( ) of Mr . , and UN Peru - in Office van Jr. said north AP LIMA — charity"
)
WORDS = st.sampled_from(SOME.split())
LABELS = st.sampled_from(["PERSON", "ORG", "LOC", "FAC", "NORP", "MISC"])


@settings(deadline=None, max_examples=100)
@given(
    st.lists(WORDS, max_size=25),
    st.lists(
        st.tuples(st.integers(0, 90), st.integers(1, 25), LABELS, st.none() | st.floats(0, 1)), max_size=8
    ),
)
def test_no_mention_is_changed_without_a_record(words, spans):
    text = " ".join(words)
    doc = doc_of(text, [(a, min(a + n, len(text)), label, c) for a, n, label, c in spans if a < len(text)])
    names = resolve(doc)
    tagged = {(n.span.start, n.span.end, n.label, n.confidence) for n in names.tagged if n.label in KINDS}
    for mention in names.found:
        at = (mention.span.start, mention.span.end)
        made = names.changes.get(at, ())
        assert made or (*at, mention.label, mention.confidence) in tagged
        assert {decision.by.split("pass ")[1] for decision in made} <= BY


def test_the_docs_name_every_pass():
    page = (Path(__file__).parent.parent / "docs" / "explain.md").read_text("utf-8")
    table = page.partition("| pass | what it does |")[2].partition("\n\n")[0]
    told = [line.split("|")[1].strip() for line in table.splitlines()[2:]]
    assert told == list(dict.fromkeys(one.__name__ for one in PASSES))
