"""Facts and spans on a Doc, as plain data: they survive `to_bytes`, DocBin and worker processes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary, ref

from spacy.attrs import IDX, IS_SPACE, LENGTH, SENT_START, TAG
from spacy.tokens import Doc, Span, SpanGroup

from newsfacts.dataclass_data import from_dict, to_dict
from newsfacts.types import CasualtyFigure, CharSpan, EventDate, Fact, Skipped, spans_of

FactT = TypeVar("FactT")
ModelSpan = tuple[int, int, str, float | None]

# Span groups of the tagger: PERSON, ORG, LOC …; figures by kind of harm; parts of a statement of harm.
NAMES, HARM, ROLES = "names", "harm", "roles"


class _Labelled(NamedTuple):
    span: Span
    label: str
    confidence: float | None


class Labelled(_Labelled):
    """A span that a model labelled. `confidence`: 0 to 1, None where the model gives none."""

    @cached_property
    def text(self) -> str:
        """`span.text`, which spaCy puts together token by token; each pass over the names asks for it."""
        return text_of(self.span.doc)[self.span.start_char : self.span.end_char]


def register() -> None:
    """Make `doc._.published` known, the publication date as EDTF, or None; and `doc._.address`, the URL."""
    if not Doc.has_extension("published"):
        Doc.set_extension("published", default=None)
        Doc.set_extension("address", default=None)
    # Where no day is set: whether it may be worked out of the words; what was: [EDTF or None, first, last
    # day].
    if not Doc.has_extension("infer_published"):
        Doc.set_extension("infer_published", default=True)
        Doc.set_extension("published_between", default=None)


def address_of(doc: Doc) -> str | None:
    """The URL of the article, where it is known; a Doc of another pipeline has none."""
    return doc._.address if doc.has_extension("address") else None


@dataclass(slots=True)
class View:
    """What is worked out from a Doc once and asked for all along the pipeline: spaCy puts text, words and
    sentence borders together anew at each call, token by token.

    Kept beside the Doc, which it does not hold: it is not serialized with it, and goes when the Doc goes.
    `facts`: by key, those kept last, beside the plain data that they were made into. `spans`: by key, the
    model spans as (first token, token after the last, label, confidence), beside the group that they are of.
    `reading`: what the tagger kept for whoever asks about some words again.
    """

    tokens: int
    text: str
    words: list[str] | None = None
    lower: list[str] | None = None
    firsts: list[int] | None = None
    sentences: list[int] | None = None
    blanks: bytes | None = None
    starts: list[int] | None = None
    story: list[tuple[int, int]] | None = None
    facts: dict[str, tuple[list[Any], tuple[Any, ...]]] = field(default_factory=dict)
    spans: dict[str, tuple[SpanGroup, list[ModelSpan]]] = field(default_factory=dict)
    reading: Any = None


_views: WeakKeyDictionary[Doc, View] = WeakKeyDictionary()
# The Doc asked for last, and its view: nearly always the one asked for next.
_latest: tuple[ref[Doc] | None, View] = (None, View(0, ""))


def _view(doc: Doc) -> View:
    """The view of `doc`; a new one where its tokens were changed."""
    global _latest
    last, view = _latest
    if last is None or last() is not doc or view.tokens != len(doc):
        found = _views.get(doc)
        if found is None or found.tokens != len(doc):
            found = _views[doc] = View(len(doc), doc.text)
        _latest, view = (ref(doc), found), found
    return view


def store(doc: Doc, key: str, facts: Sequence[Fact]) -> None:
    """Keep `facts` on `doc` as span group `key`; `stored` gives them back typed."""
    at = [(span, _label(key, fact)) for fact in facts for span in spans_of(fact)]
    spans = [doc.char_span(span.start, span.end, label, alignment_mode="expand") for span, label in at]
    plain = [to_dict(fact) for fact in facts]
    kept = [span for span in spans if span is not None]
    doc.spans[key] = SpanGroup(doc, name=key, spans=kept, attrs={"facts": plain})
    _view(doc).facts[key] = plain, tuple(facts)


# What displaCy calls the spans of facts that have no kind of their own.
_LABELS = {"people": "person", "places": "place", "organizations": "organization"}


def _label(key: str, fact: Fact) -> str:
    """What a span of `fact` is called: the kind of harm, the type of a date, why a passage is skipped."""
    match fact:
        case CasualtyFigure():
            return fact.kind.value
        case EventDate():
            return fact.type.value
        case Skipped():
            return fact.reason.value
    return _LABELS.get(key, key)


def stored(doc: Doc, key: str, kind: type[FactT]) -> tuple[FactT, ...]:
    """The facts kept under `key`; `()` where that component did not run."""
    if key not in doc.spans:
        return ()
    plain = doc.spans[key].attrs.get("facts", ())
    if (last := _view(doc).facts.get(key)) and last[0] is plain:
        return last[1]
    return tuple(from_dict(kind, data) for data in plain)


def store_labelled(doc: Doc, key: str, spans: Iterable[ModelSpan]) -> None:
    """Keep model spans, (first token, token after the last, label, confidence), as span group `key`."""
    kept = list(spans)
    hashes = _hashes(doc, kept)
    group = doc.spans[key] = SpanGroup(
        doc,
        name=key,
        spans=[Span(doc, start, end, label=hashes[label]) for start, end, label, _ in kept],
        attrs={"confidence": [confidence for *_, confidence in kept]},
    )
    _view(doc).spans[key] = group, kept


def _hashes(doc: Doc, spans: Sequence[ModelSpan]) -> dict[str, int]:
    """What spaCy calls each label: it would look up a word for each span."""
    return {label: doc.vocab.strings.add(label) for label in {span[2] for span in spans}}


def labelled(doc: Doc, key: str, labels: Collection[str] | None = None) -> list[Labelled]:
    """The model spans kept under `key`, those with one of `labels` where they are given, in reading order;
    empty where no model filled it.
    """
    spans = model_spans(doc, key)
    if labels is not None:
        spans = [span for span in spans if span[2] in labels]
    hashes = _hashes(doc, spans)
    return [
        Labelled(Span(doc, start, end, label=hashes[label]), label, confidence)
        for start, end, label, confidence in spans
    ]


def model_spans(doc: Doc, key: str) -> Sequence[ModelSpan]:
    """Likewise as plain data: a Span for each takes time."""
    if key not in doc.spans:
        return ()
    group = doc.spans[key]
    last = _view(doc).spans.get(key)
    if last is None or last[0] is not group or len(last[1]) != len(group):
        confidences = group.attrs.get("confidence") or [None] * len(group)
        read = [
            (span.start, span.end, span.label_, confidence)
            for span, confidence in zip(group, confidences, strict=True)
        ]
        last = _view(doc).spans[key] = group, read
    return last[1]


def keep_reading(doc: Doc, reading: Any) -> None:
    _view(doc).reading = reading


def reading_of(doc: Doc) -> Any:
    """What the tagger kept, a `tagger.marked.Reading`; None where it kept nothing or ran elsewhere."""
    return _view(doc).reading


def name_labels(doc: Doc) -> list[str]:
    """For each token the label of the tagger's name that it belongs to, or ""."""
    labels = [""] * len(doc)
    for start, end, label, _ in model_spans(doc, NAMES):
        labels[start:end] = [label] * (end - start)
    return labels


