"""When an article came out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfacts.dates.published import date_of_address, date_of_text, find_published, written_on
from newsfacts.types import Article, Published, PublishedBasis


def published(text: str = "Two men were freed.", **fields: object) -> Published:
    return find_published(Article(id="a", text=text, **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("address", "date"),
    [
        ("https://example.org/2024/09/02/two-men-freed", "2024-09-02"),
        ("https://example.org/2024/9/2/two-men-freed", "2024-09-02"),
        ("https://example.org/news/2024-09-02/two-men/1013", "2024-09-02"),
        ("https://example.org/20240902/c0ffee/c.html", "2024-09-02"),
        ("https://example.org/stories/202409020637.html", "2024-09-02"),
        ("https://example.org/view.php?ud=20240902000234&np=9", "2024-09-02"),
        ("https://example.org/2024/0902/two-men", "2024-09-02"),
        ("https://example.org/02-09-2024/two-men", "2024-09-02"),
        ("articles/20240902-two-men.txt", "2024-09-02"),
        ("articles/2024-09-02_two_men.txt", "2024-09-02"),
        ("2024/09/02/two-men.txt", "2024-09-02"),
        ("https://example.org/2024/09/two-men", None),
        ("https://example.org/2024/13/02/two-men", None),
        ("https://example.org/2023/02/30/two-men", None),
        ("https://example.org/article/117908/two-men", None),
        ("https://example.org/two-years-in-jail-50358418-2bc9-4222-b5a8-6a2daa2a9885", None),
        ("https://20240902.example.org/two-men", None),
        ("/data/2024/09/02/a/b/c/two-men.txt", None),
    ],
)
def test_date_of_an_address(address: str, date: str | None) -> None:
    assert date_of_address(address) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Two men freed\nPublished: 2 September 2024\n\nA court freed two men.", "2024-09-02"),
        ("Two men freed\nLast updated on Sept. 2, 2024\n\nA court freed two men.", "2024-09-02"),
        ("Posted: 2024-09-02 10:31\nA court freed two men.", "2024-09-02"),
        ("Monday, September 2, 2024\n\nA court freed two men.", "2024-09-02"),
        ("A court freed two men.\n\nPublished on 2 September 2024", "2024-09-02"),
        ("KYIV, Sept. 2 (AP) — A court freed two men.", "XXXX-09-02"),
        ("WASHINGTON, July 25: The court freed two men.", "XXXX-07-25"),
        ("CAIRO – 26 July 2022: The court freed two men.", "2022-07-26"),
        ("vesti News, 25 March - A court freed two men.", "XXXX-03-25"),
        ("BRUSSELS, February 10 (Xinhua) -- A court freed two men.", "XXXX-02-10"),
        ("A court today (July 26, 2022) freed two men.", "2022-07-26"),
        ("A court has today Friday 22nd July 2022 freed two men.", "2022-07-22"),
        ("A court freed two men on May 3, 2021.", None),
        ("The men, held since May 3 - a Monday - were freed.", None),
        ("In Paris, May 3 was a holiday.", None),
        ("MANILA — A court freed two men on Wednesday.", None),
    ],
)
def test_date_of_a_text(text: str, date: str | None) -> None:
    assert date_of_text(text) == date


def test_what_the_article_has_beats_everything() -> None:
    own = Published("2020-01-01", PublishedBasis.METADATA)
    assert published(url="https://example.org/2024/09/02/x", published=own) is own


def test_the_address_beats_the_text() -> None:
    text = "KYIV, Sept. 1 (AP) - A court freed two men."
    assert published(text, url="https://example.org/2024/09/02/x") == Published(
        "2024-09-02", PublishedBasis.URL
    )
    assert published(text, source="in/20240903-x.txt") == Published("2024-09-03", PublishedBasis.URL)
    assert published(text) == Published("XXXX-09-01", PublishedBasis.TEXT)


def test_an_address_with_year_and_month_completes_a_dateline() -> None:
    text = "KYIV, Sept. 1 (AP) - A court freed two men."
    assert published(text, url="https://example.org/2024/09/x") == Published(
        "2024-09-01", PublishedBasis.TEXT
    )
    assert published(text, url="https://example.org/2024/08/x") == Published(
        "XXXX-09-01", PublishedBasis.TEXT
    )


def test_nothing_known() -> None:
    assert published(source="stdin") == Published()


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_and_address(text: str, address: str) -> None:
    find_published(Article(id="a", text=text, url=address, source=address))


@pytest.mark.parametrize(
    ("text", "published", "written"),
    [
        ("CAIRO, Aug. 30 (AP) — It fell today.", "2024-09-02", "2024-08-30"),
        ("CAIRO, Dec. 30 (AP) — It fell today.", "2025-01-02", "2024-12-30"),
        ("CAIRO, Sept. 3 (AP) — It fell today.", "2024-09-02", "2024-09-02"),  # not yet out
        ("CAIRO, March 30 (AP) — It fell today.", "2024-09-02", "2024-09-02"),
        ("Published: 30 August 2024\n\nIt fell today.", "2024-09-02", "2024-08-30"),
        ("It fell today.", "2024-09-02", "2024-09-02"),
        ("CAIRO, Aug. 30 (AP) — It fell today.", "XXXX-09-02", "XXXX-09-02"),
        ("CAIRO, Aug. 30 (AP) — It fell today.", None, None),
    ],
)
def test_words_count_from_the_dateline(text: str, published: str | None, written: str | None) -> None:
    assert written_on(text, published) == written
