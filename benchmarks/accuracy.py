"""Accuracy on the development sets: `make eval`, or `python -m benchmarks.accuracy --shared ../shared`.

Runs `newsfacts extract` over every set, scores its JSON Lines with the scorers of SHARED/eval, writes
docs/accuracy.md and compares with tests/floors.json. Exit 1 where a score has fallen below its floor.
`--set-floors` writes the floors anew, a little below what was measured; say why in the commit.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import casualty_extras, merged, toponym_extras, undated
from benchmarks.development import records, set_aside

ROOT = Path(__file__).parent.parent
FLOORS = ROOT / "tests" / "floors.json"
TABLE = ROOT / "docs" / "accuracy.md"
SLACK = 0.01  # how far below the measured score a floor is set: room for another processor's rounding

Record = dict[str, Any]
Scores = dict[str, float]


@dataclass(frozen=True)
class Set:
    """A development set: its gold file, its scorer, the records handed to `newsfacts extract`, and the
    figures read off the scorer's JSON: name -> dotted path."""

    name: str
    gold: str
    scorer: str
    record: Callable[[Record], Record]
    figures: dict[str, str]
    aside_in: int = 3  # one in so many articles is set aside while tuning, by hash of the id
    tagger_alone: bool = False  # the tagger's own spans in place of the gathered entities
    extras: Callable[[list[Record], list[Record], Path], Scores] | None = None  # figures of our own
    options: tuple[str, ...] = ()  # of `newsfacts extract`


def upper_case(gold: Record) -> Record:
    return {"id": gold["id"], "text": "".join(letter_for_letter(char, char.upper()) for char in gold["text"])}


def lower_case(gold: Record) -> Record:
    return {"id": gold["id"], "text": "".join(letter_for_letter(char, char.lower()) for char in gold["text"])}


def letter_for_letter(char: str, changed: str) -> str:
    """`changed`, unless it is longer ("ß" -> "SS"), which would move the offsets."""
    return changed if len(changed) == 1 else char


def text_only(gold: Record) -> Record:
    return {"id": gold["id"], "text": gold["text"]}


def dated(gold: Record) -> Record:
    return {**text_only(gold), "published": gold.get("dct") or gold.get("published")}


def with_address(gold: Record) -> Record:
    return {**text_only(gold), "url": gold["url"]}


def with_world_date(gold: Record) -> Record:
    return {**with_address(gold), "published": gold["published_world"]}


NAMES = {
    "PERSON+ORG+LOC strict F1": "core.strict.F1",
    "PERSON": "labels.PERSON.strict.F1",
    "ORG": "labels.ORG.strict.F1",
    "LOC": "labels.LOC.strict.F1",
}
DATES = {
    "value F1": "all.value.F1",
    "strict F1": "all.strict.F1",
    "relaxed F1": "all.relaxed.F1",
    "type F1": "all.type.F1",
    "calendar value F1": "calendar.value.F1",
    "day value F1": "day.value.F1",
}
FIGURES = {
    "detection F1": "detection.f1",
    "detection precision": "detection.precision",
    "detection recall": "detection.recall",
    "exact figure F1": "figure.f1",
    "victims": "slots.victims.accuracy",
    "place": "slots.place.accuracy",
    "date": "slots.date.accuracy",
    "attribution": "slots.attribution.accuracy",
    "cause": "slots.cause.accuracy",
    "status": "status.accuracy",
    "articles without figures left empty": "toll.exact_articles_without_figures",
}
INCIDENTS = {
    "killed told": "killed.told",
    "injured told": "injured.told",
    "killed, largest right": "killed.largest",
    "injured, largest right": "injured.largest",
    "killed and injured both right": "both",
    "day": "date",
    "town": "place",
}
FACTS = {
    "people F1": "people.found.F1",
    "people, name": "people.name.share",
    "people, role": "people.role.share",
    "places F1": "places.found.F1",
    "places, name": "places.name.share",
    "places, country": "places.country.share",
    "places, coordinates": "places.point.share",
    "organizations F1": "organizations.found.F1",
    "organizations, name": "organizations.name.share",
    "dates found F1": "dates.found.F1",
    "dates, value": "dates.value.share",
    "dates, clause": "dates.clause.share",
    "dates, whole clause": "dates.clause whole.share",
    "publication date": "published.all.share",
    "furniture F1": "skipped.found.F1",
}

PEOPLE = {
    "found F1": "found.F1",
    "found precision": "found.P",
    "found recall": "found.R",
    "whole names": "whole",
    "role": "role",
}

PLACES = {
    f"{name}: {figure}": f"{corpus}.{figure}"
    for corpus, name in toponym_extras.CORPORA.items()
    for figure in ("found", "located of found", "acc161 of located", "end to end")
}

