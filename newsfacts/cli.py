"""The command line: arguments in, exit code out; knows no English news.

Nothing here imports spaCy before there is an article to read.
"""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO, TypeVar

import typer

from newsfacts import __version__
from newsfacts.errors import NewsfactsError, UsageError
from newsfacts.types import KINDS, PUBLISHED_FROM, Article, ArticleFacts, PublishedSource

if TYPE_CHECKING:
    from newsfacts.readers import Fields, Input
    from newsfacts.text.aliases import Aliases
    from newsfacts.writers.aliases import Starter

_StoryT = TypeVar("_StoryT")

DONE, USAGE, SOME_FAILED, INTERRUPTED = 0, 2, 3, 130

_NOUNS = {
    "people": ("person", "people"),
    "places": ("place", "places"),
    "organizations": ("organization", "organizations"),
    "casualties": ("casualty figure", "casualty figures"),
    "dates": ("date", "dates"),
}
_EVENT = ("event", "events")
_NAME_NO_DAY = ("names no day", "name no day")
# What a timeline rests on: names tell events apart.
_TOLD = ("people", "places", "organizations", "dates")
_SOURCES = tuple(source.value for source in PublishedSource)
_NO_SOURCE = "none"
_DATES = "give 2024-09-02, 2024-09, 2024 or, where the year is not known, XXXX-05-06"

