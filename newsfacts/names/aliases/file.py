"""The user's own word on who is who: the file of `--aliases`, read and checked.

Whatever is wrong with the file is said before any article is read. The format is told in docs/aliases.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from newsfacts import rules
from newsfacts.english.names import bare, fold
from newsfacts.errors import UsageError
from newsfacts.toml_files import read_toml
from newsfacts.types import OrganizationKind, PlaceKind


@dataclass(frozen=True, slots=True)
class Entry:
    """One entity of the file. What is None is left to the article."""

    table: str  # people, places, organizations
    name: str
    aliases: tuple[str, ...] = ()
    role: str | None = None  # people
    kind: PlaceKind | OrganizationKind | None = None  # places, organizations
    country: str | None = None  # places: ISO 3166-1 alpha-2
    latitude: float | None = None  # places: WGS 84, decimal degrees; never without the other
    longitude: float | None = None
    find: bool = True  # whether its names are looked for where the tagger found none

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the canonical one first."""
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Aliases:
    """What a file says. `ignore`: names that are no entities."""

    entries: tuple[Entry, ...] = ()
    ignore: tuple[str, ...] = ()
    _owner: Mapping[str, Entry] = field(init=False, repr=False, compare=False)
    _ignored: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        owner = {key(name): entry for entry in self.entries for name in entry.names}
        object.__setattr__(self, "_owner", owner)
        object.__setattr__(self, "_ignored", frozenset(map(key, self.ignore)))

    def owner(self, name: str) -> Entry | None:
        """The entity that `name` belongs to; case, accents and "the" do not matter."""
        return self._owner.get(key(name))

    def ignores(self, name: str) -> bool:
        return key(name) in self._ignored


# Keys of the tables, besides name, aliases and find.
TABLES: dict[str, tuple[str, ...]] = {
    "people": ("role",),
    "places": ("kind", "country", "latitude", "longitude"),
    "organizations": ("kind",),
}
_KINDS: dict[str, type[PlaceKind] | type[OrganizationKind]] = {
    "places": PlaceKind,
    "organizations": OrganizationKind,
}
_TOP = (*TABLES, "ignore", "find")
_LIMITS = {"latitude": 90, "longitude": 180}


def key(name: str) -> str:
    """A name as the names of the file and of articles are compared."""
    return fold(bare(name))


def read_aliases(path: str | Path) -> Aliases:
    """The file at `path`. Raises UsageError, one line, where it cannot be read or says what cannot be."""
    data = read_toml(path, name=str(path), todo="give a file of aliases")
    return parse(data, where=str(path))


def parse(data: Mapping[str, Any], *, where: str) -> Aliases:
    """As `read_aliases`, for TOML already read; `where` begins the error messages."""
    file = _At(where)
    for name in data:
        file.known(name, _TOP)
    find = file.flag(data.get("find", True), "find")
    ignore = file.names(data.get("ignore", []), "ignore")
    placed: dict[str, tuple[_At, str, Entry | None]] = {}
    for name in ignore:
        placed.setdefault(key(name), (_At(where, "ignore"), name, None))
    entries = []
    for table in TABLES:
        for at, entry in _entries(data.get(table, []), table, file, find=find):
            for name in entry.names:
                _place(placed, at, name, entry)
            entries.append(entry)
    return Aliases(tuple(entries), ignore)


def _place(placed: dict[str, tuple[_At, str, Entry | None]], at: _At, name: str, entry: Entry) -> None:
    """Note whose `name` is. Raises UsageError where it is somebody else's already."""
    other_at, other, owner = placed.setdefault(key(name), (at, name, entry))
    if owner is entry:
        return
    if owner is None:
        at.wrong(f"{name!r} is in ignore too", "leave it out of one of them")
    if entry.name == name and owner.name == other:
        at.wrong(f"the name of {other_at.table} too", "make one table of both")
    todo = "leave it out of one; out of both, and each mention goes to the one last named before"
    as_written = "" if other == name else f" as {other!r}"
    at.wrong(f"{name!r} is a name in {other_at.table} too{as_written}", todo)


