"""The shipped network goes on learning, from itself: `python -m training.selftrain --shared ../shared`.

With votes over an article and places mended, the tagger is better than its network alone (docs/model.md).
Its names in unannotated news are labels to learn from, each believed as far as its confidence goes (Scudder
1965; Xie et al. 2020); and what it finds in a text with capitals is what it should find in the same text
without. The labels of wwn-train stay; one that the network holds for all but impossible is believed less
(Northcutt et al. 2021). The other heads keep to their scores. Runs that read other articles are averaged
(Wortsman et al. 2022).

Needs the model folder that `training.export` wrote; leaves `work/averaged.pt`, to be exported again.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from spacy.tokens import Doc
from torch import Tensor, multiprocessing

from newsfacts.tagger.component import head_spans, sentences_of
from newsfacts.tagger.decode import softmax
from newsfacts.tagger.encoder import Encoder, Head, model_folder
from newsfacts.tagger.lexicon import CLASSES
from newsfacts.tagger.shapes import SHAPES
from training import data, shipped
from training.network import Network
from training.train import (
    INPUTS,
    Average,
    Batcher,
    batches,
    count_words,
    half_precision,
    hiding,
    logger,
    replacements,
    run,
)

# Articles on which something is measured. A text that has SHARED_RUNS runs of RUN words of one is left out.
MEASURED = (
    "ner/wwn-dev",
    "ner/wwn-facts",
    "ner/men",
    "ner/wikigold",
    "facts/dev",
    "casualties/dev",
    "casualties/articles",
)
RUN, SHARED_RUNS = 8, 3
# Unannotated texts: the files and, where only some of a file's articles are news as it is written, the value
# of a field.
PLAIN = {
    "plain": ("plain/news", None),
    "local": ("places/toponyms", None),
    "outlets": ("stories/articles", ("part", "g5w1h")),
    "incidents": ("incidents/shootings", None),
}


# ---------------------------------------------------------------- what the teacher says


def runs(text: str) -> set[int]:
    words = re.findall(r"\w+", text.lower())
    return {hash(tuple(words[i : i + RUN])) for i in range(len(words) - RUN + 1)}


def plain_texts(corpora: Path, shares: dict[str, float], rng: random.Random) -> Iterator[tuple[str, str]]:
    """(source, text) of the articles drawn, without those that are measured on."""
    measured: set[int] = set()
    for name in MEASURED:
        for record in data.records(corpora / f"{name}.jsonl.gz"):
            measured |= runs(record["text"])
    for source, share in shares.items():
        name, only = PLAIN[source]
        found = [
            record["text"]
            for record in data.records(corpora / f"{name}.jsonl.gz")
            if only is None or record[only[0]] == only[1]
        ]
        for text in rng.sample(found, round(share * len(found))):
            if len(runs(text) & measured) < SHARED_RUNS:
                yield source, text


class Teacher:
    """The shipped model, votes and all, as labels of an article."""

    def __init__(self, encoder: Encoder, doubted: float) -> None:
        self.encoder, self.doubted = encoder, doubted

    def scores(self, doc: Doc) -> tuple[NDArray[np.float32], list[tuple[int, int, str, float]]]:
        """Tokens × scores of all heads; the names of the article with their probabilities."""
        encoder = self.encoder
        chunks = list(encoder.chunks(sentences_of(doc)))
        rows = encoder.scores(chunks)
        scores = np.zeros((len(doc), sum(len(h.labels) for h in encoder.heads.values())), np.float32)
        for chunk, own in zip(chunks, rows, strict=True):
            scores[chunk.tokens] = own
        return scores, head_spans(doc, chunks, rows, encoder.heads["ner"], encoder.lexicon)

    def __call__(self, doc: Doc, gold: list[str] | None) -> list[data.Sentence]:
        """The sentences of an article, with `gold` labels or the teacher's own."""
        scores, spans = self.scores(doc)
        head = self.encoder.heads["ner"]
        shares = softmax(scores[:, head.start : head.end])
        if gold is None:
            labels, belief = self.own_labels(doc, shares, spans, head)
        else:
            labels = gold
            index = np.array([head.labels.index(label) for label in labels])
            impossible = shares[np.arange(len(doc)), index] < self.doubted
            belief = np.where(impossible, 0.4, 1.0).astype(np.float32)
        found = []
        for sentence in doc.sents:
            kept = [token.i for token in sentence if not token.is_space]
            if kept:
                found.append(
                    data.Sentence(
                        [doc[i].text for i in kept],
                        {"ner": [labels[i] for i in kept]},
                        taught=scores[kept].astype(np.float16),
                        belief=belief[kept],
                    )
                )
        return found

    @staticmethod
    def own_labels(
        doc: Doc, shares: NDArray[np.float32], spans: Iterable[tuple[int, int, str, float]], head: Head
    ) -> tuple[list[str], NDArray[np.float32]]:
        labels, belief = ["O"] * len(doc), shares[:, 0].copy()
        for start, end, label, probability in spans:
            for i in range(start, end):
                labels[i] = ("B-" if i == start else "I-") + label
            belief[start:end] = head.confidence(probability)
        return labels, belief


