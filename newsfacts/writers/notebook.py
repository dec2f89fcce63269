"""An article with its facts marked, for the cells of notebooks: plain HTML, no script."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from newsfacts.errors import visible
from newsfacts.types import (
    KINDS,
    ArticleFacts,
    CasualtyFigure,
    CharSpan,
    DateType,
    EventDate,
    Organization,
    Person,
    Place,
)
from newsfacts.writers.sections import figure_words

_LINE = re.compile(r"[^\r\n]+")
# They would turn the writing of the whole cell round.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def article_html(facts: ArticleFacts) -> str:
    """The text of the article, its marks telling what they are when pointed at; safe whatever it holds."""
    article = facts.article
    day = facts.published.date or "no date of publication known"
    counts = " · ".join(
        f'<span class="newsfacts-mark {kind}">{len(shown)} {_noun(kind, len(shown))}</span>'
        for kind in KINDS
        if (shown := [fact for fact in getattr(facts, kind) if _is_event(fact)])
    )
    return (
        f"<style>{_style()}</style>"
        f'<div class="newsfacts"><p class="newsfacts-title"><b>{_escaped(article.title or article.id)}</b> '
        f'<span class="newsfacts-soft">{_escaped(day)}</span></p>'
        f'<p class="newsfacts-soft">{counts or "no facts"}</p>'
        f'<div class="newsfacts-text" tabindex="0">{"".join(_paragraphs(facts))}</div></div>'
    )


@cache
def _style() -> str:
    return files("newsfacts.writers").joinpath("notebook.css").read_text("utf-8")


def _noun(kind: str, number: int) -> str:
    return {"people": "person", "casualties": "casualty figure"}.get(kind, kind[:-1]) if number == 1 else kind


def _escaped(text: str) -> str:
    return html.escape(visible(text))


def _is_event(fact: Any) -> bool:
    return getattr(fact, "type", None) not in (DateType.DURATION, DateType.SET)


def _marks(facts: ArticleFacts) -> list[tuple[CharSpan, str, str]]:
    """Each mention: where, of which kind, and what there is to say of it; the longest of one place first."""
    marks = []
    for kind in KINDS:
        for fact in filter(_is_event, getattr(facts, kind)):
            said = "; ".join(part for part in _said(fact, facts.article.text) if part)
            mentions = fact.mentions if hasattr(fact, "mentions") else (fact.evidence,)
            marks += [(mention.span, kind, said) for mention in mentions]
    return sorted(marks, key=lambda mark: (mark[0].start, -mark[0].end))


def _said(fact: Any, text: str) -> tuple[str | None, ...]:
    match fact:
        case Person():
            return fact.name, fact.role
        case Place():
            return fact.name, fact.country
        case Organization():
            return fact.name, fact.kind and fact.kind.replace("_", " ")
        case CasualtyFigure():
            return f"{figure_words(fact, text)} {fact.kind}", fact.victims, fact.place, fact.attribution
        case EventDate():
            return fact.value, fact.event
    return ()


def _paragraphs(facts: ArticleFacts) -> Iterator[str]:
    text, marks = facts.article.text, _marks(facts)
    for line in _LINE.finditer(text):
        if not line[0].strip():
            continue
        here = [mark for mark in marks if mark[0].start < line.end() and mark[0].end > line.start()]
        skipped = any(
            part.span.start <= line.start() and line.end() <= part.span.end for part in facts.skipped
        )
        soft = ' class="newsfacts-soft"' if skipped else ""
        yield f'<p dir="auto"{soft}>{"".join(_pieces(text, line.start(), line.end(), here))}</p>'


def _pieces(text: str, start: int, end: int, marks: list[tuple[CharSpan, str, str]]) -> Iterator[str]:
    """The line cut at the borders of its marks; of marks inside one another the shortest shows."""
    borders = {start, end}
    for span, _, _ in marks:
        borders |= {max(span.start, start), min(span.end, end)}
    places = sorted(borders)
    for first, last in pairwise(places):
        words = html.escape(_TURNING.sub("\ufffd", text[first:last]))
        covering = [mark for mark in marks if mark[0].start <= first and mark[0].end >= last]
        if not covering:
            yield words
            continue
        _, kind, said = min(covering, key=lambda mark: mark[0].end - mark[0].start)
        yield f'<span class="newsfacts-mark {kind}" title="{_escaped(said)}">{words}</span>'
