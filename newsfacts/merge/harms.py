"""Which statements of a story tell of one harm: the same people harmed by the same thing.

A pair is judged as articles are: a sum of learned curves (`harm_weights.toml`) over what its slots tell, then
average linkage. Statements of one `group` of an article are one from the start.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import log10

from newsfacts.merge.clusters import clusters
from newsfacts.merge.features import Features, kilometres
from newsfacts.merge.profile import Spot, day_of
from newsfacts.merge.scorer import Scorer, read_scorer
from newsfacts.merge.statements import Told
from newsfacts.merge.words import Rarity, Vector, cosine, stems, vector, word_list
from newsfacts.timeline import deed_of
from newsfacts.types import CasualtyFigure, Harm, Place, PlaceKind, Scope

_SAME_HARM = 0.5
# Of the statements of one kind in one story the first so many are compared.
_MOST = 400
_WORDS = 60

HARM_FEATURES = (
    "numbers_apart",
    "same_number",
    "one_of_each",
    "scope",
    "days_apart",
    "told_days_apart",
    "published_apart",
    "place",
    "kilometres",
    "victims",
    "lone",
    "cause",
    "sentence",
    "around",
    "in_one_article",
    "two_numbers_in_one",
    "says_update",
    "sentences_between",
    "lead",
)


# First and last day.
Days = tuple[date, date]
# Two places so far apart are two, also where one is a quarter of a town.
_ELSEWHERE_KM = 40
# Two that are no farther apart may be a town and its quarter.
_QUARTER_KM = 15
# A number that is so many times smaller may count the part of the people who were harmed elsewhere.
_PART = 2
# So many parts may add up to a total; to a small one numbers add up by chance.
_MOST_PARTS, _LEAST_TOTAL = 8, 8
# What an article tells in its first figures is its news.
_LEAD = 2
# How sure two articles of a story that both tell a number first mean the same, places agreeing. Made up
# groups of articles (129 tolls) choose it: with it 112 have the right relation, without 108.
_SURE_NEWS = 0.8


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure with the words by which it is compared."""

    told: Told
    article: int  # index within the story
    order: int  # within the article
    sentence: Vector
    around: Vector
    cause: Vector
    where: Vector
    victims: Vector
    spot: Spot | None
    days: Days | None  # of the harm, as far as the sentence or the place in the article tell
    main: bool  # the largest number of its kind in the first sentence that has one


def statements(told: Sequence[tuple[int, Told]], rarity: Rarity) -> list[Statement]:
    """`told`, with the index of the article of each, made comparable."""
    made, seen, mains = [], Counter[int](), _mains(told)
    for article, one in told:
        figure, text = one.figure, one.facts.article.text
        sentence = figure.evidence.sentence
        before, after = text.rfind("\n", 0, sentence.start), text.find("\n", sentence.end)
        around = text[
            max(before, sentence.start - 250, 0) : min(after if after > 0 else len(text), sentence.end + 250)
        ]
        place = one.spot
        spot = None
        if (
            place
            and place.latitude is not None
            and place.longitude is not None
            and place.kind is not PlaceKind.COUNTRY
        ):
            spot = Spot(place.name, place.latitude, place.longitude, 1.0)

        def words(of: str) -> Vector:
            return vector(Counter(word for word in stems(of) if not word[0].isdigit()), rarity, most=_WORDS)

        made.append(
            Statement(
                one,
                article,
                seen[article],
                words(sentence.of(text)),
                words(around),
                words(" ".join(map(deed_of, word_list(figure.cause or "")))),
                words(" ".join(filter(None, (figure.place, place.name if place else "")))),
                words(" ".join(one.victims)),
                spot,
                _days_of(one, seen[article]),
                id(one) in mains,
            )
        )
        seen[article] += 1
    return made


def _mains(told: Sequence[tuple[int, Told]]) -> set[int]:
    """The ids of what each article tells first of a kind of harm, parts and single people left out."""
    first: dict[tuple[int, Harm], Told] = {}
    for article, one in told:
        if one.is_part or one.lone or one.freed or not _number(one):
            continue
        kept = first.setdefault((article, one.figure.kind), one)
        in_one = kept.figure.evidence.sentence == one.figure.evidence.sentence
        if in_one and _number(one) > _number(kept):
            first[article, one.figure.kind] = one
    return {id(one) for one in first.values()}


