"""Tables for people: readable at 80 columns, wrapped instead of cut."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from newsfacts.types import ArticleFacts
from newsfacts.writers.layout import (
    INDENT,
    console_for,
    fitting_widths,
    print_heading,
    print_line,
    print_row,
    print_wrapped,
    quotation,
    width_of,
)
from newsfacts.writers.sections import NOTHING, Line, Section, heading, remarks, sections
from newsfacts.writers.streams import put

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# Below this width many columns become running text.
_LEAST_TABLE, _FEW_COLUMNS = 60, 4


def write_table(facts: Iterable[ArticleFacts], stream: TextIO, *, only: Collection[str]) -> None:
    """The facts of each article in tables, casualties and dates with their sentences.

    As wide as the terminal; elsewhere as COLUMNS says, else 80. In colour on a terminal (NO_COLOR).
    """
    console = console_for(stream)
    for number, found in enumerate(facts):
        with console.capture() as captured:
            if number:
                console.print()
            _print_article(console, found, only)
        put(stream, captured.get())


def _print_article(console: Console, facts: ArticleFacts, only: Collection[str]) -> None:
    from rich.text import Text

    width = width_of(console)
    title, details = heading(facts)
    print_heading(console, title, [details])
    after_empty = False
    for section in sections(facts, only):
        if section.lines or not after_empty:
            console.print()
        _print_section(console, section, facts.article.text, width)
        after_empty = not section.lines
    for remark in remarks(facts):
        console.print()
        print_wrapped(console, Text(remark, "dim"), width)


def _print_section(console: Console, section: Section, text: str, width: int) -> None:
    from rich.text import Text

    count = str(len(section.lines)) if section.lines else "none"
    print_line(console, Text.assemble((section.title, "bold cyan"), (f"  {count}", "dim")))
    if not section.lines:
        return
    narrow = width < _LEAST_TABLE and len(section.columns) > _FEW_COLUMNS
    if not narrow:
        rows = [section.columns, *(line.cells for line in section.lines)]
        widths = fitting_widths(rows, width - len(INDENT))
        print_row(console, section.columns, widths, ["dim"] * len(widths))
        styles = ["bold", *[""] * (len(widths) - 1)]
    for sentence, lines in groupby(section.lines, key=lambda line: line.evidence and line.evidence.sentence):
        group = list(lines)
        for line in group:
            if narrow:
                print_wrapped(console, _one_line(section, line), width, indent=INDENT)
            else:
                print_row(console, line.cells, widths, styles)
        if sentence:
            found = [line.evidence for line in group if line.evidence]
            print_wrapped(console, quotation(found, text), width, indent=INDENT * 2)


def _one_line(section: Section, line: Line) -> Text:
    """A row as running text, for terminals too narrow for its columns."""
    from rich.text import Text

    text = Text(line.cells[0], "bold")
    for column, cell in zip(section.columns[1:], line.cells[1:], strict=True):
        if cell != NOTHING:
            text.append(f" · {column.lower()} ", "not bold dim").append(cell, "not bold")
    return text
