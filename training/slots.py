"""The weights by which the date, the place and the cause of a casualty figure are chosen, and how sure each
slot is.

    python -m training.slots --shared ../shared     writes newsfacts/casualties/choice/*.toml but the words

Learned from the statements of corpora/casualties (articles, dev, and with less weight the sentences) that the
rules find, without the articles set aside; for dates from corpora/incidents too, the day of the shooting that
an archive has, and from corpora/stories, the day of the harm of each toll. Fitted in closed steps (Newton's),
so the same data give the same weights. Prints the share right of the tuned articles, by cross-validation, and
of those set aside; `--curve` also by their number.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.casualty_extras import load_scorer
from benchmarks.development import fold_of, records, set_aside
from newsfacts.casualties.choice import causes, dates, places
from newsfacts.casualties.choice.again import read_again
from newsfacts.casualties.choice.asked import Found
from newsfacts.casualties.choice.ranker import Candidates, chosen_of
from newsfacts.casualties.choice.sure import of_choice, of_words
from newsfacts.casualties.choice.told import Told
from training import slot_confidence
from training.slot_confidence import Filled

FOLDER = Path(__file__).parent.parent / "newsfacts" / "casualties" / "choice"
SETS = ("articles", "dev", "sentences")
INCIDENTS = 0.2  # of one article, all its statements together the root of their number
TOLLS = 1.0
OPTIONAL = 0.5  # a statement on which annotators would differ, or of what may come, counts less
LEAST_SEEN = 8  # candidates that a feature must have
FOLDS = 4
STEPS = 10


@dataclass(frozen=True)
class Slot:
    """Where its weights go, what describes its candidates, and the penalty on the squares of the weights."""

    file: str
    choice: Callable[[Told], Any]
    penalty: float
    sentences: float = 0.4  # what an example of the single sentences counts, one of an article being 1
    days: bool = False  # whether the days of incidents and tolls count
    again: bool = False  # whether what a second reading says is weighed

    def margin(self, choice: Any, at: int, candidates: Candidates) -> float:
        return float(choice.margin(at, candidates))


SLOTS = {
    "date": Slot("dates", dates.DateChoice, 6.0, days=True),
    "place": Slot("places", places.PlaceChoice, 6.0),
    "cause": Slot("causes", causes.CauseChoice, 10.0, sentences=0.1, again=True),
}

# By article, statement and slot the logarithm of how likely each candidate is, None where it was not read.
Likely = dict[str, list[float | None]]
AGAIN = "marked.json"  # what a second reading says, as Likely
# Set, record, the article as the choice sees it, its statements.
Read = tuple[str, dict[str, Any], Told, list[Any]]


@dataclass(slots=True)
class Example:
    """Statement `at` of an article and its candidates. `right`: which of them are; `by_rules`: whether the
    rules are; `asked`: whether the choice is."""

    article: str
    source: str
    at: int
    weight: float
    counted: bool
    candidates: Candidates
    right: list[bool]
    by_rules: bool
    asked: bool
    margin: float
    found: Found | None  # by the rules


def examples(name: str, told: Sequence[Read], scorer: Any, single: float | None = None) -> Iterator[Example]:
    """The statements that the rules find, with the candidates for the slot `name`. `single`: what one of the
    single sentences counts, where it is not as in SLOTS."""
    slot = SLOTS[name]
    if single is None:
        single = slot.sentences
    for source, record, article, statements in told:
        choice = slot.choice(article)
        if source == "incidents":
            yield from _of_incident(name, record, article, choice, statements)
            continue
        if source == "tolls":
            yield from _of_tolls(record, article, choice, scorer)
            continue
        text, golds = record["text"], record["casualties"]
        found = [{"kind": a.kind, "span": [a.span.start, a.span.end], **bounds()} for a in article.asked]
        for at_gold, at in scorer.best_pairs(golds, found):
            gold, asked = golds[at_gold], article.asked[at]
            fits = _Fits(name, scorer, gold, scorer.accepted_values(gold, golds, name))
            candidates = choice.candidates(at)
            own = getattr(asked, name)
            doubtful = bool(gold.get("optional")) or scorer.status_of(gold) != "reported"
            yield Example(
                article=record["id"],
                source=source,
                at=at,
                weight=(single if source == "sentences" else 1.0) * (OPTIONAL if doubtful else 1.0),
                counted=not doubtful and asked.status == "reported",
                candidates=candidates,
                right=[fits(span and span.of(text)) for span in candidates.spans],
                by_rules=fits(own and own.span.of(text)),
                asked=choice.is_asked(asked),
                margin=slot.margin(choice, at, candidates),
                found=own,
            )


class _Fits:
    def __init__(self, name: str, scorer: Any, gold: dict[str, Any], accepted: list[str]) -> None:
        self.name, self.scorer, self.gold, self.accepted = name, scorer, gold, accepted
        self.known: dict[str | None, bool] = {None: not gold.get(name)}

    def __call__(self, words: str | None) -> bool:
        if words not in self.known:
            self.known[words] = bool(self.scorer.slot_agrees(self.name, words, self.accepted))
        return self.known[words]


def _of_incident(
    name: str, record: dict[str, Any], article: Told, choice: Any, statements: list[Any]
) -> Iterator[Example]:
    """Those that tell the archive's own number, with its day."""
    same = []
    for at, (asked, statement) in enumerate(zip(article.asked, statements, strict=True)):
        count, number = statement.figure.count, record.get(asked.kind)
        if asked.status == "reported" and number and count.min == count.max == number and record.get("date"):
            same.append(at)
    for at in same:
        candidates = choice.candidates(at)
        right = [str(key or "").startswith(record["date"]) for key in candidates.keys]
        if any(right):
            weight = INCIDENTS / len(same) ** 0.5
            yield Example(
                record["id"], "incidents", at, weight, False, candidates, right, False, True, 0.0, None
            )