def compare(one: Statement, other: Statement) -> Features:
    """The features of a pair of one kind of harm, in the order of `HARM_FEATURES`."""
    mine, theirs = one.told, other.told
    a, b = mine.figure, theirs.figure
    low, high = sorted((_number(mine), _number(theirs)))
    same, in_one = (a.min, a.max) == (b.min, b.max), one.article == other.article
    fit = mine.fits(theirs) and not (in_one and _two_counts(a, b))
    return (
        0.0 if fit else min(2.0, log10((high + 1) / (low + 1)) + 0.1),
        min(3.0, log10(1 + max(a.min or a.max or 0, 0))) if same else 0.0,
        float(low == high == 1),
        float(mine.scope == theirs.scope),
        _apart(mine.days, theirs.days),
        _apart(one.days, other.days),
        _published_apart(mine, theirs),
        _alike(one.where, other.where),
        _log_kilometres(one.spot, other.spot),
        _alike(one.victims, other.victims),
        float(mine.lone) + float(theirs.lone),
        _alike(one.cause, other.cause),
        cosine(one.sentence, other.sentence),
        cosine(one.around, other.around),
        float(a.group == b.group) if in_one else None,
        float(in_one and not fit and low > 1),
        float(not fit and (mine.updates or theirs.updates)),
        log10(1 + abs(one.order - other.order)) if in_one else None,
        float(one.order < _LEAD) + float(other.order < _LEAD),
    )


def _two_counts(one: CasualtyFigure, other: CasualtyFigure) -> bool:
    """Whether "at least 57" and "at least 62", told by one article, count two things."""
    is_open = one.max is None and other.max is None and not (one.approximate or other.approximate)
    least, most = sorted((one.min or 0, other.min or 0))
    return is_open and 1 < least < most


def _log_kilometres(one: Spot | None, other: Spot | None) -> float | None:
    return log10(1 + kilometres(one, other)) if one and other else None


def _alike(mine: Vector, theirs: Vector) -> float | None:
    """None where one tells nothing."""
    return cosine(mine, theirs) if mine and theirs else None


def _number(told: Told) -> int:
    return told.figure.min if told.figure.min is not None else told.figure.max or 0


def _apart(mine: Days | None, theirs: Days | None) -> float | None:
    """Log10(1 + days) between two times, 0 where they overlap; None where one is not told.

    Of months and years that do not overlap from middle to middle: "last month" is not this one.
    """
    if not mine or not theirs:
        return None
    if mine[0] <= theirs[1] and theirs[0] <= mine[1]:
        return 0.0
    middles = [days[0].toordinal() + days[1].toordinal() for days in (mine, theirs)]
    return log10(1 + abs(middles[0] - middles[1]) / 2)


def _days_of(told: Told, order: int) -> Days | None:
    """When the harm was, else the dates of its sentence, else, of first figures, about the publication."""
    if told.days:
        return told.days
    sentence = told.figure.evidence.sentence
    for when in told.facts.dates:
        if when.first and when.last and sentence.overlaps(when.evidence.span):
            return when.first, when.last
    published = day_of(told.facts.published.date)
    return (published - timedelta(days=2), published) if published and order < _LEAD else None


def _published_apart(one: Told, other: Told) -> float | None:
    """Log10(1 + days) between the publications; None where one is not dated."""
    days = [day_of(told.facts.published.date) for told in (one, other)]
    return log10(1 + abs((days[0] - days[1]).days)) if days[0] and days[1] else None


def _elsewhere(one: Statement, other: Statement) -> bool:
    """Whether two numbers are of two places: 62 here and 57 there, 40 in one country and 12 in another."""
    if _beside_one_another(one.told, other.told):
        return True
    if one.article != other.article or not one.spot or not other.spot or one.told.lone or other.told.lone:
        return False
    low, high = sorted((_number(one.told), _number(other.told)))
    return low < high < low * _PART and kilometres(one.spot, other.spot) > _ELSEWHERE_KM


def _beside_one_another(one: Told, other: Told) -> bool:
    """Whether each sentence names a place for its number, and none of the two lies in the other."""
    placed = all(told.tells_where or told.counts_its_own for told in (one, other))
    same = one.facts is not other.facts and one.fits(other)
    if not placed or same or one.is_part or other.is_part:
        return False
    if one.country and other.country and one.country != other.country:
        return True
    here, there = one.spot, other.spot
    if here is None or there is None:
        return False
    wide = PlaceKind.COUNTRY, PlaceKind.REGION
    if PlaceKind.COUNTRY in (here.kind, there.kind) or (here.kind in wide) != (there.kind in wide):
        return False
    return one.facts is other.facts and one.place != other.place and _is_way_between(here, there)


