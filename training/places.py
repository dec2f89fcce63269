"""Fit the weights by which a place's namesakes are told apart: `make places`.

Inputs: SHARED/corpora/places/toponyms.jsonl.gz, its names as the pipeline itself finds them, so that the
weights hold end to end. Two thirds of the articles are fitted on; the third set aside (by hash of the id) is
only measured. Output: newsfacts' `weights.toml`, and on stdout what was reached.

A candidate is right where it lies within 161 km of the gold point (the usual measure of geoparsing), nearer
ones first; where none is, "none of them" is. Maximum likelihood with an L2 penalty, by gradient ascent; the
rounds of `choose` are fitted together, the features of each taken with the weights before.

usage: python -m training.places SHARED WEIGHTS [--cache FILE] [--world-cache FILE]
"""

from __future__ import annotations

import argparse
import math
import pickle
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.development import records, set_aside
from newsfacts import gazetteer
from newsfacts.doc.store import Labelled
from newsfacts.gazetteer.lookup import Candidate, distance_km
from newsfacts.names import mentions
from newsfacts.names.places.beside import divisions_beside
from newsfacts.names.places.choose import ROUNDS, choose, first, softmax, weights
from newsfacts.names.places.component import by_token
from newsfacts.names.places.distances import Numbers
from newsfacts.names.places.evidence import FAMOUS, FAR_BEHIND, Evidence
from newsfacts.names.places.features import FEATURES
from newsfacts.names.places.group import Group, group
from newsfacts.names.places.outlets import home_of
from newsfacts.pipeline import build_nlp
from newsfacts.types import PlaceKind

NEAR_KM = 161.0
LARGE_KM, KEPT_KM = 1000.0, 300.0
MARKS_INSIDE = (
    "lgl",
)  # corpora that mark places in the names of bodies too: what is not marked there is none
PENALTY = 1.0
# What the weights are drawn to, as strongly as so many places would: where the text itself says which, it is
# that one, and a name without any other word is the largest of its namesakes.
EXPECTED = {
    "outlet_country": 0.7,
    "outlet_division": 1.5,
    "outlet_near": 1.0,
    "size": 0.6,
    "behind": -1.0,
    "famous": 1.0,
    "region_said": 2.0,
    "region_not_said": -2.0,
    "shares_name": -2.0,
    "city_not_said": -1.0,
    "city_for_division": -3.0,
    "called_otherwise": -3.0,
    "governed": 1.5,
    "open_not_in": 2.0,
    "district_unsaid": -1.5,
    "other_name_large": -0.3,
    "kept": 0.0,
    "kept_town": 0.0,
    "in_division": 4.0,
    "behind_town": 3.0,
    "behind_place": 2.0,
    "among_divisions": 2.0,
    "not_in_division": -3.0,
    "not_in_district": -4.0,
    "not_so_called": -1.5,
    "in_country": 3.0,
    "not_in_country": -2.0,
    "held": 1.5,
    "dateline_division": 1.5,
    "dateline_country": 0.5,
    "dateline_division_behind": -0.5,
    "dateline_country_behind": -0.1,
    "open_dateline": 2.0,
}
FIRMLY = 60.0
# An article of a local paper that names no other place leaves to the paper's address what it speaks of: no
# article of another paper is read so.
ALONE, LEAST_OTHERS = 0.5, 2
# Each article is read with its address, and without: what each time counts.
WITH_ADDRESS, WITHOUT = 0.5, 0.5
WORLD = 2.0  # what an article of the world's news counts, against one of local news
STEPS, RATE = 250, 0.06
REFITS = 3


@dataclass
class Article:
    """An article with its groups, and for each row of the evidence whether it is right."""

    id: str
    evidence: Evidence
    right: Numbers  # for each row 1 where right, 0 where not
    counts: Numbers  # for each group how many gold toponyms it covers; 0 where gold does not speak of it
    weights: Numbers  # for each group what it counts in fitting


