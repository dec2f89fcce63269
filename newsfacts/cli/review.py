"""`newsfacts review`, `newsfacts apply` and `newsfacts score`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsfacts.cli.application import app
from newsfacts.cli.exits import SOME_FAILED, exit_codes
from newsfacts.cli.messages import Log, count, say
from newsfacts.cli.options import (
    DateField,
    ExcludeOption,
    IdField,
    IncludeOption,
    InputFormatOption,
    MaxCharsOption,
    QuietOption,
    TextField,
    TitleField,
    UrlField,
    VerboseOption,
    check_word,
    fields_of,
)
from newsfacts.cli.output import check_folder, data_stream
from newsfacts.cli.reading import Reading, how_read
from newsfacts.errors import UsageError
from newsfacts.types import Article, ArticleFacts

if TYPE_CHECKING:
    from newsfacts.report import Told
    from newsfacts.review.apply import Applied

_FACT, _ARTICLE = ("fact", "facts"), ("article", "articles")
_FACTS_HELP = "JSON or JSON Lines that extract wrote, and the articles themselves, for their text."


@app.command(short_help="Write a form in which a person corrects the facts.")
def review(
    paths: Annotated[list[str], typer.Argument(metavar="FACTS", help=_FACTS_HELP, show_default=False)],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to this file: .xlsx, .html, .json (Label Studio), .csv.",
        ),
    ],
    format_name: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="FORM",
            help="xlsx, html, labelstudio, csv, or inception (a folder); auto: by the ending.",
        ),
    ] = "auto",
    max_chars: MaxCharsOption = 1_000_000,
    input_format: InputFormatOption = None,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    text_field: TextField = None,
    id_field: IdField = None,
    title_field: TitleField = None,
    date_field: DateField = None,
    url_field: UrlField = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Write every fact with its sentence into a form: accept, reject, change, and add what was missed.

    Give the articles as well as the facts: without their text nobody sees what was missed.

    \b
    Examples:
      newsfacts review facts.jsonl articles/ -o review.xlsx
      newsfacts review facts.jsonl articles/ -o review.html
      newsfacts review facts.jsonl articles/ -o labelstudio.json
      newsfacts review facts.jsonl articles/ --format inception -o review/
    """
    log = Log(quiet=quiet, verbose=verbose)
    with exit_codes(log):
        from newsfacts.review.forms import FORMS, form_of
        from newsfacts.review.rows import review_of

        fields = fields_of(text_field, id_field, title_field, url_field, date_field)
        check_word(format_name, ("auto", *FORMS), "--format")
        path = Path(output)
        if format_name == "auto":
            known = form_of(output, is_folder=path.is_dir() or output.endswith(("/", os.sep)))
            if known is None:
                raise UsageError(
                    f"-o {output}: which form? end it in .xlsx, .html, .json or .csv, or add --format"
                )
            format_name = known
        form = FORMS[format_name]
        form.check(format_name)
        _check_place(path, folder=form.folder)
        reading = Reading(paths, fields, None, max_chars, how=how_read(input_format, include, exclude, None))
        told = _told(reading, log)
        _refuse_inputs(path, paths)
        made = review_of(told)
        remarks = form.write(made, path)
        without = sum(not one.whole for one in told)
        log.note(f"{path}: {count(len(made.rows), _FACT)} of {count(len(told), _ARTICLE)}")
        if without:
            log.note(f"{count(without, _ARTICLE)} without the text: give it as well, to see what was missed")
        for remark in remarks:
            log.note(remark)
        if log.failed:
            raise typer.Exit(SOME_FAILED)


def _check_place(path: Path, *, folder: bool) -> None:
    if path.is_dir() and not folder:
        raise UsageError(f"-o {path}: a folder: name a file in it")
    check_folder(path)


def _refuse_inputs(path: Path, paths: Sequence[str]) -> None:
    if any(os.path.realpath(one) == os.path.realpath(path) for one in paths if one != "-"):
        raise UsageError(f"-o {path}: would overwrite an input: choose another")


def _told(reading: Reading, log: Log) -> list[Told]:
    """The facts that were made before, each with its text where that is among the articles."""
    from newsfacts.report.gather import with_texts

    facts: list[ArticleFacts] = []
    articles: list[Article] = []
    for found in reading.stories(reading.inputs(log), log):
        if isinstance(found, ArticleFacts):
            facts.append(found)
        else:
            articles.append(found)
    if not facts:
        raise UsageError("no facts among the inputs: give what `newsfacts extract -o facts.jsonl` wrote")
    told, left = with_texts(facts, articles)
    if left:
        names = ", ".join(article.id for article in left[:3]) + (", …" if len(left) > 3 else "")
        log.note(f"{count(len(left), _ARTICLE)} without facts, left out: {names}")
    return told


