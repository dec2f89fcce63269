"""ArticleFacts -> what people and programs read.

FORMATS has a line for each format, in the order in which they are listed. A new one that writes text is a
`Writer` and its endings; one of tables in files an `OpenTables`; nothing else has to be told of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from newsfacts.writers.formats import Format, OpenTables, TableSink, Writer
from newsfacts.writers.json_writers import write_json, write_jsonl, write_rows
from newsfacts.writers.streams import put, whole_file

__all__ = [
    "FORMATS",
    "SUFFIXES",
    "WRITERS",
    "Format",
    "OpenTables",
    "TableSink",
    "Writer",
    "put",
    "whole_file",
]


def _later(place: str) -> Any:
    """The function at `module:name` of this package, imported when it is called: a run needs one of them."""
    module, _, name = place.partition(":")

    def called(*arguments: Any, **options: Any) -> Any:
        return getattr(import_module(f"{__name__}.{module}"), name)(*arguments, **options)

    return called


FORMATS: dict[str, Format] = {
    "table": Format(_later("terminal:write_table"), (".txt",)),
    "json": Format(write_json, (".json",)),
    "jsonl": Format(write_jsonl, (".jsonl", ".ndjson")),
    "csv": Format(
        _later("tables:write_csv"), (".csv",), _later("tables:open_csv"), one_table=True, takes_columns=True
    ),
    "tsv": Format(
        _later("tables:write_tsv"), (".tsv",), _later("tables:open_tsv"), one_table=True, takes_columns=True
    ),
    "markdown": Format(_later("markdown:write_markdown"), (".md",)),
    "html": Format(_later("html:write_html"), (".html", ".htm")),
    "parquet": Format(
        None,
        (".parquet",),
        _later("parquet:open_parquet"),
        one_table=True,
        needs=("pyarrow", "parquet"),
        takes_columns=True,
    ),
    "sqlite": Format(None, (".sqlite", ".sqlite3", ".db"), _later("sqlite:open_sqlite"), keeps_articles=True),
    "xlsx": Format(
        None, (".xlsx",), _later("xlsx:open_xlsx"), needs=("xlsxwriter", "xlsx"), takes_columns=True
    ),
    # `--rows`: JSON Lines of rows; .jsonl means those of whole articles.
    "rows": Format(write_rows, takes_columns=True),
    "geojson": Format(_later("geojson:write_geojson"), (".geojson",)),
    "github": Format(_later("github:write_github")),
    "acled": Format(_later("coders_acled:write_acled"), all_kinds=True),
    "ucdp": Format(_later("coders_ucdp:write_ucdp"), all_kinds=True),
    "gkg": Format(_later("coders_gkg:write_gkg"), all_kinds=True),
}

# Those that write text to a stream: name -> function(facts, stream, only=kinds).
WRITERS: dict[str, Writer] = {name: form.write for name, form in FORMATS.items() if form.write}

# What `-o FILE.ext` means.
SUFFIXES = {suffix: name for name, form in FORMATS.items() for suffix in form.suffixes}
