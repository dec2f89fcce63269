"""Pages as news sites make them -> the story's text, title, author, date and address."""

from __future__ import annotations

import json
import socket
import sys
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from input_files import PARAGRAPHS, TEXT, TITLE, metadata, page, paragraphs, put, read, read_none, read_one

from newsfacts.errors import InputError
from newsfacts.types import Published, PublishedBasis

pages = pytest.importorskip("newsfacts.readers.pages")


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def story(html: str, encoding: str = "utf-8") -> Any:
    return pages.read_page(html.encode(encoding), "page")


ARTICLE_TAG = page(
    f'<article><header><h1>{TITLE}</h1><p class="byline">By Ana Ruiz</p><time '
    'datetime="2024-09-02">2 Sept</time>'
    f"</header>{paragraphs()}</article>"
    '<aside class="related"><h2>More</h2><ul><li><a href="x">Storm kills nine in Batu</a></li></ul></aside>',
    metadata(datePublished="2024-09-02T08:00:00+02:00", author={"@type": "Person", "name": "Ana Ruiz"}),
)
AMP = (
    '<!doctype html><html ⚡><head><meta charset="utf-8"><link rel="canonical" '
    'href="https://courier.test/ferry">'
    f"{metadata(datePublished='2024-09-02')}<style amp-boilerplate>body{{}}</style></head><body>"
    "<amp-sidebar><ul><li>Home</li></ul></amp-sidebar>"
    f"<article><h1>{TITLE}</h1><amp-img "
    f"src=x></amp-img>{paragraphs()}<amp-ad></amp-ad></article></body></html>"
)
BLOG = page(
    f'<div class="post hentry"><h1 class="entry-title">{TITLE}</h1><div class="entry-meta">Posted on '
    '<time class="entry-date published" datetime="2024-09-02T10:00:00+00:00">September 2, 2024</time></div>'
    f'<div class="entry-content">{paragraphs()}<div class="sharedaddy">Share this: Facebook</div></div></div>'
    '<div id="comments"><h3>2 comments</h3><p>Terrible. 500 of my friends died.</p></div>'
)
BREAKS = page(
    f"<font size=2>{'<br><br>'.join(PARAGRAPHS)}</font>", '<meta name="pubdate" content="20240902">'
)
DIVS = page(
    f'<div id="app"><div class="css-1"><div class="css-9">{paragraphs("div")}</div></div></div>',
    '<meta property="article:published_time" content="2024-09-02T23:30:00-04:00">',
)
SCRIPTED = page(
    '<div id="app"></div>',
    metadata(datePublished="2024-09-02", articleBody="\n\n".join(PARAGRAPHS)),
)
BROKEN = (
    f'<html><title>{TITLE}</title><meta name="date" content="2024-09-02"><body><div class=story>'
    f"<h1>{TITLE}<p>{'<p>'.join(PARAGRAPHS)}<div><b><i></b></i><table><tr><td>"
)


@pytest.mark.parametrize("html", [ARTICLE_TAG, AMP, BLOG, BREAKS, DIVS, SCRIPTED, BROKEN])
def test_templates(html):
    found = story(html)
    assert found.text == TEXT
    assert found.title == TITLE
    assert found.date == "2024-09-02"
    assert found.warnings == ()


def test_what_a_page_says_of_itself_is_metadata():
    article = read_one(put("a.html", ARTICLE_TAG))
    assert (article.id, article.source, article.author) == ("a", "a.html", "Ana Ruiz")
    assert article.published == Published("2024-09-02", PublishedBasis.METADATA)
    assert read_one(put("b.html", AMP)).url == "https://courier.test/ferry"
    assert read_one("a.html", published="2020").published == Published("2020", PublishedBasis.OPTION)


def test_date_of_the_address_is_left_to_the_pipeline():
    html = page(head='<link rel="canonical" href="https://courier.test/2024/09/02/ferry">')
    assert (story(html).url, story(html).date) == ("https://courier.test/2024/09/02/ferry", None)


