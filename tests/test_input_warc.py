"""WARC files: pages as articles, and broken records that cost no other."""

from __future__ import annotations

import gzip
import io
import random
from datetime import date
from typing import Any

import pytest
from input_files import TEXT, page, put, read, read_none, warc_record

pytest.importorskip("fastwarc")
HTML = page().encode()
RECORDS = [warc_record(number, HTML) for number in range(4)]


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def ids(content: bytes, name: str = "a.warc") -> tuple[list[str], list[str]]:
    articles, errors = read(put(name, content))
    assert all(article.text == TEXT for article in articles)
    return [article.id for article in articles], errors


def test_pages_have_the_id_and_address_of_their_records():
    info = warc_record(9, b"software: x", http=b"", header=b"WARC-Type: warcinfo")
    articles, errors = read(put("a.warc.gz", b"".join(map(gzip.compress, [info, *RECORDS]))))
    assert [(article.id, article.url) for article in articles] == [
        (f"00-{number}", f"https://n.test/{number}") for number in range(4)
    ]
    assert {article.source for article in articles} == {"a.warc.gz"}
    assert not errors


@pytest.mark.parametrize(
    "record",
    [
        warc_record(1, HTML, http=b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html"),
        warc_record(1, b"", http=b"HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\nLocation: x"),
        warc_record(1, b"\x89PNG", http=b"HTTP/1.1 200 OK\r\nContent-Type: image/png"),
        warc_record(
            1, b"GET / HTTP/1.1", http=b"", header=b"WARC-Type: request\r\nContent-Type: application/http"
        ),
        warc_record(1, HTML, http=b"", header=b"WARC-Type: metadata\r\nContent-Type: text/html"),
    ],
)
def test_what_is_no_page_is_passed_over(record):
    assert ids(RECORDS[0] + record + RECORDS[2]) == (["00-0", "00-2"], [])
    assert read_none(put("b.warc", record)) == "b.warc: no pages in it: leave it out"


@pytest.mark.parametrize(
    ("record", "what"),
    [
        (warc_record(1, HTML, length=20), "a record of another length than its header tells, or cut off"),
        (warc_record(1, HTML, length=len(HTML) + 700), "a record of another length than its header tells"),
        (warc_record(1, HTML, length=10**14), "a record of another length than its header tells"),
        (RECORDS[1].replace(b"Content-Length: ", b"Content-Length: x"), "a header without a length"),
        (RECORDS[1].replace(b"Content-Length", b"Content-Size"), "a header without a length"),
        (RECORDS[1][:40] + b"\r\n", "a header without an end"),
        (b"garbage\r\n\r\nmore of it\n", "no WARC record where one should begin"),
        (warc_record(1, HTML, http=b"\0\0"), "a record that cannot be read (no answer of a server)"),
        (
            warc_record(
                1, HTML, http=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip"
            ),
            "a record that cannot be read (",
        ),
        (warc_record(1, b"<html><body></body></html>"), "no article found in this page"),
    ],
)
def test_a_broken_record_costs_no_other(record, what):
    found, errors = ids(RECORDS[0] + record + RECORDS[2] + RECORDS[3])
    assert found == ["00-0", "00-2", "00-3"]
    assert len(errors) == 1
    assert errors[0].startswith(f"a.warc:2: {what}")


@pytest.mark.parametrize("place", [12, 60, 200])
def test_a_broken_part_of_gzip_costs_no_other(place):
    parts = [gzip.compress(record) for record in RECORDS]
    parts[1] = parts[1][:place] + b"\xff" * 30 + parts[1][place + 30 :]
    found, errors = ids(b"".join(parts), "a.warc.gz")
    assert found == ["00-0", "00-2", "00-3"]
    assert len(errors) == 1
    assert errors[0].startswith("a.warc.gz:2: ")


def test_a_part_of_gzip_cut_off_in_the_middle():
    parts = [gzip.compress(record) for record in RECORDS]
    found, errors = ids(b"".join([parts[0], parts[1][:250], *parts[2:]]), "a.warc.gz")
    assert (found, len(errors)) == (["00-0", "00-2", "00-3"], 1)
    found, errors = ids(b"".join(parts)[:-60], "b.warc.gz")
    assert (found, len(errors)) == (["00-0", "00-1", "00-2"], 1)
    assert errors[0].startswith("b.warc.gz:4: ")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (b"Content-Type: text/html\r\nContent-Encoding: gzip", gzip.compress(HTML, mtime=0)),
        (
            b"Content-Type: text/html\r\nTransfer-Encoding: chunked",
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(HTML), HTML),
        ),
        (
            b"Content-Type: text/html; charset=windows-1252",
            page(head="<meta charset=koi8-r>").replace("©", "").encode("cp1252"),
        ),
        (b"content-type: Text/HTML", HTML),
    ],
)
def test_answers_of_servers(headers, body):
    assert ids(warc_record(1, body, http=b"HTTP/1.1 200 OK\r\n" + headers)) == (["00-1"], [])


def test_texts_of_pages():
    """WET files, as Common Crawl makes them."""
    header = b"WARC-Type: conversion\r\nContent-Type: text/plain"
    put("a.warc.wet.gz", gzip.compress(warc_record(1, TEXT.encode(), http=b"", header=header)))
    (article,), errors = read("a.warc.wet.gz")
    assert (article.id, article.text, article.url, errors) == ("00-1", TEXT, "https://n.test/1", [])


def test_day_of_fetching_only_where_asked_for():
    put("a.warc", RECORDS[0])
    assert read("a.warc")[0][0].modified is None
    assert read("a.warc", modified=True)[0][0].modified == date(2024, 9, 3)


def test_records_are_read_one_at_a_time():
    """However many there are, what has been asked of the stream is never far ahead of what is delivered."""
    from newsfacts.readers import find_inputs, read_articles

    class Endless(io.RawIOBase):
        given = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            record = RECORDS[self.given % 4]
            buffer[: len(record)] = record
            self.given += 1
            return len(record)

    stream: Any = Endless()
    articles = read_articles(find_inputs(["-"], on_error=print), on_error=print, stdin=stream)
    for number in range(1, 9):
        next(articles)
        assert stream.given <= number + 2


def test_any_damage_is_told_and_ends_nothing():
    whole, random_places = b"".join(RECORDS), random.Random(7)
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(random_places.randint(1, 6)):
            at = random_places.randrange(len(data))
            if random_places.random() < 0.5:
                data[at] = random_places.randrange(256)
            else:
                del data[at : at + random_places.randint(1, 40)]
        articles, errors = read("-", stdin=bytes(data), format="warc")
        assert len(articles) + len(errors) >= 2
