"""Words as articles are compared by them: their stems, and how much each tells.

How rare a word is in news at large stands in `words.txt` (made by `training.stories` from articles without
annotation); the collection itself is counted on top, so that two articles are compared as well as thousands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from math import fsum, log, sqrt

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_QUOTED = re.compile(r"[“\"]([^“”\"]{30,600})[”\"]")
_ENDINGS = ("ing", "ed", "es", "s")
_LEAST_STEM = 4

# A vector of terms, of length 1.
Vector = Mapping[str, float]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """`word`, in small letters, without the ending of a plural or a participle.

    >>> stem("shootings"), stem("killed"), stem("glass")
    ('shooting', 'kill', 'glass')
    """
    if word[0].isdigit() or word.endswith("ss"):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word[:-1] if word.endswith("s") and len(word) > _LEAST_STEM - 1 else word


def word_list(text: str) -> list[str]:
    """The words of `text` in small letters, in order."""
    return _WORD.findall(text.lower())


def stems(text: str) -> list[str]:
    """The stems of all words of `text`, in order."""
    return [stem(word) for word in word_list(text)]


def quotations(text: str, words: int = 4) -> frozenset[str]:
    """The runs of so many words that stand in quotation marks."""
    runs: set[str] = set()
    for match in _QUOTED.finditer(text):
        spoken = _WORD.findall(match[1].lower())
        runs.update(" ".join(spoken[i : i + words]) for i in range(len(spoken) - words + 1))
    return frozenset(runs)


@cache
def _background() -> tuple[dict[str, int], int]:
    """How many articles of news at large have a word, and how many articles were counted."""
    lines = files(__package__).joinpath("words.txt").read_text("utf-8").splitlines()
    counted: dict[str, int] = {}
    for line in lines[1:]:
        number, _, words = line.partition(" ")
        counted.update(dict.fromkeys(words.split(), int(number)))
    return counted, int(lines[0])


@dataclass
class Rarity:
    """How much a word tells, up to 1: the rarer, the more. `counted`: how often each stands there."""

    counted: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    _known: dict[str, float] = field(default_factory=dict, repr=False)

    def add(self, words: Iterable[str]) -> None:
        """Count the `words` of one more article, each as often as it stands there.

        So the commonest of the collection come out below 0, and count for nothing.
        """
        self.counted.update(words)
        self.articles += 1
        self._known.clear()

    def of(self, word: str) -> float:
        if len(word) == 1 and word.isalpha():
            return 0.0  # "a", the "s" of "it's": single letters are not in the list, and tell nothing
        if (known := self._known.get(word)) is None:
            background, at_large = _background()
            total = at_large + self.articles + 1
            known = log(total / (1 + background.get(word, 0) + self.counted[word])) / log(total)
            self._known[word] = known
        return known

    def of_name(self, name: str) -> float:
        """Of several words the rarest tells most."""
        words = name.split()
        return max((self.of(stem(word)) for word in words), default=0.0)


def vector(counts: Mapping[str, float], rarity: Rarity, *, most: int) -> Vector:
    """Tf-idf, with the logarithm of the count, of the `most` weightiest terms."""
    weights = {word: (1 + log(count)) * rarity.of(word) for word, count in counts.items()}
    return unit(weights, most=most)


def unit(weights: Mapping[str, float], *, most: int) -> Vector:
    """`weights` of the `most` heaviest terms, scaled to length 1."""
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most]
    length = sqrt(sum(weight * weight for _, weight in kept))
    return {word: weight / length for word, weight in kept if weight > 0} if length else {}


def cosine(one: Vector, other: Vector) -> float:
    """How alike two vectors of length 1 are, 0 to 1; the same whatever the order of their terms."""
    return fsum(one[word] * other[word] for word in one.keys() & other.keys())


def shared(one: Vector, other: Vector, most: int = 3) -> Sequence[str]:
    """The terms that make two vectors alike, the weightiest first."""
    both = [(weight * other[word], word) for word, weight in one.items() if word in other]
    return [word for _, word in sorted(both, key=lambda item: (-item[0], item[1]))[:most]]
