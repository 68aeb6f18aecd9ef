"""Make anew what is derived and was found damaged; evidence is never touched."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from config.errors import ReadingError, StoreError
from store.bodies import drop_unused, load_body, rewrite_body
from store.models import Capture, Page
from store.reading import Reading, reading_to_bytes
from store.redact import blank, pattern_of
from store.search import rebuild_index
from store.verify import Findings

Reader = Callable[[bytes, str, str], Reading]
"""Reads bytes of a content type from an address; raises ReadingError."""


def repair(session: Session, found: Findings, read: Reader, version: str) -> list[str]:
    """Repair what can be, and return what was done as sentences; `version` is the reader's."""
    done = []
    made = 0
    for key in sorted(found.readings):
        capture = session.get_one(Capture, key)
        reading = reading_anew(session, capture, read)
        if reading is not None:
            capture.reading_hash, capture.reader = rewrite_body(session, reading_to_bytes(reading)), version
            made += 1
    if found.readings:
        done.append(f"{made} of {len(found.readings)} damaged readings were made anew from their bytes")
    for page_id in sorted(found.links):
        page = session.get_one(Page, page_id)
        page.links_hash, page.etag, page.last_modified = None, "", ""
        done.append(f"the next crawl will read the links of {page.url} anew")
    session.flush()
    drop_unused(session)
    if found.index_is_stale or made:
        rebuild_index(session)
        done.append("the search index was made anew")
    return done


def reading_anew(session: Session, capture: Capture, read: Reader) -> Reading | None:
    """Return what a reader makes of a capture's bytes today, redacted names blanked; None where it makes nothing."""
    try:
        body = load_body(session, capture.body_hash)
        return blank(read(body, capture.content_type, capture.url), pattern_of(session))
    except (ReadingError, StoreError):
        return None
