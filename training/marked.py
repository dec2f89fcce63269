"""The second reading of the words around a statement of harm: `python -m training.marked --shared ../shared`.

A copy of the upper half of the shipped network learns, from the states that the lower half makes of an
article, which candidate for a slot is right where the statement is marked (`newsfacts.tagger.marked`);
from the statements of corpora/casualties that the rules find, without the articles set aside.

Needs the model folder that `training.export` wrote; adds `marked.onnx` to it, and leaves in WORK/marked.json
how likely each candidate of each statement is by a network that did not learn from its article, which
`training.slots` weighs beside all else. Half an hour of one core.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper
from torch import Tensor, nn

from benchmarks.casualty_extras import load_scorer
from benchmarks.development import fold_of, set_aside
from newsfacts.tagger.encoder import Encoder, model_folder
from newsfacts.tagger.marked import MARKS, SLOTS, Indices, States, Window
from training import shipped, slots
from training.export import LOWER, Graph, quantize
from training.network import HEADS, WIDTH, Layer
from training.train import Descent, logger, run


@dataclass(frozen=True, slots=True)
class Ask:
    """What may be the slot `name` of a statement. `rows`: where each candidate begins and ends in the window,
    None where it does not stand there; `right`: which of them are."""

    name: str
    rows: list[tuple[int, int] | None]
    right: list[bool]
    weight: float

    @property
    def aims(self) -> list[bool] | None:
        """Of the candidates read, nothing told where what is right stands outside; None where none
        is right."""
        if not any(self.right):
            return None
        read = [right for right, row in zip(self.right, self.rows, strict=True) if row is not None]
        return read if any(read) else [True, *read[1:]]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of an article, as it is read again. `states`: pieces × width; `marks`: of each."""

    article: str
    at: int
    states: States
    marks: Indices
    asked: list[Ask]


# ---------------------------------------------------------------- what is read


def statements(shared: Path, single: dict[str, float]) -> Iterator[Statement]:
    """Those of all sets. `single`: what one of the single sentences counts for each slot, an article's
    being 1."""
    scorer = load_scorer(shared)
    for source, record, told, found in slots.told_of(shared, slots.SETS):
        if told.reading is None:
            continue
        by_rules = (source, record, replace(told, reading=None), found)
        examples = [
            (name, one) for name in SLOTS for one in slots.examples(name, [by_rules], scorer, single[name])
        ]
        for at in sorted({one.at for _, one in examples}):
            window = told.reading(told.sentences, told.sentences_asked[at], told.asked[at])
            asks = [ask(name, one, window) for name, one in examples if one.at == at]
            yield Statement(record["id"], at, window.states, window.marks, asks)


def ask(name: str, one: slots.Example, window: Window) -> Ask:
    return Ask(name, [window.rows(span) for span in one.candidates.spans], list(one.right), one.weight)


def batches(read: Sequence[Statement], pieces: int, rng: random.Random) -> list[list[Statement]]:
    """Statements of like length together, at most so many `pieces`."""
    made: list[list[Statement]] = [[]]
    for one in sorted(read, key=lambda one: len(one.marks) + 20 * rng.random()):
        if made[-1] and (len(made[-1]) + 1) * len(one.marks) > pieces:
            made.append([])
        made[-1].append(one)
    rng.shuffle(made)
    return made


# ---------------------------------------------------------------- the network


class Upper(nn.Module):
    """The upper half of the network and, for each slot, how well a piece begins and ends what fills it."""

    def __init__(self, heads: int, hidden: int, layers: int, dropout: float) -> None:
        super().__init__()
        self.marks = nn.Embedding(MARKS, WIDTH)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.layers = nn.ModuleList(Layer(dropout, heads, hidden) for _ in range(layers))
        self.slots = nn.Linear(WIDTH, 2 * len(SLOTS))

    def forward(self, states: Tensor, marks: Tensor, mask: Tensor) -> Tensor:
        """Statements × pieces × two a slot. `mask`: True where a piece is."""
        x = states + self.marks(marks)
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        scores: Tensor = self.slots(x)
        return scores


def upper_of(folder: Path, dropout: float) -> Upper:
    """The upper half as the shipped network has it."""
    encoder = Encoder(folder)
    state = shipped.read(folder, {head: list(part.labels) for head, part in encoder.heads.items()})
    numbers = sorted({int(name.split(".")[1]) for name in state if name.startswith("layers.")})[LOWER:]
    first = f"layers.{LOWER}"
    heads = state[f"{first}.out.weight"].shape[1] // (WIDTH // HEADS)
    network = Upper(heads, state[f"{first}.up.weight"].shape[0], len(numbers), dropout)
    network.load_state_dict(
        {
            name: state[f"layers.{int(name.split('.')[1]) + LOWER}.{name.split('.', 2)[2]}"]
            if name.startswith("layers.")
            else part
            for name, part in network.state_dict().items()
        }
    )
    return network


