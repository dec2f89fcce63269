"""Options that several commands have, and what their words mean."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from newsfacts.errors import UsageError
from newsfacts.types import KINDS, PUBLISHED_FROM, Harm, PublishedSource

if TYPE_CHECKING:
    from newsfacts.output.picking import Picking
    from newsfacts.readers import Fields

SOURCES = tuple(source.value for source in PublishedSource)
_NO_SOURCE = "none"


# What Python and spaCy get along with, on machines of today.
MAX_CHARS_LIMIT, MAX_TIMEOUT = 100_000_000, 1_000_000
DEFAULT_TIMEOUT = 600.0
MAX_JOBS = 1024

# What several commands take.
PublishedOption = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", help="When the articles came out, like 2024-09-02 or 2 Sep 2024; beats all."
    ),
]
PublishedFromOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SOURCES",
        help=f"What may tell when they came out, with commas: {','.join(SOURCES)}, or none.",
        show_default="all but mtime",
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The model to use; `newsfacts models` lists them."),
]
FurnitureOption = Annotated[
    bool,
    typer.Option("--keep-furniture", help="Read adverts, appeals and teasers like the story."),
]
AliasesOption = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Who is who: names that are one, apart, or of another kind (TOML)."),
]
MaxCharsOption = Annotated[
    int,
    typer.Option(min=1, max=MAX_CHARS_LIMIT, metavar="N", help="Leave out articles with more characters."),
]
TimeoutOption = Annotated[
    float,
    typer.Option(
        min=0,
        max=MAX_TIMEOUT,
        metavar="SECONDS",
        help="Give up an article that takes the processor longer; 0: never.",
    ),
]
JobsOption = Annotated[
    str,
    typer.Option(
        "--jobs", "-j", metavar="N|auto", help="Worker processes; auto: as many as there are processors."
    ),
]
MaxMemoryOption = Annotated[
    str | None,
    typer.Option(
        metavar="SIZE",
        help="Replace a worker process that takes more, like 800M or 2G.",
        show_default="no limit",
    ),
]
LimitOption = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Read the first N articles only.", show_default="all"),
]
ShardOption = Annotated[
    str | None,
    typer.Option(metavar="I/N", help="Read one of N shares only, the same on every machine: 1/8 to 8/8."),
]
ResumeOption = Annotated[
    bool,
    typer.Option(
        "--resume", help="Go on with a run that was broken off: what is done is kept beside -o, in *.resume."
    ),
]
EngineOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="What runs it: single, pool or ray.", show_default="by --jobs"),
]
TextIsOption = Annotated[
    str,
    typer.Option(
        metavar="KIND",
        help="What the text of articles is: text, html (tags are left out), or auto: by its tags.",
    ),
]
TextField = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Records: the field with the article.", show_default="text, body …"),
]
IdField = Annotated[
    str | None, typer.Option(metavar="NAME", help="Records: the field with the id.", show_default="id")
]
TitleField = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="Records: the field with the headline.", show_default="title, headline"
    ),
]
DateField = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Records: the field with the date of publication.",
        show_default="published, dct, pubdate, date …",
    ),
]
UrlField = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Records: the field with the address.", show_default="url, link"),
]
InputFormatOption = Annotated[
    str | None,
    typer.Option(
        metavar="FORMAT",
        help="What the input is: text, html, warc, feed, json, jsonl, csv, tsv or parquet.",
        show_default="by name, else by content",
    ),
]
IncludeOption = Annotated[
    list[str] | None,
    typer.Option(metavar="GLOB", help="Folders: only files like this, such as *.html or 2024/; repeatable."),
]
ExcludeOption = Annotated[
    list[str] | None,
    typer.Option(metavar="GLOB", help="Folders: no files like this; repeatable."),
]
SaveTextOption = Annotated[
    str | None,
    typer.Option(metavar="DIR", help="Write the text of each article, which offsets count, to this folder."),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Say what is being done.")]
SameStoryOption = Annotated[
    float,
    typer.Option(min=0.0, max=1.0, metavar="P", help="How sure articles have to be of one event, 0 to 1."),
]
BEST = ("latest", "median", "most-sources", "lowest", "highest")
BestOption = Annotated[
    str, typer.Option(metavar="POLICY", help=f"Which figure of a toll to take: {', '.join(BEST)}.")
]
MinConfidenceOption = Annotated[
    float,
    typer.Option(min=0.0, max=1.0, metavar="P", help="Only facts at least this sure, 0 to 1."),
]
HarmsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--kinds-of-harm",
        metavar="KINDS",
        help=f"Only figures of these kinds of harm, with commas: {','.join(Harm)}.",
    ),
]
ColumnsOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAMES", help="Only these columns, in this order, with commas: csv, tsv, parquet, xlsx, rows."
    ),
]
FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="table, json, jsonl, csv, tsv, markdown, html, parquet, sqlite, xlsx, rows, geojson, github, "
        "acled, ucdp or gkg; auto: a table on a terminal, else JSON.",
    ),
]


def fields_of(
    text: str | None, id: str | None, title: str | None, url: str | None, published: str | None
) -> Fields:
    """The names under which records have what, as the options give them; the usual ones for the others."""
    from newsfacts.readers import Fields

    given = {"text": text, "id": id, "title": title, "url": url, "published": published}
    return replace(Fields(), **{field: (name,) for field, name in given.items() if name})


def kinds_of(only: Sequence[str] | None) -> tuple[str, ...]:
    """The kinds of fact that `--only` names, in the order in which they are shown."""
    if only is None:
        return tuple(KINDS)
    words = [word.strip() for value in only for word in value.split(",")]
    for word in words:
        check_word(word, tuple(KINDS), "--only")
    return tuple(kind for kind in KINDS if kind in words)


def picking_of(min_confidence: float, harms: Sequence[str] | None) -> Picking:
    """Which facts `--min-confidence` and `--kinds-of-harm` leave. Raises UsageError."""
    from newsfacts.output.picking import Picking

    if harms is None:
        return Picking(min_confidence)
    words = [word.strip() for value in harms for word in value.split(",")]
    for word in words:
        check_word(word, [harm.value for harm in Harm], "--kinds-of-harm")
    return Picking(min_confidence, frozenset(words))


def columns_of(columns: Sequence[str] | None) -> tuple[str, ...]:
    """The columns that `--columns` names, each once; none where it is not given."""
    words = [word.strip() for value in columns or () for word in value.split(",")]
    return tuple(dict.fromkeys(words))


def sources_of(published_from: Sequence[str] | None) -> tuple[str, ...]:
    """The sources that `--published-from` names; "none" is none, and stands alone."""
    if published_from is None:
        return PUBLISHED_FROM
    words = [word.strip() for value in published_from for word in value.split(",")]
    for word in words:
        check_word(word, (*SOURCES, _NO_SOURCE), "--published-from")
    if _NO_SOURCE in words and set(words) != {_NO_SOURCE}:
        raise UsageError(f"--published-from: {_NO_SOURCE!r} goes with no other: give it alone")
    return tuple(source for source in SOURCES if source in words)


def checked_date(value: str | None, option: str = "--published") -> str | None:
    """`value` as EDTF, read as the dates of records are; None where there is none.

    Raises UsageError where it cannot be read.
    """
    from newsfacts.dates.given import day_given

    if value is None:
        return None
    try:
        return day_given(value)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None


_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT])(?:i?B)?", re.IGNORECASE)
_LEAST_MEMORY = 256 << 20  # a worker takes about as much before it has read anything


def jobs_of(value: str) -> int | str:
    """The workers that `--jobs` asks for: a number, or "auto". Raises UsageError."""
    word = value.strip().lower()
    if word == "auto":
        return word
    if not (word.isascii() and word.isdigit() and 1 <= int(word) <= MAX_JOBS):
        raise UsageError(f"--jobs: {value[:40]!r} is no number of workers: give 1 to {MAX_JOBS}, or auto")
    return int(word)


def engine_of(value: str | None) -> str | None:
    """The engine that `--engine` names. Raises UsageError."""
    if value is not None:
        from newsfacts.jobs.engines import ENGINES

        check_word(value, tuple(ENGINES), "--engine")
    return value


def memory_of(value: str | None) -> int:
    """The bytes that `--max-memory` allows; 0: no limit. Raises UsageError."""
    if value is None:
        return 0
    match = _SIZE.fullmatch(value.strip())
    if match is None:
        raise UsageError(f"--max-memory: {value[:40]!r} is no size: give one like 800M or 2G")
    size = int(float(match[1]) * 1024 ** (" KMGT".index(match[2].upper())))
    if size < _LEAST_MEMORY:
        raise UsageError(
            f"--max-memory {value}: less than a worker needs: give {_LEAST_MEMORY >> 20}M or more"
        )
    return size


def days_of(option: str, value: str | None) -> tuple[date | None, date | None]:
    """First and last day of the day, month or year that `option` gives."""
    if value is None:
        return None, None
    known = checked_date(value, option)
    if known is None or known.startswith("X"):
        raise UsageError(f"{option}: {value!r} has no year: give 2024-09-02, 2024-09 or 2024")
    year, month, day = [*map(int, known.split("-")), 0, 0][:3]
    last_month = month or 12
    last_day = day or monthrange(year, last_month)[1]
    return date(year, month or 1, day or 1), date(year, last_month, last_day)


def check_word(word: str, known: Sequence[str], option: str) -> None:
    """Raise UsageError, with what may have been meant, where `word` is not one of `known`."""
    if word not in known:
        near = get_close_matches(word.lower(), known, n=1, cutoff=0.65)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise UsageError(f"{option}: unknown {word!r}: {hint}there are {', '.join(known)}")