def text_of(doc: Doc) -> str:
    """`doc.text`, put together once."""
    return _view(doc).text


def words_of(doc: Doc) -> list[str]:
    """The text of each token, read once."""
    view = _view(doc)
    if view.words is None:
        text, lengths = view.text, doc.to_array([LENGTH]).tolist()
        view.words = [text[at : at + size] for at, size in zip(firsts_of(doc), lengths, strict=True)]
    return view.words


def lower_words_of(doc: Doc) -> list[str]:
    """The text of each token in small letters, read once."""
    view = _view(doc)
    if view.lower is None:
        view.lower = [word.lower() for word in words_of(doc)]
    return view.lower


def firsts_of(doc: Doc) -> list[int]:
    """The first character of each token, read once."""
    view = _view(doc)
    if view.firsts is None:
        view.firsts = doc.to_array([IDX]).tolist()
    return view.firsts


def words_between(doc: Doc, start: int, end: int) -> str:
    """`doc[start:end].text`, which spaCy puts together token by token; `start` < `end`."""
    last = end - 1
    return _view(doc).text[firsts_of(doc)[start] : firsts_of(doc)[last] + len(words_of(doc)[last])]


def blanks_of(doc: Doc) -> bytes:
    """For each token, 1 where it is a blank, else 0; read once."""
    view = _view(doc)
    if view.blanks is None:
        view.blanks = (doc.to_array([IS_SPACE]) != 0).tobytes()
    return view.blanks


def tags_of(doc: Doc) -> list[str]:
    """The Penn tag of each token, "" where none is set; read anew at each call, as a tagger may come late."""
    tags = doc.to_array([TAG]).tolist()
    names = {tag: doc.vocab.strings[tag] for tag in set(tags)}
    return [names[tag] for tag in tags]


def sentence_starts(doc: Doc) -> list[int]:
    """The first token of each sentence, and the count of tokens at the end."""
    view = _view(doc)
    if view.starts is None:
        starts = [int(i) for i in (doc.to_array([SENT_START]) == 1).nonzero()[0]]
        view.starts = sorted({0, *starts, len(doc)})
    return view.starts


def sentence_numbers(doc: Doc) -> list[int]:
    """Of each token the number of its sentence: `sentence_starts` has its first token at that place."""
    view = _view(doc)
    if view.sentences is None:
        lengths = [end - start for start, end in pairwise(sentence_starts(doc))]
        view.sentences = [number for number, length in enumerate(lengths) for _ in range(length)]
    return view.sentences


def sentence_around(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The first token of the sentence of token `start`, and the token after that of token `end` - 1."""
    view = _view(doc)
    starts = view.starts or sentence_starts(doc)
    of = view.sentences or sentence_numbers(doc)
    return starts[of[start]], starts[of[end - 1] + 1]


def story_of(doc: Doc) -> list[tuple[int, int]]:
    """Tokens [start, end) of each sentence of the story, without blanks at its ends; worked out once.

    A sentence belongs to furniture, and is left out, when its first word stands there.
    """
    view = _view(doc)
    if view.story is None:
        view.story = _story(doc)
    return view.story


def _story(doc: Doc) -> list[tuple[int, int]]:
    blanks, firsts = blanks_of(doc), firsts_of(doc)
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
        first = firsts[start]
        while span is not None and span.end <= first:
            span = next(skipped, None)
        if span is None or first < span.start:
            found.append((start, end))
    return found


def forget_sentences(doc: Doc) -> None:
    """Forget what was worked out from the sentences: their borders, or what belongs to the story, changed."""
    view = _view(doc)
    view.starts = view.story = view.sentences = None


def char_span(span: Span) -> CharSpan:
    """Characters of a Span."""
    return CharSpan(span.start_char, span.end_char)
