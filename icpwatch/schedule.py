"""Run crawls, reports and digests on time, one at a time, each as a process of the same command line.

The table of runs says what is due (see icpwatch.due); APScheduler only wakes us. A run that is killed leaves its row
open and is taken up again at the next look.
"""

from __future__ import annotations

import fcntl
import logging
import random
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.request import urlopen

from config.errors import IcpwatchError, StoreBusyError
from config.times import british_time
from icpwatch import health
from icpwatch.deliver import Chance, deliver
from icpwatch.due import JOBS, Past, Task, tasks, timetables
from icpwatch.senders import Senders
from store import jobs
from store.models import JobRun, Lock
from store.runs import free_lock, take_lock

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

    from icpwatch.app import App

LOOK_SECONDS = 300  # between looks besides the due times: for mail that waits, and after this machine has slept
JITTER_SECONDS = 120  # so that not all who watch the same sites knock in the same second
GRACE_SECONDS = 3600  # a look that comes late is still a look; what is due is in the table
STOP_SECONDS = 90  # a crawl that is asked to end closes its requests and commits; after this it is killed
LONGEST_SECONDS = 12 * 3600  # no job of ours takes half a day; one that does hangs
PING_SECONDS = 20
LOCK = "schedule"
ARGUMENTS = {
    "discover": ("crawl",),
    "recheck": ("crawl", "--recheck"),
    "report": ("report",),
    "digest": ("digest", "--send"),
}

log = logging.getLogger(__name__)


