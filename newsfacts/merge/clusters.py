"""Pairs of articles with their probabilities -> groups, by average linkage (UPGMA)."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

# What two articles that were not worth comparing have in common.
_APART = 0.01
# The size up to which a large group is made up for.
_LARGE = 5


def clusters(
    size: int,
    likely: Mapping[tuple[int, int], float],
    threshold: float,
    together: Iterable[tuple[int, int]] = (),
    raised_by: float = 0.0,
) -> list[list[int]]:
    """Groups of 0 … size - 1, each sorted, by their first member.

    Two groups are joined, the likeliest first, while the mean probability over all pairs across them is
    `threshold` or more. `raised_by`: the mean is multiplied by the size of the larger group, 5 at most, to
    this power: members of a large group are less alike. `together`: pairs that are joined before all others.
    """
    members: dict[int, list[int]] = {i: [i] for i in range(size)}
    # Sum of probabilities above _APART, by pair of groups.
    sums: dict[int, dict[int, float]] = {i: {} for i in range(size)}
    for (i, j), probability in sorted(likely.items()):
        if probability > _APART:
            sums[i][j] = sums[j][i] = probability - _APART
    group_of = list(range(size))
    for i, j in sorted(together):
        one, other = sorted((group_of[i], group_of[j]))
        if one != other:
            for member in members[other]:
                group_of[member] = one
            _join(members, sums, one, other)

    def mean(one: int, other: int) -> float:
        sizes = len(members[one]), len(members[other])
        factor = float(min(max(sizes), _LARGE) ** raised_by)
        return (_APART + sums[one].get(other, 0.0) / (sizes[0] * sizes[1])) * factor

    heap = [(-mean(i, j), i, j) for i in sums for j in sums[i] if i < j and mean(i, j) >= threshold]
    heapq.heapify(heap)
    while heap:
        likeness, one, other = heapq.heappop(heap)
        if one not in members or other not in members or -likeness != mean(one, other):
            continue  # out of date: one of them has been joined since
        _join(members, sums, one, other)
        for third in sums[one]:
            if mean(one, third) >= threshold:
                heapq.heappush(
                    heap, (-mean(min(one, third), max(one, third)), min(one, third), max(one, third))
                )
    return sorted(sorted(group) for group in members.values())


def _join(members: dict[int, list[int]], sums: dict[int, dict[int, float]], one: int, other: int) -> None:
    """Join group `other` into group `one`."""
    members[one] += members.pop(other)
    gone = sums.pop(other)
    for third, amount in gone.items():
        del sums[third][other]
        if third != one:
            sums[one][third] = sums[third][one] = sums[one].get(third, 0.0) + amount
