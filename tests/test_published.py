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


STORY = "Four miners were hurt when a shaft gave way."


@pytest.mark.parametrize(
    ("dateline", "date"),
    [
        ("ORLO, Ill., July 15, 2024 -- ", "2024-07-15"),
        ("ORLO, Ill., July 15, 2024 /Torvik Wire/ -- ", "2024-07-15"),
        ("ST. ORLO, Colo. (April 2, 2024) — ", "2024-04-02"),
        ("ORLO CITY--(TORVIK WIRE)--March 4, 2021--", "2021-03-04"),
        ("(Orlo, 9 October 2023) ", "2023-10-09"),
        ("(New Orlo) October 9, 2023 – ", "2023-10-09"),
        ("Orlo, 9 October 2023. ", "2023-10-09"),
        ("Orlo, Norland. 9 October 2023. ", "2023-10-09"),
        ("Orlo, 09.10.2023 – ", "2023-10-09"),
        ("Orlo – 27/2/2022 – ", "2022-02-27"),
        ("Orlo – 7/2/2022 – ", None),  # February or July
        ("[2023-10-09] ", "2023-10-09"),
        ("[9 October 2023, Orlo] ", "2023-10-09"),
        ("9 October 2023, Orlo – ", "2023-10-09"),
        ("October 9, 2023 (ORLO) – ", "2023-10-09"),
        ("Oct 3 (Reuters) - ", "XXXX-10-03"),
        ("KYIV, 12 June (Interfax) ", "XXXX-06-12"),
        ("KYIV, June 12. /UNN/. ", "XXXX-06-12"),
        ("ORLO, FEBRUARY 7, TORVIKPRESS. ", "XXXX-02-07"),
        ("ORLO, Feb. 7, TNA – ", "XXXX-02-07"),
        ("Orlo Festival, October 9-12, 2023 – ", None),
        ("Ada Whitlock, October 9, 1950 - March 3, 2021\n", None),
        ("The Battle of Orlo (9 October 1923) was the last. ", None),
        ("President Ada Whitlock, March 3 -- the day of the vote -- stayed home. ", None),
        ("On October 1-2, Orlo hosts a seminar. ", None),
        ("9 October 2022 – The mine opens.\n9 March 2023 – It closes.\n", None),
    ],
)
def test_dateline(dateline: str, date: str | None) -> None:
    assert date_of_text(dateline + STORY) == date


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        ("FOR IMMEDIATE RELEASE: October 9, 2023", "2023-10-09"),
        ("Press release, 9 October 2023", "2023-10-09"),
        ("EMBARGOED UNTIL 10:00 GMT ON 9 OCTOBER 2023", "2023-10-09"),
        ("Published on Tue, 5 Mar 2019", "2019-03-05"),
        ("Posted on October 9, 2023 by admin", "2023-10-09"),
        ("Monday 9 October 2023, 14:05 GMT", "2023-10-09"),
        ("14:05, 9 October 2023", "2023-10-09"),
        ("2023-10-09T14:05:00Z", "2023-10-09"),
        ("25.10.2023", "2023-10-25"),
        ("October 9, 2023 by Ada Whitlock", "2023-10-09"),
        ("Source: Orlo News (9 October 2023)", "2023-10-09"),
        ("Updated: 11 October 2023\nPublished: 9 October 2023", "2023-10-09"),
        ("Updated:\n11 October 2023\nPublished:\n9 October 2023", "2023-10-09"),
        ("Last Updated: October 11, 2023, 3:00 p.m. | Published: October 9, 2023", "2023-10-09"),
        ("Ada Whitlock\nOct. 9, 2023 Updated: Oct. 11, 2023", "2023-10-09"),
        ("Issued on: 09/10/2023 - 14:05 Modified: 13/10/2023 - 10:00", "2023-10-09"),
        ("Updated Oct. 11, 2023 at 3:14 PM\n\nORLO, Oct. 9 (AP) — A shaft gave way.", "2023-10-09"),
        ("Updated: 11 October 2023", "2023-10-11"),
        ("WHEN: Monday, October 9, 2023, 10 a.m.", None),
        ("Deadline: 9 October 2023", None),
        ("Date of birth: 9 October 1963", None),
        ("Released on 9 October 2020, the film tells of Orlo.", None),
        ("Filed on October 9, 2013, the suit seeks $4 million.", None),
        ("7 May 2022\nOpened.\n9 May 2022\nFlooded.\n8 June 2022\nClosed.", None),
    ],
)
def test_lines_above_a_story(lines: str, date: str | None) -> None:
    assert date_of_text(f"{lines}\n\n{STORY}") == date


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
        ("CAIRO, Aug. 30 (AP) — It fell today.", "2024-08", "2024-08-30"),
        ("CAIRO, Aug. 30 (AP) — It fell today.", "2024", "2024-08-30"),
        ("CAIRO, Aug. 30 (AP) — It fell today.", "2024-09", "2024-09"),
        ("CAIRO, Aug. 30 (AP) — It fell today.", "XXXX-09-02", "XXXX-09-02"),
        ("CAIRO, Aug. 30 (AP) — It fell today.", None, None),
    ],
)
def test_words_count_from_the_dateline(text: str, published: str | None, written: str | None) -> None:
    assert written_on(text, published) == written
