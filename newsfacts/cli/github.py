"""What GitHub's runner is told besides the annotations, and what the writer of those has to know."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from newsfacts.cli.conditions import Conditions
from newsfacts.cli.messages import Log
from newsfacts.cli.output import Target
from newsfacts.writers.github import LOW_CONFIDENCE, StepSummary

FORMAT = "github"
SUMMARY = "GITHUB_STEP_SUMMARY"


def writer_options(target: Target, log: Log, conditions: Conditions) -> dict[str, Any]:
    """What the writer takes besides the facts: the inputs that fail, and which confidence is low."""
    if target.format_name != FORMAT:
        return {}
    return {"failures": log, "low": conditions.below or LOW_CONFIDENCE}


@contextmanager
def step_summary(target: Target, log: Log) -> Iterator[StepSummary | None]:
    """What gathers the summary of the step, where GitHub asks for one; also a run that fails appends it.

    Raises UsageError where its file cannot be written.
    """
    path = os.environ.get(SUMMARY)
    if target.format_name != FORMAT or not path:
        yield None
        return
    summary = StepSummary(Path(path))
    try:
        yield summary
    finally:
        summary.write(log)
