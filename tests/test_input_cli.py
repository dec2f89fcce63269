"""The options of reading, as `extract` and `timeline` have them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from input_files import PARAGRAPHS, TEXT, page, put, zipped
from typer.testing import CliRunner

from newsfacts.cli import app
from newsfacts.types import Article
from newsfacts.writers.texts import TextFolder, file_stem

pytest.importorskip("trafilatura")
COMMANDS = ("extract", "timeline")


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, stdin: str | bytes = "") -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments), input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def articles_of(command: str, out: str) -> set[str]:
    records = json.loads(out)
    return {
        name for entry in records for name in (entry["articles"] if command == "timeline" else [entry["id"]])
    }


@pytest.mark.model
@pytest.mark.parametrize("command", COMMANDS)
def test_folders_and_picks(command):
    put("in/a.html", page())
    put("in/old/b.txt", TEXT)
    put("in/c.zip", zipped({"d.html": page(), "e.txt": TEXT}))
    code, out, err = run(command, "in", "--include", "*.html", "--exclude", "old/", "--save-text", "texts")
    assert (code, articles_of(command, out)) == (0, {"a", "d"}), err
    assert sorted(os.listdir("texts")) == ["a.txt", "d.txt"]


@pytest.mark.model
@pytest.mark.parametrize("command", COMMANDS)
def test_input_format(command):
    table = "text\tid\n" + TEXT.replace("\n\n", " ") + "\tx\n"
    code, out, _ = run(command, "-", "--input-format", "tsv", stdin=table)
    assert (code, articles_of(command, out)) == (0, {"x"})


@pytest.mark.model
@pytest.mark.parametrize("command", COMMANDS)
def test_malformed_record_is_named_and_the_rest_delivered(command):
    lines = [json.dumps({"id": str(number), "body": PARAGRAPHS[3]}) for number in range(1, 6)]
    lines[2] = "{"
    code, out, err = run(command, put("a.jsonl", "\n".join(lines)), "--published", "2024-09-02")
    assert (code, articles_of(command, out)) == (3, {"1", "2", "4", "5"})
    assert err.startswith("a.jsonl:3: malformed JSON (")


@pytest.mark.model
def test_saved_texts_are_what_offsets_count():
    put("a.html", page())
    put("b.txt", "Six\r\npeople died on Sept. 1, 2024. ☠".encode("utf-16"))
    put("c.jsonl", json.dumps({"id": "x/1:2", "text": "\nTwo died on Sept. 1, 2024. \ud800"}))
    code, out, _ = run("extract", "a.html", "b.txt", "c.jsonl", "--save-text", "new/texts", "-q")
    assert code == 0
    saved = dict(zip(["a", "b", "x_1_2"], json.loads(out), strict=True))
    for name, record in saved.items():
        text = Path(f"new/texts/{name}.txt").read_bytes().decode()
        assert record["dates"]
        for fact in (*record["dates"], *record["casualties"]):
            assert text[fact["start"] : fact["end"]] == fact["text"]
    assert Path("new/texts/b.txt").read_bytes().decode() == "Six\r\npeople died on Sept. 1, 2024. ☠"


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--input-format", "htm"],
            "--input-format: unknown 'htm': did you mean 'html'? there are text, html,",
        ),
        (["--save-text", "in"], "--save-text in: the input in/a.txt is there: choose another folder"),
        (["--save-text", "in/a.txt"], "--save-text in/a.txt: cannot be made (file exists)"),
    ],
)
def test_wrong_usage(command, arguments, message):
    put("in/a.txt", "Six died on Sunday.")
    code, out, err = run(command, "in", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"newsfacts: {message}")
    assert Path("in/a.txt").read_text() == "Six died on Sunday."


def test_names_of_saved_texts(tmp_path):
    folder = TextFolder(tmp_path / "deep" / "er")
    ids = [
        "a",
        "A",
        "a",
        "a-2",
        "../../etc/x",
        "2024/09/a:1",
        "ĄB ć",
        "con",
        "con.x",
        ".",
        "x" * 300,
        "é" * 150,
    ]
    paths = [folder.save(Article(id, f"text of {at}")) for at, id in enumerate(ids)]
    assert [path.name for path in paths[:10]] == [
        *("a.txt", "A-2.txt", "a-3.txt", "a-2-2.txt", "etc_x.txt", "2024_09_a_1.txt", "ĄB_ć.txt"),
        *("con_.txt", "con_.x.txt", "article.txt"),
    ]
    assert {path.parent for path in paths} == {tmp_path / "deep" / "er"}
    assert [path.read_text() for path in paths] == [f"text of {at}" for at in range(len(ids))]
    assert all(len(os.fsencode(path.name)) <= 255 for path in paths)


def test_stem_of_the_address_of_a_page():
    assert file_stem("https://n.test/2024/six?id=1") == "https_n.test_2024_six_id=1"


@pytest.mark.model
def test_names_in_inputs_cannot_steer_a_terminal():
    put("a.jsonl", '{"\\u001b[31m\\n": 1}\n{"id": "\\u001b[31m", "text": "Six died.", "date": "soon"}\n')
    put("a.zip", zipped({"\x1b[2Jb.json": "[", "c.txt": "Six died."}))
    code, out, err = run("extract", "a.jsonl", "a.zip", "--format", "jsonl")
    assert (code, len(out.splitlines())) == (3, 2)
    assert "(there are: \ufffd[31m )" in err
    assert "\ufffd[2Jb.json: malformed JSON" in err
    assert "(\ufffd[31m): warning" in err
    assert "\x1b" not in err
