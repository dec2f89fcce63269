"""Forms of `newsfacts review`, filled in as a person would in the program that they are for."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsfacts.review.forms import FORMS
from newsfacts.review.rows import Review


@dataclass(frozen=True)
class Filled:
    """What a person makes of a form. `changed`: article, fact, field, cell; `missed`: article, kind, cells.

    `rejected`: article, fact. All articles are marked as done.
    """

    changed: tuple[tuple[str, str, str, Any], ...] = ()
    missed: tuple[tuple[str, str, dict[str, Any]], ...] = ()
    rejected: tuple[tuple[str, str], ...] = ()

    def cells(self, article: str, fact: str) -> dict[str, Any]:
        return {field: cell for of, name, field, cell in self.changed if (of, name) == (article, fact)}


def filled(form: str, folder: Path, review: Review, person: Filled) -> Path:
    """Write `review` as a form, fill it in, and give the file that `apply` reads."""
    return {"xlsx": _xlsx, "csv": _csv, "html": _page, "labelstudio": _labelstudio, "inception": _inception}[
        form
    ](folder, review, person)


def _xlsx(folder: Path, review: Review, person: Filled) -> Path:
    import openpyxl

    path = folder / "review.xlsx"
    FORMS["xlsx"].write(review, path)
    book = openpyxl.load_workbook(path)
    for row in book["articles"].iter_rows(min_row=2):
        row[0].value = "yes"
    for article, fact, field, cell in person.changed:
        sheet = book[fact.rpartition("-")[0]]
        row_of(sheet, article, fact)[field.replace("_", " ")].value = cell
    for article, fact in person.rejected:
        row_of(book[fact.rpartition("-")[0]], article, fact)["decision"].value = "reject"
    for article, kind, cells in person.missed:
        free = empty_row(book[kind])
        free["article"].value = article
        for field, cell in cells.items():
            free[field.replace("_", " ")].value = cell
    book.save(path)
    return path


def named(sheet: Any, number: int) -> dict[str, Any]:
    """The cells of a row by the names in the first."""
    return {head.value: cell for head, cell in zip(sheet[1], sheet[number], strict=True)}


def row_of(sheet: Any, article: str, fact: str) -> dict[str, Any]:
    rows = (named(sheet, number) for number in range(2, sheet.max_row + 1))
    return next(row for row in rows if (row["article"].value, row["fact"].value) == (article, fact))


def empty_row(sheet: Any) -> dict[str, Any]:
    rows = (named(sheet, number) for number in range(2, sheet.max_row + 1))
    return next(row for row in rows if row["article"].value is None)


def _csv(folder: Path, review: Review, person: Filled) -> Path:
    path = folder / "review.csv"
    FORMS["csv"].write(review, path)
    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        if row["fact_kind"] == "article":
            row["decision"] = "done"
        row |= person.cells(row["article"], row["fact"])
        if (row["article"], row["fact"]) in person.rejected:
            row["decision"] = "reject"
    columns = list(rows[0])
    for article, kind, cells in person.missed:
        rows.append({**dict.fromkeys(columns, ""), **cells, "fact_kind": kind, "article": article})
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        # As programs of other countries save it.
        writer = csv.DictWriter(stream, columns, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _page(folder: Path, review: Review, person: Filled) -> Path:
    """What the page saves; that it does is a test of its own, in a browser."""
    facts = dict.fromkeys((article, fact) for article, fact, _, _ in person.changed)
    rows: list[dict[str, Any]] = [
        {"article": article, "kind": fact.rpartition("-")[0], "fact": fact, "decision": "edit"}
        | {"values": person.cells(article, fact)}
        for article, fact in facts
    ]
    rows += [
        {
            "article": article,
            "kind": fact.rpartition("-")[0],
            "fact": fact,
            "decision": "reject",
            "values": {},
        }
        for article, fact in person.rejected
    ]
    rows += [
        {"article": article, "kind": kind, "fact": None, "decision": "add", "values": cells}
        for article, kind, cells in person.missed
    ]
    articles = [{"article": one.key, "facts": one.facts, "done": True} for one in review.articles]
    path = folder / "review.json"
    saved = {"newsfacts_review": 1, "by": None, "articles": articles, "rows": rows, "end": True}
    path.write_text(json.dumps(saved), "utf-8")
    return path


def _labelstudio(folder: Path, review: Review, person: Filled) -> Path:
    """An export: the predictions became an annotation, with ids of the program's own for what was added."""
    path = folder / "labelstudio.json"
    FORMS["labelstudio"].write(review, path)
    tasks = json.loads(path.read_text("utf-8"))
    for number, task in enumerate(tasks, 1):
        article = task["data"]["article"]
        results = [
            result
            for result in task["predictions"][0]["result"]
            if (article, result["id"].rpartition("-")[0]) not in person.rejected
        ]
        for of, fact, field, cell in person.changed:
            if of == article:
                _set_result(results, fact, field, cell)
        for place, (of, kind, cells) in enumerate(person.missed):
            if of == article:
                results += _new_results(task["data"]["text"], kind, cells, f"Xq{place}_z9")
        task |= {"id": number, "annotations": [{"id": number, "was_cancelled": False, "result": results}]}
    path.write_text(json.dumps(tasks), "utf-8")
    return path


