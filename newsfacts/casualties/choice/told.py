"""An article as the choice of slots sees it: its words, sentences, statements of harm, dates and names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from newsfacts.casualties.choice.asked import Asked, Beside, Found, Named, Thing, Tokens, passed_over
from newsfacts.casualties.choice.ranker import SAME, Features
from newsfacts.casualties.choice.words import content, of_verb, tokens, word_list
from newsfacts.casualties.lexicon import lexicon
from newsfacts.tagger.marked import Reading, Window
from newsfacts.types import CharSpan, EventDate, PlaceKind

_BREAK = re.compile(r"\n")
# Statements of an article for which slots are chosen; the rules alone fill those of more. No development
# article has so many.
MOST_ASKED = 60
# Words from a candidate to the verb that it may belong to.
VERB_REACH = 12
# Words from a candidate to a verb that stands close by.
CLOSE = 4


@dataclass(frozen=True)
class Told:
    """One article. `sentences`: those of the story, in order; `published`: EDTF; `things_in`: the noun
    phrases of a sentence, by its index; `reading`: whom to ask about the words around a statement."""

    text: str
    published: str | None
    sentences: Sequence[CharSpan]
    asked: Sequence[Asked]
    dates: Sequence[EventDate]
    places: Sequence[Named]
    tokens: Tokens
    things_in: Callable[[int], Sequence[Thing]] = field(default=lambda index: (), compare=False)
    reading: Reading | None = field(default=None, compare=False)

    def opening(self) -> Told:
        """The article with its first statements alone, so that the time taken stays in proportion; what the
        rules took from a statement of another event left out."""
        first = replace(self, asked=self.asked[:MOST_ASKED])
        apart = Apart(first)
        return replace(first, asked=[apart.without(at) for at in range(len(first.asked))])

    def again(self, at: int) -> Window | None:
        """What a second reading of the words around a statement says; None where it cannot be read so."""
        if self.reading is None or not self.reading.marked.there:
            return None
        return self.reading(self.sentences, self.sentences_asked[at], self.asked[at])

    @cached_property
    def apart(self) -> Apart:
        """Which statements tell of other events."""
        return Apart(self)

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def _breaks(self) -> list[int]:
        return [match.start() for match in _BREAK.finditer(self.text)]

    @cached_property
    def _words(self) -> dict[int, frozenset[str]]:
        return {}

    @cached_property
    def _clauses(self) -> dict[CharSpan, frozenset[str]]:
        return {}

    @cached_property
    def _verbs(self) -> dict[CharSpan, tuple[int | None, int | None]]:
        return {}

    @cached_property
    def _bounds(self) -> list[tuple[int, int]]:
        """The words [start, end) of each sentence."""
        return [self._at(sentence) for sentence in self.sentences]

    @cached_property
    def _are_verbs(self) -> list[bool]:
        """Of each word whether it is a verb, and no auxiliary."""
        auxiliaries = word_list("auxiliaries")
        return [
            tag.startswith("VB") and low not in auxiliaries
            for low, tag in zip(self.tokens.low, self.tokens.tag, strict=True)
        ]

    @cached_property
    def sentences_asked(self) -> list[int]:
        """The sentence of each statement asked about."""
        return [self.sentence_of(asked.span) for asked in self.asked]

    @cached_property
    def paragraphs_asked(self) -> list[int]:
        return [self.paragraph_of(asked.span) for asked in self.asked]

    def beside(self, found: Sequence[object | None]) -> list[Beside]:
        """Of each statement the others for which something is `found`."""
        have = [j for j, one in enumerate(found) if one is not None]
        return [self._beside(at, [j for j in have if j != at]) for at in range(len(found))]

    def _beside(self, at: int, others: list[int]) -> Beside:
        asked, where = self.asked, self.sentences_asked
        return Beside(
            others,
            [j for j in others if asked[j].group == asked[at].group],
            min(others, key=lambda j: (abs(where[j] - where[at]), j), default=None),
            max((j for j in others if j < at), default=None),
        )

    def sentence_of(self, span: CharSpan) -> int:
        """The sentence in which `span` begins."""
        return max(bisect_right(self._starts, span.start) - 1, 0)

    def paragraph_of(self, span: CharSpan) -> int:
        return bisect_right(self._breaks, span.start)

    def opens_with(self, found: Found | None) -> bool:
        """Whether its sentence begins with it: "In Oru, gunmen killed three"."""
        if found is None:
            return False
        first = self.sentences[self.sentence_of(found.span)].start
        return found.span.start - first <= LEADING

    def perfect(self, asked: Asked) -> bool:
        """Whether the harm is told as what has been so far: "have killed", "have been killed"."""
        at, _ = self._at(asked.at)
        return not word_list("perfect").isdisjoint(self.tokens.low[max(at - 2, 0) : at])

    def words_in(self, sentence: int) -> frozenset[str]:
        """The words of a sentence, in small letters, those left out that tell nothing."""
        if sentence not in self._words:
            self._words[sentence] = content(self.sentences[sentence].of(self.text))
        return self._words[sentence]

    def about(self, asked: Asked) -> frozenset[str]:
        """The words of who was harmed, by what, and of where and when as the rules have it."""
        found = [each.span for each in (asked.cause, asked.place, asked.date) if each is not None]
        spans = (asked.victims, *found)
        return content(" ".join(span.of(self.text) for span in spans if span is not None))

    def before(self, span: CharSpan, count: int) -> list[str]:
        """Up to `count` words in front of `span`, on its line, in small letters."""
        line = self.text[max(0, span.start - 40) : span.start].rpartition("\n")[2]
        return tokens(line)[-count:]

    def between(self, one: CharSpan, other: CharSpan) -> str:
        return self.text[min(one.end, other.end) : max(one.start, other.start)]

    def behind(self, span: CharSpan) -> tuple[str, str]:
        """The word behind `span` and its tag."""
        at = bisect_left(self.tokens.first, span.end)
        return (self.tokens.low[at], self.tokens.tag[at]) if at < len(self.tokens.first) else ("", "")

    def words_behind(self, span: CharSpan, count: int) -> Sequence[str]:
        """Up to `count` words behind `span`, marks too, in small letters."""
        at = bisect_left(self.tokens.first, span.end)
        return self.tokens.low[at : at + count]

    def clause(self, span: CharSpan) -> frozenset[str]:
        """The words around `span` up to a mark or a word that begins a clause, within its sentence."""
        clause = self._clauses.get(span)
        if clause is None:
            clause = self._clauses[span] = self._clause(span)
        return clause

    def _clause(self, span: CharSpan) -> frozenset[str]:
        low, (first, last) = self.tokens.low, self._inside(span)
        start, end = self._at(span)
        ends = word_list("clause-ends")
        left, right = start, end
        while left > first and low[left - 1] not in ends:
            left -= 1
        while right < last and low[right] not in ends:
            right += 1
        # "after he was shot", "convicted of": the word that begins the clause is told with it.
        left = max(left - 1, first)
        return frozenset((*low[left:start], *low[end:right]))

    def of_somebody(self, span: CharSpan) -> bool:
        """Whether `span` tells where one comes from: "a man from Oru", not "fled from Oru", "miles from
        Oru"."""
        at, _ = self._at(span)
        if at < 2 or self.tokens.low[at - 1] != "from":
            return False
        low, tag = self.tokens.low[at - 2], self.tokens.tag[at - 2]
        return tag == "NN" or low == "old" or low in word_list("locals")

    @cached_property
    def of_another_event(self) -> list[bool]:
        """Of each statement whether its sentence tells of another event than the article: "a similar
        attack"."""
        another = word_list("another-event")
        return [not another.isdisjoint(self.words_in(sentence)) for sentence in self.sentences_asked]

    def verbs(self, span: CharSpan) -> tuple[int | None, int | None]:
        """The nearest verb before and behind `span` in its sentence, no auxiliary: which words they are."""
        verbs = self._verbs.get(span)
        if verbs is None:
            verbs = self._verbs[span] = self._verbs_beside(span)
        return verbs

    def _verbs_beside(self, span: CharSpan) -> tuple[int | None, int | None]:
        first, last = self._inside(span)
        start, end = self._at(span)
        before = range(start - 1, max(start - 1 - VERB_REACH, first - 1), -1)
        behind = range(end, min(end + VERB_REACH, last))
        return self._verb(before), self._verb(behind)

    def _verb(self, indices: range) -> int | None:
        for at in indices:
            if self.tokens.low[at] == ";":
                break
            if self._are_verbs[at]:
                return at
        return None

    def verb_features(self, span: CharSpan) -> Features:
        """What the verbs beside `span` tell of, and whether the one before stands close by."""
        before, behind = self.verbs(span)
        found: Features = {}
        for side, at in (("before", before), ("behind", behind)):
            if at is None:
                found[f"no verb {side}"] = 1.0
                continue
            close = abs(at - self._at(span)[0 if side == "before" else 1]) <= CLOSE
            found |= of_verb(self.tokens.low[at], side, close)
        return found

    def joined(self, span: CharSpan, asked: Asked) -> Features:
        """How a candidate of the statement's own sentence stands to its word of harm."""
        before, behind = self.verbs(span)
        harm = range(*self._at(asked.at))
        start, end = self._at(span)
        gap = range(end, harm.start) if end <= harm.start else range(harm.stop, start)
        return {
            "harm is the verb before": float(before is not None and before in harm),
            "harm is the verb behind": float(behind is not None and behind in harm),
            "verbs between": min(sum(self._are_verbs[gap.start : gap.stop]), 3) / 3,
            "words between": min(len(gap), 30) / 30,
            "in its clause": float(self.low_of(asked.at) in self.clause(span)),
        }

    def low_of(self, span: CharSpan) -> str:
        """The first word of a span, in small letters."""
        at, _ = self._at(span)
        return self.tokens.low[at] if at < len(self.tokens.low) else ""

    def _at(self, span: CharSpan) -> tuple[int, int]:
        """The words [start, end) of a span."""
        return bisect_left(self.tokens.first, span.start), bisect_left(self.tokens.first, span.end)

    def _inside(self, span: CharSpan) -> tuple[int, int]:
        """The words [start, end) of its sentence."""
        return self._bounds[self.sentence_of(span)]


