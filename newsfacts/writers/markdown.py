"""Markdown: a heading an article, a table a kind of fact."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TextIO

from newsfacts.errors import visible
from newsfacts.types import ArticleFacts
from newsfacts.writers.sections import heading, remarks, sections
from newsfacts.writers.streams import put

_MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")


def write_markdown(facts: Iterable[ArticleFacts], stream: TextIO, *, only: Collection[str]) -> None:
    """The tables of the terminal, with the sentences in a column of their own."""
    for number, found in enumerate(facts):
        put(stream, "\n" * bool(number) + "\n\n".join(_blocks(found, only)) + "\n")


def _blocks(facts: ArticleFacts, only: Collection[str]) -> list[str]:
    title, details = heading(facts)
    blocks = [f"# {plain(title)}", plain(details)]
    for section in sections(facts, only):
        blocks.append(f"## {section.title}")
        with_sentences = any(line.evidence for line in section.lines)
        columns = (*section.columns, *(("Sentence",) if with_sentences else ()))
        rows = [table_row(columns), table_row("---" for _ in columns)]
        for line in section.lines:
            quoted = (visible(line.evidence.sentence.of(facts.article.text)),) if line.evidence else ()
            rows.append(table_row(plain(cell) for cell in (*line.cells, *quoted)))
        blocks.append("\n".join(rows) if section.lines else "None.")
    return [*blocks, *map(plain, remarks(facts))]


def table_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def plain(text: str) -> str:
    """`text` with what Markdown would take for markup escaped."""
    return _MARKUP.sub(r"\\\1", text)
