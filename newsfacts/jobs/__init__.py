"""Articles -> their facts, by one process, by several, or by a cluster; the same facts, in the same order.

In: articles, one at a time. Out: for each, its facts or why there are none. An engine (`engines.ENGINES`, by
name) maps the one to the other: `single` in this process, `pool` in workers of its own (`worker` is what runs
in them), `cluster` by Ray. `work` says what is to be found, `shards` which part of an archive, `store` keeps
what was done, so that a run that was broken off goes on, `rows` is for engines that have tables of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsfacts.jobs.engines import AUTO, Running, extract_many, outcomes_of
from newsfacts.jobs.shards import Shard, shard_of
from newsfacts.jobs.work import Failure, Outcome, Work

if TYPE_CHECKING:
    from newsfacts.jobs.rows import Rows

__all__ = [
    "AUTO",
    "Failure",
    "Outcome",
    "Rows",
    "Running",
    "Shard",
    "Work",
    "extract_many",
    "outcomes_of",
    "shard_of",
]


def __getattr__(name: str) -> Any:
    """`Rows`, imported when asked for: no command needs it."""
    if name != "Rows":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from newsfacts.jobs.rows import Rows

    return Rows
