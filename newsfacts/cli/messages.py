"""What the command says on standard error."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
import time
import traceback
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TextIO

from newsfacts.errors import Died, Fault, InputError, NewsfactsError, visible
from newsfacts.types import KINDS, Article, ArticleFacts
from newsfacts.watchdog import TookTooLong

NOUNS = {
    "people": ("person", "people"),
    "places": ("place", "places"),
    "organizations": ("organization", "organizations"),
    "casualties": ("casualty figure", "casualty figures"),
    "dates": ("date", "dates"),
}
EVENT = ("event", "events")
STORY = ("story", "stories")
_ERRORS_KEPT = 10


@dataclass
class Log:
    """What goes to stderr: errors always, warnings and the summary unless quiet, reasons where asked for."""

    quiet: bool = False
    verbose: bool = False
    explain: bool = False
    failed: int = 0
    errors: list[NewsfactsError] = field(default_factory=list)  # the first ones
    delivered: int = 0
    found: Counter[str] = field(default_factory=Counter)
    same_id: Counter[str] = field(default_factory=Counter)
    undated: int = 0  # articles of whose dates some stay open, as the day of publication is not known
    begun: float = field(default_factory=time.monotonic)

    def error(self, error: NewsfactsError) -> None:
        self.failed += 1
        if len(self.errors) < _ERRORS_KEPT:
            self.errors.append(error)
        say(str(error), name=None)

    def article(self, facts: ArticleFacts, kinds: Iterable[str]) -> None:
        """Count `facts`, and say what there is to say about them."""
        self.found["articles"] += 1
        counts = Counter({kind: len(getattr(facts, kind)) for kind in KINDS})
        self.found += counts
        day_known = facts.published.date is not None and facts.published.earliest is None
        left_open = any(date.grain is not None and date.value is None for date in facts.dates)
        self.undated += "dates" in tuple(kinds) and not day_known and left_open
        if self.explain:
            from newsfacts.writers.explain import explanations

            for line in explanations(facts, kinds):
                say(line, name=None)
        if self.quiet:
            return
        from newsfacts.readers import SAME_ID

        for warning in dict.fromkeys((*facts.article.warnings, *facts.warnings)):
            if warning == SAME_ID:  # told at the end: where ids are no ids, thousands have it
                self.same_id[_source(facts.article)] += 1
                continue
            say(f"{where_of(facts.article)}: warning: {warning}", name=None)
        if self.verbose:
            size = count(len(facts.article.text), ("character", "characters"))
            say(f"{facts.article.id}: {size}, {counts_of(counts, kinds)}")

    def made(self, facts: ArticleFacts) -> None:
        """Count `facts` that were made before: what there was to say of them has been said then."""
        self.found["articles"] += 1
        self.found += Counter({kind: len(getattr(facts, kind)) for kind in KINDS})
        if self.verbose and not self.quiet:
            say(f"{facts.article.id}: {count(len(facts.dates), NOUNS['dates'])}, found before")

    def timeline(self, events: int, remarks: Iterable[str]) -> None:
        """The closing line of a timeline."""
        if not self.quiet:
            self._tell_same_ids()
            articles = count(self.found["articles"], ("article", "articles"))
            failed = [f"{count(self.failed, ('input', 'inputs'))} failed"] if self.failed else []
            failed += self._time()
            found = f"{counts_of(self.found, ('dates',))}, {count(events, EVENT)} in time order"
            say("; ".join([f"{articles}: {found}", *remarks, *failed]))

    def report(self, stories: int, conflicts: int, remarks: Iterable[str]) -> None:
        """The closing line of a report."""
        if not self.quiet:
            self._tell_same_ids()
            told = f"{count(self.found['articles'], ('article', 'articles'))} in {count(stories, STORY)}"
            conflicting = [f"{count(conflicts, ('toll', 'tolls'))} on which sources conflict"]
            failed = [f"{count(self.failed, ('input', 'inputs'))} failed"] if self.failed else []
            found = f"{told}: {counts_of(self.found, KINDS)}"
            _say_wrapped("; ".join([found, *conflicting[: conflicts > 0], *remarks, *failed, *self._time()]))

    def stories(self, stories: int, tolls: int) -> None:
        """The closing line of a merge."""
        if not self.quiet:
            self._tell_same_ids()
            articles = count(self.found["articles"], ("article", "articles"))
            failed = [f"{count(self.failed, ('input', 'inputs'))} failed"] if self.failed else []
            told = f"{count(stories, ('story', 'stories'))}, {count(tolls, ('toll', 'tolls'))}"
            say("; ".join([f"{articles}: {told}", *failed, *self._time()]))

    def detail(self, text: str) -> None:
        if self.verbose and not self.quiet:
            say(text)

    def note(self, text: str) -> None:
        if not self.quiet:
            say(text)

    def gave_up(self, article: Article, error: Exception) -> None:
        """One article failed, through no fault of its reader's: the others go on."""
        if isinstance(error, TookTooLong):
            self.error(InputError(where_of(article), str(error), "raise --timeout, or leave it out"))
            return
        if isinstance(error, Died):
            self.error(InputError(where_of(article), str(error), "leave it out, or give it more memory"))
            return
        name = error.name if isinstance(error, Fault) else type(error).__name__
        what = f"failed by a fault of ours ({name}: {str(error)[:80]})"
        self.error(InputError(where_of(article), what, "please report it; --verbose tells where"))
        if self.verbose:
            for line in traceback.format_exception(error):
                for part in line.rstrip().splitlines():
                    say(part)

    def interrupted(self) -> None:
        """The closing line of a run that was stopped. Files are left as they were: nothing of them counts."""
        if not self.quiet:
            with suppress(OSError):
                say(f"interrupted; {count(self.delivered, ('article', 'articles'))} delivered")

    def _tell_same_ids(self) -> None:
        for source, number in self.same_id.items():
            have = f"{count(number, ('article has', 'articles have'))} the id of an earlier one"
            say(f"{source}: warning: {have}: say with --id-field which field tells them apart", name=None)

    def summary(self, kinds: Iterable[str]) -> None:
        if not self.quiet:
            self._tell_same_ids()
            articles = count(self.found["articles"], ("article", "articles"))
            failed = [f"{count(self.failed, ('input', 'inputs'))} failed"] if self.failed else []
            undated = f"{self.undated:,} without a day of publication: give it with --published"
            remarks = [*([undated] if self.undated else []), *failed, *self._time()]
            _say_wrapped("; ".join([f"{articles}: {counts_of(self.found, kinds)}", *remarks]))

    def _time(self) -> list[str]:
        """How long it took, for those who want to know: no part of any data."""
        if not self.verbose:
            return []
        seconds = time.monotonic() - self.begun
        rate = f", {self.found['articles'] / seconds:.1f} articles/s" if self.found["articles"] > 1 else ""
        return [f"{seconds:.1f} s{rate}"]


