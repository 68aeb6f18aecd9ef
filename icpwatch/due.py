"""Decide what is due: plain functions from timetables and what was run before, with the time passed in.

Times are seconds since 1970. When the clocks change, a time of day that comes twice counts once, and one that is
skipped counts at the moment it would have been.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from config.settings import ScheduleSettings, Subscription
from config.times import from_epoch, to_epoch
from config.words import WEEKDAYS

JOBS = ("discover", "recheck", "report", "digest")
"""In the order in which they run when several are due."""
LONGEST_LOOK_BACK = 366 * 86_400  # a scheduler that slept longer catches up one year


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in a zone, each day or on one weekday (Monday is 0)."""

    at: time
    zone: str
    weekday: int | None = None

    def between(self, after: int, until: int) -> list[int]:
        """Return the moments after `after` and up to `until`."""
        zone = ZoneInfo(self.zone)
        day, last = (datetime.fromtimestamp(moment, zone).date() for moment in (after, until))
        found = []
        while day <= last:
            moment = to_epoch(datetime.combine(day, self.at, zone))
            if after < moment <= until and self.weekday in (None, day.weekday()):
                found.append(moment)
            day += timedelta(days=1)
        return found


@dataclass(frozen=True, slots=True)
class Cron:
    """A cron expression in a zone; an empty one is never due."""

    expression: str
    zone: str

    def between(self, after: int, until: int) -> list[int]:
        """Return the moments after `after` and up to `until`."""
        if not self.expression:
            return []
        zone = ZoneInfo(self.zone)
        trigger = CronTrigger.from_crontab(self.expression, timezone=zone)
        found = []
        moment = after
        while (fire := trigger.get_next_fire_time(None, from_epoch(moment + 1))) is not None:
            moment = to_epoch(fire)
            if moment > until:
                break
            if not datetime.fromtimestamp(moment, zone).fold:  # the first of two equal times of day has fold 0
                found.append(moment)
        return found


@dataclass(frozen=True, slots=True)
class Timetable:
    """All that makes one job due."""

    parts: tuple[Clock | Cron, ...] = ()

    def between(self, after: int, until: int) -> list[int]:
        """Return the due times after `after` and up to `until`, in order; of a long absence the last year."""
        since = max(after, until - LONGEST_LOOK_BACK)
        return sorted({moment for part in self.parts for moment in part.between(since, until)})

    def next(self, after: int) -> int | None:
        """Return the first due time after `after` within a year, or None."""
        for days in (2, 32, 366):
            if found := self.between(after, after + days * 86_400):
                return found[0]
        return None


@dataclass(frozen=True, slots=True)
class Past:
    """What the table of runs says of a job: the newest due time begun, those begun and not ended, how it went."""

    newest: int | None = None
    unfinished: tuple[int, ...] = ()
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One job to run now for `due_at`; `missed` are earlier due times that this run makes up for."""

    job: str
    due_at: int
    missed: tuple[int, ...] = ()
    resumed: bool = False


def timetables(schedule: ScheduleSettings, subscriptions: Sequence[Subscription]) -> dict[str, Timetable]:
    """Return when each job is due; digests at their own hour and, to try again what failed, at their readers' hours."""
    zone = schedule.timezone
    digests: list[Clock | Cron] = []
    if schedule.digest:
        digests = [Cron(schedule.digest, zone), *(clock for each in subscriptions if (clock := clock_of(each)))]
    return {
        "discover": Timetable((Cron(schedule.discover, zone),)) if schedule.discover else Timetable(),
        "recheck": Timetable((Cron(schedule.recheck, zone),)) if schedule.recheck else Timetable(),
        "report": Timetable(),
        "digest": Timetable(tuple(digests)),
    }


def clock_of(subscription: Subscription) -> Clock | None:
    """Return when a subscription's digest is due, or None for one that comes after each crawl."""
    if subscription.every == "crawl":
        return None
    weekday = WEEKDAYS.index(subscription.day) if subscription.every == "week" else None
    return Clock(time.fromisoformat(subscription.at), subscription.zone, weekday)


def is_digest_due(subscription: Subscription, composed_at: int | None, crawled_at: int | None, now: int) -> bool:
    """Return whether a digest is to be composed: never before a first crawl has ended, and soon after that."""
    if crawled_at is None:
        return False
    if composed_at is None:
        return True
    clock = clock_of(subscription)
    return crawled_at > composed_at if clock is None else bool(Timetable((clock,)).between(composed_at, now))


def tasks(tables: Mapping[str, Timetable], past: Mapping[str, Past], now: int) -> list[Task]:
    """Return what is to be run now, in order; a discovery does the work of the recheck that is due with it.

    A discovery that failed is taken up by the next recheck, so that no week is lost.
    """
    due = {job: task for job in JOBS if (task := _task(job, tables[job], past.get(job, Past()), now))}
    if "recheck" in due and "discover" not in due and past.get("discover", Past()).failed:
        due["discover"] = replace(due["recheck"], job="discover", missed=())
    return [due[job] for job in JOBS if job in due]


def _task(job: str, table: Timetable, past: Past, now: int) -> Task | None:
    fresh: Iterable[int] = ()
    if table.parts:
        fresh = [now] if past.newest is None else table.between(past.newest, now)
    open_ = sorted({*past.unfinished, *fresh})
    if not open_:
        return None
    return Task(job, open_[-1], tuple(open_[:-1]), resumed=open_[-1] in past.unfinished)
