"""Facts corrected in a form come back corrected, and nothing else does; wrong forms cost a line each."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from ferry import STORY, facts_of_story
from jsonschema import Draft202012Validator
from review_forms import Filled, empty_row, filled, named, row_of
from spacy.language import Language
from typer.testing import CliRunner

from newsfacts import pipeline
from newsfacts.cli import app
from newsfacts.errors import UsageError
from newsfacts.output.schema import schema
from newsfacts.report import Told
from newsfacts.review import apply_review, review_of, score_facts
from newsfacts.review.fields import FIELDS, parsed, shown
from newsfacts.review.forms import FORMS, read_form
from newsfacts.review.gold import GOLD, write_gold
from newsfacts.review.rows import Review, plain_record
from newsfacts.types import KINDS, Article, ArticleFacts, Location, Published, PublishedBasis
from newsfacts.writers.json_writers import write_jsonl

STORIES = Path(__file__).parent / "stories"
SHARED = Path(os.environ.get("SHARED", Path(__file__).parent.parent.parent / "shared"))
FORM_NAMES = ("xlsx", "csv", "html", "labelstudio", "inception")


def read(form: Path) -> Review:
    return read_form(form)


@pytest.fixture(scope="module")
def told(nlp: Language) -> list[Told]:
    """Twenty made-up articles with their facts."""
    articles = []
    for path in sorted(STORIES.glob("*.toml")):
        for made in tomllib.loads(path.read_text("utf-8"))["article"]:
            published = Published(made["published"], PublishedBasis.OPTION)
            articles.append(Article(made["id"], made["text"], made["title"], published, source=made["id"]))
    return [Told(facts) for facts in pipeline.extract_many(articles[::3][:20], nlp=nlp)]


def find(told: Sequence[Told], kind: str, number: int) -> tuple[str, str, dict[str, Any]]:
    """The fact `number` of a kind over all articles: article, id, record."""
    every = [
        (one.facts.article.id, f"{kind}-{place}", fact)
        for one in told
        for place, fact in enumerate(plain_record(one.facts)[kind], 1)
    ]
    return every[number]


def only_words(told: Sequence[Told], number: int) -> tuple[str, str]:
    """An article, and a long word of it that stands there once and in no fact."""
    facts = told[number].facts
    text = facts.article.text
    taken = [
        mention.span
        for kind in KINDS
        for fact in getattr(facts, kind)
        for mention in (getattr(fact, "mentions", None) or (fact.evidence,))
    ]
    for word in text.split():
        at = text.index(word)
        alone = word.isalpha() and len(word) > 5 and text.count(word) == 1
        if alone and not any(span.start < at + len(word) and at < span.end for span in taken):
            return facts.article.id, word
    raise AssertionError("no such word")


def ten_changed_three_missed(told: Sequence[Told]) -> Filled:
    changed: list[tuple[str, str, str, Any]] = []
    for number in (0, 5, 11, 17):
        article, fact, _ = find(told, "casualties", number)
        changed.append((article, fact, "min", 501))
        changed.append((article, fact, "max", 502))
    places = [found for number in range(20) if (found := find(told, "places", number))[2]["latitude"]]
    changed.append((*places[0][:2], "country", "NO"))
    changed.append((*places[-1][:2], "kind", "water"))
    for number in (0, 4):
        changed.append((*find(told, "people", number)[:2], "role", "night watchman"))
    changed.append((*find(told, "organizations", 0)[:2], "kind", "sports"))
    changed.append((*find(told, "dates", 2)[:2], "value", "2021-07-03"))
    missed: list[tuple[str, str, dict[str, Any]]] = []
    article, word = only_words(told, 2)
    missed.append((article, "organizations", {"name": word, "kind": "ngo"}))
    article, word = only_words(told, 7)
    missed.append((article, "casualties", {"text": word, "kind": "missing", "min": 2, "max": 2}))
    article, word = only_words(told, 13)
    missed.append((article, "people", {"name": word, "role": "witness"}))
    return Filled(tuple(changed), tuple(missed))


@pytest.mark.model
@pytest.mark.parametrize("form", FORM_NAMES)
def test_ten_changed_and_three_added_and_nothing_else(form, told, tmp_path):
    person = ten_changed_three_missed(told)
    assert len({(article, fact) for article, fact, _, _ in person.changed}) == 10
    path = filled(form, tmp_path, review_of(told), person)
    applied = apply_review(told, read(path), by="ana", on="2026-03-04")
    assert applied.problems == ()
    corrected = [plain_record(one.facts) for one in applied.articles]
    expected = [plain_record(one.facts) for one in told]
    for after, before in zip(corrected, expected, strict=True):
        assert after.pop("reviewed")["done"] is True
        moved = [
            place["name"]
            for number, place in enumerate(before["places"], 1)
            if person.cells(before["id"], f"places-{number}")
        ]
        for kind in KINDS:
            new = [fact for fact in after[kind] if fact.get("edit", {}).get("how") == "added"]
            after[kind] = [fact for fact in after[kind] if fact not in new]
            assert [fact.get("name") or fact["text"] for fact in new] == [
                cells.get("name") or cells["text"]
                for article, of, cells in person.missed
                if (article, of) == (before["id"], kind)
            ]
            for number, (fact, old) in enumerate(zip(after[kind], before[kind], strict=True), 1):
                cells = person.cells(before["id"], f"{kind}-{number}")
                assert bool(cells) is fact.get("edited", False)
                if not cells:
                    # A figure is where its place is.
                    follows = kind == "casualties" and old["location"] and old["location"]["name"] in moved
                    assert fact == ({**old, "location": fact["location"]} if follows else old)
                    continue
                assert fact["edit"]["by"] == "ana"
                assert fact["edit"]["on"] == "2026-03-04"
                assert sorted(fact["edit"]["fields"]) == sorted(cells)
                assert {field: fact[field] for field in cells} == cells
                assert fact["confidence"] is None

    result = score_facts([one.facts for one in applied.reviewed], [one.facts for one in told])["kinds"]
    missed = {kind: sum(of == kind for _, of, _ in person.missed) for kind in KINDS}
    for kind in KINDS:
        found = result[kind]["found"]
        assert found["right"] == found["predicted"] == found["gold"] - missed[kind]
    wrong = {
        (kind, slot): share["pairs"] - share["right"]
        for kind in KINDS
        for slot, share in result[kind]["slots"].items()
        if share["pairs"] > share["right"]
    }
    assert wrong == {
        ("casualties", "figure"): 4,
        ("places", "country"): 1,
        ("places", "kind"): 1,
        ("places", "point"): 1,  # the point was that of the other country
        ("people", "role"): 2,
        ("organizations", "kind"): 1,
        ("dates", "value"): 1,
    }


@pytest.mark.model
@pytest.mark.parametrize("form", FORM_NAMES)
def test_a_form_that_nobody_touched_changes_nothing(form, told, tmp_path):
    applied = apply_review(told, read(filled(form, tmp_path, review_of(told), Filled())))
    assert applied.problems == applied.changes == ()
    for one, before in zip(applied.articles, told, strict=True):
        after = plain_record(one.facts)
        assert after.pop("reviewed")["added"] == 0
        assert after == plain_record(before.facts)


@pytest.mark.parametrize("form", FORM_NAMES)
def test_rejected_facts_are_gone(form, tmp_path):
    told = [Told(facts_of_story())]
    rejected = (("ferry", "people-1"), ("ferry", "casualties-2"), ("ferry", "dates-1"))
    path = filled(form, tmp_path, review_of(told), Filled(rejected=rejected))
    applied = apply_review(told, read(path))
    assert applied.problems == ()
    before, after = (plain_record(one.facts) for one in (told[0], applied.articles[0]))
    for kind in KINDS:
        gone = {int(fact.rpartition("-")[2]) for _, fact in rejected if fact.startswith(f"{kind}-")}
        assert after[kind] == [fact for number, fact in enumerate(before[kind], 1) if number not in gone]
    assert after["reviewed"]["rejected"] == 3


@pytest.mark.parametrize("form", FORM_NAMES)
def test_same_facts_make_the_same_form(form, tmp_path):
    made = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        path = folder / ("x" + (FORMS[form].suffixes[0] if not FORMS[form].folder else ""))
        FORMS[form].write(review_of([Told(facts_of_story())]), path)
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        made.append([(str(file.relative_to(folder)), file.read_bytes()) for file in files])
    assert made[0] == made[1]


def test_corrected_facts_fit_the_schema_and_read_back(tmp_path):
    told = [Told(facts_of_story())]
    person = Filled(
        changed=(("ferry", "places-1", "country", "IS"),),
        missed=(("ferry", "dates", {"text": "Oct. 7", "value": "2024-10-07"}),),
    )
    # The date is there already: the new one is refused.
    applied = apply_review(told, read(filled("csv", tmp_path, review_of(told), person)), by="ana")
    validator = Draft202012Validator(schema(closed=True), format_checker=Draft202012Validator.FORMAT_CHECKER)
    record = plain_record(applied.articles[0].facts)
    validator.validate(record)
    assert record["places"][0]["edited"] is True
    assert record["reviewed"]["by"] == "ana"
    (problem,) = applied.problems
    assert "is there already" in problem
    out = tmp_path / "corrected.jsonl"
    with out.open("w", encoding="utf-8") as stream:
        write_jsonl([applied.articles[0].facts], stream, only=tuple(KINDS))
    again = CliRunner().invoke(app, ["score", str(out), str(out)])
    assert json.loads(again.stdout)["kinds"]["places"]["slots"]["country"]["accuracy"] == 1.0


# Formats as their programs publish them


def test_tasks_fit_their_labelling_setup(tmp_path):
    """Each result is of a control that the setup has, of its type; offsets are those of the task's text."""
    path = tmp_path / "tasks.json"
    FORMS["labelstudio"].write(review_of([Told(facts_of_story())]), path)
    root = ElementTree.parse(tmp_path / "tasks.config.xml").getroot()
    controls = {one.get("name"): one for one in root.iter() if one.get("toName")}
    types = {"Labels": "labels", "Choices": "choices", "Number": "number", "TextArea": "textarea"}
    (task,) = json.loads(path.read_text("utf-8"))
    (shown,) = root.iter("Text")
    assert shown.get("value") == "$text"
    assert len(task["data"]["text"]) == len(STORY)
    labels = {label.get("value") for label in root.iter("Label")}
    seen = set()
    for result in task["predictions"][0]["result"]:
        control = controls[result["from_name"]]
        value = result["value"]
        assert result["to_name"] == control.get("toName") == shown.get("name")
        assert result["type"] == types[control.tag]
        assert task["data"]["text"][value["start"] : value["end"]].strip()
        if result["type"] == "labels":
            seen.add(result["id"])
            assert value["text"] == task["data"]["text"][value["start"] : value["end"]]
            assert set(value["labels"]) <= labels
        else:
            assert result["id"] in seen
            assert control.get("perRegion") == "true"
        if result["type"] == "choices":
            assert set(value["choices"]) <= {one.get("value") for one in control.iter("Choice")}


