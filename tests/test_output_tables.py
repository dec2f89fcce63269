"""The formats of tables in files: the same rows in each, whatever the texts and numbers are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest
from ferry import facts_of_story
from hypothesis import given, settings
from hypothesis import strategies as st
from table_files import NAMES, expected, read, write

from newsfacts.output.columns import COLUMNS, KEYS, rows, type_of
from newsfacts.output.records import CasualtyRecord, DateRecord, OrganizationRecord, PersonRecord, PlaceRecord
from newsfacts.output.timeline_records import TIMELINE_COLUMNS, timeline_row
from newsfacts.types import KINDS, Article, ArticleFacts, Person, Published
from newsfacts.writers import FORMATS, xlsx

pytest.importorskip("pyarrow")
pytest.importorskip("xlsxwriter")
pytest.importorskip("openpyxl")

FILES = [name for name, form in FORMATS.items() if form.open_tables]
NOTHING = ArticleFacts(Article("empty", "Nothing."), Published())
HUGE = 10**29 + 7

ODD = (
    "=cmd()|' /C calc'!A0",
    "+1+1",
    "-1",
    "@SUM(A1)",
    '"quoted", and, commas; \'',
    "two\nlines\r\nand\ra tab\t.",
    "🙂 ﷽ é ＝1",
    "a\x00b\x1bc\x7f\u0085\u2028\ufffe\uffff",
    "half \ud83d a pair",
    "_x0041_ stays",
    "<r>no & XML</r> of ours",
    " blanks in front and behind ",
    "https://example.org/",
    "0012",
    "TRUE",
    "",
)


def odd_facts() -> list[ArticleFacts]:
    """Two articles with odd texts in each column that takes any, and one without a fact."""
    first = facts_of_story("fer,ry \n=1")
    one = first.people[0]
    people = tuple(
        Person(text, text or None, (text, "x"), one.mentions, age=number, nationality=None)
        for number, text in enumerate(ODD)
    )
    figures = tuple(
        replace(figure, victims=text, place=text) for figure, text in zip(first.casualties, ODD, strict=False)
    )
    odd = replace(
        first, people=people, casualties=figures, article=replace(first.article, title=ODD[7], url=ODD[12])
    )
    return [odd, NOTHING, facts_of_story("second")]


@pytest.mark.parametrize("name", FILES)
def test_odd_rows_come_back(name, tmp_path):
    facts = odd_facts()
    assert write(name, tmp_path / NAMES[name], facts) == []
    assert read(name, tmp_path / NAMES[name]) == expected(facts)


@pytest.mark.parametrize("name", FILES)
def test_no_article_leaves_valid_empty_tables(name, tmp_path):
    write(name, tmp_path / NAMES[name], [])
    assert read(name, tmp_path / NAMES[name]) == {table: [] for table in COLUMNS}


def test_empty_parquet_has_its_types(tmp_path):
    import pyarrow.parquet

    write("parquet", tmp_path / "none", [])
    write("parquet", tmp_path / "all_null", [NOTHING])
    write("parquet", tmp_path / "full", [facts_of_story()])
    for table, columns in COLUMNS.items():
        schemas = [
            pyarrow.parquet.read_schema(tmp_path / f / f"{table}.parquet")
            for f in ("none", "all_null", "full")
        ]
        assert schemas[0] == schemas[1] == schemas[2]
        types = {str: "string", int: "int64", float: "double", bool: "bool"}
        assert {f.name: str(f.type) for f in schemas[0]} == {c: types[type_of(c)] for c in columns}


@pytest.mark.parametrize(
    ("name", "minimum"),
    [("csv", HUGE), ("tsv", HUGE), ("parquet", None), ("sqlite", None), ("xlsx", str(HUGE))],
)
def test_huge_numbers_stop_no_writer(name, minimum, tmp_path):
    story = facts_of_story()
    huge = replace(
        story, casualties=(replace(story.casualties[0], min=HUGE, max=-HUGE), *story.casualties[1:])
    )
    remarks = write(name, tmp_path / NAMES[name], [huge])
    first, second, _ = read(name, tmp_path / NAMES[name])["casualties"]
    assert (first["min"], second["min"]) == (minimum, 20)
    assert bool(remarks) == (minimum is None)
    assert all("numbers beyond 64 bits were left empty" in remark for remark in remarks)


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63), 2**53 + 1])
@pytest.mark.parametrize("name", ["parquet", "sqlite"])
def test_64_bits_are_kept(name, number, tmp_path):
    story = facts_of_story()
    most = replace(story, casualties=(replace(story.casualties[0], min=number),))
    assert write(name, tmp_path / NAMES[name], [most]) == []
    assert read(name, tmp_path / NAMES[name])["casualties"][0]["min"] == number


@pytest.mark.parametrize("name", FILES)
def test_same_facts_are_the_same_bytes(name, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write(name, tmp_path / folder / NAMES[name], odd_facts())
    first, second = tmp_path / "a" / NAMES[name], tmp_path / "b" / NAMES[name]
    files = sorted(first.iterdir()) if first.is_dir() else [first]
    for file in files:
        assert file.read_bytes() == (second / file.name if second.is_dir() else second).read_bytes()


@given(st.lists(st.text(), max_size=3))
@settings(deadline=None, max_examples=12)
def test_any_words_survive_parquet_and_sqlite(tmp_path_factory, names):
    folder = tmp_path_factory.mktemp("any")
    story = facts_of_story()
    people = tuple(Person(name, name, (name,), story.people[0].mentions) for name in names)
    facts = [replace(story, people=people)]
    for name in ("parquet", "sqlite"):
        write(name, folder / NAMES[name], facts)
        assert read(name, folder / NAMES[name]) == expected(facts)


@given(st.text())
@settings(deadline=None, max_examples=12)
def test_any_words_make_a_workbook_that_opens(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("any")
    story = facts_of_story()
    write(
        "xlsx", folder / "f.xlsx", [replace(story, people=(replace(story.people[0], name=text, role=text),))]
    )
    assert len(read("xlsx", folder / "f.xlsx")["people"]) == 1


def test_long_cells_of_a_workbook_are_cut_and_told(tmp_path):
    story = facts_of_story()
    long = replace(story, people=(replace(story.people[0], name="🙂" * 20_000, role="x" * 32_767),))
    (remark,) = write("xlsx", tmp_path / "f.xlsx", [long])
    (row,) = read("xlsx", tmp_path / "f.xlsx")["people"]
    assert row["role"] == "x" * 32_767
    assert row["name"] == "🙂" * 16_383 + "…"
    # Once for the person, once for each of two mentions.
    assert remark.endswith(
        "f.xlsx: 3 texts were cut to the 32,767 characters of a cell: parquet and sqlite have them whole"
    )


def test_rows_beyond_the_last_go_on_in_a_further_sheet(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "MAX_ROWS", 5)
    facts = [facts_of_story(f"a{number}") for number in range(4)]
    remarks = write("xlsx", tmp_path / "f.xlsx", facts)
    found = read("xlsx", tmp_path / "f.xlsx")
    assert (
        found["casualties"] + found["casualties 2"] + found["casualties 3"] == expected(facts)["casualties"]
    )
    assert any(
        remark.endswith("more than 5 rows of casualties: they go on in the sheet 'casualties 2' and so on")
        for remark in remarks
    )


def test_formulas_in_a_workbook_bear_the_mark_for_text(tmp_path):
    import openpyxl

    story = facts_of_story()
    sly = replace(story, people=(replace(story.people[0], name="=1+1", role="plain"),))
    write("xlsx", tmp_path / "f.xlsx", [sly])
    sheet = openpyxl.load_workbook(tmp_path / "f.xlsx")["people"]
    cells = {sheet.cell(1, column).value: sheet.cell(2, column) for column in range(1, sheet.max_column + 1)}
    assert (cells["name"].value, cells["name"].data_type, cells["name"].quotePrefix) == ("=1+1", "s", True)
    assert not cells["role"].quotePrefix


def test_workbook_takes_no_xml_of_an_article(tmp_path):
    story = facts_of_story()
    sly = replace(story, people=(replace(story.people[0], name="<r><t>x</t></r>"),))
    write("xlsx", tmp_path / "f.xlsx", [sly])
    assert read("xlsx", tmp_path / "f.xlsx")["people"][0]["name"] == "<r><t>x</t></r> "


# Columns


def _hint(kind: object) -> object:
    return _hint(get_args(kind)[0]) if get_origin(kind) is Annotated else kind


@pytest.mark.parametrize(
    ("kind", "record"),
    list(
        zip(KINDS, (PersonRecord, PlaceRecord, OrganizationRecord, CasualtyRecord, DateRecord), strict=True)
    ),
)
def test_types_of_columns_are_those_of_the_json(kind, record):
    hints = {name: _hint(hint) for name, hint in get_type_hints(record, include_extras=True).items()}
    for column in set(COLUMNS[kind]) & set(hints) - {"date", "location", "mentions", "aliases", "sentence"}:
        kinds = [part for part in (get_args(hints[column]) or (hints[column],)) if part is not type(None)]
        assert issubclass(kinds[0], type_of(column)), column


def test_values_have_the_types_of_their_columns():
    from newsfacts.timeline import timeline

    story = facts_of_story()
    made = [row for table in COLUMNS for row in rows(story, table)]
    for row in [*made, *map(timeline_row, timeline([story]))]:
        for column, value in row.items():
            assert value is None or isinstance(value, type_of(column)), column
            assert isinstance(value, bool) == (type_of(column) is bool and value is not None)


def test_keys_are_columns_and_tell_rows_apart():
    facts = odd_facts()
    assert set(KEYS) == set(COLUMNS)
    for table, key in KEYS.items():
        assert set(key) <= set(COLUMNS[table])
        keys = [tuple(row[column] for column in key) for row in expected(facts)[table]]
        assert len(set(keys)) == len(keys)
    assert len(set(TIMELINE_COLUMNS)) == len(TIMELINE_COLUMNS)


# SQLite


def test_repeated_run_adds_nothing(tmp_path):
    path = tmp_path / "facts.db"
    facts = odd_facts()
    write("sqlite", path, facts)
    write("sqlite", path, facts[::-1])
    write("sqlite", path, facts[:1])
    back, once = read("sqlite", path), expected(facts)
    for table in COLUMNS:
        assert sorted(back[table], key=str) == sorted(once[table], key=str)


def changed(facts: ArticleFacts) -> ArticleFacts:
    article = replace(facts.article, text=facts.article.text + " More.", title="Anew")
    return replace(facts, article=article, casualties=facts.casualties[:1], people=(), dates=facts.dates[2:])


def test_changed_article_replaces_its_rows(tmp_path):
    path = tmp_path / "facts.db"
    other = facts_of_story("other")
    write("sqlite", path, [facts_of_story(), other])
    new = changed(facts_of_story())
    write("sqlite", path, [new])
    assert read("sqlite", path) == expected([other, new])


def test_only_leaves_other_kinds_of_the_same_text(tmp_path):
    path = tmp_path / "facts.db"
    story = facts_of_story()
    hidden: dict[str, Any] = dict.fromkeys(KINDS, ())
    for kind in ("people", "casualties"):
        write("sqlite", path, [replace(story, **{**hidden, kind: getattr(story, kind)})], [kind])
    back, all_of_it = read("sqlite", path), expected([story])
    assert back["people"] == all_of_it["people"]
    assert back["casualties"] == all_of_it["casualties"]
    assert [row["kind"] for row in back["mentions"]] == ["people", "people"]
    new = changed(story)
    write("sqlite", path, [replace(new, **{**hidden, "dates": new.dates})], ["dates"])
    back = read("sqlite", path)
    assert (back["people"], back["casualties"], back["mentions"]) == ([], [], [])
    assert [row["title"] for row in back["articles"]] == ["Anew"]


def test_articles_that_share_an_id_are_all_kept(tmp_path):
    path = tmp_path / "facts.db"
    facts = [facts_of_story("a"), changed(facts_of_story("a")), facts_of_story("a#2")]
    for _ in range(2):
        (remark,) = write("sqlite", path, facts)
        assert remark.endswith(
            "2 articles have the id of an earlier one: in the database with #2, #3 … behind it"
        )
        back = read("sqlite", path)
        assert [row["id"] for row in back["articles"]] == ["a", "a#2", "a#2#2"]
        assert len(back["casualties"]) == 3 + 1 + 3


def test_views_answer(tmp_path):
    path = tmp_path / "facts.db"
    write("sqlite", path, [facts_of_story("a"), facts_of_story("b")])
    with closing(sqlite3.connect(path)) as database:
        counts = {
            view: list(database.execute(f"SELECT * FROM {view}"))
            for (view,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")
        }
        ask = database.execute
        assert list(ask("SELECT name, articles, mentions FROM place_counts WHERE latitude < 0")) == [
            ("Batu", 2, 2)
        ]
        assert list(ask("SELECT articles, mentions FROM name_counts WHERE name = 'Ana Ruiz'")) == [(2, 4)]
        assert next(ask("SELECT value, event FROM event_dates")) == ("2024-09-01", "the ferry Solveig sank")
        assert next(ask("SELECT title, min FROM figures"))[1] == 44
    assert {view: len(found) for view, found in counts.items()} == {
        "figures": 6,
        "event_dates": 6,
        "place_counts": 2,
        "name_counts": 5,
    }


def test_tables_bear_their_keys(tmp_path):
    path = tmp_path / "facts.db"
    write("sqlite", path, [])
    with closing(sqlite3.connect(path)) as database:
        for table, key in KEYS.items():
            info = list(database.execute(f"PRAGMA table_info({table})"))
            assert tuple(row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]) == key
            keys = [row[2:5] for row in database.execute(f"PRAGMA foreign_key_list({table})")]
            assert keys == ([] if table == "articles" else [("articles", "article_id", "id")])
        (version,) = database.execute("PRAGMA user_version").fetchone()
        assert version == 1


@pytest.mark.skipif(sqlite3.sqlite_version_info < (3, 35), reason="needs DROP COLUMN")
def test_database_of_fewer_columns_gets_the_new_ones(tmp_path):
    path = tmp_path / "facts.db"
    write("sqlite", path, [facts_of_story("old")])
    with closing(sqlite3.connect(path)) as database:
        for view in ("figures", "event_dates", "place_counts", "name_counts"):
            database.execute(f"DROP VIEW {view}")
        database.execute("ALTER TABLE people DROP COLUMN age")
        database.execute("ALTER TABLE places DROP COLUMN metonymy")
    write("sqlite", path, [facts_of_story("new")])
    back = read("sqlite", path)
    assert set(back["people"][0]) == set(COLUMNS["people"])
    assert [row["metonymy"] for row in back["places"]] == [None, None, 0, 0]
