"""The form as a workbook: a sheet a kind of fact, with drop-downs, and empty rows for what was missed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsfacts.errors import UsageError
from newsfacts.review.fields import FIELDS, Field, Kind, shown
from newsfacts.review.forms.cells import (
    ARTICLE,
    CONFIDENCE,
    DECISION,
    DONE,
    FACT,
    NOTE,
    SENTENCE,
    headed,
    is_done,
    row_of,
)
from newsfacts.review.forms.form import no_form, not_whole
from newsfacts.review.rows import Review, Reviewable, ReviewRow
from newsfacts.types import KINDS
from newsfacts.writers.cells import storable
from newsfacts.writers.streams import refused, whole_binary_file
from newsfacts.writers.tables import runs_as_formula
from newsfacts.writers.xlsx import MAX_CELL

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

ROOM = 40  # empty rows for missed facts in each sheet
_README, _ARTICLES, _TEXT = "read me", "articles", "text"
_ABOUT_ARTICLE = (DONE, ARTICLE, "title", "published", "source", "facts", "whole_text", "fingerprint")
_TEXT_COLUMNS = (ARTICLE, "start", "text")
_WIDTHS = {SENTENCE: 70, NOTE: 24, "event": 40, "role": 30, "cause": 30, "name": 26, "text": 22, ARTICLE: 22}
_MOST_UNPACKED = 500_000_000  # bytes; a form of a thousand articles has some twenty million
_HELP = (
    "1  Look at each fact with its sentence. Under decision choose accept where all of it is right, "
    "reject where it is no such fact.",
    "2  Where something is wrong, write over the cell: that is an edit, whatever the decision says. "
    "An emptied cell says that the article does not tell.",
    "3  Facts that were missed go into the yellow rows at the end of a sheet: choose the article, "
    "copy the words of the article (name, or text), fill in what it tells. Where the words stand more "
    "than once, copy the sentence.",
    "4  Write yes under done in the sheet articles once you have gone through all of an article, in "
    "all sheets: only such articles count as gold.",
    "5  Leave the grey columns as they are: by them a row finds its fact. Sort and filter whole rows "
    "as you like.",
    "6  Save, and run: newsfacts apply THIS_FILE FACTS -o corrected.jsonl",
)


def columns_of(kind: str) -> tuple[str, ...]:
    return (DECISION, SENTENCE, *(field.name for field in FIELDS[kind]), NOTE, CONFIDENCE, ARTICLE, FACT)


# Writing


def write_xlsx(review: Review, path: Path) -> list[str]:
    import xlsxwriter

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with whole_binary_file(path) as stream:
        book = xlsxwriter.Workbook(stream, options)
        # Never the clock: the same facts are the same bytes.
        book.set_properties({"created": datetime(2000, 1, 1), "comments": "Made by newsfacts"})
        sheets = _Sheets(book)
        sheets.read_me()
        sheets.articles(review)
        for kind in KINDS:
            sheets.facts(review, kind)
        sheets.text(review)
        with refused(path):
            book.close()
    return [f"{path}: {sheets.cut:,} texts were cut to what a cell holds"] if sheets.cut else []


class _Sheets:
    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.cut = 0
        top = {"valign": "top"}
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, **top})
        self.free = book.add_format({"num_format": "@", "text_wrap": True, **top})
        self.number = book.add_format(top)
        self.fixed = book.add_format({"bg_color": "#EDEDED", "font_color": "#444444", **top})
        self.read = book.add_format({"text_wrap": True, "font_color": "#222222", **top})
        self.missed = book.add_format({"bg_color": "#FFF8DC", "num_format": "@", "text_wrap": True, **top})
        self.missed_number = book.add_format({"bg_color": "#FFF8DC", **top})

    def read_me(self) -> None:
        sheet = self.book.add_worksheet(_README)
        sheet.set_column(0, 0, 110)
        sheet.write_string(0, 0, "Facts to correct", self.head)
        for row, line in enumerate(_HELP, 2):
            sheet.write_string(row, 0, line, self.read)

    def articles(self, review: Review) -> None:
        sheet = self._sheet(_ARTICLES, _ABOUT_ARTICLE, freeze=2)
        for row, article in enumerate(review.articles, 1):
            facts = sum(one.article == article.key for one in review.rows)
            about = (None, article.key, article.title, article.published, article.source, facts)
            cells: tuple[Any, ...] = (*about, "yes" if article.whole else "no", article.facts)
            for column, cell in enumerate(cells):
                self._put(sheet, row, column, cell, self.free if column == 0 else self.fixed)
        last = max(len(review.articles), 1)
        sheet.data_validation(1, 0, last, 0, {"validate": "list", "source": ["yes"], "ignore_blank": True})
        sheet.set_column(0, 0, 8)
        sheet.autofilter(0, 0, last, len(_ABOUT_ARTICLE) - 1)

    def facts(self, review: Review, kind: str) -> None:
        columns = columns_of(kind)
        sheet = self._sheet(kind, columns, freeze=2)
        known = {field.name: field for field in FIELDS[kind]}
        rows = [row for article in review.articles for row in review.rows_of(article.key, kind)]
        for number, row in enumerate(rows, 1):
            cells = {**{name: shown(value) for name, value in row.values.items()}, SENTENCE: row.sentence}
            cells |= {CONFIDENCE: row.confidence, ARTICLE: row.article, FACT: row.id}
            for column, name in enumerate(columns):
                self._put(sheet, number, column, cells.get(name), self._format(name, known.get(name)))
        for number in range(len(rows) + 1, len(rows) + ROOM + 1):
            for column, name in enumerate(columns):
                is_number = name in known and known[name].kind in (Kind.NUMBER, Kind.DEGREES)
                sheet.write_blank(number, column, None, self.missed_number if is_number else self.missed)
        self._choices(sheet, columns, known, len(rows), len(review.articles))
        sheet.autofilter(0, 0, len(rows) + ROOM, len(columns) - 1)

    def _choices(
        self, sheet: Worksheet, columns: Sequence[str], known: Mapping[str, Field], rows: int, articles: int
    ) -> None:
        last = rows + ROOM
        decision = {"validate": "list", "source": ["accept", "reject", "edit"], "ignore_blank": True}
        if rows:
            sheet.data_validation(1, 0, rows, 0, decision)
        sheet.data_validation(rows + 1, 0, last, 0, {**decision, "source": ["add"]})
        which = {"validate": "list", "source": f"='{_ARTICLES}'!$B$2:$B${max(articles, 1) + 1}"}
        sheet.data_validation(rows + 1, columns.index(ARTICLE), last, columns.index(ARTICLE), which)
        for name, field in known.items():
            choices = ("yes", "no") if field.kind is Kind.FLAG else field.choices
            hint = {"input_title": field.label[:32], "input_message": field.hint[:255]}
            allowed: dict[str, Any] = {"validate": "any", **hint}
            if choices:
                allowed = {"validate": "list", "source": list(choices), "ignore_blank": True, **hint}
            sheet.data_validation(1, columns.index(name), last, columns.index(name), allowed)

    def text(self, review: Review) -> None:
        sheet = self._sheet(_TEXT, _TEXT_COLUMNS, freeze=1)
        sheet.set_column(2, 2, 110)
        row = 1
        for article in review.articles:
            for start, words in _paragraphs(article):
                self._put(sheet, row, 0, article.key, self.fixed)
                self._put(sheet, row, 1, start, self.fixed)
                self._put(sheet, row, 2, words, self.read)
                row += 1

    def _sheet(self, name: str, columns: Sequence[str], freeze: int) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        for column, title in enumerate(columns):
            sheet.set_column(column, column, _WIDTHS.get(title, 13))
            sheet.write_string(0, column, title.replace("_", " "), self.head)
        sheet.freeze_panes(1, freeze)
        return sheet

    def _format(self, name: str, field: Field | None) -> Any:
        if name in (CONFIDENCE, ARTICLE, FACT):
            return self.fixed
        if name == SENTENCE:
            return self.read
        return self.number if field and field.kind in (Kind.NUMBER, Kind.DEGREES) else self.free

    def _put(self, sheet: Worksheet, row: int, column: int, cell: Any, look: Any) -> None:
        if cell is None:
            sheet.write_blank(row, column, None, look)
        elif isinstance(cell, str):
            text = storable(cell)
            units = text.encode("utf-16-le")
            if len(units) > 2 * MAX_CELL:
                self.cut += 1
                text = units[: 2 * (MAX_CELL - 1)].decode("utf-16-le", "ignore") + "…"
            if text.startswith("<r>") and text.endswith(
                "</r>"
            ):  # the library would take it for XML of its own
                text += " "
            if runs_as_formula(text):
                look = self._marked(look)
            sheet.write_string(row, column, text, look)
        else:
            sheet.write_number(row, column, cell, look)

    def _marked(self, look: Any) -> Any:
        """`look` with Excel's own mark for text."""
        marked = self.book.add_format(
            {"quote_prefix": True, "num_format": "@", "text_wrap": True, "valign": "top"}
        )
        if look is self.fixed:
            marked.set_bg_color("#EDEDED")
        return marked


