"""Every kind of input: the same article, the same facts; and what cannot be read."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import re
import subprocess
import sys
from dataclasses import replace
from random import Random
from typing import get_args

import pytest
from input_files import PARAGRAPHS, TEXT, page, put, read, read_none, read_one, warc_record, zipped

from newsfacts.readers import FORMAT_NAMES, packed
from newsfacts.readers.formats import FORMATS, PACKINGS, format_of_head
from newsfacts.types import Published, PublishedBasis

zstd = pytest.importorskip("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
PUBLISHED = "2024-09-02"


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def table(delimiter: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows([["id", "text"], ["story", TEXT]])
    return stream.getvalue().encode()


def feed() -> bytes:
    body = "".join(f"&lt;p>{paragraph}&lt;/p>" for paragraph in PARAGRAPHS)
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        "<channel><title>Torvik</title><item><guid>story</guid>"
        f"<content:encoded>{body}</content:encoded></item></channel></rss>"
    ).encode()


RECORD = json.dumps({"id": "story", "text": TEXT})
HTML = page(f"<article>{''.join(f'<p>{paragraph}</p>' for paragraph in PARAGRAPHS)}</article>").encode()
SAME = {
    "story.txt": TEXT.encode(),
    "story.html": HTML,
    "story.jsonl": RECORD.encode() + b"\n",
    "story.json": f"[{RECORD}]".encode(),
    "story.csv": table(","),
    "story.tsv": table("\t"),
    "story.warc": warc_record(1, HTML),
    "story.warc.gz": gzip.compress(warc_record(1, HTML)),
    "story.rss": feed(),
    "story.txt.gz": gzip.compress(TEXT.encode()),
    "story.html.zst": zstd.compress(HTML),
    "story.jsonl.bz2": bz2.compress(RECORD.encode()),
    "story.csv.xz": lzma.compress(table(",")),
    "story.zip": zipped({"a/story.html": HTML}),
    "story.txt.gz.zst": zstd.compress(gzip.compress(TEXT.encode())),
}
# What a table is, its content does not tell.
FROM_STDIN = [name for name in SAME if ".csv" not in name and ".tsv" not in name]


@pytest.mark.parametrize("name", SAME)
def test_every_kind_gives_the_same_text(name):
    assert read_one(put(name, SAME[name])).text == TEXT


@pytest.mark.parametrize("name", FROM_STDIN)
def test_stdin_tells_by_its_content(name):
    (article,), errors = read("-", stdin=SAME[name])
    assert (article.text, errors) == (TEXT, [])


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_stdin_is_what_the_option_says(name):
    (article,), errors = read("-", stdin=SAME[f"story.{name}"], format=name)
    assert (article.text, errors) == (TEXT, [])


@pytest.mark.model
def test_every_kind_gives_the_same_facts():
    from newsfacts.pipeline import extract_many

    for name, content in SAME.items():
        put(name, content)
    articles = [read_one(name, published=PUBLISHED) for name in SAME]
    articles += [read("-", stdin=SAME[name], published=PUBLISHED)[0][0] for name in FROM_STDIN]
    # The title, the address and the author are what a page says besides its text.
    plain = [replace(article, title=None, url=None, author=None) for article in articles]
    first, *others = [replace(found, article=articles[0]) for found in extract_many(plain)]
    assert [figure.min for figure in first.casualties][:2] == [6, 20]
    assert first.published == Published(PUBLISHED, PublishedBasis.OPTION)
    assert len(others) == len(SAME) + len(FROM_STDIN) - 1
    for other in others:
        assert other == first


def test_names_and_suffixes_are_told_once():
    suffixes = [suffix for format in FORMATS for suffix in format.suffixes]
    suffixes += [packing.suffix for packing in PACKINGS]
    assert len(suffixes) == len(set(suffixes))
    assert len(FORMAT_NAMES) == len(set(FORMAT_NAMES))


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"Six people died.", "text"),
        (b"<p>Six people died.", "text"),
        (b"\n <!-- x --><!DOCTYPE HTML PUBLIC '-//W3C'>", "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', "html"),
        (b"\xef\xbb\xbf<html>", "html"),
        ("<html><body>".encode("utf-16"), "html"),
        (b"WARC/1.1\r\nWARC-Type: warcinfo", "warc"),
        (b'<?xml version="1.0"?><?xml-stylesheet href="x"?><rss version="2.0">', "feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "feed"),
        (b'{"text": "x"}', "jsonl"),
        (b'[{"text": "x"}]', "json"),
        (b'{\n "text": "x"}', "json"),
        (b"{sic} Six died", "text"),
        (b"[AFP] Six died", "text"),
    ],
)
def test_what_content_looks_like(head, name):
    assert format_of_head(head).name == name


def test_forced_format_beats_name_and_content():
    put("a.txt", HTML)
    assert read_none("a.txt").startswith("a.txt: an HTML page, not text: add --input-format html")
    assert read_one("a.txt", format="html").text == TEXT
    assert read_one(put("a.html", TEXT), format="text").text == TEXT
    assert [article.text for article in read(put("a.zip", zipped({"x.dat": HTML})), format="html")[0]] == [
        TEXT
    ]


@pytest.mark.parametrize(
    ("name", "extra", "module"),
    [
        ("story.html", "html", "trafilatura"),
        ("story.rss", "html", "feedparser"),
        ("story.warc", "warc", "fastwarc"),
        ("story.txt.gz.zst", "zstd", zstd.__name__),
    ],
)
def test_missing_extra_is_named(name, extra, module):
    put(name, SAME[name])
    put("other.txt")
    code = (
        f"import sys; sys.modules[{module!r}] = None\n"
        "from newsfacts.readers import find_inputs, read_articles\n"
        f"inputs = find_inputs([{name!r}, 'other.txt'], on_error=print)\n"
        "print([article.id for article in read_articles(inputs, on_error=print)])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines() == [
        f"{name}: needs the {extra} extra: pip install 'newsfacts[{extra}]'",
        "['other']",
    ]


# Records


@pytest.mark.parametrize(
    "record",
    [
        {"maintext": TEXT, "title": "T", "date_publish": "2024-09-02 10:00:00", "url": "u", "authors": ["A"]},
        {"Body": TEXT, "Headline": "T", "Pub Date": "Mon, 02 Sep 2024 10:00:00 GMT", "Link": "u"},
        {"content": TEXT, "title": "T", "publishedAt": "2024-09-02T10:00:00Z", "url": "u"},
        {"article": TEXT, "headline": "T", "date": "2024-09-02", "link": "u"},
        {"text": TEXT, "body": "B", "title": "T", "headline": "H", "datePublished": "2024-09-02", "url": "u"},
        {"text": " ", "content": {"a": 1}, "body": TEXT, "title": "T", "published": "2024-09-02", "url": "u"},
    ],
)
def test_usual_names_of_fields(record):
    article = read_one(put("a.jsonl", json.dumps(record)))
    assert (article.text, article.title, article.url) == (TEXT, "T", "u")
    assert article.published == Published("2024-09-02", PublishedBasis.METADATA)


def test_one_record_or_json_lines_in_a_json_file():
    assert read_one(put("a.json", RECORD)).id == "story"
    assert [article.id for article in read(put("b.json", f"{RECORD}\n" * 2))[0]] == ["story", "story"]


# Bad input


def test_malformed_line_costs_no_other():
    lines = [json.dumps({"id": str(number), "text": "Six died."}) for number in range(1, 6)]
    lines[2] = lines[2][:-4]
    articles, errors = read(put("a.jsonl", "\n".join(lines)))
    assert [article.id for article in articles] == ["1", "2", "4", "5"]
    assert [error.split(": ")[:2] for error in errors] == [
        ["a.jsonl:3", "malformed JSON (unterminated string starting at column 21)"]
    ]


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "a.warc", "a.rss", "a.json", "a"])
def test_ten_megabytes_of_one_token(name):
    error = read_none(put(name, b"x" * 10_000_000))
    assert error.startswith(name)
    assert len(error) < 200


@pytest.mark.parametrize("content", [b"Six\0people died.", b"<html>\0<body>Six died.", b'{"text": "a"}\0\n'])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "a.rss"])
def test_nul_bytes(name, content):
    assert read_none(put(name, content)).startswith("a.")


def test_lone_surrogates_in_json():
    article = read_one(put("a.json", '{"text": "six \\ud800 died", "title": "\\udc00", "id": "\\ud800"}'))
    assert (article.text, article.title, article.id) == ("six \ufffd died", "\ufffd", "\ufffd")
    article.text.encode()


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_encodings_mixed_in_one_file(name):
    rows = ["Müller said “six”".encode(), "Müller said “six”".encode("cp1252"), b"plain"]
    if name == "a.csv":
        content = b"text\n" + b"\n".join(rows)
    else:
        content = b"\n".join(b'{"text": "%s"}' % row for row in rows)
    articles, errors = read(put(name, content))
    assert [article.text for article in articles] == ["Müller said “six”", "Müller said “six”", "plain"]
    assert [article.warnings for article in articles] == [(), ("read as cp1252, not UTF-8",), ()]
    assert not errors


def test_table_in_utf_16():
    assert read_one(put("a.tsv", table("\t").decode().encode("utf-16"))).text == TEXT


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress, zstd.compress])
def test_cut_off_packing(compress):
    packed_text = compress(bytes(range(256)) * 40)
    error = read_none(put("a.txt", packed_text[:-9]))
    assert error.startswith("a.txt: broken ")
    assert "cut off" in error


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress, zstd.compress])
def test_parts_one_after_another(compress):
    assert read_one(put("a.txt", compress(b"Six ") + compress(b"died."))).text == "Six died."


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress, zstd.compress])
@pytest.mark.parametrize("name", ["bomb.txt", "bomb.jsonl", "bomb.html", "bomb.warc"])
def test_packed_bombs_are_bounded(compress, name, monkeypatch):
    monkeypatch.setattr(packed, "MAX_UNPACKED_BYTES", 1_000_000)
    put(name, compress(b" " * 5_000_000 + TEXT.encode()))
    assert read_none(name, max_chars=1000).startswith(
        (f"{name}: unpacks to more than 100 times its size", f"{name}: more than the limit of 1,000 char")
    )


def test_packed_over_and_over():
    content = TEXT.encode()
    for _ in range(packed.MAX_DEPTH + 1):
        content = gzip.compress(content)
    assert read_none(put("a.txt", content)).startswith("a.txt: packed more than 4 times over: ")


def test_path_with_blanks_and_other_letters():
    path = "Żółw 2024/ärger & co/six died ☠.html.gz"
    article = read_one(put(path, gzip.compress(HTML)))
    assert (article.id, article.source, article.text) == ("six died ☠", path, TEXT)


@pytest.mark.parametrize("name", SAME)
def test_any_damage_is_an_article_or_an_error(name):
    places = Random(name)
    for _ in range(25):
        data = bytearray(SAME[name])
        for _ in range(places.randint(1, 4)):
            at = places.randrange(len(data))
            if places.random() < 0.6:
                data[at] = places.randrange(256)
            else:
                del data[at + 1 : at + places.randint(2, 40)]
        articles, errors = read(put(name, bytes(data)))
        assert articles or errors
        for article in articles:
            article.text.encode()


def test_help_names_the_formats():
    from newsfacts.cli.options import InputFormatOption

    (option,) = get_args(InputFormatOption)[1:]
    assert re.findall(r"\b[a-z]+\b", option.help.partition(": ")[2].replace(" or ", " ")) == [*FORMAT_NAMES]


SPANISH = (
    "El gobierno de la provincia anunció este lunes que las obras del puente comenzarán en marzo, según "
    "informó la ministra. Otras obras quedarán para el próximo año, porque no hay dinero, dijo el alcalde."
)


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_text_in_another_language_is_told_of(name):
    put(name, (SPANISH if name == "a.txt" else json.dumps({"text": SPANISH})).encode())
    assert [said for said in read_one(name).warnings if "not in English" in said]
    put(name, (TEXT if name == "a.txt" else json.dumps({"text": TEXT})).encode())
    assert not read_one(name).warnings
