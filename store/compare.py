"""Compare two captures under today's rules."""

from __future__ import annotations

from sqlalchemy.orm import Session

from store.bodies import load_reading
from store.diff import Diff, diff_blocks
from store.fingerprints import learned
from store.models import Capture, Page, SiteRow
from store.noise import kept
from store.reading import Block


def kept_blocks(session: Session, capture: Capture) -> tuple[Block, ...]:
    """Return the blocks of a capture that are not set aside."""
    page = session.get_one(Page, capture.page_id)
    return kept(load_reading(session, capture), learned(session.get_one(SiteRow, page.site_id), page))


def compare_captures(session: Session, old: Capture, new: Capture) -> Diff:
    """Return what differs between the kept blocks of two captures, of one page or of two."""
    return diff_blocks(kept_blocks(session, old), kept_blocks(session, new))