def _paragraphs(article: Reviewable) -> Iterator[tuple[int, str]]:
    """The text in pieces that cells hold: a line each, blank ones left out."""
    longest = MAX_CELL // 2  # characters, each of two units at most
    for start, words in article.text:
        at = start
        for line in words.splitlines(keepends=True):
            body = line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
            for begin in range(0, len(body), longest):
                if body[begin : begin + longest].strip():
                    yield at + begin, body[begin : begin + longest]
            at += len(line)


# Reading


def read_xlsx(path: Path) -> Review:
    sheets = _sheets(path)
    if _ARTICLES not in sheets:
        raise no_form(path, f"no sheet {_ARTICLES!r}")
    texts: dict[str, list[tuple[int, str]]] = {}
    for cells in _headed(sheets.get(_TEXT, [])):
        if cells.get("text") is not None and isinstance(cells.get("start"), int | float):
            texts.setdefault(str(cells.get(ARTICLE)), []).append((int(cells["start"]), str(cells["text"])))
    articles = []
    for cells in _headed(sheets[_ARTICLES]):
        if cells.get(ARTICLE) is None:
            continue
        key, made_of = str(cells[ARTICLE]), cells.get("fingerprint")
        whole = str(cells.get("whole_text")) == "yes"
        done = is_done(cells.get(DONE))
        articles.append(
            Reviewable(key, made_of and str(made_of), text=texts.get(key, ()), whole=whole, done=done)
        )
    rows: list[ReviewRow] = []
    problems: list[str] = []
    for kind in KINDS:
        if (table := sheets.get(kind)) is None:
            problems.append(f"{path}: no sheet {kind!r}: its facts stay as they are: put it back")
            continue
        missing = {DECISION, ARTICLE, FACT} - set(headed(table[0] if table else (), ()))
        if missing:
            problems.append(
                f"{path}, sheet {kind}: no column {min(missing)!r}: its facts stay as they are: put it back"
            )
            continue
        for number, cells in enumerate(_headed(table), 2):
            where = f"{path}, sheet {kind}, row {number}"
            try:
                row = row_of(kind, cells, where, articles)
            except ValueError as error:
                problems.append(f"{where}: {error}")
                continue
            rows += [row] if row else []
    return Review(tuple(articles), tuple(rows), problems=tuple(problems))


def _headed(table: Sequence[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    return (headed(table[0], row) for row in table[1:])


def _sheets(path: Path) -> dict[str, list[Sequence[Any]]]:
    """The cells of each sheet, by its name in small letters. Raises UsageError."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(member.file_size for member in packed.infolist()) > _MOST_UNPACKED:
                raise UsageError(
                    f"{path}: more than {_MOST_UNPACKED // 1_000_000} MB unpacked: give a smaller one"
                )
        # Not as it streams: programs write sizes of sheets that are wrong.
        book = openpyxl.load_workbook(path, data_only=True, keep_links=False)
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be read ({(error.strerror or str(error)).lower()}): check it"
        ) from error
    except zipfile.BadZipFile as error:
        raise not_whole(path, "no Excel workbook, or the end is missing") from error
    except (InvalidFileException, KeyError, ValueError, TypeError, EOFError, SyntaxError) as error:
        raise no_form(path, f"no workbook that can be read ({type(error).__name__})") from error
    return {
        sheet.title.strip().lower(): [list(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }
