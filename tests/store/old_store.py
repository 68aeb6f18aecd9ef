"""Make the small store that each released schema leaves behind for later ones: `python -m tests.store.old_store NAME`.

Run it once, with the program of the release, before the next migration is written; it writes tests/store/data/NAME.db.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from store.reading import Fact
from store.redact import redact
from store.upkeep import backup, compact, thin_visits
from tests.store.watch import DAY, START, Made, Watcher

DATA = Path(__file__).parent / "data"


def live(watcher: Watcher) -> None:
    """Let a small site live through everything that leaves a trace in the store."""
    lines = tuple(f"Line {n} about the partnership and what it plans." for n in range(8))
    home = Made(("Welcome to the board.", "[About](about)", "[Members](members)"), icp=False)

    def members(name: str) -> Made:
        fact = Fact("chair", name, "Chair", evidence=f"The chair is {name}.")
        return Made(("Who is on it.", f"The chair is {name}."), kinds=("membership", "chair"), facts=(fact,))

    for name in ("Ann Other", "Ann Other", "Zoë Quill", "Zoë Quill"):
        watcher.crawl({"": home, "about": Made(lines), "members": members(name)})
    watcher.crawl({"": home, "about": Made(outcome="redirected", redirect="us"), "us": Made(lines)})
    gone = {"": home, "us": Made(lines), "members": Made(outcome="gone"), "plan.pdf": Made(lines[:3], document=True)}
    for _ in range(3):
        watcher.crawl(gone)
    watcher.crawl({"": Made(outcome="blocked")}, outcome="blocked")
    with watcher.store.write() as session:
        redact(session, "Ann Other", "0.1.0", watcher.now)
        thin_visits(session, START + 30 * DAY, "0.1.0", watcher.now)


def main() -> None:
    """Write the file."""
    DATA.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        watcher = Watcher(Path(folder))
        live(watcher)
        compact(watcher.store)
        assert watcher.store.path
        target = DATA / f"{sys.argv[1]}.db"
        backup(watcher.store.path, target)
        watcher.store.close()
    with closing(sqlite3.connect(target, isolation_level=None)) as database:
        database.execute("PRAGMA page_size = 512")  # most tables hold little
        database.execute("VACUUM")


if __name__ == "__main__":
    main()
