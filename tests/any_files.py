"""Input files of every kind, whole and spoilt, made from numbers, and what holds for what is read."""

from __future__ import annotations

import bz2
import copy
import gzip
import io
import json
import lzma
import random
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from ferry import facts_of_story
from input_files import PARAGRAPHS, TEXT, TITLE, metadata, page, warc_record, zipped

from newsfacts.dates.given import checked_edtf
from newsfacts.errors import InputError
from newsfacts.output.records import as_record
from newsfacts.readers import FORMAT_NAMES, MAX_CHARS, Input, read_stories
from newsfacts.timeline import timeline
from newsfacts.types import Article, ArticleFacts
from newsfacts.writers.timeline import TIMELINE_WRITERS

RECORDS = (
    {
        "id": "1",
        "text": TEXT,
        "title": TITLE,
        "published": "2024-09-02",
        "url": "https://n.test/2024/09/02/a",
    },
    {"id": 2, "body": PARAGRAPHS[0], "pubDate": "Mon, 02 Sep 2024 10:00:00 GMT", "byline": "Ana Ruiz"},
    {
        "text": "Six \ud83d\ude00 people “died”.",
        "dct": 20240902,
        "headline": None,
        "id": "é",
        "tags": [1, {"a": []}],
    },
)
FEED = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    f"<title>Courier</title><item><title>{TITLE}</title><link>https://n.test/1</link><guid>g1</guid>"
    "<pubDate>Mon, 02 Sep 2024 10:00:00 GMT</pubDate>"
    f"<description>&lt;p&gt;{PARAGRAPHS[0]}&lt;/p&gt;</description></item><item><title>B</title>"
    f"<content:encoded><![CDATA[<p>{PARAGRAPHS[1]}</p>]]></content:encoded></item></channel></rss>"
)
ATOM = (
    '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>C</title><entry>'
    f"<id>urn:1</id><title>{TITLE}</title><updated>2024-09-02T10:00:00Z</updated>"
    f'<content type="html">&lt;p&gt;{PARAGRAPHS[2]}&lt;/p&gt;</content></entry></feed>'
)
# What means something to one format or another.
TOKENS = (
    *(
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xff\xfe\0\0",
        b"\xed\xa0\x80",
        b"\x80\x81\x8d",
    ),
    *(
        b"\r",
        b"\n",
        b"\r\n\r\n",
        b"\t",
        b",",
        b'"',
        b'""',
        b"'",
        b"\\",
        b"\\ud800",
        b"\\u0000",
        b"{",
        b"}",
        b"[",
    ),
    *(
        b"]",
        b"[" * 3000,
        b"null",
        b"true",
        b"NaN",
        b"-Infinity",
        b"1e999",
        b"9" * 5000,
        b"{}",
        b'{"text":',
        b"[]",
    ),
    *(
        b"<",
        b">",
        b"</",
        b"<!--",
        b"-->",
        b"]]>",
        b"<![CDATA[",
        b"&#x110000;",
        b"&#0;",
        b"&nbsp;",
        b"&#xD800;",
    ),
    *(
        b"<div>" * 500,
        b"<b>" * 30,
        b"<script>",
        b"<!DOCTYPE x [<!ENTITY a 'a'>]>",
        b"<?xml encoding='utf-7'?>",
    ),
    *(
        b"<meta charset=utf-16>",
        b"<meta charset=nonsense>",
        b'<base href="http://[::1">',
        b'href="http://[x"',
    ),
    *(
        b'"datePublished": "2024-99-99"',
        b"0000-00-00",
        b"9999-12-31",
        b"2024-02-30",
        b"Mon, 99 Foo 20244",
        b"0001",
    ),
    *(
        b"WARC/1.0\r\n",
        b"WARC/9.9",
        b"Content-Length: -1\r\n",
        b"Content-Length: 99999999999\r\n",
        b"HTTP/1.1 200",
    ),
    *(
        b"Content-Encoding: gzip\r\n",
        b"Content-Encoding: br\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"ffffffff\r\n",
    ),
    *(
        b"WARC-Date: soon\r\n",
        b"WARC-Target-URI: http://[\r\n",
        b"\x1f\x8b\x08",
        b"BZh9",
        b"\xfd7zXZ\0",
        b"PK\x03\x04",
    ),
    *(
        b"\x28\xb5\x2f\xfd",
        b"PK\x05\x06",
        b"../",
        b"id",
        b"text",
        b"title",
        b"published",
        b"url",
        b"link",
        b"schema_version",
    ),
)
PACKINGS: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: gzip.compress(data, 1, mtime=0),
    lambda data: bz2.compress(data, 1),
    lambda data: lzma.compress(data, preset=0),
    lambda data: _zstd(data),
    lambda data: zipped({"a.txt": data}),
    lambda data: zipped({"a.jsonl": data, "b.html": page(), "c/d.csv": data, "e.zip": zipped({"x": data})}),
)
SUFFIXES = (
    *(
        "",
        ".txt",
        ".md",
        ".html",
        ".xhtml",
        ".warc",
        ".wet",
        ".rss",
        ".atom",
        ".json",
        ".jsonl",
        ".csv",
        ".tsv",
    ),
    *(".zip", ".gz", ".jsonl.gz", ".csv.bz2", ".warc.xz", ".html.zst", ".TXT"),
)
LONGEST_TEXT = 5000


