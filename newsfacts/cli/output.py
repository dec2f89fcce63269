"""Where the output goes, and how."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from newsfacts import cli
from newsfacts.cli.options import check_word
from newsfacts.errors import UsageError
from newsfacts.types import ArticleFacts

if TYPE_CHECKING:
    from newsfacts.readers import Input


@dataclass(frozen=True)
class Target:
    """Where the facts go, and how: `path` None is stdout, a folder takes a file a kind."""

    format_name: str
    kinds: tuple[str, ...]
    path: Path | None = None
    is_folder: bool = False

    def write(self, facts: Iterable[ArticleFacts]) -> None:
        """Write all `facts`; a file or folder is opened, and so found to be writable, before any is read."""
        from newsfacts.writers import WRITERS, whole_file, write_folder

        if self.path is None:
            WRITERS[self.format_name](facts, data_stream(self.format_name), only=self.kinds)
        elif self.is_folder:
            write_folder(facts, self.path, format_name=self.format_name, only=self.kinds)
        else:
            with whole_file(self.path) as stream:
                WRITERS[self.format_name](facts, stream, only=self.kinds)


def target_of(
    output: str | None, format_name: str, kinds: tuple[str, ...], *, folders: bool = True
) -> Target:
    """Where to write what. Raises UsageError where output, format and kinds do not fit.

    `folders`: whether several tables may go to a folder, a file a kind.
    """
    from newsfacts.writers import ROW_FORMATS, SUFFIXES, WRITERS

    check_word(format_name, ("auto", *WRITERS), "--format")
    one_kind = f"one stream holds one kind of fact: add --only {kinds[-1]}, or -o FOLDER"
    if output is None or output == "-":
        if format_name == "auto":
            format_name = "table" if sys.stdout.isatty() else "json"
        if format_name in ROW_FORMATS and len(kinds) != 1:
            raise UsageError(f"--format {format_name}: {one_kind}")
        return Target(format_name, kinds)
    path = Path(output)
    is_folder = path.is_dir() or output.endswith(("/", os.sep))
    if format_name == "auto":
        known = SUFFIXES.get("" if is_folder else path.suffix.lower())
        if known is None:
            raise UsageError(f"-o {output}: in which format? add --format, or end it in {' '.join(SUFFIXES)}")
        format_name = known
    if folders and format_name in ROW_FORMATS and (is_folder or not path.suffix):
        return Target(format_name, kinds, _made_folder(path), is_folder=True)
    if format_name in ROW_FORMATS and len(kinds) != 1:
        raise UsageError(f"-o {output}: {one_kind}")
    if is_folder:
        raise UsageError(f"-o {output}: a folder: name a file in it for --format {format_name}")
    if not path.parent.is_dir():
        raise UsageError(f"-o {output}: no folder {path.parent}: make it first")
    return Target(format_name, kinds, path)


def _made_folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise UsageError(f"-o {path}: cannot be made ({what}): choose another") from error
    return path


def refuse_overwriting(inputs: Iterable[Input], target: Target) -> None:
    if target.path is None:
        return
    real = os.path.realpath(target.path)
    for item in inputs:
        place = os.path.realpath(item.path)
        if item.path != "-" and real == (os.path.dirname(place) if target.is_folder else place):
            names = {f"{kind}.{target.format_name}" for kind in (*target.kinds, "mentions")}
            if not target.is_folder or os.path.basename(place) in names:
                raise UsageError(f"-o {target.path}: would overwrite the input {item.name}: choose another")


def data_stream(format_name: str) -> TextIO:
    """stdout: UTF-8 for programs; for people what the terminal can show, with ? for the rest.

    Raises UsageError where it is closed.
    """
    if "stdout" in cli.closed:
        raise UsageError("standard output is closed: leave it open, or name a file with -o")
    if isinstance(sys.stdout, io.TextIOWrapper):
        if format_name == "table":
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    return sys.stdout


def print_json(data: Any) -> None:
    from newsfacts.writers import put

    stream = data_stream("json")
    put(stream, json.dumps(data, ensure_ascii=False, indent=2) + "\n")
