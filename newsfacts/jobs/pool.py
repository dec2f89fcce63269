"""Several workers, each a process with a pipeline of its own; outcomes in the order of the articles.

A thread here serves each worker. It gives it an article more than the one that it reads, so that no worker
waits, and takes the answers. A worker that ends from outside is replaced and its article tried once more: the
answers come in order, so the article in its hands is the first that was not answered.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from math import inf
from queue import Empty, PriorityQueue
from typing import Any, Protocol, cast

from newsfacts import errors
from newsfacts.errors import NewsfactsError
from newsfacts.jobs.frames import Closed, receive, send
from newsfacts.jobs.work import DIED, Failure, Known, Outcome, Work
from newsfacts.jobs.worker import OUT_OF_MEMORY, READY
from newsfacts.types import Article

_TRIES = 2
_STARTS = 3  # that fail one after the other, before it is no accident
_HELD = 2  # by a worker: the article that it reads, and the next
# Articles that are read but not yet given back, a worker: what waits behind a slow one.
_WINDOW = 16
# One thread a worker, in whatever library: more would be in each other's way.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class WorkerError(NewsfactsError):
    """Workers cannot be started."""


class _Ticket:
    """An article and its place in the order. `outcome`: an exception is the whole run's."""

    def __init__(self, number: int, article: Article) -> None:
        self.number, self.article = number, article
        self.tries = 0
        self.outcome: Outcome | Known | BaseException | None = None
        self._done = threading.Event()

    def finish(self, outcome: Outcome | Known | BaseException) -> None:
        self.outcome = outcome
        self._done.set()

    @property
    def done(self) -> bool:
        return self._done.is_set()

    def wait(self) -> None:
        # Windows lets no signal through where there is no end to the wait.
        while not self._done.wait(3600):
            pass


class Pool:
    """`jobs` workers for `work`; one that takes more than `max_memory` bytes makes way for a new one.

    `hire`: makes a worker; unless told, a process of this machine.
    """

    def __init__(
        self,
        work: Work,
        jobs: int,
        *,
        max_memory: int = 0,
        note: Callable[[str], None] | None = None,
        hire: Callable[[], Worker] | None = None,
    ) -> None:
        self.work, self.jobs, self.max_memory = work, jobs, max_memory
        self.note = note or (lambda _text: None)
        self.hire = hire or Process
        self.tickets: PriorityQueue[tuple[float, int, _Ticket | None]] = PriorityQueue()
        self.hands: list[_Hand] = []
        self.stopped = False
        self._serving: set[_Hand] = set()
        self._lock = threading.Lock()

    def outcomes(self, articles: Iterable[Article | Known]) -> Iterator[tuple[Article, Outcome | Known]]:
        """Each article with its outcome, in order. Raises what the workers cannot start for."""
        waiting: deque[_Ticket] = deque()
        reading = enumerate(articles)
        more = True
        try:
            while more or waiting:
                # What is done goes out before more is read: an input may be slow to come.
                ready = bool(waiting) and waiting[0].done
                if more and not ready and len(waiting) < _WINDOW * self.jobs:
                    number, article = next(reading, (-1, None))
                    if article is None:
                        more = False
                        self._end()
                    else:
                        waiting.append(self._give(number, article))
                    continue
                ticket = waiting.popleft()
                ticket.wait()
                if isinstance(ticket.outcome, BaseException):
                    raise ticket.outcome
                yield ticket.article, cast("Outcome | Known", ticket.outcome)
        finally:
            self._stop()

    def _give(self, number: int, article: Article | Known) -> _Ticket:
        if isinstance(article, Known):
            ticket = _Ticket(number, article.article)
            ticket.finish(article)
            return ticket
        ticket = _Ticket(number, article)
        if len(self.hands) < self.jobs:
            hand = _Hand(self, len(self.hands))
            self.hands.append(hand)
            self._serving.add(hand)
            hand.thread.start()
        self.put(ticket)
        return ticket

    def put(self, ticket: _Ticket) -> None:
        """Let `ticket` be taken; one that is tried again comes before all later ones."""
        self.tickets.put((ticket.number, 0, ticket))

    def fail(self, error: BaseException) -> None:
        """Tell the run, at the first article that nobody has taken."""
        with suppress(Empty):
            while (ticket := self.tickets.get(block=False)[2]) is None:
                pass
            ticket.finish(error)

    def can_spare(self, hand: _Hand) -> bool:
        """Whether others serve if `hand` leaves, as it then does."""
        with self._lock:
            if self._serving <= {hand}:
                return False
            self._serving.discard(hand)
            return True

    def _end(self) -> None:
        for i in range(len(self.hands)):
            self.tickets.put((inf, i, None))

    def _stop(self) -> None:
        self.stopped = True
        self._end()
        for hand in self.hands:
            hand.kill()
        for hand in self.hands:
            hand.thread.join(5)


class Worker(Protocol):
    """Somebody who reads articles elsewhere, and may be lost at any time. Closed: it is gone."""

    def start(self, work: Work) -> tuple[str, str] | None:
        """(READY, ""), or the type and the words of the error that it cannot be for; None: it is gone."""

    def give(self, article: Article) -> None:
        """Let it read one more. Raises Closed."""

    def answer(self) -> tuple[Outcome, int]:
        """The outcome of the first article not answered yet, and the bytes in use. Raises Closed."""

    def kill(self) -> None:
        """End it at once; from another thread, too."""

    def end(self) -> str:
        """Let it end, where it has not; how it did."""


