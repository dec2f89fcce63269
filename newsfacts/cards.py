"""The models there are: what stands in their `meta.json`."""

from __future__ import annotations

import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from newsfacts.errors import ModelError


def model_cards() -> list[dict[str, Any]]:
    """The `meta.json` of each shipped model, by name, with `size_bytes` of its folder added.

    Raises ModelError where one cannot be read.
    """
    folder = files("newsfacts") / "models"
    if not folder.is_dir():
        return []
    cards = []
    for model in sorted(folder.iterdir(), key=lambda entry: entry.name):
        meta = model / "meta.json"
        if not meta.is_file():
            continue
        try:
            card = json.loads(meta.read_text("utf-8"))
        except ValueError as error:
            raise ModelError(f"models/{model.name}/meta.json: {error}: install newsfacts again") from error
        cards.append({"name": model.name, **card, "size_bytes": _size(model)})
    return cards


def _size(entry: Traversable) -> int:
    if entry.is_dir():
        return sum(_size(part) for part in entry.iterdir() if part.name != "__pycache__")
    with entry.open("rb") as stream:
        return stream.seek(0, 2)
