"""A model folder read back as the weights that training goes on from: the way back from `training.export`.

The weights were rounded to 7 bits; what that lost is little (docs/model.md), and the first steps win it back.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.network import HEADS, WIDTH

QUANTIZED = "_quantized"


def read(folder: Path, heads: dict[str, list[str]]) -> dict[str, Tensor]:
    """The state of `training.network.Network` that `folder/weights.onnx` was made from. `heads`: the labels
    of each head, in the order of the scores."""
    graph = onnx.load(folder / "weights.onnx").graph
    arrays = {part.name: numpy_helper.to_array(part) for part in graph.initializer}
    state: dict[str, np.ndarray] = {"words.weight": arrays["words"] * arrays["words.scale"]}
    state["positions.weight"] = arrays["positions"]
    for name, array in arrays.items():
        if name.endswith(QUANTIZED):
            name = name.removesuffix(QUANTIZED)
            scale, zero = arrays[f"{name}_scale"], arrays[f"{name}_zero_point"]
            state[name] = ((array.astype(np.float32) - zero) * scale).T
        elif name.endswith((".weight", ".bias")):
            state[name] = array
    head = WIDTH // HEADS
    for name in [name for name in state if ".qkv." in name]:
        whole = state[name] = state[name].copy()
        whole[: len(whole) // 3] *= np.sqrt(head)  # the scale of the products of queries and keys
    weight, bias, start = state.pop("heads.weight"), state.pop("heads.bias"), 0
    for name, labels in heads.items():
        end = start + len(labels)
        state[f"heads.{name}.weight"], state[f"heads.{name}.bias"] = weight[start:end], bias[start:end]
        start = end
    return {name: torch.from_numpy(array.astype(np.float32)) for name, array in state.items()}