def test_documents_fit_their_layers(tmp_path):
    """The documents load without leniency; a layer is a type of theirs, its features are the type's."""
    from cassis import load_cas_from_xmi, load_typesystem

    path = tmp_path / "review"
    FORMS["inception"].write(review_of([Told(facts_of_story())]), path)
    types = load_typesystem(path / "import" / "TypeSystem.xml")
    (document,) = (path / "import").glob("*.xmi")
    cas = load_cas_from_xmi(document, typesystem=types, lenient=False)
    assert len(cas.sofa_string) == len(STORY)
    facts = facts_of_story()
    layers = [json.loads(file.read_text("utf-8")) for file in sorted((path / "layers").glob("*.json"))]
    assert len(layers) == len(KINDS)
    for (layer,) in layers:
        made = types.get_type(layer["name"])
        assert {one["name"] for one in layer["features"]} == {one.name for one in made.features}
        assert layer["type"] == "span"
    people = [one.get_covered_text() for one in cas.select("webanno.custom.NewsPerson")]
    assert people == [mention.span.of(STORY) for person in facts.people for mention in person.mentions]
    tokens = {
        (one.begin, one.end) for one in cas.select_all_annotations() if one.type.name.endswith(".Token")
    }
    for name in ("NewsPerson", "NewsPlace", "NewsCasualtyFigure", "NewsDate"):
        for one in cas.select(f"webanno.custom.{name}"):
            assert one.begin in {begin for begin, _ in tokens}
            assert one.end in {end for _, end in tokens}


