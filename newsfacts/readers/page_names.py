"""The title of a page without the name of its site, and the people who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsfacts.readers.page_dates import main_article
from newsfacts.readers.page_survey import BARS, Block, Survey, letters_of, line_of, rules

_MAX_AUTHORS = 12
_MAX_BYLINE_CHARS = 160
_AUTHOR_METAS = (
    *("author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author", "sailthru.author"),
    *("article:author_name", "byl", "article.author", "cxenseparse:author", "rbauthors", "creator", "byline"),
    *("article:author", "og:article:author", "dc.contributor", "twitter:data1"),
)
_BY = re.compile(
    r"(?i)^\W*(?:(?:(?:article|story|post|written|reported|words|text|analysis|review|exclusive|posted|published)\s+)?by\b"
    r"|authors?\s*:|reporter\s*:|words\s*:)[\s:]*"
)
_OF_OTHERS = frozenset("comment comments sidebar related recent".split())
_FOOT = re.compile(r"(?i)(?:posted|written|published) by\b(?!:)")
# Where the names of a byline end: at a bar, a dash between blanks, a bracket, a number, an address.
_ENDS = re.compile(
    r"\s*(?:[|•·●/\n(\[]|\s[–—-]\s|\S*@|https?:|www\.)"
    r"|\s+(?:(?:[Pp]ublished|[Uu]pdated|[Pp]osted|PUBLISHED|UPDATED)\b|at \d|on (?=[A-Z\d])"
    r"|\d{1,2}(?:st|nd|rd|th)?\b|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d)"
)
_BETWEEN = re.compile(r"\s*(?:;|,|&|\band\b|\bwith\b|\n)\s*", re.IGNORECASE)
_INVERTED = re.compile(
    r"([^\W\d_][\w.'’-]+(?: [^\W\d_][\w.'’-]+)?), ([^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*)?)"
)
_PARTICLES = frozenset(
    "de da del della di dos du la le van von der den ter al el bin bint ibn y e af zu ben".split()
)
_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[.'’-][^\W\d_]+)*\.?")


def page_title(page: Survey, found: str | None) -> str | None:
    """`found`, the title of a page, without the site's name."""
    title = line_of(found or "")
    if not title:
        return None
    sites = {letters_of(name) for name in _sites(page)} - {""}
    # An h1 that leads home is the site's name.
    shown = {letters_of(block.text) for block in page.blocks if block.tag == "h1" and not block.is_link}
    headline = page.blocks[page.heading].text if page.heading is not None and page.is_titled else ""
    shown = (shown | {letters_of(headline)}) - {""}
    title = _without_site(title, sites, shown)
    if headline and (letters_of(title) in sites or letters_of(title) not in shown):
        return headline if letters_of(title) in sites or _of_whole(page, headline, title) else title
    return title


def _of_whole(page: Survey, headline: str, title: str) -> bool:
    """Whether `<title>` is made of `title`, the site's name, and the headline ("The Dorn Report: No truce");
    or `title` of a label and the headline ("Print story: No truce")."""
    whole = letters_of(page.title)
    ends = whole.endswith(letters_of(headline)) or letters_of(title).endswith(letters_of(headline))
    return not page.meta("og:title") and ends and letters_of(title) in whole


def _without_site(title: str, sites: set[str], shown: set[str]) -> str:
    parts = BARS.split(title)
    if len(parts) < 2:
        return title
    for kept, cut in ((_upto_last(title), parts[-1]), (_after_first(title), parts[0])):
        if kept and (
            letters_of(cut) in sites or (letters_of(kept) in shown and letters_of(title) not in shown)
        ):
            return _without_site(kept, sites, shown) if letters_of(cut) in sites else kept
    return title


def _upto_last(title: str) -> str:
    *_, last = BARS.finditer(title)
    return title[: last.start()].strip()


def _after_first(title: str) -> str:
    first = next(BARS.finditer(title))
    return title[first.end() :].strip()


def _sites(page: Survey) -> Iterator[str]:
    """What the site is called."""
    for name in ("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site"):
        for value in page.metas.get(name, ()):
            yield value
            yield value.removeprefix("The ")
    for node in (*page.articles[:3], *page.others[:20]):
        publisher = node.get("publisher") if node in page.articles else node
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            kind = str(publisher.get("@type"))
            if node in page.articles or "Organization" in kind or "WebSite" in kind:
                yield publisher["name"]
    address = page.url or page.meta("og:url") or ""
    if host := re.match(r"(?:https?:)?//(?:www\.)?([^/:]+)", address):
        labels = host[1].split(".")
        yield host[1]
        if len(labels) > 1:
            yield labels[-2]
            yield labels[0]


