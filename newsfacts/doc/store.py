"""Facts and spans on a Doc, as plain data: they survive `to_bytes`, DocBin and worker processes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from spacy.attrs import IS_SPACE, SENT_START, TAG
from spacy.tokens import Doc, Span, SpanGroup

from newsfacts.types import CharSpan, Fact, Skipped, from_dict, spans_of, to_dict

FactT = TypeVar("FactT")

# Span groups of the tagger: PERSON, ORG, LOC …; figures by kind of harm; parts of a statement of harm.
NAMES, HARM, ROLES = "names", "harm", "roles"


class Labelled(NamedTuple):
    """A span that a model labelled. `confidence`: 0 to 1, None where the model gives none."""

    span: Span
    label: str
    confidence: float | None

    @property
    def text(self) -> str:
        """`span.text`, which spaCy puts together token by token."""
        return text_of(self.span.doc)[self.span.start_char : self.span.end_char]


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
    _kept[key] = doc.spans[key], attrs["facts"], tuple(facts)


# The facts kept last, beside their plain data: within one article they are read again as they were.
_kept: dict[str, tuple[SpanGroup, list[Any], tuple[Any, ...]]] = {}


def stored(doc: Doc, key: str, kind: type[FactT]) -> tuple[FactT, ...]:
    """The facts kept under `key`; `()` where that component did not run."""
    if key not in doc.spans:
        return ()
    group = doc.spans[key]
    plain = group.attrs.get("facts", ())
    if (last := _kept.get(key)) and last[0] is group and last[1] is plain:
        return last[2]
    return tuple(from_dict(kind, data) for data in plain)


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


def name_labels(doc: Doc) -> list[str]:
    """For each token the label of the tagger's name that it belongs to, or ""."""
    labels = [""] * len(doc)
    for name in labelled(doc, NAMES):
        labels[name.span.start : name.span.end] = [name.label] * len(name.span)
    return labels


# spaCy puts text, words and sentence borders together anew at each call, token by token. They do not change
# once the sentences are set, and are asked for all along the pipeline.


def text_of(doc: Doc) -> str:
    """`doc.text`, put together once."""
    text: str | None = doc.user_data.get("newsfacts.text")
    if text is None:
        text = doc.user_data["newsfacts.text"] = doc.text
    return text


def words_of(doc: Doc) -> list[str]:
    """The text of each token, read once."""
    words: list[str] | None = doc.user_data.get("newsfacts.words")
    if words is None:
        words = doc.user_data["newsfacts.words"] = [token.text for token in doc]
    return words


def lower_words_of(doc: Doc) -> list[str]:
    """The text of each token in small letters, read once."""
    words: list[str] | None = doc.user_data.get("newsfacts.lower")
    if words is None:
        words = doc.user_data["newsfacts.lower"] = [word.lower() for word in words_of(doc)]
    return words


def blanks_of(doc: Doc) -> bytes:
    """For each token, 1 where it is a blank, else 0; read once."""
    blanks: bytes | None = doc.user_data.get("newsfacts.blanks")
    if blanks is None:
        blanks = doc.user_data["newsfacts.blanks"] = (doc.to_array([IS_SPACE]) != 0).tobytes()
    return blanks


def tags_of(doc: Doc) -> list[str]:
    """The Penn tag of each token, "" where none is set; read anew at each call, as a tagger may come late."""
    tags = doc.to_array([TAG]).tolist()
    names = {tag: doc.vocab.strings[tag] for tag in set(tags)}
    return [names[tag] for tag in tags]


def sentence_starts(doc: Doc) -> list[int]:
    """The first token of each sentence, and the count of tokens at the end."""
    starts: list[int] | None = doc.user_data.get("newsfacts.starts")
    if starts is None:
        starts = [int(i) for i in (doc.to_array([SENT_START]) == 1).nonzero()[0]]
        starts = doc.user_data["newsfacts.starts"] = sorted({0, *starts, len(doc)})
    return starts


def story_of(doc: Doc) -> list[tuple[int, int]]:
    """Tokens [start, end) of each sentence of the story, without blanks at its ends; worked out once.

    A sentence belongs to furniture, and is left out, when its first word stands there.
    """
    story: list[tuple[int, int]] | None = doc.user_data.get("newsfacts.story")
    if story is None:
        story = doc.user_data["newsfacts.story"] = _story(doc)
    return story


def _story(doc: Doc) -> list[tuple[int, int]]:
    blanks = blanks_of(doc)
    skipped = iter(sorted(fact.span for fact in stored(doc, "skipped", Skipped)))
    span = next(skipped, None)
    found = []
    for start, end in pairwise(sentence_starts(doc)):
        while start < end and blanks[start]:
            start += 1
        while start < end and blanks[end - 1]:
            end -= 1
        if start == end:
            continue
        first = doc[start].idx
        while span is not None and span.end <= first:
            span = next(skipped, None)
        if span is None or first < span.start:
            found.append((start, end))
    return found


def forget_sentences(doc: Doc) -> None:
    """Forget what was worked out from the sentences: their borders, or what belongs to the story, changed."""
    for key in ("newsfacts.starts", "newsfacts.story"):
        doc.user_data.pop(key, None)


def char_span(span: Span) -> CharSpan:
    """Characters of a Span."""
    return CharSpan(span.start_char, span.end_char)
