"""The table of scheduled runs: what was begun for which due time, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from store.models import JobRun, SiteRun


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a job: the newest due time settled, whether that run failed, and one begun and not ended."""

    settled: int | None = None
    begun: int | None = None
    failed: bool = False


def past(session: Session, job: str) -> Past:
    """Return what was run of a job so far."""
    runs = select(JobRun).where(JobRun.job == job).order_by(JobRun.due_at.desc()).limit(1)
    ended = session.scalar(runs.where(JobRun.finished_at.is_not(None)))
    begun = session.scalar(runs.where(JobRun.finished_at.is_(None)))
    failed = ended is not None and ended.outcome.startswith("failed")
    return Past(ended.due_at if ended else None, begun.due_at if begun else None, failed)


def begin(session: Session, job: str, due_at: int, now: int) -> None:
    """Begin a run for a due time; one that was killed goes on in its row, so that it is not counted twice."""
    same = or_(JobRun.finished_at.is_(None), JobRun.due_at == due_at)
    row = session.scalar(select(JobRun).where(JobRun.job == job, same).order_by(JobRun.id)) or JobRun(job=job)
    row.due_at, row.started_at, row.finished_at, row.outcome = due_at, now, None, ""
    session.add(row)
    session.flush()


def finish(session: Session, job: str, outcome: str, now: int) -> None:
    """End the run of a job that was begun."""
    for row in session.scalars(select(JobRun).where(JobRun.job == job, JobRun.finished_at.is_(None))):
        row.finished_at, row.outcome = now, outcome


def last_crawl(session: Session) -> int | None:
    """Return when a crawl last ended on a site that it had reached, None before the first."""
    ended = select(func.max(SiteRun.finished_at)).where(SiteRun.outcome.in_(("reached", "partly")))
    return session.scalar(ended)
