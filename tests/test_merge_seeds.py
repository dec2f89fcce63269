"""The two seeds as one story: who is who, tolls apart, open dates of the first told by the second."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from newsfacts.merge import merge_facts
from newsfacts.merge.types import Story, TollRelation
from newsfacts.types import Article, DateBasis, Published, PublishedBasis

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
SECOND = Published("2024-09-02", PublishedBasis.OPTION)

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def story(nlp) -> Story:
    """Only the second says when it came out."""
    from newsfacts.pipeline import extract_many

    first, second = (Article(path.stem, path.read_text("utf-8")) for path in SEEDS)
    [story] = merge_facts(extract_many([first, replace(second, published=SECOND)], nlp=nlp))
    return story


def test_both_are_one_story_and_say_why(story):
    assert len(story.articles) == 2
    assert all(article.confidence > 0.9 for article in story.articles)
    assert all("Roman Gofman" in " ".join(article.why) for article in story.articles)


@pytest.mark.parametrize("name", ["Roman Gofman", "Benjamin Netanyahu", "Alexander Lobanov"])
def test_people_of_both_are_one(story, name):
    [person] = [person for person in story.people if name.split()[-1] in person.name]
    assert person.name == name
    assert len(person.articles) == 2


@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [
        ("captive", 251, 251),
        ("captive", 100, 100),
        ("killed", 6, 6),
        ("killed", 1205, 1205),
        ("killed", 40691, None),
    ],
)
def test_each_toll_stands_apart(story, kind, least, most):
    found = [t for t in story.tolls if t.kind == kind and (t.best.min, t.best.max) == (least, most)]
    assert len(found) == 1


def test_nothing_conflicts(story):
    assert not [toll for toll in story.tolls if toll.relation is TollRelation.CONFLICT]


@pytest.mark.parametrize(
    ("words", "value"),
    [("Sept. 1", "2024-09-01"), ("Oct. 7", "2023-10-07"), ("December", "2023-12"), ("Aug. 16", "2024-08-16"),
     ("Three months ago, on May 27", "2024-05-27"), ("Saturday", "2024-08-31")],
)  # fmt: skip
def test_open_dates_of_the_first_are_completed(story, words, value):
    first, second = (article.id for article in sorted(story.articles, key=lambda a: a.id))
    told = [
        s for event in story.timeline for s in event.statements if s.article_id == first and s.text == words
    ]
    assert told
    assert {statement.value for statement in told} == {value}
    assert all(statement.basis is DateBasis.INFERRED for statement in told)
    # The article's own hints at its year may have told already; which Saturday, only the second can.
    from_itself = {None} if words != "Saturday" else set()
    assert {statement.inferred_from for statement in told} <= {second, *from_itself}
