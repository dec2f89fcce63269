"""Which pairs of articles are worth comparing: those that share rare words or names.

Each article is looked up by its weightiest terms only, a term that very many articles have is no help, and of
all found only the likeliest are kept: so the work grows with the number of articles, not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from newsfacts.merge.profile import Profile

# Terms by which an article is found, of each kind.
_WORDS, _PAIRS, _NAMES = 25, 20, 8
# What more articles than these have tells nothing apart; rarer terms lead to all who have them.
_MOST_HOLDERS = 150
# So many of the likeliest are compared.
_NEAREST = 40
# Names and pairs of words tell more than a word.
_WEIGHTS = {"w": 1.0, "t": 0.5, "p": 0.5, "n": 0.7}


def candidates(profiles: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """Pairs of indices (i < j), each once, in order."""
    terms = [_terms(profile) for profile in profiles]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, weights in enumerate(terms):
        for term in weights:
            holders[term].append(number)
    found: set[tuple[int, int]] = set()
    for number, weights in enumerate(terms):
        for other in _nearest(number, weights, terms, holders):
            found.add((min(number, other), max(number, other)))
    yield from sorted(found)


def _nearest(
    number: int,
    weights: Mapping[str, float],
    terms: Sequence[Mapping[str, float]],
    holders: Mapping[str, Sequence[int]],
) -> list[int]:
    scores: defaultdict[int, float] = defaultdict(float)
    for term, weight in weights.items():
        who = holders[term]
        if len(who) <= _MOST_HOLDERS:
            for other in who:
                scores[other] += weight * terms[other][term]
    scores.pop(number, None)
    return sorted(scores, key=lambda other: (-scores[other], other))[:_NEAREST]


def _terms(profile: Profile) -> dict[str, float]:
    kinds = (
        ("w", profile.words, _WORDS),
        ("t", profile.title, _WORDS),
        ("p", profile.pairs, _PAIRS),
        ("n", profile.people, _NAMES),
    )
    made = {}
    for kind, vector, most in kinds:
        # Vectors are in order of weight.
        for word, weight in list(vector.items())[:most]:
            made[f"{kind} {word}"] = weight * _WEIGHTS[kind]
    return made
