"""The scheduler: one at a time, what is due and no more, stopped in the middle and going on after."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from config.errors import StoreBusyError
from config.settings import Subscription
from icpwatch.app import App
from icpwatch.commands.schedule import global_arguments
from icpwatch.schedule import Scheduler, crawl_scope, only_scheduler
from store.models import JobRun, Lock
from tests.crawler.server import Answer, serving
from tests.crawler.watching import MadeSystem, Watch
from tests.icpwatch.mail_server import free_port
from tests.makers import NOW, make_run

DAY = 86_400
STUB = """
import os, pathlib, sys, time
here = pathlib.Path(sys.argv[1])
with (here / "log").open("a") as log:
    print(*sys.argv[2:], file=log)
if (here / "hang").exists():
    (here / "hanging").write_text(str(os.getpid()))
    while True:
        time.sleep(60)
sys.exit(int((here / "status").read_text()) if (here / "status").exists() else 0)
"""


class Farm:
    """A folder with settings, a store, and a stub in place of the jobs."""

    def __init__(self, folder: Path, settings: str = "") -> None:
        self.folder = folder
        self.stub = folder / "stub.py"
        self.stub.write_text(STUB)
        given = f'database = "sqlite:///store.db"\n{settings}\n[crawl]\ncontact = "me@example.org"\n'
        (folder / "icpwatch.toml").write_text(given)

    def app(self, at: int = NOW) -> App:
        """Return the command line's App at a moment."""
        return App(config=self.folder / "icpwatch.toml", at=at, environ={})

    def scheduler(self, at: int = NOW) -> Scheduler:
        """Return a scheduler at a moment."""
        return Scheduler(self.app(at), [sys.executable, str(self.stub), str(self.folder)])

    def look(self, at: int = NOW) -> Scheduler:
        """Let a scheduler look once at a moment."""
        scheduler = self.scheduler(at)
        scheduler.look()
        return scheduler

    def log(self) -> list[str]:
        """Return the jobs begun so far."""
        log = self.folder / "log"
        return log.read_text().splitlines() if log.exists() else []

    def runs(self) -> list[tuple[str, str]]:
        """Return job and outcome of all rows in order."""
        with self.app().store.read() as session:
            return [(row.job, row.outcome) for row in session.scalars(select(JobRun).order_by(JobRun.id))]


@pytest.fixture
def farm(tmp_path: Path) -> Farm:
    return Farm(tmp_path)


def wait_for(path: Path, process: Callable[[], bool] = lambda: True) -> None:
    """Wait until a file is there; the suite's own time-out is the limit."""
    while not path.exists():
        assert process()
        threading.Event().wait(0.01)


def test_first_look_discovers_and_then_reports_and_tells(farm: Farm) -> None:
    farm.look()
    assert farm.log() == ["crawl", "report", "digest --send"]
    assert farm.runs() == [
        ("discover", "done"),
        ("recheck", "done, as part of the discovery"),
        ("report", "done"),
        ("digest", "done"),
    ]


def test_second_look_finds_nothing_due(farm: Farm) -> None:
    farm.look()
    farm.look(NOW + 60)
    assert len(farm.log()) == 3


def test_next_day_brings_one_recheck_and_names_the_days_missed(farm: Farm) -> None:
    farm.look()  # a Thursday
    farm.look(NOW + 2 * DAY)
    assert farm.log()[3:] == ["crawl --recheck", "report", "digest --send"]
    assert ("recheck", "done, making up for 1 missed: 13 November 2026, 05:15") in farm.runs()


def test_report_by_hand_and_digest_after_each_crawl_are_honoured(tmp_path: Path) -> None:
    settings = (
        '[report]\nwhen = "by-hand"\n[schedule]\ndigest = ""\n[[subscription]]\nto = "a@example.org"\nevery = "crawl"'
    )
    farm = Farm(tmp_path, settings)
    farm.look()
    assert farm.log() == ["crawl", "digest --send"]


def test_failed_discovery_is_recorded_and_taken_up_by_the_next_recheck(farm: Farm) -> None:
    (farm.folder / "status").write_text("1")
    farm.look()
    assert farm.runs()[0] == ("discover", "failed with status 1")
    (farm.folder / "status").unlink()
    farm.look(NOW + DAY)
    assert farm.log()[3] == "crawl"


def test_a_look_says_whether_all_went_well(farm: Farm) -> None:
    assert farm.scheduler().look()
    (farm.folder / "status").write_text("1")
    assert not farm.scheduler(NOW + DAY).look()
    assert farm.scheduler(NOW + DAY + 60).look()  # nothing is due


def test_a_good_crawl_is_told_to_who_watches_for_silence_and_a_failed_one_is_not(tmp_path: Path) -> None:
    with serving({"/alive": Answer("heard")}, "127.0.0.1") as server:
        farm = Farm(tmp_path, f'[health]\nping_url = "{server.url}/alive"\n')
        (tmp_path / "status").write_text("1")
        farm.look()
        assert server.paths() == []
        (tmp_path / "status").unlink()
        farm.look(NOW + DAY)
        assert server.paths() == ["/alive"]


