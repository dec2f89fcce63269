"""The form as tasks of Label Studio, the facts as predictions; and its JSON export back.

Formats: https://labelstud.io/guide/predictions (pre-annotated tasks), https://labelstud.io/guide/task_format
(the export). Offsets are code points there as here. A labelling setup that fits is written beside the tasks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from newsfacts import __version__
from newsfacts.review.fields import Field, Kind
from newsfacts.review.forms.form import no_form
from newsfacts.review.forms.page_form import LAYOUT, SAVED, read_json, read_page
from newsfacts.review.forms.regions import Region, regions_of, rows_from, spans_of, text_of, told_fields
from newsfacts.review.rows import Review, Reviewable, ReviewRow
from newsfacts.types import Harm
from newsfacts.writers.streams import Together, put, whole_file

_LABELS = {"people": "person", "places": "place", "organizations": "organization", "dates": "date"}
_KINDS = {label: kind for kind, label in _LABELS.items()} | {harm.value: "casualties" for harm in Harm}
_COLOURS = {
    "person": "#1b57a0",
    "place": "#17694a",
    "organization": "#65449b",
    "date": "#7c5200",
    **{harm.value: "#a3201d" for harm in Harm},
}


def write_labelstudio(review: Review, path: Path) -> list[str]:
    setup = path.with_name(f"{path.stem}.config.xml")
    with Together() as together:
        with whole_file(path, together=together) as stream:
            tasks = [_task(review, article) for article in review.articles]
            put(stream, json.dumps(tasks, ensure_ascii=False, indent=1) + "\n")
        with whole_file(setup, together=together) as stream:
            put(stream, config())
    return [
        f"{setup}: the labelling setup: paste it under Settings, Labeling Interface, Code, before the import"
    ]


def config() -> str:
    """The labelling setup: a label a kind of fact, its fields shown for the region that is chosen."""
    labels = "\n".join(f'    <Label value="{label}" background="{_COLOURS[label]}"/>' for label in _KINDS)
    fields = "\n".join(_control(kind, field) for kind in (*_LABELS, "casualties") for field in _fields(kind))
    return (
        "<View>\n  <Style>.htx-text { white-space: pre-wrap; }</Style>\n"
        f'  <Labels name="label" toName="text">\n{labels}\n  </Labels>\n'
        '  <Text name="text" value="$text" granularity="symbol"/>\n'
        f"{fields}\n</View>\n"
    )


def _fields(kind: str) -> list[Field]:
    """Without the kind of harm, which the label tells."""
    return [field for field in told_fields(kind) if (kind, field.name) != ("casualties", "kind")]


def _control(kind: str, field: Field) -> str:
    labels = ",".join(label for label, of in _KINDS.items() if of == kind)
    name = f"{kind}_{field.name}"
    when = f'perRegion="true" whenTagName="label" whenLabelValue="{labels}" visibleWhen="region-selected"'
    head = f'    <Header value="{escape(field.label)}" size="6"/>'
    if choices := ("yes",) if field.kind is Kind.FLAG else field.choices:
        options = "".join(f'<Choice value="{choice}"/>' for choice in choices)
        about = f'name="{name}" toName="text" choice="single" showInline="true"'
        inner = f"<Choices {about} {when}>{options}</Choices>"
    elif field.kind is Kind.NUMBER:
        inner = f'<Number name="{name}" toName="text" min="0" {when}/>'
    else:
        hint = escape(field.hint, quote=True)
        inner = (
            f'<TextArea name="{name}" toName="text" editable="true" maxSubmissions="1" '
            f'placeholder="{hint}" {when}/>'
        )
    view = f'visibleWhen="region-selected" whenTagName="label" whenLabelValue="{labels}"'
    return f"  <View {view}>\n{head}\n    {inner}\n  </View>"


def _task(review: Review, article: Reviewable) -> dict[str, Any]:
    text = text_of(article)
    result: list[dict[str, Any]] = []
    numbers: dict[str, int] = {}
    sure = []
    for region in regions_of(review, article.key):
        assert region.fact
        numbers[region.fact] = numbers.get(region.fact, 0) + 1
        result += _results(region, f"{region.fact}-{numbers[region.fact]}", text)
        sure += [region.sure] if region.sure is not None else []
    about: dict[str, Any] = {
        "text": text,
        "article": article.key,
        "title": article.title,
        "facts": article.facts,
    }
    about |= {"fact_spans": spans_of(review, article.key)}
    prediction: dict[str, Any] = {"model_version": f"newsfacts {__version__}", "result": result}
    if sure:  # the least sure first, where the list is sorted by it
        prediction["score"] = min(sure)
    return {"data": about, "predictions": [prediction]}


def _results(region: Region, region_id: str, text: str) -> Iterator[dict[str, Any]]:
    span = {"start": region.start, "end": region.end}
    about = {"id": region_id, "to_name": "text", "origin": "prediction"}
    label = _LABELS.get(region.kind) or region.values["kind"]
    words = text[region.start : region.end]
    value = {**span, "text": words, "labels": [label]}
    yield {**about, "from_name": "label", "type": "labels", "value": value}
    for field in _fields(region.kind):
        cell = region.values.get(field.name)
        if cell is None or (field.kind is Kind.FLAG and cell == "no"):
            continue
        if field.kind is Kind.FLAG or field.choices:
            kind, told = "choices", {"choices": [cell]}
        elif field.kind is Kind.NUMBER:
            kind, told = "number", {"number": cell}
        else:
            kind, told = "textarea", {"text": [str(cell)]}
        yield {**about, "from_name": f"{region.kind}_{field.name}", "type": kind, "value": {**span, **told}}


def read_labelstudio(path: Path) -> Review:
    """What Label Studio exported as JSON (not JSON-MIN); or what the page saved. Raises UsageError."""
    data = read_json(path)
    if isinstance(data, dict) and SAVED in data:
        return read_page(path)
    if not isinstance(data, list) or not data:
        raise no_form(path, f"neither saved by the page ({SAVED} {LAYOUT}) nor an export of Label Studio")
    articles: list[Reviewable] = []
    rows: list[ReviewRow] = []
    problems: list[str] = []
    for number, task in enumerate(data, 1):
        where = f"{path}, task {number}"
        try:
            article, own, remark = _read_task(task, where)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            problems.append(
                f"{where}: no task of this form ({type(error).__name__}: {error}): export as JSON"
            )
            continue
        articles.append(article)
        rows += own
        problems += [remark] if remark else []
    if not articles:
        raise no_form(path, "no task of this form in it (export as JSON, not JSON-MIN)")
    return Review(tuple(articles), tuple(rows), problems=tuple(problems))


def _read_task(task: Mapping[str, Any], where: str) -> tuple[Reviewable, list[ReviewRow], str | None]:
    about = task["data"]
    key, text = str(about["article"]), str(about["text"])
    article = Reviewable(key, about.get("facts"), done=False)
    made = [one for one in task["annotations"] if not one.get("was_cancelled")]
    if not made:
        return article, [], None
    regions = _regions(made[-1]["result"])
    rows = rows_from(key, regions, dict(about["fact_spans"]), text, f"{where} ({key})")
    several = (
        f"{where}: {len(made)} annotations: the last one counts: remove the others" if len(made) > 1 else None
    )
    return Reviewable(key, about.get("facts"), done=True), rows, several


def _regions(results: Sequence[Mapping[str, Any]]) -> Iterator[Region]:
    """The regions of an annotation: results of one id are a label and the fields of what it marks."""
    together: dict[str, list[Mapping[str, Any]]] = {}
    for result in results:
        together.setdefault(str(result["id"]), []).append(result)
    for region_id, parts in together.items():
        label = next((part for part in parts if part["type"] == "labels"), None)
        if label is None or not label["value"].get("labels"):
            continue
        word = label["value"]["labels"][0]
        kind = _KINDS[word]
        values = {
            part["from_name"].removeprefix(f"{kind}_"): _cell(part)
            for part in parts
            if part["from_name"].startswith(f"{kind}_")
        }
        if kind == "casualties":
            values["kind"] = word
        fact = region_id.rpartition("-")[0]
        span = label["value"]
        yield Region(kind, fact or None, int(span["start"]), int(span["end"]), values)


def _cell(part: Mapping[str, Any]) -> Any:
    value = part["value"]
    if part["type"] == "number":
        return value["number"]
    told = value["choices"] if part["type"] == "choices" else value["text"]
    return "; ".join(map(str, told)) if isinstance(told, list) else told
