"""Why a fact is there: the rule or label that found it, and the words that decided; for `--explain`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsfacts.errors import visible
from newsfacts.types import (
    KINDS,
    ArticleFacts,
    CasualtyFigure,
    CharSpan,
    Decision,
    EventDate,
    Namesake,
    Organization,
    Person,
    Place,
    Precision,
)
from newsfacts.writers.sections import figure_words

_BASIS = {
    "absolute": "the words tell it in full",
    "published": "counted from the date of publication",
    "text": "counted from another date of the text",
    "inferred": "worked out",
}


def explanations(facts: ArticleFacts, kinds: Iterable[str] = tuple(KINDS)) -> Iterator[str]:
    """Lines of plain text, one a fact and, for casualty figures, one more for each slot that is filled; for
    people, places and organizations one more for each change to a mention.

    Each begins with the article's id and the fact's place in the JSON (`casualties[0].place`); words come in
    quotation marks, with their characters as start:end, the end not included.
    """
    for kind in kinds:
        groups = _groups(facts.casualties) if kind == "casualties" else {}
        for index, fact in enumerate(getattr(facts, kind)):
            name = f"{visible(facts.article.id)} {kind}[{index}]"
            yield f"{name}: {', '.join(_fact(fact, facts.article.text))}"
            if isinstance(fact, CasualtyFigure):
                for slot, why in _slots(fact, facts.article.text, groups[fact.group]):
                    yield f"{name}.{slot}: {why}"
            elif not isinstance(fact, EventDate):
                for place, mention in enumerate(fact.mentions):
                    for decision in mention.decisions:
                        why = _decided(decision, facts.article.text)
                        yield f"{name}.mentions[{place}].{decision.slot}: {why}"
            if isinstance(fact, Place) and fact.namesakes:
                yield f"{name}.location: {_choice(fact)}"


def _fact(fact: CasualtyFigure | EventDate | Person | Place | Organization, text: str) -> Iterator[str]:
    """What it is, its words, what found it, how sure."""
    if isinstance(fact, CasualtyFigure):
        yield f"{fact.kind} {_quoted(fact.evidence.span, text)} is {figure_words(fact, text)}"
    elif isinstance(fact, EventDate):
        yield f"{_quoted(fact.evidence.span, text)} is {fact.value or fact.timex or 'open'}"
        yield f"rule {fact.evidence.rule}"
        if fact.basis is not None:
            yield _BASIS[fact.basis]
    else:
        first = fact.mentions[0]
        yield f"{_quoted(first.span, text)} is {visible(fact.name)}"
        labels = dict.fromkeys(mention.rule for mention in fact.mentions)
        yield f"tagger {' and '.join(labels)}"
        if len(fact.mentions) > 1:
            yield f"{len(fact.mentions)} mentions"
    yield "confidence not known" if fact.confidence is None else f"confidence {fact.confidence:g}"


def _choice(place: Place) -> str:
    """The namesakes that a place can be, each with how likely it is; the one taken first, if any."""
    told = []
    for one in place.namesakes:
        what = ", ".join(word for word in (one.kind, one.admin1, one.country) if word)
        told.append(f"{what} {_point(one)}{one.likely:g}")
    taken = place.precision is Precision.EXACT
    return f"{'' if taken else 'not sure which: '}{'; '.join(told)}"


def _point(one: Namesake) -> str:
    known = one.latitude is not None and one.longitude is not None
    return f"({one.latitude:g}, {one.longitude:g}) " if known else ""


def _slots(figure: CasualtyFigure, text: str, group: list[int]) -> Iterator[tuple[str, str]]:
    for decision in figure.decisions:
        yield decision.slot, _decided(decision, text)
    if len(group) > 1:
        yield "group", f"{figure.group}, of casualties {', '.join(map(str, group))}"


def _decided(decision: Decision, text: str) -> str:
    words = "" if decision.span is None else f"{_quoted(decision.span, text)}, "
    return words + decision.by


def _groups(figures: Iterable[CasualtyFigure]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for index, figure in enumerate(figures):
        found.setdefault(figure.group, []).append(index)
    return found


def _quoted(span: CharSpan, text: str) -> str:
    return f'"{visible(span.of(text))}" {span.start}:{span.end}'
