"""The README's install lines and first commands, read out of it and run as they stand in empty environments.

An environment a line takes minutes: `make install-check` (INSTALL=all), which .ci/run runs, makes them.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from importlib.metadata import metadata
from pathlib import Path

import pytest

import newsfacts

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = "## First three commands"


def lines_under(heading: str) -> list[str]:
    """The commands of the first block of the console under `heading`."""
    section = README.split(f"{heading}\n", 1)[1]
    block = re.search(r"```console\n(.*?)```", section, re.S)
    assert block is not None
    return [line.removeprefix("$ ") for line in block[1].splitlines()]


INSTALL = lines_under("## Install")
WHEEL = re.findall(r"`(pip install [^`]*\.whl\")`", README)


def test_there_are_lines_to_install_and_three_commands():
    assert [line.split()[0] for line in INSTALL] == ["pipx", "uv", "pip", "pip"]
    assert [line.split()[0] for line in lines_under(COMMANDS)] == ["newsfacts"] * 3


def test_extras_that_the_readme_names_are_there():
    known = set(metadata("newsfacts").get_all("Provides-Extra") or ())
    named = {
        name
        for extras in re.findall(r"\[([a-z,]+)\]", README.split("## Use", 1)[0])
        for name in extras.split(",")
    }
    assert "all" in named
    assert named - known == set()


def test_the_wheel_that_the_readme_names_is_of_this_version():
    assert len(WHEEL) == 1
    assert set(re.findall(r"newsfacts-([\d.]+)-py3", README)) == {newsfacts.__version__}


def test_the_changelog_has_this_version_with_its_day():
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(rf"^## {re.escape(newsfacts.__version__)} \(\d{{4}}-\d\d-\d\d\)$", changelog, re.M)


@pytest.mark.skipif(os.environ.get("INSTALL") != "all", reason="takes minutes: make install-check runs it")
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("line", [*INSTALL, *WHEEL])
def test_install_line_and_first_commands(line: str, tmp_path: Path) -> None:
    home, tools, env = tmp_path / "home", tmp_path / "tools", tmp_path / "env"
    home.mkdir()
    venv.create(env, with_pip=True)
    path = [str(env / "bin"), str(home / ".local" / "bin"), "/usr/local/bin", "/usr/bin", "/bin"]
    if (tool := line.split()[0]) != "pip":
        venv.create(tools, with_pip=True)
        subprocess.run([tools / "bin" / "pip", "install", "--quiet", tool], check=True)
        path.insert(1, str(tools / "bin"))
    outside = {key: value for key, value in os.environ.items() if key.startswith(("PIP_", "UV_", "SSL_"))}
    clean = {**outside, "HOME": str(home), "PATH": os.pathsep.join(path), "LANG": "C.UTF-8"}
    copy = tmp_path / "checkout"
    copied = ["git", "clone", "--quiet", str(ROOT), str(copy)]
    subprocess.run(copied, check=True)
    if line in WHEEL:
        making = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", "dist", ".")
        subprocess.run(making, cwd=copy, check=True)
    for command in (line, *lines_under(COMMANDS)):
        done = subprocess.run(
            ["bash", "-c", command], cwd=copy, env=clean, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    assert (copy / "casualties.csv").read_text("utf-8").startswith("article_id,")
    assert (copy / "report.html").stat().st_size > 100_000
    where = subprocess.run(
        ["bash", "-c", "command -v newsfacts"], env=clean, capture_output=True, text=True, check=True
    )
    assert str(tmp_path) in where.stdout
    assert sys.prefix not in where.stdout
