"""Ten days of the made sites over real HTTP, crawled day by day by the command line.

The made hosts stand at loopback addresses, so whatever is sent or told has the one address in place of the other.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from config.systems import System
from store.engine import open_store
from store.models import Change
from tests.crawler import server
from tests.crawler.crawling import ROOT
from tests.crawler.watching import SETTINGS, plain_environment
from tests.simulation.sites import NORTH, PARTNERSHIP, REGION, SOUTH
from tests.simulation.timeline import Happening
from tests.simulation.world import World
from tests.simulation.year import Outcome, is_recheck, new_changes, registry_of, watch

DAYS = 11  # the baseline and ten more
TEN_DAYS = {
    "a wording changes": 1,
    "a document is added to a list": 1,
    "a night of maintenance": 1,
    "a page vanishes behind a page that says so with status 200": 1,
    "a page appears": 2,
    "a page on something else appears": 2,
    "a page moves and redirects": 2,
    "a page moves without a redirect": 2,
    "a document is replaced under its address": 3,
    "two pages swap addresses": 3,
    "a page moves to another site of the same body": 3,
    "a new version of a document follows the old one": 4,
    "another chair": 4,
    "five days of a bot wall": 4,
    "a page goes back to an old version": 4,
    "a meeting is cancelled": 5,
    "two days of outage": 6,
    "a page vanishes, and comes back": 8,
    "a document is removed": 8,
    "a page moves by its canonical link": 9,
    "a redesign": 9,
    "two bodies merge": 10,
}


def when(each: Happening) -> int | None:
    """Return the day on which something happens."""
    return TEN_DAYS.get(each.what)


def ten_days(folder: Path) -> Outcome:
    """Return what came of watching for ten days over HTTP."""
    with serving() as web:
        watcher = OverHttp(folder, web)
        watcher.prepare(registry_of(when).systems.values())
        return watch(watcher, DAYS, when)


@dataclass
class Web:
    """The servers of the made hosts. `places` are the origins of the made world and where these stand on loopback."""

    world: World | None = None
    places: dict[str, str] = field(default_factory=dict)
    answers: int = 0

    def here(self, text: bytes) -> bytes:
        for made, real in self.places.items():
            text = text.replace(made.encode(), real.encode())
        return text

    def made(self, text: str) -> str:
        for made, real in self.places.items():
            text = text.replace(real, made)
        return text

    def answer(self, host: str, seen: server.Seen) -> server.Answer:
        assert self.world is not None
        self.world.now += 1
        self.answers += 1
        answer = self.world.answer(f"https://{host}{seen.path}", seen.headers)
        headers = {name: self.here(value.encode()).decode() for name, value in answer.headers.items()}
        type_ = headers.pop("Content-Type", "text/html")
        body = self.here(answer.body) if "html" in type_ else answer.body
        return server.Answer(body, answer.status, headers, type_)


@contextmanager
def serving() -> Iterator[Web]:
    """Serve the made hosts, each at a loopback address of its own, until the block ends."""
    web = Web()
    with ExitStack() as stack:
        for number, host in enumerate((NORTH, PARTNERSHIP, SOUTH), 1):
            routes = _Routes(web, host)
            web.places[f"https://{host}"] = stack.enter_context(server.serving(routes, f"127.0.20.{number}")).url
        yield web


@dataclass
class _Routes:
    web: Web
    host: str

    def __call__(self, seen: server.Seen) -> server.Answer:
        return self.web.answer(self.host, seen)


@dataclass
class OverHttp:
    """Watches with the command line, one process for each day."""

    folder: Path
    web: Web
    last: int = 0

    def prepare(self, systems: Iterable[System]) -> None:
        """Write the settings and the region file."""
        (self.folder / "regions").mkdir()
        (self.folder / "icpwatch.toml").write_text(SETTINGS, "utf-8")
        text = "\n".join([f'region = "{REGION}"', *map(_toml, systems)])
        (self.folder / "regions" / "made.toml").write_bytes(self.web.here(text.encode()))

    def crawl(self, world: World) -> int:
        self.web.world, self.web.answers = world, 0
        now = f"{datetime.fromtimestamp(world.now, UTC):%Y-%m-%dT%H:%M:%SZ}"
        command = ["--config", str(self.folder / "icpwatch.toml"), "--regions", str(self.folder / "regions")]
        command += ["--now", now, "crawl", *(["--recheck"] if is_recheck(world) else [])]
        done = subprocess.run(
            [sys.executable, "-m", "icpwatch", *command],
            cwd=ROOT,
            env=dict(plain_environment()),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        assert "should not happen" not in done.stderr, done.stderr
        return self.web.answers

    def told(self) -> list[Change]:
        store = open_store(f"sqlite:///{self.folder / 'icpwatch.db'}")
        new = new_changes(store, self.last)
        store.close()
        for change in new:
            self.last = max(self.last, change.id)
            change.url, change.old_url = self.web.made(change.url), self.web.made(change.old_url or "")
        return new


def _toml(system: System) -> str:
    values: Mapping[str, object] = {"id": system.id, "name": system.name, "icb": system.icb}
    dates = {"established": system.established, "dissolved": system.dissolved}
    lines = ["[[system]]", *(f'{name} = "{value}"' for name, value in values.items())]
    lines += [f"{name} = {value.isoformat()}" for name, value in dates.items() if value]
    lines += [f"successors = {list(system.successors)}", 'sources = ["https://a.example/"]']
    lines += ["[system.icp]", f'name = "{system.icp.name}"']
    for site in system.sites:
        lines += ["[[system.site]]", f'url = "{site.url}"', f'role = "{site.role}"']
    return "\n".join(lines)
