"""The outbox: messages that are kept until they are delivered, and how far each subscriber has been told.

A message is put in together with the cursor of its subscription, in the caller's transaction. Sending is someone
else's work and can be repeated: a row is claimed for a while, sent, and then marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlsplit

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from config.errors import NotFoundError
from store.models import Change, OutboxRow, Subscription

CLAIM_SECONDS = 600
"""For so long a claimed message is left to who claimed it: longer than any time-out of a sender. If that one died, the
message goes out again after this, with the same Message-ID."""

BACK_OFF_SECONDS = (60, 300, 900, 3600, 4 * 3600, 12 * 3600)
"""Waits after the first, second ... failure. Greylisting wants minutes, a broken server a day; the last one repeats."""


def letter(receiver: str, message_id: str, subject: str, message: bytes, subscription: str = "") -> OutboxRow:
    """Return a message ready to be put in, or to be sent at once."""
    return OutboxRow(
        channel=channel_of(receiver),
        receiver=receiver,
        message_id=message_id,
        subject=subject,
        message=message,
        subscription=subscription,
    )


def channel_of(receiver: str) -> str:
    """Return how a receiver is reached.

    >>> channel_of("folder:/srv/mail"), channel_of("ann@example.org")
    ('folder', 'mail')
    """
    if receiver.startswith("folder:"):
        return "folder"
    return "webhook" if receiver.startswith(("https://", "http://")) else "mail"


def shown(row: OutboxRow) -> str:
    """Return the receiver as people may see it: a webhook's path is a secret, so only its host."""
    if row.channel != "webhook":
        return row.receiver
    parts = urlsplit(row.receiver)
    return f"{parts.scheme}://{parts.hostname}/…"


def put(session: Session, row: OutboxRow, now: int) -> OutboxRow:
    """Add a message, to be sent at once; the one already there if its Message-ID is known."""
    known = session.scalar(select(OutboxRow).where(OutboxRow.message_id == row.message_id))
    if known is None:
        row.composed_at = row.next_try_at = now
        session.add(row)
        session.flush()
    return known or row


def position(session: Session, key: str) -> Subscription:
    """Return how far a subscriber has been told; a new one starts at nothing."""
    row = session.get(Subscription, key)
    if row is None:
        row = Subscription(key=key, cursor=0, message_id="")
        session.add(row)
        session.flush()
    return row


def newest_change(session: Session) -> int:
    """Return the id of the last change, 0 if there is none."""
    return session.scalar(select(func.max(Change.id))) or 0


def due_ids(session: Session, now: int) -> list[int]:
    """Return the messages that wait for a try, oldest first; mail before webhooks, which may be slow."""
    query = select(OutboxRow.id).where(OutboxRow.state == "waiting", OutboxRow.next_try_at <= now)
    return list(session.scalars(query.order_by(OutboxRow.channel == "webhook", OutboxRow.id)))


def claim(session: Session, row_id: int, now: int) -> OutboxRow | None:
    """Take a message for sending, or None if another took it or it was dropped; counts as a try."""
    taken = session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == row_id, OutboxRow.state == "waiting", OutboxRow.next_try_at <= now)
        .values(next_try_at=now + CLAIM_SECONDS, tries=OutboxRow.tries + 1)
    )
    return session.get(OutboxRow, row_id) if cast("CursorResult[Any]", taken).rowcount else None


def mark_sent(session: Session, row_id: int, now: int) -> None:
    """Record that a message was taken by its receiver."""
    row = session.get_one(OutboxRow, row_id)
    row.state, row.sent_at, row.error = "sent", now, ""


def mark_failed(session: Session, row_id: int, error: str, now: int, wait_seconds: int | None) -> None:
    """Record why a message was not taken; None as wait means that trying again cannot help."""
    row = session.get_one(OutboxRow, row_id)
    row.error = error
    if wait_seconds is None:
        row.state = "refused"
    else:
        row.next_try_at = now + wait_seconds


def back_off(tries: int, jitter: float) -> int:
    """Return seconds to wait after so many tries; `jitter` between 0 and 1 spreads receivers by up to a fifth.

    >>> back_off(1, 0.0), back_off(2, 1.0), back_off(99, 0.0)
    (60, 360, 43200)
    """
    base = BACK_OFF_SECONDS[min(max(tries, 1), len(BACK_OFF_SECONDS)) - 1]
    return int(base * (1 + jitter / 5))


def listing(session: Session, states: Sequence[str] = ("waiting", "refused")) -> list[OutboxRow]:
    """Return messages in these states, oldest first."""
    return list(session.scalars(select(OutboxRow).where(OutboxRow.state.in_(states)).order_by(OutboxRow.id)))


def retry(session: Session, now: int, row_id: int | None = None) -> int:
    """Make messages due at once, refused ones too, and return how many; raises NotFoundError for an unknown id."""
    rows = listing(session) if row_id is None else [find(session, row_id)]
    for row in rows:
        row.state, row.next_try_at = "waiting", now
    return len(rows)


def drop(session: Session, row_id: int) -> OutboxRow:
    """Give up a message for good; the row stays, so that it can be seen."""
    row = find(session, row_id)
    row.state = "dropped"
    return row


def find(session: Session, row_id: int) -> OutboxRow:
    """Return an undelivered message; raises NotFoundError."""
    row = session.get(OutboxRow, row_id)
    if row is None or row.state not in ("waiting", "refused"):
        raise NotFoundError(f"no undelivered message has the id {row_id}; icpwatch outbox list shows them")
    return row
