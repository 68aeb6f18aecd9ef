from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from config.errors import StoreError, UsageError
from store.bodies import load_reading
from store.models import Capture, Change, FactRow, LedgerRow, OutboxRow, Page
from store.reading import Fact
from store.redact import raw_bytes, redact, waiting_with_name
from store.search import Filter, find
from store.upkeep import compact
from store.verify import verify
from tests.store.watch import Made, Watcher, told

LINES = ("About us", "Our partnership plans care.", "We meet in public.", "Write to us at any time.")
CHAIR = "The chair is Ann Other."


def board(name: str) -> Made:
    fact = Fact("chair", name, "Chair", evidence=f"The chair is {name}.")
    return Made((*LINES, f"The chair is {name}."), kinds=("chair",), facts=(fact,), title=f"{name}, chair")


@pytest.fixture
def watcher(tmp_path: Path) -> Watcher:
    watcher = Watcher(tmp_path)
    home = Made(("Welcome.", "[Meet Ann Other](chair)"))
    watcher.crawl({"": home, "chair": board("Zoë Quill")})
    watcher.crawl({"": home, "chair": board("Ann Other")})
    with watcher.store.write() as session:
        redact(session, "ann  OTHER", "1", watcher.now)
    return watcher


def test_a_redacted_name_is_blanked_wherever_the_store_is_shown(watcher: Watcher) -> None:
    with watcher.store.read() as session:
        shown = [load_reading(session, capture) for capture in session.scalars(select(Capture))]
        rows = [
            row.__dict__ for table in (Page, Capture, FactRow, Change) for row in session.scalars(select(table)).all()
        ]
        assert find(session, "ann other", Filter(), 9) == []
        assert find(session, "quill", Filter(), 9)
    assert "Ann Other" not in f"{shown} {rows}"
    assert "[name removed]" in f"{shown}"
    assert "[name removed]" in f"{rows}"


def test_the_act_is_logged_by_hash_and_the_store_still_verifies(watcher: Watcher) -> None:
    with watcher.store.read() as session:
        row = session.scalars(select(LedgerRow).where(LedgerRow.kind == "redaction")).one()
        assert len(row.note) == 64
        assert verify(session, lambda words: None).damages == []


def test_raw_bytes_with_the_name_are_withheld_and_others_given(watcher: Watcher) -> None:
    with watcher.store.read() as session:
        captures = list(session.scalars(select(Capture).order_by(Capture.id)))
        assert [capture.withheld for capture in captures] == [True, False, True]
        with pytest.raises(StoreError, match="withheld"):
            raw_bytes(session, captures[0])
        assert b"Quill" in raw_bytes(session, captures[1])


def test_later_checks_of_the_same_page_tell_nothing_and_stay_clean(watcher: Watcher) -> None:
    home = Made(("Welcome.", "[Meet Ann Other](chair)"))
    assert told(watcher.crawl({"": home, "chair": board("Ann Other")})) == []
    assert told(watcher.crawl({"": home, "chair": board("Ann Other")})) == []
    new = Made((*board("Ann Other").lines, "Ann Other also leads the board."), title="Chair")
    changes = watcher.crawl({"": home, "chair": new}) + watcher.crawl({"": home, "chair": new})
    assert told(changes) == ["changed /chair"]
    with watcher.store.read() as session:
        rows = [row.__dict__ for table in (Page, Capture, FactRow, Change) for row in session.scalars(select(table))]
        assert "Ann Other" not in str(rows)


def test_the_name_leaves_the_file_but_for_the_raw_bytes_and_the_list_of_redactions(watcher: Watcher) -> None:
    compact(watcher.store)
    watcher.store.close()
    assert watcher.store.path
    held = watcher.store.path.read_bytes()
    assert b"is Ann Other" not in held
    assert b"Meet Ann Other" not in held


def test_a_name_in_a_text_on_every_page_makes_no_false_event(tmp_path: Path) -> None:
    watcher = Watcher(tmp_path)
    pages = {
        f"p{n}": Made((f"Page {n} has words of its own.", "Led by Ann Other, chair of the board."), title=f"Page {n}")
        for n in range(8)
    }
    watcher.crawl(pages)
    watcher.crawl(pages)
    with watcher.store.write() as session:
        redact(session, "Ann Other", "1", watcher.now)
    for _ in range(3):
        assert watcher.crawl(pages) == []


def test_a_name_too_short_to_be_one_is_refused(watcher: Watcher) -> None:
    with watcher.store.write() as session, pytest.raises(UsageError, match="too short"):
        redact(session, "Al", "1", watcher.now)


def test_mail_that_waits_with_the_name_in_it_is_named(watcher: Watcher) -> None:
    with watcher.store.write() as session:
        session.add(
            OutboxRow(
                channel="mail", receiver="a@example.org", message_id="1", subject="x", message=b"Ann Other",
                composed_at=1, next_try_at=1,
            )
        )  # fmt: skip
    with watcher.store.read() as session:
        assert waiting_with_name(session, "Ann Other") == [1]
