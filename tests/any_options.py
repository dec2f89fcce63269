"""Options, variables and files of settings that nobody would write, and what holds for them."""

from __future__ import annotations

import contextlib
import io
import os
import random
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from newsfacts.cli import app

OPTIONS = (
    *(
        "--format",
        "--output",
        "-o",
        "--only",
        "--published",
        "--published-from",
        "--model",
        "--aliases",
        "--vague",
    ),
    *("--write-aliases", "--fail-on", "--max-chars", "--timeout", "--text-is", "--input-format", "--include"),
    *(
        "--exclude",
        "--text-field",
        "--id-field",
        "--title-field",
        "--date-field",
        "--url-field",
        "--save-text",
    ),
    *(
        "--config",
        "--since",
        "--until",
        "--command",
        "--quiet",
        "--rows",
        "--no-config",
        "--nothing",
        "-q",
    ),
)
VALUES = (
    *(
        "",
        " ",
        "-",
        "0",
        "-1",
        "1",
        "1e9",
        "9" * 30,
        "nan",
        "inf",
        "-inf",
        "1.5",
        "٣",
        "None",
        "true",
        "[]",
    ),
    *(
        "[z-a]",
        "[",
        "[!",
        "*a" * 30 + "b",
        "**/" * 40,
        "\\",
        "(?P<",
        "a" * 5000,
        "\x00",
        "\n",
        "\x1b[31m",
        "::error::x",
    ),
    *(
        "##[group]x",
        "2024-09-02",
        "2024-13-45",
        "XXXX",
        "XXXX-02-30",
        "9999-12-31",
        "0000-00-00",
        "05/06/2024",
    ),
    *(
        "table",
        "json",
        "people",
        "people,,dates",
        "none,url",
        "low-confidence<0.5",
        "low-confidence<x",
        "no-facts",
    ),
    *(
        "/dev/null",
        "/nosuch/a.json",
        "~nobody-of-this-name/x",
        "a.json",
        "é\ud800",
        "\u202e",
        "{}",
        "a=b",
        "'",
        '"',
    ),
)
TOML = (
    *(
        'format = "json"',
        "max-chars = 5",
        "max-chars = -1",
        "max-chars = " + "9" * 5000,
        "timeout = inf",
        "quiet = 3",
    ),
    *(
        'only = ["people"]',
        "only = [[1]]",
        "x = " + "[" * 3000 + "]" * 3000,
        "x = {" * 300,
        "= 1",
        "[extract]",
        "a.b.c = 1",
    ),
    *(
        "[tool.newsfacts]",
        "format = 2024-09-02",
        'include = ["[z-a]"]',
        "\x00",
        "\ufeff",
        "# " + "x" * 2000,
        '"' * 7,
    ),
    *(
        'output = "~nobody/x"',
        "published = 1979-05-27T07:32:00Z",
        "[[extract]]",
        "extract = 1",
        'people = "x"',
    ),
    *(
        '[[people]]\nname = "Ana Ruiz"',
        "[[people]]",
        '[[places]]\nname = "X"\nlatitude = nan',
        "ignore = [1]",
    ),
)
ENVIRONMENT = (
    "NEWSFACTS_FORMAT",
    "NEWSFACTS_MAX_CHARS",
    "NEWSFACTS_CONFIG",
    "NEWSFACTS_NO_CONFIG",
    "NEWSFACTS_X",
    "NO_COLOR",
)


def draw(number: int, seed: int) -> tuple[list[str], dict[str, str], bytes]:
    """Arguments, variables, and what stands in newsfacts.toml and in a file of aliases."""
    rng = random.Random(f"{seed}-{number}")
    arguments = [rng.choice(("extract", "timeline", "config", "models", "schema", "nothing"))]
    for _ in range(rng.randint(0, 4)):
        arguments.append(rng.choice(OPTIONS))
        if rng.random() < 0.8:
            arguments.append(rng.choice(VALUES))
    if arguments[0] in ("extract", "timeline"):
        arguments.append("nosuch.txt")
    variables = {
        name: value
        for name in rng.sample(ENVIRONMENT, rng.randint(0, 2))
        if (value := rng.choice(VALUES)) and "\0" not in value and "\ud800" not in value
    }
    lines = "\n".join(rng.choice(TOML) for _ in range(rng.randint(0, 3)))
    data = lines.encode("utf-8", "surrogatepass")
    if rng.random() < 0.1:
        data = bytes(rng.randrange(256) for _ in range(rng.randint(1, 60)))
    return arguments, variables, data


def check(number: int, seed: int, folder: Path) -> str:
    """Run the command on what `draw` gives; the exit code as a word. Raises AssertionError."""
    arguments, variables, data = draw(number, seed)
    (folder / "newsfacts.toml").write_bytes(data)
    (folder / "a.json").write_bytes(data)
    before: Any = os.environ.copy()
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        result = CliRunner().invoke(app, arguments, env=variables)
    assert os.environ == before
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise AssertionError(f"{arguments} {variables} {data[:200]!r}") from result.exception
    assert result.exit_code in (0, 2), (result.exit_code, arguments)
    said = result.stderr.splitlines()
    assert "Traceback" not in result.stderr
    if result.exit_code == 2:
        assert said, arguments
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in said), (arguments, said)
    return str(result.exit_code)