@pytest.mark.parametrize(
    "told",
    [
        "<p>The ferry of 2023-05-06 was the last one that had been built in Torvik, its owner said.</p>",
        "<div>On May 6, 2023, or 2023-05-06 10:00:00, the last ferry was built in Torvik.</div>",
        "<h1>What happened on May 6, 2023</h1>",
        "<h2>2023-05-06</h2>",
    ],
)
def test_dates_that_the_story_tells_are_no_metadata(told):
    assert story(page(f"<article>{told}{paragraphs()}</article>")).date is None


@pytest.mark.parametrize(
    "told",
    [
        "<div class='date'>May 6, 2023</div>",
        "<p class='published'>Published on Saturday, 6 May 2023 at 10:15 am</p>",
        "<time datetime='2023-05-06T23:00:00-05:00'>Saturday</time>",
    ],
)
def test_dates_of_bylines_are_metadata(told):
    assert story(page(f"<article><h1>{TITLE}</h1>{told}{paragraphs()}</article>")).date == "2023-05-06"


def test_live_blog_is_one_article_in_its_order():
    posts = "".join(
        '<article class="post"><time '
        f'datetime="2024-09-02T0{hour}:00:00Z">0{hour}:00</time><p>{told}</p></article>'
        for hour, told in enumerate(PARAGRAPHS)
    )
    found = story(
        page(posts, metadata(**{"@type": "LiveBlogPosting", "datePublished": "2024-09-02T06:00:00Z"}))
    )
    places = [found.text.index(told) for told in PARAGRAPHS]
    assert places == sorted(places)
    assert found.date == "2024-09-02"


def test_paywall_stub_keeps_its_paragraphs_and_has_a_warning():
    wall = '<div class="wall"><p>Subscribe to read on.</p></div>'
    stub = f"<article><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p>{wall}</article>"
    found = story(page(stub, metadata(isAccessibleForFree=False)))
    assert found.text.split("\n\n")[0] == PARAGRAPHS[0]
    assert found.warnings == (pages.PAYWALL,)
    assert story(page(stub, metadata(isAccessibleForFree=True))).warnings == ()


def test_listing_has_a_warning():
    cards = "".join(
        f'<div class="card"><h3><a href="/{at}">{told[:40]}</a></h3><p>{told[:70]}…</p></div>'
        for at, told in enumerate(PARAGRAPHS * 3)
    )
    head = '<meta property="og:type" content="website">'
    assert pages.LISTING in story(page(cards, head)).warnings
    assert story(page(head=head + metadata(datePublished="2024-09-02"))).warnings == ()


def test_lists_tables_and_breaks():
    body = (
        f"<article><p>{PARAGRAPHS[0]}</p><h2>What  happened</h2><ul><li>First the "
        "<b>engine</b>\n stopped.</li>"
        "<li>Then it "
        "burned.</li></ul><table><tr><th>Killed</th><td>6</td></tr><tr><td>Hurt</td><td>20</td></tr>"
        "</table><blockquote><p>It was <i>hor\u00adrible</i>,<br/>\nshe "
        f"said.</p></blockquote><p>{PARAGRAPHS[1]}</p></article>"
    )
    assert story(page(body)).text == "\n\n".join(
        [
            PARAGRAPHS[0],
            "What happened",
            "First the engine stopped.\nThen it burned.",
            "Killed 6\nHurt 20",
            "It was horrible,\nshe said.",
            PARAGRAPHS[1],
        ]
    )


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8", '<meta charset="iso-8859-1">'),  # wrong, as pages often are
        ("utf-16", ""),
        ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'),
        ("cp1252", "<meta charset=ISO-8859-1>"),
        ("mac_roman", "<META CHARSET='macintosh'>"),
        ("cp1252", ""),
        ("cp1252", '<meta charset="utf-8">'),
        ("cp1252", '<meta charset="no-such-code">'),
    ],
)
def test_encodings(encoding, head):
    html = page(head=head)
    assert story(html.replace("©", ""), encoding).text == TEXT


def test_guessed_encoding_is_a_warning_and_a_told_one_is_none():
    assert story(page().replace("©", ""), "cp1252").warnings == ("read as cp1252, not UTF-8",)
    assert story(page(head='<meta charset="windows-1252">'), "cp1252").warnings == ()


