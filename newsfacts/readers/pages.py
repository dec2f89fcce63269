"""HTML -> Articles: the text of the story, without what stands around it, and what the page says of itself.

The text is a paragraph a block, with a blank line between blocks, so that sentences end where paragraphs do;
items of a list and rows of a table stand on lines of their own. What is found in it, trafilatura decides; the
date of publication is found by htmldate, in the page's own words alone: the address is read by the pipeline.
Neither asks the clock here, nor the network.
"""

from __future__ import annotations

import logging
import quopri
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

import htmldate
import lxml.html
import trafilatura
import trafilatura.settings

from newsfacts.errors import InputError
from newsfacts.plain.quoted import is_quoted
from newsfacts.readers.decoding import decode, mark_of
from newsfacts.readers.fields import RecordReader
from newsfacts.readers.language import foreign
from newsfacts.readers.page_dates import MAX_DATE_CHARS, page_date
from newsfacts.readers.page_kinds import LISTING, is_listing, notices
from newsfacts.readers.page_names import page_authors, page_title
from newsfacts.readers.page_story import second_look
from newsfacts.readers.page_survey import HEADINGS, PARAGRAPHS, SILENT, survey
from newsfacts.readers.page_survey import line_of as _line
from newsfacts.readers.page_trim import trimmed
from newsfacts.types import Article, Published, PublishedBasis
from newsfacts.watchdog import TookTooLong, watched

_HEAD_BYTES = 1 << 16
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
# Bounded, or tags that are not closed would make it slow.
_CHARSET = re.compile(
    rb"""(?is)<meta\s[^<>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)"""
    rb"""|<\?xml\s[^<>]{0,100}?encoding\s*=\s*["']([\w.:-]+)"""
)
_HEADER = re.compile(rb"(?i)\A(?:[A-Za-z-]{2,40}:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
QUOTED = "read as quoted-printable, as mail has it"
# What browsers take them for, too: such pages are full of its quotation marks.
_WESTERN = frozenset({"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252"})
# Below this trafilatura takes all the words of a page for its story, on one line: briefs are shorter than its
# 250.
_CONFIG = deepcopy(trafilatura.settings.DEFAULT_CONFIG)
_CONFIG.set("DEFAULT", "MIN_EXTRACTED_SIZE", "80")
_PAYWALL = re.compile(r'"isAccessibleForFree"\s*:\s*"?\s*false', re.IGNORECASE)
PAYWALL = "the page says that one has to pay for all of it: this may be its beginning only"
# Of so many blocks no story is told in two ways: to compare them takes time by the square of their number.
_MOST_BLOCKS = 20_000
# Controls told by number, as word processors leave them: XML has none, and trafilatura gives up the page.
_CONTROLS = re.compile(
    r"(?i:&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d)|x0*(?:[0-8bcef]|1[\da-f]|fff[ef])(?![\da-f]));?)"
    "|[\ufffe\uffff]"
)
_TWO_BREAKS = re.compile(r"\0\s*\0[\s\0]*")

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


def read_page(data: bytes, where: str, *, charset: str | None = None, url: str | None = None) -> Page:
    """The story of an HTML page. `charset`: as the server told; `url`: where it was fetched from.

    Raises InputError, for `where`.
    """
    if len(data) > MAX_PAGE_BYTES:
        raise InputError(where, f"a page of more than {MAX_PAGE_BYTES // 1_000_000} MB", "give its text")
    if b"\0" in data[:1024] and not mark_of(data):
        raise InputError(where, "binary, not HTML", "give the page as it was served")
    data, quoted = unquoted(data)
    html, warning = decode_page(data, where, charset=charset)
    try:
        with watched():
            found = _read(html, url)
    except TookTooLong as error:
        raise InputError(where, str(error), "raise --timeout, or leave it out") from None
    # Pages are as broken as can be, and errors in what reads them of any kind: none may end a run over
    # thousands.
    except Exception as error:
        what = f"a page that cannot be read ({type(error).__name__}: {str(error)[:80]})"
        raise InputError(where, what, "give its text") from error
    if found is None or not found.text:
        raise InputError(where, "no article found in this page", "leave it out, or give its text")
    said = (quoted, warning, PAYWALL if _PAYWALL.search(html) else None, *found.warnings)
    return replace(found, warnings=tuple(dict.fromkeys(word for word in said if word)))


def _read(html: str, url: str | None) -> Page | None:
    """The story of a page, and what the page says of itself; None where there is nothing in it."""
    tree = trafilatura.load_html(_CONTROLS.sub(" ", html))
    if tree is None:
        return None
    page = survey(tree)  # before trafilatura takes it to pieces
    found: Any = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        with_metadata=True,
        date_extraction_params=_DATES,
        config=_CONFIG,
        fast=len(page.blocks) > _MOST_BLOCKS,
    )
    if not found:
        return None
    title = page_title(page, found.title)
    story = second_look(trimmed(blocks_of(found.body, title=title), page, title), page)
    text = _joined(story.blocks)
    dated = page_date(page, url, told_last=_date_anywhere(tree))
    listing = is_listing(page, url) or (dated.day is None and page.meta("og:type") == "website")
    day, doubts = (None, (LISTING,)) if listing else (dated.day, dated.warnings)
    told = notices(page, title, text)
    said = (*story.said, *(doubts if not told else ()), *told, foreign(text))
    return Page(
        text,
        title,
        page_authors(page, told_last=found.author),
        day,
        found.url,
        tuple(word for word in said if word),
    )


