"""What is kept on a Doc, and what is only worked out from it."""

from __future__ import annotations

import gc
import weakref

import pytest
from spacy.tokens import Doc

from newsfacts.doc import store
from newsfacts.doc.sentences import english


@pytest.fixture
def doc() -> Doc:
    nlp = english()
    nlp.add_pipe("newsfacts_sentences")
    return nlp("Ana Ruiz left Torvik. Nobody came.")


def test_what_is_worked_out_is_not_serialized(doc):
    before = doc.to_bytes()
    assert store.words_of(doc)[:2] == ["Ana", "Ruiz"]
    assert len(store.story_of(doc)) == 2
    assert doc.to_bytes() == before
    assert not doc.user_data


def test_what_is_worked_out_follows_a_change_of_tokens(doc):
    assert store.words_of(doc)[:2] == ["Ana", "Ruiz"]
    assert store.sentence_starts(doc) == [0, 5, 8]
    with doc.retokenize() as retokenizer:
        retokenizer.merge(doc[0:2])
    assert store.words_of(doc)[:2] == ["Ana Ruiz", "left"]
    assert store.sentence_starts(doc) == [0, 4, 7]


def test_views_do_not_keep_docs_alive():
    nlp = english()
    nlp.add_pipe("newsfacts_sentences")
    docs = [nlp(f"Ana Ruiz left Torvik {number} times.") for number in range(3)]
    for doc in docs:
        store.store_labelled(doc, store.NAMES, [(0, 2, "PERSON", 0.9)])
        assert store.labelled(doc, store.NAMES)
    alive = [weakref.ref(doc) for doc in docs]
    del docs, doc
    gc.collect()
    assert [ref() for ref in alive] == [None, None, None]
