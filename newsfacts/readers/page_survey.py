"""What a page is made of, looked at once from top to bottom: its blocks of text, its headings and times, and
what it says of itself in `<meta>` and JSON-LD. Linear in the size of the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from newsfacts.rules import load

__all__ = ["BARS", "Block", "Survey", "Time", "letters_of", "line_of", "rules", "squeezed", "survey"]

UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_BLANKS = re.compile(r"[ \t\r\f\v\n]+")
_PARTS = re.compile(r"[A-Za-z]+")
HEADINGS = frozenset("head h1 h2 h3 h4 h5 h6".split())
SILENT = frozenset("script style template noscript iframe object form button svg select textarea".split())
PARAGRAPHS = (
    HEADINGS
    | frozenset("item li row tr dt dd".split())
    | frozenset(
        "p quote blockquote list ul ol dl table thead tbody tfoot div section article main header footer "
        "aside figure figcaption body html pre code fw ab graphic address hr nav".split()
    )
)
# Cells hold whole pages where tables make the layout.
_BLOCKS = PARAGRAPHS | frozenset("td th details summary center".split())
_ASIDE_TAGS = frozenset("nav aside footer figure figcaption form".split())
# Between these a style sheet may put a space: "<span>By Ann Bell</span><time>3 May</time>".
_INLINE = frozenset("span time a small label abbr".split())
# A shorter line that ends with a break is one by itself: a headline, a byline.
_MAX_BROKEN_LINE = 160
_MAX_TITLE = 500
_NAMED = ("class", "id", "itemprop", "rel")
# What parts a headline from the name of its site; the second also within a headline.
BARS = re.compile(r"\s+[|–—»«:•·-]+\s+|\s*[|»«•]\s*|\s::\s")
_COLON = re.compile(r":\s+")
# Values of classes that frameworks make are of any length; names of parts are not.
_MAX_NAMES = 300
# JSON-LD: what is an article, and what of others it holds.
_ARTICLES = re.compile(r"(?:.*Article|.*Posting|Report|Review|.*NewsStory|AnalysisNewsArticle)\Z")
_OTHERS = frozenset(
    "image video audio associatedMedia author publisher creator contributor comment comments review hasPart "
    "isPartOf mentions about itemListElement relatedLink citation logo thumbnail primaryImageOfPage "
    "isBasedOn breadcrumb sponsor copyrightHolder editor liveBlogUpdate potentialAction "
    "hasVariant subjectOf".split()
)
_MAX_NODES = 100_000


@dataclass(frozen=True, slots=True)
class PageWords:
    """A list of `readers/pages.toml`: words of names, expressions in the text, and what is said of them."""

    id: str
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True)
class PageRule:
    """A list of `readers/pages.toml`, ready to look up. `phrases`: all in one; None where there are none."""

    words: frozenset[str]
    phrases: re.Pattern[str] | None
    says: str

    def said_in(self, text: str) -> re.Match[str] | None:
        """The first of the phrases in `text`."""
        return self.phrases.search(text) if self.phrases else None

    def begins(self, text: str) -> re.Match[str] | None:
        """The phrase with which `text` begins."""
        return self.phrases.match(text) if self.phrases else None


@cache
def rules() -> Mapping[str, PageRule]:
    """The lists of `readers/pages.toml`, ready to look up."""
    return {
        name: PageRule(
            frozenset(rule.words),
            re.compile("|".join(rule.phrases), re.IGNORECASE) if rule.phrases else None,
            rule.says,
        )
        for name, rule in load("readers/pages", PageWords).items()
    }


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text. `linked`: the characters of it that are links; `own`: the words of its names,
    `within`: those of the containers around it; `parent`: which container it stands in, `kind`: what that is
    called ("" where it has no name); `aside`: whether it stands in what is no part of a story, `barred`: by
    the tag of that, not by its names alone."""

    text: str
    tag: str
    linked: int
    own: frozenset[str]
    within: frozenset[str]
    parent: int
    kind: str
    aside: bool
    barred: bool = False

    @property
    def is_link(self) -> bool:
        return self.linked >= len(self.text) - 2


@dataclass(frozen=True, slots=True)
class Time:
    """A `<time>`, or another element with a day for machines. `at`: how many blocks stand before it;
    `own`: its names and what stands right before it, `names`: those of the container too."""

    told: str
    text: str
    own: frozenset[str]
    names: frozenset[str]
    at: int
    aside: bool


