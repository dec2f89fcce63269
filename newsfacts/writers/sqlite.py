"""SQLite: all tables in one database, which later runs add to.

An article's rows replace what the database has of the article (by its id), so that a run can be repeated.
A run that breaks off leaves the articles that were done, and those of before.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from newsfacts.errors import UsageError
from newsfacts.interrupts import uninterrupted
from newsfacts.output.columns import COLUMNS, KEYS, Row, type_of
from newsfacts.types import KINDS
from newsfacts.writers.cells import Typed

# In the head of the file: whose it is ("News"), and in which layout. A new column needs no new layout: it is
# added to the tables that are there.
APPLICATION_ID, LAYOUT = 0x4E657773, 1

# So many articles are made to last at once, which takes the disk some hundredths of a second. A power cut
# loses as many at most; Ctrl-C and errors none.
_ARTICLES_A_TRANSACTION = 20
# Where the next article is waited for, what is there is made to last after so many seconds: nobody else can
# write to the database before, and what is done is to be seen.
_SECONDS_A_TRANSACTION = 1.0

_TYPES = {str: "TEXT", int: "INTEGER", float: "REAL", bool: "INTEGER"}

_INDEXES = (
    *(("articles", "published"), ("people", "name"), ("places", "name"), ("places", "country")),
    *(("organizations", "name"), ("casualties", "kind"), ("casualties", "place"), ("dates", "first")),
    ("mentions", "name"),
)

# What people ask first. Latitude and longitude under these names make a map in Datasette.
_VIEWS = {
    "figures": """
        SELECT c.article_id, c.fact, a.published, a.title, c.kind, c.min, c.max, c.approximate, c.victims,
            c.place, c.location, c.country, c.admin1, c.latitude, c.longitude, c.precision, c.date_value,
            c.date_first, c.date_last, c.attribution, c.cause, c.status, c.scope, c.sentence
        FROM casualties AS c JOIN articles AS a ON a.id = c.article_id""",
    "event_dates": """
        SELECT d.article_id, d.fact, a.published, a.title, d.value, d.first, d.last, d.grain, d.event,
            d.status, d.sentence
        FROM dates AS d JOIN articles AS a ON a.id = d.article_id
        WHERE d.type IN ('date', 'time') ORDER BY d.first IS NULL, d.first, d.last""",
    "place_counts": """
        SELECT name, kind, country, admin1, latitude, longitude, count(DISTINCT article_id) AS articles,
            sum(mentions) AS mentions
        FROM places GROUP BY name, kind, country, admin1, latitude, longitude ORDER BY articles DESC, name""",
    "name_counts": """
        SELECT 'people' AS kind, name, count(DISTINCT article_id) AS articles, sum(mentions) AS mentions
        FROM people GROUP BY name
        UNION ALL SELECT 'organizations', name, count(DISTINCT article_id), sum(mentions)
        FROM organizations GROUP BY name
        UNION ALL SELECT 'places', name, count(DISTINCT article_id), sum(mentions)
        FROM places GROUP BY name ORDER BY articles DESC, name""",
}


@contextmanager
def open_sqlite(path: Path, tables: Mapping[str, Sequence[str]], *, folder: bool) -> Iterator[_Database]:
    """The database at `path`, made if it is not there. Tables without articles are written anew as a whole.

    Raises UsageError where there is another file, or a database of something else.
    """
    new = not path.exists()
    if not new and not path.is_file():
        raise UsageError(f"{path}: no file: name one for the database")
    with _said(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rwc", timeout=30, uri=True, check_same_thread=False
        )
        connection.isolation_level = None
    database = _Database(path, connection, tables)
    done = False
    try:
        database.prepare()
        try:
            yield database
        finally:
            database.keep()
        done = True
    finally:
        database.stop()
        connection.close()
        if new and not done and not database.written:
            path.unlink(missing_ok=True)
    database.sum_up()


class _Database:
    def __init__(
        self, path: Path, connection: sqlite3.Connection, tables: Mapping[str, Sequence[str]]
    ) -> None:
        self.path = path
        self.connection = connection
        self.tables = tables
        self.remarks: list[str] = []
        self.typed = Typed()
        self.written: set[str] = set()
        self.renamed = 0
        self.waiting = 0  # articles that are not yet made to last
        self._lock = threading.RLock()
        self._timer: threading.Timer | None = None
        self._late: UsageError | None = None  # what went wrong while nobody was there to hear it

    def prepare(self) -> None:
        """Make what is not there. Raises UsageError where the database is not ours, or cannot be written."""
        with self._whole():
            self._check_owner()
            for table, columns in self.tables.items():
                self._make(table, columns)
            if "articles" in self.tables:
                self._make_the_rest()
            # Each run writes these, also to find out that it can.
            self._run(f"PRAGMA application_id = {APPLICATION_ID}")
            self._run(f"PRAGMA user_version = {LAYOUT}")
        self.keep()

    def _make_the_rest(self) -> None:
        """All tables of facts, also those that `--only` leaves empty, and what makes them easy to ask."""
        for table, columns in COLUMNS.items():
            self._make(table, columns)
        for table, column in _INDEXES:
            self._run(f'CREATE INDEX IF NOT EXISTS "{table}_{column}" ON "{table}" ("{column}")')
        for view, query in _VIEWS.items():
            self._run(f"DROP VIEW IF EXISTS {view}")
            self._run(f"CREATE VIEW {view} AS {query}")

    def _check_owner(self) -> None:
        ((owner,),) = self._run("PRAGMA application_id")
        ((layout,),) = self._run("PRAGMA user_version")
        if owner == APPLICATION_ID:
            if layout != LAYOUT:
                what = f"a database of another version of newsfacts (layout {layout}, not {LAYOUT})"
                raise UsageError(f"{self.path}: {what}: choose another -o")
        elif owner or layout or list(self._run("SELECT 1 FROM sqlite_master LIMIT 1")):
            raise UsageError(f"{self.path}: a database of something else: choose another -o")

    def _make(self, table: str, columns: Sequence[str]) -> None:
        key = KEYS.get(table, ())
        lines = []
        for column in columns:
            kind = type_of(column)
            line = f'"{column}" {_TYPES[kind]}'
            if column in key:
                line += " NOT NULL"
            if column == "article_id" and key:
                line += " REFERENCES articles (id) ON DELETE CASCADE"
            if kind is bool:
                line += f' CHECK ("{column}" IN (0, 1))'
            lines.append(line)
        known = {row[1] for row in self._run(f'PRAGMA table_info("{table}")')}
        if known:
            for column, line in zip(columns, lines, strict=True):
                if column not in known:
                    self._run(f'ALTER TABLE "{table}" ADD COLUMN {line}')
            return
        if key:
            lines.append(f"PRIMARY KEY ({', '.join(key)})")
        self._run(f'CREATE TABLE "{table}" ({", ".join(lines)})')

    def add(self, rows: Mapping[str, Sequence[Row]]) -> None:
        with uninterrupted(), self._lock:
            self._add(rows)

    def _add(self, rows: Mapping[str, Sequence[Row]]) -> None:
        if self._late:
            raise self._late
        with self._whole():
            if "articles" in rows:
                for article in rows["articles"]:
                    rows = self._replace(article, rows)
            else:
                for table in rows:
                    self._run(f'DELETE FROM "{table}"')
            for table, some in rows.items():
                self._insert(table, some)
        self.waiting += 1
        if self.waiting >= _ARTICLES_A_TRANSACTION:
            self.keep()
        elif self._timer is None:
            self._timer = threading.Timer(_SECONDS_A_TRANSACTION, self._keep_late)
            self._timer.daemon = True
            self._timer.start()

    def keep(self) -> None:
        """Make all that was added last."""
        with uninterrupted(), self._lock:
            self._commit()

    def _commit(self) -> None:
        self.stop()
        if self.connection.in_transaction:
            with _said(self.path):
                self._run("COMMIT")
        self.waiting = 0

    def _keep_late(self) -> None:
        with self._lock:
            if self._timer is None or threading.current_thread() is not self._timer:
                return
            try:
                self._commit()
            except UsageError as error:
                self._late = error

    def stop(self) -> None:
        """Let no timer run any more."""
        with self._lock:
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()

    def _replace(self, article: Row, rows: Mapping[str, Sequence[Row]]) -> Mapping[str, Sequence[Row]]:
        """Take out what `rows` replace; `rows` as they are to be put in.

        With `--only`, the other kinds of fact stay as they were, as long as the text is the same.
        """
        name = str(self.typed(article["id"]))
        own = self._own(name)
        same = list(self._run("SELECT 1 FROM articles WHERE id = ? AND sha256 = ?", own, article["sha256"]))
        if same:
            kinds = [table for table in rows if table in KINDS]
            for kind in kinds:
                self._run(f'DELETE FROM "{kind}" WHERE article_id = ?', own)
                self._run("DELETE FROM mentions WHERE article_id = ? AND kind = ?", own, kind)
            changes = ", ".join(f'"{column}" = ?' for column in article)
            values = [own if column == "id" else self.typed(value) for column, value in article.items()]
            self._run(f"UPDATE articles SET {changes} WHERE id = ?", *values, own)
            rows = {table: some for table, some in rows.items() if table != "articles"}
        else:
            self._run("DELETE FROM articles WHERE id = ?", own)
        if own == name:
            return rows
        renamed = {"articles": "id"}
        return {
            table: [{**row, renamed.get(table, "article_id"): own} for row in some]
            for table, some in rows.items()
        }

    def _own(self, name: str) -> str:
        """`name`, or where an earlier article of this run has it, `name#2` and so on."""
        own, number = name, 1
        while own in self.written:
            number += 1
            own = f"{name}#{number}"
        self.renamed += own != name
        self.written.add(own)
        return own

    def _insert(self, table: str, rows: Sequence[Row]) -> None:
        if not rows:
            return
        columns = ", ".join(f'"{column}"' for column in rows[0])
        marks = ", ".join("?" for _ in rows[0])
        values = [[self.typed(value) for value in row.values()] for row in rows]
        self.connection.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', values)

    def _run(self, statement: str, *values: object) -> sqlite3.Cursor:
        return self.connection.execute(statement, values)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """All of what is done inside, or nothing of it; with the articles before it in one transaction."""
        with _said(self.path):
            if not self.connection.in_transaction:
                self._run("PRAGMA foreign_keys = ON")
                self._run("BEGIN IMMEDIATE")
            self._run("SAVEPOINT one")
            try:
                yield
                self._run("RELEASE one")
            except BaseException:
                # A full disk may have undone the whole transaction.
                if self.connection.in_transaction:
                    self._run("ROLLBACK TO one")
                    self._run("RELEASE one")
                raise

    def sum_up(self) -> None:
        self.remarks += self.typed.remarks(self.path)
        if self.renamed:
            some = "1 article has" if self.renamed == 1 else f"{self.renamed:,} articles have"
            self.remarks.append(
                f"{self.path}: {some} the id of an earlier one: in the database with #2, #3 … behind it"
            )


@contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if "not a database" in str(error) or "malformed" in str(error):
            raise UsageError(f"{path}: not an SQLite database, or a broken one: choose another -o") from error
        raise UsageError(f"{path}: cannot be written ({error}): choose another -o") from error