class _Hand:
    """A thread that serves one worker after the other."""

    def __init__(self, pool: Pool, number: int) -> None:
        self.pool, self.number = pool, number
        self.worker: Worker | None = None
        self.held: deque[_Ticket] = deque()
        self._lock = threading.Lock()
        self.thread = threading.Thread(target=self._serve, name=f"newsfacts-{number}", daemon=True)

    def kill(self) -> None:
        with self._lock:
            worker = self.worker
        if worker is not None:
            worker.kill()

    def _serve(self) -> None:
        try:
            while not self.pool.stopped and self._take():
                self._answered()
        except BaseException as error:  # a fault of ours: the run must not wait for ever
            for ticket in self.held:
                ticket.finish(error)
            self.pool.fail(error)
        finally:
            if self.worker is not None:
                self.worker.end()

    def _take(self) -> bool:
        """Hold as many tickets as a worker may; whether it is to go on."""
        if self.worker is None:
            # The ticket stays for the others while a worker is made: that may take long.
            number, place, ticket = self.pool.tickets.get()
            if ticket is None:
                return False
            self.pool.tickets.put((number, place, ticket))
            if not self._start():
                return False
        assert self.worker is not None
        while len(self.held) < _HELD:
            try:
                number, place, ticket = self.pool.tickets.get(block=not self.held)
            except Empty:
                break
            if ticket is None:
                if self.held:  # there is one for each thread: this one is for later
                    self.pool.tickets.put((number, place, None))
                break
            self.held.append(ticket)
            with suppress(Closed):  # it is gone: the missing answer tells
                self.worker.give(ticket.article)
        return bool(self.held)

    def _start(self) -> bool:
        """Make a worker that is ready; whether there is one. Where there is none for anybody, the run
        ends.
        """
        pool, said, how = self.pool, None, ""
        for _ in range(_STARTS):
            try:
                with self._lock:
                    if pool.stopped:
                        return False
                    self.worker = worker = pool.hire()
            except OSError as error:  # no more processes
                how = (error.strerror or str(error)).lower()
                continue
            said = worker.start(pool.work)
            if said == (READY, ""):
                return True
            self.worker = None
            how = worker.end()
            if said is not None:  # no accident: the model is not there
                break
        if said is not None:
            pool.fail(getattr(errors, said[0], NewsfactsError)(said[1]))
        elif pool.can_spare(self):
            pool.note(f"a worker cannot start ({how}): the others go on")
        else:
            pool.fail(WorkerError(f"workers cannot start ({how}): try fewer --jobs"))
        return False

    def _answered(self) -> None:
        """Wait for the answer to the first ticket held."""
        assert self.worker is not None
        try:
            outcome, taken = self.worker.answer()
        except Closed:
            self._died(self.worker)
            return
        self.held.popleft().finish(outcome)
        if self.pool.max_memory and taken > self.pool.max_memory:
            self.pool.note(f"a worker that took {taken / 2**20:,.0f} MB made way for a new one")
            self.worker.kill()
            self._part(self.worker)

    def _part(self, worker: Worker) -> str:
        """End `worker`; what it holds is for the next. How it ended."""
        self.worker = None
        how = worker.end()
        while self.held:
            self.pool.put(self.held.pop())
        return how

    def _died(self, worker: Worker) -> None:
        if self.pool.stopped:
            return
        ticket = self.held.popleft()
        how = self._part(worker)
        ticket.tries += 1
        if ticket.tries < _TRIES:
            self.pool.note(f"{ticket.article.id}: its worker was {how}: tried once more")
            self.pool.put(ticket)
        else:
            ticket.finish(Failure(DIED, f"its worker was {how}, {_TRIES} times"))


class Process:
    """A worker that is a process of this machine: see `worker`."""

    def __init__(self) -> None:
        environment = {**os.environ, **dict.fromkeys(_ONE_THREAD, "1")}
        # A group of its own: Ctrl-C reaches the run, which then ends its workers.
        group: dict[str, Any] = {} if sys.platform == "win32" else {"process_group": 0}
        self.process = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            **group,
        )

    def start(self, work: Work) -> Any:
        """What it says first; None where it ended without a word."""
        try:
            send(self._questions, work)
            return receive(self._answers)
        except Closed:
            return None

    def give(self, article: Article) -> None:
        send(self._questions, article)

    def answer(self) -> tuple[Outcome, int]:
        return cast("tuple[Outcome, int]", receive(self._answers))

    @property
    def _questions(self) -> Any:
        return self.process.stdin

    @property
    def _answers(self) -> Any:
        return self.process.stdout

    def kill(self) -> None:
        with suppress(OSError):
            self.process.kill()

    def end(self) -> str:
        """Let it end; how it did."""
        for stream in (self._questions, self._answers):
            with suppress(OSError, ValueError):
                stream.close()
        try:
            code = self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        return _ending(code)


def _command() -> list[str]:
    """Python with the paths of this one, and nothing of the working directory."""
    code = f"import sys; sys.path[:] = {json.dumps(sys.path)}; from newsfacts.jobs.worker import main; main()"
    return [sys.executable, "-P", "-c", code]


def _ending(code: int) -> str:
    if code in (-9, OUT_OF_MEMORY):
        return "killed (out of memory?)"
    if code < 0:
        with suppress(ValueError):
            return f"ended by {signal.Signals(-code).name}"
    return f"gone with code {code}"
