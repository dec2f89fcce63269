"""The weights by which the date and the place of a casualty figure are chosen.

    python -m training.slots --shared ../shared     writes newsfacts/casualties/choice/{dates,places}.toml

Learned from the statements of corpora/casualties (articles, dev, and with less weight the sentences) that the
rules find, without the articles set aside; fitted in closed steps (Newton's), so the same data give the same
weights. Prints the share right of the tuned articles, by cross-validation, and of those set aside.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.casualty_extras import load_scorer
from benchmarks.development import fold_of, records, set_aside
from newsfacts.casualties.choice.dates import DateChoice
from newsfacts.casualties.choice.places import PlaceChoice
from newsfacts.casualties.choice.ranker import LEAST_BESIDE, SAME, Features
from newsfacts.casualties.choice.told import Told

FOLDER = Path(__file__).parent.parent / "newsfacts" / "casualties" / "choice"
SETS = {"articles": 1.0, "dev": 1.0, "sentences": 0.4}  # what an example of each counts
OPTIONAL = 0.5  # a statement on which annotators would differ counts less
LEAST_SEEN = 8  # candidates that a feature must have
FOLDS = 4
STEPS = 12


Read = tuple[str, dict[str, Any], Told]  # set, record, the article as the choice sees it


@dataclass(slots=True)
class Example:
    """A statement and its candidates. `right`: which of them are; `by_rules`: whether the rules are."""

    article: str
    source: str
    weight: float
    counted: bool
    described: list[Features]
    right: list[bool]
    by_rules: bool
    is_open: bool  # the choice is asked


def examples(slot: str, told: Sequence[Read], scorer: Any) -> Iterator[Example]:
    """The statements that the rules find, with the candidates for `slot`."""
    for source, record, article in told:
        text, golds = record["text"], record["casualties"]
        choice = (DateChoice if slot == "date" else PlaceChoice)(article)
        found = [{"kind": a.kind, "span": [a.span.start, a.span.end], **bounds(a)} for a in article.asked]
        for at_gold, at in scorer.best_pairs(golds, found):
            gold, asked = golds[at_gold], article.asked[at]
            accepted = scorer.accepted_values(gold, golds, slot)
            spans, described = choice.described(at)

            def fits(span: Any, gold: Any = gold, accepted: Any = accepted, text: str = text) -> bool:
                if span is None:
                    return not gold.get(slot)
                return bool(scorer.slot_agrees(slot, span.of(text), accepted))

            optional = bool(gold.get("optional"))
            yield Example(
                article=record["id"],
                source=source,
                weight=SETS[source] * (OPTIONAL if optional else 1),
                counted=not optional,
                described=described,
                right=[fits(span) for span in spans],
                by_rules=fits(getattr(asked, slot)),
                is_open=getattr(asked, slot) is None and asked.of_an_event,
            )


def bounds(asked: Any) -> dict[str, Any]:
    """The scorer pairs by kind and span; figures are not compared here."""
    return {"min": None, "max": None, "approximate": False}


class Data:
    """Examples as matrices, a column a feature."""

    def __init__(self, found: list[Example]) -> None:
        seen = Counter(name for one in found for features in one.described for name in features)
        self.names = sorted(name for name in seen if seen[name] >= LEAST_SEEN)
        column = {name: at for at, name in enumerate(self.names)}
        self.rows = []
        for one in found:
            matrix = np.zeros((len(one.described), len(self.names)))
            for row, features in enumerate(one.described):
                for name, value in features.items():
                    if name in column:
                        matrix[row, column[name]] = value
            self.rows.append((one, matrix, np.array(one.right, dtype=float)))

    def fit(self, rows: list[Any], penalty: float) -> np.ndarray:
        """The weights that make what is right likeliest, by Newton's steps; `penalty` on their squares."""
        size = len(self.names)
        weights = np.zeros(size)
        for _ in range(STEPS):
            slope, curve = -penalty * weights, penalty * np.eye(size)
            for one, matrix, right in rows:
                if not right.any():
                    continue
                scores = matrix @ weights
                likely = np.exp(scores - scores.max())
                likely /= likely.sum()
                wanted = likely * right / (likely * right).sum()
                mean = matrix.T @ likely
                slope += one.weight * (matrix.T @ (wanted - likely))
                curve += one.weight * ((matrix.T * likely) @ matrix - np.outer(mean, mean))
            step = np.linalg.solve(curve, slope)
            weights = weights + step
            if abs(step).max() < 1e-3:
                break
        return weights


def share(rows: list[Any], weights: np.ndarray | None) -> str:
    """The share of counted statements that are right, by the rules where there are no weights."""
    counted = [row for row in rows if row[0].counted]
    right = [
        bool(wanted[best(one.described, matrix @ weights)])
        if weights is not None and one.is_open
        else one.by_rules
        for one, matrix, wanted in counted
    ]
    return f"{np.mean(right):.3f} of {len(right)}" if right else "none"


def best(described: list[Features], scores: np.ndarray) -> int:
    """The candidate that the choice takes, as `ranker.chosen` does."""
    likely = np.exp(scores - scores.max())
    likely /= likely.sum()
    order = sorted(range(len(likely)), key=lambda at: (-likely[at], at))
    return next(at for at in order if SAME not in described[at] or likely[at] >= LEAST_BESIDE)


def told_of(shared: Path) -> list[Read]:
    from newsfacts.pipeline import build_nlp

    nlp = build_nlp()
    component: Any = nlp.get_pipe("newsfacts_casualties")
    found = []
    for source in SETS:
        for record in records(shared / "corpora" / "casualties" / f"{source}.jsonl.gz"):
            doc = nlp.make_doc(record["text"])
            doc._.published = record.get("published")
            found.append((source, record, component.told(nlp(doc))))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--penalty", type=float, default=6.0)
    arguments = parser.parse_args()
    told, scorer = told_of(arguments.shared), load_scorer(arguments.shared)
    for slot, name, sources in (("date", "dates", tuple(SETS)), ("place", "places", ("articles", "dev"))):
        data = Data([one for one in examples(slot, told, scorer) if one.source in sources])
        whole = [row for row in data.rows if row[0].source != "sentences"]
        tuned = [row for row in whole if not set_aside(row[0].article)]
        extra = [row for row in data.rows if row[0].source == "sentences"]
        print(f"{slot}: {len(data.names)} features; tuned on, rules: {share(tuned, None)}")
        for fold in range(FOLDS):
            inside = [row for row in tuned if fold_of(f"slots {row[0].article}", FOLDS) == fold]
            others = [row for row in tuned if fold_of(f"slots {row[0].article}", FOLDS) != fold]
            print(f"  fold {fold}: {share(inside, data.fit(others + extra, arguments.penalty))}")
        weights = data.fit(tuned + extra, arguments.penalty)
        for source in ("articles", "dev"):
            aside = [row for row in whole if row[0].source == source and set_aside(row[0].article)]
            print(f"  set aside, {source}: rules {share(aside, None)}, chosen {share(aside, weights)}")
        write(FOLDER / f"{name}.toml", data.names, weights)


def write(path: Path, names: Sequence[str], weights: np.ndarray) -> None:
    pairs = zip(names, weights, strict=True)
    lines = [f'"{name}" = {round(float(value) * 1000)}\n' for name, value in pairs]
    head = f"# What speaks for a candidate of {path.stem}, in thousandths. Written by training/slots.py.\n\n"
    path.write_text(head + "[weights]\n" + "".join(lines), "utf-8")


if __name__ == "__main__":
    main()