class Scheduler:
    """Does what is due. `base` is the command line up to the verb; `lock` is inherited by the jobs.

    So a job that outlives a killed scheduler keeps the next one waiting until it has ended.
    """

    def __init__(self, app: App, base: Sequence[str], lock: IO[str] | None = None) -> None:
        self._app = app
        self._base = tuple(base)
        self._inherited = (lock.fileno(),) if lock else ()
        self._tables = timetables(app.settings.schedule, app.settings.subscriptions)
        self._child: subprocess.Popen[bytes] | None = None
        self._ending = threading.RLock()
        self.stopping = threading.Event()

    def look(self) -> None:
        """Run what is due, then see to the monitor's own health and to mail that waits."""
        try:
            while not self.stopping.is_set() and (due := self._due()):
                self._run(due[0], due)
            if not self.stopping.is_set():
                self._look_after()
        except IcpwatchError as error:
            log.error("%s", error)

    def serve(self) -> None:
        """Look now, at each due time and every few minutes, until stopped."""
        scheduler = self._wakers()
        scheduler.start()
        self.stopping.wait()
        scheduler.pause()  # otherwise a job that falls due during the shutdown is submitted to a closed pool
        scheduler.shutdown(wait=True)

    def stop(self) -> None:
        """Ask the running job to end, and begin no other."""
        self.stopping.set()
        if self._child is not None:
            self._end(self._child)

    def _wakers(self) -> BackgroundScheduler:
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.jobstores.memory import MemoryJobStore
        from apscheduler.schedulers.background import BackgroundScheduler
        from apscheduler.triggers.cron import CronTrigger
        from apscheduler.triggers.date import DateTrigger
        from apscheduler.triggers.interval import IntervalTrigger

        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it warns of each look that waits for a long crawl
        settings = self._app.settings.schedule
        scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": GRACE_SECONDS},
            timezone=settings.timezone,
        )
        scheduler.add_job(self.look, DateTrigger(timezone=settings.timezone), id="start")
        scheduler.add_job(self.look, IntervalTrigger(seconds=LOOK_SECONDS), id="look")
        for job in ("discover", "recheck", "digest"):
            if expression := getattr(settings, job):
                trigger = CronTrigger.from_crontab(expression, timezone=settings.timezone)
                trigger.jitter = JITTER_SECONDS
                scheduler.add_job(self.look, trigger, id=job)
        return scheduler

    def _due(self) -> list[Task]:
        with self._app.store.read() as session:
            past = {job: past_of(jobs.runs_of(session, job)) for job in JOBS}
        return tasks(self._tables, past, self._app.now())

    def _run(self, task: Task, due: Sequence[Task]) -> None:
        """Run one task, record what came of it, and open the rows of what follows from it."""
        with self._app.store.write() as session:
            jobs.begin(session, task.job, (*task.missed, task.due_at), self._app.now())
        status = self._spawn(ARGUMENTS[task.job])
        if self.stopping.is_set():
            return
        now = self._app.now()
        outcome = outcome_words(task, status)
        log.info("%s of %s: %s", task.job, british_time(task.due_at), outcome)
        with self._app.store.write() as session:
            jobs.finish(session, task.job, task.due_at, outcome, now)
            if task.job == "discover":
                for recheck in (other for other in due if other.job == "recheck"):
                    jobs.begin(session, "recheck", (*recheck.missed, recheck.due_at), now)
                    jobs.finish(session, "recheck", recheck.due_at, f"{outcome}, as part of the discovery", now)
            if task.job in ("discover", "recheck"):
                for job in self._after_crawl():
                    jobs.begin(session, job, (task.due_at,), now)
        if task.job in ("discover", "recheck") and status == 0:
            ping(self._app.settings.health.ping_url)

    def _after_crawl(self) -> Iterator[str]:
        if self._app.settings.report.when == "after-crawl":
            yield "report"
        if any(subscription.every == "crawl" for subscription in self._app.settings.subscriptions):
            yield "digest"

    def _spawn(self, arguments: Sequence[str]) -> int:
        """Run one command to its end and return its exit status."""
        # A session of its own, so that Ctrl-C reaches the job once, through us: Scrapy drops everything at the second.
        child = subprocess.Popen(
            [*self._base, *arguments],
            stdout=subprocess.DEVNULL,  # tables for people; cron would mail them
            start_new_session=True,
            pass_fds=self._inherited,
        )
        self._child = child
        if self.stopping.is_set():
            self._end(child)
        try:
            return child.wait(LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            self._end(child)
            return child.wait()
        finally:
            self._child = None

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        """Ask a job to end, once, and kill it if it does not."""
        with self._ending:
            if getattr(child, "asked", False):
                return
            child.asked = True  # type: ignore[attr-defined]
            child.terminate()
            timer = threading.Timer(STOP_SECONDS, child.kill)
            timer.daemon = True
            timer.start()

    def _look_after(self) -> None:
        app = self._app
        with app.store.write() as session:
            health.check(session, app.settings, app.store.path, app.now())
        with Senders(app.settings) as senders:
            deliver(app.store, senders, Chance(app.now, random.random))


def past_of(rows: Sequence[JobRun]) -> Past:
    """Return what the rows of a job say, as `store.jobs.runs_of` gives them."""
    if not rows:
        return Past()
    unfinished = tuple(row.due_at for row in rows if row.finished_at is None)
    return Past(rows[-1].due_at, unfinished, rows[-1].outcome.startswith("failed"))


def outcome_words(task: Task, status: int) -> str:
    """Return what came of a run.

    >>> outcome_words(Task("recheck", 0), 1)
    'failed with status 1'
    """
    words = "done" if status == 0 else f"failed with status {status}"
    if task.missed:
        first, last = british_time(task.missed[0]), british_time(task.missed[-1])
        span = first if len(task.missed) == 1 else f"{first} to {last}"
        words += f", making up for {len(task.missed)} missed: {span}"
    return words


@contextmanager
def only_scheduler(app: App) -> Iterator[IO[str] | None]:
    """Hold the schedule; raises StoreBusyError with the owner and its age while another does.

    The lock is a file's, so that the kernel frees it whatever kills us; the row beside it says who and since when.
    Without a file (PostgreSQL) the row alone is the lock.
    """
    path = app.store.path
    lock = _lock_file(app, path) if path else None
    try:
        with app.store.write() as session:
            stale = session.get(Lock, LOCK) if lock else None
            if stale is not None:
                session.delete(stale)
                session.flush()
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
