"""What counts as wrong with the monitor, and that it is told once."""

from __future__ import annotations

import json
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from config.settings import CrawlSettings, HealthSettings, MailSettings, Settings, Subscription
from icpwatch.health import SiteVitals, Vitals, check, look, operator, problems
from reports.digest_values import Watched
from store import jobs, outbox
from store.changes import discard_change
from store.models import OutboxRow
from tests.makers import DAY, NOW, made_store, make_change, make_page, make_run, make_site, make_site_run, make_system

FINE = Vitals(last_crawl=NOW - DAY)
MAIL = MailSettings(host="mail.example.org", sender="watch@example.org")
SETTINGS = Settings(crawl=CrawlSettings(contact="me@example.org"), mail=MAIL)


def kinds(vitals: Vitals) -> list[str]:
    return [kind for kind, _ in problems(vitals, HealthSettings(), NOW)]


def site(outcome: str = "reached", since: int = NOW - 9 * DAY, **fields: object) -> Vitals:
    seen = Watched("sussex", "Sussex", "South East", "https://sussex.icb.nhs.uk/", outcome, since)
    return Vitals((SiteVitals(seen, **fields),), last_crawl=NOW)  # type: ignore[arg-type]


def test_nothing_is_wrong_with_a_monitor_that_works() -> None:
    assert kinds(FINE) == []


@pytest.mark.parametrize(
    ("vitals", "kind"),
    [
        (site(outcome="blocked"), "site-blocked"),
        (site(outcome="unreachable"), "site-unreachable"),
        (site(sizes=(20, 100, 90, 110)), "site-shrunk"),
        (site(icp=4, icp_live=1), "site-shrunk"),
        (site(unread=30, pages=100), "reader"),
        (Vitals(last_crawl=NOW, held=(("Sussex", "https://sussex.icb.nhs.uk/"),)), "site-held"),
        (Vitals(last_crawl=NOW, stuck=(("ann@example.org", "550"),)), "outbox"),
        (Vitals(last_crawl=NOW, free_bytes=10_000_000), "disk"),
        (Vitals(last_crawl=NOW - 37 * 3600), "silent"),
        (Vitals(), "silent"),
    ],
)
def test_trouble_is_noticed(vitals: Vitals, kind: str) -> None:
    assert kinds(vitals) == [kind]


@pytest.mark.parametrize(
    "vitals",
    [
        site(outcome="blocked", since=NOW - 2 * DAY),
        site(outcome="partly"),
        site(sizes=(60, 100, 90, 110)),
        site(sizes=(2, 9)),
        site(sizes=(3,)),
        site(unread=4, pages=6),
        site(icp=1, icp_live=0),
    ],
)
def test_ordinary_ups_and_downs_are_no_trouble(vitals: Vitals) -> None:
    assert kinds(vitals) == []


def test_vitals_come_from_the_store_without_bodies_that_have_ended() -> None:
    with made_store() as session:
        ended = make_system(session, "old-body", dissolved="2026-03-31")
        make_site(session, ended, outcome="unreachable")
        system = make_system(session, "sussex")
        row = make_site(session, system, outcome="blocked", outcome_since=NOW - 5 * DAY)
        for days, fetched in ((3, 100), (2, 90), (1, 10)):
            make_site_run(
                session,
                row,
                make_run(session, at=NOW - days * DAY),
                fetched=fetched,
                outcome="blocked",
                reason="status 403",
            )
        make_page(session, row, "/icp", is_icp=True)
        make_page(session, row, "/icp/lost", is_icp=True, state="vanished", state_since=NOW - DAY)
        make_page(session, row, "/icp/long-lost", is_icp=True, state="vanished", state_since=NOW - 90 * DAY)
        (vitals,) = look(session, None, NOW).sites
    assert vitals.seen.system == "Sussex"
    assert vitals.sizes == (10, 90, 100)
    assert (vitals.icp, vitals.icp_live) == (2, 1)
    assert vitals.seen.reason == "status 403"


