"""Docs from text with the names marked: "[Ana Silva:PERSON] spoke in [Lima:LOC]."."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from newsfacts.doc import store
from newsfacts.names.organizations import Organizations
from newsfacts.names.people import People
from newsfacts.names.places.component import Places
from newsfacts.types import KINDS, Organization, Person, Place

MARK = re.compile(r"\[([^\[\]]+):(PERSON|ORG|LOC|FAC|NORP|DATE|MISC)\]")

Spans = Iterable[tuple[int, int, str, float | None]]


@cache
def blank() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("newsfacts_sentences")
    return nlp


def doc_of(text: str, spans: Spans) -> Doc:
    """A Doc with names at characters [start, end), widened to whole tokens; where two overlap, the first."""
    doc = blank()(text)
    kept: list[tuple[int, int, str, float | None]] = []
    for start, end, label, confidence in sorted(spans, key=lambda s: s[:3]):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None and (not kept or span.start >= kept[-1][1]):
            kept.append((span.start, span.end, label, confidence))
    store.store_labelled(doc, store.NAMES, kept)
    return run(doc)


@cache
def components() -> tuple[People, Places, Organizations]:
    return People(), Places(), Organizations()


def run(doc: Doc) -> Doc:
    for component in components():
        doc = component(doc)
    return doc


def marked(text: str) -> Doc:
    """The Doc of a text with marks."""
    plain, spans, at = "", [], 0
    for match in MARK.finditer(text):
        plain += text[at : match.start()]
        spans.append((len(plain), len(plain) + len(match[1]), match[2], None))
        plain += match[1]
        at = match.end()
    return doc_of(plain + text[at:], spans)


def people(text: str) -> tuple[Person, ...]:
    return store.stored(marked(text), "people", Person)


def places(text: str) -> tuple[Place, ...]:
    return store.stored(marked(text), "places", Place)


def organizations(text: str) -> tuple[Organization, ...]:
    return store.stored(marked(text), "organizations", Organization)


def entities(doc: Doc) -> dict[str, tuple[Any, ...]]:
    return {kind: store.stored(doc, kind, KINDS[kind]) for kind in ("people", "places", "organizations")}


def shows(entity: object, wanted: dict[str, Any]) -> bool:
    """Whether an entity has the values wanted; lists are compared as tuples."""
    return all(
        getattr(entity, key) == (tuple(value) if isinstance(value, list) else value)
        for key, value in wanted.items()
    )
