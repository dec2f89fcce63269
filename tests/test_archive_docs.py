"""docs/archive.md: each of its recipes is run once."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parent.parent / "docs" / "archive.md"
TEXT = (
    "TORVIK — {} people were killed when the ferry Solveig caught fire off Torvik on Sunday, Dana Cole said."
)
NUMBERS = ("Six", "Nine", "At least 12", "Some 40", "Two", "Thirty")

pytestmark = pytest.mark.model


def recipe(name: str) -> str:
    (found,) = re.findall(rf"<!-- recipe: {name} -->\n```\w+\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return found


def run(command: list[str], folder: Path, **variables: str) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, **variables}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> tuple[Path, dict[str, list[str]]]:
    """A folder with `archive/`, `articles/`, and how many died in each article, by its id."""
    folder = tmp_path_factory.mktemp("recipes")
    (folder / "archive").mkdir()
    for i, number in enumerate(NUMBERS):
        (folder / "archive" / f"a{i}.txt").write_text(TEXT.format(number), "utf-8")
    if find_spec("pyarrow"):
        import pyarrow
        from pyarrow import parquet

        (folder / "articles").mkdir()
        rows = [{"id": f"a{i}", "text": TEXT.format(number)} for i, number in enumerate(NUMBERS)]
        parquet.write_table(pyarrow.Table.from_pylist(rows), folder / "articles" / "1.parquet")
    return folder, {f"a{i}": [number] for i, number in enumerate(NUMBERS)}


def told(lines: list[str]) -> dict[str, list[str]]:
    records = [json.loads(line) for line in lines]
    return {record["id"]: [figure["text"] for figure in record["casualties"]] for record in records}


def joined(folder: Path) -> dict[str, list[str]]:
    """What the shares hold, which are taken away."""
    files = sorted(folder.glob("facts-*.jsonl"))
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    assert len(files) == 3
    for file in (*files, *folder.glob("facts-*.resume")):
        file.unlink()
    assert len(lines) == len(NUMBERS)
    return told(lines)


def test_ci(archive):
    folder, expected = archive
    (step,) = re.findall(r"- run: (newsfacts .*)", recipe("ci"))
    for share in ("1", "2", "3"):
        run(["bash", "-c", step.replace("${{ matrix.share }}", share)], folder)
    assert joined(folder) == expected


def test_slurm(archive):
    folder, expected = archive
    for share in ("1", "2", "3"):
        known = {"SLURM_ARRAY_TASK_ID": share, "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_CPUS_PER_TASK": "2"}
        run(["bash", "-c", recipe("slurm")], folder, **known)
    assert joined(folder) == expected


@pytest.mark.parametrize("name", ["parallel", "xargs"])
def test_side_by_side(archive, name):
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    folder, expected = archive
    run(["bash", "-c", recipe(name)], folder)
    assert joined(folder) == expected


@pytest.mark.parametrize(
    ("name", "needed"),
    [("dask", ("dask", "pandas")), ("pyspark", ("pyspark", "pandas")), ("ray-data", ("ray", "pandas"))],
)
def test_tables_of_other_engines(archive, name, needed):
    for module in (*needed, "pyarrow"):
        pytest.importorskip(module, reason=f"{module} is not installed")
    if name == "pyspark" and shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    from pyarrow import parquet

    folder, expected = archive
    shutil.rmtree(folder / "facts", ignore_errors=True)
    run([sys.executable, "-c", recipe(name)], folder, RAY_DISABLE_MEMORY_MONITOR="1")
    rows = [
        row for file in (folder / "facts").glob("*.parquet") for row in parquet.read_table(file).to_pylist()
    ]
    assert [row["error"] for row in rows] == [None] * len(NUMBERS)
    found = told([row["facts"] for row in rows])
    assert {id: figures for id, figures in found.items() if id in expected} == expected


def test_a_row_that_cannot_be_read_is_a_row():
    from newsfacts.jobs import Rows

    given: list[dict[str, Any]] = [
        {"id": 7, "text": "Six died."},
        {"id": "b", "text": float("nan")},
        {"text": "", "id": None},
    ]
    found = Rows(only=("casualties",))(given)
    assert [row["id"] for row in found] == ["7", "b", None]
    assert told([found[0]["facts"] or ""]) == {"7": ["Six"]}
    assert [row["facts"] for row in found[1:]] == [None, None]
    assert all(row["error"] for row in found[1:])
