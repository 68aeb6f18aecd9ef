"""Recognise pages that moved, and let a page go on under its new address, also on another site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, make_transient

from config.version import VERSION
from store.bodies import load_reading
from store.facts import Said, as_fact, open_facts, sync_facts
from store.fingerprints import fingerprints
from store.ledger import amend
from store.likeness import likeness
from store.models import Address, Capture, Change, FactRow, Page, Passage, SiteRow, SystemRow, Visit
from store.reading import Block
from store.search import index_page
from store.targets import normal_target

ALIKE = 0.9  # share of shingles in common from which two pages are one page at two addresses
ALIKE_BLOCKS = 0.5  # share of blocks in common below which two pages are not worth comparing word by word


@dataclass(frozen=True, slots=True)
class Move:
    """Where a page went. `merge`: the new address was never a page of its own before, so the old page takes it."""

    new: Page
    merge: bool


def find_moves(session: Session, pages: Sequence[Page], others: Sequence[Page], run_id: int) -> dict[int, Move]:
    """Return the moves of told pages by page id.

    By redirect, by canonical link, or by the same text at an address that was not told yet. `others` are pages of sites
    that belong together with this one and were not told yet.
    """
    by_target = {normal_target(page.url): page for page in (*others, *pages)}
    # Also pages first seen by a crawl that was cut short before it came to where they moved from.
    fresh = [page for page in pages if page.told_state == "" and page.state == "live"] + list(others)
    moves: dict[int, Move] = {}
    taken: set[int] = set()
    for page in pages:
        if page.told_state != "live" or page.state not in ("live", "moved", "missing"):
            continue
        new = by_target.get(normal_target(page.redirect)) if page.redirect else None
        if page.state == "missing":
            new = _same_text(session, page, [each for each in fresh if each.id not in taken])
        elif page.state == "live" and not (new in fresh and new is not None and is_same(session, page, new)):
            continue
        if new is None or new.id == page.id or new.id in taken or new.state != "live":
            continue
        taken |= {new.id} if new in fresh else set()
        # What an earlier crawl recorded of this site stays as the ledger has it, so only this crawl's pages are merged.
        is_of_this_crawl = new.site_id != page.site_id or new.first_run_id == run_id
        moves[page.id] = Move(new, merge=new in fresh and is_of_this_crawl)
    return moves


def find_swaps(session: Session, pages: Iterable[Page], run_id: int) -> list[tuple[Page, Page]]:
    """Return pairs of told pages that each have the other's text since this crawl."""
    changed = [page for page in pages if page.told_state == page.state == "live" and page.gained and page.lost]
    was, lost_by = {}, defaultdict(list)
    for page in changed:
        was[page.id] = fingerprints(page.block_hashes) - fingerprints(page.gained) | fingerprints(page.lost)
        for mark in fingerprints(page.lost):
            lost_by[mark].append(page)
    pairs = {(one, two) for one in changed for mark in fingerprints(one.gained) for two in lost_by[mark]}
    swaps = []
    for one, two in sorted(pairs, key=lambda pair: (pair[0].id, pair[1].id)):
        # Pages with one banner of many, drawn at each request, have gained and lost each other's and nothing more.
        if one.id >= two.id or not (_half(one, was[two.id]) and _half(two, was[one.id])):
            continue
        old = [_blocks(session, page.told_capture_id) for page in (one, two)]
        new = [_blocks(session, page.last_capture_id, run_id) for page in (one, two)]
        if min(likeness(old[0], new[1]), likeness(old[1], new[0])) >= ALIKE:
            swaps.append((one, two))
    return swaps


def is_same(session: Session, page: Page, new: Page) -> bool:
    """Return whether two pages say the same, as last seen; of documents every word counts, for versions resemble."""
    if page.media != new.media or not (_half(page, _marks(new.block_hashes)) or _namesakes(session, page, new)):
        return False
    old, now = _blocks(session, page.last_capture_id), _blocks(session, new.last_capture_id)
    return likeness(old, now) >= (ALIKE if page.media == "html" else 1.0)


