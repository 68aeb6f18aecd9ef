"""Make anew what is derived and was found damaged; evidence is never touched."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from config.errors import ReadingError, StoreError
from store.bodies import drop_unused, load_body, rewrite_body
from store.models import Capture, Page
from store.reading import Reading, reading_to_bytes
from store.redact import blank, pattern_of
from store.search import rebuild_index
from store.verify import Findings, new_schema

Reader = Callable[[bytes, str, str], Reading]
"""Reads bytes of a content type from an address; raises ReadingError."""


_SPOILT = {
    **{column: list[str]() for column in ("kinds", "evidence", "click_path")},
    **dict.fromkeys(("title", "state_reason", "reason", "link_text", "etag", "last_modified"), ""),
}
"""What a page is left with that is to be fetched, read and judged anew."""


def repair(session: Session, found: Findings, read: Reader, version: str) -> list[str]:
    """Repair what can be, and return what was done as sentences; `version` is the reader's."""
    done = []
    for name in found.missing:
        session.execute(text(new_schema()[name][1]))
        done.append(f"{name} was made anew")
    made = sum(_read_again(session, session.get_one(Capture, key), read, version) for key in sorted(found.readings))
    if found.readings:
        done.append(f"{made} of {len(found.readings)} damaged readings were made anew from their bytes")
    for keys, values in ((found.pages, _SPOILT), (found.links, {"links_hash": None, "etag": "", "last_modified": ""})):
        session.execute(update(Page).where(Page.id.in_(keys)).values(values))
        done += [f"the next crawl will read page {key} anew" for key in sorted(keys)]
    drop_unused(session)
    if found.index_is_stale or made:
        rebuild_index(session)
        done.append("the search index was made anew")
    return done


def _read_again(session: Session, capture: Capture, read: Reader, version: str) -> bool:
    reading = reading_anew(session, capture, read)
    if reading is not None:
        capture.reading_hash, capture.reader = rewrite_body(session, reading_to_bytes(reading)), version
    return reading is not None


def reading_anew(session: Session, capture: Capture, read: Reader) -> Reading | None:
    """Return what a reader makes of a capture's bytes today, redacted names blanked; None where it makes nothing."""
    try:
        body = load_body(session, capture.body_hash)
        return blank(read(body, capture.content_type, capture.url), pattern_of(session))
    except (ReadingError, StoreError):
        return None
