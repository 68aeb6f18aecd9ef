from __future__ import annotations

import os
import socket
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from config.errors import NewerStoreError, StoreBusyError, StoreError
from store.bodies import save_body
from store.engine import open_store
from store.migrate import HEAD
from store.models import LedgerRow, Lock, Page, Visit
from store.runs import _started, break_locks
from store.upkeep import backup, compact, is_store, restore, size_of, space, thin_visits
from store.verify import verify
from tests.store.test_schema import OLD_STORES
from tests.store.watch import DAY, START, Made, Watcher, told


@pytest.fixture
def watcher(tmp_path: Path) -> Watcher:
    watcher = Watcher(tmp_path)
    for day in range(12):
        watcher.crawl({"": Made((f"Edition {day // 6}.", "Welcome."))})
    return watcher


def owner_of(process: int) -> str:
    return f"{socket.gethostname()} process {process} {_started(process)}"


def damages(watcher: Watcher) -> list[str]:
    with watcher.store.read() as session:
        return [damage.what for damage in verify(session, lambda words: None).damages]


def test_thinning_keeps_both_ends_of_each_stretch_and_the_ledger_explains_it(watcher: Watcher) -> None:
    with watcher.store.write() as session:
        assert thin_visits(session, START + 100 * DAY, "1", watcher.now) == 8
    with watcher.store.read() as session:
        days = [(at - START) // DAY for at in session.scalars(select(Visit.at).order_by(Visit.at))]
        assert days == [0, 5, 6, 11]
        rows = session.scalars(select(LedgerRow).where(LedgerRow.kind == "thinning")).all()
        roots = {row.root.hex() for row in session.scalars(select(LedgerRow).where(LedgerRow.kind == "crawl"))}
        assert len(rows) == 8
        assert all(row.note.split()[2] in roots for row in rows)
    assert damages(watcher) == []


def test_thinning_also_thins_what_a_moved_page_took_over(tmp_path: Path) -> None:
    watcher, other = Watcher(tmp_path), "https://icp.example/"
    watcher.add_site(other)
    lines = Made(tuple(f"Line {n} about the partnership and its plan." for n in range(10)))
    home = Made(("Welcome.", "[About](about)"))
    for _ in range(4):
        watcher.crawl({"": home, "old": lines})
    watcher.crawl({"": home}, site=other)
    for _ in range(4):
        watcher.crawl({"": home, "new": lines}, site=other)
    assert told(watcher.crawl({"": home, "old": Made(outcome="gone")})) == [f"moved /{other}new"]
    with watcher.store.write() as session:
        taken = select(func.count()).where(Visit.first_page_id.is_not(None))
        assert session.scalar(taken) == 4
    assert damages(watcher) == []
    with watcher.store.write() as session:
        thin_visits(session, START + 100 * DAY, "1", watcher.now)
        assert session.scalar(taken) == 2
    assert damages(watcher) == []


def test_thinning_leaves_younger_checks_alone(watcher: Watcher) -> None:
    with watcher.store.write() as session:
        assert thin_visits(session, START + 3 * DAY, "1", watcher.now) == 2


def test_thinning_is_refused_where_it_would_hide_damage(watcher: Watcher) -> None:
    with watcher.store.write() as session:
        session.execute(text("UPDATE visits SET status = 404 WHERE at = :at"), {"at": START + 2 * DAY})
    with pytest.raises(StoreError, match="verify first"), watcher.store.write() as session:
        thin_visits(session, START + 100 * DAY, "1", watcher.now)
    with watcher.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Visit)) == 12


def test_a_check_that_is_taken_away_after_thinning_is_still_found(watcher: Watcher) -> None:
    with watcher.store.write() as session:
        thin_visits(session, START + 100 * DAY, "1", watcher.now)
        session.execute(text("DELETE FROM visits WHERE at = :at"), {"at": START + 5 * DAY})
    assert damages(watcher)


