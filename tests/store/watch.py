"""Watch a made site without HTTP: visits are handed to the store as a crawl would hand them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from sqlalchemy import select

from store.engine import Store, open_store
from store.lifecycle import Rules
from store.models import Change, Page, SiteRow
from store.reading import Block, Fact, Judgement, Link, Reading
from store.record import record_visit
from store.runs import begin_run, begin_site, end_run, end_site, settle_leftovers
from store.visits import Answer, PageVisit
from tests.makers import make_system

HOME = "https://icb.example/"
START = 1_664_780_400  # 3 October 2022, 08:00 in London
DAY = 86_400
HEADERS = (("Content-Type", "text/html"), ("Server", "made"))


@dataclass
class Made:
    """A made page: its lines (a line `[text](address)` is a link), or an outcome other than ok."""

    lines: tuple[str, ...] = ()
    outcome: str = "ok"
    redirect: str = ""
    icp: bool | None = True
    kinds: tuple[str, ...] = ("about",)
    facts: tuple[Fact, ...] = ()
    document: bool = False
    title: str = ""
    furniture: tuple[str, ...] = ()


@dataclass
class Watcher:
    """One store that watches one made site."""

    folder: Path
    rules: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        self.store: Store = open_store(f"sqlite:///{self.folder / 'watch.db'}")
        self.now = START
        with self.store.write() as session:
            make_system(session, "wendale", name="Wendale")
            site = SiteRow(system_id="wendale", url=HOME, role="icb")
            session.add(site)
            session.flush()
            self.site_id = site.id

    def crawl(
        self, pages: Mapping[str, Made], *, outcome: str = "reached", killed: bool = False, discovery: bool = True
    ) -> list[Change]:
        """Crawl all pages, a day after the last crawl, and return the changes; a killed crawl is not settled."""
        with self.store.write() as session:
            changes = list(settle_leftovers(session, self.rules, self.now))
            run = begin_run(session, "discover", "test", "test", self.now)
            site_run = begin_site(session, run, session.get_one(SiteRow, self.site_id), self.now)
        for visit in self._visits(pages):
            with self.store.write() as session:
                record_visit(session, session.merge(site_run), visit, "test")
        self.now += DAY
        if killed:
            return changes
        with self.store.write() as session:
            site_run = session.merge(site_run)
            site_run.outcome, site_run.discovery = outcome, discovery and outcome == "reached"
            changes += end_site(session, site_run, self.rules, self.now - DAY)
            end_run(session, session.merge(run), ["wendale"], self.now - DAY)
        return changes

    def page(self, path: str) -> Page:
        """Return a page by its path."""
        with self.store.read() as session:
            return session.scalars(select(Page).where(Page.url == HOME + path)).one()

    def _visits(self, pages: Mapping[str, Made]) -> Iterable[PageVisit]:
        for path, made in pages.items():
            yield _visit(HOME + path, made, self.now)


def told(changes: Iterable[Change]) -> list[str]:
    """Return the events of watched pages, told, with the path of each."""
    return [
        f"{change.event} /{change.url.removeprefix(HOME)}"
        for change in changes
        if change.watched and change.status == "told"
    ]


def _visit(url: str, made: Made, at: int) -> PageVisit:
    if made.outcome != "ok":
        redirect = urljoin(HOME, made.redirect) if made.redirect else ""
        return PageVisit(url=url, at=at, outcome=made.outcome, reason=made.outcome, redirect=redirect)
    blocks = [_block(line) for line in made.lines]
    blocks += [Block("paragraph", text, place="nav") for text in made.furniture]
    reading = Reading("pdf" if made.document else "html", made.title or url.rsplit("/", 1)[-1] or "Home", tuple(blocks))
    return PageVisit(
        url=url,
        at=at,
        outcome="ok",
        answer=Answer(200, url, repr(blocks).encode(), "text/html", HEADERS, (("User-Agent", "icpwatch"),)),
        reading=reading,
        judgement=Judgement(made.kinds, made.icp, 0.9),
        facts=made.facts,
        document=made.document,
        links=tuple((link.url, link.text, "main") for block in blocks for link in block.links),
    )


def _block(line: str) -> Block:
    if line.startswith("[") and line.endswith(")"):
        text, _, path = line[1:-1].partition("](")
        return Block("item", text, links=(Link(text, HOME + path),))
    return Block("paragraph", line)
