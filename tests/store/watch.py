"""Watch a made site without HTTP: visits are handed to the store as a crawl would hand them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from sqlalchemy import select

from store.engine import Store, open_store
from store.lifecycle import Rules
from store.models import Change, Page, SiteRow, SiteRun
from store.reading import Block, Fact, Judgement, Link, Reading
from store.record import Recorder
from store.runs import begin_run, begin_site, end_run, end_site, settle_leftovers
from store.visits import Answer, PageVisit
from tests.makers import make_system

HOME = "https://icb.example/"
START = 1_664_780_400  # 3 October 2022, 08:00 in London
DAY = 86_400
HEADERS = (("Content-Type", "text/html"), ("Server", "made"), ("X-Odd", "\x1f caf\xe9"))


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
    media: str = "pdf"
    title: str = ""
    furniture: tuple[str, ...] = ()
    canonical: str = ""
    bytes: str = ""
    found_on: str = ""
    link_text: str = ""


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
        self.version = "1"
        self.add_site(HOME)

    def add_site(self, url: str, system: str = "wendale") -> None:
        """Add a site to a body."""
        with self.store.write() as session:
            session.add(SiteRow(system_id=system, url=url, role="icb"))

    def crawl(
        self,
        pages: Mapping[str, Made],
        *,
        outcome: str = "reached",
        killed: bool = False,
        discovery: bool = True,
        site: str = HOME,
        days: int = 1,
    ) -> list[Change]:
        """Crawl all pages of a site and let time pass; return the changes. A killed crawl is not settled."""
        with self.store.write() as session:
            changes = list(settle_leftovers(session, self.rules, self.now))
            run = begin_run(session, "discover", "test", self.version, self.now)
            row = session.scalars(select(SiteRow).where(SiteRow.url == site)).one()
            site_run = self.site_run = begin_site(session, run, row, self.now)
        for path, made in pages.items():
            with self.store.write() as session:
                Recorder(session, site_run, "test").record(_visit(site, path, made, self.now))
        started, self.now = self.now, self.now + days * DAY
        if killed:
            return changes
        with self.store.write() as session:
            site_run = session.get_one(SiteRun, (site_run.run_id, site_run.site_id))
            site_run.outcome, site_run.discovery = outcome, discovery and outcome == "reached"
            changes += end_site(session, site_run, self.rules, started)
            end_run(session, session.merge(run), ["wendale"], started)
            self.site_run = site_run
        return changes

    def page(self, path: str) -> Page:
        """Return a page by its path."""
        with self.store.read() as session:
            return session.scalars(select(Page).where(Page.url == urljoin(HOME, path))).one()


def told(changes: Iterable[Change]) -> list[str]:
    """Return the events of watched pages, told, with the path of each."""
    return [
        f"{change.event} /{change.url.removeprefix(HOME)}"
        for change in changes
        if change.watched and change.status == "told"
    ]


def _visit(site: str, path: str, made: Made, at: int) -> PageVisit:
    url = site + path
    if made.outcome != "ok":
        redirect = urljoin(HOME, made.redirect) if made.redirect else ""
        return PageVisit(url=url, at=at, outcome=made.outcome, reason=made.outcome, redirect=redirect)
    blocks = [_block(line) for line in made.lines]
    blocks += [Block("paragraph", text, place="nav") for text in made.furniture]
    reading = Reading(
        made.media if made.document else "html",
        made.title or url.rsplit("/", 1)[-1] or "Home",
        tuple(blocks),
        metadata={"canonical": site + made.canonical} if made.canonical else {},
    )
    return PageVisit(
        url=url,
        at=at,
        outcome="ok",
        answer=Answer(
            200, url, (repr(blocks) + made.bytes).encode(), "text/html", HEADERS, (("User-Agent", "icpwatch"),)
        ),
        reading=reading,
        judgement=Judgement(made.kinds, made.icp, 0.9),
        facts=made.facts,
        document=made.document,
        found_on=site + made.found_on if made.link_text else "",
        link_text=made.link_text,
        links=tuple((link.url, link.text, "main") for block in blocks for link in block.links),
    )


def _block(line: str) -> Block:
    if line.startswith("[") and line.endswith(")"):
        text, _, path = line[1:-1].partition("](")
        return Block("item", text, links=(Link(text, urljoin(HOME, path)),))
    if " | " in line:
        cells = tuple(re.sub(r"\[(.*?)\]\(.*?\)", r"\1", cell) for cell in line.split(" | "))
        links = tuple(Link(text, urljoin(HOME, path)) for text, path in re.findall(r"\[(.*?)\]\((.*?)\)", line))
        return Block("row", " | ".join(cells), links=links, cells=cells)
    return Block("paragraph", line)
