"""HTML: the report of the articles alone; stories are what `newsfacts report` adds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TextIO

from newsfacts.report import Told, page
from newsfacts.types import ArticleFacts
from newsfacts.writers.streams import put


def write_html(facts: Iterable[ArticleFacts], stream: TextIO, *, only: Collection[str]) -> None:
    """One page, each article written as it comes; it can be opened when all are there."""
    for part in page(map(Told, facts), only=only):
        put(stream, part)
