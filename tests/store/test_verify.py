from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from store.engine import compact_json
from store.models import Body, Capture, LedgerRow, Page, Visit
from store.reading import Block, Reading
from store.redact import redact
from store.repair import repair
from store.search import Filter, find
from store.verify import Findings, verify
from tests.store.watch import Made, Watcher, told

NOT_COVERED = {"captures": {"reader", "title", "withheld"}}
"""What is made from the bytes, and made anew by a better reader."""

COVERED = [
    (table.__tablename__, column.name)
    for table in (Body, Visit, Capture, LedgerRow)
    for column in table.__table__.columns
    if column.name not in NOT_COVERED.get(table.__tablename__, ())
]


def check(session: Session) -> Findings:
    return verify(session, lambda words: None)


def fill(folder: Path) -> Watcher:
    """Watch a small site through an edit, a move and a miss."""
    watcher = Watcher(folder)
    lines = tuple(f"Line {n} about the partnership and its plan." for n in range(10))
    home = Made(("Welcome.", "[About](about)"), icp=False)
    watcher.crawl({"": home, "about": Made(lines), "chair": Made(("The chair is Ann Other.",))})
    watcher.crawl({"": home, "about": Made((*lines, "One more.")), "chair": Made(("The chair is Zoë Quill.",))})
    watcher.crawl({"": home, "about": Made(outcome="redirected", redirect="us"), "us": Made((*lines, "One more."))})
    return watcher


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    watcher = fill(tmp_path_factory.mktemp("whole"))
    with watcher.store.write() as session:
        redact(session, "Ann Other", "1", watcher.now)  # so that a row of the ledger has a note
    # Without foreign keys, as someone who edits the file would have it.
    engine = create_engine(f"sqlite:///{watcher.store.path}", json_serializer=compact_json)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def watcher(tmp_path: Path) -> Watcher:
    return fill(tmp_path)


def flipped(value: Any, place: int, bits: int) -> tuple[Any, str]:
    """Return a value with one byte changed, and the SQL that keeps its type."""
    if isinstance(value, int):
        return value ^ (bits << 8 * (place % 4)), ":value"
    raw = bytearray(value.encode() if isinstance(value, str) else value)
    raw[place % len(raw)] ^= bits
    return bytes(raw), "CAST(:value AS TEXT)" if isinstance(value, str) else ":value"


@pytest.mark.parametrize(("table", "column"), COVERED)
@given(data=st.data())
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_one_changed_byte_is_found(whole: Session, table: str, column: str, data: st.DataObject) -> None:
    key = {"bodies": "hash", "visits": "page_id || '/' || at"}.get(table, "id")
    rows = whole.execute(text(f"SELECT {key}, {column} FROM {table} WHERE {column} NOT IN ('', x'')")).all()
    row_key, value = data.draw(st.sampled_from(rows))
    new, expression = flipped(value, data.draw(st.integers(0, 400)), data.draw(st.integers(1, 255)))
    try:
        change = text(f"UPDATE {table} SET {column} = {expression} WHERE {key} = :key")
        whole.execute(change, {"value": new, "key": row_key})
        assert check(whole).damages
    except IntegrityError:
        assume(False)  # two rows with one key: SQLite itself refuses it
    finally:
        whole.rollback()
        whole.expunge_all()


@pytest.mark.parametrize(("table", "key"), [("visits", "page_id = 1 AND run_id = 2"), ("captures", "id = 1")])
def test_a_row_put_under_another_page_is_found(whole: Session, table: str, key: str) -> None:
    whole.execute(text(f"UPDATE {table} SET page_id = 99 WHERE {key}"))
    assert check(whole).damages
    whole.rollback()
    whole.expunge_all()
    whole.execute(text(f"UPDATE {table} SET first_page_id = page_id, page_id = 99 WHERE {key}"))
    assert any("which page has what moved" in damage.what for damage in check(whole).damages)
    whole.rollback()
    whole.expunge_all()


def test_an_untouched_store_is_whole(whole: Session) -> None:
    found = check(whole)
    assert found.damages == []
    assert found.manifests_whole == found.manifests == 3


@pytest.mark.parametrize("table", ["visits", "captures", "ledger"])
def test_a_deleted_row_is_found(whole: Session, table: str) -> None:
    whole.execute(text(f"DELETE FROM {table} WHERE rowid = 1" if table != "visits" else "DELETE FROM visits"))
    assert check(whole).damages
    whole.rollback()
    whole.expunge_all()


@pytest.mark.parametrize(("kind", "missed"), [("crawl", "no manifest"), ("redaction", "does not log a redaction")])
def test_the_newest_rows_of_the_ledger_cannot_be_cut_off_unseen(whole: Session, kind: str, missed: str) -> None:
    whole.execute(text(f"DELETE FROM ledger WHERE id >= (SELECT max(id) FROM ledger WHERE kind = '{kind}')"))
    assert any(missed in damage.what for damage in check(whole).damages)
    whole.rollback()
    whole.expunge_all()


def test_a_damaged_reading_is_made_anew_from_the_bytes(watcher: Watcher) -> None:
    with watcher.store.write() as session:
        capture = session.get_one(Capture, 1)
        session.get_one(Body, capture.reading_hash).data = b"damaged"
    with watcher.store.write() as session:
        found = check(session)
        assert found.readings
        assert all(damage.derived for damage in found.damages)
        new = Reading("html", "Home", (Block("paragraph", "Entirely anew."),))
        assert repair(session, found, lambda *_: new, "2")
    with watcher.store.read() as session:
        assert check(session).damages == []
        of = session.get_one(Capture, 1).page_id
        assert of in [hit.page.id for hit in find(session, "entirely anew", Filter(), 5)]


