"""The demo from its command to its verdict: each true event is told once, in its own edition, and nothing else is."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from icpwatch.demo import compare
from icpwatch.sample.england import SampleEngland, TrueEvent
from store.engine import open_store
from store.models import Change, Run
from tests.crawler.crawling import ROOT
from tests.crawler.watching import plain_environment

EDITIONS = range(len(SampleEngland().editions))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("demo") / "out"
    command = [sys.executable, "-m", "icpwatch", "demo", "--out", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env=plain_environment(), capture_output=True, text=True, timeout=400, check=False
    )
    return folder, done


def test_the_demo_says_that_all_was_told_once_and_nothing_false(
    demo: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, done = demo
    count = sum(len(SampleEngland().truth(edition)) for edition in EDITIONS)
    assert f"{count} of {count} true events told once, 0 false ones." in done.stdout, done.stdout[-4000:]
    assert done.returncode == 0
    assert (folder / "digest.eml").stat().st_size > 1_000
    assert (folder / "report" / "index.html").is_file()


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_event_is_told_when_its_edition_is_crawled(
    demo: tuple[Path, subprocess.CompletedProcess[str]], edition: int
) -> None:
    folder, _ = demo
    store = open_store(f"sqlite:///{folder / 'icpwatch.db'}")
    with store.read() as session:
        run = session.query(Run).order_by(Run.id).all()[edition]
        told = session.query(Change).filter_by(run_id=run.id, watched=True, status="told").all()
    store.close()
    verdict = compare(told, _truth_at(folder, edition))
    assert (verdict.missed, [change.summary for change in verdict.false]) == ((), [])


def _truth_at(folder: Path, edition: int) -> tuple[TrueEvent, ...]:
    """Return the truth with the port that the demo's hosts had, which another program's use of it may change."""
    text = next((folder / "regions").glob("*.toml")).read_text("utf-8")
    england = SampleEngland()
    port = text.split("http://127.", 1)[1].split(":", 1)[1].split("/", 1)[0]
    return tuple(_moved(event, str(england.port), port) for event in england.truth(edition))


def _moved(event: TrueEvent, old: str, new: str) -> TrueEvent:
    urls = {name: getattr(event, name).replace(f":{old}/", f":{new}/") for name in ("url", "old_url")}
    return replace(event, **urls)
