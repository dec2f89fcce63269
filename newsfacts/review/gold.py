"""Corrected facts as gold files, in the forms that scorers of casualties, facts, names and dates read.

A file a scorer, JSON Lines, an article a line. All offsets are code points of `text`, ends exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from newsfacts.errors import UsageError
from newsfacts.report import Told
from newsfacts.review.rows import Record, plain_record
from newsfacts.types import PublishedBasis
from newsfacts.writers.streams import Together, put, whole_file

_LABELS = {"people": "PERSON", "places": "LOC", "organizations": "ORG"}
_FIGURE = (
    "kind",
    "min",
    "max",
    "approximate",
    "victims",
    "place",
    "attribution",
    "cause",
    "status",
    "scope",
    "group",
)


def write_gold(folder: Path, told: Iterable[Told]) -> list[str]:
    """Write all gold files of `told` into `folder`, which is made; their names. Raises UsageError."""
    articles = [(one, plain_record(one.facts)) for one in told]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise UsageError(f"--gold {folder}: cannot be made ({what}): choose another") from error
    with Together() as together:
        for name, made in GOLD.items():
            with whole_file(folder / name, together=together) as stream:
                for one, record in articles:
                    put(stream, json.dumps(made(one, record), ensure_ascii=False) + "\n")
    return list(GOLD)


def _reviewed(_told: Told, record: Record) -> Record:
    return record


def _casualties(told: Told, record: Record) -> Record:
    figures = [
        {
            **{name: figure[name] for name in _FIGURE},
            "date": figure["date"] and figure["date"]["text"],
            "optional": False,
            "span": _span(figure),
            "sentence": _span(figure["sentence"]),
        }
        for figure in record["casualties"]
    ]
    return {**_about(told, record), "casualties": figures}


def _facts(told: Told, record: Record) -> Record:
    basis = record["published"]["basis"]
    given = basis in (PublishedBasis.OPTION, PublishedBasis.METADATA, PublishedBasis.INFERRED)
    events = [
        {
            "span": _span(date),
            "span_text": date["text"],
            "sentence": _span(date["sentence"]),
            "timex": date["timex"],
            "value": date["value"],
            **({"value_world": date["value"]} if given else {}),
            "what": date["event"],
            "optional": False,
        }
        for date in record["dates"]
        if date["type"] in ("date", "time")
    ]
    return {
        **_about(told, record),
        "published_source": basis,
        "people": [{"name": one["name"], "role": one["role"], **_surfaces(one)} for one in record["people"]],
        "places": [
            {
                **{name: place[name] for name in ("name", "kind", "country", "latitude", "longitude")},
                **_surfaces(place),
            }
            for place in record["places"]
        ],
        "organizations": [{"name": one["name"], **_surfaces(one)} for one in record["organizations"]],
        "events": events,
    }


def _people(_told: Told, record: Record) -> Record:
    people = [{"name": one["name"], "role": one["role"], "optional": False} for one in record["people"]]
    return {"id": record["id"], "people": people}


def _entities(told: Told, record: Record) -> Record:
    spans = {
        (mention["start"], mention["end"], label)
        for kind, label in _LABELS.items()
        for one in record[kind]
        for mention in one["mentions"]
    }
    return {"id": record["id"], "text": _text(told), "spans": [list(span) for span in sorted(spans)]}


def _dates(told: Told, record: Record) -> Record:
    timexes = [
        {
            **{name: date[name] for name in ("start", "end", "text")},
            "type": date["type"].upper(),
            "value": date["timex"] or date["value"],
        }
        for date in record["dates"]
    ]
    return {"id": record["id"], "dct": record["published"]["date"], "text": _text(told), "timexes": timexes}


def _places(told: Told, record: Record) -> Record:
    toponyms = [
        {
            "start": mention["start"],
            "end": mention["end"],
            "lat": place["latitude"],
            "lon": place["longitude"],
        }
        for place in record["places"]
        for mention in place["mentions"]
        if place["latitude"] is not None
    ]
    return {"id": record["id"], "corpus": "reviewed", "text": _text(told), "gold": {"places": toponyms}}


GOLD: Mapping[str, Callable[[Told, Record], Record]] = {
    "reviewed.jsonl": _reviewed,
    "casualties.jsonl": _casualties,
    "facts.jsonl": _facts,
    "people.jsonl": _people,
    "entities.jsonl": _entities,
    "dates.jsonl": _dates,
    "places.jsonl": _places,
}
# What `score` takes of such a folder.
OWN = "reviewed.jsonl"


def _about(told: Told, record: Record) -> Record:
    return {
        "id": record["id"],
        "source": record["source"],
        "url": told.facts.article.url,
        "published": record["published"]["date"],
        "text": _text(told),
    }


def _text(told: Told) -> str:
    """The text, or where it is not at hand, what facts quote of it with blanks between."""
    return told.facts.article.text


def _span(at: Mapping[str, Any]) -> list[int]:
    return [at["start"], at["end"]]


def _surfaces(entity: Mapping[str, Any]) -> Record:
    forms: Sequence[str] = (*(mention["text"] for mention in entity["mentions"]), *entity["aliases"])
    return {"surfaces": list(dict.fromkeys(forms)), "optional": False}
