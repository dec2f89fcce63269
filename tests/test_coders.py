"""The exports for coders: columns, which events there are, and what each column is filled from."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from ferry import facts_of_story
from hypothesis import given
from hypothesis import strategies as st
from test_ci_conflicts import told
from typer.testing import CliRunner

from newsfacts.cli import app
from newsfacts.rules import read
from newsfacts.types import (
    KINDS,
    Article,
    ArticleFacts,
    CasualtyFigure,
    CharSpan,
    DateBasis,
    DateType,
    EventDate,
    Evidence,
    FigureDate,
    Grain,
    Harm,
    Organization,
    OrganizationKind,
    Person,
    Place,
    PlaceKind,
    Precision,
    Published,
    PublishedBasis,
    Scope,
    Status,
)
from newsfacts.writers import WRITERS, coders_acled, coders_gkg, coders_ucdp
from newsfacts.writers.coders_ucdp import priogrid_cell

ROOT = Path(__file__).parent.parent
DOC = (ROOT / "docs" / "coder-exports.md").read_text("utf-8")

# Two events: a strike told twice, by two sources, with a part and wounded; and a shooting of a week.
TEXT = (
    "A missile strike killed at least 12 civilians, including three children, in Odesa on Sunday, the mayor "
    "said. "
    "The governor said 15 civilians were killed in Odesa on Sunday. Some 40 people were injured. "
    "In Kharkiv, Boko Haram fighters shot dead six people last week, police said. "
    "More than 30,000 people have been killed in Ukraine since 2022. "
    "The army denied that 70 people were killed in Odesa."
)
SUNDAY, WEEK = FigureDate("Sunday", "2024-09-01"), FigureDate("last week", "2024-08-26/2024-09-01")


def evidence(words: str) -> Evidence:
    start = TEXT.index(words)
    begin = max((at.end() for at in re.finditer(r"\. ", TEXT[:start])), default=0)
    return Evidence(CharSpan(start, start + len(words)), CharSpan(begin, TEXT.index(".", start) + 1))


def figure(words: str, least: int | None, most: int | None, group: int, **slots) -> CasualtyFigure:
    empty = dict.fromkeys(("victims", "place", "date", "attribution", "cause"))
    known = {"kind": Harm.KILLED, "approximate": False, "status": Status.REPORTED, "scope": Scope.INCIDENT}
    return CasualtyFigure(
        **{**empty, **known, **slots}, min=least, max=most, group=group, evidence=evidence(words)
    )


def place(name: str, kind: PlaceKind, latitude: float, longitude: float) -> Place:
    return Place(name, kind, "UA", latitude, longitude, (), (evidence(name),), 0.9, Precision.EXACT)


def article() -> ArticleFacts:
    published = Published("2024-09-02", PublishedBasis.METADATA)
    odesa = {"victims": "civilians", "place": "Odesa", "date": SUNDAY}
    war = {"victims": "people", "place": "Ukraine", "scope": Scope.CUMULATIVE}
    return ArticleFacts(
        article=Article(
            *(
                "two",
                TEXT,
                "Strike on Odesa & more",
                published,
                "https://www.example.org/a?b=1",
                "news/two.txt",
            )
        ),
        published=published,
        people=(Person("Olena; Koval#enko", None, (), (evidence("the mayor"),)),),
        places=(
            place("Odesa", PlaceKind.CITY, 46.48, 30.73),
            place("Kharkiv", PlaceKind.CITY, 49.99, 36.23),
            place("Ukraine", PlaceKind.COUNTRY, 49.0, 31.4),
        ),
        organizations=(
            Organization("Boko Haram", OrganizationKind.ARMED_GROUP, (), (evidence("Boko Haram"),)),
        ),
        casualties=(
            figure("at least 12", 12, None, 1, **odesa, attribution="the mayor", cause="A missile strike"),
            figure("three", 3, 3, 2, **{**odesa, "victims": "children"}),
            figure("15", 15, 15, 3, **odesa, attribution="The governor"),
            figure("Some 40", 40, 40, 4, kind=Harm.INJURED, victims="people", place="Odesa", date=SUNDAY),
            figure(
                *("six", 6, 6, 5),
                victims="people",
                place="Kharkiv",
                date=WEEK,
                cause="Boko Haram fighters",
            ),
            figure("More than 30,000", 30001, None, 6, **war),
            figure("70", 70, 70, 7, victims="people", place="Odesa", status=Status.DENIED),
        ),
        dates=(
            when("Sunday", "2024-09-01", date(2024, 9, 1), date(2024, 9, 1), Grain.DAY),
            when("last week", "2024-08-26/2024-09-01", date(2024, 8, 26), date(2024, 9, 1), Grain.WEEK),
            when("2022", "2022", date(2022, 1, 1), date(2022, 12, 31), Grain.YEAR),
        ),
    )


def when(words: str, value: str, first: date | None, last: date | None, grain: Grain | None) -> EventDate:
    basis = DateBasis.PUBLISHED
    return EventDate(DateType.DATE, value, value, first, last, grain, None, basis, evidence(words), 0.9)


def written(name: str, *facts: ArticleFacts) -> str:
    stream = io.StringIO()
    WRITERS[name](iter(facts), stream, only=tuple(KINDS))
    return stream.getvalue()


def table(name: str, *facts: ArticleFacts) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(name, *facts), newline="")))


# Columns


ACLED = """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1
  assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1
  admin2 admin3 location latitude longitude geo_precision source source_scale notes fatalities tags
  timestamp"""
UCDP_COLUMNS = 49
GKG_COLUMNS = 27


def test_columns_are_those_that_the_projects_publish():
    assert written("acled", article()).splitlines()[0] == ",".join(ACLED.split())
    header = written("ucdp", article()).splitlines()[0].split(",")
    assert len(header) == len(set(header)) == UCDP_COLUMNS
    assert header[:4] == ["id", "relid", "year", "active_year"]
    assert header[24:27] == ["where_prec", "where_coordinates", "where_description"]
    assert header[-9:] == [
        *("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"),
        *("best", "high", "low", "gwnoa", "gwnob"),
    ]
    assert len(coders_gkg.COLUMNS) == GKG_COLUMNS
    assert coders_gkg.COLUMNS[5:7] == ("V1COUNTS", "V2.1COUNTS")
    assert coders_gkg.COLUMNS[15:17] == ("V1.5TONE", "V2.1ENHANCEDDATES")


@pytest.mark.parametrize("module", [coders_acled, coders_ucdp, coders_gkg])
def test_the_docs_tell_of_each_column(module):
    part = DOC.split(f"## `--format {module.__name__.rsplit('_')[-1]}`")[1].split("\n## ")[0]
    told_of = set(re.findall(r"[\w.]+", " ".join(re.findall(r"^\| (.*?) \|", part, re.M))))
    assert set(module.COLUMNS) <= told_of
    assert told_of - set(module.COLUMNS) <= {"column", "columns"}


@pytest.mark.parametrize("name", ["acled", "ucdp"])
def test_an_article_without_events_gives_the_header_alone(name):
    nothing = ArticleFacts(Article("a", "Nothing."), Published())
    assert written(name, nothing) == written(name)
    assert table(name, nothing) == []
    assert len(table(name, article(), nothing, article())) == 2 * len(table(name, article()))


# Events


def test_two_events_and_no_part_no_war_no_denial():
    for name in ("acled", "ucdp"):
        assert [row["latitude"] for row in table(name, article())] == ["46.48", "49.99"]


def test_acled():
    strike, shooting = ({k: v for k, v in row.items() if v} for row in table("acled", article()))
    notes = strike.pop("notes")
    assert notes.startswith("A missile strike killed at least 12 civilians")
    assert notes.endswith("in Odesa on Sunday. [two, group 1, 3]")
    assert strike == {
        "event_date": "2024-09-01",
        "year": "2024",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Shelling/artillery/missile attack",
        "iso": "804",
        "country": "Ukraine",
        "location": "Odesa",
        "latitude": "46.48",
        "longitude": "30.73",
        "geo_precision": "1",
        "source": "example.org",
        "fatalities": "12",
    }
    assert (shooting["event_date"], shooting["time_precision"]) == ("2024-08-29", "2")
    assert shooting["actor1"] == "Boko Haram"
    assert "event_type" not in shooting


def test_ucdp():
    strike, shooting = ({k: v for k, v in row.items() if v} for row in table("ucdp", article()))
    assert strike == {
        "year": "2024",
        "number_of_sources": "1",
        "source_article": "https://www.example.org/a?b=1",
        "source_office": "example.org",
        "source_date": "2024-09-02",
        "source_headline": "Strike on Odesa & more",
        "source_original": "the mayor",
        "where_prec": "1",
        "where_coordinates": "Odesa",
        "where_description": "Odesa",
        "latitude": "46.48",
        "longitude": "30.73",
        "geom_wkt": "POINT (30.73 46.48)",
        "priogrid_gid": "196262",
        "country": "Ukraine",
        "event_clarity": "1",
        "date_prec": "1",
        "date_start": "2024-09-01",
        "date_end": "2024-09-01",
        "deaths_civilians": "12",
        "best": "12",
        "low": "12",
    }
    assert (shooting["date_prec"], shooting["date_start"], shooting["date_end"]) == (
        *("3", "2024-08-26"),
        "2024-09-01",
    )
    assert (shooting["deaths_unknown"], shooting["best"], shooting["high"]) == ("6", "6", "6")
    assert "event_clarity" not in shooting


def test_cells_of_the_prio_grid():
    assert priogrid_cell(-90, -180) == 1
    assert priogrid_cell(90, 180) == 259_200
    assert priogrid_cell(33.34, 44.40) == 177_569


@pytest.mark.parametrize(
    ("least", "most", "fatalities", "ucdp"),
    [
        (6, 6, "6", ("6", "6", "6")),
        (6, None, "6", ("6", "", "6")),
        (20, 30, "20", ("20", "30", "20")),
        (None, 32, "", ("", "32", "")),
        (None, None, "", ("", "", "")),
    ],
)
def test_which_number_is_taken(least, most, fatalities, ucdp):
    facts = told(6)
    facts = replace(facts, casualties=(replace(facts.casualties[0], min=least, max=most),))
    assert [row["fatalities"] for row in table("acled", facts)] == [fatalities]
    assert [(row["low"], row["high"], row["best"]) for row in table("ucdp", facts)] == [
        (ucdp[0], ucdp[1], ucdp[2])
    ]


def test_nobody_killed_is_an_event_for_acled_only():
    facts = told(0)
    assert [row["fatalities"] for row in table("acled", facts)] == ["0"]
    assert table("ucdp", facts) == []


def test_sources_that_differ_are_one_event_with_the_lowest_number():
    [row] = table("acled", told(9, 6))
    assert row["fatalities"] == "6"
    [row] = table("ucdp", told(9, 6))
    assert (row["low"], row["high"]) == ("6", "9")


def test_an_update_takes_the_place_of_what_it_updates():
    facts = told(6, 9)
    text = facts.article.text.replace("9 people were killed", "9 people now are dead")
    facts = replace(facts, article=replace(facts.article, text=text))
    assert [row["fatalities"] for row in table("acled", facts)] == ["9"]


def test_places_that_differ_are_two_events():
    facts = told(6, 9)
    other = replace(facts.casualties[1], place="Lindholm")
    rows = table("acled", replace(facts, casualties=(facts.casualties[0], other)))
    assert [(row["location"], row["fatalities"]) for row in rows] == [("Torvik", "6"), ("Lindholm", "9")]


@pytest.mark.parametrize(
    ("cause", "sub_type"),
    [
        ("a suicide bomber", "Suicide bomb"),
        ("an air strike", "Air/drone strike"),
        ("Russian drone strikes", "Air/drone strike"),
        ("shelling by the rebels", "Shelling/artillery/missile attack"),
        ("a roadside bomb", "Remote explosive/landmine/IED"),
        ("a hand grenade", "Grenade"),
        ("a gas explosion", ""),
        ("clashes between police and protesters", ""),
        ("the ferry sank", ""),
        ("the strike of the miners", ""),
        (None, ""),
    ],
)
def test_a_type_is_given_only_where_the_cause_is_plain(cause, sub_type):
    facts = told(6)
    facts = replace(facts, casualties=(replace(facts.casualties[0], cause=cause),))
    [row] = table("acled", facts)
    assert row["sub_event_type"] == sub_type
    assert bool(row["event_type"]) == bool(sub_type)


def test_rules_are_written_once():
    words = [word for rule in read("writers/coders")["acled"].values() for word in rule["words"]]
    assert len(words) == len(set(words))


def test_countries_have_codes_where_there_are_any():
    codes = read("gazetteer/codes")
    assert set(codes) == set(read("gazetteer/countries"))
    assert (codes["UA"], codes["GB"]) == ({"number": 804, "fips": "UP"}, {"number": 826, "fips": "UK"})
    numbers = [code["number"] for code in codes.values() if "number" in code]
    assert len(numbers) == len(set(numbers))


def test_formulas_are_neutralised():
    facts = told(6, place="=SUM(A1)")
    assert table("acled", facts)[0]["location"] == "'=SUM(A1)"
    assert table("ucdp", facts)[0]["where_description"] == "'=SUM(A1)"
    named = replace(facts, article=replace(facts.article, id="@a"))
    assert written("gkg", named).startswith("'@a\t")


# GKG


def gkg(facts: ArticleFacts) -> dict[str, list[list[str]]]:
    """The blocks of each column, each as its fields, read back as GDELT's users read them."""
    [line] = written("gkg", facts).splitlines()
    cells = line.split("\t")
    assert len(cells) == GKG_COLUMNS
    columns = {}
    for name, cell in zip(coders_gkg.COLUMNS, cells, strict=True):
        parted = "#" if "#" in cell else ","
        columns[name] = [block.split(parted) for block in cell.split(";") if block]
    return columns


