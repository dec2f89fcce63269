"""`newsfacts merge`: what it reads and writes."""

from __future__ import annotations

import csv
import io
import json
import sqlite3

import jsonschema
import pytest
from typer.testing import CliRunner

from newsfacts.cli import app
from newsfacts.output.schema import schema
from newsfacts.output.story_records import STORY_COLUMNS, as_stories_record, from_stories_record
from newsfacts.writers.coders_acled import COLUMNS as ACLED
from newsfacts.writers.coders_ucdp import COLUMNS as UCDP
from newsfacts.writers.stories_events import REPORT_COLUMNS

pytestmark = pytest.mark.model

ARTICLES = [
    {
        "id": "a",
        "published": "2021-05-03",
        "url": "https://www.norda.example/a",
        "title": "Ferry sinks off Batu, 12 dead",
        "text": "Twelve people were killed when the ferry Sari sank off Batu in Indonesia on Monday, "
        "police said.\n\nHarbour master Joko Wibisono said the ferry Sari had carried rice and traders.",
    },
    {
        "id": "b",
        "published": "2021-05-04",
        "url": "https://tiding.example/b",
        "title": "Toll of Batu ferry rises to 15",
        "text": "The number of people killed when the ferry Sari sank off Batu in Indonesia on Monday "
        "rose to 15, police said on Tuesday.\n\n"
        "Harbour master Joko Wibisono blamed the cargo of rice on the ferry Sari.",
    },
    {
        "id": "c",
        "published": "2021-05-04",
        "title": "Council of Lundvik votes for a tram",
        "text": "The city council of Lundvik voted for a new tram line on Tuesday, mayor Bodil Krag said.",
    },
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """`news.jsonl`, and its facts in `facts.jsonl`."""
    folder = tmp_path_factory.mktemp("merge")
    (folder / "news.jsonl").write_text("".join(json.dumps(a) + "\n" for a in ARTICLES), "utf-8")
    done = CliRunner().invoke(
        app, ["extract", "-q", str(folder / "news.jsonl"), "-o", str(folder / "facts.jsonl")]
    )
    assert done.exit_code == 0, done.stderr
    return folder


def merge(*arguments):
    return CliRunner().invoke(app, ["merge", *map(str, arguments)])


@pytest.fixture(scope="module")
def document(folder):
    done = merge(folder / "news.jsonl", "--quiet")
    assert (done.exit_code, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_the_document_fits_its_schema_and_reads_back(document):
    jsonschema.validate(document, schema("merge", closed=True))
    stories = from_stories_record(document)
    assert json.loads(json.dumps(as_stories_record(stories))) == document
    for story in document["stories"]:
        jsonschema.validate(story, schema("merge", closed=True))


def test_one_event_is_one_story_and_its_toll_an_update(document):
    first, second = document["stories"]
    assert [[a["id"] for a in story["articles"]] for story in (first, second)] == [["a", "b"], ["c"]]
    assert second["articles"][0]["confidence"] is None
    assert second["articles"][0]["why"] == []
    [toll] = [toll for toll in first["tolls"] if toll["kind"] == "killed"]
    assert (toll["low"], toll["high"], toll["relation"]) == (12, 15, "update")
    assert toll["best"] == {"min": 15, "max": 15, "approximate": False, "policy": "latest"}
    assert [(s["relation"], s["to"]) for s in toll["statements"]] == [("first", None), ("updates", 0)]
    for statement in toll["statements"]:
        text = next(a["text"] for a in ARTICLES if a["id"] == statement["article_id"])
        assert text[statement["start"] : statement["end"]] == statement["text"]


def test_facts_give_the_same_stories_as_articles(folder, document):
    done = merge(folder / "facts.jsonl", "--quiet")
    told = json.loads(done.stdout)["stories"]
    assert [[a["id"] for a in story["articles"]] for story in told] == [["a", "b"], ["c"]]
    assert [len(story["tolls"]) for story in told] == [len(s["tolls"]) for s in document["stories"]]


@pytest.mark.parametrize(
    ("policy", "figure"),
    [("lowest", 12), ("highest", 15), ("latest", 15), ("median", 12), ("most-sources", 15)],
)
def test_the_policy_chooses_the_figure(folder, policy, figure):
    told = json.loads(merge(folder / "facts.jsonl", "-q", "--best", policy).stdout)["stories"][0]["tolls"]
    [best] = [toll["best"] for toll in told if toll["kind"] == "killed"]
    assert (best["min"], best["policy"]) == (figure, policy)


def test_a_threshold_above_all_leaves_each_article_alone(folder):
    told = json.loads(merge(folder / "facts.jsonl", "-q", "--same-story", "1").stdout)["stories"]
    assert [len(story["articles"]) for story in told] == [1, 1, 1]


def test_tables(folder, tmp_path):
    assert merge(folder / "facts.jsonl", "-q", "--format", "csv", "-o", f"{tmp_path}/out/").exit_code == 0
    assert sorted(path.stem for path in (tmp_path / "out").iterdir()) == sorted(STORY_COLUMNS)
    assert merge(folder / "facts.jsonl", "-q", "-o", tmp_path / "s.sqlite").exit_code == 0
    with sqlite3.connect(tmp_path / "s.sqlite") as database:
        rows = database.execute(
            "SELECT s.min, s.relation FROM tolls t JOIN toll_statements s USING (story, toll) "
            "WHERE t.kind = 'killed' ORDER BY s.statement"
        ).fetchall()
    assert rows == [(12, "first"), (15, "updates")]
    for name in ("s.xlsx", "s.jsonl", "s.md", "s.txt"):
        assert merge(folder / "facts.jsonl", "-q", "-o", tmp_path / name).exit_code == 0
        assert (tmp_path / name).stat().st_size > 0
    assert merge(folder / "facts.jsonl", "-q", "-o", tmp_path / "t.parquet", "--only", "tolls").exit_code == 0


def test_one_table_to_a_stream(folder):
    done = merge(folder / "facts.jsonl", "-q", "--format", "csv", "--only", "toll_statements")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["relation"] for row in rows if row["min"] in ("12", "15")] == ["first", "updates"]
    refused = merge(folder / "facts.jsonl", "-q", "--format", "csv")
    assert refused.exit_code == 2
    assert "one" in refused.stderr


@pytest.mark.parametrize(
    ("name", "columns", "wanted"),
    [
        ("acled", ACLED, {"fatalities": "12", "source": "norda.example; tiding.example"}),
        ("ucdp", UCDP, {"best": "15", "low": "12", "high": "15", "id": "s1-1"}),
    ],
)
def test_a_row_an_event(folder, name, columns, wanted):
    done = merge(folder / "news.jsonl", "-q", "--format", name)
    [row] = csv.DictReader(io.StringIO(done.stdout))
    assert tuple(row) == columns
    assert {key: row[key] for key in wanted} == wanted


def test_articles_of_one_file_are_named_by_their_ids(folder, tmp_path):
    records = [json.loads(line) for line in (folder / "news.jsonl").read_text("utf-8").splitlines()]
    lines = (json.dumps({key: record[key] for key in record if key != "url"}) for record in records)
    (tmp_path / "news.jsonl").write_text("\n".join(lines), "utf-8")
    done = merge(tmp_path / "news.jsonl", "-q", "--format", "ucdp")
    [row] = csv.DictReader(io.StringIO(done.stdout))
    assert row["source_article"] == "a; b"


def test_a_row_a_report(folder):
    done = merge(folder / "news.jsonl", "-q", "--format", "eventreport")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert tuple(rows[0]) == REPORT_COLUMNS
    assert [(row["event_id"], row["article_id"], row["deaths_low"]) for row in rows] == [
        ("s1-1", "a", "12"),
        ("s1-1", "b", "15"),
    ]
    assert {row["event_deaths_best"] for row in rows} == {"15"}


def test_a_page_for_people(folder):
    done = merge(folder / "facts.jsonl", "-q", "--format", "table")
    assert "killed 12 to 15" in done.stdout
    assert "updates 1" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--best", "newest"], "--best: unknown 'newest'"),
        (["--only", "toll"], "--only: unknown 'toll': did you mean 'tolls'?"),
        (["--format", "gkg"], "--format: unknown 'gkg'"),
        (["--same-story", "2"], "--same-story"),
    ],
)
def test_wrong_options(folder, arguments, words):
    done = merge(folder / "facts.jsonl", *arguments)
    assert done.exit_code == 2
    assert words in done.stderr


def test_aliases_join_names_across_facts_made_before(folder, tmp_path):
    (tmp_path / "who.toml").write_text(
        '[[people]]\nname = "J. Wibisono"\naliases = ["Joko Wibisono"]\n', "utf-8"
    )
    done = merge(folder / "facts.jsonl", "-q", "--aliases", tmp_path / "who.toml")
    people = json.loads(done.stdout)["stories"][0]["people"]
    assert [(p["name"], p["aliases"]) for p in people if "Wibisono" in p["name"]] == [
        ("J. Wibisono", ["Joko Wibisono"])
    ]


def test_a_bad_record_loses_nothing_else(folder, tmp_path):
    (tmp_path / "bad.jsonl").write_text("{\n", "utf-8")
    done = merge(tmp_path / "bad.jsonl", folder / "facts.jsonl")
    assert done.exit_code == 3
    assert len(json.loads(done.stdout)["stories"]) == 2
    assert "bad.jsonl" in done.stderr
    assert "3 articles: 2 stories" in done.stderr
