"""The starter file of `--write-aliases`: the entities found, to be merged, parted and completed by hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from newsfacts.errors import UsageError
from newsfacts.names.aliases.file import TABLES, Aliases, Entry, key
from newsfacts.types import ArticleFacts, Organization, Person, Place, Precision
from newsfacts.writers.streams import put

Owner = tuple[str, str]  # table, name

_HEAD = """\
# Who is who: names of people, places and organizations, for `newsfacts extract --aliases FILE`.
# As written by --write-aliases it changes nothing. Each [[table]] is one entity, and has one name:
#   merge two:  add the other's name and aliases to `aliases`, and take the other table out
#   part two:   give each a table, with its own names; leave names that both bear out of both
#   relabel:    put the table under another head, [[people]], [[places]] or [[organizations]]
#   drop:       take the table out, and put its names into `ignore`
#   complete:   role (people); kind, country, latitude, longitude (places); kind (organizations)
"""
_FIND = "# true: find the names below where they were missed, too; also a key of a table"
_POINT = {"latitude", "longitude"}
_CLASH = "# Left out: {} is the name of {} too"


def check_new(name: str) -> None:
    """Raises UsageError where no starter file can be written under `name`; a file there is never replaced.

    Not that of `--aliases` either: its comments, and what it says of other articles, would be lost.
    """
    path = Path(name)
    if name == "-":
        raise UsageError("--write-aliases -: standard output is for the facts: name a file")
    if path.exists() or path.is_symlink():
        raise UsageError(f"--write-aliases {path}: is there already: choose another name, or move it away")
    if not path.parent.is_dir():
        raise UsageError(f"--write-aliases {path}: no folder {path.parent}: make it first")


@dataclass
class _Found:
    """What the articles say of the entities of one name. `values`: of each key all values, None included."""

    aliases: dict[str, None] = field(default_factory=dict)
    values: dict[str, dict[Any, None]] = field(default_factory=dict)
    precisions: dict[Precision | None, None] = field(default_factory=dict)
    several: bool = False  # in one article

    def agreed(self) -> dict[str, Any]:
        """The values on which all articles agree. Roles are left to people: one is said in many ways."""
        values = {word: next(iter(told)) for word, told in self.values.items() if len(told) == 1}
        values.pop("role", None)
        # Coordinates of a file are those of the place itself.
        exact = self.precisions == {Precision.EXACT: None} and values.keys() >= _POINT
        return values if exact else {word: value for word, value in values.items() if word not in _POINT}


class Starter:
    """Gathers entities over articles, and writes those that a file can tell apart by their names.

    Names and values on which articles differ are left out, so that the file changes nothing as it is.
    `base`: the file in force; its entries come first, as they are.
    """

    def __init__(self, base: Aliases | None = None) -> None:
        self.base = base or Aliases()
        self.found: dict[Owner, _Found] = {}
        # What bears a name, as names are compared.
        self.owners: dict[str, dict[Owner, None]] = {}
        for entry in self.base.entries:
            for name in entry.names:
                self.owners.setdefault(key(name), {})[entry.table, entry.name] = None

    def add(self, facts: ArticleFacts) -> None:
        """Take in the entities of one article."""
        for table in TABLES:
            entities: tuple[Person | Place | Organization, ...] = getattr(facts, table)
            for name, times in Counter(entity.name for entity in entities).items():
                self.found.setdefault((table, name), _Found()).several |= times > 1
            for entity in entities:
                owner = (table, entity.name)
                texts = (" ".join(m.span.of(facts.article.text).split()) for m in entity.mentions)
                for name in (entity.name, *entity.aliases, *texts):
                    self.owners.setdefault(key(name), {})[owner] = None
                found = self.found[owner]
                found.aliases.update(dict.fromkeys(entity.aliases))
                if isinstance(entity, Place):
                    found.precisions[entity.precision] = None
                for word in TABLES[table]:
                    found.values.setdefault(word, {})[getattr(entity, word)] = None

    def write(self, stream: TextIO) -> None:
        put(stream, "\n".join(self._lines()) + "\n")

    def _lines(self) -> Iterator[str]:
        yield _HEAD
        yield _FIND
        yield "find = false"
        yield f"ignore = {_toml(self.base.ignore)}"
        known = {(entry.table, entry.name) for entry in self.base.entries}
        for table in TABLES:
            for entry in self.base.entries:
                if entry.table == table:
                    yield from ("", *_entry(entry))
            for owner, found in self.found.items():
                if owner[0] == table and owner not in known:
                    yield from ("", *self._table(owner, found))

    def _table(self, owner: Owner, found: _Found) -> Iterator[str]:
        table, name = owner
        if not key(name):
            return
        if not self._own(name, owner) or found.several:
            others = [_shown(other) for other in self.owners[key(name)] if other != owner]
            yield _CLASH.format(_shown(owner), " and ".join(others) or "another in one article")
            return
        yield f"[[{table}]]"
        yield f"name = {_toml(name)}"
        aliases = [alias for alias in found.aliases if alias != name and self._own(alias, owner)]
        if aliases:
            yield f"aliases = {_toml(aliases)}"
        yield from _values(found.agreed())

    def _own(self, name: str, owner: Owner) -> bool:
        """Whether `name` is this entity's and no other's."""
        known = key(name) and not self.base.ignores(name)
        return bool(known) and list(self.owners[key(name)]) == [owner]


def _shown(owner: Owner) -> str:
    return f"[[{owner[0]}]] {_toml(owner[1])}"


def _entry(entry: Entry) -> Iterator[str]:
    yield f"[[{entry.table}]]"
    yield f"name = {_toml(entry.name)}"
    if entry.aliases:
        yield f"aliases = {_toml(entry.aliases)}"
    yield from _values({word: getattr(entry, word) for word in TABLES[entry.table]})
    if entry.find:
        yield "find = true"


def _values(values: dict[str, Any]) -> Iterator[str]:
    for word, value in values.items():
        if value is not None:
            yield f"{word} = {_toml(value)}"


def _toml(value: Any) -> str:
    """A text, number or list of them in TOML; its strings are JSON's but for one character."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
