"""Zip archives: members like files."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest
from input_files import PARAGRAPHS, TEXT, page, put, read, read_none, zipped

from newsfacts.readers import Picks, packed


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def sources(*paths: str, **options) -> tuple[list[tuple[str, str | None]], list[str]]:
    articles, errors = read(*paths, **options)
    return [(article.id, article.source) for article in articles], errors


def test_members_sorted_and_known_by_the_path_in_the_archive():
    pytest.importorskip("trafilatura")
    members: dict[str, str | bytes] = {
        "z.txt": TEXT,
        "b/two.jsonl": json.dumps({"text": TEXT}) + "\n" + json.dumps({"id": "own", "text": TEXT}),
        "a/page one.html": page(),
        "b/č.md.gz": gzip.compress(TEXT.encode()),
        "data.csv": f'text\n"{TEXT}"\n',
        "picture.png": b"\x89PNG",
        "__MACOSX/._z.txt": b"\0",
        ".hidden/x.txt": TEXT,
        "empty/": "",
    }
    found, errors = sources(put("news.zip", zipped(members)))
    assert found == [
        ("page one", "news.zip/a/page one.html"),
        ("two:1", "news.zip/b/two.jsonl"),
        ("own", "news.zip/b/two.jsonl"),
        ("č", "news.zip/b/č.md.gz"),
        ("data:8", "news.zip/data.csv"),
        ("z", "news.zip/z.txt"),
    ]
    assert not errors
    with Path("news.zip").open("rb") as stream:
        from_stdin, _ = sources("-", stdin=stream.read())
    assert from_stdin == [(id, source and source.replace("news.zip", "stdin")) for id, source in found]


def test_ids_where_members_share_a_stem():
    put("a.zip", zipped({"1/x.txt": TEXT, "2/x.txt": TEXT, "y.txt": TEXT}))
    put("b.zip", zipped({"y.txt": TEXT}))
    found, _ = sources("a.zip", "b.zip")
    assert [id for id, _ in found] == ["1/x.txt", "2/x.txt", "y", "b.zip/y.txt"]
    assert not any(article.warnings for article in read("a.zip", "b.zip")[0])


def test_lone_member_is_read_whatever_its_name():
    assert sources(put("a.zip", zipped({"story": TEXT})))[0] == [("story", "a.zip/story")]


def test_archives_in_archives():
    inner = zipped({"x.txt": TEXT})
    assert sources(put("a.zip", zipped({"in.zip": inner, "b.txt": TEXT})))[0] == [
        ("b", "a.zip/b.txt"),
        ("x", "a.zip/in.zip/x.txt"),
    ]
    for _ in range(packed.MAX_DEPTH):
        inner = zipped({"in.zip": inner})
    error = read_none(put("deep.zip", inner))
    assert error.startswith("deep.zip: packed more than 4 times over: ")


def test_archive_in_a_folder_and_picks():
    put("in/a.zip", zipped({"2024/x.txt": TEXT, "2023/y.txt": TEXT, "2024/z.md": TEXT}))
    put("in/2024/b.txt", TEXT)
    put("in/c.txt", TEXT)
    picked = [id for id, _ in sources("in", picks=Picks(include=("2024/*.txt", "a.zip/2024/*.txt")))[0]]
    assert picked == ["b", "x"]
    assert [id for id, _ in sources("in", picks=Picks(exclude=("a.zip",)))[0]] == ["b", "c"]
    assert [id for id, _ in sources("in/a.zip", picks=Picks(exclude=("2024/", "*.md")))[0]] == ["y"]


def test_encrypted_and_damaged_members_cost_no_other():
    content = bytearray(zipped({"a.txt": TEXT, "b.txt": TEXT + "b", "c.txt": TEXT + "c"}))
    entries = [at for at in range(len(content)) if content[at : at + 4] == b"PK\x01\x02"]
    content[entries[0] + 8] |= 1  # encrypted, in the list of members
    at = content.index(b"c.txt") + 5 + 20
    content[at : at + 10] = b"\xff" * 10
    articles, errors = read(put("a.zip", bytes(content)))
    assert [article.id for article in articles] == ["b"]
    assert errors[0] == "a.zip/a.txt: encrypted: unpack it yourself, with its password"
    assert errors[1].startswith("a.zip/c.txt: broken in its archive (")
    assert len(errors) == 2


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (zipped({"a.txt": TEXT})[:-30], "broken zip ("),
        (b"PK\x03\x04" + b"x" * 100, "broken zip ("),
        (b"no zip", "broken zip ("),
        (zipped({}), "no articles in this archive: it needs files of .txt"),
        (zipped({"a.png": "x", "b.png": "x"}), "no articles in this archive"),
        (
            zipped({"[Content_Types].xml": "x", "word/document.xml": "x"}),
            "a Word document (.docx), not text: save it as plain text (.txt)",
        ),
        (zipped({"mimetype": "application/epub+zip", "a.xhtml": page()}), "an Office document or e-book"),
    ],
)
def test_what_is_no_archive_of_articles(content, what):
    assert read_none(put("a.zip", content)).startswith(f"a.zip: {what}")


def test_bombs_are_bounded_over_all_members(monkeypatch):
    monkeypatch.setattr(packed, "MAX_UNPACKED_BYTES", 1_000_000)
    lines = json.dumps({"text": "Six died."}) + "\n"
    members = {f"{number}.jsonl": "\n" * 300_000 + lines for number in range(9)}
    articles, errors = read(put("a.zip", zipped(members)))
    assert len(articles) == 3
    assert errors == [
        "a.zip: unpacks to more than 100 times its size, like a zip bomb: unpack it yourself, if you trust it"
    ]


def test_bomb_in_a_packed_archive(monkeypatch):
    monkeypatch.setattr(packed, "MAX_UNPACKED_BYTES", 1_000_000)
    content = gzip.compress(zipped({"a.html": "<html>" + " " * 3_000_000}))
    assert read_none(put("a.zip.gz", content)).startswith("a.zip.gz: unpacks to more than 100 times its size")


def test_honest_archives_are_no_bombs(monkeypatch):
    monkeypatch.setattr(packed, "MAX_UNPACKED_BYTES", 10_000)
    put("a.zip", zipped({f"{at}.txt": "\n".join(PARAGRAPHS) * 40 for at in range(9)}))
    assert len(read("a.zip")[0]) == 9


def test_member_names_lead_nowhere_else():
    with zipfile.ZipFile("a.zip", "w") as archive:
        archive.writestr("../../x.txt", TEXT)
        archive.writestr("../articles/y.txt", TEXT)
        archive.writestr("../.hidden/z.txt", TEXT)
    # What `zip a.zip ../articles/*` makes is read like any other; nothing is written by such a name.
    articles, errors = read("a.zip")
    assert ([article.id for article in articles], errors) == (["x", "y"], [])
    assert not Path("../../x.txt").exists()


def test_members_named_as_windows_names_them_are_read():
    with zipfile.ZipFile("w.zip", "w") as archive:
        for name in ("..\\a.txt", "C:\\news\\b.txt", "news\\.hidden\\c.txt"):
            archive.writestr(name, TEXT)
    articles, errors = read("w.zip")
    assert (len(articles), errors) == (2, [])
