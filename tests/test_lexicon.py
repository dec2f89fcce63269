"""The lists of names that the tagger reads beside the words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfacts.errors import ModelError
from newsfacts.tagger.encoder import model_folder
from newsfacts.tagger.lexicon import CLASSES, FIRST, LAST, OPENS, Lexicon, packed

ENTRIES = {"rio": OPENS, "rio de janeiro": 3, "lima": 2 | LAST, "ana": FIRST, "bath": 1}


@pytest.fixture
def lexicon() -> Lexicon:
    return Lexicon(packed(ENTRIES))


def test_a_key_has_its_bits_and_another_none(lexicon):
    assert {key: lexicon.entry(key) for key in ENTRIES} == ENTRIES
    assert lexicon.entry("quito") == 0


def test_words_have_the_class_of_what_they_name(lexicon):
    assert lexicon.classes(["Ana", "saw", "Lima", "."]) == [1, 0, 4 * 2 + 2, 0]


def test_the_words_of_one_place_are_told_from_others(lexicon):
    begins, continues = 4 * 4, 4 * 5
    assert lexicon.classes(["In", "Rio", "de", "Janeiro"]) == [0, begins, continues, continues]
    assert lexicon.classes(["Rio", "Lima"]) == [0, 4 * 2 + 2]  # "Rio" alone is no place here


def test_small_words_are_names_only_where_nothing_has_capitals(lexicon):
    assert lexicon.classes(["She", "took", "a", "bath"]) == [0, 0, 0, 0]
    assert lexicon.classes(["ana", "left", "bath"]) == [1, 0, 4]
    assert lexicon.classes(["ANA", "LEFT", "BATH"]) == [1, 0, 4]


def test_accents_and_hyphens_do_not_matter(lexicon):
    assert lexicon.classes(["Río-de-Janeiro"]) == [4 * 3]


@given(st.lists(st.text(), max_size=8))
@settings(deadline=None)
def test_any_words_have_a_class_each(words):
    classes = Lexicon(packed(ENTRIES)).classes(words)
    assert len(classes) == len(words)
    assert all(0 <= class_ < CLASSES for class_ in classes)


def test_another_file_is_refused():
    with pytest.raises(ModelError, match="lexicon"):
        Lexicon(b"PK")


@pytest.mark.model
def test_the_shipped_lists_know_the_world():
    shipped = Lexicon.read(model_folder("news-en") / "lexicon.bin")
    for name in ("Nigeria", "Kano", "Mysuru", "Arequipa", "Khartoum"):
        assert shipped.classes([name])[0] >= 4, name
    for name in ("Amina", "Kofi", "Priya", "Mehmet"):
        assert shipped.classes([name])[0] % 4, name
