"""Show the main job on the built-in sample sites: crawl, let time pass, crawl again, compare with the truth."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from config.errors import IcpwatchError, UsageError
from config.times import british_time, to_epoch
from icpwatch.sample.england import SampleEngland, TrueEvent
from store.engine import open_store
from store.models import Change
from store.queries import changes

if TYPE_CHECKING:
    from icpwatch.app import App

SETTINGS = """# Settings of the demo. Time is simulated, the sites are made up and served on this machine.
database = "sqlite:///icpwatch.db"

[crawl]
contact = "demo@example.org"
allow_private_addresses = true
delay_seconds = 0
concurrent_requests_per_host = 4

[[subscription]]
to = "reader@example.org"
every = "week"
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was told against what truly happened."""

    right: tuple[TrueEvent, ...]
    missed: tuple[TrueEvent, ...]
    false: tuple[Change, ...]


def run_demo(app: App, folder: Path) -> bool:
    """Run the demo in a folder of its own, and return whether it told every true event once and nothing else."""
    _clear(folder)
    (folder / "icpwatch.toml").write_text(SETTINGS, "utf-8")
    truth: list[TrueEvent] = []
    with SampleEngland() as england:
        england.regions_folder(folder / "regions")
        for edition, moment in enumerate(england.editions):
            england.edition = edition
            app.say(f"\n{british_time(to_epoch(moment))}, crawl {edition + 1} of {len(england.editions)}")
            _icpwatch(folder, moment, "crawl")
            truth += england.truth(edition)
        last = england.editions[-1]
        since = england.editions[0].isoformat()
        digest = ("--to", "reader@example.org", "--since", since, "--out", str(folder / "digest.eml"))
        _icpwatch(folder, last, "digest", *digest)
        _icpwatch(folder, last, "report", "--out", str(folder / "report"))
    verdict = judge_demo(folder, truth)
    _show(app, folder, verdict, last)
    return not verdict.missed and not verdict.false


def compare(told: Sequence[Change], truth: Sequence[TrueEvent]) -> Verdict:
    """Return which true events were told exactly once, which were not, and which changes told nothing true."""
    left = list(told)
    right, missed = [], []
    for event in truth:
        match = next((change for change in left if _is_told(event, change)), None)
        if match is None:
            missed.append(event)
        else:
            left.remove(match)
            right.append(event)
    return Verdict(tuple(right), tuple(missed), tuple(left))


def judge_demo(folder: Path, truth: Sequence[TrueEvent]) -> Verdict:
    """Compare the changes in the demo's store with the truth."""
    store = open_store(f"sqlite:///{folder / 'icpwatch.db'}")
    with store.read() as session:
        told = [change for change in changes(session) if change.watched]
    store.close()
    return compare(told, truth)


def _is_told(event: TrueEvent, change: Change) -> bool:
    words = f"{change.summary} {change.facts}"
    return (
        change.event == event.event
        and change.system_id == event.system
        and event.url.rstrip("/") == change.url.rstrip("/")
        and (not event.old_url or event.old_url.rstrip("/") == (change.old_url or "").rstrip("/"))
        and all(word in words for word in event.words)
    )


def _clear(folder: Path) -> None:
    """Empty the folder of an earlier demo; refuse any other folder that holds something."""
    if folder.exists() and any(folder.iterdir()):
        settings = folder / "icpwatch.toml"
        if not settings.is_file() or settings.read_text("utf-8") != SETTINGS:
            raise UsageError(f"{folder} holds something else than a demo: choose another folder with --out")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)


def _icpwatch(folder: Path, now: datetime, *arguments: str) -> None:
    """Run a command just as a user would, at a simulated time."""
    command = [sys.executable, "-m", "icpwatch", "--config", str(folder / "icpwatch.toml")]
    command += ["--regions", str(folder / "regions"), "--now", now.isoformat(), *arguments]
    environ = {key: value for key, value in os.environ.items() if not key.startswith("ICPWATCH_")}
    sys.stdout.flush()
    done = subprocess.run(command, env=environ, check=False)
    if done.returncode:
        raise IcpwatchError(f"icpwatch {arguments[0]} ended with status {done.returncode}; its message stands above")


def _show(app: App, folder: Path, verdict: Verdict, last: datetime) -> None:
    from rich.table import Table

    table = Table(title="What truly happened, and whether it was told", box=None, pad_edge=False, title_justify="left")
    table.add_column("Told")
    table.add_column("Event")
    table.add_column("What truly happened", overflow="fold")
    for event in verdict.right:
        table.add_row("once", event.event, event.what)
    for event in verdict.missed:
        table.add_row("NOT", event.event, event.what)
    for change in verdict.false:
        table.add_row("FALSE", change.event, change.summary)
    app.console.print()
    app.console.print(table)
    total = len(verdict.right) + len(verdict.missed)
    app.console.print(f"\n{len(verdict.right)} of {total} true events told once, {len(verdict.false)} false ones.")
    typed = sys.argv[0] if Path(sys.argv[0]).name == "icpwatch" else "icpwatch"  # .venv/bin is on few people's PATH
    # At a time when what was seen is fresh: later, the scorecard has not looked for too long.
    options = (
        f"--config {folder / 'icpwatch.toml'} --regions {folder / 'regions'} --now {last + timedelta(days=1):%Y-%m-%d}"
    )
    app.console.print(
        f"\nThe digest:  {folder / 'digest.eml'}\nThe report:  {(folder / 'report' / 'index.html').resolve().as_uri()}"
        f"\nLook around: {typed} {options} changes",
        soft_wrap=True,
        highlight=False,
    )
