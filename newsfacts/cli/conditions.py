"""`--fail-on`: what makes a run end with exit code 1, though everything was delivered."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from newsfacts.cli.messages import NOUNS, Log, count, say, where_of
from newsfacts.cli.options import check_word
from newsfacts.errors import UsageError
from newsfacts.positions import Lines, file_of
from newsfacts.types import ArticleFacts, CasualtyFigure

NO_FACTS, NO_DATE, LOW_CONFIDENCE = "no-facts", "no-date", "low-confidence"
CONFLICT, INPUT_ERROR = "conflict", "input-error"
NAMES = (NO_FACTS, NO_DATE, LOW_CONFIDENCE, CONFLICT, INPUT_ERROR)
# How many of each condition are named one by one.
_NAMED = 10
_LOW = re.compile(rf"{LOW_CONFIDENCE}\s*<\s*(?P<number>[0-9]*\.?[0-9]+|[0-9]+\.)")
_UNKNOWN_YEAR = "X"


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions that `--fail-on` names. `below`: the number of low-confidence, else None."""

    names: frozenset[str] = frozenset()
    below: float | None = None


def conditions_of(values: Sequence[str] | None, kinds: Collection[str]) -> Conditions:
    """The conditions of `--fail-on`, several joined by commas or given one after the other.

    Raises UsageError for what is none, and where a condition needs facts that `kinds` leaves out.
    """
    names: set[str] = set()
    below: float | None = None
    for word in (word.strip() for value in values or () for word in value.split(",")):
        if match := _LOW.fullmatch(word):
            number = float(match["number"])
            if not 0 < number <= 1:
                raise UsageError(f"--fail-on {word}: confidences lie between 0 and 1: give a number there")
            below = max(number, below or 0)
            names.add(LOW_CONFIDENCE)
        elif word.startswith(LOW_CONFIDENCE):
            raise UsageError(f"--fail-on {word}: needs a number, in quotes: --fail-on '{LOW_CONFIDENCE}<0.5'")
        else:
            check_word(word, NAMES, "--fail-on")
            names.add(word)
    if CONFLICT in names and "casualties" not in kinds:
        raise UsageError("--fail-on conflict: rests on casualty figures: add casualties to --only")
    return Conditions(frozenset(names), below)


@dataclass
class Watch:
    """Looks at all facts for the conditions, and says at the end which were met."""

    conditions: Conditions
    kinds: Collection[str]
    _first: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in NAMES})
    _count: dict[str, int] = field(default_factory=lambda: dict.fromkeys(NAMES, 0))

    @property
    def met(self) -> bool:
        return any(self._count.values())

    def look(self, facts: ArticleFacts) -> None:
        """Note what `facts` of the shown kinds meet."""
        if not self.conditions.names:
            return
        lines: Lines | None = None
        for name, offset, words in self._found(facts):
            self._count[name] += 1
            if len(self._first[name]) < _NAMED:
                lines = lines or Lines(facts.article.text)
                self._first[name].append(f"{_place(facts, lines, offset)}: {name}: {words}")

    def tell(self, log: Log) -> None:
        """Say on standard error which conditions were met where: they are why the run fails, so always."""
        if INPUT_ERROR in self.conditions.names and log.failed:
            self._count[INPUT_ERROR] = log.failed
        for name in NAMES:
            for line in self._first[name]:
                say(line, name=None)
            if more := self._count[name] - len(self._first[name]) if self._first[name] else 0:
                say(f"{name}: {more:,} more")
        if self.met:
            met = (f"{name} ({self._count[name]:,})" for name in NAMES if self._count[name])
            say(f"--fail-on: met: {', '.join(met)}")

    def _found(self, facts: ArticleFacts) -> Iterator[tuple[str, int, str]]:
        """Condition, offset and words of each that is met."""
        wanted = self.conditions.names
        if NO_FACTS in wanted and not any(getattr(facts, kind) for kind in self.kinds):
            size = count(len(facts.article.text), ("character", "characters"))
            yield NO_FACTS, 0, f"no {' or '.join(NOUNS[kind][0] for kind in self.kinds)} in {size}"
        day = facts.published.date
        if NO_DATE in wanted and (day is None or day.startswith(_UNKNOWN_YEAR)):
            known = f"only {day} known of the date of publication" if day else "no date of publication known"
            yield NO_DATE, 0, f"{known}: give --published, or a date field"
        if LOW_CONFIDENCE in wanted and self.conditions.below is not None:
            from newsfacts.writers.github import unsure

            for kind, words, span, confidence in unsure(facts, self.kinds, self.conditions.below):
                yield LOW_CONFIDENCE, span.start, f"{NOUNS[kind][0]} {words!r}: {confidence:.3g}"
        if CONFLICT in wanted:
            from newsfacts.merge.conflicts import conflicts
            from newsfacts.writers.github import words_of_conflict

            lines = Lines(facts.article.text)
            for conflict in conflicts(facts):
                one, two = (_who(figure, facts, lines) for figure in (conflict.first, conflict.second))
                words = f"{words_of_conflict(conflict, facts)}: {one}, {two}"
                yield CONFLICT, conflict.second.evidence.span.start, words


def _who(figure: CasualtyFigure, facts: ArticleFacts, lines: Lines) -> str:
    """The figure's words, who says so, and the line where it stands."""
    words = figure.evidence.span.of(facts.article.text)
    source = f"{figure.attribution}, " if figure.attribution else ""
    return f"{words!r} ({source}line {lines.position(figure.evidence.span.start).line})"


def _place(facts: ArticleFacts, lines: Lines, offset: int) -> str:
    line = lines.position(offset).line
    file = file_of(facts.article)
    return f"{file}:{line}" if file else f"{where_of(facts.article)}, line {line}"
