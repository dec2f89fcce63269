"""The form as one CSV file: a line an article, then its facts, and room for more at the end."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newsfacts.errors import UsageError
from newsfacts.review.fields import FIELDS, is_blank, shown
from newsfacts.review.forms.cells import (
    ARTICLE,
    CONFIDENCE,
    DECISION,
    FACT,
    NOTE,
    SENTENCE,
    headed,
    is_done,
    row_of,
)
from newsfacts.review.forms.form import no_form
from newsfacts.review.rows import Review, Reviewable, ReviewRow
from newsfacts.types import KINDS
from newsfacts.writers.streams import put, whole_file
from newsfacts.writers.tables import runs_as_formula, table_cell, table_line

# What a line is about: a kind of fact, or an article.
OF, AN_ARTICLE = "fact_kind", "article"
_FIELDS = tuple(dict.fromkeys(field.name for fields in FIELDS.values() for field in fields))
COLUMNS = (DECISION, OF, SENTENCE, *_FIELDS, NOTE, CONFIDENCE, ARTICLE, FACT)


def write_csv(review: Review, path: Path) -> list[str]:
    with whole_file(path) as stream:
        put(stream, table_line(COLUMNS, ","))
        for line in _lines(review):
            put(stream, table_line([table_cell(line.get(column)) for column in COLUMNS], ","))
    return []


def _lines(review: Review) -> Iterator[dict[str, Any]]:
    for article in review.articles:
        yield {OF: AN_ARTICLE, ARTICLE: article.key, FACT: article.facts, SENTENCE: article.title}
        for row in review.rows:
            if row.article == article.key:
                yield {
                    **{name: shown(value) for name, value in row.values.items()},
                    OF: row.kind,
                    ARTICLE: row.article,
                    FACT: row.id,
                    SENTENCE: row.sentence,
                    CONFIDENCE: row.confidence,
                }


def read_csv(path: Path) -> Review:
    header, lines = _table(path)
    articles: list[Reviewable] = []
    facts: list[tuple[str, str, dict[str, Any]]] = []
    problems: list[str] = []
    for number, cells in enumerate(lines, 2):
        named = {name: _unmarked(cell) for name, cell in headed(header, cells).items()}
        where, of = f"{path}, row {number}", str(named.get(OF) or "").strip()
        if of == AN_ARTICLE:
            key, done = str(named[ARTICLE] or "").strip(), is_done(named.get(DECISION))
            articles.append(Reviewable(key, named[FACT] or None, done=done))
        elif of in KINDS:
            facts.append((of, where, named))
        elif not all(map(is_blank, cells)):
            problems.append(f"{where}: {OF} is {of!r}: write one of {', '.join(KINDS)}")
    rows: list[ReviewRow] = []
    for of, where, named in facts:
        wanted = {*(field.name for field in FIELDS[of]), DECISION, ARTICLE, FACT, SENTENCE, NOTE}
        own = {name: cell for name, cell in named.items() if name in wanted}
        try:
            row = row_of(of, own, where, articles)
        except ValueError as error:
            problems.append(f"{where}: {error}")
            continue
        rows += [row] if row else []
    return Review(tuple(articles), tuple(rows), problems=tuple(problems))


def _table(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header and the lines, parted by commas, semicolons or tabs. Raises UsageError."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: no UTF-8: save it as CSV with that encoding") from error
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise UsageError(f"{path}: cannot be read ({what}): check it") from error
    first = text.partition("\n")[0]
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count)))
    except csv.Error as error:
        raise no_form(path, f"no table ({error})") from None
    header = table[0] if table else []
    if not {OF, ARTICLE, FACT, DECISION} <= {name.strip().lower() for name in header}:
        raise no_form(path, f"no columns {OF}, {ARTICLE}, {FACT} and {DECISION}")
    return header, table[1:]


def _unmarked(cell: Any) -> Any:
    """Without the apostrophe that keeps spreadsheets from running it."""
    if isinstance(cell, str) and cell.startswith("'") and runs_as_formula(cell[1:]):
        return cell[1:]
    return cell
