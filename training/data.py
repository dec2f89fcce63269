"""The corpora as sentences of words with a label a head; chunks of sentences; augmentation.

A head's labels are None for a sentence of a source that does not annotate that head, and IGNORED for
a word that its source leaves open.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.development import records, set_aside
from newsfacts.doc.sentences import english
from newsfacts.tagger.shapes import shape_of

NAMES = ("PERSON", "ORG", "LOC", "FAC", "NORP", "DATE", "MONEY", "PRODUCT", "MISC")
HARMS = ("killed", "injured", "missing", "captive", "displaced", "casualties")
ROLES = ("VICTIMS", "PLACE", "DATE", "ATTRIBUTION", "CAUSE")
IGNORED = "?"

# Labels that a source does not annotate: its O may hide one of these, and is no evidence against them.
UNANNOTATED = {
    "gmb-silver": {"MONEY", "FAC", "PRODUCT", "MISC"},
    "men": {"MONEY"},
    "crossner-politics": {"MONEY", "FAC", "PRODUCT"},
    "wikigold": {"MONEY", "FAC", "PRODUCT"},
    "uner-ewt": set(NAMES) - {"PERSON", "ORG", "LOC"},
}

LONGEST_CHUNK = 254  # pieces; positions that the network learns
# Statements of the rules below this confidence teach nothing.
SURE = 0.8


@dataclass(slots=True)
class Sentence:
    """Words with, for each head, one label a word; None where the source does not annotate the head."""

    words: list[str]
    labels: dict[str, list[str] | None]
    hidden: frozenset[str] = frozenset()  # name labels that an O may hide
    # From a teacher, where there is one: its scores of all heads, words × labels, and how far each word's
    # label of names is to be believed, 0 to 1.
    taught: NDArray[np.float16] | None = None
    belief: NDArray[np.float32] | None = None


@dataclass(slots=True)
class Source:
    """The documents of one corpus, each a list of sentences."""

    name: str
    documents: list[list[Sentence]] = field(default_factory=list)


@cache
def splitter() -> Language:
    nlp = english()
    nlp.add_pipe("newsfacts_sentences")
    return nlp


# ---------------------------------------------------------------- reading


def read_source(name: str, corpora: Path, silver: Path | None = None) -> Source:
    """The corpus `name`, of the folder `corpora`. `silver`: the file of `training.silver`, for wwn-train."""
    readers: dict[str, Callable[[Path], Iterable[list[Sentence]]]] = {
        "harm-sentences": harm_sentences,
        "wwn-train": lambda at: names(at / "ner" / "wwn-train.jsonl.gz", silver),
        "ewt-train": lambda at: conllu(at / "syntax" / "ewt-train.conllu.gz"),
        "gum-news-cc": lambda at: conllu(at / "syntax" / "gum-news-cc.conllu.gz"),
    }
    read = readers.get(name) or (lambda at: names(at / "ner" / f"{name}.jsonl.gz"))
    return Source(name, [document for document in read(corpora) if document])


def names(path: Path, silver: Path | None = None) -> Iterator[list[Sentence]]:
    """Documents of `corpora/ner`; with harm labels, where `silver` has the article."""
    hidden = frozenset(UNANNOTATED.get(path.name.split(".")[0], ()))
    figures = {}
    if silver is not None:
        with silver.open(encoding="utf-8") as lines:
            figures = {record["id"]: record["casualties"] for record in map(json.loads, lines)}
    single: list[Sentence] = []
    for record in records(path):
        if record.get("untagged_nnp"):
            continue
        doc = splitter()(record["text"])
        labels = {"ner": bio(doc, record["spans"])}
        if record["id"] in figures:
            labels |= silver_labels(doc, figures[record["id"]])
        document = list(cut(doc, labels, hidden))
        if path.name.startswith(("gmb", "crossner", "uner")):
            single += document  # one sentence a record: neighbours make a chunk
            if len(single) >= 4:
                yield single
                single = []
        else:
            yield document
    if single:
        yield single


def harm_sentences(corpora: Path) -> Iterator[list[Sentence]]:
    """Single sentences with their casualty statements."""
    for record in records(corpora / "casualties" / "sentences.jsonl.gz"):
        doc = splitter()(record["text"])
        harm, roles = harm_labels(doc, record["casualties"])
        yield list(cut(doc, {"harm": harm, "roles": roles}))


def harm_labels(doc: Doc, statements: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Labels of figure spans by kind, and of the words that fill the slots of the statements."""
    counted = [statement for statement in statements if not statement["optional"]]
    optional = [statement for statement in statements if statement["optional"]]
    harm = bio(doc, [[*statement["span"], statement["kind"]] for statement in counted])
    for statement in optional:
        span = doc.char_span(*statement["span"], alignment_mode="expand")
        for token in span or ():
            if harm[token.i] == "O":
                harm[token.i] = IGNORED
    parts = []
    for statement in counted:
        for slot, label in (
            ("victims", "VICTIMS"),
            ("attribution", "ATTRIBUTION"),
            ("cause", "CAUSE"),
            ("place", "PLACE"),
            ("date", "DATE"),
        ):
            if statement[slot]:
                at = nearest(doc.text, statement[slot], statement["span"])
                if at is not None:
                    parts.append([at, at + len(statement[slot]), label])
    roles = bio(doc, parts)
    if optional:  # its slots are not marked, so the words outside say nothing
        roles = [IGNORED if label == "O" else label for label in roles]
    return harm, roles


