"""What pages say of themselves, and what they hide: days, names, titles, and stories in several pieces."""

from __future__ import annotations

import json
from typing import Any

import pytest
from input_files import PARAGRAPHS, TEXT, TITLE, metadata, page, paragraphs

from newsfacts.readers.language import FOREIGN

pages = pytest.importorskip("newsfacts.readers.pages")


def story(html: str, **options) -> Any:
    return pages.read_page(html.encode(), "page", **options)


def byline(line: str, head: str = "", lang: str = "en") -> Any:
    html = page(f"<article><h1>{TITLE}</h1>{line}{paragraphs()}</article>", head)
    return story(html.replace("<html>", f'<html lang="{lang}">'))


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


# --- days


@pytest.mark.parametrize(
    "head",
    [
        metadata(image={"@type": "ImageObject", "datePublished": "2019-01-01"}, datePublished="2024-09-03"),
        metadata(
            video=[{"uploadDate": "2019-01-01", "datePublished": "2019-01-01"}], datePublished="2024-09-03"
        ),
        metadata(dateModified="2024-10-11", datePublished="2024-09-03"),
        meta("article:modified_time", "2024-10-11T10:00:00Z")
        + metadata(datePublished="2024-09-03T07:00:00Z"),
        meta("og:updated_time", "2024-10-11") + meta("article:published_time", "2024-09-03"),
        metadata(datePublished="Tue, Sep 3 2024 10:01:41 EDT"),
        metadata(datePublished="2024-09-03", comment=[{"@type": "Comment", "datePublished": "2024-09-09"}]),
        metadata(**{"@type": "WebPage", "datePublished": "2024-09-03"}),
        metadata(
            **{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", "datePublished": "2024-09-03"}]}
        ),
    ],
)
def test_the_day_is_the_articles_own(head):
    assert story(page(head=head)).date == "2024-09-03"


@pytest.mark.parametrize(
    "line",
    [
        '<p class="byline">By Ama Osei | Updated: Sept. 5, 2024 | Published: Sept. 3, 2024</p>',
        '<p class="byline">By Ama Osei | 3 September 2024 | Updated 5 September 2024, 10:14</p>',
        '<p class="byline">By Ama Osei, September 3, 2024</p>',
        (
            '<time itemprop="datePublished" datetime="2024-09-03">Sep 3</time>'
            '<time itemprop="dateModified" datetime="2024-10-11">Oct 11</time>'
        ),
        '<div class="date">\n                                    \n      September 3rd 2024\n        </div>',
        '<span class="published">3 September 2024</span>',
        (
            '<p>Last updated: <time datetime="2024-10-11">Oct 11</time></p>'
            '<p>Published: <time datetime="2024-09-03">Sep 3</time></p>'
        ),
        '<div class="meta">03.09.2024</div>',
    ],
)
def test_the_day_of_publication_not_of_change(line):
    assert byline(line, meta("og:updated_time", "2024-10-11T09:00:00+00:00")).date == "2024-09-03"


@pytest.mark.parametrize(
    ("lang", "day"), [("en-US", "2024-03-09"), ("en-GB", "2024-09-03"), ("en-AU", "2024-09-03")]
)
def test_days_in_numbers_in_the_order_of_the_sites_country(lang, day):
    assert byline('<div class="date">03/09/2024</div>', lang=lang).date == day


def test_a_day_in_numbers_of_which_nobody_knows_is_told():
    found = byline('<div class="date">03/09/2024</div>')
    assert any("in numbers" in warning for warning in found.warnings)


def test_world_time_past_midnight_is_the_day_that_readers_see():
    head = metadata(datePublished="2024-09-04T01:49:09Z")
    seen = (
        '<div class="meta"><time datetime="2024-09-03 17:49:09">September 3, 2024 at 5:49 p.m.</time></div>'
    )
    assert byline(seen, head).date == "2024-09-03"
    canonical = '<link rel="canonical" href="https://courier.test/2024/09/03/ferry">'
    assert byline("", head + canonical).date == "2024-09-03"
    assert byline("", head).date == "2024-09-04"


def test_days_that_disagree_are_told():
    canonical = '<link rel="canonical" href="https://courier.test/2021/05/06/ferry">'
    found = byline("", metadata(datePublished="2024-09-03") + canonical)
    assert found.date == "2024-09-03"
    assert any("two days of publication" in warning and "2021-05-06" in warning for warning in found.warnings)


def test_a_day_of_change_alone_is_told():
    found = byline("", metadata(dateModified="2024-09-05"))
    assert found.date == "2024-09-05"
    assert any("changed" in warning for warning in found.warnings)


@pytest.mark.parametrize("address", ["https://courier.test/", "https://courier.test"])
def test_a_front_page_has_no_day(address):
    cards = "".join(
        f'<section class="card"><h2><a href="/{at}">{told[:30]}</a></h2><time datetime="2024-02-1{at}">Feb'
        f" 1{at}</time><p>{told}</p></section>"
        for at, told in enumerate(PARAGRAPHS * 2)
    )
    found = story(page(cards, f'<link rel="canonical" href="{address}">' + meta("og:type", "website")))
    assert (found.date, pages.LISTING in found.warnings) == (None, True)


# --- text


def test_a_second_container_of_the_same_class():
    half = len(PARAGRAPHS) // 2
    columns = [
        '<div class="grid"><div class="item'
        f' body__text">{"".join(f"<p>{told}</p>" for told in part)}</div></div>'
        for part in (PARAGRAPHS[:half], PARAGRAPHS[half:])
    ]
    advert = '<div class="row"><span class="ad-label">Advertisement</span></div>'
    found = story(page(f"<article><h1>{TITLE}</h1>{advert.join(columns)}</article>"))
    assert found.text == TEXT


@pytest.mark.parametrize(
    "name", ["article__summary summary", "standfirst", "story-lead", "dek", "article-intro"]
)
def test_the_box_above_the_story(name):
    lead = (
        "The ferry burned for nine hours while boats of the village went out to look for those in the water."
    )
    body = f'<div class="article__text">{paragraphs()}</div>'
    found = story(page(f'<div class="article"><h1>{TITLE}</h1><div class="{name}">{lead}</div>{body}</div>'))
    assert found.text == f"{lead}\n\n{TEXT}"


def test_a_paragraph_that_is_mostly_a_link():
    linked = (
        '<div class="text-block"><p>It also <a href="/x">killed nine sailors off the same point in'
        " 2022</a>.</p></div>"
    )
    told = "".join(f"<p>{told}</p>{linked if at == 1 else ''}" for at, told in enumerate(PARAGRAPHS))
    assert "It also killed nine sailors off" in story(page(f"<article><h1>{TITLE}</h1>{told}</article>")).text


def test_a_story_in_the_metadata_alone():
    caption = (
        "<p>The ferry Solveig off Torvik, seen from the old lighthouse on the morning after it burned. Photo:"
        " CTN</p>"
    )
    found = story(
        page(f"<article><h1>{TITLE}</h1>{caption}</article>", metadata(articleBody="\n\n".join(PARAGRAPHS)))
    )
    assert found.text == TEXT
    assert any("articleBody" in warning for warning in found.warnings)
    summary = story(page(head=metadata(articleBody=PARAGRAPHS[0])))
    assert (summary.text, summary.warnings) == (TEXT, ())


@pytest.mark.parametrize(
    "title",
    [
        (
            '<p><strong><a href="/1">CARGO SHIP CAPTAIN CHARGED OVER DEATHS OF NINE SAILORS IN'
            " BATU</a></strong></p>"
        ),
        '<p>Read more</p><p><a href="/1">Minister rejects new rules after deaths of nine sailors</a></p>',
    ],
)
def test_titles_of_other_stories_are_no_part_of_it(title):
    told = "".join(f"<p>{told}</p>{title if at == 1 else ''}" for at, told in enumerate(PARAGRAPHS))
    assert "nine sailors" not in story(page(f"<article><h1>{TITLE}</h1>{told}</article>")).text.lower()


# --- title and authors


@pytest.mark.parametrize("bar", [" | ", " - ", " – ", " — ", " « "])
def test_the_title_has_no_site(bar):
    head = meta("og:title", f"{TITLE}{bar}The Torvik Courier") + meta("og:site_name", "The Torvik Courier")
    assert story(page(head=head)).title == TITLE


def test_a_dash_of_the_title_stays():
    title = "Torvik - a town waits for its ferry"
    assert story(page(f"<article><h1>{title}</h1>{paragraphs()}</article>", title=title)).title == title


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ('<div class="byline author">By Petra Holm, Wednesday, September 4, 2024</div>', "Petra Holm"),
        (
            '<p class="byline">By Ama Osei and Kofi Mensah | Updated: Sept. 5, 2024</p>',
            "Ama Osei; Kofi Mensah",
        ),
        ('<p class="author">Ama Osei, Staff Writer</p>', "Ama Osei"),
        ('<p class="byline">By Torvik Courier Staff</p>', None),
        ('<span class="author">desk@courier.test</span>', None),
        ('<a rel="author" href="/ama">Ama Osei</a>', "Ama Osei"),
    ],
)
def test_authors_of_bylines(line, author):
    assert byline(line).author == author


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ('<meta name="author" content="Holm, Petra">', "Petra Holm"),
        (
            '<meta name="author" content="Verdure Media">'
            + metadata(author={"@type": "Person", "name": "Petra Holm"}),
            "Petra Holm",
        ),
        (metadata(author=[{"name": "Ana Ruiz"}, {"name": "Jan van der Holm"}]), "Ana Ruiz; Jan van der Holm"),
        (metadata(author={"@type": "Organization", "name": "Torvik Courier"}), None),
        ('<meta name="author" content="https://courier.test/ama">', None),
        ('<meta name="author" content="Wednesday">', None),
    ],
)
def test_authors_in_metadata(head, author):
    assert story(page(head=head)).author == author