def test_who_watches_for_silence_may_be_away(tmp_path: Path) -> None:
    farm = Farm(tmp_path, f'[health]\nping_url = "http://127.0.0.1:{free_port()}/alive"\n')
    farm.look()
    assert farm.runs()[0] == ("discover", "done")


def test_stop_ends_the_job_and_the_next_look_takes_it_up(farm: Farm) -> None:
    (farm.folder / "hang").touch()
    scheduler = Scheduler(farm.app(), [sys.executable, str(farm.stub), str(farm.folder)])
    thread = threading.Thread(target=scheduler.look)
    thread.start()
    wait_for(farm.folder / "hanging", thread.is_alive)
    scheduler.stopping.set()
    thread.join()
    assert farm.runs() == [("discover", "")]
    (farm.folder / "hang").unlink()
    farm.look(NOW + 60)
    assert farm.log() == ["crawl", "crawl", "report", "digest --send"]
    assert [job for job, _ in farm.runs()].count("discover") == 1


def test_second_scheduler_is_refused_while_the_first_works_and_told_who_it_is(farm: Farm) -> None:
    with (
        only_scheduler(farm.app()),
        pytest.raises(StoreBusyError, match=rf"process {os.getpid()}\b.*, since 12 November 2026, 08:30"),
        only_scheduler(farm.app()),
    ):
        pass
    with only_scheduler(farm.app()):
        pass


def test_lock_of_a_machine_that_lost_power_is_taken_over(farm: Farm) -> None:
    with farm.app().store.write() as session:
        session.add(Lock(name="schedule", owner="elsewhere process 1", since=NOW - DAY))
    with only_scheduler(farm.app()):
        pass


@pytest.fixture
def command(farm: Farm) -> Iterator[subprocess.Popen[str]]:
    """A real `icpwatch schedule`, which has looked once and waits."""
    with farm.app().store.write() as session:
        make_run(session)
        for job in ("discover", "recheck", "digest"):
            session.add(JobRun(job=job, due_at=NOW - 1, started_at=NOW - 1, finished_at=NOW - 1, outcome="done"))
    arguments = ["--config", str(farm.folder / "icpwatch.toml"), "--now", "2026-11-12 08:30", "schedule"]
    process = subprocess.Popen([sys.executable, "-m", "icpwatch", *arguments], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert "watching" in process.stderr.readline()
    yield process
    process.kill()
    process.wait()
    process.stderr.close()


def test_schedule_ends_cleanly_when_asked_and_gives_its_lock_back(farm: Farm, command: subprocess.Popen[str]) -> None:
    command.send_signal(signal.SIGTERM)
    assert command.wait() == 0
    with farm.app().store.read() as session:
        assert session.get(Lock, "schedule") is None


def test_line_for_cron_ends_quietly_while_a_schedule_runs(farm: Farm, command: subprocess.Popen[str]) -> None:
    arguments = ["--config", str(farm.folder / "icpwatch.toml"), "schedule", "--once"]
    done = subprocess.run([sys.executable, "-m", "icpwatch", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "another schedule is at work" in done.stderr


def test_line_for_cron_fails_when_what_was_due_failed(tmp_path: Path) -> None:
    nobody_there = MadeSystem([(f"http://127.0.0.1:{free_port()}", "icb", "")])
    done = Watch(tmp_path, [nobody_there]).run("schedule", "--once")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "failed with status 1" in done.stderr


def test_killed_schedule_leaves_nothing_that_stops_the_next(farm: Farm, command: subprocess.Popen[str]) -> None:
    command.kill()
    command.wait()
    with only_scheduler(farm.app()):
        pass


def test_jobs_get_the_global_options_with_whole_paths() -> None:
    given = App(config=Path("icpwatch.toml"), regions=Path("mine"), database="sqlite:///a.db", quiet=True, at=NOW)
    here = Path.cwd()
    assert global_arguments(given) == [
        "--config", str(here / "icpwatch.toml"), "--regions", str(here / "mine"), "--database", "sqlite:///a.db",
        "--now", "2026-11-12T08:30:00+00:00", "--quiet",
    ]  # fmt: skip


def test_a_scheduled_crawl_visits_the_areas_that_somebody_is_told_about() -> None:
    one = Subscription(to="a@example.org", systems=("south-yorkshire", "devon"))
    two = Subscription(to="b@example.org", regions=("North West",), systems=("devon",))
    assert crawl_scope((one, two)) == (
        *("--region", "North West"),
        *("--system", "south-yorkshire", "--system", "devon"),
    )
    assert crawl_scope((one, Subscription(to="c@example.org"))) == ()
    assert crawl_scope(()) == ()