def scored(network: Upper, batch: Sequence[Statement]) -> Tensor:
    longest = max(len(one.marks) for one in batch)
    states = torch.zeros(len(batch), longest, WIDTH)
    marks = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest, dtype=torch.bool)
    for row, one in enumerate(batch):
        size = len(one.marks)
        states[row, :size] = torch.from_numpy(one.states)
        marks[row, :size] = torch.from_numpy(one.marks)
        mask[row, :size] = True
    found: Tensor = network(states, marks, mask)
    return found


def likely(scores: Tensor, ask: Ask) -> Tensor:
    """The logarithm of how likely each candidate that was read fills the slot. `scores`: pieces × two a
    slot."""
    column = 2 * SLOTS.index(ask.name)
    first, last = torch.tensor([row for row in ask.rows if row is not None]).T
    return F.log_softmax(scores[first, column] + scores[last, column + 1], 0)


def loss_of(scores: Tensor, batch: Sequence[Statement]) -> Tensor:
    """How unlikely what is right is; where it was not read, that nothing is told counts half."""
    total = torch.zeros(())
    for row, one in enumerate(batch):
        for ask in one.asked:
            aims = ask.aims
            if aims is not None:
                outside = not any(ask.right[at] for at, own in enumerate(ask.rows) if own is not None)
                weight = ask.weight * (0.5 if outside else 1.0)
                total = total - weight * torch.logsumexp(likely(scores[row], ask)[torch.tensor(aims)], 0)
    return total / len(batch)


def train(folder: Path, read: Sequence[Statement], settings: dict[str, Any], seed: int, log: Any) -> Upper:
    torch.manual_seed(seed)
    rng, network = random.Random(seed), upper_of(folder, settings["dropout"])
    drawn = [
        batch for _ in range(settings["passes"]) for batch in batches(read, settings["batch_pieces"], rng)
    ]
    descent = Descent(network, settings, steps=len(drawn))
    network.train()
    begun = time.monotonic()
    for step, batch in enumerate(drawn):
        loss = loss_of(scored(network, batch), batch)
        descent.step(loss)
        if step % 50 == 49:
            done = f"step {step + 1} of {len(drawn)}, {time.monotonic() - begun:.0f} s"
            log(f"  {done}, loss {float(loss.detach()):.3f}")
    network.eval()
    return network


def told(network: Upper, read: Sequence[Statement]) -> slots.Likely:
    """How likely each candidate is, by article, statement and slot."""
    found = {}
    with torch.no_grad():
        for one in read:
            scores = scored(network, [one])[0]
            for ask in one.asked:
                of_read = iter(likely(scores, ask).tolist())
                logs = [None if row is None else round(next(of_read), 4) for row in ask.rows]
                found[slots.key_of(one.article, one.at, ask.name)] = logs
    return found


# ---------------------------------------------------------------- out


def build(state: dict[str, np.ndarray[Any, Any]]) -> Any:
    """The graph: `states`, `marks` -> `scores` (pieces × two a slot)."""
    g = Graph()
    x = g("Add", "states", g("Gather", g.weight("marks.weight", state["marks.weight"]), "marks"))
    x = g.layers(x, state, sorted({int(name.split(".")[1]) for name in state if name.startswith("layers.")}))
    g("Identity", g.linear(x, "slots", state["slots.weight"], state["slots.bias"]), out="scores")
    inputs = [
        helper.make_tensor_value_info("states", TensorProto.FLOAT, ["pieces", WIDTH]),
        helper.make_tensor_value_info("marks", TensorProto.INT64, ["pieces"]),
    ]
    size = state["slots.bias"].shape[0]
    outputs = [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["pieces", size])]
    return g.model("marked", inputs, outputs)


def marked(config: dict[str, Any], shared: Path, work: Path) -> None:
    """Train the networks of the folds and the one that is shipped."""
    settings, log, folder = config["marked"], logger(work), model_folder(config["name"])
    read = list(statements(shared, settings["single"]))
    used = [one for one in read if not set_aside(one.article)]
    log(f"{len(read)} statements, {len(used)} to learn from")
    found: slots.Likely = {}
    for fold in range(settings["folds"]):
        own = [one for one in used if fold_of(f"marked {one.article}", settings["folds"]) == fold]
        apart = {one.article for one in own}
        network = train(
            folder, [one for one in used if one.article not in apart], settings, config["seed"], log
        )
        found |= told(network, own)
    network = train(folder, used, settings, config["seed"], log)
    found |= told(network, [one for one in read if set_aside(one.article)])
    (work / slots.AGAIN).write_text(json.dumps(found), "utf-8")
    state = {name: part.float().numpy() for name, part in network.state_dict().items()}
    quantize(build(state), folder / "marked.onnx")


if __name__ == "__main__":
    run(marked, __doc__)
