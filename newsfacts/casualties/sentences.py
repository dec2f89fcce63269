"""The sentences of an article as the search for victims reads them: only those that somebody asks for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar

from spacy.attrs import IDX
from spacy.tokens import Doc

from newsfacts import numbers
from newsfacts.casualties import phrases, tags
from newsfacts.casualties.ages import ages
from newsfacts.casualties.lexicon import Role
from newsfacts.casualties.sentence import Labelled, Sentence
from newsfacts.doc import store
from newsfacts.numbers.counts import Number
from newsfacts.types import CharSpan

# A longer sentence is none (a table, a text without stops) and is read in pieces, so that the time
# taken stays in proportion to the length. The longest sentence of the development articles has 190.
MAX_SENTENCE_TOKENS = 400

_ARTICLES = frozenset(("a", "an", "the", "another", "its", "their", "his", "her", "this", "that", "one"))

Bounds = tuple[int, int]  # tokens [start, end)
T = TypeVar("T")


class Sentences:
    """The sentences of a story as Sentences, each read when it is first asked for; one without end in pieces.

    Most tell of no harm: on wwn-dev (99 articles) one in six is read for its phrases.
    """

    def __init__(
        self,
        doc: Doc,
        story: Sequence[Bounds],
        *,
        vague: str = numbers.LITERAL,
        without: Sequence[CharSpan] = (),
        marked: Marked,
    ) -> None:
        """`vague`: the policy for vague number words. `without`: in reading order, the characters that tell
        nothing, such as the dates of datelines; their words are left out. `marked`: what the tagger marks.
        """
        self._doc = doc
        cut = [
            (start, end, (first, min(first + MAX_SENTENCE_TOKENS, end)))
            for start, end in story
            for first in range(start, end, MAX_SENTENCE_TOKENS)
        ]
        self._whole = [(start, end) for start, end, _ in cut]
        self._bounds = [piece for *_, piece in cut]
        self._vague = vague
        self._without = without
        self._marked = marked
        self._without_starts = [part.start for part in without]
        self._without_ends = [part.end for part in without]
        self._tagged = doc.has_annotation("TAG")
        self._text = store.words_of(doc)
        self._low = store.lower_words_of(doc)
        if "’" in store.text_of(doc):
            self._low = [low.replace("’", "'") for low in self._low]
        self._plain: dict[int, Sentence] = {}
        self._left_out: dict[int, set[int]] = {}  # characters at which the words left out begin
        self._parsed: set[int] = set()

    def __len__(self) -> int:
        return len(self._bounds)

    def __iter__(self) -> Iterator[Sentence]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, index: int) -> Sentence:
        """A sentence with its counts and noun phrases."""
        words = self.plain(index)
        if index not in self._parsed:
            self._parsed.add(index)
            if self._tagged:
                tags.mend(words)
            else:
                tags.guess(words)
            _note(words, self._counts_in(index))
            phrases.chunk(words)
            words.figures = self.marked(index)
            words.roles = self._marked.roles_in(self.span(index))
        return words

    def marked(self, index: int) -> list[Labelled]:
        """What the tagger takes for figures in a sentence."""
        return self._marked.figures_in(self.span(index))

    def low(self, index: int) -> list[str]:
        """The words of a sentence in small letters, blanks and what is left out among them."""
        start, end = self._bounds[index]
        return self._low[start:end]

    def labels(self, index: int) -> list[str]:
        """The labels of the names in a sentence, word by word as for `low`."""
        start, end = self._bounds[index]
        return self._labels[start:end]

    def plain(self, index: int) -> Sentence:
        """A sentence of which only words and labels need be known."""
        if index not in self._plain:
            self._plain[index] = self._read(index)
        return self._plain[index]

    def span(self, index: int) -> CharSpan:
        """The characters of a sentence, or of a piece of one."""
        return self._chars(self._bounds[index])

    def whole_span(self, index: int) -> CharSpan:
        """The characters of a sentence, also of one read in pieces."""
        return self._chars(self._whole[index])

    def _chars(self, bounds: Bounds) -> CharSpan:
        first, last = bounds[0], bounds[1] - 1
        return CharSpan(self._first[first], self._first[last] + len(self._text[last]))

    # ------------------------------------------------------------ what all sentences share

    @cached_property
    def _first(self) -> list[int]:
        """Where each token begins."""
        first: list[int] = self._doc.to_array([IDX]).tolist()
        return first

    @cached_property
    def _tags(self) -> list[str]:
        return store.tags_of(self._doc)

    @cached_property
    def _labels(self) -> list[str]:
        return store.name_labels(self._doc)

    @cached_property
    def _counts(self) -> tuple[list[int], list[Number]]:
        """The counts of the article: where each begins, and what it is."""
        counts = numbers.find(store.text_of(self._doc), policy=self._vague)
        return [number.span.start for number in counts], counts

    # ------------------------------------------------------------ one sentence

    def _counts_in(self, index: int) -> list[Number]:
        starts, counts = self._counts
        span, left_out = self.span(index), self._left_out[index]
        inside = counts[bisect_left(starts, span.start) : bisect_right(starts, span.end)]
        return [number for number in inside if number.core.start not in left_out]

    def _read(self, index: int) -> Sentence:
        start, end = self._bounds[index]
        blanks = store.blanks_of(self._doc)
        tokens: Sequence[int] = range(start, end)
        if any(blanks[start:end]):
            tokens = [token for token in tokens if not blanks[token]]
        lifted = ages(*(_at(each, tokens) for each in (self._text, self._tags, self._labels)))
        if self._without:
            lifted |= self._untold(tokens, self.span(index))
        aboard = self._aboard(tokens) if "board" in self._low[start:end] else []
        lifted |= {at - 1 for at in aboard}
        self._left_out[index] = {self._first[tokens[at]] for at in lifted}
        if not lifted:
            return self._words_of(tokens)
        kept = [at for at in range(len(tokens)) if at not in lifted]
        words = self._words_of([tokens[at] for at in kept])
        for place in (kept.index(at) for at in aboard):
            words.low[place] = "aboard"
            words.tag[place : place + 1] = ["IN"] * self._tagged
        _join_list(words, [place for place, at in enumerate(kept) if at - 1 in lifted])
        return words

    def _aboard(self, tokens: Sequence[int]) -> list[int]:
        """Where "board" of "the ten on board a ferry" stands, read like "aboard", the "on" left out."""
        return [
            at
            for at in range(1, len(tokens) - 1)
            if self._low[tokens[at]] == "board"
            and self._low[tokens[at - 1]] == "on"
            and (self._low[tokens[at + 1]] in _ARTICLES or self._text[tokens[at + 1]][0].isupper())
        ]

    def _words_of(self, own: Sequence[int]) -> Sentence:
        text, first = _at(self._text, own), _at(self._first, own)
        return Sentence(
            low=_at(self._low, own),
            tag=_at(self._tags, own) if self._tagged else [],
            first=first,
            last=[start + len(word) for start, word in zip(first, text, strict=True)],
            label=_at(self._labels, own),
            capital=[word[0].isupper() for word in text],
            least_plural=numbers.least_plural(self._vague),
        )

    def _untold(self, tokens: Sequence[int], span: CharSpan) -> set[int]:
        """Which of the tokens of the sentence at `span` stand where nothing is told."""
        near = self._without[
            bisect_left(self._without_ends, span.start) : bisect_left(self._without_starts, span.end)
        ]
        if not near:
            return set()
        return {
            at
            for at, token in enumerate(tokens)
            if (self._labels[token] == "DATE" or any(map(str.isalnum, self._text[token])))
            and any(part.start <= self._first[token] < part.end for part in near)
        }


def _at(values: list[T], tokens: Sequence[int]) -> list[T]:
    """Those of `values` that belong to `tokens`."""
    if isinstance(tokens, range):
        return values[tokens.start : tokens.stop]
    return [values[token] for token in tokens]


def _join_list(words: Sentence, behind_ages: Iterable[int]) -> None:
    """ "Lind, 41; Soto, 39; and a boy": behind an age a semicolon parts the names of a list."""
    for at in behind_ages:
        if words.low[at] == ";":
            words.low[at] = ","
            if words.tag:
                words.tag[at] = ","


def _note(words: Sentence, numbers: Iterable[Number]) -> None:
    """Note on the sentence where `numbers` stand that may count people."""
    for number in numbers:
        start = bisect_right(words.first, number.span.start) - 1
        end = bisect_left(words.first, number.span.end)
        if start < 0 or end <= start or words.last[end - 1] > number.span.end + 1:
            continue
        if not (_is_date(words, start, end, number) or _is_label(words, start, end, number)):
            words.counts[start] = (end, number)


def _is_date(words: Sentence, start: int, end: int, number: Number) -> bool:
    """Whether a bare number is a date's: "in 2018", "May 27", "27 May", "2018-19"."""
    bare = number.span == number.core and number.rule == "exact"
    before, behind = words.at(start - 1), words.at(end)
    if bare and _of_month(words, start, end, number):
        return True
    if number.year_like and behind in words.lex.harmed and before not in words.lex.before_years:
        return False  # "left 2019 injured"
    if number.year_like and before in words.lex.harming and not words.tagged(end).startswith("NN"):
        return False  # "drove 2020 from their homes"
    if words.label[start] == "DATE" and bare and not words.tagged(end).startswith("NN"):
        return True
    if not number.year_like or _one_thing(words, end):
        return number.year_like
    # "over 2000 people" counts, "jailed over 2019 killing" does not
    counts = words.tagged(end).startswith(("NN", "JJ")) and before not in words.lex.before_years
    return number.span == number.core and not counts