def page_authors(page: Survey, *, told_last: str | None = None) -> str | None:
    """The people who wrote the article, "A B; C D", or None; days, desks, publishers and addresses are none.

    `told_last`: names found by looking anywhere, for when the page's own word names nobody.
    """
    sites = {letters_of(name) for name in _sites(page)} - {""}
    for names in (_in_metadata(page), _in_metas(page), _in_bylines(page), _loose(told_last)):
        people = dict.fromkeys(name for name in names if letters_of(name) not in sites)
        if people:
            return "; ".join([*people][:_MAX_AUTHORS])
    return None


def _loose(told: str | None) -> Iterator[str]:
    for part in (told or "").split(";"):
        yield from people_in(part)


def _in_metadata(page: Survey) -> Iterator[str]:
    node = main_article(page)
    authors = node.get("author") or node.get("creator") if node else None
    for author in authors if isinstance(authors, list) else [authors]:
        if isinstance(author, dict):
            kind, name = author.get("@type"), author.get("name")
            if kind in (None, "Person", ["Person"]):
                for one in name if isinstance(name, list) else [name]:
                    yield from people_in(one)
        else:
            yield from people_in(author)


def _in_metas(page: Survey) -> Iterator[str]:
    for name in _AUTHOR_METAS:
        names = [person for value in page.metas.get(name, ()) for person in people_in(value)]
        if names:
            yield from names
            return


def _in_bylines(page: Survey) -> Iterator[str]:
    top = page.heading or 0
    author = rules()["author"].words
    for at, block in enumerate(page.blocks):
        if at > top + 60 or len(block.text) > _MAX_BYLINE_CHARS or block.tag in ("h1", "h2", "h3"):
            continue
        by = _BY.match(block.text)
        near = top - 3 <= at <= top + 8
        if (block.own & author and not block.aside) or (by and (near or _is_foot(block))):
            names = [*people_in(block.text)]
            if names:
                yield from names
                return


def _is_foot(block: Block) -> bool:
    """Whether a line is that below a story: "Posted by Ann Bell at 11:14 PM"."""
    return bool(_FOOT.match(block.text)) and not block.within & _OF_OTHERS


def people_in(value: Any) -> Iterator[str]:
    """The people that a field or a line of authors names: "By Ana Ruiz and Kel Dunn | May 3", "Ruiz, Ana"."""
    if not isinstance(value, str) or len(value) > 500:
        return
    text = line_of(value)
    if "://" in text and " " not in text:
        return
    text = _BY.sub("", text)
    if cut := _ENDS.search(text):
        text = text[: cut.start()]
    text = text.strip(" \xa0.,;:")
    if whole := _turned(text):
        yield whole
        return
    for part in _BETWEEN.split(text):
        part = _BY.sub("", part).strip(" \xa0.,:")
        if is_person(part):
            yield part
        elif part and _is_role(part):
            continue
        elif re.search(r"\d", part):
            return  # a day begins, or a time


def _turned(text: str) -> str | None:
    """The name of "Ruiz, Ana", first name first; None where that is no name of one person."""
    inverted = _INVERTED.fullmatch(text)
    if inverted is None or " " in inverted[1] or _is_role(inverted[2]):
        return None
    whole = f"{inverted[2]} {inverted[1]}"
    return whole if is_person(whole) else None


def _is_role(text: str) -> bool:
    words = text.lower().replace(".", "").split()
    return bool(words) and any(word in rules()["roles"].words for word in words)


def is_person(text: str) -> bool:
    """Whether `text` can be the name of one person: two to five words with capitals, none a desk's."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 60:
        return False
    low = [word.lower().strip(".,") for word in words]
    if any(word in rules()["nobody"].words for word in low):
        return False
    if low[0] in _PARTICLES and len(words) < 3:
        return False
    return all(
        _NAME_WORD.fullmatch(word)
        and (word[0].isupper() or word[0].lower() == word[0].upper() or low[at] in _PARTICLES)
        for at, word in enumerate(words)
    )
