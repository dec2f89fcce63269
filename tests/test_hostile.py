"""Inputs, options, files and streams made to break the command: a line each, the right exit code, no loss."""

from __future__ import annotations

import gc
import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from any_options import check
from input_files import put, read, read_none, warc_record
from typer.testing import CliRunner

from newsfacts import watchdog
from newsfacts.cli import app
from newsfacts.cli import settings as cli_settings
from newsfacts.cli.messages import harmless
from newsfacts.errors import InputError, UsageError
from newsfacts.output.records import as_record
from newsfacts.pipeline import extract_many
from newsfacts.readers import find_inputs, json_records, packed
from newsfacts.readers.decoding import LineDecoder
from newsfacts.readers.patterns import Picks
from newsfacts.toml_files import MAX_BYTES, read_toml
from newsfacts.types import Article
from newsfacts.writers.sqlite import open_sqlite
from newsfacts.writers.streams import Together, whole_file
from newsfacts.writers.tables import table_cell, table_line

SENTENCE = "Six people died in Kyiv, police said."


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, **options):
    return CliRunner().invoke(app, [*arguments], **options)


# --- options


@pytest.mark.parametrize("value", ["1000000000000", "100000000000000000000", "0", "-1", "1.5", "x", ""])
def test_any_number_of_characters(value):
    put("a.txt")
    result = run("extract", "a.txt", "--max-chars", value)
    assert (result.exit_code, type(result.exception)) == (2, SystemExit)


@pytest.mark.parametrize("glob", ["[z-a]", "x[9-0]y"])
def test_a_pattern_that_is_none(glob):
    put("f/a.txt")
    result = run("extract", "f", "--include", glob)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"newsfacts: --include: {glob!r} is no pattern")


@pytest.mark.parametrize("glob", ["*a" * 25 + "b", "**/" * 30 + "b", "?*" * 40 + "b", "*" * 300 + "b"])
def test_no_pattern_takes_for_ever(glob):
    assert not Picks(include=(glob,)).takes("a" * 200 + "/" + "a" * 200)


@pytest.mark.parametrize("number", range(40))
def test_any_options_end_with_a_line(number, tmp_path):
    check(number, 7, tmp_path)


# --- files of settings and aliases


@pytest.mark.parametrize(
    "content",
    [
        b"x = " + b"[" * 100_000,
        b"x = " + b"9" * 5000,
        b"\0\xff",
        b"= 1",
        b"#" * (MAX_BYTES + 1),
        b"[" * 50_000,
    ],
)
@pytest.mark.parametrize("name", ["newsfacts.toml", "aliases.toml"])
def test_files_of_settings_and_aliases_that_cannot_be_read(content, name):
    put(name, content)
    put("a.txt")
    result = run("extract", "a.txt", *(["--aliases", name] if name == "aliases.toml" else []))
    assert (result.exit_code, type(result.exception)) == (2, SystemExit)
    assert result.stderr.startswith(f"newsfacts: {name}: ")
    assert len(result.stderr.splitlines()) == 1


def test_files_of_settings_without_end(monkeypatch):
    with pytest.raises(UsageError, match="more than 1 MB"):
        read_toml("/dev/zero", name="/dev/zero", todo="give another")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_settings_of_somebody_else_are_passed_over(tmp_path, monkeypatch, capsys):
    put("p/newsfacts.toml", 'format = "json"')
    put("p/sub/a.txt")
    os.chown("p/newsfacts.toml", 65534, 65534)
    assert cli_settings.find_file(tmp_path / "p" / "sub") is None
    assert capsys.readouterr().err.endswith(
        "belongs to somebody else: not read; --config reads it all the same\n"
    )
    os.chown("p/sub", 65534, 65534)  # a working copy whose files are all of one owner
    assert cli_settings.find_file(tmp_path / "p" / "sub") is not None