# Days between the times of two statements from which on they are of two events.
A_MONTH = 31
# Characters of a preposition in front of the place with which a sentence begins.
LEADING = 8
_WIDENING = (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.CITY)


class Apart:
    """Which statements of an article surely tell of other events than one does: those whose own times lie far
    apart, those told later in a sentence that opens with another country or town than its own, those of
    others there, and what has been so far beside what a day brought."""

    def __init__(self, told: Told) -> None:
        self.asked = told.asked
        self.sentences = told.sentences_asked
        dates = [
            (fact.evidence.span, (fact.first, fact.last)) for fact in told.dates if fact.first and fact.last
        ]
        names = [(name.span, name) for name in told.places]
        self.days = [_own(asked.date, dates) for asked in told.asked]
        self.places = [_own(asked.place, names) for asked in told.asked]
        self.opening = [told.opens_with(asked.place) for asked in told.asked]
        self.day_first = [
            day is not None and told.opens_with(asked.date)
            for day, asked in zip(self.days, told.asked, strict=True)
        ]
        self.so_far = [
            (asked.date is None or asked.date.origin != "own") and told.perfect(asked) for asked in told.asked
        ]
        self.victims = [
            frozenset() if asked.victims is None else content(asked.victims.of(told.text)) - lexicon().anybody
            for asked in told.asked
        ]

    def __call__(self, at: int, other: int) -> bool:
        """Whether statement `other` is of another event than statement `at`."""
        if self.sentences[at] == self.sentences[other]:
            return False
        return self._months_apart(at, other) or self._elsewhere(at, other) or self._dated(at, other)

    def _months_apart(self, at: int, other: int) -> bool:
        one, two = self.days[at], self.days[other]
        return (
            one is not None
            and two is not None
            and max((two[0] - one[1]).days, (one[0] - two[1]).days) > A_MONTH
        )

    def _elsewhere(self, at: int, other: int) -> bool:
        if not two_places(self.places[at], self.places[other]):
            return False
        later = self.sentences[other] > self.sentences[at] and self.opening[other]
        told, again = self.victims[at], self.victims[other]
        return later or bool(told and again and not told & again)

    def _dated(self, at: int, other: int) -> bool:
        """ "Floods have killed 23. On 17 May a convoy was attacked and two drivers were killed." """
        return (self.so_far[at] and self.day_first[other]) or (self.day_first[at] and self.so_far[other])

    def without(self, at: int) -> Asked:
        """Statement `at`, without what the rules took from one of another event."""
        asked = self.asked[at]
        foreign: dict[str, Any] = {
            slot: None
            for slot in ("place", "date", "cause")
            if (found := getattr(asked, slot)) is not None
            and passed_over(found)
            and self.foreign(at, slot, found.span)
        }
        return replace(asked, **foreign) if foreign else asked

    def foreign(self, at: int, slot: str, span: CharSpan) -> bool:
        """Whether what stands at `span` fills the slot of other events than statement `at` tells alone."""
        owners = [
            j
            for j, one in enumerate(self.asked)
            if (found := getattr(one, slot)) is not None
            and found.origin == "own"
            and found.span.overlaps(span)
        ]
        return bool(owners) and all(self(at, j) for j in owners)


T = TypeVar("T")


def _own(found: Found | None, told: Sequence[tuple[CharSpan, T]]) -> T | None:
    """What is told at the words that the statement's own sentence has for a slot."""
    if found is None or found.origin != "own":
        return None
    return next((what for span, what in told if span.overlaps(found.span)), None)


def two_places(one: Named | None, other: Named | None) -> bool:
    """Whether two names are surely of two places, neither of which lies in the other."""
    if one is None or other is None or one.name == other.name:
        return False
    if one.country and other.country and one.country != other.country:
        return True
    return one.kind == other.kind and one.kind in _WIDENING


def distance(steps: int) -> str:
    """How far a candidate's sentence lies from the statement's, as the name of a bin; below 0 = before it."""
    side = "after" if steps > 0 else "before"
    steps = abs(steps)
    if steps <= 2:
        return f"{side}-{steps}" if steps else SAME
    return f"{side}-5" if steps <= 5 else f"{side}-far"
