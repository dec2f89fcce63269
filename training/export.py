"""Write the trained network as a model folder: `python -m training.export`.

The graph is written node by node: no tracing, no exporter to keep up with. Weights of the matrix
products become int8 with a scale a column, the word embeddings int8 with a scale a row; activations are
quantized as they come (ONNX Runtime's dynamic quantization).
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from benchmarks.development import calibration_error, fold_of
from newsfacts.tagger.component import head_spans, sentences_of
from newsfacts.tagger.encoder import Encoder
from training import data
from training.network import HEADS, LAYER_NORM_EPS, WIDTH
from training.train import HERE, base_folder

# Layers of the lower half, whose states a second reading goes on from (`newsfacts.tagger.marked`).
LOWER = 3

Array = NDArray[Any]
Named = tuple[str, int, int, str]  # id of the article, start, end, label


class Graph:
    """Nodes and weights, collected in order."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: Array) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def __call__(self, kind: str, *inputs: str, out: str = "", **attributes: Any) -> str:
        out = out or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], name=f"node_{out}", **attributes))
        return out

    def linear(self, x: str, name: str, weight: Array, bias: Array) -> str:
        product = self("MatMul", x, self.weight(f"{name}.weight", weight.T))
        return self("Add", product, self.weight(f"{name}.bias", bias))

    def norm(self, x: str, name: str, state: dict[str, Array]) -> str:
        scale = self.weight(f"{name}.weight", state[f"{name}.weight"])
        bias = self.weight(f"{name}.bias", state[f"{name}.bias"])
        return self("LayerNormalization", x, scale, bias, axis=-1, epsilon=LAYER_NORM_EPS)

    def layers(self, x: str, state: dict[str, Array], numbers: Iterable[int]) -> str:
        """Transformer layers, as `training.network.Layer`, those with these numbers."""
        numbers = list(numbers)
        inner = state[f"layers.{numbers[0]}.out.weight"].shape[1]  # of the heads together
        head = WIDTH // HEADS
        split = self.weight(f"heads_apart.{numbers[0]}", np.array([0, inner // head, head]))
        joined = self.weight(f"heads_joined.{numbers[0]}", np.array([0, inner]))
        for i in numbers:
            own = f"layers.{i}"
            weight, bias = state[f"{own}.qkv.weight"].copy(), state[f"{own}.qkv.bias"].copy()
            weight[:inner] /= np.sqrt(head)  # the scale of the products of queries and keys
            bias[:inner] /= np.sqrt(head)
            qkv = self.linear(x, f"{own}.qkv", weight, bias)
            names = [f"{own}.{part}" for part in "qkv"]
            self.nodes.append(helper.make_node("Split", [qkv], names, axis=-1, num_outputs=3))
            q, k, v = (self("Reshape", name, split) for name in names)
            seen = self(
                "Softmax",
                self("MatMul", self("Transpose", q, perm=[1, 0, 2]), self("Transpose", k, perm=[1, 2, 0])),
                axis=-1,
            )
            mixed = self(
                "Transpose", self("MatMul", seen, self("Transpose", v, perm=[1, 0, 2])), perm=[1, 0, 2]
            )
            out = self.linear(
                self("Reshape", mixed, joined),
                f"{own}.out",
                state[f"{own}.out.weight"],
                state[f"{own}.out.bias"],
            )
            x = self.norm(self("Add", x, out), f"{own}.norm1", state)
            up = self("Gelu", self.linear(x, f"{own}.up", state[f"{own}.up.weight"], state[f"{own}.up.bias"]))
            down = self.linear(up, f"{own}.down", state[f"{own}.down.weight"], state[f"{own}.down.bias"])
            x = self.norm(self("Add", x, down), f"{own}.norm2", state)
        return x

    def model(
        self, name: str, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]
    ) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, name, inputs, outputs, self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
        onnx.checker.check_model(model)
        return model


def build(state: dict[str, Array], heads: Iterable[str], *, layers: int) -> onnx.ModelProto:
    """The graph: `pieces`, `shapes`, `lexicon`, `first` -> `scores` (words × labels of all heads), and as
    `lower` the states that its lower half makes (pieces × width)."""
    g = Graph()
    words = state["words.weight"]
    scale = np.abs(words).max(axis=1, keepdims=True) / 127
    quantized = np.round(words / np.maximum(scale, 1e-12)).astype(np.int8)
    x = g(
        "Mul",
        g("Cast", g("Gather", g.weight("words", quantized), "pieces"), to=TensorProto.FLOAT),
        g("Gather", g.weight("words.scale", scale.astype(np.float32)), "pieces"),
    )
    for name in ("shapes", "lexicon"):
        x = g("Add", x, g("Gather", g.weight(f"{name}.weight", state[f"{name}.weight"]), name))
    at = g(
        "Slice",
        g.weight("positions", state["positions.weight"][: data.LONGEST_CHUNK + 2]),
        g.weight("zero", np.array([0])),
        g("Shape", "pieces"),
    )
    x = g.norm(g("Add", x, at), "norm", state)
    lower, upper = range(layers)[:LOWER], range(layers)[LOWER:]
    x = g.layers(x, state, lower)
    g("Identity", x, out="lower")
    if upper:
        x = g.layers(x, state, upper)
    weight = np.concatenate([state[f"heads.{head}.weight"] for head in heads])
    bias = np.concatenate([state[f"heads.{head}.bias"] for head in heads])
    g("Identity", g.linear(g("Gather", x, "first"), "heads", weight, bias), out="scores")
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, [size])
        for name, size in (
            ("pieces", "pieces"),
            ("shapes", "pieces"),
            ("lexicon", "pieces"),
            ("first", "words"),
        )
    ]
    outputs = [
        helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["words", len(bias)]),
        helper.make_tensor_value_info("lower", TensorProto.FLOAT, ["pieces", WIDTH]),
    ]
    return g.model("tagger", inputs, outputs)


