"""`--fail-on`, annotations for GitHub, the summary of a step, and the workflow of the docs."""

from __future__ import annotations

import io
import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ferry import facts_of_story
from hypothesis import given
from hypothesis import strategies as st
from test_ci_conflicts import told
from typer.testing import CliRunner

from newsfacts.cli import app
from newsfacts.errors import InputError, NewsfactsError
from newsfacts.positions import Lines, Position, file_of
from newsfacts.types import KINDS, Article, ArticleFacts, CharSpan, Published, PublishedBasis
from newsfacts.writers import github
from newsfacts.writers.github import Annotation, Level, StepSummary, write_github

ROOT = Path(__file__).parent.parent
UNKNOWN = Published()
DATED = Published("2024-09-02", PublishedBasis.OPTION)


def published(date: str | None) -> Published:
    return Published(date, PublishedBasis.TEXT if date else None)


@pytest.fixture
def extract(monkeypatch, tmp_path):
    """Runs `extract` on files for which facts are given by name, without models: code, stdout, stderr."""
    pytest.importorskip("spacy")
    from newsfacts import jobs

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)

    def run(facts: dict[str, ArticleFacts], *arguments: str) -> tuple[int, str, str]:
        def extract_many(articles, **given):
            for article in articles:
                found = facts[article.id]
                known: dict[str, Any] = {
                    kind: getattr(found, kind) if kind in given["only"] else () for kind in KINDS
                }
                yield replace(found, article=replace(article, text=found.article.text), **known)

        monkeypatch.setattr(jobs, "extract_many", extract_many)
        for name in facts:
            Path(f"{name}.txt").write_text("Six people were killed.", "utf-8")
        paths = [f"{name}.txt" for name in facts]
        result = CliRunner().invoke(app, ["extract", "--format", "jsonl", *paths, *arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr

    return run


def nothing(date: Published = DATED) -> ArticleFacts:
    return ArticleFacts(Article("a", "Nothing.\n"), date)


def unsure(*confidences: float | None) -> ArticleFacts:
    facts = told(*range(1, len(confidences) + 1), place=None)
    figures = zip(facts.casualties, confidences, strict=True)
    return replace(facts, casualties=tuple(replace(figure, confidence=sure) for figure, sure in figures))


# Conditions: met, and not met


@pytest.mark.parametrize(
    ("condition", "facts", "words"),
    [
        (
            "no-facts",
            nothing(),
            "a.txt:1: no-facts: no person or place or organization or casualty figure or date",
        ),
        ("no-date", nothing(UNKNOWN), "a.txt:1: no-date: no date of publication known"),
        ("no-date", nothing(published("XXXX-05-06")), "a.txt:1: no-date: only XXXX-05-06 known"),
        ("low-confidence<0.5", unsure(0.9, 0.49), "a.txt:1: low-confidence: casualty figure '2': 0.49"),
        ("low-confidence < 1", unsure(0.999), "a.txt:1: low-confidence: casualty figure '1': 0.999"),
        ("conflict", told(6, 9), "a.txt:1: conflict: 6 or 9 killed: '6' (line 1), '9' (line 1)"),
    ],
)
def test_a_condition_that_is_met_ends_with_1_and_all_is_delivered(extract, condition, facts, words):
    code, out, err = extract({"a": facts}, "--quiet", "--fail-on", condition)
    assert code == 1
    assert out.count("\n") == 1
    assert words in err
    assert re.search(
        rf"^newsfacts: --fail-on: met: {re.split('[ <]', condition)[0]} \(1\)$", err, re.MULTILINE
    )


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ("no-facts", told(6)),
        ("no-date", nothing(DATED)),
        ("no-date", nothing(published("2024"))),
        ("low-confidence<0.5", unsure(0.5, None)),
        ("conflict", told(6, 6)),
        ("conflict", nothing()),
        ("input-error", nothing()),
        ("no-facts,no-date,low-confidence<.5,conflict,input-error", replace(told(6), published=DATED)),
    ],
)
def test_a_condition_that_is_not_met_ends_with_0(extract, condition, facts):
    assert extract({"a": facts}, "--quiet", "--fail-on", condition)[::2] == (0, "")


