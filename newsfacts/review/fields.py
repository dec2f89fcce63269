"""What can be corrected in a fact: its fields, how a cell shows them, and what a cell may say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from newsfacts.types import (
    DateType,
    EventStatus,
    Harm,
    OrganizationKind,
    PlaceKind,
    Scope,
    Status,
)

Record = dict[str, Any]
_YES, _NO = ("yes", "true", "1", "y", "x"), ("no", "false", "0", "n")
_LARGEST = 2**63 - 1
_SPAN = re.compile(r"(\d{1,9})\s*[-–:]\s*(\d{1,9})")
_COUNTRY = re.compile(r"[A-Z]{2}")
# Days, months, years, decades, centuries, seasons and parts of years, with X for what is not known.
_EDTF_PART = re.compile(
    r"(?:-?\d{4}|\d{3}X|\d{2}XX|XXXX)(?:-(?:\d\d|XX)(?:-(?:\d\d|XX)(?:T[\d:]+(?:Z|[+-]\d\d(?::?\d\d)?)?)?)?)?[?~%]?"
)


class Kind(StrEnum):
    """What a field holds."""

    WORDS = "words"
    NUMBER = "number"
    DEGREES = "degrees"
    FLAG = "flag"
    CHOICE = "choice"
    LIST = "list"  # words, joined by "; "
    SPANS = "spans"  # characters of the text, as "12-34; 56-78"
    EDTF = "edtf"
    COUNTRY = "country"
    COUNTRIES = "countries"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a fact that a person can correct. `label`: what a form calls it, `hint`: what goes in.

    `needed`: it cannot be empty. `quoted`: its words stand in the article.
    """

    name: str
    kind: Kind
    hint: str
    choices: tuple[str, ...] = ()
    needed: bool = False
    quoted: bool = False
    limit: int = 0  # of degrees

    @property
    def label(self) -> str:
        return self.name.replace("_", " ")


def _choice(name: str, of: type[StrEnum], hint: str, *, needed: bool = False) -> Field:
    return Field(name, Kind.CHOICE, hint, tuple(member.value for member in of), needed)


def _words(name: str, hint: str, *, needed: bool = False, quoted: bool = False) -> Field:
    return Field(name, Kind.WORDS, hint, (), needed, quoted)


_AT = Field(
    "at", Kind.SPANS, "characters of the text, as 12-34; 56-78; leave it empty for a missed fact", needed=True
)
_QUOTE = _words("text", "the words of the article, letter by letter", needed=True, quoted=True)
_ALIASES = Field("aliases", Kind.LIST, "other forms of the name in the article, with ; between")

FIELDS: dict[str, tuple[Field, ...]] = {
    "people": (
        _words("name", "fullest form in the article", needed=True),
        _words("role", "title or office, in the article's words"),
        Field("age", Kind.NUMBER, "years"),
        Field("nationality", Kind.COUNTRIES, "two letters, like FR; several with ; between"),
        _ALIASES,
        _AT,
    ),
    "places": (
        _words("name", "fullest form in the article", needed=True),
        _choice("kind", PlaceKind, "what it is"),
        Field("country", Kind.COUNTRY, "two letters, like FR"),
        _words("admin1", "state or province"),
        Field("latitude", Kind.DEGREES, "decimal degrees, -90 to 90", limit=90),
        Field("longitude", Kind.DEGREES, "decimal degrees, -180 to 180", limit=180),
        Field("metonymy", Kind.FLAG, "yes where it stands for its government throughout"),
        _ALIASES,
        _AT,
    ),
    "organizations": (
        _words("name", "fullest form in the article", needed=True),
        _choice("kind", OrganizationKind, "what it is"),
        _ALIASES,
        _AT,
    ),
    "casualties": (
        _QUOTE,
        _choice("kind", Harm, "what happened to them", needed=True),
        Field("min", Kind.NUMBER, "persons, at least; empty = open"),
        Field("max", Kind.NUMBER, "persons, at most; empty = open"),
        Field("approximate", Kind.FLAG, "yes where the text hedges the number"),
        _words("victims", "who, without the number"),
        _words("place", "where, in the article's words"),
        _words("date", "when, in the article's words"),
        Field("date_value", Kind.EDTF, "that day, like 2024-09-02"),
        _words("attribution", "who says so; empty = the reporter"),
        _words("cause", "what or who did it"),
        _choice("status", Status, "whether it is told as a fact", needed=True),
        _choice("scope", Scope, "one event, or over a time"),
        Field("group", Kind.NUMBER, "the same number for the same figure told again"),
        _AT,
    ),
    "dates": (
        _QUOTE,
        _choice("type", DateType, "date and time are events", needed=True),
        Field("value", Kind.EDTF, "like 2024-09-02, 2024-09, 2024; empty where it names no date"),
        _words("event", "what happened then, in the article's words"),
        _choice("status", EventStatus, "whether it has happened"),
        _AT,
    ),
}

NAMED = ("people", "places", "organizations")


def field_of(kind: str, name: str) -> Field:
    return next(field for field in FIELDS[kind] if field.name == name)


def value_of(fact: Mapping[str, Any], name: str) -> Any:
    """The field `name` of `fact`, a fact of an article's record."""
    if name == "at":
        spans = fact.get("mentions", [fact])
        return sorted([span["start"], span["end"]] for span in spans)
    if name == "date":
        return fact["date"] and fact["date"]["text"]
    if name == "date_value":
        return fact["date"] and fact["date"]["value"]
    return fact[name]


