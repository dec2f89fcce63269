"""JSON Schema (2020-12) of the output, made from the record types."""

from __future__ import annotations

from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from newsfacts.output.notes import Note
from newsfacts.output.records import SCHEMA_VERSION, ArticleRecord
from newsfacts.output.story_records import StoriesRecord, StoryRecord
from newsfacts.output.timeline_records import TimelineRecord

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PRIMITIVES: dict[Any, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    NoneType: "null",
}


# By the command that writes it: the record, and what a list of it is called, for people.
OUTPUTS: dict[str, tuple[type, str, str]] = {
    "extract": (ArticleRecord, "ArticleList", "A list of articles (--format json) or one article"),
    "timeline": (TimelineRecord, "TimelineList", "A timeline (--format json) or one of its entries"),
    "merge": (StoryRecord, "Stories", "All stories (--format json) or one of them"),
}


def schema(of: str = "extract", *, closed: bool = False) -> dict[str, Any]:
    """The schema of what the command `of` writes, one of `OUTPUTS`.

    A list (of `merge` an object with the list) is a whole `json` document, an object one line of `jsonl`.
    `closed` forbids keys it does not know. It is open as published, because a minor version adds keys.
    """
    definitions: dict[str, Any] = {}
    record, list_name, description = OUTPUTS[of]
    one = _schema_of(record, definitions, closed=closed)
    whole: dict[str, Any] = {"type": "array"}
    if of == "merge":
        _schema_of(StoriesRecord, definitions, closed=closed)
        whole = {"required": ["stories"]}
    else:
        definitions[list_name] = {"type": "array", "items": one}
    return {
        "$schema": DIALECT,
        "$id": f"urn:newsfacts:schema:{SCHEMA_VERSION}" + (f":{of}" if of != "extract" else ""),
        "title": "newsfacts",
        "description": f"{description} (a line of --format jsonl).",
        # if/then instead of anyOf: a validator then names the very key that is wrong.
        "if": whole,
        "then": {"$ref": f"#/$defs/{list_name}"},
        "else": one,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema_of(kind: Any, definitions: dict[str, Any], *, closed: bool) -> dict[str, Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _annotated(kind, definitions, closed=closed)
    if origin in (Union, UnionType):
        return _union([_schema_of(part, definitions, closed=closed) for part in arguments])
    if origin is list:
        return {"type": "array", "items": _schema_of(arguments[0], definitions, closed=closed)}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        definitions[kind.__name__] = {"type": "string", "enum": [member.value for member in kind]}
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if is_typeddict(kind):
        return _object(kind, definitions, closed=closed)
    return {"type": _PRIMITIVES[kind]}


def _annotated(kind: Any, definitions: dict[str, Any], *, closed: bool) -> dict[str, Any]:
    inner, *notes = get_args(kind)
    made = _schema_of(inner, definitions, closed=closed)
    for note in notes:
        if isinstance(note, Note):
            made = {**made, **dict(note.limits), "description": note.text}
    return made


def _union(parts: list[dict[str, Any]]) -> dict[str, Any]:
    if all(set(part) == {"type"} for part in parts):
        return {"type": [part["type"] for part in parts]}
    return {"anyOf": parts}


def _object(kind: Any, definitions: dict[str, Any], *, closed: bool) -> dict[str, Any]:
    name = kind.__name__.removesuffix("Record")
    if name not in definitions:
        hints = get_type_hints(kind, include_extras=True)
        made: dict[str, Any] = {"type": "object", "description": kind.__doc__, "required": []}
        parts = {key: _schema_of(hint, definitions, closed=closed) for key, hint in hints.items()}
        made["required"] = [key for key in hints if key in kind.__required_keys__]
        made["properties"] = parts
        if closed:
            made["additionalProperties"] = False
        definitions[name] = made
    return {"$ref": f"#/$defs/{name}"}