def test_gkg_reads_back():
    facts = article()
    columns = gkg(facts)
    odesa = ["4", "Odesa, Ukraine", "UP", "", "46.48", "30.73", ""]
    assert columns["V1COUNTS"][0] == ["KILL", "12", "civilians", *odesa]
    assert [block[:3] for block in columns["V2.1COUNTS"]] == [
        ["KILL", "12", "civilians"],
        ["KILL", "3", "children"],
        ["KILL", "15", "civilians"],
        ["WOUND", "40", "people"],
        ["KILL", "6", "people"],
        ["KILL", "30001", "people"],
    ]
    for block in columns["V2.1COUNTS"]:
        assert len(block) == 11
        assert any(int(block[10]) == figure.evidence.span.start for figure in facts.casualties)
    assert columns["V1LOCATIONS"][0] == odesa
    assert columns["V1LOCATIONS"][2] == ["1", "Ukraine", "UP", "", "49.0", "31.4", ""]
    assert columns["V2ENHANCEDLOCATIONS"][1] == [
        *("4", "Kharkiv, Ukraine", "UP", "", "", "49.99", "36.23", "", str(TEXT.index("Kharkiv")))
    ]
    assert columns["V1PERSONS"] == [["Olena Koval enko"]]
    assert columns["V2ENHANCEDPERSONS"] == [["Olena Koval enko", str(TEXT.index("the mayor"))]]
    assert columns["V2ENHANCEDORGANIZATIONS"] == [["Boko Haram", str(TEXT.index("Boko Haram"))]]
    assert columns["V2.1ENHANCEDDATES"] == [
        ["3", "9", "1", "2024", str(TEXT.index("Sunday"))],
        ["1", "0", "0", "2022", str(TEXT.index("2022"))],
    ]
    assert columns["V2.1AMOUNTS"][0] == ["3", "children killed", str(TEXT.index("three"))]
    assert columns["V1.5TONE"] == columns["V1THEMES"] == []
    assert columns["V2.1DATE"] == [["20240902000000"]]
    assert written("gkg", facts).rstrip("\n").endswith("<PAGE_TITLE>Strike on Odesa &amp; more</PAGE_TITLE>")
    assert "\t1\texample.org\thttps://www.example.org/a?b=1\t" in written("gkg", facts)


