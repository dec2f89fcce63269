"""Pairs of articles with their probabilities -> groups, the likeliest two joined first.

How alike two groups are is the mean over all pairs across them (average linkage, UPGMA), mixed with what the
members of the smaller one are to the two closest of the larger: an article belongs to a story where two
others are sure of it, however far the rest has gone from the first news.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

# What two articles that were not worth comparing have in common.
_APART = 0.01
# The size up to which a large group is made up for.
_LARGE = 5
# A group of so many is left over where the others have so many or more.
_STRAY, _STORY = 2, 3
# It is of the nearest where no other is more than so many times as close.
_RIVAL = 0.5


@dataclass(frozen=True, slots=True)
class Linkage:
    """What makes two groups one.

    `closest`: the share of the closest pairs in how alike two groups are, 0 to 1; the rest is the mean.
    `raised_by`: that is multiplied by the size of the larger group, 5 at most, to this power: members of a
    large group are less alike. `stray`: at last one or two articles left over are joined to the nearest group
    of three or more where the mean reaches this share of the threshold and no other group is nearly as near.
    """

    closest: float = 0.0
    raised_by: float = 0.0
    stray: float | None = None


def clusters(
    size: int,
    likely: Mapping[tuple[int, int], float],
    threshold: float,
    together: Iterable[tuple[int, int]] = (),
    linkage: Linkage = Linkage(),
) -> list[list[int]]:
    """Groups of 0 … size - 1, each sorted, by their first member.

    Two groups are joined, the likeliest first, while they are alike by `threshold` or more. `together`: pairs
    that are joined before all others.
    """
    groups = _Groups(size, likely, linkage)
    group_of = list(range(size))
    for i, j in sorted(together):
        one, other = sorted((group_of[i], group_of[j]))
        if one != other:
            for member in groups.members[other]:
                group_of[member] = one
            groups.join(one, other)
    heap = [
        (-alike, i, j)
        for i, near in groups.sums.items()
        for j in near
        if i < j and (alike := groups.alike(i, j)) >= threshold
    ]
    heapq.heapify(heap)
    while heap:
        alike, one, other = heapq.heappop(heap)
        if not groups.have(one, other) or -alike != groups.alike(one, other):
            continue  # out of date: one of them has been joined since
        groups.join(one, other)
        for third in groups.sums[one]:
            pair = min(one, third), max(one, third)
            if (again := groups.alike(*pair)) >= threshold:
                heapq.heappush(heap, (-again, *pair))
    if linkage.stray is not None:
        for stray, story in list(groups.strays(threshold * linkage.stray)):
            groups.join(story, stray)
    return sorted(sorted(group) for group in groups.members.values())


# The two largest probabilities of a member to those of another group, above _APART.
_Best = tuple[float, float]


class _Groups:
    """Groups of articles, each known by its first number.

    `members`: by group; `sums`: of the probabilities above _APART, by pair of groups; `best`: for a pair of
    groups those members of the first that have one in the second, with their best.
    """

    def __init__(self, size: int, likely: Mapping[tuple[int, int], float], linkage: Linkage) -> None:
        self._linkage = linkage
        self.members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self.sums: dict[int, dict[int, float]] = {i: {} for i in range(size)}
        self._best: dict[int, dict[int, dict[int, _Best]]] = {i: {} for i in range(size)}
        for (i, j), probability in sorted(likely.items()):
            if probability > _APART:
                above = probability - _APART
                self.sums[i][j] = self.sums[j][i] = above
                if linkage.closest:
                    self._best[i][j], self._best[j][i] = {i: (above, 0.0)}, {j: (above, 0.0)}

    def have(self, one: int, other: int) -> bool:
        """Whether both are still groups of their own."""
        return one in self.members and other in self.members

    def mean(self, one: int, other: int) -> float:
        """The mean probability over all pairs across two groups."""
        pairs = len(self.members[one]) * len(self.members[other])
        return _APART + self.sums[one].get(other, 0.0) / pairs

    def alike(self, one: int, other: int) -> float:
        """How alike two groups are: by threshold or more and they are one."""
        sizes = len(self.members[one]), len(self.members[other])
        factor = float(min(max(sizes), _LARGE) ** self._linkage.raised_by)
        alike = self.mean(one, other)
        if closest := self._linkage.closest:
            smaller, larger = (one, other) if sizes[0] <= sizes[1] else (other, one)
            alike = (1 - closest) * alike + closest * self._nearest(smaller, larger)
        return alike * factor

    def _nearest(self, smaller: int, larger: int) -> float:
        """The mean of what the members of `smaller` are to the two closest of `larger`."""
        best = self._best[smaller].get(larger, {}).values()
        of_two = len(self.members[larger]) > 1
        total = sum((first + second) / 2 if of_two else first for first, second in best)
        return _APART + total / len(self.members[smaller])

    def join(self, one: int, other: int) -> None:
        """Join group `other` into group `one`."""
        self.members[one] += self.members.pop(other)
        for third, amount in self.sums.pop(other).items():
            del self.sums[third][other]
            if third != one:
                self.sums[one][third] = self.sums[third][one] = self.sums[one].get(third, 0.0) + amount
        for third, best in self._best.pop(other).items():
            back = self._best[third].pop(other)
            if third != one:
                self._best[one].setdefault(third, {}).update(best)
                mine = self._best[third].setdefault(one, {})
                for member, theirs in back.items():
                    first, second, *_ = sorted((*mine.get(member, (0.0, 0.0)), *theirs), reverse=True)
                    mine[member] = first, second

    def strays(self, least: float) -> Iterator[tuple[int, int]]:
        """Small groups left over, each with the story that it is nearest to by `least` or more."""
        for one, members in self.members.items():
            if len(members) > _STRAY:
                continue
            near = sorted(((self.mean(one, other), -other) for other in self.sums[one]), reverse=True)
            if not near or near[0][0] < least or len(self.members[-near[0][1]]) < _STORY:
                continue
            if len(near) == 1 or near[1][0] <= near[0][0] * _RIVAL:
                yield one, -near[0][1]
