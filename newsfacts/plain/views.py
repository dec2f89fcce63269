"""A text with some of its characters replaced, and the way back to the text as it was."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, TypeVar

from newsfacts.types import CharSpan

ValueT = TypeVar("ValueT")

# Characters [start, end) of a text, and what stands in their place.
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class _Step:
    """One set of edits. Piece i is the characters of the new text from `new[i]` on, those of the old one
    from `old[i]` up to `ends[i]`; where `copied[i]`, one for one, else all of them together."""

    new: tuple[int, ...]
    old: tuple[int, ...]
    ends: tuple[int, ...]
    copied: tuple[bool, ...]

    def start(self, at: int) -> int:
        """Where the character `at` begins."""
        piece = bisect_right(self.new, at) - 1
        return self.old[piece] + (at - self.new[piece] if self.copied[piece] else 0)

    def end(self, at: int) -> int:
        """Where the character before `at` ends."""
        piece = bisect_right(self.new, at - 1) - 1
        return self.old[piece] + at - self.new[piece] if self.copied[piece] else self.ends[piece]


@dataclass(frozen=True, slots=True)
class View:
    """`text` as made from another; `steps`: the edits on the way, the last first."""

    text: str
    steps: tuple[_Step, ...] = ()

    def edited(self, edits: Iterable[Edit]) -> View:
        """The view after `edits`, which are in order and do not overlap."""
        pieces: list[str] = []
        new: list[int] = []
        old: list[int] = []
        ends: list[int] = []
        copied: list[bool] = []
        size = last = 0

        def add(start: int, end: int, words: str, *, copy: bool) -> None:
            nonlocal size
            if words:
                pieces.append(words)
                new.append(size)
                old.append(start)
                ends.append(end)
                copied.append(copy)
                size += len(words)

        some = False
        for start, end, words in edits:
            some = True
            add(last, start, self.text[last:start], copy=True)
            add(start, end, words, copy=False)
            last = end
        if not some:
            return self
        add(last, len(self.text), self.text[last:], copy=True)
        step = _Step(tuple(new), tuple(old), tuple(ends), tuple(copied))
        return View("".join(pieces), (step, *self.steps))

    def span(self, span: CharSpan) -> CharSpan:
        """The characters of the text as read that `span` of the view stands for."""
        start, end = span.start, span.end
        for step in self.steps:
            start, end = step.start(start), step.end(end)
        return CharSpan(start, max(end, start + 1))

    def back(self, value: ValueT) -> ValueT:
        """`value`, facts or what holds such, with all spans those of the text as read."""
        return _with_spans(value, self) if self.steps else value


def _with_spans(value: Any, view: View) -> Any:
    if isinstance(value, CharSpan):
        return view.span(value)
    if isinstance(value, tuple):
        return tuple(_with_spans(item, view) for item in value)
    kind: Any = type(value)
    if hasattr(kind, "__dataclass_fields__"):
        changes = {
            name: after
            for name in _names(kind)
            if (after := _with_spans(before := getattr(value, name), view)) is not before
        }
        return _replaced(value, changes) if changes else value
    return value


def _replaced(value: Any, changes: dict[str, Any]) -> Any:
    kind: Any = type(value)
    return kind(**{name: changes.get(name, getattr(value, name)) for name in _names(kind)})


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind))