@app.command(short_help="Take a filled-in form back into the facts.")
def apply(
    form: Annotated[str, typer.Argument(metavar="FORM", help="The form, filled in.", show_default=False)],
    paths: Annotated[
        list[str],
        typer.Argument(metavar="FACTS", help="The facts that the form was made of.", show_default=False),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write the corrected facts to this file (JSON Lines)."
        ),
    ] = None,
    gold: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Write the reviewed articles to this folder, in forms of scorers."),
    ] = None,
    changes: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write what was changed to this file (CSV), before and after."),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who made the corrections.", show_default="as in the form"),
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="On which day they were made, like 2024-09-02.")
    ] = None,
    all_reviewed: Annotated[
        bool,
        typer.Option(
            "--all-reviewed", help="Every article of the form was gone through, marked as done or not."
        ),
    ] = False,
    max_chars: MaxCharsOption = 1_000_000,
    input_format: InputFormatOption = None,
    text_field: TextField = None,
    id_field: IdField = None,
    title_field: TitleField = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Write the facts as a person corrected them: `edited` is true where somebody changed one.

    A row that cannot be taken is told and left out: its fact stays as it was.

    \b
    Examples:
      newsfacts apply review.xlsx facts.jsonl articles/ -o corrected.jsonl
      newsfacts apply review.json facts.jsonl articles/ --by ana --on 2024-09-02 -o corrected.jsonl
      newsfacts apply review.xlsx facts.jsonl articles/ --gold gold/ -o corrected.jsonl

    \b
    Exit codes:
      0    all rows were taken
      2    a wrong option, or a form that cannot be read or is of other facts
      3    some rows were not taken, the rest was
    """
    log = Log(quiet=quiet, verbose=verbose)
    with exit_codes(log):
        from newsfacts.review.apply import apply_review
        from newsfacts.review.forms import read_form

        fields = fields_of(text_field, id_field, title_field, None, None)
        _check_day(on)
        outputs = [Path(one) for one in (output, changes) if one and one != "-"]
        for path in outputs:
            _check_place(path, folder=False)
        filled = read_form(Path(form))
        how = how_read(input_format, None, None, None)
        told = _told(Reading(paths, fields, None, max_chars, how=how), log)
        for path in outputs:
            _refuse_inputs(path, [form, *paths])
        applied = apply_review(told, filled, by=by, on=on, all_reviewed=all_reviewed)
        if not any(one.facts.reviewed for one in applied.articles):
            first = f" ({applied.problems[0]})" if applied.problems else ""
            raise UsageError(f"{form}: about none of these facts{first}")
        for problem in applied.problems:
            say(problem, name=None)
        _write_applied(applied, output, changes)
        reviewed = applied.reviewed
        if gold is not None:
            _write_gold(Path(gold), reviewed, log)
        _sum_up(applied, log)
        if applied.problems or log.failed:
            raise typer.Exit(SOME_FAILED)


def _check_day(on: str | None) -> None:
    from datetime import date

    if on is None:
        return
    try:
        day = date.fromisoformat(on).isoformat()
    except ValueError:
        day = None
    if day != on:
        raise UsageError(f"--on: {on!r} is no day: give it as 2024-09-02")


def _write_applied(applied: Applied, output: str | None, changes: str | None) -> None:
    from newsfacts.types import KINDS
    from newsfacts.writers import whole_file
    from newsfacts.writers.json_writers import write_jsonl
    from newsfacts.writers.tables import table_cell, table_line

    facts = [told.facts for told in applied.articles]
    if output is None or output == "-":
        write_jsonl(facts, data_stream("jsonl"), only=tuple(KINDS))
    else:
        with whole_file(Path(output)) as stream:
            write_jsonl(facts, stream, only=tuple(KINDS))
    if changes is not None:
        columns = ("article", "kind", "fact", "what", "field", "before", "after")
        with whole_file(Path(changes)) as stream:
            stream.write(table_line(columns, ","))
            for change in applied.changes:
                stream.write(table_line([table_cell(getattr(change, column)) for column in columns], ","))


def _write_gold(folder: Path, reviewed: Sequence[Told], log: Log) -> None:
    from newsfacts.review.gold import write_gold

    if not reviewed:
        raise UsageError(
            f"--gold {folder}: no article is marked as done: "
            "mark those that were gone through, or add --all-reviewed"
        )
    files = write_gold(folder, reviewed)
    log.note(f"{folder}: {count(len(reviewed), _ARTICLE)} as gold, in {len(files)} files")
    if any(not told.whole for told in reviewed):
        log.note("their text in it is what facts quote: give the articles as well to have it whole")


def _sum_up(applied: Applied, log: Log) -> None:
    reviews = [told.facts.reviewed for told in applied.articles if told.facts.reviewed]
    parts = [
        f"{sum(getattr(one, name) for one in reviews):,} {name}"
        for name in ("accepted", "changed", "added", "rejected", "unmarked")
    ]
    log.note(f"{count(len(reviews), _ARTICLE)}, {len(applied.reviewed):,} done: {', '.join(parts)}")


@app.command(short_help="Say how good facts are, against corrected ones.")
def score(
    gold: Annotated[
        str,
        typer.Argument(
            metavar="GOLD", help="Facts that apply wrote, or a folder of --gold.", show_default=False
        ),
    ],
    predicted: Annotated[
        str,
        typer.Argument(
            metavar="FACTS", help="Facts of the same articles, as extract wrote them.", show_default=False
        ),
    ],
    format_name: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="table, json; auto: a table on a terminal, else JSON."
        ),
    ] = "auto",
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file: .json or .txt.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Precision, recall and F1 by kind of fact, and how many of the fields are right, with 95 % intervals.

    Only articles that a person went through count.

    \b
    Examples:
      newsfacts score corrected.jsonl facts.jsonl
      newsfacts score gold/ facts.jsonl --format json
    """
    log = Log(quiet=quiet)
    with exit_codes(log):
        from newsfacts.review.score import score_facts, score_table
        from newsfacts.writers import put, whole_file

        check_word(format_name, ("auto", "table", "json"), "--format")
        if output and output != "-":
            _check_place(Path(output), folder=False)
            _refuse_inputs(Path(output), [gold, predicted])
        right = _gold_at(gold, log)
        made = _facts_at(predicted, log)
        _tell_strangers(right, made, log)
        result = score_facts(right, made)
        if format_name == "auto":
            to_table = output.endswith(".txt") if output else sys.stdout.isatty()
            format_name = "table" if to_table else "json"
        text = score_table(result) if format_name == "table" else json.dumps(result, indent=2) + "\n"
        if output and output != "-":
            with whole_file(Path(output)) as stream:
                put(stream, text)
        else:
            put(data_stream(format_name), text)
        if log.failed:
            raise typer.Exit(SOME_FAILED)


