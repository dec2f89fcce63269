"""The Typer app, and the installed command."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, TextIO

import typer
from typer.core import TyperGroup

from newsfacts import __version__, interrupts
from newsfacts.cli.exits import DONE, USAGE
from newsfacts.cli.messages import close_broken_pipes, say
from newsfacts.cli.usage import USAGE_ERROR, is_help, no_command, wrong_usage


class _Commands(TyperGroup):
    """The commands; what is wrong with the arguments is told in one line."""

    def make_context(self, *args: Any, **more: Any) -> Any:
        with _one_line():
            return super().make_context(*args, **more)

    def invoke(self, ctx: Any) -> Any:
        with _one_line():
            return super().invoke(ctx)

    def resolve_command(self, ctx: Any, args: Any) -> Any:
        first = str(args[0])
        if self.get_command(ctx, first) is None and (first == "-" or not first.startswith("-")):
            say(no_command(first, self.commands))
            raise SystemExit(USAGE)
        return super().resolve_command(ctx, args)


@contextmanager
def _one_line() -> Iterator[None]:
    try:
        yield
    except USAGE_ERROR as error:
        if is_help(error):
            raise
        say(wrong_usage(error))
        raise SystemExit(USAGE) from None


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