def count(number: int, noun: tuple[str, str]) -> str:
    return f"{number:,} {noun[number != 1]}"


def counts_of(found: Counter[str], kinds: Iterable[str]) -> str:
    return ", ".join(count(found[kind], NOUNS[kind]) for kind in kinds)


def where_of(article: Article) -> str:
    """The file, and where it holds several articles, which one."""
    source = _source(article)
    return source if article.id in source else f"{source} ({article.id})"


def _source(article: Article) -> str:
    return "stdin" if article.source == "-" else article.source or article.id


def say(text: str, *, name: str | None = "newsfacts") -> None:
    """One line on stderr, whatever is in `text`. `name`: who speaks; None where `text` begins with a file."""
    line = harmless(visible(text))
    put_line(f"{name}: {line}" if name else line)


# What runners of CI jobs take for a command: at the beginning of a line (`::set-output …`), or anywhere in it
# (`##[…]`, `##vso[…]`, `##teamcity[…]`). Names of files and ids of articles are whatever somebody made them.
_COMMAND = re.compile(r"##(?=\w*\[)")


def harmless(line: str) -> str:
    """`line`, so that no runner of CI jobs obeys it."""
    line = _COMMAND.sub("## ", line)
    return f"newsfacts: {line}" if line.startswith("::") else line


def put_line(text: str) -> None:
    """Write a line to standard error. Where nobody can read it any more, the run goes on without a word."""
    try:
        print(text, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        nowhere(sys.stderr)


def nowhere(stream: TextIO) -> None:
    """Point `stream` to nowhere: else Python complains of what waits in it, and ends with 120."""
    with suppress(OSError, ValueError):
        handle = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(handle, stream.fileno())
        finally:
            os.close(handle)


def _say_wrapped(text: str) -> None:
    """One line on stderr; on a terminal that is too narrow for it, several that break between words."""
    if not sys.stderr.isatty():
        say(text)
        return
    width = max(shutil.get_terminal_size().columns, 20)
    put_line(textwrap.fill(f"newsfacts: {text}", width, subsequent_indent="  "))


def close_broken_pipes() -> None:
    """Point what nobody reads any more to nowhere: else Python complains of it at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            nowhere(stream)