# Labels of names behind which a number counts people: "in Oru 504 were killed", "on Monday 12 died".
_NO_MAKES = ("LOC", "FAC", "NORP", "DATE", "PERSON")


def _is_label(words: Sentence, start: int, end: int, number: Number) -> bool:
    """Whether a number in digits is part of a name: "a Peugeot 504", "the Bell 206's pilot", "PC 12 was"."""
    before, behind = words.at(start - 1), words.at(end)
    if "no." in (words.low[start], before):
        return True
    bare = words.low[start].isdigit() and number.span == number.core
    named = bare and start > 0 and words.capital[start - 1] and words.tag[start - 1] in ("NN", "NNP")
    if not named or words.label[start - 1] in _NO_MAKES or before in words.lex.temporal:
        return False
    one = words.at(start - 2) in words.lex.articles or (number.max != 1 and behind in ("was", "is", "has"))
    return behind in words.lex.genitives or (one and words.tagged(end) not in tags.PLURAL)


def _of_month(words: Sentence, start: int, end: int, number: Number) -> bool:
    """Whether a bare number is the day of a month."""
    months = words.lex.months
    if number.max is None or number.max > 31 or not words.low[start].isdigit():
        return False
    return words.at(end) in months or (words.at(start - 1) in months and words.tagged(end) != "NNS")


