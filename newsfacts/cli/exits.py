"""Exit codes, and what ends a command: one line on stderr for what a person can put right."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

import typer

from newsfacts import interrupts
from newsfacts.cli.messages import Log, close_broken_pipes, say
from newsfacts.errors import NewsfactsError

DONE, CONDITION_MET, USAGE, SOME_FAILED, INTERRUPTED = 0, 1, 2, 3, 130

# What the system says of a name that no file can have.
_NO_NAME = (errno.ENAMETOOLONG, errno.EILSEQ, errno.ELOOP)

# By key, the place of each option of the running command that a file or a variable set.
_SET_IN: ContextVar[Mapping[str, str | None]] = ContextVar("set_in")


@contextmanager
def set_in(places: Mapping[str, str | None]) -> Iterator[None]:
    """Tell errors inside where options were set, by key: "newsfacts.toml [extract]", or a variable."""
    token = _SET_IN.set(places)
    try:
        yield
    finally:
        _SET_IN.reset(token)


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
        say(with_place(str(error)))
        close_broken_pipes()
        raise typer.Exit(USAGE) from None
    except BrokenPipeError:
        close_broken_pipes()
        raise typer.Exit(DONE) from None
    except OSError as error:
        if error.errno not in _NO_NAME or error.filename is None:
            raise
        say(f"{error.filename}: {(error.strerror or str(error)).lower()}: choose another", name=None)
        close_broken_pipes()
        raise typer.Exit(USAGE) from None
    except ValueError as error:  # "\u0000" in a file of settings
        if "embedded null" not in str(error):
            raise
        say("the name of a file has a null character in it: choose another")
        raise typer.Exit(USAGE) from None
    except KeyboardInterrupt:
        if log:
            log.interrupted()
        raise typer.Exit(interrupts.exit_code() or INTERRUPTED) from None


def with_place(message: str) -> str:
    """`message`, and where the option that it begins with was set if that was no option."""
    option = re.match(r"(?:--([a-z-]+)|-o)\b", message)
    place = _SET_IN.get({}).get((option[1] or "output") if option else "")
    return f"{message} (set in {place})" if place else message
