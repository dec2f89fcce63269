"""Facts are byte for byte those of the golden file: `python -m benchmarks.golden` says how it is made.

One article in four here; all of them with `make golden`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from benchmarks.golden import GOLDEN, OWN, SETS, articles_of, digest, facts_of, processor

SHARED = Path(os.environ.get("SHARED", Path(__file__).parent.parent.parent / "shared"))
ONE_IN = 1 if os.environ.get("GOLDEN") == "all" else 4


@pytest.fixture(scope="module")
def golden():
    golden = json.loads(GOLDEN.read_text("utf-8"))
    if golden["processor"] != processor():
        pytest.skip("the network's numbers are rounded otherwise on this processor than where it was written")
    return golden["sets"]


@pytest.mark.model
@pytest.mark.parametrize("name", [*OWN, *SETS])
def test_facts_are_those_of_the_golden_file(name, golden, nlp):
    if name not in OWN and not (SHARED / "corpora").is_dir():
        pytest.skip(f"no development sets at {SHARED.name}")
    articles = [article for at, article in enumerate(articles_of(name, SHARED)) if at % ONE_IN == 0]
    assert articles
    found = {article_id: digest(line) for article_id, line in facts_of(articles, nlp)}
    changed = [article_id for article_id, line in found.items() if golden[name].get(article_id) != line]
    assert not changed, f"{len(changed)} of {len(found)} articles, such as {changed[:5]}"