def _of_tolls(record: dict[str, Any], article: Told, choice: Any, scorer: Any) -> Iterator[Example]:
    """The statements of tolls that a reader marked, with the day of the harm."""
    golds = [{**one, "span": [one["start"], one["end"]]} for one in record["statements"]]
    found = [{"kind": a.kind, "span": [a.span.start, a.span.end], **bounds()} for a in article.asked]
    for at_gold, at in scorer.best_pairs(golds, found):
        day, candidates = golds[at_gold]["day"], choice.candidates(at)
        right = [bool(day) and str(key or "").startswith(day) for key in candidates.keys]
        if any(right):
            yield Example(record["id"], "tolls", at, TOLLS, False, candidates, right, False, True, 0.0, None)


def bounds() -> dict[str, Any]:
    """The scorer pairs by kind and span; figures are not compared here."""
    return {"min": None, "max": None, "approximate": False}


class Data:
    """Examples as one matrix, a column a feature, a row a candidate."""

    def __init__(self, found: list[Example]) -> None:
        self.found = found
        described = [features for one in found for features in one.candidates.described]
        seen = Counter(name for features in described for name, value in features.items() if value)
        self.names = sorted(name for name in seen if seen[name] >= LEAST_SEEN)
        column = {name: at for at, name in enumerate(self.names)}
        self.matrix = np.zeros((len(described), len(column)), dtype=np.float32)
        for row, features in enumerate(described):
            for name, value in features.items():
                if name in column:
                    self.matrix[row, column[name]] = value
        self.sizes = np.array([len(one.right) for one in found])
        self.starts = np.concatenate([[0], np.cumsum(self.sizes)])[:-1]
        self.right = np.array([right for one in found for right in one.right], dtype=float)
        self.weights = np.array([one.weight for one in found])

    def likely(self, weights: np.ndarray) -> list[np.ndarray]:
        """How likely each candidate is, by example."""
        all_likely = _shares(self.matrix @ weights.astype(np.float32), self.starts, self.sizes)
        return np.split(all_likely, self.starts[1:])

    def fit(self, use: np.ndarray, penalty: float) -> np.ndarray:
        """The weights that make what is right likeliest in the examples `use`; `penalty` on their squares."""
        use = np.flatnonzero(use & (np.add.reduceat(self.right, self.starts) > 0))
        rows = np.concatenate([np.arange(self.starts[at], self.starts[at] + self.sizes[at]) for at in use])
        matrix, right, sizes = self.matrix[rows], self.right[rows], self.sizes[use]
        starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]
        each = np.repeat(self.weights[use], sizes)
        weights = np.zeros(len(self.names))
        for _ in range(STEPS):
            likely = _shares(matrix @ weights.astype(np.float32), starts, sizes)
            wanted = likely * right
            wanted /= np.repeat(np.add.reduceat(wanted, starts), sizes)
            slope = matrix.T @ (each * (wanted - likely)).astype(np.float32) - penalty * weights
            means = np.add.reduceat(matrix * likely[:, None].astype(np.float32), starts)
            curve = (matrix * (each * likely)[:, None].astype(np.float32)).T @ matrix
            curve = curve - (means * self.weights[use][:, None].astype(np.float32)).T @ means
            step = np.linalg.solve(curve.astype(float) + penalty * np.eye(len(weights)), slope)
            weights = weights + step
            if abs(step).max() < 2e-3:
                break
        return weights