def taught(config: dict[str, Any], corpora: Path, encoder: Encoder) -> dict[str, data.Source]:
    """The sources to learn from: wwn-train, and the unannotated texts."""
    settings = config["selftrain"]
    rng = random.Random(config["seed"])
    teacher = Teacher(encoder, settings["doubted"])
    nlp = data.splitter()
    sources = {"wwn-train": data.Source("wwn-train")}
    for record in data.records(corpora / "ner" / "wwn-train.jsonl.gz"):
        doc = nlp(record["text"])
        sources["wwn-train"].documents.append(teacher(doc, data.bio(doc, record["spans"])))
    for source, text in plain_texts(corpora, settings["plain"], rng):
        document = teacher(nlp(text[: settings["longest"]]), None)
        if document:
            sources.setdefault(source, data.Source(source)).documents.append(document)
    return sources


# ---------------------------------------------------------------- learning


def loss_of(
    network: Network, batch: dict[str, Any], belief: Tensor, scores: Tensor, config: dict[str, Any]
) -> Tensor:
    """Of the names' labels as far as they are believed, and of the distance to the teacher's scores."""
    states = network(*(batch[name] for name in INPUTS))
    total: Tensor = torch.zeros(())
    start = 0
    for head, layer in network.heads.items():
        own = layer(states).float()
        aim = scores[:, start : start + own.shape[1]]
        start += own.shape[1]
        distance = F.kl_div(
            F.log_softmax(own, 1), F.log_softmax(aim, 1), log_target=True, reduction="batchmean"
        )
        if head == "ner":
            share = config["selftrain"]["scores"]
            labels = F.cross_entropy(own, batch["targets"]["ner"], reduction="none", ignore_index=-100)
            distance = share * distance + (1 - share) * (belief * labels).mean()
        total = total + config["heads"][head] * distance
    return total