def test_without_the_option_nothing_is_looked_for(extract):
    assert extract({"a": told(6, 9)}, "--quiet")[::2] == (0, "")


def test_conditions_may_be_repeated_and_look_at_the_shown_kinds(extract):
    facts = {"a": unsure(0.1)}
    assert extract(facts, "--fail-on", "conflict", "--fail-on", "low-confidence<0.5")[0] == 1
    assert extract(facts, "--fail-on", "low-confidence<0.5", "--only", "people")[0] == 0
    assert extract(facts, "--fail-on", "no-facts", "--only", "people")[0] == 1


def test_3_beats_1(extract):
    code, out, err = extract({"a": told(6, 9)}, "gone.txt", "--fail-on", "conflict,input-error")
    assert code == 3
    assert out.count("\n") == 1
    assert "newsfacts: --fail-on: met: conflict (1), input-error (1)" in err


def test_a_failed_input_without_the_condition_is_not_told_as_one(extract):
    code, _, err = extract({"a": told(6)}, "gone.txt", "--fail-on", "conflict")
    assert (code, "--fail-on" in err) == (3, False)


def test_ten_are_named_and_the_rest_is_counted(extract):
    _, _, err = extract({"a": unsure(*[0.1] * 13)}, "--quiet", "--fail-on", "low-confidence<0.5")
    named = [line for line in err.splitlines() if line.startswith("a.txt:")]
    assert len(named) == 10
    assert err.splitlines()[10:] == [
        "newsfacts: low-confidence: 3 more",
        "newsfacts: --fail-on: met: low-confidence (13)",
    ]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("conflicts", "unknown 'conflicts': did you mean 'conflict'?"),
        ("", "unknown ''"),
        ("low-confidence", "needs a number, in quotes"),
        ("low-confidence<much", "needs a number, in quotes"),
        ("low-confidence<0", "lie between 0 and 1"),
        ("low-confidence<50", "lie between 0 and 1"),
    ],
)
def test_a_wrong_condition_is_told_before_anything_is_read(extract, condition, words):
    code, out, err = extract({"a": told(6)}, "gone.txt", "--fail-on", condition)
    assert (code, out) == (2, "")
    assert words in err
    assert "gone.txt" not in err


def test_conflicts_need_casualty_figures(extract):
    code, _, err = extract({"a": told(6)}, "--only", "people", "--fail-on", "conflict")
    assert code == 2
    assert "add casualties to --only" in err


# Lines and columns


def test_positions_count_from_1_in_units_of_utf16():
    lines = Lines("a\r\nb😀c\n\nd")
    assert lines.position(0) == Position(1, 1)
    assert lines.position(4) == Position(2, 2)
    assert lines.position(5) == Position(2, 4)
    assert lines.position(8) == Position(4, 1)
    assert lines.ends(CharSpan(3, 5)) == (Position(2, 1), Position(2, 4))
    assert lines.ends(CharSpan(3, 7)) == (Position(2, 1), Position(2, 6))


@given(st.text(alphabet="a😀\n\r é", max_size=30), st.data())
def test_positions_lead_back_to_the_offset(text, data):
    offset = data.draw(st.integers(0, len(text)))
    at = Lines(text).position(offset)
    line = text.split("\n")[at.line - 1]
    before = line.encode("utf-16-le")[: 2 * (at.column - 1)].decode("utf-16-le")
    assert "\n".join([*text.split("\n")[: at.line - 1], before]) == text[:offset]


@pytest.mark.parametrize(
    ("source", "article_id", "plain"),
    [
        ("news/a.txt", "a", True),
        ("a.MD", "a", True),
        ("a", "a", True),
        ("a", "r1", False),
        ("a.txt", "r1", False),
        ("2024/a.txt", "2024/a.txt", True),
        ("-", "stdin", False),
        (None, "a", False),
        ("a.jsonl", "r1", False),
        ("a.txt.gz", "a", False),
        ("b.zip/a.txt", "a", False),
        ("a.html", "a", False),
    ],
)
def test_only_plain_text_files_have_lines(source, article_id, plain):
    assert file_of(Article(article_id, "x", source=source)) == (source if plain else None)


# Annotations


class Failed:
    def __init__(self, *errors: InputError, more: int = 0) -> None:
        self.errors: list[NewsfactsError] = list(errors)
        self.failed = len(errors) + more


