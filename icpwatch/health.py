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
from config.times import british_time
from reports.digest_values import Watched
from reports.digest_words import seen_words, sentence_of
from reports.mail import wrap
from reports.telling import plain_letter, watched_sites
from store import incidents, jobs, outbox
from store.models import Change, Incident, OutboxRow, Page, SiteRow, SiteRun, SystemRow

HOUR = 3600
SHRUNK_SHARE = 0.5  # of its usual size; sites lose a third of their pages in an ordinary tidying
SHRUNK_PAGES = 10  # smaller sites go up and down by half without a reason
USUAL_OF = 5  # discoveries that the usual size is the median of
UNREAD_PAGES = 5
UNREAD_SHARE = 0.2  # a few broken files are the site's; a fifth of a site is more likely ours
RECENT_SECONDS = 30 * 24 * HOUR  # a page gone for longer is history and no trouble
FREE_BYTES = 500_000_000  # some weeks of all England
FAILED_TRIES = 5  # about six hours of back-off
TOLD_WHEN_FAILED = {"digest": "icpwatch digest --send", "report": "icpwatch report"}
"""Jobs, with the command that says what is wrong; a failed crawl shows at its sites."""


@dataclass(frozen=True, slots=True)
class SiteVitals:
    """One site: how it was last seen, how many pages its latest discoveries met, newest first, and its pages today."""

    seen: Watched
    sizes: tuple[int, ...] = ()
    icp: int = 0
    icp_live: int = 0
    unread: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Vitals:
    """All that is looked at.

    `held` are sites with events that wait for a person, as (system, address); `stuck` are digests that do not get
    through, as (receiver, reason); `failed` are jobs.
    """

    sites: tuple[SiteVitals, ...] = ()
    held: tuple[tuple[str, str], ...] = ()
    stuck: tuple[tuple[str, str], ...] = ()
    failed: tuple[str, ...] = ()
    free_bytes: int | None = None
    last_crawl: int | None = None


def problems(vitals: Vitals, settings: HealthSettings, now: int) -> dict[tuple[str, str], str]:
    """Return what is wrong: a sentence on each, by its kind and what it is about."""
    found = {key: detail for site in vitals.sites for key, detail in _site_problems(site, settings, now)}
    for system, url in vitals.held:
        # Without their number, which falls as the person decides: the end of this is told in the same words.
        found["site-held", url] = f"{system}: events of {url} are held until a person decides: icpwatch held list"
    for receiver, why in vitals.stuck:
        found["outbox", receiver] = f"digests to {receiver} do not get through: {why}"
    for job in vitals.failed:
        found["job", job] = f"the last scheduled {job} failed: {TOLD_WHEN_FAILED[job]} says why"
    if vitals.free_bytes is not None and vitals.free_bytes < FREE_BYTES:
        found["disk", "disk"] = f"only {vitals.free_bytes // 1_000_000} MB are free where the store is"
    if vitals.last_crawl is None:
        found["silent", "crawl"] = "no crawl has reached a site yet"
    elif now - vitals.last_crawl > settings.silent_hours * HOUR:
        found["silent", "crawl"] = f"no crawl has reached a site since {british_time(vitals.last_crawl)}"
    return found


def _site_problems(site: SiteVitals, settings: HealthSettings, now: int) -> Iterable[tuple[tuple[str, str], str]]:
    seen = site.seen
    long_enough = seen.since is not None and now - seen.since >= settings.blocked_days * 24 * HOUR
    if seen.outcome in ("blocked", "unreachable") and long_enough:
        yield (f"site-{seen.outcome}", seen.url), seen_words(seen, now)
    if seen.outcome == "reached" and (detail := _shrunk(site)):
        yield ("site-shrunk", seen.url), f"{seen.system}: {seen.url} {detail}"
    if site.unread >= max(UNREAD_PAGES, site.pages * UNREAD_SHARE):
        detail = f"{site.unread} of {site.pages} pages of {seen.url} could not be read"
        yield ("reader", seen.url), f"{seen.system}: {detail}"


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
    sites = []
    for seen in watched_sites(session, now):
        count = counts.get(seen.site_id)
        numbers = (count.icp, count.icp_live, count.unread, count.pages) if count else ()
        sites.append(SiteVitals(seen, _sizes(session, seen.site_id), *numbers))
    free = shutil.disk_usage(store_path.resolve().parent).free if store_path else None
    failed = tuple(job for job in TOLD_WHEN_FAILED if jobs.past(session, job).failed)
    return Vitals(tuple(sites), _held(session), _stuck(session), failed, free, jobs.last_crawl(session))


def _held(session: Session) -> tuple[tuple[str, str], ...]:
    """Return the sites, also of bodies that have ended, whose events wait for a person."""
    sites = select(SystemRow.name, SiteRow.url).join(SiteRow).join(Change, Change.site_id == SiteRow.id)
    return tuple((name, url) for name, url in session.execute(sites.where(Change.status == "held").distinct()))


def _sizes(session: Session, site_id: int) -> tuple[int, ...]:
    query = select(SiteRun.fetched + SiteRun.not_modified).where(SiteRun.site_id == site_id, SiteRun.discovery)
    return tuple(session.scalars(query.order_by(SiteRun.run_id.desc()).limit(USUAL_OF + 1)))


def _stuck(session: Session) -> tuple[tuple[str, str], ...]:
    rows = [row for row in outbox.listing(session) if row.state == "refused" or row.tries >= FAILED_TRIES]
    return tuple({outbox.shown(row): row.error for row in rows if row.subscription}.items())


def check(session: Session, settings: Settings, store_path: Path | None, now: int) -> None:
    """Bring the incidents up to date, and put word of each beginning and end into the outbox, in one transaction."""
    incidents.reconcile(session, problems(look(session, store_path, now), settings.health, now), now)
    if receiver := operator(settings):
        begun, ended = incidents.take_untold(session, now)
        if begun or ended:
            outbox.put(session, _letter(begun, ended, settings, receiver, now), now)


def operator(settings: Settings) -> str:
    """Return who is told about the monitor: the contact if mail can be sent to it, else the first subscriber."""
    if settings.mail.host and "@" in settings.crawl.contact:
        return settings.crawl.contact
    return settings.subscriptions[0].to if settings.subscriptions else ""


def _letter(
    begun: Sequence[Incident], ended: Sequence[Incident], settings: Settings, receiver: str, now: int
) -> OutboxRow:
    lines = [sentence_of(row.detail) for row in begun] + [f"Over: {sentence_of(row.detail)}" for row in ended]
    counts = [f"{len(rows)} {what}" for what, rows in (("new", begun), ("over", ended)) if rows]
    subject = f"problems: {', '.join(counts)}" if len(lines) > 1 else lines[0].rstrip(".")
    text = "\n\n".join(wrap(line) for line in (*lines, "icpwatch status shows how things stand.")) + "\n"
    return plain_letter(settings, receiver, f"icpwatch: {subject}", text, now)
