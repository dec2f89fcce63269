"""What is read, and how far that is."""

from __future__ import annotations

import gc
import os
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar, cast

import typer

from newsfacts.cli.exits import USAGE
from newsfacts.cli.messages import Log
from newsfacts.cli.options import check_word
from newsfacts.cli.output import Target
from newsfacts.errors import InputError, UsageError
from newsfacts.types import PUBLISHED_FROM, Article, ArticleFacts, PublishedSource

if TYPE_CHECKING:
    from newsfacts.jobs import Shard
    from newsfacts.readers import Fields, Input, Merged, Picks, ReadOptions

_StoryT = TypeVar("_StoryT")


@dataclass(frozen=True)
class HowRead:
    """As what inputs are read, which files of folders are, and where the text of each goes."""

    format: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    save_text: Path | None = None

    @property
    def picks(self) -> Picks:
        from newsfacts.readers import Picks

        return Picks(self.include, self.exclude)


def how_read(
    input_format: str | None,
    include: Sequence[str] | None,
    exclude: Sequence[str] | None,
    save_text: str | None,
) -> HowRead:
    """What the options of reading say. Raises UsageError."""
    from newsfacts.readers import FORMAT_NAMES
    from newsfacts.readers.patterns import check_glob

    if input_format is not None:
        check_word(input_format, FORMAT_NAMES, "--input-format")
    for option, globs in (("--include", include), ("--exclude", exclude)):
        for glob in globs or ():
            try:
                check_glob(glob)
            except ValueError as error:
                raise UsageError(f"{option}: {glob[:80]!r} is no pattern ({error}): mend it") from None
    return HowRead(
        input_format, tuple(include or ()), tuple(exclude or ()), Path(save_text) if save_text else None
    )


@dataclass(frozen=True)
class Part:
    """Which of all articles are read: those of a share; of these the first `limit`."""

    shard: Shard | None = None
    limit: int | None = None

    def inputs(self, inputs: Sequence[Input], format: str | None) -> list[Input]:
        """Those that may have any: what is one article of another share is not opened."""
        from newsfacts.readers import holds_records

        shard = self.shard
        if shard is None:
            return list(inputs)
        return [item for item in inputs if holds_records(item, format) or shard.has(item.id)]

    def stories(self, stories: Iterator[_StoryT]) -> Iterator[_StoryT]:
        shard = self.shard
        if shard is not None:
            stories = (story for story in stories if shard.has(_id_of(story)))
        return islice(stories, self.limit)

    def errors(
        self, inputs: Iterable[Input], format: str | None, tell: Callable[[InputError], None]
    ) -> Callable[[InputError], None]:
        """`tell`, for what only one share is to tell: what is wrong with a record, or a file of several."""
        from newsfacts.readers import holds_records

        shard = self.shard
        if shard is None:
            return tell
        own = {item.label for item in inputs if not holds_records(item, format)}

        def of_share(error: InputError) -> None:
            if error.source in own or shard.has(error.source):
                tell(error)

        return of_share


def _id_of(story: Any) -> str:
    """The id of an article, or of the facts of one."""
    return str(story.article.id if isinstance(story, ArticleFacts) else story.id)


def part_of(shard: str | None, limit: int | None) -> Part:
    """What --shard and --limit say. Raises UsageError."""
    if shard is None:
        return Part(limit=limit)
    from newsfacts.jobs import shard_of

    return Part(shard_of(shard), limit)


