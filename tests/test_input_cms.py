"""Pages as systems of newspapers make them, each read whole: day, title, authors, text, what is told of it.

Every page is a test by its name (`cms/NAME.page`): WordPress and its themes, Drupal, Joomla, Blogger, Arc,
pages of agencies, broadcasters and local papers, and tables of the years when a page said nothing of itself.
"""

from __future__ import annotations

import pytest
from cms_pages import CmsPage, cms_pages

from newsfacts.furniture.marks import find_furniture

pages = pytest.importorskip("newsfacts.readers.pages")
PAGES = cms_pages()
# Told of what is done well: that is no doubt about the page.
_ADDED = "stood apart from the story"


def squeezed(text: str) -> str:
    return "".join(text.split())


def without_furniture(text: str) -> str:
    for fact in reversed(find_furniture(text)):
        text = text[: fact.span.start] + text[fact.span.end :]
    return text


def test_there_are_many_kinds():
    assert len(PAGES) >= 55


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page(page: CmsPage):
    found = pages.read_page(page.html.encode(), "page", url=page.told.get("url"))
    assert found.date == page.told.get("date")
    if "title" in page.told:
        assert found.title == page.told["title"]
    if "author" in page.told:
        assert (found.author or "") == page.told["author"]
    doubts = [warning for warning in found.warnings if _ADDED not in warning]
    wanted = page.told.get("warnings", [])
    assert len(doubts) == len(wanted), doubts
    assert all(any(word in doubt for doubt in doubts) for word in wanted), doubts
    if page.blocks:
        assert squeezed(without_furniture(found.text)) == squeezed("".join(page.blocks))
