"""How alike two articles are: a number a feature, in the order of `FEATURES`; None where one does not tell.

All are the same for (one, other) and (other, one).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from math import asin, cos, exp, log10, radians, sin, sqrt

from newsfacts.merge.profile import Profile, Scene, Spot
from newsfacts.merge.words import Vector, cosine

Features = tuple[float | None, ...]

# The days around which articles of one event come out.
_SOON = 7
_EARTH_KM = 6371
# An article is as close to another as can be where none is closer, but for those that are close to none.
# At 0.5 the development stories and small collections of other events come out best (tried 0.4 to 0.9).
_CLOSE = 0.5
_NEAREST = 2


def kilometres(one: Spot | Scene, other: Spot | Scene) -> float:
    """The great-circle distance (haversine)."""
    a, b = radians(one.latitude), radians(other.latitude)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


def _alike(vector: Callable[[Profile], Vector]) -> Callable[[Profile, Profile], float | None]:
    def compare(one: Profile, other: Profile) -> float | None:
        mine, theirs = vector(one), vector(other)
        return cosine(mine, theirs) if mine and theirs else None

    return compare


def _shared_part(parts: Callable[[Profile], frozenset[object]]) -> Callable[[Profile, Profile], float | None]:
    def compare(one: Profile, other: Profile) -> float | None:
        mine, theirs = parts(one), parts(other)
        return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else None

    return compare


def _apart(one: Profile, other: Profile) -> float | None:
    """Days between the publications, as log10(1 + days)."""
    if one.published is None or other.published is None:
        return None
    return log10(1 + abs((one.published - other.published).days))


def _harm_apart(one: Profile, other: Profile) -> float | None:
    """Days between the closest days of harm, as log10(1 + days)."""
    if not one.harmed or not other.harmed:
        return None
    return log10(1 + min(abs((a - b).days) for a in one.harmed for b in other.harmed))


def _told_before(one: Profile, other: Profile) -> float | None:
    """Days by which one came out before all the harm that the other tells of, as log10(1 + days)."""
    pairs = ((one, other), (other, one))
    ahead = [(min(a.harmed) - b.published).days for a, b in pairs if a.harmed and b.published]
    return log10(1 + max(0, *ahead)) if ahead else None


def _apart_without_day(one: Profile, other: Profile) -> float | None:
    """`_apart`, but 0 where both tell of one day: months later, an article of the event names its day."""
    return 0.0 if cosine(one.days, other.days) > 0 else _apart(one, other)


def _news_apart(one: Profile, other: Profile) -> float | None:
    """Days between what both tell first, as log10(1 + days)."""
    if one.news is None or other.news is None:
        return None
    return log10(1 + abs((one.news - other.news).days))


def _distance(one: Profile, other: Profile) -> float | None:
    """Log10(1 + kilometres) from each place to the nearest of the other: their mean, by mentions."""
    if not one.spots or not other.spots:
        return None
    apart = [[log10(1 + kilometres(spot, near)) for near in other.spots] for spot in one.spots]
    there = _mean(one.spots, map(min, apart))
    back = _mean(other.spots, map(min, zip(*apart, strict=True)))
    return (there + back) / 2


def _scene_elsewhere(one: Profile, other: Profile) -> float | None:
    """Log10(1 + kilometres) from a place of harm to the nearest place that the other tells of: of both ways,
    where both tell of harm, the shorter.
    """
    if not one.scenes or not other.scenes:
        return None
    ways = ((one.scenes, other.told_of), (other.scenes, one.told_of))
    apart = [_between(scene, spot) for scenes, spots in ways for scene in scenes for spot in spots]
    return log10(1 + min(apart)) if apart else None


def _between(one: Scene, other: Scene) -> float:
    """Kilometres; none between a country and what lies in it."""
    same = one.country is not None and one.country == other.country
    return 0.0 if same and (one.whole or other.whole) else kilometres(one, other)


def _mean(spots: Sequence[Spot], values: Iterable[float]) -> float:
    weighted = sum(spot.weight * value for spot, value in zip(spots, values, strict=True))
    return weighted / sum(spot.weight for spot in spots)


def _title_in(one: Profile, other: Profile) -> float | None:
    """The share of a title, by weight, that stands in the other article; of the two the lower."""
    if not one.title or not other.title:
        return None
    pairs = ((one, other), (other, one))
    return min(sum(weight**2 for word, weight in a.title.items() if word in b.words) for a, b in pairs)


def _soon(one: Profile, other: Profile) -> float | None:
    apart = _apart(one, other)
    return None if apart is None else exp(-(10**apart - 1) / _SOON) * cosine(one.words, other.words)


def _words_and_people(one: Profile, other: Profile) -> float | None:
    if not one.people or not other.people:
        return None
    return cosine(one.people, other.people) * cosine(one.words, other.words)


_COMPARED: dict[str, Callable[[Profile, Profile], float | None]] = {
    "words": lambda one, other: cosine(one.words, other.words),
    "deeds": lambda one, other: cosine(one.deeds, other.deeds),
    "names": _alike(lambda profile: profile.names),
    "lead": lambda one, other: cosine(one.lead, other.lead),
    "title": _alike(lambda profile: profile.title),
    "title_in_text": _title_in,
    "word_pairs": lambda one, other: cosine(one.pairs, other.pairs),
    "people": _alike(lambda profile: profile.people),
    "organizations": _alike(lambda profile: profile.organizations),
    "places": _alike(lambda profile: profile.places),
    "countries": _alike(lambda profile: profile.countries),
    "distance": _distance,
    "scene_elsewhere": _scene_elsewhere,
    "days": _alike(lambda profile: profile.days),
    "days_of_harm_apart": _harm_apart,
    "told_before": _told_before,
    "published_apart": _apart,
    "news_apart": _news_apart,
    "apart_without_day": _apart_without_day,
    "figures": _alike(lambda profile: profile.figures),
    "numbers": _alike(lambda profile: profile.numbers),
    "quotations": _shared_part(lambda profile: profile.quotations),
    "ages": _shared_part(lambda profile: profile.ages),
    "words_soon": _soon,
    "words_and_people": _words_and_people,
}
# The closeness beside that of the nearest articles: of both, and of the one that has closer ones.
_BESIDE_NEAREST = ("as_close_as_nearest", "as_close_as_nearest_of_both")

FEATURES = (*_COMPARED, *_BESIDE_NEAREST)
# How sure a pair can be at most where a feature is below or above a bound. Reports of one event share words
# of what happened, not names alone: of the development pairs of one event 97 % do, three in four others less.
# And where both tell of harm, one tells of a place near that of the other's: 95 % do, one in seven others.
_LEAST_DEEDS, _ELSEWHERE, _DOUBTFUL = 0.04, log10(1 + 40), 0.3
# A month between the days of harm, and between the reports, of which neither tells of the other's days.
_MONTH = log10(1 + 30)
# So many days between the days of harm, and nothing in common that tells of one event: two of the 4,923
# development pairs of one event are so, one in twenty others.
_DAYS_APART, _LIKE_DEEDS, _LIKE_TITLE = 2, 0.6, 0.1
_NO_NEWS = date.min, ""
_BOUNDED = ("deeds", "scene_elsewhere", "days_of_harm_apart", "apart_without_day")
_DEEDS, _SCENE, _HARM, _REPORTS = map(FEATURES.index, _BOUNDED)
_SHARED = tuple(map(FEATURES.index, ("days", "figures", "people")))
_TITLE = FEATURES.index("title")


def most_likely(row: Features) -> float:
    """How sure a pair can be at most, whatever else is alike."""
    deeds = row[_DEEDS]
    doubtful = (
        (deeds is not None and deeds < _LEAST_DEEDS)
        or _above(row[_SCENE], _ELSEWHERE)
        or (_above(row[_HARM], _MONTH) and _above(row[_REPORTS], _MONTH))
    )
    return _DOUBTFUL if doubtful else 1.0


def most_likely_by_days(one: Profile, other: Profile, row: Features) -> float:
    """How sure a pair can be at most by the days on which both say that people were harmed."""
    apart = _is_of_another_day(one, other, row) or _is_at_another_hour(one, other) or _looks_back(one, other)
    return _DOUBTFUL if apart else 1.0


def _looks_back(one: Profile, other: Profile) -> bool:
    """Whether the news of the later is a harm of days after the earlier came out, and the harm that was news
    there is told besides: "a bomb killed seven on Tuesday, four days after one killed 11".
    """
    early, late = sorted((one, other), key=lambda profile: profile.news_of_harm or _NO_NEWS)
    if early.news_of_harm is None or late.news_of_harm is None or early.published is None:
        return False
    (before, figure), (after, own) = early.news_of_harm, late.news_of_harm
    follows = after > early.published and (after - before).days >= _DAYS_APART
    return follows and own != figure and own not in early.figures and figure in late.figures


def _is_of_another_day(one: Profile, other: Profile, row: Features) -> bool:
    """Whether two tell of harm of other days, and share no day, figure or name, and little else."""
    days = [abs((mine - theirs).days) for mine in one.harmed_on for theirs in other.harmed_on]
    shared = any(row[at] for at in _SHARED)
    alike = _above(row[_DEEDS], _LIKE_DEEDS) or _above(row[_TITLE], _LIKE_TITLE)
    return min(days, default=0) >= _DAYS_APART and not shared and not alike


def _is_at_another_hour(one: Profile, other: Profile) -> bool:
    """Whether two tell of one day, one of its morning and one of its evening, and share no figure."""
    common = {day for day, _ in one.hours} & {day for day, _ in other.hours}
    apart = any(_parts_on(one, day).isdisjoint(_parts_on(other, day)) for day in common)
    return apart and not cosine(one.figures, other.figures)


def _parts_on(profile: Profile, day: date) -> frozenset[str]:
    return frozenset(part for when, part in profile.hours if when == day)


def _above(value: float | None, bound: float) -> bool:
    return value is not None and value > bound


def features(profiles: Sequence[Profile], pairs: Sequence[tuple[int, int]]) -> list[Features]:
    """The features of each of `pairs` of indices."""
    compared = [tuple(compare(profiles[i], profiles[j]) for compare in _COMPARED.values()) for i, j in pairs]
    names = tuple(_COMPARED)
    counted = [names.index(name) for name in ("words", "lead", "word_pairs")]
    closeness = [sum(row[at] or 0.0 for at in counted) for row in compared]
    nearest: defaultdict[int, list[float]] = defaultdict(list)
    for (i, j), close in zip(pairs, closeness, strict=True):
        nearest[i].append(close)
        nearest[j].append(close)
    usual = {
        i: max(_CLOSE, sum(sorted(all_close, reverse=True)[:_NEAREST]) / min(_NEAREST, len(all_close)))
        for i, all_close in nearest.items()
    }
    made = []
    for (i, j), close, row in zip(pairs, closeness, compared, strict=True):
        beside = close / sqrt(usual[i] * usual[j]), close / max(usual[i], usual[j])
        made.append((*row, *(min(1.0, part) for part in beside)))
    return made
