"""Run crawls, reports and digests on time, one at a time, each as a process of the same command line.

The table of runs says what is due (see icpwatch.due); APScheduler only wakes us. A run that is killed leaves its row
open and is taken up again at the next look.
"""

from __future__ import annotations

import fcntl
import logging
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.request import urlopen

from sqlalchemy import delete

from config.errors import IcpwatchError, StoreBusyError
from config.settings import Subscription
from config.times import british_time
from icpwatch import health
from icpwatch.deliver import deliver
from icpwatch.due import JOBS, Task, tasks, timetables
from store import jobs
from store.models import Lock
from store.runs import free_lock, take_lock

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

    from icpwatch.app import App

LOOK_SECONDS = 300  # between looks besides the due times: for mail that waits, and after this machine has slept
JITTER_SECONDS = 120  # so that not all who watch the same sites knock in the same second
GRACE_SECONDS = 3600  # a look that comes late is still a look; what is due is in the table
GLANCE_SECONDS = 0.5  # how soon a running job learns that we are to stop
STOP_SECONDS = 90  # a crawl that is asked to end closes its requests and commits; after this it is killed
LONGEST_SECONDS = 12 * 3600  # no job of ours takes half a day; one that does hangs
PING_SECONDS = 20
LOCK = "schedule"
CRAWLS = ("discover", "recheck")
ARGUMENTS = {
    "discover": ("crawl",),
    "recheck": ("crawl", "--recheck"),
    "report": ("report",),
    "digest": ("digest", "--send"),
}

log = logging.getLogger(__name__)


class Scheduler:
    """Does what is due. `base` is the command line up to the verb; `lock` is inherited by the jobs.

    So a job that outlives a killed scheduler keeps the next one waiting until it has ended. Setting `stopping` ends
    the job that runs, and begins no other.
    """

    def __init__(self, app: App, base: Sequence[str], lock: IO[str] | None = None) -> None:
        self._app = app
        self._base = base
        self._inherited = (lock.fileno(),) if lock else ()
        self._tables = timetables(app.settings.schedule, app.settings.subscriptions)
        self.stopping = threading.Event()

    def look(self) -> bool:
        """Run what is due, then see to the monitor's own health and to mail that waits; false if anything failed."""
        went_well = True
        try:
            while not self.stopping.is_set() and (due := self._due()):
                went_well = self._run(due) and went_well
            if not self.stopping.is_set():
                store, settings = self._app.store, self._app.settings
                with store.write() as session:
                    health.check(session, settings, store.path, self._app.now())
                deliver(store, settings, self._app.now)
        except IcpwatchError as error:
            log.error("%s", error)
            return False
        return went_well

    def serve(self) -> None:
        """Look now, at each due time and every few minutes, until stopped."""
        scheduler = self._wakers()
        scheduler.start()
        self.stopping.wait()
        scheduler.pause()  # otherwise a job that falls due during the shutdown is submitted to a closed pool
        scheduler.shutdown(wait=True)

    def _wakers(self) -> BackgroundScheduler:
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.schedulers.background import BackgroundScheduler
        from apscheduler.triggers.cron import CronTrigger
        from apscheduler.triggers.interval import IntervalTrigger

        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it warns of each look that waits for a long crawl
        settings = self._app.settings.schedule
        scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "misfire_grace_time": GRACE_SECONDS},
            timezone=settings.timezone,
        )
        scheduler.add_job(self.look, id="start")
        scheduler.add_job(self.look, IntervalTrigger(seconds=LOOK_SECONDS), id="look")
        for job in ("discover", "recheck", "digest"):
            if expression := getattr(settings, job):
                trigger = CronTrigger.from_crontab(expression, timezone=settings.timezone)
                trigger.jitter = JITTER_SECONDS
                scheduler.add_job(self.look, trigger, id=job)
        return scheduler

    def _due(self) -> list[Task]:
        with self._app.store.read() as session:
            return tasks(self._tables, {job: jobs.past(session, job) for job in JOBS}, self._app.now())

    def _run(self, due: Sequence[Task]) -> bool:
        """Run the first task, record what came of it, begin what follows from it, and say whether it went well."""
        task, app = due[0], self._app
        with app.store.write() as session:
            jobs.begin(session, task.job, task.due_at, app.now())
        scope = crawl_scope(app.settings.subscriptions) if task.job in CRAWLS else ()
        status = self._spawn((*ARGUMENTS[task.job], *scope))
        if self.stopping.is_set():
            return True
        now = app.now()
        outcome = outcome_words(task, status)
        log.info("%s of %s: %s", task.job, british_time(task.due_at), outcome)
        with app.store.write() as session:
            jobs.finish(session, task.job, outcome, now)
            for recheck in due:
                if task.job == "discover" and recheck.job == "recheck":
                    jobs.begin(session, "recheck", recheck.due_at, now)
                    jobs.finish(session, "recheck", f"{outcome_words(recheck, status)}, as part of the discovery", now)
            for job in self._followers(task):
                jobs.begin(session, job, task.due_at, now)
        if task.job in CRAWLS and status == 0:
            ping(app.settings.health.ping_url)
        return status == 0

    def _followers(self, task: Task) -> Iterator[str]:
        """Yield the jobs that follow a crawl."""
        if task.job in CRAWLS and self._app.settings.report.when == "after-crawl":
            yield "report"
        if task.job in CRAWLS and any(each.every == "crawl" for each in self._app.settings.subscriptions):
            yield "digest"

    def _spawn(self, arguments: Sequence[str]) -> int:
        """Run one command to its end, or until we are stopped, and return its exit status."""
        # A session of its own, so that Ctrl-C reaches the job once, through us: Scrapy drops everything at the second.
        child = subprocess.Popen(
            [*self._base, *arguments],
            stdout=subprocess.DEVNULL,  # tables for people; cron would mail them
            start_new_session=True,
            pass_fds=self._inherited,
        )
        ends_at = time.monotonic() + LONGEST_SECONDS
        while not self.stopping.is_set() and time.monotonic() < ends_at:
            with suppress(subprocess.TimeoutExpired):
                return child.wait(GLANCE_SECONDS)
        child.terminate()
        try:
            return child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()


def crawl_scope(subscriptions: Sequence[Subscription]) -> tuple[str, ...]:
    """Return the options that keep a crawl to the areas that somebody is told about.

    None, which means everywhere, where nobody is subscribed, or somebody to everything.
    """
    if not all(each.regions or each.systems for each in subscriptions):
        return ()
    options = [("--region", region) for each in subscriptions for region in each.regions]
    options += [("--system", system) for each in subscriptions for system in each.systems]
    return tuple(word for option in dict.fromkeys(options) for word in option)


def outcome_words(task: Task, status: int) -> str:
    """Return what came of a run.

    >>> outcome_words(Task("recheck", 0), 1)
    'failed with status 1'
    """
    words = "done" if status == 0 else f"failed with status {status}"
    if not task.missed:
        return words
    span = " to ".join(dict.fromkeys(map(british_time, (task.missed[0], task.missed[-1]))))
    return f"{words}, making up for {len(task.missed)} missed: {span}"


@contextmanager
def only_scheduler(app: App) -> Iterator[IO[str] | None]:
    """Hold the schedule; raises StoreBusyError with the owner and its age while another does.

    The lock is a file's, so that the kernel frees it whatever kills us; the row beside it says who and since when.
    Without a file (PostgreSQL) the row alone is the lock.
    """
    lock = _lock_file(app, app.store.path) if app.store.path else None
    try:
        with app.store.write() as session:
            if lock:
                session.execute(delete(Lock).where(Lock.name == LOCK))  # its owner is dead
            take_lock(session, LOCK, app.now())
        yield lock
    finally:
        with app.store.write() as session:
            free_lock(session, LOCK)
        if lock:
            lock.close()


def _lock_file(app: App, path: Path) -> IO[str]:
    file = path.with_name(f"{path.name}.schedule-lock").open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        with app.store.read() as session:
            row = session.get(Lock, LOCK)
        who = f"{row.owner}, since {british_time(row.since)}" if row else "a job that it began is still running"
        raise StoreBusyError(f"another schedule is at work ({who}): wait for it or stop it") from None
    return file


def ping(url: str) -> None:
    """Tell a watcher of silence that a crawl went well; its own trouble is none of ours."""
    if not url:
        return
    try:
        with urlopen(url, timeout=PING_SECONDS):
            pass
    except (OSError, ValueError) as error:
        log.warning("the ping address did not answer: %s", error)
