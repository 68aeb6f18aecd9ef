"""Settle a site: when its crawl has ended, decide in one transaction what happened to its pages, and write it down.

A page's told capture is compared with its newest one here, and nowhere else, so a crawl that was killed loses no
change and tells none twice: the next settling finds the same difference and decides it then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.ledger import append_manifest
from store.lifecycle import Decision, PageSeen, Rules, SiteSeen, decide
from store.lineage import find_predecessor
from store.models import Capture, Change, Page, Run, SiteRow, SiteRun, SystemRow
from store.moves import (
    Move,
    adopt_pages,
    find_moves,
    find_swaps,
    may_have_moved_here,
    merge_pages,
    sister_pages,
    swap_pages,
    take_as_told,
)
from store.sitewide import is_flooded, is_shrunk, learn_site, site_events
from store.untold import DOCUMENTS, Crawl, Untold, also, find_untold, learn_page, told_elsewhere
from store.wording import Told, sentence, weight


@dataclass(slots=True)
class Settling:
    """What is known while one site is settled. `follows`: the document that each new one takes the place of."""

    crawl: Crawl
    seen: SiteSeen
    rules: Rules
    now: int
    system: str
    moves: dict[int, Move] = field(default_factory=dict)
    swapped: dict[int, str] = field(default_factory=dict)
    follows: dict[int, Page] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    @property
    def session(self) -> Session:
        """The transaction in which all of it happens."""
        return self.crawl.session


def settle_site(session: Session, site_run: SiteRun, rules: Rules, now: int) -> list[Change]:
    """Decide and write the changes of one site, move what was told forward, and add the manifest to the ledger."""
    site = session.get_one(SiteRow, site_run.site_id)
    run = session.get_one(Run, site_run.run_id)
    pages = list(session.scalars(select(Page).where(Page.site_id == site.id).order_by(Page.id)))
    seen = _site_seen(site, site_run)
    system = session.get_one(SystemRow, site.system_id).name
    settling = Settling(
        Crawl(session, site, site_run, learn_site(session, site, site_run, pages)), seen, rules, now, system
    )
    settling.changes += site_events(
        session, site, site_run, pages, settling.crawl.sitewide, rules=rules, system=system, now=now
    )
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
    crawl, session = settling.crawl, settling.session
    fresh = [page for page in pages if page.told_state == "" and page.state == "live"]
    gone = adopt_pages(session, crawl.site, fresh, settling.now) if fresh else set()
    if settling.seen.healthy and not settling.seen.baseline:
        gone |= _recognise(settling, pages, [page for page in fresh if page.id not in gone])
    shrunk = is_shrunk(pages, settling.moves)
    crawl.elsewhere = told_elsewhere(session, crawl.site, pages)
    # Lines that only link to a page whose coming or going is told elsewhere are folded into that event, so events
    # that do not depend on wording are decided first.
    rest = []
    for page in pages:
        if page.id in gone:
            continue
        if page.told_state == page.state == "live" and page.id not in settling.moves:
            rest.append(page)
        else:
            _settle_page(settling, page)
    crawl.elsewhere = also(crawl.elsewhere, settling.changes)
    for page in rest:
        _settle_page(settling, page)
    _hold_if_strange(settling, shrunk=shrunk)


def _hold_if_strange(settling: Settling, *, shrunk: bool) -> None:
    """Hold the events of pages in a crawl that is not to be believed as it stands; what was captured is kept."""
    crawl = settling.crawl
    events = [change for change in settling.changes if change.page_id is not None]
    why = ""
    if crawl.sitewide.redesigned:
        why = "the site was redesigned"
    elif shrunk:
        why = "far fewer pages than usual were found"
    elif is_flooded(settling.session, crawl.site, crawl.site_run, sum(change.watched for change in events)):
        why = "far more happened than in any crawl before"
    for change in events if why else ():
        change.status, change.reason = "held", f"{change.reason}; held because {why}"


def _recognise(settling: Settling, pages: Sequence[Page], fresh: Sequence[Page]) -> set[int]:
    """Find what moved, swapped places or follows another; return the ids of pages that are not to be told yet."""
    crawl, session = settling.crawl, settling.session
    leaving = [page for page in pages if page.told_state == "live" and page.state in ("moved", "missing")]
    watched = [page for page in fresh if page.watched]
    sisters = sister_pages(session, crawl.site) if leaving or watched else []
    untold = [page for page in sisters if page.told_state == "" and page.state == "live"]
    settling.moves = find_moves(session, pages, untold, crawl.site_run.run_id)
    gone = {move.new.id for move in settling.moves.values() if move.merge or move.new.told_state == ""}
    gone |= {page.id for page in watched if page.id not in gone and may_have_moved_here(session, page, sisters)}
    if not crawl.sitewide.redesigned:
        for one, two in find_swaps(session, pages, crawl.site_run.run_id):
            settling.swapped |= {one.id: one.url, two.id: two.url}
            swap_pages(session, one, two, crawl.site_run.run_id, settling.now)
    documents = [page for page in pages if page.media in DOCUMENTS and page.told_state == "live"]
    for page in fresh:
        old = find_predecessor(session, page, documents) if page.media in DOCUMENTS and page.id not in gone else None
        if old is not None:
            settling.follows[page.id] = old
    return gone


def _settle_page(settling: Settling, page: Page) -> None:
    learn_page(settling.crawl, page)
    untold = find_untold(settling.crawl, page)
    move = settling.moves.get(page.id)
    seen = PageSeen(
        told=page.told_state,  # type: ignore[arg-type]
        state=page.state,
        document=page.media in DOCUMENTS,
        differs=untold.diff is not None or _became_ours(page),
        stood=untold.stands or _became_ours(page),
        matched=move is not None or page.id in settling.swapped,
        misses=page.misses,
        missing_since=page.missing_since,
    )
    decision = decide(seen, settling.seen, settling.rules, settling.now)
    if decision.event == "moved" and move is None and page.id not in settling.swapped:
        return  # redirected to a place outside the site: site-wide rules, or the next crawl, will know more
    if decision.event and not (decision.event == "document-removed" and _is_followed(settling, page)):
        settling.changes.append(_change(settling, page, decision, untold))
    _advance(settling, page, decision, untold)
    if decision.event == "moved" and move is not None:
        _finish_move(settling, page, move)


def _became_ours(page: Page) -> bool:
    """Return whether other words made a page that was not watched one about the partnership."""
    return page.told_capture_id is None and page.is_icp is True and page.told_icp is not True and bool(page.gained)


def _is_followed(settling: Settling, page: Page) -> bool:
    query = select(Page.id).where(Page.follows_id == page.id).limit(1)
    return settling.session.scalar(query) is not None or page in settling.follows.values()


def _change(settling: Settling, page: Page, decision: Decision, untold: Untold) -> Change:
    move = settling.moves.get(page.id) if decision.event == "moved" else None
    follows = settling.follows.get(page.id) if decision.event == "document-added" else None
    old_url = settling.swapped.get(page.id, page.url) if decision.event == "moved" else follows.url if follows else ""
    told = Told(
        event=decision.event,
        system=settling.system,
        title=page.title,
        url=move.new.url if move else page.url,
        old_url=old_url,
        follows=follows.title if follows else "",
        parent=_parent_title(settling, page),
        kinds=tuple(page.kinds),
        is_icp=page.is_icp,
        was_icp=page.told_icp,
        linked=settling.crawl.sitewide.links_to(page.url),
        misses=page.misses,
        since=page.missing_since or settling.now,
        facts=untold.facts,
        diff=untold.part,
    )
    level, reason = weight(told)
    return Change(
        at=_since(settling, page, decision),
        run_id=settling.crawl.site_run.run_id,
        system_id=page.system_id,
        site_id=page.site_id,
        page_id=page.id,
        event=decision.event,
        status="told",
        watched=page.watched,
        url=told.url,
        old_url=told.old_url or None,
        kinds=page.kinds,
        summary=sentence(told),
        weight=level,
        reason=reason,
        from_capture=follows.last_capture_id if follows else page.told_capture_id,
        to_capture=None if decision.told == "vanished" else (move.new if move else page).last_capture_id,
        facts=list(untold.facts),
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


def _advance(settling: Settling, page: Page, decision: Decision, untold: Untold) -> None:
    page.told_state = decision.told
    if decision.told == "vanished" and decision.event:
        page.state, page.state_since = "vanished", settling.now
    if decision.advance:
        take_as_told(page, settling.now)
        if decision.event == "changed" and untold.base is not None:
            page.told_capture_id, page.untold = untold.base, untold.toggled
    if decision.event:
        page.last_changed = settling.now
    if decision.event == "document-added" and page.id in settling.follows:
        page.follows_id = settling.follows[page.id].id


def _finish_move(settling: Settling, page: Page, move: Move) -> None:
    if move.merge:
        came_from = page.site_id
        merge_pages(settling.session, page, move.new, settling.now)
        page.told_state = "live"  # whatever else changed on that day is told by the next crawl
        if page.site_id != came_from:
            take_as_told(page, settling.now)  # but what another site adds to its pages is no news
        return
    page.moved_to_id, page.state = move.new.id, "moved"
    if move.new.told_state == "":  # told by this move
        take_as_told(move.new, settling.now)


def unsettled(session: Session) -> Iterable[SiteRun]:
    """Return crawls of sites that were cut short before they were settled, oldest first."""
    query = select(SiteRun).where(SiteRun.settled.is_(False)).order_by(SiteRun.run_id, SiteRun.site_id)
    return session.scalars(query).all()
