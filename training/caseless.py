"""A second set of layers for text without case: `python -m training.caseless --shared ../shared`.

The shipped network reads texts with capitals; its names in them, and the labels of wwn-train, are what a copy
learns to find in the same texts without. The copy keeps the embeddings of pieces and the lowest layer, so
that `caseless.onnx` has the other layers alone and takes those from `weights.onnx`. It is an
hour and a quarter of one core, nearly three passes (docs/model.md).

Needs the model folder that `training.export` wrote; adds `caseless.onnx` to it.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto
from torch import Tensor

from newsfacts.tagger.caseless import LOWER, TITLE
from newsfacts.tagger.encoder import Encoder, model_folder
from training import data
from training.export import build, quantize
from training.network import Network
from training.selftrain import Teacher, network_of, plain_texts
from training.train import INPUTS, Average, Batcher, Descent, batches, hiding, logger, replacements, run

KEPT = ("words", "positions", "norm.", "layers.0.")  # parts that are those of the network with case
LEAST_SHARED = 50_000  # bytes of an array that is taken from `weights.onnx`


# ---------------------------------------------------------------- texts without case


def without_case(text: str, change: Any) -> str:
    """`text` changed letter for letter; a letter that would become two stays ("ß")."""
    return "".join(char if len(change(char)) != 1 else change(char) for char in text)


def sentences(teacher: Teacher, text: str, gold: list[list[Any]] | None, change: Any) -> list[data.Sentence]:
    """The sentences of `text` in capitals or small letters, as the pipeline cuts them there, with the `gold`
    spans or the teacher's, and its scores of the text as written.
    """
    nlp = data.splitter()
    doc, bare = nlp(text), nlp(without_case(text, change))
    scores, found = teacher.scores(doc)
    head = teacher.encoder.heads["ner"]
    belief = np.ones(len(doc), np.float32)
    if gold is None:
        gold = [[doc[a].idx, doc[b - 1].idx + len(doc[b - 1]), label] for a, b, label, _ in found]
        shares = torch.softmax(torch.from_numpy(scores[:, head.start : head.end]), 1).numpy()
        belief = shares[:, 0].copy()
        for start, end, _, probability in found:
            belief[start:end] = head.confidence(probability)
    token_at = np.zeros(len(text) + 1, int)
    for token in doc:
        token_at[token.idx : token.idx + len(token.text_with_ws)] = token.i
    labels = data.bio(bare, gold)
    cut = []
    for sentence in bare.sents:
        kept = [token for token in sentence if not token.is_space]
        if kept:
            at = [token_at[token.idx] for token in kept]
            cut.append(
                data.Sentence(
                    [token.lower_ for token in kept],
                    {"ner": [labels[token.i] for token in kept]},
                    taught=scores[at].astype(np.float16),
                    belief=belief[at],
                )
            )
    return cut


def taught(config: dict[str, Any], corpora: Path, encoder: Encoder) -> dict[str, data.Source]:
    """The sources, each article in capitals or in small letters."""
    settings, rng = config["caseless"], random.Random(config["seed"])
    teacher = Teacher(encoder, doubted=0.0)
    sources = {"wwn-train": data.Source("wwn-train")}
    gold = data.records(corpora / "ner" / "wwn-train.jsonl.gz")
    plain = plain_texts(corpora, settings["plain"], rng)
    for name, text, spans in chain(
        (("wwn-train", record["text"], record["spans"]) for record in gold),
        ((name, text[: settings["longest"]], None) for name, text in plain),
    ):
        document = sentences(teacher, text, spans, str.lower if rng.random() < 0.5 else str.upper)
        if document:
            sources.setdefault(name, data.Source(name)).documents.append(document)
    return sources


class Renaming(data.Augmenter):
    """Names replaced by others; a word in small letters may be a name's, and the case stays as it is."""

    def __call__(self, chunk: list[data.Sentence]) -> list[data.Sentence]:
        replaced = {
            "PERSON": self.rng.random() < self.shares["persons"],
            "LOC": self.rng.random() < self.shares["places"],
        }
        return self.rename(chunk, replaced) if any(replaced.values()) else chunk

    @staticmethod
    def slots(sentence: data.Sentence) -> Iterator[tuple[int, tuple[str, str]]]:
        titled = replace(sentence, words=[word.capitalize() for word in sentence.words])
        return data.Augmenter.slots(titled)


class SmallLetters(Batcher):
    """Chunks turned into tensors, every word in small letters."""

    def __call__(self, batch: list[list[data.Sentence]], hide: Any = None) -> dict[str, Any]:
        small = [[replace(s, words=[word.lower() for word in s.words]) for s in chunk] for chunk in batch]
        ready = super().__call__(small, hide)
        ready["shapes"][ready["shapes"] == TITLE] = LOWER  # "İ" has no small letter of one character
        return ready


