"""The encoder run over a Doc: names, harm, roles and part-of-speech tags, kept where its heads belong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, cast

import numpy as np
from spacy.language import Language
from spacy.symbols import TAG
from spacy.tokens import Doc

from newsfacts.doc import store
from newsfacts.tagger import borders
from newsfacts.tagger.decode import Scores, decode, softmax
from newsfacts.tagger.encoder import Chunk, Encoder, Head, model_folder
from newsfacts.tagger.lexicon import Lexicon
from newsfacts.tagger.marked import Pieces, Reading
from newsfacts.tagger.votes import LabelledSpan, vote

# Where the spans of a head are kept on the Doc; the head `tag` fills `token.tag_`.
SPAN_HEADS = {"ner": store.NAMES, "harm": store.HARM, "roles": store.ROLES}


@Language.factory(
    "newsfacts_tagger",
    requires=["doc.sents"],
    assigns=["doc.spans", "doc.ents", "token.tag"],
    default_config={"model": "news-en", "threads": 1},
)
def make_tagger(nlp: Language, name: str, model: str, threads: int) -> Tagger:
    return Tagger(Encoder(model_folder(model), threads=threads))


class Tagger:
    """The component that runs the encoder over the story's sentences and keeps what its heads find."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder

    def __call__(self, doc: Doc) -> Doc:
        chunks = list(self.encoder.chunks(sentences_of(doc)))
        scores = self.encoder.scores(chunks)
        for name, head in self.encoder.heads.items():
            if name == "tag":
                self.set_tags(doc, chunks, scores, head)
            else:
                found = head_spans(doc, chunks, scores, head, self.encoder.lexicon)
                spans = [(start, end, label, head.confidence(p)) for start, end, label, p in found]
                store.store_labelled(doc, SPAN_HEADS[name], spans)
        doc.ents = tuple(doc.spans[store.NAMES])
        if any(chunk.lower is not None for chunk in chunks):
            # Not of the Doc itself, beside which it is kept: that would never go.
            pieces = partial(pieces_of, chunks, store.firsts_of(doc), store.words_of(doc))
            store.keep_reading(doc, Reading(self.encoder.marked, pieces))
        return doc

    def set_tags(self, doc: Doc, chunks: Sequence[Chunk], scores: Sequence[Scores], head: Head) -> None:
        hashes = np.array([doc.vocab.strings.add(tag) for tag in head.labels], np.uint64)
        tags = np.zeros(len(doc), np.uint64)
        for chunk, rows in zip(chunks, scores, strict=True):
            tags[chunk.tokens] = hashes[rows[:, head.start : head.end].argmax(axis=1)]
        doc.from_array([TAG], cast(Any, tags.reshape(-1, 1)))  # spaCy's types know its own arrays only


def pieces_of(chunks: Sequence[Chunk], firsts: Sequence[int], words: Sequence[str]) -> Pieces:
    """The pieces of a story's words. `firsts`: the first character of each token of the article."""
    return Pieces.of(
        (
            chunk.lower,
            chunk.inputs["first"],
            [(firsts[at], firsts[at] + len(words[at])) for at in chunk.tokens],
        )
        for chunk in chunks
        if chunk.lower is not None
    )


def sentences_of(doc: Doc) -> Iterator[list[tuple[int, str]]]:
    """The words of each story sentence, (token index, word), blanks left out."""
    texts = store.words_of(doc)
    blanks = store.blanks_of(doc)
    for start, end in store.story_of(doc):
        words = [(i, texts[i]) for i in range(start, end) if not blanks[i]]
        if words:
            yield words


def head_spans(
    doc: Doc, chunks: Sequence[Chunk], scores: Sequence[Scores], head: Head, lexicon: Lexicon
) -> list[LabelledSpan]:
    """What `head` finds in an article, (first token, token after the last, label, probability); names with
    the label that their mentions vote for, places mended by the `lexicon`. `scores`: of all heads, for each
    chunk words × labels.
    """
    spans = [
        span
        for chunk, rows in zip(chunks, scores, strict=True)
        for span in spans_of(chunk, rows[:, head.start : head.end], head)
    ]
    if head.name != "ner":
        return spans
    kinds, columns = _kinds(head.labels)
    shares = np.zeros((len(doc), len(kinds)), np.float32)
    for chunk, rows in zip(chunks, scores, strict=True):
        own = rows[:, head.start : head.end]
        shares[chunk.tokens] = softmax(own) @ columns
    words = store.words_of(doc)
    return borders.mend(words, vote(words, spans, shares, kinds), shares, kinds, lexicon.weight)


@lru_cache(maxsize=8)
def _kinds(labels: tuple[str, ...]) -> tuple[tuple[str, ...], Scores]:
    """What BIO labels are of, and labels × kinds: 1 where a label is of a kind."""
    kinds = tuple(dict.fromkeys(label[2:] for label in labels[1:]))
    return kinds, np.array([[label[2:] == kind for kind in kinds] for label in labels], np.float32)


def spans_of(chunk: Chunk, scores: Scores, head: Head) -> Iterator[LabelledSpan]:
    """Spans of one head in tokens of the Doc, with their probability."""
    for first, after, label, probability in decode(scores, head.labels, chunk.borders[:-1]):
        yield chunk.tokens[first], chunk.tokens[after - 1] + 1, label, probability
