"""How large a module may be. Of functions ruff sees to it: C901, without an exception."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
LINES = 450


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_no_module_is_large() -> None:
    paths = list((ROOT / "newsfacts").rglob("*.py"))
    assert len(paths) > 100
    large = {path.relative_to(ROOT).as_posix(): lines(path) for path in paths if lines(path) > LINES}
    assert large == {}


def test_no_function_is_excepted_from_the_limit_of_its_branches() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    assert "C901" in lint["select"]
    assert lint["mccabe"]["max-complexity"] <= 15
    assert not any("C901" in codes for codes in lint.get("per-file-ignores", {}).values())
