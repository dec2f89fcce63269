"""Who wrote it: single bylines, then the made-up pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked_pages import all_pages

from newsfacts.furniture.bylines import find_author, find_bylines

HEADLINE = "Dam breaks above Solm, six dead"
STORY = "A dam broke on Monday, officials said in a statement."
BYLINES = [
    ("By Ana Ruiz", "Ana Ruiz"),
    ("BY ANA RUIZ FOR THE DAILY POST", "ANA RUIZ"),
    ("By Ana Ruiz, Staff Writer", "Ana Ruiz"),
    ("By Ana Ruiz and Tom O’Hara in Solm", "Ana Ruiz and Tom O’Hara"),
    ("Written by: Ana de la Cruz | Edited by: Tom Hale", "Ana de la Cruz"),
    ("Ana Ruiz, News Editor", "Ana Ruiz"),
    ("Ana Ruiz in Port Amal\nMonday, 3 June 2019", "Ana Ruiz"),
    ("Ana Ruiz\nPublished 3 June 2019", "Ana Ruiz"),
    ("3 June 2019\nAna Ruiz", "Ana Ruiz"),
    ("Ana Ruiz", None),  # a name alone may be whom the story is about
    ("By Our Correspondent", None),
    ("By Reuters Staff", None),
    ("By Friday, Nine Were Dead", None),
    ("By Monday Night", None),
    ("New York\n3 June 2019", None),
    ("By the time help came, nine were dead.", None),
    ("By noon Ana Ruiz had counted nine of the dead in the hall.", None),
]


@pytest.mark.parametrize(("lines", "author"), BYLINES, ids=[line for line, _ in BYLINES])
def test_byline(lines: str, author: str | None) -> None:
    assert find_author(f"{HEADLINE}\n{lines}\n\n{STORY}") == author


def test_a_headline_of_names_below_the_day_is_no_byline() -> None:
    assert find_author(f"3 June 2019\nDam Breaks\n\n{STORY}") is None


def test_authors_of_the_pages() -> None:
    right = [(page.author, (find_author(page.text) or "").lower()) for page in all_pages() if page.author]
    found = sum(author.lower() == printed for author, printed in right)
    assert found >= 0.8 * len(right), [author for author, printed in right if author.lower() != printed]


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=60), st.sampled_from([lines for lines, _ in BYLINES]))
def test_spans_lie_in_the_text(junk: str, lines: str) -> None:
    text = f"{junk}\n{lines}\n{junk}"
    for span, names in find_bylines(text):
        assert names in span.of(text)