def test_the_curator_has_the_last_word(tmp_path):
    told = [Told(facts_of_story())]
    path = filled("inception", tmp_path, review_of(told), Filled(rejected=(("ferry", "people-1"),)))
    (archive,) = path.rglob("*.zip")
    curated = path / "export" / "curation" / archive.parent.name
    curated.mkdir(parents=True)
    other = tmp_path / "other"
    other.mkdir()
    again = filled("inception", other, review_of(told), Filled())
    (right,) = again.rglob("*.zip")
    (curated / "CURATION_USER.zip").write_bytes(right.read_bytes())
    (path / "export" / "broken.zip").write_bytes(b"PK")
    applied = apply_review(told, read(path))
    (problem,) = applied.problems
    assert "broken.zip: cannot be read" in problem
    assert len(applied.articles[0].facts.people) == len(told[0].facts.people)


# What a correction takes with it


def changed(tmp_path: Path, *cells: tuple[str, str, Any]) -> tuple[dict[str, Any], Sequence[str]]:
    told = [Told(facts_of_story())]
    person = Filled(changed=tuple(("ferry", *cell) for cell in cells))
    applied = apply_review(told, read(filled("html", tmp_path, review_of(told), person)))
    return plain_record(applied.articles[0].facts), applied.problems


def test_another_country_takes_the_point_with_it(tmp_path):
    record, _ = changed(tmp_path, ("places-1", "country", "IS"))
    place = record["places"][0]
    assert place["country"] == "IS"
    assert place["latitude"] is place["precision"] is place["geonames"] is place["admin1"] is None


