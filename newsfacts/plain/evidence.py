"""How much of a sentence each fact tells.

A sentence is told with each fact in it. A list of thousands of days without a full stop would be told
thousands of times over: then a fact has the words around it only. `start` and `end` of the sentence say what
they are, and `text[start:end]` is its text as ever; a sentence told once, by number, would have every reader
look it up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from newsfacts.types import KINDS, ArticleFacts, CharSpan, Evidence

# Of a sentence so much is told, all its facts together; real ones of news stay below a tenth.
MAX_TOLD = 30_000
_MIN_TOLD = 100


def shortened(facts: ArticleFacts) -> ArticleFacts:
    """`facts`, with the words around the fact for sentences that hold so many that each tells only those."""
    counts = Counter((e.sentence.start, e.sentence.end) for e in _evidence(facts))
    long = {at: max(_MIN_TOLD, MAX_TOLD // n) for at, n in counts.items() if n * (at[1] - at[0]) > MAX_TOLD}
    if not long:
        return facts
    text = facts.article.text

    def short(evidence: Evidence) -> Evidence:
        sentence = evidence.sentence
        most = long.get((sentence.start, sentence.end))
        return evidence if most is None else replace(evidence, sentence=_around(text, evidence, most))

    changes: dict[str, Any] = {}
    for kind in KINDS:
        found = getattr(facts, kind)
        if kind in ("casualties", "dates"):
            changes[kind] = tuple(replace(fact, evidence=short(fact.evidence)) for fact in found)
        else:
            changes[kind] = tuple(
                replace(fact, mentions=tuple(short(mention) for mention in fact.mentions)) for fact in found
            )
    return replace(facts, **changes)


def _evidence(facts: ArticleFacts) -> Iterator[Evidence]:
    for kind in KINDS:
        for fact in getattr(facts, kind):
            if kind in ("casualties", "dates"):
                yield fact.evidence
            else:
                yield from fact.mentions


def _around(text: str, evidence: Evidence, most: int) -> CharSpan:
    """The words around a fact, `most` characters or the fact itself, cut at blanks."""
    span, sentence = evidence.span, evidence.sentence
    room = max(0, most - (span.end - span.start)) // 2
    start, end = max(sentence.start, span.start - room), min(sentence.end, span.end + room)
    if start > sentence.start and not text[start - 1].isspace():
        start = next((at + 1 for at in range(start, span.start) if text[at].isspace()), span.start)
    if end < sentence.end and not text[end].isspace():
        end = next((at for at in range(end, span.end, -1) if text[at].isspace()), span.end)
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return CharSpan(min(start, span.start), max(end, span.end))
