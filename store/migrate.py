"""Bring a store to today's schema: a copy of the file first, then Alembic's revisions in order."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from config.errors import NewerStoreError

HEAD = "0003"
"""Newest revision in store/migrations/versions; a test holds the two together."""


def migrate(engine: Engine, file: Path | None) -> None:
    """Upgrade the store to HEAD; a file that already holds data is copied beside itself first.

    Raises NewerStoreError where the store knows a revision that this program does not.
    """
    with engine.connect() as connection:
        current = _revision(connection)
    if current == HEAD:
        return
    if current and file:
        copy_store(file, file.with_name(f"{file.name}.before-{HEAD}"))
    _upgrade(engine, current)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def copy_store(source: Path, target: Path) -> None:
    """Copy a store to another file while it may be in use; raises sqlite3.Error."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")  # one file, without -wal and -shm beside it


def _upgrade(engine: Engine, current: str | None) -> None:
    # Alembic takes a tenth of a second to import; most openings do not need it.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current and current not in known:
        raise NewerStoreError(
            f"the store was written by a newer icpwatch (schema {current}, this one knows {HEAD}): upgrade icpwatch"
        )
    with engine.execution_options(writer=True).connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