app = typer.Typer(
    name="newsfacts",
    no_args_is_help=True,
    add_completion=False,
    # Plain text: one line an error, so that it can be searched and logged.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """The installed command `newsfacts`."""
    stdout = sys.stdout
    try:
        app()
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:  # of stderr, while Typer wrote of a wrong option
        _close_broken_pipes()
        raise SystemExit(DONE) from None
    except SystemExit:
        # Typer puts a stand-in for stdout and exits with 1 where the pipe broke (`--help | head -1`).
        if sys.stdout is not stdout:
            raise SystemExit(DONE) from None
        raise


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsfacts {__version__}")
        raise typer.Exit


@app.callback()
def _newsfacts(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Facts from English news articles, each with the sentence it stands in.

    Works offline. Start with: newsfacts extract article.txt
    """


@app.command(short_help="Find the facts of articles.")
def extract(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS",
            help="Files, folders (searched for text and JSON Lines), quoted globs, or - for standard input.",
            show_default=False,
        ),
    ],
    format_name: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="table, json, jsonl, csv, tsv or markdown; auto: a table on a terminal, else JSON.",
        ),
    ] = "auto",
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="Write to this file; its ending sets the format. csv, tsv: or a folder, a file a kind.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="KINDS", help=f"Only these kinds of fact, with commas: {','.join(KINDS)}."),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="When the articles came out, like 2024-09-02; beats all they say."),
    ] = None,
    published_from: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SOURCES",
            help=f"What may tell when they came out, with commas: {','.join(_SOURCES)}, or none.",
            show_default="all but mtime",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The model to use; `newsfacts models` lists them."),
    ] = None,
    keep_furniture: Annotated[
        bool,
        typer.Option("--keep-furniture", help="Read adverts, appeals and teasers like the story."),
    ] = False,
    aliases: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Who is who: names that are one, apart, or of another kind (TOML)."
        ),
    ] = None,
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
    max_chars: Annotated[
        int,
        typer.Option(min=1, metavar="N", help="Leave out articles with more characters."),
    ] = 1_000_000,
    text_field: Annotated[
        str, typer.Option(metavar="NAME", help="Records: the field with the article.")
    ] = "text",
    id_field: Annotated[str, typer.Option(metavar="NAME", help="Records: the field with the id.")] = "id",
    title_field: Annotated[
        str, typer.Option(metavar="NAME", help="Records: the field with the headline.")
    ] = "title",
    date_field: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Records: the field with the date of publication.",
            show_default="published or dct",
        ),
    ] = None,
    url_field: Annotated[
        str, typer.Option(metavar="NAME", help="Records: the field with the address.")
    ] = "url",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what is being done.")] = False,
) -> None:
    """Find people, places, organizations, casualty figures and event dates.

    Facts go to standard output, all else to standard error.

    \b
    Examples:
      newsfacts extract article.txt
      newsfacts extract --published 2024-09-02 articles/ -o facts.jsonl
      newsfacts extract --only casualties "archive/2024-*.txt" -o tolls.csv
      newsfacts extract --format csv -o tables/ news.jsonl.gz
      newsfacts extract - < article.txt | jq '.[].people[].name'

    \b
    Exit codes:
      0    done, also when nothing was found
      2    a wrong option, or not one input could be read
      3    some inputs failed, the rest was delivered
      130  interrupted
    """
    from newsfacts.readers import Fields
    from newsfacts.text.numbers import policies

    with exit_codes():
        kinds = _kinds(only)
        fields = Fields(text=text_field, id=id_field, title=title_field, url=url_field)
        if date_field:
            fields = replace(fields, published=(date_field,))
        naming = _naming(aliases, write_aliases, output)
        _check_word(vague, policies(), "--vague")
        target = _target(output, format_name, kinds)
        reading = Reading(paths, fields, _edtf(published), max_chars, _sources(published_from))
        log = Log(quiet=quiet, verbose=verbose)
        options: dict[str, Any] = {"keep_furniture": keep_furniture, "vague": vague}
        failed = _extract(reading, target, log, naming, {**options, **({"model": model} if model else {})})
        if failed:
            raise typer.Exit(SOME_FAILED)


@app.command(short_help="Put the dates of articles in time order.")
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
            help="table, json, jsonl, csv, tsv or markdown; auto: a table on a terminal, else JSON.",
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
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="When the articles came out, like 2024-09-02; beats all they say."),
    ] = None,
    published_from: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SOURCES",
            help=f"What may tell when they came out, with commas: {','.join(_SOURCES)}, or none.",
            show_default="all but mtime",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The model to use; `newsfacts models` lists them."),
    ] = None,
    keep_furniture: Annotated[
        bool,
        typer.Option("--keep-furniture", help="Read adverts, appeals and teasers like the story."),
    ] = False,
    max_chars: Annotated[
        int,
        typer.Option(min=1, metavar="N", help="Leave out articles with more characters."),
    ] = 1_000_000,
    text_field: Annotated[
        str, typer.Option(metavar="NAME", help="Records: the field with the article.")
    ] = "text",
    id_field: Annotated[str, typer.Option(metavar="NAME", help="Records: the field with the id.")] = "id",
    title_field: Annotated[
        str, typer.Option(metavar="NAME", help="Records: the field with the headline.")
    ] = "title",
    date_field: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Records: the field with the date of publication.",
            show_default="published or dct",
        ),
    ] = None,
    url_field: Annotated[
        str, typer.Option(metavar="NAME", help="Records: the field with the address.")
    ] = "url",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what is being done.")] = False,
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
      130  interrupted
    """
    from newsfacts.readers import Fields

    with exit_codes():
        fields = Fields(text=text_field, id=id_field, title=title_field, url=url_field)
        if date_field:
            fields = replace(fields, published=(date_field,))
        span = _days("--since", since)[0], _days("--until", until)[1]
        if span[0] and span[1] and span[0] > span[1]:
            raise UsageError(f"--since {since} is after --until {until}: turn them round")
        target = _target(output, format_name, ("dates",), folders=False)
        reading = Reading(paths, fields, _edtf(published), max_chars, _sources(published_from))
        log = Log(quiet=quiet, verbose=verbose)
        options: dict[str, Any] = {"keep_furniture": keep_furniture, **({"model": model} if model else {})}
        if _timeline(reading, target, log, span, options):
            raise typer.Exit(SOME_FAILED)


@app.command()
def schema(
    of: Annotated[
        str, typer.Option("--of", metavar="COMMAND", help="Of which output: extract or timeline.")
    ] = "extract",
) -> None:
    """Print the JSON Schema (2020-12) of the output.

    It fits a whole JSON document (a list of articles, or of the entries of a timeline) and a line of JSON
    Lines (one of them).
    """
    from newsfacts.schema import OUTPUTS
    from newsfacts.schema import schema as make_schema

    with exit_codes():
        _check_word(of, tuple(OUTPUTS), "--of")
        _print_json(make_schema(of))


@app.command(short_help="List the models there are.")
def models(
    format_name: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="table or json; auto: a table on a terminal, else JSON."
        ),
    ] = "auto",
) -> None:
    """List the models there are, with sizes, labels, sources, licences and scores."""
    from newsfacts.cards import model_cards

    with exit_codes():
        _check_word(format_name, ("auto", "table", "json"), "--format")
        cards = model_cards()
        if format_name == "json" or (format_name == "auto" and not sys.stdout.isatty()):
            _print_json(cards)
        else:
            stream = _data_stream("table")
            stream.write("\n".join(_card_text(card) for card in cards) or "no models are installed\n")
            stream.flush()


