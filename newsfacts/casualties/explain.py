"""What decided each slot of a casualty figure: the rule or label, and the words; for `--explain`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from newsfacts.casualties import cues
from newsfacts.casualties.choice import Chosen
from newsfacts.casualties.figure import Figure, Shape
from newsfacts.casualties.sentence import Sentence
from newsfacts.casualties.sentences import Sentences
from newsfacts.casualties.statement import Statement
from newsfacts.types import CharSpan, Decision, Status


class Filled(NamedTuple):
    """The words that fill the slots of a statement in the end."""

    place: CharSpan | None
    date: CharSpan | None
    cause: CharSpan | None
    attribution: CharSpan | None


SLOTS = ("place", "date", "attribution", "cause")


class Trace:
    """The decisions behind the statements of an article."""

    def __init__(self, sentences: Sentences, statements: Sequence[Statement], groups: Sequence[int]) -> None:
        self.sentences = sentences
        self.found: dict[int, list[cues.Cue]] = {}
        # Whose own words a slot's are: (slot, words) -> the figures, with their groups.
        self.owners: dict[tuple[str, CharSpan], list[tuple[int, CharSpan]]] = {}
        for statement, group in zip(statements, groups, strict=True):
            for slot in SLOTS:
                own = getattr(statement.slots, slot)
                if own is not None:
                    self.owners.setdefault((slot, own), []).append((group, statement.span))

    @cached_property
    def starts(self) -> list[int]:
        """Where each sentence begins."""
        all_words = map(self.sentences.plain, range(len(self.sentences)))
        return [words.first[0] if len(words) else 0 for words in all_words]

    def decisions(
        self, statement: Statement, group: int, filled: Filled, chosen: Mapping[str, Chosen]
    ) -> tuple[Decision, ...]:
        """Slot by slot, in the contract's order. `chosen`: the slots that were chosen among candidates."""
        words, figure, own = self.sentences[statement.sentence], statement.figure, statement.slots
        by = figure.by if figure.harm is None else f"rule {figure.by}"
        found = [
            Decision("kind", by, words.chars(figure.at)),
            Decision("count", *_count(words, figure, statement.span)),
        ]
        if statement.victims is not None:
            found.append(Decision("victims", "whom the figure counts", statement.victims))
        for slot in SLOTS:
            span = getattr(filled, slot)
            if span is not None:
                origin = self._origin(slot, span, statement, group)
                likely = f", {chosen[slot].probability:g} likely" if slot in chosen else ""
                found.append(Decision(slot, origin + likely, span))
                if slot == "attribution" and span == own.attribution and own.said is not None:
                    found.append(Decision(slot, "word of saying", own.said))
            elif slot in chosen:
                found.append(Decision(slot, f"none told, {chosen[slot].probability:g} likely"))
            found.extend(_passed_over(slot, chosen.get(slot)))
        found.append(self._status(words, statement))
        found.extend(self._scope(words, statement))
        return tuple(found)

    def _origin(self, slot: str, span: CharSpan, statement: Statement, group: int) -> str:
        if span == getattr(statement.slots, slot):
            if slot in statement.slots.by_tagger:
                return f"tagger {slot.upper()}"
            return {"attribution": "speaker of its clause", "cause": "its sentence"}.get(
                slot, "nearest in its sentence"
            )
        others = self.owners.get((slot, span), [])
        same = [at for other, at in others if other == group]
        if same:
            return f"as for the figure at {same[0].start}:{same[0].end}, of its group"
        index = bisect_right(self.starts, span.start) - 1
        back = statement.sentence - index
        if others:
            at = others[0][1]
            return f"as for the figure at {at.start}:{at.end}"
        if slot == "attribution":
            return "speaker of the quotation around it"
        if back == 0:
            return "its sentence"
        near = f"{abs(back)} sentence{'s' * (abs(back) > 1)} {'before' if back > 0 else 'after'}"
        return f"the article's main place, {near}" if slot == "place" and not 0 < back <= 2 else near

    def _cues(self, sentence: int) -> list[cues.Cue]:
        if sentence not in self.found:
            self.found[sentence] = cues.find(self.sentences[sentence])
        return self.found[sentence]

    def _status(self, words: Sentence, statement: Statement) -> Decision:
        if statement.status == Status.REPORTED:
            return Decision("status", "no cue against it")
        start, end = statement.figure.at
        reaching = [
            cue
            for cue in self._cues(statement.sentence)
            if cue.rule.status == statement.status and cues.reaches(words, cue, start, end)
        ]
        if not reaching:
            return Decision("status", "the sentence that follows")
        cue = min(reaching, key=lambda cue: (abs(start - cue.end), cue.start))
        return Decision("status", f"cue {cue.rule.id}", words.chars((cue.start, cue.end)))

    def _scope(self, words: Sentence, statement: Statement) -> Iterator[Decision]:
        """The cue of a scope told in words; an incident is worked out from the date and the cause."""
        for cue in self._cues(statement.sentence):
            if cue.rule.status == statement.scope and cues.reaches(words, cue, *statement.figure.at):
                yield Decision("scope", f"cue {cue.rule.id}", words.chars((cue.start, cue.end)))
                return


# Candidates less likely are not told.
LEAST_LIKELY = 0.05


def _passed_over(slot: str, chosen: Chosen | None) -> Iterator[Decision]:
    """The other candidates of a slot, the likeliest first."""
    for span, likely in chosen.others if chosen is not None else ():
        if span is not None and likely >= LEAST_LIKELY:
            yield Decision(slot, f"passed over, {likely:g} likely", span)


def _count(words: Sentence, figure: Figure, span: CharSpan) -> tuple[str, CharSpan]:
    """How the figure was counted, and by which words."""
    numbers = [words.counts[at][1] for at in range(figure.start, figure.end) if at in words.counts]
    bounds = (figure.count.min, figure.count.max)
    if figure.shape is Shape.LONE:
        return "one victim without a number", span
    if len(numbers) == 1 and (numbers[0].min, numbers[0].max) == bounds:
        return f"number rule {numbers[0].rule}", numbers[0].span
    if figure.shape is Shape.PLURAL:
        return "victims without a number", span
    if figure.count.max == 0:
        return "none", span
    return "a list of victims, summed", span
