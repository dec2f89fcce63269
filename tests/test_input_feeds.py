"""RSS and Atom: a record an entry."""

from __future__ import annotations

import socket

import pytest
from input_files import PARAGRAPHS, put, read, read_none

from newsfacts.types import Published, PublishedBasis

feeds = pytest.importorskip("newsfacts.readers.feeds")
TWO = "\n\n".join(PARAGRAPHS[:2])
BODY = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>"


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def rss(*items: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Torvik</title>'
        + "".join(f"<item>{item}</item>" for item in items)
        + "</channel></rss>"
    )


FULL = (
    "<title>Six &amp;amp; more "
    "die</title><link>https://n.test/1</link><guid>one</guid><dc:creator>Ana Ruiz</dc:creator>"
    "<pubDate>Mon, 02 Sep 2024 23:30:00 -0400</pubDate><description>Six die.</description>"
    f"<content:encoded><![CDATA[{BODY}]]></content:encoded>"
)
ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Torvik</title><entry>'
    "<title>Six &amp; more die</title><id>one</id><link "
    "href='https://n.test/1'/><author><name>Ana Ruiz</name></author>"
    "<updated>2024-09-09T00:00:00Z</updated><published>2024-09-02T10:00:00Z</published>"
    f"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{BODY}</div></content></entry></feed>"
)


@pytest.mark.parametrize(
    ("name", "content"), [("a.rss", rss(FULL)), ("a.atom", ATOM), ("a.xml", ATOM), ("a", rss(FULL))]
)
def test_entry_with_its_whole_text(name, content):
    (article,), errors = read(put(name, content))
    assert (article.id, article.source, article.text) == ("one", name, TWO)
    assert (article.title, article.author, article.url) == ("Six & more die", "Ana Ruiz", "https://n.test/1")
    assert article.published == Published("2024-09-02", PublishedBasis.METADATA)
    assert article.warnings == ()
    assert not errors


def test_summaries_and_empty_entries():
    summary = f"<guid>two</guid><description>{PARAGRAPHS[3]}</description>"
    articles, errors = read(
        put("a.rss", rss(FULL, summary, "<title>x</title>", "<description>Six died.</description>"))
    )
    assert [article.id for article in articles] == ["one", "two", "a:4"]
    assert (articles[1].text, articles[1].warnings) == (PARAGRAPHS[3], (feeds.SUMMARY,))
    assert errors == ["a.rss:3: empty article: leave it out"]


def test_field_options_are_for_other_records():
    from newsfacts.readers import Fields

    (article,), _ = read(put("a.rss", rss(FULL)), fields=Fields(text=("body",), id=("key",)))
    assert (article.id, article.text) == ("one", TWO)


def test_what_is_no_feed():
    assert read_none(put("a.rss", rss())) == "a.rss: no entries in it: leave it out"
    assert read_none(put("b.rss", "Six died.")).startswith("b.rss: not RSS or Atom: ")
    assert read_none(put("c.rss", "https://feeds.invalid/rss")).startswith("c.rss: not RSS or Atom: ")


def test_nothing_asks_the_network(monkeypatch):
    def refused(*_arguments, **_options):
        raise AssertionError("asked the network")

    monkeypatch.setattr(socket, "socket", refused)
    external = '<!DOCTYPE rss SYSTEM "http://dtd.invalid/x.dtd" [<!ENTITY a SYSTEM "http://dtd.invalid/y">]>'
    content = rss(FULL).replace("<rss", f"{external}<rss", 1)
    assert [article.text for article in read(put("a.rss", content))[0]] == [TWO]


def test_cut_off_feed_gives_what_is_whole():
    articles, _ = read(put("a.rss", rss(FULL, FULL.replace("one", "two"))[:-100]))
    assert articles[0].text == TWO


def test_feed_that_names_no_encoding_there_is():
    content = rss(FULL).encode().replace(b'encoding="utf-8"', b'encoding="\xc0\xc1"')
    assert read_none(put("a.rss", content)).startswith(
        "a.rss: a feed that cannot be read (UnicodeDecodeError: "
    )