def test_digest_that_cannot_be_composed_is_trouble_until_one_is() -> None:
    found = []
    with made_store() as session:
        make_site_run(session, make_site(session, make_system(session, "sussex")))
        for due_at, outcome in ((NOW - DAY, "failed with status 1"), (NOW, "done")):
            jobs.begin(session, "digest", due_at, due_at)
            jobs.finish(session, "digest", outcome, due_at)
            found.append(kinds(look(session, None, NOW)))
    assert found == [["job"], []]


@pytest.mark.parametrize("dissolved", [None, "2026-03-31"])
def test_one_mail_tells_that_events_are_held_until_all_are_decided(dissolved: str | None) -> None:
    with made_store() as session:
        row = make_site(session, make_system(session, "sussex", dissolved=dissolved), outcome="reached")
        make_site_run(session, row)
        held = [make_change(session, make_page(session, row, f"/{n}"), status="held") for n in range(30)]
        for minute, change in enumerate(held):
            check(session, SETTINGS, None, NOW + minute)
            discard_change(session, change.id)
        check(session, SETTINGS, None, NOW + 60)
        subjects = [mail.subject for mail in session.scalars(select(OutboxRow).order_by(OutboxRow.id))]
    detail = "Sussex: events of https://sussex.icb.nhs.uk/ are held until a person decides: icpwatch held list"
    assert subjects == [f"icpwatch: {detail}", f"icpwatch: Over: {detail}"]


def test_operator_gets_one_mail_at_the_beginning_and_one_at_the_end() -> None:
    with made_store() as session:
        row = make_site(session, make_system(session, "sussex"), outcome="blocked", outcome_since=NOW - 5 * DAY)
        make_site_run(session, row)
        for minute in range(3):
            check(session, SETTINGS, None, NOW + minute)
        row.outcome = "reached"
        for minute in range(3, 6):
            check(session, SETTINGS, None, NOW + minute)
        mails = list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))
    assert [mail.receiver for mail in mails] == ["me@example.org"] * 2
    first, second = (message_from_bytes(mail.message, policy=policy.SMTP) for mail in mails)
    assert first["Subject"].startswith("icpwatch: Sussex: https://sussex.icb.nhs.uk/ has blocked us since Saturday 7")
    assert second["Subject"].startswith("icpwatch: Over: Sussex")
    assert first.get_content().splitlines() == [
        "Sussex: https://sussex.icb.nhs.uk/ has blocked us since Saturday 7",
        "November.",
        "",
        "icpwatch status shows how things stand.",
    ]


def test_problems_that_begin_together_come_in_one_mail_that_counts_them() -> None:
    with made_store() as session:
        for name in ("sussex", "dorset"):
            row = make_site(session, make_system(session, name), outcome="blocked", outcome_since=NOW - 5 * DAY)
            make_site_run(session, row)
        check(session, SETTINGS, None, NOW)
        (mail,) = outbox.listing(session)
    assert mail.subject == "icpwatch: problems: 2 new"


def test_without_a_mail_server_the_first_subscriber_is_told() -> None:
    hook = Subscription(to="https://hooks.example/x")
    settings = Settings(crawl=CrawlSettings(contact="me@example.org"), subscriptions=(hook,))
    assert operator(settings) == "https://hooks.example/x"
    with made_store() as session:
        check(session, settings, None, NOW)
        (row,) = outbox.listing(session)
    assert "No crawl has reached a site yet." in json.loads(row.message)["text"]


def test_digest_that_does_not_get_through_is_trouble_and_word_of_trouble_is_not() -> None:
    letter = outbox.letter("gone@example.org", "<1@x>", "News", b"", "gone@example.org")
    with made_store() as session:
        make_run(session)
        outbox.mark_failed(session, outbox.put(session, letter, NOW).id, "550 no such user", NOW, None)
        health = outbox.letter("me@example.org", "<2@x>", "Trouble", b"")
        outbox.mark_failed(session, outbox.put(session, health, NOW).id, "550 no such user", NOW, None)
        assert look(session, None, NOW).stuck == (("gone@example.org", "550 no such user"),)
