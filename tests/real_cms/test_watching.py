"""The main job on WordPress: crawl, let an editor work, crawl again; the edits are told and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.real_cms import wordpress as site
from tests.real_cms.wordpress import EDITS, WordPress

pytestmark = [pytest.mark.realcms, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]

SETTINGS = """
database = "sqlite:///icpwatch.db"
[crawl]
contact = "tests@example.org"
allow_private_addresses = true
delay_seconds = 0
concurrent_requests_per_host = 2
"""
REGION = """
region = "South West"
[[system]]
id = "westmarch"
name = "Westmarch"
icb = "NHS Westmarch Integrated Care Board"
established = 2022-07-01
sources = ["https://example.org/"]
  [system.icp]
  name = "Westmarch Integrated Care Partnership"
  [[system.site]]
  url = "{url}/"
  role = "icb"
"""


class Watch:
    """icpwatch in a folder of its own, watching one WordPress at simulated times."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        (folder / "icpwatch.toml").write_text(SETTINGS)
        (folder / "regions").mkdir()
        (folder / "regions" / "south_west.toml").write_text(REGION.format(url=url))

    def crawl(self, day: str) -> None:
        self.run(day, "crawl")

    def lines(self, *arguments: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.run("2026-11-10", *arguments, "--json").splitlines()]

    def run(self, day: str, *arguments: str) -> str:
        command = [sys.executable, "-m", "icpwatch", "--config", str(self.folder / "icpwatch.toml")]
        command += ["--regions", str(self.folder / "regions"), "--now", f"{day} 09:00", *arguments]
        environ = {name: value for name, value in os.environ.items() if not name.startswith("ICPWATCH_")}
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def before(wordpress: WordPress, tmp_path_factory: pytest.TempPathFactory) -> tuple[Watch, list[Any]]:
    """A watch that has crawled twice with nothing edited between, and its pages then."""
    watch = Watch(tmp_path_factory.mktemp("watch"), wordpress.url)
    watch.crawl("2026-10-10")
    watch.crawl("2026-10-11")
    return watch, watch.lines("pages")


@pytest.fixture(scope="module")
def told(before: tuple[Watch, list[Any]], wordpress: WordPress) -> list[dict[str, Any]]:
    """What was told after an editor's work and three more daily crawls."""
    watch, _ = before
    assert watch.lines("changes") == []
    wordpress.edit()
    for day in ("2026-11-06", "2026-11-07", "2026-11-08"):
        watch.crawl(day)
    return watch.lines("changes")


def path_of(row: Mapping[str, Any]) -> str:
    return urlsplit(str(row["url"])).path


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (site.ICP, "about"),
        (site.MEETINGS, "meetings"),
        (site.PAPERS, "papers"),
        (site.STRATEGY, "strategy"),
    ],
)
def test_the_partnerships_pages_are_found_and_recognised(before: tuple[Watch, list[Any]], path: str, kind: str) -> None:
    page = next(page for page in before[1] if path_of(page) == path)
    assert page["is_icp"] is True
    assert kind in page["kinds"]


@pytest.mark.parametrize("path", ["/about-us/our-board/", "/flu-vaccinations-begin/", "/contact-us/"])
def test_other_pages_are_not_taken_for_the_partnerships(before: tuple[Watch, list[Any]], path: str) -> None:
    page = next(page for page in before[1] if path_of(page) == path)
    assert page["is_icp"] is not True


def test_the_uploaded_document_is_a_page_with_its_parent_on_the_way(before: tuple[Watch, list[Any]]) -> None:
    page = next(page for page in before[1] if page["url"].endswith(site.AGENDA))
    assert page["is_icp"] is True
    assert [urlsplit(step["url"]).path for step in page["click_path"]][-2] == site.PAPERS


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit.event} {edit.path}")
def test_each_edit_is_told_once(told: list[dict[str, Any]], edit: site.Edit) -> None:
    matches = [change for change in told if (change["event"], path_of(change)) == (edit.event, edit.path)]
    assert len(matches) == 1
    assert all(word in matches[0]["summary"] for word in edit.words)


def test_nothing_else_is_told_though_five_news_posts_changed_the_home_page(told: list[dict[str, Any]]) -> None:
    true = {(edit.event, edit.path) for edit in EDITS}
    assert [change["summary"] for change in told if (change["event"], path_of(change)) not in true] == []
