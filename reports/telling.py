"""Gather what a digest is made of from the store, and put the finished digest into the outbox."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.settings import Settings, Subscription
from config.times import LONDON, british_date, british_time, london, to_epoch
from reports.digest import DAY, clean, compose, in_scope, shorten, wants
from reports.digest_values import Digest, Due, Material, News, Watched
from reports.excerpts import changed_text, excerpts
from reports.mail import NO_DOMAIN, Envelope, message_id, own_message_id, start_message, to_json, to_message
from reports.site_pages import make_safe
from store import outbox, queries
from store.bodies import load_reading
from store.diff import Diff, diff_blocks
from store.models import Change, FactRow, OutboxRow, Page, Redaction, Run, SiteRow, SystemRow
from store.models import Subscription as Position
from store.noise import kept
from store.reading import Block
from store.record import learned

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


def to_letter(digest: Digest, settings: Settings, subscription: Subscription, previous: str = "") -> outbox.Letter:
    """Return the digest in the form that its receiver takes."""
    channel = outbox.channel_of(subscription.to)
    envelope = envelope_for(settings, subscription.to if channel == "mail" else "", previous)
    if channel == "webhook":
        body = to_json(digest, envelope.contact)
    else:
        body = to_message(digest, envelope, text_only=subscription.format == "text").as_bytes()
    identity = message_id(digest, envelope)
    return outbox.Letter(channel, subscription.to, identity, digest.subject, body, subscription.key)


def plain_letter(settings: Settings, receiver: str, subject: str, text: str, now: int) -> outbox.Letter:
    """Return a short message of our own in the form that its receiver takes."""
    channel = outbox.channel_of(receiver)
    envelope = envelope_for(settings, receiver if channel == "mail" else "")
    message = start_message(envelope, subject, own_message_id(f"{receiver} {now} {text}", envelope.sender), now)
    message.set_content(text, cte="quoted-printable")
    subject = str(message["Subject"])
    body = json.dumps({"subject": subject, "text": text}).encode() if channel == "webhook" else message.as_bytes()
    return outbox.Letter(channel, receiver, message["Message-ID"], subject, body)


def envelope_for(settings: Settings, receiver: str, previous: str = "") -> Envelope:
    """Return from whom and to whom mail goes; it is answered by the contact where that is an address."""
    contact = settings.crawl.contact if "@" in settings.crawl.contact else settings.mail.sender
    sender = settings.mail.sender or contact or f"icpwatch@{NO_DOMAIN}"
    return Envelope(sender, receiver or sender, contact, previous)


def digest_since(
    session: Session, settings: Settings, subscription: Subscription, since: int, now: int, *, after: int | None = None
) -> Digest:
    """Return the digest of what was told after the change `after`, or after `since` where that is None."""
    rows = queries.changes(session, after_id=after or 0, since=since if after is None else None)
    newest = max((row.id for row in rows), default=outbox.newest_change(session) if after is None else after)
    material = Material(
        since=since,
        cursor=(after or 0, newest),
        news=_news(session, rows, subscription, settings.report.base_url),
        dues=_dues(session, since, now),
        watched=_watched(session, now),
        held=_held(session, subscription),
        ledger=_ledger(session),
        report_url=settings.report.base_url,
    )
    digest: Digest = _each_text(compose(subscription, material, now), _blank_names(session))
    return digest


def _blank_names(session: Session) -> Callable[[Any], Any]:
    """Return what takes redacted names out of a text."""
    return make_safe(session.scalars(select(Redaction.name)))


def _each_text(value: Any, change: Callable[[Any], Any]) -> Any:
    """Return a value with every text in it changed."""
    if isinstance(value, tuple):
        return tuple(_each_text(item, change) for item in value)
    if isinstance(value, dict):
        return {key: _each_text(item, change) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _each_text(getattr(value, each.name), change) for each in fields(value)})
    return change(value) if isinstance(value, str) else value


def _news(session: Session, rows: Sequence[Change], subscription: Subscription, base_url: str) -> tuple[News, ...]:
    """Return changes with their passages; all are read for a subscriber with watch terms, else what can be shown."""
    systems = _systems(session)
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
    safe = _blank_names(session)
    blocks = kept(reading, learned(session.get_one(SiteRow, page.site_id), page))
    return tuple(replace(block, text=safe(block.text)) for block in blocks)


def _dues(session: Session, since: int, now: int) -> tuple[Due, ...]:
    """Return the dates that the partnerships' pages name: the next weeks, and last meetings with none after them."""
    systems = _systems(session)
    pages = {page.id: page for page in session.scalars(select(Page).where(Page.is_icp.is_(True)))}
    facts = [fact for fact in queries.current_facts(session) if fact.page_id in pages]
    dues = [_due(fact, pages[fact.page_id], systems[fact.system_id]) for fact in facts if _is_dated(fact)]
    ahead = [due for due in dues if now <= due.at <= now + AHEAD_SECONDS]
    covered = {due.system_id for due in dues if due.kind == "meeting" and due.at > now}
    past = [due for due in dues if due.kind == "meeting" and since < due.at <= now and due.system_id not in covered]
    return tuple(ahead) + tuple(_went_by(due, now) for due in past)