def test_a_backup_restores_what_was_there_and_keeps_what_it_replaces(watcher: Watcher, tmp_path: Path) -> None:
    path = watcher.store.path
    assert path
    backup(path, tmp_path / "copy.db")
    with watcher.store.write() as session:
        session.execute(text("UPDATE pages SET title = 'spoilt'"))
    watcher.store.close()
    assert size_of(path)[1] == 0
    first = restore(tmp_path / "copy.db", path, watcher.now)
    assert first
    assert size_of(path)[1] == first.stat().st_size
    store = open_store(f"sqlite:///{path}")
    with store.read() as session:
        assert session.scalars(select(Page.title)).one() != "spoilt"
    store.close()
    second = restore(tmp_path / "copy.db", path, watcher.now)
    assert second
    assert first != second
    with sqlite3.connect(first) as database:
        assert database.execute("SELECT title FROM pages").fetchone() == ("spoilt",)


def test_a_backup_of_a_newer_icpwatch_is_refused_and_the_store_left_alone(watcher: Watcher, tmp_path: Path) -> None:
    path = watcher.store.path
    assert path
    backup(path, tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "copy.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerStoreError, match="upgrade icpwatch"):
        restore(tmp_path / "copy.db", path, watcher.now)
    assert damages(watcher) == []


def test_an_old_backup_is_brought_up_to_date(watcher: Watcher, tmp_path: Path) -> None:
    path = watcher.store.path
    assert path
    restore(OLD_STORES[0], path, watcher.now)
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)


def test_a_damaged_store_can_be_replaced(watcher: Watcher, tmp_path: Path) -> None:
    path = watcher.store.path
    assert path
    backup(path, tmp_path / "copy.db")
    watcher.store.close()
    path.write_bytes(b"no store at all" * 1000)
    kept = restore(tmp_path / "copy.db", path, watcher.now)
    assert is_store(path)
    assert kept
    assert kept.read_bytes().startswith(b"no store")


def test_restore_waits_for_a_crawl_and_refuses_other_files(watcher: Watcher, tmp_path: Path) -> None:
    path = watcher.store.path
    assert path
    backup(path, tmp_path / "copy.db")
    with watcher.store.write() as session:
        session.add(Lock(name="run", owner=owner_of(os.getppid()), since=START))
    with pytest.raises(StoreBusyError):
        restore(tmp_path / "copy.db", path, watcher.now)
    other = tmp_path / "letter.txt"
    other.write_text("Dear all")
    with pytest.raises(StoreError, match="no icpwatch store"):
        restore(other, path, watcher.now)
    with pytest.raises(StoreError, match="choose another file"):
        backup(path, other)
    for itself in (lambda: backup(path, path), lambda: restore(path, path, watcher.now)):
        with pytest.raises(StoreError, match="the store itself"):
            itself()
    assert other.read_text() == "Dear all"


def test_compacting_drops_what_nothing_needs_and_nothing_else(watcher: Watcher) -> None:
    with watcher.store.write() as session:
        links = os.urandom(200_000)
        save_body(session, links + b" and more", save_body(session, links))
    with watcher.store.read() as session:
        before = verify(session, lambda words: None)
        assert before.unused == 1  # the other is still needed, by this one
    size, after = compact(watcher.store)
    assert after < size - 200_000
    with watcher.store.read() as session:
        found = verify(session, lambda words: None)
    assert (found.unused, found.damages, found.captures) == (0, [], before.captures)


def test_unlock_breaks_the_lock_of_a_dead_process_and_no_other(watcher: Watcher) -> None:
    with watcher.store.write() as session:
        session.add(Lock(name="run", owner=f"{socket.gethostname()} process 99999999", since=START))
    with watcher.store.write() as session:
        assert len(break_locks(session)) == 1
        session.add(Lock(name="run", owner=owner_of(os.getppid()), since=START))
    with pytest.raises(StoreBusyError), watcher.store.write() as session:
        break_locks(session)


def test_space_names_what_the_file_is_full_of(watcher: Watcher) -> None:
    with watcher.store.read() as session:
        sizes = space(session)
    assert {"raw bytes", "readings", "links", "checks", "search", "headers"} <= sizes.keys()
    assert list(sizes.values()) == sorted(sizes.values(), reverse=True)
