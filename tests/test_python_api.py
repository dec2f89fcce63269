"""`import newsfacts`: what Python gets, what it is told when it gives nonsense, and in spaCy pipelines."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import newsfacts
from newsfacts import Article, Published, extract, extract_many, to_frames
from newsfacts.output.columns import COLUMNS

HERE = Path(__file__).parent
STORY = "Six people died in Kyiv on Monday, police said. Mayor Olha Verest called it a tragedy."


@pytest.fixture(scope="module")
def facts(nlp):
    return extract(STORY, published="2024-09-02", nlp=nlp)


# What goes in


@pytest.mark.model
def test_a_text_is_enough(facts):
    assert (facts.casualties[0].min, facts.casualties[0].attribution) == (6, "police")
    assert facts.dates[0].value == "2024-09-02"
    assert facts.text == STORY


@pytest.mark.model
def test_texts_and_articles_together(nlp):
    given: list[str | Article] = [STORY, Article("mine", STORY, published=Published("2 Sep 2024"))]
    assert [(f.article.id, f.published.date) for f in extract_many(given, nlp=nlp)] == [
        ("1", None),
        ("mine", "2024-09-02"),
    ]


@pytest.mark.model
@pytest.mark.parametrize("given", [date(2024, 9, 2), "2024-9-2", "2 Sep 2024"])
def test_publication_days(nlp, given):
    assert extract(STORY, published=given, nlp=nlp).published.date == "2024-09-02"


@pytest.mark.model
def test_a_day_in_the_place_of_published(nlp):
    article = Article("a", STORY, published="2024-09-02")  # type: ignore[arg-type]
    assert extract(article, nlp=nlp).dates[0].value == "2024-09-02"


@pytest.mark.model
def test_the_pipeline_is_kept_for_the_next_call():
    from newsfacts import api

    extract(STORY)
    built = api._kept.cache_info().misses
    extract(STORY)
    assert api._kept.cache_info().misses == built


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"published": "garbage"}, "published: 'garbage' is no date: give 2024-09-02, 2 Sep 2024"),
        (
            {"published": "02/09/2024"},
            "published: '02/09/2024' may be two days: give 2024-09-02 or 2024-02-09",
        ),
        ({"published": 2024}, "published: a date or its words, not of type int"),
        ({"title": 3}, "title: a text, not of type int"),
        ({"only": ["peple"]}, "only: unknown 'peple': there are people, places"),
        ({"only": "people"}, "only: a list of words, like ['people']"),
        ({"vague": "much"}, "vague: unknown 'much': there are "),
        ({"text_is": "pdf"}, "text_is: unknown 'pdf'"),
        ({"published_from": ["moon"]}, "published_from: unknown 'moon'"),
    ],
)
def test_wrong_options_are_value_errors(options, said):
    with pytest.raises(ValueError, match="^" + said.replace("[", r"\[").replace("]", r"\]")):
        extract(STORY, **options)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (STORY, "extract_many takes a list of texts or articles: for a single one call extract"),
        (Article("a", STORY), "extract_many takes a list"),
        (7, "extract_many takes a list of texts or articles, not of type int"),
    ],
)
def test_what_is_no_list_is_refused_at_once(given, said):
    with pytest.raises(ValueError, match=said):
        extract_many(given)


@pytest.mark.parametrize("jobs", [0, -1, 1.5, True, "two"])
def test_jobs_is_a_number_of_processes(jobs):
    with pytest.raises(ValueError, match="jobs: "):
        extract_many([STORY], jobs=jobs)


@pytest.mark.model
@pytest.mark.parametrize(
    ("item", "said"),
    [
        (None, "item 2 is neither a text nor an Article: it is of type NoneType"),
        ({"text": STORY}, "item 2 is neither a text nor an Article: it is of type dict"),
        (Article("b", 3), "article 'b': its text is of type int"),  # type: ignore[arg-type]
        (Article("b", STORY, published=Published("soon")), "published: 'soon' is no date"),
    ],
)
def test_a_wrong_item_is_named_when_its_turn_comes(nlp, item, said):
    found = extract_many([STORY, item], nlp=nlp)
    assert next(found).article.id == "1"
    with pytest.raises(ValueError, match=said):
        next(found)


@pytest.mark.model
def test_several_processes_give_the_same(nlp):
    given = [STORY, "Two miners were hurt in Torvik.", "Nobody was killed."]
    alone = [facts.to_dict() for facts in extract_many(given, nlp=nlp)]
    assert [facts.to_dict() for facts in extract_many(given, jobs=2)] == alone


# What comes out


@pytest.mark.model
def test_to_dict_is_what_json_has(facts, tmp_path):
    from newsfacts.output.records import as_record

    assert facts.to_dict() == json.loads(json.dumps(as_record(facts)))


@pytest.mark.model
def test_reprs_are_short(facts):
    assert repr(facts) == "<ArticleFacts of 'text': 1 people, 1 places, 1 casualties, 1 dates>"
    assert repr(facts.casualties[0]).startswith(
        "CasualtyFigure(kind='killed', min=6, max=6, victims='people',"
    )
    for fact in (*facts.people, *facts.places, *facts.casualties, *facts.dates, facts.article):
        assert len(repr(fact)) < 500
    assert "\n" not in repr(Article("a", "x\n" * 100))


@pytest.mark.model
def test_a_figure_of_none_shows_its_zero(nlp):
    found = extract("No one was killed in the fire, police said.", nlp=nlp)
    assert "min=0, max=0" in repr(found.casualties[0])


@pytest.mark.model
def test_notebooks_show_the_article(facts):
    assert facts._repr_html_().startswith("<style>")


@pytest.mark.model
@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames(facts, library):
    pytest.importorskip(library)
    frames = facts.to_frames(library=library)
    assert {table: list(frame.columns) for table, frame in frames.items()} == {
        table: list(columns) for table, columns in COLUMNS.items()
    }
    figures = frames["casualties"]
    assert (list(figures["min"]), list(figures["victims"])) == ([6], ["people"])
    assert "int" in str(figures["min"].dtype).lower()
    assert len(to_frames([facts, facts], library=library)["people"]) == 2
    assert list(to_frames([], library=library)["people"].columns) == list(COLUMNS["people"])


@pytest.mark.model
def test_frames_say_what_they_need(facts, monkeypatch):
    from newsfacts.output import frames

    monkeypatch.setattr(frames, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="data frames need pandas or polars: pip install pandas"):
        facts.to_frames()
    with pytest.raises(ValueError, match="library: unknown 'numpy'"):
        facts.to_frames(library="numpy")


@pytest.mark.model
def test_a_small_script_is_right_by_mypy_and_runs():
    script = HERE / "user_script.py"
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--cache-dir",
        str(HERE.parent / ".mypy_cache" / "user"),
        "--config-file",
        "",
        "--follow-imports=silent",
        str(script),
    ]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    lines = ran.stdout.splitlines()
    assert lines[0] == "1: 6"
    assert lines[-2:] == [newsfacts.__version__, "ModelError"]


# In a spaCy pipeline


@pytest.mark.model
def test_a_pipeline_of_somebody_else_gets_the_facts():
    import spacy
    from spacy.tokens import DocBin

    from newsfacts.spacy import SPAN_GROUPS, add_to, facts_of

    nlp = add_to(spacy.blank("en"))
    doc = nlp.make_doc(STORY)
    doc._.published = "2024-09-02"
    doc = nlp(doc)
    assert doc._.newsfacts.casualties == extract(STORY, published="2024-09-02").casualties
    assert [(span.text, span.label_) for span in doc.spans["casualties"]] == [("Six", "killed")]
    assert {span.label_ for span in doc.spans["people"]} == {"person"}
    assert set(SPAN_GROUPS) <= set(doc.spans)
    again = list(DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab))
    assert facts_of(again[0]).casualties == doc._.newsfacts.casualties
