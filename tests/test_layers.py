"""Imports point down: cli -> readers, writers, pipeline -> extractors -> nlp -> text -> … -> errors."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "newsfacts"

# From the top; what is not named here (records, schema, merge …) belongs to the readers and writers.
LAYERS = ("__main__", "cli", "*", "extractors", "nlp", "text", "rules", "types", "errors")
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def layer(module: str) -> int:
    return LAYERS.index(module) if module in LAYERS else LAYERS.index("*")


def imports(path: Path) -> Iterator[str]:
    """The modules that `path` names in its imports, wherever they stand."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are absolute here"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def own_part(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path):
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "newsfacts" or parts[1].startswith("__version__"):
            continue
        assert layer(parts[1]) >= layer(own_part(path)), f"{path.name} imports {name}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "text").rglob("*.py")), ids=lambda path: path.name)
def test_text_does_not_import_spacy(path):
    assert not any(name.split(".")[0] == "spacy" for name in imports(path))


@pytest.mark.parametrize("part", ["readers", "writers", "records", "schema", "cards"])
def test_reading_and_writing_need_no_spacy(part):
    paths = [PACKAGE / f"{part}.py", *(PACKAGE / part).rglob("*.py")]
    names = [name for path in paths if path.exists() for name in imports(path)]
    assert names
    assert not [name for name in names if name.split(".")[0] == "spacy" or ".pipeline" in name]


def test_extractors_do_not_import_one_another():
    kinds = {path.stem for path in (PACKAGE / "extractors").glob("*.py")} - {"__init__"}
    for path in (PACKAGE / "extractors").glob("*.py"):
        others = {f"newsfacts.extractors.{kind}" for kind in kinds - {path.stem}}
        assert not [name for name in imports(path) if any(name.startswith(other) for other in others)]
