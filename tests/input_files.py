"""Made-up input files of all kinds, and what is read from them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from newsfacts.errors import InputError
from newsfacts.readers import Picks, find_inputs, read_articles
from newsfacts.types import Article

PARAGRAPHS = (
    "TORVIK — At least six people were killed and 20 hurt when the ferry Solveig caught fire off Torvik on "
    "Sunday, the coast guard said.",
    "“We saw nothing but smoke,” said Marta Okello, who was on deck with her two children. The "
    "Red Cross sent "
    "40 doctors to the harbour.",
    "Prime Minister Jan Holm called it the worst accident since 1998, when 31 people drowned "
    "near Batu. He will "
    "visit the town on Tuesday.",
    "The harbour will reopen on Oct. 7, the operator, Nordline, said in a statement.",
)
TEXT = "\n\n".join(PARAGRAPHS)
TITLE = "Six die in Torvik ferry fire"


def put(path: str, content: str | bytes = "Six people were killed.") -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(
    *paths: str, stdin: bytes = b"", picks: Picks | None = None, **options
) -> tuple[list[Article], list[str]]:
    """The articles of `paths`, and the lines about what could not be read."""
    errors: list[InputError] = []
    inputs = find_inputs(paths, on_error=errors.append, picks=picks)
    articles = list(
        read_articles(inputs, on_error=errors.append, stdin=io.BytesIO(stdin), picks=picks, **options)
    )
    assert all("\n" not in str(error) for error in errors)
    return articles, [str(error) for error in errors]


def read_one(path: str, **options) -> Article:
    articles, errors = read(path, **options)
    assert not errors
    (article,) = articles
    return article


def read_none(path: str, **options) -> str:
    articles, errors = read(path, **options)
    assert not articles
    (error,) = errors
    return error


def page(body: str | None = None, head: str = "", title: str = TITLE) -> str:
    """A page with `body`, or with the story in an article tag, between a menu and a footer."""
    if body is None:
        body = f"<article><h1>{title}</h1>{paragraphs()}</article>"
    return (
        f"<!doctype html><html><head><title>{title} | Torvik Courier</title>{head}</head><body>"
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>'
        f"<main>{body}</main><footer>© 2026 Torvik Courier. All rights reserved.</footer></body></html>"
    )


def paragraphs(tag: str = "p") -> str:
    return "".join(f"<{tag}>{paragraph}</{tag}>" for paragraph in PARAGRAPHS)


def metadata(**fields: object) -> str:
    """JSON-LD of a news article."""
    known = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **fields}
    return f'<script type="application/ld+json">{json.dumps(known)}</script>'


def warc_record(
    number: int,
    body: bytes,
    *,
    http: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8",
    length: int | None = None,
    header: bytes = b"WARC-Type: response\r\nContent-Type: application/http; msgtype=response",
) -> bytes:
    """A record of an answer, with the id `00-NUMBER`. `length`: what its header says instead of the truth."""
    block = http + b"\r\n\r\n" + body if http else body
    return (
        b"WARC/1.0\r\n%s\r\nWARC-Record-ID: <urn:uuid:00-%d>\r\nWARC-Target-URI: https://n.test/%d\r\n"
        b"WARC-Date: 2024-09-03T10:00:00Z\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
    ) % (header, number, number, len(block) if length is None else length, block)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
