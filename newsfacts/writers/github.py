"""GitHub Actions: annotations as workflow commands, and a summary of the step.

A line is `::notice file=…,line=…,col=…,endLine=…,endColumn=…,title=…::message`. GitHub shows ten annotations
of each type a step: the most important ones are written, and the last of them says how many more there are.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TextIO

from newsfacts.errors import InputError, NewsfactsError, UsageError, visible
from newsfacts.merge.conflicts import Conflict, conflicts
from newsfacts.positions import Lines, file_of
from newsfacts.types import KINDS, ArticleFacts, CasualtyFigure, CharSpan, Harm, Status
from newsfacts.writers.markdown import plain, write_markdown
from newsfacts.writers.sections import figure_words
from newsfacts.writers.streams import put
from newsfacts.writers.words import period

SHOWN = 10
LOW_CONFIDENCE = 0.5
# GitHub refuses titles of more than 255 characters, and messages beyond 64 KB.
_LONGEST_TITLE, _LONGEST_MESSAGE = 200, 1000
# A summary of more than 1 MiB is refused as a whole; some room is left for the closing line.
SUMMARY_BYTES = 1024 * 1024 - 1024
_RECORD = re.compile(r"(?P<file>.+):(?P<line>\d+)", re.DOTALL)


class Failures(Protocol):
    """What could not be read: how many inputs, and the errors of the first ones (ten or more)."""

    failed: int
    errors: list[NewsfactsError]


class Level(StrEnum):
    """The types of annotation, in the order in which they are written."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation. `place`: file, line and columns, as far as known, under GitHub's names for them."""

    level: Level
    title: str
    message: str
    place: tuple[tuple[str, str | int], ...] = ()

    def line(self, more: int = 0) -> str:
        """The workflow command. `more`: how many there are of its type that are not shown."""
        title = _cut(visible(self.title), _LONGEST_TITLE)
        message = _cut(visible(self.message), _LONGEST_MESSAGE)
        if more:
            message += f" (and {more:,} more {self.level}{'s' if more > 1 else ''}, not shown)"
        properties = ",".join(f"{name}={_property(str(value))}" for name, value in self._properties(title))
        return f"::{self.level} {properties}::{_data(message)}\n"

    def _properties(self, title: str) -> Iterator[tuple[str, str | int]]:
        yield from self.place
        yield "title", title


def write_github(
    facts: Iterable[ArticleFacts],
    stream: TextIO,
    *,
    only: Collection[str],
    failures: Failures | None = None,
    low: float = LOW_CONFIDENCE,
) -> None:
    """Annotations of all `facts`: figures as notices, conflicts and low confidence as warnings.

    `failures`: the inputs that could not be read, for the errors; looked at when all facts are there. `low`:
    facts of a confidence below it are warned of. Where the run breaks off, what is known by then is written.
    """
    boards = {level: _Board() for level in Level}
    try:
        for number, found in enumerate(facts):
            for weight, annotation in _annotations(found, only, low):
                boards[annotation.level].add((*weight, number), annotation)
    finally:
        _put(boards, stream, failures)


def _put(boards: Mapping[Level, _Board], stream: TextIO, failures: Failures | None) -> None:
    if failures:
        for error in failures.errors[:SHOWN]:
            boards[Level.ERROR].add((), _failure(error))
        boards[Level.ERROR].count = failures.failed
    for board in boards.values():
        put(stream, "".join(board.lines()))


@dataclass
class _Board:
    """The most important annotations of a type, those of the least weight, and how many there are."""

    kept: list[tuple[tuple[float, ...], int, Annotation]] = field(default_factory=list)
    count: int = 0

    def add(self, weight: tuple[float, ...], annotation: Annotation) -> None:
        self.kept.append((weight, self.count, annotation))
        self.count += 1
        if len(self.kept) > 20 * SHOWN:
            self._cut()

    def lines(self) -> Iterator[str]:
        self._cut()
        for place, (_, _, annotation) in enumerate(self.kept, 1):
            yield annotation.line(more=self.count - SHOWN if place == SHOWN else 0)

    def _cut(self) -> None:
        self.kept.sort(key=lambda item: item[:2])
        del self.kept[SHOWN:]


_HARMS = tuple(Harm)


def _annotations(
    facts: ArticleFacts, only: Collection[str], low: float
) -> Iterator[tuple[tuple[float, ...], Annotation]]:
    """Each with its weight within its type: the less, the more important."""
    lines = Lines(facts.article.text)
    groups: set[int] = set()
    for figure in facts.casualties if "casualties" in only else ():
        if figure.group in groups:
            continue
        groups.add(figure.group)
        people = figure.min if figure.min is not None else figure.max or 0
        weight = (figure.status is not Status.REPORTED, _HARMS.index(figure.kind), -people)
        title = f"{figure_words(figure, facts.article.text)} {figure.kind}"
        yield weight, _at(Level.NOTICE, facts, lines, figure.evidence.span, title, _told(figure, facts))
    if "casualties" in only:
        for conflict in conflicts(facts):
            span = conflict.second.evidence.span
            title = f"Conflict: {words_of_conflict(conflict, facts)}"
            message = f"{_told(conflict.first, facts)} | {_told(conflict.second, facts)}"
            yield (0, 0), _at(Level.WARNING, facts, lines, span, title, message)
    for kind, name, span, confidence in unsure(facts, only, low):
        title = f"Low confidence {confidence:.2f}: {name}"
        message = f"{kind}: {name}: the confidence {confidence:.2f} is below {low:g}"
        yield (1, confidence), _at(Level.WARNING, facts, lines, span, title, message)


