"""The monitor's own health: find what is wrong, keep it as incidents, and tell each beginning and end once."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from config.settings import HealthSettings, Settings
from config.times import british_time, london
from reports.digest import since_words
from reports.telling import plain_letter
from store import incidents, jobs, outbox
from store.models import Incident, OutboxRow, Page, SiteRun, SystemRow
from store.queries import latest_site_runs

HOUR = 3600
SHRUNK_SHARE = 0.5  # of its usual size; sites lose a third of their pages in an ordinary tidying
SHRUNK_PAGES = 10  # smaller sites go up and down by half without a reason
USUAL_OF = 5  # discoveries that the usual size is the median of
UNREAD_PAGES = 5
UNREAD_SHARE = 0.2  # a few broken files are the site's; a fifth of a site is more likely ours
RECENT_SECONDS = 30 * 24 * HOUR  # a page gone for longer is history and no trouble
FREE_BYTES = 500_000_000  # some weeks of all England
FAILED_TRIES = 5  # about six hours of back-off


@dataclass(frozen=True, slots=True)
class SiteVitals:
    """One site: how it was last seen, how many pages its latest discoveries met, newest first, and its pages today."""

    system: str
    url: str
    outcome: str
    since: int | None
    reason: str = ""
    sizes: tuple[int, ...] = ()
    icp: int = 0
    icp_live: int = 0
    unread: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Vitals:
    """All that is looked at. `stuck` are digests that do not get through, as (receiver, reason)."""

    sites: tuple[SiteVitals, ...] = ()
    stuck: tuple[tuple[str, str], ...] = ()
    free_bytes: int | None = None
    last_crawl: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong: its kind, what it is about, and a sentence on it."""

    kind: str
    subject: str
    detail: str


def problems(vitals: Vitals, settings: HealthSettings, now: int) -> tuple[Problem, ...]:
    """Return what is wrong."""
    found = [problem for site in vitals.sites for problem in _site_problems(site, settings, now)]
    found += [
        Problem("outbox", receiver, f"digests to {receiver} do not get through: {why}")
        for receiver, why in vitals.stuck
    ]
    if vitals.free_bytes is not None and vitals.free_bytes < FREE_BYTES:
        found.append(Problem("disk", "disk", f"only {vitals.free_bytes // 1_000_000} MB are free where the store is"))
    if vitals.last_crawl is None:
        found.append(Problem("silent", "crawl", "no crawl has reached a site yet"))
    elif now - vitals.last_crawl > settings.silent_hours * HOUR:
        found.append(Problem("silent", "crawl", f"no crawl has reached a site since {british_time(vitals.last_crawl)}"))
    return tuple(found)


def _site_problems(site: SiteVitals, settings: HealthSettings, now: int) -> Iterable[Problem]:
    long_enough = site.since is not None and now - site.since >= settings.blocked_days * 24 * HOUR
    if site.outcome in ("blocked", "unreachable") and long_enough:
        what = "has blocked us" if site.outcome == "blocked" else "could not be reached"
        reason = f": {site.reason}" if site.reason else ""
        since = since_words(site.since or now, now)
        yield Problem(f"site-{site.outcome}", site.url, f"{site.system}: {site.url} {what} {since}{reason}")
    if site.outcome == "reached" and (detail := _shrunk(site)):
        yield Problem("site-shrunk", site.url, f"{site.system}: {site.url} {detail}")
    if site.unread >= max(UNREAD_PAGES, site.pages * UNREAD_SHARE):
        detail = f"{site.unread} of {site.pages} pages of {site.url} could not be read"
        yield Problem("reader", site.url, f"{site.system}: {detail}")


def _shrunk(site: SiteVitals) -> str:
    latest, *earlier = site.sizes or (0,)
    usual = int(median(earlier[:USUAL_OF])) if earlier else 0
    if usual >= SHRUNK_PAGES and latest < usual * SHRUNK_SHARE:
        return f"showed {latest} pages, where it usually shows {usual}"
    if site.icp >= 2 and site.icp_live < site.icp * SHRUNK_SHARE:
        return f"shows {site.icp_live} of the {site.icp} pages about the partnership that were known"
    return ""


def look(session: Session, store_path: Path | None, now: int) -> Vitals:
    """Gather what is looked at."""
    is_icp = Page.is_icp.is_(True)
    is_live = Page.state == "live"
    recent = is_live | (Page.state_since > now - RECENT_SECONDS)
    counts = {
        row.site_id: row
        for row in session.execute(
            select(
                Page.site_id,
                func.count().label("pages"),
                func.sum(case((Page.state == "unreadable", 1), else_=0)).label("unread"),
                func.sum(case((is_icp & recent, 1), else_=0)).label("icp"),
                func.sum(case((is_icp & is_live, 1), else_=0)).label("icp_live"),
            )
            .where(Page.state != "moved")
            .group_by(Page.site_id)
        )
    }
    today = london(now).date().isoformat()
    names = {row.id: row.name for row in session.scalars(select(SystemRow)) if (row.dissolved or today) >= today}
    sites = []
    for site, run in latest_site_runs(session):
        if site.system_id not in names:
            continue  # the sites of a body that has ended may end as well
        count = counts.get(site.id)
        numbers = (count.icp, count.icp_live, count.unread, count.pages) if count else (0, 0, 0, 0)
        reason = run.reason if run else ""
        sizes = _sizes(session, site.id)
        sites.append(
            SiteVitals(names[site.system_id], site.url, site.outcome, site.outcome_since, reason, sizes, *numbers)
        )
    free = shutil.disk_usage(store_path.resolve().parent).free if store_path else None
    return Vitals(tuple(sites), _stuck(session), free, jobs.last_crawl(session))


def _sizes(session: Session, site_id: int) -> tuple[int, ...]:
    query = select(SiteRun.fetched + SiteRun.not_modified).where(SiteRun.site_id == site_id, SiteRun.discovery)
    return tuple(session.scalars(query.order_by(SiteRun.run_id.desc()).limit(USUAL_OF + 1)))


def _stuck(session: Session) -> tuple[tuple[str, str], ...]:
    rows = [row for row in outbox.listing(session) if row.state == "refused" or row.tries >= FAILED_TRIES]
    return tuple({outbox.shown(row): row.error for row in rows if row.subscription}.items())


def check(session: Session, settings: Settings, store_path: Path | None, now: int) -> tuple[Problem, ...]:
    """Bring the incidents up to date, and put word of each beginning and end into the outbox, in one transaction."""
    found = problems(look(session, store_path, now), settings.health, now)
    incidents.reconcile(session, {(each.kind, each.subject): each.detail for each in found}, now)
    receiver = operator(settings)
    if receiver:
        begun, ended = incidents.take_untold(session, now)
        if begun or ended:
            outbox.put(session, _letter(begun, ended, settings, receiver, now), now)
    return found


def operator(settings: Settings) -> str:
    """Return who is told about the monitor: the contact if mail can be sent to it, else the first subscriber."""
    if settings.mail.host and "@" in settings.crawl.contact:
        return settings.crawl.contact
    return settings.subscriptions[0].to if settings.subscriptions else ""


def _letter(
    begun: Sequence[Incident], ended: Sequence[Incident], settings: Settings, receiver: str, now: int
) -> OutboxRow:
    lines = [row.detail for row in begun] + [f"Over: {row.detail}" for row in ended]
    subject = lines[0] if len(lines) == 1 else f"{len(begun)} new problems, {len(ended)} over"
    text = "\n\n".join([*lines, "icpwatch status shows how things stand.\n"])
    return plain_letter(settings, receiver, f"icpwatch: {subject}", text, now)