def test_a_figure_follows_its_place(tmp_path):
    facts = facts_of_story()
    batu = Location("Batu", "NO", None, 60.1, 5.2, None)
    located = replace(facts, casualties=(replace(facts.casualties[0], location=batu), *facts.casualties[1:]))
    for person in (
        Filled(changed=(("ferry", "places-2", "country", "IS"),)),
        Filled(rejected=(("ferry", "places-2"),)),
    ):
        told = [Told(located)]
        applied = apply_review(told, read(filled("html", tmp_path, review_of(told), person)))
        figure = plain_record(applied.articles[0].facts)["casualties"][0]
        assert "edited" not in figure
        if person.rejected:
            assert figure["location"] is None
        else:
            assert (figure["location"]["country"], figure["location"]["latitude"]) == ("IS", None)


def test_notes_are_handed_on(sheet):
    def change(book: Any) -> None:
        named(book["dates"], 2)["note"].value = "which Sunday?"

    applied = apply_review(told_two(), read(mended(sheet, change)))
    assert [(one.fact, one.what, one.after) for one in applied.changes] == [
        ("dates-1", "noted", "which Sunday?")
    ]
    assert plain_record(applied.articles[0].facts)["dates"] == plain_record(facts_of_story())["dates"]


def test_a_mended_name_takes_in_the_words_around_its_mention(tmp_path):
    record, problems = changed(tmp_path, ("people-1", "name", "Vice-Adm. Ana Ruiz"))
    assert problems == ()
    assert "Vice-Adm. Ana Ruiz" in [mention["text"] for mention in record["people"][0]["mentions"]]


def test_a_date_is_worked_out_anew(tmp_path):
    record, _ = changed(tmp_path, ("dates-1", "value", "2024-09"))
    date = record["dates"][0]
    assert (date["timex"], date["first"], date["last"], date["grain"], date["basis"]) == (
        *("2024-09", "2024-09-01", "2024-09-30", "month", None),
    )