def words_of_conflict(conflict: Conflict, facts: ArticleFacts) -> str:
    """ "6 or 9 killed"."""
    first, second = (figure_words(figure, facts.article.text) for figure in (conflict.first, conflict.second))
    return f"{first} or {second} {conflict.first.kind}"


def unsure(
    facts: ArticleFacts, only: Collection[str], below: float
) -> Iterator[tuple[str, str, CharSpan, float]]:
    """Kind, name or words, first place and confidence of each fact of a known confidence under `below`."""
    for kind in KINDS:
        for fact in getattr(facts, kind) if kind in only else ():
            if fact.confidence is None or fact.confidence >= below:
                continue
            named = hasattr(fact, "mentions")
            span = fact.mentions[0].span if named else fact.evidence.span
            yield kind, fact.name if named else span.of(facts.article.text), span, fact.confidence


def _told(figure: CasualtyFigure, facts: ArticleFacts) -> str:
    """The sentence, and what is known of the figure."""
    date = figure.date and (period(figure.date.value) or figure.date.text)
    status = None if figure.status is Status.REPORTED else figure.status.value
    slots = (
        ("victims", figure.victims),
        ("place", figure.place),
        ("date", date),
        ("source", figure.attribution),
        ("status", status),
    )
    details = "; ".join(f"{name}: {value}" for name, value in slots if value)
    sentence = _cut(visible(figure.evidence.sentence.of(facts.article.text)), _LONGEST_MESSAGE // 3)
    return f"{sentence} [{details}]" if details else sentence


def _at(
    level: Level, facts: ArticleFacts, lines: Lines, span: CharSpan, title: str, message: str
) -> Annotation:
    file = file_of(facts.article)
    if file is None:
        return Annotation(level, f"{title} ({facts.article.id})", message)
    first, last = lines.ends(span)
    place: list[tuple[str, str | int]] = [("file", file), ("line", first.line)]
    # GitHub takes columns for one line only.
    if first.line == last.line:
        place += [("col", first.column), ("endLine", last.line), ("endColumn", last.column)]
    else:
        place += [("endLine", last.line)]
    return Annotation(level, title, message, tuple(place))


def _failure(error: NewsfactsError) -> Annotation:
    place: tuple[tuple[str, str | int], ...] = ()
    if isinstance(error, InputError) and error.source not in ("stdin", "-"):
        place = (("file", error.source),)
        if record := _RECORD.fullmatch(error.source):
            place = (("file", record["file"]), ("line", int(record["line"])))
    return Annotation(Level.ERROR, "Input not read", str(error), place)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


class StepSummary:
    """What goes to the file that GITHUB_STEP_SUMMARY names: the articles' tables, as far as they fit."""

    def __init__(self, path: Path) -> None:
        """Raises UsageError where the file cannot be written."""
        self.path = path
        self._articles: list[str] = []
        self._count = 0
        with self._open() as stream:
            self._room = SUMMARY_BYTES - stream.tell()  # steps may have written to it before

    def add(self, facts: ArticleFacts, only: Collection[str]) -> None:
        """Take an article; one that does not fit, and those behind it, are only counted."""
        self._count += 1
        if len(self._articles) < self._count - 1:
            return
        stream = io.StringIO()
        write_markdown([facts], stream, only=only)
        text = stream.getvalue() + "\n"
        if _bytes(text) <= self._room:
            self._room -= _bytes(text)
            self._articles.append(text)

    def write(self, failures: Failures) -> None:
        """Append it all: the inputs that failed, the articles, and what had no room."""
        errors = [_cut(visible(str(error)), _LONGEST_MESSAGE) for error in failures.errors[:SHOWN]]
        head = "".join(f"- not read: {plain(error)}\n" for error in errors)
        if failures.failed > SHOWN:
            head += f"- and {failures.failed - SHOWN:,} more inputs that were not read\n"
        head += "\n" * bool(head)
        while self._articles and _bytes(head) > self._room:
            self._room += _bytes(self._articles.pop())
        left = self._count - len(self._articles)
        have = "article has" if left == 1 else "articles have"
        rest = f"{left:,} {have} no room in this summary.\n" if left else ""
        with self._open() as stream:
            put(stream, (head if _bytes(head) <= self._room else "") + "".join(self._articles) + rest)

    @contextmanager
    def _open(self) -> Iterator[TextIO]:
        try:
            with open(self.path, "a", encoding="utf-8", errors="replace", newline="") as stream:
                stream.seek(0, io.SEEK_END)
                yield stream
        except OSError as error:
            what = f"{self.path}: cannot be written ({(error.strerror or str(error)).lower()})"
            raise UsageError(f"GITHUB_STEP_SUMMARY: {what}: mend the variable, or unset it") from error


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))
