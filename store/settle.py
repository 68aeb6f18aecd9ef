"""Settle a site: when its crawl has ended, decide in one transaction what happened to its pages, and write it down.

A page's told capture is compared with its newest one here, and nowhere else, so a crawl that was killed loses no
change and tells none twice: the next settling finds the same difference and decides it then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.compare import kept_blocks
from store.diff import Diff, diff_blocks
from store.facts import fact_changes, facts_between
from store.ledger import append_manifest
from store.lifecycle import Decision, PageSeen, Rules, SiteSeen, decide
from store.models import Capture, Change, Page, Run, SiteRow, SiteRun, SystemRow
from store.moves import Move, find_moves, merge_pages
from store.noise import kept_hash
from store.reading import Block, FactChange
from store.sitewide import Sitewide, learn_site, site_events
from store.wording import Told, sentence, weight

OWN_WORDS_SHARE = 0.5  # of a block's words outside its links; below it, the block is a line of links


@dataclass(slots=True)
class Settling:
    """What is known while one site is settled."""

    session: Session
    site: SiteRow
    site_run: SiteRun
    seen: SiteSeen
    rules: Rules
    now: int
    system: str
    sitewide: Sitewide
    moves: dict[int, Move] = field(default_factory=dict)
    told_urls: set[str] = field(default_factory=set)
    changes: list[Change] = field(default_factory=list)


def settle_site(session: Session, site_run: SiteRun, rules: Rules, now: int) -> list[Change]:
    """Decide and write the changes of one site, move what was told forward, and add the manifest to the ledger."""
    site = session.get_one(SiteRow, site_run.site_id)
    run = session.get_one(Run, site_run.run_id)
    pages = list(session.scalars(select(Page).where(Page.site_id == site.id).order_by(Page.id)))
    seen = _site_seen(site, site_run)
    sitewide = learn_site(session, site, site_run, pages)
    system = session.get_one(SystemRow, site.system_id).name
    settling = Settling(session, site, site_run, seen, rules, now, system, sitewide)
    settling.changes += site_events(session, site, site_run, pages, sitewide, rules=rules, system=system, now=now)
    if not any(change.event == "site-moved" for change in settling.changes):
        _settle_pages(settling, pages)
    if seen.baseline and seen.healthy:
        site.baseline_run_id = site_run.run_id
    site_run.settled = True
    session.add_all(settling.changes)
    session.flush()
    append_manifest(session, site_run.run_id, site.id, run.program, now)
    return settling.changes


def _site_seen(site: SiteRow, site_run: SiteRun) -> SiteSeen:
    healthy = site_run.outcome == "reached" and site_run.finished_at is not None
    return SiteSeen(baseline=site.baseline_run_id is None, healthy=healthy, discovery=site_run.discovery)


def _settle_pages(settling: Settling, pages: Sequence[Page]) -> None:
    if settling.seen.healthy and not settling.seen.baseline:
        settling.moves = find_moves(settling.session, pages, settling.site_run.run_id)
    # Lines that only link to a page whose coming or going is told elsewhere are folded into that event, so events
    # that do not depend on wording are decided first.
    merged = {move.new.id for move in settling.moves.values() if move.merge}
    settling.told_urls = _urls_told_before(settling)
    rest = []
    for page in pages:
        if page.id in merged:
            continue
        if page.told_state == "live" and page.state == "live":
            rest.append(page)
        else:
            _settle_page(settling, page)
    for page in rest:
        _settle_page(settling, page)


def _urls_told_before(settling: Settling) -> set[str]:
    query = select(Change.url, Change.old_url).where(
        Change.site_id == settling.site.id, Change.event.not_in(("changed", "document-replaced"))
    )
    return {url for row in settling.session.execute(query) for url in row if url}


def _settle_page(settling: Settling, page: Page) -> None:
    diff, facts = _difference(settling, page)
    move = settling.moves.get(page.id)
    seen = PageSeen(
        told=page.told_state,  # type: ignore[arg-type]
        state=page.state,
        document=page.media in ("pdf", "docx", "office"),
        differs=diff is not None and not diff.is_empty,
        stood=_stood(settling, page) or settling.sitewide.redesigned,
        facts=bool(facts),
        matched=move is not None,
        misses=page.misses,
        missing_since=page.missing_since,
    )
    decision = decide(seen, settling.seen, settling.rules, settling.now)
    if decision.event == "moved" and move is None:
        return  # redirected to a place outside the site: site-wide rules, or the next crawl, will know more
    if decision.event:
        settling.changes.append(_change(settling, page, decision, diff, facts))
        settling.told_urls |= {page.url, settling.changes[-1].old_url or page.url}
    _advance(settling, page, decision)
    if decision.event == "moved" and move is not None:
        _finish_move(settling, page, move)


def _stood(settling: Settling, page: Page) -> bool:
    if page.last_capture_id is None:
        return False
    capture = settling.session.get_one(Capture, page.last_capture_id)
    return capture.run_id != settling.site_run.run_id and page.last_checked >= settling.site_run.started_at


def _difference(settling: Settling, page: Page) -> tuple[Diff | None, list[FactChange]]:
    """Return the difference between what was told and the newest capture, under today's rules for both."""
    if page.told_capture_id is None or page.told_capture_id == page.last_capture_id or page.last_capture_id is None:
        return None, []
    old, new = (_kept(settling, key) for key in (page.told_capture_id, page.last_capture_id))
    if kept_hash(old) == kept_hash(new):
        return None, []
    diff = diff_blocks(*_without_folded(settling, old, new))
    ended, began = facts_between(settling.session, page.id, page.told_at or page.first_seen)
    # A document read off a page is told as a document, not as a fact of its parent.
    return diff, [] if diff.is_empty else fact_changes(ended, began)