def test_words_of_a_figure_can_be_mended(tmp_path):
    record, problems = changed(tmp_path, ("casualties-1", "text", "At least 44 passengers"))
    assert problems == ()
    figure = record["casualties"][0]
    assert STORY[figure["start"] : figure["end"]] == figure["text"] == "At least 44 passengers"


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ([("casualties-1", "min", 50), ("casualties-1", "max", 12)], "min 50 is more than max 12"),
        ([("casualties-1", "text", "At least 45")], "'At least 45' does not stand in the article"),
        ([("casualties-1", "at", "90000-90005")], "no words of the article stand there"),
        ([("casualties-1", "kind", "dead")], "'dead' is none of killed, injured"),
        ([("casualties-1", "min", "many")], "'many' is no whole number"),
        ([("casualties-1", "min", -4)], "is no whole number"),
        ([("places-1", "country", "Norway")], "is no code of a country"),
        ([("places-1", "latitude", 95)], "not between -90 and 90"),
        ([("dates-1", "value", "2024-02-30")], "is no date"),
        ([("dates-1", "value", "02/09/2024")], "is no date"),
        ([("people-1", "name", None)], "name is empty"),
    ],
)
def test_a_wrong_cell_costs_one_line_and_its_row_alone(cells, says, tmp_path):
    record, problems = changed(tmp_path, *cells, ("organizations-1", "kind", "company"))
    (problem,) = problems
    assert says in problem
    assert "fact 1" in problem
    assert "\n" not in problem
    before = plain_record(facts_of_story())
    assert record["organizations"][0].pop("edited") is True
    fact, _, number = cells[0][0].rpartition("-")
    assert record[fact][int(number) - 1] == before[fact][int(number) - 1]


def test_a_missed_figure_is_read_off_its_words(tmp_path):
    told = [Told(facts_of_story())]
    words = {"text": "some 20", "kind": "casualties", "victims": "passengers"}
    person = Filled(missed=(("ferry", "casualties", words),))
    applied = apply_review(told, read(filled("xlsx", tmp_path, review_of(told), person)))
    assert applied.problems == ()
    new = [figure for figure in plain_record(applied.articles[0].facts)["casualties"] if figure.get("edited")]
    assert [(figure["min"], figure["max"], figure["approximate"]) for figure in new] == [(20, 20, True)]
    assert new[0]["sentence"]["text"].startswith("TORVIK — At least 44")


def test_missed_words_that_stand_twice_need_their_sentence(tmp_path):
    told = [Told(facts_of_story())]
    twice = {"text": "on", "value": "2024"}
    form = filled("csv", tmp_path, review_of(told), Filled(missed=(("ferry", "dates", twice),)))
    (problem,) = apply_review(told, read(form)).problems
    assert "stands 2 times" in problem


# Forms that went wrong


@pytest.fixture
def sheet(tmp_path) -> Path:
    path = tmp_path / "review.xlsx"
    FORMS["xlsx"].write(review_of([Told(facts_of_story()), Told(facts_of_story("other"))]), path)
    return path


def told_two() -> list[Told]:
    return [Told(facts_of_story()), Told(facts_of_story("other"))]


def mended(path: Path, change: Any) -> Path:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def test_a_changed_id_costs_one_line(sheet):
    def change(book: Any) -> None:
        row_of(book["people"], "ferry", "people-1")["fact"].value = "people-99"
        row_of(book["places"], "ferry", "places-1")["country"].value = "IS"

    applied = apply_review(told_two(), read(mended(sheet, change)))
    (problem,) = applied.problems
    assert "sheet people, row 2" in problem
    assert "'people-99'" in problem
    assert len(applied.changes) == 1


def test_an_id_that_stands_twice_costs_one_line(sheet):
    def change(book: Any) -> None:
        named(book["dates"], 3)["fact"].value = "dates-1"

    (problem,) = apply_review(told_two(), read(mended(sheet, change))).problems
    assert "sentence is not that of dates-1" in problem or "stands there twice" in problem


def test_rows_that_got_mixed_up_are_found(sheet):
    def change(book: Any) -> None:
        sentences = [named(book["casualties"], number)["sentence"] for number in (2, 3)]
        sentences[0].value, sentences[1].value = sentences[1].value, sentences[0].value

    one, other = (figure.evidence.sentence for figure in facts_of_story().casualties[:2])
    problems = apply_review(told_two(), read(mended(sheet, change))).problems
    assert len(problems) == (2 if one != other else 0)