def _is_way_between(here: Place, there: Place) -> bool:
    """Whether two places of one article are no town and its quarter, as far as their points tell."""
    told = [place for place in (here, there) if place.latitude is not None]
    spots = [Spot(place.name, place.latitude or 0.0, place.longitude or 0.0, 1.0) for place in told]
    return len(spots) < 2 or kilometres(*spots) > _QUARTER_KM


def _added_up(alike: Sequence[Statement]) -> Iterator[tuple[int, int]]:
    """A number and those told right after it that add up to it: "19 died: 13 on the roads, two of cold …"."""
    for i, whole in enumerate(alike):
        total = left = _number(whole.told)
        parts: list[int] = []
        for j in range(i + 1, min(i + 1 + _MOST_PARTS, len(alike))):
            number = _number(alike[j].told)
            if alike[j].article != whole.article or not 0 < number <= left or number == total:
                break
            left, parts = left - number, [*parts, j]
        if left == 0 and total >= _LEAST_TOTAL:
            yield from ((i, j) for j in parts)


@cache
def _scorer() -> Scorer:
    return read_scorer("merge/harm_weights", HARM_FEATURES)


def same_harm(one: Statement, other: Statement) -> float:
    """How sure, 0 to 1, two statements of one kind count the same people."""
    sure = _scorer().probability(compare(one, other))
    return max(sure, _SURE_NEWS) if _same_news(one, other) else sure


def _same_news(one: Statement, other: Statement) -> bool:
    """Whether both are what articles of one story tell first, of one scope, and of no two places or causes.

    For the curves numbers of different days are too far apart: they were fitted to few pairs of them.
    """
    first = one.main and other.main and one.article != other.article
    period = [told.scope is Scope.CUMULATIVE for told in (one.told, other.told)]
    if not first or period[0] != period[1] or _have_two_causes(one, other):
        return False
    if one.spot and other.spot:
        return kilometres(one.spot, other.spot) <= _ELSEWHERE_KM
    return bool(_alike(one.where, other.where))


def _have_two_causes(one: Statement, other: Statement) -> bool:
    """Whether causes are told that have no word in common, and neither is told around the other figure."""
    told_there = cosine(one.cause, other.around), cosine(other.cause, one.around)
    return _alike(one.cause, other.cause) == 0 and not any(told_there)


def harms(made: Sequence[Statement]) -> Iterator[list[Statement]]:
    """The statements of one story, by harm, in the order of the first."""
    by_kind: dict[object, list[Statement]] = {}
    for one in made:
        by_kind.setdefault(one.told.figure.kind, []).append(one)
    for alike in by_kind.values():
        compared = alike[:_MOST]
        likely, together = {}, list(_added_up(compared))
        for i, one in enumerate(compared):
            for j in range(i + 1, len(compared)):
                other = compared[j]
                elsewhere = _elsewhere(one, other)
                if not elsewhere and _are_one(one, other):
                    together.append((i, j))
                likely[i, j] = 0.0 if elsewhere else same_harm(one, other)
        for group in _grouped(compared, likely, together):
            yield [compared[i] for i in group]
        yield from ([one] for one in alike[_MOST:])


def _are_one(one: Statement, other: Statement) -> bool:
    """Whether one article tells both of one harm: in one group, or as a contradiction."""
    alike = one.told.figure.group == other.told.figure.group or one.told.excludes(other.told)
    return one.article == other.article and alike


def _grouped(
    alike: Sequence[Statement], likely: Mapping[tuple[int, int], float], together: Sequence[tuple[int, int]]
) -> list[list[int]]:
    """Groups of `alike`: first of the numbers of all the people harmed, then with their parts.

    A part that both articles of a pair tell ("a ten-day-old girl") would keep their tolls apart: it is less
    like the number in the other article than like that in its own.
    """
    whole = {i for i, one in enumerate(alike) if not one.told.is_part and not one.told.lone}

    def of_wholes(pair: tuple[int, int]) -> bool:
        return pair[0] in whole and pair[1] in whole

    wholes = {pair: sure for pair, sure in likely.items() if of_wholes(pair)}
    first = clusters(len(alike), wholes, _SAME_HARM, filter(of_wholes, together))
    joined = [(group[0], other) for group in first for other in group[1:]]
    return clusters(len(alike), likely, _SAME_HARM, [*together, *joined])
