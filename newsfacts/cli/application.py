"""The Typer app, and the installed command."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, TextIO

import typer
from typer.core import TyperGroup

from newsfacts import __version__, interrupts
from newsfacts.cli.exits import DONE, USAGE
from newsfacts.cli.messages import close_broken_pipes, harmless, say
from newsfacts.cli.settings import taken, takes_number
from newsfacts.errors import visible

# Click's, which newer versions of Typer bring in a copy of their own.
_USAGE_ERROR: Any = typer.BadParameter.__bases__[0]


class _Commands(TyperGroup):
    """The commands; what is wrong with the arguments is told so that no runner of CI jobs obeys it."""

    def make_context(self, *args: Any, **more: Any) -> Any:
        with _harmlessly():
            return super().make_context(*args, **more)

    def invoke(self, ctx: Any) -> Any:
        with _harmlessly():
            return super().invoke(ctx)

    def resolve_command(self, ctx: Any, args: Any) -> Any:
        first = str(args[0])
        if self.get_command(ctx, first) is None and os.path.lexists(first):
            name = harmless(visible(first))
            say(f"{name}: a path, no command: newsfacts extract {name}")
            raise SystemExit(USAGE)
        return super().resolve_command(ctx, args)


@contextmanager
def _harmlessly() -> Iterator[None]:
    try:
        yield
    except _USAGE_ERROR as error:
        if needed := _number_needed(error):
            say(needed)
            raise SystemExit(USAGE) from None
        error.message = harmless(visible(error.message))
        raise


def _number_needed(error: Any) -> str | None:
    """The line for a value that is no number, or out of range; None for other errors."""
    param: Any = getattr(error, "param", None)
    if not isinstance(error, typer.BadParameter) or param is None or not param.opts[0].startswith("--"):
        return None
    return f"{param.opts[0]}: give {taken(param, error.ctx)}" if takes_number(param, error.ctx) else None


app = typer.Typer(
    cls=_Commands,
    name="newsfacts",
    no_args_is_help=True,
    # Plain text: one line an error, so that it can be searched and logged.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def run() -> None:
    """Read the arguments, run the command, exit."""
    stdout = sys.stdout
    try:
        app()
        sys.stdout.flush()
    except BrokenPipeError:  # of stderr, while Typer wrote of a wrong option
        close_broken_pipes()
        raise SystemExit(DONE) from None
    except SystemExit as leaving:
        # Typer puts a stand-in for stdout and exits with 1 where the pipe broke (`--help | head -1`).
        if sys.stdout is not stdout and not interrupts.exit_code():
            raise SystemExit(DONE) from None
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            pass
        except OSError as error:
            if not leaving.code:
                raise SystemExit(_cannot_write(error)) from None
        close_broken_pipes()
        raise
    except OSError as error:  # `--help > /dev/full`
        raise SystemExit(_cannot_write(error)) from None


def _cannot_write(error: OSError) -> int:
    """Say that standard output cannot be written; the exit code for that."""
    what = (error.strerror or str(error)).lower()
    if not nowhere_left(sys.stderr):
        say(f"standard output: cannot be written ({what}): make room, or send it elsewhere")
    close_broken_pipes()
    return USAGE


def nowhere_left(stream: TextIO) -> bool:
    """Whether nothing can be written to `stream`."""
    try:
        stream.flush()
    except (OSError, ValueError):
        return True
    return False


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsfacts {__version__}")
        raise typer.Exit


@app.callback()
def _newsfacts(
    version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Facts from English news articles, each with the sentence it stands in.

    Works offline. Start with: newsfacts extract article.txt
    """
