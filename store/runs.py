"""The beginning and the end of a crawl: the run lock, the sites to visit, what is known of each, what came of it."""

from __future__ import annotations

import os
import socket
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.errors import StoreBusyError
from config.registry import Registry, System
from config.times import british_time
from store.bodies import drop_unused
from store.clicks import count_clicks
from store.engine import Store
from store.lifecycle import Rules
from store.models import Address, Change, Lock, Page, Run, SiteRow, SiteRun, SystemRow
from store.settle import settle_site, unsettled
from store.visits import KnownPage


def take_lock(session: Session, name: str, now: int) -> None:
    """Take a lock for this process, also from a process of this machine that has died.

    Raises StoreBusyError, with the owner and its age.
    """
    lock = session.get(Lock, name)
    if lock is not None and lock.owner != _me() and _is_alive(lock.owner):
        raise StoreBusyError(
            f"another icpwatch is at work ({lock.owner}, since {british_time(lock.since)}): wait for it to end;"
            " if it is dead, icpwatch store unlock frees the store"
        )
    session.merge(Lock(name=name, owner=_me(), since=now))


def free_lock(session: Session, name: str) -> None:
    """Give back a lock of this process."""
    lock = session.get(Lock, name)
    if lock is not None and lock.owner == _me():
        session.delete(lock)


@contextmanager
def alone(store: Store, now: int) -> Iterator[None]:
    """Hold the run lock, so that no crawl begins meanwhile; raises StoreBusyError while one is at work."""
    with store.write() as session:
        take_lock(session, "run", now)
    try:
        yield
    finally:
        with store.write() as session:
            free_lock(session, "run")


def break_locks(session: Session) -> list[Lock]:
    """Free the store from locks whose owner has died, and return them; one of another machine is taken to be dead.

    Raises StoreBusyError for an owner that is alive on this machine.
    """
    locks = list(session.scalars(select(Lock)))
    here = f"{socket.gethostname()} "
    for lock in locks:
        if lock.owner.startswith(here) and _is_alive(lock.owner):
            raise StoreBusyError(f"{lock.owner} is at work since {british_time(lock.since)}: end it first")
        session.delete(lock)
    return locks


def begin_run(session: Session, kind: str, program: str, rules: str, now: int) -> Run:
    """Begin a crawl."""
    run = Run(kind=kind, started_at=now, program=program, rules=rules)
    session.add(run)
    session.flush()
    return run


def settle_leftovers(session: Session, rules: Rules, now: int) -> list[Change]:
    """Settle what a crawl that was cut short left behind; its sites count as not healthy."""
    return [change for site_run in unsettled(session) for change in settle_site(session, site_run, rules, now)]


def sync_registry(session: Session, registry: Registry) -> None:
    """Copy the systems and sites of the region files into the store, so that it can be read without them."""
    for system in registry.systems.values():
        session.merge(_system_row(system))
    session.flush()
    for system in registry.systems.values():
        known = {site.url: site for site in session.scalars(select(SiteRow).where(SiteRow.system_id == system.id))}
        for site in system.sites:
            row = known.get(site.url)
            if row is None:
                session.add(SiteRow(system_id=system.id, url=site.url, role=site.role, vendor=site.vendor))
            else:
                row.role = site.role
                row.vendor = site.vendor or row.vendor
    session.flush()


def begin_site(session: Session, run: Run, site: SiteRow, now: int) -> SiteRun:
    """Begin the crawl of one site."""
    site_run = SiteRun(run_id=run.id, site_id=site.id, started_at=now)
    session.add(site_run)
    session.flush()
    return site_run


