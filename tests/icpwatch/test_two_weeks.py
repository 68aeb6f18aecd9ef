"""Two weeks round each clock change, with real processes under simulated time that are killed at random.

`--now` gives each process its time; everything else is real: the scheduler, its crawls over HTTP, the store, the mail
server. Each due time must be run once or be made up for by one run that names it, each edit be told once, and each
digest have one Message-ID, however often it is sent.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from config.settings import ScheduleSettings, Subscription
from config.times import LONDON, from_epoch, to_epoch
from icpwatch.due import Task, timetable_of, timetables
from icpwatch.schedule import outcome_words
from store.models import JobRun
from tests.crawler.crawling import ROOT
from tests.crawler.server import Answer, Seen, serving
from tests.crawler.watching import NAME, SETTINGS, MadeSystem, Watch, plain_environment
from tests.icpwatch.mail_server import Mailbox, mail_server

HOUR, DAY = 3600, 86_400
FORTNIGHT = 14 * DAY
MARCH = to_epoch(datetime(2026, 3, 22, tzinfo=LONDON))
OCTOBER = to_epoch(datetime(2026, 10, 18, tzinfo=LONDON))
DAILY = Subscription(to="ann@example.org")
WEEKLY = Subscription(to="bob@example.org", every="week", day="sunday", at="01:30", quiet="nothing")
MORE_SETTINGS = """[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "watch@example.org"
[report]
when = "by-hand"
[[subscription]]
to = "ann@example.org"
[[subscription]]
to = "bob@example.org"
every = "week"
day = "sunday"
at = "01:30"
quiet = "nothing"
"""
EDITS = (
    (3 * DAY, "in the old town hall", "in the new library"),
    (6 * DAY, "on the second Monday", "on the first Friday"),
    (9 * DAY, "sent by post", "published a week before"),
)
"""When, and the words that become others, each on a page of its own; the clocks change on the eighth day."""


@dataclass
class Fortnight:
    """One folder that is watched for two weeks.

    `now` is the time of all processes and of the made site, `seconds` what a whole look took on this machine.
    """

    watch: Watch
    random: Random
    start: int
    now: int = 0
    seconds: float = 0
    killed: int = 0

    def page(self, seen: Seen) -> Answer:
        """Return a page as it reads at the time that it is."""
        at, before, after = EDITS[int(seen.path[-1])]
        words = after if self.now >= self.start + at else before
        return made_page(NAME, f"<p>What concerns it is {words} from now on.</p>")

    def begin(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a scheduler at the time that it is."""
        given = ("--quiet", "--now", from_epoch(self.now).isoformat(), "schedule", *arguments)
        return subprocess.Popen(self.watch.command(*given, day=None), cwd=ROOT, env=plain_environment())

    def look(self) -> None:
        """Do what is due, once the jobs that an earlier scheduler left behind have ended."""
        with (self.watch.folder / "icpwatch.db.schedule-lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
        assert self.begin("--once").wait() == 0

    def disturb(self) -> None:
        """Begin to do what is due, and end it in the middle: the scheduler alone, or as if the power went."""
        process = self.begin(*self.random.choice([(), ("--once",)]))
        way = self.random.choice(["stop", "kill", "kill", "power cut"])
        with suppress(subprocess.TimeoutExpired):
            process.wait(self.random.uniform(0, self.seconds))
        jobs = children_of(process.pid) if way == "power cut" else []
        process.send_signal(signal.SIGTERM if way == "stop" else signal.SIGKILL)
        for job in jobs:
            with suppress(ProcessLookupError):
                os.kill(job, signal.SIGKILL)
        # 1 says that a job of a killed scheduler is still at work; -SIGTERM that the process had hardly begun.
        assert process.wait() in (0, 1, -signal.SIGTERM if way == "stop" else -signal.SIGKILL)
        self.killed += process.returncode == -signal.SIGKILL

    def live(self) -> None:
        """Let two weeks pass, with a look every few hours of which many are ended in the middle."""
        self.now, begun = self.start, time.monotonic()
        self.look()
        self.seconds = time.monotonic() - begun
        while self.now < self.start + FORTNIGHT:
            for _ in range(self.random.choice([0, 1, 1, 2])):
                self.disturb()
            if self.random.random() < 0.4:
                self.look()
            self.now += self.random.randint(8 * HOUR, 44 * HOUR)
        self.look()

    def runs(self, job: str) -> list[JobRun]:
        """Return what the table of runs holds of a job, in order."""
        with self.watch.store() as store, store.read() as session:
            return list(session.scalars(select(JobRun).where(JobRun.job == job).order_by(JobRun.due_at)))


def made_page(title: str, text: str) -> Answer:
    """Return a page with a heading."""
    head = f"<!doctype html><html><head><title>{title}</title></head>"
    return Answer(f"{head}<body><main><h1>{title}</h1>{text}</main></body></html>")


def children_of(pid: int) -> list[int]:
    """Return the processes that a process started; threads start some."""
    with suppress(OSError):
        return [
            int(child) for file in Path(f"/proc/{pid}/task").glob("*/children") for child in file.read_text().split()
        ]
    return []


@pytest.mark.slow
@pytest.mark.parametrize("start", [MARCH, OCTOBER], ids=["march", "october"])
def test_each_due_time_is_run_once_or_made_up_for_whoever_dies(tmp_path: Path, start: int) -> None:
    mailbox = Mailbox()
    routes: dict[str, Answer | Callable[[Seen], Answer]] = {}
    with mail_server(mailbox) as port, serving(routes) as server:
        watch = Watch(tmp_path, [MadeSystem([(server.url, "icb", "")])], SETTINGS + MORE_SETTINGS.format(port=port))
        fortnight = Fortnight(watch, Random(start), start)
        pages = [f"/icp/part-{number}" for number in range(len(EDITS))]
        links = "".join(f'<li><a href="{page}">The {NAME}, {page[-1]}</a></li>' for page in pages)
        routes |= {"/": made_page("Home", f"<ul>{links}</ul>")}
        routes |= dict.fromkeys(pages, fortnight.page)
        fortnight.live()
    assert fortnight.killed >= 5
    check_runs(fortnight)
    assert sorted(watch.changes()) == sorted(f"changed {page}" for page in pages)
    check_mail(fortnight, mailbox)
    assert watch.run("verify", day=None).returncode == 0


def check_runs(fortnight: Fortnight) -> None:
    """Hold the table of runs to the timetable: the due times between two runs are those that the later one names."""
    tables = timetables(ScheduleSettings(), (DAILY, WEEKLY))
    for job in ("discover", "recheck", "digest"):
        runs = fortnight.runs(job)
        assert all(run.finished_at for run in runs), f"{job}: a killed run was not taken up again"
        assert tables[job].between(runs[-1].due_at, fortnight.now) == [], f"{job}: a due time was left out"
        for before, run in pairwise(runs):
            *missed, due_at = tables[job].between(before.due_at, run.due_at)
            words = outcome_words(Task(job, due_at, tuple(missed)), 0)
            assert (run.due_at, run.outcome.removesuffix(", as part of the discovery")) == (due_at, words)


def check_mail(fortnight: Fortnight, mailbox: Mailbox) -> None:
    """Hold the mail to the readers' hours: a digest for each of them, no second one, and each edit in one."""
    for reader in (DAILY, WEEKLY):
        mails = [(message_from_bytes(raw, policy=policy.SMTP), raw) for to, raw in mailbox.received if to == reader.to]
        digests = {message["Message-ID"]: (message, raw) for message, raw in mails if "List-Id" in message}
        assert all(digests.get(message["Message-ID"], (message, raw))[1] == raw for message, raw in mails)
        ordered = sorted((message for message, _ in digests.values()), key=lambda message: message["Date"].datetime)
        times = [to_epoch(message["Date"].datetime) for message in ordered]
        table = timetable_of(reader)
        assert table is not None
        assert all(table.between(one, other) for one, other in pairwise(times)), "two digests for one due time"
        assert reader.quiet == "nothing" or not table.between(times[-1], fortnight.now), "a digest was left out"
        texts = [body.get_content() for message in ordered if (body := message.get_body(("plain",)))]
        for _, _, after in EDITS:
            assert sum(after in " ".join(text.split()) for text in texts) == 1
