"""`--include` and `--exclude`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from input_files import put, read

from newsfacts.readers import Picks

PATHS = ("a.html", "b.txt", "2024/c.html", "2024/09/d.html", "old/2024/e.txt", "[x].txt")


@pytest.mark.parametrize(
    ("glob", "matched"),
    [
        ("*.html", ["a.html", "2024/c.html", "2024/09/d.html"]),
        ("/*.html", ["a.html"]),
        ("2024/*.html", ["2024/c.html"]),
        ("2024/**/*.html", ["2024/c.html", "2024/09/d.html"]),
        ("**/*.txt", ["b.txt", "old/2024/e.txt", "[x].txt"]),
        ("2024", ["2024/c.html", "2024/09/d.html", "old/2024/e.txt"]),
        ("2024/", ["2024/c.html", "2024/09/d.html", "old/2024/e.txt"]),
        ("/2024/", ["2024/c.html", "2024/09/d.html"]),
        ("2024/**", ["2024/c.html", "2024/09/d.html"]),
        ("[ab].*", ["a.html", "b.txt"]),
        ("[!ab].html", ["2024/c.html", "2024/09/d.html"]),
        ("?.txt", ["b.txt", "old/2024/e.txt"]),
        ("[[]x].txt", ["[x].txt"]),
        ("*", list(PATHS)),
        ("d", []),
        (".html", []),
    ],
)
def test_patterns(glob, matched):
    assert [path for path in PATHS if Picks(include=(glob,)).takes(path)] == matched
    assert [path for path in PATHS if not Picks(exclude=(glob,)).takes(path)] == matched


def test_excluded_folders_are_not_entered():
    assert not Picks(exclude=("old/",)).enters("old")
    assert not Picks(exclude=("old",)).enters("x/old")
    assert Picks(exclude=("*.txt", "old/*.txt")).enters("old")
    assert Picks(include=("*.txt",)).enters("old")


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_pattern_is_one(glob, path):
    Picks(include=(glob,)).takes(path)


def test_folders(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for path in ("in/a.txt", "in/b.md", "in/c.log", "in/old/d.txt", "in/old/e.json", "f.txt"):
        put(path, '{"text": "Six died."}' if path.endswith("json") else "Six died.")

    def ids(**picks):
        return [article.id for article in read("in", "f.txt", picks=Picks(**picks))[0]]

    assert ids() == ["a", "b", "d", "f"]
    assert ids(include=("*.txt",)) == ["a", "d", "f"]  # what is named itself is read
    assert ids(include=("*.txt",), exclude=("old",)) == ["a", "f"]
    assert ids(exclude=("*.txt",)) == ["b", "f"]
    assert ids(include=("*.json", "*.log")) == ["c", "e:1", "f"]  # what a pattern ends in is searched for
    assert ids(include=("old/",)) == ["d", "f"]
    assert read("in", picks=Picks(include=("*.html",)))[1] == [
        "in: no articles in this folder: check --include and --exclude"
    ]
