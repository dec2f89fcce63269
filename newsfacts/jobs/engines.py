"""The engines, by name, and what chooses among them.

An engine maps an iterator of articles to one of (article, outcome), in the same order, and stops whatever it
has started when the iterator is closed. A new one is a line in ENGINES.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from newsfacts import kept
from newsfacts.errors import UsageError
from newsfacts.jobs.work import Known, Outcome, Work
from newsfacts.names.aliases.file import Aliases, read_aliases
from newsfacts.types import KINDS, PUBLISHED_FROM, Article, ArticleFacts
from newsfacts.watchdog import limit

AUTO = "auto"
SINGLE, POOL, RAY = "single", "pool", "ray"
# Fewer articles than this are read sooner by one process than several have started.
_FEW = 8

Outcomes = Iterator[tuple[Article, Outcome | Known]]
OnFailure = Callable[[Article, Exception], None]


@dataclass(frozen=True, slots=True)
class Running:
    """By how many processes, and within what bounds.

    `jobs`: workers, or AUTO: as many as there are processors, none where there are but few articles.
    `max_memory`: bytes that a worker may take before a new one takes its place; 0: no bound. `note`: told
    what became of workers.
    """

    jobs: int | str = 1
    max_memory: int = 0
    engine: str | None = None
    note: Callable[[str], None] | None = None


def outcomes_of(articles: Iterable[Article | Known], work: Work, running: Running = Running()) -> Outcomes:
    """Each of `articles` with its facts, or why there are none; in order, one at a time.

    Raises ModelError and UsageError where `work` cannot be done.
    """
    jobs = running.jobs
    if jobs == AUTO:
        jobs = processors() if running.engine is None else 1
        if jobs > 1:
            first = list(islice(articles := iter(articles), _FEW))
            articles = chain(first, articles)
            jobs = jobs if len(first) == _FEW else 1
    if not isinstance(jobs, int) or jobs < 1:
        raise UsageError(f"--jobs: {jobs!r} is no number of workers: give 1 or more, or {AUTO}")
    name = running.engine or (POOL if jobs > 1 or running.max_memory else SINGLE)
    return ENGINES[name](articles, work, jobs, running)


def _single(articles: Iterable[Article | Known], work: Work, jobs: int, running: Running) -> Outcomes:
    """In this process, as soon as there is an article."""
    read = None
    for article in articles:
        if isinstance(article, Known):
            yield article.article, article
            continue
        read = read or work.ready()
        outcome = read(article)
        kept.write()
        yield article, outcome


def _pool(articles: Iterable[Article | Known], work: Work, jobs: int, running: Running) -> Outcomes:
    from newsfacts.jobs.pool import Pool

    return Pool(work, jobs, max_memory=running.max_memory, note=running.note).outcomes(articles)


def _ray(articles: Iterable[Article | Known], work: Work, jobs: int, running: Running) -> Outcomes:
    """On a cluster; without --jobs, on all of its cores."""
    from newsfacts.jobs.cluster import outcomes

    number = None if running.jobs in (1, AUTO) else jobs
    return outcomes(articles, work, number, max_memory=running.max_memory, note=running.note)


ENGINES: dict[str, Callable[[Iterable[Article | Known], Work, int, Running], Outcomes]] = {
    SINGLE: _single,
    POOL: _pool,
    RAY: _ray,
}


def extract_many(
    articles: Iterable[Article],
    *,
    jobs: int | str = 1,
    max_memory: int = 0,
    engine: str | None = None,
    model: str | None = None,
    keep_furniture: bool = False,
    only: Collection[str] = tuple(KINDS),
    published_from: Collection[str] = PUBLISHED_FROM,
    aliases: Aliases | str | Path | None = None,
    vague: str | None = None,
    text_is: str | None = None,
    on_failure: OnFailure | None = None,
    note: Callable[[str], None] | None = None,
    kept: Path | None = None,
) -> Iterator[ArticleFacts]:
    """The facts of each article, in order, one at a time: as `pipeline.extract_many`, by several processes.

    `jobs`: workers, each a process with a pipeline of its own and one thread, or "auto". The facts are the
    same for any number. `max_memory`: bytes a worker may take before it is replaced. An article whose worker
    is ended twice from outside has `Died` for an error. Without `on_failure` an article's error is the
    caller's. `kept`: a file that keeps what is done (`store`): what stands there is not read again.
    """
    if aliases is not None and not isinstance(aliases, Aliases):
        aliases = read_aliases(aliases)
    work = Work(
        model, keep_furniture, tuple(only), tuple(published_from), aliases, vague, text_is, timeout=limit()
    )
    running = Running(jobs, max_memory, engine, note)
    outcomes = outcomes_of(articles, work, running) if kept is None else _kept(articles, work, running, kept)
    for article, outcome in outcomes:
        if isinstance(outcome, ArticleFacts):
            yield outcome
        elif isinstance(outcome, Known):
            raise AssertionError("what is kept was not asked for")
        elif on_failure is None:
            raise outcome.error
        else:
            on_failure(article, outcome.error)


def _kept(articles: Iterable[Article], work: Work, running: Running, path: Path) -> Outcomes:
    """As `outcomes_of`, but what `path` keeps is taken from there, and the rest kept there."""
    from newsfacts.jobs.store import Store

    with Store(path, work) as store:

        def known() -> Iterator[Article | Known]:
            for article in articles:
                key = store.key(article)
                yield Known(article, key) if store.has(key) else article

        for article, outcome in outcomes_of(known(), work, running):
            if isinstance(outcome, Known):
                yield article, store.facts(article, outcome.key)
                continue
            if isinstance(outcome, ArticleFacts):
                store.add(article, store.key(article), outcome)
            yield article, outcome


def processors() -> int:
    """Those that this process may use: fewer than there are in a container or under `taskset`."""
    given: Any = getattr(os, "sched_getaffinity", None)
    number = len(given(0)) if given else os.cpu_count() or 1
    return max(1, min(number, _quota() or number))


def _quota() -> int | None:
    """The processors' time that the group of this process has, in whole processors; None where it has no
    bound.
    """
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text("ascii").split()
        return None if quota == "max" else max(1, int(quota) // int(period))
    except (OSError, ValueError, ZeroDivisionError):
        return None
