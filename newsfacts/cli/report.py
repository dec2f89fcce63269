"""`newsfacts report`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsfacts.cli.application import app
from newsfacts.cli.exits import SOME_FAILED, exit_codes
from newsfacts.cli.messages import Log, count
from newsfacts.cli.options import BEST, BestOption, SameStoryOption, check_word
from newsfacts.cli.output import Target, refuse_overwriting, target_of
from newsfacts.cli.reading import Reading, progress
from newsfacts.cli.settings import Configured
from newsfacts.cli.shared import Shared, with_shared
from newsfacts.errors import UsageError
from newsfacts.types import KINDS, Article, ArticleFacts

if TYPE_CHECKING:
    from newsfacts.merge.types import Story
    from newsfacts.readers import Input
    from newsfacts.report import Told

_FORMAT, _ENDINGS = "html", (".html", ".htm")


@app.command(cls=Configured, short_help="Make a page of stories and articles to look at.")
@with_shared
def report(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS",
            help="Articles as for extract, what extract or merge wrote as JSON, or - for standard input.",
            show_default=False,
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the page to this file, *.html."),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help="What the page is called.", show_default="by what is in it"),
    ] = None,
    same_story: SameStoryOption = 0.5,
    best: BestOption = "latest",
    *,
    shared: Shared,
) -> None:
    """Make one HTML file of stories and articles: it opens from disk, prints, and asks for nothing else.

    Articles, and facts made of them before, are put together as stories; stories made before are taken as
    they are. Facts hold no text: give their articles as well, and the page shows it.

    \b
    Examples:
      newsfacts report articles/ -o report.html
      newsfacts report facts.jsonl articles/ -o report.html
      newsfacts merge facts.jsonl | newsfacts report - facts.jsonl articles/ -o report.html

    \b
    Exit codes:
      0    done, also when nothing was found
      2    a wrong option, or not one input could be read
      3    some inputs failed, the rest was delivered
      130  interrupted (143: by SIGTERM)
    """
    from newsfacts.writers import FORMATS

    log = shared.log()
    with exit_codes(log):
        check_word(best, BEST, "--best")
        formats = {_FORMAT: FORMATS[_FORMAT]}
        target = target_of(output, _FORMAT, tuple(KINDS), folders=False, formats=formats)
        if target.path is not None and target.path.suffix.lower() not in ("", *_ENDINGS):
            raise UsageError(f"-o {output}: a report is a page of HTML: end the name in {_ENDINGS[0]}")
        if target.path is None and sys.stdout.isatty():
            raise UsageError("a page is nothing for a terminal: name a file, as -o report.html")
        reading = shared.reading(paths)
        options = shared.pipeline(log)
        if _report(reading, target, log, title, {"same_story": same_story, "best": best}, options):
            raise typer.Exit(SOME_FAILED)


def _report(
    reading: Reading,
    target: Target,
    log: Log,
    title: str | None,
    merging: dict[str, Any],
    options: dict[str, Any],
) -> int:
    """Read it all, write the page; how many inputs failed."""
    from newsfacts.output.story_records import as_story_record
    from newsfacts.report import page
    from newsfacts.writers import put

    inputs = reading.inputs(log)
    refuse_overwriting(inputs, target)
    with target.opened() as out:
        with progress(inputs, target, log) as advance:
            articles, merged = _read(reading, inputs, log, options, advance)
        stories = [
            *merged,
            *_merge(_untold(articles, merged), {**merging, "aliases": options.get("aliases")}),
        ]
        for part in page(articles, [dict(as_story_record(story)) for story in stories], title=title):
            put(out.stream, part)
    conflicts = sum(toll.relation == "conflict" for story in stories for toll in story.tolls)
    quoted = sum(not told.whole for told in articles)
    without = f"{count(quoted, ('article', 'articles'))} without the text: give it as well"
    remarks = [without] if quoted else []
    log.report(len(stories), conflicts, remarks)
    return log.failed


def _read(
    reading: Reading, inputs: Sequence[Input], log: Log, options: dict[str, Any], advance: Callable[[], None]
) -> tuple[list[Told], list[Story]]:
    """All articles with their facts, those made before first, and the stories there are of them."""
    from newsfacts.readers import Merged
    from newsfacts.report import Told
    from newsfacts.report.gather import with_texts

    made: list[ArticleFacts] = []
    fresh: list[Article] = []
    stories: list[Story] = []
    for found in reading.all_kinds(inputs, log):
        if isinstance(found, Merged):
            stories += found.stories
        elif isinstance(found, Article):
            fresh.append(found)
        else:
            made.append(found)
    told, left = with_texts(made, fresh)
    for known in told:
        log.made(known.facts)
    if made and "aliases" in options:
        log.note("--aliases changes nothing in facts that are made already: give the articles for that")
    for facts in _extracted(left, reading, log, options):
        log.article(facts, tuple(KINDS))
        told.append(Told(facts))
        advance()
    return told, stories


def _extracted(
    articles: Sequence[Article], reading: Reading, log: Log, options: dict[str, Any]
) -> Iterator[ArticleFacts]:
    if not articles:
        return
    from newsfacts import jobs

    yield from jobs.extract_many(
        articles, published_from=reading.published_from, on_failure=log.gave_up, **options
    )


def _untold(articles: Sequence[Told], merged: Sequence[Story]) -> list[ArticleFacts]:
    """The facts of articles that are in none of the stories made before."""
    known = {(article.id, article.source) for story in merged for article in story.articles}
    names = {name for name, _ in known}
    uses = Counter(told.facts.article.id for told in articles)

    def is_known(article: Article) -> bool:
        # The path may be another one now; an id is enough where it can be but one article.
        return (article.id, article.source) in known or (article.id in names and uses[article.id] == 1)

    return [told.facts for told in articles if not is_known(told.facts.article)]


def _merge(facts: Sequence[ArticleFacts], merging: dict[str, Any]) -> list[Story]:
    if not facts:
        return []
    from newsfacts.merge import merge_facts
    from newsfacts.merge.types import Best

    return merge_facts(facts, **{**merging, "best": Best(merging["best"])})
