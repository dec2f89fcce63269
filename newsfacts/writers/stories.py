"""Stories -> what people and programs read.

STORY_WRITERS: format name -> function(stories, stream).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from newsfacts.errors import visible
from newsfacts.merge.types import Story, StoryArticle, Toll, TollRelation, TollStatement
from newsfacts.output.columns import Row
from newsfacts.output.story_records import STORY_COLUMNS, as_stories_record, as_story_record, story_rows
from newsfacts.writers.layout import INDENT, console_for, print_heading, print_wrapped, width_of
from newsfacts.writers.markdown import plain, table_row
from newsfacts.writers.sections import NOTHING
from newsfacts.writers.stories_events import write_story_acled, write_story_eventreport, write_story_ucdp
from newsfacts.writers.streams import put
from newsfacts.writers.tables import DELIMITERS, table_cell, table_line
from newsfacts.writers.words import period, range_words

if TYPE_CHECKING:
    from rich.console import Console

StoryWriter = Callable[[Sequence[Story], TextIO], None]

_BAR = 24
# A page names so many people and places of a story, and events of its timeline.
_NAMED, _EVENTS = 8, 10


def write_stories_json(stories: Sequence[Story], stream: TextIO) -> None:
    """The document of the contract."""
    put(stream, json.dumps(as_stories_record(stories), ensure_ascii=False, indent=2) + "\n")


def write_stories_jsonl(stories: Sequence[Story], stream: TextIO) -> None:
    """One line a story."""
    for story in stories:
        put(stream, json.dumps(as_story_record(story), ensure_ascii=False, separators=(",", ":")) + "\n")


def write_story_rows(stories: Sequence[Story], stream: TextIO, *, table: str, delimiter: str) -> None:
    """One of the tables of `STORY_COLUMNS`."""
    put(stream, table_line(STORY_COLUMNS[table], delimiter))
    for story in stories:
        for row in story_rows(story)[table]:
            put(stream, table_line([table_cell(value) for value in row.values()], delimiter))


def story_tables(stories: Sequence[Story], tables: Sequence[str]) -> dict[str, list[Row]]:
    """The rows of `tables`, for formats of tables in files."""
    made: dict[str, list[Row]] = {table: [] for table in tables}
    for story in stories:
        rows = story_rows(story)
        for table in tables:
            made[table] += rows[table]
    return made


# For people


def figure_words(
    least: int | None, most: int | None, *, approximate: bool = False, words: str | None = None
) -> str:
    """ "6", "6+", ">18,000", "up to 32", "26 to 45", "~100"."""
    return range_words(least, most, approximate=approximate, words=words, to=" to ") or NOTHING


def toll_heading(toll: Toll) -> str:
    """ "killed: 26 to 45 · people · Torvik · 2024-09-01"."""
    when = toll.date and (period(toll.date.value) or toll.date.text)
    slots = (toll.victims, toll.location.name if toll.location else toll.place, when)
    return visible(" · ".join([f"{toll.kind} {_range(toll)}", *(slot for slot in slots if slot)]))


def _range(toll: Toll) -> str:
    words = _words_of(toll, toll.low, toll.high)
    return figure_words(toll.low, toll.high, approximate=toll.best.approximate, words=words)


def _words_of(toll: Toll, least: int | None, most: int | None) -> str | None:
    """Those of a statement with these bounds, if there is one."""
    return next((said.text for said in toll.statements if (said.min, said.max) == (least, most)), None)


def _best(toll: Toll) -> str:
    best = toll.best
    sources = f"{toll.sources:,} {'source' if toll.sources == 1 else 'sources'}"
    relation = "" if toll.relation is TollRelation.AGREE else f", {toll.relation}"
    words = _words_of(toll, best.min, best.max)
    figure = figure_words(best.min, best.max, approximate=best.approximate, words=words)
    return f"{figure} ({best.policy}), {sources}{relation}"


def bar_of(toll: Toll, least: int | None, most: int | None, *, plain_marks: bool = False) -> str:
    """A line from 0 to the toll's highest figure, `least` to `most` filled; an arrow where it is open."""
    figures = [n for told in toll.statements for n in (told.min, told.max) if n is not None]
    top = max(figures, default=0) or 1
    first, last = (round(n / top * (_BAR - 1)) for n in (least or 0, top if most is None else most))
    full, empty, open_end = ("#", ".", ">") if plain_marks else ("█", "·", "▸")
    cells = [full if first <= at <= last else empty for at in range(_BAR)]
    if most is None:
        cells[-1] = open_end
    return "".join(cells)


