"""Which kinds of input there are, and which one reads a file: the one place where a kind is added.

A kind is one line of `FORMATS`, a way of packing one line of `PACKINGS`; readers are imported when they are
needed.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO

from newsfacts.errors import InputError
from newsfacts.readers.decoding import mark_of

if TYPE_CHECKING:
    from newsfacts.readers.fields import Found, RecordReader

    Read = Callable[[BinaryIO, RecordReader], Iterator[Found]]

# How many bytes of an input tell what it is.
HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of input.

    `reader`: `module:function` below `newsfacts.readers`. `looks`: what the beginning of such an input
    matches, for inputs whose name does not tell. `extra`: what to install for it. `many`: whether it may
    hold several articles. `in_folders`: whether folders are searched for it; the others may be anything
    there, and are read when named. `skips_broken`: whether its reader gets along with what is left where
    parts of a packed file are broken.
    """

    name: str
    reader: str
    suffixes: tuple[str, ...]
    looks: re.Pattern[bytes] | None = None
    extra: str | None = None
    many: bool = True
    in_folders: bool = True
    skips_broken: bool = False


@dataclass(frozen=True, slots=True)
class Packing:
    """A way to pack a file. `unpacker`: `module:name` of what makes objects like `bz2.BZ2Decompressor`."""

    name: str
    suffix: str
    magic: bytes
    unpacker: str
    extra: str | None = None


_XML = rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<\?xml-stylesheet[^>]*>\s*|<!DOCTYPE\s(?:rss|rdf)[^>]*>\s*)*"
_PAGE = rb"(?is)" + _XML + rb"<(?:!doctype\s+html|html[\s>]|head>|body[\s>])"
_LIST = rb'\s*(?:\{[ \t]*\r?\n\s*"|\[\s*\{\s*")'
_FEED = rb"(?is)" + _XML + rb"<(?:rss|feed|rdf:RDF|channel)[\s>]"

# Where several look alike, the first one counts.
FORMATS = (
    Format("text", "text:text_article", (".txt", ".text", ".md", ".markdown"), many=False),
    Format(
        "html", "pages:page", (".html", ".htm", ".xhtml"), looks=re.compile(_PAGE), extra="html", many=False
    ),
    Format(
        "warc",
        "warc:warc_records",
        (".warc", ".wet"),
        looks=re.compile(rb"WARC/\d"),
        extra="warc",
        skips_broken=True,
    ),
    Format("feed", "feeds:feed_entries", (".rss", ".atom"), looks=re.compile(_FEED), extra="html"),
    Format("json", "json_records:json_document", (".json",), looks=re.compile(_LIST), in_folders=False),
    Format("jsonl", "json_records:json_lines", (".jsonl", ".ndjson"), looks=re.compile(rb'\s*\{[ \t]*"')),
    Format("csv", "tabular:csv_records", (".csv",), in_folders=False),
    Format("tsv", "tabular:tsv_records", (".tsv",), in_folders=False),
    Format(
        "parquet",
        "parquet_records:parquet_records",
        (".parquet", ".pq"),
        looks=re.compile(rb"PAR1"),
        extra="parquet",
        in_folders=False,
    ),
)
TEXT = FORMATS[0]
FORMAT_NAMES = tuple(format.name for format in FORMATS)

# From Python 3.14 on, zstd is part of Python.
_ZSTD = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
PACKINGS = (
    Packing("gzip", ".gz", b"\x1f\x8b\x08", "newsfacts.readers.packed:GzipDecompressor"),
    Packing("bzip2", ".bz2", b"BZh", "bz2:BZ2Decompressor"),
    Packing("xz", ".xz", b"\xfd7zXZ\0", "newsfacts.readers.packed:xz_decompressor"),
    Packing("zstd", ".zst", b"\x28\xb5\x2f\xfd", f"{_ZSTD}:ZstdDecompressor", "zstd"),
)
ARCHIVE_SUFFIX = ".zip"
ARCHIVE_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
FOLDER_SUFFIXES = (
    *(suffix for format in FORMATS if format.in_folders for suffix in format.suffixes),
    ARCHIVE_SUFFIX,
)


def format_named(name: str) -> Format:
    """The format of this name. Raises KeyError."""
    return {format.name: format for format in FORMATS}[name]


def format_of(path: str) -> Format | None:
    """The format that the name of a file tells; None where it tells none."""
    suffix = suffix_of(path)
    return next((format for format in FORMATS if suffix in format.suffixes), None)


def format_of_head(head: bytes) -> Format:
    """The format of what begins with these bytes; text where it looks like no other."""
    if found := mark_of(head):
        head = head[len(found[0]) :].decode(found[1], "ignore").encode()
    return next((format for format in FORMATS if format.looks and format.looks.match(head)), TEXT)


def packing_of(head: bytes) -> Packing | None:
    """How that which begins with `head` is packed."""
    return next((packing for packing in PACKINGS if head.startswith(packing.magic)), None)


def reader_of(format: Format, where: str) -> Read:
    """The function that reads `format`. Raises InputError, for `where`, if what it needs is not installed."""
    module, _, function = format.reader.partition(":")
    read: Read = _loaded(f"newsfacts.readers.{module}", function, format.extra, where)
    return read


def unpacker_of(packing: Packing, where: str) -> Any:
    """What makes objects like `bz2.BZ2Decompressor`. Raises InputError as `reader_of` does."""
    module, _, name = packing.unpacker.partition(":")
    return _loaded(module, name, packing.extra, where)


def _loaded(module: str, name: str, extra: str | None, where: str) -> Any:
    try:
        return getattr(import_module(module), name)
    except ImportError as error:
        if extra is None or (error.name or "").startswith("newsfacts"):
            raise
        raise InputError(where, f"needs the {extra} extra", f"pip install 'newsfacts[{extra}]'") from error


def unpacked_name(name: str) -> str:
    """`name` without the suffixes of packings: `a.jsonl` of `a.jsonl.gz`."""
    for packing in PACKINGS:
        if name.lower().endswith(packing.suffix):
            return unpacked_name(name[: -len(packing.suffix)])
    return name


def suffix_of(path: str) -> str:
    """The last suffix in lower case, one below those of packings: `.jsonl` of `a.jsonl.gz`."""
    return os.path.splitext(unpacked_name(os.path.basename(path)))[1].lower()