def _kept(settling: Settling, capture_id: int) -> tuple[Block, ...]:
    blocks = kept_blocks(settling.session, settling.session.get_one(Capture, capture_id))
    return tuple(block for block in blocks if not settling.sitewide.covers(block))


def _without_folded(
    settling: Settling, old: Sequence[Block], new: Sequence[Block]
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    def is_kept(block: Block) -> bool:
        return not (_is_link_line(block) and any(link.url in settling.told_urls for link in block.links))

    return tuple(filter(is_kept, old)), tuple(filter(is_kept, new))


def _is_link_line(block: Block) -> bool:
    linked = sum(len(link.text.split()) for link in block.links)
    words = len(block.text.split())
    return bool(block.links) and (block.kind in ("item", "row", "document") or linked >= words * OWN_WORDS_SHARE)


def _change(settling: Settling, page: Page, decision: Decision, diff: Diff | None, facts: list[FactChange]) -> Change:
    move = settling.moves.get(page.id) if decision.event == "moved" else None
    told = Told(
        event=decision.event,
        system=settling.system,
        title=page.title,
        url=move.new.url if move else page.url,
        old_url=page.url if move else "",
        parent=_parent_title(settling, page),
        kinds=tuple(page.kinds),
        is_icp=page.is_icp,
        linked=_is_newly_linked(settling, page),
        misses=page.misses,
        since=page.missing_since or settling.now,
        facts=facts,
        diff=diff,
    )
    level, reason = weight(told)
    return Change(
        at=_since(settling, page, decision),
        run_id=settling.site_run.run_id,
        system_id=page.system_id,
        site_id=page.site_id,
        page_id=page.id,
        event=decision.event,
        status="held" if settling.sitewide.hold else "told",
        watched=page.watched,
        url=told.url,
        old_url=told.old_url or None,
        kinds=page.kinds,
        summary=sentence(told),
        weight=level,
        reason=reason,
        from_capture=page.told_capture_id,
        to_capture=None if decision.told == "vanished" else (move.new if move else page).last_capture_id,
        facts=list(facts),
    )


def _since(settling: Settling, page: Page, decision: Decision) -> int:
    """Return when the event was first seen."""
    if decision.event in ("vanished", "document-removed"):
        return page.missing_since or settling.now
    if decision.event in ("changed", "document-replaced") and page.last_capture_id:
        return settling.session.get_one(Capture, page.last_capture_id).at
    return page.first_seen if page.told_state == "" else page.last_checked


def _parent_title(settling: Settling, page: Page) -> str:
    parent = settling.session.get(Page, page.parent_id) if page.parent_id else None
    return parent.title if parent else ""


def _is_newly_linked(settling: Settling, page: Page) -> bool:
    """Return whether a page that had been seen without a link to this one has gained it."""
    return settling.sitewide.links_to(page.url)


def _advance(settling: Settling, page: Page, decision: Decision) -> None:
    page.told_state = decision.told
    if decision.told == "vanished" and decision.event:
        page.state, page.state_since = "vanished", settling.now
    if decision.advance:
        page.told_capture_id, page.told_at = page.last_capture_id, settling.now
    if decision.event:
        page.last_changed = settling.now


def _finish_move(settling: Settling, page: Page, move: Move) -> None:
    if move.merge:
        merge_pages(settling.session, page, move.new, settling.now)
        page.told_state, page.told_capture_id, page.told_at = "live", page.last_capture_id, settling.now
    else:
        page.moved_to_id = move.new.id
        page.state = "moved"


def unsettled(session: Session) -> Iterable[SiteRun]:
    """Return crawls of sites that were cut short before they were settled, oldest first."""
    query = select(SiteRun).where(SiteRun.settled.is_(False)).order_by(SiteRun.run_id, SiteRun.site_id)
    return session.scalars(query).all()