# --- what is no article


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        (
            "404 - Page not found",
            "The page you are looking for does not exist. Try the search above, or go home.",
            "not found",
        ),
        (
            "Just a moment...",
            "Please enable JavaScript and cookies to continue. Checking your browser before access.",
            "JavaScript",
        ),
        (
            "Courier",
            (
                "We and our 812 partners use cookies to store data on your device. You may accept all cookies"
                " here."
            ),
            "cookies",
        ),
    ],
)
def test_notices_are_told(title, text, said):
    found = story(
        f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>"
    )
    assert any(said in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            (
                "Six personnes sont mortes lundi dans l'incendie d'un ferry au large de la ville, a annoncé"
                " la police. "
            ),
            "French",
        ),
        (
            (
                "Bei einem Brand auf einer Fähre sind am Montag sechs Menschen ums Leben gekommen, teilte die"
                " Polizei mit. "
            ),
            "German",
        ),
        (
            (
                "Seis personas murieron el lunes en el incendio de un barco frente a la costa, informó la"
                " policía local. "
            ),
            "Spanish",
        ),
    ],
)
def test_other_languages_are_told(text, name):
    pytest.importorskip("py3langid")
    found = story(
        page(f"<article><h1>Ferry</h1>{''.join(f'<p>{text} {at}</p>' for at in range(4))}</article>")
    )
    assert FOREIGN.format(name=name) in found.warnings


def test_english_and_any_json_are_no_reason_to_warn():
    assert story(page()).warnings == ()
    for script in (
        "{",
        "[1, 2",
        '{"@type": 5}',
        json.dumps([[[{"@type": "NewsArticle"}]]]),
        '{"author": [[]]}',
    ):
        found = story(page(head=f'<script type="application/ld+json">{script}</script>'))
        assert (found.text, found.date) == (TEXT, None)
