"""Ctrl-C, and the wish of others that the command ends (SIGTERM): once told, everything is tidied up."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Terminated(KeyboardInterrupt):
    """SIGTERM, which time limits of CI jobs and service managers send: to be treated like Ctrl-C."""


_KINDS: dict[int, type[KeyboardInterrupt]] = {signal.SIGINT: KeyboardInterrupt, signal.SIGTERM: Terminated}
if hasattr(signal, "SIGHUP"):  # the terminal was closed; Windows has none
    _KINDS[signal.SIGHUP] = Terminated
# The first signal that came: a library may turn the exception into another one on its way.
_came: list[int] = []


def listen() -> None:
    """Raise KeyboardInterrupt at SIGINT, Terminated at SIGTERM and SIGHUP, unless these are ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _tell)
    for number in _KINDS:
        if number != signal.SIGINT and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _tell)


def exit_code() -> int | None:
    """128 and the signal, as shells count: 130 after Ctrl-C; None where none came since `listen`."""
    return 128 + _came[0] if _came else None


def _tell(number: int, _frame: FrameType | None) -> None:
    _came.append(number)
    raise _KINDS[number]


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let both signals wait for the end of the block; a second one does not wait."""
    # Only the main thread gets signals, and may say what becomes of them.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    before = {
        number: handler
        for number in _KINDS
        if callable(handler := signal.getsignal(number)) and handler in (_tell, signal.default_int_handler)
    }

    def remember(number: int, _frame: FrameType | None) -> None:
        waiting.append(number)
        restore()

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    for number in before:
        signal.signal(number, remember)
    try:
        yield
    finally:
        restore()
    if waiting:
        before[waiting[0]](waiting[0], None)