def documents(shared: Path, cache: Path | None) -> Iterator[tuple[dict[str, Any], Doc]]:
    """The articles as the pipeline reads them up to the places, from `cache` where it is there."""
    rows = list(records(shared / "corpora" / "places" / "toponyms.jsonl.gz"))
    return _read_by(build_nlp(), rows, cache)


def _read_by(
    nlp: Language, rows: list[dict[str, Any]], cache: Path | None
) -> Iterator[tuple[dict[str, Any], Doc]]:
    if cache is not None and cache.exists():
        packed = pickle.loads(cache.read_bytes())[1]
        yield from ((row, Doc(nlp.vocab).from_bytes(data)) for row, data in zip(rows, packed, strict=True))
        return
    before = nlp.pipe_names[: nlp.pipe_names.index("newsfacts_places")]
    packed = []
    with nlp.select_pipes(enable=before):
        for row in rows:
            doc = nlp(row["text"])
            packed.append(doc.to_bytes())
            yield row, doc
    if cache is not None:
        cache.write_bytes(pickle.dumps((rows, packed)))


def of_the_world(shared: Path, cache: Path | None) -> Iterator[Article]:
    """News of the world, whole and sentence by sentence, in which a world city is the world city.

    LGL is of places with famous namesakes, so that it alone would teach that a name is hardly ever the famous
    one. Nothing is annotated here: a name counts whose largest namesake is far larger than the others, with
    no division behind it.
    """
    nlp = build_nlp()
    rows = list(records(shared / "corpora" / "casualties" / "dev.jsonl.gz"))
    for row, doc in _read_by(nlp, rows, cache):
        found = [m for m in mentions.mentions(doc) if m.label in mentions.PLACES]
        sentences: dict[int, list[Labelled]] = {}
        for mention in found:
            sentences.setdefault(mention.span.sent.start, []).append(mention)
        for part in (found, *sentences.values()):
            article = _famous(str(row["id"]), doc, part)
            if article is not None:
                yield article


def _famous(id_: str, doc: Doc, found: list[Labelled]) -> Article | None:
    groups = group(found)
    places = by_token(groups)
    evidence = Evidence(doc, groups, places)
    right, counts = np.zeros(len(evidence.candidates)), np.zeros(len(evidence.groups))
    for i, g in enumerate(evidence.groups):
        top, *others = sorted(g.candidates, key=lambda c: -c.prior)
        far = [c.prior for c in others if _away(c, (top.latitude or 0, top.longitude or 0)) > NEAR_KM]
        said = any(True for m in g.mentions for _ in divisions_beside(m.span, places))
        famous = top.prior >= FAMOUS and all(top.prior - prior >= FAR_BEHIND for prior in far)
        if famous and far and not said and not g.silent and top.kind is PlaceKind.CITY:
            at = evidence.start[i] + g.candidates.index(top)
            right[at], counts[i] = 1.0, WORLD**2
    return Article(id_, evidence, right, counts, counts) if counts.any() else None


def gold_of(g: Group, golds: Sequence[dict[str, Any]]) -> tuple[tuple[float, float] | None, int]:
    """The point that most of the gold toponyms under a group's mentions have, and how many they are."""
    points: Counter[tuple[float, float]] = Counter()
    for mention in g.mentions:
        for gold in golds:
            if mention.span.start_char < gold["end"] and gold["start"] < mention.span.end_char:
                points[float(gold["lat"]), float(gold["lon"])] += 1
                break
    return (points.most_common(1)[0][0], sum(points.values())) if points else (None, 0)


