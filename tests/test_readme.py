"""The README's commands and its Python, run as they stand."""

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

import pytest
from typer.testing import CliRunner

from newsfacts.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [
    line.removeprefix("$ ").split("  #")[0].strip()
    for block in re.findall(r"```console\n(.*?)```", README, re.S)
    for line in block.splitlines()
    if line.startswith(("$ newsfacts", "$ cat"))
]
STORY = "A ferry sank off Batu on Sunday, killing at least 12 people, the coast guard said.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the README's commands name: the seeds, a story, a dump of records, a folder of stories."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "one.txt").write_text(STORY, "utf-8")
    with gzip.open(tmp_path / "dump.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"id": "a", "text": STORY, "published": "2024-09-02"}) + "\n")
    return tmp_path


def test_the_readme_shows_commands():
    assert len(COMMANDS) >= 5


def made(folder: Path) -> list[Path]:
    """The files and folders that a command may write."""
    return [path for form in ("*.csv", "facts/*.csv", "*.sqlite", "*.html") for path in folder.glob(form)]


# A command without a pipe needs no shell and no interpreter of its own: two seconds each.
@pytest.mark.model
@pytest.mark.parametrize("command", [command for command in COMMANDS if "|" not in command])
def test_command(command: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    program, *arguments = shlex.split(command)
    assert program == "newsfacts"
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert done.stdout or made(folder)


@pytest.mark.model
@pytest.mark.parametrize("command", [command for command in COMMANDS if "|" in command])
def test_command_in_a_pipe(command: str, folder: Path) -> None:
    if "jq " in command and shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout or made(folder)


@pytest.mark.model
def test_python():
    [code] = re.findall(r"```python\n(.*?)```", README, re.S)
    *lines, last = [line for line in code.splitlines() if line.strip()]
    expression, expected = last.split("  # ")
    scope: dict = {}
    exec("\n".join(lines), scope)
    assert eval(expression, scope) == eval(f"({expected})")
