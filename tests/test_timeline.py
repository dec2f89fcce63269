"""The dates of many articles in time order, the same event told once."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tomllib
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from ferry import facts_of_story
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from newsfacts.cli import app
from newsfacts.names.aliases.file import read_aliases
from newsfacts.output.records import as_record
from newsfacts.output.schema import schema
from newsfacts.output.timeline_records import TIMELINE_COLUMNS, as_timeline_record
from newsfacts.timeline import Statement, between, dates_the_article, timeline
from newsfacts.types import (
    Article,
    ArticleFacts,
    CharSpan,
    DateBasis,
    DateType,
    EventDate,
    EventStatus,
    Evidence,
    Grain,
    Published,
)
from newsfacts.writers.timeline import TIMELINE_WRITERS

VALIDATOR = Draft202012Validator(schema("timeline", closed=True))


def dated(
    value: str | None,
    event: str | None,
    *,
    first: str | None = None,
    last: str | None = None,
    grain: Grain = Grain.DAY,
    words: str = "then",
    kind: DateType = DateType.DATE,
) -> tuple[str, EventDate]:
    """A sentence with `event` and a date of `value`; a plain day has itself as first and last."""
    sentence = f"As told, {event or 'it was so'} {words}."
    if value and len(value) == 10 and value[:4].isdigit():
        first = last = first or value
    start = sentence.index(f" {words}.") + 1
    evidence = Evidence(CharSpan(start, start + len(words)), CharSpan(0, len(sentence)))
    days = (date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)
    return sentence, EventDate(kind, value, value, *days, grain, event, DateBasis.ABSOLUTE, evidence)


def article(name: str, *dates: tuple[str, EventDate]) -> ArticleFacts:
    """An article of the sentences of `dates`, in their order."""
    text, found = "", []
    for sentence, when in dates:
        span, at = when.evidence.span, len(text)
        evidence = Evidence(
            CharSpan(span.start + at, span.end + at), CharSpan(at, at + len(sentence)), when.evidence.rule
        )
        found.append(replace(when, evidence=evidence))
        text += f"{sentence}\n"
    return ArticleFacts(Article(name, text or "Nothing."), Published(), dates=tuple(found))


def told(*facts: ArticleFacts) -> list[tuple[str, tuple[str, ...]]]:
    return [(entry.value, entry.articles) for entry in timeline(facts)]


# Order


ORDERED = [
    dated("199X", "the yard closed", first="1990-01-01", last="1999-12-31", grain=Grain.DECADE),
    dated("2023-10-01", "the harbour opened"),
    dated("2023-10", "the strike began", first="2023-10-01", last="2023-10-31", grain=Grain.MONTH),
    dated("2023-10-07", "a ferry sank"),
    dated("2023-10-07/2023-10-09", "divers searched", first="2023-10-07", last="2023-10-09"),
    dated("2024-03-02", "a court met"),
    dated("2024-22", "tourists came", grain=Grain.SEASON),
    dated("2024-07-01", "a bridge fell"),
    dated("XXXX-05", "a mast broke", grain=Grain.MONTH),
    dated("XXXX-09-01", "a fair was held"),
    dated("XXXX-09-01/XXXX-09-03", "a market was held"),
    dated("XXXX-09", "a school closed", grain=Grain.MONTH),
    dated("XXXX-12-24", "a choir sang"),
]


@given(st.permutations(ORDERED))
def test_time_order_whatever_the_order_of_the_input(given):
    values = [value for _, when in ORDERED if (value := when.value)]
    one = article("a", *given)
    assert [entry.value for entry in timeline([one])] == values
    many = [article(f"a{number}", item) for number, item in enumerate(given)]
    assert [entry.value for entry in timeline(many)] == values


@given(st.permutations(range(6)), st.data())
def test_the_same_timeline_whatever_the_order_of_articles(order, data):
    events = ["the ferry sank", "the ferry Solveig sank off Lindholm", "a strike began", "the attack", None]
    some = st.lists(st.tuples(st.sampled_from(["2024-09-01", "2024-09-02"]), st.sampled_from(events)))
    stories = [
        article(f"a{number}", *(dated(value, event) for value, event in data.draw(some)))
        for number in range(6)
    ]
    assert timeline(stories[number] for number in order) == timeline(stories)


def test_what_more_articles_tell_comes_first_within_a_day():
    first = article("a", dated("2024-09-01", "a strike began"), dated("2024-09-01", "the ferry sank"))
    second = article("b", dated("2024-09-01", "the ferry sank off Lindholm"))
    assert told(first, second) == [("2024-09-01", ("a", "b")), ("2024-09-01", ("a",))]


def test_only_dates_with_a_value():
    story = article(
        "a",
        dated(None, "a ferry sank"),
        dated("P3M", "a strike", kind=DateType.DURATION),
        dated("XXXX-WXX-1", "a market", kind=DateType.SET),
        dated("2024-09-01", "a ferry sank", kind=DateType.TIME),
    )
    assert told(story) == [("2024-09-01", ("a",))]


# Merging


def cases() -> list[object]:
    text = (files("newsfacts") / "rules/timeline.cases.toml").read_text("utf-8")
    return [
        pytest.param(
            case,
            id=f"{case['one']} / {case['other']}",
            marks=[pytest.mark.xfail(reason=case["todo"])] if "todo" in case else [],
        )
        for case in tomllib.loads(text)["case"]
    ]


@pytest.mark.parametrize("case", cases())
def test_cases(case):
    days: dict[str, Any] = {
        "first": "2024-09-01",
        "last": "2024-09-01",
        "grain": Grain(case.get("grain", "day")),
    }
    stories = [article(name, dated("2024-09-01", case[name], **days)) for name in ("one", "other")]
    assert len(timeline(stories)) == (1 if case["same"] else 2)


def test_the_same_days_in_another_form_are_the_same_date():
    week: dict[str, Any] = {"first": "2024-09-02", "last": "2024-09-08", "grain": Grain.WEEK}
    first = article("a", dated("2024-W36", "the port of Torvik was closed by a strike", **week))
    second = article("b", dated("2024-09-02/2024-09-08", "a strike closed the port of Torvik", **week))
    assert [entry.articles for entry in timeline([first, second])] == [("a", "b")]


def test_the_event_is_told_in_words_that_say_something():
    stories = [
        article("a", dated("2024-09-01", "the attack")),
        article("b", dated("2024-09-01", "the attack on the barracks of Torvik")),
        article("c", dated("2024-09-01", "the attack")),
    ]
    (entry,) = timeline(stories)
    assert entry.event == "the attack on the barracks of Torvik"
    assert [statement.article.id for statement in entry.statements] == ["b", "a", "c"]


def test_a_word_for_two_events_does_not_make_them_one():
    stories = [
        article("a", dated("2024-09-01", "the attack on the barracks of Torvik by rebels")),
        article("b", dated("2024-09-01", "the attack against a market in Lindholm with knives")),
        article("c", dated("2024-09-01", "the attack")),
    ]
    assert sorted(len(entry.statements) for entry in timeline(stories)) == [1, 2]


def test_an_article_given_twice_counts_once():
    story = article("a", dated("2024-09-01", "the ferry sank"))
    (entry,) = timeline([story, story])
    assert len(entry.statements) == 1


def test_dates_without_words_stay_apart():
    stories = [article(name, dated("2024-09-01", None)) for name in "ab"]
    assert [entry.event for entry in timeline(stories)] == [None, None]


def test_many_articles_take_seconds():
    stories = [
        article(f"a{number}", dated("2024-09-01", f"ferry number{number % 700} sank off Lindholm"))
        for number in range(2000)
    ]
    assert sum(len(entry.statements) for entry in timeline(stories)) == 2000


@pytest.mark.parametrize(
    ("text", "words", "own"),
    [
        ("TORVIK, Sept. 3 (Norda) - A ferry sank.", "Sept. 3", True),
        ("Torvik Bay, 3 September: A ferry sank.", "3 September", True),
        ("Published: 4 September 2024", "4 September 2024", True),
        ("Last updated on 4 September 2024 at 10:31 GMT", "4 September 2024", True),
        ("4 September 2024", "4 September 2024", True),
        ("The ferry sank on Sept. 3 (a Tuesday).", "Sept. 3", False),
        ("On Sept. 3, a ferry sank.", "Sept. 3", False),
        ("Published in May, the book sold well.", "May", False),
        ("A" * 5000 + " sank on Sept. 3.", "Sept. 3", False),
    ],
)
def test_the_date_of_the_article_itself(text, words, own):
    at = text.index(words)
    evidence = Evidence(CharSpan(at, at + len(words)), CharSpan(0, len(text)))
    when = replace(dated("2024-09-03", "x")[1], evidence=evidence)
    assert dates_the_article(Statement(Article("a", text), when)) is own


def test_between():
    entries = timeline([article("a", *ORDERED)])

    def values(since: date | None, until: date | None) -> list[str]:
        return [entry.value for entry in between(entries, since, until)]

    assert values(None, None) == [entry.value for entry in entries if "XXXX" not in entry.value]
    assert values(date(2023, 10, 8), date(2024, 3, 1)) == ["2023-10", "2023-10-07/2023-10-09"]
    assert values(date(2024, 6, 15), date(2024, 6, 20)) == ["2024-22"]
    assert values(None, date(1995, 1, 1)) == ["199X"]


# Output


@pytest.fixture
def entries():
    return timeline(
        [
            article("ferry|1", dated("2024-09-01", "=the ferry sank off Lindholm"), ORDERED[0]),
            article("b", dated("2024-09-01", "a ferry sank off Lindholm"), ORDERED[9]),
        ]
    )


def written(name, entries, **options) -> str:
    stream = io.StringIO()
    TIMELINE_WRITERS[name](entries, stream, **options)
    return stream.getvalue()


@pytest.mark.parametrize("closed", [False, True])
def test_schema_is_one(closed):
    Draft202012Validator.check_schema(schema("timeline", closed=closed))


def test_json_and_json_lines(entries):
    document = json.loads(written("json", entries))
    VALIDATOR.validate(document)
    assert [json.loads(line) for line in written("jsonl", entries).splitlines()] == document
    assert document[1]["articles"] == ["b", "ferry|1"]
    assert [statement["article_id"] for statement in document[1]["statements"]] == ["b", "ferry|1"]
    assert written("json", ()) == "[]\n"
    assert written("jsonl", ()) == ""


def test_rows(entries):
    rows = list(csv.DictReader(io.StringIO(written("csv", entries))))
    assert tuple(rows[0]) == TIMELINE_COLUMNS
    assert [row["value"] for row in rows] == ["199X", "2024-09-01", "XXXX-09-01"]
    assert (rows[1]["articles"], rows[1]["statements"], rows[1]["text"]) == ("b; ferry|1", "2", "then")
    assert rows[2]["first"] == ""
    assert written("tsv", ()).split("\t")[0] == "value"


def test_formulas_are_defused():
    story = article("=a", dated("2024-09-01", "=cmd()"))
    (row,) = csv.DictReader(io.StringIO(written("csv", timeline([story]))))
    assert (row["event"], row["articles"]) == ("'=cmd()", "'=a")


def test_table(entries, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    text = written("table", entries, remarks=["3 dates left out that name no day"])
    assert max(map(len, text.splitlines())) <= 40
    assert text.splitlines()[:2] == ["Timeline", "3 events on 3 dates, in 2 articles"]
    assert text.count("2024-09-01") == 1
    assert "  a ferry sank off Lindholm  2 articles\n    b: As told, a ferry" in text
    assert text.rstrip().endswith("3 dates left out that name no day")
    assert "no dated events" in written("table", ())


def test_table_of_one_article_does_not_name_it():
    text = written("table", timeline([article("only-me", ORDERED[1])]))
    assert "only-me" not in text


def test_table_quotes_a_few_articles_and_names_the_rest():
    stories = [
        article(f"a{number}", dated("2024-09-01", f"ferry Solveig sank off Lindholm at {number}"))
        for number in range(6)
    ]
    agency = [article(name, dated("2024-09-01", "ferry Solveig sank off Lindholm")) for name in "xy"]
    text = written("table", timeline([*stories, *agency]))
    assert text.count("As told") == 3
    assert "also in a" in text
    assert "x, y: As told" in text


def test_markdown(entries):
    text = written("markdown", entries, remarks=["a *remark*"])
    assert "| 2024-09-01 | a ferry sank off Lindholm | b, ferry\\|1 |" in text
    assert text.endswith("a \\*remark\\*\n")
    assert "None." in written("markdown", ())


# The command


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)


def run(*arguments: str, stdin: str | bytes = "") -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["timeline", *arguments], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def put(path: str, content: str | bytes) -> str:
    Path(path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def facts_line(story: ArticleFacts) -> str:
    return json.dumps(as_record(story)) + "\n"


FERRY = article("ferry", dated("2024-09-01", "the ferry sank off Lindholm"), dated("XXXX-05", "a mast broke"))
COURT = article("court", dated("2024-08-30", "a court met"), dated(None, "nothing was said"))


@pytest.fixture
def facts_file():
    return put("facts.jsonl", facts_line(FERRY) + facts_line(COURT))


def test_facts_files_of_both_forms_and_standard_input(facts_file):
    code, out, err = run(facts_file)
    document = json.loads(out)
    VALIDATOR.validate(document)
    assert code == 0
    assert [entry["value"] for entry in document] == ["2024-08-30", "2024-09-01", "XXXX-05"]
    assert err == (
        "newsfacts: 2 articles: 4 dates, 3 events in time order; 1 date left out that names no day "
        "(some in articles without a publication date: see --published)\n"
    )
    put("facts.json", json.dumps([as_record(FERRY), as_record(COURT)], indent=2))
    assert run("facts.json")[1] == out
    assert run("-", "-q", stdin=Path("facts.json").read_text()) == (0, out, "")
    assert run("-", "-q", stdin=Path(facts_file).read_text())[1] == out


def test_facts_do_not_wait_for_spacy(facts_file):
    program = (
        "import sys\nfrom newsfacts.cli import main\n"
        "try:\n    main()\nexcept SystemExit as stop:\n    assert not stop.code\n"
        "assert not {'spacy', 'numpy', 'onnxruntime'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "timeline", facts_file], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr.count(b"Traceback")) == (0, 0)


def test_articles_and_facts_together(facts_file):
    put("news.txt", "The ferry sank off Lindholm on 1 September 2024.")
    code, out, _ = run(facts_file, "news.txt")
    ferry = next(entry for entry in json.loads(out) if entry["value"] == "2024-09-01")
    assert (code, ferry["articles"]) == (0, ["ferry", "news"])
    again = run("news.txt", facts_file)[1]
    assert again == out


def test_several_articles_about_one_event():
    put("a.txt", "A ferry sank off Lindholm on Sunday, killing 12 people.")
    put(
        "b.txt",
        "Published: 4 September 2024\n\nThe ferry sank off Lindholm on Sept. 1.",
    )
    _, out, _ = run("a.txt", "b.txt", "--published", "2024-09-03")
    (entry,) = json.loads(out)[:1]
    assert (entry["value"], entry["articles"]) == ("2024-09-01", ["a", "b"])
    assert "Sunday" in {statement["text"] for statement in entry["statements"]}
    _, out, _ = run("a.txt", "-f", "jsonl", "--published-from", "none")
    assert out == ""


@pytest.mark.parametrize(
    ("event", "stays"),
    [
        ("the junta said then", False),
        ("The governor told reporters then", False),
        ("state media said in a statement then", False),
        ("the mayor resigned and said then", True),
        ("she was told then", True),
        ("the mayor resigned then", True),
        ("police said the bridge had fallen then", True),
    ],
)
def test_that_somebody_only_spoke_is_no_event(event, stays):
    assert bool(timeline([article("a", dated("2024-09-01", event))])) is stays


def test_a_bracket_that_stays_open_is_cut_off_the_event():
    (entry,) = timeline([article("a", dated("2012", "before that there was the Tarn mill (2012"))])
    assert entry.event == "before that there was the Tarn mill"


def test_what_was_planned_and_then_happened_has_happened():
    event = "the Lindholm ferry line reopened with a parade"
    planned, done, unclear = (
        dated("2024-09-06", event),
        dated("2024-09-06", event),
        dated("2024-09-06", event),
    )
    statuses = (EventStatus.PLANNED, EventStatus.HAPPENED, None)
    told_so = [
        (sentence, replace(when, status=status))
        for (sentence, when), status in zip((planned, done, unclear), statuses, strict=True)
    ]
    first, second, third = (article(name, said) for name, said in zip("abc", told_so, strict=True))
    assert [entry.status for entry in timeline([first, second, third])] == [EventStatus.HAPPENED]
    (entry,) = timeline([first, third])
    assert entry.status is EventStatus.PLANNED
    out = io.StringIO()
    TIMELINE_WRITERS["table"]([entry], out)
    assert f"{event} (planned)" in " ".join(out.getvalue().split())
    assert [s["status"] for s in as_timeline_record(entry)["statements"]] == ["planned", None]
    assert timeline([third])[0].status is None


def test_aliases_reach_the_articles_and_not_facts_made_before(facts_file, monkeypatch):
    given_to = []

    def extract_many(articles, **options):
        given_to.append(options)
        return (ArticleFacts(read, Published()) for read in articles)

    monkeypatch.setattr("newsfacts.jobs.extract_many", extract_many)
    put("who.toml", '[[places]]\nname = "Lindholm"\naliases = ["the Lind"]\n')
    put("a.txt", "A ferry sank off Lindholm on Sept. 1, 2024.")
    code, _, err = run("a.txt", facts_file, "--aliases", "who.toml")
    assert code == 0
    assert [options["aliases"] for options in given_to] == [read_aliases("who.toml")]
    assert "--aliases changes nothing in facts that are made already" in err
    code, _, err = run("a.txt", "--aliases", "a.txt")
    assert (code, "a.txt" in err) == (2, True)


def test_since_and_until(facts_file):
    _, out, err = run(facts_file, "--since", "2024-09", "-f", "jsonl")
    assert [json.loads(line)["value"] for line in out.splitlines()] == ["2024-09-01"]
    assert "; 1 event of unknown years left out\n" in err
    assert len(json.loads(run(facts_file, "--since", "2024", "--until", "2024")[1])) == 2
    assert json.loads(run(facts_file, "--until", "2024-08-29")[1]) == []


@pytest.mark.parametrize("name", ["t.csv", "t.json", "t.jsonl", "t.md", "t.txt", "t.tsv"])
def test_output_file(facts_file, name):
    code, out, _ = run(facts_file, "-o", name)
    assert (code, out) == (0, "")
    assert "the ferry sank off Lindholm" in Path(name).read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "jsn"], "--format: unknown 'jsn': did you mean 'json'?"),
        (["--since", "Monday"], "--since: 'Monday' is no date"),
        (["--until", "XXXX-09"], "--until: 'XXXX-09' has no year"),
        (["--since", "2024-09", "--until", "2024-08"], "--since 2024-09 is after --until 2024-08"),
        (["--published-from", "txt"], "--published-from: unknown 'txt': did you mean 'text'?"),
        (["-o", "folder", "--format", "csv"], "-o folder: a folder: name a file in it"),
        (["-o", "new/", "--format", "csv"], "-o new/: a folder: name a file in it"),
        (["-o", "facts.jsonl"], "-o facts.jsonl: would overwrite the input facts.jsonl"),
    ],
)
def test_wrong_usage(facts_file, arguments, message):
    Path("folder").mkdir()
    code, out, err = run(facts_file, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"newsfacts: {message}")
    assert err.count("\n") == 1
    assert not Path("new").exists()


def test_nothing_readable():
    put("own.jsonl", json.dumps(as_timeline_record(timeline([FERRY])[0])) + "\n")
    code, out, err = run("gone.jsonl", "own.jsonl", "-o", "t.json")
    assert (code, out, err.count("\n")) == (2, "", 2)
    assert not Path("t.json").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema_version": "2.0"}, "facts of schema 2.0, not 1."),
        ({"dates": [{}]}, "facts that are not whole ("),
        ({"dates": 5}, "facts that are not whole ("),
        ({"people": None}, "facts that are not whole ("),
    ],
)
def test_bad_facts_spoil_no_others(change, message):
    bad = json.dumps({**as_record(FERRY), **change}) + "\n"
    put("facts.jsonl", bad + "{\n" + facts_line(COURT))
    code, out, err = run("facts.jsonl")
    assert (code, len(json.loads(out))) == (3, 1)
    lines = err.splitlines()
    assert lines[0].startswith(f"facts.jsonl:1: {message}")
    assert lines[1].startswith("facts.jsonl:2: malformed JSON")
    assert lines[2].endswith("; 2 inputs failed")


def test_false_offsets_do_not_fill_the_memory():
    record = json.loads(facts_line(FERRY))
    record["dates"][0]["sentence"]["end"] = 10**15
    put("facts.jsonl", json.dumps(record) + "\n" + facts_line(COURT))
    code, _, err = run("facts.jsonl")
    assert code == 3
    assert "not as long as its span" in err


def test_keys_of_a_later_minor_version_are_passed_over():
    record = json.loads(facts_line(FERRY))
    record |= {"schema_version": "1.9", "language": "en"}
    record["dates"][0]["status"] = "planned"
    code, out, _ = run(put("facts.jsonl", json.dumps(record) + "\n"), "-q")
    assert (code, len(json.loads(out))) == (0, 2)


def test_facts_of_every_kind():
    code, out, _ = run(put("story.jsonl", facts_line(facts_of_story("story"))), "-q", "-f", "jsonl")
    assert code == 0
    assert [json.loads(line)["event"] for line in out.splitlines()] == [
        "the ferry Solveig sank",
        None,
        "The harbour will reopen",
    ]


def test_tables_of_facts_are_no_articles():
    put("dates.csv", "article_id,fact,text,sentence_start\na,1,Sunday,0\n")
    code, _, err = run("dates.csv")
    assert (code, err.splitlines()[0].startswith("dates.csv: a table of facts, not an article")) == (
        2,
        True,
    )


def test_published_has_no_effect_on_facts(facts_file):
    _, out, err = run(facts_file, "--published", "2020-01-01")
    assert len(json.loads(out)) == 3
    assert "--published changes nothing in facts that are made already" in err


def test_schema_of_the_timeline():
    result = CliRunner().invoke(app, ["schema", "--of", "timeline"])
    assert json.loads(result.stdout) == schema("timeline")
    result = CliRunner().invoke(app, ["schema", "--of", "timelin"])
    assert (result.exit_code, result.stderr.count("did you mean 'timeline'?")) == (2, 1)


def test_a_reader_that_goes_away_is_no_error():
    stories = [article(f"a{n}", dated("2024-09-01", f"ferry{n} sank{n}")) for n in range(3000)]
    put("facts.jsonl", "".join(map(facts_line, stories)))
    command = Path(sys.executable).with_name("newsfacts")
    process = subprocess.Popen(
        [command, "timeline", "facts.jsonl", "-f", "jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stderr
    VALIDATOR.validate(json.loads(process.stdout.readline()))
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=120) == 0
