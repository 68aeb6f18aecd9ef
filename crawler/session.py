"""One crawl from its beginning to its end: the lock, the plans of the spiders, and where their answers go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy import select

from config.registry import Registry
from config.settings import Settings
from config.systems import Site, System
from config.times import london
from config.version import VERSION
from crawler.judge import READER_VERSION, rules_version
from crawler.plan import CrawlPlan, SitePlan, StoredLinks
from crawler.reread import NewRules, reread
from crawler.site_crawl import SiteEnd
from store.engine import Store
from store.lifecycle import Rules
from store.links import links_at
from store.models import Change, Run, SiteRow, SiteRun
from store.record import Recorder
from store.runs import (
    begin_run,
    begin_site,
    end_run,
    end_site,
    free_lock,
    known_pages,
    mark_sitemap,
    settle_leftovers,
    sync_registry,
    take_lock,
)
from store.visits import KnownPage, PageVisit


class Progress(Protocol):
    """What wants to know how a crawl goes on."""

    def visited(self, site_id: int, visit: PageVisit) -> None:
        """Hear of one visit."""

    def ended(self, site_run: SiteRun, changes: Sequence[Change]) -> None:
        """Hear that a site is settled."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be crawled: systems in order; `recheck` for what is watched alone; `max_pages` a site.

    `only` is one page, by the address of its site and its own, to be fetched in full.
    """

    systems: Sequence[System]
    recheck: bool = False
    max_pages: int | None = None
    only: tuple[str, str] | None = None


class CrawlSession:
    """Holds the run lock from `begin` to `finish`; in between, spiders hand in visits and the ends of sites."""

    def __init__(
        self,
        store: Store,
        registry: Registry,
        settings: Settings,
        clock: Callable[[], int],
        progress: Progress | None = None,
    ) -> None:
        self.store, self.registry, self.settings, self.clock = store, registry, settings, clock
        self.progress = progress
        crawl, health = settings.crawl, settings.health
        self.rules = Rules(crawl.vanish_checks, crawl.vanish_hours, health.blocked_days)
        self.failure: Exception | None = None
        """What went wrong in the store; the spiders ask for nothing more, and whoever started the crawl raises it."""
        # One for all visits, one for all links: the bytes that others are compressed against stay at hand in each.
        self._writer, self._reader = store.writer(), store.reader()
        self._run_id = 0
        self._systems: Sequence[System] = ()
        self._begun: set[int] = set()
        self._recorders: dict[int, Recorder] = {}

    @property
    def cut_short(self) -> bool:
        """Return whether a site was begun and not ended."""
        return bool(self._begun)

    def begin(self, wish: Wish) -> dict[str, CrawlPlan]:
        """Take the lock, settle what a killed crawl left, and return a plan for each region that has a site to crawl.

        Raises StoreBusyError while another crawl is at work.
        """
        now = self.clock()
        self._systems = wish.systems
        with self.store.write() as session:
            take_lock(session, "run", now)
        reread(self.store, NewRules(rules_version(), self.registry, now))
        with self.store.write() as session:
            sync_registry(session, self.registry)
            settle_leftovers(session, self.rules, now)
            kind = "recheck" if wish.recheck else "discover"
            run = begin_run(session, kind, VERSION, rules_version(), now)
            plans: dict[str, list[SitePlan]] = {}
            for system in wish.systems:
                for site in system.sites:
                    if wish.only and site.url != wish.only[0]:
                        continue
                    row = session.query(SiteRow).filter_by(system_id=system.id, url=site.url).one()
                    begin_site(session, run, row, now)
                    self._begun.add(row.id)
                    every = self.settings.crawl.full_fetch_every
                    known = known_pages(session, row.id, every, earlier=not wish.recheck)
                    plans.setdefault(system.region, []).append(
                        self._site_plan(row, site, system, wish, tuple(known)),
                    )
            self._run_id = run.id
        crawl = self.settings.crawl
        return {region: CrawlPlan(self._run_id, crawl, self.clock, tuple(sites)) for region, sites in plans.items()}

    def take(self, site_id: int, visit: PageVisit) -> None:
        """Store one visit in a transaction of its own."""
        with self.store.write(self._writer) as session:
            if site_id not in self._recorders:
                site_run = session.get_one(SiteRun, (self._run_id, site_id))
                self._recorders[site_id] = Recorder(session, site_run, READER_VERSION)
            self._recorders[site_id].record(visit)
        if self.progress:
            self.progress.visited(site_id, visit)

    def end_site(self, end: SiteEnd) -> None:
        """Settle a site whose crawl has ended."""
        self._recorders.pop(end.site_id, None)
        with self.store.write() as session:
            site_run = session.get_one(SiteRun, (self._run_id, end.site_id))
            site_run.outcome, site_run.reason = end.outcome, end.reason
            site_run.discovery = end.discovery
            site_run.unvisited, site_run.unvisited_why = end.unvisited, end.unvisited_why
            if end.discovery:
                mark_sitemap(session, end.site_id, end.in_sitemap)
            if end.vendor != "plain":
                session.get_one(SiteRow, end.site_id).vendor = end.vendor
            changes = end_site(session, site_run, self.rules, self.clock())
        self._begun.remove(end.site_id)
        if self.progress:
            self.progress.ended(site_run, changes)

    def finish(self) -> list[SiteRun]:
        """End the run, unless it was cut short, give back the lock, and return what came of each site."""
        self._writer.close()
        self._reader.close()
        with self.store.write() as session:
            if not self.cut_short:
                run = session.get_one(Run, self._run_id)
                end_run(session, run, [system.id for system in self._systems], self.clock())
            free_lock(session, "run")
            return list(session.scalars(select(SiteRun).where(SiteRun.run_id == self._run_id)))

    def _site_plan(
        self, row: SiteRow, site: Site, system: System, wish: Wish, known: tuple[KnownPage, ...]
    ) -> SitePlan:
        is_live = system.is_live(london(self.clock()).date()) and site.role != "former"
        limit = self.settings.crawl.max_pages_per_site
        return SitePlan(
            site_id=row.id,
            site=site,
            system=system,
            known=tuple(replace(page, full=True) for page in known if page.url == wish.only[1]) if wish.only else known,
            stored_links=self._stored_links(row.id),
            vendor=site.vendor or row.vendor,
            other_bodies=self.registry.names_of_others(system),
            discover=is_live and not wish.recheck and not wish.only,
            max_pages=wish.max_pages or site.max_pages or limit,
        )

    def _stored_links(self, site_id: int) -> StoredLinks:
        def links(url: str) -> list[tuple[str, str, str]]:
            with self._reader.begin():
                return links_at(self._reader, site_id, url)

        return links
