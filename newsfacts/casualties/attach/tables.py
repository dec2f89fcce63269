"""Tables of tolls, as situation reports have them: "District | Killed | Injured", then a row a district."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from newsfacts.casualties.attach.heads import confidence
from newsfacts.casualties.attach.triggers import Frame, HarmRule, triggers
from newsfacts.casualties.figure import Figure, Shape, Told
from newsfacts.casualties.people import Count
from newsfacts.casualties.sentence import Words
from newsfacts.casualties.sentences import Sentences

_BAR, _TAB = "|", "\t"
_RULES = frozenset("-:=+")  # what the line below the head is made of
# Words of a head that names a harm: "number of people killed".
HEAD_WORDS = 5

Columns = dict[int, HarmRule]  # by the place of the column, from 0


def of_tables(sentences: Sentences) -> Iterator[tuple[int, list[Figure]]]:
    """The figures of each row of the tables of a story, with the row's index among the sentences."""
    columns: Columns = {}
    width = 0
    for index in range(len(sentences)):
        row = cells(sentences.low(index))
        if len(row) < 2:
            width = 0
        elif width != len(row):
            columns, width = _columns(sentences, index, row), len(row)
        elif columns and not _RULES.issuperset("".join(sentences.low(index)).replace(_BAR, "").split()):
            figures = list(_of_row(sentences, index, row, columns))
            if figures:
                yield index, figures


def cells(low: Sequence[str]) -> list[Words]:
    """The cells of a line, as words without the blanks; one where no bar and no tab parts it."""
    found, start, at = [], 0, 0
    for word in low:
        bar, blank = word == _BAR, word.isspace()
        if bar or (blank and _TAB in word):
            found.append((start, at))
            start = at + bar
        at += not blank
    found.append((start, at))
    first, last = found[0], found[-1]
    return found[first[0] == first[1] : len(found) - (last[0] == last[1] and len(found) > 1)]


def _columns(sentences: Sentences, index: int, row: Sequence[Words]) -> Columns:
    """The columns whose head names a harm."""
    words = sentences[index]
    if words.counts:
        return {}
    told = [trigger for trigger in triggers(words) if trigger.rule.frame is Frame.TOLL]
    return {
        at: trigger.rule
        for at, (start, end) in enumerate(row)
        for trigger in told
        if start <= trigger.start and trigger.end <= end <= start + HEAD_WORDS
    }


def _of_row(sentences: Sentences, index: int, row: Sequence[Words], columns: Columns) -> Iterator[Figure]:
    words = sentences[index]
    for at, rule in columns.items():
        start, end = row[at]
        behind, number = words.counts.get(start, (None, None))
        if number is not None and behind == end and number.max != 0:
            item = Figure(
                kind=rule.kind,
                count=Count(number.min, number.max, number.approximate),
                span=(start, end),
                victims=None,
                harm=None,
                agent=None,
                told=Told.TOLL,
                shape=Shape.NUMBER,
                by=rule.id,
            )
            yield replace(item, confidence=confidence(item, agrees=False))
