"""Records as common dumps and services have them: their fields, dates and wrappings by name."""

from __future__ import annotations

import json

import pytest
from input_files import put, read, read_none, read_one

from newsfacts.readers.fields import CUT_OFF, EXCERPT

STORY = "Six people were killed in Kano on Monday, police said."


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("record", "id", "author"),
    [
        (
            {"uri": "88", "body": STORY, "dateTimePub": "2024-09-02T10:00:00Z", "authors": [{"name": "A B"}]},
            "88",
            "A B",
        ),
        ({"stories_id": 7, "story_text": STORY, "publish_date": "2024-09-02 10:00:00"}, "7", None),
        (
            {"_id": "x", "summary": STORY, "published_date": "2024-09-02 10:15:00", "author": "A B"},
            "x",
            "A B",
        ),
        (
            {"maintext": STORY, "date_publish": "2024-09-02 00:00:00", "authors": ["A B", "C D"]},
            "a:1",
            "A B; C D",
        ),
        ({"GKGRECORDID": "20240902-1", "text": STORY, "DATE": "20240902101500"}, "20240902-1", None),
        ({"id": "1", "fields": {"title": "T", "body": STORY, "date": {"created": "2024-09-02"}}}, "1", None),
        ({"_source": {"content": STORY, "seendate": "20240902T101500Z"}, "id": 3}, "3", None),
        ({"id": "1", "text": STORY, "SQLDATE": 20240830, "DATEADDED": 20240902101500}, "1", None),
        ({"id": "1", "text": STORY, "article_date": "2024-09-02"}, "1", None),
    ],
)
def test_fields_by_name(record, id, author):
    article = read_one(put("a.jsonl", json.dumps(record)))
    assert (article.text, article.id, article.author, article.published.date) == (
        STORY,
        id,
        author,
        "2024-09-02",
    )
    assert article.warnings == ()


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "ok", "totalResults": 2, "articles": [{"content": STORY}] * 2},
        {"articles": {"results": [{"body": STORY}] * 2, "page": 1}},
        {"data": [{"fields": {"body": STORY}}] * 2, "count": 2},
        {"hits": {"total": 2, "hits": [{"_source": {"text": STORY}}] * 2}},
        [{"text": STORY}] * 2,
    ],
)
def test_answers_of_services_are_the_list_in_them(answer):
    articles, errors = read(put("a.json", json.dumps(answer)))
    assert ([article.text for article in articles], errors) == ([STORY] * 2, [])


def test_days_in_numbers_go_by_the_file():
    lines = [{"id": n, "text": STORY, "date": day} for n, day in enumerate(["05/06/2024", "25/12/2023"])]
    articles, _ = read(put("a.jsonl", "\n".join(map(json.dumps, lines))))
    assert [article.published.date for article in articles] == ["2024-06-05", "2023-12-25"]
    alone = read_one(put("b.jsonl", json.dumps(lines[0])))
    assert alone.published.date is None
    assert "may be two days" in alone.warnings[0]


def test_what_is_not_all_of_an_article_is_told():
    cut = read_one(put("a.jsonl", json.dumps({"content": f"{STORY}… [+1200 chars]"})))
    assert cut.warnings == (CUT_OFF,)
    short = read_one(put("b.jsonl", json.dumps({"title": "T", "description": STORY})))
    assert short.warnings == (EXCERPT.format(name="description"),)


def test_files_of_arc_are_called_so():
    put("a.arc", b"filedesc://a.arc 0.0.0.0 20080430204825 text/plain 76\n1 0 Org\n")
    assert read_none("a.arc") == "a.arc: an ARC file, the form before WARC, not text: convert it to WARC"