def _same_text(session: Session, page: Page, fresh: Iterable[Page]) -> Page | None:
    return next((new for new in fresh if is_same(session, page, new)), None)


def _half(page: Page, other: frozenset[bytes]) -> bool:
    """Return whether what a page says today is half of what another says or said, which costs little to see."""
    ours = _marks(page.block_hashes)
    return bool(ours and other) and 2 * len(ours & other) >= ALIKE_BLOCKS * (len(ours) + len(other))


def _namesakes(session: Session, page: Page, new: Page) -> bool:
    """Return whether two pages have one title and a block that is their own: a page of links that all moved too."""
    shared = _marks(session.get_one(SiteRow, page.site_id).shared)
    return page.title == new.title and bool(_marks(page.block_hashes) & _marks(new.block_hashes) - shared)


_marks = lru_cache(maxsize=2048)(fingerprints)  # each page that is gone is compared with each that came


def sister_pages(session: Session, site: SiteRow) -> list[Page]:
    """Return the watched pages of the other sites of the same body, and of those that it followed or that follow it."""
    related = {site.system_id}
    for system in session.scalars(select(SystemRow)):
        if system.successors and (system.id == site.system_id or site.system_id in system.successors):
            related |= {system.id, *system.successors}
    query = select(Page).where(Page.system_id.in_(related), Page.site_id != site.id, Page.watched)
    return list(session.scalars(query.order_by(Page.id)))


def adopt_pages(session: Session, site: SiteRow, fresh: Sequence[Page], now: int) -> set[int]:
    """Let pages of sites that moved here as a whole go on as the new pages with their text; return the ids of these.

    Nothing is told of it: the move of the site told it.
    """
    host = urlsplit(site.url).netloc
    moved = select(Change.site_id, Change.url).where(Change.event == "site-moved", Change.site_id != site.id)
    sites = {site_id for site_id, url in session.execute(moved) if urlsplit(url).netloc == host}
    query = select(Page).where(Page.site_id.in_(sites), Page.told_state == "moved", Page.moved_to_id.is_(None))
    left = list(session.scalars(query.where(Page.watched).order_by(Page.id))) if sites else []
    adopted = set()
    for new in fresh:
        old = next((page for page in left if is_same(session, page, new)), None)
        if old is not None:
            left.remove(old)
            adopted.add(new.id)
            merge_pages(session, old, new, now)
            take_as_told(old, now)
    return adopted


def take_as_told(page: Page, now: int) -> None:
    """Take all that a page says today as told."""
    page.told_state, page.told_capture_id, page.untold = "live", page.last_capture_id, b""
    page.told_at, page.told_icp = now, page.is_icp


def may_have_moved_here(session: Session, new: Page, sisters: Iterable[Page]) -> bool:
    """Return whether a new page says what a told page of a sister site says that was not seen there since."""
    return any(
        sister.told_state == "live"
        and (sister.state in ("moved", "missing") or (sister.state == "live" and sister.last_checked < new.first_seen))
        and is_same(session, sister, new)
        for sister in sisters
    )


def merge_pages(session: Session, page: Page, new: Page, now: int) -> None:
    """Let `page` take over the address, the visits and the captures of `new`, which ends."""
    address, site_id, system_id = new.url, new.site_id, new.system_id
    ours = {visit.at: visit for visit in session.scalars(select(Visit).where(Visit.page_id == page.id))}
    dropped = []
    for visit in session.scalars(select(Visit).where(Visit.page_id == new.id)).all():
        if (twin := ours.get(visit.at)) is not None:
            # Of two checks in one second, the older crawl's stands in the ledger already.
            dropped.append(visit if visit.run_id > twin.run_id else twin)
            session.delete(dropped[-1])
    session.flush()
    crawls = {(visit.run_id, visit.site_id) for visit in dropped}
    amend(session, crawls, VERSION, now, "of two checks in one second of a page that moved, one")
    for fact in open_facts(session, page.id):
        fact.until = new.first_seen
    for table in (Visit, Capture):
        # The ledger may hold them already, under the page that they were recorded of.
        first = func.coalesce(table.first_page_id, table.page_id)
        taken = update(table).where(table.page_id == new.id)
        session.execute(taken.values(page_id=page.id, first_page_id=first))
    session.execute(update(FactRow).where(FactRow.page_id == new.id).values(page_id=page.id))
    session.execute(delete(Passage).where(Passage.page_id == new.id))
    index_page(session, page.id)
    session.execute(update(Page).where(Page.parent_id == new.id).values(parent_id=page.id))
    session.execute(delete(Address).where(Address.page_id == new.id))
    checked = max(page.last_checked, new.last_checked)
    for column in _TAKEN_OVER:
        setattr(page, column, getattr(new, column))
    page.last_checked = checked
    page.misses, page.missing_since, page.redirect = 0, None, ""
    session.delete(new)
    session.flush()
    page.site_id, page.system_id = site_id, system_id
    _move_to(session, page, address, now)


