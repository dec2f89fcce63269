"""Conflicts inside one article: `merge` and `extract --fail-on conflict` decide alike."""

from __future__ import annotations

import pytest

from newsfacts.merge import merge_facts
from newsfacts.merge.conflicts import conflicts
from newsfacts.merge.types import TollRelation
from newsfacts.rules import read

CASES = read("merge/tolls.cases")["case"]


@pytest.mark.model
@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_a_toll_conflicts_where_the_article_does(case, nlp):
    from newsfacts import extract

    facts = extract(case["text"], published="2024-09-02", nlp=nlp)
    [story] = merge_facts([facts])
    found = any(toll.relation is TollRelation.CONFLICT for toll in story.tolls)
    assert found == bool(conflicts(facts))
