"""What runs in a worker: one pipeline, one thread that reads articles, answers in the order of the questions.

Standard input brings a `Work`, then articles; standard output takes READY or an error, then for each article
its outcome and the memory in use. Whatever else prints there goes to standard error. A worker whose questions
end is no longer needed, or the run is gone (killed, too): it ends at once.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from queue import SimpleQueue
from typing import BinaryIO

from newsfacts import classes, kept, patterns
from newsfacts.errors import NewsfactsError
from newsfacts.jobs.frames import Closed, receive, send
from newsfacts.jobs.work import Failure, resident_bytes
from newsfacts.types import Article

READY = "ready"
OUT_OF_MEMORY = 137  # as the system's own killer has it: 128 + SIGKILL


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the whole run: it ends its workers
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    kept.remember()
    patterns.remember()
    classes.remember()
    gc.disable()  # what is built at the start stays
    work = receive(questions)
    waiting: SimpleQueue[Article] = SimpleQueue()
    threading.Thread(target=_listen, args=(questions, waiting), daemon=True).start()
    try:
        read = work.ready()
    except NewsfactsError as error:
        send(answers, (type(error).__name__, str(error)))
        return
    gc.freeze()
    gc.enable()
    try:
        send(answers, (READY, ""))
        while True:
            outcome = read(waiting.get())
            if isinstance(outcome, Failure):
                if outcome.name == "MemoryError":
                    os._exit(OUT_OF_MEMORY)
                outcome = outcome.elsewhere()
            send(answers, (outcome, resident_bytes()))
    except Closed:
        pass


def _listen(questions: BinaryIO, waiting: SimpleQueue[Article]) -> None:
    """Take questions off the pipe while one is being answered: else both ends might wait to be read."""
    while True:
        try:
            waiting.put(receive(questions))
        except Closed:
            os._exit(0)
