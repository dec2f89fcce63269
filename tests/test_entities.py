"""Whole made-up articles of the world over: who, where, which bodies, labelled by hand before any was run."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pipelines import whole

from newsfacts.english.names import bare, fold
from newsfacts.pipeline import extract
from newsfacts.types import ArticleFacts

pytestmark = pytest.mark.model

FOLDER = Path(__file__).parent / "entities"
KINDS = ("people", "places", "organizations")
ARTICLES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
NEAR = 1.0  # degrees


@cache
def found(name: str) -> ArticleFacts:
    return extract(ARTICLES[name]["text"], nlp=whole())


def entity_cases() -> list[Any]:
    cases = []
    for name, article in ARTICLES.items():
        for kind in KINDS:
            for want in article[kind]:
                marks = [pytest.mark.xfail(reason=want["todo"], strict=True)] if "todo" in want else []
                cases.append(pytest.param(name, kind, want, marks=marks, id=f"{name}: {want['name']}"))
    return cases


def shared(a: str, b: str) -> float:
    """F1 of the words of two roles."""
    left, right = set(fold(a).split()), set(fold(b).split())
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 1.0


@pytest.mark.parametrize(("name", "kind", "want"), entity_cases())
def test_found(name, kind, want):
    entities = {fold(bare(e.name)): e for e in getattr(found(name), kind)}
    entity = entities.get(fold(bare(want["name"]))) or entities.get(fold(bare(want.get("also", "?"))))
    assert entity is not None, sorted(entities)
    for key, value in want.items():
        if key == "near":
            assert entity.latitude is not None, entity.name
            assert abs(entity.latitude - value[0]) < NEAR, (entity.latitude, entity.longitude)
            assert abs(entity.longitude - value[1]) < NEAR, (entity.latitude, entity.longitude)
        elif key == "aliases":
            assert set(value) <= set(entity.aliases), entity.aliases
        elif key == "role":
            assert bool(entity.role) == bool(value)
            assert shared(entity.role or "", value) >= 0.5, entity.role
        elif key not in ("name", "also", "todo"):
            assert getattr(entity, key) == (None if value == "" else value), key


@pytest.mark.parametrize("name", ARTICLES)
def test_nothing_besides(name):
    article = ARTICLES[name]
    for kind in KINDS:
        wanted = {fold(bare(n)) for want in article[kind] for n in (want["name"], want.get("also", "?"))}
        wanted |= {fold(n) for n in (*article.get("may", ()), *article.get("besides", ()))}
        assert [e.name for e in getattr(found(name), kind) if fold(bare(e.name)) not in wanted] == []
