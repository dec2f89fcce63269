"""Files of tables when things go wrong: what was there before stays, or what is there is whole."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from importlib import util
from pathlib import Path
from typing import Any

import pytest
from ferry import facts_of_story
from table_files import NAMES, expected, read, write

from newsfacts import jobs
from newsfacts.cli import app
from newsfacts.errors import UsageError
from newsfacts.output.columns import COLUMNS
from newsfacts.types import KINDS
from newsfacts.writers import FORMATS, streams

pytest.importorskip("pyarrow")
pytest.importorskip("xlsxwriter")
pytest.importorskip("openpyxl")

FILES = [name for name, form in FORMATS.items() if form.open_tables]


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def old_one(name: str) -> Path:
    path = Path(NAMES[name])
    write(name, path, [facts_of_story("old")])
    return path


def everything(path: Path) -> dict[str, bytes]:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name: file.read_bytes() for file in files}


def broken_off(error: BaseException):
    yield facts_of_story("new")
    raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
@pytest.mark.parametrize("name", FILES)
def test_run_that_breaks_off(name, error):
    path = old_one(name)
    before = everything(path)
    with pytest.raises(error):
        write(name, path, broken_off(error()))
    if FORMATS[name].keeps_articles:
        assert read(name, path) == expected([facts_of_story("old"), facts_of_story("new")])
    else:
        assert everything(path) == before
    assert os.listdir() == [path.name]


@pytest.mark.parametrize("name", FILES)
def test_run_that_breaks_off_before_the_first_article_leaves_nothing(name):
    def facts():
        raise KeyboardInterrupt
        yield

    path = Path(NAMES[name])
    with pytest.raises(KeyboardInterrupt):
        write(name, path, facts())
    assert [file for file in Path().rglob("*") if file.is_file()] == []


class _Full:
    """A file on a disk that takes so many bytes."""

    def __init__(self, room: int) -> None:
        self.room = room

    def opened(self, file: int | Path):
        room = self

        class File(streams._Bytes):
            def __init__(self) -> None:
                super().__init__(file)

            def write(self, data, /) -> int:
                if not self.over:
                    room.room -= memoryview(data).nbytes
                    if room.room < 0:
                        self.over = True
                        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                return super().write(data)

        return File()


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("room", [0, 0.001, 0.3, 0.99])
@pytest.mark.parametrize("name", ["parquet", "xlsx"])
def test_full_disk_leaves_the_old_file(name, room, monkeypatch):
    path = old_one(name)
    before = everything(path)
    room = int(room * max(map(len, before.values())))
    whole = streams._whole
    monkeypatch.setattr(streams, "_whole", lambda path, _, group: whole(path, _Full(room).opened, group))
    with pytest.raises(UsageError, match=r"cannot be written .no space left on device.: choose another -o"):
        write(name, path, [facts_of_story()])
    assert everything(path) == before
    assert os.listdir() == [path.name]


@contextlib.contextmanager
def largest_file(size: int):
    """Python ignores SIGXFSZ: a write beyond `size` bytes is an error, as on a full disk."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", FILES)
def test_file_that_cannot_grow(name):
    path = old_one(name)
    before = everything(path)
    long = replace(facts_of_story("old"), article=replace(facts_of_story().article, title="x" * 20_000))
    others = [facts_of_story(f"long title {number}") for number in range(300)]
    with (
        largest_file(300_000 if name == "sqlite" else 2_000),
        pytest.raises(UsageError, match="cannot be written"),
    ):
        write(name, path, [long, *others])
    assert os.listdir() == [path.name]
    if name == "sqlite":
        ids = [row["id"] for row in read(name, path)["articles"]]
        assert ids[:2] == ["old", "ferry"]
        assert 2 < len(ids) < 300  # those of whole transactions
    else:
        assert everything(path) == before