def shown(value: Any) -> str | int | float | None:
    """`value` of a field as a cell shows it; None for an empty cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return (
            "; ".join(f"{part[0]}-{part[1]}" if isinstance(part, list) else str(part) for part in value)
            or None
        )
    return value if isinstance(value, int | float) or value is None else str(value)


def same_cell(cell: Any, value: Any) -> bool:
    """Whether `cell` says what `value` was shown as: blanks and the way of writing numbers aside."""
    return _normal(cell) == _normal(shown(value))


def _normal(cell: Any) -> str | float | None:
    if isinstance(cell, bool):
        cell = "yes" if cell else "no"
    if isinstance(cell, int | float):
        return float(cell)
    text = " ".join(_plain(cell).split())
    try:
        return float(text) if text else None
    except ValueError:
        return text


def _plain(cell: Any) -> str:
    if isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return cell.date().isoformat()
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def parsed(field: Field, cell: Any) -> Any:
    """What `cell` says of `field`, as in the record; None where it is empty.

    Raises ValueError with `what: what to do` where it cannot be.
    """
    if isinstance(cell, float) and cell.is_integer() and field.kind is not Kind.DEGREES:
        cell = int(cell)
    text = _plain(cell).strip() if field.kind is not Kind.FLAG else _plain(_normal_flag(cell)).strip()
    if not text:
        if field.needed:
            raise ValueError(f"{field.label} is empty: fill it in")
        return {Kind.LIST: [], Kind.SPANS: [], Kind.FLAG: False}.get(field.kind)
    return _READ[field.kind](field, text)


def _normal_flag(cell: Any) -> Any:
    return ("yes" if cell else "no") if isinstance(cell, bool) else cell


def _number(field: Field, text: str) -> int:
    plain = text.replace(",", "").replace(" ", "").replace("\u202f", "")
    if not re.fullmatch(r"\d{1,19}", plain) or int(plain) > _LARGEST:
        raise ValueError(f"{field.label} {text[:40]!r} is no whole number of 0 or more: mend it")
    return int(plain)


def _degrees(field: Field, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not -field.limit <= number <= field.limit:
        raise ValueError(
            f"{field.label} {text[:40]!r} is not between -{field.limit} and {field.limit}: mend it"
        )
    return number


def _flag(field: Field, text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise ValueError(f"{field.label} {text[:40]!r}: write yes or no")


def _one_of(field: Field, text: str) -> str:
    word = text.lower().replace(" ", "_")
    if word not in field.choices:
        raise ValueError(f"{field.label} {text[:40]!r} is none of {', '.join(field.choices)}: choose one")
    return word


def _list(_field: Field, text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def _spans(field: Field, text: str) -> list[list[int]]:
    spans = []
    for part in filter(None, (part.strip() for part in re.split("[;,]", text))):
        match = _SPAN.fullmatch(part)
        if match is None or int(match[1]) >= int(match[2]):
            raise ValueError(f"{field.label} {part[:40]!r} is no span: write it as 12-34")
        spans.append([int(match[1]), int(match[2])])
    if field.needed and not spans:
        raise ValueError(f"{field.label} is empty: fill it in")
    return sorted(spans)


def _edtf(field: Field, text: str) -> str:
    parts = text.split("/")
    if not (1 <= len(parts) <= 2 and all(part == ".." or _is_edtf(part) for part in parts)) or text == "..":
        raise ValueError(f"{field.label} {text[:40]!r} is no date: write it as 2024-09-02, 2024-09 or 2024")
    if len(parts) == 2 and ".." not in parts and parts[0] > parts[1]:
        raise ValueError(f"{field.label} {text[:40]!r} ends before it begins: turn it round")
    return text


def _is_edtf(text: str) -> bool:
    if not _EDTF_PART.fullmatch(text):
        return False
    parts = text.rstrip("?~%").lstrip("-").split("T")[0].split("-")
    if len(parts) > 1 and parts[1] != "XX":
        month = int(parts[1])
        if not (1 <= month <= 12 or (len(parts) == 2 and 21 <= month <= 41)):
            return False
        if len(parts) > 2 and parts[2] != "XX":
            year = int(parts[0]) if parts[0].isdigit() and int(parts[0]) else 2000
            try:
                date(year, month, int(parts[2]))
            except ValueError:
                return False
    return True


def _country(field: Field, text: str) -> str:
    code = text.upper()
    if not _COUNTRY.fullmatch(code):
        raise ValueError(f"{field.label} {text[:40]!r} is no code of a country: write two letters, like FR")
    return code


def _countries(field: Field, text: str) -> str:
    return "; ".join(_country(field, part.strip()) for part in text.split(";") if part.strip())


_READ: dict[Kind, Callable[[Field, str], Any]] = {
    Kind.WORDS: lambda _field, text: text,
    Kind.NUMBER: _number,
    Kind.DEGREES: _degrees,
    Kind.FLAG: _flag,
    Kind.CHOICE: _one_of,
    Kind.LIST: _list,
    Kind.SPANS: _spans,
    Kind.EDTF: _edtf,
    Kind.COUNTRY: _country,
    Kind.COUNTRIES: _countries,
}


def names(kind: str) -> Sequence[str]:
    return [field.name for field in FIELDS[kind]]
