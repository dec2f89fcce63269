"""The models there are: what stands in their `meta.json`."""

from __future__ import annotations

import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from newsfacts.errors import ModelError


def model_cards() -> list[dict[str, Any]]:
    """Name, version, licence, size, labels by head, sources and scores of each shipped model, by name.

    What its `meta.json` does not tell is null, `size_bytes` is that of the folder.
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
        cards.append(
            {
                "name": card.get("name", model.name),
                "version": card.get("version"),
                "licence": card.get("licence"),
                "size_bytes": _size(model),
                "labels": {head: _labels(made["labels"]) for head, made in card.get("heads", {}).items()},
                "sources": card.get("sources"),
                "scores": card.get("scores"),
            }
        )
    return cards


def _labels(tags: list[str]) -> list[str]:
    """What can be found: PERSON for B-PERSON and I-PERSON, and nothing for O."""
    return list(dict.fromkeys(tag[2:] if tag[1:2] == "-" else tag for tag in tags if tag != "O"))


def _size(entry: Traversable) -> int:
    if entry.is_dir():
        return sum(_size(part) for part in entry.iterdir() if part.name != "__pycache__")
    with entry.open("rb") as stream:
        return stream.seek(0, 2)
