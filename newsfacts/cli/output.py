"""Where the output goes, and how."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from newsfacts import cli
from newsfacts.cli.options import check_word
from newsfacts.errors import UsageError
from newsfacts.types import KINDS, ArticleFacts

if TYPE_CHECKING:
    from newsfacts.readers import Input
    from newsfacts.writers import Format, TableSink


@dataclass(frozen=True)
class Target:
    """Where the facts go, and how: `path` None is stdout, a folder takes a file a kind."""

    format_name: str
    form: Format
    kinds: tuple[str, ...]
    path: Path | None = None
    is_folder: bool = False
    columns: tuple[str, ...] = ()  # those that are wanted of each table, () = all

    def with_columns(self, columns: tuple[str, ...]) -> Target:
        """As this one, with `columns` alone. Raises UsageError where format or table has none of them."""
        from newsfacts.output.columns import COLUMNS
        from newsfacts.writers import FORMATS

        if not columns:
            return self
        if not self.form.takes_columns:
            able = ", ".join(name for name, form in FORMATS.items() if form.takes_columns)
            raise UsageError(f"--columns: not for --format {self.format_name}: only for {able}")
        tables = {table: COLUMNS[table] for table in self.table_names}
        known = tuple(dict.fromkeys(column for table in tables.values() for column in table))
        for column in columns:
            check_word(column, known, "--columns")
        for name, table in tables.items():
            if not set(columns) & set(table):
                more = "add article_id, or --only" if name != "articles" else "add id, or --only"
                raise UsageError(f"--columns: none of them is in the table {name}: {more}")
        return replace(self, columns=columns)

    def write(self, facts: Iterable[ArticleFacts], **more: Any) -> Sequence[str]:
        """Write all `facts`; what there is to say to people of that.

        A file or folder is opened, and so found to be writable, before any is read. `more`: what the writer
        of this format takes besides.
        """
        from newsfacts.output.columns import COLUMNS, rows
        from newsfacts.output.picking import with_columns

        if self.in_tables:
            names = self.table_names
            wanted = {table: with_columns(self.columns, COLUMNS[table]) for table in names}
            with self.tables(wanted) as sink:
                for found in facts:
                    sink.add({table: list(rows(found, table, wanted[table])) for table in names})
            return sink.remarks
        if self.columns:
            more["columns"] = self.columns
        assert self.form.write is not None
        with self.opened() as out:
            self.form.write(facts, out.stream, only=self.kinds, **more)
        return ()

    @property
    def table_names(self) -> tuple[str, ...]:
        from newsfacts.output.columns import tables_of

        one = self.form.one_table and not self.is_folder
        return self.kinds if one else tables_of(self.kinds)

    @property
    def keeps_articles(self) -> bool:
        """Whether what is written of an article stays when the run breaks off."""
        return self.path is None or self.form.keeps_articles

    @property
    def in_tables(self) -> bool:
        """Whether it is written through `tables`, not to a stream of text."""
        return self.path is not None and (self.is_folder or self.form.binary)

    def tables(self, tables: Mapping[str, Sequence[str]]) -> AbstractContextManager[TableSink]:
        """`tables` (name -> columns), open for writing."""
        assert self.form.open_tables is not None
        assert self.path is not None
        return self.form.open_tables(self.path, tables, folder=self.is_folder)

    @contextmanager
    def opened(self, tables: Mapping[str, Sequence[str]] | None = None) -> Iterator[Opened]:
        """Open for writing, before anything is read: so it is found out whether it can be written.

        `tables`: the columns of each, for the formats that write such.
        """
        from newsfacts.writers import whole_file

        if tables and self.in_tables:
            with self.tables(tables) as sink:
                yield Opened(sink)
        elif self.path is None:
            yield Opened(None, data_stream(self.format_name))
        else:
            with whole_file(self.path) as file:
                yield Opened(None, file)


@dataclass(frozen=True)
class Opened:
    """A target that is open: as tables, or as a stream of text."""

    tables: TableSink | None
    text: TextIO | None = None

    @property
    def stream(self) -> TextIO:
        assert self.text is not None
        return self.text

    @property
    def remarks(self) -> Sequence[str]:
        """What there is to say to people of what was written."""
        return self.tables.remarks if self.tables else ()


def target_of(
    output: str | None,
    format_name: str,
    kinds: tuple[str, ...],
    *,
    folders: bool = True,
    formats: Mapping[str, Format] | None = None,
    all_kinds: Collection[str] = tuple(KINDS),
) -> Target:
    """Where to write what. Raises UsageError where output, format and kinds do not fit.

    `folders`: whether several tables may go to a folder, a file a kind. `formats`: those there are to choose
    from; None: all. `all_kinds`: what is meant by all kinds. A file that is to have one table and is called
    like one of several `kinds` (casualties.csv) gets that.
    """
    from newsfacts.writers import FORMATS

    formats = FORMATS if formats is None else formats
    path = _path_of(output)
    is_folder = path is not None and (path.is_dir() or str(output).endswith(("/", os.sep)))
    format_name = _format_of(output, path, format_name, formats, is_folder=is_folder)
    form = formats[format_name]
    form.check(format_name)
    if form.all_kinds and set(kinds) != set(all_kinds):
        raise UsageError(f"--format {format_name}: rests on all kinds of fact: leave out --only")
    if path is None:
        _check_stream(form, format_name, kinds)
        return Target(format_name, form, kinds)
    if folders and form.takes_folder and (is_folder or not (path.suffix or path.exists())):
        return Target(format_name, form, kinds, _made_folder(path), is_folder=True)
    if form.one_table:
        kinds = _kind_of_file(path, kinds)
    if is_folder:
        raise UsageError(f"-o {output}: a folder: name a file in it for --format {format_name}")
    check_folder(path)
    return Target(format_name, form, kinds, path)


def _path_of(output: str | None) -> Path | None:
    """The path of `-o`; None: standard output."""
    from newsfacts.readers.remote import is_remote

    if output is None or output == "-":
        return None
    if is_remote(output):
        raise UsageError(f"-o {output}: only extract writes to other file systems: name a local file")
    return Path(output)


def _format_of(
    output: str | None, path: Path | None, name: str, formats: Mapping[str, Format], *, is_folder: bool
) -> str:
    """The format that is asked for, or what `auto` means: for a file, by its ending."""
    from newsfacts.writers import SUFFIXES

    check_word(name, ("auto", *formats), "--format")
    if name != "auto":
        return name
    if path is None:
        return "table" if sys.stdout.isatty() else "json"
    if is_folder:
        able = [name for name, form in formats.items() if form.takes_folder]
        raise UsageError(f"-o {output}: in which format? add --format {', '.join(able) or 'and name a file'}")
    suffixes = {suffix: name for suffix, name in SUFFIXES.items() if name in formats}
    known = suffixes.get(path.suffix.lower())
    if known is None:
        raise UsageError(f"-o {output}: in which format? add --format, or end it in {' '.join(suffixes)}")
    return known


def _check_stream(form: Format, format_name: str, kinds: tuple[str, ...]) -> None:
    """Raises UsageError where standard output cannot take this."""
    several = form.one_table and len(kinds) != 1
    if form.binary:
        more = f" (with --only {kinds[-1]}), or -o FOLDER" if several else ""
        file = f"-o FILE{form.suffixes[0]}{more}"
        raise UsageError(f"--format {format_name}: not for standard output: add {file}")
    if several:
        raise UsageError(f"--format {format_name}: {_one_kind('stream', kinds)}")


def _kind_of_file(path: Path, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The one kind of `kinds` that the file is to have: that which it is called like, of several."""
    if path.stem in kinds:
        return (path.stem,)
    if len(kinds) != 1:
        raise UsageError(f"-o {path}: {_one_kind('file', kinds)}")
    return kinds


