"""icpwatch crawl: without a network, without a contact, interrupted, killed, and twice at a time."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from store.models import Lock, Run, SiteRun
from tests.crawler.crawling import ROOT
from tests.crawler.server import Answer, Routes, Seen, serving
from tests.crawler.watching import NAME, SETTINGS, MadeSystem, Watch, plain_environment

# ruff: noqa: E501  (pages read best as one line each)

PAGES = [f"/icp/part-{chr(97 + number)}" for number in range(12)]


def page(title: str, *links: str) -> str:
    listed = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return f"<!doctype html><html><title>{title}</title><body><main><h1>{title}</h1><p>The {NAME} meets here, in the room called {title}.</p><ul>{listed}</ul></main></body></html>"


@dataclass
class Halting:
    """Pages that all say `words`; the one named `at` is not answered until `go` is set."""

    at: str = PAGES[5]
    words: str = "meets here"
    halted: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)

    def __call__(self, seen: Seen) -> Answer:
        self.asked.append(seen.path)
        if seen.path == self.at:
            self.halted.set()
            self.go.wait(60)
        return Answer(page(f"{NAME}: {seen.path}").replace("meets here", self.words))


@contextmanager
def crawl_that_halts(folder: Path) -> Iterator[tuple[Watch, Halting, subprocess.Popen[str]]]:
    """Begin a crawl in a process of its own, and yield when it waits for an answer in the middle of a site."""
    site = Halting()
    routes: Routes = {"/": Answer(page("Home", *PAGES)), **dict.fromkeys(PAGES, site)}
    with serving(routes) as server:
        watch = Watch(folder, [MadeSystem([(server.url, "icb", "")])])
        process = subprocess.Popen(
            watch.command("crawl"), cwd=ROOT, env=plain_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )  # fmt: skip
        try:
            assert site.halted.wait(60)
            yield watch, site, process
        finally:
            site.go.set()
            process.kill()
            process.communicate()


def left_behind(watch: Watch) -> tuple[list[str], list[bool], list[int | None]]:
    """Return the locks, whether each site's crawl was settled, and when each run ended."""
    with watch.store() as store, store.read() as session:
        runs = [run.finished_at for run in session.query(Run)]
        return [lock.name for lock in session.query(Lock)], [each.settled for each in session.query(SiteRun)], runs


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_crawl_ends_with_one_line_and_keeps_what_it_read(tmp_path: Path, number: signal.Signals) -> None:
    with crawl_that_halts(tmp_path) as (watch, site, process):
        process.send_signal(number)
        site.go.set()
        _, err = process.communicate(timeout=60)
        assert process.returncode == 130
        assert err.splitlines() == ["icpwatch: stopped"]
        before = set(watch.pages())
        assert {"/", PAGES[0]} < before < {"/", *PAGES}
        assert left_behind(watch) == ([], [False], [None])
        assert watch.crawl(day=1)
        assert set(watch.pages()) == {"/", *PAGES}
        assert watch.changes() == [], "the first whole crawl is what later ones are compared with"
        assert watch.run("verify", day=1).returncode == 0


def test_after_kill_9_the_next_crawl_goes_on_and_tells_everything_once(tmp_path: Path) -> None:
    with crawl_that_halts(tmp_path) as (watch, site, first):
        site.go.set()
        assert first.wait(60) == 0
        site.go.clear()
        site.halted.clear()
        site.at, site.words = PAGES[8], "meets elsewhere from now on"
        with subprocess.Popen(watch.command("crawl", day=1), cwd=ROOT, env=plain_environment()) as second:
            assert site.halted.wait(60)
            second.kill()
        site.go.set()
        assert left_behind(watch)[0] == ["run"]
        for day in (2, 3, 4):
            watch.crawl(day=day)
        assert sorted(watch.changes()) == sorted(f"changed {path}" for path in PAGES)
        assert watch.run("verify", day=4).returncode == 0


def test_a_second_crawl_is_refused_with_owner_and_age(tmp_path: Path) -> None:
    with crawl_that_halts(tmp_path) as (watch, _, process):
        second = watch.run("crawl")
        assert second.returncode == 1
        assert f"process {process.pid}" in second.stderr
        assert "since 3 October 2022" in second.stderr
        assert "icpwatch store unlock" in second.stderr
        assert len(second.stderr.splitlines()) == 1


def test_without_a_contact_no_crawl_starts(tmp_path: Path) -> None:
    watch = Watch(
        tmp_path,
        [MadeSystem([("http://127.0.0.2:9", "icb", "")])],
        SETTINGS.replace('contact = "tests@example.org"', ""),
    )
    done = watch.run("crawl")
    assert done.returncode == 1
    assert 'write contact = "you@example.org" under [crawl] in icpwatch.toml' in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_without_a_network_each_site_has_one_line_and_nothing_is_lost(tmp_path: Path) -> None:
    away = [MadeSystem([(f"https://{name}.invalid", "icb", "")], id=name) for name in ("one", "two", "three")]
    watch = Watch(
        tmp_path, away, SETTINGS.replace("allow_private_addresses = true\n", "").replace("delay_seconds = 0\n", "")
    )
    done = watch.run("crawl", "--region", "South West")
    lines = done.stderr.splitlines()
    assert done.returncode == 1
    assert len([line for line in lines if line.endswith("unreachable: no such host name, or no network")]) == 3, lines
    assert len(lines) == 4, "a line for each site, and one for all"
    assert watch.run("verify").returncode == 0


def test_scrapy_crawls_a_region_by_the_name_of_its_spider(tmp_path: Path) -> None:
    with serving({"/": Answer(page("Home", "/icp")), "/icp": Answer(page(NAME))}) as server:
        watch = Watch(tmp_path, [MadeSystem([(server.url, "icb", "")])])
        assert "north_east_and_yorkshire" in watch.run("scrapy", "list", day=None).stdout.split()
        done = watch.run("scrapy", "crawl", "south_west", day=None)
        assert done.returncode == 0, done.stderr
        assert set(watch.pages()) == {"/", "/icp"}
        assert left_behind(watch)[:2] == ([], [True])


def test_json_lines_hold_what_came_of_each_site(tmp_path: Path) -> None:
    with serving({"/": Answer(page("Home"))}) as server:
        watch = Watch(
            tmp_path, [MadeSystem([(server.url, "icb", "")]), MadeSystem([("http://127.0.0.9:9", "icb", "")], id="off")]
        )
        done = watch.run("crawl", "--json")
    lines = {line["system"]: line for line in map(json.loads, done.stdout.splitlines())}
    keys = {"site", "system", "outcome", "fetched", "not_modified", "changed", "new", "blocked", "errors", "seconds"}
    assert keys <= set(lines["wendale"])
    assert (lines["wendale"]["outcome"], lines["off"]["outcome"]) == ("reached", "unreachable")
    assert done.returncode == 0, "one of the sites was reached"
