"""`newsfacts config`."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import Annotated, Any

import typer

from newsfacts.cli.application import app
from newsfacts.cli.exits import exit_codes
from newsfacts.cli.options import check_word
from newsfacts.cli.output import data_stream, print_json
from newsfacts.cli.settings import (
    DEFAULT,
    ConfigOption,
    NoConfigOption,
    Setting,
    commands_of,
    key_of,
    options_of,
    settings,
    sources,
)


@app.command(short_help="Show the settings in force, and where each comes from.")
def config(
    ctx: typer.Context,
    command: Annotated[
        str | None,
        typer.Option("--command", metavar="COMMAND", help="Only the settings of this command."),
    ] = None,
    format_name: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="table or json; auto: a table on a terminal, else JSON."
        ),
    ] = "auto",
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Show the settings in force, and where each comes from.

    Settings stand in newsfacts.toml or under [tool.newsfacts] in pyproject.toml, in this folder or the
    nearest above it, and in variables like NEWSFACTS_MAX_CHARS. Options win over variables, these over files.

    \b
    Examples:
      newsfacts config
      newsfacts config --command extract
      NEWSFACTS_ONLY=people newsfacts config | jq '.settings[] | select(.origin != "default")'
    """
    with exit_codes():
        check_word(format_name, ("auto", "table", "json"), "--format")
        commands = commands_of(ctx)
        if command is not None:
            check_word(command, tuple(commands), "--command")
        file, environment = sources(config, off=no_config)
        rows: list[dict[str, Any]] = []
        for name, item in commands.items():
            found = settings(item, ctx, file, environment, commands)
            if command in (None, name):
                for param in options_of(item, ctx):
                    key = key_of(param)
                    _add(rows, found.get(key) or Setting(key, _default(param)), name)
        order = list(dict.fromkeys(row["key"] for row in rows))
        rows.sort(key=lambda row: order.index(row["key"]))
        if format_name == "json" or (format_name == "auto" and not sys.stdout.isatty()):
            print_json({"file": file.name if file else None, "settings": rows})
        else:
            stream = data_stream("table")
            stream.write(_table(rows, file.name if file else None, all_of=len(commands)))
            stream.flush()


def _default(param: Any) -> Any:
    return None if callable(param.default) else param.default


def _add(rows: list[dict[str, Any]], setting: Setting, command: str) -> None:
    """One row a setting: commands that have it alike share it."""
    row = {
        "key": setting.key,
        "value": setting.value,
        "origin": setting.origin,
        "place": setting.place,
    }
    for other in rows:
        if row.items() <= other.items():
            other["commands"].append(command)
            return
    rows.append({**row, "commands": [command]})


def _table(rows: list[dict[str, Any]], file: str | None, *, all_of: int) -> str:
    width = max(shutil.get_terminal_size().columns, 40)
    indent = max(len(row["key"]) for row in rows) + 2
    lines = [f"settings from {file}" if file else "no file of settings", ""]
    for row in rows:
        remarks = [] if row["origin"] == DEFAULT else [row["place"]]
        if len(row["commands"]) < all_of:
            remarks.append(f"{', '.join(row['commands'])} only")
        text = f"{_shown(row['value'])}   ({'; '.join(remarks)})" if remarks else _shown(row["value"])
        lines += textwrap.wrap(
            text, width, initial_indent=row["key"].ljust(indent), subsequent_indent=" " * indent,
            break_on_hyphens=False,
        )  # fmt: skip
    return "\n".join(lines) + "\n"


def _shown(value: Any) -> str:
    if value is None or value == []:
        return "–"
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)