def silver_labels(doc: Doc, statements: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The labels of statements that rules found. A sentence with an unsure one tells nothing.

    Where the rules find none in spite of a harm word, they are right in all but a few sentences of a hundred,
    and such sentences are what the heads have to learn to leave alone. Of the words that fill the slots,
    those in the sentence of the figure alone count.
    """
    found: dict[str, list[str]] = {"harm": [], "roles": []}
    for sentence in doc.sents:
        span = (sentence.start_char, sentence.end_char)
        own = [s for s in statements if span[0] <= s["span"][0] < span[1]]
        part = sentence.as_doc()
        if any((s["confidence"] or 0.0) < SURE for s in own):
            harm = roles = [IGNORED] * len(part)
        else:
            moved = [{**s, "span": [at - span[0] for at in s["span"]]} for s in own]
            harm, roles = harm_labels(part, moved)
        found["harm"] += harm
        found["roles"] += roles
    return found


def nearest(text: str, words: str, span: list[int]) -> int | None:
    """Where `words` stand in `text` as whole words, nearest to `span`."""
    found = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    return min(found, key=lambda at: (abs(at - span[0]), at), default=None)


def conllu(path: Path) -> Iterator[list[Sentence]]:
    """Documents of a treebank, with Penn tags. The treebank's words are cut as spaCy cuts them, nearly."""
    document: list[Sentence] = []
    words: list[str] = []
    tags: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc") and document:
                yield document
                document = []
            columns = line.rstrip("\n").split("\t")
            if len(columns) == 10 and columns[0].isdigit():
                words.append(columns[1])
                tags.append(columns[4])
            elif not line.strip() and words:
                document.append(Sentence(words, {"tag": tags}))
                words, tags = [], []
    if document:
        yield document


def bio(doc: Doc, spans: Iterable[list[Any]]) -> list[str]:
    """BIO labels of `spans`, [start, end, label] in characters; where two overlap, the first stays."""
    labels = ["O"] * len(doc)
    for start, end, label in spans:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None or any(labels[token.i] != "O" for token in span):
            continue
        for token in span:
            labels[token.i] = ("B-" if token.i == span.start else "I-") + label
    return labels


def cut(doc: Doc, labels: dict[str, list[str]], hidden: frozenset[str] = frozenset()) -> Iterator[Sentence]:
    """The sentences of `doc` without blank tokens."""
    for sentence in doc.sents:
        kept = [token.i for token in sentence if not token.is_space]
        if kept:
            yield Sentence(
                [doc[i].text for i in kept],
                {head: [row[i] for i in kept] for head, row in labels.items()},
                hidden,
            )


# ---------------------------------------------------------------- augmentation


class Augmenter:
    """Changes of case, and names replaced by others: most names of a new article are unseen.

    `pool`: what a name is replaced by, for each slot that `slots` names.
    """

    def __init__(
        self, shares: dict[str, float], pool: dict[tuple[str, str], Sequence[str]], rng: random.Random
    ) -> None:
        self.shares, self.pool, self.rng = shares, pool, rng

    @staticmethod
    def slots(sentence: Sentence) -> Iterator[tuple[int, tuple[str, str]]]:
        """Words of names of people, and places of one word, with the list to draw another from."""
        row = sentence.labels.get("ner")
        if row is None:
            return
        for i, label in enumerate(row):
            if not sentence.words[i][:1].isupper() or len(sentence.words[i]) < 3:
                continue
            last = i + 1 == len(row) or not row[i + 1].startswith("I-")
            if label == "B-PERSON" and not last:
                yield i, ("PERSON", "first")
            elif label.endswith("-PERSON") and last:
                yield i, ("PERSON", "last")
            elif label == "B-LOC" and last:
                yield i, ("LOC", "only")

    def __call__(self, chunk: list[Sentence]) -> list[Sentence]:
        replaced = {
            "PERSON": self.rng.random() < self.shares["persons"],
            "LOC": self.rng.random() < self.shares["places"],
        }
        if any(replaced.values()):
            chunk = self.rename(chunk, replaced)
        draw = self.rng.random()
        for name, change in (("upper", str.upper), ("lower", str.lower), ("title", str.capitalize)):
            if draw < self.shares[name]:
                return [replace(s, words=[change(word) for word in s.words]) for s in chunk]
            draw -= self.shares[name]
        return chunk

    def rename(self, chunk: list[Sentence], replaced: dict[str, bool]) -> list[Sentence]:
        """The same new word for the same old one in all sentences of `chunk`."""
        new: dict[tuple[str, str], str] = {}
        renamed = []
        for sentence in chunk:
            words = list(sentence.words)
            for i, slot in self.slots(sentence):
                if replaced[slot[0]]:
                    key = (slot[0], words[i])
                    words[i] = new.setdefault(key, self.rng.choice(self.pool[slot]))
            renamed.append(replace(sentence, words=words))
        return renamed


def chunks(
    document: list[Sentence], limit: Callable[[], int], length: Callable[[str], int]
) -> Iterator[list[Sentence]]:
    """Neighbouring sentences, joined up to `limit()` pieces; a sentence longer than a chunk is cut."""
    chunk: list[Sentence] = []
    room = limit()
    for sentence in document:
        for part in parts(sentence, room_of=LONGEST_CHUNK, length=length):
            size = sum(length(word) for word in part.words)
            if chunk and size > room:
                yield chunk
                chunk, room = [], limit()
            chunk.append(part)
            room -= size
    if chunk:
        yield chunk


def parts(sentence: Sentence, *, room_of: int, length: Callable[[str], int]) -> Iterator[Sentence]:
    """`sentence`, cut where it has more than `room_of` pieces."""
    start = size = 0
    for i, word in enumerate(sentence.words):
        if size + length(word) > room_of and i > start:
            yield slice_of(sentence, start, i)
            start, size = i, 0
        size += length(word)
    yield sentence if start == 0 else slice_of(sentence, start, len(sentence.words))


def slice_of(sentence: Sentence, start: int, end: int) -> Sentence:
    rows = {head: None if row is None else row[start:end] for head, row in sentence.labels.items()}
    return replace(
        sentence,
        words=sentence.words[start:end],
        labels=rows,
        taught=None if sentence.taught is None else sentence.taught[start:end],
        belief=None if sentence.belief is None else sentence.belief[start:end],
    )


__all__ = ["Augmenter", "Sentence", "Source", "chunks", "read_source", "records", "set_aside", "shape_of"]