@contextmanager
def exit_codes() -> Iterator[None]:
    """What went wrong inside as one line on stderr and an exit code; our own bugs keep their traceback."""
    try:
        yield
    except NewsfactsError as error:
        _say(str(error))
        _close_broken_pipes()
        raise typer.Exit(USAGE) from None
    except BrokenPipeError:
        _close_broken_pipes()
        raise typer.Exit(DONE) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None


@dataclass
class Log:
    """What goes to stderr: errors always, warnings and the summary unless quiet."""

    quiet: bool = False
    verbose: bool = False
    failed: int = 0
    found: Counter[str] = field(default_factory=Counter)

    def error(self, error: NewsfactsError) -> None:
        self.failed += 1
        _say(str(error), name=None)

    def article(self, facts: ArticleFacts, kinds: Iterable[str]) -> None:
        """Count `facts`, and say what there is to say about them."""
        self.found["articles"] += 1
        counts = Counter({kind: len(getattr(facts, kind)) for kind in KINDS})
        self.found += counts
        if self.quiet:
            return
        for warning in dict.fromkeys((*facts.article.warnings, *facts.warnings)):
            _say(f"{_where(facts.article)}: warning: {warning}", name=None)
        if self.verbose:
            size = _count(len(facts.article.text), ("character", "characters"))
            _say(f"{facts.article.id}: {size}, {_counts(counts, kinds)}")

    def made(self, facts: ArticleFacts) -> None:
        """Count `facts` that were made before: what there was to say of them has been said then."""
        self.found["articles"] += 1
        self.found["dates"] += len(facts.dates)
        if self.verbose and not self.quiet:
            _say(f"{facts.article.id}: {_count(len(facts.dates), _NOUNS['dates'])}, found before")

    def timeline(self, events: int, remarks: Iterable[str]) -> None:
        """The closing line of a timeline."""
        if not self.quiet:
            articles = _count(self.found["articles"], ("article", "articles"))
            failed = [f"{_count(self.failed, ('input', 'inputs'))} failed"] if self.failed else []
            found = f"{_counts(self.found, ('dates',))}, {_count(events, _EVENT)} in time order"
            _say("; ".join([f"{articles}: {found}", *remarks, *failed]))

    def detail(self, text: str) -> None:
        if self.verbose and not self.quiet:
            _say(text)

    def note(self, text: str) -> None:
        if not self.quiet:
            _say(text)

    def summary(self, kinds: Iterable[str]) -> None:
        if not self.quiet:
            articles = _count(self.found["articles"], ("article", "articles"))
            failed = f"; {_count(self.failed, ('input', 'inputs'))} failed" if self.failed else ""
            _say(f"{articles}: {_counts(self.found, kinds)}{failed}")


@dataclass(frozen=True)
class Target:
    """Where the facts go, and how: `path` None is stdout, a folder takes a file a kind."""

    format_name: str
    kinds: tuple[str, ...]
    path: Path | None = None
    is_folder: bool = False

    def write(self, facts: Iterable[ArticleFacts]) -> None:
        """Write all `facts`; a file or folder is opened, and so found to be writable, before any is read."""
        from newsfacts.writers import WRITERS, whole_file, write_folder

        if self.path is None:
            WRITERS[self.format_name](facts, _data_stream(self.format_name), only=self.kinds)
        elif self.is_folder:
            write_folder(facts, self.path, format_name=self.format_name, only=self.kinds)
        else:
            with whole_file(self.path) as stream:
                WRITERS[self.format_name](facts, stream, only=self.kinds)


