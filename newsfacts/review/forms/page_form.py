"""The form as one HTML file: it opens from disk, asks for nothing, and saves what was decided as JSON."""

from __future__ import annotations

import html
import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from newsfacts import __version__
from newsfacts.errors import UsageError
from newsfacts.report.islands import island
from newsfacts.report.page import POLICY, digest, static
from newsfacts.review.fields import FIELDS, shown
from newsfacts.review.forms.form import no_form, not_whole
from newsfacts.review.rows import Review, Reviewable, ReviewRow
from newsfacts.types import KINDS
from newsfacts.writers.streams import put, whole_file

# What tells the JSON that the page saves; it has the number of its layout.
SAVED, LAYOUT = "newsfacts_review", 1
_NAMES = {
    "people": ("person", "People"),
    "places": ("place", "Places"),
    "organizations": ("organization", "Organizations"),
    "casualties": ("casualty figure", "Casualty figures"),
    "dates": ("date", "Dates"),
}


def write_page(review: Review, path: Path) -> list[str]:
    with whole_file(path) as stream:
        put(stream, page(review, path.stem))
    return []


def page(review: Review, name: str) -> str:
    """The page. `name`: what the file is called that it saves, without ending."""
    style, script = _style(), _script()
    policy = POLICY.format(script=digest(script), style=digest(style))
    fills = {
        "policy": policy,
        "style": style,
        "script": script,
        "title": html.escape(f"Facts to correct: {name}"),
        "data": island(_data(review, name)),
    }
    template = static("head.html") + _own("review.html")
    parts = re.split(r"\{(policy|style|data|script|title)\}", template)
    return "".join(fills[part] if number % 2 else part for number, part in enumerate(parts))


@cache
def _style() -> str:
    """The report's colours and fonts, then what is this page's own."""
    shared = static("page.css").partition("* { box-sizing")[0]
    return shared + _own("review.css")


@cache
def _script() -> str:
    parts = [static("dom.js"), *(_own(f"{name}.js") for name in ("state", "text", "cards", "review"))]
    return "(() => {\n'use strict';\n" + "\n".join(parts) + "})();\n"


def _own(name: str) -> str:
    return files("newsfacts.review").joinpath("static", name).read_text("utf-8")


def _data(review: Review, name: str) -> dict[str, Any]:
    articles = []
    for article in review.articles:
        rows = [_row(row) for kind in KINDS for row in review.rows_of(article.key, kind)]
        about: dict[str, Any] = {
            "key": article.key,
            "facts": article.facts,
            "title": article.title,
            "source": article.source,
        }
        about |= {"published": article.published, "whole": article.whole, "text": article.text}
        about["skipped"] = article.skipped
        articles.append({**about, "rows": rows})
    fields = {
        kind: [
            {
                "name": field.name,
                "label": field.label,
                "kind": field.kind,
                "hint": field.hint,
                "choices": field.choices,
                "needed": field.needed,
            }
            for field in fields
        ]
        for kind, fields in FIELDS.items()
    }
    kinds = [{"key": kind, "one": _NAMES[kind][0], "many": _NAMES[kind][1]} for kind in KINDS]
    return {"name": name, "version": __version__, "kinds": kinds, "fields": fields, "articles": articles}


def _row(row: ReviewRow) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "id": row.id,
        "values": {name: shown(value) for name, value in row.values.items()},
        "sentence": row.sentence,
        "confidence": row.confidence,
    }


def read_page(path: Path) -> Review:
    """What the page saved. Raises UsageError."""
    data = read_json(path)
    if not isinstance(data, dict) or data.get(SAVED) != LAYOUT:
        raise no_form(path, "not what the page saves")
    if data.get("end") is not True:
        raise not_whole(path, "its end is missing")
    try:
        articles = tuple(
            Reviewable(_words(one["article"]), one["facts"] and _words(one["facts"]), done=bool(one["done"]))
            for one in data["articles"]
        )
        rows = tuple(
            ReviewRow(
                _words(one["article"]),
                _kind(one["kind"]),
                one["fact"] and _words(one["fact"]),
                dict(one["values"]),
                one.get("decision"),
                one.get("sentence"),
                note=one.get("note"),
                where=f"{path}, fact {number}",
            )
            for number, one in enumerate(data["rows"], 1)
        )
        return Review(articles, rows, data.get("by") or None)
    except (KeyError, TypeError, ValueError) as error:
        raise no_form(path, f"not what the page saves ({type(error).__name__}: {error})") from error


def read_json(path: Path) -> Any:
    """The document at `path`. Raises UsageError where it breaks off, or is none."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise no_form(path, "no UTF-8") from error
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be read ({(error.strerror or str(error)).lower()}): check it"
        ) from error
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise not_whole(path, "JSON that breaks off, or was changed") from error


def refuse_page(path: Path) -> Review:
    """The empty page itself has no decisions."""
    raise UsageError(f"{path}: the page itself: press Save in it, and give the .json file that it saves")


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is no text")
    return value


def _kind(value: Any) -> str:
    if value not in KINDS:
        raise ValueError(f"{value!r:.40} is no kind of fact")
    return str(value)