def swap_pages(session: Session, one: Page, two: Page, run_id: int, now: int) -> None:
    """Let two pages go on under each other's address, with what this crawl saw there."""
    facts = {page.id: [as_fact(row) for row in open_facts(session, page.id)] for page in (one, two)}
    seen = {page.id: session.get_one(Capture, page.last_capture_id) for page in (one, two)}
    for page_id, capture in seen.items():
        session.execute(delete(FactRow).where(FactRow.capture_id == capture.id))
        ended = update(FactRow).where(FactRow.page_id == page_id, FactRow.until == capture.at)
        session.execute(ended.values(until=None))
    for page, other in ((one, two), (two, one)):
        seen[page.id].page_id, seen[page.id].first_page_id = other.id, page.id
    _swap_visits(session, (one.id, two.id), run_id)
    for column in (*_TAKEN_OVER, "parent_id", "link_text", "linked_in_text", "gained", "lost", "new_links"):
        ours, theirs = getattr(one, column), getattr(two, column)
        setattr(one, column, theirs)
        setattr(two, column, ours)
    urls = one.url, two.url
    one.url = f"{urls[0]}#swapped"  # an address belongs to one page at every moment
    session.flush()
    for page, other, url in ((two, one, urls[0]), (one, two, urls[1])):
        index_page(session, page.id)
        _move_to(session, page, url, now)
        shown = seen[other.id]
        sync_facts(session, Said(page.id, page.system_id, shown.id, shown.at), facts[other.id])
    session.flush()


def _swap_visits(session: Session, ids: tuple[int, int], run_id: int) -> None:
    rows = list(session.scalars(select(Visit).where(Visit.page_id.in_(ids), Visit.run_id == run_id)))
    for row in rows:
        session.delete(row)
    session.flush()
    for row in rows:
        make_transient(row)
        row.page_id, row.first_page_id = (ids[1] if row.page_id == ids[0] else ids[0]), row.page_id
        session.merge(row)


def _move_to(session: Session, page: Page, url: str, now: int) -> None:
    for row in session.scalars(select(Address).where(Address.page_id == page.id, Address.until.is_(None))):
        row.until = now
    page.url = url
    session.merge(Address(page_id=page.id, url=url, since=now, until=None))
    session.flush()


_TAKEN_OVER = (
    "state", "state_reason", "state_since", "title", "media", "kinds", "is_icp", "reason", "confidence", "evidence",
    "clicks", "clicks_exact", "clicks_own_site", "click_path", "etag", "last_modified", "checks_since_full", "rules",
    "body_hash", "block_hashes", "links_hash", "last_capture_id", "last_checked", "watched",
)  # fmt: skip


def _blocks(session: Session, capture_id: int | None, run_id: int | None = None) -> tuple[Block, ...]:
    """Return the main blocks of a capture, none where there is none or where it is not of the run."""
    capture = session.get(Capture, capture_id) if capture_id else None
    if capture is None or (run_id is not None and capture.run_id != run_id):
        return ()
    return tuple(block for block in load_reading(session, capture).blocks if block.place == "main")
