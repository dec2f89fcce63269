"""What somebody meets who tries newsfacts for the first time: options, inputs of the wrong kind, figures."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from newsfacts.cli import app
from newsfacts.writers.words import period, range_words

STORY = (
    "Six people were killed and 40 were injured when a ferry sank off Torvik, the coast guard said.\n"
    "More than 18,000 people have been killed in the war so far, the ministry said."
)


def run(*arguments: str, code: int = 0, input: str | None = None) -> Any:
    done = CliRunner().invoke(app, arguments, input=input)
    assert done.exit_code == code, done.output
    return done


@pytest.fixture(autouse=True)
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    return tmp_path


# Figures and days in tables


@pytest.mark.parametrize(
    ("least", "most", "words", "shown"),
    [
        (18001, None, "more than 18,000", ">18,000"),
        (40691, None, "at least 40,691", "40,691+"),
        (21, None, "at least 21", "21+"),
        (13, None, "more than a dozen", ">12"),
        (6, None, "six or more", "6+"),
        (18001, None, None, ">18,000"),
        (None, 19, "fewer than 20", "<20"),
        (None, 32, "up to 32", "up to 32"),
        (20, 30, "20 to 30", "20–30"),
    ],
)
def test_figures(least, most, words, shown):
    assert range_words(least, most, words=words) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2024-23", "autumn 2024"),
        ("XXXX-24", "winter"),
        ("2024-33", "first quarter of 2024"),
        ("199X", "1990s"),
        ("2024-23/2025-21", "autumn 2024 – spring 2025"),
        ("[2024-09-01,2024-09-02]", "2024-09-01 or 2024-09-02"),
        ("2024-09-02", "2024-09-02"),
        ("-0480", "-0480"),
        (None, None),
    ],
)
def test_periods(value, shown):
    assert period(value) == shown


@pytest.mark.model
def test_a_table_shows_the_number_that_the_article_names():
    assert ">18,000 killed" in " ".join(run("extract", "story.txt", "--format", "table").stdout.split())


# Options


@pytest.mark.model
def test_kinds_of_harm():
    facts = json.loads(run("extract", "story.txt", "--kinds-of-harm", "injured", "-q").stdout)
    assert [figure["kind"] for figure in facts[0]["casualties"]] == ["injured"]


@pytest.mark.model
def test_the_least_confidence_leaves_out_what_is_less_sure():
    everything = json.loads(run("extract", "story.txt", "-q").stdout)[0]
    least = sorted(fact["confidence"] for fact in everything["casualties"])[-1]
    some = json.loads(run("extract", "story.txt", "-q", "--min-confidence", str(least)).stdout)[0]
    assert some["casualties"] == [fact for fact in everything["casualties"] if fact["confidence"] >= least]


@pytest.mark.model
def test_columns_in_the_order_asked_for():
    done = run(
        "extract", "story.txt", "--only", "casualties", "-f", "csv", "--columns", "kind,min,victims", "-q"
    )
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert rows[:2] == [["kind", "min", "victims"], ["killed", "6", "people"]]


@pytest.mark.model
def test_columns_of_a_folder_of_tables(story):
    run("extract", "story.txt", "-f", "csv", "-o", "facts/", "--columns", "article_id,name,id", "-q")
    heads = {file.stem: file.read_text("utf-8").splitlines()[0] for file in (story / "facts").iterdir()}
    assert heads["people"] == "article_id,name"
    assert heads["articles"] == "id"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--columns", "kind"], "--columns: not for --format json"),
        (
            ["-f", "csv", "--only", "people", "--columns", "nam"],
            "--columns: unknown 'nam': did you mean 'name'",
        ),
        (
            ["-f", "csv", "-o", "t/", "--columns", "victims"],
            "--columns: none of them is in the table articles",
        ),
        (["--kinds-of-harm", "kiled"], "--kinds-of-harm: unknown 'kiled': did you mean 'killed'?"),
        (["--published", "02/09/2024"], "may be two days: give 2024-09-02 or 2024-02-09"),
        (["--published", "next week"], "is no date: give 2024-09-02, 2 Sep 2024, September 2024"),
    ],
)
def test_wrong_options(arguments, said):
    assert said in run("extract", "story.txt", *arguments, code=2).stderr


@pytest.mark.model
@pytest.mark.parametrize(
    ("given", "known"),
    [("2024-9-2", "2024-09-02"), ("2 Sep 2024", "2024-09-02"), ("September 2024", "2024-09")],
)
def test_usual_forms_of_a_date(given, known):
    facts = json.loads(run("extract", "story.txt", "--published", given, "-q").stdout)
    assert facts[0]["published"]["date"] == known


def test_short_form_of_version():
    assert run("-V").stdout == run("--version").stdout


def test_completion_is_offered():
    assert "--install-completion" in run("--help").stdout


def test_help_of_timeline_names_what_it_writes_only():
    said = run("timeline", "--help").stdout
    assert "geojson" not in said
    assert "acled" not in said
    assert "markdown" in said


# Inputs


@pytest.mark.parametrize("address", ["https://example.org/a?b=1", "www.example.org/story"])
def test_an_address_is_not_fetched(address):
    said = run("extract", address, code=2).stderr
    assert said.startswith(f"{address}: a web address, no file: nothing is fetched: curl -sL URL | newsfacts")


def docx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("word/document.xml", "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.rtf", rb"{\rtf1\ansi Six}", "an RTF document, not text: save it as plain text (.txt)"),
        ("a.txt", rb"{\rtf1\ansi Six}", "an RTF document"),
        ("a.docx", docx(), "a Word document (.docx), not text: save it as plain text (.txt)"),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99,
            "an old Office document (.doc",
        ),
    ],
)
def test_documents_are_called_by_their_name(story, name, content, what):
    (story / name).write_bytes(content)
    assert run("extract", name, code=2).stderr.startswith(f"{name}: {what}")


@pytest.mark.model
@pytest.mark.parametrize(
    "content",
    [
        'id;text\na;"Six people were killed; two were hurt, police said."\n',
        'sep=;\nid;text\na;"Six people were killed; two were hurt, police said."\n',
        'id,text\na,"Six people were killed; two were hurt, police said."\n',
        '"id"\t"text"\na\tSix people were killed; two were hurt, police said.\n',
    ],
)
def test_tables_with_other_separators(story, content):
    (story / "news.csv").write_text(content, "utf-8")
    facts = json.loads(run("extract", "news.csv", "-q").stdout)
    assert [(found["id"], found["casualties"][0]["min"]) for found in facts] == [("a", 6)]


@pytest.mark.model
def test_rows_are_numbered_by_their_lines_behind_a_line_of_excel(story):
    (story / "news.csv").write_text("sep=;\ntext;title\nSix people were killed.;x\n", "utf-8")
    assert json.loads(run("extract", "news.csv", "-q").stdout)[0]["id"] == "news:3"


# Timelines


def timeline_of(text: str, nlp: Any) -> list[str | None]:
    from newsfacts import extract
    from newsfacts.timeline import timeline

    return [entry.event for entry in timeline([extract(text, published="2024-09-02", nlp=nlp)])]


@pytest.mark.model
def test_an_event_is_told_with_its_subject(nlp):
    text = "Crowds gathered on 29 August in grief over the six miners who were found dead on 27 August."
    events = timeline_of(text, nlp)
    assert any(event and event.startswith("the six miners who were found dead") for event in events), events


def test_subjects_that_stand_in_front():
    from newsfacts.timeline import Statement, _with_subject
    from newsfacts.types import Article, CharSpan, DateBasis, DateType, EventDate, Evidence, Grain

    for sentence, clause, told in (
        ("Anger grew over the two boats that sank on Monday.", "that sank", "the two boats that sank"),
        ("Olha Verest, who left in May, is back.", "who left", "Olha Verest, who left"),
        ("She ran, which on Monday was seen.", "which", "which"),
        ("The dam broke on Monday.", "The dam broke", "The dam broke"),
    ):
        whole = CharSpan(0, len(sentence))
        when = EventDate(
            DateType.DATE,
            None,
            "2024-09-02",
            None,
            None,
            Grain.DAY,
            clause,
            DateBasis.TEXT,
            Evidence(whole, whole),
        )
        assert _with_subject(Statement(Article("a", sentence), when)) == told