@dataclass(frozen=True)
class Reading:
    """What is to be read, and how."""

    paths: Sequence[str]
    fields: Fields
    published: str | None
    max_chars: int
    published_from: tuple[str, ...] = PUBLISHED_FROM

    def inputs(self, log: Log) -> list[Input]:
        from newsfacts.readers import find_inputs

        return find_inputs(self.paths, on_error=log.error)

    def articles(self, inputs: Iterable[Input], log: Log) -> Iterator[Article]:
        """The articles, one at a time. Raises typer.Exit where there is not a single one."""
        from newsfacts.readers import read_articles

        return _some(read_articles(inputs, **self._options(log)))

    def stories(self, inputs: Iterable[Input], log: Log) -> Iterator[Article | ArticleFacts]:
        """As `articles`, with facts among them where `extract` has been there before."""
        from newsfacts.readers import read_stories

        return _some(read_stories(inputs, **self._options(log)))

    def _options(self, log: Log) -> dict[str, Any]:
        if "-" in self.paths and sys.stdin.isatty():
            log.note("reading from the terminal; Ctrl-D ends the article")
        return {
            "on_error": log.error,
            "fields": self.fields,
            "published": self.published,
            "max_chars": self.max_chars,
            "stdin": getattr(sys.stdin, "buffer", None),
            "modified": PublishedSource.MTIME in self.published_from,
        }


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


def _extract(
    reading: Reading, target: Target, log: Log, naming: Naming, options: dict[str, Any]
) -> int:
    """Run it all, with `options` of the pipeline; how many inputs failed."""
    inputs = reading.inputs(log)
    _refuse_overwriting(inputs, target)

    def facts(starter: Starter | None) -> Iterator[ArticleFacts]:
        articles = reading.articles(inputs, log)
        from newsfacts import pipeline  # here, so that wrong arguments do not wait for spaCy

        options["published_from"] = reading.published_from
        options["only"] = tuple(KINDS) if starter else target.kinds
        hidden: dict[str, Any] = {kind: () for kind in KINDS if kind not in target.kinds}
        if naming.aliases is not None:
            options["aliases"] = naming.aliases
        log.detail(f"{_count(len(inputs), ('input', 'inputs'))}, format {target.format_name}")
        with _progress(inputs, target, log) as advance:
            for found in pipeline.extract_many(articles, **options):
                if starter:
                    starter.add(found)
                    found = replace(found, **hidden)
                log.article(found, target.kinds)
                yield found
                advance()

    with naming.starter() as starter:
        target.write(facts(starter))
    log.summary(target.kinds)
    return log.failed


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
    from newsfacts.writers import whole_file
    from newsfacts.writers.timeline import TIMELINE_WRITERS

    inputs = reading.inputs(log)
    _refuse_overwriting(inputs, target)
    unplaced, undated = 0, False

    def counted(found: ArticleFacts) -> ArticleFacts:
        nonlocal unplaced, undated
        left_out = sum(is_event_date(when) and not is_placed(when) for when in found.dates)
        unplaced += left_out
        undated = undated or (left_out > 0 and found.published.date is None)
        return found

    # A file is opened, and so found to be writable, before anything is read.
    with whole_file(target.path) if target.path else nullcontext() as file:
        with _progress(inputs, target, log) as advance:
            entries = make_timeline(map(counted, _facts(reading, inputs, log, options, advance)))
        remarks = []
        if unplaced:
            why = " (some in articles without a publication date: see --published)" if undated else ""
            remarks.append(
                f"{_count(unplaced, _NOUNS['dates'])} left out that {_NAME_NO_DAY[unplaced != 1]}{why}"
            )
        if span != (None, None):
            of_unknown_years = len(entries) - len(list(between(entries)))
            if of_unknown_years:
                remarks.append(f"{_count(of_unknown_years, _EVENT)} of unknown years left out")
            entries = tuple(between(entries, *span))
        stream = file or _data_stream(target.format_name)
        TIMELINE_WRITERS[target.format_name](entries, stream, remarks=remarks)
    log.timeline(len(entries), remarks)
    return log.failed


def _facts(
    reading: Reading, inputs: Sequence[Input], log: Log, options: dict[str, Any], advance: Callable[[], None]
) -> Iterator[ArticleFacts]:
    """The facts of all inputs: those made before as they come, then those of the articles."""
    made: list[ArticleFacts] = []

    def articles() -> Iterator[Article]:
        for story in reading.stories(inputs, log):
            if isinstance(story, Article):
                yield story
            else:
                made.append(story)

    waiting = articles()
    first = next(waiting, None)
    if first is not None:
        from newsfacts import pipeline  # here, so that facts made before do not wait for spaCy

        found_in = pipeline.extract_many(
            chain([first], waiting), only=_TOLD, published_from=reading.published_from, **options
        )
        for found in found_in:
            log.article(found, ("dates",))
            yield found
            advance()
    if made and reading.published:
        log.note("--published changes nothing in facts that are made already: give the articles for that")
    for found in made:
        log.made(found)
        yield found


