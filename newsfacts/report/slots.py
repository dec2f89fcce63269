"""Where the words of a figure's slots stand: who, where, when, who says so, why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsfacts.types import CasualtyFigure, CharSpan

SLOTS = ("victims", "place", "date", "attribution", "cause")


def slot_spans(figure: CasualtyFigure, text: str) -> dict[str, CharSpan]:
    """The spans of the slots whose words stand in `text`; slots that quote no words of it have none.

    Of several places the one nearest to the figure in its sentence; where there is none, the nearest
    before it, then the nearest after. A slot keeps the article's words, but may leave some out.
    """
    found = {}
    for slot in SLOTS:
        words = figure.date.text if slot == "date" and figure.date else getattr(figure, slot)
        if isinstance(words, str) and words.strip():
            spans = list(_occurrences(words, text)) or list(_occurrences(words, text, re.IGNORECASE))
            if spans:
                found[slot] = min(spans, key=lambda span: _distance(figure, span))
    return found


def _occurrences(words: str, text: str, flags: int = 0) -> Iterator[CharSpan]:
    pattern = r"\s+".join(map(re.escape, words.split()))
    for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, flags):
        yield CharSpan(match.start(), match.end())


def _distance(figure: CasualtyFigure, span: CharSpan) -> tuple[int, int]:
    own, sentence = figure.evidence.span, figure.evidence.sentence
    gap = own.start - span.end if span.end <= own.start else span.start - own.end
    if sentence.start <= span.start and span.end <= sentence.end:
        return 0, max(gap, 0)
    return (1 if span.start < own.start else 2), gap
