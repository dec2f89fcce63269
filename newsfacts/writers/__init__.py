"""ArticleFacts -> what people and programs read.

WRITERS: format name -> function(facts, stream, only=kinds).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol, TextIO

from newsfacts.types import ArticleFacts
from newsfacts.writers.json_writers import write_json, write_jsonl
from newsfacts.writers.markdown import write_markdown
from newsfacts.writers.streams import put, whole_file
from newsfacts.writers.tables import DELIMITERS, write_csv, write_folder, write_tsv
from newsfacts.writers.terminal import write_table

__all__ = ["ROW_FORMATS", "SUFFIXES", "WRITERS", "Writer", "put", "whole_file", "write_folder"]


class Writer(Protocol):
    """Writes all `facts` to `stream`, each article as it comes. `only`: the kinds of fact to show."""

    def __call__(self, facts: Iterable[ArticleFacts], stream: TextIO, *, only: Collection[str]) -> None: ...


WRITERS: dict[str, Writer] = {
    "table": write_table,
    "json": write_json,
    "jsonl": write_jsonl,
    "csv": write_csv,
    "tsv": write_tsv,
    "markdown": write_markdown,
}

# A table a kind of fact: one stream takes one kind, a folder takes all.
ROW_FORMATS = tuple(DELIMITERS)

# What `-o FILE.ext` means.
SUFFIXES = {
    ".txt": "table",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".md": "markdown",
}
