"""PATHS of the command line -> the files there are, in order, each with its id."""

from __future__ import annotations

import glob
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from newsfacts.errors import InputError
from newsfacts.readers.formats import ARCHIVE_SUFFIX, FOLDER_SUFFIXES, suffix_of, unpacked_name
from newsfacts.readers.item import Input, printable
from newsfacts.readers.patterns import Picks
from newsfacts.readers.remote import Remote, is_remote, real_path

_ADDRESS = re.compile(r"(?i)(?:https?|ftp)://|www\.[\w-]+\.")


def find_inputs(
    paths: Iterable[str], *, on_error: Callable[[InputError], None], picks: Picks | None = None
) -> list[Input]:
    """The files that `paths` (files, folders, globs, `-`) name, each once, folders and globs sorted.

    What a path does not find goes to `on_error`. Hidden files count only where they are named. `picks`: which
    files of folders count.
    """
    found: dict[str, Input] = {}
    for given in paths:
        for item in _expand(given, _Walk(on_error, picks or Picks())):
            found.setdefault("-" if item.path == "-" else real_path(item.path), item)
    return _with_ids(list(found.values()))


@dataclass(frozen=True, slots=True)
class _Walk:
    """How folders are searched."""

    on_error: Callable[[InputError], None]
    picks: Picks

    @property
    def suffixes(self) -> frozenset[str]:
        return self.picks.suffixes.union(FOLDER_SUFFIXES)

    def takes(self, path: str) -> bool:
        # Archives are folders: what is in them is matched.
        return self.picks.enters(path) if suffix_of(path) == ARCHIVE_SUFFIX else self.picks.takes(path)


def _expand(given: str, walk: _Walk) -> Iterator[Input]:
    if given == "-":
        yield Input("-", "stdin")
    elif os.path.isdir(given):
        files = list(_walk(given, walk))
        if not files:
            kinds = " ".join(FOLDER_SUFFIXES)
            todo = f"it needs files of {kinds}" if walk.picks == Picks() else "check --include and --exclude"
            walk.on_error(InputError(printable(given), "no articles in this folder", todo))
        yield from files
    elif os.path.exists(given):
        yield _input(given)
    elif is_remote(given):
        try:
            yield from _remote(given, walk)
        except InputError as error:
            walk.on_error(error)
    elif _ADDRESS.match(given):
        todo = "nothing is fetched: curl -sL URL | newsfacts extract - --input-format html"
        walk.on_error(InputError(printable(given), "a web address, no file", todo))
    elif glob.has_magic(given):
        yield from _matches(given, walk)
    elif os.path.islink(given):
        walk.on_error(InputError(printable(given), "a link that leads nowhere", "mend the link"))
    else:
        walk.on_error(InputError(printable(given) or "''", "no such file or folder", "check the path"))


def _remote(given: str, walk: _Walk) -> Iterator[Input]:
    """The files that an address names: one, those of a folder, or those that match a pattern."""
    place = Remote(given)
    if place.is_folder():
        taken = [name for name in place.below() if _is_taken(name, walk)]
        if not taken:
            todo = f"it needs files of {' '.join(FOLDER_SUFFIXES)}"
            raise InputError(printable(given), "no articles in this folder", todo)
        for name in taken:
            yield _input(f"{given.rstrip('/')}/{name}", below=name)
    elif place.exists():
        yield _input(given)
    elif glob.has_magic(given):
        addresses = place.matches()
        if not addresses:
            raise InputError(printable(given), "no file matches", "check the pattern")
        for address in addresses:
            yield _input(address)
    else:
        raise InputError(printable(given), "no such file or folder", "check the path")


def _is_taken(name: str, walk: _Walk) -> bool:
    """Whether the file `name`, a path below a folder, counts in it."""
    parts = name.split("/")
    if any(part.startswith(".") for part in parts) or suffix_of(name) not in walk.suffixes:
        return False
    folders = ("/".join(parts[:at]) for at in range(1, len(parts)))
    return all(map(walk.picks.enters, folders)) and walk.takes(name)


def _matches(pattern: str, walk: _Walk) -> Iterator[Input]:
    some = False
    for path in sorted(glob.glob(pattern, recursive=True)):
        for item in _walk(path, walk) if os.path.isdir(path) else (_input(path),):
            some = True
            yield item
    if not some:
        walk.on_error(InputError(printable(pattern), "no file matches", "check the pattern"))


def _walk(folder: str, walk: _Walk) -> Iterator[Input]:
    """The readable kinds below `folder`, sorted by name level by level; a folder once, so links may loop."""
    seen: set[str] = set()
    waiting = [folder]
    suffixes = walk.suffixes
    while waiting:
        path = waiting.pop()
        below = os.path.relpath(path, folder).replace(os.sep, "/")
        if not os.path.isdir(path):
            yield _input(path, below=below)
            continue
        if (real := os.path.realpath(path)) in seen:
            continue
        seen.add(real)
        try:
            names = sorted(os.listdir(path), reverse=True)
        except OSError as error:
            what = f"cannot be read ({(error.strerror or str(error)).lower()})"
            walk.on_error(InputError(printable(path), what, "check the permissions of the folder"))
            continue
        for name in names:
            entry, entry_below = os.path.join(path, name), name if below == "." else f"{below}/{name}"
            if name.startswith("."):
                continue
            if os.path.isdir(entry):
                if walk.picks.enters(entry_below):
                    waiting.append(entry)
            # A pipe or device in a folder would wait for ever: only plain files are read there.
            elif suffix_of(entry) in suffixes and walk.takes(entry_below):
                if os.path.isfile(entry):
                    waiting.append(entry)
                elif not os.path.exists(entry):
                    walk.on_error(InputError(printable(entry), "a link that leads nowhere", "mend the link"))


def member_of(archive: Input, name: str, *, id: str | None = None) -> Input:
    """The member `name` of an archive, as an input of its own."""
    return Input(f"{archive.label}/{printable(name)}", printable(id or _stem(name)))


def _input(path: str, below: str | None = None) -> Input:
    return Input(path, printable(_stem(path)), below and printable(below))


def _stem(path: str) -> str:
    return os.path.splitext(unpacked_name(os.path.basename(path)))[0]


def _with_ids(found: list[Input]) -> list[Input]:
    """Where stems clash, the path below the given folder; where that clashes, below the common folder."""
    for below in (_below_folder, _below_common):
        counts = Counter(item.id for item in found)
        clashing = {item.path for item in found if counts[item.id] > 1 and item.path != "-"}
        if not clashing:
            break
        path_below = below(clashing)
        found = [
            replace(item, id=path_below(item) or item.id) if item.path in clashing else item for item in found
        ]
    return found


def _below_folder(_paths: Iterable[str]) -> Callable[[Input], str | None]:
    return lambda item: item.below


def _below_common(paths: Iterable[str]) -> Callable[[Input], str | None]:
    try:
        common = os.path.commonpath({os.path.dirname(os.path.abspath(path)) for path in paths})
    except ValueError:  # several drives
        return lambda item: item.name
    return lambda item: printable(os.path.relpath(os.path.abspath(item.path), common).replace(os.sep, "/"))
