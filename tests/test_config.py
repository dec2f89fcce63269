"""Settings from files and the environment: which wins, what is refused, what `newsfacts config` shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from newsfacts.cli import app
from newsfacts.cli.settings import find_file

STORY = "Six people were killed in Kyiv on Monday.\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, which nothing above can reach into."""
    for name in ("repository", "repository/.git", "repository/desk"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "repository" / "desk")
    (tmp_path / "repository" / "desk" / "a.txt").write_text(STORY, "utf-8")
    return tmp_path / "repository"


def run(*arguments: str, **environment: str) -> Any:
    return CliRunner(env=environment).invoke(app, list(arguments))


def shown(*arguments: str, **environment: str) -> dict[str, dict[str, Any]]:
    """The rows of `newsfacts config` for extract, by key."""
    result = run("config", "--command", "extract", *arguments, **environment)
    assert result.exit_code == 0, result.stderr
    return {row["key"]: row for row in json.loads(result.stdout)["settings"]}


def refused(*arguments: str, **environment: str) -> str:
    """The one line on standard error of what ends with 2 before anything is read."""
    result = run(*(arguments or ("extract", "a.txt")), **environment)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert result.stderr.count("\n") == 1
    return result.stderr.removeprefix("newsfacts: ").strip()


def test_without_settings_all_is_default() -> None:
    assert {row["origin"] for row in shown().values()} == {"default"}


def test_every_option_of_a_command_can_be_set() -> None:
    from typer.main import get_command

    command: Any = get_command(app)
    given = {
        max(param.opts, key=len)[2:]
        for param in command.commands["extract"].params
        if param.param_type_name == "option"
    }
    assert set(shown()) == given - {"help", "config", "no-config"}


def test_options_win_over_variables_and_these_over_files(project: Path) -> None:
    (project / "newsfacts.toml").write_text('max-chars = 5\nonly = "people"\nvague = "acled"\n', "utf-8")
    rows = shown(NEWSFACTS_MAX_CHARS="6", NEWSFACTS_ONLY="")
    assert (rows["max-chars"]["value"], rows["max-chars"]["place"]) == (6, "NEWSFACTS_MAX_CHARS")
    assert (rows["only"]["value"], rows["only"]["origin"]) == (["people"], "file")
    assert rows["vague"]["place"] == "../newsfacts.toml"
    assert "limit of 6 characters" in run("extract", "a.txt", NEWSFACTS_MAX_CHARS="6").stderr
    assert "limit of 7 characters" in run("extract", "a.txt", "--max-chars", "7").stderr
    assert "limit of 5 characters" in run("extract", "a.txt").stderr


def test_no_config_leaves_files_alone(project: Path) -> None:
    (project / "newsfacts.toml").write_text("max-chars = 5\n", "utf-8")
    assert {row["origin"] for row in shown("--no-config").values()} == {"default"}
    assert {row["origin"] for row in shown(NEWSFACTS_NO_CONFIG="1").values()} == {"default"}
    assert shown("--no-config", NEWSFACTS_QUIET="1")["quiet"]["value"] is True
    told = refused("extract", "a.txt", "--no-config", "--config", "x.toml")
    assert told == "--config x.toml: does not go with --no-config: give one of them"


def test_the_nearest_file_counts_alone(project: Path) -> None:
    (project / "newsfacts.toml").write_text("max-chars = 5\n", "utf-8")
    (project / "desk" / "pyproject.toml").write_text("[tool.newsfacts]\nquiet = true\n", "utf-8")
    rows = shown()
    assert rows["quiet"]["place"] == "pyproject.toml [tool.newsfacts]"
    assert rows["max-chars"]["origin"] == "default"


def test_a_project_file_of_others_is_passed_by(project: Path) -> None:
    (project / "newsfacts.toml").write_text("max-chars = 5\n", "utf-8")
    (project / "desk" / "pyproject.toml").write_text("[tool.other]\nquiet = 3\n", "utf-8")
    assert shown()["max-chars"]["value"] == 5


def test_the_search_ends_with_the_repository(project: Path) -> None:
    (project.parent / "newsfacts.toml").write_text("max-chars = 5\n", "utf-8")
    assert find_file(project / "desk") is None
    (project / ".git").rmdir()
    assert find_file(project / "desk") is not None


def test_the_search_ends_with_the_home_directory(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / ".git").rmdir()
    (project.parent / "newsfacts.toml").write_text("max-chars = 5\n", "utf-8")
    monkeypatch.setattr(Path, "home", lambda: project)
    assert find_file(project / "desk") is None


def test_tables_of_commands_win_over_what_stands_for_all(project: Path) -> None:
    (project / "pyproject.toml").write_text(
        "[tool.newsfacts]\nmax_chars = 5\n[tool.newsfacts.timeline]\nmax-chars = 6\n", "utf-8"
    )
    rows = json.loads(run("config").stdout)["settings"]
    values = {row["commands"][0]: row["value"] for row in rows if row["key"] == "max-chars"}
    assert values == {"extract": 5, "timeline": 6}


def test_a_file_that_is_named_needs_no_search(project: Path) -> None:
    (project / "other.toml").write_text("max-chars = 5\n", "utf-8")
    assert shown("--config", "../other.toml")["max-chars"]["value"] == 5
    assert shown(NEWSFACTS_CONFIG="../other.toml")["max-chars"]["value"] == 5
    (project / "pyproject.toml").write_text("[project]\nname = 'x'\n", "utf-8")
    assert refused("config", "--config", "../pyproject.toml").startswith("../pyproject.toml: no table")
    assert refused("config", "--config", "none.toml").startswith("none.toml: cannot be read")