def _zstd(data: bytes) -> bytes:
    try:
        from compression import zstd
    except ImportError:
        from backports import zstd
    return bytes(zstd.compress(data, 1))


def _table(delimiter: str) -> bytes:
    lines = [
        ("id", "text", "title", "date"),
        ("1", TEXT, TITLE, "2024-09-02"),
        ("2", 'Six "died".', "", "soon"),
    ]
    quoted = ('"' + cell.replace('"', '""') + '"' for line in lines for cell in line)
    return "\r\n".join(delimiter.join(next(quoted) for _ in line) for line in lines).encode()


def _parquet(**options: Any) -> bytes:
    from pyarrow import Table, parquet

    out = io.BytesIO()
    rows = [
        {"id": str(n), "text": text, "authors": ["Ana Ruiz"]} for n, text in enumerate((TEXT, "Six died."))
    ]
    parquet.write_table(Table.from_pylist(rows), out, **options)
    return out.getvalue()


@cache
def seeds() -> dict[str, tuple[bytes, ...]]:
    """Whole files, by format."""
    short = page(f"<article><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p></article>")
    lines = "\n".join(json.dumps(record, ensure_ascii=bool(n % 2)) for n, record in enumerate(RECORDS[:2]))
    warc = b"".join(
        (
            warc_record(1, short.encode()),
            warc_record(2, b"not found", http=b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html"),
            warc_record(
                3,
                gzip.compress(page().encode(), 1, mtime=0),
                http=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip",
            ),
            warc_record(
                4, TEXT.encode(), http=b"", header=b"WARC-Type: conversion\r\nContent-Type: text/plain"
            ),
        )
    )
    return {
        "text": (
            *(TEXT.encode(), TEXT.encode("utf-16"), TEXT.encode("cp1252"), TEXT.encode("utf-32"), b"", b"\n"),
            f"{TITLE}\r\nBy Ana Ruiz\r\nPublished: 3 September 2024\r\n\r\n{TEXT}".encode(),
            f"---\ntitle: {TITLE}\ndate: 2024-09-02\n---\n\n# {TITLE}\n\n{TEXT}\n".encode(),
        ),
        "html": (
            page(head=metadata(datePublished="2024-09-02T10:00:00+02:00", articleBody=TEXT)).encode(),
            page(head='<meta charset="windows-1252">').encode("cp1252", "replace"),
            *(short.encode(), page().encode("utf-16")),
            f"<?xml version='1.0'?><html><body>{'<div>' * 50}<p>{TEXT}</p></body></html>".encode(),
        ),
        "warc": (warc, warc_record(5, short.encode()), gzip.compress(warc_record(6, b"x" * 99), mtime=0) * 2),
        "feed": (FEED.encode(), ATOM.encode()),
        "json": (
            json.dumps(RECORDS).encode(),
            json.dumps(RECORDS[0], indent=1).encode(),
            json.dumps([RECORDS[0]]).encode("utf-16"),
        ),
        "jsonl": (lines.encode(), json.dumps(RECORDS[2]).encode(), lines.encode("utf-16")),
        "csv": (_table(","), _table(",").decode().encode("utf-16")),
        "tsv": (_table("\t"),),
        "parquet": (_parquet(compression="none"), _parquet(row_group_size=1)),
    }


def _inserted(draw: random.Random, data: bytes) -> bytes:
    at = draw.randint(0, len(data))
    what = draw.choice(TOKENS) if draw.random() < 0.7 else draw.randbytes(draw.randint(1, 9))
    return data[:at] + what + data[at:]


def _overwritten(draw: random.Random, data: bytes) -> bytes:
    at = draw.randint(0, len(data))
    return data[:at] + draw.randbytes(1) + data[at + 1 :]


def _flipped(draw: random.Random, data: bytes) -> bytes:
    if not data:
        return data
    at = draw.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << draw.randrange(8)]) + data[at + 1 :]


def _cut_out(draw: random.Random, data: bytes) -> bytes:
    at = draw.randint(0, len(data))
    return data[:at] + data[at + draw.choice((1, 2, 7, 40, 400)) :]


def _cut_off(draw: random.Random, data: bytes) -> bytes:
    return data[: draw.randint(0, len(data))]


