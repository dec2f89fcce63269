"""A narrower network than the shipped one: `python -m training.narrow --shared ../shared`.

Heads of attention and hidden units that add least go, as in `training.prune`; what that loses is won back on
the states of the network as it was, and on what it and a second one, trained from another seed, believe on
average (Hinton et al. 2015), over annotated text and twice as much unannotated news. The embeddings of pieces
stay as they are, so that `caseless.onnx` may go on to share them.

Needs the model folder that `training.export` and `training.caseless` wrote, and WORK/second/averaged.pt; the
narrower network takes the place of the folder's. The teachers read in a process of their own.
"""

from __future__ import annotations

import io
import json
import multiprocessing
import random
import time
from collections.abc import Callable, Iterator
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any

import onnx
import torch
from torch import Tensor

from newsfacts.tagger.encoder import Encoder, model_folder
from training import data
from training.caseless import share
from training.export import calibrate, export
from training.network import Network
from training.prune import SAMPLE, Weights, beliefs, distance, importance, narrowed
from training.selftrain import network_of, network_with, plain_texts
from training.train import (
    Average,
    Batcher,
    Descent,
    batches,
    half_precision,
    hiding,
    logger,
    losses,
    replacements,
    run,
    score,
)

KEPT = ("words", "positions")  # embeddings that stay as they are
LOGGED = 50  # steps
AHEAD = 6  # batches that the teachers have read

# A batch, and what the teachers say of it (`training.prune.beliefs`).
Lesson = tuple[dict[str, Any], tuple[list[Tensor], dict[str, Tensor]]]


# ---------------------------------------------------------------- what is read


def sources_of(config: dict[str, Any], corpora: Path, rng: random.Random) -> dict[str, data.Source]:
    """The annotated sources, and as `plain` the unannotated ones, without labels."""
    settings = config["narrow"]
    named = [name for name in settings["sources"] if name != "plain"]
    sources = {name: data.read_source(name, corpora) for name in named}
    nlp, plain = data.splitter(), data.Source("plain")
    for _, text in plain_texts(corpora, settings["plain"], rng):
        plain.documents.append(list(data.cut(nlp(text[: settings["longest"]]), {})))
    return sources | {"plain": plain}


class Reader:
    """The shipped network, its labels, and batches of the sources without end."""

    def __init__(self, config: dict[str, Any], work: Path, seed: int) -> None:
        self.settings, self.rng = config["narrow"], random.Random(seed)
        self.folder = model_folder(config["name"])
        encoder = Encoder(self.folder)
        self.labels = {head: list(part.labels) for head, part in encoder.heads.items()}
        self.batcher = Batcher(encoder.word_pieces, encoder.lexicon, self.labels)
        self.teacher = network_of(self.folder, self.labels, 0.0)
        self.sources: dict[str, data.Source] = torch.load(work / "sources.pt", weights_only=False)

    def batches(self) -> Iterator[dict[str, Any]]:
        settings, rng = self.settings, self.rng
        augment = data.Augmenter(settings["augment"], replacements(), rng)
        limits = {"optimizer": settings["limits"]}
        drawn = chain.from_iterable(
            batches(limits, settings, self.sources, self.batcher, augment, rng) for _ in repeat(None)
        )
        return (self.batcher(batch, hiding(settings["augment"], rng)) for batch in drawn)

    def with_weights(self, weights: Weights, dropout: float = 0.0) -> Network:
        return network_with(weights, self.labels, dropout)


def teach(config: dict[str, Any], work: Path, number: int, lessons: Any) -> None:
    """Put the lessons of course `number` into the queue `lessons`."""
    torch.set_num_threads(1)
    reader = Reader(config, work / "narrow", config["seed"] + number)
    course = config["narrow"]["courses"][number]
    others = [torch.load(work / name / "averaged.pt") for name in course["teachers"]]
    teachers = [reader.teacher, *map(reader.with_weights, others)]
    for network in teachers:
        network.eval()
    for ready in islice(reader.batches(), course["steps"]):
        with half_precision():
            states, aims = beliefs(teachers, ready, config["narrow"]["follows"])
        packed = io.BytesIO()
        torch.save((ready, ([one.half() for one in states], aims)), packed)
        lessons.put(packed.getvalue())


def lessons_of(config: dict[str, Any], work: Path, number: int) -> Iterator[Lesson]:
    """The lessons of course `number`, made by a process beside this one."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue(AHEAD)
    process = context.Process(target=teach, args=(config, work, number, queue), daemon=True)
    process.start()
    for _ in range(config["narrow"]["courses"][number]["steps"]):
        yield torch.load(io.BytesIO(queue.get()))
    process.join()


# ---------------------------------------------------------------- learning


def narrow(config: dict[str, Any], shared: Path, work: Path) -> None:
    """Prune the network of the model folder, train it on, and put it in the other's place."""
    settings, corpora, own = config["narrow"], shared / "corpora", work / "narrow"
    own.mkdir(exist_ok=True)
    log = logger(own)
    torch.save(sources_of(config, corpora, random.Random(config["seed"])), own / "sources.pt")
    reader = Reader(config, own, config["seed"])
    heads, units = importance(reader.teacher, list(islice(reader.batches(), SAMPLE)))
    weights = narrowed(
        reader.teacher.state_dict(), heads, units, keep_heads=settings["heads"], keep_units=settings["hidden"]
    )
    dev = data.read_source("wwn-dev", corpora)
    dev_ids = [record["id"] for record in data.records(corpora / "ner" / "wwn-dev.jsonl.gz")]
    for number, course in enumerate(settings["courses"]):
        student = reader.with_weights(weights, settings["dropout"])
        weights = course_of(lessons_of(config, work, number), student, settings | course, log)
        student.load_state_dict(weights)
        log(f"course {number + 1}: {score(student, dev, dev_ids, reader.batcher)}")
        torch.save(weights, own / "averaged.pt")
    (own / "labels.json").write_text(json.dumps(reader.labels), "utf-8")
    (own / "lexicon.bin").write_bytes((reader.folder / "lexicon.bin").read_bytes())
    without_case = onnx.load(reader.folder / "caseless.onnx")
    export(config, own, reader.folder)
    share(reader.folder, without_case)
    calibrate(reader.folder, shared)


def course_of(
    lessons: Iterator[Lesson], student: Network, settings: dict[str, Any], log: Callable[[str], None]
) -> Weights:
    """The moving average of the student's weights after all lessons."""
    for name, part in student.named_parameters():
        part.requires_grad_(not name.startswith(KEPT))
    descent = Descent(student, settings, steps=settings["steps"])
    average, begun = Average(student, settings["average"]), time.monotonic()
    student.train()
    for step, lesson in enumerate(lessons, start=1):
        with half_precision():
            loss = loss_of(student, lesson, settings)
        descent.step(loss)
        average.update(student)
        if step % LOGGED == 0:
            log(f"  step {step}, {time.monotonic() - begun:.0f} s, loss {float(loss.detach()):.3f}")
    return average.weights


def loss_of(student: Network, lesson: Lesson, settings: dict[str, Any]) -> Tensor:
    """The distance to the teachers, and that to the labels of what is annotated."""
    ready, taught = lesson
    loss, states = distance(student, ready, taught, states=settings["states"], follows=settings["follows"])
    if any((target != -100).any() for target in ready["targets"].values()):
        for head, part in losses(student, ready, states).items():
            loss = loss + settings["gold"][head] * part
    return loss


if __name__ == "__main__":
    run(narrow, __doc__)
