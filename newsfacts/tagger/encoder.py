"""The network: words cut into pieces and chunks, scored in one pass.

spaCy's tokens are cut into word pieces, neighbouring sentences of the story are joined into chunks,
and one ONNX graph scores every label of every head for each word. A chunk is scored by itself, never
padded into a batch: int8 activations share one scale a tensor, so that in a batch an article's facts
would depend on its neighbours.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.resources import files
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsfacts.errors import ModelError
from newsfacts.tagger import alike, caseless
from newsfacts.tagger.decode import Scores
from newsfacts.tagger.lexicon import Lexicon
from newsfacts.tagger.marked import MOST_CHUNKS, Marked
from newsfacts.tagger.sessions import session
from newsfacts.tagger.shapes import NONE, shape_of

# Pieces of the longest chunk: the encoder was trained on up to 254, but finds no more names with those than
# with these, in less time (docs/model.md).
CHUNK_PIECES = 190
MAX_WORD_CHARS = 64  # of a longer "word" (an address, noise) only the beginning is looked at
MAX_WORD_PIECES = 24
CACHED_WORDS = 8_192
# What a word of any name has: "A." and "5" name nothing by themselves, "U.S." does.
_LETTERS = re.compile(r"[^\W\d_][\W\d_]*[^\W\d_]").search


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


@dataclass(slots=True)
class Chunk:
    """Tokens of neighbouring sentences, and their words. `borders`: the first word of each sentence, and the
    count of words. `of_signs`: whether no word has two letters, as in a table of figures: nothing is named.
    `lower`: what the lower half of the network makes of the pieces, pieces × width, once it was read; of text
    without case nothing.
    """

    tokens: list[int]
    words: list[str]
    borders: list[int]
    of_signs: bool
    inputs: dict[str, NDArray[np.int64]]  # of the network: pieces, shapes, lexicon; first piece of each word
    lower: Scores | None = None

    @property
    def key(self) -> bytes:
        """The same for chunks that are scored alike."""
        return np.concatenate([*self.inputs.values(), self.borders]).tobytes()


class Encoder:
    """The shipped network and its labels. Raises ModelError where the folder is not a model."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self.folder = folder
        try:
            self.meta: dict[str, Any] = json.loads((folder / "meta.json").read_text("utf-8"))
            self.lexicon = Lexicon.read(folder / "lexicon.bin")
            self.session = session(folder / "weights.onnx")
        except FileNotFoundError as error:
            raise ModelError(f"model {folder.name!r} is not complete: {error.filename} is missing") from error
        self.marked = Marked(folder / "marked.onnx")
        self.word_pieces = WordPieces(folder / "vocab.txt")
        self.heads: dict[str, Head] = {}
        start = 0
        for name, entry in self.meta["heads"].items():
            slope, offset = entry.get("calibration", (1.0, 0.0))
            self.heads[name] = Head(name, tuple(entry["labels"]), start, slope, offset)
            start += len(entry["labels"])
        self.labels = start
        self.threads = threads

    def scores(self, chunks: Sequence[Chunk]) -> list[Scores]:
        """For each chunk, words × labels of all heads. Chunks of the same words are read once; those of signs
        are not read, nor those of a book that tell nothing new (`alike`).
        """
        keys = [chunk.key for chunk in chunks]
        once = dict(zip(keys, chunks, strict=True))
        found = {key: self._nothing(chunk) for key, chunk in once.items() if chunk.of_signs}
        words = [key for key in once if key not in found]
        score = partial(self._scored, keep=len(chunks) <= MOST_CHUNKS)
        scored = alike.scored([once[key] for key in words], score)
        found.update(zip(words, scored, strict=True))
        return [found[key] for key in keys]

    def _nothing(self, chunk: Chunk) -> Scores:
        return np.zeros((len(chunk.tokens), self.labels), np.float32)

    def _scored(self, chunks: Sequence[Chunk], *, keep: bool) -> list[Scores]:
        score = partial(self.score, keep=keep)
        if self.threads > 1 and len(chunks) > 1:
            with ThreadPoolExecutor(self.threads) as pool:
                return list(pool.map(score, chunks))
        return list(map(score, chunks))

    def score(self, chunk: Chunk, *, keep: bool = False) -> Scores:
        """The scores of a chunk. `keep`: whether its lower states stay with it, for the second reading."""
        if chunk.of_signs:
            return self._nothing(chunk)
        if caseless.without_case(chunk.inputs["shapes"]):
            small: Scores = self.caseless.run(None, caseless.in_small_letters(chunk.inputs))[0]
            return small
        scores: Scores
        if keep:
            scores, chunk.lower = self.session.run(["scores", "lower"], chunk.inputs)
        else:
            (scores,) = self.session.run(["scores"], chunk.inputs)
        return scores

    @cached_property
    def caseless(self) -> Any:
        """The network for text without case, loaded with the first such chunk; what it shares with the other
        stands in `weights.onnx`.
        """
        path = self.folder / "caseless.onnx"
        return session(path) if path.is_file() else self.session

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
    sentences = list(sentences)
    cut = iter(word_pieces([word for sentence in sentences for _, word in sentence]))
    read = []
    for sentence in sentences:
        pieces = list(islice(cut, len(sentence)))
        read.append((sentence, pieces, lexicon([word for _, word in sentence]), sum(map(len, pieces))))
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
        words = [word for _, word in self.words]
        shapes = [NONE, *map(shape_of, words), NONE]
        return Chunk(
            [token for token, _ in self.words],
            words,
            [*self.borders, len(self.words)],
            not any(map(_LETTERS, words)),
            {
                "pieces": np.array([self.ends[0], *chain.from_iterable(self.pieces), self.ends[1]], np.int64),
                "shapes": np.repeat(np.array(shapes, np.int64), lengths),
                "lexicon": np.repeat(np.array([0, *self.known, 0], np.int64), lengths),
                "first": np.cumsum(lengths, dtype=np.int64)[:-2],
            },
        )


def model_folder(name: str) -> Path:
    """The folder of a shipped model. Raises ModelError for a name that is none of them."""
    folder = Path(str(files("newsfacts"))) / "models" / name
    if not (folder / "meta.json").is_file():
        known = ", ".join(sorted(path.parent.name for path in folder.parent.glob("*/meta.json")))
        raise ModelError(f"there is no shipped model {name!r}; known: {known}")
    return folder
