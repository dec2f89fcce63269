"""The encoder: names, harm, roles and part-of-speech tags, one pass a sentence.

spaCy's tokens are cut into word pieces, neighbouring sentences of the story are joined into chunks,
and one ONNX graph scores every label of every head for each word. A chunk is scored by itself, never
padded into a batch: int8 activations share one scale a tensor, so that in a batch an article's facts
would depend on its neighbours.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.symbols import TAG
from spacy.tokens import Doc

from newsfacts.doc import store
from newsfacts.errors import ModelError
from newsfacts.tagger import borders
from newsfacts.tagger.lexicon import Lexicon
from newsfacts.tagger.votes import LabelledSpan, vote

Scores = NDArray[np.float32]

# Pieces of the longest chunk: the encoder was trained on up to 254, but finds no more names with those than
# with these, in less time (docs/model.md).
CHUNK_PIECES = 190
MAX_WORD_CHARS = 64  # of a longer "word" (an address, noise) only the beginning is looked at
MAX_WORD_PIECES = 24
CACHED_WORDS = 200_000

# Where the spans of a head are kept on the Doc; the head `tag` fills `token.tag_`.
SPAN_HEADS = {"ner": store.NAMES, "harm": store.HARM, "roles": store.ROLES}

SHAPES = ("none", "lower", "title", "upper", "initial", "mixed", "digits", "alphanumeric", "other")


@lru_cache(maxsize=65_536)
def shape_of(word: str) -> int:
    """Index in SHAPES of the shape of `word`; the pieces are lower-cased, so case is told here."""
    if word.isalpha():
        if word.islower():
            return 1
        if word.isupper():
            return 3 if len(word) > 1 else 4
        return 2 if word[0].isupper() and word[1:].islower() else 5
    if any(char.isdigit() for char in word):
        return 7 if any(char.isalpha() for char in word) else 6
    if any(char.isalpha() for char in word):  # with a stop, hyphen or apostrophe inside
        letters = [char for char in word if char.isalpha()]
        if all(char.isupper() for char in letters):
            return 3
        return 1 if all(char.islower() for char in letters) else 5
    return 8


class WordPieces:
    """Words cut into pieces of a fixed vocabulary, as BERT's uncased models cut them."""

    def __init__(self, vocab: Path) -> None:
        from tokenizers import BertWordPieceTokenizer

        self.tokenizer = BertWordPieceTokenizer(str(vocab), lowercase=True)
        self.first: int = self.tokenizer.token_to_id("[CLS]")
        self.last: int = self.tokenizer.token_to_id("[SEP]")
        self.unknown: int = self.tokenizer.token_to_id("[UNK]")
        self.cache: dict[str, tuple[int, ...]] = {}

    def __call__(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """The pieces of each word: at least one, at most MAX_WORD_PIECES."""
        new = sorted({word for word in words if word not in self.cache})
        if new:
            if len(self.cache) > CACHED_WORDS:
                self.cache.clear()
                new = sorted(set(words))
            # A lone surrogate has no UTF-8 form, which the tokenizer library needs.
            readable = [word[:MAX_WORD_CHARS].encode("utf-8", "replace").decode("utf-8") for word in new]
            for word, encoded in zip(
                new, self.tokenizer.encode_batch(readable, add_special_tokens=False), strict=True
            ):
                self.cache[word] = tuple(encoded.ids[:MAX_WORD_PIECES]) or (self.unknown,)
        return [self.cache[word] for word in words]


@dataclass(frozen=True, slots=True)
class Head:
    """One kind of labels: the slice of the scores it owns, and how its confidence was calibrated."""

    name: str
    labels: tuple[str, ...]  # "O", "B-PERSON", "I-PERSON" …
    start: int
    slope: float
    offset: float

    @property
    def end(self) -> int:
        return self.start + len(self.labels)

    def confidence(self, probability: float) -> float:
        """Platt's scaling of a span's probability, fitted on development articles (model card)."""
        p = min(max(probability, 1e-6), 1 - 1e-6)
        return round(1 / (1 + math.exp(-(self.slope * math.log(p / (1 - p)) + self.offset))), 3)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Tokens of neighbouring sentences. `borders`: first word of each sentence, and the count of words."""

    tokens: list[int]
    borders: list[int]
    inputs: dict[str, NDArray[np.int64]]  # of the network: pieces, shapes, lexicon; first piece of each word


class Encoder:
    """The shipped network and its labels. Raises ModelError where the folder is not a model."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        import onnxruntime as ort

        try:
            self.meta: dict[str, Any] = json.loads((folder / "meta.json").read_text("utf-8"))
            options = ort.SessionOptions()
            options.intra_op_num_threads = 1  # chunks run side by side instead: same bytes for any number
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self.lexicon = Lexicon.read(folder / "lexicon.bin")
            self.session = ort.InferenceSession(
                str(folder / "weights.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except FileNotFoundError as error:
            raise ModelError(f"model {folder.name!r} is not complete: {error.filename} is missing") from error
        self.word_pieces = WordPieces(folder / "vocab.txt")
        self.heads: dict[str, Head] = {}
        start = 0
        for name, entry in self.meta["heads"].items():
            slope, offset = entry.get("calibration", (1.0, 0.0))
            self.heads[name] = Head(name, tuple(entry["labels"]), start, slope, offset)
            start += len(entry["labels"])
        self.threads = threads

    def scores(self, chunks: Sequence[Chunk]) -> list[Scores]:
        """For each chunk, words × labels of all heads."""
        if self.threads > 1 and len(chunks) > 1:
            with ThreadPoolExecutor(self.threads) as pool:
                return list(pool.map(self.score, chunks))
        return [self.score(chunk) for chunk in chunks]

    def score(self, chunk: Chunk) -> Scores:
        scores: Scores = self.session.run(None, chunk.inputs)[0]
        return scores

    def chunks(self, sentences: Iterable[Sequence[tuple[int, str]]]) -> Iterator[Chunk]:
        """Sentences, lists of (token index, word), joined into chunks for this encoder."""
        ends = (self.word_pieces.first, self.word_pieces.last)
        return chunks(sentences, self.word_pieces, self.lexicon.classes, ends=ends)


def chunks(
    sentences: Iterable[Sequence[tuple[int, str]]],
    word_pieces: Callable[[Sequence[str]], list[tuple[int, ...]]],
    lexicon: Callable[[Sequence[str]], list[int]],
    *,
    ends: tuple[int, int],
    limit: int = CHUNK_PIECES,
) -> Iterator[Chunk]:
    """Neighbouring sentences, joined into as few chunks of like length as `limit` pieces each allow; a longer
    sentence is cut, nothing is lost.

    `ends`: the pieces that begin and end a chunk, not counted.
    """
    read = []
    for sentence in sentences:
        words = [word for _, word in sentence]
        pieces = word_pieces(words)
        read.append((sentence, pieces, lexicon(words), sum(map(len, pieces))))
    total = sum(size for *_, size in read)
    # A short rest would be read without its neighbours: the last chunk is as long as the others.
    fair = total / max(math.ceil(total / limit), 1)
    chunk = _Open(ends)
    for sentence, pieces, known, size in read:
        if chunk.words and (chunk.size + size > limit or chunk.size + size / 2 > fair):
            yield chunk.close()
            chunk = _Open(ends)
        chunk.borders.append(len(chunk.words))
        start = 0
        if size > limit:  # no chunk holds the sentence: it fills some, and opens the last
            for i, own in enumerate(pieces):
                if chunk.size + len(own) > limit:
                    chunk.add(sentence[start:i], pieces[start:i], known[start:i])
                    yield chunk.close()
                    chunk, start = _Open(ends), i
                    chunk.borders.append(0)
                chunk.size += len(own)
        else:
            chunk.size += size
        chunk.add(sentence[start:], pieces[start:], known[start:])
    if chunk.words:
        yield chunk.close()


class _Open:
    """A chunk being filled. `size`: its pieces without the ends."""

    def __init__(self, ends: tuple[int, int]) -> None:
        self.ends = ends
        self.size = 0
        self.borders: list[int] = []
        self.words: list[tuple[int, str]] = []
        self.pieces: list[tuple[int, ...]] = []
        self.known: list[int] = []

    def add(
        self, words: Sequence[tuple[int, str]], pieces: Sequence[tuple[int, ...]], known: Sequence[int]
    ) -> None:
        self.words += words
        self.pieces += pieces
        self.known += known

    def close(self) -> Chunk:
        lengths = np.array([1, *map(len, self.pieces), 1])
        shapes = [0, *(shape_of(word) for _, word in self.words), 0]
        return Chunk(
            [token for token, _ in self.words],
            [*self.borders, len(self.words)],
            {
                "pieces": np.array([self.ends[0], *chain.from_iterable(self.pieces), self.ends[1]], np.int64),
                "shapes": np.repeat(np.array(shapes, np.int64), lengths),
                "lexicon": np.repeat(np.array([0, *self.known, 0], np.int64), lengths),
                "first": np.cumsum(lengths, dtype=np.int64)[:-2],
            },
        )


def decode(
    scores: Scores, labels: tuple[str, ...], sentences: Sequence[int] = ()
) -> list[tuple[int, int, str, float]]:
    """Spans of a chunk, (first word, word after the last, label, probability).

    `scores`: words × labels, of which the first is O. `sentences`: the first word of each, over whose
    borders no span runs. The best sequence in which no I- follows another label's tag (Viterbi); the
    probability is the least of the span's words.
    """
    best = scores.argmax(axis=1)
    if not best.any():  # most chunks have no harm
        return []
    tags = Tags.of(labels)
    opens = np.zeros(len(best), bool)
    opens[[0, *sentences]] = True
    broken = tags.inside[best]
    broken[1:] &= opens[1:] | (tags.kind[best[1:]] != tags.kind[best[:-1]])
    if broken.any():
        for first, after in pairwise([*opens.nonzero()[0], len(best)]):
            if broken[first:after].any():
                best[first:after] = _viterbi(scores[first:after], tags)
    starts = tags.begins[best].nonzero()[0]
    if not len(starts):
        return []
    outside = np.append((~tags.inside[best]).nonzero()[0], len(best))
    ends = outside[np.searchsorted(outside, starts, side="right")]
    within = best.nonzero()[0]
    shares = np.ones(len(best) + 1, np.float32)  # one more: a span may end with the chunk
    shares[within] = softmax(scores[within])[np.arange(len(within)), best[within]]
    least = np.minimum.reduceat(shares, np.column_stack((starts, ends)).ravel())[::2]
    names = [labels[i][2:] for i in best[starts]]
    return list(zip(starts.tolist(), ends.tolist(), names, least.tolist(), strict=True))


def softmax(scores: Scores) -> Scores:
    """Each label's probability: words × labels, as `scores`."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Scores = powers / powers.sum(axis=1, keepdims=True)
    return shares


@dataclass(frozen=True, slots=True)
class Tags:
    """BIO labels as arrays over them: whether one begins or goes on with a name, the kind of name, and as
    `follows` what it costs a label (row) to be followed by another (column): 0, or more than any score.
    """

    begins: NDArray[np.bool_]
    inside: NDArray[np.bool_]
    kind: NDArray[np.int64]
    follows: Scores

    @classmethod
    @lru_cache(maxsize=8)
    def of(cls, labels: tuple[str, ...]) -> Tags:
        kinds = sorted({label[2:] for label in labels})
        inside = np.array([label[0] == "I" for label in labels])
        kind = np.array([kinds.index(label[2:]) for label in labels])
        barred = inside & (kind[:, None] != kind)
        begins = np.array([label[0] == "B" for label in labels])
        return cls(begins, inside, kind, np.where(barred, np.float32(-1e9), np.float32(0)))


def _viterbi(scores: Scores, tags: Tags) -> NDArray[np.intp]:
    total = scores[0] + np.where(tags.inside, np.float32(-1e9), np.float32(0))
    back = []
    for row in scores[1:]:
        ways = total[:, None] + tags.follows
        back.append(ways.argmax(axis=0))
        total = ways.max(axis=0) + row
    path = [int(total.argmax())]
    for came_from in reversed(back):
        path.append(int(came_from[path[-1]]))
    return np.array(path[::-1], np.intp)


@Language.factory(
    "newsfacts_tagger",
    requires=["doc.sents"],
    assigns=["doc.spans", "doc.ents", "token.tag"],
    default_config={"model": "news-en", "threads": 1},
)
def make_tagger(nlp: Language, name: str, model: str, threads: int) -> Tagger:
    return Tagger(Encoder(model_folder(model), threads=threads))


def model_folder(name: str) -> Path:
    """The folder of a shipped model. Raises ModelError for a name that is none of them."""
    folder = Path(str(files("newsfacts"))) / "models" / name
    if not (folder / "meta.json").is_file():
        known = ", ".join(sorted(path.parent.name for path in folder.parent.glob("*/meta.json")))
        raise ModelError(f"there is no shipped model {name!r}; known: {known}")
    return folder


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
        return doc

    def set_tags(self, doc: Doc, chunks: Sequence[Chunk], scores: Sequence[Scores], head: Head) -> None:
        hashes = np.array([doc.vocab.strings.add(tag) for tag in head.labels], np.uint64)
        tags = np.zeros(len(doc), np.uint64)
        for chunk, rows in zip(chunks, scores, strict=True):
            tags[chunk.tokens] = hashes[rows[:, head.start : head.end].argmax(axis=1)]
        doc.from_array([TAG], cast(Any, tags.reshape(-1, 1)))  # spaCy's types know its own arrays only


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
