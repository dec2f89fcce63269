"""Passes that go by first names: they make people's names whole, part those of a list, tell them from places.

What is a first name, the tagger's lexicon knows. "Nadia Kovčić" whose surname was passed by, "Sydney Marsh"
of which half was taken for a town, "Ann Orlo Beth Bell Cora Lind" written with nothing between; and "known
as Lumo", which nothing but these words tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, cached_property

from newsfacts.doc.store import Labelled
from newsfacts.english.names import fold
from newsfacts.english.tags import NOUN_PHRASE
from newsfacts.english.titles import is_any_title, title_words
from newsfacts.english.words import closed
from newsfacts.names import organization_names
from newsfacts.names.passes.clues import CERTAIN, DOUBTFUL, FIRM, is_known_body, is_place, trust
from newsfacts.names.passes.value import ORG, PERSON, PLACES, At, Names, words
from newsfacts.remembered import remembered
from newsfacts.tagger.encoder import model_folder
from newsfacts.tagger.lexicon import FIRST, LAST, Lexicon

MODEL = "news-en"

LEAST_RUN, LEAST_GIVEN = 8, 3  # words in a row, of which so many are first names, are several people
LEAST_TAGGED = 0.5  # of such a row's words are in people's names, by the tagger
MAX_WORDS = 4  # of a name in such a row
# What a name costs in a row: of so many words, without a first name at its beginning, with one inside.
WORDS_COST = {1: 5.0, 2: 0.0, 3: 1.2, 4: 3.0}
UNKNOWN_COST, INNER_COST = 1.0, 1.0

HARDLY = 0.6  # a body of a first name and another word that is believed less is none
MAX_CALLED, MAX_TIE = 3, 5  # tokens of what someone is known as, of ", better known as"


@cache
def _lexicon() -> Lexicon:
    return Lexicon.read(model_folder(MODEL) / "lexicon.bin")


@remembered()
def _bits(word: str) -> int:
    return _lexicon().entry(fold(word))


def is_given(word: str) -> bool:
    """Whether a word is a first name."""
    return bool(_bits(word) & FIRST)


def is_family(word: str) -> bool:
    """Whether a word is a family name."""
    return bool(_bits(word) & LAST)


def given(names: Names) -> Names:
    """People by their first names: surnames passed by, towns that are first names, rows of people."""
    text = _Text(names)
    spans = [*text.rows(), *text.cut_short(), *text.half_a_place(), *text.taken_for_bodies(), *text.called()]
    return names.with_spans(spans, PERSON) if spans else names


class _Text:
    """The words of an article, asked for names that the tagger did not find whole."""

    def __init__(self, names: Names) -> None:
        self.names, self.doc = names, names.doc
        self.words, self.low = names.words, names.low

    @cached_property
    def small(self) -> set[str]:
        """The words of the article in small letters."""
        return {word for word in self.words if word.islower()}

    def _is_surname(self, at: int) -> bool:
        """Whether token `at` can be a surname by its looks: a capital, no title, no word of the article."""
        if at >= len(self.words):
            return False
        word = self.words[at]
        if not word[0].isupper() or word.isupper() or not word.replace("-", "").isalpha():
            return False
        if self.doc[at].is_sent_start or self.low[at] in self.small or is_any_title(word):
            return False
        return not _tells_body(self.low[at]) and self.low[at] not in title_words("stops")

    def _ends(self, at: int) -> bool:
        """Whether no capital stands at token `at`: what stands before it is a name's last word."""
        return at >= len(self.words) or not self.words[at][0].isupper() or bool(self.doc[at].is_sent_start)

    # ------------------------------------------------------------ cut short

    def cut_short(self) -> Iterator[At]:
        """First names alone whose surname stands behind them, and was tagged as nothing."""
        taken = {i for m in self.names.tagged for i in range(m.span.start, m.span.end)}
        for m in self.names.found:
            end = m.span.end
            if m.label != PERSON or len(m.span) > 1 or end in taken or not is_given(m.text):
                continue
            proper = self._is_surname(end) and self._is_proper(end)
            if proper and self._ends(end + 1) and not self._is_tied(end):
                yield m.span.start, end + 1

    def _is_proper(self, at: int) -> bool:
        """Whether token `at` is no common word, by its tag, its letters or the list."""
        word = self.words[at]
        return self.doc[at].tag_ in ("NNP", "NNPS", "") or not word.isascii() or is_family(word)

    def _is_tied(self, at: int) -> bool:
        """Whether a hyphen behind token `at` ties it to what follows."""
        return at + 1 < len(self.words) and self.words[at + 1] in closed().hyphens

    def half_a_place(self) -> Iterator[At]:
        """ "Sydney Marsh" of which the first name was taken for a town."""
        for first, second in zip(self.names.found, self.names.found[1:], strict=False):
            if first.label not in PLACES or second.label != PERSON or first.span.end != second.span.start:
                continue
            lone = len(first.span) == 1 and trust(first) < FIRM and len(second.span) == 1
            if lone and is_given(first.text) and self._is_surname(second.span.start):
                yield first.span.start, second.span.end

    def taken_for_bodies(self) -> Iterator[At]:
        """A first name and a surname that were taken for a body, which is hardly believed."""
        for m in self.names.found:
            if m.label != ORG or len(m.span) < 2 or trust(m) >= DOUBTFUL:
                continue
            if self._has_middle_initial(m) if len(m.span) > 2 else self._is_full_name(m):
                yield m.span.start, m.span.end

    def _is_full_name(self, body: Labelled) -> bool:
        """Whether a name of two words is a first name and a surname, and no known body's or place's."""
        one, other = body.span[0], body.span[1]
        named = is_family(other.text) or (trust(body) < HARDLY and not other.lower_.endswith("s"))
        person = named and is_given(one.text) and self._is_surname(other.i)
        plain = one.is_title and one.is_alpha and not _tells_body(one.lower_)
        return person and plain and not self._has_article(one.i) and not _is_listed(body.text)

    def _has_middle_initial(self, body: Labelled) -> bool:
        """Whether a name is a first name, an initial and a surname: "Howard F. Lind"."""
        first, initial, last = (body.span[i].text for i in (0, 1, -1))
        lone = len(initial) == 2 and initial[1] == "." and initial[0].isupper()
        named = len(body.span) == 3 and is_given(first) and not _tells_body(last.lower())
        return lone and named and last[0].isupper()

    def _has_article(self, at: int) -> bool:
        return at > 0 and self.low[at - 1] in closed().articles

    # ------------------------------------------------------------ known as

    def called(self) -> Iterator[At]:
        """What someone is known as: "Ann Orlo, better known as Lumo", by what is before it alone."""
        for m in self.names.found:
            if m.label == PERSON:
                start = self._behind_tie(m.span.end)
                end = start
                while end < min(start + MAX_CALLED, len(self.words)) and self._is_called(end):
                    end += 1
                if end > start > m.span.end:
                    yield start, end

    def _behind_tie(self, at: int) -> int:
        """The token behind ", known as “" where that stands from token `at` on; else `at`."""
        for end in range(at, min(at + MAX_TIE, len(self.words) - 1)):
            if (self.low[end], self.low[end + 1]) == ("known", "as"):
                opens = end + 2
                quoted = opens < len(self.words) and self.words[opens] in closed().quotes
                return opens + quoted
            if self.low[end] not in words().before_known:
                break
        return at

    def _is_called(self, at: int) -> bool:
        word = self.words[at]
        if (
            not word[0].isupper()
            or not word.replace("-", "").isalpha()
            or self.low[at] in title_words("stops")
        ):
            return False
        sure = any(m.label != PERSON and (m.confidence or 0) >= CERTAIN for m in self.names.over(at, at + 1))
        return not sure and not _tells_body(self.low[at])

    # ------------------------------------------------------------ rows of people

    def rows(self) -> Iterator[At]:
        """People of a list that nothing parts, each by its first name."""
        behind = 0
        for m in self.names.found:
            if m.label == PERSON and m.span.start >= behind:
                start, end = self._row_of(m)
                behind = max(end, m.span.end)
                if end - start >= LEAST_RUN and self._are_people(start, end):
                    yield from _parted(self.words, start, end)

    def _row_of(self, person: Labelled) -> At:
        start, end = person.span.start, person.span.end
        while start and self._is_of_row(start - 1):
            start -= 1
        while end < len(self.words) and self._is_of_row(end):
            end += 1
        return start, end

    def _is_of_row(self, at: int) -> bool:
        word = self.words[at]
        letters = word.replace("'", "").replace("’", "").replace("-", "")
        if not word[0].isupper() or not letters.isalpha() or word.isupper() or is_any_title(word):
            return False
        tag = self.doc[at].tag_
        return (not tag or tag in NOUN_PHRASE) and bool(self.names.story[at])

    def _are_people(self, start: int, end: int) -> bool:
        people = sum(
            min(m.span.end, end) - max(m.span.start, start)
            for m in self.names.over(start, end)
            if m.label == PERSON
        )
        firsts = sum(map(is_given, self.words[start:end]))
        return people >= LEAST_TAGGED * (end - start) and firsts >= LEAST_GIVEN


def _is_listed(name: str) -> bool:
    """Whether `name` is a known body's or a place's."""
    return is_known_body(name) or is_place(name)


def _tells_body(word: str) -> bool:
    """Whether a word in small letters says what a body is: "party", "hospital", "motors"."""
    return any(word in organization_names.words(table) for table in ("generic", "tail", "company", "media"))


def _parted(tokens: Sequence[str], start: int, end: int) -> Iterator[At]:
    """The row of tokens [start, end) as names: the way to part them that costs least."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for at in range(1, end - start + 1):
        ways = (
            (best[at - n][0] + _cost(tokens[start + at - n : start + at]), n)
            for n in range(1, min(MAX_WORDS, at) + 1)
        )
        best.append(min(ways))
    cuts, at = [], end - start
    while at:
        cuts.append((start + at - best[at][1], start + at))
        at -= best[at][1]
    yield from reversed(cuts)


def _cost(name: Sequence[str]) -> float:
    inside = sum(is_given(word) and not is_family(word) for word in name[1:])
    return WORDS_COST[len(name)] + (not is_given(name[0])) * UNKNOWN_COST + inside * INNER_COST