# ---------------------------------------------------------------- learning


def loss_of(
    network: Network, ready: dict[str, Any], batch: list[data.Sentence], config: dict[str, Any]
) -> Tensor:
    """Of the names' labels as far as they are believed, and of the distance to the teacher's scores."""
    belief = torch.from_numpy(np.concatenate([sentence.belief for sentence in batch]))
    aims = torch.from_numpy(np.concatenate([sentence.taught for sentence in batch])).float()
    states = network(*(ready[name] for name in INPUTS))
    total: Tensor = torch.zeros(())
    start = 0
    for head, layer in network.heads.items():
        own = layer(states)
        aim = aims[:, start : start + own.shape[1]]
        start += own.shape[1]
        apart = F.kl_div(F.log_softmax(own, 1), F.log_softmax(aim, 1), log_target=True, reduction="none")
        distance = apart.sum(1)
        if head == "ner":
            labels = F.cross_entropy(own, ready["targets"]["ner"], reduction="none", ignore_index=-100)
            share = config["caseless"]["scores"]
            distance = share * distance + (1 - share) * belief * labels
        total = total + config["caseless"]["heads"][head] * distance.mean()
    return total


def caseless(config: dict[str, Any], shared: Path, work: Path) -> None:
    """Train the copy and write it into the model folder."""
    log, corpora, settings = logger(work), shared / "corpora", config["caseless"]
    rng, folder = random.Random(config["seed"]), model_folder(config["name"])
    encoder = Encoder(folder)
    labels = {head: list(part.labels) for head, part in encoder.heads.items()}
    cached, begun = work / "caseless-taught.pt", time.monotonic()
    if not cached.is_file():
        torch.save(taught(config, corpora, encoder), cached)
    sources: dict[str, data.Source] = torch.load(cached, weights_only=False)
    log(f"taught in {time.monotonic() - begun:.0f} s")
    network = network_of(folder, labels, settings["dropout"])
    for name, part in network.named_parameters():
        part.requires_grad_(not name.startswith(KEPT))
    descent = Descent(network, settings, steps=settings["steps"])
    average, batcher = (
        Average(network, settings["average"]),
        SmallLetters(encoder.word_pieces, encoder.lexicon, labels),
    )
    augment = Renaming(settings["augment"], replacements(), rng)
    limits = {"optimizer": settings["limits"]}
    phase = {"sources": dict.fromkeys(sources, 1.0)}
    drawn = chain.from_iterable(batches(limits, phase, sources, batcher, augment, rng) for _ in repeat(None))
    for step, batch in zip(range(settings["steps"]), drawn, strict=False):
        ready = batcher(batch, hiding(settings["augment"], rng))
        loss = loss_of(network, ready, list(chain.from_iterable(batch)), config)
        descent.step(loss)
        average.update(network)
        if step % 10 == 9:
            log(f"  step {step + 1}, {time.monotonic() - begun:.0f} s, loss {float(loss.detach()):.3f}")
    torch.save(average.weights, work / "caseless.pt")
    write(folder, average.weights, list(labels), layers=config["encoder"]["layers"])


# ---------------------------------------------------------------- out


def write(
    folder: Path, state: dict[str, Tensor], heads: list[str], *, layers: int, base: Path | None = None
) -> None:
    """`folder/caseless.onnx`: the graph of `state`.

    What the copy never learned is that of `base`, the `weights.onnx` it began from (by default the folder's);
    of this, what stands in the folder's `weights.onnx` stands there alone.
    """
    arrays = {name: part.float().numpy() for name, part in state.items()}
    with tempfile.TemporaryDirectory() as place:
        quantize(build(arrays, heads, layers=layers), Path(place) / "caseless.onnx")
        model = onnx.load(Path(place) / "caseless.onnx")
    with_case = {part.name: part for part in onnx.load(base or folder / "weights.onnx").graph.initializer}
    for part in model.graph.initializer:
        if part.name.startswith(KEPT):
            part.CopyFrom(with_case[part.name])
    share(folder, model)


def share(folder: Path, model: onnx.ModelProto) -> None:
    """Write `folder/caseless.onnx` without the arrays that stand in the folder's `weights.onnx`."""
    whole = (folder / "weights.onnx").read_bytes()
    for part in model.graph.initializer:
        at = whole.find(part.raw_data) if len(part.raw_data) > LEAST_SHARED else -1
        if at < 0:
            continue
        place_of = {"location": "weights.onnx", "offset": at, "length": len(part.raw_data)}
        part.ClearField("raw_data")
        part.data_location = TensorProto.EXTERNAL
        for key, value in place_of.items():
            entry = part.external_data.add()
            entry.key, entry.value = key, str(value)
    (folder / "caseless.onnx").write_bytes(model.SerializeToString(deterministic=True))


if __name__ == "__main__":
    run(caseless, __doc__)
