"""What is to be found, and how: all that whoever reads an article has to know, as plain data."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from newsfacts.errors import Died, Fault
from newsfacts.names.aliases.file import Aliases
from newsfacts.types import KINDS, PUBLISHED_FROM, Article, ArticleFacts
from newsfacts.watchdog import TookTooLong, set_limit

DIED, TIMEOUT, FAULT = "died", "timeout", "fault"
_FAULTS_TOLD = 80  # characters of an error


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an article has no facts. `kind`: died, timeout or fault. `seconds`: the bound that it broke."""

    kind: str
    text: str
    name: str = ""
    trace: str = ""
    seconds: float = 0.0
    cause: Exception | None = field(default=None, compare=False)  # in the process in which it was raised

    def elsewhere(self) -> Failure:
        """As it goes to another process: not every exception can be pickled."""
        return replace(self, cause=None)

    @property
    def error(self) -> Exception:
        if self.cause is not None:
            return self.cause
        if self.kind == TIMEOUT:
            return TookTooLong(self.seconds)
        return Died(self.text) if self.kind == DIED else Fault(self.text, self.name, self.trace)


@dataclass(frozen=True, slots=True)
class Known:
    """An article whose facts are kept already, under `key`: engines hand it on, in its place."""

    article: Article
    key: bytes


Outcome = ArticleFacts | Failure
Read = Callable[[Article], Outcome]


@dataclass(frozen=True, slots=True)
class Work:
    """The options of `pipeline.extract_many` as they stand for all articles, and the seconds each may
    take.
    """

    model: str | None = None
    keep_furniture: bool = False
    only: tuple[str, ...] = tuple(KINDS)
    published_from: tuple[str, ...] = tuple(PUBLISHED_FROM)
    aliases: Aliases | None = None
    vague: str | None = None
    text_is: str | None = None
    timeout: float = 0.0

    def ready(self) -> Read:
        """What reads an article: the pipeline is built. Raises ModelError, UsageError where it cannot be."""
        from newsfacts.jobs.start import import_spacy

        import_spacy()
        from newsfacts import pipeline

        building = {"model": self.model, "vague": self.vague, "aliases": self.aliases}
        given: dict[str, Any] = {key: value for key, value in building.items() if value is not None}
        nlp = pipeline.build_nlp(keep_furniture=self.keep_furniture, **given)
        finding: dict[str, Any] = {"only": self.only, "published_from": self.published_from}
        finding |= {"text_is": self.text_is} if self.text_is else {}
        set_limit(self.timeout)

        def read(article: Article) -> Outcome:
            try:
                return next(pipeline.extract_many([article], nlp=nlp, **finding))
            except Exception as error:  # of any kind: one article in thousands must not cost the others
                return failure_of(error)

        return read


def failure_of(error: Exception) -> Failure:
    """`error` as it is told in another process."""
    if isinstance(error, TookTooLong):
        return Failure(TIMEOUT, str(error), seconds=error.seconds, cause=error)
    text = str(error)[:_FAULTS_TOLD]
    return Failure(FAULT, text, type(error).__name__, "".join(traceback.format_exception(error)), cause=error)


def resident_bytes() -> int:
    """The memory that this process takes now; where the system does not tell, the most that it took."""
    try:
        with open("/proc/self/statm", "rb") as stream:
            return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        pass
    try:
        import resource
        import sys
    except ImportError:  # Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