@contextlib.contextmanager
def without_rights(folder: Path):
    """A read-only folder; as root, for whom there is none, as somebody else."""
    root = os.geteuid() == 0
    folder.chmod(0o555)
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.mark.parametrize("name", FILES)
def test_folder_that_may_not_be_written(name, monkeypatch):
    # Not below the folder of the test, into which nobody else may look.
    monkeypatch.delenv("TMPDIR")
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        Path(place).chmod(0o755)
        os.chdir(place)
        path = old_one(name)
        before = everything(path)
        with (
            without_rights(path if path.is_dir() else Path(place)),
            pytest.raises(UsageError, match=r"cannot be written .*: choose another -o"),
        ):
            write(name, path, [facts_of_story()])
        assert everything(path) == before
        assert os.listdir() == [path.name]
        new = Path("new") / NAMES[name]
        new.parent.mkdir()
        form = FORMATS[name]
        assert form.open_tables
        opened = form.open_tables(new.parent if form.one_table else new, COLUMNS, folder=form.one_table)
        with (
            without_rights(new.parent),
            pytest.raises(UsageError, match=r"cannot be written .*: choose another"),
            opened,
        ):
            raise AssertionError("opened")
        assert os.listdir("new") == []


@pytest.mark.parametrize("name", FILES)
def test_folder_that_is_gone(name):
    form = FORMATS[name]
    assert form.open_tables
    with (
        pytest.raises(UsageError, match="cannot be written"),
        form.open_tables(Path("gone") / NAMES[name], COLUMNS, folder=form.one_table),
    ):
        pass
    assert os.listdir() == []


# Databases


def test_other_files_are_no_databases():
    for content in (
        b"Not a database, but a text of more than a hundred characters" * 4,
        b"SQLite format 3\0" + b"x" * 99,
    ):
        Path("notes.db").write_bytes(content)
        with pytest.raises(
            UsageError, match=r"notes\.db: not an SQLite database, or a broken one: choose another -o"
        ):
            write("sqlite", Path("notes.db"), [facts_of_story()])
        assert Path("notes.db").read_bytes() == content


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("CREATE TABLE articles (id INTEGER)", "a database of something else: choose another -o"),
        ("PRAGMA user_version = 7", "a database of something else: choose another -o"),
        (
            "PRAGMA application_id = 1315272563; PRAGMA user_version = 2",
            "a database of another version of newsfacts .layout 2, not 1.: choose another -o",
        ),
    ],
)
def test_other_databases_are_left_alone(statement, what):
    path = Path("other.db")
    with closing(sqlite3.connect(path)) as database:
        database.executescript(f"{statement}; CREATE TABLE notes (text)")
    before = path.read_bytes()
    with pytest.raises(UsageError, match=f"other.db: {what}"):
        write("sqlite", path, [facts_of_story()])
    assert path.read_bytes() == before


def test_empty_file_becomes_a_database():
    Path("facts.db").touch()
    write("sqlite", Path("facts.db"), [facts_of_story()])
    assert len(read("sqlite", Path("facts.db"))["casualties"]) == 3


def test_database_of_a_table_of_ones_own_is_added_to():
    path = old_one("sqlite")
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE notes (article_id TEXT, text TEXT)")
    write("sqlite", path, [facts_of_story("new")])
    assert set(read("sqlite", path)) == {*COLUMNS, "notes"}


def test_database_in_use_is_one_line(monkeypatch):
    path = old_one("sqlite")
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda place, **options: connect(place, **{**options, "timeout": 0})
    )
    with closing(connect(path)) as database:
        database.execute("BEGIN IMMEDIATE")
        with pytest.raises(
            UsageError, match=r"facts\.db: cannot be written .database is locked.: choose another"
        ):
            write("sqlite", path, [facts_of_story()])
    assert read("sqlite", path) == expected([facts_of_story("old")])


def test_odd_names_of_databases():
    for name in (":memory:", "file:a?mode=ro", "a%20b#c.db", "ünï.db"):
        write("sqlite", Path(name), [facts_of_story()])
        assert Path(name).stat().st_size
    assert len(os.listdir()) == 4


# The command


@pytest.fixture
def run(monkeypatch):
    """`newsfacts` with the facts of the story for every article."""
    from typer.testing import CliRunner

    def extract_many(articles, **given):
        for article in articles:
            story = facts_of_story(article.id)
            known: dict[str, Any] = {
                kind: getattr(story, kind) if kind in given["only"] else () for kind in KINDS
            }
            yield replace(story, **known)

    def run(*arguments: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, list(arguments))
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr

    monkeypatch.setattr(jobs, "extract_many", extract_many)
    Path("a.txt").write_text("Six people were killed.")
    return run


