"""HTML -> Articles: the text of the story, without what stands around it, and what the page says of itself.

The text is a paragraph a block, with a blank line between blocks, so that sentences end where paragraphs do;
items of a list and rows of a table stand on lines of their own. What is found in it, trafilatura decides; the
date of publication is found by htmldate, in the page's own words alone: the address is read by the pipeline.
Neither asks the clock here, nor the network.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, BinaryIO

import htmldate
import lxml.html
import trafilatura
import trafilatura.settings

from newsfacts.errors import InputError
from newsfacts.readers.decoding import decode, mark_of
from newsfacts.readers.fields import RecordReader
from newsfacts.types import Article, Published, PublishedBasis

# The longest pages of news sites have a tenth of that, most of it scripts.
MAX_PAGE_BYTES = 10_000_000
# Fixed, or htmldate takes today: the same page has the same date on any day.
_FIRST_DAY, _LAST_DAY = "1980-01-01", "2099-12-31"
_DATES: dict[str, Any] = {
    "original_date": True,
    # Any number of the page that looks like a date is not what it says of itself.
    "extensive_search": False,
    "min_date": _FIRST_DAY,
    "max_date": _LAST_DAY,
}
_CHARSET = re.compile(
    rb"""(?is)<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)"""
)
# What browsers take them for, too: such pages are full of its quotation marks.
_WESTERN = frozenset({"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252"})
# Below this trafilatura takes all the words of a page for its story, on one line: briefs are shorter than its
# 250.
_CONFIG = deepcopy(trafilatura.settings.DEFAULT_CONFIG)
_CONFIG.set("DEFAULT", "MIN_EXTRACTED_SIZE", "80")
_SCRIPT = re.compile(r"""(?is)<script\b[^>]*\btype\s*=\s*["']?application/ld\+json[^>]*>(.*?)</script""")
_NO_ARTICLE = re.compile(r"""(?i)<meta\s[^>]*\bog:type["'\s][^>]*\bcontent\s*=\s*["']?website\b""")
LISTING = "the page does not say that it is an article: it may be a list of several"
# "Last updated on Wednesday, 25 September 2024 at 10:15 pm EDT" has 57; more is a sentence.
_MAX_DATE_CHARS = 60
_PAYWALL = re.compile(r'"isAccessibleForFree"\s*:\s*"?\s*false', re.IGNORECASE)
PAYWALL = "the page says that one has to pay for all of it: this may be its beginning only"
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_TWO_BREAKS = re.compile(r"\0\s*\0[\s\0]*")
_BLANKS = re.compile(r"[ \t\r\f\v\n]+")