def _doubled(draw: random.Random, data: bytes) -> bytes:
    at = draw.randint(0, len(data))
    return data[:at] + data[at : at + draw.randint(1, 200)] * draw.randint(2, 5) + data[at:]


def _other_number(draw: random.Random, data: bytes) -> bytes:
    found = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
    if not found:
        return data
    at = draw.choice(found)
    return data[:at] + draw.choice((b"0", b"9", b"-1", b"65536", b"4294967296", b"")) + data[at + 1 :]


def _spliced(draw: random.Random, data: bytes) -> bytes:
    other = draw.choice(seeds()[draw.choice(FORMAT_NAMES)])
    return data[: draw.randint(0, len(data))] + other[draw.randint(0, len(other)) :]


ODD_VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 10**9, 10**400, 1.5, float("inf"), "", " ", "x", "\ud800", "\x1b[2J"),
    *(
        "9999-12-31",
        "0000",
        "XXXX-05-06",
        "2024-02-30",
        "2024",
        "killed",
        "date",
        "day",
        [],
        {},
        [None],
        [{}],
        {"text": "x"},
        ["x"],
    ),
)


def any_facts(draw: random.Random) -> bytes:
    """A line as `extract` writes it, with some values that are none."""
    record = json.loads(_facts())
    for _ in range(draw.choice((0, 1, 1, 1, 2, 5))):
        at: Any = record
        while True:
            key = draw.choice(list(at) if isinstance(at, dict) else range(len(at)))
            if not isinstance(at[key], dict | list) or not at[key] or draw.random() < 0.1:
                break
            at = at[key]
        if isinstance(at, dict) and draw.random() < 0.1:
            del at[key]
        else:
            at[key] = copy.deepcopy(draw.choice(ODD_VALUES))
        if not record:
            break
    return json.dumps(record).encode()


@cache
def _facts() -> str:
    return json.dumps(as_record(facts_of_story()))


_CHANGES = (
    _inserted,
    _inserted,
    _overwritten,
    _flipped,
    _cut_out,
    _cut_off,
    _doubled,
    _other_number,
    _spliced,
)


def any_file(draw: random.Random) -> tuple[bytes, str | None, str | None]:
    """Bytes; the ending of their file's name, None where they come through a pipe; their format or None."""
    kind = draw.choices(
        FORMAT_NAMES, [1 if name in ("html", "warc", "feed") else 2 for name in FORMAT_NAMES]
    )[0]
    data = draw.randbytes(draw.randint(0, 300)) if draw.random() < 0.05 else draw.choice(seeds()[kind])
    data = _changed(draw, data, (0, 1, 1, 2, 4, 8))
    while draw.random() < 0.2:
        data = _changed(draw, draw.choice(PACKINGS)(data), (0, 0, 0, 1, 2))
    told = draw.random()
    suffix = draw.choice(SUFFIXES) if told < 0.2 else None
    return data, suffix, kind if told > 0.4 else None


def _changed(draw: random.Random, data: bytes, times: tuple[int, ...]) -> bytes:
    for _ in range(draw.choice(times)):
        data = draw.choice(_CHANGES)(draw, data)
    return data


def read_and_check(
    data: bytes, *, format: str | None = None, file: Path | None = None, max_chars: int = MAX_CHARS
) -> tuple[list[Article | ArticleFacts], list[str]]:
    """The articles in `data`, as a file of the name `file` or from a pipe, and the lines about what is bad.

    Whatever is in it, something is said or something comes out, and both can be written.
    """
    errors: list[InputError] = []
    if file:
        file.write_bytes(data)
    item = Input(str(file), "any") if file else Input("-", "stdin")
    stream = io.BytesIO(data)
    read = list(
        read_stories([item], on_error=errors.append, stdin=stream, format=format, max_chars=max_chars)
    )
    stories = [story for story in read if isinstance(story, Article | ArticleFacts)]
    assert len(stories) == len(read)  # documents of `merge` are read only where they are asked for
    lines = [str(error) for error in errors]
    assert stories or lines
    for line in lines:
        line.encode()
        assert len(line.splitlines()) == 1
        assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in line), ascii(line)
        assert len(line) < 2000
    for story in stories:
        if isinstance(story, ArticleFacts):
            check_facts(story)
            continue
        article = story
        article.text.encode()
        assert article.text.strip()
        assert len(article.text) <= max_chars
        assert article.id
        assert article.published.date is None or checked_edtf(article.published.date)
        for short in (article.id, article.title, article.author, article.url, *article.warnings):
            assert short is None or short.encode()
    return stories, lines


def check_facts(facts: ArticleFacts) -> None:
    """Facts that were read can be written and put in time order."""
    json.dumps(as_record(facts), allow_nan=False).encode()
    entries = timeline([facts])
    for write in TIMELINE_WRITERS.values():
        out = io.StringIO()
        write(entries, out)
        out.getvalue().encode("utf-8", "replace")
