"""Facts and spans on a Doc, as plain data: they survive `to_bytes`, DocBin and worker processes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from spacy.attrs import SENT_START
from spacy.tokens import Doc, Span, SpanGroup

from newsfacts.types import CharSpan, Fact, from_dict, spans_of, to_dict

FactT = TypeVar("FactT")

# Span groups of the tagger: PERSON, ORG, LOC …; figures by kind of harm; parts of a statement of harm.
NAMES, HARM, ROLES = "names", "harm", "roles"


class Labelled(NamedTuple):
    """A span that a model labelled. `confidence`: 0 to 1, None where the model gives none."""

    span: Span
    label: str
    confidence: float | None


def register() -> None:
    """Make `doc._.published` known: the publication date as EDTF, or None."""
    if not Doc.has_extension("published"):
        Doc.set_extension("published", default=None)


def store(doc: Doc, key: str, facts: Sequence[Fact]) -> None:
    """Keep `facts` on `doc` as span group `key`; `stored` gives them back typed."""
    at = [span for fact in facts for span in spans_of(fact)]
    spans = [doc.char_span(span.start, span.end, alignment_mode="expand") for span in at]
    attrs = {"facts": [to_dict(fact) for fact in facts]}
    doc.spans[key] = SpanGroup(doc, name=key, spans=[span for span in spans if span is not None], attrs=attrs)


def stored(doc: Doc, key: str, kind: type[FactT]) -> tuple[FactT, ...]:
    """The facts kept under `key`; `()` where that component did not run."""
    if key not in doc.spans:
        return ()
    return tuple(from_dict(kind, data) for data in doc.spans[key].attrs.get("facts", ()))


def store_labelled(doc: Doc, key: str, spans: Iterable[tuple[int, int, str, float | None]]) -> None:
    """Keep model spans, (first token, token after the last, label, confidence), as span group `key`."""
    kept = list(spans)
    doc.spans[key] = SpanGroup(
        doc,
        name=key,
        spans=[Span(doc, start, end, label=label) for start, end, label, _ in kept],
        attrs={"confidence": [confidence for *_, confidence in kept]},
    )


# The groups read last: of one Doc they are read a dozen times, and a span is made anew at each.
_last: dict[str, tuple[SpanGroup, list[Labelled]]] = {}


def labelled(doc: Doc, key: str) -> list[Labelled]:
    """The model spans kept under `key`, in reading order; empty where no model filled it."""
    if key not in doc.spans:
        return []
    group = doc.spans[key]
    if (last := _last.get(key)) and last[0] is group and len(last[1]) == len(group):
        return [*last[1]]
    confidences = group.attrs.get("confidence") or [None] * len(group)
    pairs = zip(group, confidences, strict=True)
    found = [Labelled(span, span.label_, confidence) for span, confidence in pairs]
    _last[key] = group, found
    return [*found]


# spaCy puts text, words and sentence borders together anew at each call, token by token. They do not change
# once the sentences are set, and are asked for all along the pipeline.


def text_of(doc: Doc) -> str:
    """`doc.text`, put together once."""
    text = doc.user_data.get("newsfacts.text")
    if text is None:
        text = doc.user_data["newsfacts.text"] = doc.text
    return str(text)


def words_of(doc: Doc) -> list[str]:
    """The text of each token, read once."""
    words: list[str] | None = doc.user_data.get("newsfacts.words")
    if words is None:
        words = doc.user_data["newsfacts.words"] = [token.text for token in doc]
    return words


def sentence_starts(doc: Doc) -> list[int]:
    """The first token of each sentence, and the count of tokens at the end."""
    starts: list[int] | None = doc.user_data.get("newsfacts.starts")
    if starts is None:
        starts = [int(i) for i in (doc.to_array([SENT_START]) == 1).nonzero()[0]]
        starts = doc.user_data["newsfacts.starts"] = sorted({0, *starts, len(doc)})
    return starts


def char_span(span: Span) -> CharSpan:
    """Characters of a Span."""
    return CharSpan(span.start_char, span.end_char)
