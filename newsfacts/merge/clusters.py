"""Pairs of articles with their probabilities -> groups, by average linkage (UPGMA)."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

# What two articles that were not worth comparing have in common.
_APART = 0.01
# The size up to which a large group is made up for.
_LARGE = 5
# A group of so many is left over where the others have so many or more.
_STRAY, _STORY = 2, 3
# It is of the nearest where no other is more than this share as near: of look-alikes neither is taken.
_RIVAL = 0.5


@dataclass(frozen=True, slots=True)
class Linkage:
    """What makes two groups one, besides the mean over all pairs across them.

    `raised_by`: that is multiplied by the size of the larger group, 5 at most, to this power: members of a
    large group are less alike. `stray`: at last one or two articles left over are joined to the nearest group
    of three or more, where the mean reaches this share of the threshold and no other group is nearly as near.
    """

    raised_by: float = 0.0
    stray: float | None = None


def clusters(
    size: int,
    likely: Mapping[tuple[int, int], float],
    threshold: float,
    together: Iterable[tuple[int, int]] = (),
    linkage: Linkage | None = None,
    differ: Callable[[Sequence[int], Sequence[int]], bool] = lambda _one, _other: False,
) -> list[list[int]]:
    """Groups of 0 … size - 1, each sorted, by their first member.

    Two groups are joined, the likeliest first, while the mean probability over all pairs across them is
    `threshold` or more. `together`: pairs that are joined before all others; `differ`: whether what is left
    over is for another reason known to be of another event than a group.
    """
    linkage = linkage or Linkage()
    groups = _Groups(size, likely, linkage.raised_by)
    _join_known(groups, size, together)
    _join_likely(groups, threshold)
    if linkage.stray is not None:
        for stray, story in list(groups.strays(threshold * linkage.stray)):
            if not differ(groups.members[stray], groups.members[story]):
                groups.join(story, stray)
    return sorted(sorted(group) for group in groups.members.values())


def _join_known(groups: _Groups, size: int, together: Iterable[tuple[int, int]]) -> None:
    group_of = list(range(size))
    for i, j in sorted(together):
        one, other = sorted((group_of[i], group_of[j]))
        if one != other:
            for member in groups.members[other]:
                group_of[member] = one
            groups.join(one, other)


def _join_likely(groups: _Groups, threshold: float) -> None:
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


class _Groups:
    """Groups of articles, each known by one of its numbers.

    `members`: by group; `sums`: of the probabilities above _APART, by pair of groups.
    """

    def __init__(self, size: int, likely: Mapping[tuple[int, int], float], raised_by: float) -> None:
        self._raised_by = raised_by
        self.members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self.sums: dict[int, dict[int, float]] = {i: {} for i in range(size)}
        for (i, j), probability in sorted(likely.items()):
            if probability > _APART:
                self.sums[i][j] = self.sums[j][i] = probability - _APART

    def have(self, one: int, other: int) -> bool:
        """Whether both are still groups of their own."""
        return one in self.members and other in self.members

    def mean(self, one: int, other: int) -> float:
        """The mean probability over all pairs across two groups."""
        pairs = len(self.members[one]) * len(self.members[other])
        return _APART + self.sums[one].get(other, 0.0) / pairs

    def alike(self, one: int, other: int) -> float:
        """That, made up for the size of the larger."""
        larger = max(len(self.members[one]), len(self.members[other]))
        return self.mean(one, other) * float(min(larger, _LARGE) ** self._raised_by)

    def join(self, one: int, other: int) -> None:
        """Join group `other` into group `one`."""
        self.members[one] += self.members.pop(other)
        for third, amount in self.sums.pop(other).items():
            del self.sums[third][other]
            if third != one:
                self.sums[one][third] = self.sums[third][one] = self.sums[one].get(third, 0.0) + amount

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
