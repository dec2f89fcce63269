"""The cases beside the rules of casualty figures: each rule's words, and what only looks like them.

Each case is a test of its own, with the whole pipeline, as `extract` runs it; those that need no model also
without one.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest
from pipelines import rules_alone
from spacy.language import Language

from newsfacts.doc import store
from newsfacts.pipeline import extract
from newsfacts.types import CasualtyFigure

Case = dict[str, Any]

CASES: list[Case] = tomllib.loads((files("newsfacts") / "casualties/cases.toml").read_text("utf-8"))["case"]


def shown(fact: CasualtyFigure, text: str) -> dict[str, object]:
    return {
        "quote": fact.evidence.span.of(text),
        "kind": fact.kind.value,
        "min": fact.min,
        "max": fact.max,
        "approximate": fact.approximate,
        "victims": fact.victims,
        "place": fact.place,
        "date": fact.date and fact.date.text,
        "attribution": fact.attribution,
        "cause": fact.cause,
        "status": fact.status.value,
        "scope": fact.scope and fact.scope.value,
        "group": fact.group,
        "rule": fact.evidence.rule,
    }


def check(case: Case, facts: tuple[CasualtyFigure, ...]) -> None:
    found = [shown(fact, case["text"]) for fact in facts]
    wanted = [{key: None if v == "" else v for key, v in figure.items()} for figure in case["figures"]]
    got = [{key: fact[key] for key in want} for fact, want in zip(found, wanted, strict=False)]
    assert len(found) == len(wanted), found
    assert got == wanted


def marked(case: Case) -> Any:
    marks = [pytest.mark.xfail(reason=case["todo"], strict=True)] if "todo" in case else []
    return pytest.param(case, id=case["text"][:60], marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES if not case.get("model")])
def test_case_without_a_model(case: Case) -> None:
    names = ("dates", "casualties") if case.get("dates") else ("casualties",)
    doc = rules_alone(*names)(case["text"])
    check(case, store.stored(doc, "casualties", CasualtyFigure))


@pytest.mark.model
@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_case(case: Case, nlp: Language) -> None:
    check(case, extract(case["text"], nlp=nlp).casualties)


def test_no_text_is_a_case_twice() -> None:
    texts = [case["text"] for case in CASES]
    assert len(set(texts)) == len(texts), sorted(text for text in set(texts) if texts.count(text) > 1)
