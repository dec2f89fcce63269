"""The day on which the article of a page came out, by what the page says of itself.

Each witness gives a day: the article's own node of JSON-LD, `<meta>`, `<time>`, the line under the headline.
The most reliable one that speaks of publication counts; a day of change only where there is no other. Days of
pictures, of other articles and of prose count never.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from newsfacts.dates.given import as_edtf
from newsfacts.dates.published import date_of_address
from newsfacts.readers.page_survey import HEADINGS, Block, Survey, Time, letters_of, rules

# "Last updated on Wednesday, 25 September 2024 at 10:15 pm EDT" has 57; more is a sentence.
MAX_DATE_CHARS = 60
# A byline with names, a day of publication and one of change.
_MAX_LINE_CHARS = 160
_FIRST_YEAR, _LAST_YEAR = 1980, 2099

_PUBLISHED_METAS = (
    *("article:published_time", "og:article:published_time", "og:published_time", "datepublished"),
    *("parsely-pub-date", "publishdate", "publish-date", "publish_date", "published", "published-date"),
    *("published_time", "pubdate", "pub_date", "publication_date", "publicationdate", "publication-date"),
    *("sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "originalpublicationdate"),
    *("article.published", "article_date_original", "article-publication-date", "rnews:datepublished"),
    *("dc.date.issued", "dcterms.issued", "dc.issued", "citation_publication_date", "citation_date"),
    *("displaydate", "dc.date.created", "dcterms.created", "dc.created", "datecreated", "release_date"),
    *("bt:pubdate", "gen_date", "ptime", "vr:published_time", "field-name-post-date", "dcterms.date"),
    *("dc.date", "date", "timestamp", "created", "article:created", "og:pubdate", "og:regdate"),
)
_CHANGED_METAS = (
    *("article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "lastmod"),
    *("last-modified", "dcterms.modified", "dc.date.modified", "modified", "modified_time", "revised"),
)

_STAMP = re.compile(
    r"\s*(\d{4})-(\d\d?)-(\d\d?)(?:[T ]+(\d\d?):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_MONTHS = {name: at for at, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>(?:19|20)\d\d)"
_VISIBLE = tuple(
    re.compile(rf"(?<![\w/.-]){form}(?!\d)", re.IGNORECASE)
    for form in (
        r"(?P<year>(?:19|20)\d\d)[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})",
        rf"{_DAY}(?: of)?[ ,.-]{{1,2}}{_MONTH}\.?[ ,.-]{{1,2}}{_YEAR}",
        rf"{_MONTH}\.? {{0,2}}{_DAY} ?(?:,|\.| at \d\d?[:.]\d\d(?: ?[ap]\.?m\.?)?,?| )? ?{_YEAR}",
        r"(?P<one>\d{1,2})(?P<mark>[/.-])(?P<two>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)",
    )
)
_CUTS = re.compile(
    r"\s*[|•·●\n]\s*|\s+[–—-]\s+|(?<=\d)[;,]?\s+(?=(?:last |first )?(?:updat|modif|publish|posted|edited))",
    re.I,
)
# Where the month stands before the day in numbers, and where a country's address says that it does not.
_MONTH_FIRST = frozenset({"us", "ph", "pr", "fm", "pw"})
_REGION = re.compile(r"[a-z]{2,3}[-_]([a-z]{2})\b", re.IGNORECASE)
_HOST = re.compile(r"(?:https?:)?//[^/]*?\.([a-z]{2})(?::\d+)?(?=/|$)", re.IGNORECASE)
_NO_COUNTRY = frozenset({"tv", "io", "co", "me", "fm", "ai", "ly", "eu", "to", "cc", "ws", "gg"})

_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"(?:today(?: is|'s date)?|it is|current(?: date| time)?)\b[\s:]", re.IGNORECASE)
# What stands above the headline in these is the site's own.
_SITE = frozenset("header topbar masthead menu topmenu navbar top".split())
_DRAFTED = ("created", "filed")
# The lines that may tell the day, and how many of each group are read.
_LINES_READ = {"labelled": 2, "named": 3, "near": 3}

CHANGE_ONLY = "the page tells only when it was changed: its day of publication may be earlier"
NUMBERS = "the day of publication is in numbers, read as {order}"


@dataclass(frozen=True, slots=True)
class Witness:
    """A day that the page gives. `utc`: the hour, where it is given in world time; `visible`: whether readers
    see it; `where`: what gives it; `order`: how its numbers were read, where they can be read in two ways;
    `other`: the day they are in the other way."""

    day: date
    where: str
    utc: int | None = None
    visible: bool = False
    order: str | None = None
    other: date | None = None


@dataclass(frozen=True, slots=True)
class PageDate:
    day: str | None = None
    warnings: tuple[str, ...] = ()


def page_date(page: Survey, url: str | None, *, told_last: str | None = None) -> PageDate:
    """The day of publication as EDTF, and what there is to say of it. `url`: where the page was fetched.

    `told_last`: a day found by looking anywhere, for when no witness speaks.
    """
    witnesses = list(_published(page))
    address = _day_of(date_of_address(url or page.url or page.meta("og:url") or "") or "")
    if not witnesses:
        return _without_witness(page, address, told_last)
    witnesses = [_in_order(witness, witnesses, address) for witness in witnesses]
    chosen = _local(witnesses, address)
    warnings = [NUMBERS.format(order=chosen.order)] if chosen.order else []
    others = [w for w in witnesses if w.visible != chosen.visible or w.where != chosen.where]
    if address:
        others.insert(0, Witness(address, "the address"))
    if far := next((w for w in others if _apart(w, chosen)), None):
        warnings.append(
            f"the page gives two days of publication: {chosen.day} ({chosen.where}), which counts, and "
            f"{far.day} ({far.where})"
        )
    return PageDate(chosen.day.isoformat(), tuple(warnings))


def _without_witness(page: Survey, address: date | None, told_last: str | None) -> PageDate:
    """The day of a page that says nothing of publication."""
    changed = next(_changed(page), None)
    if told_last and (changed is None or told_last != changed.day.isoformat()):
        return PageDate(told_last)
    if changed is None or address:
        return PageDate()  # the address is read by the pipeline
    return PageDate(changed.day.isoformat(), (CHANGE_ONLY,))


def _apart(one: Witness, two: Witness) -> bool:
    return all(abs(day - two.day) > timedelta(days=1) for day in (one.day, one.other) if day)


def _in_order(witness: Witness, witnesses: list[Witness], address: date | None) -> Witness:
    """`witness`; where its numbers can be read in two ways and another tells which, so read."""
    if not witness.order:
        return witness
    sure = {w.day for w in witnesses if not w.order} | {address}
    if witness.day not in sure and witness.other in sure and witness.other:
        return replace(witness, day=witness.other, order=None)
    return replace(witness, order=None) if witness.day in sure else witness


def _local(witnesses: list[Witness], address: date | None) -> Witness:
    """The first witness; where it is in world time and readers see the day before or after, that day."""
    first = witnesses[0]
    if first.utc is None:
        return first
    seen = [w.day for w in witnesses if w.visible and w.utc is None] + ([address] if address else [])
    for day in seen:
        gap = (day - first.day).days
        if (gap == -1 and first.utc < 12) or (gap == 1 and first.utc >= 10):
            return Witness(day, first.where)
    return first


def _published(page: Survey) -> Iterator[Witness]:
    """All that speak of publication, the most reliable first."""
    yield from _metadata(page, "datePublished", _PUBLISHED_METAS)
    yield from _times(page)
    yield from _lines(page)
    if node := main_article(page):
        yield from _read(page, node.get("dateCreated"), "its metadata")
    if len(page.articles) <= 1:
        for other in page.others:
            if other.get("@type") in ("WebPage", "ItemPage", "CreativeWork", None):
                yield from _read(page, other.get("datePublished"), "its metadata")


def main_article(page: Survey) -> Any:
    """The node of JSON-LD that is the article of the page: the one under its headline, or the first."""
    if len(page.articles) < 2:
        return page.articles[0] if page.articles else None
    titles = {letters_of(block.text) for block in page.blocks if block.tag == "h1"}
    if page.heading is not None:
        titles.add(letters_of(page.blocks[page.heading].text))
    titles |= {letters_of(page.meta("og:title") or ""), letters_of(page.title)}
    for node in page.articles:
        headline = letters_of(str(node.get("headline") or node.get("name") or ""))
        if headline and any(
            headline == title or (len(headline) > 20 and headline in title) for title in titles
        ):
            return node
    return page.articles[0]


def _changed(page: Survey) -> Iterator[Witness]:
    return _metadata(page, "dateModified", _CHANGED_METAS)


def _metadata(page: Survey, key: str, metas: Iterable[str]) -> Iterator[Witness]:
    """What the page says of its article under `key` of JSON-LD, then in the meta tags of these names."""
    if node := main_article(page):
        yield from _read(page, node.get(key), "its metadata")
    for name in metas:
        for value in page.metas.get(name, ()):
            yield from _read(page, value, "its metadata")


def _times(page: Survey) -> Iterator[Witness]:
    """Days of `<time>` and of microdata: what is called published, then what is at the headline."""
    fitting = [time for time in page.times if not _is_change(time)]
    published = rules()["published"].words
    called = [time for time in fitting if time.names & published]
    if not called:
        # Themes of WordPress call it "entry-date updated" as long as nothing was changed.
        called = [time for time in page.times if "entrydate" in time.own and not time.aside]
    near: list[Time] = []
    if page.heading is not None:
        first, last = page.heading - 3, max(page.heading, _first_prose(page)) + 1
        near = [time for time in fitting if not time.aside and first <= time.at <= last]
    for time in (*called[:3], *near[:2]):
        yield from _of_time(page, time)


def _of_time(page: Survey, time: Time) -> Iterator[Witness]:
    """The day that a `<time>` gives to machines, else the one it shows."""
    where = "the time beside its headline"
    found = next(_read(page, time.told, where), None) or next(_read(page, time.text, where), None)
    if found is None:
        return
    yield replace(found, visible=True)
    # What stands there without a zone is the clock of the place.
    seen = _visible(page, time.text) if time.text and found.utc is not None else None
    if seen:
        yield Witness(seen.day, where, visible=True)


def _is_change(time: Time) -> bool:
    """Whether a time is one of change: its own names count before those of what it stands in."""
    changed, published = rules()["changed"].words, rules()["published"].words
    if time.own & (changed | published):
        return not time.own & published
    return bool(time.names & changed and not time.names & published)


def _first_prose(page: Survey) -> int:
    """The block with which the story begins."""
    top = page.heading or 0
    for at in range(top + 1, min(len(page.blocks), top + 40)):
        block = page.blocks[at]
        if len(block.text) > MAX_DATE_CHARS and block.text.rstrip('"”’)').endswith((".", "!", "?")):
            return at
    return top + 10


def _lines(page: Survey) -> Iterator[Witness]:
    """Days in the short lines around the headline, and in what is called a byline or a date."""
    top, bottom = page.heading, _first_prose(page)
    site = _SITE - page.blocks[top].within if top is not None else frozenset()
    groups: dict[str, list[tuple[int, Block]]] = {name: [] for name in _LINES_READ}
    for at, block in enumerate(page.blocks):
        if at == top or not _may_date(block) or (_above(at, top) and block.within & site):
            continue
        group, rank = _group(block, at, top, near=top is not None and top - 3 <= at <= bottom)
        if group:
            groups[group].append((rank, block))
    for name, blocks in groups.items():
        for _, block in sorted(blocks, key=itemgetter(0))[: _LINES_READ[name]]:
            yield from _of_line(page, block)


def _group(block: Block, at: int, top: int | None, *, near: bool) -> tuple[str | None, int]:
    """To which of the groups of `_LINES_READ` a line belongs, if to any, and its rank there."""
    byline = rules()["byline"].words
    if match := rules()["published"].begins(block.text):
        # "Created on" is the day of a draft as often.
        return "labelled", match[0].lower().startswith(_DRAFTED)
    # What stands above the headline is the clock of the site as often.
    if block.own & byline or (block.within & byline and (near or top is None)):
        return "named", _above(at, top)
    return "near" if near else None, _above(at, top)


def _above(at: int, top: int | None) -> int:
    return int(top is not None and at < top)


def _may_date(block: Block) -> bool:
    """Whether a block may be a line that tells the day."""
    if len(block.text) > _MAX_LINE_CHARS or not _DIGIT.search(block.text) or _CLOCK.match(block.text):
        return False
    byline = rules()["byline"].words
    if block.tag in HEADINGS and (block.tag == "h1" or not block.own & byline):
        return False
    return not block.aside or bool(block.own & byline)


def _of_line(page: Survey, block: Block) -> Iterator[Witness]:
    """The day of publication in a line such as "By A B | Updated: Sept. 5, 2024 | Published: Sept. 3"."""
    days = list(_days_in(page, block.text))
    called = [day for is_called, day in days if is_called]
    if called:
        yield called[0]
    elif block.own & rules()["changed"].words:
        return
    elif days and (len(block.text) <= MAX_DATE_CHARS or plain_line(block.text)):
        yield days[0][1]


def _days_in(page: Survey, line: str) -> Iterator[tuple[bool, Witness]]:
    """The days in the parts of a line, but those of a change; first, whether one is called of publication."""
    is_changed = False
    for part in _CUTS.split(line):
        is_called = rules()["published"].said_in(part) is not None
        is_changed = rules()["changed"].said_in(part) is not None or (is_changed and not is_called)
        day = _visible(page, part)
        if day and not is_changed:
            yield is_called, day
        is_changed = is_changed and not day


def plain_line(text: str) -> bool:
    """Whether a long line is made of names, marks and numbers, not of a sentence."""
    words = re.findall(r"[^\W\d_]+", text)
    small = [word for word in words if word.islower() and len(word) > 3]
    return len(small) <= max(2, len(words) // 4)


def _visible(page: Survey, text: str) -> Witness | None:
    """The day that a text for people gives."""
    for form in _VISIBLE:
        match = form.search(text)
        if not match:
            continue
        groups = match.groupdict()
        year, order, other = int(groups["year"]), None, None
        if groups.get("one"):
            one, two = int(groups["one"]), int(groups["two"])
            month_first, sure = _month_first(page, groups["mark"])
            if one > 12 or two > 12:
                month_first, sure = two > 12, True
            month, day = (one, two) if month_first else (two, one)
            if not sure and one != two:
                order = "month/day" if month_first else "day/month"
                other = _date(year, day, month)
        else:
            month = int(groups["number"]) if groups.get("number") else _MONTHS[groups["month"].lower()]
            day = int(groups["day"])
        if found := _date(year, month, day):
            where = "the line beside its headline"
            return Witness(found, where, visible=True, order=order, other=other)
    return None


def _month_first(page: Survey, mark: str) -> tuple[bool, bool]:
    """Whether the site writes the month before the day, and whether that is sure."""
    if mark == ".":
        return False, True
    for told in (page.lang, page.meta("og:locale", "content-language", "language") or ""):
        if region := _REGION.match(told):
            return region[1].lower() in _MONTH_FIRST, True
    host = _HOST.match(page.url or page.meta("og:url") or "")
    if host and host[1].lower() not in _NO_COUNTRY:
        return host[1].lower() in _MONTH_FIRST, True
    return True, False


def _read(page: Survey, value: Any, where: str) -> Iterator[Witness]:
    """The day of a value for machines, at most one."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value")
    if not isinstance(value, str | int) or isinstance(value, bool):
        return
    text = str(value).strip()[:80]
    if stamp := _STAMP.match(text):
        day = _date(int(stamp[1]), int(stamp[2]), int(stamp[3]))
        if day:
            zone = (stamp[7] or "").upper()
            is_utc = bool(zone) and (zone in ("Z", "UTC", "GMT") or not zone.strip("+-0:"))
            yield Witness(day, where, utc=int(stamp[4]) if is_utc else None)
            return
    if seen := _visible(page, text):
        yield replace(seen, where=where, visible=False)
        return
    try:
        day = _day_of(as_edtf(text))
    except ValueError:
        return
    if day:
        yield Witness(day, where)


def _day_of(edtf: str) -> date | None:
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", edtf)
    return _date(int(match[1]), int(match[2]), int(match[3])) if match else None


def _date(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