def read(row: dict[str, Any], doc: Doc, *, address: bool) -> Article:
    """`address`: whether the article's address, and so its outlet's home, is known."""
    found = [m for m in mentions.mentions(doc) if m.label in mentions.PLACES]
    groups = group(found)
    places = by_token(groups)
    evidence = Evidence(doc, groups, places, home_of(row["url"]) if address else None)
    golds = [gold for gold in row["gold"]["places"] if gold.get("lat") not in (None, "")]
    right, counts = np.zeros(len(evidence.candidates)), np.zeros(len(evidence.groups))
    for i, g in enumerate(evidence.groups):
        point, counts[i] = gold_of(g, golds)
        begin, end = evidence.start[i], evidence.start[i + 1] - 1
        if point is None:
            if g.silent and row["corpus"] in MARKS_INSIDE:
                right[end] = counts[i] = 1.0
            continue
        away = np.array([_away(c, point) for c in g.candidates])
        # Of countries and large provinces the middles that two gazetteers give lie far apart.
        away -= [_reach(c) for c in g.candidates]
        near = (
            away <= max(NEAR_KM / 4, away.min() + 10) if away.min() <= NEAR_KM else np.zeros(len(away), bool)
        )
        right[begin:end] = near
        right[end] = not near.any()
    others = sum(not g.silent for g in evidence.groups) - 1
    weights = counts * (ALONE if others < LEAST_OTHERS else 1.0) * (WITH_ADDRESS if address else WITHOUT)
    return Article(row["id"], evidence, right, counts, weights)


def _away(candidate: Candidate, point: tuple[float, float]) -> float:
    if candidate.latitude is None or candidate.longitude is None:
        return float("inf")
    return distance_km((candidate.latitude, candidate.longitude), point)


def _reach(candidate: Candidate) -> float:
    if candidate.kind is PlaceKind.COUNTRY or candidate.country is None:
        return LARGE_KM
    if candidate.id and candidate.kind is not PlaceKind.CITY:
        return KEPT_KM
    whole = candidate.form in ("r", "q")
    division = gazetteer.default().division(candidate.country, candidate.division) if whole else None
    return float(division.reach_km) if division else 0.0


def fit(articles: Sequence[Article], penalty: float = PENALTY) -> Numbers:
    scale = np.zeros(len(FEATURES))
    likely = [first(a.evidence) for a in articles]
    for again in range(REFITS):
        rounds = ROUNDS if again else 1
        tables, rights, owners, weights = [], [], [], []
        base = 0
        for n, a in enumerate(articles):
            p = likely[n]
            for _ in range(rounds):
                table = a.evidence.features(p)
                if again:
                    p = softmax(table @ scale, a.evidence)
            use = a.counts > 0
            keep = use[a.evidence.of]
            tables.append(table[keep])
            rights.append(a.right[keep])
            renumber = np.cumsum(use) - 1
            owners.append(renumber[a.evidence.of][keep] + base)
            weights.append(np.sqrt(a.weights[use]))
            base += int(use.sum())
        scale = climb(
            np.vstack(tables),
            np.concatenate(rights),
            np.concatenate(owners),
            np.concatenate(weights),
            scale,
            penalty,
        )
        likely = [first(a.evidence) for a in articles]
    return scale


def climb(x: Numbers, right: Numbers, owner: Any, weight: Numbers, scale: Numbers, penalty: float) -> Numbers:
    """Maximum of the likelihood of the right rows and the weights expected, by Adam (Kingma and Ba 2015)."""
    begin = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
    centre = np.array([EXPECTED.get(name, 0.0) for name in FEATURES])
    pull = np.where([name in EXPECTED for name in FEATURES], FIRMLY, penalty)
    m = v = np.zeros_like(scale)
    total = weight.sum()
    for step in range(1, STEPS + 1):
        scores = x @ scale
        scores -= np.maximum.reduceat(scores, begin)[owner]
        p = np.exp(scores)
        p /= np.add.reduceat(p, begin)[owner]
        q = p * right
        mass = np.maximum(np.add.reduceat(q, begin), 1e-9)
        q = q / mass[owner]
        gradient = x.T @ ((q - p) * weight[owner]) / total - pull * (scale - centre) / total
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        scale = scale + RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return scale


def measure(articles: Sequence[Article], scale: Numbers) -> list[tuple[str, float, bool, float]]:
    """For each group that gold speaks of: corpus, confidence, whether its best candidate is right, gold
    toponyms covered; left out where "none" wins.
    """
    out = []
    for a in articles:
        for i, choice in enumerate(choose(a.evidence, scale)):
            if a.counts[i] and not a.evidence.groups[i].silent and choice.best is not None:
                at = a.evidence.start[i] + a.evidence.groups[i].candidates.index(choice.best)
                point_right = a.right[at]
                out.append((a.id.split("-")[1], choice.confidence, bool(point_right), a.counts[i]))
    return out