def _one_kind(place: str, kinds: tuple[str, ...]) -> str:
    likely = next((kind for kind in ("casualties", "tolls") if kind in kinds), kinds[-1])
    return f"one {place} holds one kind of fact: add --only {likely}, or -o FOLDER"


def check_folder(path: Path) -> None:
    """Raises UsageError where the folder of `path` is not there."""
    if not path.absolute().parent.is_dir():
        raise UsageError(f"-o {path}: no folder {path.parent}: make it first")


def kept_option(target: Target, *, resume: bool) -> dict[str, Any]:
    """What --resume means for `jobs.extract_many`. Raises UsageError where there is no place to keep
    things.
    """
    if not resume:
        return {}
    if target.path is None:
        raise UsageError("--resume: keeps what is done beside the output: name a file or folder with -o")
    if target.is_folder:
        return {"kept": target.path / ".resume"}
    if target.path.exists() and not target.path.is_file():
        raise UsageError(f"--resume: -o {target.path} is no file: name one")
    return {"kept": target.path.with_name(f"{target.path.name}.resume")}


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
    from newsfacts.readers import real_path

    real = os.path.realpath(target.path)
    for item in inputs:
        place = real_path(item.path)
        if item.path != "-" and real == (os.path.dirname(place) if target.is_folder else place):
            names = {f"{table}.{target.format_name}" for table in target.table_names}
            if not target.is_folder or os.path.basename(place) in names:
                raise UsageError(f"-o {target.path}: would overwrite the input {item.name}: choose another")


def data_stream(format_name: str) -> TextIO:
    """stdout: UTF-8 for programs; for people what the terminal can show, plain marks and ? for the rest.

    Raises UsageError where it is closed.
    """
    if "stdout" in cli.closed:
        raise UsageError("standard output is closed: leave it open, or name a file with -o")
    if isinstance(sys.stdout, io.TextIOWrapper):
        if format_name == "table":
            codecs.register_error(_PLAINLY, _plainly)
            sys.stdout.reconfigure(errors=_PLAINLY)
        else:
            sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    return sys.stdout


# What stands for the marks of tables and of print where a terminal has none of them.
_PLAINLY = "newsfacts-plainly"
_PLAIN = str.maketrans(
    {**dict.fromkeys("–—·−", "-"), **dict.fromkeys("“”„", '"'), **dict.fromkeys("‘’", "'"), "…": "..."}
)


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """The characters that cannot be encoded as others that can, the rest as "?"."""
    assert isinstance(error, UnicodeEncodeError)
    shown = error.object[error.start : error.end].translate(_PLAIN)
    return "".join(letter if letter.isascii() else "?" for letter in shown), error.end


def print_json(data: Any) -> None:
    from newsfacts.writers import put

    stream = data_stream("json")
    put(stream, json.dumps(data, ensure_ascii=False, indent=2) + "\n")