def _one_thing(words: Sentence, at: int) -> bool:
    """Whether the nouns from word `at` name one thing ("2019 killing"), no people ("2000 police")."""
    end = at
    while words.tagged(end).startswith(("NN", "JJ")):
        end += 1
    if end == at or words.tagged(end - 1) != "NN":
        return False
    rule = words.lex.rule_of(words.low[end - 1])
    return rule is None or rule.role is not Role.PEOPLE


class Marked:
    """The spans of the heads HARM and ROLES on a Doc, with at least the confidence given, that overlap
    none of `without` (in reading order)."""

    def __init__(self, doc: Doc, *, least_confidence: float, without: Sequence[CharSpan] = ()) -> None:
        figures, roles = (_spans(doc, key, least_confidence) for key in (store.HARM, store.ROLES))
        self.figures = [item for item in figures if not overlaps(without, item.span)]
        self.roles = [item for item in roles if not overlaps(without, item.span)]
        self.figure_starts = [item.span.start for item in self.figures]
        self.role_starts = [item.span.start for item in self.roles]

    def figures_in(self, sentence: CharSpan) -> list[Labelled]:
        left = bisect_left(self.figure_starts, sentence.start)
        return self.figures[left : bisect_left(self.figure_starts, sentence.end)]

    def roles_in(self, sentence: CharSpan) -> list[Labelled]:
        left = bisect_left(self.role_starts, sentence.start)
        return self.roles[left : bisect_left(self.role_starts, sentence.end)]


def overlaps(spans: Sequence[CharSpan], span: CharSpan) -> bool:
    """Whether `span` overlaps one of `spans`, which are in reading order and do not overlap each other."""
    at = bisect_left(spans, span.end, key=lambda other: other.start) - 1
    return at >= 0 and spans[at].end > span.start


def _spans(doc: Doc, key: str, least_confidence: float) -> list[Labelled]:
    return [
        Labelled(store.char_span(item.span), item.label, item.confidence)
        for item in store.labelled(doc, key)
        if item.confidence is None or item.confidence >= least_confidence
    ]
