"""Gather what a digest is made of from the store, and put the finished digest into the outbox."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.settings import Settings, Subscription
from config.times import british_date, british_time, from_epoch, london, parse_when
from reports.digest import compose, in_scope, wants
from reports.digest_values import Digest, Due, Material, News, Watched
from reports.digest_words import DAY, shorten
from reports.excerpts import changed_text, excerpts
from reports.mail import NO_DOMAIN, Envelope, make_id, message_id, start_message, to_json, to_message
from store import outbox, queries
from store.bodies import load_reading
from store.diff import Diff, diff_blocks
from store.fingerprints import learned
from store.models import Change, FactRow, OutboxRow, Page, Run, SiteRow, SystemRow
from store.models import Subscription as Position
from store.noise import kept
from store.reading import Block
from store.redact import blank, pattern_of

FIRST_LOOK_SECONDS = 7 * DAY  # a new subscriber's first digest reaches back a week, to show what will come
AHEAD_SECONDS = 42 * DAY  # dates further away than six weeks are in the calendar, not in the mail
REWORDED = ("changed", "document-replaced")
REWORDED_READ = 200  # changes whose passages are read for showing; no digest has room for more


def compose_for_subscription(
    session: Session, settings: Settings, subscription: Subscription, now: int
) -> OutboxRow | None:
    """Compose what a subscriber has not been told, put it into the outbox and move the cursor, all in one transaction.

    Returns None where there is nothing to say and the subscriber wants nothing then.
    """
    position = outbox.position(session, subscription.key)
    digest = next_digest(session, settings, subscription, now)
    position.cursor, position.composed_at = digest.cursor[1], now
    if digest.is_quiet and subscription.quiet == "nothing":
        return None
    letter = to_letter(digest, settings, subscription, position.message_id)
    position.message_id = letter.message_id
    return outbox.put(session, letter, now)


def next_digest(session: Session, settings: Settings, subscription: Subscription, now: int) -> Digest:
    """Return what a subscriber would be told now, moving nothing."""
    position = session.get(Position, subscription.key)
    if position is None or position.composed_at is None:
        return digest_since(session, settings, subscription, now - FIRST_LOOK_SECONDS, now)
    return digest_since(session, settings, subscription, position.composed_at, now, after=position.cursor)


def to_letter(digest: Digest, settings: Settings, subscription: Subscription, previous: str = "") -> OutboxRow:
    """Return the digest in the form that its receiver takes."""
    channel = outbox.channel_of(subscription.to)
    envelope = envelope_for(settings, subscription.to if channel == "mail" else "", previous)
    if channel == "webhook":
        body = to_json(digest, envelope.contact)
    else:
        body = to_message(digest, envelope, text_only=subscription.format == "text").as_bytes()
    return outbox.letter(subscription.to, message_id(digest, envelope), digest.subject, body, subscription.key)


def plain_letter(settings: Settings, receiver: str, subject: str, text: str, now: int) -> OutboxRow:
    """Return a short message of our own in the form that its receiver takes."""
    channel = outbox.channel_of(receiver)
    envelope = envelope_for(settings, receiver if channel == "mail" else "")
    message = start_message(envelope, subject, make_id("monitor", f"{receiver} {now} {text}", envelope.sender), now)
    message.set_content(text, cte="quoted-printable")
    subject = str(message["Subject"])
    body = json.dumps({"subject": subject, "text": text}).encode() if channel == "webhook" else message.as_bytes()
    return outbox.letter(receiver, message["Message-ID"], subject, body)


def envelope_for(settings: Settings, receiver: str, previous: str = "") -> Envelope:
    """Return from whom and to whom mail goes; it is answered by the contact where that is an address."""
    contact = settings.crawl.contact if "@" in settings.crawl.contact else settings.mail.sender
    sender = settings.mail.sender or contact or f"icpwatch@{NO_DOMAIN}"
    return Envelope(sender, receiver or sender, contact, previous)


def digest_since(
    session: Session, settings: Settings, subscription: Subscription, since: int, now: int, *, after: int | None = None
) -> Digest:
    """Return the digest of what was told after the change `after`, or after `since` where that is None."""
    systems = {row.id: row for row in session.scalars(select(SystemRow))}
    rows = queries.changes(session, after_id=after or 0, since=since if after is None else None)
    newest = max((row.id for row in rows), default=outbox.newest_change(session) if after is None else after)
    held = queries.changes(session, status="held")
    head = queries.ledger_head(session)
    material = Material(
        since=since,
        cursor=(after or 0, newest),
        news=_news(session, systems, rows, subscription, settings.report.base_url),
        dues=_dues(session, systems, since, now),
        watched=watched_sites(session, now),
        held=sum(in_scope(subscription, row.system_id, systems[row.system_id].region) for row in held),
        ledger=f"{head.head.hex()} (entry {head.id}, {british_time(head.at)})" if head else "",
        report_url=settings.report.base_url,
    )
    return blank(compose(subscription, material, now), pattern_of(session))


def _news(
    session: Session,
    systems: Mapping[str, SystemRow],
    rows: Sequence[Change],
    subscription: Subscription,
    base_url: str,
) -> tuple[News, ...]:
    """Return changes with their passages; all are read for a subscriber with watch terms, else what can be shown."""
    titles = {page.id: page.title for page in session.execute(select(Page.id, Page.title))}
    asked = replace(subscription, watch_terms=())
    news = []
    read = 0
    for row in rows:
        item = _item(row, systems[row.system_id], titles.get(row.page_id or 0, ""), base_url)
        if not wants(asked, replace(item, watched=item.watched or bool(subscription.watch_terms))):
            continue
        if subscription.watch_terms or (row.event in REWORDED and not row.facts and read < REWORDED_READ):
            read += 1
            item = _with_words(session, row, item)
        news.append(item)
    return tuple(news)


def _item(row: Change, system: SystemRow, title: str, base_url: str) -> News:
    return News(
        id=row.id,
        at=row.at,
        system_id=system.id,
        system=system.name,
        region=system.region,
        event=row.event,
        url=row.url,
        title=title,
        summary=row.summary,
        weight=row.weight,
        old_url=row.old_url or "",
        kinds=tuple(row.kinds),
        watched=row.watched,
        facts=tuple(row.facts),
        link=f"{base_url}changes/{row.id}.html" if base_url else "",
    )


def _with_words(session: Session, row: Change, item: News) -> News:
    page = session.get(Page, row.page_id) if row.page_id else None
    if page is None:
        return item
    diff = change_diff(session, row, page)
    return replace(item, wordings=excerpts(diff) if row.event in REWORDED else (), words=changed_text(diff))


def change_diff(session: Session, row: Change, page: Page) -> Diff:
    """Return the difference behind a change of a page; a page that came or went differs in all its text."""
    gone = row.event in ("vanished", "document-removed")
    new = None if gone else row.to_capture
    old = row.from_capture or (page.told_capture_id if gone else None)
    return diff_blocks(_kept(session, page, old), _kept(session, page, new))


def _kept(session: Session, page: Page, capture_id: int | None) -> tuple[Block, ...]:
    if capture_id is None:
        return ()
    reading = load_reading(session, queries.get_capture(session, capture_id))
    return kept(reading, learned(session.get_one(SiteRow, page.site_id), page))


def _dues(session: Session, systems: Mapping[str, SystemRow], since: int, now: int) -> tuple[Due, ...]:
    """Return the dates that the partnerships' pages name: the next weeks, and last meetings with none after them."""
    pages = {page.id: page for page in session.scalars(select(Page).where(Page.is_icp.is_(True)))}
    facts = [fact for fact in queries.current_facts(session) if fact.page_id in pages and _is_dated(fact)]
    dues = [_due(fact, pages[fact.page_id], systems[fact.system_id]) for fact in facts]
    ahead = [due for due in dues if now <= due.at <= now + AHEAD_SECONDS]
    covered = {due.system_id for due in dues if due.kind == "meeting" and due.at > now}
    past = [due for due in dues if due.kind == "meeting" and since < due.at <= now and due.system_id not in covered]
    what = f"the last meeting named is past, and on {british_date(now)} we did not find a later one"
    return (*ahead, *(replace(due, what=what, is_past=True) for due in past))