def _some(stories: Iterator[_StoryT]) -> Iterator[_StoryT]:
    """`stories`. Raises typer.Exit where there is not a single one."""
    first = next(stories, None)
    if first is None:
        raise typer.Exit(USAGE)
    return chain([first], stories)


@contextmanager
def _progress(inputs: Sequence[Input], target: Target, log: Log) -> Iterator[Any]:
    """A bar on stderr, where that is a terminal and the facts go to a file: it must not run into them."""
    from newsfacts.readers import holds_records

    many = len(inputs) > 1 or any(holds_records(item) for item in inputs)
    to_file = target.path is not None or _is_file(sys.stdout)
    if log.quiet or log.verbose or not to_file or not many or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("articles"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # Records are not counted before they are read: then the bar only shows that it moves.
    total = None if any(holds_records(item) for item in inputs) else len(inputs)
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("", total=total)
        yield lambda: progress.advance(task)


def _is_file(stream: TextIO) -> bool:
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def _kinds(only: Sequence[str] | None) -> tuple[str, ...]:
    """The kinds of fact that `--only` names, in the order in which they are shown."""
    if only is None:
        return tuple(KINDS)
    words = [word.strip() for value in only for word in value.split(",")]
    for word in words:
        _check_word(word, tuple(KINDS), "--only")
    return tuple(kind for kind in KINDS if kind in words)


def _sources(published_from: Sequence[str] | None) -> tuple[str, ...]:
    """The sources that `--published-from` names; "none" is none, and stands alone."""
    if published_from is None:
        return PUBLISHED_FROM
    words = [word.strip() for value in published_from for word in value.split(",")]
    for word in words:
        _check_word(word, (*_SOURCES, _NO_SOURCE), "--published-from")
    if _NO_SOURCE in words and set(words) != {_NO_SOURCE}:
        raise UsageError(f"--published-from: {_NO_SOURCE!r} goes with no other: give it alone")
    return tuple(source for source in _SOURCES if source in words)


def _edtf(value: str | None, option: str = "--published") -> str | None:
    from newsfacts.readers import checked_edtf

    if value is None:
        return None
    try:
        return checked_edtf(value)
    except ValueError:
        raise UsageError(f"{option}: {value!r} is no date: {_DATES}") from None


def _days(option: str, value: str | None) -> tuple[date | None, date | None]:
    """First and last day of the day, month or year that `option` gives."""
    if value is None:
        return None, None
    known = _edtf(value, option)
    if known is None or known.startswith("X"):
        raise UsageError(f"{option}: {value!r} has no year: give 2024-09-02, 2024-09 or 2024")
    year, month, day = [*map(int, known.split("-")), 0, 0][:3]
    last_month = month or 12
    last_day = day or monthrange(year, last_month)[1]
    return date(year, month or 1, day or 1), date(year, last_month, last_day)


def _check_word(word: str, known: Sequence[str], option: str) -> None:
    if word not in known:
        near = get_close_matches(word.lower(), known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise UsageError(f"{option}: unknown {word!r}: {hint}there are {', '.join(known)}")


def _target(output: str | None, format_name: str, kinds: tuple[str, ...], *, folders: bool = True) -> Target:
    """Where to write what. Raises UsageError where output, format and kinds do not fit.

    `folders`: whether several tables may go to a folder, a file a kind.
    """
    from newsfacts.writers import ROW_FORMATS, SUFFIXES, WRITERS

    _check_word(format_name, ("auto", *WRITERS), "--format")
    one_kind = f"one stream holds one kind of fact: add --only {kinds[-1]}, or -o FOLDER"
    if output is None or output == "-":
        if format_name == "auto":
            format_name = "table" if sys.stdout.isatty() else "json"
        if format_name in ROW_FORMATS and len(kinds) != 1:
            raise UsageError(f"--format {format_name}: {one_kind}")
        return Target(format_name, kinds)
    path = Path(output)
    is_folder = path.is_dir() or output.endswith(("/", os.sep))
    if format_name == "auto":
        known = SUFFIXES.get("" if is_folder else path.suffix.lower())
        if known is None:
            raise UsageError(f"-o {output}: in which format? add --format, or end it in {' '.join(SUFFIXES)}")
        format_name = known
    if folders and format_name in ROW_FORMATS and (is_folder or not path.suffix):
        return Target(format_name, kinds, _made_folder(path), is_folder=True)
    if format_name in ROW_FORMATS and len(kinds) != 1:
        raise UsageError(f"-o {output}: {one_kind}")
    if is_folder:
        raise UsageError(f"-o {output}: a folder: name a file in it for --format {format_name}")
    if not path.parent.is_dir():
        raise UsageError(f"-o {output}: no folder {path.parent}: make it first")
    return Target(format_name, kinds, path)


def _naming(aliases: str | None, starter: str | None, output: str | None) -> Naming:
    """Read the file of aliases, and see that another can be written."""
    from newsfacts.text.aliases import read_aliases
    from newsfacts.writers.aliases import check_new

    for option, path in (("--aliases", aliases), ("--write-aliases", starter)):
        if path is not None and output is not None and os.path.realpath(path) == os.path.realpath(output):
            raise UsageError(f"-o {output}: is the file of {option}: choose another")
    if starter is not None:
        check_new(starter)
    return Naming(
        None if aliases is None else read_aliases(aliases), None if starter is None else Path(starter)
    )


def _made_folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise UsageError(f"-o {path}: cannot be made ({what}): choose another") from error
    return path


def _refuse_overwriting(inputs: Iterable[Input], target: Target) -> None:
    if target.path is None:
        return
    real = os.path.realpath(target.path)
    for item in inputs:
        place = os.path.realpath(item.path)
        if item.path != "-" and real == (os.path.dirname(place) if target.is_folder else place):
            names = {f"{kind}.{target.format_name}" for kind in (*target.kinds, "mentions")}
            if not target.is_folder or os.path.basename(place) in names:
                raise UsageError(f"-o {target.path}: would overwrite the input {item.name}: choose another")


def _data_stream(format_name: str) -> TextIO:
    """stdout: UTF-8 for programs; for people what the terminal can show, with ? for the rest."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        if format_name == "table":
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    return sys.stdout


def _print_json(data: Any) -> None:
    from newsfacts.writers import put

    stream = _data_stream("json")
    put(stream, json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def _card_text(card: dict[str, Any]) -> str:
    facts = (card["name"], card["version"], f"{card['size_bytes'] / 1e6:.1f} MB", card["licence"])
    lines = ["  ".join(str(fact) for fact in facts if fact is not None)]
    lines += [f"  finds {head}: {' '.join(labels)}" for head, labels in card["labels"].items()]
    for key in ("sources", "scores"):
        parts = card[key] or []
        named = (
            [f"{name}: {_flat(part)}" for name, part in parts.items()] if isinstance(parts, dict) else parts
        )
        lines += [f"  {key.removesuffix('s')} {_flat(part)}" for part in named]
    return "\n".join(lines) + "\n"


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_flat(part)}" for key, part in value.items() if part is not None)
    return ", ".join(map(_flat, value)) if isinstance(value, list) else str(value)


def _count(number: int, noun: tuple[str, str]) -> str:
    return f"{number:,} {noun[number != 1]}"


def _counts(found: Counter[str], kinds: Iterable[str]) -> str:
    return ", ".join(_count(found[kind], _NOUNS[kind]) for kind in kinds)


def _where(article: Article) -> str:
    """The file, and where it holds several articles, which one."""
    source = "stdin" if article.source == "-" else article.source or article.id
    return source if article.id in source else f"{source} ({article.id})"


def _say(text: str, *, name: str | None = "newsfacts") -> None:
    """One line on stderr, whatever is in `text`. `name`: who speaks; None where `text` begins with a file."""
    line = " ".join(text.split())
    print(f"{name}: {line}" if name else line, file=sys.stderr, flush=True)


def _close_broken_pipes() -> None:
    """Point what nobody reads any more to nowhere: else Python complains of it at its end."""
    for stream in (sys.stdout, sys.stderr):
        with ExitStack() as stack:
            try:
                stream.flush()
            except OSError:
                stack.enter_context(suppress(OSError, ValueError))
                nowhere = os.open(os.devnull, os.O_WRONLY)
                stack.callback(os.close, nowhere)
                os.dup2(nowhere, stream.fileno())
