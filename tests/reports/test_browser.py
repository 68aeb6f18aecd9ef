"""The report in a browser: valid HTML, usable with a keyboard, a screen reader, a phone, in the dark, without scripts.

The tools are those of tests/reports/browser/package.json: npm ci --ignore-scripts --prefix tests/reports/browser
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from icpwatch.sample.england import SampleEngland
from tests.makers import NOW, made_store
from tests.reports.made_england import HOSTILE, fill_england, made_registry
from tests.reports.whole_england import fill_whole_england, whole_registry

pytestmark = pytest.mark.browser

TOOLS = Path(__file__).with_name("browser")
MODULES = TOOLS / "node_modules"
SETTINGS = """database = "sqlite:///icpwatch.db"
[crawl]
contact = "test@example.org"
allow_private_addresses = true
delay_seconds = 0
concurrent_requests_per_host = 4
"""


def tool(*names: str) -> str:
    """Return the path of a program; skip without it, fail without it where CI is set."""
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None or not MODULES.is_dir():
        missing = names[0] if path is None else f"{MODULES}: npm ci --ignore-scripts --prefix {TOOLS}"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"missing: {missing}")
    return path


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of the built-in sample, crawled at its first and its last edition."""
    folder = tmp_path_factory.mktemp("sample")
    (folder / "icpwatch.toml").write_text(SETTINGS, "utf-8")

    def icpwatch(*arguments: str) -> None:
        command = [sys.executable, "-m", "icpwatch", "-q", "--regions", "regions", "--now", moment.isoformat()]
        subprocess.run([*command, *arguments], cwd=folder, check=True, timeout=120)

    with SampleEngland() as england:
        england.regions_folder(folder / "regions")
        for edition in (0, len(england.editions) - 1):
            england.edition, moment = edition, england.editions[edition]
            icpwatch("crawl")
        icpwatch("report", "--out", "report")
    return folder / "report"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report whose every quoted word is hostile."""
    from reports.site import render_site

    out = tmp_path_factory.mktemp("made")
    with made_store() as session:
        fill_england(session, HOSTILE)
        render_site(session, made_registry(), out, NOW, "https://icp.example.org/", contact="team@example.org")
    return out


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of 42 systems with 150 pages and 50 changes each."""
    from reports.scorecard import score_all
    from reports.site import render_site

    out = tmp_path_factory.mktemp("whole")
    registry = whole_registry()
    with made_store() as session:
        fill_whole_england(session, registry)
        score_all(session, registry, NOW)
        render_site(session, registry, out, NOW, "https://icp.example.org/", contact="team@example.org")
    return out


@pytest.fixture(scope="module", params=["sample", "whole"])
def problems(request: pytest.FixtureRequest) -> dict[str, list[str]]:
    """Return what is wrong with two instances of each template in Chromium, by check."""
    node, chromium = tool("node"), tool("chromium", "chromium-browser", "google-chrome")
    report: Path = request.getfixturevalue(request.param)
    command = [node, str(TOOLS / "check.mjs"), chromium, str(report), *some_of_each(report, 2)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    found = defaultdict(list)
    for line in map(json.loads, done.stdout.splitlines()):
        found[line["check"]].append(f"{line['page']}: {line['detail']}")
    return found


def some_of_each(report: Path, number: int) -> Iterator[str]:
    """Yield so many pages of each folder, its largest and others by chance, and all that stand at the top."""
    for folder in (report, *sorted(path for path in report.iterdir() if path.is_dir())):
        pages = sorted(folder.glob("*.html"))
        if folder != report and len(pages) > number:
            largest = max(pages, key=lambda page: page.stat().st_size)
            pages = [largest, *Random(number).sample([page for page in pages if page != largest], number - 1)]
        for page in pages:
            yield page.relative_to(report).as_posix()


@pytest.mark.parametrize("kind", ["sample", "made", "whole"])
def test_the_nu_html_checker_finds_no_error_on_a_hundred_pages_of_each_template(
    kind: str, request: pytest.FixtureRequest
) -> None:
    java = tool("java")
    report: Path = request.getfixturevalue(kind)
    pages = list(some_of_each(report, 100))
    jar = MODULES / "vnu-jar/build/dist/vnu.jar"
    command = [java, "-jar", str(jar), "--errors-only", "--format", "json", "--exit-zero-always", *pages]
    done = subprocess.run(command, cwd=report, capture_output=True, text=True, timeout=480, check=True)
    assert json.loads(done.stderr)["messages"] == []
    assert len(pages) > (250 if kind == "whole" else 15)


@pytest.mark.parametrize("kind", ["sample", "whole"])
def test_pages_are_light_enough_for_a_village_hall(kind: str, request: pytest.FixtureRequest) -> None:
    report: Path = request.getfixturevalue(kind)
    sizes = {page.relative_to(report).as_posix(): page.stat().st_size for page in report.rglob("*.html")}
    assert {name: size for name, size in sizes.items() if size > 200_000} == {}
    assert len(gzip.compress((report / "index.html").read_bytes())) < 60_000


@pytest.mark.parametrize(
    "check",
    [
        pytest.param("axe", id="axe_finds_no_violation_in_light_in_dark_and_on_a_phone"),
        pytest.param("width", id="no_page_scrolls_sideways"),
        pytest.param("scripts", id="every_page_reads_the_same_with_scripts_off"),
        pytest.param("keyboard", id="the_tab_key_reaches_every_link_and_control"),
        pytest.param("focus", id="what_has_the_focus_shows_it"),
        pytest.param("policy", id="nothing_is_against_the_policy_of_a_page"),
    ],
)
def test_in_chromium(check: str, problems: dict[str, list[str]]) -> None:
    assert problems[check] == []
