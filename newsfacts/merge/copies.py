"""Near copies: an agency's text that several papers print, found by MinHash (Broder 1997).

Two articles are copies where one holds nearly all runs of words of the other; a paper may have cut the end or
added a paragraph of its own. MinHash only finds who is worth comparing: the runs themselves decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from rensa import RMinHash

from newsfacts.merge.profile import Profile, told
from newsfacts.merge.words import word_list
from newsfacts.types import ArticleFacts

_RUN = 5
_READ_WORDS = 3000
# A shorter text (a brief, a caption) is like many: it is a copy where no word differs but at its ends, and
# where the other came out within days. What is shorter still is left out.
_SHORT_RUNS, _LEAST_RUNS = 30, 10
_SHORT_COPIED, _SHORT_DAYS = 0.95, 3
# 32 bands of 4: of texts that share a third of their runs one in three is found, of those that share half
# 87 %, of those that share two thirds all but one in a thousand. A cut text of half the length shares half.
_PERMUTATIONS, _BAND = 128, 4
_SEED = 42
# The share of the runs of the shorter one that stand in the other.
_COPIED = 0.7
# A band of words that more have is furniture of a site.
_MOST_ALIKE = 60


def copies(facts: Sequence[ArticleFacts], profiles: Sequence[Profile]) -> dict[int, int]:
    """Copy -> original, as indices; the original is the first published, and no copy itself."""
    runs = [_runs(found) for found in facts]
    parent = list(range(len(facts)))

    def root(item: int) -> int:
        while parent[item] != item:
            item = parent[item]
        return item

    order = [(profile.published or date.max, facts[i].article.id, i) for i, profile in enumerate(profiles)]
    for one, other in sorted(_alike(runs)):
        mine, theirs = root(one), root(other)
        days = profiles[one].published, profiles[other].published
        if mine != theirs and _is_copied(runs[one], runs[other], days):
            first, second = sorted((mine, theirs), key=lambda i: order[i])
            parent[second] = first
    return {i: root(i) for i in range(len(facts)) if root(i) != i}


def _is_copied(
    one: frozenset[int], other: frozenset[int], published: tuple[date | None, date | None]
) -> bool:
    """Whether the shorter of two texts, by their runs, stands in the other."""
    shorter, common = min(len(one), len(other)), len(one & other)
    if shorter >= _SHORT_RUNS:
        return common >= _COPIED * shorter
    first, last = published
    apart = abs((first - last).days) if first and last else 0
    return common >= _SHORT_COPIED * shorter and apart <= _SHORT_DAYS


def _runs(facts: ArticleFacts) -> frozenset[int]:
    """The runs of words as numbers, the same in every process."""
    words = word_list(told(facts))[:_READ_WORDS]
    return frozenset(
        int.from_bytes(_digest(" ".join(words[i : i + _RUN])), "big") for i in range(len(words) - _RUN + 1)
    )


def _digest(run: str) -> bytes:
    from hashlib import blake2b

    return blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _alike(runs: Sequence[frozenset[int]]) -> set[tuple[int, int]]:
    bands: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for number, own in enumerate(runs):
        if len(own) < _LEAST_RUNS:
            continue
        sketch = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        sketch.update([f"{run:x}" for run in sorted(own)])
        digest = sketch.digest()
        for at in range(0, _PERMUTATIONS, _BAND):
            bands[at, *digest[at : at + _BAND]].append(number)
    return {
        (one, other)
        for members in bands.values()
        if 1 < len(members) <= _MOST_ALIKE
        for at, one in enumerate(members)
        for other in members[at + 1 :]
    }