def test_gkg_of_a_day_without_a_year_and_of_a_month():
    facts = article()
    dates = (
        when("Sunday", "XXXX-09-01", None, None, Grain.DAY),
        when("2022", "2022-05", date(2022, 5, 1), date(2022, 5, 31), Grain.MONTH),
    )
    assert [block[:4] for block in gkg(replace(facts, dates=dates))["V2.1ENHANCEDDATES"]] == [
        ["4", "9", "1", "0"],
        ["2", "5", "0", "2022"],
    ]


@given(st.text(min_size=1, max_size=30))
def test_no_name_breaks_the_blocks(name):
    facts = article()
    person = replace(facts.people[0], name=name)
    columns = gkg(replace(facts, people=(person, facts.people[0])))
    assert columns["V2ENHANCEDPERSONS"][-1] == ["Olena Koval enko", str(TEXT.index("the mayor"))]


def test_gkg_is_a_line_an_article():
    assert written("gkg", facts_of_story("a"), facts_of_story("b")).count("\n") == 2


# The command


@pytest.mark.parametrize("name", ["acled", "ucdp", "gkg"])
def test_one_stream_takes_all_kinds(name, tmp_path, monkeypatch):
    from newsfacts import jobs

    monkeypatch.chdir(tmp_path)
    Path("two.txt").write_text(TEXT, "utf-8")
    monkeypatch.setattr(jobs, "extract_many", lambda articles, **given: iter([article() for _ in articles]))
    result = CliRunner().invoke(app, ["extract", "-q", "--format", name, "two.txt"])
    assert (result.exit_code, result.stdout) == (0, written(name, article()))
    result = CliRunner().invoke(app, ["extract", "-q", "--format", name, "-o", "out.csv", "two.txt"])
    assert result.exit_code == 0
    assert Path("out.csv").read_text("utf-8") == written(name, article())
    result = CliRunner().invoke(app, ["extract", "--format", name, "--only", "casualties", "two.txt"])
    assert result.exit_code == 2
    assert "leave out --only" in result.stderr