def test_an_article_that_is_not_there_costs_one_line(sheet):
    def change(book: Any) -> None:
        row_of(book["people"], "ferry", "people-1")["article"].value = "nowhere"

    (problem,) = apply_review(told_two(), read(mended(sheet, change))).problems
    assert "no article is called 'nowhere'" in problem


def test_a_form_of_other_facts_is_refused_article_by_article(sheet, tmp_path):
    other = plain_record(facts_of_story())
    other["casualties"][0]["min"] = 41
    facts = tmp_path / "facts.jsonl"
    lines = [other, plain_record(facts_of_story("other"))]
    facts.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    done = CliRunner().invoke(app, ["apply", str(sheet), str(facts), "--quiet"])
    assert done.exit_code == 3
    (line,) = done.stderr.splitlines()
    assert line.startswith("article ferry: its facts are not those that the form was made of")
    assert [json.loads(out)["id"] for out in done.stdout.splitlines()] == ["ferry", "other"]


def test_a_form_of_other_articles_is_refused(sheet, tmp_path):
    facts = tmp_path / "facts.jsonl"
    facts.write_text(json.dumps(plain_record(facts_of_story("third"))) + "\n", "utf-8")
    done = CliRunner().invoke(app, ["apply", str(sheet), str(facts)])
    assert done.exit_code == 2
    assert "about none of these facts" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("form", ["xlsx", "html", "labelstudio"])
def test_half_a_file_is_refused(form, tmp_path):
    path = filled(form, tmp_path, review_of([Told(facts_of_story())]), Filled())
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(UsageError, match="not whole"):
        read(path)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("review.html", "<p>", "press Save in it"),
        ("review.json", "{}", "neither saved by the page"),
        ("review.json", "[]", "neither saved by the page"),
        ("review.json", '[{"id": 1, "text": "x", "label": []}]', "JSON-MIN"),
        ("review.csv", "a,b\n1,2\n", "no columns"),
        ("review.txt", "x", "what kind of form"),
        ("gone.xlsx", None, "no such file"),
        ("review.xlsx", "no zip", "not whole"),
    ],
)
def test_files_that_are_no_forms(name, content, says, tmp_path):
    path = tmp_path / name
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=says):
        read(path)


def test_a_page_without_its_end_is_not_whole(tmp_path):
    path = filled("html", tmp_path, review_of([Told(facts_of_story())]), Filled())
    saved = json.loads(path.read_text("utf-8"))
    del saved["end"]
    path.write_text(json.dumps(saved), "utf-8")
    with pytest.raises(UsageError, match="not whole"):
        read(path)


def test_decisions_in_other_words(sheet):
    def change(book: Any) -> None:
        for number, word in ((2, "OK"), (3, "Wrong")):
            named(book["dates"], number)["decision"].value = word
        named(book["people"], 2)["decision"].value = "perhaps"

    applied = apply_review(told_two(), read(mended(sheet, change)))
    (problem,) = applied.problems
    assert "'perhaps': write accept, reject or edit" in problem
    reviewed = applied.articles[0].facts.reviewed
    assert reviewed is not None
    assert (reviewed.accepted, reviewed.rejected, reviewed.done) == (1, 1, False)


def test_a_missed_fact_needs_no_article_where_there_is_one(tmp_path):
    path = tmp_path / "one.xlsx"
    FORMS["xlsx"].write(review_of([Told(facts_of_story())]), path)

    def change(book: Any) -> None:
        empty_row(book["organizations"])["name"].value = "Solveig"

    applied = apply_review([Told(facts_of_story())], read(mended(path, change)))
    assert applied.problems == ()
    assert [change.after for change in applied.changes] == ["Solveig"]


def test_the_text_of_a_sheet_is_enough_to_find_what_was_missed(tmp_path):
    """The facts alone do not quote these words; the sheet has the text, line ends or not."""
    path = tmp_path / "one.xlsx"
    FORMS["xlsx"].write(review_of([Told(facts_of_story())]), path)

    def change(book: Any) -> None:
        empty_row(book["organizations"])["name"].value = "our newsroom"

    bare = Told(facts_of_story(), whole=False)
    applied = apply_review([bare], read(mended(path, change)))
    assert applied.problems == ()
    new = next(one for one in plain_record(applied.articles[0].facts)["organizations"] if one.get("edited"))
    assert [STORY[m["start"] : m["end"]] for m in new["mentions"]] == ["our newsroom"]


