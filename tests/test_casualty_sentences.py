"""Scope, status and date of casualty figures, on 120 made-up pieces of news labelled by reading.

The labels follow the annotation guidelines, not the rules: a label changes only where it contradicts
those. A figure that is not found counts as wrong in all three.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from newsfacts.pipeline import build_nlp, extract
from newsfacts.types import CasualtyFigure, CharSpan, Harm, Scope, Status

SENTENCES = tomllib.loads((Path(__file__).parent / "casualty_sentences.toml").read_text("utf-8"))["sentence"]
LEAST_RIGHT = 0.9

DAY = r"(?:\d{4}|XXXX)-\d\d-\d\d"
EDTF = re.compile(rf"(?:{DAY}|\d{{4}}-\d\d|\d{{3}}X|\d{{4}})(?:/(?:{DAY}|\d{{4}}-\d\d|\d{{4}}|\.\.))?")


class Pair(NamedTuple):
    """A labelled figure, its sentence, and the figure found for it."""

    sentence: dict[str, Any]
    figure: dict[str, Any]
    found: CasualtyFigure | None


def span_of(text: str, figure: dict[str, Any]) -> CharSpan:
    """Where the quote stands in `text`, the nth time; ValueError if it does not."""
    start = -1
    for _ in range(figure.get("nth", 1)):
        start = text.index(figure["quote"], start + 1)
    return CharSpan(start, start + len(figure["quote"]))


def shared(a: CharSpan, b: CharSpan) -> int:
    """How many characters `a` and `b` have in common."""
    return max(0, min(a.end, b.end) - max(a.start, b.start))


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    nlp = build_nlp()
    pairs = []
    for sentence in SENTENCES:
        text = sentence["text"]
        facts = extract(text, published=sentence["published"] or None, nlp=nlp).casualties
        for figure in sentence["figures"]:
            span = span_of(text, figure)
            same = [f for f in facts if f.kind == figure["kind"] and f.evidence.span.overlaps(span)]
            best = max(same, key=lambda fact: shared(fact.evidence.span, span), default=None)
            pairs.append(Pair(sentence, figure, best))
    return pairs


def check(
    pairs: list[Pair], wanted: Callable[[dict[str, Any]], list[str]], got: Callable[[CasualtyFigure], str]
):
    """Assert that `got` of the figure found is among the values `wanted`, in a share of LEAST_RIGHT."""
    wrong = []
    for sentence, figure, found in pairs:
        value = got(found) if found else "not found"
        if value not in wanted(figure):
            wrong.append(
                f"{sentence['about']}: {figure['quote']!r} ({figure['kind']}): "
                f"{wanted(figure)[0] or 'none'}, got {value or 'none'}: "
                f"[{sentence['published']}] {sentence['text']}"
            )
    share = 1 - len(wrong) / len(pairs)
    assert share >= LEAST_RIGHT, "\n".join([f"{share:.3f} right of {len(pairs)}", *wrong])


@pytest.mark.model
def test_scope_is_right(pairs):
    check(pairs, lambda figure: [figure["scope"]], lambda found: found.scope.value if found.scope else "")


@pytest.mark.model
def test_status_is_right(pairs):
    check(pairs, lambda figure: [figure["status"]], lambda found: found.status.value)


@pytest.mark.model
def test_date_is_right(pairs):
    check(
        pairs,
        lambda figure: [figure.get("date", ""), *figure.get("date_alt", [])],
        lambda found: (found.date.value if found.date else None) or "",
    )


def test_the_file_has_what_it_promises():
    assert Counter(sentence["about"] for sentence in SENTENCES) == {"scope": 40, "status": 40, "date": 40}
    assert len({sentence["text"] for sentence in SENTENCES}) == len(SENTENCES)


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence["text"][:60])
def test_labels_are_sound(sentence):
    assert set(sentence) == {"about", "published", "text", "figures"}
    assert re.fullmatch(rf"(?:{DAY})?", sentence["published"])
    assert sentence["figures"]
    text = sentence["text"]
    spans = [(span_of(text, figure), figure["kind"]) for figure in sentence["figures"]]
    assert len(set(spans)) == len(spans)
    for figure in sentence["figures"]:
        known = {"quote", "nth", "kind", "min", "max", "scope", "status", "date", "date_alt"}
        assert not set(figure) - known
        assert "nth" in figure or text.count(figure["quote"]) == 1, figure["quote"]
        assert figure["kind"] in set(Harm)
        assert figure["scope"] in {*Scope, ""}
        assert figure["status"] in set(Status)
        assert 0 <= figure.get("min", 0) <= figure.get("max", 10**9)
        for value in (figure.get("date", ""), *figure.get("date_alt", [])):
            assert not value or EDTF.fullmatch(value), value
