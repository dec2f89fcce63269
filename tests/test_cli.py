"""What the commands give: streams, files and exit codes."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ferry import facts_of_story
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

import newsfacts
from newsfacts.cli import app
from newsfacts.output.schema import schema
from newsfacts.types import KINDS

VALIDATOR = Draft202012Validator(schema(closed=True))


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def asked(monkeypatch):
    """The facts of the story for every article, without models; the options that the pipeline was given."""
    pytest.importorskip("spacy")
    from newsfacts import jobs

    options = {}

    def extract_many(articles, **given):
        options.update(given)
        for article in articles:
            story = facts_of_story(article.id)
            text = story.article.text
            known: dict[str, Any] = {
                kind: getattr(story, kind) if kind in given["only"] else () for kind in KINDS
            }
            article = replace(article, text=text)
            yield replace(story, article=article, published=article.published, **known)

    monkeypatch.setattr(jobs, "extract_many", extract_many)
    return options


def run(*arguments: str, stdin: str | bytes = "") -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments), input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def extract(*arguments: str, stdin: str | bytes = "") -> tuple[int, str, str]:
    return run("extract", *arguments, stdin=stdin)


def valid(text: str):
    data = json.loads(text)
    VALIDATOR.validate(data)
    return data


def put(path: str, content: str | bytes = "Six people were killed.") -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def installed(*arguments: str, **options) -> subprocess.CompletedProcess:
    """The installed command, beside this Python."""
    command = Path(sys.executable).with_name("newsfacts")
    return subprocess.run([command, *arguments], capture_output=True, timeout=120, check=False, **options)


# Output


def test_json_when_piped(asked):
    code, out, err = extract(put("a.txt"), put("b.txt"))
    assert code == 0
    assert [record["id"] for record in valid(out)] == ["a", "b"]
    assert err.splitlines() == [
        "a.txt: warning: a warning of the pipeline",
        "b.txt: warning: a warning of the pipeline",
        "newsfacts: 2 articles: 2 people, 4 places, 4 organizations, 6 casualty figures, 8 dates",
    ]


def test_quiet_says_nothing(asked):
    assert extract("-q", put("a.txt"))[2] == ""


def test_quiet_still_names_bad_inputs(asked):
    code, _, err = extract("-q", put("a.txt"), "gone.txt")
    assert (code, err) == (3, "gone.txt: no such file or folder: check the path\n")


def test_verbose_names_each_article(asked):
    _, _, err = extract("-v", "--only", "people", put("a.txt"))
    assert re.search(r"^newsfacts: a: \d+ characters, 1 person$", err, re.MULTILINE)


def test_jsonl(asked):
    _, out, _ = extract("--format", "jsonl", put("a.txt"), put("b.txt"))
    assert [valid(line)["id"] for line in out.splitlines()] == ["a", "b"]
    assert "guard’s" in out


@pytest.mark.parametrize(
    ("name", "start"),
    [("f.json", "[\n"), ("f.jsonl", '{"sch'), ("f.ndjson", '{"sch'), ("f.md", "# "), ("f.txt", "a\n")],
)
def test_output_file_implies_the_format(asked, name, start):
    code, out, _ = extract(put("a.txt"), "-o", name)
    assert (code, out) == (0, "")
    assert Path(name).read_text("utf-8").startswith(start)
    assert sorted(os.listdir()) == sorted(["a.txt", name])


def test_csv_of_one_kind(asked):
    _, out, _ = extract(put("a.txt"), "--format", "csv", "--only", "casualties")
    assert [row["min"] for row in csv.DictReader(io.StringIO(out))] == ["44", "20", "3"]
    extract("a.txt", "--only", "casualties", "-o", "t.csv")
    assert Path("t.csv").read_text("utf-8") == out


@pytest.mark.parametrize("name", ["casualties.csv", "people.tsv"])
def test_a_file_of_one_kind_may_be_called_like_it(asked, name):
    assert extract(put("a.txt"), "-o", name)[0] == 0
    assert extract("a.txt", "--only", Path(name).stem, "-o", f"same{Path(name).suffix}")[0] == 0
    assert Path(name).read_text() == Path(f"same{Path(name).suffix}").read_text()


def test_csv_folder(asked):
    code, out, _ = extract(put("a.txt"), "--format", "csv", "-o", "new/tables")
    assert (code, out) == (0, "")
    assert sorted(os.listdir("new/tables")) == sorted(
        f"{kind}.csv" for kind in ("articles", *KINDS, "mentions")
    )
    extract("a.txt", "--format", "tsv", "-o", "new/tables/", "--only", "dates")
    assert {"dates.tsv", "mentions.tsv"} < set(os.listdir("new/tables"))


def test_only_restricts_kinds_and_keeps_keys(asked):
    _, out, err = extract(put("a.txt"), "--only", "dates,people", "--only", "people")
    (record,) = valid(out)
    assert asked["only"] == ("people", "dates")
    assert record["people"]
    assert record["places"] == []
    assert err.endswith("1 article: 1 person, 4 dates\n")


def test_options_reach_the_pipeline(asked):
    extract(put("a.txt"), "--model", "other", "--keep-furniture")
    assert (asked["model"], asked["keep_furniture"]) == ("other", True)
    asked.clear()
    extract("a.txt")
    assert "model" not in asked


@pytest.mark.parametrize("date", ["2024-09-02", "2024-09", "2024", "XXXX-05-06"])
def test_published(asked, date):
    put("a.jsonl", '{"text": "Six died.", "published": "2001-01-01"}')
    _, out, _ = extract("a.jsonl", "--published", date)
    assert valid(out)[0]["published"] == {"date": date, "basis": "option", "earliest": None, "latest": None}
    told = {"date": "2001-01-01", "basis": "metadata", "earliest": None, "latest": None}
    assert valid(extract("a.jsonl")[1])[0]["published"] == told


def test_fields_of_records(asked):
    put("a.jsonl", '{"key": "k", "body": "Six died.", "head": "H", "day": "2024-01-02", "link": "u"}')
    options = "--text-field body --id-field key --title-field head --date-field day --url-field link"
    _, out, _ = extract("a.jsonl", *options.split())
    (record,) = valid(out)
    assert (record["id"], record["title"], record["published"]["date"]) == ("k", "H", "2024-01-02")


def test_stdin(asked):
    assert valid(extract("-", stdin="Six died.")[1])[0]["id"] == "stdin"
    records = '{"text": "Six died."}\n{"id": "x", "text": "Two died."}\n'
    assert [record["id"] for record in valid(extract("-", stdin=records)[1])] == ["stdin:1", "x"]


def test_warnings_of_the_reader_are_told_and_kept(asked):
    _, out, err = extract(put("a.txt", "“Six” died.".encode("cp1252")))
    assert "a.txt: warning: read as cp1252, not UTF-8" in err
    assert valid(out)[0]["warnings"] == ["read as cp1252, not UTF-8", "a warning of the pipeline"]


# Wrong usage: nothing is read, and nothing is written


def test_records_of_one_id_are_told_once_a_file(asked):
    put("a.jsonl", '{"id": 1, "text": "A."}\n' * 3 + '{"id": 2, "text": "A."}\n')
    put("b.jsonl", '{"id": 2, "text": "A."}\n')
    code, out, err = extract("a.jsonl", "b.jsonl")
    same = "an earlier article has the same id"
    assert code == 0
    assert [(record["id"], same in record["warnings"]) for record in valid(out)] == [
        ("1", False),
        ("1", True),
        ("1", True),
        ("2", False),
        ("2", True),
    ]
    assert [line for line in err.splitlines() if "earlier" in line] == [
        "a.jsonl: warning: 2 articles have the id of an earlier one: "
        "say with --id-field which field tells them apart",
        "b.jsonl: warning: 1 article has the id of an earlier one: "
        "say with --id-field which field tells them apart",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "jsn"], "--format: unknown 'jsn': did you mean 'json'? there are auto, table,"),
        (["--only", "peple"], "--only: unknown 'peple': did you mean 'people'? there are people, places,"),
        (["--only", "people,"], "--only: unknown ''"),
        (["--published", "2024-02-30"], "--published: '2024-02-30' is no date: give 2024-09-02"),
        (["--published", "Monday"], "--published: 'Monday' is no date"),
        (["--format", "csv"], "--format csv: one stream holds one kind of fact: add --only"),
        (["--min-confidence", "80"], "--min-confidence: give a number, 0 to 1"),
        (["--min-confidence", "high"], "--min-confidence: give a number, 0 to 1"),
        (["--limit", "0"], "--limit: give a whole number, 1 or more"),
        (["--timeout", "-1"], "--timeout: give a number, 0 to 1,000,000"),
        (["-o", "f.csv"], "-o f.csv: one file holds one kind of fact: add --only"),
        (["-o", "f.foo"], "-o f.foo: in which format? add --format, or end it in .txt .json"),
        (["-o", "folder"], "-o folder: in which format? add --format csv, tsv, parquet"),
        (["-o", "folder", "--format", "json"], "-o folder: a folder: name a file in it"),
        (["-o", "no/f.json"], "-o no/f.json: no folder no: make it first"),
        (["-o", "a.txt"], "-o a.txt: would overwrite the input a.txt"),
        (["-o", "a.txt/b/", "--format", "csv"], "-o a.txt/b: cannot be made (not a directory)"),
    ],
)
def test_wrong_usage(asked, arguments, message):
    put("a.txt")
    Path("folder").mkdir()
    code, out, err = extract("a.txt", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"newsfacts: {message}")
    assert err.count("\n") == 1
    assert not asked
    assert sorted(os.listdir()) == ["a.txt", "folder"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["a.txt"], "a.txt: a path, no command: newsfacts extract a.txt"),
        (["-"], "-: a path, no command: newsfacts extract -"),
        (["b.txt"], "b.txt: no command, and no such file: newsfacts extract PATHS reads articles"),
        (["extrct", "a.txt"], "extrct: no such command: did you mean newsfacts extract?"),
        (
            ["find"],
            "find: no such command: there are extract, merge, timeline, report, review, apply, score,",
        ),
        (["--quiet", "extract", "a.txt"], "--quiet: goes behind the command: newsfacts extract --quiet"),
        (["extract"], "PATHS: missing: newsfacts extract --help shows what is needed"),
        (["review", "a.jsonl"], "--output: missing: newsfacts review --help shows what is needed"),
        (["extract", "--formt", "x", "a"], "--formt: no such option: did you mean --format"),
        (
            ["timeline", "--from", "2024", "a"],
            "--from: no such option: did you mean --since?",
        ),
        (["extract", "a.txt", "--only"], "--only: needs a value"),
        (["extract", "a.txt", "--quiet=1"], "--quiet: takes no value: leave it out"),
        (["score", "a", "b", "c"], "c: more than is needed: leave it out"),
    ],
)
def test_wrong_arguments_are_one_line(arguments, line):
    put("a.txt")
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"newsfacts: {line}")
    assert err.count("\n") == 1


def test_without_arguments_the_help_is_shown():
    code, out, err = run()
    assert code in (0, 2)
    assert "\n  extract " in out + err


def test_unknown_model_is_wrong_usage(asked, monkeypatch):
    from newsfacts import jobs
    from newsfacts.errors import ModelError

    def extract_many(articles, **_given):
        raise ModelError("model 'x' is not installed")
        yield

    monkeypatch.setattr(jobs, "extract_many", extract_many)
    assert extract(put("a.txt"), "--model", "x") == (2, "", "newsfacts: model 'x' is not installed\n")


# Bad input


@pytest.mark.parametrize("more", [[], ["-o", "f.json"], ["-o", "f.csv", "--only", "dates"]])
def test_nothing_readable(asked, more):
    Path("void").mkdir()
    code, out, err = extract("gone.txt", "void", *more)
    assert (code, out) == (2, "")
    assert err.count("\n") == 2
    assert os.listdir() == ["void"]
    assert not asked


def test_some_inputs_failed(asked):
    put("a.jsonl", '{"id": "x", "text": "Six died."}\n{"id":\n{"id": "y", "text": "Two died."}\n')
    code, out, err = extract("a.jsonl", put("b.txt", b"\0"), put("c.txt"))
    assert code == 3
    assert [record["id"] for record in valid(out)] == ["x", "y", "c"]
    bad = [line for line in err.splitlines() if ": warning: " not in line]
    assert bad[0].startswith("a.jsonl:2: malformed JSON")
    assert bad[1].startswith("b.txt: binary, not text: ")
    assert bad[2].endswith("; 2 inputs failed")
    assert len(bad) == 3


def test_facts_in_the_place_of_articles_are_told_once_a_file(asked):
    assert extract(put("a.txt"), put("b.txt"), put("c.txt"), "-o", "facts.jsonl")[0] == 0
    put("mixed.jsonl", Path("facts.jsonl").read_text() + '{"id": "x", "text": "Six died."}\n')
    code, out, err = extract("facts.jsonl", "mixed.jsonl")
    assert (code, [record["id"] for record in valid(out)]) == (3, ["x"])
    assert [line for line in err.splitlines() if "not an article" in line] == [
        "facts.jsonl:1 and 2 more: facts, not an article: give the articles they were found in",
        "mixed.jsonl:1 and 2 more: facts, not an article: give the articles they were found in",
    ]


def test_a_table_without_a_text_is_told_once(asked):
    put("a.csv", "name,day\na,1\nb,2\n")
    code, _, err = extract("a.csv")
    assert code == 2
    assert err.startswith("a.csv: no field 'text': say which one holds the article with --text-field")
    assert err.count("\n") == 1


def test_max_chars(asked):
    code, _, err = extract(put("a.txt", "x" * 51), put("b.txt"), "--max-chars", "50")
    assert code == 3
    assert err.startswith("a.txt: 51 characters, more than the limit of 50 characters: split it, or raise")


def test_failed_run_leaves_the_old_file(asked, monkeypatch):
    from newsfacts import jobs

    def extract_many(articles, **_given):
        yield facts_of_story(next(articles).id)
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "extract_many", extract_many)
    put("f.jsonl", "old")
    assert extract(put("a.txt"), "-q", "-o", "f.jsonl")[0] == 130
    assert Path("f.jsonl").read_text() == "old"
    code, out, _ = extract("a.txt", "-q")
    assert code == 130
    assert len(valid(out)) == 1


# Other commands


def test_schema():
    code, out, err = run("schema")
    assert (code, err) == (0, "")
    assert json.loads(out) == schema()


def test_models():
    code, out, _ = run("models")
    assert code == 0
    for card in json.loads(out):
        assert list(card) == ["name", "version", "licence", "size_bytes", "labels", "sources", "scores"]
    assert run("models", "--format", "table")[0] == 0
    assert run("models", "--format", "tabel")[2].startswith("newsfacts: --format: unknown 'tabel': did you")


def test_version():
    assert run("--version") == (0, f"newsfacts {newsfacts.__version__}\n", "")


def test_help_tells_what_there_is():
    _, out, _ = run("extract", "--help")
    for word in ("Examples:", "Exit codes:", "--published", "--only", "--max-chars", "130"):
        assert word in out


# The installed command


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["extract", "--help"], ["extract", "gone"]])
def test_spacy_is_not_imported_in_vain(arguments):
    program = (
        "import sys\nfrom newsfacts.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'spacy', 'numpy', 'onnxruntime', 'rich'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


def test_spacy_comes_without_its_command_line():
    """Which whoever asks for them still gets."""
    put("a.txt", "Six people were killed in Kyiv.")
    program = (
        "import sys\nfrom newsfacts.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "unused = {'spacy.cli', 'spacy.cli.info', 'weasel'} & set(sys.modules)\n"
        "assert not unused, unused\n"
        "import spacy\n"
        "assert spacy.info(silent=True)['spacy_version'] == spacy.__version__\n"
        "import spacy.cli\n"
        "assert spacy.cli.download and sys.modules['spacy.cli'].__file__"
    )
    for arguments in (["extract", "a.txt"], ["timeline", "a.txt"]):
        done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=False)
        assert (done.returncode, done.stderr.count(b"Traceback")) == (0, 0), done.stderr


def test_installed_command(tmp_path):
    put("a.jsonl", '{"id": "a", "text": "Six people were killed in Kyiv."}\n{"id":\n')
    done = installed("extract", "a.jsonl", "--published", "2024-09-02")
    (record,) = valid(done.stdout.decode())
    assert (done.returncode, record["published"]["date"]) == (3, "2024-09-02")
    assert done.stderr.decode().splitlines()[0].startswith("a.jsonl:2: malformed JSON")


def test_broken_pipe_is_silent():
    put("a.jsonl", '{"text": "Six people were killed in Kyiv."}\n' * 300)
    command = Path(sys.executable).with_name("newsfacts")
    process = subprocess.Popen(
        [command, "extract", "a.jsonl", "--format", "jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stderr
    valid(process.stdout.readline().decode())
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=120) == 0


def test_interrupt_leaves_valid_json():
    """Fed by a pipe that stays open, so that it is reading when the signal comes."""
    command = Path(sys.executable).with_name("newsfacts")
    process = subprocess.Popen(
        [command, "extract", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(b'{"id": "a", "text": "Six people were killed in Kyiv."}\n')
    process.stdin.flush()
    first = b""
    while b'"a"' not in first:  # however long that takes: the article has been delivered
        part = os.read(process.stdout.fileno(), 65_536)
        assert part
        first += part
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 130
    assert [record["id"] for record in valid((first + out).decode())] == ["a"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_run_leaves_no_temporary_file(number, code):
    """As a time limit of a CI job stops it, or Ctrl-C; here while it waits for more of its input."""
    command = Path(sys.executable).with_name("newsfacts")
    process = subprocess.Popen(
        [command, "extract", "-", "-o", "facts.json"], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin
    process.stdin.write(b'{"id": "a", "text": "Six people were killed in Kyiv."}\n')
    process.stdin.flush()
    while not os.listdir():
        time.sleep(0.02)
    process.send_signal(number)
    _, said = process.communicate(timeout=120)
    assert (process.returncode, os.listdir()) == (code, [])
    assert said == b"newsfacts: interrupted; 0 articles delivered\n"


def test_interrupt_among_the_imports_is_no_traceback():
    program = (
        "import os, signal, sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == MODULE:\n"
        "            try:\n"
        "                os.kill(os.getpid(), signal.SIGINT)\n"
        "            except KeyboardInterrupt:\n"
        "                raise SystemError('as some modules make of it') from None\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from newsfacts.cli import main\n"
        "sys.argv = ['newsfacts', 'extract', 'a.txt', '-o', 'a.json']\n"
        "main()\n"
    )
    put("a.txt")
    for module in ("typer", "newsfacts.numbers.counts", "newsfacts.pipeline", "spacy.tokens"):
        command = [sys.executable, "-c", f"MODULE = {module!r}\n{program}"]
        done = subprocess.run(command, capture_output=True, timeout=120, check=False)
        assert done.returncode == 130, (module, done.stderr)
        assert done.stderr.count(b"\n") <= 2
        assert b"Traceback" not in done.stderr
        assert os.listdir() == ["a.txt"]


@pytest.mark.parametrize("arguments", [["extract", "a.txt"], ["models"], ["schema"]])
def test_closed_stdout_is_one_line(arguments):
    put("a.txt")
    command = Path(sys.executable).with_name("newsfacts")
    line = 'exec "$@" >&-'
    done = subprocess.run(["sh", "-c", line, "sh", command, *arguments], stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr == (b"newsfacts: standard output is closed: leave it open, or name a file with -o\n")


def test_terminal_gets_a_table():
    """A pseudo-terminal as stdout: tables as wide as it is, in colour unless NO_COLOR is set."""
    pty = pytest.importorskip("pty")
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from ferry import facts_of_story\n"
        "from newsfacts.cli.output import target_of\n"
        "from newsfacts.types import KINDS\n"
        "target = target_of(None, 'auto', tuple(KINDS))\n"
        "target.write([facts_of_story()])"
    )
    shown = {}
    for colours in ("yes", "no"):
        ours, theirs = pty.openpty()
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
        environment |= {"NO_COLOR": "1"} if colours == "no" else {}
        command = [sys.executable, "-c", program, str(Path(__file__).parent)]
        process = subprocess.Popen(command, stdout=theirs, env=environment)
        os.close(theirs)
        parts = []
        with contextlib.suppress(OSError):  # the end of a pseudo-terminal is an error on Linux
            while part := os.read(ours, 65536):
                parts.append(part)
        os.close(ours)
        assert process.wait(timeout=120) == 0
        shown[colours] = b"".join(parts).decode()
    assert "\x1b[1;36mPeople" in shown["yes"]
    assert "\x1b" not in shown["no"]
    assert "─" * 100 in shown["no"]
    assert "─" * 101 not in shown["no"]


def test_full_disk_is_one_line():
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    command = Path(sys.executable).with_name("newsfacts")
    with open("/dev/full", "wb") as full:
        done = subprocess.run([command, "schema"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        b"newsfacts: output: cannot be written (no space left on device): make room, or choose another -o\n"
    )


def test_record_dates_of_other_articles_do_not_leak(asked):
    put("a.jsonl", '{"text": "Six died.", "published": "2001-01-01"}\n{"text": "Two died."}\n')
    first, second = valid(extract("a.jsonl")[1])
    assert first["published"]["date"] == "2001-01-01"
    assert second["published"] == {"date": None, "basis": None, "earliest": None, "latest": None}
