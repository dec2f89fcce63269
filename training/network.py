"""The tagger's network: MiniLM's encoder with embeddings of word shape and lexicon, one linear layer a head.

The encoder is BERT's (Devlin et al. 2019) in the size of MiniLM-L6 (Wang et al. 2020); it is
written out here, so that training needs PyTorch alone and the export knows every weight by name.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

WIDTH, LAYERS, HEADS, HIDDEN = 384, 6, 12, 1536
LAYER_NORM_EPS = 1e-12


class Layer(nn.Module):
    """One transformer layer, post-norm; with fewer heads than HEADS, these are as wide as before."""

    def __init__(self, dropout: float, heads: int = HEADS, hidden: int = HIDDEN) -> None:
        super().__init__()
        self.heads = heads
        inner = heads * (WIDTH // HEADS)
        self.qkv = nn.Linear(WIDTH, 3 * inner)
        self.out = nn.Linear(inner, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=LAYER_NORM_EPS)
        self.up = nn.Linear(WIDTH, hidden)
        self.down = nn.Linear(hidden, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=LAYER_NORM_EPS)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`x`: batch × pieces × width; `mask`: batch × 1 × 1 × pieces, True where a piece is."""
        batch, pieces, _ = x.shape
        q, k, v = (
            part.view(batch, pieces, self.heads, WIDTH // HEADS).transpose(1, 2)
            for part in self.qkv(x).chunk(3, dim=-1)
        )
        # Written out: with a mask, PyTorch's own takes three times as long on processors.
        near = (q @ k.transpose(2, 3)) * (WIDTH // HEADS) ** -0.5
        seen = near.masked_fill(~mask, float("-inf")).softmax(3) @ v
        seen = seen.transpose(1, 2).reshape(batch, pieces, -1)
        x = self.norm1(x + self.dropout(self.out(seen)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Network(nn.Module):
    """Pieces and word shapes in, one score a label and head out."""

    def __init__(
        self,
        heads: dict[str, int],
        *,
        vocab: int,
        shapes: int,
        lexicon: int,
        positions: int = 512,
        layers: int = LAYERS,
        heads_a_layer: int = HEADS,
        hidden: int = HIDDEN,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(vocab, WIDTH)
        self.positions = nn.Embedding(positions, WIDTH)
        self.shapes = nn.Embedding(shapes, WIDTH)
        self.lexicon = nn.Embedding(lexicon, WIDTH)
        # Starts as the uncased model, and learns case and what the lists of names say from there.
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.lexicon.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=LAYER_NORM_EPS)
        self.layers = nn.ModuleList(Layer(dropout, heads_a_layer, hidden) for _ in range(layers))
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({name: nn.Linear(WIDTH, size) for name, size in heads.items()})

    def encode(self, pieces: Tensor, shapes: Tensor, lexicon: Tensor, mask: Tensor) -> Tensor:
        """States, batch × pieces × width. `mask`: batch × pieces, True where a piece is."""
        at = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.positions(at) + self.shapes(shapes) + self.lexicon(lexicon)
        x = self.dropout(self.norm(x))
        wide = mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, wide)
        return x

    def forward(self, pieces: Tensor, shapes: Tensor, lexicon: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """States of the words: those of their first pieces, gathered by flat index `first`."""
        states = self.encode(pieces, shapes, lexicon, mask)
        return self.dropout(states.reshape(-1, WIDTH)[first])


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    """The float32 or float16 arrays of a safetensors file, by name."""
    raw = path.read_bytes()
    size = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8 : 8 + size])
    kinds = {"F32": np.float32, "F16": np.float16, "I64": np.int64}
    arrays = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            data = np.frombuffer(
                raw,
                kinds[entry["dtype"]],
                offset=8 + size + start,
                count=(end - start) // np.dtype(kinds[entry["dtype"]]).itemsize,
            )
            arrays[name] = data.reshape(entry["shape"]).copy()
    return arrays


def load_base(network: Network, path: Path) -> None:
    """Fill the encoder with the weights of MiniLM-L6 (`model.safetensors` of all-MiniLM-L6-v2)."""
    base = {
        name: torch.from_numpy(array).float()
        for name, array in read_safetensors(path).items()
        if array.dtype != np.int64
    }
    with torch.no_grad():
        network.words.weight.copy_(base["embeddings.word_embeddings.weight"])
        # All text is one segment here, so its embedding joins the positions.
        network.positions.weight.copy_(
            base["embeddings.position_embeddings.weight"] + base["embeddings.token_type_embeddings.weight"][0]
        )
        _copy(network.norm, base, "embeddings.LayerNorm")
        for index, layer in enumerate(network.layers):
            at = f"encoder.layer.{index}."
            for kind in ("weight", "bias"):
                parts = [base[f"{at}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
                getattr(layer.qkv, kind).copy_(torch.cat(parts))
            _copy(layer.out, base, at + "attention.output.dense")
            _copy(layer.norm1, base, at + "attention.output.LayerNorm")
            _copy(layer.up, base, at + "intermediate.dense")
            _copy(layer.down, base, at + "output.dense")
            _copy(layer.norm2, base, at + "output.LayerNorm")


def _copy(module: nn.Module, base: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(base[name + ".weight"])
    module.bias.copy_(base[name + ".bias"])
