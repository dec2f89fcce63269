"""`newsfacts extract`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsfacts.cli.application import app
from newsfacts.cli.exits import CONDITION_MET, SOME_FAILED, exit_codes
from newsfacts.cli.messages import Log, count
from newsfacts.cli.options import (
    ColumnsOption,
    EngineOption,
    FormatOption,
    HarmsOption,
    MinConfidenceOption,
    ResumeOption,
    ShardOption,
    check_word,
    columns_of,
    engine_of,
    kinds_of,
    picking_of,
)
from newsfacts.cli.output import Target, kept_option, refuse_overwriting, target_of
from newsfacts.cli.reading import Reading, progress
from newsfacts.cli.settings import Configured
from newsfacts.cli.shared import Shared, with_shared
from newsfacts.errors import UsageError
from newsfacts.types import KINDS, ArticleFacts

if TYPE_CHECKING:
    from newsfacts.cli.conditions import Watch
    from newsfacts.names.aliases.file import Aliases
    from newsfacts.output.picking import Picking
    from newsfacts.writers.aliases import Starter
    from newsfacts.writers.github import StepSummary


@app.command(cls=Configured, short_help="Find the facts of articles.")
@with_shared
def extract(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS",
            help="Files, folders, zip archives, quoted globs, or - for standard input.",
            show_default=False,
        ),
    ],
    format_name: FormatOption = "auto",
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="Write to this file; its ending sets the format. csv, tsv, parquet: or a folder.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="KINDS", help=f"Only these kinds of fact, with commas: {','.join(KINDS)}."),
    ] = None,
    min_confidence: MinConfidenceOption = 0.0,
    kinds_of_harm: HarmsOption = None,
    columns: ColumnsOption = None,
    rows: Annotated[
        bool,
        typer.Option("--rows", help="JSON Lines with a line a fact, its table in `kind_of_fact`."),
    ] = False,
    vague: Annotated[
        str,
        typer.Option(
            metavar="POLICY",
            help="How dozens, hundreds, several … count: literal (24, 200, 3) or acled (12, 100, 3).",
        ),
    ] = "literal",
    write_aliases: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write the names found to a new file for --aliases, to be edited."),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Say on standard error what found each fact, and by which words."),
    ] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CONDITIONS",
            help="End with 1 on: no-facts,no-date,'low-confidence<0.5',conflict,input-error.",
        ),
    ] = None,
    shard: ShardOption = None,
    resume: ResumeOption = False,
    engine: EngineOption = None,
    *,
    shared: Shared,
) -> None:
    """Find people, places, organizations, casualty figures and event dates.

    Facts go to standard output, all else to standard error.

    \b
    Examples:
      newsfacts extract article.txt
      newsfacts extract --published 2024-09-02 articles/ -o facts.jsonl
      newsfacts extract "archive/2024-*.txt" -o casualties.csv
      newsfacts extract --format csv -o tables/ news.jsonl.gz
      newsfacts extract archive/ -o news.sqlite
      newsfacts extract archive/ --kinds-of-harm killed -o casualties.csv
      newsfacts extract - < article.txt | jq '.[].people[].name'
      newsfacts extract articles/ --format github --fail-on no-date,conflict
      newsfacts extract archive/ -o facts.jsonl --jobs auto --resume
      newsfacts extract archive/ -o part-2.jsonl --shard 2/8
      newsfacts extract "s3://archive/*.parquet" -o s3://archive/facts/ -f csv

    \b
    Exit codes:
      0    done, also when nothing was found
      1    a condition of --fail-on was met, all was delivered
      2    a wrong option, or not one input could be read
      3    some inputs failed, the rest was delivered
      130  interrupted (143: by SIGTERM)
    """
    from newsfacts.cli.away import sent
    from newsfacts.cli.conditions import Watch, conditions_of
    from newsfacts.numbers import policies

    log = shared.log(explain=explain)
    with exit_codes(log):
        kinds = kinds_of(only)
        _check_names(shared.aliases, write_aliases, output)
        check_word(vague, policies(), "--vague")
        if rows and format_name not in ("auto", "jsonl", "rows"):
            raise UsageError(f"--rows: JSON Lines, which --format {format_name} is not: leave one out")
        picking = picking_of(min_confidence, kinds_of_harm)
        with sent(output, resume=resume) as local:
            target = target_of(local, "rows" if rows else format_name, kinds).with_columns(
                columns_of(columns)
            )
            watch = Watch(conditions_of(fail_on, target.kinds), target.kinds)
            reading = shared.reading(paths, shard)
            options = {**shared.pipeline(log), "vague": vague}
            options |= {**kept_option(target, resume=resume), "engine": engine_of(engine)}
            naming = Naming(
                options.get("aliases"), Path(write_aliases) if write_aliases is not None else None
            )
            failed = _extract(reading, target, log, naming, watch, options, picking)
        if failed:
            raise typer.Exit(SOME_FAILED)
        if watch.met:
            raise typer.Exit(CONDITION_MET)


@dataclass(frozen=True)
class Naming:
    """The user's word on who is who, and where a starter file for it goes."""

    aliases: Aliases | None = None
    starter_path: Path | None = None

    @contextmanager
    def starter(self) -> Iterator[Starter | None]:
        """What gathers the entities; its file is there when all went well."""
        if self.starter_path is None:
            yield None
            return
        from newsfacts.writers import whole_file
        from newsfacts.writers.aliases import Starter

        with whole_file(self.starter_path) as stream:
            starter = Starter(self.aliases)
            yield starter
            starter.write(stream)


def _check_names(aliases: str | None, starter: str | None, output: str | None) -> None:
    """See that the files of names are none that would be overwritten. Raises UsageError."""
    from newsfacts.writers.aliases import check_new

    for option, path in (("--aliases", aliases), ("--write-aliases", starter)):
        if path is not None and output is not None and os.path.realpath(path) == os.path.realpath(output):
            raise UsageError(f"-o {output}: is the file of {option}: choose another")
    if starter is not None:
        check_new(starter)


def _extract(
    reading: Reading,
    target: Target,
    log: Log,
    naming: Naming,
    watch: Watch,
    options: dict[str, Any],
    picking: Picking,
) -> int:
    """Run it all, with `options` of the pipeline; how many inputs failed."""
    from newsfacts.cli.github import step_summary, writer_options

    inputs = reading.inputs(log)
    refuse_overwriting(inputs, target)

    def facts(starter: Starter | None, summary: StepSummary | None) -> Iterator[ArticleFacts]:
        articles = reading.articles(inputs, log)
        from newsfacts import jobs

        options["published_from"] = reading.published_from
        options["on_failure"] = log.gave_up
        options["only"] = tuple(KINDS) if starter else target.kinds
        hidden: dict[str, Any] = {kind: () for kind in KINDS if kind not in target.kinds}
        log.detail(f"{count(len(inputs), ('input', 'inputs'))}, format {target.format_name}")
        with progress(inputs, target, log) as advance:
            for found in jobs.extract_many(articles, **options):
                if starter:
                    starter.add(found)
                    found = replace(found, **hidden)
                found = picking.of(found)
                log.article(found, target.kinds)
                watch.look(found)
                if summary:
                    summary.add(found, target.kinds)
                yield found
                log.delivered += target.keeps_articles
                advance()

    with naming.starter() as starter, step_summary(target, log) as summary:
        said = target.write(facts(starter, summary), **writer_options(target, log, watch.conditions))
    watch.tell(log)
    for remark in said:
        log.note(remark)
    log.summary(target.kinds)
    return log.failed
