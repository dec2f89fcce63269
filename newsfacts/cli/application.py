"""The Typer app, and the installed command."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from newsfacts import __version__, interrupts
from newsfacts.cli.exits import DONE
from newsfacts.cli.messages import close_broken_pipes

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
    except BrokenPipeError:  # of stderr, while Typer wrote of a wrong option
        close_broken_pipes()
        raise SystemExit(DONE) from None
    except SystemExit:
        # Typer puts a stand-in for stdout and exits with 1 where the pipe broke (`--help | head -1`).
        if sys.stdout is not stdout and not interrupts.exit_code():
            raise SystemExit(DONE) from None
        raise


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
