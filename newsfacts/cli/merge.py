"""`newsfacts merge`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsfacts.cli.application import app
from newsfacts.cli.exits import SOME_FAILED, exit_codes
from newsfacts.cli.messages import Log
from newsfacts.cli.options import BEST, BestOption, SameStoryOption, check_word
from newsfacts.cli.output import Target, refuse_overwriting, target_of
from newsfacts.cli.reading import Reading, facts_read, progress
from newsfacts.cli.settings import Configured
from newsfacts.cli.shared import Shared, with_shared
from newsfacts.types import KINDS

if TYPE_CHECKING:
    from newsfacts.writers import Format

_TABLES = ("stories", "story_articles", "tolls", "toll_statements")


@app.command(cls=Configured, short_help="Put articles of one event together, their tolls side by side.")
@with_shared
def merge(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS",
            help="Articles as for extract, JSON or JSON Lines that extract wrote, or - for standard input.",
            show_default=False,
        ),
    ],
    format_name: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="table, json, jsonl, csv, tsv, markdown, parquet, sqlite, xlsx, acled, ucdp or eventreport; "
            "auto: a table on a terminal, else JSON.",
        ),
    ] = "auto",
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="PATH", help="Write to this file or folder; its ending sets the format."
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TABLES", help=f"Tables to write, with commas: {','.join(_TABLES)}.", show_default="all"
        ),
    ] = None,
    same_story: SameStoryOption = 0.5,
    best: BestOption = "latest",
    *,
    shared: Shared,
) -> None:
    """Put articles of one event together: who is who, one timeline, and every toll with all its sources.

    Says of each figure whether it agrees with the others, updates them, counts a part or contradicts them.
    Reads articles, the facts that extract made of them, or both; near copies count as one source. Facts hold
    no text, so that articles are told apart better by themselves than by their facts.

    \b
    Examples:
      newsfacts merge articles/
      newsfacts extract news.jsonl --format jsonl | newsfacts merge - --best median -o stories.json
      newsfacts merge facts.jsonl --format ucdp -o events.csv

    \b
    Exit codes:
      0    done, also when no two articles belong together
      2    a wrong option, or not one input could be read
      3    some inputs failed, the rest was delivered
      130  interrupted (143: by SIGTERM)
    """
    log = shared.log()
    with exit_codes(log):
        check_word(best, BEST, "--best")
        tables = _tables_of(only)
        target = target_of(output, format_name, tables, formats=_formats(), all_kinds=_TABLES)
        reading = shared.reading(paths)
        options = shared.pipeline(log)
        if _merge(reading, target, log, same_story, best, options):
            raise typer.Exit(SOME_FAILED)


def _tables_of(only: Sequence[str] | None) -> tuple[str, ...]:
    words = [word.strip() for value in only or () for word in value.split(",")]
    for word in words:
        check_word(word, _TABLES, "--only")
    return tuple(table for table in _TABLES if not words or table in words)


def _formats() -> dict[str, Format]:
    """Those that stories can be written in: as text, or as tables; and one that `extract` cannot write."""
    from newsfacts.writers import FORMATS
    from newsfacts.writers.stories import STORY_WRITERS

    own = {name: form for name, form in FORMATS.items() if name in STORY_WRITERS or form.open_tables}
    # Only stories have several reports of one event. Like acled it is text, and rests on all there is.
    return {**own, "eventreport": FORMATS["acled"]}


def _merge(
    reading: Reading, target: Target, log: Log, same_story: float, best: str, options: dict[str, Any]
) -> int:
    """Read it all, put it together, write it; how many inputs failed."""
    from newsfacts.merge import merge_facts
    from newsfacts.merge.types import Best
    from newsfacts.output.story_records import STORY_COLUMNS
    from newsfacts.writers.stories import story_tables

    inputs = reading.inputs(log)
    refuse_overwriting(inputs, target)
    with target.opened({table: STORY_COLUMNS[table] for table in target.kinds}) as out:
        with progress(inputs, target, log) as advance:
            facts = facts_read(reading, inputs, log, options, advance, only=tuple(KINDS), shown=tuple(KINDS))
            stories = merge_facts(
                facts, same_story=same_story, best=Best(best), aliases=options.get("aliases")
            )
        if out.tables:
            out.tables.add(story_tables(stories, target.kinds))
        else:
            _writer(target)(stories, out.stream)
    for remark in out.remarks:
        log.note(remark)
    log.stories(len(stories), sum(len(story.tolls) for story in stories))
    return log.failed


def _writer(target: Target) -> Any:
    from newsfacts.writers.stories import STORY_DELIMITERS, STORY_WRITERS, write_story_rows

    if target.format_name in STORY_DELIMITERS:
        (table,) = target.kinds
        delimiter = STORY_DELIMITERS[target.format_name]
        return partial(write_story_rows, table=table, delimiter=delimiter)
    return STORY_WRITERS[target.format_name]