def _is_dated(fact: FactRow) -> bool:
    is_due = not fact.role if fact.kind == "meeting" else (fact.kind, fact.role) == ("contact", "question-deadline")
    return is_due and bool(fact.starts_at)


def _due(fact: FactRow, page: Page, system: SystemRow) -> Due:
    if fact.kind == "meeting":
        kind, what = "meeting", "the partnership meets"
    elif "involvement" in page.kinds and "meetings" not in page.kinds:
        kind, what = "consultation", "last day to have your say"
    else:
        kind, what = "question", "questions to the meeting are due"
    return Due(
        kind=kind,
        at=parse_when(fact.starts_at, from_epoch(fact.since), end_of_day=True),
        has_clock=len(fact.starts_at) > len("2026-11-12"),
        what=what,
        system_id=system.id,
        system=system.name,
        region=system.region,
        url=page.url,
        place=fact.organisation if kind == "meeting" else "",
        quote=shorten(fact.evidence, 200),
        kinds=tuple(page.kinds),
    )


def watched_sites(session: Session, now: int) -> tuple[Watched, ...]:
    """Return the sites of bodies that live today, as last seen."""
    today = london(now).date().isoformat()
    systems = {row.id: row for row in session.scalars(select(SystemRow)) if (row.dissolved or today) >= today}
    began = {run.id: run.finished_at for run in session.execute(select(Run.id, Run.finished_at))}
    return tuple(
        Watched(
            system_id=site.system_id,
            system=systems[site.system_id].name,
            region=systems[site.system_id].region,
            url=site.url,
            outcome=site.outcome,
            since=site.outcome_since,
            reason=run.reason if run and run.outcome == site.outcome else "",
            looked_at=run.finished_at if run else None,
            began=began.get(site.baseline_run_id or 0),
            site_id=site.id,
        )
        for site, run in queries.latest_site_runs(session)
        if site.system_id in systems
    )
