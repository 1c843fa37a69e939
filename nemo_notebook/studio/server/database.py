"""The studio's SQLite file: opened, checked, brought up to date, moved aside if it is broken."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

_log = logging.getLogger(__name__)

# What brings a file from one `user_version` to the next. A step that was released stays as it is.
_STEPS = (
    """
CREATE TABLE tokens (
    digest TEXT PRIMARY KEY, user TEXT NOT NULL, scopes TEXT NOT NULL, expires REAL NOT NULL
) STRICT;
CREATE TABLE sessions (
    id TEXT PRIMARY KEY, task TEXT NOT NULL, user TEXT NOT NULL, name TEXT NOT NULL,
    language TEXT NOT NULL, created REAL NOT NULL,
    memory TEXT, draft TEXT, clip TEXT
) STRICT;
CREATE TABLE assets (
    number INTEGER PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions (id), id TEXT NOT NULL,
    sha256 TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, bytes INTEGER NOT NULL,
    width INTEGER, height INTEGER, duration_ms INTEGER, fps REAL, made INTEGER NOT NULL,
    UNIQUE (session, id)
) STRICT;
CREATE TABLE turns (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, session TEXT NOT NULL,
    owner TEXT NOT NULL, status TEXT NOT NULL, frames TEXT
) STRICT;
CREATE INDEX running_turns ON turns (session) WHERE status = 'running';
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, session TEXT NOT NULL,
    request TEXT NOT NULL, owner TEXT NOT NULL, status TEXT NOT NULL,
    progress INTEGER NOT NULL, starts INTEGER NOT NULL, sha256 TEXT, poster TEXT, error TEXT
) STRICT;
""",
    """
CREATE TABLE charges (
    turn TEXT PRIMARY KEY, session TEXT NOT NULL, user TEXT NOT NULL, work TEXT NOT NULL,
    credits INTEGER NOT NULL, status TEXT NOT NULL
) STRICT;
CREATE INDEX charges_of_users ON charges (user);
""",
    "ALTER TABLE turns ADD COLUMN after TEXT",
)
_VERSION = len(_STEPS)


class Database:
    """One connection for all threads of the process; what is committed survives a crash."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        try:
            self._connection = _open(path)
        except _ForeignError:
            aside = _move_aside(path, "old")
            _log.warning(
                "The database is of another version of the studio, and cannot be brought up to"
                " date: it is now %s, and a new one is begun",
                aside.name,
            )
            self._connection = _open(path)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) not in _BROKEN:
                raise
            aside = _move_aside(path, "broken")
            _log.warning("The database was damaged (%s): it is now %s", error, aside.name)
            self._connection = _open(path)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing, and no other process in between."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """What a query finds."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def write(self, sql: str, *values: object) -> int:
        """Run one statement; returns how many rows it changed."""
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    def close(self) -> None:
        """Close the file; nothing is pending ever."""
        with self._lock:
            self._connection.close()


class _ForeignError(Exception):
    """The file has other tables than its version says."""


_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        _check(connection)
        _bring_up_to_date(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection) -> None:
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        error = sqlite3.DatabaseError(verdict)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Take the steps that are missing; nothing is changed unless all of them succeed."""
    connection.execute("BEGIN IMMEDIATE")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > _VERSION:
        raise sqlite3.NotSupportedError(
            "The data directory was written by a newer nemo_notebook: update, or use another one"
        )
    if _columns(connection) != _columns_of(version):
        raise _ForeignError
    _take_steps(connection, version)
    connection.execute("COMMIT")


def _take_steps(connection: sqlite3.Connection, since: int, until: int = _VERSION) -> None:
    for step in _STEPS[since:until]:
        for statement in step.split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {until}")


def _columns_of(version: int) -> set[tuple[str, str, str]]:
    """What a file of that version has."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        _take_steps(connection, 0, version)
        return _columns(connection)


def _columns(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """Table, name and type of all columns."""
    found = connection.execute(
        "SELECT tables.name, columns.name, columns.type FROM sqlite_master AS tables"
        " JOIN pragma_table_info(tables.name) AS columns"
        " WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%'"
    )
    return {tuple(row) for row in found}


def _move_aside(path: Path, why: str) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.{why}-{number}")).exists():
        number += 1
    path.rename(aside)
    for ending in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    return aside
