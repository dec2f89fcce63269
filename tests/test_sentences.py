"""Sentence borders: strings, then Docs, then any text."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, cast

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]

from newsfacts.doc import sentences, store
from newsfacts.doc.sentences import english, sentence_span, story_sentences
from newsfacts.doc.split import lines, paragraphs, split, wrap_column
from newsfacts.rules import read
from newsfacts.types import CharSpan, Skipped, SkipReason

CASES = [case["text"] for case in read("doc/cases")["case"]]


@pytest.mark.parametrize("marked", CASES)
def test_split(marked: str) -> None:
    expected = [part.strip() for part in marked.split("|")]
    text = marked.replace("|", "")
    assert [span.of(text) for span in split(text)] == expected


WRAPPED = """\
The ferry left the harbour of Port Amal on Monday night with more than
two hundred people on board. It sank off the coast before dawn, the
harbour master said, and only forty of those on board had been found by
noon.
Rescuers searched the coves north of the town with boats and lamps, and
fishermen joined them. The weather was bad.
"""


def test_hard_wrapped_text_is_not_split_at_line_ends() -> None:
    parts = [span.of(WRAPPED) for span in split(WRAPPED)]
    assert len(parts) == 4
    assert parts[1].endswith("been found by\nnoon.")
    assert wrap_column(WRAPPED, lines(WRAPPED))


def test_a_short_line_of_wrapped_text_ends_its_paragraph() -> None:
    assert len(paragraphs(WRAPPED)) == 2


@pytest.fixture(scope="module")
def nlp() -> Language:
    store.register()
    nlp = english()
    nlp.max_length = 10**9
    nlp.add_pipe("newsfacts_sentences")
    return nlp


def test_doc_sentences_follow_the_text(nlp: Language) -> None:
    text = "\n He died.The end came in 2012.The man said so. \n\n  Another, he said?Yes, said he!  \n"
    assert [sentence.text.strip() for sentence in nlp(text).sents] == [
        "He died.",
        "The end came in 2012.",
        "The man said so.",
        "Another, he said?",
        "Yes, said he!",
    ]


WORDS = ["www.Example.com", "3.5", "$1.5m", "St.Petersburg", "a.m.", "bbc.co.uk", "Yahoo!"]


@pytest.mark.parametrize("word", WORDS)
def test_the_tokenizer_leaves_other_words_whole(nlp: Language, word: str) -> None:
    plain = spacy.blank("en")
    text = f"The {word} thing"
    assert [token.text for token in nlp.make_doc(text)] == [token.text for token in plain.make_doc(text)]


def test_story_sentences_are_trimmed_and_leave_furniture_out(nlp: Language) -> None:
    text = "One came. \n\nAdvertisement\n\n Two went.\n\nShare this. Now.\n"
    doc = nlp(text)
    furniture = [("Advertisement", SkipReason.ADVERT), ("Share this. Now.", SkipReason.SHARE)]
    spans = [CharSpan(text.index(words), text.index(words) + len(words)) for words, _ in furniture]
    store.store(doc, "skipped", [Skipped(span, why) for span, (_, why) in zip(spans, furniture, strict=True)])
    assert [sentence.text for sentence in story_sentences(doc)] == ["One came.", "Two went."]


def test_the_story_is_read_anew_where_sentences_are_set_again(nlp: Language) -> None:
    doc = nlp.make_doc("One came. Two went.")
    for token in doc:
        token.is_sent_start = token.i == 0
    assert [s.text for s in story_sentences(doc)] == ["One came. Two went."]
    nlp.get_pipe("newsfacts_sentences")(doc)
    assert [s.text for s in story_sentences(doc)] == ["One came.", "Two went."]


def test_sentence_span_has_no_blanks_around(nlp: Language) -> None:
    text = "\n\n One came. \n\nTwo went."
    doc = nlp(text)
    assert [sentence_span(sentence).of(text) for sentence in doc.sents] == ["One came.", "Two went."]


def test_a_blank_sentence_has_no_span(nlp: Language) -> None:
    with pytest.raises(ValueError, match="blank"):
        sentence_span(next(iter(nlp(" \n ").sents)))


@pytest.mark.parametrize("line", ["word " * 200_000, "A man. " * 40_000, "a.b." * 250_000, "x\n" * 200_000])
def test_a_megabyte_is_no_trouble(line: str) -> None:
    spans = split(line)
    assert spans[0].start == 0


def test_a_long_doc_is_no_trouble(nlp: Language) -> None:
    doc = nlp("He died.\n\n" * 20_000)
    assert sum(1 for _ in story_sentences(doc)) == 20_000


NEWS = st.text(alphabet=" .\n\"”“?!aAbBT1()[]-…'\r\t•é\u2028", max_size=120)


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.text(max_size=80), NEWS))
def test_every_word_lies_in_one_sentence(text: str) -> None:
    spans = split(text)
    covered = "".join(span.of(text) for span in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() for span in spans)


@settings(deadline=None, max_examples=100)
@given(NEWS)
def test_doc_takes_any_text(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text
    assert all(sentence_span(s).of(text) == s.text for s in story_sentences(doc))


@settings(deadline=None, max_examples=50)
@given(NEWS)
def test_a_paragraph_in_front_only_shifts_the_sentences(text: str) -> None:
    front = "It rained.\n\n"
    shifted = [CharSpan(span.start - len(front), span.end - len(front)) for span in split(front + text)[1:]]
    assert shifted == split(text)


def test_a_hyphen_after_initials_parts_the_words():
    nlp = english()
    assert [token.text for token in nlp("The U.S.-led talks")] == ["The", "U.S.", "-", "led", "talks"]
    assert "Maj.-Gen" in [token.text for token in nlp("Maj.-Gen. Roman Hale")]


def test_invisible_signs_are_blanks():
    nlp = english()
    doc = nlp.make_doc("\ufeffDozens\u200b were\u200b\u200bhurt\u2060. na\u00efve co\u00adoperation")
    words = [token.text for token in doc if not token.is_space]
    assert words == ["Dozens", "were", "hurt", ".", "na\u00efve", "co\u00adoperation"]
    assert "".join(token.text_with_ws for token in doc) == doc.text


def test_target_of_a_link_is_no_part_of_the_word() -> None:
    nlp = english()
    words = [token.text for token in nlp("[Dana Cole](https://example.org/cole), [Ann](/ann)'s aide")]
    assert {"Dana", "Cole", "Ann", "aide"} <= set(words)


@pytest.mark.parametrize("text", ["I can't.", "x " * 20_000 + "can't"])
def test_special_cases_put_off_are_made_in_time(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    whole = sentences.english()
    monkeypatch.setattr(sentences, "in_command", lambda: True)
    texts = [text, "We won't come at 9a.m., said Mr. Lund.", "I can't. :-)"]
    late = sentences.english()
    assert [[t.text for t in late.make_doc(text)] for text in texts] == [
        [t.text for t in whole.make_doc(text)] for text in texts
    ]
    again, blank = sentences.english(), Tokenizer(whole.vocab)
    again.make_doc("I can't.")
    blank.from_bytes(cast(Any, again.tokenizer).to_bytes())
    assert set(blank.rules) == set(cast(Any, whole.tokenizer).rules)