def _shares(scores: np.ndarray, starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    scores = scores.astype(float)
    scores = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    return scores / np.repeat(np.add.reduceat(scores, starts), sizes)


def is_right(one: Example, likely: np.ndarray | None) -> bool:
    """Whether the choice is right, the rules where there is none."""
    if likely is None or not one.asked:
        return one.by_rules
    choice = chosen_of(one.candidates, likely.tolist(), margin=one.margin)
    return one.right[one.candidates.spans.index(choice.span)]


def share(found: list[Example], likely: list[np.ndarray] | None, use: np.ndarray) -> str:
    """The share of counted statements that are right."""
    right = [
        is_right(found[at], None if likely is None else likely[at])
        for at in np.flatnonzero(use)
        if found[at].counted
    ]
    return f"{np.mean(right):.3f} of {len(right)}" if right else "none"


def read(shared: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each record to learn from, with its set."""
    corpora = shared / "corpora"
    known = set()
    for name in SETS:
        for record in records(corpora / "casualties" / f"{name}.jsonl.gz"):
            known.add(record["id"])
            yield name, record
    for record in records(corpora / "incidents" / "shootings.jsonl.gz"):
        if not set_aside(record["id"]):  # not measured here, so not read
            yield "incidents", record
    tolls: dict[str, list[dict[str, Any]]] = {}
    for group in json.loads((corpora / "stories" / "tolls.json").read_text("utf-8")):
        for toll in group["tolls"]:
            for one in toll["statements"]:
                tolls.setdefault(one["id"], []).append({**one, "kind": toll["kind"], "day": toll.get("day")})
    for record in records(corpora / "plain" / "news.jsonl.gz"):
        if record["id"] in tolls and record["id"] not in known:
            yield "tolls", {**record, "statements": tolls[record["id"]]}


def told_of(shared: Path, sets: Collection[str] | None = None) -> Iterator[Read]:
    """Each article of the `sets`, by default of all."""
    from newsfacts.pipeline import build_nlp

    nlp = build_nlp()
    component: Any = nlp.get_pipe("newsfacts_casualties")
    for source, record in read(shared):
        if sets is not None and source not in sets:
            continue
        doc = nlp.make_doc(record["text"])
        doc._.published = record.get("published")
        with nlp.select_pipes(disable=["newsfacts_casualties"]):
            doc = nlp(doc)
        yield source, record, *component.told(doc)


def key_of(article: str, at: int, slot: str) -> str:
    """Under which a second reading of statement `at` is kept in AGAIN."""
    return f"{article} {at} {slot}"


def with_reading(name: str, one: Example, likely: Likely) -> Example:
    """With what a second reading says, by a network of `training.marked` that did not learn from its
    article."""
    logs = likely.get(key_of(one.article, one.at, name))
    if logs is None:
        return one
    return replace(one, candidates=read_again(one.candidates, logs, one.found))


def learn(name: str, told: Sequence[Read], likely: Likely, scorer: Any, *, curve: bool) -> list[Filled]:
    """Fit one slot, print its figures and write its weights. The choices made out of fold, and set aside."""
    slot = SLOTS[name]
    made = examples(name, [one for one in told if slot.days or one[0] in SETS], scorer)
    data = Data([with_reading(name, one, likely) if slot.again else one for one in made])
    source = np.array([one.source for one in data.found])
    whole = np.isin(source, ("articles", "dev"))
    aside = whole & np.array([set_aside(one.article) for one in data.found])
    fold = np.array([fold_of(f"slots {one.article}", FOLDS) for one in data.found])
    out_of_fold = list(data.likely(np.zeros(len(data.names))))
    for number in range(FOLDS):
        likely = data.likely(data.fit(~aside & ~(whole & (fold == number)), slot.penalty))
        for at in np.flatnonzero(fold == number):
            out_of_fold[at] = likely[at]
    weights = data.fit(~aside, slot.penalty)
    likely = data.likely(weights)
    print(f"{name}: {len(data.names)} features")
    for part in ("articles", "dev"):
        own, kept = (source == part) & whole & ~aside, (source == part) & aside
        print(f"  {part}: tuned {share(data.found, None, own)} -> {share(data.found, out_of_fold, own)}")
        print(f"  {part}: set aside {share(data.found, None, kept)} -> {share(data.found, likely, kept)}")
    if curve:
        _curve(data, whole, aside, slot.penalty)
    write(FOLDER / f"{slot.file}.toml", data.names, weights)
    made = []
    for at in np.flatnonzero(whole):
        one = data.found[at]
        if one.counted and one.asked:
            shares = likely[at] if aside[at] else out_of_fold[at]
            choice = chosen_of(one.candidates, shares.tolist(), margin=one.margin)
            features = of_choice(one.found, choice)
            if features is not None:
                made.append(
                    Filled(features, one.right[one.candidates.spans.index(choice.span)], bool(aside[at]))
                )
    return made


def told_in_words(name: str, told: Sequence[Read], scorer: Any) -> list[Filled]:
    """The statements with the slot `name`, one that is not chosen."""
    made = []
    for source, record, article, _ in told:
        if source not in ("articles", "dev"):
            continue
        golds = [
            g for g in record["casualties"] if scorer.status_of(g) == "reported" and not g.get("optional")
        ]
        found = [{"kind": a.kind, "span": [a.span.start, a.span.end], **bounds()} for a in article.asked]
        for at_gold, at in scorer.best_pairs(golds, found):
            asked, gold = article.asked[at], golds[at_gold]
            span = asked.victims if name == "victims" else asked.attribution
            if span is not None and asked.status == "reported":
                fits = _Fits(name, scorer, gold, scorer.accepted_values(gold, record["casualties"], name))
                right = fits(span.of(record["text"]))
                made.append(Filled(of_words(article, asked, span), right, set_aside(record["id"])))
    return made


def learn_all(told: Sequence[Read], likely: Likely, scorer: Any, *, curve: bool) -> None:
    made = {name: learn(name, told, likely, scorer, curve=curve) for name in SLOTS}
    made |= {name: told_in_words(name, told, scorer) for name in ("victims", "attribution")}
    tables = {name: slot_confidence.fit(name, filled) for name, filled in made.items()}
    slot_confidence.write(FOLDER / "sure.toml", tables)


def _curve(data: Data, whole: np.ndarray, aside: np.ndarray, penalty: float) -> None:
    """Figures set aside by number of training articles."""
    articles = sorted({one.article for one, own in zip(data.found, whole & ~aside, strict=True) if own})
    for parts in (1, 2, 4, 6, 8):
        kept = {article for article in articles if fold_of(f"curve {article}", 8) < parts}
        use = ~aside & (~whole | np.array([one.article in kept for one in data.found]))
        likely = data.likely(data.fit(use, penalty))
        print(f"  with {len(kept)} articles: set aside {share(data.found, likely, aside)}")


def write(path: Path, names: Sequence[str], weights: np.ndarray) -> None:
    told = {name: round(float(value) * 1000) for name, value in zip(names, weights, strict=True)}
    lines = [f"{json.dumps(name, ensure_ascii=False)} = {value}\n" for name, value in told.items() if value]
    head = f"# What speaks for a candidate of {path.stem}, in thousandths. Written by training/slots.py.\n\n"
    path.write_text(head + "[weights]\n" + "".join(lines), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--curve", action="store_true", help="print figures by number of training articles")
    parser.add_argument(
        "--work", type=Path, default=Path("build/training"), help=f"where training.marked left {AGAIN}"
    )
    arguments = parser.parse_args()
    likely: Likely = json.loads((arguments.work / AGAIN).read_text("utf-8"))
    told = [
        (source, record, replace(article, reading=None), statements)
        for source, record, article, statements in told_of(arguments.shared)
    ]
    learn_all(told, likely, load_scorer(arguments.shared), curve=arguments.curve)


if __name__ == "__main__":
    main()