@pytest.mark.parametrize("name", ["f.db", "f.sqlite", "f.sqlite3", "f.xlsx"])
def test_one_file_takes_all_kinds(run, name):
    code, out, err = run("extract", "-q", "a.txt", "-o", name)
    assert (code, out, err) == (0, "", "")
    found = read("xlsx" if name == "f.xlsx" else "sqlite", Path(name))
    assert {table: len(rows) for table, rows in found.items()} == {
        "articles": 1,
        "people": 1,
        "places": 2,
        "organizations": 2,
        "casualties": 3,
        "dates": 4,
        "mentions": 6,
    }


def test_parquet_is_a_file_a_kind(run):
    assert run("extract", "-q", "a.txt", "-f", "parquet", "-o", "tables")[0] == 0
    assert sorted(os.listdir("tables")) == sorted(f"{table}.parquet" for table in COLUMNS)
    assert run("extract", "-q", "a.txt", "--only", "casualties", "-o", "tables/tolls.parquet")[0] == 0
    code, _, err = run("extract", "a.txt", "-o", "f.parquet")
    assert (code, err) == (
        2,
        "newsfacts: -o f.parquet: one file holds one kind of fact: add --only casualties, or -o FOLDER\n",
    )


def test_only_restricts_the_tables(run):
    run("extract", "-q", "a.txt", "--only", "people", "-o", "f.xlsx")
    assert list(read("xlsx", Path("f.xlsx"))) == ["articles", "people", "mentions"]


@pytest.mark.parametrize(
    ("arguments", "say"),
    [
        (["-f", "xlsx"], "--format xlsx: not for standard output: add -o FILE.xlsx"),
        (["-f", "sqlite", "-o", "-"], "--format sqlite: not for standard output: add -o FILE.sqlite"),
        (
            ["-f", "parquet"],
            "--format parquet: not for standard output: "
            "add -o FILE.parquet (with --only dates), or -o FOLDER",
        ),
        (
            ["-f", "parquet", "--only", "people"],
            "--format parquet: not for standard output: add -o FILE.parquet",
        ),
        (["-f", "xlsx", "-o", "."], "-o .: a folder: name a file in it for --format xlsx"),
        (["-f", "sqlite", "-o", "/dev/null"], "/dev/null: no file: name one for the database"),
        (["--rows", "-f", "csv"], "--rows: JSON Lines, which --format csv is not: leave one out"),
    ],
)
def test_what_does_not_fit_is_one_line(run, arguments, say):
    code, out, err = run("extract", "a.txt", *arguments)
    assert (code, out, err) == (2, "", f"newsfacts: {say}\n")
    assert os.listdir() == ["a.txt"]


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.needs])
def test_missing_extra_is_told_before_anything_is_read(run, name, monkeypatch):
    needs = FORMATS[name].needs
    assert needs
    module, extra = needs
    find = util.find_spec
    monkeypatch.setattr("newsfacts.writers.formats.find_spec", lambda of: None if of == module else find(of))
    code, out, err = run("extract", "gone.txt", "-f", name, "-o", f"new/f.{name}")
    line = f"newsfacts: --format {name}: needs the {extra} extra: pip install 'newsfacts[{extra}]'\n"
    assert (code, out, err) == (2, "", line)
    assert os.listdir() == ["a.txt"]


def test_rows_are_lines_of_facts(run):
    import json

    _, out, _ = run("extract", "-q", "a.txt", "--rows", "--only", "casualties,dates")
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line.pop("kind_of_fact") for line in lines] == ["casualties"] * 3 + ["dates"] * 4
    made = expected([facts_of_story("a")])
    assert lines == made["casualties"] + made["dates"]
    assert all(tuple(line) == COLUMNS["casualties"] for line in lines[:3])
    run("extract", "-q", "a.txt", "--rows", "--only", "casualties,dates", "-o", "f.jsonl")
    assert Path("f.jsonl").read_text("utf-8") == out


def test_input_is_never_the_output(run):
    Path("tables").mkdir()
    Path("tables/articles.csv").write_text("text\nSix people were killed.\n")
    code, _, err = run("extract", "tables/articles.csv", "-f", "csv", "-o", "tables")
    assert code == 2
    assert "would overwrite the input tables/articles.csv" in err


