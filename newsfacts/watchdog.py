"""A bound on the time of one article: what takes longer is given up, and the run goes on.

Counted is the processor's time, not the clock's: the same on a machine that is busy with other things. Where
the system has no such timer (Windows), or in another thread than the main one, there is no bound.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_limit: list[float] = [0.0]


class TookTooLong(Exception):
    """An article took more than the bound, of so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"took more than {seconds:g} s")
        self.seconds = seconds


def set_limit(seconds: float) -> None:
    """The bound for all articles from now on; 0 is none."""
    _limit[0] = seconds


def limit() -> float:
    """The bound as it stands, in seconds."""
    return _limit[0]


@contextmanager
def watched() -> Iterator[None]:
    """Raise TookTooLong where what is done inside takes longer than the bound."""
    seconds = _limit[0]
    timer = getattr(signal, "ITIMER_VIRTUAL", None)
    if not seconds or timer is None or threading.current_thread() is not threading.main_thread():
        yield
        return

    def tell(_number: int, _frame: FrameType | None) -> None:
        raise TookTooLong(seconds)

    before = signal.signal(signal.SIGVTALRM, tell)
    signal.setitimer(timer, seconds)
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(signal.SIGVTALRM, before)
