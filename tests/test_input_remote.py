"""Parquet files, and files of other file systems, as input: the same articles as from JSON Lines beside."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from input_files import PARAGRAPHS, page, put, read, read_none, read_one, warc_record
from typer.testing import CliRunner

from newsfacts.cli import app
from newsfacts.readers import Picks, find_inputs, holds_records
from newsfacts.types import Published, PublishedBasis

pyarrow: Any = pytest.importorskip("pyarrow")
parquet: Any = pytest.importorskip("pyarrow.parquet")
fsspec: Any = pytest.importorskip("fsspec")

ROWS = [
    {
        "ID": f"a{at}",
        "Body Text": f"{text} Number {at}.",
        "headline": f"Story {at}",
        "pub_date": datetime(2024, 9, 2, 23, at, tzinfo=UTC),
        "authors": ["Ana Ruiz", "Jan Holm"],
        "views": at,
    }
    for at, text in enumerate(PARAGRAPHS)
]


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fsspec.filesystem("memory").store.clear()
    fsspec.filesystem("memory").pseudo_dirs[:] = [""]


def table(rows=ROWS, **options) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(rows), out, **options)
    return out.getvalue()


def remote(path: str, data: bytes) -> str:
    with fsspec.open(f"memory://{path}", "wb") as stream:
        stream.write(data)
    return f"memory://{path}"


def plain(articles) -> list[tuple]:
    return [(a.id, a.text, a.title, a.author, a.published, a.url, a.warnings) for a in articles]


def lines(rows=ROWS) -> bytes:
    return b"".join(json.dumps(row, default=str).encode() + b"\n" for row in rows)


# --- Parquet


@pytest.mark.parametrize(
    "options", [{}, {"row_group_size": 2}, {"compression": "gzip", "use_dictionary": False}]
)
def test_parquet_gives_what_json_lines_give(options):
    found, errors = read(put("news.parquet", table(**options)))
    assert not errors
    assert plain(found) == plain(read(put("news.jsonl", lines()))[0])
    assert found[1].published == Published("2024-09-02", PublishedBasis.METADATA)
    assert (found[1].author, found[1].source) == ("Ana Ruiz; Jan Holm", "news.parquet")


def test_parquet_is_known_by_its_content_and_read_from_a_pipe():
    stdin = table()
    assert [a.id for a in read("-", stdin=stdin)[0]] == ["a0", "a1", "a2", "a3"]
    assert [a.id for a in read(put("news.data", stdin))[0]] == ["a0", "a1", "a2", "a3"]
    assert len(read(put("news.parquet.gz", gzip.compress(stdin)))[0]) == 4


def test_parquet_types():
    rows = pyarrow.table(
        {
            "text": pyarrow.array([b"Six people died.", None, "Zürich".encode("latin-1")], pyarrow.binary()),
            "date": pyarrow.array([1, 2, 3], pyarrow.timestamp("ns")),
            "id": pyarrow.array(["x", "x", "y"]).dictionary_encode(),
        }
    )
    out = io.BytesIO()
    parquet.write_table(rows, out)
    found, errors = read(put("a.parquet", out.getvalue()))
    assert [a.text for a in found] == ["Six people died.", "Zürich"]
    assert [a.published.date for a in found] == ["1970-01-01", "1970-01-01"]
    assert errors == ["a.parquet:2: field 'text' is no text: it needs to be a string"]
    rows = pyarrow.table({"text": ["Six died."], "date": pyarrow.array([date(2024, 9, 2)])})
    parquet.write_table(rows, "b.parquet")
    assert read_one("b.parquet").published.date == "2024-09-02"


def test_parquet_nested_fields():
    put("a.parquet", table([{"_source": {"text": "Six people died.", "title": "Six"}, "n": 1}]))
    assert (read_one("a.parquet").text, read_one("a.parquet").title) == ("Six people died.", "Six")


def test_parquet_that_holds_no_articles_is_one_line():
    rows = [{"n": at, "words": "Six people died."} for at in range(1000)]
    assert read_none(put("a.parquet", table(rows))) == (
        "a.parquet: no field 'text': say which one holds the article with --text-field (there are: n, words)"
    )
    facts = [{"article_id": "a", "fact": 0, "sentence_start": 1, "text": "Six"}]
    assert "a table of facts" in read_none(put("b.parquet", table(facts)))
    assert read_none(put("c.parquet", table()[:-30])).startswith("c.parquet: broken Parquet")
    empty = io.BytesIO()
    parquet.write_table(pyarrow.table({"text": pyarrow.array([], pyarrow.string())}), empty)
    assert read_none(put("d.parquet", empty.getvalue())) == "d.parquet: no records in it: leave it out"


def test_parquet_that_is_a_bomb_is_not_unpacked():
    rows = [{"text": "0" * 30_000_000}]
    error = read_none(put("a.parquet", table(rows, compression="gzip", use_dictionary=False)))
    assert "like a zip bomb" in error


def test_parquet_damaged_anywhere_is_articles_or_an_error():
    whole = table(row_group_size=2)
    for at in range(5, len(whole), 31):
        data = bytearray(whole)
        data[at] ^= 0x55
        found, errors = read(put("a.parquet", bytes(data)), format="parquet")
        assert found or errors
        for article in found:
            article.text.encode()


def test_parquet_without_pyarrow_is_one_line(tmp_path):
    put("news.parquet", table())
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from newsfacts.readers import find_inputs, read_articles\n"
        "list(read_articles(find_inputs(['news.parquet'], on_error=print), on_error=print))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == ("news.parquet: needs the parquet extra: pip install 'newsfacts[parquet]'\n")


# --- other file systems


def test_remote_files_give_what_local_ones_do():
    for name, data in (
        ("news.jsonl.gz", gzip.compress(lines())),
        ("news.parquet", table()),
        ("a.txt", b"Six."),
    ):
        here, there = read(put(name, data))[0], read(remote(f"/in/{name}", data))[0]
        assert plain(here) == plain(there)
        assert there[0].source == f"memory:///in/{name}"


def test_remote_warc():
    pytest.importorskip("fastwarc")
    data = b"".join(warc_record(number, page().encode()) for number in range(3))
    assert plain(read(remote("/in/a.warc", data))[0]) == plain(read(put("a.warc", data))[0])


def test_remote_folders_and_patterns():
    for name in ("b.txt", "2024/a.jsonl", "2024/c.md", "2024/x.png", ".hidden/d.txt", "e.parquet"):
        remote(f"/in/{name}", lines() if name.endswith("jsonl") else b"Six people died.")
    articles, errors = read("memory:///in")
    assert not errors
    assert [a.source for a in articles if not a.id.startswith("a")] == [
        "memory:///in/2024/c.md",
        "memory:///in/b.txt",
    ]
    assert [a.id for a in read("memory:///in/*.txt")[0]] == ["b"]
    picked = [a.source for a in read("memory:///in", picks=Picks(("2024/",), ("*.jsonl",)))[0]]
    assert picked == ["memory:///in/2024/c.md"]


def test_remote_ids_that_clash_are_told_apart():
    remote("/in/x/a.txt", b"Six died.")
    remote("/in/y/a.txt", b"Seven died.")
    assert [a.id for a in read("memory:///in")[0]] == ["x/a.txt", "y/a.txt"]
    assert [a.id for a in read("memory:///in/x/a.txt", "memory:///in/y/a.txt")[0]] == ["x/a.txt", "y/a.txt"]


def test_a_file_address_is_the_local_file(tmp_path):
    put("a.txt", "Six people died.")
    address = f"file://{tmp_path}/a.txt"
    assert read_one(address).text == "Six people died."
    assert len(read(address, "a.txt")[0]) == 1
    assert not holds_records(find_inputs([address], on_error=print)[0])


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("memory:///no.jsonl", "memory:///no.jsonl: no such file or folder: check the path"),
        ("memory:///no*.jsonl", "memory:///no*.jsonl: no file matches: check the pattern"),
        ("nosuch://x/a.txt", "nosuch://x/a.txt: cannot be opened (Protocol not known: nosuch): "),
        (
            "zip://a.txt::https://news.test/a.zip",
            "zip://a.txt::https://news.test/a.zip: a chain of file systems",
        ),
        (
            "https://news.test/a.parquet",
            "https://news.test/a.parquet: a web address, no file: nothing is fetched",
        ),
    ],
)
def test_remote_paths_that_cannot_be_read_are_one_line(address, error):
    assert read_none(address).startswith(error)


def test_a_file_system_whose_package_is_missing_is_one_line(monkeypatch):
    known = {"class": "nosuchpackage.Files", "err": "Install nosuchpackage to read cold://"}
    monkeypatch.setitem(sys.modules["fsspec.registry"].known_implementations, "cold", known)
    assert read_none("cold://x/a.txt") == (
        "cold://x/a.txt: no package for cold:// is installed: install it (Install nosuchpackage to read cold://)"
    )


def test_remote_paths_without_fsspec_are_one_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec", None)
    assert read_none("s3://bucket/a.jsonl") == (
        "s3://bucket/a.jsonl: needs the remote extra: pip install 'newsfacts[remote]'"
    )


def test_a_remote_file_that_breaks_off_costs_no_other(monkeypatch):
    put("b.txt", "Six people died.")
    address = remote("/in/a.txt", b"Six people died.")

    def breaks(self, size=-1):
        raise RuntimeError("connection lost\nagain")

    monkeypatch.setattr(sys.modules["fsspec.implementations.memory"].MemoryFile, "read", breaks)
    articles, errors = read(address, "b.txt")
    assert [a.id for a in articles] == ["b"]
    assert errors == [
        "memory:///in/a.txt: cannot be read (connection lost again): check the file and its permissions"
    ]


def test_the_day_of_the_last_change_of_a_remote_file():
    address = remote("/in/a.txt", b"Six people died.")
    day = datetime.now(UTC).date()
    modified = read_one(address, modified=True).modified
    assert modified is not None
    assert abs((modified - day).days) <= 1


def test_the_output_does_not_overwrite_an_input_that_is_named_by_an_address(tmp_path):
    put("a.jsonl", lines())
    result = CliRunner().invoke(app, ["extract", f"file://{tmp_path}/a.jsonl", "-o", "a.jsonl"])
    assert result.exit_code == 2
    assert "would overwrite the input" in result.stderr
    assert (tmp_path / "a.jsonl").read_bytes() == lines()


# --- the command


def facts(*arguments: str) -> list[dict]:
    result = CliRunner().invoke(
        app, ["extract", "--quiet", "--only", "dates", "--format", "jsonl", *arguments]
    )
    assert (result.exit_code, result.stderr) == (0, "")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return [{key: value for key, value in record.items() if key != "source"} for record in found]


@pytest.mark.model
def test_shares_of_parquet_and_of_remote_files_are_those_of_json_lines():
    put("news.jsonl", lines())
    put("news.parquet", table(row_group_size=1))
    address = remote("/in/news.jsonl", lines())
    whole = facts("news.jsonl")
    assert len(whole) == 4
    for path in ("news.parquet", address):
        assert facts(path) == whole
        shares = [facts(path, "--shard", f"{share}/2") for share in (1, 2)]
        assert shares == [facts("news.jsonl", "--shard", f"{share}/2") for share in (1, 2)]
        assert sorted(found["id"] for share in shares for found in share) == [found["id"] for found in whole]


@pytest.mark.model
def test_a_run_over_parquet_goes_on_where_it_was():
    address = remote("/in/news.parquet", table())
    arguments = ["extract", "--only", "dates", "--resume", address, "-o", "facts.jsonl"]
    assert CliRunner().invoke(app, [*arguments, "--limit", "2"]).exit_code == 0
    again = CliRunner().invoke(app, arguments)
    assert again.exit_code == 0
    with open("facts.jsonl", encoding="utf-8") as stream:
        assert [json.loads(line)["id"] for line in stream] == ["a0", "a1", "a2", "a3"]


def test_one_bad_remote_input_is_exit_code_3_and_none_is_2():
    put("a.txt", "Six people died.")
    one = CliRunner().invoke(app, ["extract", "--only", "dates", "--quiet", "a.txt", "memory:///no.parquet"])
    assert (one.exit_code, one.stderr) == (
        3,
        "memory:///no.parquet: no such file or folder: check the path\n",
    )
    none = CliRunner().invoke(app, ["extract", "--quiet", "memory:///no.parquet"])
    assert none.exit_code == 2


# --- output on other file systems


ARTICLES = ("Six people were killed in Kyiv on Monday.", "Two men were hurt in Lima, police said.")


def written(*arguments: str):
    for at, text in enumerate(ARTICLES):
        put(f"in/{at}.txt", text.encode())
    return CliRunner().invoke(app, ["extract", "--quiet", "in", *arguments])


def stored() -> list[str]:
    return sorted(fsspec.filesystem("memory").store)


@pytest.mark.model
def test_tables_of_parquet_stand_on_another_file_system_as_on_this_one():
    assert written("--format", "parquet", "-o", "here").exit_code == 0
    done = written("--format", "parquet", "-o", "memory://archive/facts/")
    assert (done.exit_code, done.stderr) == (0, "")
    here = {path.name: path.read_bytes() for path in Path("here").iterdir()}
    there = {path.rpartition("/")[2]: fsspec.filesystem("memory").cat(path) for path in stored()}
    assert here == there
    assert all(path.startswith("/archive/facts/") for path in stored())


@pytest.mark.model
def test_a_file_elsewhere_is_replaced_by_what_a_local_one_would_hold():
    address = remote("/facts.jsonl", b"old")
    assert written("-o", "facts.jsonl").exit_code == 0
    assert written("-o", address).exit_code == 0
    assert stored() == ["/facts.jsonl"]
    assert fsspec.filesystem("memory").cat("/facts.jsonl") == Path("facts.jsonl").read_bytes()
    assert written("-o", f"file://{Path.cwd()}/again.jsonl").exit_code == 0
    assert Path("again.jsonl").read_bytes() == Path("facts.jsonl").read_bytes()


@pytest.mark.model
@pytest.mark.parametrize("fails_at", [2, 3])  # the first may be sent, none may stay
def test_a_folder_elsewhere_is_as_it_was_when_sending_fails(monkeypatch, fails_at):
    kind = type(fsspec.filesystem("memory"))
    address, sends, real = remote("/facts/places.parquet", b"old"), [], kind.put_file

    def put_file(self, local, there, **options):
        sends.append(there)
        if len(sends) == fails_at:
            raise PermissionError("no room left in the bucket")
        return real(self, local, there, **options)

    monkeypatch.setattr(kind, "put_file", put_file)
    done = written("--format", "parquet", "-o", address.rpartition("/")[0] + "/")
    assert done.exit_code == 2
    assert "no room left in the bucket" in done.stderr
    assert len(sends) == fails_at
    assert {path: fsspec.filesystem("memory").cat(path) for path in stored()} == {
        "/facts/places.parquet": b"old"
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "memory://facts.jsonl", "--resume"], "--resume: keeps what is done beside the output"),
        (["-o", "file:///no/such/folder/facts.jsonl"], "no such file or folder"),
        (["-o", "nosuchkind://bucket/facts.jsonl"], "nosuchkind"),
        (["-o", "memory://facts/", "--format", "jsonl"], "-o memory://facts/: a folder: name a file in it"),
        (["-o", "memory://facts.what"], "-o memory://facts.what: in which format?"),
    ],
)
def test_outputs_elsewhere_that_cannot_be_written_are_told_before_anything_is_read(arguments, said):
    done = written(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert stored() == []


def test_other_commands_say_that_they_write_here():
    put("facts.jsonl", b"")
    done = CliRunner().invoke(app, ["merge", "facts.jsonl", "-o", "memory://stories.jsonl"])
    assert done.exit_code == 2
    assert "only extract writes to other file systems" in done.stderr