@dataclass(frozen=True)
class Reading:
    """What is to be read, and how."""

    paths: Sequence[str]
    fields: Fields
    published: str | None
    max_chars: int
    published_from: tuple[str, ...] = PUBLISHED_FROM
    how: HowRead = HowRead()
    part: Part = Part()

    def inputs(self, log: Log) -> list[Input]:
        from newsfacts.readers import find_inputs, real_path

        inputs = find_inputs(self.paths, on_error=log.error, picks=self.how.picks)
        if self.how.save_text is not None:
            folder = os.path.realpath(self.how.save_text)
            for item in inputs:
                if item.path != "-" and os.path.dirname(real_path(item.path)) == folder:
                    where = f"--save-text {self.how.save_text}"
                    raise UsageError(f"{where}: the input {item.name} is there: choose another folder")
        return self.part.inputs(inputs, self.how.format)

    def articles(self, inputs: Iterable[Input], log: Log) -> Iterator[Article]:
        """The articles, one at a time. Raises typer.Exit where there is not a single one."""
        from newsfacts.readers import read_articles

        on_error = self._on_error(inputs, log)
        return self._part(read_articles(inputs, on_error=on_error, **self._options(log)), log)

    def stories(self, inputs: Iterable[Input], log: Log) -> Iterator[Article | ArticleFacts]:
        """As `articles`, with facts among them where `extract` has been there before."""
        from newsfacts.readers import read_stories

        stories = read_stories(inputs, on_error=self._on_error(inputs, log), **self._options(log))
        return self._part(cast(Iterator[Article | ArticleFacts], stories), log)

    def all_kinds(self, inputs: Iterable[Input], log: Log) -> Iterator[Article | ArticleFacts | Merged]:
        """As `stories`, with what `merge` wrote among them."""
        from newsfacts.readers import read_stories

        on_error = self._on_error(inputs, log)
        return self._part(read_stories(inputs, on_error=on_error, merged=True, **self._options(log)), log)

    def _part(self, stories: Iterator[_StoryT], log: Log) -> Iterator[_StoryT]:
        """Those that are asked for. Raises typer.Exit where there is not a single one, nor can be."""
        stories = self._saved(self.part.stories(stories))
        first = next(stories, None)
        if first is None:
            if self.part.shard is None or log.failed:
                raise typer.Exit(USAGE)
            return iter(())
        return chain([first], _after_start(stories))

    def _saved(self, stories: Iterator[_StoryT]) -> Iterator[_StoryT]:
        """`stories`, the text of each article written to the folder that is to have it."""
        if self.how.save_text is None:
            yield from stories
            return
        from newsfacts.writers.texts import TextFolder

        folder = TextFolder(self.how.save_text)
        for story in stories:
            if isinstance(story, Article):
                folder.save(story)
            yield story

    def _on_error(self, inputs: Iterable[Input], log: Log) -> Callable[[InputError], None]:
        return self.part.errors(inputs, self.how.format, log.error)

    def _options(self, log: Log) -> ReadOptions:
        if "-" in self.paths and sys.stdin.isatty():
            log.note("reading from the terminal; Ctrl-D ends the article")
        return {
            "fields": self.fields,
            "published": self.published,
            "max_chars": self.max_chars,
            "stdin": getattr(sys.stdin, "buffer", None),
            "modified": PublishedSource.MTIME in self.published_from,
            "format": self.how.format,
            "picks": self.how.picks,
        }


def _after_start(stories: Iterator[_StoryT]) -> Iterator[_StoryT]:
    """`stories`. All that the start brought (see `cli.main`) is kept out of the search for garbage."""
    gc.freeze()
    gc.enable()
    yield from stories


def facts_read(
    reading: Reading,
    inputs: Sequence[Input],
    log: Log,
    options: dict[str, Any],
    advance: Callable[[], None],
    *,
    only: Collection[str],
    shown: Collection[str],
) -> Iterator[ArticleFacts]:
    """The facts of all inputs: those of the articles, then those made before.

    `options`: of the pipeline; `only`: the kinds to find, `shown`: those to speak of.
    """
    made: list[ArticleFacts] = []

    def articles() -> Iterator[Article]:
        for story in reading.stories(inputs, log):
            if isinstance(story, Article):
                yield story
            else:
                made.append(story)

    waiting = articles()
    first = next(waiting, None)
    if first is not None:
        from newsfacts import jobs

        found_in = jobs.extract_many(
            chain([first], waiting),
            only=only,
            published_from=reading.published_from,
            on_failure=log.gave_up,
            **options,
        )
        for found in found_in:
            log.article(found, shown)
            yield found
            advance()
    if made and reading.published:
        log.note("--published changes nothing in facts that are made already: give the articles for that")
    if made and "aliases" in options and shown == ("dates",):
        log.note("--aliases changes nothing in facts that are made already: give the articles for that")
    for found in made:
        log.made(found)
        yield found


@contextmanager
def progress(inputs: Sequence[Input], target: Target, log: Log) -> Iterator[Any]:
    """A bar on stderr, where that is a terminal and the facts go to a file: it must not run into them."""
    from newsfacts.readers import holds_records

    many = len(inputs) > 1 or any(holds_records(item) for item in inputs)
    to_file = target.path is not None or _is_file(sys.stdout)
    if log.quiet or log.verbose or not to_file or not many or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("articles"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    # Records are not counted before they are read: then the bar only shows that it moves, and how fast.
    total = None if any(holds_records(item) for item in inputs) else len(inputs)
    shown = columns if total else columns[:-2]
    with Progress(*shown, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("", total=total, rate="")

        def advance() -> None:
            # What cannot be read is done with, too: else the bar would never be full.
            bar.update(task, completed=log.found["articles"] + log.failed)
            speed = bar.tasks[0].speed
            bar.update(task, rate=f"{speed:.1f}/s" if speed else "")

        yield advance


def _is_file(stream: TextIO) -> bool:
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False
