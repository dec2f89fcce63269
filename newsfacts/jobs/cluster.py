"""The engine `ray`: an actor with a pipeline on each core of a Ray cluster, served as workers of one machine
are.

The program that was started reads the articles and writes what comes back, so that order, formats, `--resume`
and the one row an article are those of any run; the cluster does what takes the time. An actor that is lost,
with its process or with its node, is replaced where there is a core, and its article tried once more.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any

from newsfacts.errors import NewsfactsError, UsageError
from newsfacts.jobs.frames import Closed
from newsfacts.jobs.pool import Pool
from newsfacts.jobs.work import Failure, Known, Outcome, Work, resident_bytes
from newsfacts.jobs.worker import OUT_OF_MEMORY, READY
from newsfacts.types import Article


def outcomes(
    articles: Iterable[Article | Known],
    work: Work,
    jobs: int | None,
    *,
    max_memory: int = 0,
    note: Any = None,
) -> Iterator[tuple[Article, Outcome | Known]]:
    """As the pool's. `jobs`: actors; None: as many as the cluster has cores.

    The cluster is the one that is connected, or that RAY_ADDRESS names; without either, one is started here.
    Raises UsageError where Ray is not installed.
    """
    try:
        ray: Any = import_module("ray")
    except ImportError as error:
        raise UsageError("--engine ray: needs the ray extra: pip install 'newsfacts[ray]'") from error
    own = not ray.is_initialized()
    if own:
        _connect(ray)
    hired = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(_Actor)
    number = jobs or max(1, int(ray.cluster_resources().get("CPU", 1)))
    try:
        pool = Pool(work, number, max_memory=max_memory, note=note, hire=lambda: _Hired(ray, hired))
        yield from pool.outcomes(articles)
    finally:
        if own:
            ray.shutdown()


def _connect(ray: Any) -> None:
    """Join the cluster, or start one of this machine."""
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    try:
        if os.environ.get("RAY_ADDRESS"):
            ray.init(**quiet)
        else:
            ray.init(**quiet, include_dashboard=False)
    except ConnectionError as error:
        raise UsageError(f"--engine ray: no cluster at RAY_ADDRESS ({error}): check it") from error


class _Actor:
    """What runs on a core of the cluster."""

    def __init__(self) -> None:
        self.read: Any = None

    def start(self, work: Work) -> tuple[str, str]:
        try:
            self.read = work.ready()
        except NewsfactsError as error:
            return type(error).__name__, str(error)
        return READY, ""

    def answer(self, article: Article) -> tuple[Outcome, int]:
        outcome = self.read(article)
        if isinstance(outcome, Failure):
            if outcome.name == "MemoryError":
                os._exit(OUT_OF_MEMORY)
            outcome = outcome.elsewhere()
        return outcome, resident_bytes()


class _Hired:
    """A worker that is an actor."""

    def __init__(self, ray: Any, kind: Any) -> None:
        self.ray, self.errors = ray, ray.exceptions
        self.actor = kind.remote()
        self.asked: deque[Any] = deque()

    def start(self, work: Work) -> tuple[str, str] | None:
        with suppress(self.errors.RayError):
            found: tuple[str, str] = self.ray.get(self.actor.start.remote(work))
            return found
        return None

    def give(self, article: Article) -> None:
        try:
            self.asked.append(self.actor.answer.remote(article))
        except self.errors.RayError as error:
            raise Closed from error

    def answer(self) -> tuple[Outcome, int]:
        try:
            found: tuple[Outcome, int] = self.ray.get(self.asked.popleft())
        except (self.errors.RayError, IndexError) as error:
            raise Closed from error
        return found

    def kill(self) -> None:
        with suppress(self.errors.RayError, ValueError):
            self.ray.kill(self.actor)

    def end(self) -> str:
        self.kill()
        return "lost, with its process or its node"
