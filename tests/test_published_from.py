"""What may tell the publication date: `--published-from`."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from newsfacts.cli import app
from newsfacts.dates.published import find_published
from newsfacts.types import Article, Published, PublishedBasis

TEXT = "TORVIK, Sept. 3 (Norda) - A ferry sank on Monday.\n"
CHANGED = datetime(2024, 9, 6, 23, 30, tzinfo=UTC).timestamp()


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def put(path: str, content: str = TEXT) -> str:
    Path(path).write_text(content, "utf-8")
    os.utime(path, (CHANGED, CHANGED))
    return path


def run(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["extract", "-q", *arguments], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def published(*arguments: str, stdin: str = "") -> list[tuple[str | None, str | None]]:
    code, out, _ = run(*arguments, stdin=stdin)
    assert code == 0
    return [(record["published"]["date"], record["published"]["basis"]) for record in json.loads(out)]


EVERYTHING: dict[str, Any] = {
    "text": TEXT,
    "source": "in/20240904-ferry.txt",
    "url": "https://example.org/2024/09/05/ferry",
    "published": Published("2024-09-02", PublishedBasis.METADATA),
    "modified": datetime.fromtimestamp(CHANGED, UTC).date(),
}


@pytest.mark.parametrize(
    ("sources", "date", "basis"),
    [
        (("metadata", "url", "name", "text", "mtime"), "2024-09-02", "metadata"),
        (("url", "name", "text", "mtime"), "2024-09-05", "url"),
        (("name", "text", "mtime"), "2024-09-04", "url"),
        (("text", "mtime"), "XXXX-09-03", "text"),
        (("mtime",), "2024-09-06", "inferred"),
        ((), None, None),
    ],
)
def test_the_first_source_that_is_allowed_counts(sources, date, basis):
    found = find_published(Article("a", **EVERYTHING), sources=sources)
    assert (found.date, found.basis) == (date, basis)


def test_the_time_of_change_counts_only_where_asked_for():
    nothing_else = Article("a", "A ferry sank.", modified=EVERYTHING["modified"])
    assert find_published(nothing_else) == Published()


def test_the_option_beats_all_sources_and_their_absence():
    option = Published("2020-01-01", PublishedBasis.OPTION)
    assert find_published(Article("a", **{**EVERYTHING, "published": option}), sources=()) == option


def test_an_address_that_is_not_allowed_gives_no_year_either():
    article = Article("a", TEXT, url="https://example.org/2024/09/ferry")
    assert find_published(article).date == "2024-09-03"
    assert find_published(article, sources=("text",)).date == "XXXX-09-03"


# The command


def test_by_default_all_but_the_time_of_change():
    plain = put("a.txt", "A ferry sank on Monday.")
    assert published(plain, put("20240904-b.txt", "A ferry sank."), put("c.txt")) == [
        (None, None),
        ("2024-09-04", "url"),
        ("XXXX-09-03", "text"),
    ]


def test_time_of_change_in_utc(monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert published(put("a.txt"), "--published-from", "mtime") == [("2024-09-06", "inferred")]
    assert published("a.txt", "--published-from", "mtime, text") == [("XXXX-09-03", "text")]


def test_records_and_standard_input_have_no_time_of_change():
    put("a.jsonl", '{"text": "A ferry sank."}\n')
    assert published("a.jsonl", "-", "--published-from", "mtime", stdin="A ferry sank.") == [(None, None)] * 2


def test_none_takes_the_option_only():
    put("a.jsonl", '{"text": "A ferry sank.", "published": "2024-09-02"}\n')
    assert published("a.jsonl", "--published-from", "none") == [(None, None)]
    assert published("a.jsonl", "--published-from", "none", "--published", "2024-09-01") == [
        ("2024-09-01", "option")
    ]
    assert published("a.jsonl", "--published-from", "metadata") == [("2024-09-02", "metadata")]


def test_sources_may_be_given_one_by_one():
    put("20240904-b.txt")
    assert published("20240904-b.txt", "--published-from", "text", "--published-from", "name") == [
        ("2024-09-04", "url")
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            "mtme",
            "unknown 'mtme': did you mean 'mtime'? "
            "there are metadata, url, name, text, mtime, inferred, none",
        ),
        ("clock", "unknown 'clock': there are metadata"),
        ("text,", "unknown '': there are metadata"),
        ("none,text", "'none' goes with no other: give it alone"),
    ],
)
def test_wrong_sources_are_wrong_usage(words, message):
    code, out, err = run(put("a.txt"), "--published-from", words)
    assert (code, out) == (2, "")
    assert err.startswith(f"newsfacts: --published-from: {message}")
    assert err.count("\n") == 1
