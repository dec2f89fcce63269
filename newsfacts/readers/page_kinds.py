"""What a page is where it is no article in English: a list of stories, a notice."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from newsfacts.readers.page_survey import Survey, rules

LISTING = "the page does not say that it is an article: it may be a list of several"
# So many headings that are links stand inside the story of a list of stories; below an article there may be
# any number.
_MIN_TITLES = 4
_MAX_NOTICE_CHARS = 1500


def is_listing(page: Survey, url: str | None) -> bool:
    """Whether the page lists stories: a front page, a section, the results of a search."""
    address = page.url or page.meta("og:url") or url
    if address and _is_root(address):
        return True
    if not page.articles and any(_is_list(node.get("@type")) for node in page.others):
        return True
    kind = (page.meta("og:type") or "").lower()
    return not _is_one_article(page, kind) and _shows_stories(page, kind)


def _is_one_article(page: Survey, kind: str) -> bool:
    """Whether the page says that it is an article; `kind`: its og:type."""
    one = len(page.articles) == 1 or _has_story(page)
    return one or kind.startswith(("article", "news"))


def _shows_stories(page: Survey, kind: str) -> bool:
    """Whether the headings are those of several stories, and so are the days."""
    titles = sum(
        block.tag in ("h2", "h3", "h4") and block.is_link and not _below_nav(block.within)
        for block in page.blocks
    )
    days = {time.told[:10] or time.text for time in page.times}
    return titles >= _MIN_TITLES and (len(days) >= _MIN_TITLES or (kind == "website" and not page.times))


def _is_list(kind: Any) -> bool:
    kinds = kind if isinstance(kind, list) else [kind]
    return any(one in ("CollectionPage", "SearchResultsPage") for one in kinds)


def _has_story(page: Survey) -> bool:
    return any(isinstance(node.get("articleBody"), str) or node.get("headline") for node in page.articles[:1])


def _below_nav(names: frozenset[str]) -> bool:
    return bool(names & {"nav", "menu", "footer", "related", "sidebar"})


def _is_root(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        bool(parts.netloc)
        and parts.path in ("", "/", "/index.html")
        and not parts.query
        and not parts.fragment
    )


def notices(page: Survey, title: str | None, text: str) -> list[str]:
    """What the page says in place of an article: it was not found, wants JavaScript, asks for consent."""
    if len(text) > 4 * _MAX_NOTICE_CHARS:
        return []
    heads = [title or "", page.title, *(block.text for block in page.blocks[:30] if block.tag == "h1")]
    short = text if len(text) <= _MAX_NOTICE_CHARS else ""
    gone, script, cookies = (rules()[name] for name in ("no_page", "no_script", "cookies"))
    of_cookies = sum(len(part) for part in text.split("\n\n") if cookies.said_in(part))
    met = (
        (gone, any(gone.said_in(head) for head in (*heads, short[:300]) if head)),
        (script, any(script.said_in(head) for head in (*heads, short) if head)),
        (cookies, of_cookies * 3 > len(text)),
    )
    return [rule.says for rule, is_met in met if is_met]
