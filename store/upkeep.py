"""Look after the file of a store: back it up, restore it, give space back, thin out old checks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from itertools import count, groupby
from operator import itemgetter
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from config.errors import StoreBusyError, StoreError
from config.times import british_date
from store.bodies import drop_unused
from store.engine import Store, make_engine, open_store
from store.ledger import amend, append_moves, leaves_by_run, merkle_root, newest_row
from store.migrate import copy_store, migrate
from store.models import Body, Capture, Page, SiteRow
from store.runs import alone
from store.visits import SEEN

BODY_OVERHEAD = 110  # bytes a body takes beside its frame: its hash twice, size, base and CRC-32
_PARTS = {
    "bodies": "",
    "search": "search",
    "passages": "search",
    "visits": "checks",
    "captures": "headers",
    "pages": "pages",
}
"""What a table counts as, by a part of its name; bodies are counted one by one."""


_SUPERFLUOUS = f"""
    WITH checks AS (
        SELECT page_id, at, run_id, site_id, CASE WHEN outcome IN {SEEN} THEN 0 ELSE outcome END || '/' ||
            (SELECT count(*) FROM captures WHERE captures.page_id = visits.page_id AND captures.at <= visits.at) AS saw
        FROM visits),
    beside AS (
        SELECT *, lag(saw) OVER page AS before, lead(saw) OVER page AS after
        FROM checks WINDOW page AS (PARTITION BY page_id ORDER BY at))
    SELECT page_id, at, run_id, site_id FROM beside WHERE at < :before AND saw = before AND saw = after"""
"""Old checks that saw what those on both sides did: a page that is there or not, and no new version of it."""


def backup(path: Path, target: Path) -> int:
    """Copy a store to a file while it may be in use, and return the bytes written.

    Raises StoreError for a target that holds something else than a store, which is never overwritten.
    """
    _refuse_itself(path, target)
    if target.exists() and not is_store(target):
        raise StoreError(f"{target} is there already and is no icpwatch store: choose another file")
    part = target.with_name(f"{target.name}.part")
    _copy(path, part)
    part.replace(target)
    return target.stat().st_size


def restore(source: Path, path: Path, now: int) -> Path | None:
    """Put a backup in the place of a store, which is kept beside it; returns where, None if there was none.

    Raises StoreError for a source that is no whole store, NewerStoreError for one of a newer icpwatch, StoreBusyError
    while a crawl is at work.
    """
    _refuse_itself(path, source)
    if not is_store(source):
        raise StoreError(f"{source} is no icpwatch store, or is damaged: choose another backup")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    _copy(source, part)
    with closing(sqlite3.connect(part)) as database, database:
        database.execute("DELETE FROM locks")
    engine = make_engine(f"sqlite:///{part}")
    try:
        migrate(engine, None)  # before it stands in the store's place: it may be a newer icpwatch's
    except StoreError:
        part.unlink()
        raise
    finally:
        engine.dispose()
    names = (f"{path.name}.before-restore{f'-{n}' if n > 1 else ''}" for n in count(1))
    old = next(file for file in map(path.with_name, names) if not file.exists())
    kept = _set_aside(path, old, now) if path.exists() else None
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
    part.replace(path)
    return kept


def redacted_since(before: Path, restored: Path) -> list[str]:
    """Return the names redacted in the store before and not in the one restored; none where it cannot be read."""

    def redacted(file: Path) -> set[str]:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
            return {name for (name,) in database.execute("SELECT name FROM redactions")}

    try:
        return sorted(redacted(before) - redacted(restored))
    except sqlite3.Error:
        return []


def _refuse_itself(path: Path, other: Path) -> None:
    if path.resolve() == other.resolve():
        raise StoreError(f"{other} is the store itself: choose another file")


def is_store(path: Path) -> bool:
    """Return whether a file is a store that SQLite can read from end to end."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            database.execute("SELECT version_num FROM alembic_version").fetchone()
            return bool(database.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def compact(store: Store) -> tuple[int, int]:
    """Drop bytes that nothing needs, give free space back, and return the size of the file before and after."""
    if store.path is None:
        raise StoreError("only a store in an SQLite file is compacted here: PostgreSQL has VACUUM")
    with store.write() as session:
        drop_unused(session)
    # On a connection of the driver itself, for VACUUM does not run within a transaction.
    with closing(sqlite3.connect(store.path, isolation_level=None)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = store.path.stat().st_size
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return before, store.path.stat().st_size


def size_of(path: Path) -> tuple[int, int]:
    """Return the bytes that a store takes, and those of the copies beside it that restores and upgrades have left."""
    own = {path.name, f"{path.name}-wal", f"{path.name}-shm"}
    sizes = {file.name: file.stat().st_size for file in path.parent.glob(f"{path.name}*")}
    return sum(sizes.get(name, 0) for name in own), sum(size for name, size in sizes.items() if name not in own)


def space(session: Session) -> dict[str, int]:
    """Return what takes the space, in bytes by kind, largest first."""
    kinds = {
        "raw bytes": select(Capture.body_hash),
        "readings": select(Capture.reading_hash),
        "links": select(Page.links_hash).where(Page.links_hash.is_not(None)),
    }
    sizes = {}
    for kind, hashes in kinds.items():
        length = select(func.sum(func.length(Body.data) + BODY_OVERHEAD)).where(Body.hash.in_(hashes))
        sizes[kind] = session.scalar(length) or 0
    with suppress(SQLAlchemyError):  # an SQLite without the table dbstat tells no more
        for name, size in session.execute(text("SELECT name, sum(pgsize) FROM dbstat GROUP BY name")).all():
            kind = next((kind for part, kind in _PARTS.items() if part in name), "all else")
            sizes[kind] = sizes.get(kind, 0) + size if kind else sizes.get(kind, 0)
    return {kind: size for kind, size in sorted(sizes.items(), key=lambda item: -item[1]) if kind}


def thin_visits(session: Session, before: int, program: str, now: int) -> int:
    """Drop checks older than `before` that saw a page as the checks on both sides did; returns how many.

    Of each stretch without a change the first and the last check stay, so that it stays known from when until when a
    page stood. The ledger gets a row for each manifest that loses leaves: it keeps the old root and has the new one.
    Raises StoreError where a manifest does not hold now, for thinning would hide that.
    """
    dropped = session.execute(text(_SUPERFLUOUS), {"before": before}).all()
    crawls = {(visit.run_id, visit.site_id) for visit in dropped}
    _check_held(session, crawls)
    if dropped:
        drop = text("DELETE FROM visits WHERE page_id = :page_id AND at = :at")
        session.execute(drop, [{"page_id": visit.page_id, "at": visit.at} for visit in dropped])
    amend(session, crawls, program, now, f"unchanged checks before {british_date(before)}")
    append_moves(session, program, now)
    return len(dropped)


def _check_held(session: Session, crawls: Iterable[tuple[int, int]]) -> None:
    """Raise StoreError for a crawl, by run and site, that is not as the ledger proves it."""
    for site_id, of_site in groupby(sorted(crawls, key=itemgetter(1)), key=itemgetter(1)):
        leaves = leaves_by_run(session, site_id)
        for run_id, _ in of_site:
            row = newest_row(session, run_id, site_id)
            if row is None or row.root != merkle_root(leaves[run_id]):
                url = session.get_one(SiteRow, site_id).url
                raise StoreError(f"crawl {run_id} of {url} is not as the ledger proves it: run icpwatch verify first")


def _set_aside(path: Path, old: Path, now: int) -> Path:
    try:
        store = open_store(f"sqlite:///{path}")
        with alone(store, now):
            _copy(path, old)
        store.close()
    except StoreBusyError:
        raise
    except StoreError:  # too damaged to be opened: kept as it is
        path.replace(old)
    return old


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    try:
        copy_store(source, target)
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise StoreError(f"{target}: {error}; free some space or choose another place") from error
