"""How good facts are against corrected ones: found, and right in their fields, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy

from newsfacts.report import Told
from newsfacts.review import agree
from newsfacts.review.pairs import pairs
from newsfacts.review.rows import keys_of, plain_record
from newsfacts.types import KINDS, ArticleFacts

Record = Mapping[str, Any]
# Enough for two digits of the ends of an interval; the seed is fixed, so that the same files give the same.
RESAMPLES, _SEED, _LEVEL = 2000, 20260101, 0.95
_Z = 1.959964  # of the normal distribution, for the level
# Drawing articles again and again from fewer than these tells nothing.
_FEWEST = 5


def _of(name: str) -> Callable[[Record], Any]:
    return lambda fact: fact[name]


@dataclass(frozen=True, slots=True)
class _Slot:
    """A field of a pair that is judged. `value`: what is compared, `same`: how."""

    value: Callable[[Record], Any]
    same: Callable[[Any, Any], bool]


def _date_words(figure: Record) -> Any:
    return figure["date"] and figure["date"]["text"]


SLOTS: dict[str, dict[str, _Slot]] = {
    "people": {
        "name": _Slot(_of("name"), agree.names),
        "role": _Slot(_of("role"), agree.alike),
        "age": _Slot(_of("age"), agree.equal),
        "nationality": _Slot(_of("nationality"), agree.equal),
    },
    "places": {
        "name": _Slot(_of("name"), agree.names),
        "kind": _Slot(_of("kind"), agree.equal),
        "country": _Slot(_of("country"), agree.equal),
        "point": _Slot(lambda place: (place["latitude"], place["longitude"]), agree.points),
    },
    "organizations": {"name": _Slot(_of("name"), agree.names), "kind": _Slot(_of("kind"), agree.equal)},
    "casualties": {
        "figure": _Slot(lambda figure: (figure["min"], figure["max"]), agree.equal),
        "approximate": _Slot(_of("approximate"), agree.equal),
        "victims": _Slot(_of("victims"), agree.phrases),
        "place": _Slot(_of("place"), agree.phrases),
        "date": _Slot(_date_words, agree.phrases),
        "attribution": _Slot(_of("attribution"), agree.phrases),
        "cause": _Slot(_of("cause"), agree.phrases),
        "status": _Slot(_of("status"), agree.equal),
        "scope": _Slot(_of("scope"), agree.equal),
    },
    "dates": {
        "value": _Slot(_of("value"), agree.equal),
        "event": _Slot(_of("event"), agree.alike),
        "status": _Slot(_of("status"), agree.equal),
        "words": _Slot(lambda date: (date["start"], date["end"]), agree.equal),
    },
}


def score_facts(gold: Iterable[ArticleFacts], predicted: Iterable[ArticleFacts]) -> dict[str, Any]:
    """By kind of fact: `found` (precision, recall, f1, counts) and `slots`, how many of the pairs are right.

    Articles go together by id; a gold one that is not predicted counts as one without facts, a predicted one
    without gold is left out. `interval`: 95 %, by drawing the articles again and again (percentile bootstrap,
    Efron 1979; Wilson's where all or none are right), None for fewer than five articles. Dates are those of
    type date and time. Figures of gold are all that are told, also denied and hypothetical ones.
    """
    others, own = _by_key(predicted), _by_key(gold)
    articles = [(record, others.get(key)) for key, record in own.items()]
    draws = _draws(len(articles))
    result: dict[str, Any] = {
        "articles": len(articles),
        "interval": "bootstrap over articles, 95 %",
        "kinds": {},
    }
    for kind in KINDS:
        counts = [_count(kind, _facts(kind, mine), _facts(kind, other)) for mine, other in articles]
        found = numpy.array([count.found for count in counts], dtype=numpy.int64).reshape(-1, 3)
        slots = {}
        for slot in SLOTS[kind]:
            right = numpy.array([count.slots[slot] for count in counts], dtype=numpy.int64).reshape(-1, 2)
            slots[slot] = _share(right, draws)
        result["kinds"][kind] = {"found": _found(found, draws), "slots": slots}
    return result


def _by_key(facts: Iterable[ArticleFacts]) -> dict[str, Record]:
    """The records by id; several of one id in their order."""
    told = [Told(one) for one in facts]
    return {key: plain_record(one.facts) for key, one in zip(keys_of(told), told, strict=True)}


def _facts(kind: str, record: Record | None) -> list[Record]:
    facts = list(record[kind]) if record else []
    return [fact for fact in facts if kind != "dates" or fact["type"] in ("date", "time")]


@dataclass(frozen=True, slots=True)
class _Count:
    """Of one article and kind. `found`: right, predicted, gold; `slots`: right and all of the pairs."""

    found: tuple[int, int, int]
    slots: Mapping[str, tuple[int, int]]


def _count(kind: str, gold: Sequence[Record], predicted: Sequence[Record]) -> _Count:
    found = pairs(kind, gold, predicted)
    slots = {}
    for name, slot in SLOTS[kind].items():
        right = sum(slot.same(slot.value(gold[one]), slot.value(predicted[other])) for one, other in found)
        slots[name] = (int(right), len(found))
    return _Count((len(found), len(predicted), len(gold)), slots)


def _draws(articles: int) -> Any:
    """How often each article is drawn in each resample; None for too few articles."""
    if articles < _FEWEST:
        return None
    drawn = numpy.random.default_rng(_SEED).integers(0, articles, size=(RESAMPLES, articles))
    return numpy.stack([numpy.bincount(row, minlength=articles) for row in drawn])


def _found(counts: Any, draws: Any) -> dict[str, Any]:
    right, predicted, gold = (int(number) for number in counts.sum(axis=0))
    made: dict[str, Any] = {"right": right, "predicted": predicted, "gold": gold}
    both = counts[:, 1] + counts[:, 2]
    for name, above, below in (
        ("precision", counts[:, 0], counts[:, 1]),
        ("recall", counts[:, 0], counts[:, 2]),
        ("f1", 2 * counts[:, 0], both),
    ):
        made[name] = _ratio(above, below)
        made[f"{name}_interval"] = _interval(
            above, below, draws, facts=int(below.sum()) // (1 + (name == "f1"))
        )
    return made


def _share(counts: Any, draws: Any) -> dict[str, Any]:
    right, total = (int(number) for number in counts.sum(axis=0))
    interval = _interval(counts[:, 0], counts[:, 1], draws, facts=total)
    return {
        "right": right,
        "pairs": total,
        "accuracy": _ratio(counts[:, 0], counts[:, 1]),
        "interval": interval,
    }


def _ratio(above: Any, below: Any) -> float | None:
    """Of the sums over articles; None where there is nothing to measure."""
    return round(int(above.sum()) / int(below.sum()), 6) if below.sum() else None


def _interval(above: Any, below: Any, draws: Any, *, facts: int) -> list[float] | None:
    """The interval of a share of two counts an article; None for too few articles, or nothing to measure.

    Where all or none are right, drawing again gives the same: then it is Wilson's (1927), over facts.
    """
    share = _ratio(above, below)
    if draws is None or share is None:
        return None
    if share in (0, 1):
        reach = _Z**2 / (facts + _Z**2)
        return [0.0, round(reach, 4)] if share == 0 else [round(1 - reach, 4), 1.0]
    over, under = draws @ above, draws @ below
    known = under > 0
    outside = (1 - _LEVEL) / 2
    ends = numpy.quantile(over[known] / under[known], [outside, 1 - outside])
    return [round(float(end), 4) for end in ends]


def score_table(result: Mapping[str, Any]) -> str:
    """The result as lines for people."""
    lines = [f"articles: {result['articles']}", ""]
    lines.append(f"{'found':16}{'gold':>6}{'found':>7}{'right':>7}  {'precision':22}{'recall':22}F1")
    for kind, told in result["kinds"].items():
        found = told["found"]
        shares = [_shown(found[name], found[f"{name}_interval"]) for name in ("precision", "recall", "f1")]
        lines.append(
            f"{kind:16}{found['gold']:6}{found['predicted']:7}{found['right']:7}  "
            f"{shares[0]:22}{shares[1]:22}{shares[2]}".rstrip()
        )
    lines += ["", f"{'right, of those found':30}{'of':>6}  share"]
    for kind, told in result["kinds"].items():
        for slot, share in told["slots"].items():
            if share["pairs"]:
                shown = _shown(share["accuracy"], share["interval"])
                lines.append(f"{kind + ', ' + slot:30}{share['pairs']:6}  {shown}".rstrip())
    lines.append("")
    few = result["articles"] < _FEWEST
    lines.append(
        f"no intervals: they need {_FEWEST} articles or more"
        if few
        else "in brackets: 95 % intervals, by drawing the articles again and again"
    )
    return "\n".join(lines) + "\n"


def _shown(share: float | None, interval: Sequence[float] | None) -> str:
    if share is None:
        return "-"
    ends = f" [{100 * interval[0]:.1f}, {100 * interval[1]:.1f}]" if interval else ""
    return f"{100 * share:.1f}{ends}"
