"""Recognise pages that moved, and let a page go on under its new address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from store.bodies import load_reading
from store.likeness import likeness
from store.models import Address, Capture, FactRow, Page, Passage, Visit
from store.reading import Block
from store.search import index_page

ALIKE = 0.9  # share of shingles in common from which two pages are one page at two addresses


@dataclass(frozen=True, slots=True)
class Move:
    """Where a page went. `merge`: the new address was never a page of its own before, so the old page takes it."""

    new: Page
    merge: bool


def find_moves(session: Session, pages: Sequence[Page], run_id: int) -> dict[int, Move]:
    """Return the moves of told pages by page id: by redirect, or by the same text at an address found in this crawl."""
    by_url = {page.url: page for page in pages}
    fresh = [page for page in pages if page.told_state == "" and page.state == "live" and page.first_run_id == run_id]
    moves: dict[int, Move] = {}
    taken: set[int] = set()
    for page in pages:
        if page.told_state != "live" or page.state not in ("moved", "missing"):
            continue
        new = by_url.get(page.redirect) if page.state == "moved" else _same_text(session, page, fresh, taken)
        if new is None or new.id == page.id or new.id in taken or new.state != "live":
            continue
        is_fresh = new in fresh
        if is_fresh:
            taken.add(new.id)
        moves[page.id] = Move(new, merge=is_fresh)
    return moves


def merge_pages(session: Session, page: Page, new: Page, now: int) -> None:
    """Let `page` take over the address, the visits and the captures of `new`, which ends."""
    address = new.url
    same_second = select(Visit.at).where(Visit.page_id == new.id)
    session.execute(delete(Visit).where(Visit.page_id == page.id, Visit.at.in_(same_second)))
    for table in (Visit, Capture, FactRow):
        session.execute(update(table).where(table.page_id == new.id).values(page_id=page.id))
    session.execute(delete(Passage).where(Passage.page_id == new.id))
    index_page(session, page.id)
    session.execute(update(Page).where(Page.parent_id == new.id).values(parent_id=page.id))
    session.execute(delete(Address).where(Address.page_id == new.id))
    for column in _TAKEN_OVER:
        setattr(page, column, getattr(new, column))
    page.misses, page.missing_since, page.redirect = 0, None, ""
    session.delete(new)
    session.flush()
    for row in session.scalars(select(Address).where(Address.page_id == page.id, Address.until.is_(None))):
        row.until = now
    page.url = address
    session.merge(Address(page_id=page.id, url=address, since=now, until=None))
    session.flush()


_TAKEN_OVER = (
    "state", "state_reason", "state_since", "title", "media", "kinds", "is_icp", "reason", "confidence", "evidence",
    "clicks", "clicks_exact", "clicks_own_site", "click_path", "etag", "last_modified", "checks_since_full",
    "body_hash", "block_hashes", "links_hash", "last_capture_id", "last_checked", "watched",
)  # fmt: skip


def _same_text(session: Session, page: Page, fresh: Sequence[Page], taken: set[int]) -> Page | None:
    old = _blocks(session, page)
    if not old:
        return None
    scored = [
        (likeness(old, _blocks(session, new)), -new.id, new)
        for new in fresh
        if new.id not in taken and new.last_capture_id is not None and new.media == page.media
    ]
    best = max(scored, default=None)
    return best[2] if best and best[0] >= ALIKE else None


def _blocks(session: Session, page: Page) -> tuple[Block, ...]:
    if page.last_capture_id is None:
        return ()
    reading = load_reading(session, session.get_one(Capture, page.last_capture_id))
    return tuple(block for block in reading.blocks if block.place == "main")
