"""ArticleFacts -> what people and programs read.

FORMATS has a line for each format, in the order in which they are listed. A new one that writes text is a
`Writer` and its endings; one of tables in files an `OpenTables`; nothing else has to be told of it.
"""

from __future__ import annotations

from newsfacts.writers.coders_acled import write_acled
from newsfacts.writers.coders_gkg import write_gkg
from newsfacts.writers.coders_ucdp import write_ucdp
from newsfacts.writers.formats import Format, OpenTables, TableSink, Writer
from newsfacts.writers.geojson import write_geojson
from newsfacts.writers.github import write_github
from newsfacts.writers.html import write_html
from newsfacts.writers.json_writers import write_json, write_jsonl, write_rows
from newsfacts.writers.markdown import write_markdown
from newsfacts.writers.parquet import open_parquet
from newsfacts.writers.sqlite import open_sqlite
from newsfacts.writers.streams import put, whole_file
from newsfacts.writers.tables import open_csv, open_tsv, write_csv, write_tsv
from newsfacts.writers.terminal import write_table
from newsfacts.writers.xlsx import open_xlsx

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

FORMATS: dict[str, Format] = {
    "table": Format(write_table, (".txt",)),
    "json": Format(write_json, (".json",)),
    "jsonl": Format(write_jsonl, (".jsonl", ".ndjson")),
    "csv": Format(write_csv, (".csv",), open_csv, one_table=True, takes_columns=True),
    "tsv": Format(write_tsv, (".tsv",), open_tsv, one_table=True, takes_columns=True),
    "markdown": Format(write_markdown, (".md",)),
    "html": Format(write_html, (".html", ".htm")),
    "parquet": Format(
        None, (".parquet",), open_parquet, one_table=True, needs=("pyarrow", "parquet"), takes_columns=True
    ),
    "sqlite": Format(None, (".sqlite", ".sqlite3", ".db"), open_sqlite, keeps_articles=True),
    "xlsx": Format(None, (".xlsx",), open_xlsx, needs=("xlsxwriter", "xlsx"), takes_columns=True),
    # `--rows`: JSON Lines of rows; .jsonl means those of whole articles.
    "rows": Format(write_rows, takes_columns=True),
    "geojson": Format(write_geojson, (".geojson",)),
    "github": Format(write_github),
    "acled": Format(write_acled, all_kinds=True),
    "ucdp": Format(write_ucdp, all_kinds=True),
    "gkg": Format(write_gkg, all_kinds=True),
}

# Those that write text to a stream: name -> function(facts, stream, only=kinds).
WRITERS: dict[str, Writer] = {name: form.write for name, form in FORMATS.items() if form.write}

# What `-o FILE.ext` means.
SUFFIXES = {suffix: name for name, form in FORMATS.items() for suffix in form.suffixes}