def annotated(*facts: ArticleFacts, **options) -> list[str]:
    stream = io.StringIO()
    write_github(iter(facts), stream, only=options.pop("only", tuple(KINDS)), **options)
    assert stream.getvalue().endswith("\n") or not stream.getvalue()
    return stream.getvalue().splitlines()


def at(facts: ArticleFacts, source: str = "news/a.txt") -> ArticleFacts:
    return replace(facts, article=replace(facts.article, source=source))


def test_a_figure_is_a_notice():
    [line] = annotated(at(told(6)))
    assert line == (
        "::notice file=news/a.txt,line=1,col=1,endLine=1,endColumn=2,title=6 killed"
        "::6 people were killed in Torvik on Sunday. [victims: people; place: Torvik; date: 2024-09-01]"
    )


def test_an_article_that_is_no_file_is_named_in_the_title():
    [line] = annotated(at(told(6), "dump.jsonl"))
    assert line.startswith("::notice title=6 killed (a)::6 people")


def test_conflicts_and_low_confidence_are_warnings_and_failed_inputs_errors():
    facts = at(told(6, 9))
    low = replace(facts.casualties[0], confidence=0.2)
    facts = replace(facts, casualties=(low, facts.casualties[1]))
    lines = annotated(
        facts,
        failures=Failed(
            InputError("r:1.jsonl:7", "malformed JSON", "mend it"), InputError("stdin", "empty", "send it")
        ),
    )
    assert [line.split(" ", 1)[0] for line in lines] == ["::error"] * 2 + ["::warning"] * 2 + ["::notice"] * 2
    assert lines[0].startswith("::error file=r%3A1.jsonl,line=7,title=Input not read::r:1.jsonl:7: malformed")
    assert lines[1].startswith("::error title=Input not read::stdin: empty")
    assert "title=Conflict%3A 6 or 9 killed::" in lines[2]
    assert ",line=1,col=43,endLine=1,endColumn=44," in lines[2]
    assert "title=Low confidence 0.20%3A 6::" in lines[3]
    # The larger figure first.
    assert "title=9 killed" in lines[4]


def test_other_limits_of_confidence_and_other_kinds():
    facts = at(unsure(0.6))
    assert len(annotated(facts)) == 1
    assert len(annotated(facts, low=0.7)) == 2
    assert annotated(facts, low=0.7, only=("people",)) == []


def test_columns_are_left_out_where_lines_differ():
    facts = at(told(6))
    text = facts.article.text.replace("people were", "people\nwere")
    figure = facts.casualties[0]
    wide = replace(figure, evidence=replace(figure.evidence, span=CharSpan(0, 14)))
    [line] = annotated(replace(facts, article=replace(facts.article, text=text), casualties=(wide,)))
    assert line.startswith("::notice file=news/a.txt,line=1,endLine=2,title=")


def test_ten_of_a_type_and_the_last_says_how_many_more():
    lines = annotated(at(told(*range(10, 140))), failures=Failed(*[InputError("a", "b", "c")] * 10, more=4))
    counts = {level: [line for line in lines if line.startswith(f"::{level} ")] for level in Level}
    assert {level: len(found) for level, found in counts.items()} == dict.fromkeys(Level, 10)
    assert counts[Level.NOTICE][9].endswith(" (and 120 more notices, not shown)")
    assert "title=139 killed" in counts[Level.NOTICE][0]
    assert counts[Level.ERROR][9].endswith(" (and 4 more errors, not shown)")
    assert not any("more" in line for line in counts[Level.NOTICE][:9])


def test_what_github_takes_for_markup_is_escaped():
    place = (("file", "50%:a,b.txt"), ("line", 3))
    line = Annotation(Level.NOTICE, "a: b, c%\nd", "one: two, 3%\n::error::x", place).line()
    assert (
        line == "::notice file=50%25%3Aa%2Cb.txt,line=3,title=a%3A b%2C c%25 d::one: two, 3%25 ::error::x\n"
    )


