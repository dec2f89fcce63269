"""What the dates component found, and what value it gives to the words of a figure's date."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from spacy.tokens import Doc

from newsfacts.casualties.sentence import Sentence
from newsfacts.casualties.sentences import overlaps
from newsfacts.casualties.slots.words import slot_words
from newsfacts.doc import store
from newsfacts.types import CharSpan, DateType, EventDate, FigureDate, Grain

# "since 7 January", "since the start of the outbreak on 7 January"
_SINCE = re.compile(
    r"\bsince\s+(?:the\s+(?:first\s+(?:case|death|attack|protest|strike)s?|start|beginning|outset|outbreak|onset|launch|declaration"
    r"|eruption|return|resumption)\s+(?:of\s+(?:[\w'’-]+\s+){1,5}?)?(?:on|in|at)\s+)?$",
    re.IGNORECASE,
)
# "the worst since 1959, when two died": that year; "since Monday's blast, in which two died": that day.
_WHEN = re.compile(r",?\s+when\b|['’]s\s[^,.;]{1,60},\s+(?:in which|when|which)\b")
_AND = re.compile(r"\band\b")
_WORD = re.compile(r"\w+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Characters in front of a date in which "since" is looked for.
_REACH = 90


class KnownDates:
    """The dates and times on a Doc, but for those that overlap `without`."""

    def __init__(self, doc: Doc, *, without: Sequence[CharSpan] = ()) -> None:
        kinds = (DateType.DATE, DateType.TIME)
        self.facts = [
            fact
            for fact in store.stored(doc, "dates", EventDate)
            if fact.type in kinds and not overlaps(without, fact.evidence.span)
        ]
        self.days = {fact.evidence.span for fact in self.facts if fact.grain in (Grain.DAY, Grain.TIME)}
        self.today = _today(doc)
        self.starts = [fact.evidence.span.start for fact in self.facts]

    def within(self, words: Sentence) -> list[CharSpan]:
        left = bisect_left(self.starts, words.first[0] if len(words) else 0)
        right = bisect_left(self.starts, words.last[-1] if len(words) else 0)
        return [fact.evidence.span for fact in self.facts[left:right]]

    def days_within(self, words: Sentence) -> list[CharSpan]:
        """Those of a day or part of a day."""
        return [span for span in self.within(words) if span in self.days]

    def figure_date(self, text: str, span: CharSpan | None) -> FigureDate | None:
        """The words of `span` with the value of the date there; of "since Monday" the time from then on."""
        if span is None:
            return None
        left = max(bisect_left(self.starts, span.start) - 1, 0)
        right = bisect_left(self.starts, span.end)
        facts = [fact for fact in self.facts[left:right] if fact.evidence.span.overlaps(span)]
        since = _since(text, span)
        words = text[since if since is not None else span.start : span.end]
        if since is not None and self.today and _WORD.findall(words.lower())[-1] in slot_words().hours:
            return FigureDate(words, self.today.isoformat(), self.today, self.today)
        if not facts or facts[0].value is None:
            return FigureDate(words)
        one = facts[0]
        if since is not None and len(facts) == 1 and not _WHEN.match(text, span.end):
            return _from_then_on(words, one)
        if (one.value or "").endswith("X") and _backward(words):
            return FigureDate(words)  # "the past decade" is none of the calendar's
        if len(facts) == 2 and one.grain is facts[1].grain is Grain.YEAR and _AND.search(words):
            return FigureDate(words)  # "in 2019 and 2021": which of the two is not told
        if len(facts) == 2 and (value := _interval(one, facts[1])):
            return FigureDate(words, value, one.first, facts[1].last)
        return FigureDate(words, one.value, one.first, one.last)


def _today(doc: Doc) -> date | None:
    """The day on which the article came out, where that is known."""
    told = doc._.published if doc.has_extension("published") else None
    return date.fromisoformat(told) if told is not None and _DAY.fullmatch(told) else None


def _since(text: str, span: CharSpan) -> int | None:
    """Where "since" begins, in `span` or in front of it; None where there is none."""
    if _WORD.findall(span.of(text).lower())[:1] == ["since"]:
        return span.start
    found = _SINCE.search(text, max(span.start - _REACH, 0), span.start)
    return found and found.start()


def _from_then_on(words: str, when: EventDate) -> FigureDate:
    """An open interval (EDTF level 1), its ends days, months or years: no times of day."""
    begins = (when.value or "").split("/")[0].split("T")[0]
    if not begins or begins.startswith("["):
        return FigureDate(words)
    return FigureDate(words, f"{begins}/..", when.first, None)


def _interval(first: EventDate, last: EventDate) -> str | None:
    """The value of "Friday and Saturday", where both ends are plain; else None."""
    one, other = first.value, last.value
    return f"{one}/{other}" if one and other and "/" not in one + other and one < other else None


def _backward(words: str) -> bool:
    return not slot_words().backward.isdisjoint(_WORD.findall(words.lower()))