def test_places_count_from_the_file(project: Path) -> None:
    text = 'aliases = "who.toml"\noutput = "out/"\nsave-text = "~/texts"\n'
    (project / "newsfacts.toml").write_text(text, "utf-8")
    rows = shown()
    assert rows["aliases"]["value"] == "../who.toml"
    assert rows["output"]["value"] == "../out/"
    assert "~" not in rows["save-text"]["value"]
    assert shown(NEWSFACTS_ALIASES="who.toml")["aliases"]["value"] == "who.toml"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("max_char = 5", "../newsfacts.toml: max_char: unknown key: did you mean max-chars?"),
        ('[extrct]\nonly = "people"', "../newsfacts.toml: extrct: unknown key: did you mean extract?"),
        ("[timeline]\nonly = ['people']", "../newsfacts.toml [timeline]: only: unknown key: "),
        ("max-chars = '5'", '../newsfacts.toml: max-chars: "5" does not fit: give a whole number'),
        ("max-chars = true", "../newsfacts.toml: max-chars: true does not fit: give a whole number"),
        (
            "max-chars = 0",
            "../newsfacts.toml: max-chars: 0 does not fit: give a whole number, 1 to 100,000,000",
        ),
        ("quiet = 'yes'", '../newsfacts.toml: quiet: "yes" does not fit: give true or false'),
        ("only = ['people', 3]", "../newsfacts.toml: only: this list does not fit: give a text or a list"),
        ("model = ['a']", "../newsfacts.toml: model: this list does not fit: give a text in quotes"),
        ("extract = 3", "../newsfacts.toml: extract: a table of settings: write [extract]"),
        ("quiet = true\nquiet = true", "../newsfacts.toml: malformed TOML ("),
        ("max-chars = 5\nmax_chars = 6", "../newsfacts.toml: max_chars: stands there twice: leave one"),
        ("only = 'peple'", "--only: unknown 'peple': did you mean 'people'?"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_place(project: Path, text: str, message: str) -> None:
    (project / "newsfacts.toml").write_text(text + "\n", "utf-8")
    told = refused()
    assert told.startswith(message)
    assert "newsfacts.toml" in told


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("NEWSFACTS_ONY", "people", "NEWSFACTS_ONY: unknown variable: did you mean NEWSFACTS_ONLY?"),
        ("NEWSFACTS_MAX_CHARS", "many", 'NEWSFACTS_MAX_CHARS: "many" does not fit: give a whole number'),
        ("NEWSFACTS_QUIET", "perhaps", 'NEWSFACTS_QUIET: "perhaps" does not fit: give 1 or 0'),
        ("NEWSFACTS_VAGUE", "x", "--vague: unknown 'x': there are literal, acled (set in NEWSFACTS_VAGUE)"),
    ],
)
def test_wrong_variables_are_told(name: str, value: str, message: str) -> None:
    assert refused(**{name: value}).startswith(message)


def test_variables_of_other_commands_do_no_harm() -> None:
    assert run("extract", "missing.txt", NEWSFACTS_SINCE="2024").stderr.startswith("missing.txt")


def test_flags_can_be_turned_off_again(project: Path) -> None:
    (project / "newsfacts.toml").write_text("verbose = true\nmax-chars = 5\n", "utf-8")
    assert shown(NEWSFACTS_VERBOSE="0")["verbose"]["value"] is False
    assert run("timeline", "--no-verbose", "a.txt").exit_code == 2  # and no wrong option:
    assert "No such option" not in run("timeline", "--no-verbose", "a.txt").stderr


def test_dates_of_toml_are_dates(project: Path) -> None:
    (project / "newsfacts.toml").write_text("published = 2024-09-02\n", "utf-8")
    assert shown()["published"]["value"] == "2024-09-02"


def test_the_ending_of_a_file_that_is_asked_for_wins_over_a_format_that_is_set(project: Path) -> None:
    (project / "newsfacts.toml").write_text('format = "csv"\nmax-chars = 5\n', "utf-8")
    assert refused("extract", "a.txt").startswith("--format csv: ")
    told = run("extract", "a.txt", "-o", "b.json").stderr
    assert "limit of 5 characters" in told


@pytest.mark.model
def test_settings_shape_the_facts(project: Path) -> None:
    (project / "newsfacts.toml").write_text('only = "casualties"\nformat = "jsonl"\nquiet = true\n', "utf-8")
    result = run("extract", "a.txt", "--published", "2024-09-04")
    assert (result.exit_code, result.stderr) == (0, "")
    facts = json.loads(result.stdout)
    assert facts["casualties"][0]["min"] == 6
    assert facts["places"] == []


def test_help_and_version_look_for_no_settings(project: Path) -> None:
    (project / "newsfacts.toml").write_text("max_char = 5\n", "utf-8")
    for arguments in (["--version"], ["--help"], ["extract", "--help"], ["schema"]):
        assert run(*arguments).exit_code == 0


def test_the_table_fits_a_terminal(project: Path) -> None:
    (project / "newsfacts.toml").write_text(f'aliases = "{"long/" * 30}who.toml"\nquiet = true\n', "utf-8")
    lines = run("config", "--format", "table", COLUMNS="60").stdout.splitlines()
    assert lines[0] == "settings from ../newsfacts.toml"
    assert "quiet           true   (../newsfacts.toml)" in lines
