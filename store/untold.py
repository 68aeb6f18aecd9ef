"""What differs between what was told of a page and what was last seen of it, both under today's rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.bodies import load_reading
from store.diff import Diff, diff_blocks
from store.facts import fact_changes, facts_between
from store.fingerprints import fingerprints, join_fingerprints, learned
from store.models import Capture, Change, Page, SiteRow, SiteRun
from store.noise import TURNS_OF_A_FLAP, Learned, kept, kept_hash, learn_flapping, marks
from store.reading import Block, FactChange
from store.sitewide import Sitewide
from store.standing import Elsewhere, as_told, fold, places, standing, untold, without_order
from store.targets import normal_target

FLAP_CAPTURES = 12  # newest versions of a page in which blocks that come and go are looked for ...
FLAP_SECONDS = 90 * 86_400  # ... and how long these may reach back: what changes thrice in a season is no flapping

DOCUMENTS = ("pdf", "docx", "office")


@dataclass(frozen=True, slots=True)
class Untold:
    """The difference, the part of it that stands and can be told, and the fact changes.

    `base` is the version of the check before, and `toggled` by which blocks it differs from what will then be told;
    both are empty where all of the difference is told at once.
    """

    diff: Diff | None = None
    part: Diff | None = None
    facts: list[FactChange] = field(default_factory=list)
    base: int | None = None
    toggled: bytes = b""

    @property
    def stands(self) -> bool:
        """Return whether anything can be told."""
        return self.part is not None and not self.part.is_empty


@dataclass(slots=True)
class Crawl:
    """The crawl that is settled; `elsewhere` is what other events tell."""

    session: Session
    site: SiteRow
    site_run: SiteRun
    sitewide: Sitewide
    elsewhere: Elsewhere = field(default_factory=Elsewhere)


def find_untold(crawl: Crawl, page: Page) -> Untold:
    """Return what is untold of a page."""
    told, last = page.told_capture_id, page.last_capture_id
    if told is None or last is None or told == last:
        return Untold()
    was, new = _kept(crawl, told), _kept(crawl, last)
    old = as_told(was, new, fingerprints(page.untold))
    if kept_hash(old) == kept_hash(new):
        return Untold()
    diff = without_order(diff_blocks(*fold(old, new, crawl.elsewhere)))
    if diff.is_empty:
        return Untold()
    # A document read off a page is told as a document, not as a fact of its parent.
    facts = fact_changes(*facts_between(crawl.session, page.id, page.told_at or page.first_seen))
    # Spreadsheets are often made anew at each request; words in a document are not.
    if facts or page.media in ("pdf", "docx") or crawl.sitewide.redesigned:
        return Untold(diff, diff, facts)
    before = _before(crawl, page)
    if before is None:
        return Untold(diff)
    base = was if before == told else _kept(crawl, before)
    part = standing(diff, places(base))
    if part == diff:
        return Untold(diff, diff)
    return Untold(diff, part, [], before, join_fingerprints(untold(diff, part, new, base)))


def learn_page(crawl: Crawl, page: Page) -> None:
    """Learn which blocks of a page come and go by themselves, where this crawl made a new version of it."""
    session = crawl.session
    recent = select(Capture).where(Capture.page_id == page.id).order_by(Capture.id.desc()).limit(FLAP_CAPTURES)
    captures = list(session.scalars(recent)) if page.last_capture_id != page.told_capture_id else []
    if len(captures) <= TURNS_OF_A_FLAP or captures[0].run_id != crawl.site_run.run_id:
        return
    since = captures[0].at - FLAP_SECONDS
    rules = Learned(shared=fingerprints(crawl.site.shared))
    history = [marks(kept(load_reading(session, each), rules)) for each in reversed(captures) if each.at >= since]
    page.flapping = join_fingerprints(fingerprints(page.flapping) | learn_flapping(history))


def told_elsewhere(session: Session, site: SiteRow, pages: Iterable[Page]) -> Elsewhere:
    """Return what events before this crawl told of pages that came, went or moved, and those that wait to be told."""
    query = select(Change.event, Change.url, Change.old_url).where(
        Change.system_id == site.system_id,
        Change.page_id.is_not(None),
        Change.event.not_in(("changed", "document-replaced")),
    )
    rows = session.execute(query).all()
    targets = {normal_target(url) for _, *urls in rows for url in urls if url}
    fresh = (page for page in pages if page.state == "live" and page.told_state == "")
    waiting = (*fresh, *(page for page in pages if page.state == "missing"))
    targets |= {normal_target(page.url) for page in waiting}
    return Elsewhere(targets, {normal_target(old): url for event, url, old in rows if event == "moved" and old})


def also(elsewhere: Elsewhere, changes: Iterable[Change]) -> Elsewhere:
    """Return the same with events that were just decided."""
    targets, moved = set(elsewhere.targets), dict(elsewhere.moved or {})
    for change in changes:
        targets |= {normal_target(url) for url in (change.url, change.old_url) if url}
        if change.event == "moved" and change.old_url:
            moved[normal_target(change.old_url)] = change.url
    return Elsewhere(targets, moved)


def _kept(crawl: Crawl, capture_id: int) -> tuple[Block, ...]:
    capture = crawl.session.get_one(Capture, capture_id)
    page = crawl.session.get_one(Page, capture.page_id)
    blocks = kept(load_reading(crawl.session, capture), learned(crawl.site, page))
    return tuple(block for block in blocks if not crawl.sitewide.covers(block))


def _before(crawl: Crawl, page: Page) -> int | None:
    """Return the version that the check before this crawl's saw, or None where this crawl did not check the page."""
    last = crawl.session.get_one(Capture, page.last_capture_id)
    if page.last_checked < crawl.site_run.started_at:
        return None
    if last.run_id != crawl.site_run.run_id:
        return last.id
    earlier = select(Capture.id).where(Capture.page_id == page.id, Capture.run_id != last.run_id)
    return crawl.session.scalar(earlier.order_by(Capture.id.desc()).limit(1))