def known_pages(session: Session, site_id: int, full_every: int, *, earlier: bool = False) -> list[KnownPage]:
    """Return what is known of the pages of a site; every `full_every`th check asks for the bytes in any case.

    `earlier` adds the addresses that watched pages had before they moved, for something new may stand there.
    """
    pages = {page.id: page for page in session.scalars(select(Page).where(Page.site_id == site_id).order_by(Page.id))}
    known = [_known(page, pages.get(page.parent_id or 0), full_every) for page in pages.values()]
    if not earlier:
        return known
    site = session.get_one(SiteRow, site_id)
    urls = select(Address.url, Address.page_id).where(Address.until > Address.since, Address.url.startswith(site.url))
    here = {page.url for page in known}
    left = {url: pages.get(page_id) for url, page_id in session.execute(urls) if url not in here}
    return known + [_left_address(url, page) for url, page in left.items() if page is None or page.watched]


def _left_address(url: str, page: Page | None) -> KnownPage:
    kinds = tuple(page.kinds) if page else ()
    return KnownPage(url, page is not None, page.is_icp if page else None, kinds, False, "", "", full=True)


def known_page(session: Session, page: Page) -> KnownPage:
    """Return what is known of one page."""
    return _known(page, session.get(Page, page.parent_id or 0), 1)


def _known(page: Page, parent: Page | None, full_every: int) -> KnownPage:
    is_icp_parent = parent is not None and bool(parent.is_icp)
    return KnownPage(
        url=page.url,
        watched=page.watched,
        is_icp=page.is_icp,
        kinds=tuple(page.kinds),
        document=page.media in ("pdf", "docx", "office"),
        etag=page.etag,
        last_modified=page.last_modified,
        full=page.checks_since_full >= full_every - 1
        or page.state != "live"
        or (page.watched and page.last_capture_id is None),
        clicks=page.clicks_own_site,
        link_text=page.link_text,
        parent_kinds=tuple(parent.kinds) if parent is not None and is_icp_parent and page.linked_in_text else (),
        under_parent=parent is not None and page.url.startswith(parent.url),
    )


def mark_sitemap(session: Session, site_id: int, urls: Collection[str]) -> None:
    """Keep which pages of a site its sitemap names; where there is no sitemap, none."""
    for page in session.scalars(select(Page).where(Page.site_id == site_id)):
        page.in_sitemap = page.url in urls


def end_site(session: Session, site_run: SiteRun, rules: Rules, now: int) -> list[Change]:
    """End the crawl of one site, whose outcome the crawler has filled in, and settle it."""
    site = session.get_one(SiteRow, site_run.site_id)
    site_run.finished_at = now
    if site.outcome != site_run.outcome:
        site.outcome, site.outcome_since = site_run.outcome, site_run.started_at
    if site_run.outcome in ("reached", "partly"):
        site.last_reached = now
    return settle_site(session, site_run, rules, now)


def end_run(session: Session, run: Run, system_ids: Iterable[str], now: int) -> None:
    """End a crawl: count the clicks anew for the systems that it visited."""
    for system_id in system_ids:
        count_clicks(session, system_id)
    session.flush()
    drop_unused(session)  # links that pages no longer have
    run.finished_at = now


def _system_row(system: System) -> SystemRow:
    return SystemRow(
        id=system.id,
        name=system.name,
        region=system.region,
        icb=system.icb,
        icp=system.icp.name or None,
        ods=system.ods or None,
        ons=system.ons or None,
        established=system.established.isoformat(),
        dissolved=system.dissolved.isoformat() if system.dissolved else None,
        successors=list(system.successors),
    )


def _me() -> str:
    return f"{socket.gethostname()} process {os.getpid()} {_started(os.getpid())}".rstrip()


def _is_alive(owner: str) -> bool:
    """Return whether the owner of a lock may still run; one on another machine is taken to be alive."""
    host, _, process = owner.rpartition(" process ")
    number, _, started = process.partition(" ")
    if host != socket.gethostname() or not number.isdecimal():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    # After a restart of the machine the number may be another process's.
    return started == _started(int(number))


def _started(process: int) -> str:
    """Return when a process started, in ticks since the machine did (Linux).

    Nothing is returned where that is not told, nor for a process that has ended and was not yet taken note of.
    """
    try:
        state, *rest = Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(") ")[2].split()
    except OSError:
        return ""
    return "" if state in "ZX" else rest[18]