# Every field


@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_says_what_it_was_shown_as(kind):
    told = [Told(facts_of_story())]
    for row in review_of(told).rows_of("ferry", kind):
        for field in FIELDS[kind]:
            value = row.values[field.name]
            if not (value is None and field.needed):
                assert parsed(field, shown(value)) == value


# Gold, and scores


@pytest.fixture(scope="module")
def corrected(told, tmp_path_factory) -> tuple[Path, list[Told], list[Told]]:
    folder = tmp_path_factory.mktemp("gold")
    form = filled("csv", folder, review_of(told), ten_changed_three_missed(told))
    applied = apply_review(told, read(form))
    write_gold(folder / "gold", applied.reviewed)
    for name, some in (("facts", told), ("corrected", applied.articles)):
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as stream:
            write_jsonl([one.facts for one in some], stream, only=tuple(KINDS))
    return folder, told, list(applied.articles)


SCORERS = ("casualties", "facts", "people", "entities", "dates", "places")


@pytest.mark.model
@pytest.mark.skipif(not (SHARED / "eval").is_dir(), reason="no scorers here")
@pytest.mark.parametrize("name", SCORERS)
def test_the_gold_is_what_scorers_read(name, corrected):
    """The corrected facts are perfect against it, the others are not."""
    folder, _, _ = corrected
    figures = []
    for facts in ("corrected", "facts"):
        command = [sys.executable, str(SHARED / "eval" / f"score_{name}.py")]
        command += [str(folder / "gold" / f"{name}.jsonl"), str(folder / f"{facts}.jsonl")]
        command += ["--json"] if name != "places" else []
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        figures.append(json.loads(done.stdout))
    right, before = figures
    measures: dict[str, Any] = {
        "casualties": lambda found: (found["detection"]["f1"], found["figure"]["f1"]),
        "facts": lambda found: tuple(
            found[kind]["found"]["F1"] for kind in ("people", "places", "organizations", "dates")
        ),
        "people": lambda found: (found["found"]["F1"], found["role"]),
        "entities": lambda found: (found["core"]["strict"]["F1"],),
        "dates": lambda found: (found["all"]["value"]["F1"],),
        "places": lambda found: (found["reviewed"]["end to end"],),
    }
    assert set(measures[name](right)) == {1.0}
    if name != "places":
        assert measures[name](before) != measures[name](right)


