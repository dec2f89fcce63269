"""The command line: arguments in, exit code out; knows no English news.

Each command has a module. Nothing here imports spaCy before there is an article to read.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Any

from newsfacts import interrupts

if TYPE_CHECKING:
    from newsfacts.cli.application import app

__all__ = ["app", "main"]


def main() -> None:
    """The installed command `newsfacts`."""
    # First of all, and with next to nothing imported: Ctrl-C may come while the rest is.
    interrupts.listen()
    try:
        from newsfacts import classes, kept, patterns

        kept.remember()
        patterns.remember()
        classes.remember()
        # What is imported and built at the start stays: to look for garbage in it takes a tenth of that time.
        gc.disable()
        _open_closed_streams()
        _application().run()
    except BaseException:
        # Whatever became of the exception on its way: Typer makes an exit with 1 of it.
        if code := interrupts.exit_code():
            raise SystemExit(code) from None
        raise


def _application() -> Any:
    from newsfacts.cli import application

    # Imported for the commands that they add to the app, in the order in which --help lists them.
    from newsfacts.cli import extract, merge, timeline, report, review, schema, models, config  # noqa: F401  # isort: skip

    return application


def _open_closed_streams() -> None:
    """Give what was closed by whoever started us (`>&-`) a place that leads nowhere.

    Else the next file to be opened would take the number, and get what libraries print.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            stream = open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8")  # noqa: SIM115
            setattr(sys, name, stream)
            closed.add(name)


# The standard streams that are closed: what is meant for them cannot be delivered.
closed: set[str] = set()


def __getattr__(name: str) -> Any:
    """`app`, with all commands, made when asked for."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _application().app