def _is_dated(fact: FactRow) -> bool:
    if fact.kind == "meeting":
        return bool(fact.starts_at) and not fact.role
    return fact.kind == "contact" and fact.role == "question-deadline" and bool(fact.starts_at)


def _due(fact: FactRow, page: Page, system: SystemRow) -> Due:
    at, has_clock = _moment(fact.starts_at)
    if fact.kind == "meeting":
        place = f", {clean(fact.organisation)}" if fact.organisation else ""
        kind, what = "meeting", f"the partnership meets{place}"
    elif "involvement" in page.kinds and "meetings" not in page.kinds:
        kind, what = "consultation", "last day to have your say"
    else:
        kind, what = "question", "questions to the meeting are due"
    quote = shorten(clean(fact.evidence), 200)
    return Due(
        kind, at, has_clock, what, system.id, system.name, system.region, page.url, quote, kinds=tuple(page.kinds)
    )


def _went_by(due: Due, now: int) -> Due:
    what = f"the last meeting named is past, and on {british_date(now)} we did not find a later one"
    return replace(due, what=what, is_past=True)


def _moment(text: str) -> tuple[int, bool]:
    """Return the time of an ISO date in London, and whether it has a clock time; a day lasts until its end.

    >>> _moment("2026-11-12")[1]
    False
    """
    if len(text) <= len("2026-11-12"):
        return to_epoch(datetime.combine(date.fromisoformat(text), time(23, 59), LONDON)), False
    moment = datetime.fromisoformat(text)
    return to_epoch(moment if moment.tzinfo else moment.replace(tzinfo=LONDON)), True


def _watched(session: Session, now: int) -> tuple[Watched, ...]:
    """Return the sites of bodies that live today, as last seen."""
    systems = _systems(session)
    began = {run.id: run.finished_at for run in session.execute(select(Run.id, Run.finished_at))}
    today = london(now).date().isoformat()
    return tuple(
        Watched(
            system_id=site.system_id,
            system=systems[site.system_id].name,
            region=systems[site.system_id].region,
            url=site.url,
            outcome=site.outcome,
            since=site.outcome_since,
            reason=run.reason if run and run.outcome == site.outcome else "",
            began=began.get(site.baseline_run_id or 0),
        )
        for site, run in queries.latest_site_runs(session)
        if (systems[site.system_id].dissolved or today) >= today
    )


def _held(session: Session, subscription: Subscription) -> int:
    systems = _systems(session)
    rows = queries.changes(session, status="held")
    return sum(in_scope(subscription, row.system_id, systems[row.system_id].region) for row in rows)


def _ledger(session: Session) -> str:
    head = queries.ledger_head(session)
    return f"{head.head.hex()} ({head.id}, {british_time(head.at)})" if head else ""


def _systems(session: Session) -> dict[str, SystemRow]:
    return {row.id: row for row in session.scalars(select(SystemRow))}
