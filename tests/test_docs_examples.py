"""The documentation's examples, run as they stand: each page's commands in their order, and its Python."""

from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from newsfacts.cli import app

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
STORIES = {
    "one": "A ferry sank off Batu on Sunday, killing at least 12 people, the coast guard said.\n",
    "two": "Mayor Olha Verest said 14 people died when a ferry sank off Batu on Sunday.\n",
}
# Pages whose Python is whole: it needs nothing that the page only speaks of.
WHOLE = ("python.md", "spacy.md", "howto/notebooks.md")
# Commands that rest on what is not here: a cluster; what a person has filled in (tests/test_review* do that).
ELSEWHERE = ("--engine ray", "review.json", "corrected.jsonl")
# What a command needs that is not part of Python, or that a person types into.
TOOLS = ("jq", "xargs", "python3")


def commands_of(page: Path) -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", page.read_text("utf-8"), re.S)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    commands = [re.split(r"\s#\s", line.removeprefix("$ "))[0].strip() for line in lines]
    return [
        command
        for command in commands
        if "newsfacts " in command and not any(word in command for word in ELSEWHERE)
    ]


PAGES = [page for page in sorted(DOCS.rglob("*.md")) if commands_of(page)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the pages name: seeds, articles, an archive, files of records, facts made before."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    for name in ("articles", "archive"):
        (tmp_path / name).mkdir()
        for story, text in STORIES.items():
            (tmp_path / name / f"{story}.txt").write_text(text, "utf-8")
    records = [{"id": name, "text": text, "published": "2024-09-02"} for name, text in STORIES.items()]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (tmp_path / "news.jsonl").write_text(lines, "utf-8")
    (tmp_path / "dump.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "tables").mkdir()
    CliRunner().invoke(
        app, ["extract", str(tmp_path / "news.jsonl"), "-o", str(tmp_path / "facts.jsonl"), "-q"]
    )
    return tmp_path


@pytest.mark.model
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_commands(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for command in commands_of(page):
        words = shlex.split(command)
        plain = words[0] == "newsfacts" and not set(words) & {"|", ">", "<", "&&"}
        code, said = in_process(words[1:]) if plain else in_shell(command, folder)
        # 1: what --fail-on looks for is there, and was told.
        assert code == 0 or (code == 1 and "--fail-on" in words), f"{command}\n{said}"


def in_process(arguments: list[str]) -> tuple[int, str]:
    """A command without a shell: an interpreter of its own takes seconds."""
    done = CliRunner().invoke(app, arguments)
    return done.exit_code, done.output


def in_shell(command: str, folder: Path) -> tuple[int, str]:
    if missing := [tool for tool in TOOLS if f"{tool} " in command and shutil.which(tool) is None]:
        pytest.skip(f"{missing[0]} is not installed")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr + done.stdout


@pytest.mark.model
@pytest.mark.parametrize("name", WHOLE)
def test_python(name: str) -> None:
    if "notebooks" in name:
        pytest.importorskip("pandas")
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", (DOCS / name).read_text("utf-8"), re.S):
        exec(compile(block, name, "exec"), names)
    if name == "spacy.md":
        assert names["facts_of"](names["again"]).casualties[0].min == 6
        assert "killed" in names["html"]
    if name == "python.md":
        assert (names["figure"].min, names["figure"].attribution) == (6, "police")
