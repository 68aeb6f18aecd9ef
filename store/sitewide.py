"""What happens to a site as a whole, told once and not on each of its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from config.times import british_date
from store.bodies import load_reading
from store.fingerprints import fingerprints, join_fingerprints, url_hash
from store.lifecycle import Rules
from store.models import Capture, Change, Page, SiteRow, SiteRun, SystemRow
from store.noise import fingerprint, learn_shared
from store.reading import Block

WIDE_PAGES = 5  # below this many pages, the same edit on each is told page by page
WIDE_SHARE = 0.2  # of the pages read in this crawl
REDESIGN_SHARE = 0.6  # of the pages read have ...
REDESIGN_BLOCKS = 0.5  # ... at least this share of new blocks
REDESIGN_DAYS = 8  # after one was told; more than the week between two discoveries
QUOTE_LENGTH = 160  # characters
FLOOD_EVENTS, FLOOD_TIMES = 20, 4  # that many events, and that many times the most of any crawl before
FLOOD_RUNS = 5  # crawls after the first that must be known before "more than ever" means anything
SHRUNK_SHARE = 0.4  # of the known pages missing at once is more likely our fault or a fault of the server


@dataclass(frozen=True, slots=True)
class Sitewide:
    """Edits that many pages of a site share in one crawl."""

    gained: frozenset[bytes] = frozenset()
    lost: frozenset[bytes] = frozenset()
    new_links: frozenset[bytes] = frozenset()
    read: int = 0
    redesigned: bool = False

    def covers(self, block: Block) -> bool:
        """Return whether the block came or went on many pages at once."""
        return bool(self.gained or self.lost) and fingerprint(block) in self.gained | self.lost

    def links_to(self, url: str) -> bool:
        """Return whether a page that had been seen without a link to this address has gained one."""
        return url_hash(url) in self.new_links


def learn_site(session: Session, site: SiteRow, site_run: SiteRun, pages: Sequence[Page]) -> Sitewide:
    """Learn which blocks many pages share, keep that with the site, and return what this crawl changed on many."""
    live = [page for page in pages if page.state == "live"]
    read = [page for page in live if page.last_checked >= site_run.started_at and page.checks_since_full == 0]
    gained, lost = (_widespread((getattr(page, side) for page in read), len(read)) for side in ("gained", "lost"))
    shared = learn_shared([fingerprints(page.block_hashes) for page in live])
    # Never forgotten: a block that left the site still stands in captures that were told.
    site.shared = join_fingerprints(fingerprints(site.shared) | shared | gained | lost)
    return Sitewide(
        gained=gained,
        lost=lost,
        new_links=frozenset[bytes]().union(*(fingerprints(page.new_links) for page in read)),
        read=len(read),
        redesigned=_is_redesigned(read, gained),
    )


def is_flood(events: int, before: Sequence[int], crawls: int) -> bool:
    """Return whether far more happened to the pages of a site than in any crawl before.

    `before` counts the events of those that told any, of `crawls` in all; the first, which tells none, is not counted.

    >>> is_flood(120, [2, 5, 1], 5), is_flood(120, [2], 2), is_flood(15, [], 5)
    (True, False, False)
    """
    return crawls >= FLOOD_RUNS and events >= max(FLOOD_EVENTS, FLOOD_TIMES * max(before, default=0))


def is_shrunk(pages: Iterable[Page], moved: Collection[int]) -> bool:
    """Return whether so many of the known pages are missing, and not found elsewhere, that it is hard to believe."""
    known = [page for page in pages if page.told_state == "live" and page.id not in moved]
    missing = [page for page in known if page.state == "missing"]
    return len(missing) >= max(WIDE_PAGES, len(known) * SHRUNK_SHARE)


def is_flooded(session: Session, site: SiteRow, site_run: SiteRun, events: int) -> bool:
    """Return whether more happened to the watched pages of a site in this crawl than its past explains."""
    of_pages = (Change.site_id == site.id, Change.page_id.is_not(None), Change.watched)
    believed = Change.status != "discarded"  # by a person, for whom nothing like it is ordinary
    earlier = select(func.count()).where(*of_pages, believed, Change.run_id != site_run.run_id)
    before = session.scalars(earlier.group_by(Change.run_id)).all()
    crawls = select(func.count()).where(SiteRun.site_id == site.id, SiteRun.run_id < site_run.run_id)
    known = session.scalar(crawls.where(SiteRun.run_id > (site.baseline_run_id or site_run.run_id)))
    return is_flood(events, before, known or 0)


def site_events(
    session: Session,
    site: SiteRow,
    site_run: SiteRun,
    pages: Sequence[Page],
    sitewide: Sitewide,
    *,
    rules: Rules,
    system: str,
    now: int,
) -> list[Change]:
    """Return the events of the whole site; a move ends the told state of all its pages."""
    if site.baseline_run_id is None:
        return []
    make = _Maker(site, site_run, system)
    target = _moved_to(site, pages)
    if target:
        return _site_moved(session, make, pages, target)
    if site_run.outcome in ("blocked", "unreachable"):
        return _long_trouble(session, make, pages, rules, now)
    if site_run.outcome != "reached":
        _remember(site, site_run, sitewide)
        return []
    if sitewide.redesigned:
        # A discovery reads what the daily checks do not, and finds the same redesign there.
        again = select(Change.id).where(Change.site_id == site.id, Change.event == "site-redesigned")
        if session.scalar(again.where(Change.at > now - REDESIGN_DAYS * 86_400).limit(1)) is not None:
            return []
        return [make("site-redesigned", f"{system}: the site {site.url} was redesigned", "normal", "the whole site")]
    return _text_events(session, make, pages, sitewide)


def _text_events(session: Session, make: _Maker, pages: Sequence[Page], sitewide: Sitewide) -> list[Change]:
    """Tell the wording that came or went in the crawl before and has stood since; remember that of this crawl."""
    site = make.site
    present = fingerprints(b"".join(page.block_hashes for page in pages if page.state == "live"))
    told = [
        _text_event(session, make, pages, fingerprints(site.came) & present, "new text"),
        _text_event(session, make, pages, fingerprints(site.went) - present, "text gone"),
    ]
    # What stood, or lacked, for one check only was not told, and its end is none either.
    came, went = sitewide.gained - fingerprints(site.went), sitewide.lost - fingerprints(site.came)
    site.came, site.went = join_fingerprints(came), join_fingerprints(went)
    site.came_at = make.site_run.started_at
    return [change for change in told if change]


def _remember(site: SiteRow, site_run: SiteRun, sitewide: Sitewide) -> None:
    """Keep what came and went in a crawl that was cut short with what waits for the next whole one."""
    if not site.came and not site.went:
        site.came_at = site_run.started_at
    site.came = join_fingerprints(fingerprints(site.came) | sitewide.gained)
    site.went = join_fingerprints(fingerprints(site.went) | sitewide.lost)


@dataclass(frozen=True, slots=True)
class _Maker:
    site: SiteRow
    site_run: SiteRun
    system: str

    def __call__(self, event: str, summary: str, weight: str, reason: str) -> Change:
        return Change(
            at=self.site_run.started_at,
            run_id=self.site_run.run_id,
            system_id=self.site.system_id,
            site_id=self.site.id,
            event=event,
            url=self.site.url,
            summary=summary,
            weight=weight,
            reason=reason,
        )


def _widespread(blobs: Iterable[bytes], read: int) -> frozenset[bytes]:
    counts = Counter(value for blob in blobs for value in fingerprints(blob))
    least = max(WIDE_PAGES, read * WIDE_SHARE)
    return frozenset(value for value, count in counts.items() if count >= least)


def _is_redesigned(read: Sequence[Page], widespread: frozenset[bytes]) -> bool:
    def is_new(page: Page) -> bool:
        own = fingerprints(page.gained) - widespread
        return len(own) >= len(fingerprints(page.block_hashes)) * REDESIGN_BLOCKS > 0

    return sum(map(is_new, read)) >= max(WIDE_PAGES, len(read) * REDESIGN_SHARE)


def _moved_to(site: SiteRow, pages: Sequence[Page]) -> str:
    home = next((page for page in pages if page.url == site.url), None)
    if home is None or home.state != "moved" or home.told_state != "live":
        return ""
    return home.redirect if urlsplit(home.redirect).hostname != urlsplit(site.url).hostname else ""


def _site_moved(session: Session, make: _Maker, pages: Sequence[Page], target: str) -> list[Change]:
    told = [page for page in pages if page.told_state == "live"]
    for page in told:
        page.told_state = "moved"
    to = f"{target}{_whose(session, make.site, target)}"
    summary = f"{make.system}: the site {make.site.url} now leads to {to}; {len(told)} pages go with it"
    change = make("site-moved", summary, "high", "a whole site")
    change.url, change.old_url = target, make.site.url
    return [change]


def _whose(session: Session, site: SiteRow, target: str) -> str:
    """Return whose site an address is, where that is another body's, and whether that one took over."""
    host = urlsplit(target).hostname
    rows = session.execute(select(SiteRow.url, SystemRow.id, SystemRow.name).join(SystemRow)).all()
    owner = next(((key, name) for url, key, name in rows if urlsplit(url).hostname == host), None)
    if owner is None or owner[0] == site.system_id:
        return ""
    followed = owner[0] in session.get_one(SystemRow, site.system_id).successors
    return f", the site of {owner[1]}{', which took over' if followed else ''}"


