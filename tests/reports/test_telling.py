"""Digests from a store: told once, never lost, and only what may be told."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config.settings import CrawlSettings, MailSettings, ReportSettings, Settings, Subscription
from reports.digest_values import Digest
from reports.telling import compose_for_subscription, digest_since
from store.changes import release_change
from store.models import OutboxRow, Page, Redaction, SiteRow
from store.models import Subscription as Position
from tests.makers import (
    DAY,
    NOW,
    block,
    made_store,
    make_capture,
    make_change,
    make_fact,
    make_ledger_row,
    make_page,
    make_site,
    make_site_run,
    make_system,
)

ANN = Subscription(to="ann@example.org")
SETTINGS = Settings(
    crawl=CrawlSettings(contact="contact@example.org"),
    mail=MailSettings(sender="watch@example.org"),
    report=ReportSettings(base_url="https://report.example/"),
)


def a_page(session: Session, system: str = "west-yorkshire", path: str = "/icp", **fields: object) -> Page:
    row = make_system(session, system)
    return make_page(session, make_site(session, row, baseline_run_id=None), path, is_icp=True, **fields)


def reworded(session: Session, page: Page, old: str = "by spring 2027", new: str = "by autumn 2027") -> None:
    before = make_capture(session, page, [block(f"The partnership will agree its strategy {old}.")], at=NOW - 30 * DAY)
    after = make_capture(session, page, [block(f"The partnership will agree its strategy {new}.")], at=NOW - DAY)
    make_change(session, page, from_capture=before.id, to_capture=after.id)


def digest(session: Session, subscription: Subscription = ANN, since: int = NOW - 7 * DAY) -> Digest:
    return digest_since(session, SETTINGS, subscription, since, NOW)


def body(row: OutboxRow | None) -> str:
    assert row is not None
    message = message_from_bytes(row.message, policy=policy.SMTP)
    assert isinstance(message, EmailMessage)
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_reworded_passage_is_shown_before_and_after() -> None:
    with made_store() as session:
        reworded(session, a_page(session))
        (wording,) = digest(session).sections[0].entries[0].wordings
    assert wording.before == "The partnership will agree its strategy by spring 2027."
    assert wording.after == "The partnership will agree its strategy by autumn 2027."


def test_watch_term_is_found_in_words_that_went() -> None:
    with made_store() as session:
        reworded(session, a_page(session), "with maternity services", "in time")
        assert digest(session, Subscription(to="x", watch_terms=("maternity",))).sections
        assert not digest(session, Subscription(to="x", watch_terms=("autumn",))).sections


def test_watch_term_is_found_on_a_page_that_vanished() -> None:
    with made_store() as session:
        page = a_page(session)
        last = make_capture(session, page, [block("Our plan for maternity services.")])
        make_change(session, page, "vanished", from_capture=last.id)
        assert digest(session, Subscription(to="x", watch_terms=("maternity",))).sections


def test_change_is_told_once_and_the_next_digest_goes_on_from_there() -> None:
    with made_store() as session:
        page = a_page(session)
        make_change(session, page, summary="First.")
        assert "First." in body(compose_for_subscription(session, SETTINGS, ANN, NOW))
        make_change(session, page, summary="Second.")
        second = body(compose_for_subscription(session, SETTINGS, ANN, NOW + DAY))
    assert "Second." in second
    assert "First." not in second


def test_digest_row_and_cursor_are_kept_together_or_not_at_all() -> None:
    with made_store() as session:
        make_change(session, a_page(session))
        session.commit()
        compose_for_subscription(session, SETTINGS, ANN, NOW)
        session.rollback()
        assert session.scalar(select(OutboxRow)) is None
        assert session.scalar(select(Position)) is None
        assert compose_for_subscription(session, SETTINGS, ANN, NOW) is not None


def test_first_change_ever_is_told_though_it_was_seen_before_the_last_digest() -> None:
    with made_store() as session:
        page = a_page(session)
        compose_for_subscription(session, SETTINGS, ANN, NOW)
        make_change(session, page, summary="Confirmed late.", at=NOW - DAY)
        assert "Confirmed late." in body(compose_for_subscription(session, SETTINGS, ANN, NOW + DAY))


def test_change_told_while_another_subscriber_is_ahead_is_not_lost() -> None:
    with made_store() as session:
        page = a_page(session)
        make_change(session, page, summary="First.")
        compose_for_subscription(session, SETTINGS, Subscription(to="bob@example.org"), NOW)
        make_change(session, page, summary="Second.")
        told = body(compose_for_subscription(session, SETTINGS, ANN, NOW))
    assert "First." in told
    assert "Second." in told


def test_digests_thread_by_message_id() -> None:
    with made_store() as session:
        a_page(session)
        first = compose_for_subscription(session, SETTINGS, ANN, NOW)
        second = compose_for_subscription(session, SETTINGS, ANN, NOW + DAY)
        assert first is not None
        assert second is not None
        assert first.message_id != second.message_id
        assert first.message_id.encode() in second.message


def test_quiet_week_brings_an_all_clear_or_nothing_as_asked() -> None:
    with made_store() as session:
        make_site_run(session, session.get_one(SiteRow, a_page(session).site_id))
        row = compose_for_subscription(session, SETTINGS, ANN, NOW)
        assert row is not None
        assert row.subject.startswith("All clear")
        quiet = Subscription(to="bob@example.org", quiet="nothing")
        assert compose_for_subscription(session, SETTINGS, quiet, NOW) is None
        assert session.get_one(Position, "bob@example.org").composed_at == NOW


def test_held_and_unwatched_changes_are_not_told() -> None:
    with made_store() as session:
        page = a_page(session)
        make_change(session, page, summary="Held back.", status="held")
        make_change(session, page, summary="Not watched.", watched=False)
        composed = digest(session)
    assert composed.sections == ()
    assert composed.notices == ("1 change is held back from this digest until a person has looked at it.",)


def test_a_change_released_after_a_digest_is_told_in_the_next() -> None:
    with made_store() as session:
        page = a_page(session)
        change = make_change(session, page, summary="Held back.", status="held")
        compose_for_subscription(session, SETTINGS, ANN, NOW)
        release_change(session, change.id)
        row = compose_for_subscription(session, SETTINGS, ANN, NOW + DAY)
        assert row is not None
        assert row.subject.endswith("Held back")


def test_next_meetings_and_deadlines_come_first_and_cancelled_ones_do_not() -> None:
    with made_store() as session:
        page = a_page(session, kinds=["meetings"])
        make_fact(session, page, "meeting", "24 November 2026", starts_at="2026-11-24T14:00", organisation="Town Hall")
        make_fact(session, page, "meeting", "20 November 2026", starts_at="2026-11-20", role="cancelled")
        make_fact(session, page, "contact", "noon", role="question-deadline", starts_at="2026-11-18T12:00")
        dues = digest(session).dues
    assert [(due.kind, due.day) for due in dues] == [
        ("question", "Wednesday 18 November 2026, 12:00"),
        ("meeting", "Tuesday 24 November 2026, 14:00"),
    ]


def test_meeting_of_the_icb_s_board_is_no_date_of_the_partnership() -> None:
    with made_store() as session:
        page = a_page(session, kinds=["icb-board"])
        page.is_icp = False
        make_fact(session, page, "meeting", "24 November 2026", starts_at="2026-11-24")
        assert digest(session).dues == ()


@pytest.mark.parametrize(("later", "reminded"), [(False, True), (True, False)])
def test_meeting_gone_by_is_remembered_when_none_is_named_after_it(later: bool, reminded: bool) -> None:
    with made_store() as session:
        page = a_page(session)
        make_fact(session, page, "meeting", "10 November 2026", starts_at="2026-11-10")
        if later:
            make_fact(session, page, "meeting", "10 January 2027", starts_at="2027-01-10")
        assert [due.is_past for due in digest(session).dues] == [True] * reminded


def test_site_that_blocks_us_is_named_with_its_reason_and_dissolved_bodies_are_not() -> None:
    with made_store() as session:
        system = make_system(session, "sussex")
        site = make_site(session, system, outcome="blocked", outcome_since=NOW - 2 * DAY)
        make_site_run(session, site, outcome="blocked", reason="status 403")
        make_site(session, make_system(session, "old-body", dissolved="2026-03-31"), outcome="unreachable")
        composed = digest(session)
    assert composed.coverage == "1 site of 1 area watched, 0 reached."
    assert "has blocked us since Tuesday 10 November: status 403." in composed.unseen[0]


def test_redacted_name_is_blanked_in_subject_passages_and_facts() -> None:
    with made_store() as session:
        page = a_page(session)
        reworded(session, page, "with Ann Volunteer", "with others")
        sentence = "Left: Ann Volunteer"
        gone = {"kind": "member", "action": "left", "old": "", "new": "", "sentence": sentence}
        make_change(session, page, summary=sentence, facts=[gone], weight="high")
        session.add(Redaction(name="Ann Volunteer", name_hash=b"", at=NOW))
        row = compose_for_subscription(session, SETTINGS, ANN, NOW)
        assert row is not None
        assert "Volunteer" not in row.subject
        assert b"Volunteer" not in row.message


def test_head_of_the_ledger_stands_in_the_digest() -> None:
    with made_store() as session:
        a_page(session)
        head = make_ledger_row(session).head.hex()
        assert head in body(compose_for_subscription(session, SETTINGS, ANN, NOW))
