"""Open a store, and give sessions that read or write it.

SQLite runs with WAL, foreign keys, a busy time-out and BEGIN IMMEDIATE for writers: with a deferred BEGIN, four
processes that read and then write saw "database is locked" in half of their tries in spite of the time-out.
Synchronous NORMAL keeps every commit through a killed process; a power cut can lose the last ones, never the file.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from config.errors import StoreError
from store.migrate import migrate

BUSY_SECONDS = 30  # longer than any transaction of ours, the settling of a site of 2,000 pages included


class Store:
    """One database, opened and brought to today's schema."""

    def __init__(self, engine: Engine, path: Path | None) -> None:
        self.engine = engine
        self.path = path
        self._writer = engine.execution_options(writer=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session for reading; sees one moment of the store from its first query on."""
        with _plain_errors(self.path), self.reader() as session:
            yield session

    @contextmanager
    def write(self, session: Session | None = None) -> Iterator[Session]:
        """Give a session that holds the write lock; commits at the end, rolls back on an error.

        `session` is one that `writer` made, and that still knows what it loaded in earlier transactions.
        """
        with _plain_errors(self.path):
            if session is not None:
                with session.begin():
                    yield session
            else:
                with self.writer() as session, session.begin():
                    yield session

    def writer(self) -> Session:
        """Return a session for many short transactions of the only process that writes what it reads."""
        return Session(self._writer, expire_on_commit=False)

    def reader(self) -> Session:
        """Return a session for many short looks; each ends with its transaction, so that the file can be tidied up."""
        return Session(self.engine, expire_on_commit=False)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_store(url: str) -> Store:
    """Open the store at an SQLAlchemy URL, making or upgrading it first.

    Raises NewerStoreError for a store of a newer icpwatch, StoreError for one that cannot be opened or written.
    """
    try:
        path = make_url(url).database
    except ArgumentError as error:
        raise StoreError(f"{url!r} is no database address: write sqlite:///icpwatch.db") from error
    file = Path(path) if path and path != ":memory:" else None
    with _plain_errors(file):
        if file:
            _make_folder(file.parent)
        engine = make_engine(url)
        try:
            migrate(engine, file)
        except BaseException:
            engine.dispose()
            raise
    return Store(engine, file)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the store's folder {folder} cannot be made: {error.strerror or error}") from error


def make_engine(url: str) -> Engine:
    """Return an engine with the settings that every connection of ours needs."""
    engine = create_engine(url, json_serializer=compact_json)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def compact_json(value: Any) -> str:
    """Return JSON that is written in one way only, so that no byte of it can change unseen by the ledger."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace").decode()  # a lone surrogate becomes its JSON escape


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None  # the driver must not begin transactions by itself
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writer", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def _plain_errors(path: Path | None) -> Iterator[None]:
    """Turn the errors of the database into one line that tells what to do."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause = getattr(error, "orig", None) or error
        raise StoreError(f"the store {path or ''}: {_advice(str(cause))}") from error


def _advice(problem: str) -> str:
    hints = {
        "disk is full": "free some space and run the same command again; nothing that was committed is lost",
        "readonly": "make the file and its folder writable for this user",
        "unable to open": "the folder cannot be read or written by this user; choose another with --database",
        "locked": "another program holds it; close it, or wait and run the command again",
        "not a database": "this file is no icpwatch store; choose another with --database",
        "disk I/O": "the disk is full or failing; free some space and run the same command again",
        "no such table": "the file is damaged; restore a backup with icpwatch store restore",
        "malformed": "the file is damaged; restore a backup with icpwatch store restore",
    }
    return next((f"{problem}: {hint}" for words, hint in hints.items() if words in problem), problem)
