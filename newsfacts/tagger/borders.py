"""Places set right: where their names end, and whether they are places at all.

The encoder's mistakes in places are of few kinds. It runs two names into one ("Chiang Rai's Mae Sai"), takes
the word for a kind of place into the name ("Sadar upazila"), calls a sea or a country a people or a body, and
takes for a place what it has never met. The lexicon does not know that either: of the places that it does
not know and that are hardly believed, most are wrong; they are left out. On wwn-dev this is worth two points
of LOC (docs/model.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from newsfacts import rules
from newsfacts.english.names import fold
from newsfacts.english.words import WordList, closed, lists
from newsfacts.tagger.lexicon import LARGE
from newsfacts.tagger.votes import LabelledSpan

LOC, PLACES, NORP, BODIES = "LOC", ("LOC", "FAC"), "NORP", ("ORG", "MISC")

# A place that the lexicon does not know needs such a share of LOC and FAC at each of its words: behind "in"
# the second will do; or, at another mention, the third. Swept .4 to .65, .3 to .65 and .6 to .8 on wwn-dev:
# tenths of a point.
LEAST_SHARE, LEAST_BEHIND, LEAST_ELSEWHERE = 0.6, 0.4, 0.7
# A large place is one from such a share of LOC on, where it is seen as a people or, believed less than
# MAX_BODY, as a body.
LEAST_LARGE, MAX_BODY = 0.1, 0.6
LEAST_REST = 0.5  # share of another label behind a place that a span begins with
NEAR = 8  # words on each side of one in small letters that show whether the text has capitals


def mend(
    words: Sequence[str],
    spans: Sequence[LabelledSpan],
    shares: NDArray[np.float32],
    labels: Sequence[str],
    weight: Callable[[str], int],
) -> list[LabelledSpan]:
    """`spans`, (first token, token after the last, label, probability), with their places set right.

    `words`: of the article. `shares`: tokens × labels, how likely each word is part of a name of `labels`.
    `weight`: of the place that a name is, 0 where it is none (`Lexicon.weight`). The probability of a span
    whose borders change is the least share of its words.
    """
    names = _Names(words, spans, shares, labels, weight)
    out: list[LabelledSpan] = []
    for span in spans:
        if span[2] == LOC:  # no list has the world's bridges and hospitals: those stay as they are
            out += names.places(span)
        else:
            out.append((*span[:2], LOC, span[3]) if names.is_large(span) else span)
    return out


@dataclass(frozen=True, slots=True)
class BorderWords:
    """The tables of `tagger/borders.toml`."""

    kinds: frozenset[str]
    before: frozenset[str]


@cache
def _words() -> BorderWords:
    return lists("tagger/borders", BorderWords)


@cache
def _directions() -> frozenset[str]:
    return frozenset(rules.load("gazetteer/words", WordList)["direction"].words)


class _Names:
    """The names of an article; the arguments are those of `mend`."""

    def __init__(
        self,
        words: Sequence[str],
        spans: Sequence[LabelledSpan],
        shares: NDArray[np.float32],
        labels: Sequence[str],
        weight: Callable[[str], int],
    ) -> None:
        self.words, self.spans, self.shares, self.labels = words, spans, shares, labels
        self.loc = shares[:, labels.index(LOC)]
        self.place = shares[:, [labels.index(label) for label in PLACES if label in labels]].sum(axis=1)
        self.weight_of = weight

    def name(self, start: int, end: int) -> str:
        return " ".join(self.words[start:end])

    def weight(self, start: int, end: int) -> int:
        return self.weight_of(self.name(start, end))

    def is_large(self, span: LabelledSpan) -> bool:
        """Whether a people or a doubtful body is a large place: "the Pacific"."""
        start, end, label, probability = span
        doubtful = label == NORP or (label in BODIES and probability < MAX_BODY)
        return doubtful and self.loc[start:end].mean() > LEAST_LARGE and self.weight(start, end) >= LARGE

    def places(self, span: LabelledSpan) -> Iterator[LabelledSpan]:
        """The places in one, and a name run into it; none where it is hardly believed and not known."""
        start, end, _, probability = span
        if self.says_what(start, end):
            return
        for part in self.parts(start, end):
            if self.is_believed(*part):
                yield (*part, LOC, probability if part == (start, end) else self.least(*part))
            elif core := self.core(*part):
                yield (*core, LOC, self.least(*core))
                yield from self.rest(core[1], part[1])

    def says_what(self, start: int, end: int) -> bool:
        """Whether one word in small letters, in a text with capitals, is taken for a place: "the north"."""
        word = self.words[start]
        if end - start > 1 or not word.islower():
            return False
        near = self.words[max(0, start - NEAR) : end + NEAR]
        common = word in _words().kinds or word in _directions() or not self.weight(start, end)
        return common and any(word[:1].isupper() for word in near)

    def parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The names in a span: "Chiang Rai" and "Mae Sai", without the "'s" and words for kinds of place."""
        words = self.words
        if end - start > 1 and words[end - 1].lower() in closed().possessives:
            end -= 1
        for i in range(start + 1, end - 1):
            if words[i].lower() in closed().possessives:
                if self.weight(start, i):  # not "Hawke's Bay"
                    yield start, self.name_end(start, i)
                    start = i + 1
                break
        yield start, self.name_end(start, end)

    def name_end(self, start: int, end: int) -> int:
        """Where a name ends before the word for its kind, in small letters: "Sadar" of "Sadar upazila".

        A word that is tied to the name ("Isle of the river") stays.
        """
        cut = end
        while cut - start > 1 and self.words[cut - 1] in _words().kinds and self.words[start][:1].isupper():
            cut -= 1
        while cut - start > 1 and (self.words[cut - 1] == "," or self.words[cut - 1].isspace()):
            cut -= 1
        return end if self.words[cut - 1] in closed().small else cut

    def is_believed(self, start: int, end: int) -> bool:
        behind = start > 0 and self.words[start - 1].lower() in _words().before
        return (
            self.least(start, end) >= (LEAST_BEHIND if behind else LEAST_SHARE)
            or self.weight(start, end) > 0
            or self.best.get(fold(self.name(start, end)), 0.0) >= LEAST_ELSEWHERE
        )

    @cached_property
    def best(self) -> dict[str, float]:
        """For each folded name the most that one of its mentions is believed to be a place."""
        best: dict[str, float] = {}
        for start, end, *_ in self.spans:
            key = fold(self.name(start, end))
            best[key] = max(best.get(key, 0.0), self.least(start, end))
        return best

    def least(self, start: int, end: int) -> float:
        """How likely the most doubtful word of a name is a place's. Not counted is what stands outside in one
        article and inside in the next: the direction before it, a comma, "and" or "of" in it; and blanks.
        """
        if end - start > 1 and self.words[start] in _directions():
            start += 1
        inner = [i for i in range(start + 1, end - 1) if self._counts(self.words[i])]
        return min(float(self.place[i]) for i in (start, *inner, end - 1))

    def _counts(self, word: str) -> bool:
        return word != "," and word not in closed().small and not word.isspace()

    def core(self, start: int, end: int) -> tuple[int, int] | None:
        """The large place that a span begins or ends with, the longest: "Yukon" of "Yukon Monday Star"; None
        where there is none, or one of its words is not believed.
        """
        for length in range(end - start - 1, 0, -1):
            for first in (start, end - length):
                after = first + length
                if self.least(first, after) >= LEAST_SHARE and self.weight(first, after) >= LARGE:
                    return first, after
        return None

    def rest(self, start: int, end: int) -> Iterator[LabelledSpan]:
        """The name behind a place that a span begins with, where its last word is believed to be of another
        label: "Minni Minawi" of "Darfur Region Minni Minawi".
        """
        if start < end and self.words[start][:1].isalnum():
            label = int(self.shares[end - 1].argmax())
            share = float(self.shares[end - 1, label])
            if share > LEAST_REST and self.labels[label] not in PLACES:
                yield start, end, self.labels[label], share