# They say on standard error what is no news to anybody; who sets up logging hears them still.
for _name in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. `date`: that of publication, by its metadata, as EDTF."""

    text: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    url: str | None = None
    warnings: tuple[str, ...] = ()


def page(stream: BinaryIO, reader: RecordReader) -> Iterator[Article]:
    """The one article of an HTML page. Raises InputError."""
    label = reader.item.label
    data = stream.read(MAX_PAGE_BYTES + 1)
    if not data.strip():
        raise reader.empty("only blanks")
    yield page_article(read_page(data, label), reader, id=reader.item.id, where=label)


def page_article(page: Page, reader: RecordReader, *, id: str, where: str, url: str | None = None) -> Article:
    """The article of `page`. `url`: where it was fetched from. Raises InputError where it is too long."""
    reader.check_length(where, len(page.text))
    published = Published(page.date, PublishedBasis.METADATA) if page.date else Published()
    return Article(
        id=id,
        text=page.text,
        title=page.title,
        author=page.author,
        published=reader.option or published,
        url=url or page.url,
        source=reader.item.name,
        warnings=page.warnings,
        modified=reader.modified,
    )


def read_page(data: bytes, where: str, *, charset: str | None = None) -> Page:
    """The story of an HTML page. `charset`: as the server told. Raises InputError, for `where`."""
    if len(data) > MAX_PAGE_BYTES:
        raise InputError(where, f"a page of more than {MAX_PAGE_BYTES // 1_000_000} MB", "give its text")
    if b"\0" in data[:1024] and not mark_of(data):
        raise InputError(where, "binary, not HTML", "give the page as it was served")
    html, warning = decode_page(data, where, charset=charset)
    try:
        tree = trafilatura.load_html(html)
        found: Any = None
        if tree is not None:
            found = trafilatura.bare_extraction(
                tree,
                include_comments=False,
                with_metadata=True,
                date_extraction_params=_DATES,
                config=_CONFIG,
            )
        date = _date_of(tree) if found else None
    # Pages are as broken as can be, and errors in what reads them of any kind: none may end a run over
    # thousands.
    except Exception as error:
        what = f"a page that cannot be read ({type(error).__name__}: {str(error)[:80]})"
        raise InputError(where, what, "give its text") from error
    text = _paragraphs(text_of(found.body, title=found.title), html) if found else ""
    if not text:
        raise InputError(where, "no article found in this page", "leave it out, or give its text")
    paywall = PAYWALL if _PAYWALL.search(html) else None
    listing = LISTING if date is None and _NO_ARTICLE.search(html) else None
    warnings = tuple(said for said in (warning, paywall, listing) if said)
    title, author = (_line(word or "") or None for word in (found.title, found.author))
    return Page(text, title, author, date, found.url, warnings)


def _date_of(tree: Any) -> str | None:
    """The day of publication by the metadata of a page; takes all prose out of `tree`.

    htmldate also takes a date out of the headline or a sentence, which is one of what is told.
    """
    for element in tree.iter():
        if element.tag in _HEADINGS or element.tag == "title":
            element.text = None
        if element.text and len(element.text) > _MAX_DATE_CHARS and element.tag not in _SILENT:
            element.text = None
        if element.tail and len(element.tail) > _MAX_DATE_CHARS:
            element.tail = None
    # An empty address: the one of the page would count more than its metadata.
    date: str | None = htmldate.find_date(tree, url="", **_DATES)
    return date


def _paragraphs(text: str, html: str) -> str:
    """`text`; where it is all on one line and stands in the page's metadata as well, as it stands there.

    Pages that a script fills have their text there only, and there trafilatura does not look for paragraphs.
    """
    if "\n" in text or "articleBody" not in html:
        return text
    squashed = "".join(text.split())
    for script in _SCRIPT.finditer(html):
        try:
            waiting = [json.loads(script[1], strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                body = value.get("articleBody")
                if isinstance(body, str) and "".join(body.split()) == squashed:
                    return "\n\n".join(filter(None, map(_line, body.splitlines())))
            if isinstance(value, dict | list):
                waiting.extend(value.values() if isinstance(value, dict) else value)
    return text


def decode_page(data: bytes, where: str, *, charset: str | None = None) -> tuple[str, str | None]:
    """The HTML of `data`, and a warning where its encoding was guessed.

    What is UTF-8, or begins with a byte order mark, is read so, whatever is said: it is never that by chance.
    Otherwise the server's word counts, then the page's own. Raises InputError.
    """
    told = _CHARSET.search(data[:4096])
    names = [charset or "", (told[1] or told[2]).decode("ascii") if told else ""]
    if not mark_of(data):
        for name in ("utf-8", *names):
            try:
                return data.decode("cp1252" if name.lower() in _WESTERN else name), None
            except (LookupError, UnicodeDecodeError, ValueError):
                continue
    try:
        return decode(data)
    except UnicodeError:
        raise InputError(where, "text in no known encoding", "save it as UTF-8") from None


def text_of(body: Any, *, title: str | None = None) -> str:
    """The text of a body as trafilatura gives it, or of one in HTML; a heading at its top that only says
    `title` is left out."""
    blocks = [(tag, block) for tag, block in _blocks(body) if block]
    if blocks and title and blocks[0][0] in _HEADINGS and _line(blocks[0][1]) == _line(title):
        del blocks[0]
    pieces: list[str] = []
    before = ""
    for tag, block in blocks:
        pieces += ["\n" if tag == before and tag in _CLOSE else "\n\n", block]
        before = tag
    return "".join(pieces[1:])


_HEADINGS = frozenset("head h1 h2 h3 h4 h5 h6".split())
# Blocks of these follow one another without a blank line.
_CLOSE = frozenset("item li row tr dt dd".split())
_BREAKS = frozenset({"lb", "br"})
_ROWS = frozenset({"row", "tr"})
_SILENT = frozenset("script style template noscript iframe object form button svg".split())
_PARAGRAPHS = (
    _HEADINGS
    | _CLOSE
    | frozenset(
        "p quote blockquote list ul ol dl table thead tbody tfoot div section article main header footer "
        "aside figure figcaption body html pre code fw ab graphic address hr nav".split()
    )
)


def _blocks(body: Any) -> Iterator[tuple[str, str]]:
    """The blocks of text below `body` in order, each with the tag of what it stands in; some are empty."""
    pieces: list[str] = []
    within = ["p"]

    def block() -> tuple[str, str]:
        # Two breaks end a paragraph, where authors knew no better; blanks around a break belong to no line.
        parts = [[*map(_line, part.split("\0"))] for part in _TWO_BREAKS.split("".join(pieces))]
        pieces.clear()
        return within[-1], "\n\n".join(filter(None, ("\n".join(filter(None, lines)) for lines in parts)))

    # A stack of its own: pages nest deeper than Python does.
    waiting: list[tuple[Any, bool]] = [(body, False)]
    while waiting:
        node, leaving = waiting.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        opens = tag in _PARAGRAPHS
        if not leaving:
            if tag and tag not in _SILENT:
                if opens:
                    yield block()
                    # What stands in an item or a row belongs to its line.
                    within.append(within[-1] if within[-1] in _CLOSE and tag not in _CLOSE else tag)
                pieces.append("\0" if tag in _BREAKS else node.text or "")
                waiting.append((node, True))
                waiting.extend((child, False) for child in reversed(node))
                continue
        elif opens:
            yield block()
            within.pop()
        if tag in ("cell", "td", "th"):
            pieces.append(" ")
        if node is not body:
            pieces.append(node.tail or "")
    yield block()


def _line(text: str) -> str:
    return _BLANKS.sub(" ", _UNSEEN.sub("", text)).strip(" ")


def text_of_fragment(html: str) -> str:
    """The text of a piece of HTML that is all story, as feeds have it."""
    if "<" not in html and "&" not in html:
        return "\n\n".join(_line(part) for part in re.split(r"\n\s*\n", html) if part.strip())
    try:
        return text_of(lxml.html.fragment_fromstring(html, create_parent="div"))
    except (lxml.etree.LxmlError, ValueError):
        return ""