@pytest.mark.parametrize(
    "front", ["x = " + "9" * 5000, "x = " + "[" * 9000, "title = 1979-05-27", "title: " + "[" * 9000]
)
def test_front_matter_of_any_sort_costs_no_article(front):
    for mark in ("+++", "---"):
        articles, errors = read(put("a.md", f"{mark}\ntitle = 'T'\n{front}\n{mark}\n{SENTENCE}"))
        assert (len(articles), errors) == (1, [])


# --- streams without end, bombs


def test_a_page_packed_in_a_record_of_warc_is_read_as_far_as_a_page_goes():
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join(pack.compress(b" " * (1 << 20)) for _ in range(40)) + pack.flush()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: %d"
    record = warc_record(1, body, http=http % len(body))
    assert read_none(put("a.warc", record)) == "a.warc:1: a page of more than 10 MB: give its text"


def test_what_is_no_warc_has_an_end(monkeypatch):
    warc = pytest.importorskip("newsfacts.readers.warc")
    monkeypatch.setattr(warc, "_MAX_GARBAGE_BYTES", 100_000)
    put("a.warc", b"\0" * 300_000)
    assert "that are no WARC record" in read("a.warc", format="warc")[1][0]


def test_a_json_document_is_bounded(monkeypatch):
    monkeypatch.setattr(json_records, "MAX_DOCUMENT_BYTES", 1000)
    put("a.json", "[" + ",".join([json.dumps({"text": SENTENCE})] * 100) + "]")
    assert read_none("a.json").endswith("give it as JSON Lines, a record a line")


def test_json_lines_called_json_are_read_line_by_line(monkeypatch):
    monkeypatch.setattr(json_records, "MAX_DOCUMENT_BYTES", 1000)
    put("a.json", "\n".join([json.dumps({"text": SENTENCE})] * 100))
    assert len(read("a.json")[0]) == 100


def test_a_line_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(json_records, "_MAX_LINE_BYTES", 3_000_000)
    put("a.jsonl", b'{"text": "' + b"x" * 6_000_000)
    assert read_none("a.jsonl", max_chars=10).startswith("a.jsonl: a line of more than")


def test_a_small_gzip_of_many_lines_is_a_bomb(monkeypatch):
    monkeypatch.setattr(packed, "MAX_UNPACKED_BYTES", 100_000)
    put("a.jsonl.gz", gzip.compress(json.dumps({"text": SENTENCE}).encode() * 1 + b"\n" * 5_000_000))
    assert any("like a zip bomb" in error for error in read("a.jsonl.gz")[1])


def test_many_lines_in_no_encoding_are_detected_once(monkeypatch):
    from newsfacts.readers import decoding

    calls = []
    whole = decoding.decode

    def counted(data: bytes) -> tuple[str, str | None]:
        calls.append(1)
        return whole(data)

    monkeypatch.setattr(decoding, "decode", counted)
    decoder = LineDecoder()
    for _ in range(2_000):
        assert decoder.decode("Café “Holm”".encode("cp1252"))[0] == "Café “Holm”"
    assert len(calls) <= 110


def test_thousands_of_files_of_one_name_have_ids_at_once():
    for number in range(600):
        put(f"s/p{number}/index.txt", SENTENCE)
    errors: list[InputError] = []
    found = find_inputs(["s/*/index.txt"], on_error=errors.append)
    assert not errors
    assert len({item.id for item in found}) == 600
    assert found[0].id == "p0/index.txt"


# --- long sentences


@pytest.mark.model
def test_a_sentence_of_thousands_of_dates_is_not_told_thousands_of_times(nlp):
    days = "".join(f"Sept. {day % 28 + 1}, {1990 + day % 31}, " for day in range(600))
    text = f"{SENTENCE} {days}"
    (found,) = extract_many([Article("a", text)], nlp=nlp)
    assert len(found.dates) > 500
    assert len(json.dumps(as_record(found))) < 60 * len(text)
    for fact in found.dates:
        sentence, span = fact.evidence.sentence, fact.evidence.span
        assert sentence.start <= span.start < span.end <= sentence.end


