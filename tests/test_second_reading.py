"""The second reading of the words around a statement: what is read, and what it says of candidates."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from newsfacts.casualties.choice import Found
from newsfacts.casualties.choice.again import read_again
from newsfacts.casualties.choice.ranker import Candidates
from newsfacts.doc import store
from newsfacts.pipeline import build_nlp
from newsfacts.tagger.marked import (
    AROUND,
    LEAD,
    NOTHING,
    PLAIN,
    SENTENCE,
    WORD,
    Marked,
    Pieces,
    Reading,
    Window,
)
from newsfacts.types import CharSpan, Harm


class Statement(NamedTuple):
    span: CharSpan
    at: CharSpan
    kind: Harm


def pieces(words: list[str]) -> tuple[Pieces, list[CharSpan]]:
    """Each word of two pieces; the characters of each."""
    text, spans = "", []
    for word in words:
        spans.append(CharSpan(len(text), len(text) + len(word)))
        text += f"{word} "
    first = np.arange(1, 2 * len(words), 2)
    states = np.arange(2 * len(words) + 2, dtype=np.float32)[:, None]
    return Pieces.of([(states, first, [(span.start, span.end) for span in spans])]), spans


def sentences_of(spans: list[CharSpan], size: int) -> list[CharSpan]:
    parts = [spans[at : at + size] for at in range(0, len(spans), size)]
    return [CharSpan(part[0].start, part[-1].end) for part in parts]


def test_the_ends_of_chunks_are_no_pieces_of_words():
    read, _ = pieces(["Nine", "died"])
    assert read.states[:, 0].tolist() == [1, 2, 3, 4]
    assert read.starts == [0, 0, 5, 5]


def test_a_window_is_the_sentence_its_neighbours_and_the_lead():
    read, spans = pieces([f"w{at}" for at in range(400)])
    sentences = sentences_of(spans, 10)
    window = read.window(sentences, 20, spans[203])
    around = [piece for piece in window if piece >= LEAD]
    assert list(window[: len(window) - len(around)]) == list(range(2 * 20))  # two sentences of ten words
    assert len(around) <= AROUND
    assert set(range(400, 420)) <= set(around) == set(range(min(around), max(around) + 1))


def test_a_sentence_without_end_is_read_around_the_statement():
    read, spans = pieces([f"w{at}" for at in range(400)])
    window = read.window([CharSpan(0, spans[-1].end)], 0, spans[300])
    assert {600, 601} <= set(window.tolist())
    assert len(window) <= AROUND + LEAD


@pytest.mark.parametrize("at", [0, 1])
def test_a_short_story_is_read_whole(at):
    read, spans = pieces(["One", "died", ".", "Two", "fled", "."])
    assert read.window(sentences_of(spans, 3), at, spans[3 * at]).tolist() == list(range(12))


def test_what_is_marked():
    read, spans = pieces(["Flood", "came", ".", "Nine", "people", "died", "."])
    sentences = [CharSpan(0, spans[2].end), CharSpan(spans[3].start, spans[-1].end)]
    said = Statement(CharSpan(spans[3].start, spans[4].end), spans[5], Harm.KILLED)
    marks = read.marks(read.window(sentences, 1, said.span), sentences[1], said).tolist()
    of_kind = marks[7]
    assert of_kind not in (PLAIN, NOTHING, SENTENCE, WORD)
    assert marks == [NOTHING, *[PLAIN] * 6, *[of_kind] * 4, WORD, WORD, SENTENCE, SENTENCE]


def test_shares_are_of_the_candidates_that_were_read():
    read, spans = pieces(["Flood", "came", ".", "Nine", "died", "."])
    window = Window(Marked(Path()), read, np.arange(6), np.zeros(7, int))  # the first three words
    window.scores = np.zeros((7, 6), np.float32)
    window.scores[1, 4] = 2.0  # a cause begins at "Flood"
    logs = window.likely("cause", [None, spans[0], spans[1], spans[4]])
    assert logs[3] is None
    assert np.exp([log for log in logs if log is not None]).sum() == pytest.approx(1)
    assert logs[1] is not None
    assert logs[0] is not None
    assert logs[1] - logs[0] == pytest.approx(2)


def test_as_features():
    candidates = Candidates([None, CharSpan(0, 5)], [None, "flood"], [{"none": 1.0}, {"own": 1.0}])
    none, own = read_again(candidates, [None, -20.0], Found(CharSpan(0, 5), "own")).described
    assert none == {"none": 1.0, "unread": 1.0}
    assert own["own"] == 1.0
    assert own["read, log"] == 0.0
    assert own["read, share"] < 1e-6
    assert "read, log, rules have none" in read_again(candidates, [-1.0, -1.0], None).described[1]


STORY = (
    "Gunmen stormed a market in Toruk on Monday, the governor said.\n\n"
    "Stalls burned for hours. Nine traders died and 14 were wounded."
)


@pytest.fixture(scope="module")
def nlp():
    return build_nlp()


def test_an_article_is_kept_for_it(nlp):
    reading = store.reading_of(nlp(STORY))
    assert isinstance(reading, Reading)
    assert reading.marked.there
    assert len(reading.pieces.states) == len(reading.pieces.starts)


@pytest.mark.parametrize("text", [STORY.upper(), "Nine died in Toruk. " * 3000], ids=["capitals", "a book"])
def test_what_is_not_kept_gives_figures_all_the_same(nlp, text):
    doc = nlp(text)
    assert store.reading_of(doc) is None
    assert doc.spans["casualties"]


def test_who_did_it_is_found_two_sentences_before(nlp):
    told, _ = nlp.get_pipe("newsfacts_casualties").told(nlp(STORY))
    at = next(at for at, asked in enumerate(told.asked) if asked.kind is Harm.KILLED)
    window = told.again(at)
    gunmen, stalls = CharSpan(0, 6), CharSpan(STORY.index("Stalls"), STORY.index("Stalls") + 6)
    logs = window.likely("cause", [None, gunmen, stalls])
    assert np.argmax(logs) == 1
