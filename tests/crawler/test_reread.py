from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

import crawler.judge
import crawler.reread
import crawler.session
from config.systems import Icp, Site, System
from crawler.reading.read import read
from store.models import Capture, Change, FactRow, Page
from store.reading import Block, Reading
from store.rereading import last_rereading
from store.verify import verify
from tests.crawler.driving import Drive, Reply, path_of

HOME = "https://wendale.icb.example/"
FILLER = "".join(f"<p>Paragraph {n} about care in Wendale and its places.</p>" for n in range(6))


SYSTEM = System(
    id="wendale",
    name="Wendale",
    region="London",
    icb="NHS Wendale Integrated Care Board",
    established=date(2022, 7, 1),
    icp=Icp("Wendale Integrated Care Partnership"),
    sites=(Site(HOME, "icb"),),
)


class Made:
    """A made site whose membership page an editor works on."""

    def __init__(self) -> None:
        self.chair = "Ann Other"
        self.more = ""
        self.count = 0

    def __call__(self, url: str, sent: Mapping[str, str]) -> Reply:
        path = path_of(url)
        self.count += 1
        pages = {
            "/": f'<h1>NHS Wendale</h1>{FILLER}<a href="/icp">Wendale Integrated Care Partnership</a>'
            '<a href="/jobs">Jobs</a>',
            "/icp": "<h1>Wendale Integrated Care Partnership</h1><p>The partnership is a statutory committee.</p>"
            f"<p>Chair: {self.chair}</p><h2>Members</h2><ul><li>{self.chair}, Chair</li><li>Ida Rook, Member</li></ul>"
            f"{FILLER}{self.more}",
            "/jobs": f"<h1>Jobs</h1>{FILLER}",
        }
        if path not in pages:
            return Reply("<h1>Page not found</h1>", 404)
        etag = f'"{hash(pages[path])}"'
        if sent.get("If-None-Match") == etag:
            return Reply(status=304)
        body = f"<html><head><title>{path}</title></head><body><main>{pages[path]}</main></body></html>"
        return Reply(body, headers={"Content-Type": "text/html; charset=utf-8", "ETag": etag})


@pytest.fixture
def site() -> Made:
    return Made()


@pytest.fixture
def drive(tmp_path: Path, site: Made) -> Drive:
    drive = Drive(tmp_path, [SYSTEM], site)
    drive.crawl()
    drive.crawl()
    return drive


def better_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a new version of the reader that reads headings in capitals and one block more."""

    def read_better(body: bytes, content_type: str, url: str) -> Reading:
        reading = read(body, content_type, url)
        blocks = [replace(b, text=b.text.upper()) if b.kind == "heading" else b for b in reading.blocks]
        return replace(reading, blocks=(*blocks, Block("paragraph", "Read by the better reader only.")))

    for module in (crawler.judge, crawler.reread):
        monkeypatch.setattr(module, "read", read_better)
    for module in (crawler.session, crawler.reread):
        monkeypatch.setattr(module, "READER_VERSION", "better")
    monkeypatch.setattr(crawler.session, "rules_version", lambda: "reader better, noise 1, vocabulary 1")


def events(drive: Drive) -> list[str]:
    with drive.store.read() as session:
        return [change.summary for change in session.scalars(select(Change).order_by(Change.id))]


def test_a_better_reader_tells_nothing_and_lists_what_it_reads_otherwise(
    drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    better_reader(monkeypatch)
    for _ in range(3):
        drive.crawl()
    assert events(drive) == []
    with drive.store.read() as session:
        assert {capture.reader for capture in session.scalars(select(Capture))} == {"better"}
        listed = last_rereading(session)
        assert {page.url for _, page in listed} >= {f"{HOME}icp"}
        assert all("read otherwise" in note.what for note, _ in listed)
        assert verify(session, lambda words: None).damages == []


def test_a_true_change_of_the_same_day_is_told_and_only_that(
    drive: Drive, site: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    better_reader(monkeypatch)
    site.chair = "Zoë Quill"
    for _ in range(3):
        drive.crawl()
    assert len(events(drive)) == 1
    assert "Zoë Quill" in events(drive)[0]


def test_wording_that_waited_for_its_second_check_is_still_told(
    drive: Drive, site: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.more = "<p>The strategy is out for consultation until the first of June.</p>"
    drive.crawl()
    assert events(drive) == []
    better_reader(monkeypatch)
    drive.crawl()
    drive.crawl()
    assert len(events(drive)) == 1


def test_facts_are_replaced_and_not_told_as_gone(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    with drive.store.read() as session:
        assert session.scalars(select(FactRow)).all()
    better_reader(monkeypatch)
    monkeypatch.setattr(crawler.reread, "extract_facts", lambda *_: ())
    monkeypatch.setattr(crawler.judge, "extract_facts", lambda *_: ())
    drive.crawl()
    drive.crawl()
    with drive.store.read() as session:
        assert session.scalars(select(FactRow)).all() == []
    assert events(drive) == []


def test_pages_without_a_version_are_fetched_in_full_once(
    drive: Drive, site: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive.crawl()
    with drive.store.read() as session:
        jobs = session.scalars(select(Page).where(Page.url == f"{HOME}jobs")).one()
        assert not jobs.watched
    better_reader(monkeypatch)
    assert [run.fetched for _ in range(2) for run in drive.crawl()] == [1, 0]
    assert drive.pages()[f"{HOME}jobs"].rules == "reader better, noise 1, vocabulary 1"
    assert events(drive) == []


def test_a_crawl_under_the_same_rules_reads_nothing_anew(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawler.reread, "read", lambda *_: pytest.fail("read again"))
    drive.crawl()
