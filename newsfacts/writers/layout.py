"""Rows, wrapped lines and quotations for tables on a terminal or in a text file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal, TextIO

from newsfacts.errors import visible
from newsfacts.types import Evidence

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

INDENT = "  "
_GAP = "  "
_MIN_WIDTH, _USUAL_WIDTH = 40, 80


def console_for(stream: TextIO) -> Console:
    """As wide as the terminal; elsewhere as COLUMNS says, else 80. In colour on a terminal (NO_COLOR)."""
    from rich.console import Console  # here, so that --help does not wait for it

    width = None if stream.isatty() else _columns()
    # NO_COLOR alone makes rich leave bold and dim: those who set it want no escape codes.
    system: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    return Console(file=stream, width=width, color_system=system, highlight=False, markup=False, emoji=False)


def width_of(console: Console) -> int:
    """The width to write in: a narrower terminal wraps by itself."""
    return max(console.width, _MIN_WIDTH)


def _columns() -> int:
    wanted = os.environ.get("COLUMNS", "")
    return int(wanted) if wanted.isdecimal() and int(wanted) > 0 else _USUAL_WIDTH


def print_heading(console: Console, title: str, details: Iterable[str]) -> None:
    """The title, the details and a line below."""
    from rich.text import Text

    width = width_of(console)
    print_wrapped(console, Text(title, "bold"), width)
    for line in details:
        print_wrapped(console, Text(line, "dim"), width)
    rule = "─" if console.encoding.startswith("utf") else "-"
    print_line(console, Text(rule * width, "dim"))


def fitting_widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
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


def print_row(console: Console, cells: Sequence[str], widths: Sequence[int], styles: Sequence[str]) -> None:
    """`cells`, each wrapped in its width, one line below the other."""
    from rich.text import Text

    wrapped = [
        Text(cell, style).wrap(console, width, overflow="fold")
        for cell, width, style in zip(cells, widths, styles, strict=True)
    ]
    for parts in zip_longest(*wrapped):
        row = Text(INDENT)
        for part, width in zip(parts, widths, strict=True):
            shown = part or Text()
            shown.rstrip()
            row.append_text(shown)
            row.append(" " * (width - shown.cell_len) + _GAP)
        row.rstrip()
        print_line(console, row)


def quotation(found: Sequence[Evidence], text: str) -> Text:
    """The sentence that all of `found` share, with their words set off."""
    from rich.text import Text

    sentence = found[0].sentence
    quoted = Text(style="dim italic")
    at = sentence.start
    for span in sorted({evidence.span for evidence in found}):
        if at <= span.start and span.end <= sentence.end:
            quoted.append(_joined(text[at : span.start]))
            quoted.append(_joined(span.of(text)), "bold not dim")
            at = span.end
    quoted.append(_joined(text[at : sentence.end]))
    return quoted


def _joined(text: str) -> str:
    """`text` made visible, with one blank at an end where it has any."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{visible(text)}{after}"


def print_wrapped(console: Console, text: Text, width: int, *, indent: str = "") -> None:
    """`text` in lines of at most `width` characters, `indent` among them."""
    for line in _lines(console, text, width - len(indent)):
        print_line(console, line if not indent else _indented(line, indent))


def _lines(console: Console, text: Text, width: int) -> Iterator[Text]:
    for line in text.wrap(console, width, overflow="fold"):
        line.rstrip()
        yield line


def _indented(line: Text, indent: str) -> Text:
    from rich.text import Text

    return Text(indent).append_text(line)


def print_line(console: Console, text: Text) -> None:
    """`text` on one line, however long."""
    console.print(text, soft_wrap=True)
