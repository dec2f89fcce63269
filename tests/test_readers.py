"""Files, folders, globs and standard input -> Articles."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from hashlib import sha512
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from input_files import put, read, read_none, read_one

from newsfacts.dates.given import as_edtf
from newsfacts.furniture.marks import find_furniture, find_title
from newsfacts.readers import Fields, checked_edtf, find_inputs, read_articles
from newsfacts.readers.decoding import decode, why_binary
from newsfacts.types import Article, Published, PublishedBasis

WESTERN = "The mayor of Orléans said “no one was hurt” – nothing more."


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_text_file():
    article = read_one(put("news/kyiv.2.txt", "Six\r\n\r\nSix people died.\r\n"))
    assert (article.id, article.source) == ("kyiv.2", "news/kyiv.2.txt")
    assert article.text == "Six\r\n\r\nSix people died.\r\n"
    assert article.title is None
    assert article.published == Published()
    assert article.warnings == ()


def test_file_without_suffix_is_text_unless_it_looks_like_records():
    assert read_one(put("story", "[AFP] Six died. {sic}")).text == "[AFP] Six died. {sic}"
    assert read_one(put("records", '{"text": "Six died."}')).text == "Six died."


def test_published_option_beats_the_record():
    put("a.jsonl", '{"text": "Six died.", "published": "2001-01-01"}')
    assert read_one("a.jsonl", published="XXXX-05-06").published == Published(
        "XXXX-05-06", PublishedBasis.OPTION
    )


# Folders, globs, ids


def test_folder_is_searched_for_readable_kinds():
    for name in ("b.txt", "a.md", "c/d.text", "c/.e.txt", ".f/g.txt", "h.pdf", "i.txt.gz", "README"):
        put(f"in/{name}", gzip.compress(b"Six died.") if name.endswith("gz") else "Six died.")
    put("in/j.jsonl", '{"id": "x", "text": "Six died."}')
    articles, errors = read("in")
    assert [article.source for article in articles] == [
        *("in/a.md", "in/b.txt", "in/c/d.text", "in/i.txt.gz", "in/j.jsonl"),
    ]
    assert [article.id for article in articles] == ["a", "b", "d", "i", "x"]
    assert not errors


def test_folder_with_loops_and_dead_links_is_read_once():
    put("in/a.txt")
    os.symlink("..", "in/loop")
    os.symlink("nowhere", "in/dead.txt")
    os.symlink("self.txt", "in/self.txt")
    os.symlink("a.txt", "in/z.txt")
    os.mkfifo("in/pipe.txt")
    articles, errors = read("in")
    assert [article.id for article in articles] == ["a"]
    assert errors == [
        "in/self.txt: a link that leads nowhere: mend the link",
        "in/dead.txt: a link that leads nowhere: mend the link",
    ]


def test_glob():
    for name in ("a1.txt", "a2.txt", "b1.txt", "sub/a3.txt"):
        put(name)
    assert [article.id for article in read("a*.txt")[0]] == ["a1", "a2"]
    assert [article.id for article in read("**/a*.txt")[0]] == ["a1", "a2", "a3"]
    assert read_none("c*.txt") == "c*.txt: no file matches: check the pattern"


def test_file_whose_name_looks_like_a_glob():
    assert read_one(put("a[1].txt")).id == "a[1]"


def test_a_file_named_twice_is_read_once():
    put("a.txt")
    assert [article.source for article in read("./a.txt", "a.txt", ".")[0]] == ["./a.txt"]


def test_ids_where_stems_clash():
    for name in ("in/one/a.txt", "in/two/a.txt", "in/b.txt", "in/a.jsonl"):
        put(name, '{"text": "Six died."}' if name.endswith("jsonl") else "Six died.")
    assert [article.id for article in read("in")[0]] == ["a.jsonl:1", "b", "one/a.txt", "two/a.txt"]
    assert [article.id for article in read("in/one/a.txt", "in/two/a.txt")[0]] == ["one/a.txt", "two/a.txt"]
    assert [article.id for article in read("in/one", "in/two")[0]] == ["one/a.txt", "two/a.txt"]
    absolute = str(Path("in/one/a.txt").resolve())
    assert [article.id for article in read(absolute, "in/two/a.txt")[0]] == ["one/a.txt", "two/a.txt"]


def test_name_that_is_no_utf8():
    os.close(os.open(b"caf\xe9.txt", os.O_CREAT | os.O_WRONLY))
    Path("caf\udce9.txt").write_text("Six died.")
    article = read_one("caf\udce9.txt")
    assert (article.id, article.source) == ("caf\ufffd", "caf\ufffd.txt")


# Bad input


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty file"),
        (b" \r\n\t", "only blanks"),
        (b"abc\0def", "binary, not text"),
        (bytes(range(1, 32)) * 30, "binary, not text"),
        (b"%PDF-1.7 ...", "a PDF, not text"),
        (b"\n<!DOCTYPE html><html>", "an HTML page, not text"),
        (bytes(range(128, 256)) * 3, "text in no known encoding"),
        (b"x" * 200, "200 characters, more than the limit of 100 characters"),
        (b"x" * 20_000, "more than the limit of 100 characters"),
        (gzip.compress(sha512(b"").hexdigest().encode(), mtime=0)[:60], "broken gzip"),
        (gzip.compress(b"Six died.", mtime=0)[:-4] + b"oops", "broken gzip"),
    ],
)
def test_bad_file(content, what):
    error = read_none(put("bad.txt", content), max_chars=100)
    assert error.startswith(f"bad.txt: {what}")
    assert error.count(": ") >= 2


def test_missing_path_and_empty_folder():
    Path("void").mkdir()
    assert read_none("void").startswith("void: no articles in this folder: ")
    assert read_none("nope.txt") == "nope.txt: no such file or folder: check the path"


def test_unreadable_file(monkeypatch):
    put("a.txt")

    def refused(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refused)
    assert read_none("a.txt").startswith("a.txt: cannot be read (permission denied): ")


def test_one_bad_input_spoils_no_other():
    put("a.txt")
    put("b.txt", b"\0")
    put("c.txt")
    articles, errors = read("a.txt", "b.txt", "gone.txt", "c.txt")
    assert [article.id for article in articles] == ["a", "c"]
    assert len(errors) == 2


# Encodings


@pytest.mark.parametrize(
    ("data", "text", "warning"),
    [
        (WESTERN.encode(), WESTERN, None),
        (b"\xef\xbb\xbf" + WESTERN.encode(), WESTERN, None),
        (WESTERN.encode("utf-16"), WESTERN, "read as UTF-16-LE, not UTF-8"),
        (b"\xfe\xff" + WESTERN.encode("utf-16-be"), WESTERN, "read as UTF-16-BE, not UTF-8"),
        (WESTERN.encode("utf-32"), WESTERN, "read as UTF-32-LE, not UTF-8"),
        (WESTERN.encode("cp1252"), WESTERN, "read as cp1252, not UTF-8"),
        (WESTERN.encode("mac_roman"), WESTERN, "read as mac_roman, not UTF-8"),
        ("Muñoz and Dupré".encode("mac_roman"), "Muñoz and Dupré", "read as mac_roman, not UTF-8"),
        ("“a” ".encode("cp1252") * 50, "“a” " * 50, "read as cp1252, not UTF-8"),
        ("Müller’s €5".encode("cp1252"), "Müller’s €5", "read as cp1252, not UTF-8"),
        (
            WESTERN.encode() + b" \xff.",
            WESTERN + " \ufffd.",
            "damaged UTF-8: 1 unreadable places read as U+FFFD",
        ),
    ],
)
def test_encodings(data, text, warning):
    assert decode(data) == (text, warning)
    article = read_one(put("a.txt", data))
    assert (article.text, article.warnings) == (text, (warning,) if warning else ())


def test_text_in_another_script():
    text = "Ночью в Киеве прогремели взрывы, сообщил мэр города в понедельник утром."
    assert decode(text.encode("cp1251"))[0] == text


@given(st.text())
@settings(deadline=None)
def test_utf8_comes_back(text):
    text = text.replace("\ufeff", "").encode("utf-8", "replace").decode()
    assert decode(text.encode()) == (text, None)


@given(st.binary())
@settings(deadline=None, max_examples=60)
def test_any_bytes_are_text_or_refused(data):
    why_binary(data)
    try:
        text, _ = decode(data)
    except UnicodeError:
        return
    assert isinstance(text, str)


# Records


def lines(*records) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_json_lines():
    content = lines(
        {
            "id": "x",
            "text": "Six died.",
            "title": "Six die",
            "url": "https://n.test/1",
            "published": "2024-09-02",
        },
        {"id": 7, "text": "Seven died.", "dct": "20240902"},
        {"text": "Eight died."},
    )
    articles, errors = read(put("a.jsonl", content))
    assert articles[0] == Article(
        "x",
        "Six died.",
        "Six die",
        Published("2024-09-02", PublishedBasis.METADATA),
        "https://n.test/1",
        "a.jsonl",
    )
    assert [article.id for article in articles] == ["x", "7", "a:3"]
    assert articles[1].published.date == "2024-09-02"
    assert not errors
    put("b.ndjson.gz", gzip.compress(content.encode()))
    assert [article.id for article in read("b.ndjson.gz")[0]] == ["x", "7", "b:3"]
    for stdin in (content.encode(), gzip.compress(content.encode()), content.encode("utf-16")):
        assert [article.id for article in read("-", stdin=stdin)[0]] == ["x", "7", "stdin:3"]


def test_stdin_text():
    (article,) = read("-", stdin=b"Six died.\n")[0]
    assert (article.id, article.source, article.text) == ("stdin", "-", "Six died.\n")
    assert read("-", stdin=b"")[1] == ["stdin: nothing came in: send it an article"]


def test_malformed_records_are_named_and_the_rest_is_read():
    content = "\n".join(
        [
            '{"id": "a", "text": "Six died."}',
            "",
            '{"id": "b", "text":',
            "[1]",
            '{"id": "d", "words": "Six died."}',
            '{"id": "e", "text": 5}',
            '{"id": "f", "text": ""}',
            '{"id": "g", "text": "' + "x" * 101 + '"}',
            '{"id": "h", "text": "' + "x" * 2_000_000 + '"}',
            "[" * 100_000,
            '{"id": "k", "schema_version": "1.0"}',
            '{"id": "last", "text": "Six died."}',
        ]
    )
    articles, errors = read(put("a.jsonl", content), max_chars=100)
    assert [article.id for article in articles] == ["a", "last"]
    assert [error.split(": ")[0] for error in errors] == [
        f"a.jsonl:{n}" for n in (3, 4, 5, 6, 7, 8, 9, 10, 11)
    ]
    assert errors[0] == "a.jsonl:3: malformed JSON (expecting value at column 20): mend or remove it"
    assert "--text-field (there are: id, words)" in errors[2]
    assert "--max-chars" in errors[6]


def test_json_lines_cut_off_in_gzip_give_what_is_whole():
    content = lines(*({"id": str(n), "text": sha512(b"%d" % n).hexdigest()} for n in range(500)))
    put("a.jsonl.gz", gzip.compress(content.encode(), mtime=0)[:-9000])
    articles, errors = read("a.jsonl.gz")
    assert 0 < len(articles) < 500
    assert errors[0].startswith("a.jsonl.gz: broken gzip")


def test_json_lines_in_another_encoding():
    put("a.jsonl", json.dumps({"text": WESTERN}, ensure_ascii=False).encode("cp1252"))
    article = read_one("a.jsonl")
    assert (article.text, article.warnings) == (WESTERN, ("read as cp1252, not UTF-8",))


def test_fields_have_other_names():
    put(
        "a.jsonl",
        lines({"key": "x", "body": "Six died.", "head": "H", "date": "2024", "link": "l", "dct": 1}),
    )
    fields = Fields(text=("body",), id=("key",), title=("head",), published=("date",), url=("link",))
    article = read_one("a.jsonl", fields=fields)
    assert (article.id, article.title, article.published.date, article.url) == ("x", "H", "2024", "l")


def test_odd_values_are_no_ids():
    odd: list[Any] = ["", None, [], True, " b "]
    articles, _ = read(put("a.jsonl", lines(*({"id": value, "text": "t."} for value in odd))))
    assert [article.id for article in articles] == ["a:1", "a:2", "a:3", "a:4", "b"]


def test_malformed_date_of_a_record_is_a_warning():
    article = read_one(put("a.jsonl", lines({"text": "Six died.", "published": "last week"})))
    assert article.published == Published()
    assert article.warnings == (
        "field 'published': 'last week' is no date that can be read, like 2024-09-02",
    )


def test_lone_surrogates_become_one_character_each():
    article = read_one(put("a.jsonl", '{"text": "a \\ud800 b \\ud83d\\ude00", "title": "\\udfff"}'))
    assert (article.text, article.title) == ("a \ufffd b 😀", "\ufffd")
    assert "U+FFFD" in article.warnings[0]


def test_json_document():
    records = [{"id": "x", "text": "Six died."}, {"text": "Seven died."}, {"no": "text"}]
    articles, errors = read(put("a.json", json.dumps(records, indent=1)))
    assert [article.id for article in articles] == ["x", "a:2"]
    assert errors[0].startswith("a.json:3: no field 'text'")
    assert [article.id for article in read("-", stdin=json.dumps(records[:2], indent=1).encode())[0]] == [
        "x",
        "stdin:2",
    ]
    assert [a.id for a in read("-", stdin=json.dumps(records[0], indent=1).encode())[0]] == ["x"]
    assert "malformed JSON" in read_none(put("b.json", "[{"))
    assert "no records" in read_none(put("c.json", "[]"))


@pytest.mark.parametrize(("suffix", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_tables(suffix, delimiter):
    with Path(f"a.{suffix}").open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerows(
            [["id", "text", "published"], ["x", "Six, “two”\nlines", "2024-01-02"], ["", "", ""]]
        )
    articles, errors = read(f"a.{suffix}")
    assert [(article.id, article.text) for article in articles] == [("x", "Six, “two”\nlines")]
    assert errors == [f"a.{suffix}:4: empty article: leave it out"]


def test_records_are_read_one_at_a_time():
    asked: list[int] = []

    class Slow(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            asked.append(len(asked))
            line = b'{"text": "Six died."}\n' if len(asked) < 5 else b""
            buffer[: len(line)] = line
            return len(line)

    slow: Any = Slow()
    articles = read_articles(find_inputs(["-"], on_error=print), on_error=print, stdin=slow)
    next(articles)
    assert len(asked) < 5


# Markdown


@pytest.mark.parametrize(
    "front",
    [
        '---\ntitle: "Six die: a report"\ndate: 2024-09-02 10:00:00 +0200\ntags:\n  - war\n- sea\n---\n',
        '+++\ntitle = "Six die: a report"\npublishDate = 2024-09-02T10:00:00Z\n+++\n',
        "---\r\nTitle: Six die: a report\r\nPublished: 2 Sep 2024\r\n---\r\n",
    ],
)
def test_front_matter_gives_title_and_date(front):
    text = front + "\n# Six die\n\nSix people were killed."
    (article,), errors = read(put("a.md", text.encode()))
    assert (article.text, article.title, errors) == (text, "Six die: a report", [])
    assert article.published == Published("2024-09-02", PublishedBasis.METADATA)
    skipped = [fact.span.of(text) for fact in find_furniture(text)]
    assert skipped == [front.rstrip()]
    assert find_title(text) == "Six die"


@pytest.mark.parametrize(
    "text",
    [
        "---\nSix people were killed.\nTitle: none\n---\nMore.",
        "---\nSmith: We knew.\nJones: We did not.\n---\n",
        "---\ntitle: A\nno end",
        "+++\ntitle = \n+++\n",
    ],
)
def test_what_is_no_front_matter(text):
    (article,), _ = read(put("a.md", text.encode()))
    assert (article.title, article.published) == (None, Published())
    assert not find_furniture(text)


def test_bad_date_of_front_matter_is_a_warning():
    (article,), _ = read(put("a.md", b"---\ntitle: A\ndate: soon\n---\nSix died."))
    assert article.warnings == ("field 'date': 'soon' is no date that can be read, like 2024-09-02",)


# Dates


@pytest.mark.parametrize(
    ("value", "edtf"),
    [
        ("2024-09-02", "2024-09-02"),
        ("2024-09", "2024-09"),
        ("2024", "2024"),
        ("XXXX-05-06", "XXXX-05-06"),
        ("XXXX-02-29", "XXXX-02-29"),
        ("2024-09-02T23:30:00Z", "2024-09-02"),
        ("2024-09-02 10:11:12.5+05:30", "2024-09-02"),
        ("20240902", "2024-09-02"),
        ("20240902T101112", "2024-09-02"),
        (20240902, "2024-09-02"),
        (" 2024-09-02 ", "2024-09-02"),
        ("Sep 2024", "2024-09"),
        ("October 2025", "2025-10"),
        ("Mon, 02 Sep 2024 10:00:00 GMT", "2024-09-02"),
        ("2 Sep 2024", "2024-09-02"),
        ("2nd September 2024", "2024-09-02"),
        ("Sept. 2, 2024", "2024-09-02"),
        ("Monday, September 2, 2024", "2024-09-02"),
        ("Monday, 2nd of September 2024", "2024-09-02"),
        ("Sept. 2, 2024, 11.15pm EDT", "2024-09-02"),  # the day as written, whatever the zone
        ("Sun Sep 22 11:00:00 2024", "2024-09-22"),
        ("2016/6/29 15:07:41", "2016-06-29"),
        ("2024-9-2", "2024-09-02"),
        ("25/12/2023", "2023-12-25"),
        ("12/25/2023 10:15 PM", "2023-12-25"),
        ("02.09.2024", "2024-09-02"),
        ("20240902101500", "2024-09-02"),
        ("20240902T101500Z", "2024-09-02"),
        ("1725350400", "2024-09-03"),
        (1725350400.0, "2024-09-03"),
        (1725350400.25, "2024-09-03"),
        (1725350400123, "2024-09-03"),
    ],
)
def test_dates_of_records(value, edtf):
    assert as_edtf(value) == edtf


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            "soon",
            "2023-02-29",
            "2024-13-01",
            "02/09/24",
            "XXXX",
            "05/06/2024",
            "0000-01-01",
            "2024-09-02x",
        ),
        *(
            True,
            1.5,
            172523,
            10**30,
            None,
            [],
            "32 Sep 2024",
            "2 Septober 2024",
            "Septober 2024",
            "٢٠٢٤-٠٩-٠٢x",
        ),
        "two weeks before 2024",
    ],
)
def test_what_is_no_date(value):
    with pytest.raises(ValueError, match=r"."):
        as_edtf(value)


@given(st.dates())
def test_every_day_is_a_date(day):
    assert checked_edtf(day.isoformat()) == day.isoformat()