def export(config: dict[str, Any], work: Path, target: Path) -> None:
    """Fill `target` with weights.onnx, vocab.txt and a first meta.json."""
    labels: dict[str, list[str]] = json.loads((work / "labels.json").read_text("utf-8"))
    state = {name: value.float().numpy() for name, value in torch.load(work / "averaged.pt").items()}
    target.mkdir(parents=True, exist_ok=True)
    quantize(build(state, labels, layers=config["encoder"]["layers"]), target / "weights.onnx")
    for origin in (base_folder() / "vocab.txt", work / "lexicon.bin"):
        shutil.copyfile(origin, target / origin.name)
        (target / origin.name).chmod(0o644)
    meta = {
        "name": config["name"],
        "version": config["version"],
        "language": "en",
        "spacy": ">=3.8,<3.9",
        "licence": "Apache-2.0",
        "heads": {head: {"labels": names} for head, names in labels.items()},
        **config.get("card", {}),
    }
    write_meta(target, meta)


def quantize(model: onnx.ModelProto, target: Path) -> None:
    """Write `model` to `target` with int8 weights."""
    with tempfile.TemporaryDirectory() as folder:
        plain, prepared = Path(folder) / "plain.onnx", Path(folder) / "prepared.onnx"
        onnx.save(model, plain)
        quant_pre_process(plain, prepared, skip_symbolic_shape=True)
        # Weights of 7 bits: with 8, sums overflow on processors without VNNI. On wwn-dev it costs nothing.
        quantize_dynamic(
            prepared,
            target,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )


def write_meta(target: Path, meta: dict[str, Any]) -> None:
    (target / "meta.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n", "utf-8")


# ---------------------------------------------------------------- calibration


