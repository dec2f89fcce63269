"""A narrower network than the shipped one, taught by it: `python -m training.narrow --shared ../shared`.

Heads of attention and hidden units that add least go, as in `training.prune`; what that loses is won back on
the states and scores of the network as it was, over annotated text and three times as much unannotated news.
The embeddings of pieces stay as they are, so that `caseless.onnx` may go on to share them.

Reads the model folder that `training.export` wrote; leaves DIR/averaged.pt, DIR/labels.json and
DIR/lexicon.bin (--work DIR), which `training.export --work DIR` makes a model folder of.
"""

from __future__ import annotations

import json
import random
import time
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from newsfacts.tagger.encoder import Encoder, model_folder
from training import data
from training.network import Network
from training.prune import SAMPLE, distance, importance, narrowed
from training.selftrain import network_of, network_with, plain_texts
from training.train import (
    Average,
    Batcher,
    Descent,
    batches,
    hiding,
    logger,
    losses,
    replacements,
    run,
    score,
)

KEPT = ("words", "positions")  # embeddings that stay as they are
LOGGED = 50  # steps


def sources_of(config: dict[str, Any], corpora: Path, rng: random.Random) -> dict[str, data.Source]:
    """The annotated sources, and as `plain` the unannotated ones, without labels."""
    settings = config["narrow"]
    named = [name for name in settings["sources"] if name != "plain"]
    sources = {name: data.read_source(name, corpora) for name in named}
    nlp, plain = data.splitter(), data.Source("plain")
    for _, text in plain_texts(corpora, settings["plain"], rng):
        plain.documents.append(list(data.cut(nlp(text[: settings["longest"]]), {})))
    return sources | {"plain": plain}


def narrow(config: dict[str, Any], shared: Path, work: Path) -> None:
    """Prune the shipped network and train it on."""
    rng, log, settings = random.Random(config["seed"]), logger(work), config["narrow"]
    corpora = shared / "corpora"
    folder = model_folder(config["name"])
    encoder = Encoder(folder)
    labels = {head: list(part.labels) for head, part in encoder.heads.items()}
    batcher = Batcher(encoder.word_pieces, encoder.lexicon, labels)
    sources = sources_of(config, corpora, rng)
    augment = data.Augmenter(settings["augment"], replacements(), rng)
    limits = {"optimizer": settings["limits"]}
    stream = chain.from_iterable(
        batches(limits, settings, sources, batcher, augment, rng) for _ in repeat(None)
    )
    teacher = network_of(folder, labels, 0.0)
    sample = [batcher(batch) for batch in islice(stream, SAMPLE)]
    heads, units = importance(teacher, sample)
    small = narrowed(
        teacher.state_dict(), heads, units, keep_heads=settings["heads"], keep_units=settings["hidden"]
    )
    student = network_with(small, labels, settings["dropout"])
    for name, part in student.named_parameters():
        part.requires_grad_(not name.startswith(KEPT))
    descent = Descent(student, settings, steps=settings["steps"])
    average, begun = Average(student, settings["average"]), time.monotonic()
    student.train()
    for step, batch in enumerate(islice(stream, settings["steps"])):
        loss = loss_of(teacher, student, batcher(batch, hiding(settings["augment"], rng)), settings)
        descent.step(loss)
        average.update(student)
        if (step + 1) % LOGGED == 0:
            log(f"  step {step + 1}, {time.monotonic() - begun:.0f} s, loss {float(loss.detach()):.3f}")
    student.load_state_dict(average.weights)
    dev_ids = [record["id"] for record in data.records(corpora / "ner" / "wwn-dev.jsonl.gz")]
    log(f"narrowed: {score(student, data.read_source('wwn-dev', corpora), dev_ids, batcher)}")
    torch.save(average.weights, work / "averaged.pt")
    (work / "labels.json").write_text(json.dumps(labels), "utf-8")
    (work / "lexicon.bin").write_bytes((folder / "lexicon.bin").read_bytes())


def loss_of(teacher: Network, student: Network, ready: dict[str, Any], settings: dict[str, Any]) -> Tensor:
    """The distance to the teacher, and that to the labels of what is annotated."""
    loss, states = distance(teacher, student, ready, states=settings["states"], follows=settings["follows"])
    if any((target != -100).any() for target in ready["targets"].values()):
        for head, part in losses(student, ready, states).items():
            loss = loss + settings["gold"][head] * part
    return loss


if __name__ == "__main__":
    run(narrow, __doc__)
