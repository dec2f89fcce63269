"""A narrower network from the trained one: heads of attention and hidden units that matter least go.

Pruning by the size of what a part adds to its layer's output (as in Michel et al. 2019, McCarley et al.
2019), then training on the full network's states and scores (Jiao et al. 2020). All layers stay: taking
whole layers out costs more accuracy for the same speed.

usage: python -m training.prune --work DIR: reads DIR/averaged.pt and replaces it; the full network stays
beside it as full.pt.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from newsfacts.tagger.encoder import WordPieces
from newsfacts.tagger.lexicon import CLASSES, Lexicon
from newsfacts.tagger.shapes import SHAPES
from training import data
from training.network import HEADS, WIDTH, Network
from training.train import (
    INPUTS,
    Average,
    Batcher,
    base_folder,
    batches,
    count_words,
    half_precision,
    hiding,
    logger,
    losses,
    replacements,
    run,
    score,
)

Weights = dict[str, Tensor]
HEAD_WIDTH = WIDTH // HEADS
SAMPLE = 40  # batches on which it is measured what each part adds


def importance(network: Network, ready: list[dict[str, Any]]) -> tuple[list[Tensor], list[Tensor]]:
    """For each layer, the root mean square of what each attention head and each hidden unit adds."""
    heads = [torch.zeros(layer.heads) for layer in network.layers]
    units = [torch.zeros(layer.up.out_features) for layer in network.layers]
    hooks = []
    for number, layer in enumerate(network.layers):

        def attention(module: Any, given: tuple[Tensor], number: int = number) -> None:
            mixed = given[0].reshape(-1, heads[number].numel(), HEAD_WIDTH)
            weight = module.weight.view(WIDTH, heads[number].numel(), HEAD_WIDTH)
            heads[number] += torch.einsum("nhd,whd->nhw", mixed, weight).pow(2).sum(2).mean(0)

        def hidden(module: Any, given: tuple[Tensor], number: int = number) -> None:
            units[number] += given[0].reshape(-1, units[number].numel()).pow(2).mean(0) * module.weight.pow(
                2
            ).sum(0)

        hooks.append(layer.out.register_forward_pre_hook(attention))
        hooks.append(layer.down.register_forward_pre_hook(hidden))
    network.eval()
    with torch.no_grad():
        for batch in ready:
            network(*(batch[name] for name in INPUTS))
    for hook in hooks:
        hook.remove()
    return heads, units


def narrowed(
    state: Weights, heads: list[Tensor], units: list[Tensor], *, keep_heads: int, keep_units: int
) -> Weights:
    """The weights of the parts that add most."""
    small = dict(state)
    for i, (head, unit) in enumerate(zip(heads, units, strict=True)):
        own = f"layers.{i}"
        best = head.topk(keep_heads).indices.sort().values
        rows = (best[:, None] * HEAD_WIDTH + torch.arange(HEAD_WIDTH)).reshape(-1)
        whole = head.numel() * HEAD_WIDTH
        three = torch.cat([rows, rows + whole, rows + 2 * whole])
        for kind in ("weight", "bias"):
            small[f"{own}.qkv.{kind}"] = state[f"{own}.qkv.{kind}"][three].clone()
        small[f"{own}.out.weight"] = state[f"{own}.out.weight"][:, rows].clone()
        best = unit.topk(keep_units).indices.sort().values
        for kind in ("weight", "bias"):
            small[f"{own}.up.{kind}"] = state[f"{own}.up.{kind}"][best].clone()
        small[f"{own}.down.weight"] = state[f"{own}.down.weight"][:, best].clone()
    return small


def states_of(network: Network, batch: dict[str, Any]) -> list[Tensor]:
    """The output of each layer at the pieces there are."""
    found: list[Tensor] = []
    hooks = [layer.register_forward_hook(lambda m, i, out: found.append(out)) for layer in network.layers]
    network.encode(*(batch[name] for name in INPUTS[:-1]))
    for hook in hooks:
        hook.remove()
    return [states[batch["mask"]] for states in found]


def distil(config: dict[str, Any], shared: Path, work: Path) -> None:
    """Prune `work/averaged.pt` and train it on; leaves the small network in its place."""
    rng, log = random.Random(config["seed"]), logger(work)
    settings, rates = config["student"], config["optimizer"]
    corpora = shared / "corpora"
    sources = {
        name: data.read_source(name, corpora, work / "harm-silver.jsonl")
        for name in sorted(settings["sources"])
    }
    dev = data.read_source("wwn-dev", corpora)
    dev_ids = [record["id"] for record in data.records(corpora / "ner" / "wwn-dev.jsonl.gz")]
    labels = json.loads((work / "labels.json").read_text("utf-8"))
    batcher = Batcher(WordPieces(base_folder() / "vocab.txt"), Lexicon.read(work / "lexicon.bin"), labels)
    augment = data.Augmenter(config["augment"], replacements(), rng)
    full = work / "full.pt"
    if not full.is_file():
        full.write_bytes((work / "averaged.pt").read_bytes())
    whole = torch.load(full)

    def network_of(heads: int, hidden: int, dropout: float) -> Network:
        return Network(
            {head: len(names) for head, names in labels.items()},
            vocab=len(batcher.pieces.tokenizer.get_vocab()),
            shapes=len(SHAPES),
            lexicon=CLASSES,
            layers=config["encoder"]["layers"],
            heads_a_layer=heads,
            hidden=hidden,
            dropout=dropout,
        )

    teacher = network_of(HEADS, whole["layers.0.up.weight"].shape[0], 0.0)
    teacher.load_state_dict(whole)
    teacher.eval()
    drawn = islice(batches(config, settings, sources, batcher, augment, rng), SAMPLE)
    sample = [batcher(batch) for batch in drawn]
    heads, units = importance(teacher, sample)
    student = network_of(settings["heads"], settings["hidden"], settings["dropout"])
    student.load_state_dict(
        narrowed(whole, heads, units, keep_heads=settings["heads"], keep_units=settings["hidden"])
    )
    student.eval()
    log(f"pruned, untrained: {score(student, dev, dev_ids, batcher)}")
    student.train()
    optimizer = torch.optim.AdamW(student.parameters(), lr=settings["rate"], weight_decay=0.01, fused=True)
    average = Average(student, config["encoder"]["average"])
    words = count_words(sources)
    total = settings["passes"] * sum(share * words[name] for name, share in settings["sources"].items())
    seen, step, begun = 0.0, 0, time.monotonic()
    for number in range(1, settings["passes"] + 1):
        for batch in batches(config, settings, sources, batcher, augment, rng):
            step += 1
            seen += sum(len(sentence.words) for chunk in batch for sentence in chunk)
            for group in optimizer.param_groups:
                group["lr"] = settings["rate"] * min(step / rates["warmup_steps"], max(0.0, 1 - seen / total))
            ready = batcher(batch, hiding(config["augment"], rng))
            with half_precision():
                follows = {head: config["heads"][head] for head in settings["follows"]}
                loss, own_words = distance(
                    student,
                    ready,
                    beliefs([teacher], ready, follows),
                    states=settings["states"],
                    follows=follows,
                )
                gold = losses(student, ready, own_words)
                for head, part in gold.items():
                    share = settings["gold"] if head in settings["follows"] else 1.0
                    loss = loss + share * config["heads"][head] * part
            loss.backward()
            torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            average.update(student)
            if step % 50 == 0:
                done = f"{100 * seen / total:.1f}%, {time.monotonic() - begun:.0f} s"
                log(f"  step {step}, {done}, loss {float(loss.detach()):.3f}")
        raw = {name: value.clone() for name, value in student.state_dict().items()}
        student.load_state_dict(average.weights)
        log(f"pruned, pass {number}/{settings['passes']}: {score(student, dev, dev_ids, batcher)}")
        student.load_state_dict(raw)
        torch.save(average.weights, work / "averaged.pt")


@torch.no_grad()
def beliefs(
    teachers: Sequence[Network], ready: dict[str, Any], heads: Iterable[str]
) -> tuple[list[Tensor], dict[str, Tensor]]:
    """The states of each layer of the first teacher, and the logarithms of what each of the `heads` believes,
    as the mean of all."""
    states: list[list[Tensor]] = [states_of(teacher, ready) for teacher in teachers]
    words = [states_of_words(layers[-1], ready) for layers in states]
    aims = {}
    for head in heads:
        logs = [
            F.log_softmax(one.heads[head](own).float(), 1) for one, own in zip(teachers, words, strict=True)
        ]
        aims[head] = torch.logsumexp(torch.stack(logs), 0) - math.log(len(logs))
    return states[0], aims


def distance(
    student: Network,
    ready: dict[str, Any],
    taught: tuple[list[Tensor], dict[str, Tensor]],
    *,
    states: float,
    follows: dict[str, float],
) -> tuple[Tensor, Tensor]:
    """How far the student is from what was `taught` by teachers with as many layers, and its own states of
    the words.

    `states`: the weight of the states of each layer; `follows`: that of what each head believes.
    """
    theirs, aims = taught
    ours = states_of(student, ready)
    own_words = states_of_words(ours[-1], ready)
    loss = states * sum(
        (F.mse_loss(a.float(), b.float()) for a, b in zip(ours, theirs, strict=True)), torch.zeros(())
    )
    for head, weight in follows.items():
        scores = student.heads[head](own_words).float()
        loss = loss + weight * F.kl_div(
            F.log_softmax(scores, 1), aims[head], log_target=True, reduction="batchmean"
        )
    return loss, own_words


def states_of_words(states: Tensor, batch: dict[str, Any]) -> Tensor:
    """States of the words, of those of the pieces that are not padding."""
    at = batch["mask"].reshape(-1).cumsum(0) - 1
    return states[at[batch["first"]]]


if __name__ == "__main__":
    run(distil, __doc__)