@dataclass
class Survey:
    """`metas`: by name in small letters, in order. `articles`, `others`: the nodes of JSON-LD that are the
    page's own. `heading`: which block is the headline; `is_titled`: whether it says what the page is
    titled."""

    blocks: list[Block] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    metas: dict[str, list[str]] = field(default_factory=dict)
    articles: list[Mapping[str, Any]] = field(default_factory=list)
    others: list[Mapping[str, Any]] = field(default_factory=list)
    lang: str = ""
    title: str = ""
    url: str | None = None
    heading: int | None = None
    is_titled: bool = False

    def meta(self, *names: str) -> str | None:
        """What the first of `names` that is filled says."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), None)


def letters_of(text: str) -> str:
    """The letters and digits of `text` in small letters, to compare titles by."""
    return re.sub(r"\W+", "", text).lower()


def squeezed(text: str) -> str:
    return "".join(text.split())


def line_of(text: str) -> str:
    """`text` on one line, without signs that nobody sees."""
    return _BLANKS.sub(" ", UNSEEN.sub("", text)).strip(" ")


def names_of(element: Any) -> frozenset[str]:
    """The words of an element's names: "article__summary" has "article" and "summary", in small letters."""
    found: set[str] = set()
    for key in _NAMED:
        value = element.get(key)
        if value:
            for name in value[:_MAX_NAMES].split():
                # "publishedDate" is "published" and "date", and as a whole "publisheddate".
                found.update(part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name))
                found.add("".join(_PARTS.findall(name)).lower())
    return frozenset(found)


@dataclass(slots=True)
class _Open:
    """A container that is open."""

    tag: str
    number: int
    names: frozenset[str]
    within: frozenset[str]
    kind: str
    aside: bool
    barred: bool = False


def survey(tree: Any) -> Survey:
    """Look at a page; `tree` is left as it was."""
    found = Survey(lang=(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""))
    _Walk(found).run(tree)
    _find_heading(found)
    return found


def _find_heading(page: Survey) -> None:
    """The headline: what the page is titled, in a heading if it can be; else the first h1 in the story."""
    titles = _titles(page)
    fitting = [
        at
        for at, block in enumerate(page.blocks)
        if not block.barred
        and (letters := letters_of(block.text)) in titles
        and (block.tag in HEADINGS or (len(letters) >= 12 and " " in block.text))
    ]
    if fitting:
        # The name of the site is a heading, too, which leads home.
        page.heading = min(fitting, key=lambda at: _rank(page.blocks[at]))
        page.is_titled = True
        if page.blocks[page.heading].aside:
            _take_from_aside(page, page.blocks[page.heading].within)
        return
    page.heading = next(
        (at for at, block in enumerate(page.blocks) if block.tag == "h1" and not block.aside), None
    )


def _rank(block: Block) -> tuple[bool, bool, bool, bool]:
    return block.aside, block.is_link and block.tag == "h1", block.tag not in HEADINGS, block.tag != "h1"


def _take_from_aside(page: Survey, names: frozenset[str]) -> None:
    """What holds the headline is no aside, whatever it is called: `names` are those around it."""
    words = rules()["aside"].words - names
    page.blocks = [
        replace(block, aside=block.barred or bool(block.within & words)) if block.aside else block
        for block in page.blocks
    ]


def _titles(page: Survey) -> set[str]:
    """What the page says that it is titled, whole and without the name of its site."""
    told = [page.title, page.meta("og:title", "twitter:title", "headline", "hdl") or ""]
    told += [str(node.get("headline") or "") for node in page.articles[:1]]
    found: set[str] = set()
    for title in (whole[:_MAX_TITLE] for whole in told):
        found.add(letters_of(title))
        for part in (title, *_parts(title, BARS)):
            found.update(letters_of(cut) for cut in (part, *_parts(part, _COLON)))
    return found - {""}


def _parts(title: str, bars: re.Pattern[str]) -> Iterator[str]:
    """What stands before and behind each bar of a title, if it is three words at least."""
    for match in [*bars.finditer(title)][:20]:
        for part in (title[: match.start()], title[match.end() :]):
            if part.count(" ") > 1:
                yield part