SETS = (
    Set("names: the tagger alone (wwn-dev)", "ner/wwn-dev", "entities", text_only,
        {**NAMES, "NORP": "labels.NORP.strict.F1", "DATE": "labels.DATE.strict.F1"}, tagger_alone=True),
    Set("names: the tagger alone, upper-cased (wwn-dev)", "ner/wwn-dev", "entities", upper_case, NAMES,
        tagger_alone=True),
    Set("names: the tagger alone, lower-cased (wwn-dev)", "ner/wwn-dev", "entities", lower_case, NAMES,
        tagger_alone=True),
    Set("names: the tagger alone, Malaysian news, not trained on (men)", "ner/men", "entities", text_only,
        NAMES, tagger_alone=True),
    Set("names: the tagger alone, Wikipedia, not trained on (wikigold)", "ner/wikigold", "entities",
        text_only, NAMES, tagger_alone=True),
    Set("names: entities (wwn-dev)", "ner/wwn-dev", "entities", text_only, NAMES),
    Set("casualties (dev)", "casualties/dev", "casualties", dated, FIGURES,
        extras=casualty_extras.extras),
    Set("casualties: new articles of other sources (articles)", "casualties/articles", "casualties", dated,
        FIGURES, extras=casualty_extras.extras),
    Set("casualties: incidents, local news and what an archive knows of it (shootings)",
        "incidents/shootings", "incidents", dated, INCIDENTS, options=("--only", "casualties")),
    Set("dates (timebank)", "dates/timebank", "dates", dated, DATES),
    Set("dates (aquaint)", "dates/aquaint", "dates", dated, DATES),
    Set("places: toponyms with coordinates (lgl, geovirus)", "places/toponyms", "places", text_only, PLACES,
        extras=toponym_extras.extras),
    Set("places: toponyms with coordinates, the articles' addresses told (lgl, geovirus)", "places/toponyms",
        "places", with_address, PLACES, extras=toponym_extras.extras),
    Set("dates (wikiwars: histories)", "dates/wikiwars", "dates", dated, DATES),
    Set("publication dates worked out (plain news)", "plain/news", "", undated.undated, {},
        extras=undated.scores, options=("--published-from", "inferred", "--only", "dates")),
    Set("people and roles (casualty articles)", "casualties/articles", "people", text_only, PEOPLE),
    Set("facts (dev: id, url, text)", "facts/dev", "facts", with_address, FACTS, aside_in=2),
    Set("facts (dev, publication date given)", "facts/dev", "facts", with_world_date,
        {name: path for name, path in FACTS.items() if name != "publication date"}, aside_in=2),
)  # fmt: skip


