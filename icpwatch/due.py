"""Decide what is due: plain functions from timetables and what was run before, with the time passed in.

Times are seconds since 1970. When the clocks change, a time of day that comes twice counts once, and one that is
skipped counts at the moment it would have been.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from config.settings import ScheduleSettings, Subscription
from config.times import from_epoch, to_epoch
from store.jobs import Past

JOBS = ("discover", "recheck", "report", "digest")
"""In the order in which they run when several are due."""
YEAR_SECONDS = 366 * 86_400
"""A scheduler that slept longer catches up one year."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """All that makes one job due: cron expressions, each with its zone."""

    crons: tuple[tuple[str, str], ...] = ()

    def between(self, after: int, until: int) -> list[int]:
        """Return the due times after `after` and up to `until`, in order; of a long absence the last year."""
        since = max(after, until - YEAR_SECONDS)
        return sorted({moment for cron in self.crons for moment in _fires(*cron, since, until)})

    def next(self, after: int) -> int | None:
        """Return the first due time after `after` within a year, or None."""
        firsts = (islice(_fires(*cron, after, after + YEAR_SECONDS), 1) for cron in self.crons)
        return min((moment for first in firsts for moment in first), default=None)


def _fires(expression: str, zone: str, after: int, until: int) -> Iterator[int]:
    trigger = CronTrigger.from_crontab(expression, timezone=ZoneInfo(zone))
    moment = after
    while (fire := trigger.get_next_fire_time(None, from_epoch(moment + 1))) is not None:
        moment = to_epoch(fire)
        if moment > until:
            return
        if not datetime.fromtimestamp(moment, ZoneInfo(zone)).fold:  # the first of two equal times of day has fold 0
            yield moment


@dataclass(frozen=True, slots=True)
class Task:
    """One job to run now for `due_at`; `missed` are earlier due times that this run makes up for."""

    job: str
    due_at: int
    missed: tuple[int, ...] = ()


def timetables(schedule: ScheduleSettings, subscriptions: Sequence[Subscription]) -> dict[str, Timetable]:
    """Return when each job is due; digests at their own hour and, to try again what failed, at their readers' hours."""
    digests = (table for each in subscriptions if (table := timetable_of(each))) if schedule.digest else ()
    own = {job: getattr(schedule, job, "") for job in JOBS}
    tables = {job: Timetable(((cron, schedule.timezone),) if cron else ()) for job, cron in own.items()}
    tables["digest"] = Timetable(sum((table.crons for table in digests), tables["digest"].crons))
    return tables


def timetable_of(subscription: Subscription) -> Timetable | None:
    """Return when a subscription's digest is due, or None for one that comes after each crawl."""
    if subscription.every == "crawl":
        return None
    hour, minute = subscription.at.split(":")
    day = subscription.day[:3] if subscription.every == "week" else "*"
    return Timetable(((f"{minute} {hour} * * {day}", subscription.zone),))


def is_digest_due(subscription: Subscription, composed_at: int | None, crawled_at: int | None, now: int) -> bool:
    """Return whether a digest is to be composed: never before a first crawl has ended, and soon after that."""
    if crawled_at is None:
        return False
    if composed_at is None:
        return True
    table = timetable_of(subscription)
    return crawled_at > composed_at if table is None else bool(table.between(composed_at, now))


def tasks(tables: Mapping[str, Timetable], past: Mapping[str, Past], now: int) -> list[Task]:
    """Return what is to be run now, in order; a discovery does the work of the recheck that is due with it.

    A discovery that failed is taken up by the next recheck, so that no week is lost.
    """
    due = {job: task for job in JOBS if (task := _task(job, tables[job], past.get(job, Past()), now))}
    if "recheck" in due and "discover" not in due and past.get("discover", Past()).failed:
        due["discover"] = replace(due["recheck"], job="discover", missed=())
    return [due[job] for job in JOBS if job in due]


def _task(job: str, table: Timetable, past: Past, now: int) -> Task | None:
    """Return the run for all due times since the last that was settled; a job that has never run is due at once."""
    times = set(table.between(past.settled or past.begun or now, now))
    if past.begun or (table.crons and not past.settled):
        times.add(past.begun or now)
    *missed, due_at = sorted(times) or [0]
    return Task(job, due_at, tuple(missed)) if times else None
