"""What the writers write, from facts written by hand."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from dataclasses import replace

import pytest
from ferry import facts_of_story
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from newsfacts.errors import UsageError
from newsfacts.output.columns import COLUMNS, rows
from newsfacts.output.records import as_record
from newsfacts.types import (
    KINDS,
    Article,
    ArticleFacts,
    Location,
    Person,
    Precision,
    Published,
    SlotConfidence,
)
from newsfacts.writers import FORMATS, SUFFIXES, WRITERS, whole_file
from newsfacts.writers.sections import sections, visible
from newsfacts.writers.tables import table_cell

NOTHING = ArticleFacts(Article("empty", "Nothing."), Published())


def written(name: str, *facts: ArticleFacts, only=tuple(KINDS)) -> str:
    stream = io.StringIO()
    WRITERS[name](iter(facts), stream, only=only)
    return stream.getvalue()


def test_json_is_one_list(story_facts):
    text = written("json", story_facts, NOTHING)
    assert json.loads(text) == [as_record(story_facts), as_record(NOTHING)]
    assert "coast guard’s" in text
    assert text.endswith("]\n")
    assert json.loads(written("json")) == []


def test_json_is_closed_when_it_breaks_off(story_facts):
    def broken_off(error):
        yield story_facts
        raise error

    for error in (KeyboardInterrupt(), RuntimeError()):
        stream = io.StringIO()
        with pytest.raises(type(error)):
            WRITERS["json"](broken_off(error), stream, only=tuple(KINDS))
        assert len(json.loads(stream.getvalue())) == 1


def test_json_of_an_interrupt_before_the_first_article():
    def interrupted():
        raise KeyboardInterrupt
        yield

    stream = io.StringIO()
    with pytest.raises(KeyboardInterrupt):
        WRITERS["json"](interrupted(), stream, only=tuple(KINDS))
    assert json.loads(stream.getvalue()) == []


def test_jsonl_is_a_line_an_article(story_facts):
    lines = written("jsonl", story_facts, NOTHING).splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["ferry", "empty"]


def test_jsonl_writes_an_article_before_it_asks_for_the_next(story_facts):
    stream = io.StringIO()

    def facts():
        yield story_facts
        assert stream.getvalue().count("\n") == 1

    WRITERS["jsonl"](facts(), stream, only=tuple(KINDS))


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
@pytest.mark.parametrize("kind", list(KINDS))
def test_rows_read_back(story_facts, name, delimiter, kind):
    text = written(name, story_facts, NOTHING, only=(kind,))
    rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
    assert tuple(rows[0]) == COLUMNS[kind]
    assert len(rows) == len(getattr(story_facts, kind))


def test_csv_keeps_values(story_facts):
    (first, second, _) = csv.DictReader(io.StringIO(written("csv", story_facts, only=("casualties",))))
    assert (first["min"], first["max"], first["approximate"]) == ("44", "", "false")
    assert (first["date"], first["date_value"]) == ("Sunday", "2024-09-01")
    assert (second["approximate"], second["victims"]) == ("true", "")


def test_csv_without_an_article_has_its_header():
    assert written("csv", only=("people",)) == ",".join(COLUMNS["people"]) + "\n"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("@SUM(1)", "'@SUM(1)"),
        ("-2+3", "'-2+3"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("-", "'-"),
        ("-5", "-5"),
        ("+1,200.5", "+1,200.5"),
        (-7.88, "-7.88"),
        (-3, "-3"),
        ("at least 5", "at least 5"),
        ("", ""),
        (None, ""),
        (True, "true"),
    ],
)
def test_no_cell_is_a_formula(value, cell):
    assert table_cell(value) == cell


def test_formulas_of_an_article_are_defused(story_facts):
    sly = replace(story_facts, people=(Person('=IMPORTXML("x")', None, (), story_facts.people[0].mentions),))
    (row,) = csv.DictReader(io.StringIO(written("csv", sly, only=("people",))))
    assert row["name"] == '\'=IMPORTXML("x")'


def test_folder_gets_a_file_a_kind(tmp_path, story_facts):
    tables = {table: COLUMNS[table] for table in ("people", "dates", "mentions")}
    open_tables = FORMATS["csv"].open_tables
    assert open_tables
    with open_tables(tmp_path, tables, folder=True) as sink:
        for facts in (story_facts, NOTHING):
            sink.add({table: list(rows(facts, table)) for table in tables})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dates.csv", "mentions.csv", "people.csv"]
    with (tmp_path / "dates.csv").open(newline="", encoding="utf-8") as stream:
        assert len(list(csv.DictReader(stream))) == 4


def test_file_appears_when_it_is_whole(tmp_path):
    target = tmp_path / "facts.json"
    with whole_file(target) as stream:
        stream.write("né\n")
        stream.flush()
        assert not target.exists()
    assert target.read_bytes() == "né\n".encode()
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~umask


def test_failed_file_leaves_the_old_one(tmp_path):
    target = tmp_path / "facts.json"
    target.write_text("old")

    def fail():
        with whole_file(target) as stream:
            stream.write("new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_file_in_no_folder_is_refused(tmp_path):
    with pytest.raises(UsageError, match="cannot be written"), whole_file(tmp_path / "no" / "f.json"):
        pass


def test_link_stays_a_link(tmp_path):
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to("real.json")
    with whole_file(tmp_path / "link.json") as stream:
        stream.write("new")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_text() == "new"


@pytest.mark.parametrize("columns", [40, 80, 120, 200])
def test_table_fits_and_cuts_nothing(story_facts, columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    text = written("table", story_facts, NOTHING)
    assert max(cell_len(line) for line in text.splitlines()) <= columns
    assert not any(line != line.rstrip() for line in text.splitlines())
    assert "\x1b" not in text
    letters = "".join(text.split())
    for part in (
        "National",
        "Coordination",
        "TORVIK",
        "The harbour will reopen",
        "Mouvement",
        "no publication",
    ):
        assert "".join(part.split()) in letters


def test_table_shows_every_section(story_facts):
    lines = written("table", story_facts).splitlines()
    assert lines[0] == "Dozens feared dead as ferry sinks off Batu"
    assert lines[1] == "ferry · published 2024-09-02 (option)"
    assert [line.split("  ")[0] for line in lines if line[:1].isalpha()][2:] == [
        *("People", "Places", "Organizations", "Casualties", "Dates"),
    ]
    figures = [line.split()[0] for line in lines if line.startswith("  ") and line[2] in "4~3"]
    assert figures == ["44+", "~20", "3–5"]
    assert lines[-1].endswith("donation")


def test_table_shows_a_sentence_once_for_neighbours(story_facts):
    text = written("table", story_facts, only=("casualties",))
    assert text.count("TORVIK") == 1


def test_dates_stand_in_time_order_without_durations(story_facts):
    text = written("table", replace(story_facts, dates=story_facts.dates[::-1]), only=("dates",))
    words = [line.split("  ")[2] for line in text.splitlines() if line.startswith("  2024")]
    assert words == ["Sunday", "Sept. 1, 2024", "Oct. 7"]


def test_only_the_kinds_asked_for_are_shown(story_facts):
    text = written("table", story_facts, only=("places",))
    assert "Places" in text
    assert "People" not in text


def test_markdown_escapes_what_would_be_markup(story_facts):
    sly = replace(story_facts, people=(Person("A|B *x* <b>", None, (), story_facts.people[0].mentions),))
    text = written("markdown", sly, NOTHING)
    assert "| A\\|B \\*x\\* \\<b\\> | – | – | 2 |" in text
    assert text.count("\n# ") + text.startswith("# ") == 2
    for block in text.split("\n\n"):
        bars = {line.replace("\\|", "").count("|") for line in block.splitlines() if line.startswith("|")}
        assert len(bars) <= 1


def test_tables_do_not_steer_the_terminal(story_facts):
    sly = replace(story_facts, people=(Person("\x1b[31mred\u202e\ntwo", None, (), ()),))
    for name in ("table", "markdown"):
        text = written(name, sly)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "red\ufffd two" in text.replace("\\[", "[")


@given(st.text())
@settings(deadline=None, max_examples=50)
def test_visible_text_is_one_line(text):
    assert len(visible(text).splitlines()) <= 1


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"])), max_size=4))
@settings(deadline=None, max_examples=50)
def test_any_words_survive_csv(names):
    facts = facts_of_story()
    people = tuple(Person(name, name or None, (name,), facts.people[0].mentions) for name in names)
    text = written("csv", replace(facts, people=people), only=("people",))
    back = [row["name"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert back == [table_cell(name) for name in names]
    assert all(cell in (name, f"'{name}") for cell, name in zip(back, names, strict=True))


def test_every_format_can_be_written():
    assert set(SUFFIXES.values()) <= set(FORMATS)
    assert all(form.write or form.open_tables for form in FORMATS.values())


def test_geojson_has_a_feature_for_each_place_and_figure(story_facts):
    found = json.loads(written("geojson", story_facts, NOTHING))
    assert found["type"] == "FeatureCollection"
    kinds = [one["properties"]["kind_of_fact"] for one in found["features"]]
    assert kinds == ["places"] * len(story_facts.places) + ["casualties"] * len(story_facts.casualties)
    for one, place in zip(found["features"], story_facts.places, strict=False):
        known = None if place.latitude is None else [place.longitude, place.latitude]
        assert (one["geometry"] and one["geometry"]["coordinates"]) == known
        assert one["properties"]["name"] == place.name
        assert not {"latitude", "longitude"} & set(one["properties"])


def test_geojson_of_no_article_and_of_other_kinds_is_an_empty_collection(story_facts):
    assert json.loads(written("geojson"))["features"] == []
    assert json.loads(written("geojson", story_facts, only=("people",)))["features"] == []


def test_geojson_is_closed_when_it_breaks_off(story_facts):
    def broken_off():
        yield story_facts
        raise KeyboardInterrupt

    stream = io.StringIO()
    with pytest.raises(KeyboardInterrupt):
        WRITERS["geojson"](broken_off(), stream, only=tuple(KINDS))
    assert json.loads(stream.getvalue())["features"]


def test_a_figure_is_on_the_map_where_its_place_is(story_facts):
    located = replace(
        story_facts.casualties[0], location=Location("Zexu", "PE", None, -12.5, -77.25, Precision.EXACT)
    )
    facts = replace(story_facts, places=(), casualties=(located,))
    (one,) = json.loads(written("geojson", facts))["features"]
    assert one["geometry"] == {"type": "Point", "coordinates": [-77.25, -12.5]}
    assert (one["properties"]["location"], one["properties"]["country"]) == ("Zexu", "PE")


def test_a_slot_that_is_not_sure_has_a_question_mark():
    facts = facts_of_story()
    figure = replace(facts.casualties[0], confidence_of=SlotConfidence(place=0.6, date=0.9, attribution=None))
    (section,) = sections(replace(facts, casualties=(figure,)), ["casualties"])
    _, victims, place, day, source = section.lines[0].cells
    assert place == f"{figure.place} ?"
    assert not [cell for cell in (victims, day, source) if cell.endswith("?")]
