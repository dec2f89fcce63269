"""What speaks for one kind of name or another: the words beside it, the gazetteer, the known bodies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from spacy.tokens import Doc, Span

from newsfacts import gazetteer
from newsfacts.doc import store
from newsfacts.doc.store import Labelled
from newsfacts.english.names import is_acronym, person_words
from newsfacts.english.titles import is_any_title, title_words
from newsfacts.english.words import closed
from newsfacts.names import organization_names
from newsfacts.names.passes.value import PERSON, words

# Belief in a name: below DOUBTFUL other evidence goes before a label, at FIRM only the dateline does.
DOUBTFUL, FIRM, CERTAIN = 0.75, 0.9, 0.95
UNTOLD = 0.8  # what a name is believed where the model gives no confidence

# Prior of a place that is meant by its name until the article tells otherwise: log10 of inhabitants.
SURE_PLACE = 5.0


def trust(mention: Labelled) -> float:
    """How far a name is believed, 0 to 1."""
    return UNTOLD if mention.confidence is None else mention.confidence


def higher(a: float | None, b: float | None) -> float | None:
    """The higher of two confidences; None where one is not known."""
    return max(a, b) if a is not None and b is not None else None


def lower(a: float | None, b: float | None) -> float | None:
    """The lower of two confidences; None where one is not known."""
    return min(a, b) if a is not None and b is not None else None


# ---------------------------------------------------------------- what lists know


def is_place(name: str) -> bool:
    """Whether the gazetteer knows a place of that name."""
    return bool(gazetteer.default().lookup(name))


def is_sure_place(name: str) -> bool:
    """Whether `name` is a place's above all."""
    return any(candidate.prior >= SURE_PLACE for candidate in gazetteer.default().lookup(name)[:1])


def is_known_body(name: str) -> bool:
    """Whether `name` is a known body's, or written as an acronym."""
    return organization_names.known(name) is not None or is_acronym(name)


@cache
def _heads_of_bodies() -> frozenset[str]:
    return organization_names.words("generic") | organization_names.words("tail")


def names_body(span: Span) -> bool:
    """Whether a name says by its own words that it is a body: "Orlo Trade Ministry", "College of Orlo"."""
    heads = _heads_of_bodies()
    first, last = span[0], span[-1]
    if last.is_title and last.lower_ in heads:
        return True
    return first.is_title and first.lower_ in heads and span[1].lower_ in words().body_joints


def words_of_people(found: Iterable[Labelled]) -> set[str]:
    """The words of the full names among `found`, as they are compared."""
    return {word for m in found if m.label == PERSON and len(m.span) > 1 for word in person_words(m.text)}


def is_generation(word: str) -> bool:
    """Whether a word tells father from son behind a name: "Jr.", "III"."""
    return word.casefold().rstrip(".") in title_words("suffixes")


# ---------------------------------------------------------------- what stands beside


def opens_dateline(doc: Doc, span: Span) -> bool:
    """Whether a name opens a line as a dateline does: "KLANG:", "CAIRO –", "DOHA (AFP)", "LIMA, July 25:"."""
    tokens = store.words_of(doc)
    if not opens_line(tokens, span.start) or span.end >= len(tokens):
        return False
    return span.text.isupper() and tokens[span.end] in words().dateline_marks


def opens_line(tokens: Sequence[str], at: int) -> bool:
    """Whether a line begins with token `at`."""
    return not at or "\n" in tokens[at - 1]


def in_brackets(doc: Doc, first: Span, second: Span) -> bool:
    """Whether the second name stands in brackets right behind the first."""
    tokens = store.words_of(doc)
    return (
        second.start == first.end + 1
        and tokens[first.end] == "("
        and second.end < len(tokens)
        and tokens[second.end] == ")"
    )


def joins_list(doc: Doc, first: Span, second: Span) -> bool:
    """Whether nothing but a comma, "and" or "or" stands between two names."""
    if not 0 < second.start - first.end <= 2:
        return False
    ands = closed().ands
    between = store.lower_words_of(doc)[first.end : second.start]
    return all(word in (",", "or") or word in ands for word in between)


def beside_title(doc: Doc, span: Span) -> bool:
    """Whether a title stands before, or a verb of speech on both sides of a name."""
    before = doc[span.start - 1].lower_ if span.start else ""
    behind = doc[span.end].lower_ if span.end < len(doc) else ""
    return is_any_title(before) or (before == "said" and (behind == "," or behind in words().speech))


def introduced(doc: Doc, span: Span) -> bool:
    """Whether a word for a body stands in small letters before a name: "the airline Zexu"."""
    at, tokens = span.start - 1, store.words_of(doc)
    quoted = at >= 0 and tokens[at] in closed().quotes
    if quoted and at > 0:
        at -= 1
    if at < 0 or not tokens[at].islower() or tokens[at] not in organization_names.words("introduces"):
        return False
    return len(span) == 1 or quoted