def _long_trouble(session: Session, make: _Maker, pages: Sequence[Page], rules: Rules, now: int) -> list[Change]:
    site = make.site
    if any(page.url == site.url and page.told_state == "moved" for page in pages):
        return []  # told as moved
    since = site.outcome_since or now
    event, days = ("site-blocked", rules.blocked_days) if site.outcome == "blocked" else ("site-gone", rules.gone_days)
    told = select(Change.id).where(Change.site_id == site.id, Change.event == event, Change.at >= since)
    if now - since < days * 86_400 or session.scalar(told) is not None:
        return []
    what = "has not let us in" if event == "site-blocked" else "has not answered"
    return [make(event, f"{make.system}: {site.url} {what} since {british_date(since)}", "high", "a whole site")]


def _text_event(
    session: Session, make: _Maker, pages: Sequence[Page], values: frozenset[bytes], words: str
) -> Change | None:
    is_new = words == "new text"
    lists = {page.url for page in pages if page.first_run_id == make.site_run.run_id or "news" in page.kinds}
    having = [
        page for page in pages if page.state == "live" and (not is_new or fingerprints(page.block_hashes) & values)
    ]
    texts = _texts(session, having, values, lists) if values else []
    if not texts:
        return None
    texts.sort(key=len, reverse=True)
    quote = texts[0] if len(texts[0]) <= QUOTE_LENGTH else texts[0][: QUOTE_LENGTH - 1] + "…"
    others = len(texts) - 1
    more = f", and {others} other text{'s' if others > 1 else ''}" if others else ""
    where = f"on {len(having)} pages of {make.site.url}" if is_new else f"from the pages of {make.site.url}"
    change = make("site-text-changed", f"{make.system}: {words} {where}: “{quote}”{more}", "normal", "on many pages")
    change.at = make.site.came_at or change.at
    change.pages = [page.url for page in having] if is_new else []
    return change


def _texts(session: Session, pages: Sequence[Page], values: frozenset[bytes], lists: set[str]) -> list[str]:
    """Return the texts behind fingerprints, without the lines of lists of latest pages, which change by themselves."""
    for page in pages:
        for capture in session.scalars(_recent_captures(page)):
            found = [block for block in load_reading(session, capture).blocks if fingerprint(block) in values]
            if found:
                return [block.text for block in found if not any(link.url in lists for link in block.links)]
    return []


def _recent_captures(page: Page) -> Select[Capture]:
    return select(Capture).where(Capture.page_id == page.id).order_by(Capture.id.desc()).limit(3)
