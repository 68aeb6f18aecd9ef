"""Decide about changes that were held back."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session, make_transient

from config.errors import UsageError
from store.models import Change
from store.queries import get_change


def release_change(session: Session, change_id: int) -> Change:
    """Tell a held change after all, as the newest one, so that every subscriber's cursor is still before it."""
    change = _held(session, change_id)
    session.delete(change)
    session.flush()
    make_transient(change)
    change.id = (session.scalar(select(func.max(Change.id))) or 0) + 1
    change.status = "told"
    session.add(change)
    session.flush()
    return change


def discard_change(session: Session, change_id: int) -> None:
    """Never tell a held change."""
    _held(session, change_id).status = "discarded"


def _held(session: Session, change_id: int) -> Change:
    change = get_change(session, change_id)
    if change.status != "held":
        raise UsageError(
            f"change {change_id} is not held, it was {change.status}: icpwatch held list shows those that are"
        )
    return change
