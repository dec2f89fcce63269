"""What a correction does to a fact: the field itself, and what rested on it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from newsfacts import numbers
from newsfacts.dates import calendar
from newsfacts.review.fields import FIELDS, NAMED
from newsfacts.review.find import Words
from newsfacts.types import CharSpan

Record = dict[str, Any]
# What the coordinates of a place rest on, and what rests on the place that was chosen.
_WHICH_PLACE = ("country", "admin1", "latitude", "longitude")
_POINT = ("latitude", "longitude", "precision")
_SEASONS = {number: name for name, number in calendar.SEASONS.items()}


def change(kind: str, fact: Record, fields: Mapping[str, Any], words: Words, record: Record) -> None:
    """Put `fields` into `fact`, a fact of `kind` in `record`, the record of its article.

    What the tool said of its certainty no longer holds: it becomes null. Raises ValueError with
    `what: what to do` where the fact cannot be so; `fact` may be half changed then.
    """
    if kind in NAMED:
        _change_named(fact, fields, words)
    else:
        _change_span(fact, fields, words)
    if kind == "casualties":
        _change_figure(fact, fields, record)
    elif kind == "dates":
        _change_date(fact, fields)
    fact["confidence"] = None
    told = fact.get("confidence_of")
    if isinstance(told, dict):
        fact["confidence_of"] = {slot: None if slot in fields else sure for slot, sure in told.items()}


def added(kind: str, fields: Mapping[str, Any], sentence: str | None, words: Words, record: Record) -> Record:
    """A new fact of `kind`. `fields`: those that are filled in; `sentence`: the words around it, where given.

    An entity stands wherever its name or an alias does, unless `at` says where. Raises as `change`.
    """
    around = None
    if sentence and sentence.strip():
        around = words.sentence_like(sentence)
    if kind in NAMED:
        return _added_named(kind, fields, around, words)
    return _added_statement(kind, fields, around, words, record)


# People, places, organizations


def _change_named(fact: Record, fields: Mapping[str, Any], words: Words) -> None:
    old_name = fact["name"]
    for name, value in fields.items():
        if name != "at":
            fact[name] = value
    if "at" in fields:
        fact["mentions"] = [_quote(span, words) for span in words.checked(fields["at"])]
    elif fact["name"] != old_name:
        fact["mentions"] = _grown(fact, words)
    if "latitude" in fact and any(name in fields for name in _WHICH_PLACE):
        _move(fact, fields)


def _grown(fact: Record, words: Words) -> list[Record]:
    """The mentions of a fact whose name was mended: where the new name stands over one, it is the mention."""
    spans = [CharSpan(mention["start"], mention["end"]) for mention in fact["mentions"]]
    for wider in words.occurrences(fact["name"]):
        touched = [span for span in spans if span.overlaps(wider)]
        if touched:
            spans = [span for span in spans if span not in touched] + [wider]
    return [_quote(span, words) for span in sorted(set(spans))]


def _move(place: Record, fields: Mapping[str, Any]) -> None:
    """Another country, or another point: nothing that told of the old one stays."""
    place["geonames"] = place["location_confidence"] = None
    if "country" in fields and "admin1" not in fields:
        place["admin1"] = None
    if "latitude" not in fields and "longitude" not in fields:
        place |= dict.fromkeys(_POINT)
    if (place["latitude"] is None) != (place["longitude"] is None):
        raise ValueError("latitude and longitude go together: fill in both, or none")
    place["precision"] = None if place["latitude"] is None else place["precision"] or "exact"


_EMPTY_NAMED: dict[str, Record] = {
    "people": {"name": None, "role": None, "age": None, "nationality": None},
    "places": {
        "name": None,
        "kind": None,
        "country": None,
        "admin1": None,
        "latitude": None,
        "longitude": None,
        "precision": None,
        "geonames": None,
        "location_confidence": None,
        "metonymy": False,
    },
    "organizations": {"name": None, "kind": None},
}


def _added_named(kind: str, fields: Mapping[str, Any], around: CharSpan | None, words: Words) -> Record:
    if not fields.get("name"):
        raise ValueError("name is empty: fill it in")
    fact: Record = {**_EMPTY_NAMED[kind], "aliases": [], "confidence": None, "mentions": []}
    fact |= {name: value for name, value in fields.items() if name != "at"}
    if kind == "places":
        _move(fact, fields)
    if fields.get("at"):
        spans = words.checked(fields["at"])
    else:
        spans = []
        for form in sorted((fact["name"], *fact["aliases"]), key=len, reverse=True):
            spans += [
                one for one in words.occurrences(form) if not any(one.overlaps(other) for other in spans)
            ]
        if not spans:
            words.one(fact["name"], around)  # says that it is not there
    fact["mentions"] = [_quote(span, words) for span in sorted(spans)]
    return fact


# Casualty figures and dates


def _change_span(fact: Record, fields: Mapping[str, Any], words: Words) -> None:
    old = CharSpan(fact["sentence"]["start"], fact["sentence"]["end"])
    span = _span_of(fields, old, words)
    if span is None:
        return
    fact |= _quote(span, words)
    if not (old.start <= span.start and span.end <= old.end):
        fact["sentence"] = _quote(words.sentence_of(span), words)


def _span_of(fields: Mapping[str, Any], sentence: CharSpan | None, words: Words) -> CharSpan | None:
    """Where the statement stands now; None where neither its words nor its place were changed."""
    if fields.get("at"):
        spans = words.checked(fields["at"])
        if len(spans) > 1:
            raise ValueError("at has several spans: a figure or date has one")
        stands = " ".join(spans[0].of(words.text).split())
        if "text" in fields and stands != " ".join(fields["text"].split()):
            raise ValueError(
                f"text and at do not fit: at {spans[0].start}-{spans[0].end} stands {stands[:40]!r}"
            )
        return spans[0]
    return words.one(fields["text"], sentence) if "text" in fields else None


def _change_figure(fact: Record, fields: Mapping[str, Any], record: Record) -> None:
    for name, value in fields.items():
        if name not in ("text", "at", "date", "date_value"):
            fact[name] = value
    low, high = fact["min"], fact["max"]
    if low is not None and high is not None and low > high:
        raise ValueError(f"min {low} is more than max {high}: turn them round, or empty one")
    if "date" in fields or "date_value" in fields:
        _date_figure(fact, fields, record)
    if "place" in fields:
        fact["location"] = _location(fact["place"], record["places"])


def _date_figure(fact: Record, fields: Mapping[str, Any], record: Record) -> None:
    old = fact["date"] or {"text": None, "value": None}
    text = fields.get("date", old["text"])
    if text is None:
        if fields.get("date_value") is not None:
            raise ValueError("date value without date: put the article's words for it into date")
        fact["date"] = None
        return
    if "date_value" in fields:
        value = fields["date_value"]
    elif text == old["text"]:
        value = old["value"]
    else:  # as the article's dates have it
        value = next((date["value"] for date in record["dates"] if date["text"] == text), None)
    changed = {"text": text, "value": value}
    fact["date"] = {**changed, **_days(value)} if "first" in old else changed


def _days(value: str | None) -> Record:
    known = calendar_of(value)
    return {"first": known["first"], "last": known["last"]}


def _location(place: str | None, places: Sequence[Mapping[str, Any]]) -> Record | None:
    """The place of the article that the words `place` mean: that of their longest name; None where unsure."""
    best: tuple[int, Mapping[str, Any]] | None = None
    for known in places:
        for name in (known["name"], *known["aliases"]):
            if (
                place
                and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", place)
                and len(name) > (best or (0,))[0]
            ):
                best = len(name), known
    return location_of(best[1]) if best else None


def location_of(place: Mapping[str, Any]) -> Record:
    """What a figure says of the place that it is at."""
    keys = ("name", "country", "admin1", "latitude", "longitude", "precision")
    return {key: place[key] for key in keys}


def _change_date(fact: Record, fields: Mapping[str, Any]) -> None:
    for name in ("type", "event", "status"):
        if name in fields:
            fact[name] = fields[name]
    if "value" in fields:
        fact |= {"value": fields["value"], "basis": None, **calendar_of(fields["value"])}


def calendar_of(value: str | None) -> Record:
    """TIMEX3 value, days and grain of an EDTF date, as far as they follow from it."""
    parts = [_timex(part) for part in (value or "").rstrip("?~%").split("/")]
    if len(parts) == 1:
        known = calendar.describe(parts[0])
    elif ".." in parts:  # open on one side
        ends = [calendar.describe(part) for part in parts]
        known = calendar.Calendar(value, ends[0].first, ends[1].last, ends[0].grain or ends[1].grain)
    else:
        known = calendar.interval(*parts)
    return {
        "timex": parts[0] if len(parts) == 1 and known.grain else None,
        "first": known.first and known.first.isoformat(),
        "last": known.last and known.last.isoformat(),
        "grain": known.grain.value if known.grain else None,
    }


def _timex(edtf: str) -> str:
    season = re.fullmatch(r"(\d{4})-(2[1-4])", edtf)
    if season and int(season[2]) in _SEASONS:
        return f"{season[1]}-{_SEASONS[int(season[2])]}"
    return edtf.removesuffix("X").removesuffix("X") if re.fullmatch(r"\d{3}X|\d{2}XX", edtf) else edtf


def _added_statement(
    kind: str, fields: Mapping[str, Any], around: CharSpan | None, words: Words, record: Record
) -> Record:
    span = _span_of(fields, around, words)
    if span is None:
        raise ValueError("text is empty: copy the words of the article")
    fact: Record = {
        **_quote(span, words),
        "sentence": _quote(words.sentence_of(span), words),
        "confidence": None,
    }
    if kind == "dates":
        fact |= {"type": "date", "timex": None, "value": None, "first": None, "last": None, "grain": None}
        fact |= {"event": None, "status": None, "basis": None}
        _change_date(fact, fields)
        return fact
    needed = next(field for field in FIELDS[kind] if field.name == "kind")
    if not fields.get("kind"):
        raise ValueError(f"kind is empty: choose one of {', '.join(needed.choices)}")
    groups = [figure["group"] for figure in record["casualties"]]
    fact |= {"min": None, "max": None, "approximate": False, "victims": None, "place": None, "location": None}
    fact |= {"date": None, "attribution": None, "cause": None, "status": "reported", "scope": None}
    fact["group"] = max(groups, default=0) + 1
    counts = numbers.find(span.of(words.text))
    if len(counts) == 1 and fields.get("min") is None and fields.get("max") is None:
        fact |= {"min": counts[0].min, "max": counts[0].max, "approximate": counts[0].approximate}
    _change_figure(fact, {name: value for name, value in fields.items() if value is not None}, record)
    return fact


def _quote(span: CharSpan, words: Words) -> Record:
    return {"text": span.of(words.text), "start": span.start, "end": span.end}
