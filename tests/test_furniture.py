"""Furniture: single lines, whole pages, then any text."""

from __future__ import annotations

import tomllib
from itertools import islice, pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from marked_pages import EITHER, Page, all_pages
from spacy.language import Language

from newsfacts.doc import store
from newsfacts.doc.sentences import story_sentences
from newsfacts.errors import RuleError
from newsfacts.furniture.marks import find_furniture, find_title, rules_fired
from newsfacts.furniture.rules import MAX_HITS, FurnitureRule, Where, _needs, cues, ready
from newsfacts.rules import parse, read
from newsfacts.types import Skipped

HERE = Path(__file__).parent
LAYOUTS = sorted((HERE / "layouts").glob("*.txt"))
SEEDS = sorted((HERE.parent / "seeds").glob("*.txt"))
CASES = read("furniture/cases")["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_rules_fire_where_they_should(case: dict) -> None:
    fired = rules_fired(case["text"])
    if case.get("silent"):
        assert fired == ()
    else:
        assert set(case["fires"]) <= set(fired)


def test_every_rule_has_a_case() -> None:
    assert {rule for case in CASES for rule in case.get("fires", ())} == set(read("furniture/rules"))


@pytest.mark.parametrize("page", LAYOUTS, ids=lambda page: page.stem)
def test_layout(page: Path) -> None:
    """Each line is skipped, for its reason, exactly where the page's TOML says so."""
    text = page.read_text("utf-8")
    expected = tomllib.loads(page.with_suffix(".toml").read_text("utf-8"))
    reasons = {line["text"]: line["reason"] for line in expected["skipped"] if not line.get("todo")}
    todo = {line["text"] for line in expected["skipped"] if line.get("todo")}
    found: dict[str, str] = {}
    for fact in find_furniture(text):
        for line in fact.span.of(text).splitlines():
            if line.strip():
                found[line.strip()] = fact.reason.value
    assert {line: reason for line, reason in found.items() if line not in todo} == reasons
    assert not todo & set(found), "a line marked todo is found now: take the mark away"
    assert find_title(text) == expected.get("title")


def test_no_line_of_a_page_is_both_story_and_furniture() -> None:
    for page in LAYOUTS:
        lines = page.read_text("utf-8").splitlines()
        for line in tomllib.loads(page.with_suffix(".toml").read_text("utf-8"))["skipped"]:
            assert max(lines.count(line["text"]), sum(x.endswith(". " + line["text"]) for x in lines)) == 1, (
                line
            )


@pytest.mark.parametrize("page", SEEDS, ids=lambda page: page.stem)
def test_seeds_keep_their_story_only(page: Path) -> None:
    text = page.read_text("utf-8")
    story = text
    for fact in reversed(find_furniture(text)):
        story = story[: fact.span.start] + story[fact.span.end :]
    gone = ("Advertisement", "newsletter", "Houthi", "multipolarity", "Ctrl", "support us", "Unsplash")
    assert not [words for words in gone if words in story]
    kept = ("Gofman", "Hamas", "hostages") + (("AFP contributed",) if "AFP" in text else ())
    assert all(words in story for words in kept)


def test_seed_title() -> None:
    titles = [find_title(page.read_text("utf-8")) for page in SEEDS]
    assert titles == [None, "Israeli PM’s Military Secretary Visits Moscow to Discuss Hamas Hostages"]


PROSE = "A dam broke on Monday, officials said in a statement."
TITLES = [
    ("Dam breaks above Solm\n\n" + PROSE, "Dam breaks above Solm"),
    (PROSE + "\n\n" + PROSE, None),
    ("SOLM, Karenth (CNA) _\n\n" + PROSE, None),
    ("By Ana Ruiz\n\n" + PROSE, None),
    ("Monday, 3 June 2019\n\n" + PROSE, None),
    ("World\n\nDam breaks above Solm, six dead\n\n" + PROSE, "Dam breaks above Solm, six dead"),
    ("The Solm Herald\nDam breaks above Solm, six dead\nBy Ana\n" + PROSE, "Dam breaks above Solm, six dead"),
    ("Advertisement\n\nDam breaks above Solm\n\n" + PROSE, "Dam breaks above Solm"),
    ("", None),
    ("Dam breaks above Solm", None),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_find_title(text: str, title: str | None) -> None:
    assert find_title(text) == title


def test_a_rule_with_an_unknown_reason_is_refused() -> None:
    table = {"odd": {"reason": "nonsense", "where": "whole", "phrases": ["x"]}}
    with pytest.raises(RuleError, match="odd"):
        ready(parse(table, FurnitureRule, where="furniture/rules.toml")["odd"])


@pytest.fixture(scope="module")
def nlp() -> Language:
    store.register()
    nlp = spacy.blank("en")
    nlp.add_pipe("newsfacts_sentences")
    nlp.add_pipe("newsfacts_furniture")
    return nlp


def test_sentences_end_at_furniture(nlp: Language) -> None:
    text = "The bridge fell\nShare this article\non Monday, he said.\n\nAdvertisement\n\nNobody was hurt."
    doc = nlp(text)
    assert [fact.span.of(text) for fact in store.stored(doc, "skipped", Skipped)] == [
        "Share this article",
        "Advertisement",
    ]
    assert [sentence.text for sentence in story_sentences(doc)] == [
        "The bridge fell",
        "on Monday, he said.",
        "Nobody was hurt.",
    ]


OTHER_LINES = ["", "", "Six people died on Monday, police said.", "A title of a story", "×", "$30"]
LINES = st.sampled_from([*(case["text"] for case in CASES), *OTHER_LINES])
PAGES = st.lists(LINES, max_size=12).flatmap(
    lambda lines: st.sampled_from(["\n", "\n\n", " "]).map(lambda mark: mark.join(lines))
)


@settings(deadline=None, max_examples=150)
@given(st.one_of(PAGES, st.text(max_size=100)))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    found = find_furniture(text)
    assert all(fact.span.end <= len(text) for fact in found)
    assert all(fact.span.of(text) == fact.span.of(text).strip() for fact in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    title = find_title(text)
    assert title is None or title in " ".join(text.split())


@settings(deadline=None, max_examples=100)
@given(PAGES)
def test_doc_keeps_every_character(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert store.stored(doc, "skipped", Skipped) == find_furniture(text)
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text


LONG = ["Read more\n", "Donate now\n\n", "Some Title Here Now\n", '“ " ‘ `` ', "Dear readers,\nyou\n"]


@pytest.mark.parametrize("line", LONG)
def test_long_pages_are_no_trouble(line: str) -> None:
    find_furniture(line * 4_000)


def test_pictures_of_markdown_are_skipped_and_its_heading_is_the_title() -> None:
    image = "![Smoke over Tamba](https://example.org/a_(1).jpg)"
    story = "Six people ![x](y) were killed in Tamba on Monday, police said."
    text = f"# Six die in *Tamba*\n\n{image}\n\n{story}\n"
    assert [(fact.span.of(text), fact.reason.value) for fact in find_furniture(text)] == [(image, "other")]
    assert find_title(text) == "Six die in *Tamba*"


def test_words_that_a_phrase_needs() -> None:
    assert _needs("sign up (to|for) news(letter)?s? *") == (("sign", "news", "up"), (("to", "for"),))
    assert _needs("a licen[cs]e") == (("licen",), ())
    assert _needs("(read (more )?about|see) <Name>") == ((), ())
    assert _needs("(photo|images?) (by|<Agency>)") == ((), (("photo", "image"),))


def test_phrases_one_by_one_count_as_all_in_one_pattern() -> None:
    pages = [page.read_text("utf-8") for page in sorted((Path(__file__).parent / "layouts").glob("*.txt"))]
    lines = {case["text"] for case in CASES} | {line.strip() for page in pages for line in page.splitlines()}
    for cue in cues():
        for line in sorted(lines - {""}):
            if cue.where == Where.ANY:
                together = sum(1 for _ in islice(cue.pattern.finditer(line), MAX_HITS))
            else:
                whole = cue.pattern.match if cue.where == Where.START else cue.pattern.fullmatch
                together = int(whole(line) is not None)
            low = line.casefold().replace("\u2019", "'")
            assert cue.count(line, line, low) == together, (cue.rule.id, line)


def _lines_skipped(pages: list[Page]) -> tuple[int, int, list[str]]:
    """Lines of furniture found and missed, and the lines of the story that lost anything."""
    found = missed = 0
    lost: list[str] = []
    for page in pages:
        taken = {at for fact in find_furniture(page.text) for at in range(fact.span.start, fact.span.end)}
        for piece in page.pieces:
            inside = [at for at in range(piece.start, piece.end) if not page.text[at].isspace()]
            share = sum(at in taken for at in inside) / len(inside)
            if piece.furniture:
                found, missed = found + (share > 0.5), missed + (share <= 0.5)
            elif piece.mark != EITHER and share:
                lost.append(page.text[piece.start : piece.end])
    return found, missed, lost


@pytest.mark.parametrize(("aside", "most_lost"), [(False, 0), (True, 1)])
def test_marked_pages_keep_their_stories_and_lose_most_furniture(aside: bool, most_lost: int) -> None:
    pages = [page for page in all_pages() if page.measured_only == aside and not page.fresh and not page.last]
    found, missed, lost = _lines_skipped(pages)
    assert len(lost) <= most_lost, lost
    assert found >= 0.9 * (found + missed)


@pytest.mark.parametrize(("later", "least"), [("fresh", 0.8), ("last", 0.4)])
def test_later_pages_lose_none_of_their_stories(later: str, least: float) -> None:
    found, missed, lost = _lines_skipped([page for page in all_pages() if getattr(page, later)])
    assert not lost
    assert found >= least * (found + missed)


def test_the_model_takes_what_no_rule_knows_beside_other_furniture_only() -> None:
    line = "Get all the latest stories from our team"
    assert rules_fired(line) == ()
    box = f"{PARAGRAPH}\n\nShare this article\n\n{line}\n\nSign up for our newsletter\n\n{PARAGRAPH}"
    assert line in [words for fact in find_furniture(box) for words in fact.span.of(box).splitlines()]
    assert (
        find_furniture(f"{PARAGRAPH}\n\n{PARAGRAPH}\n\nShe got all the latest stories.\n\n{PARAGRAPH}") == ()
    )


FRONTS = ("Advertisement. ", "Share this article. ", "Advertisement ", "Share this article ")
TAILS = (
    " Sign up for our newsletter.",
    " Follow us on Facebook and Twitter.",
    " Copyright 2021 Lem Post. All rights reserved.",
    " Please support our journalism. Donate today.",
    " Read more: Ferry deaths double.",
)
PARAGRAPH = (
    "The ferry sank off Lem on Monday, killing six people. The captain said that the pumps were off. "
    '"Share this with everyone," a survivor said. Nobody from the company would comment.'
)


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("tail", TAILS)
def test_furniture_around_a_single_paragraph(front: str, tail: str) -> None:
    text = front + PARAGRAPH + tail
    kept = text
    for fact in reversed(find_furniture(text)):
        kept = kept[: fact.span.start] + kept[fact.span.end :]
    assert kept.strip() == PARAGRAPH


def test_a_byline_is_skipped_and_a_dateline_stays() -> None:
    text = f"Six die as ferry sinks off Lem\nBy Ana Ruiz, Staff Writer\n3 June 2019\n\n{PARAGRAPH}"
    assert [(fact.span.of(text), fact.reason.value) for fact in find_furniture(text)] == [
        ("By Ana Ruiz, Staff Writer", "credit")
    ]


LIVE = [
    "LIVE",
    "Key events",
    "14:32",
    "2h ago",
    "Halvas concedes",
    "Q: Were you afraid?",
    "A: We were.",
    PARAGRAPH,
]


def test_live_blogs_and_interviews_stay_whole() -> None:
    assert find_furniture("\n\n".join(["Quake: What we know", PARAGRAPH, *LIVE])) == ()


HUGE = [
    PARAGRAPH + " ",
    PARAGRAPH + "\n",
    "Share this article. ",
    "Advertisement The ",
    "Photo by Ana ",
    "Ana / ",
]


@pytest.mark.parametrize("words", HUGE)
def test_huge_pages_are_no_trouble(words: str) -> None:
    find_furniture(words * (200_000 // len(words)))
