"""What is known of a page that a link calls the partnership's, and that could never be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy.exceptions import DownloadTimeoutError

from config.indicators import load_method
from reports.scorecard import load_view, score_system
from tests.crawler.driving import DAY, Drive, Reply
from tests.crawler.made_sites import made_sites

SYSTEM = made_sites(seed=0)[0].system
NAME = SYSTEM.icp.name
HOME = f'<html><body><main><h1>Welcome</h1><p>{"Care for all. " * 10}</p><a href="/p">{NAME}</a></main></body></html>'
OURS = f"<html><body><main><h1>{NAME}</h1><p>The {NAME} is a statutory committee of the board and councils.</p></main>"
FAILURES = {
    "no answer": DownloadTimeoutError("too slow"),
    "a refusal": Reply("Forbidden", 403),
    "a server error": Reply("Sorry", 500),
    "a page made by scripts": Reply("<html><body><div id=app></div><script src=/app.js></script></body></html>"),
}


def crawled(drive: Drive, answer: Reply | Exception) -> str:
    """Crawl the site with this answer in the partnership's place, and return the level of F1."""

    def fetch(url: str, headers: Mapping[str, str]) -> Reply | Exception:
        path = urlsplit(url).path
        return {"/": Reply(HOME), "/p": answer}.get(path, Reply("Not found", 404))

    drive.fetch = fetch
    drive.crawl()
    with drive.store.read() as session:
        answers = score_system(load_view(session, drive.systems[0], load_method(), drive.now - DAY))
    return answers["F1"].level


@pytest.fixture
def drive(tmp_path: Path) -> Drive:
    site = replace(SYSTEM.sites[0])
    return Drive(tmp_path, [replace(SYSTEM, sites=(site,))], lambda url, headers: Reply())


@pytest.mark.parametrize("failure", FAILURES.values(), ids=list(FAILURES))
def test_a_page_by_the_partnerships_name_that_was_never_read_is_not_called_not_found(
    drive: Drive, failure: Reply | Exception
) -> None:
    assert crawled(drive, failure) == "not-checked"
    assert crawled(drive, Reply(OURS)) != "not-checked"


def test_a_dead_link_by_the_partnerships_name_is_no_page(drive: Drive) -> None:
    assert crawled(drive, Reply("Not found", 404)) == "not-found"
    assert [urlsplit(url).path for url in drive.pages()] == ["/"]
