"""PATHS of the command line -> the files there are, in order, each with its id."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from newsfacts.errors import InputError

# What a folder is searched for. Tables and .json may be anything there: they are read when named.
FOLDER_SUFFIXES = (".txt", ".text", ".md", ".jsonl", ".ndjson")
_COMPRESSED = ".gz"


@dataclass(frozen=True, slots=True)
class Input:
    """One file, or standard input (`-`).

    `path` opens it; `id` is for an article without an id of its own; `below` is the path below the
    folder in which it was found, None where it was named itself.
    """

    path: str
    id: str
    below: str | None = None

    @property
    def name(self) -> str:
        """The path as given, as text that any stream can print; `-` for standard input."""
        return printable(self.path)

    @property
    def label(self) -> str:
        """What messages call it."""
        return "stdin" if self.path == "-" else self.name


def printable(path: str) -> str:
    """`path` with the bytes that are no UTF-8 as U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def suffix_of(path: str) -> str:
    """The last suffix in lower case, one below `.gz`: `.jsonl` of `a.jsonl.gz`."""
    return os.path.splitext(_uncompressed(os.path.basename(path)))[1].lower()


def find_inputs(paths: Iterable[str], *, on_error: Callable[[InputError], None]) -> list[Input]:
    """The files that `paths` (files, folders, globs, `-`) name, each once, folders and globs sorted.

    What a path does not find goes to `on_error`. Hidden files count only where they are named.
    """
    found: dict[str, Input] = {}
    for given in paths:
        for item in _expand(given, on_error):
            found.setdefault("-" if item.path == "-" else os.path.realpath(item.path), item)
    return _with_ids(list(found.values()))


def _expand(given: str, on_error: Callable[[InputError], None]) -> Iterator[Input]:
    if given == "-":
        yield Input("-", "stdin")
    elif os.path.isdir(given):
        files = list(_walk(given, on_error))
        if not files:
            kinds = " ".join(FOLDER_SUFFIXES)
            on_error(InputError(printable(given), "no articles in this folder", f"it needs files of {kinds}"))
        yield from files
    elif os.path.exists(given):
        yield _input(given)
    elif glob.has_magic(given):
        yield from _matches(given, on_error)
    elif os.path.islink(given):
        on_error(InputError(printable(given), "a link that leads nowhere", "mend the link"))
    else:
        on_error(InputError(printable(given), "no such file or folder", "check the path"))


def _matches(pattern: str, on_error: Callable[[InputError], None]) -> Iterator[Input]:
    some = False
    for path in sorted(glob.glob(pattern, recursive=True)):
        for item in _walk(path, on_error) if os.path.isdir(path) else (_input(path),):
            some = True
            yield item
    if not some:
        on_error(InputError(printable(pattern), "no file matches", "check the pattern"))


def _walk(folder: str, on_error: Callable[[InputError], None]) -> Iterator[Input]:
    """The readable kinds below `folder`, sorted by name level by level; a folder once, so links may loop."""
    seen: set[str] = set()
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if not os.path.isdir(path):
            yield _input(path, below=os.path.relpath(path, folder).replace(os.sep, "/"))
            continue
        if (real := os.path.realpath(path)) in seen:
            continue
        seen.add(real)
        try:
            names = sorted(os.listdir(path), reverse=True)
        except OSError as error:
            what = f"cannot be read ({(error.strerror or str(error)).lower()})"
            on_error(InputError(printable(path), what, "check the permissions of the folder"))
            continue
        for entry in (os.path.join(path, name) for name in names if not name.startswith(".")):
            # A pipe or device in a folder would wait for ever: only plain files are read there.
            if os.path.isdir(entry) or (suffix_of(entry) in FOLDER_SUFFIXES and os.path.isfile(entry)):
                waiting.append(entry)
            elif suffix_of(entry) in FOLDER_SUFFIXES and not os.path.exists(entry):
                on_error(InputError(printable(entry), "a link that leads nowhere", "mend the link"))


def _input(path: str, below: str | None = None) -> Input:
    stem = os.path.splitext(_uncompressed(os.path.basename(path)))[0]
    return Input(path, printable(stem), below and printable(below))


def _uncompressed(name: str) -> str:
    return name[: -len(_COMPRESSED)] if name.lower().endswith(_COMPRESSED) else name


def _with_ids(found: list[Input]) -> list[Input]:
    """Where stems clash, the path below the given folder; where that clashes, below the common folder."""
    for path_below in (lambda item, _: item.below, _below_common):
        counts = Counter(item.id for item in found)
        clashing = [item.path for item in found if counts[item.id] > 1 and item.path != "-"]
        if not clashing:
            break
        found = [
            replace(item, id=path_below(item, clashing) or item.id) if item.path in clashing else item
            for item in found
        ]
    return found


def _below_common(item: Input, paths: list[str]) -> str:
    folders = [os.path.dirname(os.path.abspath(path)) for path in paths]
    try:
        common = os.path.commonpath(folders)
    except ValueError:  # several drives
        return item.name
    return printable(os.path.relpath(os.path.abspath(item.path), common).replace(os.sep, "/"))
