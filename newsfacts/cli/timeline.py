"""`newsfacts timeline`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsfacts.cli.application import app
from newsfacts.cli.exits import SOME_FAILED, exit_codes
from newsfacts.cli.messages import EVENT, NOUNS, Log, count
from newsfacts.cli.options import days_of
from newsfacts.cli.output import Target, refuse_overwriting, target_of
from newsfacts.cli.reading import Reading, facts_read, progress
from newsfacts.cli.settings import Configured
from newsfacts.cli.shared import Shared, with_shared
from newsfacts.errors import UsageError
from newsfacts.types import ArticleFacts

if TYPE_CHECKING:
    from newsfacts.writers import Format

_NAME_NO_DAY = ("names no day", "name no day")
# What a timeline rests on: names tell events apart.
_TOLD = ("people", "places", "organizations", "dates")


@app.command(cls=Configured, short_help="Put the dates of articles in time order.")
@with_shared
def timeline(
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
            help="table, json, jsonl, csv, tsv, markdown, parquet, sqlite or xlsx; "
            "auto: a table on a terminal, else JSON.",
        ),
    ] = "auto",
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write to this file; its ending sets the format."
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Only what happened from this day, month or year on."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Only what happened up to this day, month or year."),
    ] = None,
    *,
    shared: Shared,
) -> None:
    """Put the event dates of all articles in time order; the same event of the same date is told once.

    Reads articles, the facts that extract made of them, or both. Dates that name no day ("recently", or
    "Monday" in an article without a date) are left out.

    \b
    Examples:
      newsfacts timeline articles/
      newsfacts timeline facts.jsonl --since 2024-08 --until 2024-09-02
      newsfacts extract news.jsonl --format jsonl | newsfacts timeline - -o timeline.csv

    \b
    Exit codes:
      0    done, also when nothing was found
      2    a wrong option, or not one input could be read
      3    some inputs failed, the rest was delivered
      130  interrupted (143: by SIGTERM)
    """
    log = shared.log()
    with exit_codes(log):
        span = days_of("--since", since)[0], days_of("--until", until)[1]
        if span[0] and span[1] and span[0] > span[1]:
            raise UsageError(f"--since {since} is after --until {until}: turn them round")
        target = target_of(output, format_name, ("dates",), folders=False, formats=_formats())
        reading = shared.reading(paths)
        options = shared.pipeline(log)
        if _timeline(reading, target, log, span, options):
            raise typer.Exit(SOME_FAILED)


def _formats() -> dict[str, Format]:
    """Those that entries can be written in: as text, or as a table."""
    from newsfacts.writers import FORMATS
    from newsfacts.writers.timeline import TIMELINE_WRITERS

    return {name: form for name, form in FORMATS.items() if name in TIMELINE_WRITERS or form.open_tables}


def _unplaced(number: int, *, undated: bool) -> str:
    """What is said of dates left out as they name no day. `undated`: some for want of a publication date."""
    why = " (some in articles without a publication date: see --published)" if undated else ""
    return f"{count(number, NOUNS['dates'])} left out that {_NAME_NO_DAY[number != 1]}{why}"


def _timeline(
    reading: Reading,
    target: Target,
    log: Log,
    span: tuple[date | None, date | None],
    options: dict[str, Any],
) -> int:
    """Read it all, put it in order; how many inputs failed."""
    from newsfacts.timeline import between, is_event_date, is_placed
    from newsfacts.timeline import timeline as make_timeline
    from newsfacts.writers.timeline import TIMELINE_TABLES, TIMELINE_WRITERS, timeline_tables

    inputs = reading.inputs(log)
    refuse_overwriting(inputs, target)
    unplaced, undated = 0, False

    def counted(found: ArticleFacts) -> ArticleFacts:
        nonlocal unplaced, undated
        left_out = sum(is_event_date(when) and not is_placed(when) for when in found.dates)
        unplaced += left_out
        undated = undated or (left_out > 0 and found.published.date is None)
        return found

    with target.opened(TIMELINE_TABLES) as out:
        with progress(inputs, target, log) as advance:
            entries = make_timeline(
                map(counted, facts_read(reading, inputs, log, options, advance, only=_TOLD, shown=("dates",)))
            )
        remarks = [_unplaced(unplaced, undated=undated)] if unplaced else []
        if span != (None, None):
            of_unknown_years = len(entries) - len(list(between(entries)))
            if of_unknown_years:
                remarks.append(f"{count(of_unknown_years, EVENT)} of unknown years left out")
            entries = tuple(between(entries, *span))
        if out.tables:
            out.tables.add(timeline_tables(entries))
        else:
            TIMELINE_WRITERS[target.format_name](entries, out.stream, remarks=remarks)
    for remark in out.remarks:
        log.note(remark)
    log.timeline(len(entries), remarks)
    return log.failed