# --- messages


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("::set-output name=x::y.txt: no such file", "newsfacts: ::set-output name=x::y.txt: no such file"),
        ("##[set-output name=x]a: b", "## [set-output name=x]a: b"),
        ("a ##vso[task.setvariable]x", "a ## vso[task.setvariable]x"),
        ("a.txt: no such file", "a.txt: no such file"),
    ],
)
def test_no_message_is_a_command_to_a_runner(line, said):
    assert harmless(line) == said


def test_names_of_files_are_no_commands():
    put("::error::x.txt", b"\0\0\0")
    result = run("extract", "::error::x.txt", "::nosuch")
    assert result.exit_code == 2
    assert all(line.startswith("newsfacts: ::") for line in result.stderr.splitlines())


@pytest.mark.parametrize("arguments", [["##[group]x"], ["config", "##[group]x"], ["extract", "--##[group]x"]])
def test_wrong_arguments_are_no_commands(arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert "## [group]x" in result.stderr
    assert "##[" not in result.stderr


@pytest.mark.parametrize("options", [["-o"], ["--resume", "-o"], ["--write-aliases"]])
def test_a_name_that_no_file_can_have(options):
    put("a.txt", SENTENCE.encode())
    name = "n" * 5000 + ".jsonl"
    result = run("extract", "a.txt", *options, name)
    assert result.exit_code == 2
    assert result.stderr.strip() == f"{name}: file name too long: choose another"


@pytest.mark.parametrize("option", ["--write-aliases", "--save-text", "-o"])
def test_a_name_with_a_null_character(option):
    put("a.txt", SENTENCE.encode())
    result = run("extract", "a.txt", option, "a\0.json")
    assert result.exit_code == 2
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr


# --- failures within one article


@pytest.mark.model
def test_one_article_that_fails_costs_no_other(nlp):
    def broken(doc):
        if "broken" in doc.text:
            raise ZeroDivisionError("a fault")
        return doc

    failed = []
    articles = [Article("1", SENTENCE), Article("2", "A broken article."), Article("3", SENTENCE)]
    whole = nlp.make_doc
    nlp.make_doc = lambda text: broken(whole(text))
    try:
        found = list(extract_many(articles, nlp=nlp, on_failure=lambda *what: failed.append(what)))
        with pytest.raises(ZeroDivisionError):
            list(extract_many(articles, nlp=nlp))
    finally:
        del nlp.make_doc
    assert [facts.article.id for facts in found] == ["1", "3"]
    assert [(article.id, type(error)) for article, error in failed] == [("2", ZeroDivisionError)]


@pytest.mark.model
@pytest.mark.parametrize("searched", [True, False])
def test_cycles_are_searched_for_behind_an_article_as_before_it(nlp, searched):
    def looked(doc):
        seen.append(gc.isenabled())
        return [][len(seen) // 2] if doc.text == "broken" else doc

    seen: list[bool] = []
    whole = nlp.make_doc
    nlp.make_doc = lambda text: looked(whole(text))
    before = gc.isenabled()
    (gc.enable if searched else gc.disable)()
    try:
        found = extract_many([Article("1", SENTENCE), Article("2", "broken")], nlp=nlp)
        next(found)
        assert gc.isenabled() is searched
        with pytest.raises(IndexError):
            next(found)
        assert gc.isenabled() is searched
    finally:
        del nlp.make_doc
        (gc.enable if before else gc.disable)()
    assert seen == [False, False]


def _for_ever() -> None:
    with watchdog.watched():
        while True:
            sum(range(1000))


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no such timer here")
def test_what_takes_too_long_is_given_up():
    watchdog.set_limit(0.05)
    try:
        with pytest.raises(watchdog.TookTooLong):
            _for_ever()
        with watchdog.watched():
            pass
    finally:
        watchdog.set_limit(0)


# --- output


def _write_one_of_two() -> None:
    with Together() as together:
        with whole_file(Path("d/a.csv"), together=together) as stream:
            stream.write("new a")
        raise UsageError("the second one failed")


def test_files_that_belong_together_are_there_together():
    put("d/a.csv", "old a")
    put("d/b.csv", "old b")
    with pytest.raises(UsageError):
        _write_one_of_two()
    assert sorted(os.listdir("d")) == ["a.csv", "b.csv"]
    assert Path("d/a.csv").read_text() == "old a"
    with Together() as together:
        for name in ("a", "b"):
            with whole_file(Path(f"d/{name}.csv"), together=together) as stream:
                stream.write(f"new {name}")
    assert [Path(f"d/{name}.csv").read_text() for name in "ab"] == ["new a", "new b"]


def test_a_database_is_seen_and_free_while_the_next_article_is_waited_for(monkeypatch):
    from newsfacts.writers import sqlite

    monkeypatch.setattr(sqlite, "_SECONDS_A_TRANSACTION", 0.05)
    tables = {"articles": ("id", "sha256")}
    with open_sqlite(Path("a.sqlite"), tables, folder=False) as database:
        database.add({"articles": [{"id": "a", "sha256": "1"}]})
        for _ in range(200):
            with sqlite3.connect("a.sqlite", timeout=5) as other:
                if other.execute("SELECT count(*) FROM articles").fetchone() == (1,):
                    break
            time.sleep(0.05)
        else:
            pytest.fail("nothing was made to last")
        with sqlite3.connect("a.sqlite", timeout=5) as other:
            other.execute("CREATE TABLE theirs (x)")
        database.add({"articles": [{"id": "b", "sha256": "2"}]})
    with sqlite3.connect("a.sqlite") as other:
        assert other.execute("SELECT count(*) FROM articles").fetchone() == (2,)


@pytest.mark.parametrize("cell", ["a;=1+1", "a\x85b", "a\x9bb", "a\tb", " a", "a\u2028b"])
def test_cells_that_some_program_would_part_are_quoted(cell):
    assert table_line([cell, "x"], ",") == f'"{cell}",x\n'


@pytest.mark.parametrize("cell", ["\x85=1+1", "\x9b=1", "\u200b=1", "=1", " @x", "-x"])
def test_formulas_behind_signs_that_nobody_sees(cell):
    assert table_cell(cell) == f"'{cell}"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_streams_that_take_no_more():
    put("a.txt", SENTENCE)
    script = (
        "newsfacts() { " + f'"{sys.executable}" -m newsfacts "$@"; }}\n'
        "newsfacts --help > /dev/full 2> e1; echo $?\n"
        "newsfacts schema > /dev/full 2> e2; echo $?\n"
        "newsfacts extract nosuch.txt 2> /dev/full; echo $?\n"
        "newsfacts models 2> /dev/full > /dev/null; echo $?\n"
    )
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True)
    assert done.stdout.split() == ["2", "2", "2", "0"]
    assert [len(Path(name).read_text().splitlines()) for name in ("e1", "e2")] == [1, 1]


@pytest.mark.model
def test_a_reader_of_messages_that_goes_away_costs_no_output():
    put("a.txt", SENTENCE)
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "newsfacts", "extract", "a.txt", "-v", "-o", "o.json"], stderr=writing
    )
    os.close(writing)
    assert done.returncode == 0
    assert json.loads(Path("o.json").read_text())[0]["casualties"]


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no such signal here")
def test_a_terminal_that_is_closed_ends_the_run_as_sigterm_does():
    code = (
        "import os, signal, sys\nfrom newsfacts import interrupts\ninterrupts.listen()\n"
        "try:\n    os.kill(os.getpid(), signal.SIGHUP)\n    signal.pause()\n"
        "except interrupts.Terminated:\n    sys.exit(interrupts.exit_code())\n"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 129


def test_a_path_with_lone_surrogates_is_one_line():
    errors: list = []
    assert find_inputs(["no\ud800such\udfff.txt"], on_error=errors.append) == []
    assert [str(error) for error in errors] == [
        "no\ufffdsuch\ufffd.txt: no such file or folder: check the path"
    ]