def calibrate(target: Path, shared: Path) -> None:
    """Fit the confidences (Platt 1999) on development articles, and note the reliability.

    A name is right when span and label are gold's; a figure when it overlaps a counted or optional
    statement of its kind. Two numbers are fitted on all articles; the curve and the expected calibration
    error come from fits on four fifths of the articles, each measured on the fifth left out.
    """
    encoder = Encoder(target)
    meta = encoder.meta
    measured = {
        "ner": (shared / "corpora" / "ner" / "wwn-dev.jsonl.gz", _name_right),
        "harm": (shared / "corpora" / "casualties" / "dev.jsonl.gz", _figure_right),
    }
    for head, (path, right) in measured.items():
        pairs: list[tuple[str, float, bool]] = []  # article, probability, whether right
        found: set[Named] = set()
        for record in data.records(path):
            doc = data.splitter()(record["text"])
            chunks = list(encoder.chunks(sentences_of(doc)))
            own = encoder.heads[head]
            for start, end, label, p in head_spans(doc, chunks, encoder.scores(chunks), own, encoder.lexicon):
                span = doc[start:end]
                found.add((record["id"], span.start_char, span.end_char, label))
                pairs.append((record["id"], p, right(record, span.start_char, span.end_char, label)))
        if head == "ner":
            meta["scores"] = {"wwn-dev, strict F1": strict_f1(record_spans(path), found)}
        meta["heads"][head]["calibration"] = [
            round(value, 3) for value in platt([(p, ok) for _, p, ok in pairs])
        ]
        scaled = held_out(pairs)
        meta["heads"][head]["calibration_error"] = round(calibration_error(scaled), 4)
        print(head, "calibration", meta["heads"][head]["calibration"])
        print(f"error {calibration_error(scaled):.4f} of {len(scaled)} spans; share right by confidence:")
        for low in range(10):
            inside = [ok for p, ok in scaled if min(int(p * 10), 9) == low]
            if inside:
                print(f"  {low / 10:.1f} to {(low + 1) / 10:.1f}: {np.mean(inside):.2f} of {len(inside)}")
    write_meta(target, meta)


def held_out(pairs: list[tuple[str, float, bool]], folds: int = 5) -> list[tuple[float, bool]]:
    """The pairs with probabilities scaled by what the articles of the other folds tell."""
    scaled = []
    for fold in range(folds):
        inside = {article for article, *_ in pairs if fold_of(article, folds) == fold}
        slope, offset = platt([(p, ok) for article, p, ok in pairs if article not in inside])
        scaled += [
            (1 / (1 + math.exp(-(slope * logit(p) + offset))), ok)
            for article, p, ok in pairs
            if article in inside
        ]
    return scaled


def record_spans(path: Path) -> set[Named]:
    return {(record["id"], *span) for record in data.records(path) for span in record["spans"]}


def strict_f1(gold: set[Named], found: set[Named]) -> dict[str, float]:
    """F1 of same start, end and label: of PERSON, ORG and LOC together and of each label."""
    groups = {"PERSON+ORG+LOC": {"PERSON", "ORG", "LOC"}, **{label: {label} for label in data.NAMES}}
    scores = {}
    for name, labels in groups.items():
        ours, theirs = ({span for span in spans if span[3] in labels} for spans in (found, gold))
        scores[name] = round(2 * len(ours & theirs) / max(len(ours) + len(theirs), 1), 4)
    return scores


def _name_right(record: dict[str, Any], start: int, end: int, label: str) -> bool:
    return [start, end, label] in record["spans"]


def _figure_right(record: dict[str, Any], start: int, end: int, label: str) -> bool:
    return any(
        figure["span"][0] < end
        and start < figure["span"][1]
        and label in (figure["kind"], *figure.get("alt", {}).get("kind", ()))
        for figure in record["casualties"]
    )


def logit(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return float(np.log(p / (1 - p)))


def platt(pairs: list[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and offset of the logistic regression of "right" on the logit of the probability (Newton)."""
    x = np.array([[logit(p), 1.0] for p, _ in pairs])
    y = np.array([float(ok) for _, ok in pairs])
    beta = np.array([1.0, 0.0])
    for _ in range(25):
        mean = 1 / (1 + np.exp(-x @ beta))
        hessian = (x * (mean * (1 - mean))[:, None]).T @ x + 1e-3 * np.eye(2)
        beta += np.linalg.solve(hessian, x.T @ (y - mean))
    return float(beta[0]), float(beta[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--config", type=Path, default=HERE / "config.toml")
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--models", type=Path, default=HERE.parent / "newsfacts" / "models")
    arguments = parser.parse_args()
    config = tomllib.loads(arguments.config.read_text("utf-8"))
    target = arguments.models / config["name"]
    export(config, arguments.work, target)
    calibrate(target, arguments.shared)


if __name__ == "__main__":
    main()
