"""ArticleFacts as the page keeps them: the record of `extract`, with the words it quotes given by place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from newsfacts.errors import visible
from newsfacts.output.records import as_record
from newsfacts.report.slots import slot_spans
from newsfacts.types import KINDS, ArticleFacts, CharSpan, DateType, Evidence

Record = dict[str, Any]
# The page has the text: what a record quotes of it would be there twice.
_QUOTED = ("mentions", "text", "start", "end", "sentence")
# Of a date the page shows `value` and the words.
_UNSHOWN = {"dates": ("timex",)}
_LONGEST_LEAD = 90


@dataclass(frozen=True, slots=True)
class Told:
    """The facts of an article. `whole`: its text is at hand; else only what the facts quote of it is."""

    facts: ArticleFacts
    whole: bool = True


def article_data(told: Told, only: Collection[str] = tuple(KINDS)) -> Record:
    """What the page knows of an article: its record, each fact with `at`, the spans of its mentions.

    `text` is a list of [start, words]: the whole text, or the passages that there are of it. `sentence` and
    `slots` are spans [start, end) as well. Dates are those of events: no durations, nothing that recurs.
    """
    facts = told.facts
    record: Mapping[str, Any] = as_record(facts)
    data: Record = {key: value for key, value in record.items() if key not in (*KINDS, "schema_version")}
    data["url"] = facts.article.url
    data["lead"] = None if data["title"] else lead(facts)
    text = facts.article.text
    data["text"] = [[0, text]] if told.whole else [[span.start, span.of(text)] for span in passages(facts)]
    for kind in KINDS:
        pairs = zip(getattr(facts, kind), record[kind], strict=True)
        shown = [_fact(kind, fact, entry, text) for fact, entry in pairs if _is_shown(fact)]
        data[kind] = shown if kind in only else []
    data["skipped"] = [[part["start"], part["end"], part["reason"]] for part in record["skipped"]]
    return data


def lead(facts: ArticleFacts) -> str | None:
    """The first words of an article that has no title: of its story, not of an advert before that."""
    text = facts.article.text
    for match in re.finditer(r"\S.*", text):
        if not any(part.span.start <= match.start() < part.span.end for part in facts.skipped):
            return shorten(visible(match[0]), _LONGEST_LEAD, placeholder=" …") or None
    return None


def counts(data: Record) -> list[int]:
    """How many facts of each kind."""
    return [len(data[kind]) for kind in KINDS]


def _is_shown(fact: Any) -> bool:
    return getattr(fact, "type", None) not in (DateType.DURATION, DateType.SET)


def _fact(kind: str, fact: Any, entry: Mapping[str, Any], text: str) -> Record:
    data = {key: value for key, value in entry.items() if key not in (*_QUOTED, *_UNSHOWN.get(kind, ()))}
    data["at"] = [_pair(evidence.span) for evidence in _evidence(fact)]
    if kind in ("casualties", "dates"):
        data["sentence"] = _pair(fact.evidence.sentence)
    if kind == "casualties":
        data["slots"] = {slot: _pair(span) for slot, span in slot_spans(fact, text).items()}
    return data


def _pair(span: CharSpan) -> list[int]:
    return [span.start, span.end]


def _evidence(fact: Any) -> tuple[Evidence, ...]:
    return fact.mentions if hasattr(fact, "mentions") else (fact.evidence,)


def passages(facts: ArticleFacts) -> Iterator[CharSpan]:
    """What the facts quote of the text, in order, what overlaps or touches as one."""
    spans = sorted(
        span
        for kind in KINDS
        for fact in getattr(facts, kind)
        for evidence in _evidence(fact)
        for span in (evidence.span, evidence.sentence)
    )
    start, end = 0, 0
    for span in spans:
        if span.start <= end and end:
            end = max(end, span.end)
            continue
        if end:
            yield CharSpan(start, end)
        start, end = span.start, span.end
    if end:
        yield CharSpan(start, end)