def fit_confidence(articles: Sequence[Article], scale: Numbers) -> tuple[float, float]:
    """The slope and shift that make the shares of the best candidates come true, by gradient ascent."""
    pairs = []
    for a in articles:
        for i, choice in enumerate(choose(a.evidence, scale)):
            if a.counts[i] and not a.evidence.groups[i].silent and choice.best is not None:
                at = a.evidence.start[i] + a.evidence.groups[i].candidates.index(choice.best)
                pairs.append((choice.share, a.right[at], math.sqrt(a.counts[i])))
    shares, right, weights = (np.array(column) for column in zip(*pairs, strict=True))
    shares = np.clip(shares, 1e-6, 1 - 1e-6)
    odds = np.log(shares / (1 - shares))
    slope, shift = 1.0, 0.0
    for _ in range(2000):
        wrong = weights * (right - 1 / (1 + np.exp(-(slope * odds + shift)))) / weights.sum()
        slope, shift = slope + 0.3 * float(wrong @ odds), shift + 0.3 * float(wrong.sum())
    return slope, shift


def report(articles: Sequence[Article], scale: Numbers) -> str:
    lines = []
    rows = measure(articles, scale)
    for corpus in sorted({row[0] for row in rows}):
        mine = [row for row in rows if row[0] == corpus]
        total = sum(a.counts.sum() for a in articles if a.id.split("-")[1] == corpus)
        line = [f"{corpus}: {len(mine)} places"]
        for least in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9):
            sure = [row for row in mine if row[1] >= least]
            n = sum(row[3] for row in sure)
            line.append(
                f">={least}: {sum(row[2] * row[3] for row in sure) / max(n, 1):.3f} of {n / total:.2f}"
            )
        lines.append("; ".join(line))
    return "\n".join(lines)


def write(scale: Numbers, confidence: dict[str, tuple[float, float]], path: Path) -> None:
    lines = [
        "# What speaks for a namesake, in the logit: made by `make places`, see training/places.py.",
        "# Each line: a feature of `features`, its weight, what it says.",
        "",
    ]
    for (name, what), weight in zip(FEATURES.items(), scale, strict=True):
        lines.append(f"{name} = {{ weight = {weight:.3f} }}  # {what}")
    for kind, pair in confidence.items():
        for name, value in zip(("slope", "shift"), pair, strict=True):
            lines.append(f"{kind}_{name} = {{ weight = {value:.3f} }}  # of the share, to come true")
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the weights of the places.")
    parser.add_argument("shared", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--cache", type=Path, help="keeps the articles as read")
    parser.add_argument("--confidence-only", action="store_true", help="keep the weights as they are")
    parser.add_argument("--world-cache", type=Path, help="the same, of the news of the world")
    args = parser.parse_args()
    read_rows = list(documents(args.shared, args.cache))
    # Each article twice: what holds with the outlet's home must not be missed where that is not known.
    bare, told = (
        [a for row, doc in read_rows if (a := read(row, doc, address=known)).evidence.groups]
        for known in (False, True)
    )
    tuned = [a for a in (*bare, *told) if not set_aside(a.id)]
    known = weights() if args.confidence_only else None
    scale = fit([*tuned, *of_the_world(args.shared, args.world_cache)]) if known is None else known
    confidence = {
        name: fit_confidence([a for a in articles if not set_aside(a.id)], scale)
        for name, articles in (
            ("confidence", bare),
            ("home_confidence", [a for a in told if a.evidence.home is not None]),
        )
    }
    for name, articles in (("without addresses", bare), ("with addresses", told)):
        print(f"{name}: tuned\n" + report([a for a in articles if not set_aside(a.id)], scale))
        print(f"{name}: set aside\n" + report([a for a in articles if set_aside(a.id)], scale))
    write(scale, confidence, args.weights)


if __name__ == "__main__":
    main()
