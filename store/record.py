"""Record visits as they come in: one transaction for each page, so that a killed crawl loses none.

Nothing is announced here. What a visit means for the page's life is decided when its site is settled.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.bodies import load_body, load_reading, save_body
from store.facts import sync_facts
from store.models import Address, Body, Capture, Page, Run, SiteRow, SiteRun, Visit
from store.noise import Learned, fingerprint, kept, kept_hash
from store.reading import Reading, reading_to_bytes
from store.redact import blank_visit
from store.search import index_capture
from store.targets import normal_target
from store.visits import OUTCOMES, STATE_OF, PageVisit

ALIAS_SHARE = 0.9  # of the blocks of two addresses in common; some sites name their home page as canonical everywhere
KEY_EVERY = 20  # captures of a page between two that are compressed against the site and not against the page

OUTCOME_CODE = {name: code for code, name in enumerate(OUTCOMES)}


def record_visit(session: Session, site_run: SiteRun, visit: PageVisit, reader: str) -> Page | None:
    """Store one visit and what it changes in the page's row.

    An address that was never a page and does not answer with one is only counted, and None returned.
    """
    # Flushing before each query, as sessions do, would write the page's row four times over.
    with session.no_autoflush:
        page = _record(session, site_run, visit, reader)
        session.flush()
    return page


def _record(session: Session, site_run: SiteRun, visit: PageVisit, reader: str) -> Page | None:
    visit = blank_visit(session, visit)
    site = session.get_one(SiteRow, site_run.site_id)
    page = session.scalar(select(Page).where(Page.site_id == site.id, Page.url == visit.url))
    _count_outcome(site_run, visit)
    fresh = page is None
    if page is None:
        other = _alias_of(session, site, visit) if visit.outcome == "ok" else None
        if other is not None:
            _keep_address(session, other, visit.url, visit.at)
        if visit.outcome != "ok" or other is not None:
            return None
        page = _new_page(session, site, site_run, visit)
    _update_state(page, visit)
    if visit.outcome == "not-modified":
        page.checks_since_full += 1
    elif visit.outcome == "ok":
        _update_full(session, site_run, page, visit, reader)
    _add_visit(session, site_run, page, visit, fresh=fresh)
    return page


def fingerprints(blob: bytes) -> frozenset[bytes]:
    """Return the 8-byte fingerprints that a column holds.

    >>> sorted(fingerprints(b"aaaaaaaabbbbbbbb"))
    [b'aaaaaaaa', b'bbbbbbbb']
    """
    return frozenset(blob[i : i + 8] for i in range(0, len(blob), 8))


def join_fingerprints(values: Iterable[bytes]) -> bytes:
    """Return the fingerprints in a fixed order as one column."""
    return b"".join(sorted(values))


def url_hash(url: str) -> bytes:
    """Return the 8 bytes that stand for a link target."""
    return hashlib.blake2b(url.encode("utf-8", "replace"), digest_size=8).digest()


def learned(site: SiteRow, page: Page) -> Learned:
    """Return what was learned of the noise on a page."""
    return Learned(shared=fingerprints(site.shared), flapping=fingerprints(page.flapping))


def _canonical_elsewhere(visit: PageVisit) -> str:
    """Return the address that a page gives as its canonical one, "" if that is its own."""
    named = visit.reading.metadata.get("canonical", "") if visit.reading else ""
    return "" if normal_target(named) == normal_target(visit.url) else named


def _alias_of(session: Session, site: SiteRow, visit: PageVisit) -> Page | None:
    """Return the known page that an address says to be another address of, if it has the same text."""
    named = _canonical_elsewhere(visit).rstrip("/")
    if not named or visit.reading is None:
        return None
    page = session.scalar(select(Page).where(Page.site_id == site.id, Page.url.in_((named, f"{named}/"))))
    ours = {fingerprint(block) for block in kept(visit.reading, Learned())}
    theirs = fingerprints(page.block_hashes) if page else frozenset()
    return page if 2 * len(ours & theirs) >= ALIAS_SHARE * (len(ours) + len(theirs)) > 0 else None


def _keep_address(session: Session, page: Page, url: str, at: int) -> None:
    """Remember that an address leads to a page, unless the page had it as its own."""
    if url != page.url and session.get(Address, (page.id, url)) is None:
        session.add(Address(page_id=page.id, url=url, since=at, until=at))


def _count_outcome(site_run: SiteRun, visit: PageVisit) -> None:
    if visit.outcome == "not-modified":
        site_run.not_modified += 1
    elif visit.answer is not None:
        site_run.fetched += 1
    if visit.outcome == "blocked":
        site_run.blocked += 1
    elif visit.outcome in ("unreachable", "unreadable"):
        site_run.errors += 1
    elif visit.outcome == "empty":
        site_run.scripted += 1


def _new_page(session: Session, site: SiteRow, site_run: SiteRun, visit: PageVisit) -> Page:
    page = Page(
        site_id=site.id,
        system_id=site.system_id,
        url=visit.url,
        state_since=visit.at,
        first_seen=visit.at,
        first_run_id=site_run.run_id,
        last_checked=visit.at,
    )
    site_run.new += 1
    session.add(page)
    session.flush()
    session.add(Address(page_id=page.id, url=visit.url, since=visit.at))
    return page


def _update_state(page: Page, visit: PageVisit) -> None:
    state = STATE_OF[visit.outcome]
    if state == "missing":
        page.misses += 1
        page.missing_since = page.missing_since or visit.at
        state = "vanished" if page.told_state == "vanished" else "missing"
    elif state == "live":
        page.misses, page.missing_since = 0, None
    if state != page.state:
        page.state, page.state_since = state, visit.at
    page.gained = page.lost = page.new_links = b""  # these describe a full reading in the crawl of today only
    page.state_reason = visit.reason
    if visit.outcome != "not-modified":
        page.redirect = visit.redirect
    page.last_checked = visit.at


def _update_full(session: Session, site_run: SiteRun, page: Page, visit: PageVisit, reader: str) -> None:
    assert visit.answer is not None
    assert visit.reading is not None
    assert visit.judgement is not None
    _update_judgement(page, visit, session.get_one(Run, site_run.run_id).rules)
    _update_hashes(session, page, visit)
    page.checks_since_full = 0
    page.etag, page.last_modified = visit.answer.etag, visit.answer.last_modified
    page.title, page.media = visit.reading.title, visit.reading.media
    page.redirect = _canonical_elsewhere(visit)
    for _, start, _ in visit.answer.redirects:
        _keep_address(session, page, start, visit.at)
    if page.parent_id is None and visit.found_on:
        parent = select(Page.id).where(Page.site_id == page.site_id, Page.url == visit.found_on)
        page.parent_id = session.scalar(parent)
        page.link_text, page.linked_in_text = visit.link_text, visit.linked_in_text
    if page.watched:
        _capture_if_different(session, site_run, page, visit, reader)
    page.body_hash = hashlib.sha256(visit.answer.body).digest()


def _update_judgement(page: Page, visit: PageVisit, rules: str) -> None:
    judgement = visit.judgement
    assert judgement is not None
    if page.rules != rules:
        page.rules, page.told_icp = rules, judgement.is_icp  # what new rules see otherwise is no news
    page.kinds, page.is_icp = list(judgement.kinds), judgement.is_icp
    page.reason, page.confidence = judgement.reason, judgement.confidence
    page.evidence = [asdict(evidence) for evidence in judgement.evidence]
    # A page once watched stays watched: that it stopped being about the ICP is a change worth telling.
    page.watched = page.watched or visit.always_watched or judgement.is_icp is not False


def _update_hashes(session: Session, page: Page, visit: PageVisit) -> None:
    assert visit.reading is not None
    blocks = {fingerprint(block) for block in kept(visit.reading, Learned())}
    before = fingerprints(page.block_hashes)
    if page.body_hash is not None:
        page.gained, page.lost = join_fingerprints(blocks - before), join_fingerprints(before - blocks)
    page.block_hashes = join_fingerprints(blocks)
    if visit.document:
        return
    old = {link[0] for link in load_links(session, page)}
    if page.links_hash is not None:
        page.new_links = join_fingerprints(url_hash(link[0]) for link in visit.links if link[0] not in old)
    data = json.dumps(visit.links, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    # The menus of a site are much the same on every page, so the first page's links compress all others.
    page.links_hash = save_body(session, data, _site_links(session, page.site_id))


def load_links(session: Session, page: Page) -> list[tuple[str, str, str]]:
    """Return the links of a page as (address, text, place), as last read."""
    if page.links_hash is None:
        return []
    return [(url, text, place) for url, text, place in json.loads(load_body(session, page.links_hash))]


def _site_links(session: Session, site_id: int) -> bytes | None:
    """Return the body that all links of a site are compressed against: the first that was stored."""
    if known := session.info.get((_site_links, site_id)):
        return bytes(known)
    first = select(Page.links_hash).where(Page.site_id == site_id, Page.links_hash.is_not(None))
    key = session.scalar(first.order_by(Page.id).limit(1))
    body = session.get(Body, key) if key else None
    base = session.info[_site_links, site_id] = (body.base or body.hash) if body else None
    return base


def _capture_if_different(session: Session, site_run: SiteRun, page: Page, visit: PageVisit, reader: str) -> None:
    assert visit.answer is not None
    assert visit.reading is not None
    last = session.get(Capture, page.last_capture_id) if page.last_capture_id else None
    old = None
    if last is not None:
        if last.body_hash == hashlib.sha256(visit.answer.body).digest():
            site_run.same_bytes += 1
            return
        old = load_reading(session, last)
        if old.blocks == visit.reading.blocks:
            site_run.same_text += 1
            return
        if _same_kept(old, visit.reading, learned(session.get_one(SiteRow, page.site_id), page)):
            site_run.only_noise += 1
            return
        site_run.changed += 1
    capture = _add_capture(session, site_run, page, visit, reader)
    page.last_capture_id = capture.id
    index_capture(session, page.id, capture.at, old, visit.reading)
    sync_facts(session, page, capture, visit.facts)


def _same_kept(old: Reading, new: Reading, rules: Learned) -> bool:
    return kept_hash(kept(old, rules)) == kept_hash(kept(new, rules))


def _add_capture(session: Session, site_run: SiteRun, page: Page, visit: PageVisit, reader: str) -> Capture:
    answer, reading = visit.answer, visit.reading
    assert answer is not None
    assert reading is not None
    key = _key_capture(session, page)
    body = save_body(session, answer.body, key.body_hash if key else None)
    # Markup holds the words of its reading, a document's bytes do not.
    near = key.reading_hash if key and (key.page_id == page.id or reading.media != "html") else body
    capture = Capture(
        page_id=page.id,
        run_id=site_run.run_id,
        site_id=site_run.site_id,
        at=visit.at,
        url=answer.url,
        status=answer.status,
        content_type=answer.content_type,
        headers=[list(pair) for pair in answer.headers],
        request_headers=[list(pair) for pair in answer.request_headers],
        redirects=[list(hop) for hop in answer.redirects],
        body_hash=body,
        reading_hash=save_body(session, reading_to_bytes(reading), near),
        reader=reader,
        title=reading.title,
        withheld=visit.withheld,
    )
    session.add(capture)
    session.flush()
    return capture


def _key_capture(session: Session, page: Page) -> Capture | None:
    """Return the capture to compress against: the page's own key capture, or for a new key the site's first."""
    count = session.scalar(select(func.count()).where(Capture.page_id == page.id)) or 0
    if count % KEY_EVERY:
        nth = select(Capture).where(Capture.page_id == page.id).order_by(Capture.id)
        return session.scalar(nth.offset(count - count % KEY_EVERY).limit(1))
    of_site = (Page.site_id == page.site_id, Page.media == page.media, Capture.page_id == Page.id)
    return session.scalar(select(Capture).where(*of_site).order_by(Capture.id).limit(1))


def _add_visit(session: Session, site_run: SiteRun, page: Page, visit: PageVisit, *, fresh: bool) -> None:
    answered = visit.answer is not None and visit.outcome != "not-modified"
    at, row = visit.at, None
    while not fresh and (row := session.get(Visit, (page.id, at))) is not None and row.run_id != site_run.run_id:
        at += 1  # a check of an earlier crawl is in its manifest, and must stay
    if row is None:
        row = Visit(page_id=page.id, at=at, run_id=site_run.run_id, site_id=site_run.site_id)
        session.add(row)
    row.outcome = OUTCOME_CODE[visit.outcome]
    row.status = visit.answer.status if answered and visit.answer else None
    row.body_hash = page.body_hash if visit.outcome == "ok" else None