def test_lost_bytes_stay_reported_and_the_rest_is_trusted(watcher: Watcher) -> None:
    with watcher.store.write() as session:
        capture = session.get_one(Capture, 3)
        body = session.get_one(Body, capture.body_hash)
        body.data = bytes([body.data[0] ^ 1]) + body.data[1:]
    with watcher.store.write() as session:
        found = check(session)
        repair(session, found, lambda *_: pytest.fail("the bytes are gone"), "2")
    with watcher.store.read() as session:
        found = check(session)
        assert any("capture 3" in damage.what and not damage.derived for damage in found.damages)
        assert found.manifests_whole == found.manifests


def test_a_stale_search_index_is_found_and_made_anew(watcher: Watcher) -> None:
    with watcher.store.write() as session:
        session.execute(text("DELETE FROM passages"))
    with watcher.store.write() as session:
        found = check(session)
        assert found.index_is_stale
        repair(session, found, lambda *_: pytest.fail("no reading is damaged"), "2")
    with watcher.store.read() as session:
        assert check(session).damages == []
        assert find(session, "zoe quill", Filter(), 5)


def test_damaged_links_are_forgotten_so_that_the_next_crawl_reads_them(watcher: Watcher) -> None:
    with watcher.store.write() as session:
        page = session.get_one(Page, 1)
        assert page.links_hash
        session.get_one(Body, page.links_hash).data = b"damaged"
    with watcher.store.write() as session:
        repair(session, check(session), lambda *_: pytest.fail("no reading is damaged"), "2")
    with watcher.store.read() as session:
        assert session.get_one(Page, 1).links_hash is None
        assert not [damage for damage in check(session).damages if "links" in damage.what]


def test_two_crawls_in_one_second_keep_both_manifests(tmp_path: Path) -> None:
    watcher = Watcher(tmp_path)
    for _ in range(2):
        watcher.crawl({"": Made(("Welcome.",))})
        watcher.now -= 86_400
    with watcher.store.read() as session:
        assert check(session).damages == []


def test_checks_in_one_second_of_a_page_that_moved_later_are_not_damage(tmp_path: Path) -> None:
    watcher, other = Watcher(tmp_path), "https://icp.example/"
    watcher.add_site(other)
    home, lines = Made(("Welcome.", "[About](about)")), Made(tuple(f"Line {n} about the plan." for n in range(10)))
    watcher.crawl({"": home, "old": lines})
    watcher.crawl({"": home}, site=other)
    gone = {"": home, "old": Made(outcome="gone")}
    for _ in range(2):
        watcher.crawl({"": home, "new": lines}, site=other, days=0)
        watcher.crawl(gone, outcome="partly")
    assert told(watcher.crawl(gone)) == [f"moved /{other}new"]
    with watcher.store.read() as session:
        assert check(session).damages == []


def test_a_killed_crawl_is_not_damage(watcher: Watcher) -> None:
    watcher.crawl({"": Made(("Welcome again.",))}, killed=True)
    with watcher.store.read() as session:
        found = check(session)
    assert found.damages == []
    assert found.uncovered == 2


@pytest.mark.parametrize("what", ["TABLE search_index", "VIEW icp_members", "INDEX ix_facts_page"])
def test_what_can_be_made_anew_is_missed_and_made(watcher: Watcher, what: str) -> None:
    with watcher.store.write() as session:
        session.execute(text(f"DROP {what}"))
    with watcher.store.write() as session:
        found = check(session)
        assert any(what.lower() in damage.what for damage in found.damages)
        assert all(damage.derived for damage in found.damages)
        repair(session, found, lambda *_: pytest.fail("no reading is damaged"), "2")
    with watcher.store.read() as session:
        assert check(session).damages == []
        assert find(session, "zoe quill", Filter(), 5)


def test_a_lost_table_is_said_to_be_lost(whole: Session) -> None:
    whole.execute(text("DROP TABLE scores"))
    assert [damage.derived for damage in check(whole).damages if "table scores" in damage.what] == [False]
    whole.rollback()
    whole.expunge_all()


def test_a_page_with_a_spoilt_row_is_judged_anew_by_the_next_crawl(watcher: Watcher) -> None:
    with watcher.store.write() as session:
        session.execute(text("UPDATE pages SET kinds = '[spoilt', title = CAST(x'ff' AS TEXT) WHERE id = 3"))
    with watcher.store.write() as session:
        found = check(session)
        assert [damage.derived for damage in found.damages] == [True]
        repair(session, found, lambda *_: pytest.fail("no reading is damaged"), "2")
    with watcher.store.read() as session:
        assert check(session).damages == []
    watcher.crawl({"chair": Made(("The chair is Zoë Quill.",), kinds=("chair",), title="Our chair")})
    with watcher.store.read() as session:
        page = session.get_one(Page, 3)
        assert (page.title, page.kinds) == ("Our chair", ["chair"])


def test_one_missing_row_of_the_ledger_is_told_once(whole: Session) -> None:
    whole.execute(text("DELETE FROM ledger WHERE id = 2"))
    assert len([damage for damage in check(whole).damages if "broken at row" in damage.what]) == 1
    whole.rollback()
    whole.expunge_all()
