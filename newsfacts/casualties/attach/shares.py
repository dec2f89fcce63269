"""Parts told as shares of a number elsewhere in the sentence: "18 died, half of them children" has nine; "of
the 40 passengers, all but two died" 38."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from newsfacts import numbers
from newsfacts.casualties.figure import Figure, Shape, Told
from newsfacts.casualties.grammar.coordination import forward
from newsfacts.casualties.people import Count, count, figure_span, victim_span, who
from newsfacts.casualties.sentence import Sentence
from newsfacts.numbers.shares import SHARE

# Words of a share: "two - thirds".
SHARE_WORDS = 3


def rest(words: Sentence, item: Figure) -> Iterator[Figure]:
    """`item`; those of whom "all but two" died are counted from the whole before them, or not at all."""
    if words.low[max(item.start - 2, 0) : item.start] != ["all", "but"]:
        yield item
        return
    whole = [phrase for phrase in words.phrases if phrase.end <= item.start and phrase.number is not None]
    for phrase in whole[-1:]:
        left = None if phrase.number is None or not who(words, phrase).human else phrase.number.max
        if (how_many := _read(["all", "but", str(item.count.max)], left)) is not None:
            yield replace(item, count=how_many, span=(item.start - 2, item.end))


def of_them(words: Sentence, found: Sequence[Figure]) -> Iterator[Figure]:
    """The shares of the figures `found`: "half of them children", "a third of whom were boys"."""
    for at in range(2, len(words) - 1):
        if words.low[at] != "of" or words.low[at + 1] not in words.lex.of_them:
            continue
        total = max((item for item in found if item.end < at), key=lambda item: item.end, default=None)
        whole = None if total is None or total.count.min != total.count.max else total.count.max
        for start in range(max(at - SHARE_WORDS, 0), at):
            how_many = _read(words.low[start:at], whole)
            if total is not None and how_many is not None and not total.lone:
                behind = words.opening.get(at + 2)
                victims = total.victims if behind is None else (behind.start, behind.end)
                part = replace(total, count=how_many, span=(start, at), victims=victims, told=Told.PART)
                yield replace(part, shape=Shape.NUMBER)
                break


def of_before(words: Sentence, before: Sequence[Figure]) -> Iterator[Figure]:
    """The parts of what the sentence before tells: "Among them were three nuns", "They included a nurse"."""
    total, *rest = before
    if rest or total.count.max == 1 or total.told in (Told.NONE, Told.NONE_DONE):
        return  # whose part is not told
    first, second = words.at(0), words.at(1)
    at = 2 + (words.at(2) in (*words.lex.is_are, *words.lex.was_were))
    named = (first == "among" and second in words.lex.of_them and at == 3) or (
        first == "they" and second in ("include", "included")
    )
    phrase = words.opening.get(at) if named else None
    for item in () if phrase is None else forward(words, phrase).items:
        how_many = count(words, item)
        if how_many is not None and (item.number is not None or how_many.max == 1):
            part = replace(
                total, count=how_many, span=figure_span(words, item), victims=victim_span(words, item)
            )
            yield replace(part, told=Told.PART, shape=Shape.NUMBER, harm=None, agent=None, rival=None)


def _read(share: Sequence[str], whole: int | None) -> Count | None:
    """How many "half", "two-thirds" or "all but two" of `whole` are; None where that is not exact."""
    told = " ".join(share).replace(" - ", "-")
    number = None if whole is None or whole < 2 else numbers.read(f"{told} of the {whole}")
    if number is None or number.rule != SHARE or number.min != number.max:
        return None
    return Count(number.min, number.max, number.approximate)