class _Walk:
    def __init__(self, found: Survey) -> None:
        self.found = found
        self.pieces: list[str] = []
        self.linked = 0
        self.links = 0  # how many links are open
        self.at_border = False  # whether an inline element has just begun or ended
        self.open = [_Open("body", 0, frozenset(), frozenset(), "", False)]
        self.number = 0
        self.nodes = 0

    def run(self, tree: Any) -> None:
        # A stack of its own: pages nest deeper than Python does.
        waiting: list[tuple[Any, bool]] = [(tree, False)]
        while waiting:
            node, leaving = waiting.pop()
            tag = node.tag if isinstance(node.tag, str) else ""
            if leaving:
                self._leave(node, tag)
            elif not tag or tag in SILENT:
                self._silent(node, tag)
            elif tag == "meta" or tag == "title" or tag == "link":
                self._head(node, tag)
            else:
                self._enter(node, tag)
                waiting.append((node, True))
                waiting.extend((child, False) for child in reversed(node))
                continue
            if node is not tree:
                self._text(node.tail)
        self._flush()

    def _text(self, text: str | None) -> None:
        if text:
            if self.at_border and self.pieces:
                before = self.pieces[-1]
                if len(before) > 1 and before[-1].isalnum() and (text[0].isupper() or text[0].isdigit()):
                    self.pieces.append(" ")
            self.at_border = False
            self.pieces.append(text)
            if self.links:
                self.linked += len(text.strip())

    def _enter(self, node: Any, tag: str) -> None:
        self.at_border = self.at_border or tag in _INLINE
        if tag in _BLOCKS:
            self._flush()
            above = self.open[-1]
            names = names_of(node)
            self.number += 1
            self.open.append(
                _Open(
                    tag,
                    self.number,
                    names,
                    # Of the many containers around a block the nearest ones tell.
                    names | above.names | (above.within if len(above.within) < 60 else frozenset()),
                    " ".join(sorted(names)) and f"{tag}.{' '.join(sorted(names))}",
                    above.aside or tag in _ASIDE_TAGS or bool(names & rules()["aside"].words),
                    above.barred or tag in _ASIDE_TAGS,
                )
            )
        elif tag == "a":
            self.links += 1
        elif tag == "br":
            self._break()
        self._time(node, tag)
        self._text(node.text)

    def _break(self) -> None:
        """A line ends: a block by itself where it is short, or the second break in turn."""
        line = "".join(self.pieces)
        if len(line) <= _MAX_BROKEN_LINE or line.endswith("\n"):
            self._flush()
        else:
            self.pieces.append("\n")

    def _leave(self, node: Any, tag: str) -> None:
        self.at_border = self.at_border or tag in _INLINE
        if tag in _BLOCKS:
            self._flush()
            if len(self.open) > 1:
                self.open.pop()
        elif tag == "a":
            self.links -= 1

    def _flush(self) -> None:
        text = line_of("".join(self.pieces))
        if text:
            at, around = self.open[-1], self.open[-2] if len(self.open) > 1 else self.open[-1]
            # A container with text of its own ("<div>Six died.</div>") stands in the one around it.
            self.found.blocks.append(
                Block(
                    *(text, at.tag, self.linked, at.names, at.within),
                    *(around.number, around.kind, at.aside, at.barred),
                )
            )
        self.pieces.clear()
        self.linked = 0

    def _time(self, node: Any, tag: str) -> None:
        props = _props(node)
        if tag != "time" and not any(prop.startswith(("date", "created", "issued")) for prop in props):
            return
        told = node.get("datetime") or node.get("content") or node.get("title") or ""
        text = line_of("".join(node.itertext())) if len(node) < 10 else ""
        own = names_of(node)
        if node.get("pubdate") is not None:
            own |= {"pubdate"}
        # "Published <time>": the words before it, or around it, say which day it is.
        before = self._last(40)
        if rules()["changed"].said_in(before):
            own |= {"updated"}
        elif rules()["published"].said_in(before):
            own |= {"published"}
        at = self.open[-1]
        self.found.times.append(Time(told, text[:80], own, own | at.names, len(self.found.blocks), at.aside))

    def _last(self, chars: int) -> str:
        """The last characters of the block that is open; a page may have thousands of pieces in one."""
        taken: list[str] = []
        have = 0
        for piece in reversed(self.pieces):
            taken.append(piece)
            have += len(piece)
            if have >= chars:
                break
        return "".join(reversed(taken))[-chars:]

    def _silent(self, node: Any, tag: str) -> None:
        if tag == "script" and "ld+json" in (node.get("type") or "").lower() and node.text:
            for value in _values(node.text):
                self._data(value)

    def _head(self, node: Any, tag: str) -> None:
        found = self.found
        if tag == "title":
            found.title = found.title or line_of(node.text or "")
        elif tag == "link":
            if "canonical" in (node.get("rel") or "").lower():
                found.url = found.url or node.get("href")
        elif len(self.open) > 1 and (node.get("itemprop") or "").lower().startswith("date"):
            # In the body it is the day of what it stands in, which may be another story.
            if not self.open[-1].aside:
                self._time(node, "time")
        else:
            self._meta(node)

    def _meta(self, node: Any) -> None:
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        value = node.get("content")
        if name and value and len(name) < 80:
            self.found.metas.setdefault(name.strip().lower(), []).append(line_of(value[:2000]))

    def _data(self, value: Any) -> None:
        """Sort the nodes of a JSON-LD value: articles, and what else may tell of the page."""
        waiting = [value]
        while waiting and self.nodes < _MAX_NODES:
            self.nodes += 1
            node = waiting.pop()
            if isinstance(node, list):
                waiting.extend(reversed(node))
            elif isinstance(node, dict):
                kinds = node.get("@type")
                kinds = kinds if isinstance(kinds, list) else [kinds]
                is_article = any(isinstance(kind, str) and _ARTICLES.match(kind) for kind in kinds)
                (self.found.articles if is_article else self.found.others).append(node)
                waiting.extend(item for key, item in reversed(node.items()) if key not in _OTHERS)


def _props(node: Any) -> list[str]:
    """What microdata and RDFa call an element, in small letters: `dc:created` is "created"."""
    told = f"{node.get('itemprop') or ''} {node.get('property') or ''}".lower()
    return [prop.rpartition(":")[2] for prop in told[:_MAX_NAMES].split()]


# Half of a character of two, written by its number.
_HALF = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)


def _values(text: str) -> Iterator[Any]:
    """What a script of JSON-LD holds; nothing where it is no JSON."""
    text = _HALF.sub(r"\\ufffd", text)
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().removeprefix("//<![CDATA[")
    text = text.removesuffix("//]]>").strip().rstrip(";")
    for attempt in (text, re.sub(r",(?=\s*[}\]])", "", text)):
        try:
            yield json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return
