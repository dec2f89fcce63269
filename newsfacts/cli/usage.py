"""What is wrong with the arguments, in one line: what, and what to do.

Typer prints its errors with a block of usage above; here each is a line like all others.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import typer

from newsfacts.cli.settings import taken, takes_number

# Click's, which newer versions of Typer bring in a copy of their own.
USAGE_ERROR: Any = typer.BadParameter.__bases__[0]

# What no command has in its name, but files, addresses and patterns do.
_OF_PATHS = re.compile(r"[./\\*?:]")
# What Click says of a value that is missing or too many, and what we do.
_SAID = (
    (re.compile(r"Option '([^']+)' requires an argument\."), r"\1: needs a value"),
    (re.compile(r"Option '([^']+)' does not take a value\."), r"\1: takes no value: leave it out"),
    (
        re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)"),
        r"\1: more than is needed: leave it out",
    ),
)


# Names of options in other programs, and ours.
_CALLED_ELSEWHERE = {
    "--from": "--since",
    "--after": "--since",
    "--to": "--until",
    "--before": "--until",
    "--date": "--published",
    "--workers": "--jobs",
    "--silent": "--quiet",
}


def is_help(error: Any) -> bool:
    """Whether the error is no error, but the help that a call without arguments gets."""
    return type(error).__name__ == "NoArgsIsHelpError"


def wrong_usage(error: Any) -> str:
    """The line for an error of Typer's."""
    ctx = getattr(error, "ctx", None)
    all_of = f"{ctx.command_path if ctx else 'newsfacts'} --help"
    param = getattr(error, "param", None)
    if hasattr(error, "possibilities"):
        return _no_such_option(error, all_of)
    if hasattr(error, "param_type") and param is not None:
        return f"{_shown(param)}: missing: {all_of} shows what is needed"
    if param is not None and param.opts[0].startswith("--") and takes_number(param, ctx):
        return f"{param.opts[0]}: give {taken(param, ctx)}"
    message = str(error.format_message())
    for pattern, line in _SAID:
        if match := pattern.fullmatch(message):
            return match.expand(line)
    return f"{message[:1].lower()}{message[1:].rstrip('.')}: {all_of} shows what it takes"


def _no_such_option(error: Any, all_of: str) -> str:
    name = error.option_name
    of_commands = [
        command.name
        for command in getattr(error.ctx and error.ctx.command, "commands", {}).values()
        if any(name in param.opts for param in command.params)
    ]
    if of_commands:  # `newsfacts --quiet extract a.txt`
        return f"{name}: goes behind the command: newsfacts {of_commands[0]} {name}"
    near = _own_name(name, error.ctx) or sorted(error.possibilities or ())
    meant = f"did you mean {' or '.join(near)}? " if near else ""
    return f"{name}: no such option: {meant}{all_of} lists them"


def _own_name(name: str, ctx: Any) -> list[str]:
    """What the command calls an option that others call `name`, if it has it."""
    own = {option for param in (ctx.command.params if ctx else ()) for option in param.opts}
    return [option for option in (_CALLED_ELSEWHERE.get(name, ""),) if option in own]


def _shown(param: Any) -> str:
    """How help shows an argument or option: "PATHS", "--output"."""
    return str(param.opts[0] if param.param_type_name == "option" else param.metavar or param.name)


def no_command(word: str, commands: Mapping[str, Any]) -> str:
    """The line for `word`, where the name of a command should stand: it may be a path."""
    if word == "-" or os.path.lexists(word):
        return f"{word}: a path, no command: newsfacts extract {word}"
    if near := get_close_matches(word, commands, n=1):
        return f"{word}: no such command: did you mean newsfacts {near[0]}?"
    if _OF_PATHS.search(word):
        return f"{word}: no command, and no such file: newsfacts extract PATHS reads articles"
    return f"{word}: no such command: there are {', '.join(commands)}"
