"""What holds for the whole pipeline and any text: no crash, every offset true, figures where they stood."""

from __future__ import annotations

import random

import pytest
from any_files import any_facts, any_file, read_and_check
from any_texts import FURNITURE, JUNK, PARAGRAPHS, PUBLISHED, VARIANTS, any_text, check
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pipelines import whole

from newsfacts.output.records import as_record
from newsfacts.pipeline import extract_many
from newsfacts.types import Article, ArticleFacts, Published, PublishedBasis

pytestmark = pytest.mark.model

stories = st.lists(st.sampled_from((*PARAGRAPHS, *FURNITURE)), min_size=1, max_size=6)
plain_stories = st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=4, unique=True)
breaks = st.sampled_from(("\n\n", "\n", "\r\n\r\n", " ", ""))
dates = st.sampled_from((None, "2024-09-02", "XXXX-05-06", "2024"))


@st.composite
def disturbed(draw: st.DrawFn) -> str:
    """A story with signs put in or taken out where they do not belong."""
    text = draw(breaks).join(draw(stories))
    for at, sign in draw(st.lists(st.tuples(st.integers(0, 800), st.sampled_from(("", *JUNK))), max_size=12)):
        at %= len(text) + 1
        text = text[:at] + sign + text[at + (not sign) :]
    return text


@st.composite
def shuffled(draw: st.DrawFn) -> str:
    """The words of a story in any order."""
    return " ".join(draw(st.permutations(" ".join(draw(stories)).split()[:60])))


@st.composite
def in_other_type(draw: st.DrawFn) -> str:
    """A story in which some signs are written otherwise."""
    text = "\n\n".join(draw(stories))
    chosen = draw(st.sets(st.sampled_from(sorted(VARIANTS))))
    every = draw(st.integers(1, 7))
    return "".join(VARIANTS[c] if c in chosen and at % every == 0 else c for at, c in enumerate(text))


def read(text: str, published: str | None = "2024-09-02", *, keep_furniture: bool = False) -> ArticleFacts:
    known = Published(published, PublishedBasis.OPTION) if published else Published()
    article = Article("any", text, published=known)
    return next(extract_many([article], nlp=whole(keep_furniture=True) if keep_furniture else whole()))


@given(st.text(max_size=200), dates)
@example("Six people died in ²²²² in Batu.", None)  # a digit to str.isdigit, none to int
@example("\ud800 Batu\n\nSix people died.", None)  # half a character, in what may be the headline
# Letters that patterns take for s, i and k where they ignore case, and tables of words do not know.
@example("Published: 3 Augu\u017ft 2024\n\nWe meet every Tue\u017fday, on 3 Apr\u0131l, FR\u0130DAY.", None)
@settings(max_examples=60)
def test_any_characters(text, published):
    check(read(text, published))


@given(st.text(st.sampled_from("A.“”\"' \n12,-—\ud800\u0301"), max_size=60))
@settings(max_examples=60)
def test_any_run_of_signs(text):
    check(read(text))


@given(disturbed(), dates, st.booleans())
@settings(max_examples=80)
def test_stories_with_signs_that_do_not_belong(text, published, keep_furniture):
    check(read(text, published, keep_furniture=keep_furniture))


@given(shuffled())
@settings(max_examples=40)
def test_words_in_any_order(text):
    check(read(text))


@given(in_other_type())
@settings(max_examples=40)
def test_stories_in_other_type(text):
    check(read(text))


def figures(facts: ArticleFacts, *, shift: int = 0) -> list[tuple[object, ...]]:
    """Each figure, its words and its sentence, `shift` characters to the left."""
    return [
        (
            *(figure.kind, figure.min, figure.max, figure.approximate, figure.status, figure.victims),
            *(figure.evidence.span.start - shift, figure.evidence.span.end - shift),
            *(figure.evidence.sentence.start - shift, figure.evidence.sentence.end - shift),
        )
        for figure in facts.casualties
    ]


FRONTS = (
    "The council met again in the old hall.\n\n",
    "Ana Ruiz, 47, has been mayor of Torvik since May 2019. Her party holds nine of the 17 seats.\n\n",
    "Bread got dearer.\n\nSo did milk.\n\n",
)


@given(plain_stories, st.sampled_from(FRONTS))
@settings(max_examples=40)
def test_a_paragraph_in_front_only_shifts_the_figures(paragraphs, front):
    text = "\n\n".join(paragraphs)
    assert figures(read(front + text), shift=len(front)) == figures(read(text))


@given(plain_stories)
@settings(max_examples=20)
def test_line_ends_of_windows_change_no_figure(paragraphs):
    text = "\n\n".join(paragraphs)
    bare = [figure[:6] for figure in figures(read(text))]
    assert [figure[:6] for figure in figures(read(text.replace("\n", "\r\n")))] == bare


@given(disturbed())
@settings(max_examples=15)
def test_the_same_text_gives_the_same_bytes(text):
    assert as_record(read(text)) == as_record(read(text))


# A few of those that `make fuzz` runs by the hundred thousand: docs/fuzzing.md.
def test_any_texts():
    for number in range(100):
        draw = random.Random(f"texts 1 {number}")
        text = any_text(draw)
        check(read(text, draw.choice(PUBLISHED)))


def test_any_files(tmp_path):
    with_articles = 0
    for number in range(300):
        data, suffix, format = any_file(random.Random(f"readers 1 {number}"))
        file = tmp_path / f"any{suffix}" if suffix is not None else None
        with_articles += bool(read_and_check(data, format=format, file=file)[0])
    assert with_articles > 100


def test_any_files_of_facts():
    found = [read_and_check(any_facts(random.Random(number)), format="jsonl") for number in range(300)]
    assert 50 < sum(bool(stories) for stories, _ in found) < 250


def test_what_is_made_depends_on_its_number_alone():
    for make in (any_file, any_text, any_facts):
        assert make(random.Random("x 7")) == make(random.Random("x 7"))
