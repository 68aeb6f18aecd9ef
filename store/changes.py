"""Decide about changes that were held back."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.errors import UsageError
from store.models import Change
from store.queries import get_change


def release_change(session: Session, change_id: int) -> Change:
    """Tell a held change after all, as the newest one, so that every subscriber's cursor is still before it."""
    change = _held(session, change_id)
    # Also where it is the newest itself: a cursor may stand on it since the first digest.
    change.id, change.status = session.scalars(select(func.max(Change.id))).one() + 1, "told"
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
