"""The store's part of reading pages anew: readings are replaced, and what was learned under old rules is let go."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from store.bodies import load_reading, save_body
from store.fingerprints import fingerprints, join_fingerprints, learned
from store.models import Capture, Page, Rereading, SiteRow
from store.noise import Learned, fingerprint, kept, kept_hash, learn_shared
from store.reading import Reading, reading_to_bytes


def would_differ(session: Session, page: Page, old: Reading, new: Reading) -> bool:
    """Return whether the two readings of the same bytes would have been told as a change."""
    rules = learned(session.get_one(SiteRow, page.site_id), page)
    return kept_hash(kept(old, rules)) != kept_hash(kept(new, rules))


def replace_reading(session: Session, capture: Capture, reading: Reading, version: str) -> None:
    """Put a reading in the place of a capture's; the old one is dropped when the crawl ends."""
    near = capture.body_hash if reading.media == "html" else capture.reading_hash
    capture.reading_hash = save_body(session, reading_to_bytes(reading), near)
    capture.reader, capture.title = version, reading.title
    session.flush()


def settle_down(session: Session, rules: str, *, relearn: bool) -> None:
    """Learn anew what many pages of a site share, and have pages without a version fetched in full.

    Of those no bytes are kept: nothing that was learned of them under other rules can be compared with what comes.
    `relearn` says that blocks have other fingerprints now, so that the old ones mean nothing.
    """
    unread = (Page.rules != rules, Page.last_capture_id.is_(None))
    session.execute(update(Page).where(*unread).values(etag="", last_modified="", body_hash=None))
    for page in session.scalars(select(Page).where(Page.rules == rules, Page.last_capture_id.is_not(None))):
        reading = load_reading(session, session.get_one(Capture, page.last_capture_id))
        page.block_hashes = join_fingerprints({fingerprint(block) for block in kept(reading, Learned())})
        page.gained = page.lost = page.new_links = b""
        if relearn:
            page.flapping = b""
        if relearn and page.untold:
            page.told_capture_id, page.untold = page.last_capture_id, b""
    session.flush()
    for site in session.scalars(select(SiteRow)):
        pages = session.scalars(select(Page).where(Page.site_id == site.id, Page.state == "live"))
        shared = learn_shared([fingerprints(page.block_hashes) for page in pages])
        site.shared, site.came, site.went = join_fingerprints(shared | fingerprints(site.shared)), b"", b""


def last_rereading(session: Session) -> list[tuple[Rereading, Page]]:
    """Return what the newest rules see otherwise, page by page, of which nobody was told."""
    newest = select(Rereading.rules).order_by(Rereading.id.desc()).limit(1).scalar_subquery()
    query = select(Rereading, Page).join(Page, Page.id == Rereading.page_id).where(Rereading.rules == newest)
    return [(note, page) for note, page in session.execute(query.order_by(Rereading.id)).all()]
