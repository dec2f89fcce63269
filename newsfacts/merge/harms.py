"""Which statements of a story tell of one harm: the same people harmed by the same thing.

A pair is judged as articles are: a sum of learned curves (`harm_weights.toml`) over what its slots tell, then
average linkage. Statements of one `group` of an article are one from the start.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log10

from newsfacts.merge.clusters import clusters
from newsfacts.merge.features import Features, kilometres
from newsfacts.merge.profile import Spot
from newsfacts.merge.scorer import Scorer, read_scorer
from newsfacts.merge.statements import Told
from newsfacts.merge.words import Rarity, Vector, cosine, stems, vector
from newsfacts.types import PlaceKind

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
    "place",
    "kilometres",
    "victims",
    "lone",
    "cause",
    "sentence",
    "around",
    "in_one_article",
    "sentences_between",
    "lead",
)


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


def statements(told: Sequence[tuple[int, Told]], rarity: Rarity) -> list[Statement]:
    """`told`, with the index of the article of each, made comparable."""
    made, seen = [], Counter[int]()
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
                words(figure.cause or ""),
                words(" ".join(filter(None, (figure.place, place.name if place else "")))),
                words(" ".join(one.victims)),
                spot,
            )
        )
        seen[article] += 1
    return made


def compare(one: Statement, other: Statement) -> Features:
    """The features of a pair of one kind of harm, in the order of `HARM_FEATURES`."""
    mine, theirs = one.told, other.told
    a, b = mine.figure, theirs.figure
    fit = mine.fits(theirs)
    low, high = sorted((_number(mine), _number(theirs)))
    same = (a.min, a.max) == (b.min, b.max)
    in_one = one.article == other.article
    return (
        0.0 if fit else min(2.0, log10((high + 1) / (low + 1)) + 0.1),
        min(3.0, log10(1 + max(a.min or a.max or 0, 0))) if same else 0.0,
        1.0 if low == high == 1 else 0.0,
        1.0 if mine.scope == theirs.scope else 0.0,
        _days_apart(mine, theirs),
        cosine(one.where, other.where) if one.where and other.where else None,
        log10(1 + kilometres(one.spot, other.spot)) if one.spot and other.spot else None,
        cosine(one.victims, other.victims) if one.victims and other.victims else None,
        float(mine.lone) + float(theirs.lone),
        cosine(one.cause, other.cause) if one.cause and other.cause else None,
        cosine(one.sentence, other.sentence),
        cosine(one.around, other.around),
        None if not in_one else float(a.group == b.group),
        None if not in_one else log10(1 + abs(one.order - other.order)),
        float(one.order < 2) + float(other.order < 2),
    )


def _number(told: Told) -> int:
    return told.figure.min if told.figure.min is not None else told.figure.max or 0


def _days_apart(one: Told, other: Told) -> float | None:
    """Log10(1 + days) between the days of the harm; None where one does not tell."""
    if not one.days or not other.days:
        return None
    gap = max((one.days[0] - other.days[1]).days, (other.days[0] - one.days[1]).days, 0)
    return log10(1 + gap)


@cache
def _scorer() -> Scorer:
    return read_scorer("merge/harm_weights", HARM_FEATURES)


def harms(made: Sequence[Statement]) -> Iterator[list[Statement]]:
    """The statements of one story, by harm, in the order of the first."""
    by_kind: dict[object, list[Statement]] = {}
    for one in made:
        by_kind.setdefault(one.told.figure.kind, []).append(one)
    scorer = _scorer()
    for alike in by_kind.values():
        compared = alike[:_MOST]
        likely, together = {}, []
        for i, one in enumerate(compared):
            for j in range(i + 1, len(compared)):
                other = compared[j]
                if one.article == other.article and one.told.figure.group == other.told.figure.group:
                    together.append((i, j))
                likely[i, j] = scorer.probability(compare(one, other))
        for group in clusters(len(compared), likely, _SAME_HARM, together):
            yield [compared[i] for i in group]
        yield from ([one] for one in alike[_MOST:])