def _gold_at(gold: str, log: Log) -> list[ArticleFacts]:
    """The articles to measure against: where some were reviewed, those that are done."""
    from newsfacts.review.gold import OWN

    facts = _facts_at(os.path.join(gold, OWN) if os.path.isdir(gold) else gold, log)
    if not any(one.reviewed for one in facts):
        return facts
    done = [one for one in facts if one.reviewed and one.reviewed.done]
    if not done:
        raise UsageError(
            f"{gold}: no article in it is marked as done: "
            "mark those that were gone through, or apply --all-reviewed"
        )
    return done


def _facts_at(path: str, log: Log) -> list[ArticleFacts]:
    reading = Reading([path], fields_of(None, None, None, None, None), None, 1_000_000)
    facts = [found for found in reading.stories(reading.inputs(log), log) if isinstance(found, ArticleFacts)]
    if not facts:
        raise UsageError(f"{path}: no facts in it: give what `extract` or `apply` wrote as JSON Lines")
    return facts


def _tell_strangers(right: Sequence[ArticleFacts], made: Sequence[ArticleFacts], log: Log) -> None:
    known, predicted = ({facts.article.id for facts in some} for some in (right, made))
    if not known & predicted:
        raise UsageError("gold and facts have no article in common: give facts of the same articles")
    if missing := len(known - predicted):
        log.note(
            f"{count(missing, _ARTICLE)} of the gold not among the facts: all of their facts count as missed"
        )
    if more := len(predicted - known):
        log.note(f"{count(more, _ARTICLE)} without gold, left out")
