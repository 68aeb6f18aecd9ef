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
    for key, row in known.items():
        if key not in found:
            row.ended_at = now
    for (kind, subject), detail in found.items():
        known_row = known.get((kind, subject))
        if known_row is None:
            session.add(Incident(kind=kind, subject=subject, detail=detail, began_at=now))
        else:
            known_row.detail = detail
    session.flush()


def take_untold(session: Session, now: int) -> tuple[list[Incident], list[Incident]]:
    """Return incidents whose beginning, and those whose end, was not told yet, and mark them told.

    One that was over before anyone heard of it is not told at all.
    """
    begun = list(session.scalars(select(Incident).where(Incident.told_at.is_(None)).order_by(Incident.id)))
    ended = list(
        session.scalars(
            select(Incident)
            .where(Incident.told_at.is_not(None), Incident.ended_at.is_not(None), Incident.end_told_at.is_(None))
            .order_by(Incident.id)
        )
    )
    for row in begun:
        row.told_at = now
        row.end_told_at = now if row.ended_at is not None else None
    for row in ended:
        row.end_told_at = now
    return [row for row in begun if row.ended_at is None], ended