@pytest.mark.parametrize("name", ["t.parquet", "t.db", "t.xlsx"])
def test_timeline_is_a_table_too(run, name):
    from newsfacts.output.timeline_records import TIMELINE_COLUMNS

    for _ in range(2):
        code, out, err = run("timeline", "-q", "a.txt", "-o", name)
        assert (code, out, err) == (0, "", "")
    if name == "t.parquet":
        import pyarrow.parquet

        rows = pyarrow.parquet.read_table(name).to_pylist()
    else:
        ((table, rows),) = read("xlsx" if name == "t.xlsx" else "sqlite", Path(name)).items()
        assert table == "timeline"
    assert tuple(rows[0]) == TIMELINE_COLUMNS
    assert [row["first"] for row in rows] == ["2024-09-01", "2024-09-01", "2024-10-07"]


def test_timeline_goes_into_the_database_of_the_facts(run):
    run("extract", "-q", "a.txt", "-o", "f.db")
    run("timeline", "-q", "a.txt", "-o", "f.db")
    run("extract", "-q", "a.txt", "-o", "f.db")
    assert {"timeline", *COLUMNS} == set(read("sqlite", Path("f.db")))


def test_timeline_has_no_formats_of_articles(run):
    code, _, err = run("timeline", "a.txt", "-f", "rows")
    assert (code, err.split(":")[2]) == (2, " unknown 'rows'")


# The command, with a stand-in for the pipeline; AFTER is called when the first article is written.
STAND_IN = """\
import os, signal, sys
sys.path.insert(0, sys.argv.pop(1))
from ferry import facts_of_story
from newsfacts import jobs
from newsfacts.cli import main
AFTER = lambda: None
def extract_many(articles, **given):
    yield facts_of_story("new")
    AFTER()
jobs.extract_many = extract_many
"""


@pytest.mark.parametrize("name", FILES)
def test_interrupt_of_the_command(name):
    """A real signal, while facts are written to the file."""
    old_one(name)
    before = everything(Path(NAMES[name]))
    Path("a.txt").write_text("Six people were killed.")
    interrupt = "AFTER = lambda: os.kill(os.getpid(), signal.SIGINT)\n"
    command = [sys.executable, "-c", f"{STAND_IN}{interrupt}main()\n", str(Path(__file__).parent)]
    options = ["extract", "a.txt", "-f", name, "-o", NAMES[name]]
    done = subprocess.run([*command, *options], capture_output=True, timeout=120, check=False)
    assert done.returncode == 128 + signal.SIGINT
    kept = FORMATS[name].keeps_articles
    assert done.stderr.decode().splitlines()[-1] == (
        f"newsfacts: interrupted; {'1 article' if kept else '0 articles'} delivered"
    )
    assert sorted(os.listdir()) == sorted(["a.txt", NAMES[name]])
    if kept:
        assert read(name, Path(NAMES[name])) == expected([facts_of_story("old"), facts_of_story("new")])
    else:
        assert everything(Path(NAMES[name])) == before


@pytest.mark.parametrize("name", ["xlsx", "parquet", "csv"])
def test_pipe_by_name_that_nobody_reads_is_silent(name):
    """`-o /dev/stdout | head -c 1`"""
    Path("a.txt").write_text("Six people were killed.")
    read_end, write_end = os.pipe()
    os.close(read_end)
    command = [sys.executable, "-c", f"{STAND_IN}main()\n", str(Path(__file__).parent)]
    options = ["extract", "a.txt", "-q", "-f", name, "--only", "dates", "-o", "/dev/stdout"]
    done = subprocess.run(
        [*command, *options], stdout=write_end, stderr=subprocess.PIPE, timeout=120, check=False
    )
    os.close(write_end)
    assert (done.returncode, done.stderr) == (0, b"")


def test_pipe_by_name_takes_a_file():
    Path("a.txt").write_text("Six people were killed.")
    command = [sys.executable, "-c", f"{STAND_IN}main()\n", str(Path(__file__).parent)]
    options = ["extract", "a.txt", "-q", "-f", "parquet", "--only", "dates", "-o", "/dev/stdout"]
    done = subprocess.run([*command, *options], capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    import pyarrow.parquet

    Path("f.parquet").write_bytes(done.stdout)
    assert pyarrow.parquet.read_table("f.parquet").num_rows == 4
