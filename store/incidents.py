"""Incidents: what is wrong with the monitor or a site, from its beginning to its end, each told twice."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.models import Incident


def open_incidents(session: Session) -> list[Incident]:
    """Return what has begun and not ended, oldest first."""
    return list(session.scalars(select(Incident).where(Incident.ended_at.is_(None)).order_by(Incident.id)))


def reconcile(session: Session, found: Mapping[tuple[str, str], str], now: int) -> None:
    """Begin an incident for each (kind, subject) found anew, and end those no longer found."""
    known = {(row.kind, row.subject): row for row in open_incidents(session)}
    for key in known.keys() - found.keys():
        known[key].ended_at = now
    for (kind, subject), detail in found.items():
        row = known.get((kind, subject)) or Incident(kind=kind, subject=subject, began_at=now)
        row.detail = detail
        session.add(row)
    session.flush()


def take_untold(session: Session, now: int) -> tuple[list[Incident], list[Incident]]:
    """Return incidents whose beginning, and those whose end, was not told yet, and mark them told.

    One that was over before anyone heard of it is not told at all.
    """
    untold = session.scalars(select(Incident).where(Incident.end_told_at.is_(None)).order_by(Incident.id)).all()
    begun = [row for row in untold if row.told_at is None and row.ended_at is None]
    ended = [row for row in untold if row.told_at is not None and row.ended_at is not None]
    for row in untold:
        row.told_at = row.told_at or now
        row.end_told_at = None if row.ended_at is None else now
    return begun, ended
