"""Fit the model of lines that no rule of furniture is sure about.

    python -m training.furniture --shared ../shared            writes newsfacts/furniture/weights.toml
    python -m training.furniture --shared ../shared --folds 5  measures it on pages it was not fitted to

Furniture comes from the made-up pages (`tests/layouts/*.pages`, those written last left out), the story from
them and from articles of the development sets that are not set aside. Logistic regression by AdaGrad in a
fixed order: the same input gives the same file.
"""

from __future__ import annotations

import argparse
import random
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path

from benchmarks.development import records, set_aside
from newsfacts.furniture.bylines import is_stamp
from newsfacts.furniture.lines import Unit, read_units
from newsfacts.furniture.marks import mark_by_rules
from newsfacts.furniture.model import MAX_WORDS, SCALE, TOKEN, features
from tests.marked_pages import EITHER, LAYOUTS, Page, all_pages

STORIES = ("casualties/dev", "ner/wwn-train", "ner/wikigold")
MIN_LINES = 3  # a feature of fewer lines tells of the line, not of lines
STORY_WEIGHT = 0.3  # of a line of an article: there are many more than lines of pages
ROUNDS, RATE, DECAY = 8, 0.15, 1e-4
_SHAPE = re.compile(r"(?:length|stop|has|above|below|between|quarter):")
OUT = Path(__file__).parent.parent / "newsfacts" / "rules" / "furniture/weights.toml"
HEADER = """\
# The model of lines that no rule is sure about (furniture/model.py), in hundredths. Written by
# training/furniture.py from the made-up pages of the tests and word counts of {stories}; not for editing.
"""


@dataclass(frozen=True)
class Example:
    page: str
    words: tuple[str, ...]  # as they stand, for what is ever written small
    features: tuple[str, ...]
    furniture: bool
    characters: int
    marked: bool
    weight: float


def marked_units(text: str) -> tuple[list[Unit], list[bool]]:
    units = list(read_units(text))
    mark_by_rules(units, text)
    return units, [unit.reason is not None for unit in units]


def of_page(page: Page) -> list[Example]:
    units, marked = marked_units(page.text)
    found = []
    for index, unit in enumerate(units):
        piece = next((piece for piece in page.pieces if piece.start <= unit.start < piece.end), None)
        if piece is not None and piece.mark != EITHER:
            found.append(_example(page.name, units, marked, index, piece.furniture, 1.0))
    return found


def of_layout(path: Path) -> list[Example]:
    """A page of `tests/layouts` whose TOML lists its furniture; lines of the day and hour left out."""
    text = path.read_text("utf-8")
    listed = {line["text"] for line in tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))["skipped"]}
    units, marked = marked_units(text)
    return [
        _example(path.stem, units, marked, index, unit.text in listed, 1.0)
        for index, unit in enumerate(units)
        if not unit.piece and not is_stamp(unit.text)
    ]


def of_story(name: str, text: str) -> list[Example]:
    units, marked = marked_units(text)
    return [
        _example(name, units, marked, index, False, STORY_WEIGHT)
        for index, unit in enumerate(units)
        if not marked[index] and unit.words <= MAX_WORDS
    ]


def _example(
    name: str, units: Sequence[Unit], marked: Sequence[bool], index: int, furniture: bool, weight: float
) -> Example:
    unit = units[index]
    return Example(
        name,
        tuple(TOKEN.findall(unit.text)),
        tuple(features(units, marked, index)),
        furniture,
        len("".join(unit.text.split())),
        marked[index],
        weight,
    )


def fit(examples: Sequence[Example]) -> tuple[dict[str, int], int]:
    """Weights and intercept, in hundredths."""
    # Names tell of the made-up towns: only words that somewhere begin small count.
    small = {word.lower() for example in examples for word in example.words if word[:1].islower()}
    counts = Counter(feature for example in examples for feature in example.features)
    kept = {
        feature
        for feature, count in counts.items()
        if count >= MIN_LINES
        and all(
            part in small or not part[:1].isalpha() or _SHAPE.match(feature)
            for part in feature.removeprefix("first:").split()
        )
    }
    rows = [[feature for feature in example.features if feature in kept] for example in examples]
    weights, squares = dict.fromkeys(sorted(kept), 0.0), dict.fromkeys(kept, 1e-2)
    intercept = 0.0
    order = list(range(len(examples)))
    shuffle = random.Random(0).shuffle
    for _ in range(ROUNDS):
        shuffle(order)
        for at in order:
            example, row = examples[at], rows[at]
            z = intercept + sum(weights[feature] for feature in row)
            wrong = (1 / (1 + exp(-max(-30.0, min(30.0, z)))) - example.furniture) * example.weight
            for feature in row:
                step = wrong + DECAY * weights[feature]
                squares[feature] += step * step
                weights[feature] -= RATE * step / squares[feature] ** 0.5
            intercept -= 0.01 * wrong
    whole = {feature: round(SCALE * weight) for feature, weight in weights.items()}
    return {feature: weight for feature, weight in whole.items() if abs(weight) >= 8}, round(
        SCALE * intercept
    )


def score(model: tuple[dict[str, int], int], example: Example) -> int:
    return model[1] + sum(model[0].get(feature, 0) for feature in example.features)


def show(scored: Sequence[tuple[int, Example]]) -> None:
    for threshold in (0, 100, 150, 200, 250, 300, 350, 400):
        taken = [e for z, e in scored if e.marked or z > threshold]
        right = sum(e.characters for e in taken if e.furniture)
        print(
            f"above {threshold}: precision {right / sum(e.characters for e in taken):.3f},"
            f" recall {right / sum(e.characters for _, e in scored if e.furniture):.3f},"
            f" lines of story lost {sum(not e.furniture for e in taken)}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--threshold", type=int, default=300)
    options = parser.parse_args()
    stories: list[Example] = []
    for name in STORIES:
        for record in records(options.shared / "corpora" / f"{name}.jsonl.gz"):
            if not set_aside(record["id"]):
                stories += of_story(record["id"], record["text"])
    pages = [page for page in all_pages() if not page.last]
    by_page = {page.name: of_page(page) for page in pages}
    by_page |= {path.stem: of_layout(path) for path in sorted(LAYOUTS.glob("*.txt"))}
    if options.folds:
        scored: list[tuple[int, Example]] = []
        names = sorted(by_page)
        for fold in range(options.folds):
            held = names[fold :: options.folds]
            model = fit([*(e for name in names if name not in held for e in by_page[name]), *stories])
            scored += [(score(model, e), e) for name in held for e in by_page[name]]
        show(scored)
        return
    model = fit([*(example for name in sorted(by_page) for example in by_page[name]), *stories])
    lines = [HEADER.format(stories=", ".join(STORIES)), f"threshold = {options.threshold}"]
    lines += [f"intercept = {model[1]}", "", "[weights]"]
    for feature, weight in sorted(model[0].items()):
        escaped = feature.replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'"{escaped}" = {weight}')
    OUT.write_text("\n".join(lines) + "\n", "utf-8")
    show([(score(model, e), e) for page in all_pages() if page.last for e in of_page(page)])
    false = sorted((score(model, e), e.words) for e in stories)[-12:]
    for z, words in reversed(false):
        print(z, " ".join(words)[:100])
    print(f"{len(model[0])} weights")


if __name__ == "__main__":
    main()