def write_stories_table(stories: Sequence[Story], stream: TextIO) -> None:
    """A page a story: its articles, people and places, timeline, and the tolls with a bar a statement."""
    console = console_for(stream)
    with console.capture() as captured:
        for number, story in enumerate(stories):
            if number:
                console.print()
            _print_story(console, story)
    put(stream, captured.get())


def _print_story(console: Console, story: Story) -> None:
    from rich.text import Text

    width = width_of(console)
    print_heading(console, visible(story.title or story.id), [_details(story)])
    for title, lines in _lists(story):
        print_wrapped(console, Text(title, "bold cyan"), width)
        for line in lines:
            print_wrapped(console, Text(line), width, indent=INDENT)
    plain_marks = not console.encoding.startswith("utf")
    for toll in story.tolls:
        print_wrapped(console, Text(toll_heading(toll), "bold"), width)
        bar = bar_of(toll, toll.low, toll.high, plain_marks=plain_marks)
        print_wrapped(console, Text(f"{bar} best {_best(toll)}", "cyan"), width, indent=INDENT)
        for told in toll.statements:
            bar = bar_of(toll, told.min, told.max, plain_marks=plain_marks)
            style = "red" if told.relation == "conflicts" else "dim" if told.relation == "part_of" else ""
            print_wrapped(console, Text(f"{bar} {_statement(told)}", style), width, indent=INDENT)


def _details(story: Story) -> str:
    days = period(f"{story.first}/{story.last}" if story.first != story.last else str(story.first))
    told = f"{len(story.articles):,} {'article' if len(story.articles) == 1 else 'articles'}"
    return visible(f"{story.id} · {told}" + (f" · {days}" if story.first else ""))


def _lists(story: Story) -> Iterator[tuple[str, list[str]]]:
    yield "Articles", [visible(_article(article)) for article in story.articles]
    people = [f"{p.name}, {p.role}" if p.role else p.name for p in story.people]
    for title, words in (("People", people), ("Places", [place.name for place in story.places])):
        if words:
            more = f"; {len(words) - _NAMED:,} more" if len(words) > _NAMED else ""
            yield title, [visible("; ".join(words[:_NAMED]) + more)]
    if story.timeline:
        events = [f"{period(e.value) or e.value}  {e.event or NOTHING}" for e in story.timeline[:_EVENTS]]
        if len(story.timeline) > _EVENTS:
            events.append(f"{len(story.timeline) - _EVENTS:,} more")
        yield "Timeline", [visible(event) for event in events]


def _article(article: StoryArticle) -> str:
    line = f"{article.published or NOTHING}  {article.id}"
    if article.copy_of:
        return f"{line}, copy of {article.copy_of}"
    return f"{line} ({'; '.join(article.why)})" if article.why else line


def _statement(told: TollStatement) -> str:
    figure = figure_words(told.min, told.max, approximate=told.approximate, words=told.text)
    said = f", {told.attribution}" if told.attribution else ""
    held = f"{told.relation}" if told.to is None else f"{told.relation} {told.to + 1}"
    return visible(f"{figure}  {told.published or NOTHING} {told.article_id}{said} [{held}: {told.rule}]")


def write_stories_markdown(stories: Sequence[Story], stream: TextIO) -> None:
    """A section a story, a table a toll."""
    columns = ("Figure", "Published", "Article", "Source", "Relation", "Sentence")
    for number, story in enumerate(stories):
        blocks = [f"# {plain(visible(story.title or story.id))}", plain(_details(story))]
        for title, lines in _lists(story):
            blocks.append(f"## {title}")
            blocks.append("\n".join(f"- {plain(line)}" for line in lines))
        blocks += ["## Tolls"] if story.tolls else []
        for toll in story.tolls:
            rows = [table_row(columns), table_row("---" for _ in columns)]
            for told in toll.statements:
                held = told.relation if told.to is None else f"{told.relation} {told.to + 1}"
                cells = (
                    figure_words(told.min, told.max, approximate=told.approximate, words=told.text),
                    told.published or NOTHING,
                    told.article_id,
                    told.attribution or NOTHING,
                    f"{held} ({told.rule})",
                    told.sentence or NOTHING,
                )
                rows.append(table_row(plain(visible(cell)) for cell in cells))
            blocks += [f"### {plain(toll_heading(toll))}", plain(f"Best: {_best(toll)}"), "\n".join(rows)]
        put(stream, "\n" * bool(number) + "\n\n".join(blocks) + "\n")


STORY_WRITERS: dict[str, StoryWriter] = {
    "table": write_stories_table,
    "json": write_stories_json,
    "jsonl": write_stories_jsonl,
    "markdown": write_stories_markdown,
    "acled": write_story_acled,
    "ucdp": write_story_ucdp,
    "eventreport": write_story_eventreport,
}
STORY_DELIMITERS = DELIMITERS
