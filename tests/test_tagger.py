"""The encoder component: chunks, decoding, and what the shipped model finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from newsfacts.doc import store
from newsfacts.errors import ModelError
from newsfacts.pipeline import build_nlp
from newsfacts.tagger.caseless import in_small_letters, without_case
from newsfacts.tagger.decode import Tags, _mended, _viterbi, decode
from newsfacts.tagger.encoder import CHUNK_PIECES, Encoder, chunks, model_folder
from newsfacts.tagger.external import load_external
from newsfacts.tagger.shapes import INITIAL, LOWER, SHAPES, TITLE, UPPER, shape_of

LABELS = ("O", "B-PERSON", "I-PERSON", "B-LOC", "I-LOC")


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("said", "lower"),
        ("Kyiv", "title"),
        ("NATO", "upper"),
        ("U.S.", "upper"),
        ("J", "initial"),
        ("McKay", "mixed"),
        ("Abdel-Rahman", "mixed"),
        ("40,691", "digits"),
        ("4th", "alphanumeric"),
        ("“", "other"),
        ("Łódź", "title"),
        ("北京", "mixed"),  # letters without case
    ],
)
def test_shape_tells_case_and_digits(word, shape):
    assert SHAPES[shape_of(word)] == shape


def scores_for(*tags: str, sure: float = 5.0) -> np.ndarray:
    scores = np.zeros((len(tags), len(LABELS)), np.float32)
    for row, tag in enumerate(tags):
        scores[row, LABELS.index(tag)] = sure
    return scores


def test_decode_reads_spans():
    spans = decode(scores_for("B-PERSON", "I-PERSON", "O", "B-LOC", "B-LOC"), LABELS)
    assert [span[:3] for span in spans] == [(0, 2, "PERSON"), (3, 4, "LOC"), (4, 5, "LOC")]
    assert all(0.9 < span[3] <= 1 for span in spans)


def test_decode_never_continues_another_label():
    scores = scores_for("B-PERSON", "I-LOC")
    scores[1, LABELS.index("I-PERSON")] = 4.0
    assert [span[:3] for span in decode(scores, LABELS)] == [(0, 2, "PERSON")]


def test_decode_starts_no_span_inside():
    scores = scores_for("I-LOC", "O")
    scores[0, LABELS.index("B-LOC")] = 4.9
    assert [span[:3] for span in decode(scores, LABELS)] == [(0, 1, "LOC")]


@given(st.lists(st.lists(st.floats(-9, 9, width=32), min_size=5, max_size=5), min_size=1, max_size=12))
@settings(deadline=None)
def test_decode_gives_disjoint_spans_in_order(rows):
    spans = decode(np.array(rows, np.float32), LABELS)
    borders = [at for span in spans for at in span[:2]]
    assert borders == sorted(borders)
    assert all(start < end <= len(rows) for start, end, *_ in spans)


@given(st.lists(st.lists(st.floats(-9, 9, width=32), min_size=9, max_size=9), min_size=1, max_size=20))
@settings(deadline=None)
def test_a_broken_name_is_mended_as_the_whole_sentence_would_be(rows):
    labels = ("O", *(f"{part}-{kind}" for kind in ("PERSON", "ORG", "LOC", "FAC") for part in "BI"))
    scores, tags = np.array(rows, np.float32), Tags.of(labels)
    best = scores.argmax(axis=1)
    broken = tags.inside[best]
    broken[1:] &= tags.kind[best[1:]] != tags.kind[best[:-1]]
    mended, whole = _mended(scores, best, broken, tags), _viterbi(scores, tags)
    at = np.arange(len(scores))
    assert scores[at, mended].sum() == pytest.approx(scores[at, whole].sum(), abs=1e-3)
    inside = tags.inside[mended]
    assert not inside[0]
    assert (tags.kind[mended[1:]] == tags.kind[mended[:-1]])[inside[1:]].all()


ENDS = (1, 2)


def nothing_known(words: Sequence[str]) -> list[int]:
    return [0] * len(words)


@given(st.lists(st.lists(st.integers(1, 24), min_size=1, max_size=60), max_size=12))
@settings(deadline=None)
def test_chunks_lose_no_word_and_keep_their_length(sentences):
    tokens = iter(range(10_000))
    given_sentences = [[(next(tokens), "x" * size) for size in sentence] for sentence in sentences]
    made = list(
        chunks(given_sentences, lambda words: [(7,) * len(word) for word in words], nothing_known, ends=ENDS)
    )
    assert [t for chunk in made for t in chunk.tokens] == [t for s in given_sentences for t, _ in s]
    for chunk in made:
        sizes = {len(chunk.inputs[name]) for name in ("pieces", "shapes", "lexicon")}
        assert len(sizes) == 1
        assert max(sizes) <= CHUNK_PIECES + 2
        assert chunk.borders[0] == 0
        assert chunk.borders[-1] == len(chunk.tokens)
        assert len(chunk.inputs["first"]) == len(chunk.tokens)
        assert (chunk.inputs["pieces"][chunk.inputs["first"]] == 7).all()


def one_piece(words: Sequence[str]) -> list[tuple[int, ...]]:
    return [(7,) for _ in words]


def test_neighbours_share_a_chunk_and_a_long_sentence_is_cut():
    short = [[(0, "a"), (1, "b")], [(2, "c")]]
    assert [chunk.borders for chunk in chunks(short, one_piece, nothing_known, ends=ENDS)] == [[0, 2, 3]]
    long = [[(i, "a") for i in range(300)]]
    made = chunks(long, one_piece, nothing_known, ends=ENDS, limit=126)
    assert [len(chunk.tokens) for chunk in made] == [126, 126, 48]


def test_chunks_of_an_article_are_of_like_length():
    sentences = [[(10 * s + i, "a") for i in range(10)] for s in range(13)]
    made = chunks(sentences, one_piece, nothing_known, ends=ENDS, limit=100)
    assert [len(chunk.tokens) for chunk in made] == [70, 60]


@pytest.mark.parametrize(
    ("words", "none"),
    [("3 , 14 .", True), ("A. B. 7", True), ("U.S. 7", False), ("A Lima", False), ("中国 7", False)],
)
def test_what_has_no_two_letters_is_not_scored(words, none):
    [chunk] = chunks([list(enumerate(words.split()))], one_piece, nothing_known, ends=ENDS)
    assert chunk.of_signs is none


def scored_by(monkeypatch: pytest.MonkeyPatch, texts: Sequence[str]) -> tuple[list[str], list[list[float]]]:
    """The chunks that the network is asked for, each a text; and the scores of all of them, where the
    network gives each word its length and how many chunks were scored before.
    """
    asked = []

    def score(chunk, *, keep):
        asked.append(" ".join(chunk.words))
        return np.array([[len(word) + len(asked) - 1] for word in chunk.words], np.float32)

    made = Encoder(model_folder("news-en"))
    monkeypatch.setattr(made, "score", score)
    monkeypatch.setattr("newsfacts.tagger.alike.READ_ANYWAY", 2)
    monkeypatch.setattr("newsfacts.tagger.alike.SEEN", 2)
    monkeypatch.setattr("newsfacts.tagger.alike.OFTEN", 4)
    given_chunks = [chunk for text in texts for chunk in made.chunks([list(enumerate(text.split()))])]
    return asked, [found.ravel().tolist() for found in made.scores(given_chunks)]


def test_a_chunk_that_tells_nothing_new_takes_what_its_words_were_on_average(monkeypatch):
    texts = ["Wuxrt died .", "Tolqabc died .", "Orkdl died .", "Eppzd left .", "Dexrolb died ."]
    asked, scores = scored_by(monkeypatch, texts)
    assert asked == [*texts[:2], texts[3]]
    # Five and seven letters, in the second chunk one more; the same of each "died" and of each stop.
    assert scores[2] == scores[4] == [6.5, 4.5, 1.5]


@pytest.mark.parametrize("new", ["Wuxrt and died .", "wuxrt died .", "WUXRT died .", "Paris died .", "died"])
def test_a_chunk_with_a_word_that_stands_otherwise_is_scored(monkeypatch, new):
    texts = [*(f"{name} died ." for name in ("Wuxrt", "Tolqabc", "Orkdl", "Eppzd")), new]
    asked, _ = scored_by(monkeypatch, texts)
    assert asked == [*texts[:2], new]


def test_any_number_is_one_number(monkeypatch):
    texts = [f"{number} miners" for number in (3, 14, 159, 26)]
    asked, scores = scored_by(monkeypatch, texts)
    assert asked == texts[:2]
    assert scores[2] == scores[3] == [2.0, 6.5]


def test_each_piece_has_the_shape_and_the_class_of_its_word():
    [chunk] = chunks(
        [[(0, "Ana"), (1, "came")]],
        lambda words: [(7, 8), (9,)],
        lambda words: [5, 0],
        ends=ENDS,
    )
    given_to = {name: values.tolist() for name, values in chunk.inputs.items()}
    assert given_to == {
        "pieces": [1, 7, 8, 9, 2],
        "shapes": [0, TITLE, TITLE, LOWER, 0],
        "lexicon": [0, 5, 5, 0, 0],
        "first": [1, 3],
    }


def test_an_unknown_shipped_model_names_those_there_are():
    with pytest.raises(ModelError, match="news-en"):
        model_folder("news-xx")


# ---------------------------------------------------------------- the shipped model


def names(nlp: Language, text: str) -> set[tuple[str, str]]:
    return {(name.span.text, name.label) for name in store.labelled(nlp(text), store.NAMES)}


@pytest.mark.model
def test_names_of_a_plain_story(nlp):
    text = "Amina Yusuf, a lawyer from Kano, met officials of the Red Cross in Geneva on Tuesday."
    assert {("Amina Yusuf", "PERSON"), ("Kano", "LOC"), ("Geneva", "LOC"), ("Tuesday", "DATE")} <= names(
        nlp, text
    )


def test_case_is_missing_where_all_words_are_in_capitals_or_none_is():
    def told(text: str) -> bool:
        return not without_case(np.array([shape_of(word) for word in text.split()]))

    assert not told("the ferry sank off dori on friday , 12 died")
    assert not told("THE FERRY SANK OFF DORI ON FRIDAY , 12 DIED")
    assert told("The ferry sank off Dori")
    assert told("the NATO ferry sank")
    assert told("12 , 13 .")


def test_text_in_capitals_is_read_in_small_letters():
    inputs = {
        "pieces": np.array([1, 5, 6, 7, 8, 2]),
        "shapes": np.array([0, UPPER, INITIAL, UPPER, 6, 0]),
    }
    small = in_small_letters(inputs)
    assert small["shapes"].tolist() == [0, LOWER, LOWER, LOWER, 6, 0]
    assert small["pieces"].tolist() == inputs["pieces"].tolist()
    assert inputs["shapes"].tolist() == [0, UPPER, INITIAL, UPPER, 6, 0]


@pytest.mark.model
def test_text_without_case_has_a_network_of_its_own():
    encoder = Encoder(model_folder("news-en"))
    words = "the ferry sank off dori on friday , amina yusuf of the red cross said".split()

    def score(words: list[str]) -> np.ndarray:
        (chunk,) = encoder.chunks([list(enumerate(words))])
        return encoder.score(chunk)

    small = score(words)
    assert (small == score([word.upper() for word in words])).all()
    assert encoder.caseless is not encoder.session
    (chunk,) = encoder.chunks([list(enumerate(words))])
    assert not (small == encoder.session.run(None, chunk.inputs)[0]).all()


@pytest.mark.model
def test_a_model_without_such_a_network_reads_the_text_all_the_same(tmp_path):
    for file in model_folder("news-en").iterdir():
        if file.name != "caseless.onnx":
            (tmp_path / file.name).symlink_to(file)
    encoder = Encoder(tmp_path)
    (chunk,) = encoder.chunks([list(enumerate("the ferry sank off dori on friday".split()))])
    assert encoder.score(chunk).shape[0] == 7


@pytest.mark.model
@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_case_does_not_decide_alone(nlp, change):
    found = names(nlp, change("President Emmanuel Macron flew from Paris to Berlin on Monday."))
    assert {(change("Paris"), "LOC"), (change("Berlin"), "LOC")} <= found


@pytest.mark.model
@pytest.mark.parametrize(
    "name",
    [
        *("Zoë Müller-Brandt", "Seán O'Connor", "Seán O’Connor", "José Núñez", "Jean–Luc Mbeki"),
        *("Abdel-Fattah el-Sisi", "NGOZI OKAFOR", "Đặng Thị Hoa", "Łukasz Żak"),
    ],
)
def test_a_name_is_one_however_it_is_written(nlp, name):
    text = f"The minister thanked {name} in Geneva on Tuesday. Earlier, {name} had spoken to reporters."
    found = [n.span.text for n in store.labelled(nlp(text), store.NAMES) if n.label == "PERSON"]
    assert found == [name, name]


@pytest.mark.model
def test_a_headline_in_capitals_names_who_the_story_names(nlp):
    text = "VETERAN JUDGE AMINA OTIENO DIES\n\nAmina Otieno, a judge in Nairobi, died on Sunday."
    assert {("AMINA OTIENO", "PERSON"), ("Amina Otieno", "PERSON")} <= names(nlp, text)


@pytest.mark.model
def test_a_sentence_longer_than_a_chunk_is_read_to_its_end(nlp):
    text = "In " + ", ".join(["Kano", "Lagos", "Abuja"] * 200) + ", it rained."
    assert len(store.labelled(nlp(text), store.NAMES)) == 600


@pytest.mark.model
def test_confidence_is_a_share_and_never_missing(nlp):
    doc = nlp("Police in Lagos said that Chidi Okeke was shot dead in Abuja. Two guards were wounded.")
    for key in (store.NAMES, store.HARM, store.ROLES):
        found = store.labelled(doc, key)
        assert found, key
        assert all(label.confidence is not None and 0 <= label.confidence <= 1 for label in found)


@pytest.mark.model
def test_threads_change_nothing():
    text = "Rebels in Goma killed six people. " * 40
    one = Encoder(model_folder("news-en"), threads=1)
    two = Encoder(model_folder("news-en"), threads=2)
    made = list(one.chunks([[(i, word) for i, word in enumerate(text.split())]]))
    for a, b in zip(one.scores(made), two.scores(made), strict=True):
        assert np.array_equal(a, b)


@pytest.mark.model
@pytest.mark.parametrize("text", ["", " ", "\n\n", "a\x00b", "x" * 5000, "😀" * 300, ". . . ."])
def test_odd_text_does_no_harm(nlp, text):
    assert nlp(text).text == text


# ---------------------------------------------------------------- another pipeline's names


@pytest.fixture
def other_pipeline(tmp_path) -> str:
    other = spacy.blank("en")
    ruler: Any = other.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "GPE", "pattern": "Quito"},
            {"label": "PERSON", "pattern": "Rosa Vega"},
            {"label": "CARDINAL", "pattern": "six"},
        ]
    )
    other.to_disk(tmp_path / "other")
    return str(tmp_path / "other")


@pytest.mark.model
def test_another_pipeline_gives_the_names(other_pipeline):
    nlp = build_nlp(model=other_pipeline)
    doc = nlp("Rosa Vega said six people from Lima died in Quito.")
    found = [(n.span.text, n.label, n.confidence) for n in store.labelled(doc, store.NAMES)]
    assert found == [("Rosa Vega", "PERSON", None), ("Quito", "LOC", None)]


def test_a_pipeline_that_is_not_installed_is_one_clear_line():
    with pytest.raises(ModelError, match="'xx_none' is not installed; run: python -m spacy download xx_none"):
        load_external("xx_none")


def test_a_pipeline_without_names_is_refused(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "empty")
    with pytest.raises(ModelError, match="finds no names"):
        load_external(str(tmp_path / "empty"))