_LABELS = {"people": "person", "places": "place", "organizations": "organization", "dates": "date"}
_CHOICES = ("kind", "status", "scope", "type", "approximate", "metonymy")


def _result(region: dict[str, Any], kind: str, field: str, cell: Any) -> dict[str, Any]:
    value = {"start": region["value"]["start"], "end": region["value"]["end"]}
    told: dict[str, Any] = {"type": "textarea", "value": {**value, "text": [str(cell)]}}
    if field in _CHOICES:
        told = {"type": "choices", "value": {**value, "choices": [cell]}}
    elif field in ("min", "max", "age", "group"):
        told = {"type": "number", "value": {**value, "number": cell}}
    return {"id": region["id"], "from_name": f"{kind}_{field}", "to_name": "text", **told}


def _set_result(results: list[dict[str, Any]], fact: str, field: str, cell: Any) -> None:
    kind = fact.rpartition("-")[0]
    region = next(one for one in results if one["id"] == f"{fact}-1" and one["type"] == "labels")
    results[:] = [
        one for one in results if (one["id"], one["from_name"]) != (region["id"], f"{kind}_{field}")
    ]
    results.append(_result(region, kind, field, cell))


def _new_results(text: str, kind: str, cells: dict[str, Any], region_id: str) -> list[dict[str, Any]]:
    words = cells.get("text") or cells["name"]
    start = text.index(words)
    label = cells["kind"] if kind == "casualties" else _LABELS[kind]
    value = {"start": start, "end": start + len(words), "text": words, "labels": [label]}
    region = {"id": region_id, "from_name": "label", "to_name": "text", "type": "labels", "value": value}
    rest = {
        field: cell
        for field, cell in cells.items()
        if field != "text" and (kind, field) != ("casualties", "kind")
    }
    return [region, *(_result(region, kind, field, cell) for field, cell in rest.items())]


def _inception(folder: Path, review: Review, person: Filled) -> Path:
    """What INCEpTION exports: a zip file a document, with its XMI and its type system, below its name."""
    from cassis import load_cas_from_xmi, load_typesystem

    from newsfacts.review.forms.inception import TYPES, feature_of

    path = folder / "inception"
    FORMS["inception"].write(review, path)
    types = load_typesystem(path / "import" / "TypeSystem.xml")
    for document in json.loads((path / "newsfacts.json").read_text("utf-8"))["documents"]:
        name, article = document["document"], document["article"]
        cas = load_cas_from_xmi(path / "import" / name, typesystem=types)
        for type_name, _ in TYPES.values():
            for one in list(cas.select(type_name)):
                if (article, one.fact) in person.rejected:
                    cas.remove(one)
                for field, cell in person.cells(article, one.fact).items():
                    setattr(one, feature_of(field), str(cell))
        for of, kind, cells in person.missed:
            if of == article:
                words = cells.get("text") or cells["name"]
                start = cas.sofa_string.index(words)
                values = {feature_of(field): str(cell) for field, cell in cells.items() if field != "text"}
                cas.add(types.get_type(TYPES[kind][0])(begin=start, end=start + len(words), **values))
        target = path / "export" / "annotation" / name
        target.mkdir(parents=True)
        with zipfile.ZipFile(target / "ana.zip", "w") as packed:
            packed.writestr("ana.xmi", cas.to_xmi())
            packed.writestr("TypeSystem.xml", types.to_xml())
    shutil.rmtree(path / "import")
    return path