def one_run(number: int, config: dict[str, Any], work: Path, folder: Path, cached: Path) -> None:
    """One run in a process of its own; leaves `work/run-NUMBER.pt`."""
    torch.manual_seed(config["seed"] + number)
    torch.set_num_threads(1)
    rng, log = random.Random(config["seed"] + number), logger(work)
    settings, rates = config["selftrain"], config["optimizer"]
    encoder = Encoder(folder)
    labels = {head: list(part.labels) for head, part in encoder.heads.items()}
    batcher = Batcher(encoder.word_pieces, encoder.lexicon, labels)
    sources: dict[str, data.Source] = torch.load(cached, weights_only=False)
    network = network_of(folder, labels, settings["dropout"])
    for name in ("words", "positions"):
        getattr(network, name).weight.requires_grad_(False)
    learning = [part for part in network.parameters() if part.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=settings["rate"], weight_decay=0.01, fused=True)
    average = Average(network, settings["average"])
    # Each run reads articles of its own.
    own = {
        name: data.Source(name, source.documents[number :: settings["runs"]])
        for name, source in sources.items()
    }
    words = count_words(own)
    phase = {"sources": settings["sources"]}
    total = settings["passes"] * sum(share * words[name] for name, share in phase["sources"].items())
    limits = {**config, "optimizer": {**rates, **settings["limits"]}}
    augment = data.Augmenter(settings["augment"], replacements(), rng)
    log(f"run {number}: words {words}")
    seen, step, begun = 0.0, 0, time.monotonic()
    for _ in range(settings["passes"]):
        for batch in batches(limits, phase, own, batcher, augment, rng):
            step += 1
            seen += sum(len(sentence.words) for chunk in batch for sentence in chunk)
            rate = min(step / settings["warmup_steps"], max(0.0, 1 - seen / total))
            for group in optimizer.param_groups:
                group["lr"] = settings["rate"] * rate
            ready = batcher(batch, hiding(settings["augment"], rng))
            sentences = [sentence for chunk in batch for sentence in chunk]
            belief = torch.from_numpy(np.concatenate([s.belief for s in sentences]))
            scores = torch.from_numpy(np.concatenate([s.taught for s in sentences])).float()
            with half_precision():
                loss = loss_of(network, ready, belief, scores, config)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            average.update(network)
            if step % 10 == 0:
                done = f"{100 * seen / total:.1f}%, {time.monotonic() - begun:.0f} s"
                log(f"  run {number}, step {step}, {done}, loss {float(loss.detach()):.3f}")
                torch.save(average.weights, work / f"run-{number}.pt")
    torch.save(average.weights, work / f"run-{number}.pt")


def network_of(folder: Path, labels: dict[str, list[str]], dropout: float) -> Network:
    state = shipped.read(folder, labels)
    # A chunk whose names are replaced by longer ones is longer than those of the tagger.
    positions = state["positions.weight"]
    state["positions.weight"] = torch.cat([positions, positions[-1:].expand(len(positions), -1)])
    return network_with(state, labels, dropout)


def network_with(state: dict[str, Tensor], labels: dict[str, list[str]], dropout: float) -> Network:
    """The network of these weights, as wide as they are."""
    network = Network(
        {head: len(names) for head, names in labels.items()},
        vocab=len(state["words.weight"]),
        shapes=len(SHAPES),
        lexicon=CLASSES,
        positions=len(state["positions.weight"]),
        heads_a_layer=state["layers.0.out.weight"].shape[1] // 32,
        hidden=len(state["layers.0.up.weight"]),
        dropout=dropout,
    )
    network.load_state_dict(state)
    return network


def selftrain(config: dict[str, Any], shared: Path, work: Path) -> None:
    """All runs, side by side, and their mean with the weights that they began from."""
    log, corpora = logger(work), shared / "corpora"
    settings, folder = config["selftrain"], model_folder(config["name"])
    cached, begun = work / "taught.pt", time.monotonic()
    if not cached.is_file():
        sources = taught(config, corpora, Encoder(folder))
        torch.save(sources, cached)
        log(f"taught: {count_words(sources)}, {time.monotonic() - begun:.0f} s")
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=one_run, args=(number, config, work, folder, cached))
        for number in range(settings["runs"])
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        if process.exitcode:
            raise SystemExit(f"a run ended with {process.exitcode}")
    log(f"trained in {time.monotonic() - begun:.0f} s")
    mean_of_runs(config, work, folder)


def mean_of_runs(config: dict[str, Any], work: Path, folder: Path) -> None:
    """Write `work/averaged.pt` and `work/labels.json`."""
    settings = config["selftrain"]
    labels = {
        head: part["labels"]
        for head, part in json.loads((folder / "meta.json").read_text("utf-8"))["heads"].items()
    }
    found = [torch.load(work / f"run-{number}.pt") for number in range(settings["runs"])]
    start = shipped.read(folder, labels)
    kept = settings["kept"]
    mean = {
        name: kept * part + (1 - kept) * sum(weights[name][: len(part)] for weights in found) / len(found)
        for name, part in start.items()
    }
    torch.save(mean, work / "averaged.pt")
    (work / "labels.json").write_text(json.dumps(labels), "utf-8")
    (work / "lexicon.bin").write_bytes((folder / "lexicon.bin").read_bytes())


if __name__ == "__main__":
    run(selftrain, __doc__)
