"""Which of its namesakes each place of an article is, and how sure that is.

A linear scorer over the features of `evidence`, with a softmax over the candidates of each place and "none of
them": a conditional logit model (McFadden 1974), its weights fitted by `make places` and kept in
`weights.toml`. What the places say of one another is settled in rounds, the first by size alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from newsfacts import rules
from newsfacts.gazetteer.lookup import Candidate
from newsfacts.names.places.distances import Numbers, kilometres
from newsfacts.names.places.evidence import Evidence
from newsfacts.names.places.features import FEATURES

KeyT = TypeVar("KeyT")

ROUNDS = 3
# Candidates so close together are one answer, as a town and the district named for it; those of one
# division, so.
SAME_KM, HELD_KM = 100.0, 161.0

# What the first round, before any place is known, goes by.
FIRST_SIZE, FIRST_OPEN = 2.0, 5.0


@dataclass(frozen=True, slots=True)
class Weight:
    """A line of `weights.toml`."""

    weight: float


@dataclass(frozen=True, slots=True)
class Choice:
    """What a name means. `best`: None where none of the candidates is likelier than that it is none.

    `confidence`: how likely the point of `best` is right; `share`: its part of the softmax. `likely`: each
    candidate with its part, the largest first. `open`: the part of none of them.
    """

    best: Candidate | None
    confidence: float
    share: float
    likely: tuple[tuple[Candidate, float], ...]
    open: float

    def of_country(self) -> tuple[str | None, float]:
        """The likeliest country, and how likely it is."""
        return _most([(c.country, p) for c, p in self.likely])

    def of_division(self) -> tuple[tuple[str, str] | None, float]:
        """The likeliest first order division, (country, admin1 code), and how likely it is."""
        pairs = [((c.country, c.division) if c.country and c.division else None, p) for c, p in self.likely]
        return _most(pairs)


def _most(pairs: Iterable[tuple[KeyT | None, float]]) -> tuple[KeyT | None, float]:
    """The key with the largest sum, and that."""
    sums: dict[KeyT | None, float] = {}
    for key, p in pairs:
        sums[key] = sums.get(key, 0.0) + p
    return max(sums.items(), key=itemgetter(1), default=(None, 0.0))


@cache
def weights() -> Numbers:
    """The weights in the order of `FEATURES`."""
    listed = rules.load("names/places/weights", Weight)
    return np.array([listed[name].weight if name in listed else 0.0 for name in FEATURES])


@cache
def calibration(at_home: bool) -> tuple[float, float]:
    """Slope and shift, in the logit, by which a share becomes the confidence (Platt 1999): those of articles
    whose outlet's home is known, which says much of what is left open otherwise, and of the others.
    """
    listed = rules.load("names/places/weights", Weight)
    kind = "home_confidence" if at_home else "confidence"
    return listed[f"{kind}_slope"].weight, listed[f"{kind}_shift"].weight


def calibrated(share: float, slope: float, shift: float) -> float:
    """How likely a choice with that share of the softmax is right."""
    odds = math.log(max(share, 1e-9) / max(1 - share, 1e-9))
    return 1 / (1 + math.exp(-(slope * odds + shift)))


def first(evidence: Evidence) -> Numbers:
    """How likely each row is by its size alone."""
    return softmax(FIRST_SIZE * evidence.size + FIRST_OPEN * evidence.is_open, evidence)


def softmax(scores: Numbers, evidence: Evidence) -> Numbers:
    """The scores as shares of one, within each group."""
    begin = np.array(evidence.start[:-1])
    scores = scores - np.maximum.reduceat(scores, begin)[evidence.of]
    powers = np.exp(scores)
    shares: Numbers = powers / np.add.reduceat(powers, begin)[evidence.of]
    return shares


def choose(evidence: Evidence, given: Numbers | None = None) -> list[Choice]:
    """The choice for each of the evidence's groups. `given`: weights in place of those shipped."""
    if not evidence.groups:
        return []
    scale = weights() if given is None else given
    likely = first(evidence)
    for _ in range(ROUNDS):
        likely = softmax(evidence.features(likely) @ scale, evidence)
    return [_choice(evidence, i, likely) for i in range(len(evidence.groups))]


def _holding(best: Candidate, candidates: Sequence[Candidate]) -> npt.NDArray[np.bool_]:
    """Which candidates are the division in which `best` lies, or the town for which it is named."""
    there = best.country, best.division
    return np.array([bool(best.division) and (c.country, c.division) == there for c in candidates], bool)


def _same_place(evidence: Evidence, i: int, at: int) -> npt.NDArray[np.bool_]:
    """Which candidates of a group stand for the place that candidate `at` is."""
    position = evidence.position[evidence.start[i] : evidence.start[i + 1] - 1]
    candidates = evidence.groups[i].candidates
    away = kilometres(position[at : at + 1], position)[0]
    # A district without a point is where its division is, as a place without one is infinitely far.
    held = (away <= HELD_KM) | np.isinf(away)
    near: npt.NDArray[np.bool_] = (away <= SAME_KM) | (_holding(candidates[at], candidates) & held)
    near[at] = True
    return near


def _choice(evidence: Evidence, i: int, likely: Numbers) -> Choice:
    begin, end = evidence.start[i], evidence.start[i + 1] - 1
    shares = likely[begin:end]
    pairs = list(zip(evidence.groups[i].candidates, (float(p) for p in shares), strict=True))
    at = int(shares.argmax())
    confidence = float(shares[_same_place(evidence, i, at)].sum()) if len(pairs) > 1 else float(shares[at])
    rest = float(likely[end])
    return Choice(
        pairs[at][0] if confidence > rest else None,
        calibrated(confidence, *calibration(evidence.home is not None)),
        confidence,
        tuple(sorted(pairs, key=lambda pair: -pair[1])),
        rest,
    )
