"""The table of scheduled runs: what was begun for which due time, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.models import JobRun, SiteRun


def runs_of(session: Session, job: str) -> list[JobRun]:
    """Return the newest run of a job and all that were begun and not ended, by due time."""
    newest = select(JobRun).where(JobRun.job == job).order_by(JobRun.due_at.desc()).limit(1)
    unfinished = select(JobRun).where(JobRun.job == job, JobRun.finished_at.is_(None))
    rows = {row.due_at: row for query in (newest, unfinished) for row in session.scalars(query)}
    return [rows[due_at] for due_at in sorted(rows)]


def begin(session: Session, job: str, due_times: Sequence[int], now: int) -> None:
    """Begin a run for these due times; one that was killed goes on in its row, so that it is not counted twice.

    Times that the run makes up for get rows as well, so that they are known if this run is killed too.
    """
    query = select(JobRun).where(JobRun.job == job, JobRun.due_at.in_(due_times))
    known = {row.due_at: row for row in session.scalars(query)}
    for due_at in due_times:
        row = known.get(due_at) or JobRun(job=job, due_at=due_at)
        row.started_at, row.finished_at, row.outcome = now, None, ""
        session.add(row)
    session.flush()


def finish(session: Session, job: str, due_at: int, outcome: str, now: int) -> None:
    """End the run for a due time, and with it the earlier times that it made up for."""
    query = select(JobRun).where(JobRun.job == job, JobRun.due_at <= due_at, JobRun.finished_at.is_(None))
    for row in session.scalars(query):
        row.finished_at = now
        row.outcome = outcome if row.due_at == due_at else "caught-up by the next run"


def last_crawl(session: Session) -> int | None:
    """Return when a crawl last ended on a site that it had reached, None before the first."""
    ended = select(func.max(SiteRun.finished_at)).where(SiteRun.outcome.in_(("reached", "partly")))
    return session.scalar(ended)
