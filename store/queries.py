"""Questions that every room asks of the store."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from config.errors import NotFoundError
from store.models import Address, Capture, Change, FactRow, LedgerRow, Page, Redaction, Run, SiteRow, SiteRun


def pages(
    session: Session,
    *,
    system: str | None = None,
    kind: str | None = None,
    icp: bool = False,
    state: str | None = None,
    watched: bool | None = None,
) -> list[Page]:
    """Return pages in order of system, clicks and address; `icp` keeps those of the partnership itself."""
    query = select(Page).order_by(Page.system_id, func.coalesce(Page.clicks, 99), Page.url)
    if system:
        query = query.where(Page.system_id == system)
    if icp:
        query = query.where(Page.is_icp.is_(True))
    if state:
        query = query.where(Page.state == state)
    if watched is not None:
        query = query.where(Page.watched == watched)
    rows = session.scalars(query)
    return [page for page in rows if kind is None or kind in page.kinds]


def find_page(session: Session, text: str) -> Page:
    """Return the page with this id or address, of today or of an earlier day.

    Raises NotFoundError.
    """
    page = session.get(Page, int(text)) if text.isdecimal() and len(text) < 19 else None
    if page is None:
        wanted = {text, text.rstrip("/"), text.rstrip("/") + "/"}
        page = session.scalar(select(Page).where(Page.url.in_(wanted)).limit(1))
        old = select(Page).join(Address, Address.page_id == Page.id).where(Address.url.in_(wanted)).limit(1)
        page = page or session.scalar(old)
    if page is None:
        raise NotFoundError(f"the store holds no page {text}: icpwatch pages lists the ids and addresses that it has")
    return page


def changes(
    session: Session,
    *,
    since: int | None = None,
    until: int | None = None,
    system: str | None = None,
    event: str | None = None,
    after_id: int = 0,
    status: str | None = "told",
) -> list[Change]:
    """Return changes in order of telling; `until` bounds the time each was first seen.

    `since` takes also those seen before and told since then: a page is missed days before it is called vanished.
    """
    query = select(Change).where(Change.id > after_id).order_by(Change.id)
    if status:
        query = query.where(Change.status == status)
    if since is not None:
        told = select(Run.id).where(Run.started_at >= since)
        query = query.where(or_(Change.at >= since, Change.run_id.in_(told)))
    if until is not None:
        query = query.where(Change.at <= until)
    if system:
        query = query.where(Change.system_id == system)
    if event:
        query = query.where(Change.event == event)
    return list(session.scalars(query))


def get_change(session: Session, change_id: int) -> Change:
    """Return one change; raises NotFoundError."""
    change = session.get(Change, change_id)
    if change is None:
        raise NotFoundError(f"the store holds no change {change_id}: icpwatch changes lists them")
    return change


def captures_of(session: Session, page_id: int) -> list[Capture]:
    """Return the versions of a page that were told apart, oldest first."""
    return list(session.scalars(select(Capture).where(Capture.page_id == page_id).order_by(Capture.at, Capture.id)))


def captures_between(
    session: Session,
    *,
    page_id: int | None = None,
    system: str | None = None,
    since: int | None = None,
    until: int | None = None,
) -> list[Capture]:
    """Return the captures of one page, one system or all within a span of time, in the order they were made."""
    query = select(Capture).order_by(Capture.id)
    if page_id is not None:
        query = query.where(Capture.page_id == page_id)
    if system:
        query = query.join(Page, Page.id == Capture.page_id).where(Page.system_id == system)
    if since is not None:
        query = query.where(Capture.at >= since)
    if until is not None:
        query = query.where(Capture.at <= until)
    return list(session.scalars(query))


def get_capture(session: Session, capture_id: int) -> Capture:
    """Return one capture; raises NotFoundError."""
    capture = session.get(Capture, capture_id)
    if capture is None:
        raise NotFoundError(f"the store holds no capture {capture_id}: icpwatch show PAGE names the captures of a page")
    return capture


def capture_at(session: Session, page_id: int, at: int | None = None) -> Capture:
    """Return the version of a page that was current at a time, or the newest; raises NotFoundError."""
    query: Select[Capture] = select(Capture).where(Capture.page_id == page_id)
    if at is not None:
        query = query.where(Capture.at <= at)
    capture = session.scalar(query.order_by(Capture.at.desc(), Capture.id.desc()).limit(1))
    if capture is None:
        when = "at that time" if at is not None else "yet"
        raise NotFoundError(f"the store holds no version of page {page_id} {when}; versions are kept of watched pages")
    return capture


def current_facts(session: Session, *, system: str | None = None, kind: str | None = None) -> list[FactRow]:
    """Return what pages that are still there say today, each with the page and capture that says so."""
    gone = ("vanished", "moved")
    query = select(FactRow).join(Page, Page.id == FactRow.page_id)
    query = query.where(FactRow.until.is_(None), Page.state.not_in(gone)).order_by(FactRow.system_id, FactRow.id)
    if system:
        query = query.where(FactRow.system_id == system)
    if kind:
        query = query.where(FactRow.kind == kind)
    return list(session.scalars(query))


def latest_site_runs(session: Session) -> list[tuple[SiteRow, SiteRun | None]]:
    """Return every site with the last crawl of it that ended."""
    ended = (
        select(SiteRun.site_id, func.max(SiteRun.run_id).label("run_id"))
        .where(SiteRun.finished_at.is_not(None))
        .group_by(SiteRun.site_id)
        .subquery()
    )
    query = (
        select(SiteRow, SiteRun)
        .outerjoin(ended, ended.c.site_id == SiteRow.id)
        .outerjoin(SiteRun, (SiteRun.site_id == SiteRow.id) & (SiteRun.run_id == ended.c.run_id))
        .order_by(SiteRow.system_id, SiteRow.id)
    )
    return [(site, site_run) for site, site_run in session.execute(query).all()]


def ledger_head(session: Session) -> LedgerRow | None:
    """Return the newest link of the ledger, or None before the first crawl ended."""
    return session.scalar(select(LedgerRow).order_by(LedgerRow.id.desc()).limit(1))


def page_urls(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Return the addresses of pages by id."""
    return {row.id: row.url for row in session.execute(select(Page.id, Page.url).where(Page.id.in_(ids)))}


def newest_rules(session: Session) -> str | None:
    """Return the version of the rules by which all that is stored was read, None before the first crawl."""
    return session.scalar(select(Run.rules).order_by(Run.id.desc()).limit(1))


def edition(session: Session) -> tuple[str | None, int]:
    """Return what is another once stored words changed under the ids that they had: read anew, or redacted."""
    return newest_rules(session), session.scalar(select(func.count()).select_from(Redaction)) or 0
