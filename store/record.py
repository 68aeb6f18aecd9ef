"""Record visits as they come in: one transaction for each page, so that a killed crawl loses none.

Nothing is announced here. What a visit means for the page's life is decided when its site is settled.
Rows are written by plain statements, not as objects: a crawl of England records some ten thousand visits.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Connection, CursorResult, Row, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from store.bodies import hash_bytes, load_body, save_body
from store.facts import Said, sync_facts
from store.fingerprints import fingerprints, join_fingerprints, url_hash
from store.links import load_links
from store.models import Base, Run, SiteRow, SiteRun
from store.noise import Learned, fingerprint, kept, kept_hash
from store.page_values import Known, blocks_after, canonical_elsewhere, counters_of, judged, state_after
from store.reading import Reading, reading_from_bytes, reading_to_bytes
from store.redact import blank_visit, pattern_of
from store.search import index_capture
from store.visits import OUTCOMES, STATE_OF, UNREAD, PageVisit

ALIAS_SHARE = 0.9  # of the blocks of two addresses in common; some sites name their home page as canonical everywhere
KEY_EVERY = 20  # captures of a page between two that are compressed against the site and not against the page

COUNTERS = (
    "fetched", "not_modified", "same_bytes", "same_text", "only_noise",
    "changed", "new", "blocked", "errors", "scripted",
)  # fmt: skip

OUTCOME_CODE = {name: code for code, name in enumerate(OUTCOMES)}

_TABLES = Base.metadata.tables
_PAGES, _ADDRESSES, _VISITS = _TABLES["pages"], _TABLES["addresses"], _TABLES["visits"]
_CAPTURES, _SITE_RUNS, _BODIES = _TABLES["captures"], _TABLES["site_runs"], _TABLES["bodies"]


# Made once: making a statement costs more than running it.
_PAGE_AT = select(*(_PAGES.c[each.name] for each in fields(Known))).where(
    _PAGES.c.site_id == bindparam("of_site"), _PAGES.c.url == bindparam("at_url")
)
_RUN_AT = select(_VISITS.c.run_id).where(
    _VISITS.c.page_id == bindparam("of_page"), _VISITS.c.at == bindparam("at_second")
)
_UPDATE_PAGE = update(_PAGES).where(_PAGES.c.id == bindparam("page_id"))
_INSERT_PAGE, _INSERT_ADDRESS, _INSERT_VISIT = insert(_PAGES), insert(_ADDRESSES), insert(_VISITS)
_COUNT = (
    update(_SITE_RUNS)
    .where(_SITE_RUNS.c.run_id == bindparam("of_run"), _SITE_RUNS.c.site_id == bindparam("of_site"))
    .values({name: _SITE_RUNS.c[name] + bindparam(f"{name}_more") for name in COUNTERS})
)


class Recorder:
    """Records the visits of one crawl of one site, whose rows nobody else writes until it has ended."""

    def __init__(self, session: Session, site_run: SiteRun, reader: str) -> None:
        site = session.get_one(SiteRow, site_run.site_id)
        self.session, self.reader = session, reader
        self.run_id, self.site_id, self.system_id = site_run.run_id, site.id, site.system_id
        self.rules = session.get_one(Run, site_run.run_id).rules
        self._shared = fingerprints(site.shared)
        self._redacted = pattern_of(session)
        self._links_base: bytes | None = None
        self._first_captures: dict[str, Row[Any, Any, Any]] = {}

    def record(self, visit: PageVisit) -> int | None:
        """Store one visit and what it changes in the page's row; returns the page's id.

        An address that was never a page and does not answer with one is only counted, and None returned, unless a link
        calls it the partnership's and it could not be read.
        """
        visit = blank_visit(visit, self._redacted)
        counted = counters_of(visit)
        page = self._page_at(visit.url)
        if page is None and visit.outcome == "ok" and not self._is_alias(visit):
            page = self._new_page(visit)
            counted["new"] += 1
        elif page is None and visit.names_icp and STATE_OF[visit.outcome] in UNREAD:
            page = self._new_page(visit)  # that it may be the partnership's must not look like no page at all
        if page is not None:
            self._update(page, visit, counted)
        self._count(counted)
        return page.id if page else None

    @property
    def _db(self) -> Connection:
        return self.session.connection()

    def _page_at(self, url: str) -> Known | None:
        row = self._db.execute(_PAGE_AT, {"of_site": self.site_id, "at_url": url}).one_or_none()
        return Known(*row) if row else None

    def _is_alias(self, visit: PageVisit) -> bool:
        """Return whether an address says to be that of a known page and has its text; it is remembered as such."""
        named = canonical_elsewhere(visit).rstrip("/")
        if not named or visit.reading is None:
            return False
        page = self._page_at(named) or self._page_at(f"{named}/")
        ours = {fingerprint(block) for block in kept(visit.reading, Learned())}
        theirs = fingerprints(page.block_hashes) if page else frozenset()
        alike = 2 * len(ours & theirs) >= ALIAS_SHARE * (len(ours) + len(theirs)) > 0
        if page and alike:
            self._keep_address(page.id, visit.url, visit.at)
        return page is not None and alike

    def _keep_address(self, page_id: int, url: str, at: int) -> None:
        """Remember that an address leads to a page, unless the page has or had it as its own."""
        own = (_ADDRESSES.c.page_id == page_id, _ADDRESSES.c.url == url)
        if self._db.scalar(select(_ADDRESSES.c.since).where(*own)) is None:
            self._db.execute(_INSERT_ADDRESS, {"page_id": page_id, "url": url, "since": at, "until": at})

    def _new_page(self, visit: PageVisit) -> Known:
        at = visit.at
        where = {"site_id": self.site_id, "system_id": self.system_id, "url": visit.url, "title": visit.link_text}
        when = {"state_since": at, "first_seen": at, "last_checked": at, "first_run_id": self.run_id}
        page_id = _key_of(self._db.execute(_INSERT_PAGE, where | when))
        self._db.execute(_INSERT_ADDRESS, {"page_id": page_id, "url": visit.url, "since": at})
        return Known(page_id, state_since=at)

    def _update(self, page: Known, visit: PageVisit, counted: Counter[str]) -> None:
        visit = replace(visit, at=self._free_second(page, visit.at))
        values = {**state_after(page, visit), "last_checked": visit.at}
        if page.parent_id is None and visit.found_on:
            values |= self._found_on(visit)
        if visit.outcome == "ok":
            values |= self._reading_after(page, visit)
            if values["watched"]:
                values["last_capture_id"] = self._capture_if_different(page, visit, counted)
        self._db.execute(_UPDATE_PAGE, values | {"page_id": page.id})
        self._add_visit(page.id, visit)

    def _free_second(self, page: Known, at: int) -> int:
        """Return when a visit counts as made: later by seconds where a check of an earlier crawl has its time.

        That one is in its crawl's manifest and must stay; one of this crawl is replaced. Any check may be met, for the
        machine's clock may have been set back since.
        """
        while (run_id := self._db.scalar(_RUN_AT, {"of_page": page.id, "at_second": at})) not in (None, self.run_id):
            at += 1
        if run_id is not None:
            self._db.execute(delete(_VISITS).where(_VISITS.c.page_id == page.id, _VISITS.c.at == at))
        return at

    def _reading_after(self, page: Known, visit: PageVisit) -> dict[str, Any]:
        assert visit.answer
        assert visit.reading
        for _, start, _ in visit.answer.redirects:
            if start != visit.url:
                self._keep_address(page.id, start, visit.at)
        return {
            **judged(page, visit, self.rules),
            **blocks_after(page, visit.reading),
            **({} if visit.document else self._links_after(page, visit)),
            "checks_since_full": 0,
            "etag": visit.answer.etag,
            "last_modified": visit.answer.last_modified,
            "title": visit.reading.title,
            "media": visit.reading.media,
            "redirect": canonical_elsewhere(visit),
            "body_hash": hash_bytes(visit.answer.body),
        }

    def _links_after(self, page: Known, visit: PageVisit) -> dict[str, Any]:
        values = {}
        if page.links_hash is not None:
            old = {link[0] for link in load_links(self.session, page.links_hash)}
            values["new_links"] = join_fingerprints(url_hash(link[0]) for link in visit.links if link[0] not in old)
        data = json.dumps(visit.links, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        # The menus of a site are much the same on every page, so the first page's links compress all others.
        self._links_base = self._links_base or self._first_links()
        values["links_hash"] = save_body(self.session, data, self._links_base)
        return values

    def _first_links(self) -> bytes | None:
        """Return the body that all links of the site are compressed against: the first that was stored."""
        stored = select(_PAGES.c.links_hash).where(_PAGES.c.site_id == self.site_id, _PAGES.c.links_hash.is_not(None))
        first = self._db.scalar(stored.order_by(_PAGES.c.id).limit(1))
        return (self._db.scalar(select(_BODIES.c.base).where(_BODIES.c.hash == first)) or first) if first else None

    def _found_on(self, visit: PageVisit) -> dict[str, Any]:
        parent = select(_PAGES.c.id).where(_PAGES.c.site_id == self.site_id, _PAGES.c.url == visit.found_on)
        link = {"link_text": visit.link_text, "linked_in_text": visit.linked_in_text}
        return {"parent_id": self._db.scalar(parent), **link}

    def _capture_if_different(self, page: Known, visit: PageVisit, counted: Counter[str]) -> int:
        """Return the capture that shows a page as it is now: a new one if the last one's kept blocks differ."""
        assert visit.answer
        assert visit.reading
        old = None
        if page.last_capture_id is not None:
            columns = (_CAPTURES.c.body_hash, _CAPTURES.c.reading_hash)
            last = self._db.execute(select(*columns).where(_CAPTURES.c.id == page.last_capture_id)).one()
            if last.body_hash == hash_bytes(visit.answer.body):
                counted["same_bytes"] += 1
                return page.last_capture_id
            old = reading_from_bytes(load_body(self.session, last.reading_hash))
            alike = self._alike(page, old, visit.reading)
            counted[alike or "changed"] += 1
            if alike:
                return page.last_capture_id
        capture_id = self._add_capture(page, visit)
        index_capture(self.session, page.id, visit.at, old, visit.reading)
        sync_facts(self.session, Said(page.id, self.system_id, capture_id, visit.at), visit.facts)
        return capture_id

    def _alike(self, page: Known, old: Reading, new: Reading) -> str:
        """Return the counter for two readings that say the same, "" if they do not."""
        if old.blocks == new.blocks:
            return "same_text"
        rules = Learned(self._shared, fingerprints(page.flapping))
        return "only_noise" if kept_hash(kept(old, rules)) == kept_hash(kept(new, rules)) else ""

    def _add_capture(self, page: Known, visit: PageVisit) -> int:
        answer, reading = visit.answer, visit.reading
        assert answer
        assert reading
        key = self._key_capture(page, reading.media)
        body = save_body(self.session, answer.body, key.body_hash if key else None)
        # Markup holds the words of its reading, a document's bytes do not.
        near = key.reading_hash if key and (key.page_id == page.id or reading.media != "html") else body
        row = insert(_CAPTURES).values(
            page_id=page.id,
            run_id=self.run_id,
            site_id=self.site_id,
            at=visit.at,
            url=answer.url,
            status=answer.status,
            content_type=answer.content_type,
            headers=[list(pair) for pair in answer.headers],
            request_headers=[list(pair) for pair in answer.request_headers],
            redirects=[list(hop) for hop in answer.redirects],
            body_hash=body,
            reading_hash=save_body(self.session, reading_to_bytes(reading), near),
            reader=self.reader,
            title=reading.title,
            withheld=visit.withheld,
        )
        return _key_of(self._db.execute(row))

    def _key_capture(self, page: Known, media: str) -> Row[Any, Any, Any] | None:
        """Return the capture to compress against: the page's own key capture, or for a new key the site's first."""
        columns = select(_CAPTURES.c.page_id, _CAPTURES.c.body_hash, _CAPTURES.c.reading_hash)
        if page.last_capture_id is not None:
            own = _CAPTURES.c.page_id == page.id
            count = self._db.scalar(select(func.count()).select_from(_CAPTURES).where(own)) or 0
            if count % KEY_EVERY:
                nth = columns.where(own).order_by(_CAPTURES.c.id).offset(count - count % KEY_EVERY).limit(1)
                return self._db.execute(nth).one()
        if media not in self._first_captures:
            of_site = (_PAGES.c.site_id == self.site_id, _PAGES.c.media == media, _CAPTURES.c.page_id == _PAGES.c.id)
            first = self._db.execute(columns.where(*of_site).order_by(_CAPTURES.c.id).limit(1)).one_or_none()
            if first is None:
                return None
            self._first_captures[media] = first
        return self._first_captures[media]

    def _add_visit(self, page_id: int, visit: PageVisit) -> None:
        answered = visit.answer is not None and visit.outcome != "not-modified"
        row = {
            "page_id": page_id,
            "at": visit.at,
            "run_id": self.run_id,
            "site_id": self.site_id,
            "outcome": OUTCOME_CODE[visit.outcome],
            "status": visit.answer.status if answered and visit.answer else None,
            "body_hash": hash_bytes(visit.answer.body) if visit.outcome == "ok" and visit.answer else None,
        }
        self._db.execute(_INSERT_VISIT, row)

    def _count(self, counted: Counter[str]) -> None:
        more = {f"{name}_more": counted[name] for name in COUNTERS}
        self._db.execute(_COUNT, {"of_run": self.run_id, "of_site": self.site_id, **more})


def _key_of(inserted: CursorResult[Any]) -> int:
    assert inserted.inserted_primary_key
    return int(inserted.inserted_primary_key[0])
