"""Kill crawls of the sample sites at random moments: `make torture`, 200 times; tests/store/test_crash.py does 20.

After each kill the store must open, verify, hold every capture that was committed, and still tell what it told. In the
end it must have told the same events as a store whose crawls nobody killed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

from sqlalchemy import select

from icpwatch.demo import SETTINGS
from icpwatch.sample.england import SampleEngland
from store.engine import open_store
from store.models import Capture
from store.queries import changes
from store.verify import verify

Told = tuple[str, str, str, str | None]
"""Event, system, address, old address."""


@dataclass
class Watched:
    """A folder with settings and a store that watches the sample sites, or those of some systems."""

    folder: Path
    england: SampleEngland
    systems: Sequence[str] = ()
    captures: dict[int, bytes] = field(default_factory=dict)
    told: dict[int, Told] = field(default_factory=dict)
    runs: int = 0

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "icpwatch.toml").write_text(SETTINGS, "utf-8")
        self.england.regions_folder(self.folder / "regions")

    def start(self, moment: datetime) -> subprocess.Popen[bytes]:
        """Start a crawl as a user would, at a simulated time."""
        command = [sys.executable, "-m", "icpwatch", "-q", "--config", str(self.folder / "icpwatch.toml")]
        command += ["--regions", str(self.folder / "regions"), "--now", moment.isoformat(), "crawl"]
        command += [word for system in self.systems for word in ("--system", system)]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def crawl(self, moment: datetime) -> float:
        """Crawl to the end, and return the seconds that it took."""
        begun = time.monotonic()
        process = self.start(moment)
        _, errors = process.communicate()
        assert process.returncode == 0, errors.decode()
        return time.monotonic() - begun

    def check(self) -> None:
        """Hold the store to its promises since the last check."""
        store = open_store(f"sqlite:///{self.folder / 'icpwatch.db'}")
        with store.read() as session:
            found = verify(session, lambda words: None)
            captures = {row.id: row.body_hash for row in session.execute(select(Capture.id, Capture.body_hash))}
            told = {
                change.id: (change.event, change.system_id, change.url, change.old_url)
                for change in changes(session)
                if change.watched
            }
        store.close()
        assert found.damages == [], found.damages
        assert self.captures.items() <= captures.items(), "a committed capture was lost"
        assert self.told.items() <= told.items(), "what was told was taken back"
        self.captures, self.told = captures, told


def torture(folder: Path, kills: int, editions: int, seed: int, systems: Sequence[str] = ()) -> Watched:
    """Kill crawls at random moments, as many in each edition, and compare with crawls that nobody killed."""
    random = Random(seed)
    with SampleEngland() as england:
        calm, shaken = (Watched(folder / name, england, systems) for name in ("calm", "shaken"))
        for edition in range(editions):
            england.edition = edition
            moment = england.editions[edition]
            seconds = calm.crawl(moment)
            calm.crawl(moment)  # kills make many checks of one edition, in which also a slip of a day stands
            for _ in range(kills * (edition + 1) // editions - kills * edition // editions):
                _kill(shaken, moment, random.uniform(0, seconds))
            for _ in range(2):
                shaken.crawl(moment)
            shaken.check()
            print(f"edition {edition + 1}: {shaken.runs} killed, {len(shaken.told)} told", flush=True)
    calm.check()
    right, wrong = Counter(calm.told.values()), Counter(shaken.told.values())
    assert right == wrong, f"never told: {right - wrong}; told twice or falsely: {wrong - right}"
    return shaken


def _kill(watched: Watched, moment: datetime, after: float) -> None:
    process = watched.start(moment)
    time.sleep(after)
    process.kill()
    process.wait()
    watched.runs += 1
    watched.check()


def main() -> None:
    """Print how it went; the first argument is the number of kills, the second the seed."""
    words = [*sys.argv[1:], *("200", str(time.time_ns() % 10_000))[len(sys.argv) - 1 :]]
    kills, seed = int(words[0]), int(words[1])
    folder = Path(tempfile.mkdtemp(prefix="icpwatch-torture-"))
    print(f"{kills} kills, seed {seed}, in {folder}, which stays where something is wrong")
    shaken = torture(folder, kills, 6, seed)
    shutil.rmtree(folder)
    print(
        f"{shaken.runs} crawls killed: {len(shaken.captures)} captures kept, {len(shaken.told)} events told once each"
    )


if __name__ == "__main__":
    main()
