"""docs/output.md: its tables are those of the code, its queries run."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest
from ferry import facts_of_story
from table_files import write

from newsfacts.cli.options import FormatOption
from newsfacts.output.columns import COLUMNS, KEYS, type_of
from newsfacts.types import KINDS
from newsfacts.writers import FORMATS
from newsfacts.writers.json_writers import write_rows
from newsfacts.writers.sqlite import LAYOUT

PAGE = Path(__file__).parent.parent / "docs" / "output.md"
FOUND = ("text", "start", "end", "sentence", "sentence_start", "sentence_end")


def page() -> str:
    return PAGE.read_text("utf-8")


def table_lines() -> list[str]:
    lines = []
    for table, columns in COLUMNS.items():
        found = columns[-len(FOUND) :] == FOUND
        shown = [*columns[: -len(FOUND)], "*found*"] if found else columns
        lines.append(f"| {table} | {', '.join(KEYS[table])} | {', '.join(shown)} |")
    return lines


def named(kind: type) -> str:
    """The columns of a type, in the order of the tables, as a sentence has them."""
    columns = list(dict.fromkeys(c for columns in COLUMNS.values() for c in columns if type_of(c) is kind))
    return f"{', '.join(columns[:-1])} and {columns[-1]}"


def test_tables_and_columns():
    assert "\n".join(table_lines()) in page()


def test_types():
    text = " ".join(page().split())
    assert (
        f"Types: {named(int)} are whole numbers, {named(float)} are numbers, {named(bool)} are true" in text
    )


def test_formats():
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|([^|]*)\|.*\|([^|]*)\|$", page(), re.MULTILINE)
    names = {name for row in rows for name in re.findall(r"\w+", row[0])}
    assert names == set(FORMATS)
    for cell, suffixes, told in rows:
        of = re.findall(r"\w+", cell)
        assert set(re.findall(r"\.\w+", suffixes)) == {s for name in of for s in FORMATS[name].suffixes}
        extras = {needs[1] for name in of if (needs := FORMATS[name].needs)}
        assert extras == set(re.findall(r"\[(\w+)\]", told))
    assert f"`PRAGMA user_version`, now {LAYOUT}" in " ".join(page().split())


def test_help_names_all_formats():
    (_, option) = get_args(FormatOption)
    assert set(FORMATS) <= set(re.findall(r"\w+", option.help))


def test_views(tmp_path):
    write("sqlite", tmp_path / "f.db", [])
    with closing(sqlite3.connect(tmp_path / "f.db")) as database:
        views = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    shown = page().partition("| view | shows |")[2].partition("\n\n")[0]
    assert views == set(re.findall(r"^\| (\w+) ", shown, re.MULTILINE))


def test_query_of_the_highest_toll(tmp_path):
    (query,) = re.findall(r"```sql\n(SELECT place.*?)```", page(), re.DOTALL)
    write("sqlite", tmp_path / "f.db", [facts_of_story()])
    with closing(sqlite3.connect(tmp_path / "f.db")) as database:
        ((place, killed, source, *_),) = database.execute(query)
    assert (place, killed, source) == ("off Batu", 44, "the coast guard’s Vice-Adm. Ana Ruiz")


def test_jq_over_rows(tmp_path):
    if not shutil.which("jq"):
        pytest.skip("no jq")
    (script,) = re.findall(r"```sh\nnewsfacts extract.*?\|\n(.*?)```", page(), re.DOTALL)
    with (tmp_path / "rows.jsonl").open("w", encoding="utf-8") as stream:
        write_rows(iter([facts_of_story()]), stream, only=("casualties",))
    command = ["sh", "-c", f"cat '{tmp_path}/rows.jsonl' | {script}"]
    done = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8")
    counts = {line.split(maxsplit=1)[1]: int(line.split()[0]) for line in done.stdout.splitlines()}
    assert counts["the reporter"] == 1
    assert sum(counts.values()) == 3


def test_parquet_as_duckdb_and_pandas_read_it(tmp_path):
    write("parquet", tmp_path / "tables", [facts_of_story()])
    if duckdb := pytest.importorskip("duckdb"):
        (query,) = re.findall(r"```sql\n(SELECT c.*?)```", page(), re.DOTALL)
        rows = duckdb.sql(query.replace("tables/", f"{tmp_path}/tables/")).fetchall()
        assert [row[:3] for row in rows] == [
            (kind, "2024-09", 1) for kind in ("injured", "killed", "missing")
        ]


def test_tables_are_kinds_articles_and_mentions():
    assert list(COLUMNS) == ["articles", *KINDS, "mentions"]
