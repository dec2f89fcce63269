"""Places in the names of bodies and buildings: "Rapides Parish Fire District", "University of Kentucky".

They are no places of the article, but tell where its places lie.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import cache
from itertools import islice

from spacy.tokens import Doc, Span

from newsfacts import gazetteer
from newsfacts.doc import store
from newsfacts.doc.store import Labelled
from newsfacts.english.names import fold
from newsfacts.gazetteer.lookup import Candidate
from newsfacts.gazetteer.lookup import place_words as words
from newsfacts.names.places.group import Group

LABELS = ("ORG", "FAC", "MISC")
MAX_TOKENS = 3
MAX_NAMES = 200  # names of bodies read in one article
# A town must be so large, in powers of ten of inhabitants, that its name in a body's is likely its own.
LEAST_TOWN = 3.7


def silent(doc: Doc, groups: Sequence[Group], places: Container[int]) -> list[Group]:
    """The places in names of bodies that the article does not name by themselves, one group a name.

    `places`: the tokens of the article's places.
    """
    known = {fold(m.text) for g in groups for m in g.mentions}
    found: dict[str, Group] = {}
    named = (name for name in store.model_spans(doc, store.NAMES) if name[2] in LABELS)
    for start, end, label, confidence in islice(named, MAX_NAMES):
        for span, candidates in _inside(doc[start:end], places):
            key = fold(span.text)
            if key not in known:
                group = found.setdefault(key, Group(f"in {key}", [], candidates, silent=True))
                group.mentions.append(Labelled(span, label, confidence))
    return list(found.values())


def _inside(name: Span, places: Container[int]) -> Iterator[tuple[Span, tuple[Candidate, ...]]]:
    """The longest parts of a name that are places, none overlapping."""
    tokens = store.words_of(name.doc)
    at = name.start
    while at < name.end:
        end = min(name.end, at + MAX_TOKENS)
        while end > at:
            if tokens[at][:1].isupper() and tokens[end - 1][:1].isupper() and not _covered(at, end, places):
                span = name.doc[at:end]
                candidates = _likely(span) if end - at > 1 or len(tokens[at]) > 3 else ()
                if candidates:
                    yield span, candidates
                    break
            end -= 1
        at = max(end, at + 1)


def _covered(start: int, end: int, places: Container[int]) -> bool:
    return any(i in places for i in range(start, end))


@cache
def _telling_nothing() -> frozenset[str]:
    """Words of places that alone name none: "Central Park"."""
    return words("landmark") | words("generic") | words("direction")


def _likely(span: Span) -> tuple[Candidate, ...]:
    """What a part of a name can mean: divisions, and towns that are not small."""
    if _telling_nothing().issuperset(store.lower_words_of(span.doc)[span.start : span.end]):
        return ()
    found = gazetteer.default().lookup(store.words_between(span.doc, span.start, span.end))
    return tuple(c for c in found if c.form in ("r", "d") or c.id or c.prior >= LEAST_TOWN)
