"""The real command line on made sites over HTTP: a folder with settings, region files and a store, and its crawls."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from store.engine import Store, open_store
from store.models import Change, Page, SiteRun
from tests.crawler.crawling import ROOT

SETTINGS = """database = "sqlite:///icpwatch.db"
[crawl]
contact = "tests@example.org"
allow_private_addresses = true
delay_seconds = 0
"""
NAME = "Wendale Integrated Care Partnership"
DAYS = tuple(f"2022-10-{day:02} 08:00" for day in range(3, 28))


@dataclass(frozen=True)
class MadeSystem:
    """A system of a region file: its sites as (address, role, further lines of TOML)."""

    sites: Sequence[tuple[str, str, str]]
    id: str = "wendale"
    region: str = "South West"
    more: str = ""

    def toml(self) -> str:
        sites = "".join(
            f'  [[system.site]]\n  url = "{url}/"\n  role = "{role}"\n  {more}\n' for url, role, more in self.sites
        )
        return (
            f'[[system]]\nid = "{self.id}"\nname = "Wendale"\nicb = "NHS Wendale ICB {self.id}"\n'
            "established = 2022-07-01\n"
            f'ods = "Q{self.id[:2].upper()}"\nons = "E54{sum(self.id.encode()):06}"\nsources = ["https://a.example/"]\n'
            f'{self.more}\n  [system.icp]\n  name = "{NAME}"\n{sites}'
        )


@dataclass
class Watch:
    """One folder in which icpwatch watches made systems."""

    folder: Path
    systems: Sequence[MadeSystem]
    settings: str = SETTINGS
    lines: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.folder / "icpwatch.toml").write_text(self.settings, "utf-8")
        regions = self.folder / "regions"
        regions.mkdir(exist_ok=True)
        for region in {system.region for system in self.systems}:
            text = "\n".join(system.toml() for system in self.systems if system.region == region)
            (regions / f"{region.lower().replace(' ', '_')}.toml").write_text(f'region = "{region}"\n{text}', "utf-8")

    def command(self, *arguments: str, day: int | None = 0) -> list[str]:
        given = ["--config", str(self.folder / "icpwatch.toml"), "--regions", str(self.folder / "regions")]
        now = ["--now", DAYS[day]] if day is not None else []
        return [sys.executable, "-m", "icpwatch", *given, *now, *arguments]

    def run(self, *arguments: str, day: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        environ = plain_environment()
        return subprocess.run(
            self.command(*arguments, day=day),
            cwd=ROOT,
            env=environ,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def crawl(self, *arguments: str, day: int = 0) -> dict[str, dict[str, Any]]:
        """Crawl on a day, and return the JSON lines by site."""
        done = self.run("crawl", "--json", *arguments, day=day)
        assert done.returncode in (0, 1), done.stderr
        assert "should not happen" not in done.stderr, done.stderr
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        return {line["site"].rstrip("/"): line for line in lines}

    @contextmanager
    def store(self) -> Iterator[Store]:
        store = open_store(f"sqlite:///{self.folder / 'icpwatch.db'}")
        try:
            yield store
        finally:
            store.close()

    def pages(self) -> dict[str, Page]:
        """Return the pages by path and query."""
        with self.store() as store, store.read() as session:
            return {path_of(page.url): page for page in session.query(Page).all()}

    def changes(self) -> list[str]:
        """Return what was told: event and path."""
        with self.store() as store, store.read() as session:
            rows = session.query(Change).order_by(Change.id).all()
            return [f"{row.event} {path_of(row.url)}" for row in rows if row.watched and row.status == "told"]

    def site_runs(self) -> list[SiteRun]:
        with self.store() as store, store.read() as session:
            return session.query(SiteRun).order_by(SiteRun.run_id).all()


def plain_environment() -> Mapping[str, str]:
    """Return the environment without settings of icpwatch, and with a proxy that must not be asked."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("ICPWATCH_")}
    return {**environ, "http_proxy": "http://127.0.0.1:9"}


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]