def write(path: Path, records: Iterable[Record]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def predict(one: Set, gold: list[Record], folder: Path) -> list[Record]:
    """What newsfacts finds in the records of a set."""
    if one.tagger_alone:
        return tagger_spans([one.record(record) for record in gold])
    given = write(folder / "records.jsonl", map(one.record, gold))
    command = [sys.executable, "-m", "newsfacts", "extract", str(given), "--format", "jsonl", "--quiet"]
    command += one.options
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise SystemExit(f"{one.name}: newsfacts extract ended with {done.returncode}:\n{done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def tagger_spans(records: list[Record]) -> list[Record]:
    """The names of the tagger's head, all nine labels, before they are gathered into entities."""
    from newsfacts.doc import store
    from newsfacts.pipeline import build_nlp

    nlp = build_nlp()
    nlp.select_pipes(enable=["newsfacts_sentences", "newsfacts_furniture", "newsfacts_tagger"])
    return [
        {
            "id": record["id"],
            "spans": [
                [name.span.start_char, name.span.end_char, name.label]
                for name in store.labelled(nlp(record["text"]), store.NAMES)
            ],
        }
        for record in records
    ]


def score(one: Set, gold: list[Record], found: list[Record], shared: Path, folder: Path) -> Scores:
    """The set's figures, by the scorer of SHARED/eval where there is one."""
    if not one.scorer:
        return one.extras(gold, found, shared) if one.extras else {}
    scorer = shared / "eval" / f"score_{one.scorer}.py"
    files = [str(write(folder / name, rows)) for name, rows in (("gold.jsonl", gold), ("found.jsonl", found))]
    done = subprocess.run(
        [sys.executable, str(scorer), *files, "--json"], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SystemExit(f"{scorer.name}: {done.stderr.strip()}")
    result = json.loads(done.stdout)
    figures = {name: lookup(result, path) for name, path in one.figures.items()}
    return {**figures, **(one.extras(gold, found, shared) if one.extras else {})}


def lookup(result: Any, path: str) -> float:
    for key in path.split("."):
        result = result.get(key, {})
    return round(float(result), 4) if isinstance(result, int | float) else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--set-floors", action="store_true", help="write tests/floors.json anew")
    parser.add_argument("--only", default="", help="sets whose name holds these letters; writes nothing")
    arguments = parser.parse_args()
    if not (arguments.shared / "eval").is_dir():
        raise SystemExit(f"{arguments.shared}: no development sets there: give their folder with --shared")
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}
    sections, fallen, new_floors = [], [], {}
    for one in SETS:
        if arguments.only not in one.name:
            continue
        path = arguments.shared / "corpora" / f"{one.gold}.jsonl.gz"
        gold = list(records(path))
        digest = hashlib.sha256(gzip.decompress(path.read_bytes())).hexdigest()[:16]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            found = predict(one, gold, folder)
            parts = {
                "all": gold,
                "tuned on": [record for record in gold if not set_aside(record["id"], one.aside_in)],
                "set aside": [record for record in gold if set_aside(record["id"], one.aside_in)],
            }
            scores = {}
            for part, golds in parts.items():
                ids = {record["id"] for record in golds}
                own = [row for row in found if row["id"] in ids]
                scores[part] = score(one, golds, own, arguments.shared, folder)
        sizes = {part: len(golds) for part, golds in parts.items()}
        sections.append(section(one.name, sizes, scores))
        print(sections[-1], flush=True)
        fallen += below(one.name, digest, scores["all"], floors)
        new_floors[one.name] = floors_of(digest, scores["all"])
    for name in (merged.STORIES, merged.TOLLS):
        if arguments.only not in name:
            continue
        with tempfile.TemporaryDirectory() as folder_name:
            digest, measured = merged.measure(name, arguments.shared, Path(folder_name))
        scores = {part: figures for part, (_, figures) in measured.items()}
        sections.append(section(name, {part: size for part, (size, _) in measured.items()}, scores))
        print(sections[-1], flush=True)
        fallen += below(name, digest, scores["all"], floors)
        new_floors[name] = floors_of(digest, scores["all"])
    if not arguments.only:
        TABLE.write_text(HEADER + "\n".join(sections), "utf-8")
        if arguments.set_floors:
            FLOORS.write_text(json.dumps(new_floors, indent=1) + "\n", "utf-8")
            return
    for line in fallen:
        print(line, file=sys.stderr)
    raise SystemExit(1 if fallen else 0)


def below(name: str, digest: str, scores: Scores, floors: dict[str, Any]) -> list[str]:
    """What there is to say of scores that have fallen, or of another gold file."""
    old = floors.get(name, {})
    told = []
    if old and old["gold"] != digest:
        told.append(f"{name}: the gold file is another one than that of the floors")
    for figure, floor in old.get("floors", {}).items():
        if scores[figure] < floor:
            told.append(f"{name}: {figure} {scores[figure]:.3f} is below its floor {floor:.3f}")
    return told


def floors_of(digest: str, scores: Scores) -> dict[str, Any]:
    """Floors a little below `scores`."""
    floors = {
        figure: round(max(value - SLACK, 0), 3)
        for figure, value in scores.items()
        if not figure.endswith("error")
    }
    return {"gold": digest, "floors": floors}


HEADER = """# Accuracy

Written by `make eval`: `newsfacts extract` over the development sets, scored by their scorers. "Set aside"
are the articles never looked at while rules were tuned and confidences fitted: one in three, for the facts
one in two, by hash of the id. The tagger was trained on other articles than those of wwn-dev and of the
facts set. Many articles of the casualty set were among its training data for names (their figures were
not): names in victims and places are easier there than in a new article. The choice of a
figure's date and place is fitted on the articles "tuned on" and on others; so are the choice among namesakes
and the weights of stories and tolls on theirs.

The archive's numbers of the incidents are the final ones, an article may tell an earlier one, and its town is
looked for in the words of `place`, which are a street as often: these figures compare versions, 1 is not to
be had. The days of two thirds of them were trained on.

Toponyms are measured twice: by the text alone, and with the articles' addresses, which tell where a local
paper is at home. They are right within 161 km of the gold point. LGL marks nationality words as toponyms too
and those in the names of bodies, which are no places here: they cost what is found. Gazetteers give the
middles of a large country or a continent up to a thousand kilometres apart: "large countries aside" leaves
these out where the place is the right one. The bins of confidence are the reliability of
`location_confidence`.

"""


def section(name: str, sizes: dict[str, int], scores: dict[str, Scores]) -> str:
    """One table: a row a figure, a column a part of the set."""
    heads = [f"{part} ({size} documents)" for part, size in sizes.items()]
    lines = [f"## {name}", "", "| figure | " + " | ".join(heads) + " |", "|---|" + "--:|" * len(heads)]
    lines += [
        f"| {figure} | " + " | ".join(f"{scores[part][figure]:.3f}" for part in sizes) + " |"
        for figure in scores["all"]
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
