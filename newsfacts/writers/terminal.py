"""Tables for people: readable at 80 columns, wrapped instead of cut."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, TextIO

from newsfacts.types import ArticleFacts
from newsfacts.writers.sections import NOTHING, Line, Section, heading, remarks, sections, visible
from newsfacts.writers.streams import put

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_INDENT = "  "
_GAP = "  "
_MIN_WIDTH, _USUAL_WIDTH = 40, 80
# Below this width many columns become running text.
_LEAST_TABLE, _FEW_COLUMNS = 60, 4


def write_table(facts: Iterable[ArticleFacts], stream: TextIO, *, only: Collection[str]) -> None:
    """The facts of each article in tables, casualties and dates with their sentences.

    As wide as the terminal; elsewhere as COLUMNS says, else 80. In colour on a terminal (NO_COLOR).
    """
    from rich.console import Console  # here, so that --help does not wait for it

    width = None if stream.isatty() else _columns()
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    for number, found in enumerate(facts):
        with console.capture() as captured:
            if number:
                console.print()
            _print_article(console, found, only)
        put(stream, captured.get())


def _columns() -> int:
    wanted = os.environ.get("COLUMNS", "")
    return int(wanted) if wanted.isdecimal() and int(wanted) > 0 else _USUAL_WIDTH


def _print_article(console: Console, facts: ArticleFacts, only: Collection[str]) -> None:
    from rich.text import Text

    width = max(console.width, _MIN_WIDTH)
    title, details = heading(facts)
    _print_wrapped(console, Text(title, "bold"), width)
    _print_wrapped(console, Text(details, "dim"), width)
    rule = "─" if console.encoding.startswith("utf") else "-"
    _print(console, Text(rule * width, "dim"))
    after_empty = False
    for section in sections(facts, only):
        if section.lines or not after_empty:
            console.print()
        _print_section(console, section, facts.article.text, width)
        after_empty = not section.lines
    for remark in remarks(facts):
        console.print()
        _print_wrapped(console, Text(remark, "dim"), width)


def _print_section(console: Console, section: Section, text: str, width: int) -> None:
    from rich.text import Text

    count = str(len(section.lines)) if section.lines else "none"
    _print(console, Text.assemble((section.title, "bold cyan"), (f"  {count}", "dim")))
    if not section.lines:
        return
    narrow = width < _LEAST_TABLE and len(section.columns) > _FEW_COLUMNS
    if not narrow:
        rows = [section.columns, *(line.cells for line in section.lines)]
        widths = _widths(rows, width - len(_INDENT))
        _print_row(console, section.columns, widths, ["dim"] * len(widths))
        styles = ["bold", *[""] * (len(widths) - 1)]
    for sentence, lines in groupby(section.lines, key=lambda line: line.evidence and line.evidence.sentence):
        group = list(lines)
        for line in group:
            if narrow:
                _print_wrapped(console, _one_line(section, line), width, indent=_INDENT)
            else:
                _print_row(console, line.cells, widths, styles)
        if sentence:
            _print_wrapped(console, _quotation(group, text), width, indent=_INDENT * 2)


def _one_line(section: Section, line: Line) -> Text:
    """A row as running text, for terminals too narrow for its columns."""
    from rich.text import Text

    text = Text(line.cells[0], "bold")
    for column, cell in zip(section.columns[1:], line.cells[1:], strict=True):
        if cell != NOTHING:
            text.append(f" · {column.lower()} ", "not bold dim").append(cell, "not bold")
    return text


def _quotation(lines: Sequence[Line], text: str) -> Text:
    """The sentence that `lines` share, with their words set off."""
    from rich.text import Text

    found = [line.evidence for line in lines if line.evidence]
    sentence = found[0].sentence
    quotation = Text(style="dim italic")
    at = sentence.start
    for span in sorted({evidence.span for evidence in found}):
        if at <= span.start and span.end <= sentence.end:
            quotation.append(_joined(text[at : span.start]))
            quotation.append(_joined(span.of(text)), "bold not dim")
            at = span.end
    quotation.append(_joined(text[at : sentence.end]))
    return quotation


def _joined(text: str) -> str:
    """`text` made visible, with one blank at an end where it has any."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{visible(text)}{after}"


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The width of each column: what it needs, or a fair share where all together need too much."""
    from rich.cells import cell_len

    columns = list(zip(*rows, strict=True))
    needs = [max(map(cell_len, column)) for column in columns]
    words = [max(cell_len(word) for cell in column for word in cell.split()) for column in columns]
    left = width - len(_GAP) * (len(needs) - 1)
    # First room for the longest words, as far as it goes: a broken word is harder to read than a tall row.
    cap = max(words)
    while cap > 1 and sum(min(word, cap) for word in words) > left:
        cap -= 1
    widths = [min(word, cap) for word in words]
    left -= sum(widths)
    # Then the columns that lack least are filled first; what they leave is shared by the others.
    order = sorted(range(len(needs)), key=lambda i: (needs[i] - widths[i], i))
    for place, i in enumerate(order):
        more = min(needs[i] - widths[i], max(left, 0) // (len(order) - place))
        widths[i] += more
        left -= more
    return widths


def _print_row(console: Console, cells: Sequence[str], widths: Sequence[int], styles: Sequence[str]) -> None:
    from rich.text import Text

    wrapped = [
        Text(cell, style).wrap(console, width, overflow="fold")
        for cell, width, style in zip(cells, widths, styles, strict=True)
    ]
    for parts in zip_longest(*wrapped):
        row = Text(_INDENT)
        for part, width in zip(parts, widths, strict=True):
            shown = part or Text()
            shown.rstrip()
            row.append_text(shown)
            row.append(" " * (width - shown.cell_len) + _GAP)
        row.rstrip()
        _print(console, row)


def _print_wrapped(console: Console, text: Text, width: int, *, indent: str = "") -> None:
    for line in _lines(console, text, width - len(indent)):
        _print(console, line if not indent else _indented(line, indent))


def _lines(console: Console, text: Text, width: int) -> Iterator[Text]:
    for line in text.wrap(console, width, overflow="fold"):
        line.rstrip()
        yield line


def _indented(line: Text, indent: str) -> Text:
    from rich.text import Text

    return Text(indent).append_text(line)


def _print(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=True)