@pytest.mark.model
@pytest.mark.skipif(not (SHARED / "eval").is_dir(), reason="no scorers here")
def test_found_as_the_scorers_find(corrected):
    folder, told, after = corrected
    own = score_facts([one.facts for one in after], [one.facts for one in told])["kinds"]
    script = SHARED / "eval" / "score_facts.py"
    command = [sys.executable, str(script)]
    command += [str(folder / "gold" / "facts.jsonl"), str(folder / "facts.jsonl"), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    for kind in ("people", "places", "organizations", "dates"):
        found = own[kind]["found"]
        assert [found[name] for name in ("right", "predicted", "gold")] == [
            theirs[kind]["found"][name] for name in ("right", "predicted", "gold")
        ]


@pytest.mark.model
def test_intervals_hold_the_figure_and_are_the_same_again(corrected):
    _, told, after = corrected
    made = [score_facts([one.facts for one in after], [one.facts for one in told]) for _ in range(2)]
    assert made[0] == made[1]
    found = made[0]["kinds"]["casualties"]["found"]
    low, high = found["recall_interval"]
    assert low <= found["recall"] <= high
    assert low < high
    few = score_facts([after[0].facts], [told[0].facts])
    assert few["kinds"]["people"]["found"]["f1_interval"] is None


def test_every_fact_missed_and_every_fact_false():
    facts = facts_of_story()
    empty = ArticleFacts(article=facts.article, published=facts.published)
    missed = score_facts([facts], [empty])["kinds"]["casualties"]["found"]
    assert (missed["right"], missed["predicted"], missed["recall"], missed["precision"]) == (0, 0, 0.0, None)
    false = score_facts([empty], [facts])["kinds"]["casualties"]["found"]
    assert (false["precision"], false["recall"]) == (0.0, None)


# The commands


def test_from_facts_to_a_score(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("facts.jsonl").write_text(json.dumps(plain_record(facts_of_story())) + "\n", "utf-8")
    Path("articles").mkdir()
    Path("articles/ferry.txt").write_text(STORY, "utf-8", newline="")
    runner = CliRunner()
    made = runner.invoke(app, ["review", "facts.jsonl", "articles", "-o", "review.csv"])
    assert (made.exit_code, made.stdout) == (0, "")
    assert "of 1 article" in made.stderr
    none = runner.invoke(app, ["apply", "review.csv", "facts.jsonl", "--gold", "gold", "-o", "c.jsonl"])
    assert none.exit_code == 2
    assert "no article is marked as done" in none.stderr
    with Path("review.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    next(row for row in rows if row["fact"] == "casualties-1")["min"] = "43"
    with Path("review.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    arguments = ["apply", "review.csv", "facts.jsonl", "articles", "--all-reviewed", "--by", "ana"]
    arguments += ["--on", "2026-03-04", "--gold", "gold", "--changes", "changes.csv", "-o", "c.jsonl"]
    done = runner.invoke(app, arguments)
    assert done.exit_code == 0, done.stderr
    assert sorted(path.name for path in Path("gold").iterdir()) == sorted(GOLD)
    changes = Path("changes.csv").read_text("utf-8").splitlines()
    assert changes[1:] == ["ferry,casualties,casualties-1,changed,min,44,43"]
    score = runner.invoke(app, ["score", "gold", "facts.jsonl", "--format", "table"])
    assert score.exit_code == 0
    assert "casualties, figure" in score.stdout
    as_json = json.loads(runner.invoke(app, ["score", "c.jsonl", "facts.jsonl"]).stdout)
    figure = as_json["kinds"]["casualties"]["slots"]["figure"]
    assert (figure["right"], figure["pairs"]) == (figure["pairs"] - 1, len(facts_of_story().casualties))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["review", "facts.jsonl", "-o", "review.doc"], "which form"),
        (["review", "facts.jsonl", "-o", "facts.jsonl", "--format", "csv"], "would overwrite an input"),
        (["review", "ferry.txt", "-o", "r.csv"], "no facts among the inputs"),
        (["review", "facts.jsonl", "-o", "no/r.csv"], "no folder no"),
        (["apply", "gone.csv", "facts.jsonl"], "no such file"),
        (["apply", "ferry.txt", "facts.jsonl"], "what kind of form"),
        (["apply", "gone.csv", "facts.jsonl", "--on", "4 March"], "is no day"),
        (["score", "facts.jsonl", "ferry.txt"], "no facts in it"),
        (["score", "facts.jsonl", "other.jsonl"], "no article in common"),
    ],
)
def test_wrong_arguments_are_one_line(arguments, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("facts.jsonl").write_text(json.dumps(plain_record(facts_of_story())) + "\n", "utf-8")
    Path("other.jsonl").write_text(json.dumps(plain_record(facts_of_story("other"))) + "\n", "utf-8")
    Path("ferry.txt").write_text(STORY, "utf-8")
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert says in line
    assert done.stdout == ""


DOCS = Path(__file__).parent.parent / "docs" / "review.md"


def test_the_python_of_the_docs_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.S)
    names: dict[str, Any] = {"extracted": [facts_of_story()]}
    exec(block, names)
    assert len(names["applied"].articles) == 1


@pytest.mark.parametrize("name", FORM_NAMES)
def test_the_docs_name_every_form(name):
    page = DOCS.read_text("utf-8")
    assert f"--format {name}" in page or any(f"{suffix}`" in page for suffix in FORMS[name].suffixes)
    needs = FORMS[name].needs
    assert needs is None or f"(extra `{needs[1]}`)" in page