@pytest.mark.parametrize("sign", ["&#x1F;", "&#31", "&#0;", "&#x0b;", "&#xFFFE;", "\ufffe", "&#9;", "&#32;"])
def test_a_sign_that_xml_lacks_costs_no_story(sign):
    read = story(page(body=f"<article><h1>{TITLE}</h1>{paragraphs()}<p>The{sign}end came.</p></article>"))
    assert read.text == f"{TEXT}\n\nThe end came."


def test_no_article_in_it():
    error = read_none(put("a.html", "<html><head><title>x</title></head><body><img src=x></body></html>"))
    assert error == "a.html: no article found in this page: leave it out, or give its text"
    assert read_none(put("b.html", b"")) == "b.html: empty file: leave it out"
    assert read_none(put("c.html", b" \n")) == "c.html: only blanks: leave it out"


def test_too_long_is_told():
    assert read_none(put("a.html", page()), max_chars=50).startswith("a.html: 4")


def test_same_output_on_any_day(monkeypatch):
    """A page may be dated after today: no clock decides whether it is."""
    import htmldate.validators

    class Early(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(1999, 1, 1, tzinfo=tz)

    expected = story(ARTICLE_TAG)
    monkeypatch.setattr(htmldate.validators, "datetime", Early)
    monkeypatch.setattr("trafilatura.settings.datetime", Early)
    for module in [name for name in sys.modules if name.startswith("htmldate")]:
        for value in vars(sys.modules[module]).values():
            getattr(value, "cache_clear", lambda: None)()
    assert story(ARTICLE_TAG) == expected
    assert story(page(head=metadata(datePublished="2031-12-31"))).date == "2031-12-31"


def test_nothing_asks_the_network(monkeypatch):
    def refused(*_arguments, **_options):
        raise AssertionError("asked the network")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    for html in (ARTICLE_TAG, AMP, page(head='<link rel="canonical" href="//unknown.invalid/x">')):
        assert story(html).text == TEXT


def test_nothing_is_said_on_standard_error(capfd):
    read(put("a.html", "<html>"), put("b.html", "<html><body>" + "<" * 1000))
    assert capfd.readouterr().err == ""


def test_error_of_what_reads_pages_ends_nothing(monkeypatch):
    def fails(*_arguments, **_options):
        raise RecursionError("too deep")

    monkeypatch.setattr(pages.trafilatura, "bare_extraction", fails)
    put("b.txt")
    articles, errors = read(put("a.html", page()), "b.txt")
    assert [article.id for article in articles] == ["b"]
    assert errors == ["a.html: a page that cannot be read (RecursionError: too deep): give its text"]


@given(
    st.lists(
        st.sampled_from(["<p>", "<div>", "</p>", "<br>", "<li>", "<td>", "Six died. ", "&amp;", "<!--", "\n"])
    )
)
@settings(max_examples=60, deadline=None)
def test_any_soup_of_tags_is_read_or_refused(tags):
    try:
        found = story("<html><body>" + "".join(tags))
    except InputError:
        return
    assert found.text == found.text.strip()
    assert "\n\n\n" not in found.text


def test_fragments_of_feeds():
    assert pages.text_of_fragment("<p>Six&nbsp;died &amp; 20</p><p>were <b>hurt</b>.</p>") == (
        "Six\u00a0died & 20\n\nwere hurt."
    )
    assert pages.text_of_fragment("Six died.\n\nTwo  were hurt.") == "Six died.\n\nTwo were hurt."
    assert pages.text_of_fragment("") == ""
    assert pages.text_of_fragment("<script>x</script>") == ""
    assert json.dumps(pages.text_of_fragment("<p>" * 2000 + "Six died.")) == '"Six died."'


@pytest.mark.parametrize(
    ("half", "read"), [(r"\ud800", "\ufffd"), (r"\uDC00", "\ufffd"), (r"\ud83d\ude00", "😀")]
)
def test_half_a_character_of_json_is_a_replacement(half, read):
    body = "\n\n".join(
        [*PARAGRAPHS, "A last word of the harbour's operator: ###, it said on Monday evening."]
    )
    shown = f"<article><h1>{TITLE}</h1><p>{'</p><p>'.join(PARAGRAPHS[:2])}</p></article>"
    html = page(shown, metadata(datePublished="2024-09-02", articleBody=body))
    assert f"operator: {read}, it said" in story(html.replace("###", half)).text