def _entries(tables: Any, table: str, file: _At, *, find: bool) -> Iterator[tuple[_At, Entry]]:
    if not isinstance(tables, list) or not all(isinstance(item, dict) for item in tables):
        file.wrong(f"{table} is not a list of tables", f"head each with [[{table}]]")
    for number, item in enumerate(tables, start=1):
        name = item.get("name")
        at = _At(file.file, f"[[{table}]] {number}" + (f" ({name!r})" if isinstance(name, str) else ""))
        for word in item:
            at.known(word, ("name", "aliases", "find", *TABLES[table]))
        if name is None:
            at.wrong("no name", 'add name = "…"')
        entry = Entry(
            table,
            at.name(name, "name"),
            aliases=at.names(item.get("aliases", []), "aliases"),
            find=at.flag(item.get("find", find), "find"),
        )
        if entry.name in entry.aliases:
            at.wrong(f"aliases: {entry.name!r} is the name already", "leave it out")
        yield at, replace(entry, **_details(item, table, at))


def _details(item: Mapping[str, Any], table: str, at: _At) -> dict[str, Any]:
    """The keys that only some tables have."""
    found: dict[str, Any] = {}
    if "role" in item:
        found["role"] = at.text(item["role"], "role")
    if "kind" in item:
        kinds = _KINDS[table]
        found["kind"] = kinds(
            at.one_of(at.text(item["kind"], "kind"), [kind.value for kind in kinds], "kind")
        )
    if "country" in item:
        found["country"] = at.country(item["country"])
    for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
        if one in item:
            found[one] = at.degrees(item[one], one)
            if other not in item:
                at.wrong(f"{one} without {other}", f"add {other}")
    return found


@dataclass(frozen=True, slots=True)
class _At:
    """A place in the file, and the checks of what stands there."""

    file: str
    table: str = ""

    def wrong(self, what: str, todo: str) -> NoReturn:
        raise UsageError(": ".join(part for part in (self.file, self.table, what, todo) if part))

    def known(self, word: str, words: Sequence[str]) -> None:
        if word not in words:
            what = "key" if self.table else "table or key"
            self.wrong(f"unknown {what} {word!r}", _hint(word, words))

    def text(self, value: Any, word: str) -> str:
        if not isinstance(value, str) or not value.strip():
            self.wrong(f"{word} = {_shown(value)} is no text", 'write it in quotes, like "…"')
        return " ".join(value.split())

    def name(self, value: Any, word: str) -> str:
        text = self.text(value, word)
        if not key(text):
            self.wrong(f"{word}: {text!r} has neither letters nor digits", "give a name")
        return text

    def names(self, value: Any, word: str) -> tuple[str, ...]:
        if not isinstance(value, list):
            self.wrong(f"{word} = {_shown(value)} is no list", f'write {word} = ["…", "…"]')
        found = [self.name(item, word) for item in value]
        for i, name in enumerate(found):
            if name in found[:i]:
                self.wrong(f"{word}: {name!r} is there twice", "leave it out once")
        return tuple(found)

    def flag(self, value: Any, word: str) -> bool:
        if not isinstance(value, bool):
            self.wrong(
                f"{word} = {_shown(value)} is neither true nor false", "write one of them, without quotes"
            )
        return value

    def one_of(self, value: str, words: Sequence[str], word: str) -> str:
        if value not in words:
            self.wrong(f"{word} = {value!r} is unknown", _hint(value, words))
        return value

    def country(self, value: Any) -> str:
        text = self.text(value, "country")
        codes = rules.read("gazetteer/countries")
        if text not in codes:
            named = [code for code, rule in codes.items() if fold(text) in map(fold, rule["names"])]
            near = text.upper() if text.upper() in codes else next(iter(named), None)
            todo = f"did you mean {near!r}?" if near else "give two capitals, like 'SD'"
            self.wrong(f"country = {text!r} is no ISO 3166-1 alpha-2 code", todo)
        return text

    def degrees(self, value: Any, word: str) -> float:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not math.isfinite(value) or abs(value) > _LIMITS[word]:
            limit = _LIMITS[word]
            self.wrong(f"{word} = {_shown(value)}", f"give decimal degrees, -{limit} to {limit}")
        return float(value)


def _hint(word: str, words: Sequence[str]) -> str:
    near = get_close_matches(word.lower(), words, n=1, cutoff=0.6)
    return (f"did you mean {near[0]!r}? " if near else "") + f"there are {', '.join(words)}"


def _shown(value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
