"""The report's data: what is in the page, and that no text can break out of it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files

import pytest
from conftest import facts_of_story
from hypothesis import given
from hypothesis import strategies as st
from report_story import conflict_articles, conflict_facts, conflict_stories, merge_document
from typer.testing import CliRunner

from newsfacts.cli import app
from newsfacts.output.records import as_record, from_record
from newsfacts.report import Told, page
from newsfacts.report.articles import article_data, lead
from newsfacts.report.gather import with_texts
from newsfacts.report.islands import island
from newsfacts.report.slots import slot_spans
from newsfacts.report.stories import Numbers, story_data, summary
from newsfacts.types import Article, ArticleFacts, Published

HOSTILE = (
    "</script><script>alert(1)</script><!-- &amp; <img src=x onerror=alert(2)> \u2028\u2029\u202e\u2066\x00"
)


def islands(text: str) -> dict:
    found = re.findall(r'<script type="application/json" id="(\w+)">(.*?)</script>', text, re.S)
    return {name: json.loads(data) for name, data in found}


def made(articles: Iterable[Told], *arguments, **options) -> str:
    return "".join(page(articles, *arguments, **options))


def run(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments), input=stdin)
    return result.exit_code, result.stdout, result.stderr


json_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(json_data)
def test_an_island_holds_its_data_and_no_markup(data):
    written = island(data)
    assert json.loads(written) == data
    assert not set("<>&\u2028\u2029\u202e") & set(written)


@pytest.mark.parametrize("text", [HOSTILE, "]]>", "\ufeffa", "\U0001f6a2 \U000e0041", "plain"])
def test_an_island_gives_back_every_character(text):
    assert json.loads(island({text: [text]})) == {text: [text]}


def test_a_lone_surrogate_stays_one_character():
    assert json.loads(island("a\ud800b")) == "a\ufffdb"


def test_hostile_texts_stay_in_their_islands():
    article = Article(HOSTILE, HOSTILE, HOSTILE, Published(), HOSTILE, HOSTILE, (HOSTILE,))
    text = made([Told(ArticleFacts(article, Published()))], title=HOSTILE)
    assert islands(text)["a0"]["text"] == [[0, HOSTILE]]
    assert text.count("<script") == text.count("</script>") == 4  # article, index, world, program
    assert "<img" not in text
    assert "<!--" not in text.replace("<!DOCTYPE", "")


def test_the_page_names_no_address_and_lets_nothing_in():
    text = made(conflict_articles(), conflict_stories())
    outside = re.sub(r'<script type="application/json".*?</script>', "", text, flags=re.S)
    assert set(re.findall(r"\w+://[^\s'\"]+", outside)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"@import|url\(|<link rel=\"stylesheet|\bfetch\(|innerHTML|eval\(", outside)
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for kind, tag in (("script-src", "script"), ("style-src", "style")):
        [content] = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.S)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy


def test_same_facts_same_bytes():
    assert made(conflict_articles(), conflict_stories()) == made(conflict_articles(), conflict_stories())


def test_every_fact_stands_where_its_words_are(story_facts):
    data = article_data(Told(story_facts))
    text = story_facts.article.text
    assert data["text"] == [[0, text]]
    quoted = {kind: [text[slice(*fact["at"][0])] for fact in data[kind]] for kind in ("people", "casualties")}
    assert quoted == {"people": ["Ana Ruiz"], "casualties": ["At least 44", "some 20", "Between 3 and 5"]}
    assert [date["value"] for date in data["dates"]] == [
        "2024-09-01",
        "2024-09-01",
        "2024-10-07",
    ]  # no duration


def test_only_some_kinds(story_facts):
    data = article_data(Told(story_facts), ("people",))
    assert data["people"]
    assert not data["places"] + data["organizations"] + data["casualties"] + data["dates"]
    assert islands(made([Told(story_facts)], only=("people",)))["index"]["kinds"] == ["people"]


def test_slots_are_found_beside_their_figure(story_facts):
    text = story_facts.article.text
    killed, _, missing = story_facts.casualties
    spans = {slot: span.of(text) for slot, span in slot_spans(killed, text).items()}
    assert spans == {
        "victims": "passengers",
        "place": "off Batu",
        "date": "Sunday",
        "attribution": "the coast guard’s Vice-Adm. Ana Ruiz",
        "cause": "the ferry Solveig sank",
    }
    assert slot_spans(missing, text)["victims"].of(text) == "divers"


def test_of_two_places_of_a_slot_the_one_of_the_sentence_counts(story_facts):
    killed = story_facts.casualties[0]
    text = "The passengers waited. " + story_facts.article.text
    moved = from_record(as_record(replace(story_facts, casualties=(killed,))))
    shift = len("The passengers waited. ")
    span = moved.casualties[0].evidence.span
    sentence = moved.casualties[0].evidence.sentence
    evidence = replace(
        killed.evidence,
        span=replace(span, start=span.start + shift, end=span.end + shift),
        sentence=replace(sentence, start=sentence.start + shift, end=sentence.end + shift),
    )
    found = slot_spans(replace(killed, evidence=evidence), text)["victims"]
    assert found.start > shift


def test_words_of_a_slot_that_the_text_does_not_have_are_nowhere(story_facts):
    figure = replace(story_facts.casualties[0], cause="a storm", victims="passenger")
    assert {"cause", "victims"}.isdisjoint(slot_spans(figure, story_facts.article.text))


def test_the_lead_is_the_storys():
    facts = facts_of_story()
    words = lead(facts) or ""
    assert words.startswith("TORVIK — At least 44 passengers were killed")
    assert words.endswith("…")
    assert article_data(Told(facts))["lead"] is None  # it has a title


# Facts without their text


def test_facts_alone_show_what_they_quote(story_facts):
    data = article_data(Told(from_record(as_record(story_facts)), whole=False))
    text = story_facts.article.text
    assert len(data["text"]) > 1
    assert all(text[start : start + len(words)] == words for start, words in data["text"])


def test_facts_find_their_text_by_id_and_words(story_facts):
    record = from_record(as_record(story_facts))
    article = Article("ferry", story_facts.article.text, url="https://courier.example/ferry")
    other = Article("ferry", "Another text.")
    told, left = with_texts([record], [other, article])
    assert [one.whole for one in told] == [True]
    assert told[0].facts.article.text == article.text
    assert told[0].facts.article.url == article.url
    assert left == [other]


@pytest.mark.parametrize(("source", "whole"), [(None, False), ("x/ferry.txt", True), ("y/ferry.txt", False)])
def test_facts_that_quote_nothing_take_a_text_of_their_own_file_only(source, whole):
    empty = ArticleFacts(Article("ferry", "", source=source), Published())
    told, left = with_texts([empty], [Article("ferry", "A text.", source="x/ferry.txt")])
    assert [one.whole for one in told] == [whole]
    assert len(left) == (0 if whole else 1)


def test_facts_that_quote_nothing_take_the_text_of_their_title_and_id():
    empty = ArticleFacts(Article("n-1", "", title="Ferry runs again", source="facts.jsonl"), Published())
    told, left = with_texts(
        [empty],
        [
            Article("n-1", "A text.", title="Ferry runs again", source="news.jsonl"),
            Article("n-2", "A text.", title="Ferry runs again", source="news.jsonl"),
        ],
    )
    assert [one.whole for one in told] == [True]
    assert [article.id for article in left] == ["n-2"]


# Stories


def test_a_story_knows_its_articles_by_id_and_source():
    listed = [
        {"id": "a", "source": "x/a.txt"},
        {"id": "a", "source": "y/a.txt"},
        {"id": "b", "source": "b.txt"},
    ]
    numbers = Numbers(listed)
    assert numbers.of({"id": "a", "source": "y/a.txt"}) == 1
    assert numbers.of({"id": "b", "source": "elsewhere/b.txt"}) == 2
    assert numbers.of({"id": "a", "source": "z/a.txt"}) is None
    assert numbers.of({"id": "c", "source": None}) is None


def test_the_overview_tells_the_chief_toll():
    [story] = conflict_stories()
    war = {**story["tolls"][0], "scope": "cumulative", "low": 90_000, "sources": 9, "relation": "agree"}
    told = summary(story_data({**story, "tolls": [war, *story["tolls"]]}, Numbers([])))
    assert (told["toll"]["kind"], told["toll"]["low"], told["toll"]["high"]) == ("killed", 9, 41)
    assert told["conflicts"] == 1
    assert told["at"] == [38.72, -9.14, "Lisbon"]
    assert told["numbers"] == []


def test_a_story_without_a_toll_is_where_most_articles_say():
    [story] = conflict_stories()
    assert summary(story_data({**story, "tolls": []}, Numbers([])))["at"] == [38.72, -9.14, "Lisbon"]
    assert summary(story_data({**story, "tolls": [], "places": []}, Numbers([])))["at"] is None


def test_an_article_of_no_story_is_a_story_of_its_own():
    [story] = conflict_stories()
    told = conflict_articles()
    double = Told(replace(told[0].facts, article=replace(told[0].facts.article, source="elsewhere.txt")))
    found = islands(made([*told, double], [story]))
    assert [entry["numbers"] for entry in found["index"]["stories"]] == [[0, 1, 2, 3, 4], [5]]
    assert found["s1"]["articles"][0]["number"] == 5


def test_a_story_in_the_page_names_articles_by_their_place():
    [story] = conflict_stories()
    told = story_data(story, Numbers([]))
    assert [said["article"] for said in told["tolls"][0]["statements"]] == [0, 1, 2, 2, 3, 3, 4]
    event = next(event for event in told["timeline"] if event["value"] == "2026-03-02")
    assert [article for article, _ in event["at"]] == [0, 1]
    assert {place["name"]: place["told"] for place in told["places"]}["Lisbon"] == 3
    assert "article_id" not in json.dumps(told)


# The command line


def test_extract_writes_html(tmp_path):
    (tmp_path / "a.txt").write_text("Six people were killed in Kyiv.", "utf-8")
    status, _, _ = run("extract", str(tmp_path / "a.txt"), "-o", str(tmp_path / "a.html"), "--quiet")
    found = islands((tmp_path / "a.html").read_text("utf-8"))
    assert status == 0
    assert found["index"]["stories"] is None
    assert found["a0"]["casualties"][0]["min"] == 6


def test_report_of_stories_facts_and_texts(tmp_path):
    (tmp_path / "stories.json").write_text(json.dumps(merge_document()), "utf-8")
    records = [json.dumps(as_record(facts)) for facts in conflict_facts()]
    (tmp_path / "facts.jsonl").write_text("\n".join(records), "utf-8")
    texts = [{"id": facts.article.id, "text": facts.article.text} for facts in conflict_facts()[1:]]
    (tmp_path / "texts.jsonl").write_text("\n".join(map(json.dumps, texts)), "utf-8")
    inputs = [str(tmp_path / name) for name in ("stories.json", "facts.jsonl", "texts.jsonl")]
    status, out, err = run("report", *inputs, "-o", str(tmp_path / "report.html"), "--title", "Ferry")
    assert (status, out) == (0, "")
    assert "5 articles in 1 story" in err
    assert "1 toll on which sources conflict" in err
    assert "1 article without the text" in err
    found = islands((tmp_path / "report.html").read_text("utf-8"))
    assert found["index"]["title"] == "Ferry"
    assert [article["number"] for article in found["s0"]["articles"]] == [0, 1, 2, 3, 4]
    assert [len(found[f"a{n}"]["text"]) == 1 for n in range(5)] == [False, True, True, True, True]


@pytest.mark.model
def test_report_reads_articles_and_puts_them_together(tmp_path):
    texts = {
        "one": "At least nine people were killed when the ferry Estrela sank off Lisbon on Monday.",
        "two": "The toll of the ferry Estrela, which sank off Lisbon on Monday, rose to 11, police said.",
        "three": "Parliament in Oslo passed the budget on Friday.",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    page_path = tmp_path / "made" / "report.html"
    page_path.parent.mkdir()
    arguments = (
        "report",
        str(tmp_path),
        "-o",
        str(page_path),
        "--published",
        "2026-03-03",
        "--exclude",
        "made/",
    )
    status, out, err = run(*arguments)
    assert (status, out) == (0, "")
    assert "3 articles in" in err
    found = islands(page_path.read_text("utf-8"))
    numbers = [n for story in found["index"]["stories"] for n in story["numbers"]]
    assert sorted(numbers) == [0, 1, 2]
    # The same inputs, the same bytes.
    before = page_path.read_bytes()
    run(*arguments)
    assert page_path.read_bytes() == before


@pytest.mark.parametrize("written", [merge_document(), merge_document()["stories"][0]], ids=["json", "jsonl"])
def test_report_reads_stories_from_standard_input(written):
    status, out, _ = run("report", "-", "--quiet", stdin=json.dumps(written))
    assert status == 0
    assert islands(out)["s0"]["title"] == "Toll of ferry disaster rises to 41"


@pytest.mark.parametrize(
    ("change", "words"),
    [({"schema_version": "9.0"}, "stories of schema 9.0"), ({"stories": [{"id": "s1"}]}, "not whole")],
)
def test_bad_stories_are_one_line(tmp_path, change, words):
    (tmp_path / "stories.json").write_text(json.dumps({**merge_document(), **change}), "utf-8")
    status, out, err = run("report", str(tmp_path / "stories.json"), "-o", str(tmp_path / "report.html"))
    assert (status, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
    assert not (tmp_path / "report.html").exists()


def test_timeline_takes_no_stories(tmp_path):
    (tmp_path / "stories.json").write_text(json.dumps(merge_document()), "utf-8")
    status, _, err = run("timeline", str(tmp_path / "stories.json"))
    assert status == 2
    assert "stories.json" in err


@pytest.mark.parametrize(
    ("option", "value"),
    [("--best", "newest"), ("--same-story", "7"), ("-o", "page.pdf"), ("-o", "page.json")],
)
def test_wrong_options(option, value, tmp_path):
    status, out, err = run("report", str(tmp_path), option, value)
    assert (status, out) == (2, "")
    assert option in err


# Notebooks


def test_notebooks_show_the_article(story_facts):
    shown = story_facts._repr_html_()
    assert 'title="Ana Ruiz; Vice-Adm.">Ana Ruiz</span>' in shown
    assert 'casualties" title="44+ killed; passengers; off Batu' in shown
    assert "Support our newsroom today.</p>" in shown
    assert "<script" not in shown


def test_notebooks_are_safe_from_texts():
    article = Article("a", HOSTILE + '" onmouseover="alert(3)', HOSTILE)
    shown = ArticleFacts(article, Published())._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown
    assert "\u202e" not in shown


def test_the_outline_of_the_world_is_small_and_whole():
    path = files("newsfacts.report").joinpath("static", "world.json")
    outline = json.loads(path.read_text("ascii"))
    assert len(path.read_bytes()) < 120_000
    lines = len(outline["arcs"])
    assert all(0 <= (arc if arc >= 0 else ~arc) < lines for ring in outline["land"] for arc in ring)
    assert all(0 <= arc < lines for arc in outline["borders"])
    assert all(63 <= ord(character) < 127 for arc in outline["arcs"] for character in arc)