@given(st.text(max_size=40), st.text(max_size=40), st.text(min_size=1, max_size=20))
def test_an_annotation_is_one_line_that_can_be_read_back(title, message, file):
    line = Annotation(Level.ERROR, title, message, (("file", file),)).line()
    assert line.count("\n") == 1
    match = re.fullmatch(r"::error file=([^,:\n\r]*),title=([^,:\n\r]*)::(.*)\n", line)
    assert match
    escapes = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}
    assert re.sub("%(?:25|0D|0A|3A|2C)", lambda found: escapes[found[0]], match[1]) == file


def test_the_run_that_reads_nothing_still_annotates_why(extract):
    code, out, _ = extract({}, "gone.txt", "--format", "github")
    assert (code, out) == (
        2,
        "::error file=gone.txt,title=Input not read::gone.txt: no such file or folder: check the path\n",
    )


def test_all_together(extract, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    (tmp_path / "summary.md").write_text("before\n", "utf-8")
    code, out, err = extract({"a": told(6, 9)}, "gone.txt", "--format", "github", "--fail-on", "conflict")
    assert code == 3
    assert [line.split(" ")[0] for line in out.splitlines()] == [
        "::error",
        "::warning",
        "::notice",
        "::notice",
    ]
    assert "a.txt:1: conflict" in err
    summary = (tmp_path / "summary.md").read_text("utf-8")
    assert summary.startswith("before\n- not read: gone.txt: no such file or folder")
    assert "| 9 killed | people | Torvik | 2024-09-01 |" in summary


# The summary of the step


def test_other_formats_leave_the_summary_alone(extract, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    assert extract({"a": told(6)})[0] == 0
    assert not (tmp_path / "summary.md").exists()


def test_a_summary_that_cannot_be_written_is_told_before_anything_is_read(extract, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no" / "summary.md"))
    code, out, err = extract({"a": told(6)}, "--format", "github")
    assert (code, out) == (2, "")
    assert "GITHUB_STEP_SUMMARY" in err


def test_a_summary_stays_within_what_github_takes(tmp_path, monkeypatch):
    monkeypatch.setattr(github, "SUMMARY_BYTES", 3000)
    path = tmp_path / "summary.md"
    path.write_text("x" * 500, "utf-8")
    summary = StepSummary(path)
    for number in range(9):
        summary.add(facts_of_story(f"a{number}"), ("casualties",))
    summary.write(Failed(*[InputError("a", "b", "c")] * 10, more=3))
    text = path.read_text("utf-8")
    assert len(text.encode()) < 3000 + 100
    shown = text.count("# Dozens feared dead")
    assert 0 < shown < 9
    assert text.endswith(f"\n{9 - shown} articles have no room in this summary.\n")
    assert "- and 3 more inputs that were not read\n" in text


# The workflow of the docs


def test_the_workflow_has_steps():
    assert STEPS
    assert any("--format github" in step for step in STEPS)


def _steps() -> list[str]:
    """The shell lines of the workflow; a step that installs is declared by its name and left out."""
    text = (ROOT / "docs" / "newsfacts-workflow.yml").read_text("utf-8")
    steps = re.findall(
        r"^      - name: (.+)\n(?:        [a-z]+: .+\n)*?        run: (\|\n(?:          .*\n|\n)+|.+\n)",
        text,
        re.M,
    )
    assert next(name for name, _ in steps) == "Install newsfacts"
    return [
        re.sub(r"^          ", "", run.removeprefix("|\n"), flags=re.M)
        for name, run in steps
        if not name.startswith("Install")
    ]


STEPS = _steps()


@pytest.mark.model
def test_the_steps_of_the_workflow_run(tmp_path, monkeypatch):
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "ferry.txt").write_text(
        "TORVIK, Sept. 2, 2024 — A ferry sank off Batu on Sunday, killing at least 12 people, police said.\n",
        "utf-8",
    )
    summary = tmp_path / "summary.md"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    lines = [shlex.split(line) for step in STEPS for line in step.splitlines() if line.strip()]
    # No shell is needed: whatever it would take for its own stands in quotes, or not at all.
    assert not any(sign in word for _, *words in lines for word in words for sign in "|>$&;*?~`")
    for program, *arguments in lines:
        assert program == "newsfacts"
        done = CliRunner().invoke(app, arguments)
        assert done.exit_code == 0, done.output
    assert "12+ killed" in summary.read_text("utf-8")
    assert (tmp_path / "facts.jsonl").exists()