def unquoted(data: bytes) -> tuple[bytes, str | None]:
    """`data`; where it is a page in quoted-printable, decoded, without the header of mail, and a warning."""
    head = data[:_HEAD_BYTES]
    header = _HEADER.match(head)
    told = bool(header and b"quoted-printable" in header[0].lower())
    if not told and not is_quoted(head.decode("latin-1")):
        return data, None
    body = data[header.end() :] if header else data
    return quopri.decodestring(body), QUOTED


def _date_anywhere(tree: Any) -> str | None:
    """The day that htmldate finds in what a page says of itself; takes all prose out of `tree`.

    htmldate also takes a date out of the headline or a sentence, which is one of what is told.
    """
    for element in tree.iter():
        if element.tag in HEADINGS or element.tag in ("title", "footer"):
            element.text = None
        if element.tag not in SILENT:
            if element.text and len(element.text.strip()) > MAX_DATE_CHARS:
                element.text = None
            if element.tail and len(element.tail.strip()) > MAX_DATE_CHARS:
                element.tail = None
    # An empty address: the one of the page would count more than its metadata.
    date: str | None = htmldate.find_date(tree, url="", **_DATES)
    return date


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
    return _joined(blocks_of(body, title=title))


def blocks_of(body: Any, *, title: str | None = None) -> list[tuple[str, str]]:
    """The blocks of text of a body, as `text_of`, each with its tag."""
    blocks = [(tag, block) for tag, block in _blocks(body) if block]
    if blocks and title and blocks[0][0] in HEADINGS and _line(blocks[0][1]) == _line(title):
        del blocks[0]
    return blocks


def _joined(blocks: Iterable[tuple[str, str]]) -> str:
    pieces: list[str] = []
    before = ""
    for tag, block in blocks:
        pieces += ["\n" if tag == before and tag in _CLOSE else "\n\n", block]
        before = tag
    return "".join(pieces[1:])


# Blocks of these follow one another without a blank line.
_CLOSE = frozenset("item li row tr dt dd".split())
_BREAKS = frozenset({"lb", "br"})


def _blocks(body: Any) -> Iterator[tuple[str, str]]:
    """The blocks of text below `body` in order, each with the tag of what it stands in; some are empty."""
    pieces: list[str] = []
    within = ["p"]
    for node, tag, enters in _steps(body):
        opens = tag in PARAGRAPHS
        if opens:
            yield within[-1], _block(pieces)
            pieces.clear()
        if enters:
            if opens:
                # What stands in an item or a row belongs to its line.
                within.append(within[-1] if within[-1] in _CLOSE and tag not in _CLOSE else tag)
            pieces.append("\0" if tag in _BREAKS else node.text or "")
            continue
        if opens:
            within.pop()
        if tag in ("cell", "td", "th"):
            pieces.append(" ")
        if node is not body:
            pieces.append(node.tail or "")
    yield within[-1], _block(pieces)


def _steps(body: Any) -> Iterator[tuple[Any, str, bool]]:
    """Each element below `body`, with its tag, as it is entered and as it is left; what holds no text only as
    it is left."""
    # A stack of its own: pages nest deeper than Python does.
    waiting: list[tuple[Any, bool]] = [(body, True)]
    while waiting:
        node, enters = waiting.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        enters = enters and tag != "" and tag not in SILENT
        yield node, tag, enters
        if enters:
            waiting.append((node, False))
            waiting.extend((child, True) for child in reversed(node))


def _block(pieces: Iterable[str]) -> str:
    # Two breaks end a paragraph, where authors knew no better; blanks around a break belong to no line.
    parts = [[*map(_line, part.split("\0"))] for part in _TWO_BREAKS.split("".join(pieces))]
    return "\n\n".join(filter(None, ("\n".join(filter(None, lines)) for lines in parts)))


def text_of_fragment(html: str) -> str:
    """The text of a piece of HTML that is all story, as feeds have it."""
    if "<" not in html and "&" not in html:
        return "\n\n".join(_line(part) for part in re.split(r"\n\s*\n", html) if part.strip())
    try:
        return text_of(lxml.html.fragment_fromstring(html, create_parent="div"))
    except (lxml.etree.LxmlError, ValueError):
        return ""
