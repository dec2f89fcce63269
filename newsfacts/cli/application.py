"""The Typer app, the installed command, and exit codes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, TextIO

import typer

from newsfacts import __version__, interrupts
from newsfacts.cli.messages import Log, close_broken_pipes, say
from newsfacts.errors import NewsfactsError

DONE, CONDITION_MET, USAGE, SOME_FAILED, INTERRUPTED = 0, 1, 2, 3, 130

app = typer.Typer(
    name="newsfacts",
    no_args_is_help=True,
    add_completion=False,
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
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Facts from English news articles, each with the sentence it stands in.

    Works offline. Start with: newsfacts extract article.txt
    """


@contextmanager
def exit_codes(log: Log | None = None) -> Iterator[None]:
    """What went wrong inside as one line on stderr and an exit code; our own bugs keep their traceback.

    `log` says what had been done when the command was interrupted.
    """
    try:
        try:
            yield
        except Exception:
            # Modules that are being imported turn Ctrl-C into errors of their own.
            if interrupts.exit_code():
                raise KeyboardInterrupt from None
            raise
    except NewsfactsError as error:
        from newsfacts.cli.settings import with_place

        say(with_place(str(error)))
        close_broken_pipes()
        raise typer.Exit(USAGE) from None
    except BrokenPipeError:
        close_broken_pipes()
        raise typer.Exit(DONE) from None
    except KeyboardInterrupt:
        if log:
            log.interrupted()
        raise typer.Exit(interrupts.exit_code() or INTERRUPTED) from None
